"""How much of an ingredient a dose and a day hold, worked by hand, or why that is not known."""

from __future__ import annotations

import pytest

from rxcheck.engine.amounts import LARGEST, Amount, ItemAmounts, Unknown, delivered, item_amounts
from rxcheck.model import Patient, Problem
from rxcheck.quantity import MAX_BASE, Dimension, Quantity, Strength
from rxcheck.terms import Fact, Reason, Route
from tests.unit.build import line

MG = 10**9
PERSON = Patient(weight_g=60_000, height_mm=1600)


def amounts(
    dose: str = "", frequency: tuple[int, int] | None = None, strength: str = "", count: int = 1, **more: object
) -> ItemAmounts:
    found = None
    if strength:
        amount, _, per = strength.partition(" / ")
        found = Strength(Quantity.of(*amount.split()), Quantity.of(*per.split()) if per else None)
    patient = more.pop("patient", PERSON)
    assert isinstance(patient, Patient)
    return item_amounts(line("1", "x", dose, frequency, **more), patient, found, count)  # type: ignore[arg-type]


def shown(amount: Amount | Unknown) -> str:
    """ "1000 mass", or the reason and the fact."""
    if isinstance(amount, Unknown):
        return f"{amount.reason.value} {amount.fact.value}"
    scale = {Dimension.MASS: MG, Dimension.ACTIVITY: 10**6}.get(amount.dimension, 1)
    whole, rest = divmod(amount.numerator, amount.denominator * scale)
    return f"{whole if not rest else amount.numerator / amount.denominator / scale} {amount.dimension.value}"


@pytest.mark.parametrize(
    ("dose", "frequency", "strength", "single", "daily"),
    [
        ("500 mg", (3, 24), "", "500 mass", "1500 mass"),
        ("1-2 tablet", (4, 24), "500 mg", "1000 mass", "4000 mass"),  # the upper end
        ("1/2 tablet", (1, 24), "5 mg", "2.5 mass", "2.5 mass"),
        ("500 mg", (1, 36), "", "500 mass", "333.3333333333333 mass"),
        ("70 mg", (1, 168), "", "70 mass", "10 mass"),
        ("10 mL", (2, 24), "250 mg / 5 mL", "500 mass", "1000 mass"),
        ("2 puff", (2, 24), "100 ug / 1 {puff}", "0.2 mass", "0.4 mass"),
        ("10 units", (2, 24), "", "10 activity", "20 activity"),
        ("15 mg/kg", (2, 24), "", "900 mass", "1800 mass"),
        ("75 mg/m2", (1, 504), "", "122.4675 mass", "5.831785714285714 mass"),  # 1.6329 m²
        ("30 mg/kg/day", (3, 24), "", "600 mass", "1800 mass"),
        ("30 mg/kg/day", None, "", "missing_fact frequency", "1800 mass"),
        ("100 mg/h", None, "", "missing_fact frequency", "2400 mass"),
        ("1 mg/kg/min", None, "", "missing_fact frequency", "86400 mass"),
        ("500 mg", None, "", "500 mass", "missing_fact frequency"),
        ("", (2, 24), "500 mg", "missing_fact dose", "missing_fact dose"),
        ("1 tablet", (2, 24), "", "missing_fact strength", "missing_fact strength"),
        ("1 tablet", (2, 24), "5 mg / 1 mL", "missing_fact strength", "missing_fact strength"),
        ("5 mL", (2, 24), "", "missing_fact strength", "missing_fact strength"),
        ("5 mL", (2, 24), "100 mg", "missing_fact strength", "missing_fact strength"),
    ],
)
def test_amounts(dose: str, frequency: tuple[int, int] | None, strength: str, single: str, daily: str) -> None:
    found = amounts(dose, frequency, strength)
    assert (shown(found.single), shown(found.daily)) == (single, daily)


@pytest.mark.parametrize(
    ("patient", "dose", "why"),
    [
        (Patient(height_mm=1600), "10 mg/kg", "missing_fact weight"),
        (Patient(), "10 mg/m2", "missing_fact weight"),
        (Patient(weight_g=60_000), "10 mg/m2", "missing_fact height"),
    ],
)
def test_what_is_missing_of_the_patient(patient: Patient, dose: str, why: str) -> None:
    found = amounts(dose, (1, 24), patient=patient)
    assert (shown(found.single), shown(found.daily)) == (why, why)


