"""Dose limits: per dose, per day, per week, number of doses, duration."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rxcheck.kb.schema import DoseLimit
from rxcheck.kb.terms import LimitKind
from rxcheck.model import Patient
from rxcheck.quantity import Basis, Dimension, Quantity, parse_unit
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
from tests.oracle.results import Fired, Gaps, OracleFinding, speaks, worst
from tests.oracle.tables import Tables, route_fits

CHECK = CheckKind.LIMIT
SUMS = (LimitKind.DAILY_MAX, LimitKind.WEEKLY_MAX)
AMOUNTS = (LimitKind.SINGLE_MAX, *SUMS)
DAYS_OF_WEEK = 7

# One finding per ingredient, kind and lines.
_Subject = tuple[str, LimitKind, tuple[str, ...]]


class LimitCheck:
    """All dose limits against one prescription at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.knowledge.rows(DoseLimit)

    def check(self, items: Sequence[Item], patient: Patient, gaps: Gaps) -> set[OracleFinding]:
        fired: dict[_Subject, list[Fired]] = {}
        for drug in dict.fromkeys(item.drug for item in items):
            own = [item for item in items if item.drug == drug]
            rows = [row for row in self._rows if self._tables.contains(row.subject, drug)]
            for item in own:
                judged = (
                    route_fits(row.routes, item.route) and _age_applies(row, patient) is not False for row in rows
                )
                if item.kind is DrugKind.DRUG and not any(judged):
                    gaps.add(CHECK, Reason.NO_RULE, Fact.DOSE, (item.line.id,))
            for row in filter(speaks, rows):
                matching = [item for item in own if route_fits(row.routes, item.route)]
                for hit in self._row(row, matching, patient, gaps):
                    fired.setdefault((drug, row.limit, hit.lines), []).append(hit)
        findings = (worst(CHECK, hits) for hits in fired.values())
        return {finding for finding in findings if finding}

    def _row(self, row: DoseLimit, items: Sequence[Item], patient: Patient, gaps: Gaps) -> list[Fired]:
        """The hits of one row."""
        if not items:
            return []
        applies = _age_applies(row, patient)
        if applies is False:
            return []
        limit = _limit(row, patient)
        known = []
        for item in items:
            observed = _observed(row, item, patient)
            unknown = next((fact for fact in (applies, observed, limit) if isinstance(fact, Unknown)), None)
            if unknown:
                gaps.add(CHECK, unknown.reason, unknown.fact, (item.line.id,), row.rule_id, unknown.text)
            elif isinstance(observed, Fraction):
                known.append((item.line.id, observed))
        if isinstance(limit, Unknown):
            return []
        drugs = (items[0].drug,)
        if row.limit in SUMS:
            total = sum((observed for _, observed in known), Fraction(0))
            lines = tuple(dict.fromkeys(line for line, _ in known))
            return [Fired(row, lines, drugs, total, limit)] if total > limit else []
        return [Fired(row, (line,), drugs, observed, limit) for line, observed in known if observed > limit]


def _age_applies(row: DoseLimit, patient: Patient) -> bool | Unknown:
    """Whether the patient is in the row's age band, low ≤ age < high; a row without a band does not ask."""
    if not row.age_min_years and row.age_max_years is None:
        return True
    if patient.age is None:
        return missing(Fact.AGE)
    years = patient.age.years
    return years >= (row.age_min_years or 0) and (row.age_max_years is None or years < row.age_max_years)


def _limit(row: DoseLimit, patient: Patient) -> Fraction | Unknown:
    """The limit for this patient: base units, or a count, or days."""
    if row.limit not in AMOUNTS:
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


def _observed(row: DoseLimit, item: Item, patient: Patient) -> Fraction | Unknown:
    """What the limit bounds, for one item."""
    if row.limit is LimitKind.SINGLE_MAX:
        return _comparable(row, amount_per_dose(item, patient))
    if row.limit is LimitKind.DAILY_MAX:
        return _comparable(row, daily_amount(item, patient))
    if row.limit is LimitKind.WEEKLY_MAX:
        daily = _comparable(row, daily_amount(item, patient))
        return daily if isinstance(daily, Unknown) else daily * DAYS_OF_WEEK
    if row.limit is LimitKind.DURATION_MAX:
        days = days_of(item.line)
        return missing(Fact.DAYS) if days is None else Fraction(days)
    frequency = frequency_of(item.line)
    if isinstance(frequency, Unknown):
        return frequency
    per_day = Fraction(frequency.count * 24, frequency.hours)
    return per_day if row.limit is LimitKind.DOSES_PER_DAY_MAX else per_day * DAYS_OF_WEEK


def _comparable(row: DoseLimit, amount: Amount | Unknown) -> Fraction | Unknown:
    if isinstance(amount, Unknown):
        return amount
    dimension: Dimension = parse_unit(row.unit).dimension
    return amount.value if amount.dimension is dimension else Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
