"""How much of an ingredient one dose and one day hold, as exact integers, or why that is not known."""

from __future__ import annotations

import math

from msgspec import Struct

from rxcheck.engine.arithmetic import body_surface_cm2
from rxcheck.model import Dosage, DoseStep, MedicationLine, Patient
from rxcheck.quantity import MAX_BASE, Basis, Dimension, Dose, Frequency, Quantity, Strength
from rxcheck.terms import Fact, Reason, Route

FORM_UNIT = 10**6
LARGEST = 2**62


class Unknown(Struct, frozen=True):
    """Why an amount is not known."""

    reason: Reason
    fact: Fact


class Amount(Struct, frozen=True):
    """`numerator / denominator` base units of `dimension`."""

    numerator: int
    denominator: int
    dimension: Dimension


class ItemAmounts(Struct, frozen=True):
    """Per dose and per day (24 hours)."""

    single: Amount | Unknown
    daily: Amount | Unknown


def item_amounts(line: MedicationLine, patient: Patient, strength: Strength | None, ingredients: int) -> ItemAmounts:
    """Amounts of one ingredient of `line`; `ingredients` is how many the line has."""
    troubles = {problem.fact: Unknown(problem.reason, problem.fact) for problem in line.problems}
    dosage = line.dosage
    most = amount_of(dosage.max_per_day, patient, strength, ingredients) if dosage.max_per_day else None
    cap = Amount(most.base, 1, most.dimension) if isinstance(most, Quantity) else None
    rate = dosage.dose.rate_hours if dosage.dose else None
    # A stated maximum bounds the day even where the single dose is not understood.
    alone = cap if dosage.frequency is None and rate is None and Fact.FREQUENCY not in troubles else None
    amount: Quantity | Unknown
    if Fact.DOSE in troubles:
        amount = troubles[Fact.DOSE]
    elif dosage.dose is None:
        amount = Unknown(Reason.MISSING_FACT, Fact.DOSE)
    else:
        amount = amount_of(dosage.dose, patient, strength, ingredients)
    if isinstance(amount, Unknown):
        return ItemAmounts(amount, alone or amount)
    single = _single(amount, dosage)
    daily = alone or troubles.get(Fact.FREQUENCY)
    if daily is None and dosage.steps:
        daily = _at_most(_stepped(dosage, patient, strength, ingredients), cap)
    daily = daily or _daily(amount, dosage, cap)
    return ItemAmounts(_bounded(single), _bounded(daily))


def delivered(strength: Strength | None, route: Route | None, dosage: Dosage) -> Strength | None:
    """The strength by which pieces are amounts; None for a patch that is worn longer than a day: what is printed on it is what it
    holds ("4.2 mg"), of which it gives off a part by the hour."""
    frequency = dosage.frequency
    worn = route is Route.TRANSDERMAL and frequency is not None and frequency.hours > 24 * frequency.count
    return None if worn else strength


def _bounded(amount: Amount | Unknown) -> Amount | Unknown:
    if isinstance(amount, Amount) and (amount.numerator > LARGEST or amount.denominator > MAX_BASE):
        return Unknown(Reason.OUT_OF_RANGE, Fact.DOSE)
    return amount


def _single(amount: Quantity, dosage: Dosage) -> Amount | Unknown:
    rate = dosage.dose.rate_hours if dosage.dose else None
    if rate is None:
        return Amount(amount.base, 1, amount.dimension)
    if dosage.frequency is None:
        return Unknown(Reason.MISSING_FACT, Fact.FREQUENCY)
    return Amount(amount.base * dosage.frequency.hours, rate * dosage.frequency.count, amount.dimension)


def _daily(amount: Quantity, dosage: Dosage, cap: Amount | None) -> Amount | Unknown:
    frequency, rate = dosage.frequency, dosage.dose.rate_hours if dosage.dose else None
    if rate is not None:
        frequency = Frequency(1, rate)
    if frequency is None:
        reason = Reason.AS_NEEDED_WITHOUT_MAXIMUM if dosage.as_needed else Reason.MISSING_FACT
        return Unknown(reason, Fact.FREQUENCY)
    return _at_most(Amount(amount.base * frequency.count * 24, frequency.hours, amount.dimension), cap)


