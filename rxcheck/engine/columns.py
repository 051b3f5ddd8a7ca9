"""Distinct values and rows. `np.unique` would do, but it imports numpy.ma, which costs as much as a whole check."""

from __future__ import annotations

from collections.abc import Sequence

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
    return ordered[starts(ordered)]


def distinct_rows(table: IntArray) -> tuple[IntArray, IntArray]:
    """(index of the first occurrence of each distinct row, number of its distinct row for every row); rows ascending."""
    key = one_key(table.T)
    order = np.argsort(key, kind="stable")
    first = starts(key[order])
    inverse = np.empty(len(table), dtype=np.int64)
    inverse[order] = np.cumsum(first) - 1
    return order[first], inverse


def ascending(table: IntArray) -> IntArray:
    """The order of the rows, by the first column, then the second, …; equal rows as they stand."""
    return np.argsort(one_key(table.T), kind="stable")


def one_key(columns: Sequence[IntArray] | IntArray) -> IntArray:
    """One number for each row of whole-number columns: rows in ascending order have ascending numbers, equal rows the same.

    As one number each, rows are sorted several times as fast, most of all where they are nearly in order.
    """
    key, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for each in columns if len(key) else ():
        column = np.ascontiguousarray(each)  # a column of a table is read several times as fast by itself
        least = int(column.min())
        span = int(column.max()) - least + 1
        if size * span >= _MOST:
            key, column, least = _ranks(key), _ranks(column), 0
            size, span = int(key.max()) + 1, int(column.max()) + 1
        key, size = key * span + (column - least), size * span
    return key


def starts(ordered: IntArray) -> BoolArray:
    """Where a number stands for the first time, of numbers in order."""
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first


def _ranks(values: IntArray) -> IntArray:
    return np.searchsorted(distinct(values), values)
