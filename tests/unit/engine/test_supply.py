"""How long an amount lasts and how many doses it is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rxcheck.engine.amounts import Unknown
from rxcheck.engine.supply import supply
from rxcheck.model import MedicationLine, Patient, Problem
from rxcheck.quantity import Quantity, Strength, parse_amount
from rxcheck.sig.parse import parse_sig
from rxcheck.terms import Fact, Reason

FIVE_MG = Strength(Quantity.of(5, "mg"))
SYRUP = Strength(Quantity.of(250, "mg"), Quantity.of(5, "mL"))


def of(
    sig: str,
    quantity: str | None = None,
    days: int | None = None,
    strength: Strength | None = None,
    ingredients: int = 1,
    patient: Patient | None = None,
) -> tuple[object, object]:
    read = parse_sig(sig)
    line = MedicationLine(
        "1",
        "x",
        dosage=read.dosage,
        days=days,
        quantity=parse_amount(quantity) if quantity else None,
        problems=read.problems,
    )
    found = supply(line, patient or Patient(), strength, ingredients)
    return found.days, found.doses


@pytest.mark.parametrize(
    ("sig", "quantity", "strength", "days", "doses"),
    [
        ("1 tablet bid", "14 tablet", None, 7, 14),
        ("1 tablet bid", "15 tablet", None, Fraction(15, 2), 15),
        ("1-2 tablets bid", "28 tablet", None, 7, 14),
        ("2 capsules weekly", "8 {dose}", None, 28, 4),
        ("5 mg bid", "28 tablet", FIVE_MG, 14, 28),
        ("10 mg once daily", "28 tablet", FIVE_MG, 14, 14),
        ("5 mL tid", "100 mL", None, Fraction(20, 3), 20),
        ("250 mg tid", "100 mL", SYRUP, Fraction(20, 3), 20),
        ("1 tablet every 6 hours as needed, max 3 a day", "9 tablet", None, Fraction(3), 9),
        ("1 bottle daily", "2 bottle", None, 2, 2),
    ],
)
def test_what_is_dispensed(
    sig: str, quantity: str, strength: Strength | None, days: Fraction | int, doses: Fraction | int
) -> None:
    assert of(sig, quantity, strength=strength) == (days, doses)


def test_several_ingredients_are_counted_by_the_tablet() -> None:
    assert of("1 tablet tid", "9 tablet", ingredients=2) == (3, 9)


def test_days_of_treatment_and_amount_the_larger_counts() -> None:
    assert of("1 tablet bid", "14 tablet", days=3) == (7, 14)
    assert of("1 tablet bid", "14 tablet", days=10) == (10, 20)
    assert of("1 tablet bid", days=10) == (10, 20)


def test_once_is_one_dose() -> None:
    assert of("10 mg iv once") == (1, 1)


@pytest.mark.parametrize("quantity", ["1 pack", "1 bottle", "2 tube", "1 blister", "3 vial"])
def test_what_holds_several_doses_says_nothing_of_tablets(quantity: str) -> None:
    unknown = Unknown(Reason.INCOMPARABLE_UNIT, Fact.QUANTITY)
    assert of("1 tablet bid", quantity) == (unknown, unknown)


def test_a_box_says_nothing_of_milligrams() -> None:
    unknown = Unknown(Reason.INCOMPARABLE_UNIT, Fact.QUANTITY)
    assert of("5 mg bid", "1 pack", strength=FIVE_MG) == (unknown, unknown)
    assert of("5 mg bid", "4 ampule", strength=FIVE_MG) == (2, 4)


def test_what_is_missing_is_said() -> None:
    quantity = Unknown(Reason.MISSING_FACT, Fact.QUANTITY)
    assert of("1 tablet bid") == (quantity, quantity)
    strength = Unknown(Reason.MISSING_FACT, Fact.STRENGTH)
    assert of("5 mg bid", "28 tablet") == (strength, strength)
    assert of("1 tablet", "28 tablet") == (Unknown(Reason.MISSING_FACT, Fact.FREQUENCY), 28)
    assert of("1 tablet as needed", "28 tablet") == (Unknown(Reason.AS_NEEDED_WITHOUT_MAXIMUM, Fact.FREQUENCY), 28)
    assert of("1 tablet", days=5) == (5, Unknown(Reason.MISSING_FACT, Fact.FREQUENCY))


def test_a_frequency_that_is_not_understood_is_told_as_such() -> None:
    line = MedicationLine("1", "x", days=5, problems=(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "now and then"),))
    assert supply(line, Patient(), None, 1).doses == Unknown(Reason.UNPARSABLE, Fact.FREQUENCY)


def test_per_kilogram() -> None:
    syrup = Patient(weight_g=20_000)
    assert of("25 mg/kg bid", "100 mL", strength=SYRUP, patient=syrup) == (5, 10)
