"""What the compiled pair rows say of every two drugs at once, before routes and modifiers are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
import numpy.typing as npt

from rxcheck.kb.compile_codes import ACTION_OF, INCOMPATIBILITY_BIT
from rxcheck.kb.store import Compiled
from rxcheck.terms import Action

Matrix = npt.NDArray[np.int8]


def base_actions(compiled: Compiled) -> tuple[tuple[str, ...], Matrix]:
    """The drugs that any row names, and a symmetric matrix of the worst action (rank, 0: none) of each two of them.

    Rows compete as in a check; a row is taken to fit whatever its routes, and its modifiers do not count. Incompatibilities
    in a line are left out.
    """
    arrays = _integers(compiled)
    worst = np.zeros(len(arrays["ix_group_start"]) - 1, dtype=np.int8)
    for group, rows in _prevailing(compiled):
        worst[group] = arrays["ix_action"][rows].max(initial=0)
    row_of = arrays["ix_row"]
    named = np.flatnonzero(row_of)
    matrix = worst[arrays["ix_group"][np.ix_(row_of[named], row_of[named])]]
    return tuple(compiled.text.drugs[code] for code in named), matrix


def silenced_rows(compiled: Compiled) -> frozenset[int]:
    """Numbers of the rows that some other row outranks on every pair of drugs they fit, or that fit no pair at all."""
    arrays = _integers(compiled)
    apart = np.flatnonzero(arrays["ix_topics"] == INCOMPATIBILITY_BIT)
    heard = {int(row) for _, rows in _prevailing(compiled) for row in rows}
    return frozenset(range(len(arrays["ix_action"]))) - heard - frozenset(apart.tolist())


def _integers(compiled: Compiled) -> dict[str, npt.NDArray[np.int64]]:
    return cast("dict[str, npt.NDArray[np.int64]]", compiled.arrays)


def _prevailing(compiled: Compiled) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """Each list of candidate rows by its number, and those of it that are the closest in one of their topics."""
    arrays = _integers(compiled)
    specificity, topics = arrays["ix_specificity"], arrays["ix_topics"]
    start, value = arrays["ix_group_start"], arrays["ix_group_value"]
    for group in range(1, len(start) - 1):
        rows = np.unique(value[start[group] : start[group + 1]] >> 1)
        rows = rows[topics[rows] != INCOMPATIBILITY_BIT]
        present = int(np.bitwise_or.reduce(topics[rows])) if len(rows) else 0
        kept = np.zeros(len(rows), dtype=np.bool_)
        for bit in (1 << place for place in range(present.bit_length()) if present >> place & 1):
            mine = (topics[rows] & bit) != 0
            kept |= mine & (specificity[rows] == specificity[rows][mine].max())
        yield group, rows[kept]


def counts(matrix: Matrix) -> dict[Action, int]:
    """How many pairs of drugs have each action."""
    upper = matrix[np.triu_indices(len(matrix), 1)]
    return {action: int((upper == rank).sum()) for rank, action in sorted(ACTION_OF.items(), reverse=True)}
