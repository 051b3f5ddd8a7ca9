"""Every recogniser of unsafe writing: what it finds, and what looks like it and is safe."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.sig.writing import MAX_SHOWN, Want, Watch
from rxcheck.terms import WrittenForm

U = Want(1, WrittenForm.UNIT, ("U",))
MICROGRAM = Want(2, WrittenForm.UNIT, ("µg", "ug", "㎍"))
QD = Want(3, WrittenForm.WORD, ("QD",))
QOD = Want(4, WrittenForm.WORD, ("q.o.d.",))
NAME = Want(5, WrittenForm.NAME, ("MS", "MSO4", "MgSO4"))
ZERO = Want(6, WrittenForm.TRAILING_ZERO)
NAKED = Want(7, WrittenForm.NAKED_DECIMAL)
LARGE = Want(8, WrittenForm.UNGROUPED_NUMBER, least=10000)
ALL = (U, MICROGRAM, QD, QOD, NAME, ZERO, NAKED, LARGE)


def beside(want: Want, text: str) -> list[str]:
    """What is found in an instruction."""
    return [found for _, found in Watch([want]).line("", [text])]


def in_name(want: Want, text: str) -> list[str]:
    return [found for _, found in Watch([want]).line(text, [])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10U", "10U"),
        ("inject 4 u sc", "4 u"),
        ("6-8u", "8u"),
        ("5U/kg/h", "5U/kg/h"[:2]),
        ("皮下注射10U每日一次", "10U"),
        ("40万U 肌注", "40万U"),
        ("１０Ｕ", "１０Ｕ"),
        ("10\u3000U", "10 U"),
        ("1,000U", "1,000U"),
        ("10U.", "10U"),
    ],
)
def test_u_is_a_unit_behind_a_number(text: str, found: str) -> None:
    assert beside(U, text) == [found]
    assert in_name(U, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "10 units", "100 UNT/ML", "Humalog U-100", "U", "10 单位", "hold if ALT > 40 U/L", "take 2, up to 3", "10 mU/mL",
        "vitamin B12", "10-U", "10 (U)", "Uromax 10 mg", "U100 pen", "10 USP units", "10°U",
    ],
)  # fmt: skip
def test_what_is_not_the_unit_u(text: str) -> None:
    assert beside(U, text) == in_name(U, text) == []


@pytest.mark.parametrize("text", ["100µg", "100 μg", "100ug", "100 UG", "100㎍", "100µＧ", "口服100μg"])
def test_microgram_symbols(text: str) -> None:
    assert beside(MICROGRAM, text) == [text.removeprefix("口服")]


@pytest.mark.parametrize("text", ["100 mcg", "100 micrograms", "100微克", "100 mg", "ug 100", "100 ugly drops"])
def test_other_micrograms(text: str) -> None:
    assert beside(MICROGRAM, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 mg qd", "qd"),
        ("QD", "QD"),
        ("1 tab po q.d.", "q.d."),
        ("Q.D PO", "Q.D"),
        ("口服qd", "qd"),
        ("每次1片，ｑｄ", "ｑｄ"),
        ("qd×7天", "qd"),
    ],
)
def test_words(text: str, found: str) -> None:
    assert beside(QD, text) == [found]


@pytest.mark.parametrize(
    "text", ["qid", "q.i.d.", "qod", "q.d.s.", "every q d", "qds", "qdx", "q6h", "once daily", "每日一次"]
)
def test_other_words(text: str) -> None:
    assert beside(QD, text) == []


def test_every_other_day_is_not_daily() -> None:
    assert beside(QOD, "5 mg Q.O.D.") == ["Q.O.D."]
    assert beside(QOD, "隔日一次 qod") == ["qod"]
    assert beside(QOD, "5 mg q.d., od") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MS", "MS"),
        ("ms 10 mg", "ms"),
        ("MS 缓释片", "MS"),
        ("ＭＳ", "ＭＳ"),
        ("MSO4 10 mg", "MSO4"),
        ("MgSO₄ 2 g", "MgSO₄"),
        ("50% MgSO4 in dextrose", "MgSO4"),
        ("25%MgSO4注射液", "MgSO4"),
    ],
)
def test_names(text: str, found: str) -> None:
    assert in_name(NAME, text) == [found]


@pytest.mark.parametrize(
    "text",
    ["MS Contin", "MS-Contin 15 mg", "interferon for MS", "Morphine", "MSM 500 mg", "硫酸镁", "MgSO4x", "NaMgSO4"],
)
def test_other_names(text: str) -> None:
    assert in_name(NAME, text) == []


def test_a_name_is_looked_for_only_in_the_name() -> None:
    assert beside(NAME, "MS 10 mg") == beside(NAME, "MgSO4 2 g") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.0 mg", "1.0 mg"),
        ("take 2.00mL", "2.00mL"),
        ("每次1.0克", "1.0克"),
        ("１．０ ｍｇ", "１．０ ｍｇ"),
        ("1.0毫克口服", "1.0毫克"),
        ("1.0-2.0 mg", "2.0 mg"),
        ("5.0U", "5.0U"),
        ("1,000.0 mg", "1,000.0 mg"),
    ],
)
def test_trailing_zeros(text: str, found: str) -> None:
    assert beside(ZERO, text) == in_name(ZERO, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "1.05 mg", "0.5 mg", "10 mg", "2.50 mg", "5 mL", "version 1.0", "Foo 1.0 solution", "v1.0 mg", "1.0%", "1.0.0 mg",
        "vitamin B. 1 mg", "10 mg.", "list 1. 0.5 mg", "A1.0 mg", "1.0 h",
    ],
)  # fmt: skip
def test_other_zeros(text: str) -> None:
    assert beside(ZERO, text) == in_name(ZERO, text) == []


def test_a_number_alone_is_a_dose_beside_the_name_and_nothing_in_it() -> None:
    assert beside(ZERO, " 1.0 ") == ["1.0"]
    assert beside(NAKED, ".5") == [".5"]
    assert in_name(ZERO, "1.0") == in_name(NAKED, ".5") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [(".5 mg", ".5 mg"), ("take .25mL", ".25mL"), ("一次.5片", ".5片"), ("．５ mg", "．５ mg"), ("(.5 tab)", ".5 tab")],
)
def test_naked_decimals(text: str, found: str) -> None:
    assert beside(NAKED, text) == in_name(NAKED, text) == [found]


@pytest.mark.parametrize(
    "text", ["0.5 mg", "1.5 mg", "B.5 mg", "5. mg", "no.5", "..5 mg", "1,.5 mg", "半片", "10 mg .", ".5 %"]
)
def test_other_decimals(text: str) -> None:
    assert beside(NAKED, text) == in_name(NAKED, text) == []


@pytest.mark.parametrize(
    "text", ["100000 units", "10000U", "0010000 mg", "１００００ mg", "10000单位", "2400000 UNT", "12345.5 mg"]
)
def test_large_numbers(text: str) -> None:
    assert beside(LARGE, text) == [text]


@pytest.mark.parametrize(
    "text", ["9999 units", "100,000 units", "100 000 units", "0009999 mg", "lot 100000", "1.00000 mg"]
)
def test_other_numbers(text: str) -> None:
    assert beside(LARGE, text) == []


def test_only_beside_the_name() -> None:
    only = Want(9, WrittenForm.TRAILING_ZERO, in_name=False)
    assert in_name(only, "ceftriaxone 1.0 g") == []
    assert beside(only, "1.0 g") == ["1.0 g"]


def test_all_at_once_without_repeats() -> None:
    found = Watch(ALL).line("MgSO4", ["10U qd", "10U", "1.0 mg, .5 mg, 20000 mg, 5 µg qod"])
    assert sorted(found) == [
        (1, "10U"),
        (2, "5 µg"),
        (3, "qd"),
        (4, "qod"),
        (5, "MgSO4"),
        (6, "1.0 mg"),
        (7, ".5 mg"),
        (8, "20000 mg"),
    ]


PIECES = st.sampled_from(
    [
        "1",
        "0",
        ".",
        ",",
        " ",
        "\n",
        "U",
        "µg",
        "q",
        "d",
        "mg",
        "MS",
        "O4",
        "片",
        "毫克",
        "万",
        "．",
        "０",
        "Ｕ",
        "/",
        "L",
        "a",
        "₄",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for _, found in Watch(ALL).line(text, [text]):
        assert found == found.strip()
        assert len(found) <= MAX_SHOWN
        assert found.removesuffix("…") in " ".join(text.split())


@pytest.mark.parametrize("piece", ["1", "1,", "a.", "1.0 ", ".5", "万", "U", "1.", " ", "１", "a.1", "10U "])
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    """Two hundred thousand pieces: what is quadratic takes ten times this limit at the least."""
    began = time.process_time()
    Watch(ALL).line(piece * 200_000, [])
    Watch(ALL).line("", [piece * 200_000])
    assert time.process_time() - began < 10
