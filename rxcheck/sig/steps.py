"""Puts the clauses of an instruction together: steps that hold at the same time, steps that follow."""

from __future__ import annotations

import math
from fractions import Fraction

from msgspec.structs import replace

from rxcheck.model import DoseStep
from rxcheck.quantity import Dimension, Dose, Frequency, Quantity, Unit
from rxcheck.sig.clause import Clause
from rxcheck.sig.clauses import Part
from rxcheck.sig.cursor import scaled
from rxcheck.sig.draft import DAY
from rxcheck.sig.items import Taper, Word
from rxcheck.terms import Fact

WEEK = 7
_MOST_STEPS = 60


def phases_of(parts: list[Part], clauses: list[Clause]) -> list[list[Clause]] | None:
    """The clauses by phase; None where it is not clear whether two of them follow each other or hold together."""
    phases: list[list[Clause]] = [[clauses[0]]]
    for part, clause in zip(parts[1:], clauses[1:], strict=True):
        before = phases[-1][-1]
        if part.then and not part.changes and part.after is None and _on_one_day(phases[-1], clause):
            phases[-1].append(clause)  # "one in the morning then two at night"
        elif part.then or _follows(before, clause, phases[-1]):
            if part.after is not None and all(item.days is None for item in phases[-1]):
                before.days = part.after
            phases.append([clause])
        elif all(_together(item, clause) for item in phases[-1]):
            phases[-1].append(clause)
        else:
            return None
    return phases


def _on_one_day(phase: list[Clause], clause: Clause) -> bool:
    """True for different times of day, or different days of the week, none of them with a duration."""
    if any(item.days is not None or item.single for item in (*phase, clause)):
        return False
    if Word.REST in clause.draft.words and any(item.cycle == WEEK for item in phase):
        return True
    if clause.cycle == WEEK and all(item.cycle == WEEK for item in phase):
        return all(not set(item.on) & set(clause.on) for item in phase)
    timed = all(item.draft.slots and not item.draft.rates for item in (*phase, clause))
    return timed and not clause.cycle and all(_together(item, clause) for item in phase)


def _follows(before: Clause, clause: Clause, phase: list[Clause]) -> bool:
    if before.first_day is not None or clause.first_day is not None:
        return True
    if before.single and not clause.single:
        return True
    return before.days is not None and len(phase) == 1 and not (before.times and clause.times)


def _together(one: Clause, other: Clause) -> bool:
    if one.cycle and other.cycle:
        return one.cycle == other.cycle and not set(one.on) & set(other.on)
    if one.cycle or other.cycle or one.as_needed is not other.as_needed:
        return True
    if one.draft.slots and other.draft.slots:
        clocks = any(at.count for at in (*one.draft.slots, *other.draft.slots))
        return clocks or not one.times & other.times
    return bool(one.draft.slots) is not bool(other.draft.slots)


def fill(phases: list[list[Clause]]) -> bool:
    """Takes what a clause leaves out from the others: unit, dose, frequency, weekdays. False where a dose stays open."""
    clauses = [clause for phase in phases for clause in phase]
    _units(clauses)
    _same_footing(clauses)
    _rest_of_week(phases)
    stated = [clause for clause in clauses if clause.frequency and not clause.single]
    rates = {(clause.frequency.count, clause.frequency.hours) for clause in stated if clause.frequency}
    for number, phase in enumerate(phases):
        for clause in phase:
            earlier = phases[number - 1] if number else []
            if clause.dose is None and Fact.DOSE not in clause.draft.unsure and len(earlier) == 1:
                _take_dose(clause, earlier[0])
            if clause.frequency or clause.as_needed or (clause.dose and clause.dose.rate_hours) or clause.draft.unsure:
                continue
            if len(earlier) == 1 and earlier[0].frequency and not earlier[0].single:
                clause.frequency, clause.low = earlier[0].frequency, earlier[0].low
            elif len(rates) == 1 and (clause.days or number == len(phases) - 1) and not clause.draft.slots:
                clause.frequency = stated[0].frequency
    if len(phases) > 1 and clauses[0].single and clauses[0].dose is None and len(phases[1]) == 1:
        _take_dose(clauses[0], phases[1][0])  # "stat then 1 twice daily"
    doses = [clause.dose for clause in clauses]
    return not any(doses) or all(doses)


def _take_dose(clause: Clause, other: Clause) -> None:
    """The dose of another clause, and the sides that it has been counted for."""
    clause.dose = other.dose
    clause.draft.sides += other.draft.sides


