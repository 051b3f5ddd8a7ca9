"""一次 is "per dose" beside a frequency and "once" where nothing else is said; it stays part of a dose in a dose column."""

from __future__ import annotations

import pytest

from rxcheck.quantity import Frequency
from rxcheck.sig.frequency import parse_frequency
from rxcheck.sig.parse import parse_dose_text, parse_sig


@pytest.mark.parametrize("text", ["单次", "一次", "1次", "仅一次", "once", "single dose"])
def test_alone_it_is_one_dose_in_both_languages(text: str) -> None:
    assert parse_frequency(text) == Frequency(1, 24)
    assert parse_sig(text).dosage.days == 1


@pytest.mark.parametrize("text", ["10mg 一次", "10mg 1次", "10mg 单次", "一次10mg", "单次10mg", "每次10mg"])
def test_a_dose_column_holds_only_the_dose(text: str) -> None:
    assert parse_dose_text(text) == parse_dose_text("10 mg")


@pytest.mark.parametrize(
    "text",
    [
        "2片 每餐一次",
        "10mg 一次 必要时",
        "口服 一次 连用3天",
        "口服 规律 一次",
        "10mg 一次 遵医嘱",
        "10mg 静滴 一次 20mg",
    ],
)
def test_beside_anything_else_that_may_say_how_often_it_says_nothing(text: str) -> None:
    dosage = parse_sig(text).dosage
    assert not (dosage.frequency == Frequency(1, 24) and dosage.days == 1)


@pytest.mark.parametrize("rest", ["每日一次", "每日3次", "q8h", "睡前", "隔日一次"])
@pytest.mark.parametrize("once", ["一次", "1次", "单次"])
def test_a_frequency_goes_before_it(once: str, rest: str) -> None:
    assert parse_sig(f"{once}10mg 口服 {rest}").dosage.frequency == parse_sig(rest).dosage.frequency
    assert parse_sig(f"{once}10mg 口服 {rest}").dosage.days is None
