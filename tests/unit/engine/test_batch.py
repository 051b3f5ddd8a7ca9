"""Prescriptions as columns."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.kb.compile_codes import ROUTE_BIT, UNKNOWN_ROUTE_BIT, UNTOLD
from rxcheck.model import Allergy, Condition, Patient
from rxcheck.terms import LineStatus, Route
from tests.unit.build import line, rx

TWO = rx(
    line("a", "co-codamol", "1 tablet", (4, 24)),
    line("b", "no such drug", "1 mg", (1, 24)),
    line("c", "ibuprofen gel", status=LineStatus.CURRENT, days=7),
)


def test_one_item_for_each_ingredient(tiny_kb: Kb) -> None:
    batch = make_batch([rx(line("z", "warfarin")), TWO], tiny_kb)
    drugs = tiny_kb.compiled.text.drugs
    assert [drugs[code] for code in batch.item_drug] == ["warfarin", "paracetamol", "codeine", "ibuprofen"]
    assert batch.item_rx.tolist() == [0, 1, 1, 1]
    assert batch.item_line.tolist() == [0, 1, 1, 3]
    assert batch.line_start.tolist() == [0, 1, 4]
    assert batch.item_start.tolist() == [0, 1, 4]
    assert batch.line_rx.tolist() == [0, 1, 1, 1]
    assert batch.line_resolved.tolist() == [True, True, False, True]
    assert batch.line_new.tolist() == [True, True, True, False]
    assert batch.line_days.tolist() == [-1, -1, -1, 7]
    assert [batch.line(number).id for number in range(4)] == ["z", "a", "b", "c"]
    assert (len(batch), batch.max_lines) == (2, 3)


def test_amounts_and_routes(tiny_kb: Kb) -> None:
    batch = make_batch([TWO], tiny_kb)
    assert batch.single_num.tolist() == [500 * 10**9, 30 * 10**9, 0]
    assert batch.single_den.tolist() == [1, 1, 0]
    assert (batch.daily_num / np.maximum(batch.daily_den, 1)).tolist() == [2e12, 120e9, 0]
    assert batch.item_route.tolist() == [UNKNOWN_ROUTE_BIT, ROUTE_BIT[Route.ORAL], ROUTE_BIT[Route.TOPICAL]]
    assert batch.frequency_count.tolist() == [4, 4, -1]


def test_an_unknown_route_is_the_usual_one_of_the_drug_before_that_of_its_class(tiny_kb: Kb) -> None:
    lines = [line(name, name) for name in ("vancomycin", "tramadol", "codeine", "ibuprofen")]
    batch = make_batch([rx(*lines, line("given", "vancomycin", route=Route.ORAL))], tiny_kb)
    bits = [
        ROUTE_BIT[Route.IV],
        ROUTE_BIT[Route.RECTAL],
        ROUTE_BIT[Route.ORAL],
        UNKNOWN_ROUTE_BIT,
        ROUTE_BIT[Route.ORAL],
    ]
    assert batch.item_route.tolist() == bits
    assert batch.line_route_known.tolist() == [False, False, False, False, True]


def test_a_written_route_comes_before_that_of_the_name(tiny_kb: Kb) -> None:
    batch = make_batch([rx(line("a", "ibuprofen gel", route=Route.ORAL))], tiny_kb)
    assert batch.item_route.tolist() == [ROUTE_BIT[Route.ORAL]]


def test_nothing_at_all(tiny_kb: Kb) -> None:
    batch = make_batch([rx()], tiny_kb)
    assert (len(batch), batch.max_lines, len(batch.item_rx), len(batch.line_rx)) == (1, 0, 0, 0)


def test_histories(tiny_kb: Kb) -> None:
    patient = Patient(
        conditions=(Condition("heart failure"), Condition("the hiccups")),
        allergies=(Allergy("penicillin"), Allergy("moon dust"), Allergy("peanut"), Allergy("aspirin")),
    )
    batch = make_batch([rx(patient=patient), rx(patient=Patient())], tiny_kb)
    assert batch.has_condition[0].tolist() == [name == "heart-failure" for name in tiny_kb.compiled.text.conditions]
    assert not batch.has_condition[1].any()
    assert batch.unknown_conditions == ((0, 1),)
    assert batch.conditions_known.tolist() == [True, False]
    assert batch.allergies_known.tolist() == [True, False]
    assert batch.unknown_allergens == ((0, 1),)
    size = len(tiny_kb.drug_code)
    assert batch.allergies == (
        (0, 0, size + tiny_kb.class_code["penicillins"], UNTOLD),
        (0, 3, tiny_kb.drug_code["aspirin"], UNTOLD),
    )
