"""What combinations mean is asked for once, and stays the same from block to block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.audit import combinations
from rxcheck.audit.combinations import BLANK, Cells, Combinations
from rxcheck.audit.sheet import Column

SMALL = st.integers(min_value=0, max_value=3)
ROWS = st.lists(st.tuples(SMALL, st.integers(min_value=0, max_value=2**40) | SMALL), max_size=12)
TEXTS = st.sampled_from(["", "a", "b", "ab"])


class Asked:
    """Counts what it is asked; the answers are -1, 0, 1, … in turn."""

    def __init__(self) -> None:
        self.answers: dict[tuple[object, ...], int] = {}

    def __call__(self, combination: tuple[object, ...]) -> int:
        assert combination not in self.answers
        self.answers[combination] = len(self.answers) - 1
        return self.answers[combination]


@pytest.mark.parametrize("factor", [combinations.FACTOR, 1])  # with 1, many have the same hash
@settings(max_examples=100, deadline=None)
@given(blocks=st.lists(ROWS, max_size=4))
def test_numbers(factor: int, blocks: list[list[tuple[int, int]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(combinations, "FACTOR", factor)
        read = Asked()
        known = Combinations(2, read)
        for rows in (*blocks, *blocks):
            means = known.of(np.array(rows, dtype=np.int64).reshape(len(rows), 2))
            assert means.tolist() == [read.answers[row] for row in rows]
        assert set(read.answers) == {row for rows in blocks for row in rows}


@settings(max_examples=100, deadline=None)
@given(blocks=st.lists(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), max_size=4), absent=st.booleans())
def test_cells(blocks: list[list[tuple[str, str]]], absent: bool) -> None:
    read = Asked()
    cells = Cells(("one", "other", "nowhere"), read)
    for rows in blocks:
        columns = {}
        for name, written in zip(("one", "other"), zip(*rows, strict=True), strict=True):
            texts = sorted(set(written) - ({""} if absent else set()))
            codes = [texts.index(text) if text in texts else BLANK for text in written]
            columns[name] = Column(np.array(codes, dtype=np.int64), [*texts, "in no row"])
        assert cells.of(columns, len(rows)).tolist() == [read.answers[(*row, "")] for row in rows]
    assert not any("in no row" in texts for texts in read.answers)