@pytest.mark.parametrize(
    ("dose", "frequency", "most", "as_needed", "daily"),
    [
        ("500 mg", (6, 24), "2000 mg", False, "2000 mass"),
        ("500 mg", (2, 24), "2000 mg", False, "1000 mass"),
        ("500 mg", None, "2000 mg", True, "2000 mass"),
        ("", None, "2000 mg", True, "2000 mass"),
        ("500 mg", None, "", True, "as_needed_without_maximum frequency"),
        ("500 mg", None, "4 tablet", True, "as_needed_without_maximum frequency"),  # no strength: bounds nothing
        ("500 mg", (6, 24), "4 tablet", False, "3000 mass"),
        ("500 mg", (6, 24), "5 units", False, "3000 mass"),  # of another dimension: bounds nothing
    ],
)
def test_a_maximum_per_day(
    dose: str, frequency: tuple[int, int] | None, most: str, as_needed: bool, daily: str
) -> None:
    assert shown(amounts(dose, frequency, most=most, as_needed=as_needed).daily) == daily


def test_an_amount_of_a_combination_belongs_to_none_of_its_ingredients() -> None:
    assert shown(amounts("500 mg", (2, 24), count=2).single) == "incomparable_unit dose"
    assert shown(amounts("1 tablet", (2, 24), "325 mg", count=2).single) == "325 mass"


def test_text_that_was_not_understood_comes_first() -> None:
    dose = Problem(Fact.DOSE, Reason.UNPARSABLE, "a little")
    often = Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "now and then")
    assert shown(amounts("500 mg", (2, 24), problems=(dose,)).single) == "unparsable dose"
    assert shown(amounts("500 mg", (2, 24), problems=(dose, often)).daily) == "unparsable dose"
    found = amounts("500 mg", (2, 24), problems=(often,))
    assert (shown(found.single), shown(found.daily)) == ("500 mass", "unparsable frequency")


def test_the_largest_amount_at_24_doses_a_day_is_exact() -> None:
    found = amounts("1 kg", (24, 24))
    assert found.daily == Amount(MAX_BASE * 24 * 24, 24, Dimension.MASS)
    assert MAX_BASE * 24 * 24 < LARGEST < 2**63


@pytest.mark.parametrize(
    ("dose", "frequency", "strength"),
    [
        ("1 kg", (400, 24), ""),  # 9.6e18 base units a day
        ("1 kg/kg", (1, 24), ""),  # 60 kg
        ("1000 {tablet}", (1, 24), "1 kg"),
        ("1 kg", (2**40, 1), ""),
        ("1 pg", (1, 2**60), ""),
    ],
)
def test_what_does_not_fit_is_out_of_range(dose: str, frequency: tuple[int, int], strength: str) -> None:
    assert shown(amounts(dose, frequency, strength).daily) == "out_of_range dose"


def test_cut_at_one_base_unit() -> None:
    """A strength that does not divide evenly is cut below one base unit, never rounded up."""
    found = amounts("1 {puff}", (1, 24), "100 ug / 3 {puff}")
    assert found.single == Amount(100 * 10**6 // 3, 1, Dimension.MASS)


@pytest.mark.parametrize(
    ("route", "hours", "printed"),
    [
        (Route.TRANSDERMAL, 72, None),  # "4.2 mg" is what the patch holds
        (Route.TRANSDERMAL, 24, "4.2 mg"),
        (Route.ORAL, 72, "4.2 mg"),
        (None, 72, "4.2 mg"),
    ],
)
def test_what_a_patch_worn_for_days_holds_is_no_dose(route: Route | None, hours: int, printed: str | None) -> None:
    strength = Strength(Quantity.of("4.2", "mg"))
    dosage = line("1", "x", "1 patch", (1, hours)).dosage
    assert delivered(strength, route, dosage) == (strength if printed else None)
