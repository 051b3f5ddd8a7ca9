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
from rxcheck.checks.interface import Check, Context
from rxcheck.checks.outcomes import codes_of
from rxcheck.engine.columns import distinct, distinct_rows
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


_Flat = tuple["IntArray", "IntArray"]  # (number of the list, value) of all values of lists


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
        items = [_flat(each.items) for _, each in some]
        owner, line = self._lines_of_hits(some, items)
        np.add.at(counts, line, 1)
        named, drugs = self._drugs(some, items)
        order = self._order((rx, action, severity, of), (owner, line), named, drugs)
        rx = rx[order]
        begin = np.searchsorted(rx, np.arange(len(batch) + 1))
        places = np.arange(len(rx)) - begin[rx]
        numbers = [f"F{number}" for number in range(1, int(places.max()) + 2)]
        rows, rules = pa.array(order), pa.array(of[order])
        kind, name, evidence, hl7, ncpdp, cn_review = (
            pa.array(column, pa.string()).take(rules) for column in zip(*fixed, strict=True)
        )
        modifiers = [each.modifier_id for each in self._context.kb.compiled.text.modifiers]
        columns = [
            pa.array(numbers, pa.string()).take(pa.array(places)),
            kind,
            ACTIONS.take(pa.array(action[order])),
            SEVERITIES.take(pa.array(severity[order])),
            evidence,
            name,
            pa.array([None, *modifiers], pa.string()).take(pa.array(modifier[order] + 1)),
            pa.array(drugs, LIST).take(pa.array(named[order])),
            lists(owner, pa.array(LINE_IDS, pa.string()).take(pa.array(self._within[line])), len(rx)).take(rows),
            *self._compared(some, order),
            hl7,
            ncpdp,
            cn_review,
            self._also(some).take(rows),
        ]
        return self._table(FINDINGS, rx, columns), counts

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

    def _lines_of_hits(self, some: Sequence[tuple[Check, Hits]], items: Sequence[_Flat]) -> _Flat:
        """(number of the hit, line) of every line of every hit, in order."""
        before, keys, size = 0, [], len(self._batch.line_rx)
        for (_, each), (owner, item) in zip(some, items, strict=True):
            keys.append((owner + before) * size + self._batch.item_line[item])
            if each.lines is not None:
                holder, line = _flat(each.lines)
                keys.append((holder + before) * size + line)
            before += len(each)
        every = distinct(np.concatenate(keys))
        return every // size, every % size

    def _drugs(
        self, some: Sequence[tuple[Check, Hits]], items: Sequence[_Flat]
    ) -> tuple[IntArray, list[tuple[str, ...]]]:
        """(which of the lists each hit names, lists of ingredients): asked once of all hits about the same ones."""
        names, which = self._context.kb.compiled.text.drugs, []
        found: list[tuple[str, ...]] = []
        for (check, each), (owner, item) in zip(some, items, strict=True):
            distinct_ones, place = _distinct_lists(owner, self._batch.item_drug[item], len(each))
            which.append(place + len(found))
            found += [check.drugs(tuple(names[code] for code in codes if code >= 0)) for codes in distinct_ones]
        return np.concatenate(which), found

    def _compared(self, some: Sequence[tuple[Check, Hits]], order: IntArray) -> Iterator[pa.Array]:
        """What was observed, the limit and the unit, of the hits in `order`."""
        context, before = self._context, 0
        texts: list[tuple[str | None, ...]] = [(None, None, None)]
        place = np.zeros(len(order), dtype=np.int64)  # in the texts
        for check, each in some:
            rules = context.kb.rules(check.kind)
            used = [rule for rule in distinct(each.rule).tolist() if check.compares(rules[rule])]
            for number in np.flatnonzero(np.isin(each.rule, used)).tolist():
                told = check.compared(context, each, number)
                if told is not None:
                    place[before + number] = len(texts)
                    texts.append((told.observed, told.limit, told.unit))
            before += len(each)
        rows = pa.array(place[order])
        for column in zip(*texts, strict=True):
            yield pa.array(column, pa.string()).take(rows)

    def _also(self, some: Sequence[tuple[Check, Hits]]) -> pa.Array:
        """The ids of the other rules that each hit stands for."""
        owners, names, before = [], [], 0
        for check, each in some:
            rules = self._context.kb.rules(check.kind)
            owner, other = _flat(each.also)
            owners.append(owner + before)
            names += [rules[rule].rule_id for rule in other.tolist()]
            before += len(each)
        return lists(np.concatenate(owners), pa.array(names, pa.string()), before)

    def _order(
        self, columns: tuple[IntArray, ...], lines: _Flat, named: IntArray, drugs: Sequence[tuple[str, ...]]
    ) -> IntArray:
        """The order of `checks.outcomes.numbered`."""
        rx, action, severity, of = columns
        grave = np.array([[_GRAVITY.get((a, s), 0) for s in range(_SPAN)] for a in range(_SPAN)])[action, severity]
        order = np.lexsort((of, grave, rx))
        keys = np.column_stack([rx, grave, of])[order]
        same = (keys[1:] == keys[:-1]).all(axis=1)
        group = np.append(0, np.cumsum(~same))
        tied = np.flatnonzero(np.append(False, same) | np.append(same, False))
        owner, line = lines
        begin = np.searchsorted(owner, np.arange(len(order) + 1))

        def rank(place: int) -> tuple[int, list[str], tuple[str, ...]]:
            hit = order[place]
            mine = self._within[line[begin[hit] : begin[hit + 1]]].tolist()
            return int(group[place]), [LINE_IDS[number] for number in mine], drugs[named[hit]]

        order[tied] = order[sorted(tied.tolist(), key=rank)]
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


def _flat(lists: Sequence[tuple[int, ...]]) -> _Flat:
    """(number of the list, value) of all values."""
    sizes = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    values = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(sizes.sum()))
    return np.repeat(np.arange(len(lists)), sizes), values


def _distinct_lists(owner: IntArray, values: IntArray, size: int) -> tuple[list[list[int]], IntArray]:
    """(the distinct ones of `size` lists of numbers from 0 up, filled up with -1; for every list which of these it is)."""
    lengths = np.bincount(owner, minlength=size)
    table = np.full((size, max(1, int(lengths.max()))), -1, dtype=np.int64)
    table[owner, np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)] = values
    first, place = distinct_rows(table)
    return table[first].tolist(), place
