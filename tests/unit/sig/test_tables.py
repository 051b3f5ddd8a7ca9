"""Instructions as prescribers and pharmacies write them; what each means was read by hand, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.sig.parse import parse_sig
from tests.unit.sig.showing import shown


def rows(name: str) -> list[tuple[str, str]]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [(line.split("\t")[0], line.split("\t")[1]) for line in text.splitlines()]


@pytest.mark.parametrize(("text", "expected"), rows("english.tsv"))
def test_english(text: str, expected: str) -> None:
    assert shown(parse_sig(text)) == expected


@pytest.mark.parametrize(("text", "expected"), rows("chinese.tsv"))
def test_chinese(text: str, expected: str) -> None:
    assert shown(parse_sig(text)) == expected


def test_the_tables_are_large() -> None:
    assert len(rows("english.tsv")) >= 250
    assert len(rows("chinese.tsv")) >= 120
