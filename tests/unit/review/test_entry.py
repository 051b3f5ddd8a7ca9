"""The chain: what a hash covers, and where an altered entry is found to be altered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from rxcheck.review.entry import CONTENT, GENESIS, NUMBERS, Entry, altered_fields, hash_of, sealed
from tests.unit.review.making import draft

FIRST = sealed(draft(1), 1, GENESIS)


def test_the_first_hash_is_fixed() -> None:
    """An encoding that changes would leave every log of every site unproven."""
    entry = sealed(draft(1, sqlite=3040001), 1, GENESIS)
    assert entry.hash == "d53ea82a3c3ca6afbd2c9c81d44f2a37292672191a47973ed42f309b9ce109e2"
    assert entry.previous == "0" * 64


def test_an_entry_as_sealed_is_sound() -> None:
    assert list(altered_fields(FIRST, GENESIS)) == []


@pytest.mark.parametrize("name", CONTENT)
def test_an_altered_field_is_named(name: str) -> None:
    other = getattr(FIRST, name) + 1 if name in NUMBERS else getattr(FIRST, name) + "x"
    assert list(altered_fields(replace(FIRST, **{name: other}), GENESIS)) == [name]


@pytest.mark.parametrize("name", ["digests", "hash", "previous"])
def test_an_altered_seal_is_named(name: str) -> None:
    value = getattr(FIRST, name)
    other = ("1" if value[0] != "1" else "2") + value[1:]
    assert list(altered_fields(replace(FIRST, **{name: other}), GENESIS)) == [name]


def test_an_own_hash_made_anew_does_not_help_behind_another_entry() -> None:
    second = sealed(draft(2), 2, FIRST.hash)
    forged = sealed(draft(1, note="forged"), 1, GENESIS)
    assert list(altered_fields(second, forged.hash)) == ["previous"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(first=st.tuples(TEXTS, TEXTS, TEXTS), second=st.tuples(TEXTS, TEXTS, TEXTS))
def test_no_two_contents_have_one_hash(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    """The lengths say where a field ends: text cannot wander from one field to the next."""

    def made(texts: tuple[str, ...]) -> Entry:
        return sealed(draft(1, user=texts[0], reason=texts[1], note=texts[2]), 1, GENESIS)

    assert (made(first).hash == made(second).hash) is (first == second)


def test_every_field_is_in_the_hash() -> None:
    values = {name: getattr(FIRST, name) for name in CONTENT}
    found = {hash_of(values, FIRST.previous, FIRST.digests)}
    for name in CONTENT:
        found.add(hash_of(values | {name: "other"}, FIRST.previous, FIRST.digests))
    found |= {hash_of(values, "1" * 64, FIRST.digests), hash_of(values, FIRST.previous, "")}
    assert len(found) == len(CONTENT) + 3
