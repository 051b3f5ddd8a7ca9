"""Distinct values and rows. `np.unique` would do, but it imports numpy.ma, which costs as much as a whole check."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.compiled import IntArray


def expand(start: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Lists held as offsets, for many rows at once: (number of the row in `rows`, place in the values) of every element.

    `start` has one more entry than there are lists; list r is values[start[r]:start[r + 1]].
    """
    begin = start[rows].astype(np.int64)
    return spread(begin, start[rows + 1] - begin)


def spread(begin: IntArray, size: IntArray) -> tuple[IntArray, IntArray]:
    """The same for lists of a `size` that begin somewhere."""
    owner = np.repeat(np.arange(len(size)), size)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
    return owner, np.repeat(begin, size) + within


def distinct(values: IntArray) -> IntArray:
    """The distinct values, ascending."""
    ordered = np.sort(values)
    return ordered[_starts(ordered.reshape(-1, 1))] if len(ordered) else ordered


def distinct_rows(table: IntArray) -> tuple[IntArray, IntArray]:
    """(index of the first occurrence of each distinct row, number of its distinct row for every row); rows ascending."""
    if not len(table):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    order = np.lexsort(table.T[::-1])
    starts = _starts(table[order])
    inverse = np.empty(len(table), dtype=np.int64)
    inverse[order] = np.cumsum(starts) - 1
    return order[starts], inverse


def _starts(ordered: IntArray) -> IntArray:
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = np.logical_or.reduce(ordered[1:] != ordered[:-1], axis=1)
    return first  # type: ignore[return-value]
