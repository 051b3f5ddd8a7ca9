"""What an audit writes of each prescription: findings, lines and what was not assessed, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct

from rxcheck.audit.arrays import ACTIONS, LINE_IDS, LIST, SEVERITIES, lists
from rxcheck.audit.intake import UNDATED, Block
from rxcheck.audit.missing import Missing
from rxcheck.audit.written import WrittenLines
from rxcheck.checks.interface import Check, Context, no_comparison
from rxcheck.checks.outcomes import codes_of
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.kb.compile_codes import ACTION_OF, SEVERITY_OF
from rxcheck.sources.csv_long import GROUP_COLUMNS
from rxcheck.terms import CheckKind

if TYPE_CHECKING:
    from rxcheck.engine.compiled import BoolArray, IntArray, Kb

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
        ("drugs", LIST),
        ("lines", LIST),
        ("observed", _TEXT),
        ("limit", _TEXT),
        ("unit", _TEXT),
        ("hl7_act", _TEXT),
        ("ncpdp", _TEXT),
        ("cn_review", _TEXT),
        ("also", LIST),
    ]
)
RECEIPTS = pa.schema(
    [
        *_ABOUT,
        ("line", _TEXT),
        ("as_written", _TEXT),
        ("drugs", LIST),
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
        ("lines", LIST),
        ("drugs", LIST),
        ("rules", pa.int32()),
        ("worst", _TEXT),
    ]
)
SCHEMAS = {"findings": FINDINGS, "receipts": RECEIPTS, "not_assessed": NOT_ASSESSED}
_EPOCH = date(1970, 1, 1).toordinal()  # day 0 of Arrow
_SPAN = 1 + max(*ACTION_OF, *SEVERITY_OF)
_GRAVITY = {  # the graver, the smaller
    (action, severity): -10 * name.rank - word.rank
    for action, name in ACTION_OF.items()
    for severity, word in SEVERITY_OF.items()
}


class Found(Struct, frozen=True):
    """The tables of one block, and for each prescription whether it has a finding, one that interrupts, and anything not assessed."""

    tables: dict[str, pa.Table]
    with_findings: BoolArray
    interrupting: BoolArray
    complete: BoolArray


class RuleWords:
    """What all findings of a rule have in common: check, rule, evidence, codes of HL7, NCPDP and 处方点评. Read once each.
    `lines`: what receipts say of lines."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._known: dict[tuple[CheckKind, int], tuple[str | None, ...]] = {}
        self.lines = WrittenLines(kb)

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
        days = (block.days - _EPOCH).astype(np.int32)
        columns = [pa.array(days, mask=block.days == UNDATED).cast(pa.date32())]
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
        lines = lists(owner, pa.array(LINE_IDS, pa.string()).take(pa.array(self._within[line])), len(rx))
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
            ACTIONS.take(pa.array(action[order])),
            SEVERITIES.take(pa.array(severity[order])),
            evidence,
            name,
            pa.array([None, *modifiers], pa.string()).take(pa.array(modifier[order] + 1)),
            pa.array(drugs, LIST).take(rows),
            lines.take(rows),
            observed,
            limit,
            unit,
            hl7,
            ncpdp,
            cn_review,
            pa.array(also, LIST).take(rows),
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
        rows = pa.array(batch.line_of)
        columns = [
            pa.array(LINE_IDS, pa.string()).take(pa.array(self._within)),
            *(column.take(rows) for column in self._words.lines.columns(batch)),
            pa.array(counts.astype(np.int32)),
        ]
        return self._table(RECEIPTS, batch.line_rx, columns)

    def not_assessed(self, gaps: Sequence[Gaps]) -> tuple[IntArray, pa.Table]:
        """(prescription of each row, the table)."""
        rx, columns = Missing(self._context, self._within).columns(gaps)
        return rx, self._table(NOT_ASSESSED, rx, columns)


def _flat(lists: Sequence[tuple[int, ...]]) -> tuple[IntArray, IntArray]:
    """(number of the list, value) of all values."""
    sizes = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    values = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(sizes.sum()))
    return np.repeat(np.arange(len(lists)), sizes), values
