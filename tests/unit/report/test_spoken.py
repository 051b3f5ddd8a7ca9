"""Texts for a screen reader: units and comparisons in words, names and codes as they are."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Page, Piece, cells
from rxcheck.report.pages import fitted, grid, page_of
from rxcheck.report.spoken_words import spoken
from rxcheck.report.terminal import colour_of, width_of
from rxcheck.terms import Lang


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("22 mL/min/1.73 m²", "22 millilitres per minute per 1.73 square metres", "22毫升每分钟每1.73平方米"),
        ("1 mg", "1 milligram", "1毫克"),
        ("0.5 µg/kg", "0.5 micrograms per kilogram", "0.5微克每千克"),
        ("250 mg/5 mL", "250 milligrams per 5 millilitres", "250毫克每5毫升"),
        ("25-100 mg", "25 to 100 milligrams", "25至100毫克"),
        ("eGFR ≥ 45", "eGFR at least 45", "eGFR不低于45"),
        ("■ a · b", "a, b", "a，b"),
        ("11 ×10⁹/L", "11 times 10 to the power of 9 per litre", "11乘以10的9次方每升"),
        ("2026-11-23 · 2-8", "2026-11-23, 2-8", "2026-11-23，2-8"),
        ("CYP3A4 mgl 5 mgx", "CYP3A4 mgl 5 mgx", "CYP3A4 mgl 5 mgx"),
        ("“monitor” = monitor", "“monitor” means monitor", "“monitor”相当于monitor"),
    ],
)
def test_symbols_and_units_become_words(text: str, english: str, chinese: str) -> None:
    assert spoken(text, Lang.EN) == english
    assert spoken(text, Lang.ZH) == chinese


@given(st.text(st.characters(codec="utf-8", categories=("L", "N")), max_size=30))
def test_names_stay_as_they_are(text: str) -> None:
    name = f"x{text}x"
    assert spoken(name, Lang.EN).replace(" ", "") == spoken(name, Lang.EN)


def test_what_somebody_wrote_is_never_put_into_words() -> None:
    page = Page(20, False, lambda text: spoken(text, Lang.EN))
    page.add(Piece("lines: 5 mg · "), Piece("5 mg · qd", verbatim=True), Piece(" · 5 mg"), indent=4)
    page.rule()
    page.labelled("Why", 12, Piece("because"), indent=8)
    assert page.rows == ["lines: 5 milligrams, 5 mg · qd, 5 milligrams", "", "Why: because"]


@given(
    st.lists(st.tuples(st.text("ab c", max_size=20), st.text("xy z二", min_size=1, max_size=60)), max_size=5),
    st.integers(20, 100),
    st.integers(4, 30),
)
def test_labelled_rows_never_overflow_and_lose_nothing(rows: list[tuple[str, str]], width: int, room: int) -> None:
    page = Page(width, False)
    for label, text in rows:
        page.labelled(label, room, Piece(text), indent=2)
    assert all(cells(line) <= width for line in page.rows)
    assert "".join("".join(page.rows).split()) == "".join("".join(label + text for label, text in rows).split())


def test_a_grid_stands_in_columns_where_it_fits() -> None:
    wide, narrow = Page(40, False), Page(20, False)
    for page in (wide, narrow):
        grid(page, ("name", "what it is"), [("one", "the first of all"), ("two", "")])
    assert wide.rows == ["name  what it is", "one   the first of all", "two"]
    assert "".join("".join(narrow.rows).split()) == "nameonewhatitisthefirstofallnametwo"
    assert all(cells(line) <= 20 for line in narrow.rows)


def test_lines_are_broken_only_where_the_width_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "  " + "word " * 30
    monkeypatch.delenv("RXCHECK_PLAIN", raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    broken = fitted([line, "", "end"], Lang.EN)
    assert max(map(cells, broken)) <= 40 and broken[-2:] == ["", "end"]
    assert all(each.startswith("  ") for each in broken[:-2])
    monkeypatch.setenv("RXCHECK_PLAIN", "1")
    assert fitted([line], Lang.EN) == [("word " * 30).strip()]


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "RXCHECK_PLAIN": "1"}, False),
    ],
)
def test_colours_without_a_terminal(env: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    _only(env, monkeypatch)
    assert colour_of(io.StringIO(), None) is coloured


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("env", "coloured"), [({}, True), ({"TERM": "dumb"}, False), ({"CLICOLOR": "0"}, False), ({"NO_COLOR": "1"}, False)]
)
def test_colours_on_a_terminal(env: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    _only(env, monkeypatch)
    assert colour_of(Terminal(), None) is coloured
    assert page_of(RenderOptions(), Terminal()).colour is coloured


def test_twenty_columns_are_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "7")
    assert width_of(None) == 20


def _only(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "RXCHECK_PLAIN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