def _at_most(daily: Amount | Unknown, cap: Amount | None) -> Amount | Unknown:
    """The smaller of both. A maximum of another dimension bounds nothing: the rest is known all the same."""
    if isinstance(daily, Unknown) or cap is None or cap.dimension is not daily.dimension:
        return daily
    return cap if cap.numerator * daily.denominator < daily.numerator else daily


def _stepped(dosage: Dosage, patient: Patient, strength: Strength | None, ingredients: int) -> Amount | Unknown:
    """The largest day: in each phase the steps that fall on one day are added."""
    rates: list[tuple[DoseStep, Amount]] = []
    for step in dosage.steps:
        if step.dose is None:
            return Unknown(Reason.MISSING_FACT, Fact.DOSE)
        amount = amount_of(step.dose, patient, strength, ingredients)
        if isinstance(amount, Unknown):
            return amount
        daily = _daily(amount, Dosage(step.dose, frequency=step.frequency, as_needed=dosage.as_needed), None)
        if isinstance(daily, Unknown):
            return daily
        if daily.dimension is not (rates[0][1].dimension if rates else daily.dimension):
            return Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
        rates.append((step, daily))
    largest = Amount(0, 1, rates[0][1].dimension)
    for phase in dict.fromkeys(step.phase for step in dosage.steps):
        together = [(step, rate) for step, rate in rates if step.phase == phase]
        for day in range(math.lcm(*(step.cycle or 1 for step, _ in together))):
            total = _sum([rate for step, rate in together if step.holds_on(day)], largest.dimension)
            if total.numerator * largest.denominator > largest.numerator * total.denominator:
                largest = total
    return largest


def _sum(parts: list[Amount], dimension: Dimension) -> Amount:
    numerator, denominator = 0, 1
    for part in parts:
        numerator = numerator * part.denominator + part.numerator * denominator
        denominator *= part.denominator
        divisor = math.gcd(numerator, denominator)
        numerator, denominator = numerator // divisor, denominator // divisor
    return Amount(numerator, denominator, dimension)


def amount_of(dose: Dose, patient: Patient, strength: Strength | None, ingredients: int) -> Quantity | Unknown:
    """The upper end of a dose as an amount of the ingredient."""
    most = dose.most
    quantity: Quantity | Unknown
    if most.dimension is Dimension.FORM:
        quantity = _by_strength(most, strength, Dimension.FORM)
    elif most.dimension is Dimension.VOLUME:
        quantity = _by_strength(most, strength, Dimension.VOLUME)
    elif ingredients > 1:
        quantity = Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
    else:
        quantity = most
    if isinstance(quantity, Unknown):
        return quantity
    base = quantity.base
    if dose.basis is not Basis.NONE:
        if patient.weight_g is None:
            return Unknown(Reason.MISSING_FACT, Fact.WEIGHT)
        if dose.basis is Basis.KG:
            base = base * patient.weight_g // 1000
        elif patient.height_mm is None:
            return Unknown(Reason.MISSING_FACT, Fact.HEIGHT)
        else:
            base = base * body_surface_cm2(patient.height_mm, patient.weight_g) // 10000
    if base > MAX_BASE:
        return Unknown(Reason.OUT_OF_RANGE, Fact.DOSE)
    return Quantity(base, quantity.unit)


def _by_strength(dose: Quantity, strength: Strength | None, dimension: Dimension) -> Quantity | Unknown:
    missing = Unknown(Reason.MISSING_FACT, Fact.STRENGTH)
    if strength is None:
        return missing
    if strength.per is None:
        if dimension is not Dimension.FORM:
            return missing
        per = FORM_UNIT
    elif strength.per.dimension is dimension:
        per = strength.per.base
    else:
        return missing
    return Quantity(dose.base * strength.amount.base // per, strength.amount.unit) if per else missing
