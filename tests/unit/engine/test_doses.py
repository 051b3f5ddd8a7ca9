"""Daily doses against amounts: as fractions would say, and asked only where they are not known."""

from __future__ import annotations

import operator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.doses import KNOWN, daily_doses
from rxcheck.kb.compile_codes import DIMENSION_CODE, FACT_OF, OP_CODE, REASON_OF
from rxcheck.kb.terms import Op
from rxcheck.model import MedicationLine
from rxcheck.quantity import Dimension
from tests.unit.build import line, rx

MASS = DIMENSION_CODE[Dimension.MASS]
HOLDS = {Op.GT: operator.gt, Op.GE: operator.ge, Op.LT: operator.lt, Op.LE: operator.le}


def judged(kb: Kb, op: Op, threshold: int, *lines: MedicationLine) -> bool | tuple[str, str]:
    """Of the first line: whether it holds, or why that is not known."""
    other = line("other", "metformin", "2 g", (2, 24))
    batch = make_batch([rx(other), rx(*lines)], kb)
    ask = (np.array([value]) for value in (OP_CODE[op], threshold, MASS))
    found = daily_doses(batch, np.array([1]), *ask)
    if found.reason[0] == KNOWN:
        assert found.fact[0] == -1
        return bool(found.holds[0])
    assert not found.holds[0]
    return REASON_OF[found.reason[0]].value, FACT_OF[found.fact[0]].value


PARTS = st.lists(st.tuples(st.integers(1, 400_000), st.integers(1, 12), st.integers(1, 48)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(PARTS, st.sampled_from(list(HOLDS)), st.integers(-2, 2))
def test_as_fractions_say(tiny_kb: Kb, parts: list[tuple[int, int, int]], op: Op, beside: int) -> None:
    lines = [line(str(n), "paracetamol", f"{dose} ug", (count, hours)) for n, (dose, count, hours) in enumerate(parts)]
    daily = sum((Fraction(dose * 10**6 * count * 24, hours) for dose, count, hours in parts), start=Fraction(0))
    for threshold in {int(daily) + beside, round(daily)}:
        assert judged(tiny_kb, op, threshold, *lines) is HOLDS[op](daily, threshold)


@pytest.mark.parametrize("op", list(HOLDS))
def test_the_largest_amounts(tiny_kb: Kb, op: Op) -> None:
    """Denominators that differ and sums beyond 64 bits are left to fractions."""
    lines = [line(str(n), "paracetamol", "1 kg", (100, hours)) for n, hours in enumerate((7, 11, 13, 24))]
    daily = sum((Fraction(10**15 * 2400, hours) for hours in (7, 11, 13, 24)), start=Fraction(0))
    assert judged(tiny_kb, op, int(daily), *lines) is HOLDS[op](daily, int(daily))


@pytest.mark.parametrize(
    ("op", "threshold", "said"),
    [
        (Op.GT, 10**12 - 1, True),  # what is known is above already
        (Op.GE, 10**12, True),
        (Op.GT, 10**12, ("missing_fact", "dose")),
        (Op.LT, 10**13, ("missing_fact", "dose")),
        (Op.LE, 1, ("missing_fact", "dose")),
    ],
)
def test_an_amount_that_is_not_known(tiny_kb: Kb, op: Op, threshold: int, said: bool | tuple[str, str]) -> None:
    lines = line("1", "paracetamol", "1 g", (1, 24)), line("2", "paracetamol", "", (1, 24))
    assert judged(tiny_kb, op, threshold, *lines) == said


def test_another_dimension_is_told_first_come_first(tiny_kb: Kb) -> None:
    strange, unknown = line("2", "paracetamol", "5 [iU]", (1, 24)), line("3", "paracetamol", "", (1, 24))
    known = line("1", "paracetamol", "1 g", (1, 24))
    assert judged(tiny_kb, Op.LT, 10**13, known, strange, unknown) == ("incomparable_unit", "dose")
    assert judged(tiny_kb, Op.LT, 10**13, known, unknown, strange) == ("missing_fact", "dose")
