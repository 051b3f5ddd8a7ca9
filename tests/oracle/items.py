"""Items (one ingredient of one line) and their amounts: per dose, per day; exact, or unknown for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, prod

from rxcheck.kb.resolve import Resolver
from rxcheck.model import MedicationLine, Patient, Prescription
from rxcheck.quantity import MAX_BASE, Basis, Dimension, Dose, Frequency, Strength
from rxcheck.terms import DrugKind, Fact, Reason, Release, Route

BY_ITSELF = frozenset(
    {
        Dimension.MASS,
        Dimension.ACTIVITY,
        Dimension.SUBSTANCE,
        Dimension.EQUIVALENT,
        Dimension.RADIOACTIVITY,
        Dimension.ENERGY,
    }
)
ONE_FORM = 10**6  # base units of one tablet, puff, …


@dataclass(frozen=True)
class Item:
    """One ingredient of one line. `alone` when the line has no other; `route` is the usual one where none is known."""

    line: MedicationLine
    drug: str
    kind: DrugKind
    route: Route | None
    route_known: bool
    strength: Strength | None
    alone: bool
    release: Release | None = None
    product: str | None = None


@dataclass(frozen=True)
class Amount:
    """A known amount in base units of its dimension."""

    value: Fraction
    dimension: Dimension


@dataclass(frozen=True)
class Unknown:
    """Why an amount, a frequency or a duration is not known; `text` is what was written and not understood."""

    reason: Reason
    fact: Fact
    text: str | None = None


def missing(fact: Fact) -> Unknown:
    return Unknown(Reason.MISSING_FACT, fact)


def items_of(prescription: Prescription, resolver: Resolver, usual: Mapping[str, Route]) -> list[Item]:
    """The items of all lines that resolve, in the order of the prescription; `usual` routes stand in for unknown ones."""
    items = []
    for line in prescription.lines:
        resolution = resolver.drug(line.as_written, line.codes)
        for ingredient in resolution.ingredients:
            items.append(
                Item(
                    line=line,
                    drug=ingredient.drug,
                    kind=resolver.kind(ingredient.drug),
                    route=line.dosage.route or resolution.route or usual.get(ingredient.drug),
                    route_known=(line.dosage.route or resolution.route) is not None,
                    strength=None if _worn_for_days(line, resolution.route) else ingredient.strength,
                    alone=len(resolution.ingredients) == 1,
                    release=resolution.release,
                    product=resolution.product,
                )
            )
    return items


def _worn_for_days(line: MedicationLine, route: Route | None) -> bool:
    """A patch that stays on for more than a day: its strength is what it holds, not what it gives off."""
    frequency = line.dosage.frequency
    if (line.dosage.route or route) is not Route.TRANSDERMAL or frequency is None:
        return False
    return Fraction(frequency.hours, frequency.count) > 24


def surface_cm2(height_mm: int, weight_g: int) -> int:
    """Mosteller: m² = √(cm · kg / 3600)."""
    return isqrt(height_mm * weight_g * 25 // 9)


def days_of(line: MedicationLine) -> int | None:
    return line.days if line.days is not None else line.dosage.days


def amount_per_dose(item: Item, patient: Patient) -> Amount | Unknown:
    """What one administration holds of the ingredient, at the upper end of a range."""
    amount = _stated_amount(item, patient)
    dose = item.line.dosage.dose
    if isinstance(amount, Unknown) or dose is None or dose.rate_hours is None:
        return amount
    frequency = item.line.dosage.frequency
    if frequency is None:
        return missing(Fact.FREQUENCY)
    return Amount(amount.value * frequency.hours / (dose.rate_hours * frequency.count), amount.dimension)


def daily_amount(item: Item, patient: Patient) -> Amount | Unknown:
    """What a day holds of the ingredient at most."""
    problem = _problem(item.line, Fact.FREQUENCY)
    dosage = item.line.dosage
    maximum = None if dosage.max_per_day is None else _maximum(item, dosage.max_per_day, patient)
    is_rate = dosage.dose is not None and dosage.dose.rate_hours is not None
    if dosage.frequency is None and not is_rate and not problem and isinstance(maximum, Amount):
        return maximum
    stated = _stated_amount(item, patient)
    if isinstance(stated, Unknown):
        return stated
    if problem:
        return problem
    if dosage.steps:
        stepped = _largest_day(item, patient)
        if isinstance(stepped, Amount) and isinstance(maximum, Amount) and maximum.dimension is stepped.dimension:
            return Amount(min(stepped.value, maximum.value), stepped.dimension)
        return stepped
    if dosage.frequency is None and not is_rate:
        as_needed = Unknown(Reason.AS_NEEDED_WITHOUT_MAXIMUM, Fact.FREQUENCY)
        return as_needed if dosage.as_needed else missing(Fact.FREQUENCY)
    daily = Amount(stated.value * doses_per_day(dosage.dose, dosage.frequency), stated.dimension)
    # A maximum that cannot be compared bounds nothing: the rest is known all the same.
    if isinstance(maximum, Amount) and maximum.dimension is daily.dimension:
        return Amount(min(daily.value, maximum.value), daily.dimension)
    return daily


def _largest_day(item: Item, patient: Patient) -> Amount | Unknown:
    """Of a dosage in steps: what the day with the most holds. Steps of one phase that fall on the same day add up."""
    steps = item.line.dosage.steps
    per_day: list[Fraction] = []
    kinds = set()
    for step in steps:
        if step.dose is None:
            return missing(Fact.DOSE)
        amount = _converted(item, step.dose, patient)
        if isinstance(amount, Unknown):
            return amount
        if step.frequency is None and step.dose.rate_hours is None:
            if item.line.dosage.as_needed:
                return Unknown(Reason.AS_NEEDED_WITHOUT_MAXIMUM, Fact.FREQUENCY)
            return missing(Fact.FREQUENCY)
        per_day.append(amount.value * doses_per_day(step.dose, step.frequency))
        kinds.add(amount.dimension)
        if len(kinds) > 1:
            return Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
    totals: dict[tuple[int, int], Fraction] = {}
    for number in range(prod({step.cycle for step in steps if step.cycle})):
        for step, value in zip(steps, per_day, strict=True):
            if step.cycle == 0 or number % step.cycle in step.on:
                totals[step.phase, number] = totals.get((step.phase, number), Fraction(0)) + value
    return Amount(max(totals.values(), default=Fraction(0)), kinds.pop())


def doses_per_day(dose: Dose | None, frequency: Frequency | None) -> Fraction:
    """How often the stated amount comes in 24 hours: by its own time if it has one, else by the frequency."""
    if dose is not None and dose.rate_hours is not None:
        return Fraction(24, dose.rate_hours)
    assert frequency is not None
    return Fraction(frequency.count * 24, frequency.hours)


def frequency_of(line: MedicationLine) -> Frequency | Unknown:
    """The frequency, or why there is none."""
    problem = _problem(line, Fact.FREQUENCY)
    if problem:
        return problem
    return line.dosage.frequency or missing(Fact.FREQUENCY)


def _problem(line: MedicationLine, fact: Fact) -> Unknown | None:
    for problem in line.problems:
        if problem.fact is fact:
            return Unknown(problem.reason, problem.fact, problem.text)
    return None


def _stated_amount(item: Item, patient: Patient) -> Amount | Unknown:
    """The amount that the dose states, per administration or per its own time."""
    problem = _problem(item.line, Fact.DOSE)
    if problem:
        return problem
    if item.line.dosage.dose is None:
        return missing(Fact.DOSE)
    return _converted(item, item.line.dosage.dose, patient)


def _maximum(item: Item, maximum: Dose, patient: Patient) -> Amount | Unknown:
    amount = _converted(item, maximum, patient)
    if isinstance(amount, Unknown) or maximum.rate_hours is None:
        return amount
    return Amount(amount.value * Fraction(24, maximum.rate_hours), amount.dimension)


def _converted(item: Item, dose: Dose, patient: Patient) -> Amount | Unknown:
    """A written dose as an amount of the ingredient."""
    base, dimension = dose.most.base, dose.most.dimension
    if dimension in BY_ITSELF:
        if not item.alone:
            return Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
    else:
        strength = item.strength
        if strength is None:
            return missing(Fact.STRENGTH)
        if dimension is Dimension.FORM and strength.per is None:
            per = ONE_FORM
        elif strength.per is not None and strength.per.dimension is dimension:
            per = strength.per.base
        else:
            return missing(Fact.STRENGTH)
        if per == 0:
            return missing(Fact.STRENGTH)  # "5 mg per 0 mL" says nothing
        base, dimension = base * strength.amount.base // per, strength.amount.dimension
    if dose.basis is not Basis.NONE:
        if patient.weight_g is None:
            return missing(Fact.WEIGHT)
        if dose.basis is Basis.KG:
            base = base * patient.weight_g // 1000
        elif patient.height_mm is None:
            return missing(Fact.HEIGHT)
        else:
            base = base * surface_cm2(patient.height_mm, patient.weight_g) // 10000
    if base > MAX_BASE:
        return Unknown(Reason.OUT_OF_RANGE, Fact.DOSE)
    return Amount(Fraction(base), dimension)
