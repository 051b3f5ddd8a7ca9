"""Columns of fractions agree with Python's fractions wherever they say that they know."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.engine.exact import Exact, product, total, whole

SIZES = st.one_of(st.integers(0, 10**6), st.integers(0, 2**62))
PAIRS = st.tuples(SIZES, SIZES.map(lambda size: size + 1))
HUGE = 2**61 + 1


def columns(pairs: list[tuple[int, int]]) -> Exact:
    table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    return Exact(table[:, 0], table[:, 1])


@given(st.lists(st.tuples(PAIRS, PAIRS), min_size=1, max_size=8))
def test_products_and_order(rows: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    left, right = columns([a for a, _ in rows]), columns([b for _, b in rows])
    products, (less, decided) = product(left, right), left.below(right)
    for place, (a, b) in enumerate(rows):
        assert products.value(place) == Fraction(*a) * Fraction(*b)
        assert left.reduced().value(place) == Fraction(*a)
        if decided[place]:
            assert less[place] == (Fraction(*a) < Fraction(*b))
        else:
            assert not less[place]
        if max(*a, *b) < 2**30:
            assert decided[place] and products.exact.den[place]


@given(st.lists(st.tuples(PAIRS, st.integers(0, 3)), min_size=1, max_size=12))
def test_totals(rows: list[tuple[tuple[int, int], int]]) -> None:
    amounts, group = columns([a for a, _ in rows]), np.array([number for _, number in rows])
    sums = amounts.totals(group, 5)
    assert not sums.den[4]
    for number in range(4):
        members = [Fraction(*a) for a, own in rows if own == number]
        places = [place for place, (_, own) in enumerate(rows) if own == number]
        assert total(product(amounts), places) == sum(members)
        if sums.den[number]:
            assert sums.value(number) == sum(members)


def test_what_does_not_fit_is_said_not_to() -> None:
    large, small = whole(np.array([HUGE, 7])), whole(np.array([3, 3]))
    exact = large.times(small)
    assert exact.den.tolist() == [0, 1]
    assert product(large, small).value(0) == 3 * HUGE
    assert large.totals(np.array([0, 0]), 1).value(0) == HUGE + 7
    assert whole(np.array([HUGE, HUGE, HUGE])).totals(np.array([0, 0, 0]), 1).den.tolist() == [0]


def test_sums_over_different_denominators_are_left_open() -> None:
    assert columns([(1, 2), (1, 3), (5, 3)]).totals(np.array([0, 0, 1]), 2).den.tolist() == [0, 3]
