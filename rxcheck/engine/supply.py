"""How long the amount to dispense lasts and how many doses it is, exactly, or why that is not known."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from rxcheck.engine.amounts import Amount, Unknown, amount_of, item_amounts
from rxcheck.model import MedicationLine, Patient
from rxcheck.quantity import Dimension, Dose, Quantity, Strength
from rxcheck.terms import Fact, Reason

# What holds several doses, how many nobody knows: comparable with doses in the same unit only.
_OUTER = frozenset({"{pack}", "{blister}", "{strip}", "{tube}", "{bottle}"})
_HOLDERS = _OUTER | {"{vial}", "{ampule}", "{pen}", "{syringe}", "{bag}"}
_ONE = {
    Dimension.FORM: Strength(Quantity.of(1, "{dose}")),
    Dimension.VOLUME: Strength(Quantity.of(1, "mL"), Quantity.of(1, "mL")),
}


class Supply(Struct, frozen=True):
    """Days that a line covers, and doses that it is."""

    days: Fraction | Unknown
    doses: Fraction | Unknown


def supply(line: MedicationLine, patient: Patient, strength: Strength | None, ingredients: int) -> Supply:
    """What a line is for: the amount to dispense at the highest use that the instruction allows, or the days of treatment
    where they are more. `strength` is that of one of its `ingredients`."""
    stated = line.days if line.days is not None else line.dosage.days
    dispensed = _dispensed(line, patient, strength, ingredients)
    if stated is None:
        return dispensed
    days = Fraction(stated)
    return Supply(_more(days, dispensed.days), _more(_doses(line, days), dispensed.doses))


def _more(one: Fraction | Unknown, other: Fraction | Unknown) -> Fraction | Unknown:
    """The larger of what is known of two."""
    if isinstance(one, Unknown):
        return other if isinstance(other, Fraction) else one
    return max(one, other) if isinstance(other, Fraction) else one


def _doses(line: MedicationLine, days: Fraction) -> Fraction | Unknown:
    """Doses on so many days."""
    frequency = line.dosage.frequency
    if frequency is None:
        return next(
            (Unknown(problem.reason, problem.fact) for problem in line.problems if problem.fact is Fact.FREQUENCY),
            Unknown(Reason.MISSING_FACT, Fact.FREQUENCY),
        )
    return days * 24 * frequency.count / frequency.hours


def _dispensed(line: MedicationLine, patient: Patient, strength: Strength | None, ingredients: int) -> Supply:
    """What the amount to dispense is."""
    quantity, dose = line.quantity, line.dosage.dose
    if quantity is None:
        unknown = Unknown(Reason.MISSING_FACT, Fact.QUANTITY)
        return Supply(unknown, unknown)
    unit, incomparable = quantity.unit.code, Unknown(Reason.INCOMPARABLE_UNIT, Fact.QUANTITY)
    alike = dose is not None and dose.most.dimension is quantity.dimension
    if alike and dose is not None and quantity.dimension in _ONE:
        # Tablets by the tablet: nobody needs to know what is in one.
        if unit != dose.most.unit.code and unit in _HOLDERS:
            return Supply(incomparable, incomparable)
        strength, ingredients = _ONE[quantity.dimension], 1
    elif unit in _OUTER:
        return Supply(incomparable, incomparable)
    total = amount_of(Dose(quantity), patient, strength, ingredients)
    if isinstance(total, Unknown):
        return Supply(total, total)
    amounts = item_amounts(line, patient, strength, ingredients)
    return Supply(_ratio(total, amounts.daily), _ratio(total, amounts.single))


def _ratio(total: Quantity, part: Amount | Unknown) -> Fraction | Unknown:
    if isinstance(part, Unknown):
        return part
    if part.dimension is not total.dimension or not part.numerator:
        return Unknown(Reason.INCOMPARABLE_UNIT, Fact.QUANTITY)
    return Fraction(total.base * part.denominator, part.numerator)
