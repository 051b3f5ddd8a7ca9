"""Chinese reference lists, where they are at hand: how much of them the tables understand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.coverage import chinese
from rxcheck.kb.resolve import Resolver


@pytest.fixture(scope="module")
def folder() -> Path:
    found = chinese.vocabulary_folder()
    if not found.is_dir():
        pytest.skip(f"no reference lists at {found}: set RXCHECK_REFERENCE")
    return found


@pytest.fixture(scope="module")
def shipped() -> Resolver:
    return chinese.shipped_resolver()


def test_essential_medicines(shipped: Resolver, folder: Path) -> None:
    found = chinese.essential(shipped, folder)
    assert found.rows > 400
    assert found.share >= chinese.ESSENTIAL_AT_LEAST, found.faults


def test_originator_brands(shipped: Resolver, folder: Path) -> None:
    found = chinese.originator(shipped, folder)
    assert found.rows > 1200
    assert found.share >= chinese.ORIGINATOR_AT_LEAST, found.faults


def test_no_name_of_the_who_list_means_another_drug(shipped: Resolver, folder: Path) -> None:
    """Both names understood, and not the same: one of our rows is wrong."""
    rows = {(row["en"], row["zh"]) for row in chinese.rows_of(folder / chinese.WHO)}
    both = [(en, zh, shipped.drug(en), shipped.drug(zh)) for en, zh in rows]
    wrong = [
        (en, zh)
        for en, zh, one, other in both
        if one.known and other.known and chinese.drugs_of(one) != chinese.drugs_of(other)
    ]
    assert wrong == []
