"""Dose limits: per dose, per day, per week, per course, per hour; number and interval of doses; duration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rxcheck.kb.schema import DoseLimit, EquivalentGroup
from rxcheck.kb.schema import Equivalent as EquivalentRow
from rxcheck.kb.terms import LimitKind, PolicyKey
from rxcheck.model import Patient
from rxcheck.quantity import Basis, Quantity, parse_unit
from rxcheck.terms import CheckKind, DrugKind, Fact, Reason
from tests.oracle.items import (
    Amount,
    Item,
    Unknown,
    amount_per_dose,
    daily_amount,
    days_of,
    frequency_of,
    missing,
    surface_cm2,
)
from tests.oracle.patient import Answer, Person
from tests.oracle.results import Fired, Gaps, OracleFinding, speaks, waits, worst
from tests.oracle.tables import Tables, route_fits
from tests.oracle.whens import Held, held, written

CHECK = CheckKind.LIMIT
SUMS = (LimitKind.DAILY_MAX, LimitKind.WEEKLY_MAX, LimitKind.COURSE_MAX, LimitKind.DAILY_MIN)
OF_NUMBERS = (
    LimitKind.DOSES_PER_DAY_MAX,
    LimitKind.DOSES_PER_WEEK_MAX,
    LimitKind.INTERVAL_MIN,
    LimitKind.DURATION_MAX,
)
LOWER = (LimitKind.INTERVAL_MIN, LimitKind.SINGLE_MIN, LimitKind.DAILY_MIN)
SAYS_NOTHING_OF_DOSES = (LimitKind.DURATION_MAX, LimitKind.SINGLE_MIN, LimitKind.DAILY_MIN, LimitKind.RATE_MAX)
DAYS_OF_WEEK = 7

# One finding per ingredient (or sum), kind and lines.
_Subject = tuple[str, LimitKind, tuple[str, ...]]


@dataclass(frozen=True)
class _Case:
    """An item that a row is about, and whether the row's further facts hold for it."""

    item: Item
    held: Held


