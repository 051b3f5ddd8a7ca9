"""What was not assessed, as columns: names that nobody understands, and gaps of the checks, each topic once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct

from rxcheck.audit.arrays import ACTIONS, LINE_IDS, lists
from rxcheck.checks.interface import Context
from rxcheck.checks.outcomes import PREFIX
from rxcheck.engine.columns import expand
from rxcheck.engine.hits import Gaps
from rxcheck.kb.compile_codes import FACT_CODE, FACT_OF, REASON_CODE, REASON_OF
from rxcheck.terms import Fact, Reason

if TYPE_CHECKING:
    from rxcheck.engine.compiled import IntArray

ALL_LINES = -2  # all lines of the prescription that have an ingredient


class Missing:
    """What was not assessed in a batch; `within` are the places of its lines in their prescriptions."""

    def __init__(self, context: Context, within: IntArray) -> None:
        self._context = context
        self._batch = context.batch
        self._within = within

    def columns(self, gaps: Sequence[Gaps]) -> tuple[IntArray, list[pa.Array]]:
        """(prescription of each row, the table): names that nobody understands, then what the checks could not judge, each topic once."""
        entries = [self._unresolved(), *(self._topics(number, each) for number, each in enumerate(gaps))]
        rows = np.concatenate([each.rows for each in entries])
        order = np.argsort(rows[:, 0], kind="stable")
        check_names = pa.array([None, *(each.check.value for each in gaps)], pa.string())
        reasons = pa.array([each.value for each in REASON_OF], pa.string())
        facts = pa.array([each.value for each in FACT_OF], pa.string())
        columns = [
            check_names.take(pa.array(rows[:, 1] + 1)),
            reasons.take(pa.array(rows[:, 2])),
            facts.take(pa.array(rows[:, 3])),
            self._line_lists(rows),
            self._drug_lists(entries),
            pa.array(rows[:, 6].astype(np.int32)),
            ACTIONS.take(pa.array(rows[:, 7])),
        ]
        rx = rows[order, 0]
        return rx, [column.take(pa.array(order)) for column in columns]

    def _unresolved(self) -> _Topics:
        batch = self._batch
        line = np.flatnonzero(~batch.line_resolved)
        reasons = [batch.resolution(number).reason or Reason.UNKNOWN_DRUG for number in line.tolist()]
        size = len(line)
        blank = np.full(size, -1, dtype=np.int64)
        zero = np.zeros(size, dtype=np.int64)
        reason = np.array([REASON_CODE[each] for each in reasons], dtype=np.int64)
        fact = np.full(size, FACT_CODE[Fact.DRUG], dtype=np.int64)
        rows = [batch.line_rx[line], blank, reason, fact, line, blank, zero, zero]
        return _Topics(np.column_stack(rows), np.zeros((0, 2), dtype=np.int64))

    def _topics(self, number: int, gaps: Gaps) -> _Topics:
        """Gaps that differ only in the rule or the drug are one topic, as in `checks.outcomes.not_assessed`."""
        context = self._context
        first, second = gaps.first.copy(), gaps.second.copy()
        whole = (gaps.fact == FACT_CODE[Fact.ALLERGY]) & (gaps.reason == REASON_CODE[Reason.MISSING_FACT])
        first[whole], second[whole] = ALL_LINES, -1
        alone = (first < 0) & (second >= 0)
        first[alone], second[alone] = second[alone], -1
        columns = np.column_stack([gaps.rx, gaps.reason, gaps.fact, first, second, self._told(gaps)])
        order = np.lexsort((*columns.T[::-1],)) if len(columns) else np.zeros(0, dtype=np.int64)
        ordered = columns[order]
        starts = np.ones(len(order), dtype=np.bool_)
        starts[1:] = np.logical_or.reduce(ordered[1:] != ordered[:-1], axis=1)
        begin = np.flatnonzero(starts)
        rule, drug = gaps.rule[order], gaps.drug[order]
        actions = context.kb.ints(f"{PREFIX[gaps.check]}_action").astype(np.int64)
        grave = np.where(rule >= 0, actions[np.maximum(rule, 0)], 0)
        topic = np.cumsum(starts) - 1
        rows = np.empty((len(begin), 8), dtype=np.int64)
        rows[:, [0, 2, 3, 4, 5]], rows[:, 1] = ordered[begin][:, :5], number
        rows[:, 6] = _count_distinct(topic, rule, len(begin))
        rows[:, 7] = np.maximum.reduceat(grave, begin) if len(begin) else 0
        return _Topics(rows, np.column_stack([topic, drug])[drug >= 0])

    def _told(self, gaps: Gaps) -> IntArray:
        """What tells records apart that are not understood: their text, not their number."""
        found = gaps.extra.copy()
        texts: dict[str, int] = {}
        for place in np.flatnonzero(gaps.extra >= 0).tolist():
            patient = self._batch.patients[int(gaps.rx[place])]
            record = int(gaps.extra[place])
            if FACT_OF[int(gaps.fact[place])] is Fact.CONDITION:
                text = (patient.conditions or ())[record].name
            else:
                text = (patient.allergies or ())[record].substance
            found[place] = texts.setdefault(text, len(texts))
        return found

    def _drug_lists(self, entries: Sequence[_Topics]) -> pa.Array:
        """The ingredients that the gaps of each topic name, else those of its lines, each once."""
        batch, names = self._batch, self._context.kb.compiled.text.drugs
        rows = np.concatenate([each.rows for each in entries])
        begin = np.cumsum([0, *(len(each.rows) for each in entries)])
        named = np.concatenate(
            [np.add(each.drugs, [start, 0]) for each, start in zip(entries, begin.tolist(), strict=False)]
        )
        named = named[np.lexsort((named[:, 1], named[:, 0]))]
        bare = np.ones(len(rows), dtype=np.bool_)
        bare[named[:, 0]] = False
        bare[: begin[1]] = False  # names that nobody understands
        topics = np.flatnonzero(bare)
        owner, line = self._lines_of(rows[topics])
        place, item = expand(self._items_of_lines, line)
        every = np.concatenate([named, np.column_stack([topics[owner[place]], batch.item_drug[item]])])
        _, first = np.unique(every[:, 0] * len(names) + every[:, 1], return_index=True)
        kept = every[np.sort(first)]
        kept = kept[np.argsort(kept[:, 0], kind="stable")]
        return lists(kept[:, 0], pa.array(names, pa.string()).take(pa.array(kept[:, 1])), len(rows))

    @cached_property
    def _items_of_lines(self) -> IntArray:
        """Where the items of each line begin."""
        return np.searchsorted(self._batch.item_line, np.arange(len(self._batch.line_rx) + 1))

    def _lines_of(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """(number of the topic, line) of every line of topics, in order."""
        batch = self._batch
        whole = np.flatnonzero(rows[:, 4] == ALL_LINES)
        held = np.flatnonzero(np.diff(self._items_of_lines) > 0)
        start = np.searchsorted(batch.line_rx[held], np.arange(len(batch) + 1))
        owner, place = expand(start, rows[whole, 0])
        pair = np.column_stack([np.repeat(np.arange(len(rows)), 2), rows[:, [4, 5]].ravel()])
        every = np.concatenate([pair[pair[:, 1] >= 0], np.column_stack([whole[owner], held[place]])])
        every = every[np.argsort(every[:, 0], kind="stable")]
        return every[:, 0], every[:, 1]

    def _line_lists(self, rows: IntArray) -> pa.Array:
        owner, line = self._lines_of(rows)
        return lists(owner, pa.array(LINE_IDS, pa.string()).take(pa.array(self._within[line])), len(rows))


class _Topics(Struct, frozen=True):
    """Things that were not assessed. Rows: prescription, number of the check (-1: none), reason, fact, two lines, rules that wait, their
    gravest action. `drugs`: (number of the row, ingredient) that the gaps name."""

    rows: IntArray
    drugs: IntArray


def _count_distinct(topic: IntArray, rule: IntArray, size: int) -> IntArray:
    """How many distinct rules the gaps of each topic name."""
    span = int(rule.max(initial=0)) + 1
    keys = np.unique(topic[rule >= 0] * span + rule[rule >= 0])
    return np.bincount(keys // span, minlength=size)
