"""Every rule that interrupts has a case in which it fires and one in which it is silent; every modifier has a case."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache

import pytest

from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.store import default_folder
from rxcheck.kb.terms import RuleAction
from rxcheck.terms import Action, Fact
from tests.cases.reading import all_cases, files

_KINDS: tuple[type[sc.Rule], ...] = (
    sc.Interaction,
    sc.Incompatibility,
    sc.DoseLimit,
    sc.ConditionRule,
    sc.AllergyRule,
    sc.DuplicateRule,
    sc.SetRule,
    sc.FormRule,
)
_INTERRUPTING = (RuleAction.AVOID, RuleAction.MODIFY)
# Facts whose absence a rule can wait for; the two that no rule asks for by themselves are left out.
_ASKED = (
    Fact.AGE,
    Fact.WEIGHT,
    Fact.EGFR,
    Fact.PREGNANCY,
    Fact.LACTATION,
    Fact.CONDITION,
    Fact.ALLERGY,
    Fact.POTASSIUM,
    Fact.INR,
    Fact.DOSE,
    Fact.FREQUENCY,
    Fact.STRENGTH,
    Fact.ROUTE,
    Fact.DAYS,
)
MAX_LINES = 600


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    return load(default_folder())


def _modifiers() -> dict[str, list[sc.InteractionModifier]]:
    found: dict[str, list[sc.InteractionModifier]] = defaultdict(list)
    for row in _knowledge().rows(sc.InteractionModifier):
        found[row.rule_id].append(row)
    return found


def _rules(kind: type[sc.Rule]) -> list[sc.Rule]:
    return [row for row in _knowledge().rows(kind) if isinstance(row, sc.Rule)]


def _interrupts(rule: sc.Rule) -> bool:
    """By its own action, or by that of a modifier."""
    changed = [modifier.action for modifier in _modifiers().get(rule.rule_id, [])]
    return rule.action in _INTERRUPTING or any(action in _INTERRUPTING for action in changed)


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_interrupting_rule_fires_in_a_case(kind: type[sc.Rule]) -> None:
    fired = {
        wanted.rule
        for case in all_cases()
        for wanted in case.fires
        if wanted.action in (None, Action.AVOID, Action.MODIFY)
    }
    missing = [rule.rule_id for rule in _rules(kind) if _interrupts(rule) and rule.rule_id not in fired]
    assert not missing, f"write a case in tests/cases in which these fire: {', '.join(missing)}"


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_interrupting_rule_is_silent_in_a_case(kind: type[sc.Rule]) -> None:
    silent = {item.rule for case in all_cases() for item in case.silent if item.modifier is None}
    missing = [rule.rule_id for rule in _rules(kind) if _interrupts(rule) and rule.rule_id not in silent]
    assert not missing, f"write a near miss in tests/cases for which these are silent: {', '.join(missing)}"


def test_every_modifier_has_a_case() -> None:
    named = {wanted.modifier for case in all_cases() for wanted in (*case.fires, *case.silent)}
    missing = [row.modifier_id for rows in _modifiers().values() for row in rows if row.modifier_id not in named]
    assert not missing, f"write a case in tests/cases/interactions in which these hold: {', '.join(missing)}"


def test_cases_name_rules_and_modifiers_that_exist() -> None:
    rules = {row.rule_id for kind in _KINDS for row in _rules(kind)}
    modifiers = {row.modifier_id for rows in _modifiers().values() for row in rows}
    faults = [
        f"{case.file}: {case.name}: {name}"
        for case in all_cases()
        for name, known in (
            *((wanted.rule, rules) for wanted in (*case.fires, *case.silent, *case.waits)),
            *((wanted.modifier, modifiers) for wanted in (*case.fires, *case.silent)),
        )
        if name is not None and name not in known
    ]
    assert not faults, "the tables have no such row; take the case out or correct it:\n" + "\n".join(faults)


def test_every_fact_is_waited_for() -> None:
    waiting = Counter(fact for case in all_cases() for fact in {wanted.fact for wanted in case.waits})
    missing = [fact.value for fact in _ASKED if waiting[fact] < 2]
    assert not missing, f"write two cases in which something waits for: {', '.join(missing)}"


def test_every_case_says_something() -> None:
    empty = [
        f"{case.file}: {case.name}"
        for case in all_cases()
        if not (case.fires or case.silent or case.waits or case.unasked or case.exact)
    ]
    assert not empty


def test_files_stay_readable() -> None:
    long = [path.name for path in files() if len(path.read_text(encoding="utf-8").splitlines()) >= MAX_LINES]
    assert not long, f"split by topic: {', '.join(long)}"
