"""Expected exposure: the engine's extremes are those that trying every corner of the ranges finds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.exposure import expected_exposure
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.model import Prescription
from tests.oracle.by_hand import line
from tests.oracle.exposure import ExposureModel
from tests.oracle.generate import generate
from tests.oracle.items import items_of
from tests.oracle.tables import Tables
from tests.support.tiny import write_tiny


def compare(folder: Path, prescriptions: list[Prescription]) -> int:
    kb = Kb(open_compiled(folder))
    knowledge = load(folder)
    model, usual = ExposureModel(knowledge), Tables(knowledge).usual_routes
    got: list[dict[str, tuple[Fraction, Fraction]]] = [{} for _ in prescriptions]
    for each in expected_exposure(make_batch(prescriptions, kb), kb):
        got[each.rx][kb.compiled.text.drugs[each.drug]] = (each.low, each.high)
    wanted = [model.expected(items_of(rx, kb.resolver, usual)) for rx in prescriptions]
    assert got == wanted
    return sum(map(len, wanted))


@pytest.mark.parametrize("seed", range(2))
def test_tiny_tables(seed: int, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path)
    assert compare(folder, generate(load(folder), seed, 400)) > 40


def test_shipped_tables() -> None:
    folder = default_folder()
    assert compare(folder, generate(load(folder), 31, 300)) > 20


def ratios(folder: Path, *drugs: str) -> dict[str, tuple[Fraction, Fraction]]:
    kb = Kb(open_compiled(folder))
    rx = Prescription("one", tuple(line(str(number), drug) for number, drug in enumerate(drugs)))
    found = expected_exposure(make_batch([rx], kb), kb)
    return {kb.compiled.text.drugs[each.drug]: (each.low, each.high) for each in found}


def test_by_hand(tmp_path: Path) -> None:
    """One inhibitor is 1 / (1 - CR·IR), one inducer 1 / (1 + CR·IC), both together 1 / (1 - CR + CR·(1-IR)·(1+IC))."""
    folder = write_tiny(tmp_path)
    assert ratios(folder, "simvastatin", "clarithromycin")["simvastatin"] == (
        1 / (1 - Fraction("0.9") * Fraction("0.8")),
        1 / (1 - Fraction("0.99") * Fraction("0.98")),
    )
    assert ratios(folder, "simvastatin", "st-johns-wort")["simvastatin"] == (
        1 / (1 + Fraction("0.99") * 9),
        1 / (1 + Fraction("0.9") * 4),
    )
    low, high = ratios(folder, "simvastatin", "clarithromycin", "st-johns-wort")["simvastatin"]
    assert low == 1 / (1 - Fraction("0.99") + Fraction("0.99") * Fraction("0.2") * 10)
    assert high == 1 / (1 - Fraction("0.99") + Fraction("0.99") * Fraction("0.02") * 5)


def test_nothing_without_a_perpetrator(tmp_path: Path) -> None:
    assert not ratios(write_tiny(tmp_path), "simvastatin", "zolpidem")
