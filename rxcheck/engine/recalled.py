"""Answers that depend on nothing but what is written on a line: each distinct line is asked once, over all batches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import BoolArray
from rxcheck.model import MedicationLine


def lines_where(batch: Batch, key: object, answer: Callable[[MedicationLine], object]) -> BoolArray:
    """The lines of which an answer is true. The answers themselves stand in `batch.remembered[key]`, by the number of the distinct line."""
    known = batch.remembered.setdefault(key, {})
    asked = np.zeros(len(batch.lines), dtype=np.bool_)
    asked[batch.line_of] = True
    numbers = np.flatnonzero(asked)
    mine = numbers.tolist()
    for number in mine:
        if number not in known:
            known[number] = answer(batch.lines[number])
    asked[numbers] = np.fromiter(map(bool, map(known.__getitem__, mine)), dtype=np.bool_, count=len(mine))
    return asked[batch.line_of]
