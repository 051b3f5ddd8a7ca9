"""What was not assessed, as columns: names that nobody understands, and gaps of the checks, each topic once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct

from rxcheck.audit.arrays import ACTIONS, LINE_IDS, lists, offsets
from rxcheck.checks.interface import Context
from rxcheck.checks.outcomes import PREFIX
from rxcheck.engine.columns import expand, one_key, starts
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
        begin = np.cumsum([0, *(len(each.rows) for each in entries)])
        rows = np.concatenate([each.rows for each in entries])
        order = np.argsort(rows[:, 0], kind="stable")
        rows = rows[order]
        place = np.empty(len(order), dtype=np.int64)  # of each topic in that order
        place[order] = np.arange(len(order))
        named = [
            np.column_stack([place[start + each.drugs[:, 0]], each.drugs[:, 1]])
            for each, start in zip(entries, begin.tolist(), strict=False)
        ]
        check_names = pa.array([None, *(each.check.value for each in gaps)], pa.string())
        reasons = pa.array([each.value for each in REASON_OF], pa.string())
        facts = pa.array([each.value for each in FACT_OF], pa.string())
        owner, line = self._lines_of(rows)
        columns = [
            check_names.take(pa.array(rows[:, 1] + 1)),
            reasons.take(pa.array(rows[:, 2])),
            facts.take(pa.array(rows[:, 3])),
            lists(owner, pa.array(LINE_IDS, pa.string()).take(pa.array(self._within[line])), len(rows)),
            self._drug_lists(np.concatenate(named), rows, owner, line),
            pa.array(rows[:, 6].astype(np.int32)),
            ACTIONS.take(pa.array(rows[:, 7])),
        ]
        return rows[:, 0], columns

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
        columns = [gaps.rx, gaps.reason, gaps.fact, first, second]
        # Within a prescription the places of lines are ordered as their numbers are, and smaller.
        short = [np.where(line >= 0, self._within[np.maximum(line, 0)], line) for line in (first, second)]
        topics = one_key([*columns[:3], *short, self._told(gaps)])
        key = one_key([topics, gaps.rule])
        order = np.argsort(key, kind="stable")  # the fastest where much is in order: gaps come by prescription
        key, topics, rule = key[order], topics[order], gaps.rule[order]
        new = starts(topics)
        begin, topic = np.flatnonzero(new), np.cumsum(new) - 1
        actions = context.kb.ints(f"{PREFIX[gaps.check]}_action").astype(np.int64)
        grave = np.where(rule >= 0, actions[np.maximum(rule, 0)], 0)
        rows = np.empty((len(begin), 8), dtype=np.int64)
        for place, column in zip((0, 2, 3, 4, 5), columns, strict=True):
            rows[:, place] = column[order[begin]]
        rows[:, 1] = number
        rows[:, 6] = np.bincount(topic[starts(key) & (rule >= 0)], minlength=len(begin))  # distinct rules
        rows[:, 7] = np.maximum.reduceat(grave, begin) if len(begin) else 0
        drug = gaps.drug[order]
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

    def _drug_lists(self, named: IntArray, rows: IntArray, owner: IntArray, line: IntArray) -> pa.Array:
        """The ingredients that the gaps of each topic name (`named`: topic, ingredient), else those of its lines (`owner`: topic,
        `line`), each once."""
        batch, names = self._batch, self._context.kb.compiled.text.drugs
        bare = rows[:, 1] >= 0  # not the names that nobody understands
        bare[named[:, 0]] = False
        mine = bare[owner]
        place, item = expand(self._items_of_lines, line[mine])
        told = np.sort(named[:, 0] * len(names) + named[:, 1], kind="stable")
        told = told[starts(told)]
        holder = owner[mine][place]
        keys = holder * len(names) + batch.item_drug[item]
        first = np.bincount(holder, minlength=len(rows))[holder] == 1
        several = np.flatnonzero(~first)
        first[several[np.unique(keys[several], return_index=True)[1]]] = True
        kept = np.concatenate([told, keys[first]])
        kept = kept[np.argsort(kept // len(names), kind="stable")]
        return lists(kept // len(names), pa.array(names, pa.string()).take(pa.array(kept % len(names))), len(rows))

    @cached_property
    def _items_of_lines(self) -> IntArray:
        """Where the items of each line begin."""
        return offsets(self._batch.item_line, len(self._batch.line_rx))

    def _lines_of(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """(number of the topic, line) of every line of topics, in order."""
        batch = self._batch
        whole = np.flatnonzero(rows[:, 4] == ALL_LINES)
        held = np.flatnonzero(np.diff(self._items_of_lines) > 0)
        owner, place = expand(offsets(batch.line_rx[held], len(batch)), rows[whole, 0])
        pair = rows[:, 4:6].ravel()
        named = np.flatnonzero(pair >= 0)
        owners, lines = np.concatenate([named // 2, whole[owner]]), np.concatenate([pair[named], held[place]])
        order = np.argsort(owners, kind="stable")
        return owners[order], lines[order]


class _Topics(Struct, frozen=True):
    """Things that were not assessed. Rows: prescription, number of the check (-1: none), reason, fact, two lines, rules that wait, their
    gravest action. `drugs`: (number of the row, ingredient) that the gaps name."""

    rows: IntArray
    drugs: IntArray
