"""Prescriptions as columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import numpy as np
import pytest

from rxcheck.engine.batch import MISSING, latest_lab, make_batch, patient_facts
from rxcheck.engine.compiled import Kb
from rxcheck.kb.compile_codes import MICRO, ROUTE_BIT, UNKNOWN_ROUTE_BIT
from rxcheck.model import Age, Allergy, Condition, Lab, Patient, Pregnancy
from rxcheck.terms import Fact, LineStatus, Route, Sex
from tests.unit.build import adult, line, rx

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
    assert batch.allergies == ((0, 0, size + tiny_kb.class_code["penicillins"]), (0, 3, tiny_kb.drug_code["aspirin"]))


@pytest.mark.parametrize(
    ("pregnancy", "interval"),
    [
        (None, (MISSING, MISSING)),
        (Pregnancy(False), (-MICRO, -MICRO)),
        (Pregnancy(True, 12), (12 * MICRO, 12 * MICRO)),
        (Pregnancy(True), (0, 42 * MICRO)),
    ],
)
def test_pregnancy(pregnancy: Pregnancy | None, interval: tuple[int, int]) -> None:
    assert patient_facts(Patient(pregnancy=pregnancy))[Fact.PREGNANCY] == interval


@pytest.mark.parametrize(
    ("years", "days", "micro"),
    [
        (40, 14_610, 40 * MICRO),
        (2, 1_000, 2 * MICRO),
        (0, 0, 0),
        (0, 28, 76_661),  # 28 / 365.2425
        (0, 364, 996_598),
        (1, 500, 1_368_953),
        (1, 365, MICRO),  # never below the completed years
        (1, 731, 2 * MICRO - 1),  # never two before the birthday
    ],
)
def test_age(years: int, days: int, micro: int) -> None:
    assert patient_facts(Patient(age=Age(years, days)))[Fact.AGE] == (micro, micro)


def test_reported_egfr_comes_before_the_estimate() -> None:
    labs = adult(60, Sex.FEMALE, creatinine="150").labs
    patient = adult(60, Sex.FEMALE, creatinine="150")
    # (150 / 88.42 / 0.7)^-1.2 = 0.34571; 142 · 0.34571 · 0.68857 · 1.012 = 34.2
    assert patient_facts(patient)[Fact.EGFR] == (34 * MICRO, 34 * MICRO)
    with_both = msgspec.structs.replace(patient, labs=(*labs, Lab("egfr", Decimal("61.5"), "", fact=Fact.EGFR)))
    assert patient_facts(with_both)[Fact.EGFR] == (61_500_000, 61_500_000)


def test_the_newest_result_counts() -> None:
    def lab(value: str, day: date | None) -> Lab:
        return Lab("k", Decimal(value), "mmol/L", day, Fact.POTASSIUM)

    old, new, undated, again = (
        lab("4.0", date(2026, 1, 1)), lab("5.0", date(2026, 2, 1)), lab("6.0", None), lab("5.5", date(2026, 2, 1))
    )  # fmt: skip
    for order in ((old, new, undated), (undated, new, old), (new, old, undated)):
        assert latest_lab(Patient(labs=order), Fact.POTASSIUM) is new
    assert latest_lab(Patient(labs=(new, again)), Fact.POTASSIUM) is again
    assert latest_lab(Patient(labs=(undated,)), Fact.POTASSIUM) is undated
    assert latest_lab(Patient(labs=(new,)), Fact.SODIUM) is None


def test_facts_in_millionths() -> None:
    facts = patient_facts(adult(30, Sex.FEMALE, weight_g=61_250, height_mm=1_655, potassium="5.55"))
    assert facts[Fact.WEIGHT] == (61_250_000, 61_250_000)
    assert facts[Fact.HEIGHT] == (165_500_000, 165_500_000)  # in cm
    assert facts[Fact.POTASSIUM] == (5_550_000, 5_550_000)
    assert facts[Fact.INR] == (MISSING, MISSING)
