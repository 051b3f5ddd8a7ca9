"""The form kernel: what the prescription itself must hold, and what the law of a jurisdiction allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal

import numpy as np
from msgspec import Struct

from rxcheck.engine.amounts import Unknown
from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
from rxcheck.engine.recalled import lines_where
from rxcheck.engine.supply import Supply, supply
from rxcheck.engine.unsafe import unsafe_writing
from rxcheck.engine.when import NO, UNKNOWN, YES, Applied, applied, applied_to_all, waits
from rxcheck.kb.compile_codes import FACT_CODE, FACT_OF, REASON_OF, ROUTE_BIT, UNKNOWN_ROUTE_BIT
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import AMOUNT_FIELDS, FormField
from rxcheck.model import MedicationLine
from rxcheck.terms import CheckKind, Fact, Reason

# Ages written in years leave a year open, those in months a month; weeks are fine enough for the newborn.
_YEARS_ONLY, _MONTHS_ONLY = 31, 7
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
_ANY_ROUTE = sum(ROUTE_BIT.values()) | UNKNOWN_ROUTE_BIT
_NO_UNIT = "{dose}"  # a bare number counts whatever the drug comes in


class _About(Struct, frozen=True):
    """The lines that a row is about: for each NO, UNKNOWN or YES; the items for which it holds or may hold, ascending; and for each
    UNKNOWN line why and which fact its first unknown term needs (codes, -1 elsewhere)."""

    state: IntArray
    items: IntArray
    reason: IntArray
    fact: IntArray

    def need(self, line: int) -> Unknown | None:
        """What the first unknown term needs."""
        reason = int(self.reason[line])
        return None if reason < 0 else Unknown(REASON_OF[reason], FACT_OF[int(self.fact[line])])


class _Broken(Struct, frozen=True):
    """A line on which a row is broken; `observed` where it is about a number."""

    line: int
    observed: Fraction | None = None


def forms(batch: Batch, kb: Kb, jurisdiction: str) -> tuple[Hits, Gaps]:
    """The form check over a batch, with the rows of one jurisdiction."""
    kernel = _Forms(batch, kb)
    routes = kb.ints("form_routes").tolist()
    rules = [
        (rule, info)
        for rule, info in enumerate(kb.rules(CheckKind.FORM))
        if info.jurisdiction == jurisdiction and routes[rule]  # on no route: left out by the policy of the site
    ]
    subjects = kernel.subjects([(rule, info) for rule, info in rules if info.written is None])
    written = [(rule, info) for rule, info in rules if info.written is not None]
    about = {rule: kernel.about(rule, info).state == YES for rule, info in written}
    subjects += unsafe_writing(batch, kb, written, about)
    subjects.sort(key=lambda subject: (subject[0].rx, subject[0].rule, subject[0].lines))
    return choose(CheckKind.FORM, subjects, kb.ints("form_action"), kb.ints("form_severity")), kernel.gaps.gaps()


def lines_about(batch: Batch, kb: Kb, rule: int) -> tuple[IntArray, BoolArray | None]:
    """For each line NO, UNKNOWN or YES: whether a row is about it; and for rows with a field that is written or not, whether it is at
    fault (None for rows on numbers, names and ways of writing)."""
    info = kb.rules(CheckKind.FORM)[rule]
    state = _Forms(batch, kb).about(rule, info).state
    fault = _FAULTS[info.field](batch) if info.field in _FAULTS and info.written is None else None
    return state, fault


class _Forms:
    """Evaluates rows one by one."""

    def __init__(self, batch: Batch, kb: Kb) -> None:
        self._batch = batch
        self._kb = kb
        self.gaps = GapList(CheckKind.FORM)
        self._waits = waits(kb, kb.ints("form_action"))
        # Nobody writes a dose of needles, and a solvent has that of the drug in it.
        self._supplies_only = _wholly(batch, kb.is_supply)
        self._no_drugs = _wholly(batch, kb.is_no_drug)

    def subjects(self, rules: list[tuple[int, RuleInfo]]) -> list[list[Fired]]:
        """What is broken. Of the rows about how much is prescribed the gravest speaks for a line; every other row speaks for
        itself."""
        batch = self._batch
        found: list[list[Fired]] = []
        amounts: dict[int, list[tuple[int, _Broken]]] = defaultdict(list)
        items: dict[int, tuple[IntArray, IntArray]] = {}
        for rule, info in rules:
            if info.field is None:
                continue
            about = self.about(rule, info)
            broken = self._broken(rule, info.field, about)
            items[rule] = about.items, batch.item_line[about.items]
            if info.field in AMOUNT_FIELDS:
                for each in broken:
                    amounts[each.line].append((rule, each))
                continue
            by_rx: dict[int, list[_Broken]] = defaultdict(list)
            for each in broken:
                by_rx[int(batch.line_rx[each.line])].append(each)
            found += [[self._fired(rx, rule, lines, items[rule])] for rx, lines in by_rx.items()]
        together: dict[tuple[int, tuple[int, ...]], dict[int, list[_Broken]]] = {}
        for line, entries in sorted(amounts.items()):
            key = int(batch.line_rx[line]), tuple(rule for rule, _ in entries)
            for rule, each in entries:
                together.setdefault(key, {}).setdefault(rule, []).append(each)
        for (rx, _), by_rule in together.items():
            found.append([self._fired(rx, rule, lines, items[rule]) for rule, lines in by_rule.items()])
        return found

    def _fired(self, rx: int, rule: int, broken: list[_Broken], items: tuple[IntArray, IntArray]) -> Fired:
        """`items` are those of the row, ascending, and their lines."""
        lines = tuple(each.line for each in broken)
        values = [each.observed for each in broken if each.observed is not None]
        item, line = items
        begin, end = (np.searchsorted(line, lines, side=side).tolist() for side in _SIDES)
        mine = [number for one, two in zip(begin, end, strict=True) for number in item[one:two].tolist()]
        limit = Fraction(int(self._kb.ints("form_value")[rule])) if values else None
        return Fired(rx, rule, tuple(mine), max(values, default=None), limit, lines=lines)

    def _given_by(self, routes: int) -> BoolArray:
        """Lines that are given by one of the routes: by that of an ingredient, or where none is understood as written, else
        by mouth."""
        batch = self._batch
        if routes == _ANY_ROUTE:
            return np.ones(len(batch.line_rx), dtype=np.bool_)
        found = np.zeros(len(batch.line_rx), dtype=np.bool_)
        found[batch.item_line[(batch.item_route & routes) != 0]] = True
        bare = np.ones(len(batch.line_rx), dtype=np.bool_)
        bare[batch.item_line] = False
        for number in np.flatnonzero(bare).tolist():
            route = batch.line(number).dosage.route or batch.resolution(number).route
            found[number] = bool((UNKNOWN_ROUTE_BIT if route is None else ROUTE_BIT[route]) & routes)
        return found

    def about(self, rule: int, info: RuleInfo) -> _About:
        """The new lines of the subject, by the routes and further terms of the row."""
        batch, kb = self._batch, self._kb
        excused = self._supplies_only if info.field is FormField.LINES else self._no_drugs
        if info.written is not None:
            excused = np.zeros(len(batch.line_rx), dtype=np.bool_)
        lines = batch.line_new & ~excused
        state = np.full(len(lines), NO, dtype=np.int64)
        selector = int(kb.ints("form_selector")[rule])
        if selector < 0:
            lines &= self._given_by(int(kb.ints("form_routes")[rule]))
            numbers = np.arange(len(batch), dtype=np.int64)
            held = applied_to_all(batch, kb, "form", np.full(len(numbers), rule, dtype=np.int64), numbers)
            state[lines] = _states(held)[batch.line_rx[lines]]
            reason, fact = (column[batch.line_rx] for column in _needs(held, len(batch)))
            return _About(state, np.zeros(0, dtype=np.int64), np.where(state == UNKNOWN, reason, -1), fact)
        fits = kb.bools("sel_member")[selector][batch.item_drug] & lines[batch.item_line]
        fits &= (batch.item_route & int(kb.ints("form_routes")[rule])) != 0
        item = np.flatnonzero(fits)
        held = applied(batch, kb, "form", np.full(len(item), rule, dtype=np.int64), item)
        states = _states(held)
        np.maximum.at(state, batch.item_line[item], states)
        reason, fact = np.full(len(lines), -1, dtype=np.int64), np.full(len(lines), -1, dtype=np.int64)
        why, what = _needs(held, len(item))
        waiting = np.flatnonzero(why >= 0)[::-1]  # the first of a line is written last
        reason[batch.item_line[item[waiting]]], fact[batch.item_line[item[waiting]]] = why[waiting], what[waiting]
        return _About(state, item[states != NO], np.where(state == UNKNOWN, reason, -1), fact)

    def _broken(self, rule: int, field: FormField, about: _About) -> Iterator[_Broken]:
        """The lines that break a row; those of which it is not known are reported as gaps."""
        batch, value = self._batch, int(self._kb.ints("form_value")[rule])
        if field is FormField.LINES:
            count = np.bincount(batch.line_rx[about.state == YES], minlength=len(batch))
            for line in np.flatnonzero((about.state == YES) & (count[batch.line_rx] > value)).tolist():
                yield _Broken(line, Fraction(int(count[batch.line_rx[line]])))
            return
        candidates = about.state != NO
        if field in _FAULTS:
            candidates = candidates & _FAULTS[field](batch)
        elif field is FormField.DAYS:
            candidates = candidates & (batch.line_days > value)
        elif field in (FormField.REFILLS, FormField.REFILL_DAYS):
            candidates = candidates & (batch.line_refills > (value if field is FormField.REFILLS else 0))
        first = np.full(len(batch.line_rx), -1, dtype=np.int64)
        first[batch.item_line[about.items[::-1]]] = about.items[::-1]
        for line in np.flatnonzero(candidates).tolist():
            observed, need = self._observed(field, line, int(first[line])), about.need(line)
            if isinstance(observed, Unknown):
                self._gap(rule, line, need or observed)
            elif observed is not None and observed <= value:
                continue
            elif need is not None:
                self._gap(rule, line, need)
            else:
                yield _Broken(line, observed)

    def _observed(self, field: FormField, line: int, item: int) -> Fraction | Unknown | None:
        """The number that a row bounds; a brand name that is none counts as nothing."""
        batch = self._batch
        if field is FormField.DAYS:
            return Fraction(int(batch.line_days[line]))
        if field is FormField.REFILLS:
            return Fraction(int(batch.line_refills[line]))
        if field is FormField.SUPPLY:
            return self._supply(line, item).days
        if field is FormField.DOSES:
            return self._supply(line, item).doses
        if field is FormField.REFILL_DAYS:
            days = self._supply(line, item).days
            return days * int(batch.line_refills[line]) if isinstance(days, Fraction) else days
        if field is FormField.BRAND:
            return None if self._kb.resolver.is_brand(batch.line(line).as_written) else Fraction(0)
        return None

    def _supply(self, line: int, item: int) -> Supply:
        batch, number = self._batch, int(self._batch.line_of[line])
        place = item - int(np.searchsorted(batch.item_line, line)) if item >= 0 else -1
        known: dict[int, Supply] = batch.remembered.setdefault(("supply", place), {})
        if number not in known:
            ingredients = batch.resolution(line).ingredients
            strength = ingredients[place].strength if item >= 0 else None
            patient = batch.patients[int(batch.line_rx[line])]
            known[number] = supply(batch.line(line), patient, strength, len(ingredients))
        return known[number]

    def _gap(self, rule: int, line: int, need: Unknown) -> None:
        if self._waits[rule]:
            self.gaps.add(int(self._batch.line_rx[line]), rule, line, need.reason, need.fact)


def _states(held: Applied) -> IntArray:
    found: IntArray = np.where(held.holds, YES, np.where(held.open, UNKNOWN, NO))
    return found


def _needs(held: Applied, count: int) -> tuple[IntArray, IntArray]:
    """Why and which fact the first unknown term of each open pair needs (codes, -1 elsewhere)."""
    pair, why, what = held.waiting
    reason, fact = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    reason[pair], fact[pair] = why, what
    return reason, fact


def _wholly(batch: Batch, kind: BoolArray) -> BoolArray:
    """Lines that are understood, all ingredients being of a kind (a flag per drug)."""
    other = np.zeros(len(batch.line_rx), dtype=np.bool_)
    other[batch.item_line[~kind[batch.item_drug]]] = True
    return batch.line_resolved & ~other


def _lines_where(absent: Callable[[MedicationLine], bool]) -> Callable[[Batch], BoolArray]:
    """A column over lines."""
    return lambda batch: lines_where(batch, absent, absent)


def _no_frequency(line: MedicationLine) -> bool:
    """ "As needed" and an amount per time say when, too."""
    dosage = line.dosage
    per_time = dosage.dose is not None and dosage.dose.rate_hours
    return dosage.frequency is None and not dosage.as_needed and not per_time and not _unread(line, Fact.FREQUENCY)


def _unread(line: MedicationLine, fact: Fact) -> bool:
    """Text that could not be read counts as written."""
    return any(problem.fact is fact for problem in line.problems)


def _no_condition(batch: Batch) -> BoolArray:
    without = np.logical_not(np.logical_or.reduce(batch.has_condition, axis=1))
    for rx, _ in batch.unknown_conditions:
        without[rx] = False  # something is recorded, even if the tables do not know it
    return np.asarray(without[batch.line_rx])


def _no_strength(batch: Batch) -> BoolArray:
    """Lines dosed by the piece or by volume of which nobody knows what that holds."""
    found = np.zeros(len(batch.line_rx), dtype=np.bool_)
    found[batch.item_line[batch.single_fact == FACT_CODE[Fact.STRENGTH]]] = True
    return found


# Per line: what a prescriber must write and did not, or wrote and must not.
_FAULTS: dict[FormField, Callable[[Batch], BoolArray]] = {
    FormField.DOSE: _lines_where(lambda line: line.dosage.dose is None and not _unread(line, Fact.DOSE)),
    FormField.UNIT: _lines_where(
        lambda line: line.dosage.dose is not None and line.dosage.dose.most.unit.code == _NO_UNIT
    ),
    FormField.STRENGTH: _no_strength,
    FormField.FREQUENCY: _lines_where(_no_frequency),
    FormField.ROUTE: _lines_where(lambda line: line.dosage.route is None and not _unread(line, Fact.ROUTE)),
    FormField.QUANTITY: _lines_where(
        lambda line: line.quantity is None and line.days is None and line.dosage.days is None
    ),
    FormField.DIRECTIONS: _lines_where(
        lambda line: any(problem.reason is Reason.AS_DIRECTED for problem in line.problems)
    ),
    FormField.CONDITION: _no_condition,
    FormField.AGE: lambda batch: (batch.fact_low[Fact.AGE] == MISSING)[batch.line_rx],
    FormField.AGE_MONTHS: lambda batch: (batch.age_spare >= _YEARS_ONLY)[batch.line_rx],
    FormField.AGE_DAYS: lambda batch: (batch.age_spare >= _MONTHS_ONLY)[batch.line_rx],
    FormField.SEX: lambda batch: (batch.fact_low[Fact.SEX] == MISSING)[batch.line_rx],
    FormField.DATE: lambda batch: ~batch.dated[batch.line_rx],
}
