"""How long the amount on a line lasts, and how many doses it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from msgspec.structs import replace as changed

from rxcheck.model import MedicationLine, Patient
from rxcheck.quantity import Dimension, Dose, Quantity, Strength
from rxcheck.terms import Fact, Reason
from tests.oracle.items import Item, Unknown, amount_per_dose, daily_amount, days_of, frequency_of, missing

BOXES = {"{pack}", "{blister}", "{strip}", "{tube}", "{bottle}"}
HOLDING_SEVERAL = BOXES | {"{vial}", "{ampule}", "{pen}", "{syringe}", "{bag}"}


def days_supplied(line: MedicationLine, item: Item, patient: Patient) -> Fraction | Unknown:
    """The days of treatment, or those that the amount to dispense lasts at its fastest, where these are more."""
    days = days_of(line)
    return _larger(None if days is None else Fraction(days), _dispensed(line, item, patient, daily=True))


def doses_supplied(line: MedicationLine, item: Item, patient: Patient) -> Fraction | Unknown:
    """The doses of all days of treatment, or those that the amount to dispense is, where these are more."""
    days, dispensed = days_of(line), _dispensed(line, item, patient, daily=False)
    if days is None:
        return dispensed
    frequency = frequency_of(line) if line.dosage.frequency is None else line.dosage.frequency
    if isinstance(frequency, Unknown):
        return dispensed if isinstance(dispensed, Fraction) else frequency
    return _larger(Fraction(days * 24 * frequency.count, frequency.hours), dispensed)


def _larger(stated: Fraction | None, dispensed: Fraction | Unknown) -> Fraction | Unknown:
    if stated is None:
        return dispensed
    return max(stated, dispensed) if isinstance(dispensed, Fraction) else stated


def _dispensed(line: MedicationLine, item: Item, patient: Patient, daily: bool) -> Fraction | Unknown:
    quantity, dose = line.quantity, line.dosage.dose
    if quantity is None:
        return missing(Fact.QUANTITY)
    unit, kind = quantity.unit.code, quantity.dimension
    cannot = Unknown(Reason.INCOMPARABLE_UNIT, Fact.QUANTITY)
    counted_alike = dose is not None and dose.most.dimension is kind and kind in (Dimension.FORM, Dimension.VOLUME)
    if counted_alike and dose is not None:
        if unit in HOLDING_SEVERAL and unit != dose.most.unit.code:
            return cannot
        # Count in tablets or millilitres, whatever they hold.
        one = Strength(Quantity.of(1, "{dose}"))
        item = replace(
            item,
            alone=True,
            strength=one if kind is Dimension.FORM else Strength(Quantity.of(1, "mL"), Quantity.of(1, "mL")),
        )
    elif unit in BOXES:
        return cannot
    whole = changed(line, dosage=changed(line.dosage, dose=Dose(quantity), steps=()), problems=())
    total = amount_per_dose(replace(item, line=whole), patient)
    if isinstance(total, Unknown):
        return total
    part = daily_amount(item, patient) if daily else amount_per_dose(item, patient)
    if isinstance(part, Unknown):
        return part
    if part.dimension is not total.dimension or not part.value:
        return cannot
    return total.value / part.value
