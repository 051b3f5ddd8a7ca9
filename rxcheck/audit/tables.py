"""What an audit writes of each prescription: findings, lines and what was not assessed, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from msgspec import Struct

from rxcheck.audit.intake import Block
from rxcheck.checks.interface import Check, Context
from rxcheck.checks.outcomes import PREFIX, codes_of, line_outcome
from rxcheck.engine.columns import expand
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.kb.compile_codes import ACTION_OF, FACT_CODE, FACT_OF, REASON_CODE, REASON_OF, SEVERITY_OF
from rxcheck.sources.csv_long import GROUP_COLUMNS
from rxcheck.sources.interface import MAX_LINES
from rxcheck.terms import CheckKind, Fact, Reason

if TYPE_CHECKING:
    from rxcheck.engine.compiled import BoolArray, IntArray

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
_GRAVITY = {
    (action, severity): (-name.rank, -word.rank)
    for action, name in ACTION_OF.items()
    for severity, word in SEVERITY_OF.items()
}
_LINE_IDS = [str(number) for number in range(1, MAX_LINES + 1)]


class Found(Struct, frozen=True):
    """The tables of one block, and for each prescription whether it has a finding, one that interrupts, and anything not assessed."""

    tables: dict[str, pa.Table]
    with_findings: BoolArray
    interrupting: BoolArray
    complete: BoolArray


def tables_of(block: Block, context: Context, hits: Sequence[tuple[Check, Hits]], gaps: Sequence[Gaps]) -> Found:
    """What the checks found in a block."""
    writer = _Writer(block, context)
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
    def __init__(self, block: Block, context: Context) -> None:
        self._block = block
        self._context = context
        self._batch = context.batch
        self._within = np.arange(len(self._batch.line_rx)) - self._batch.line_start[self._batch.line_rx]
        self._static: dict[tuple[CheckKind, int], tuple[Any, ...]] = {}

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
        batch = self._batch
        counts = np.zeros(len(batch.line_rx), dtype=np.int64)
        rows: list[tuple[Any, ...]] = []
        for check, each in hits:
            rows += self._rows(check, each, counts)
        # The order and the numbers are those of `checks.outcomes.numbered`.
        rows.sort(key=lambda row: row[0])
        rx = np.array([row[0][0] for row in rows], dtype=np.int64)
        begin = np.searchsorted(rx, np.arange(len(batch) + 1))
        places = np.arange(len(rx)) - begin[rx]
        most = int(places.max(initial=-1)) + 1
        names = pa.array([f"F{number}" for number in range(1, most + 1)], pa.string()).take(pa.array(places))
        fields = [FINDINGS.field(number) for number in range(len(_ABOUT) + 1, len(FINDINGS))]
        values = list(zip(*(row[1:] for row in rows), strict=True)) or [()] * len(fields)
        arrays = [pa.array(column, type=field.type) for column, field in zip(values, fields, strict=True)]
        return self._table(FINDINGS, rx, [names, *arrays]), counts

    def _rows(self, check: Check, hits: Hits, counts: IntArray) -> Iterator[tuple[Any, ...]]:
        """(sort key, columns behind the number) of each finding."""
        context, batch = self._context, self._batch
        item_line, within = batch.item_line.tolist(), self._within.tolist()
        rules = context.kb.rules(check.kind)
        modifiers = context.kb.compiled.text.modifiers
        kind = check.kind.value
        columns = (
            hits.rx.tolist(),
            hits.rule.tolist(),
            hits.action.tolist(),
            hits.severity.tolist(),
            hits.modifier.tolist(),
        )
        for number, (rx, rule, action, severity, modifier) in enumerate(zip(*columns, strict=True)):
            lines = {item_line[item] for item in hits.items[number]}
            if hits.lines is not None:
                lines.update(hits.lines[number])
            ordered = sorted(lines)
            for line in ordered:
                counts[line] += 1
            ids = [_LINE_IDS[within[line]] for line in ordered]
            drugs = check.drugs(context, hits, number)
            compared = check.compared(context, hits, number)
            fixed = self._static.get((check.kind, rule)) or self._fixed(check.kind, rule)
            rank, name, evidence, codes = _GRAVITY[action, severity], *fixed
            yield (
                (rx, *rank, kind, name, ids, drugs),
                kind,
                ACTION_OF[action].value,
                SEVERITY_OF[severity].value,
                evidence,
                name,
                modifiers[modifier].modifier_id if modifier >= 0 else None,
                drugs,
                ids,
                compared.observed if compared else None,
                compared.limit if compared else None,
                compared.unit if compared else None,
                *codes,
                [rules[other].rule_id for other in hits.also[number]],
            )

    def _fixed(self, kind: CheckKind, rule: int) -> tuple[Any, ...]:
        """What is the same for all findings of a rule."""
        info = self._context.kb.rules(kind)[rule]
        codes = codes_of(self._context, kind, info)
        evidence = info.evidence.value if info.evidence else None
        found = info.rule_id, evidence, (codes.hl7_act, codes.ncpdp, codes.cn_review)
        self._static[kind, rule] = found
        return found

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
        worst = range(max(ACTION_OF) + 1)
        actions = pa.array([ACTION_OF[code].value if code in ACTION_OF else None for code in worst], pa.string())
        columns = [
            check_names.take(pa.array(rows[:, 1] + 1)),
            reasons.take(pa.array(rows[:, 2])),
            facts.take(pa.array(rows[:, 3])),
            self._line_lists(rows),
            self._drug_lists(entries),
            pa.array(rows[:, 6].astype(np.int32)),
            actions.take(pa.array(rows[:, 7])),
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
