"""Steps: what holds for any instruction that has them."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.model import Dosage, DoseStep
from rxcheck.quantity import Dose, Frequency, parse_dose
from rxcheck.sig.full import by_grammar
from rxcheck.sig.parse import parse_sig
from tests.unit.sig.showing import shown

SLOTS = [
    ("in the morning", "早上", "mane"),
    ("at noon", "中午", "midday"),
    ("in the evening", "晚上", "nocte"),
    ("at bedtime", "睡前", "hs"),
]
RATES = [("once daily", "每日1次", 1), ("twice daily", "每日2次", 2), ("three times a day", "一日三次", 3)]


def dosage(text: str) -> Dosage:
    result = parse_sig(text)
    assert (result.problems, result.leftover) == ((), ""), text
    return result.dosage


def facts(found: Dosage) -> tuple[object, ...]:
    return (found.dose, found.route, found.frequency, found.as_needed, found.max_per_day, found.days, found.steps)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(range(4)), min_size=2, max_size=4, unique=True), st.data())
def test_times_of_day_in_both_languages(places: list[int], data: st.DataObject) -> None:
    places.sort()
    counts = [data.draw(st.integers(1, 4)) for _ in places]
    pairs = list(zip(counts, places, strict=True))
    english = dosage(" and ".join(f"{count} tablets {SLOTS[place][0]}" for count, place in pairs))
    latin = dosage(", ".join(f"{count} tabs {SLOTS[place][2]}" for count, place in pairs))
    chinese = dosage("，".join(f"{SLOTS[place][1]}{count}片" for count, place in pairs))
    assert facts(english) == facts(latin) == facts(chinese)
    assert english.frequency == Frequency(len(places), 24)
    assert english.dose == parse_dose(str(max(counts)), "片")
    assert sum((total(step) for step in english.steps), Fraction(0)) == (sum(counts) if len(set(counts)) > 1 else 0)


def total(step: DoseStep) -> Fraction:
    assert step.dose is not None
    assert step.frequency is not None
    return Fraction(step.dose.low.value) * step.frequency.count * 24 / step.frequency.hours


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([5, 10, 20, 40]), st.sampled_from(RATES), st.integers(1, 30)), min_size=2, max_size=5
    )
)
def test_phases_in_both_languages(phases: list[tuple[int, tuple[str, str, int], int]]) -> None:
    english = dosage(" then ".join(f"{mg} mg {rate[0]} for {days} days" for mg, rate, days in phases))
    chinese = dosage("，然后".join(f"每次{mg}mg {rate[1]} 共{days}天" for mg, rate, days in phases))
    commas = dosage(", ".join(f"{mg} mg {rate[0]} for {days} days" for mg, rate, days in phases))
    assert facts(english) == facts(chinese) == facts(commas)
    assert english.days == sum(days for _, _, days in phases)
    assert english.frequency == Frequency(max(rate[2] for _, rate, _ in phases), 24)
    assert [step.phase for step in english.steps] == list(range(1, len(phases) + 1))
    assert [step.days for step in english.steps] == [days for _, _, days in phases]


TEXTS = [
    "1-2 tablets po q4-6h prn pain, max 8 tablets in 24 hours",
    "2 tablets in the morning and 1 at night",
    "5 mg mon/wed/fri, 2.5 mg other days",
    "40 mg daily for 5 days, then 20 mg daily for 5 days",
    "1 tds and 2 nocte",
    "500 mg on day 1, then 250 mg daily for 4 days",
    "apply thinly twice daily",
    "1 tab b.d. for 2/52",
    "每次1片，每日3次，饭后",
    "早1片晚2片",
]


@pytest.mark.parametrize("text", TEXTS)
def test_case_width_and_spacing_change_nothing(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and char not in ",/." else char for char in text)
    for turned in (text.upper(), text.capitalize(), text.replace(" ", "   "), f"  {text}. ", wide):
        assert facts(dosage(turned)) == facts(dosage(text)), turned


@pytest.mark.parametrize(
    ("dotted", "plain"),
    [("1 b.d.", "1 bd"), ("1 t.d.s", "1 tds"), ("1 q.4.h.", "1 q4h"), ("1 p.r.n.", "1 prn"), ("1 p.o. q.i.d.", "1 po qid"), ("1 tab. o.m.", "1 tab om")],
)  # fmt: skip
def test_dots_change_nothing(dotted: str, plain: str) -> None:
    assert facts(parse_sig(dotted).dosage) == facts(parse_sig(plain).dosage)


def test_alternation_is_exact() -> None:
    found = dosage("5 mg Mon/Wed/Fri, 2.5 mg other days")
    on = [[step.dose.low.value for step in found.steps if step.dose and step.holds_on(day)] for day in range(7)]
    assert [[float(value) for value in values] for values in on] == [[5], [2.5], [5], [2.5], [5], [2.5], [2.5]]


def test_a_taper_is_computed_only_from_start_step_and_end() -> None:
    assert [str(step.dose) for step in dosage("20 mg daily reduce by 5 mg every week then stop").steps] == [
        "20 mg",
        "15 mg",
        "10 mg",
        "5 mg",
    ]
    for text in (
        "reduce by 5 mg every week then stop",
        "20 mg daily reduce by 5 mg every week",
        "20 mg daily reduce weekly",
    ):
        assert parse_sig(text).problems
        assert parse_sig(text).dosage.dose is None


@pytest.mark.parametrize(
    "text",
    ["1 tab bid then 2 daily, " * 90, "1 " * 1000, "1/2 " * 500, "for pain " * 222, "every " * 333, "1-2-" * 500, "(" * 2000,
     "一" * 2000, "每日1次" * 500, "then " * 400, "150-199: 2 units, " * 111, "1 to 2 or " * 200, "day 1, 2, " * 200,
     "1 tab bid then " * 59, "a " * 299, "take one or two " * 72, "every day " * 149, "prn pain and " * 99],
)  # fmt: skip
def test_time_grows_with_length_only(text: str) -> None:
    by_grammar("1 tab bid then 2 daily")
    text = text[:2000]
    started = time.process_time()
    by_grammar(text)
    whole = time.process_time() - started
    started = time.process_time()
    by_grammar(text[: len(text) // 4])
    quarter = time.process_time() - started
    # A text beyond any instruction is refused; below that, four times the length may not take sixteen times as long.
    assert whole < max(0.5, 12 * quarter)


def test_one_dose_is_no_step() -> None:
    assert dosage("1 in the morning and 1 at night").steps == ()
    assert shown(parse_sig("1 in the morning and 1 at night")) == "1 {dose} · 2/d"


def test_steps_carry_the_dose_and_frequency_that_the_text_leaves_out() -> None:
    found = dosage("2 tablets bd for 5 days then od")
    assert [(str(step.dose), str(step.frequency)) for step in found.steps] == [
        ("2 {tablet}", "2/d"),
        ("2 {tablet}", "1/d"),
    ]
    found = dosage("40 mg for 5 days, then 20 mg daily for 5 days")
    assert [str(step.frequency) for step in found.steps] == ["1/d", "1/d"]


def test_the_largest_single_dose_and_the_highest_rate() -> None:
    found = dosage("1 tablet four times a day for 2 days then 3 tablets daily")
    assert (found.dose, found.frequency, found.days) == (Dose(parse_dose("3", "tablet").low), Frequency(4, 24), None)