class LimitCheck:
    """All dose limits against one prescription at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.knowledge.rows(DoseLimit)
        self._equivalents = tables.knowledge.rows(EquivalentRow)
        self._units = {row.group_id: parse_unit(row.unit) for row in tables.knowledge.rows(EquivalentGroup)}

    def check(self, items: Sequence[Item], person: Person, gaps: Gaps) -> set[OracleFinding]:
        fired: dict[_Subject, list[Fired]] = {}
        for drug in dict.fromkeys(item.drug for item in items):
            own = [item for item in items if item.drug == drug]
            rows = [row for row in self._rows if not _is_sum(row) and self._tables.contains(row.subject, drug)]
            for item in own:
                said = [
                    held(row.when, person, items, item, self._tables).answer
                    for row in rows
                    if route_fits(row.routes, item.route) and row.limit not in SAYS_NOTHING_OF_DOSES
                ]
                if item.kind is DrugKind.DRUG and all(answer is Answer.NO for answer in said):
                    gaps.add(CHECK, Reason.NO_RULE, Fact.DOSE, (item.line.id,))
            for row in rows:
                for hit in self._row(row, own, rows, items, person, gaps):
                    fired.setdefault((drug, row.limit, hit.lines), []).append(hit)
        sums = [row for row in self._rows if _is_sum(row)]
        for row in sums:
            counted = [item for item in items if self._entries(row, item)]
            same = [other for other in sums if other.subject == row.subject]
            for hit in self._row(row, counted, same, items, person, gaps):
                fired.setdefault((row.subject, row.limit, hit.lines), []).append(hit)
        findings = (worst(CHECK, hits) for hits in fired.values())
        return {finding for finding in findings if finding}

    def _row(
        self,
        row: DoseLimit,
        own: Sequence[Item],
        rows: Sequence[DoseLimit],
        items: Sequence[Item],
        person: Person,
        gaps: Gaps,
    ) -> list[Fired]:
        """The hits of one row."""
        if not speaks(row):
            return []
        if not waits(row, self._tables.policy[PolicyKey.WAITING_ACTION]):
            gaps = Gaps()  # what it lacks is not told
        cases = []
        for item in own:
            if not route_fits(row.routes, item.route) or not self._stands(row, rows, item, items, person):
                continue
            said = held(row.when, person, items, item, self._tables)
            if said.answer is not Answer.NO:
                cases.append(_Case(item, said))
        if row.limit is LimitKind.RATE_MAX:
            cases = [case for case in cases if _is_infusion(case.item)]
        if row.limit is LimitKind.INTERVAL_MIN:
            cases = [case for case in cases if not _is_single(case.item)]
        limit = _limit(row, person.patient)
        known: list[tuple[_Case, Fraction]] = []
        for case in cases:
            observed = self._observed(row, case.item, person.patient)
            if isinstance(observed, Unknown):
                gaps.add(CHECK, observed.reason, observed.fact, (case.item.line.id,), row.rule_id, observed.text)
            elif isinstance(limit, Unknown):
                gaps.add(CHECK, limit.reason, limit.fact, (case.item.line.id,), row.rule_id)
            else:
                known.append((case, observed))
        if isinstance(limit, Unknown) or not known:
            return []
        if row.limit not in SUMS:
            return [hit for each in known for hit in self._judged(row, [each], limit, gaps)]
        if row.limit is LimitKind.DAILY_MIN and len(known) < len(cases):
            return []
        sure = [each for each in known if each[0].held.answer is Answer.YES]
        if row.limit not in LOWER and sure and sum(value for _, value in sure) > limit:
            return self._judged(row, sure, limit, gaps)
        return self._judged(row, known, limit, gaps)

    def _judged(self, row: DoseLimit, known: list[tuple[_Case, Fraction]], limit: Fraction, gaps: Gaps) -> list[Fired]:
        total = sum((value for _, value in known), Fraction(0))
        if not (total < limit if row.limit in LOWER else total > limit):
            return []
        if any(case.held.needs for case, _ in known):
            for case, _ in known:
                for need in case.held.needs:
                    gaps.add(CHECK, need.reason, need.fact, (case.item.line.id,), row.rule_id, written(case.item, need))
            return []
        lines = tuple(dict.fromkeys(case.item.line.id for case, _ in known))
        drugs = tuple(sorted({case.item.drug for case, _ in known}))
        return [Fired(row, lines, drugs, total, limit, rank=-limit if row.limit in LOWER else limit)]

    def _stands(
        self, row: DoseLimit, rows: Sequence[DoseLimit], item: Item, items: Sequence[Item], person: Person
    ) -> bool:
        """A row for an indication counts where one is recorded, and then in place of those for none."""
        if row.indication:
            return self._is_indicated(row, person)
        return not any(
            other.limit is row.limit
            and set(other.when) == set(row.when)
            and route_fits(other.routes, item.route)
            and self._is_indicated(other, person)
            and held(other.when, person, items, item, self._tables).answer is not Answer.NO
            for other in rows
        )

    def _is_indicated(self, row: DoseLimit, person: Person) -> bool:
        return bool(set(row.indication) & (person.conditions or frozenset()))

    def _entries(self, row: DoseLimit, item: Item) -> list[EquivalentRow]:
        """How an item counts toward the sum of a row."""
        group = row.subject.partition(":")[2]
        return [
            entry
            for entry in self._equivalents
            if entry.group_id == group
            and self._tables.contains(entry.subject, item.drug)
            and route_fits(entry.routes, item.route)
        ]

    def _observed(self, row: DoseLimit, item: Item, patient: Patient) -> Fraction | Unknown:
        """What the limit bounds, for one item."""
        if row.limit in (LimitKind.SINGLE_MAX, LimitKind.SINGLE_MIN):
            return self._comparable(row, item, amount_per_dose(item, patient))
        if row.limit is LimitKind.DURATION_MAX:
            days = days_of(item.line)
            return missing(Fact.DAYS) if days is None else Fraction(days)
        if row.limit in OF_NUMBERS:
            frequency = frequency_of(item.line)
            if isinstance(frequency, Unknown):
                return frequency
            if row.limit is LimitKind.INTERVAL_MIN:
                return Fraction(frequency.hours, frequency.count)
            per_day = Fraction(frequency.count * 24, frequency.hours)
            return per_day if row.limit is LimitKind.DOSES_PER_DAY_MAX else per_day * _days_in_week(item)
        daily = self._comparable(row, item, daily_amount(item, patient))
        if isinstance(daily, Unknown):
            return daily
        if row.limit is LimitKind.RATE_MAX:
            return daily / 24
        if row.limit is LimitKind.WEEKLY_MAX:
            return daily * _days_in_week(item)
        if row.limit is LimitKind.COURSE_MAX:
            days = days_of(item.line)
            return missing(Fact.DAYS) if days is None else daily * days
        return daily

    def _comparable(self, row: DoseLimit, item: Item, amount: Amount | Unknown) -> Fraction | Unknown:
        if isinstance(amount, Unknown):
            return amount
        if not _is_sum(row):
            same = amount.dimension is parse_unit(row.unit).dimension
            return amount.value if same else Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
        group = self._units[row.subject.partition(":")[2]]
        for entry in self._entries(row, item):
            unit = parse_unit(entry.unit)
            if unit.dimension is amount.dimension:
                return amount.value / unit.scale * Fraction(entry.factor) * group.scale
        return Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)


def _is_sum(row: DoseLimit) -> bool:
    return row.subject.startswith("sum:")


def _days_in_week(item: Item) -> int:
    """On how many days of a week the line is taken: seven where nobody says how long it lasts."""
    days = days_of(item.line)
    return DAYS_OF_WEEK if days is None else min(days, DAYS_OF_WEEK)


def _is_single(item: Item) -> bool:
    """Whether the line is one dose: between a dose and none other there is no interval."""
    frequency, days = frequency_of(item.line), days_of(item.line)
    if isinstance(frequency, Unknown) or days is None:
        return False
    return days * 24 * frequency.count <= frequency.hours


def _is_infusion(item: Item) -> bool:
    dose = item.line.dosage.dose
    return dose is not None and dose.rate_hours == 1


def _limit(row: DoseLimit, patient: Patient) -> Fraction | Unknown:
    """The limit for this patient: base units, or a count, or days, or hours."""
    if row.limit is LimitKind.INTERVAL_MIN:
        return Fraction(row.value) * (24 if row.unit == "d" else 1)
    if row.limit in OF_NUMBERS:
        return Fraction(row.value)
    value = Fraction(Quantity.of(row.value, parse_unit(row.unit)).base)
    basis = Basis(row.per or "")
    if basis is Basis.NONE:
        return value
    if patient.weight_g is None:
        return missing(Fact.WEIGHT)
    if basis is Basis.KG:
        return value * patient.weight_g / 1000
    if patient.height_mm is None:
        return missing(Fact.HEIGHT)
    return value * surface_cm2(patient.height_mm, patient.weight_g) / 10000
