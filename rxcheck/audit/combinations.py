"""Distinct combinations of values, remembered from block to block: what each of them means is found out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rxcheck.engine.columns import distinct_rows
from rxcheck.engine.intake import Growing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rxcheck.audit.sheet import Column
    from rxcheck.engine.compiled import IntArray

BLANK = -1  # the code of a cell that is not there
FACTOR = 0x9E3779B97F4A7C15  # odd, without a pattern in its bits


class Combinations:
    """What each distinct combination of whole numbers, none of them negative, means: a whole number, asked for once.

    A combination is found by its hash and then compared, so that combinations with the same hash are told apart.
    """

    def __init__(self, width: int, read: Callable[[tuple[int, ...]], int]) -> None:
        """`read`: what a combination of `width` numbers means."""
        self._read = read
        self._factors = np.array([pow(FACTOR, power, 2**64) for power in range(1, width + 1)], dtype=np.uint64)
        nothing = (-1,) * width
        self._known = Growing(width + 1)  # combinations, and what each means
        self._known.add((*nothing, 0))  # so that there is always one to compare with
        self._hashes = self._hashed(np.array([nothing]))  # ascending
        self._numbers = np.zeros(1, dtype=np.int64)  # the row in `_known` of each hash
        self._apart: dict[tuple[int, ...], int] = {}  # combinations with the hash of one that is in `_known`

    def __len__(self) -> int:
        return len(self._known)

    def of(self, rows: IntArray) -> IntArray:
        """(n, width) → (n,): what each row means."""
        hashes = self._hashed(rows)
        found = self._known.table[self._numbers[self._places(hashes)]]
        means = found[:, -1].copy()
        new = np.flatnonzero(np.logical_or.reduce(found[:, :-1] != rows, axis=1))
        if len(new):
            first, which = distinct_rows(rows[new])
            means[new] = self._added(rows[new[first]], hashes[new[first]])[which]
        return means

    def _hashed(self, rows: IntArray) -> NDArray[np.uint64]:
        hashes: NDArray[np.uint64] = rows.astype(np.uint64) @ self._factors
        return hashes

    def _places(self, hashes: NDArray[np.uint64]) -> IntArray:
        """Where each hash stands if it is known."""
        places: IntArray = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return places

    def _added(self, rows: IntArray, hashes: NDArray[np.uint64]) -> IntArray:
        """What each of some distinct rows means; they are not in `_known`."""
        written = list(map(tuple, rows.tolist()))
        means = [self._apart[row] if row in self._apart else self._read(row) for row in written]
        one = np.unique(hashes, return_index=True)[1]
        fresh = one[self._hashes[self._places(hashes[one])] != hashes[one]]
        places = np.searchsorted(self._hashes, hashes[fresh])
        numbers = np.arange(len(self._known), len(self._known) + len(fresh))
        self._hashes = np.insert(self._hashes, places, hashes[fresh])
        self._numbers = np.insert(self._numbers, places, numbers)
        self._known.add(*((*written[row], means[row]) for row in fresh.tolist()))
        if len(fresh) < len(rows):
            self._apart.update({written[row]: means[row] for row in set(range(len(rows))).difference(fresh.tolist())})
        return np.array(means, dtype=np.int64)


class Cells:
    """What each distinct combination of the cells of some columns says: a whole number, asked for once."""

    def __init__(self, names: Sequence[str], read: Callable[[tuple[str, ...]], int]) -> None:
        """`read`: what a combination of texts says, one for each of `names`; no text where nothing stands."""
        self._names = names
        self._numbers: list[dict[str, int]] = [{"": 0} for _ in names]
        self._texts = [[""] for _ in names]
        self._read = read
        self._combinations = Combinations(len(names), self._of_numbers)

    def __len__(self) -> int:
        return len(self._combinations)

    def of(self, columns: Mapping[str, Column], count: int) -> IntArray:
        """For each of `count` rows what its cells say. A column may be missing, and a code may be BLANK."""
        rows = np.zeros((count, len(self._names)), dtype=np.int64)
        for place, name in enumerate(self._names):
            if name in columns:
                rows[:, place] = self._numbered(place, columns[name])
        return self._combinations.of(rows)

    def _numbered(self, place: int, column: Column) -> IntArray:
        """For each row the number of its text, which is the same in all sheets."""
        numbers, texts = self._numbers[place], self._texts[place]
        used = np.flatnonzero(np.bincount(column.codes - BLANK, minlength=1)[1:])
        found = np.zeros(len(column.texts) + 1, dtype=np.int64)  # the last one: BLANK
        for code in used.tolist():
            text = column.texts[code]
            number = numbers.get(text)
            if number is None:
                number = numbers[text] = len(texts)
                texts.append(text)
            found[code] = number
        return found[column.codes]

    def _of_numbers(self, numbers: tuple[int, ...]) -> int:
        return self._read(tuple(texts[number] for texts, number in zip(self._texts, numbers, strict=True)))
