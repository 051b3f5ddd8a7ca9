"""Small makers of Arrow arrays that the tables of an audit share."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from rxcheck.kb.compile_codes import ACTION_OF, SEVERITY_OF
from rxcheck.sources.interface import MAX_LINES

if TYPE_CHECKING:
    from rxcheck.engine.compiled import IntArray

LIST = pa.list_(pa.string())
LINE_IDS = [str(number) for number in range(1, MAX_LINES + 1)]


def _words_of(codes: Mapping[int, StrEnum]) -> pa.Array:
    """A word for each code; none where there is none."""
    return pa.array([codes[code].value if code in codes else None for code in range(max(codes) + 1)], pa.string())


ACTIONS, SEVERITIES = _words_of(ACTION_OF), _words_of(SEVERITY_OF)


def lists(owner: IntArray, values: pa.Array, size: int) -> pa.Array:
    """A list for each of `size` owners; `owner` is ascending."""
    return pa.ListArray.from_arrays(pa.array(offsets(owner, size), pa.int32()), values)


def offsets(owner: IntArray, size: int) -> IntArray:
    """Where the values of each of `size` owners begin, and the last end; `owner` is ascending."""
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=size))])
