"""What the compiled pair rows say of every two drugs at once, before routes and modifiers are looked at."""

from __future__ import annotations

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
    arrays = cast("dict[str, npt.NDArray[np.int64]]", compiled.arrays)
    action, specificity, topics = arrays["ix_action"], arrays["ix_specificity"], arrays["ix_topics"]
    present = int(np.bitwise_or.reduce(topics)) & ~INCOMPATIBILITY_BIT
    bits = [1 << place for place in range(present.bit_length()) if present >> place & 1]
    start, value = arrays["ix_group_start"], arrays["ix_group_value"]
    worst = np.zeros(len(start) - 1, dtype=np.int8)
    for group in range(1, len(worst)):
        rows = value[start[group] : start[group + 1]] >> 1
        rows = rows[topics[rows] != INCOMPATIBILITY_BIT]
        for bit in bits:
            mine = rows[(topics[rows] & bit) != 0]
            if len(mine):
                closest = mine[specificity[mine] == specificity[mine].max()]
                worst[group] = max(worst[group], action[closest].max())
    row_of = arrays["ix_row"]
    named = np.flatnonzero(row_of)
    matrix = worst[arrays["ix_group"][np.ix_(row_of[named], row_of[named])]]
    return tuple(compiled.text.drugs[code] for code in named), matrix


def counts(matrix: Matrix) -> dict[Action, int]:
    """How many pairs of drugs have each action."""
    upper = matrix[np.triu_indices(len(matrix), 1)]
    return {action: int((upper == rank).sum()) for rank, action in sorted(ACTION_OF.items(), reverse=True)}
