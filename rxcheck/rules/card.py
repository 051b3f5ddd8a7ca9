"""All that the tables hold of one rule: its row, the drugs it names, its modifiers and terms, the rows it competes with, its cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec import Struct

from rxcheck.checks.outcomes import codes_of
from rxcheck.engine.compiled import BoolArray, Kb
from rxcheck.engine.when import waits
from rxcheck.finding import FindingCodes
from rxcheck.kb import schema as sc
from rxcheck.kb.compiled_text import MustAlertInfo, RuleInfo
from rxcheck.kb.displaced import ConditionRows
from rxcheck.kb.load import Knowledge, load_some
from rxcheck.kb.store import Compiled
from rxcheck.rules.alone import PREFIX
from rxcheck.rules.book import rows_that_compete
from rxcheck.rules.cases import RuleCase, cases_of_rule
from rxcheck.rules.find import Found
from rxcheck.rules.members import allergy_pairs, members, pair_members, selected
from rxcheck.terms import CheckKind


class Side(Struct, frozen=True):
    """What a rule names: its label, the selector as the table writes it (None: every drug), and the ingredients that it holds."""

    label: str
    selector: str | None
    drugs: tuple[str, ...]


class RuleCard(Struct, frozen=True, kw_only=True):
    """One rule. `row` is that of its table; `displaces` are rules that are silent where this one fits the same drugs and says
    the same sort of thing, `gives_way_to` those beside which this one is; `cases` is None where no cases lie beside the tables."""

    check: CheckKind
    info: RuleInfo
    row: sc.Rule
    sides: tuple[Side, ...]
    modifiers: tuple[sc.InteractionModifier, ...]
    terms: tuple[sc.SetTerm, ...]
    allowances: tuple[sc.DuplicateAllowance, ...]
    must_alert: tuple[MustAlertInfo, ...]
    codes: FindingCodes
    asks: bool
    displaces: tuple[str, ...]
    gives_way_to: tuple[str, ...]
    cases: tuple[RuleCase, ...] | None


_TABLES: dict[CheckKind, tuple[type[sc.Rule], ...]] = {
    CheckKind.INTERACTION: (sc.Interaction, sc.DerivedInteraction, sc.Incompatibility),
    CheckKind.LIMIT: (sc.DoseLimit,),
    CheckKind.CONDITION: (sc.ConditionRule,),
    CheckKind.ALLERGY: (sc.AllergyRule,),
    CheckKind.DUPLICATE: (sc.DuplicateRule,),
    CheckKind.SET: (sc.SetRule,),
    CheckKind.FORM: (sc.FormRule,),
}


def tables_of_rules(folder: Path) -> Knowledge:
    """The tables that cards are made of; the others are empty.

    Raises:
        KnowledgeError: they cannot be read.
    """
    return load_some(folder, (*sc.RULE_KINDS, sc.InteractionModifier, sc.SetTerm, sc.DuplicateAllowance))


def rule_card(compiled: Compiled, tables: Knowledge, folder: Path, found: Found) -> RuleCard:
    """The card of a rule of the tables in `folder`, of which `compiled` was made.

    Raises:
        KnowledgeError: the cases cannot be read.
    """
    kb = Kb(compiled)
    info = kb.rules(found.check)[found.number]
    rows = (row for kind in _TABLES[found.check] for row in tables.rows(kind) if row.rule_id == found.rule_id)
    changes = [each for each in tables.rows(sc.InteractionModifier) if each.rule_id == found.rule_id]
    displaces, gives_way = _competing(kb, found)
    rules = kb.rules(found.check)
    action = kb.ints(f"{PREFIX[found.check]}_action")[found.number : found.number + 1]
    return RuleCard(
        check=found.check,
        info=info,
        row=next(rows),
        sides=_sides(kb, found, info),
        modifiers=tuple(sorted(changes, key=lambda each: (each.priority, each.modifier_id))),
        terms=tuple(each for each in tables.rows(sc.SetTerm) if each.rule_id == found.rule_id),
        allowances=tuple(each for each in tables.rows(sc.DuplicateAllowance) if each.rule_id == found.rule_id),
        must_alert=tuple(each for each in compiled.text.always_alerting() if found.rule_id in each.rules),
        codes=codes_of(kb, found.check, info),
        asks=bool(action[0]) and bool(waits(kb, action)[0]),
        displaces=tuple(rules[each].rule_id for each in displaces),
        gives_way_to=tuple(rules[each].rule_id for each in gives_way),
        cases=cases_of_rule(folder, found.modifier_id or found.rule_id),
    )


def _sides(kb: Kb, found: Found, info: RuleInfo) -> tuple[Side, ...]:
    def named(label: str, selector: str | None, drugs: BoolArray) -> Side:
        names = kb.compiled.text.drugs
        return Side(label, selector, tuple(sorted(names[code] for code in np.flatnonzero(drugs).tolist())))

    if found.check is CheckKind.INTERACTION:
        objects, precipitants = pair_members(kb, found.number)
        return named("object", info.subject, objects), named("precipitant", info.other, precipitants)
    if found.check is CheckKind.SET:
        terms = kb.ints("term_selector")[kb.ints("term_rule") == found.number]
        each = zip(info.selectors, terms[terms >= 0].tolist(), strict=True)
        return tuple(named("term", text, selected(kb, selector)) for text, selector in each)
    mine = named("subject", info.subject, members(kb, found.check, found.number))
    if found.check is not CheckKind.ALLERGY or info.other is None:
        return (mine,)
    allergens = np.zeros(len(kb.compiled.text.drugs), dtype=np.bool_)
    codes = allergy_pairs(kb, found.number)[0]
    allergens[codes[codes < len(allergens)]] = True
    return named("allergen", info.other, allergens), mine


def _competing(kb: Kb, found: Found) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(rules that this one displaces, rules that displace it), by number: where the tables themselves say so, whatever the patient."""
    rule = found.number
    if found.check is CheckKind.INTERACTION:
        return rows_that_compete(kb, rule)
    if found.check is CheckKind.CONDITION:
        return _conditions(kb, rule)
    if found.check is CheckKind.LIMIT:
        return _limits(kb, rule)
    return (), ()


def _together(kb: Kb, prefix: str, rule: int) -> list[int]:
    """The other rows of the drugs that a row is about."""
    start, index = kb.ints(f"{prefix}_start"), kb.ints(f"{prefix}_index")
    drugs = np.searchsorted(start, np.flatnonzero(index == rule), side="right") - 1
    found = {number for drug in drugs.tolist() for number in index[start[drug] : start[drug + 1]].tolist()}
    return sorted(found - {rule})


def _conditions(kb: Kb, rule: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows = ConditionRows.of(kb.compiled.arrays)
    others = [
        each
        for each in _together(kb, "cond", rule)
        if rows.own[each] is not rows.own[rule]
        and rows.about_the_same(rule, each)
        and rows.routes[each] & rows.routes[rule]
    ]
    return (tuple(others), ()) if rows.own[rule] else ((), tuple(others))


def _limits(kb: Kb, rule: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A row of an indication takes the place of those without one, of the same kind and terms."""
    start, base = kb.ints("lim_indication_start"), kb.ints("lim_base")
    special = start[1:] > start[:-1]
    others = [
        each for each in _together(kb, "lim", rule) if base[each] == base[rule] and special[each] != special[rule]
    ]
    return (tuple(others), ()) if special[rule] else ((), tuple(others))
