"""Names are taken apart: words, strengths, packs, brands, components."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.kb.names import MAX_NAME, dissect
from rxcheck.kb.spelling import compact, normalise
from rxcheck.quantity import Strength


def shown(strength: Strength) -> str:
    return f"{strength.amount}" + (f" / {strength.per}" if strength.per else "")


def taken_apart(text: str) -> list[tuple[str, list[str]]]:
    return [(part.words, [shown(strength) for strength in part.strengths]) for part in dissect(text).parts]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Aspirin  TABLET ", "aspirin tablet"),
        ("ＡＳＰＩＲＩＮ", "aspirin"),
        ("Co-Codamol", "co codamol"),
        ("Ménière’s", "meniere s"),
        ("阿司匹林 肠溶片", "阿司匹林肠溶片"),
        ("5% 葡萄糖", "5% 葡萄糖"),
        ("Tylenol #3", "tylenol #3"),
        ("β-胡萝卜素", "β 胡萝卜素"),
        ("", ""),
        ("()[]", ""),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    assert normalise(text) == normal
    assert compact(text) == normal.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Metoprolol 25 MG Oral Tablet", [("metoprolol oral tablet", ["25 mg"])]),
        ("metoprolol25mg", [("metoprolol25mg", [])]),  # as "B12": glued to a word it is no strength
        ("美托洛尔25mg", [("美托洛尔", ["25 mg"])]),
        ("Amoxicillin 250 MG/5 ML", [("amoxicillin", ["250 mg / 5 mL"])]),
        ("氨溴索 2ml:15mg", [("氨溴索", ["15 mg / 2 mL"])]),
        ("青霉素 80万单位", [("青霉素", ["80 10*4.[IU]"])]),
        ("青霉素 80万U", [("青霉素", ["80 10*4.[IU]"])]),
        ("青霉素 80万IU/支", [("青霉素", ["80 10*4.[IU] / 1 {ampule}"])]),
        ("青霉素 80 万 u", [("青霉素", ["80 10*4.[IU]"])]),
        ("penicillin 1.2 million units", [("penicillin", ["1.2 M[IU]"])]),
        ("阿莫西林胶囊0.25g*24粒/盒", [("阿莫西林胶囊", ["0.25 g"])]),
        ("沙丁胺醇 每揿100微克", [("沙丁胺醇每揿", ["100 ug"])]),
        ("salbutamol 100 mcg per puff 200 actuations", [("salbutamol", ["100 ug / 1 {puff}"])]),
        ("diclofenac 1% gel", [("diclofenac gel", ["1 g / 100 mL"])]),
        ("fentanyl 25 mcg/hr patch", [("fentanyl patch", [])]),  # a rate of release is no amount
        ("A 5 mg / B 10 mg", [("a", ["5 mg"]), ("b", ["10 mg"])]),
        ("a/b tablet", [("a", []), ("b tablet", [])]),
        ("甲+乙", [("甲", []), ("乙", [])]),
        ("甲、乙", [("甲", []), ("乙", [])]),
        ("a and b", [("a", []), ("b", [])]),
        ("a with b", [("a", []), ("b", [])]),
        ("Vitamin B12 5 MG/ML", [("vitamin b12", ["5 mg / 1 mL"])]),
        ("vitamin D3 1,000 IU", [("vitamin d3", ["1000 [IU]"])]),
        ("5 mg", [("", ["5 mg"])]),
        ("", []),
        ("and", [("and", [])]),
    ],
)
def test_parts(text: str, parts: list[tuple[str, list[str]]]) -> None:
    assert taken_apart(text) == parts


@pytest.mark.parametrize(
    ("text", "slashed"),
    [
        ("Percocet 5/325", ["5 mg", "325 mg"]),
        ("Augmentin 875-125", ["875 mg", "125 mg"]),
        ("x 400-57 mg/5 mL", ["400 mg / 5 mL", "57 mg / 5 mL"]),
        ("x 30 mg/500 mg", ["30 mg", "500 mg"]),
        ("x 80-4.5 mcg", ["80 ug", "4.5 ug"]),
        ("x 80mg/12.5mg", ["80 mg", "12.5 mg"]),
        ("x 100/62.5/25 mcg", ["100 ug", "62.5 ug", "25 ug"]),
        ("x 5 mg", []),
        ("x 1e9/2", []),
    ],
)
def test_lists_of_strengths(text: str, slashed: list[str]) -> None:
    assert [shown(strength) for strength in dissect(text).slashed] == slashed


def test_brands_and_asides() -> None:
    written = dissect("Metoprolol 25 MG [Lopressor] (tartrate)")
    assert (written.brands, written.asides) == (("Lopressor",), ("tartrate",))
    assert dissect("阿司匹林肠溶片（拜阿司匹灵）").asides == ("拜阿司匹灵",)  # full-width parentheses
    assert dissect("x [] ()").brands == ()


def test_packs() -> None:
    """The tablets of a pack are its components; inert ones are left out."""
    text = "{21 (levonorgestrel 0.15 MG Oral Tablet) / 7 (inert ingredients 1 MG Oral Tablet) } Pack"
    assert taken_apart(text) == [("levonorgestrel oral tablet pack", ["0.15 mg"])]


def test_a_long_text_is_cut() -> None:
    assert dissect("a" * MAX_NAME + " 5 mg").parts == dissect("a" * MAX_NAME).parts


def test_an_amount_that_cannot_be_meant_is_no_strength() -> None:
    assert taken_apart("aspirin 999999999999 kg") == [("aspirin", [])]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="0123456789./-*:+%()[]{}mglµ万单位片支每 aB", max_size=40))
def test_no_text_raises(text: str) -> None:
    written = dissect(text)
    for part in written.parts:
        assert part.words or part.strengths
        assert normalise(part.words) == part.words


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_the_normal_form_is_final(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert compact(once) == compact(text)
    assert "  " not in once and once == once.strip()
