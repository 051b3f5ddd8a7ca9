"""What an audit writes of each prescription: findings, lines and what was not assessed, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct

from rxcheck.audit.intake import Block
from rxcheck.checks.interface import Check, Context, no_comparison
from rxcheck.checks.outcomes import PREFIX, codes_of, line_outcome
from rxcheck.engine.columns import expand
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.kb.compile_codes import ACTION_OF, FACT_CODE, FACT_OF, REASON_CODE, REASON_OF, SEVERITY_OF
from rxcheck.sources.csv_long import GROUP_COLUMNS
from rxcheck.sources.interface import MAX_LINES
from rxcheck.terms import CheckKind, Fact, Reason

if TYPE_CHECKING:
    from rxcheck.engine.compiled import BoolArray, IntArray, Kb

_LIST = pa.list_(pa.string())
_TEXT = pa.string()
_ABOUT = [("prescription_id", _TEXT), ("authored_on", pa.date32()), ("store", _TEXT), ("prescriber", _TEXT)]
FINDINGS = pa.schema(
    [
        *_ABOUT,
        ("finding", _TEXT),
        ("check", _TEXT),
        ("action", _TEXT),
        ("severity", _TEXT),
        ("evidence", _TEXT),
        ("rule_id", _TEXT),
        ("modifier", _TEXT),
        ("drugs", _LIST),
        ("lines", _LIST),
        ("observed", _TEXT),
        ("limit", _TEXT),
        ("unit", _TEXT),
        ("hl7_act", _TEXT),
        ("ncpdp", _TEXT),
        ("cn_review", _TEXT),
        ("also", _LIST),
    ]
)
RECEIPTS = pa.schema(
    [
        *_ABOUT,
        ("line", _TEXT),
        ("as_written", _TEXT),
        ("drugs", _LIST),
        ("resolved_by", _TEXT),
        ("outcome", _TEXT),
        ("findings", pa.int32()),
    ]
)
NOT_ASSESSED = pa.schema(
    [
        *_ABOUT,
        ("check", _TEXT),
        ("reason", _TEXT),
        ("fact", _TEXT),
        ("lines", _LIST),
        ("drugs", _LIST),
        ("rules", pa.int32()),
        ("worst", _TEXT),
    ]
)
SCHEMAS = {"findings": FINDINGS, "receipts": RECEIPTS, "not_assessed": NOT_ASSESSED}
_SPAN = 1 + max(*ACTION_OF, *SEVERITY_OF)
_GRAVITY = {  # the graver, the smaller
    (action, severity): -10 * name.rank - word.rank
    for action, name in ACTION_OF.items()
    for severity, word in SEVERITY_OF.items()
}


def _words_of(codes: Mapping[int, StrEnum]) -> pa.Array:
    """A word for each code; none where there is none."""
    return pa.array([codes[code].value if code in codes else None for code in range(max(codes) + 1)], pa.string())


_ACTIONS, _SEVERITIES = _words_of(ACTION_OF), _words_of(SEVERITY_OF)
_LINE_IDS = [str(number) for number in range(1, MAX_LINES + 1)]


class Found(Struct, frozen=True):
    """The tables of one block, and for each prescription whether it has a finding, one that interrupts, and anything not assessed."""

    tables: dict[str, pa.Table]
    with_findings: BoolArray
    interrupting: BoolArray
    complete: BoolArray


class RuleWords:
    """What all findings of a rule have in common: check, rule, evidence, codes of HL7, NCPDP and 处方点评. Read once each."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._known: dict[tuple[CheckKind, int], tuple[str | None, ...]] = {}

    def of(self, kind: CheckKind, rule: int) -> tuple[str | None, ...]:
        """Those of one rule."""
        found = self._known.get((kind, rule))
        if found is None:
            info = self._kb.rules(kind)[rule]
            codes = codes_of(self._kb, kind, info)
            evidence = info.evidence.value if info.evidence else None
            found = kind.value, info.rule_id, evidence, codes.hl7_act, codes.ncpdp, codes.cn_review
            self._known[kind, rule] = found
        return found


def tables_of(
    block: Block, context: Context, words: RuleWords, hits: Sequence[tuple[Check, Hits]], gaps: Sequence[Gaps]
) -> Found:
    """What the checks found in a block."""
    writer = _Writer(block, context, words)
    findings, counts = writer.findings(hits)
    missing = writer.not_assessed(gaps)
    has = np.zeros(len(context.batch), dtype=np.bool_)
    interrupts = np.zeros(len(context.batch), dtype=np.bool_)
    for _, each in hits:
        has[each.rx] = True
        interrupts[each.rx[np.isin(each.action, _INTERRUPTING)]] = True
    open_rx = np.zeros(len(context.batch), dtype=np.bool_)
    open_rx[missing[0]] = True
    tables = {"findings": findings, "receipts": writer.receipts(counts), "not_assessed": missing[1]}
    return Found(tables, has, interrupts, ~open_rx)


