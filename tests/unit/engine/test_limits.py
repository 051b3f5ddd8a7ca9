"""Limits are compared exactly: one base unit decides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.limits import limits
from rxcheck.kb.compile_codes import FACT_OF, REASON_OF
from rxcheck.model import MedicationLine, Patient
from rxcheck.terms import CheckKind, Route
from tests.unit.build import ADULT, adult, line, rx


def fired(kb: Kb, *lines: MedicationLine, patient: Patient = ADULT) -> dict[str, tuple[Fraction, Fraction]]:
    """Rule → observed and limit."""
    hits, _ = limits(make_batch([rx(*lines, patient=patient)], kb), kb)
    rules = kb.rules(CheckKind.LIMIT)
    assert hits.observed is not None and hits.limit is not None
    return {
        rules[int(rule)].rule_id: (observed, limit)  # type: ignore[misc]
        for rule, observed, limit in zip(hits.rule, hits.observed, hits.limit, strict=True)
    }


def reasons(kb: Kb, *lines: MedicationLine, patient: Patient = ADULT) -> set[tuple[str, str]]:
    _, gaps = limits(make_batch([rx(*lines, patient=patient)], kb), kb)
    return {(REASON_OF[why].value, FACT_OF[what].value) for why, what in zip(gaps.reason, gaps.fact, strict=True)}


@pytest.mark.parametrize(
    ("doses", "over"),
    [
        (("1 g", "1 g", "1 g", "1 g"), False),
        (("1 g", "1 g", "1 g", "1000.000000001 mg"), True),  # one pg above
        (("0.1 g",) * 40, False),  # forty tenths are exactly four
        (("0.1 g",) * 40 + ("1 pg",), True),
        (("1333.333333333 mg",) * 3, False),  # one pg below
    ],
)
def test_sums_over_lines_are_exact(tiny_kb: Kb, doses: tuple[str, ...], over: bool) -> None:
    found = fired(tiny_kb, *(line(str(n), "paracetamol", dose, (1, 24)) for n, dose in enumerate(doses)))
    assert ("dose-paracetamol-daily" in found) is over


def test_fractions_of_a_day_are_exact(tiny_kb: Kb) -> None:
    """Every 7 hours is 24/7 doses a day: no float holds that."""
    lines = [line(str(n), "ibuprofen", "100 mg", (1, 7), Route.ORAL) for n in range(7)]
    assert fired(tiny_kb, *lines) == {}  # 7 · 100 mg · 24 / 7 = 2400 mg, exactly the limit
    (found,) = fired(tiny_kb, *lines, line("x", "ibuprofen", "1 pg", (1, 7), Route.ORAL)).values()
    assert found == (2400 * 10**9 + Fraction(24, 7), 2400 * 10**9)


PARTS = st.lists(st.tuples(st.integers(1, 400_000), st.integers(1, 12), st.integers(1, 48)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(PARTS, st.randoms(use_true_random=False))
def test_sums_are_those_of_fractions_in_any_order(
    tiny_kb: Kb, parts: list[tuple[int, int, int]], random: object
) -> None:
    lines = [line(str(n), "paracetamol", f"{dose} ug", (count, hours)) for n, (dose, count, hours) in enumerate(parts)]
    daily = sum(Fraction(dose * 10**6 * count * 24, hours) for dose, count, hours in parts)
    expected = {"dose-paracetamol-daily": (daily, 4 * 10**12)} if daily > 4 * 10**12 else {}
    random.shuffle(lines)  # type: ignore[attr-defined]
    found = fired(tiny_kb, *lines)
    found.pop("dose-paracetamol-single", None)
    assert found == expected


@pytest.mark.parametrize("frequency", [(1, 24), (24, 24), (100, 24), (190, 24), (24, 1)])
def test_the_largest_amounts_do_not_overflow(tiny_kb: Kb, frequency: tuple[int, int]) -> None:
    """10^15 base units: far above every limit by the day and by the week, or said to be out of range; never silent."""
    lines = [line(str(n), "methotrexate", "1 kg", frequency, Route.ORAL) for n in range(3)]
    found, why = fired(tiny_kb, *lines), reasons(tiny_kb, *lines)
    if ("out_of_range", "dose") in why:
        assert "dose-methotrexate-weekly" not in found
        assert 10**15 * 24 * frequency[0] > 2**62
    else:
        assert found["dose-methotrexate-weekly"][0] == 3 * 7 * Fraction(10**15 * frequency[0] * 24, frequency[1])
    assert ("dose-methotrexate-often" in found) is (Fraction(*frequency) * 168 > 1)


def test_beyond_64_bits(tiny_kb: Kb) -> None:
    lines = [line("1", "methotrexate", "1 kg", (10_000, 1), Route.ORAL)]
    assert ("out_of_range", "dose") in reasons(tiny_kb, *lines)


@pytest.mark.parametrize(("age", "rules"), [(17, set()), (18, {"daily"}), (74, {"daily"}), (75, {"daily"})])
def test_bands_of_age(tiny_kb: Kb, age: int, rules: set[str]) -> None:
    found = fired(tiny_kb, line("1", "paracetamol", "1 g", (5, 24)), patient=adult(age, weight_g=100_000))
    assert {rule.removeprefix("dose-paracetamol-") for rule in found} == rules


@pytest.mark.parametrize(("dose", "over"), [("1500 mg", False), ("1500.000000001 mg", True)])
def test_limits_per_kilogram(tiny_kb: Kb, dose: str, over: bool) -> None:
    child = adult(6, weight_g=20_000)  # 75 mg/kg · 20 kg = 1500 mg
    assert ("dose-paracetamol-child" in fired(tiny_kb, line("1", "paracetamol", dose, (1, 24)), patient=child)) is over


def test_limits_per_square_metre(tiny_kb: Kb) -> None:
    patient = adult(40, weight_g=80_000, height_mm=1_800)  # 2 m²: 150 mg
    for dose, over in (("150 mg", False), ("150.000000001 mg", True), ("75 mg/m2", False), ("76 mg/m2", True)):
        found = fired(tiny_kb, line("1", "doxorubicin", dose, (1, 504), Route.IV), patient=patient)
        assert ("dose-doxorubicin-single" in found) is over


def test_what_is_missing(tiny_kb: Kb) -> None:
    assert ("missing_fact", "height") in reasons(
        tiny_kb, line("1", "doxorubicin", "1 mg", (1, 24), Route.IV), patient=adult(weight_g=80_000)
    )
    assert ("missing_fact", "weight") in reasons(
        tiny_kb, line("1", "vancomycin", "1 g", (1, 24), Route.IV), patient=adult()
    )
    # Without an age nobody knows which limit holds; that matters only where the dose would be above it.
    assert ("missing_fact", "age_years") in reasons(
        tiny_kb, line("1", "paracetamol", "1 g", (5, 24)), patient=Patient()
    )
    assert ("missing_fact", "age_years") not in reasons(
        tiny_kb, line("1", "paracetamol", "1 g", (1, 24)), patient=Patient(weight_g=70_000)
    )
    assert ("missing_fact", "days") in reasons(tiny_kb, line("1", "codeine", "30 mg", (1, 24), Route.ORAL))
    assert ("incomparable_unit", "dose") in reasons(tiny_kb, line("1", "heparin", "5 mg", (1, 24), Route.IV))
    assert ("no_rule", "dose") in reasons(tiny_kb, line("1", "heparin", "5 units", (1, 24), Route.TOPICAL))


def test_a_known_part_above_the_limit_is_enough(tiny_kb: Kb) -> None:
    lines = line("1", "paracetamol", "1 g", (5, 24)), line("2", "paracetamol")
    assert "dose-paracetamol-daily" in fired(tiny_kb, *lines)
    assert ("missing_fact", "dose") in reasons(tiny_kb, *lines)


@pytest.mark.parametrize(("frequency", "over"), [((1, 168), False), ((2, 168), True), ((1, 167), True)])
def test_how_often(tiny_kb: Kb, frequency: tuple[int, int], over: bool) -> None:
    found = fired(tiny_kb, line("1", "methotrexate", "1 mg", frequency, Route.ORAL))
    assert ("dose-methotrexate-often" in found) is over


@pytest.mark.parametrize(("days", "over"), [(3, False), (4, True)])
def test_how_long(tiny_kb: Kb, days: int, over: bool) -> None:
    found = fired(tiny_kb, line("1", "codeine", "30 mg", (1, 24), Route.ORAL, days=days))
    assert ("dose-codeine-duration" in found) is over
