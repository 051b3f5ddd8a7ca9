"""The largest day of a dosage in steps, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rxcheck.engine.amounts import Amount, Unknown, item_amounts
from rxcheck.model import MedicationLine, Patient
from rxcheck.quantity import Quantity, Strength
from rxcheck.sig.parse import parse_sig
from rxcheck.terms import Fact, Reason

MG = 10**9
TABLET = Strength(Quantity.of("500", "mg"))


def daily(text: str, strength: Strength | None = TABLET) -> str:
    result = parse_sig(text)
    line = MedicationLine("1", "x", dosage=result.dosage, problems=result.problems)
    amount = item_amounts(line, Patient(), strength, 1).daily
    if isinstance(amount, Unknown):
        return f"{amount.reason.value} {amount.fact.value}"
    assert isinstance(amount, Amount)
    return str(Fraction(amount.numerator, amount.denominator * MG))


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("2 tablets in the morning and 1 at night", "1500"),
        ("1 tablet three times a day and 2 at night", "2500"),
        ("5 mg Mon/Wed/Fri, 2.5 mg other days", "5"),  # different days do not add
        ("5 mg twice daily Mon/Wed/Fri, 2.5 mg other days", "10"),
        ("5 mg and 2.5 mg on alternate days", "5"),
        ("40 mg daily for 5 days then 20 mg daily for 5 days", "40"),
        ("20 mg daily for 5 days then 15 mg twice daily", "30"),
        ("500 mg on day 1, then 250 mg daily for 4 days", "500"),
        ("1 tablet daily for 21 days then 7 days off", "500"),
        ("每次0.5g 每日3次 首剂加倍", "2000"),
        ("早1片晚2片", "1500"),
        ("2 now then 1 after each loose stool, max 8 in 24 hours", "4000"),
        ("2 tablets bd and 2 tablets prn up to 3 times a day", "5000"),
        ("20 mg daily reduce by 5 mg every week then stop", "20"),
        ("每日60mg，每周减10mg，直至停药", "60"),
    ],
)
def test_the_largest_day(text: str, mg: str) -> None:
    assert daily(text) == mg


def test_what_a_step_leaves_open_leaves_the_day_open() -> None:
    assert daily("1 tablet bd and 1 tablet prn") == f"{Reason.AS_NEEDED_WITHOUT_MAXIMUM} {Fact.FREQUENCY}"
    assert daily("1 tablet in the morning and 2 at night", None) == "missing_fact strength"
    assert daily("5 mg in the morning and 2 tablets at night") == "unparsable dose"
    assert daily("1 tab daily as directed") == "as_directed dose"
    assert daily("150-199: 2 units, 200-249: 4 units") == "sliding_scale dose"