def _units(clauses: list[Clause]) -> None:
    """ "1 in the morning and 2 tablets at night": both are tablets."""
    named = {clause.dose.low.unit for clause in clauses if clause.dose and clause.dose.low.dimension is Dimension.FORM}
    named = {unit for unit in named if unit.code != "{dose}"}
    if not named and _counted_in_last(clauses):
        named = {clauses[-1].dose.low.unit}  # type: ignore[union-attr]
    if len(named) != 1:
        return
    unit = named.pop()
    for clause in clauses:
        dose = clause.dose
        if dose and dose.low.unit.code == "{dose}":
            clause.dose = Dose(
                _in_unit(dose.low, unit),
                _in_unit(dose.high, unit) if dose.high else None,
                dose.basis,
                dose.rate_hours,
            )


def _in_unit(amount: Quantity, unit: Unit) -> Quantity:
    return Quantity(round(amount.value * unit.scale), unit)


def _counted_in_last(clauses: list[Clause]) -> bool:
    """ "8 in the morning, 6 at noon and 8 units at night": numbers of a like size count in the units named last."""
    last = clauses[-1].dose
    if last is None or last.low.unit.code != "[IU]" or last.rate_hours:
        return False
    others = [clause.dose for clause in clauses[:-1]]
    return all(
        dose is not None and dose.low.unit.code == "{dose}" and 4 * dose.low.value >= last.low.value for dose in others
    )


def _same_footing(clauses: list[Clause]) -> None:
    """ "200 mg on day 1, then 100 mg per day": beside a dose, an amount per day counts as a dose a day."""
    doses = [clause.dose for clause in clauses if clause.dose]
    if not any(dose.rate_hours is None for dose in doses):
        return
    for clause in clauses:
        dose = clause.dose
        if dose is None or dose.rate_hours != DAY:
            continue
        times = Fraction(clause.frequency.count * DAY, clause.frequency.hours) if clause.frequency else Fraction(1)
        part = scaled(Dose(dose.low, dose.high, dose.basis), 1 / times)
        if part is not None:
            clause.dose, clause.frequency = part, clause.frequency or Frequency(1, DAY)


def _rest_of_week(phases: list[list[Clause]]) -> None:
    """ "5 mg on Mondays, 2.5 mg on other days", "1 daily except 2 on Sundays": the days that the others leave."""
    for phase in phases:
        taken = {day for clause in phase if clause.cycle == WEEK for day in clause.on}
        if not taken:
            continue
        excepted = any(Word.EXCEPT in clause.draft.words for clause in phase)
        for clause in phase:
            rest = Word.REST in clause.draft.words or (excepted and Word.EXCEPT not in clause.draft.words)
            if not clause.cycle and rest:
                clause.on, clause.cycle = tuple(day for day in range(WEEK) if day not in taken), WEEK
                clause.frequency = clause.frequency or Frequency(1, DAY)


def steps_of(phases: list[list[Clause]]) -> tuple[DoseStep, ...]:
    """The steps; clauses of one phase that give the same dose are one step with the sum of their rates."""
    steps: list[DoseStep] = []
    for number, phase in enumerate(phases, start=1):
        days = {clause.days for clause in phase if clause.days is not None}
        merged: list[DoseStep] = []
        for clause in phase:
            step = DoseStep(
                clause.dose,
                clause.frequency,
                days.copy().pop() if len(days) == 1 else None,
                number,
                clause.on,
                clause.cycle,
                clause.as_needed,
                clause.low,
            )
            same = next((n for n, other in enumerate(merged) if _addable(other, step)), None)
            if same is None:
                merged.append(step)
            else:
                merged[same] = replace(merged[same], frequency=_total([merged[same], step]), frequency_low=None)
        steps += merged
    return tuple(steps)


def _addable(one: DoseStep, other: DoseStep) -> bool:
    alike = (one.dose, one.on, one.cycle, one.as_needed) == (other.dose, other.on, other.cycle, other.as_needed)
    return alike and not one.as_needed and one.frequency is not None and other.frequency is not None


