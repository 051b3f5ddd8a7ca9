from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rxcheck.errors import InputError, Location
from rxcheck.sources import fields

HERE = Location("x", 1, "y")


@pytest.mark.parametrize(
    ("text", "years", "days", "months", "spare"),
    [
        ("78", 78, 28489, 936, 364), ("6 mo", 0, 183, 6, 29), ("18个月", 1, 548, 18, 29), ("3岁", 3, 1096, 36, 364),
        ("10 d", 0, 10, 0, 0), ("2 weeks", 0, 14, 0, 6), ("1岁6个月", 1, 548, 18, 29), ("0.5", 0, 183, 6, 0),
        ("130", 130, 47482, 1560, 364), ("27天", 0, 27, 0, 0), ("2 mo", 0, 61, 2, 29),
    ],
)  # fmt: skip
def test_age(text: str, years: int, days: int, months: int, spare: int) -> None:
    """The least days that the units named can be, and how many more it may be."""
    age = fields.parse_age(text, HERE)
    assert (age.years, age.days, age.completed_months, age.spare_days) == (years, days, months, spare)


@pytest.mark.parametrize("text", ["", "400", "-1", "old", "7,5", "3 miles", "9" * 30, "3 -4"])
def test_no_age(text: str) -> None:
    with pytest.raises(InputError, match="age"):
        fields.parse_age(text, HERE)


def test_age_counts_birthdays_and_months_by_the_calendar() -> None:
    assert fields.age_at(date(2026, 1, 31), date(2026, 2, 28), HERE).completed_months == 0
    assert fields.age_at(date(2026, 1, 28), date(2026, 2, 28), HERE).completed_months == 1
    assert fields.age_at(date(2024, 6, 15), date(2026, 6, 14), HERE).completed_months == 23
    assert fields.age_at(date(2000, 2, 29), date(2001, 2, 28), HERE).years == 0
    assert fields.age_at(date(2000, 2, 29), date(2001, 3, 1), HERE).years == 1


@pytest.mark.parametrize("text", ["yes", "是", "TRUE", "1"])
def test_yes(text: str) -> None:
    assert fields.parse_bool(text, "x", HERE)


@pytest.mark.parametrize("text", ["2026-2-3", "03/02/2026", "2026-02-30", "2026", "x"])
def test_no_date(text: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        fields.parse_date(text, "start", HERE)


@pytest.mark.parametrize("kg", ["0", "-3", "700.1"])
def test_no_weight(kg: str) -> None:
    with pytest.raises(InputError, match="weight"):
        fields.weight_g(Decimal(kg), HERE)


def test_weeks_beside_not_pregnant() -> None:
    with pytest.raises(InputError, match="pregnant is no"):
        fields.pregnancy_of(False, 12, HERE)
