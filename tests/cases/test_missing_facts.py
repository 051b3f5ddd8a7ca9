"""A fact that is missing leaves exactly the rules unassessed that need it: every fourth of the cases at a bound, without one fact
of the patient at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from rxcheck.finding import Report
from rxcheck.kb import schema as sc
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder
from rxcheck.kb.terms import TermKind
from rxcheck.kb.when import parse_term
from rxcheck.terms import LAB_FACTS, Fact, FactBasis
from tests.cases.make_boundaries import TARGET, Judge
from tests.cases.reading import FOLDER, Case, cases_of

# What is taken out of the prescription, and the facts that then are not known.
REMOVED: dict[str, frozenset[Fact]] = {
    "age": frozenset({Fact.AGE, Fact.POSTMENSTRUAL}),
    "sex": frozenset({Fact.SEX}),
    "weight_kg": frozenset({Fact.WEIGHT, Fact.BMI}),
    "labs": frozenset(LAB_FACTS),
    "conditions": frozenset({Fact.CONDITION}),
    "pregnancy_weeks": frozenset({Fact.PREGNANCY}),
    "lactating": frozenset({Fact.LACTATION}),
}
EVERY = 4


@lru_cache(maxsize=1)
def _needs() -> dict[str, frozenset[Fact]]:
    """The facts that each rule asks for."""
    knowledge = load(default_folder())
    needs: dict[str, set[Fact]] = {}
    for kind in (sc.DoseLimit, sc.ConditionRule):
        for row in knowledge.rows(kind):
            assert isinstance(row, sc.DoseLimit | sc.ConditionRule)
            terms = map(parse_term, row.when)
            asked = {term.fact for term in terms if term.kind in (TermKind.FACT, TermKind.CONDITION)}
            if isinstance(row, sc.ConditionRule):
                asked.add(row.fact)
            elif row.per == "kg":
                asked.add(Fact.WEIGHT)
            elif row.per == "m2":
                asked |= {Fact.WEIGHT, Fact.HEIGHT}
            if isinstance(row, sc.DoseLimit) and row.indication:
                asked.add(Fact.INDICATION)
            needs[row.rule_id] = asked
    return {rule: frozenset(asked) for rule, asked in needs.items()}


@lru_cache(maxsize=1)
def _unasked() -> frozenset[Fact]:
    """Results without which a row is silent."""
    return frozenset(row.fact for row in load(default_folder()).rows(sc.LabTest) if not row.asked)


def _cases() -> Iterator[Case]:
    for path in sorted([*TARGET.glob("*.yaml"), *(FOLDER / "pregnancy").glob("further*.yaml")]):
        yield from [case for case in cases_of(path) if case.fires][::EVERY]


def _told_otherwise(report: Report) -> set[str]:
    """Rules that rest on what a diagnosis says where nothing was measured."""
    implied = (FactBasis.IMPLIED, FactBasis.CALCULATED)
    return {finding.rule_id for finding in report.findings for fact in finding.facts if fact.basis in implied}


def _without(rx: dict[str, Any], key: str) -> dict[str, Any]:
    stripped = copy.deepcopy(rx)
    for name in (key, "pregnant") if key == "pregnancy_weeks" else (key,):
        stripped["patient"].pop(name, None)
    return stripped


@pytest.mark.parametrize("key", REMOVED)
def test_exactly_the_rules_that_need_it(key: str) -> None:
    cases = [case for case in _cases() if key in case.rx["patient"]]
    reports = Judge().reports([_without(case.rx, key) for case in cases])
    faults, waiting = [], 0
    for case, report in zip(cases, reports, strict=True):
        rule = case.fires[0].rule
        needs = _needs()[rule]
        if Fact.INDICATION in needs and key == "conditions":
            continue  # an indication is never waited for
        assert report is not None
        fired = {finding.rule_id for finding in report.findings}
        also = {other for finding in report.findings for other in finding.also}
        waits = {waited for gap in report.not_assessed for waited in gap.rule_ids}
        if needs & REMOVED[key] & _unasked():
            if rule in fired | waits:
                faults.append(f"{rule} speaks without a result that nobody is asked for")
        elif needs & REMOVED[key]:
            waiting += rule in waits
            if rule in _told_otherwise(report):
                continue
            if rule in fired or rule not in waits:
                faults.append(f"{rule} needs it and does not wait")
        elif rule in waits or rule not in fired | also:
            faults.append(f"{rule} does not need it and waits or is silent")
    assert not faults, "\n".join(faults)
    assert waiting > 0
