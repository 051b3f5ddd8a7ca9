"""Distinct values and rows. `np.unique` would do, but it imports numpy.ma, which costs as much as a whole check."""

from __future__ import annotations

from math import prod

import numpy as np

from rxcheck.engine.compiled import BoolArray, IntArray

_MOST = 2**62


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
    ordered = np.sort(values, kind="stable")  # mostly in order already
    return ordered[_starts(ordered)] if len(ordered) else ordered


def distinct_rows(table: IntArray) -> tuple[IntArray, IntArray]:
    """(index of the first occurrence of each distinct row, number of its distinct row for every row); rows ascending."""
    if not len(table):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    order = ascending(table)
    starts = _starts(table[order])
    inverse = np.empty(len(table), dtype=np.int64)
    inverse[order] = np.cumsum(starts) - 1
    return order[starts], inverse


def ascending(table: IntArray) -> IntArray:
    """The order of the rows, by the first column, then the second, …; equal rows as they stand."""
    key = _packed(table) if len(table) else None
    # As one number each, rows are sorted several times as fast, most of all where they are nearly in order.
    return np.lexsort(table.T[::-1]) if key is None else np.argsort(key, kind="stable")


def _packed(table: IntArray) -> IntArray | None:
    """One number for each row, in the order of the rows; None where 64 bits are too few. At least one row."""
    columns = np.ascontiguousarray(table.T)  # one by one they are read several times as fast
    lows = [int(column.min()) for column in columns]
    spans = [int(column.max()) - low + 1 for column, low in zip(columns, lows, strict=True)]
    if prod(spans) >= _MOST:
        return None
    key: IntArray = np.zeros(len(table), dtype=np.int64)
    for column, low, span in zip(columns, lows, spans, strict=True):
        key = key * span + (column - low)
    return key


def _starts(ordered: IntArray) -> BoolArray:
    """Where values (or rows) differ from those before them."""
    first = np.ones(len(ordered), dtype=np.bool_)
    differs = ordered[1:] != ordered[:-1]
    first[1:] = differs if differs.ndim == 1 else np.logical_or.reduce(differs, axis=1)
    return first