_INTERRUPTING = [code for code, action in ACTION_OF.items() if action.interrupts]


class _Writer:
    def __init__(self, block: Block, context: Context, words: RuleWords) -> None:
        self._block = block
        self._context = context
        self._batch = context.batch
        self._within = np.arange(len(self._batch.line_rx)) - self._batch.line_start[self._batch.line_rx]
        self._words = words

    @cached_property
    def _about(self) -> list[pa.Array]:
        """The columns that say which prescription, one row for each."""
        block, sheet = self._block, self._block.sheet
        columns = [pa.array(block.dates, pa.date32())]
        for name in GROUP_COLUMNS:
            column = sheet.columns.get(name)
            if column is None:
                columns.append(pa.nulls(len(block.first), pa.string()))
                continue
            texts = pa.array([text or None for text in column.texts], pa.string())
            columns.append(texts.take(pa.array(column.codes[block.first])))
        idents = sheet.columns["prescription_id"]
        return [pa.array(idents.texts, pa.string()).take(pa.array(idents.codes[block.first])), *columns]

    def _table(self, schema: pa.Schema, rx: IntArray, columns: Iterable[pa.Array]) -> pa.Table:
        rows = pa.array(rx)
        return pa.Table.from_arrays([*(column.take(rows) for column in self._about), *columns], schema=schema)

    # Findings

    def findings(self, hits: Sequence[tuple[Check, Hits]]) -> tuple[pa.Table, IntArray]:
        """The table, and how many findings each line has."""
        batch, some = self._batch, [(check, each) for check, each in hits if len(each)]
        counts = np.zeros(len(batch.line_rx), dtype=np.int64)
        if not some:
            return FINDINGS.empty_table(), counts
        fixed, of = self._fixed(some)
        rx, action, severity, modifier = (
            np.concatenate([getattr(each, name) for _, each in some])
            for name in ("rx", "action", "severity", "modifier")
        )
        owner, line = self._lines_of_hits(some)
        np.add.at(counts, line, 1)
        lines = _lists(owner, pa.array(_LINE_IDS, pa.string()).take(pa.array(self._within[line])), len(rx))
        drugs = [check.drugs(self._context, each, number) for check, each in some for number in range(len(each))]
        compared = [found for check, each in some for found in self._compared(check, each)]
        also = [names for check, each in some for names in self._also(check, each)]
        order = self._order((rx, action, severity, of), lines, drugs)
        begin = np.searchsorted(rx[order], np.arange(len(batch) + 1))
        places = np.arange(len(rx)) - begin[rx[order]]
        numbers = [f"F{number}" for number in range(1, int(places.max()) + 2)]
        rows = pa.array(order)
        kind, name, evidence, hl7, ncpdp, cn_review = (
            pa.array(column, pa.string()).take(pa.array(of)).take(rows) for column in zip(*fixed, strict=True)
        )
        observed, limit, unit = (pa.array(column, pa.string()).take(rows) for column in zip(*compared, strict=True))
        modifiers = [each.modifier_id for each in self._context.kb.compiled.text.modifiers]
        columns = [
            pa.array(numbers, pa.string()).take(pa.array(places)),
            kind,
            _ACTIONS.take(pa.array(action[order])),
            _SEVERITIES.take(pa.array(severity[order])),
            evidence,
            name,
            pa.array([None, *modifiers], pa.string()).take(pa.array(modifier[order] + 1)),
            pa.array(drugs, _LIST).take(rows),
            lines.take(rows),
            observed,
            limit,
            unit,
            hl7,
            ncpdp,
            cn_review,
            pa.array(also, _LIST).take(rows),
        ]
        return self._table(FINDINGS, rx[order], columns), counts

    def _fixed(self, some: Sequence[tuple[Check, Hits]]) -> tuple[list[tuple[str | None, ...]], IntArray]:
        """What is the same for all findings of a rule (check, rule, evidence, codes), in ascending order, and which is whose."""
        found: dict[tuple[CheckKind, int], tuple[str | None, ...]] = {}
        used = []
        for check, each in some:
            numbers, place = np.unique(each.rule, return_inverse=True)
            used.append((check.kind, numbers.tolist(), place))
            for rule in numbers.tolist():
                found[check.kind, rule] = self._words.of(check.kind, rule)
        ordered = sorted(found, key=lambda key: found[key][:2])
        rank = {key: number for number, key in enumerate(ordered)}
        of = [np.array([rank[kind, rule] for rule in rules], dtype=np.int64)[place] for kind, rules, place in used]
        return [found[key] for key in ordered], np.concatenate(of)

    def _lines_of_hits(self, some: Sequence[tuple[Check, Hits]]) -> tuple[IntArray, IntArray]:
        """(number of the hit, line) of every line of every hit, in order."""
        before, keys, size = 0, [], len(self._batch.line_rx)
        for _, each in some:
            owner, item = _flat(each.items)
            keys.append((owner + before) * size + self._batch.item_line[item])
            if each.lines is not None:
                owner, line = _flat(each.lines)
                keys.append((owner + before) * size + line)
            before += len(each)
        every = np.unique(np.concatenate(keys))
        return every // size, every % size

    def _compared(self, check: Check, hits: Hits) -> Iterator[tuple[str | None, str | None, str | None]]:
        if check.compared is no_comparison:
            yield from ((None, None, None),) * len(hits)
            return
        for number in range(len(hits)):
            found = check.compared(self._context, hits, number)
            yield (found.observed, found.limit, found.unit) if found is not None else (None, None, None)

    def _also(self, check: Check, hits: Hits) -> Iterator[list[str]]:
        rules = self._context.kb.rules(check.kind)
        for others in hits.also:
            yield [rules[other].rule_id for other in others]

    def _order(self, columns: tuple[IntArray, ...], lines: pa.ListArray, drugs: Sequence[tuple[str, ...]]) -> IntArray:
        """The order of `checks.outcomes.numbered`."""
        rx, action, severity, of = columns
        grave = np.array([[_GRAVITY.get((a, s), 0) for s in range(_SPAN)] for a in range(_SPAN)])[action, severity]
        order = np.lexsort((of, grave, rx))
        keys = np.column_stack([rx, grave, of])[order]
        tied = np.flatnonzero((keys[1:] == keys[:-1]).all(axis=1))
        for first in tied[np.append(True, np.diff(tied) > 1)].tolist() if len(tied) else ():
            last = first + 1
            while last + 1 < len(order) and (keys[last + 1] == keys[first]).all():
                last += 1
            mine = order[first : last + 1].tolist()
            order[first : last + 1] = sorted(mine, key=lambda hit: (lines[hit].as_py(), drugs[hit]))
        return order

    # Lines

    def receipts(self, counts: IntArray) -> pa.Table:
        """How every line was understood."""
        batch = self._batch
        used, place = np.unique(batch.line_of, return_inverse=True)
        lines = [batch.lines[number] for number in used.tolist()]
        found = [batch.resolutions[number] for number in used.tolist()]
        rows = pa.array(place)
        columns = [
            pa.array(_LINE_IDS, pa.string()).take(pa.array(self._within)),
            pa.array([line.as_written for line in lines], pa.string()).take(rows),
            pa.array([[item.drug for item in each.ingredients] for each in found], _LIST).take(rows),
            pa.array([each.how.value for each in found], pa.string()).take(rows),
            pa.array([line_outcome(self._context.kb, each).value for each in found], pa.string()).take(rows),
            pa.array(counts.astype(np.int32)),
        ]
        return self._table(RECEIPTS, batch.line_rx, columns)

    # What was not assessed

    def not_assessed(self, gaps: Sequence[Gaps]) -> tuple[IntArray, pa.Table]:
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
            _ACTIONS.take(pa.array(rows[:, 7])),
        ]
        rx = rows[order, 0]
        return rx, self._table(NOT_ASSESSED, rx, [column.take(pa.array(order)) for column in columns])

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
        return _lists(kept[:, 0], pa.array(names, pa.string()).take(pa.array(kept[:, 1])), len(rows))

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
        return _lists(owner, pa.array(_LINE_IDS, pa.string()).take(pa.array(self._within[line])), len(rows))


ALL_LINES = -2  # all lines of the prescription that have an ingredient


def _flat(lists: Sequence[tuple[int, ...]]) -> tuple[IntArray, IntArray]:
    """(number of the list, value) of all values."""
    sizes = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    values = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(sizes.sum()))
    return np.repeat(np.arange(len(lists)), sizes), values


def _lists(owner: IntArray, values: pa.Array, size: int) -> pa.Array:
    """A list for each of `size` owners; `owner` is ascending."""
    offsets = np.searchsorted(owner, np.arange(size + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


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
