"""Answers that depend on nothing but what is written on a line: each distinct line is asked once, over all batches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct
from rxcheck.engine.compiled import BoolArray, IntArray
from rxcheck.model import MedicationLine

_UNASKED, _FALSE, _TRUE = 0, 1, 2


def lines_where(batch: Batch, key: object, answer: Callable[[MedicationLine], object]) -> BoolArray:
    """The lines of which an answer is true. Such answers stand in `batch.remembered[key]`, by the number of the distinct line."""
    answers = batch.remembered.setdefault(key, {})
    states = batch.remembered.setdefault((key, "states"), {})
    known: IntArray = states.get(0, np.zeros(0, dtype=np.int8))
    if len(known) < len(batch.lines):
        states[0] = np.zeros(max(len(batch.lines), 2 * len(known)), dtype=np.int8)
        states[0][: len(known)] = known
        known = states[0]
    for number in distinct(batch.line_of[known[batch.line_of] == _UNASKED]).tolist():
        told = answer(batch.lines[number])
        known[number] = _TRUE if told else _FALSE
        if told:
            answers[number] = told
    found: BoolArray = known[batch.line_of] == _TRUE
    return found
