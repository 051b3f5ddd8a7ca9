"""The tables of a part → its statistics, by columns: no row is looked at by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from rxcheck.audit.statistics.model import (
    ALIKE,
    EXAMPLES,
    OUTLIERS,
    Gap,
    Group,
    Hits,
    Outlier,
    Statistics,
    Totals,
    furthest,
)
from rxcheck.engine.columns import distinct
from rxcheck.finding import Outcome
from rxcheck.report.plain import visible
from rxcheck.terms import Action, CheckKind, ResolvedBy

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

_LONGEST = 80  # characters of a drug text
_CELLS = 16  # for each row, of a table of all possible keys that is filled in rather than that the keys are sorted
_INTERRUPTING = tuple(action.value for action in Action if action.interrupts)
_SHOWN = ["prescription_id", "store", "finding", "check", "rule_id", "drugs", "lines", "observed", "limit", "unit"]
_NUMBER = r"^\d{1,15}(\.\d{1,15})?$"


class _Coded(Struct, frozen=True):
    """A column as numbers of its distinct values; "" where there is none."""

    codes: Any  # int64 array: a value of each row
    names: list[str]

    def among(self, values: Sequence[str]) -> Bools:
        """Rows with one of some values."""
        wanted = np.array([name in values for name in self.names] or [False], dtype=np.bool_)
        found: Bools = wanted[self.codes]
        return found

    def only(self, rows: Bools) -> _Coded:
        """The same of some rows."""
        return _Coded(self.codes[rows], self.names)

    def counts(self, rows: Bools | None = None) -> Ints:
        """Rows of each value."""
        return np.bincount(self.codes if rows is None else self.codes[rows], minlength=len(self.names))


def _coded(column: Any) -> _Coded:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    coded = pc.dictionary_encode(column, null_encoding="encode")
    names = ["" if value is None else str(value) for value in coded.dictionary.to_pylist()]
    return _Coded(coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), names)


def _crossed(first: _Coded, second: _Coded) -> _Coded:
    """Values of two columns together, "a b"."""
    width = max(1, len(second.names))
    both, size = first.codes * width + second.codes, len(first.names) * width
    if size <= _CELLS * len(both):
        there = np.zeros(size, dtype=np.bool_)
        there[both] = True
        keys, codes = np.flatnonzero(there), (np.cumsum(there) - 1)[both]
    else:
        keys, codes = np.unique(both, return_inverse=True)
    names = [f"{first.names[key // width]} {second.names[key % width]}" for key in keys.tolist()]
    return _Coded(codes.astype(np.int64), names)


class _Of:
    """Rows of one table with the number of their prescription."""

    def __init__(self, table: pa.Table, ids: Any) -> None:
        import pyarrow.compute as pc

        self.table = table
        place = pc.index_in(table["prescription_id"], value_set=ids)
        self.rx: Ints = place.to_numpy().astype(np.int64)
        self._coded: dict[str, _Coded] = {}
        self._parts: dict[str, tuple[_Coded, Ints]] = {}

    def __getitem__(self, name: str) -> _Coded:
        if name not in self._coded:
            self._coded[name] = _coded(self.table[name])
        return self._coded[name]

    def parts_of(self, name: str) -> tuple[_Coded, Ints]:
        """The values of a column of lists, and the row of each."""
        import pyarrow.compute as pc

        if name not in self._parts:
            lists = self.table[name].combine_chunks()
            rows = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
            self._parts[name] = _coded(pc.list_flatten(lists)), rows
        return self._parts[name]


def statistics_of(tables: Mapping[str, pa.Table], antimicrobials: frozenset[str]) -> Statistics:
    """Statistics of one part from its findings, receipts and not_assessed; `antimicrobials` are ids of drugs."""
    import pyarrow.compute as pc

    ids = pc.unique(tables["receipts"]["prescription_id"])
    findings, lines, gaps = (_Of(tables[name], ids) for name in ("findings", "receipts", "not_assessed"))
    return _Counting(findings, lines, gaps, ids.to_pylist()).all(antimicrobials)


class _Counting:
    def __init__(self, findings: _Of, lines: _Of, gaps: _Of, ids: list[str]) -> None:
        self._findings, self._lines, self._gaps, self._ids = findings, lines, gaps, ids
        self._interrupting = findings["action"].among(_INTERRUPTING)
        self._first = np.zeros(len(ids), dtype=np.int64)  # line of each prescription
        self._first[lines.rx[::-1]] = np.arange(len(lines.rx))[::-1]
        self._items, self._item_row = _items(findings["cn_review"])
        self._with_findings = self._have(findings.rx)
        self._with_interrupting = self._have(findings.rx[self._interrupting])
        self._with_item = self._have(findings.rx[self._item_row])

    def _have(self, rx: Ints) -> Bools:
        """Which prescriptions are among some."""
        found = np.zeros(len(self._ids), dtype=np.bool_)
        found[rx] = True
        return found

    def all(self, antimicrobials: frozenset[str]) -> Statistics:
        findings = self._findings
        rule = findings["rule_id"]
        return Statistics(
            self._totals(antimicrobials),
            self._hits(findings["action"]),
            self._hits(findings["check"]),
            self._hits(rule),
            self._hits(self._items, self._item_row),
            self._pairs(),
            self._drugs(),
            self._groups("store"),
            self._groups("prescriber"),
            self._groups("authored_on"),
            self._missing(),
            self._unknown(),
            self._examples(rule),
            self._outliers(),
        )

    def _totals(self, antimicrobials: frozenset[str]) -> Totals:
        drugs, row = self._lines.parts_of("drugs")
        outcome, how = self._lines["outcome"], self._lines["resolved_by"]
        treated = self._have(self._lines.rx[row[drugs.among(sorted(antimicrobials))]])
        open_ = self._have(self._gaps.rx)
        item = np.array([name[:1] for name in self._items.names] or [""])[self._items.codes]
        by_part = [self._have(self._findings.rx[self._item_row[item == part]]) for part in "123"]
        counted: tuple[int | Bools, ...] = (
            len(self._ids),
            len(self._lines.rx),
            ~outcome.among((Outcome.NOT_CHECKED.value,)),
            how.among((ResolvedBy.UNRESOLVED.value,)),
            len(self._findings.rx),
            self._with_findings,
            self._with_interrupting,
            ~open_,
            treated,
            self._with_item,
            *by_part,
            ~open_ & ~self._with_item,
        )
        return Totals(*(each if isinstance(each, int) else int(each.sum()) for each in counted))

    def _distinct(self, column: _Coded, rx: Ints) -> Ints:
        """How many prescriptions each value stands in."""
        width = len(self._ids)
        if len(column.names) * width <= _CELLS * len(rx):
            seen = np.zeros((len(column.names), width), dtype=np.bool_)
            seen[column.codes, rx] = True
            filled: Ints = np.count_nonzero(seen, axis=1)
            return filled
        return np.bincount(distinct(column.codes * width + rx) // width, minlength=len(column.names))

    def _hits(self, column: _Coded, rows: Ints | None = None) -> dict[str, Hits]:
        rx, interrupting = self._findings.rx, self._interrupting
        if rows is not None:
            rx, interrupting = rx[rows], interrupting[rows]
        found = (column.counts(), self._distinct(column, rx), column.counts(interrupting))
        return _named(column, Hits, *found)

    def _pairs(self) -> dict[str, Hits]:
        """Of interactions between two drugs."""
        drugs, row = self._findings.parts_of("drugs")
        of_two = np.bincount(row, minlength=len(self._findings.rx)) == 2
        wanted = of_two & self._findings["check"].among((CheckKind.INTERACTION.value,))
        taken = wanted[row]
        codes = drugs.codes[taken]
        pairs = _crossed(_Coded(codes[::2], drugs.names), _Coded(codes[1::2], drugs.names))
        return self._hits(pairs, row[taken][::2])

    def _drugs(self) -> dict[str, Group]:
        """Of each drug: prescriptions that hold it, and the findings that name it."""
        held, line = self._lines.parts_of("drugs")
        named, row = self._findings.parts_of("drugs")
        rx, interrupting = self._findings.rx[row], self._interrupting[row]
        of_item = np.zeros(len(self._findings.rx), dtype=np.bool_)
        of_item[self._item_row] = True
        itemised = of_item[row]
        found: dict[str, Group] = {}
        for name, number in zip(held.names, self._distinct(held, self._lines.rx[line]).tolist(), strict=True):
            found[name] = Group(number)
        counts = (
            named.counts(),
            self._distinct(named, rx),
            self._distinct(named.only(interrupting), rx[interrupting]),
            self._distinct(named.only(itemised), rx[itemised]),
        )
        for name, *numbers in zip(named.names, *(count.tolist() for count in counts), strict=True):
            # A drug of a finding that no line resolves to (a record's, a class's) has no rate.
            if name in found:
                found[name].add(Group(0, *numbers))
        return found

    def _groups(self, name: str) -> dict[str, Group]:
        column = _coded(self._lines.table[name].take(self._first))
        of = column.codes
        numbers = (
            of,
            of[self._findings.rx],
            of[self._with_findings],
            of[self._with_interrupting],
            of[self._with_item],
        )
        return _named(column, Group, *(_Coded(each, column.names).counts() for each in numbers))

    def _missing(self) -> dict[str, Gap]:
        both = _crossed(self._gaps["reason"], self._gaps["fact"])
        return _named(both, Gap, both.counts(), self._distinct(both, self._gaps.rx))

    def _unknown(self) -> dict[str, int]:
        rows = self._lines["resolved_by"].among((ResolvedBy.UNRESOLVED.value,))
        texts = _coded(self._lines.table["as_written"].filter(rows))
        found: dict[str, int] = {}
        for name, lines in zip(texts.names, texts.counts().tolist(), strict=True):
            text = visible(name, _LONGEST)
            found[text] = found.get(text, 0) + lines
        return found

    def _examples(self, rule: _Coded) -> dict[str, list[str]]:
        """The first prescriptions of each rule, in the order of the table."""
        width = max(1, len(self._ids))
        keys = distinct(rule.codes * width + self._findings.rx)
        start = np.searchsorted(keys, np.arange(len(rule.names)) * width)
        return {
            name: [self._ids[key % width] for key in keys[at : at + EXAMPLES].tolist() if key // width == number]
            for number, (name, at) in enumerate(zip(rule.names, start.tolist(), strict=True))
        }

    def _outliers(self) -> list[Outlier]:
        """The findings about limits that are passed the furthest; the first of the table among equals."""
        import pyarrow as pa
        import pyarrow.compute as pc

        about = np.flatnonzero(self._findings["check"].among((CheckKind.LIMIT.value,)))
        texts = [self._findings.table[name].take(about).cast(pa.string()) for name in ("observed", "limit")]
        numbers = [pc.fill_null(pc.match_substring_regex(text, _NUMBER), False).to_numpy() for text in texts]
        both = numbers[0] & numbers[1]
        observed, limit = (text.filter(both).cast(pa.float64()).to_numpy() for text in texts)
        ratio = np.divide(observed, limit, out=np.zeros_like(observed), where=limit > 0)
        about = about[both]
        rule = self._findings["rule_id"].codes[about]
        order = np.argsort(-ratio, kind="stable")
        seen: Counter[int] = Counter()
        chosen: list[int] = []
        for row in order[ratio[order] > 1].tolist():
            seen[rule[row]] += 1
            if seen[rule[row]] <= ALIKE:
                chosen.append(row)
            if len(chosen) == OUTLIERS:
                break
        rows = self._findings.table.select(_SHOWN).take(about[chosen]).to_pylist()
        return furthest([_outlier(row) for row in rows])


def _outlier(row: dict[str, Any]) -> Outlier:
    return Outlier(
        row["prescription_id"],
        row["store"] or "",
        row["finding"],
        row["rule_id"],
        tuple(row["drugs"]),
        tuple(row["lines"]),
        row["observed"],
        row["limit"],
        row["unit"] or "",
    )


def _items(column: _Coded) -> tuple[_Coded, Ints]:
    """Items of 处方点评 and the row of each: a finding may be of several ("2-7;3-4")."""
    names = sorted({item for name in column.names for item in name.split(";") if item})
    none = np.zeros(0, dtype=np.int64)
    codes, rows = [none], [none]
    for number, name in enumerate(column.names):
        for item in filter(None, name.split(";")):
            of = np.flatnonzero(column.codes == number)
            rows.append(of)
            codes.append(np.full(len(of), names.index(item)))
    return _Coded(np.concatenate(codes), names), np.concatenate(rows)


def _named(column: _Coded, kind: type[Any], *counts: Ints) -> dict[str, Any]:
    rows = zip(column.names, *(count.tolist() for count in counts), strict=True)
    return {name: kind(*numbers) for name, *numbers in rows}