def _total(steps: list[DoseStep]) -> Frequency | None:
    """Doses per day of steps that hold together: over the week where they name its days, else on the fullest day."""
    if len(steps) == 1 and not steps[0].cycle:
        return steps[0].frequency
    rates: list[tuple[DoseStep, Fraction]] = []
    for step in steps:
        if step.frequency is None:
            return None
        rates.append((step, Fraction(step.frequency.count * DAY, step.frequency.hours)))
    cycle = math.lcm(*(step.cycle or 1 for step in steps))
    sums = [sum((rate for step, rate in rates if step.holds_on(day)), Fraction(0)) for day in range(cycle)]
    return _frequency(sum(sums, Fraction(0)) / cycle if cycle == WEEK else max(sums))


def _frequency(a_day: Fraction) -> Frequency:
    for days in (1, WEEK):
        if (a_day * days).denominator == 1:
            return Frequency(int(a_day * days), days * DAY)
    return Frequency(a_day.numerator, a_day.denominator * DAY)


def highest(steps: tuple[DoseStep, ...]) -> Frequency | None:
    """The highest total rate of a phase; None where a phase leaves it open."""
    totals: list[Frequency] = []
    for phase in dict.fromkeys(step.phase for step in steps):
        total = _total([step for step in steps if step.phase == phase])
        if total is None:
            if any(step.dose and step.dose.rate_hours for step in steps if step.phase == phase):
                continue
            return None
        totals.append(total)
    return max(totals, key=lambda rate: Fraction(rate.count, rate.hours), default=None)


def largest(steps: tuple[DoseStep, ...]) -> tuple[Dose | None, bool]:
    """The largest single dose, and whether all doses can be compared."""
    doses = [step.dose for step in steps if step.dose]
    if not doses:
        return None, True
    kinds = {(dose.most.dimension, dose.basis, dose.rate_hours) for dose in doses}
    return (max(doses, key=lambda dose: dose.most.base), True) if len(kinds) == 1 else (None, False)


def duration(steps: tuple[DoseStep, ...]) -> int | None:
    """The sum of the phases where each states its days."""
    by_phase = {step.phase: step.days for step in steps}
    days = [value for value in by_phase.values() if value is not None]
    return sum(days) if len(days) == len(by_phase) else None


def alternating(doses: list[Dose], frequency: Frequency | None) -> tuple[DoseStep, ...]:
    """ "5 mg and 2.5 mg on alternate days"."""
    return tuple(DoseStep(dose, frequency, None, 1, (turn,), len(doses)) for turn, dose in enumerate(doses))


def first_doubled(dose: Dose, frequency: Frequency, days: int | None) -> tuple[DoseStep, ...]:
    """首剂加倍: on the first day one dose is doubled."""
    double = scaled(dose, Fraction(2))
    if double is None or frequency.hours != DAY:
        return ()
    rest = [DoseStep(dose, Frequency(frequency.count - 1, DAY), 1, 1)] if frequency.count > 1 else []
    left = None if days is None else days - 1
    following = [DoseStep(dose, frequency, left, 2)] if left != 0 else []
    return (DoseStep(double, Frequency(1, DAY), 1, 1), *rest, *following)


def tapered(dose: Dose, frequency: Frequency | None, taper: Taper) -> tuple[DoseStep, ...]:
    """The steps of a rule of change; none where start, step or end do not fit."""
    start, by, end = dose, _same_unit(taper.by, dose), _same_unit(taper.end, dose)
    comparable = (
        by is not None and start.high is None and (by.low.dimension, by.basis) == (start.low.dimension, start.basis)
    )
    if not comparable or by is None or (taper.end and end is None) or (end is None and not taper.stops):
        return ()
    goal = end.low.base if end else 0
    step = by.low.base if taper.up else -by.low.base
    distance = goal - start.low.base
    if not step or distance % step or distance // step < 1 or distance // step > _MOST_STEPS:
        return ()
    steps = []
    for number in range(distance // step + 1):
        base = start.low.base + number * step
        last = number == distance // step
        if base > 0:
            amount = Dose(Quantity(base, start.low.unit), None, start.basis, start.rate_hours)
            steps.append(DoseStep(amount, frequency, None if last else taper.days, number + 1))
    return tuple(steps)


def _same_unit(dose: Dose | None, like: Dose) -> Dose | None:
    """A bare number counts in the unit of the dose it changes."""
    if dose is None or dose.low.unit.code != "{dose}" or like.low.unit.code == "{dose}":
        return dose
    if like.low.dimension is not Dimension.FORM:
        value = Fraction(dose.low.base, dose.low.unit.scale) * like.low.unit.scale
        return Dose(Quantity(round(value), like.low.unit), None, like.basis)
    return Dose(Quantity(dose.low.base, like.low.unit), None, like.basis)
