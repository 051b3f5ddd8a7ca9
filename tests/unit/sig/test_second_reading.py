"""Instructions that a second reader read by hand, independently of the grammar and of the other tables."""

from __future__ import annotations

import pytest

from rxcheck.quantity import Quantity
from rxcheck.sig.parse import parse_sig
from rxcheck.sig.result import SigResult
from rxcheck.terms import Fact
from tests.unit.sig.second_reading import ENGLISH
from tests.unit.sig.second_reading_more import MORE
from tests.unit.sig.second_reading_zh import CHINESE
from tests.unit.sig.showing import shown


def rows(table: str) -> list[tuple[str, str]]:
    """Text and reading of each line; a line break inside a text is written as backslash and n."""
    pairs = [line.partition(" =>") for line in table.strip().splitlines()]
    return [(text.replace("\\n", "\n"), reading.strip()) for text, _, reading in pairs]


def reading(result: SigResult) -> str:
    """The reading without the leftover words: facts and problems are what counts."""
    text = shown(result)
    return text.removesuffix(f"[{result.leftover}]").strip() if result.leftover else text


@pytest.mark.parametrize(("text", "expected"), rows(ENGLISH + MORE + CHINESE))
def test_second_reading(text: str, expected: str) -> None:
    assert reading(parse_sig(text)) == expected


def test_the_second_reading_is_large() -> None:
    assert len(rows(ENGLISH + MORE + CHINESE)) > 600


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("1 drop both eyes bd", 2),
        ("1 drop in both eyes 4 times a day for a week then twice a day", 2),
        ("滴双眼 每次1滴 每日4次", 2),
        ("1 drop right eye bd", None),
        ("1 tablet bd", None),
        ("both eyes bd", None),
        ("1 drop both eyes am, 2 drops left eye pm", None),
    ],
)
def test_dose_of_one_side(text: str, sides: int | None) -> None:
    dosage = parse_sig(text).dosage
    assert dosage.sides == sides
    if sides:
        assert dosage.dose is not None
        assert Quantity(dosage.dose.low.base // sides, dosage.dose.low.unit) == Quantity.of("1", "{drop}")


@pytest.mark.parametrize(
    "text",
    ["1-2-3", "5-10-15 mg", "day 1-2-1", "1-2-2024", "1-1", "1-0-1-0-1", "0-0-0", "12-0-12", "1-2-1 weekly", "1x1"],
)
def test_other_rows_of_numbers_stay_open(text: str) -> None:
    result = parse_sig(text)
    assert result.problems
    assert result.dosage.dose is None


@pytest.mark.parametrize(
    "text", ["8 am and 6 units pm", "in the morning and 2 tablets at night", "at noon and 5 mg at bedtime"]
)
def test_a_time_without_its_dose_leaves_the_dose_open(text: str) -> None:
    """The dose of the second time is not that of the first."""
    found = parse_sig(text)
    assert Fact.DOSE in {problem.fact for problem in found.problems}
