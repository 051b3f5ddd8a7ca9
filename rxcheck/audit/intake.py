"""A sheet → blocks of prescriptions as columns. Every distinct line, and every distinct part of what is said of a patient, is read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rxcheck.audit.combinations import BLANK, Cells, Combinations
from rxcheck.audit.patients import PatientParts
from rxcheck.audit.sheet import Column, Sheet
from rxcheck.engine.batch import Parts
from rxcheck.engine.intake import Growing, Lines, depends_on_body, stated_row
from rxcheck.errors import InputError
from rxcheck.kb.when import STATED_WORDS
from rxcheck.model import MedicationLine, Patient
from rxcheck.sources.csv_long import (
    LINE_COLUMNS,
    ORDER_COLUMNS,
    SHARED_COLUMNS,
    date_in,
    days_in,
    order_in,
    same_line,
)
from rxcheck.sources.interface import MAX_LINES
from rxcheck.sources.labs import LabTable

if TYPE_CHECKING:
    from rxcheck.engine.compiled import BoolArray, IntArray, Kb

MOST_KEPT = 200_000  # distinct lines, or parts of patients; beyond, they are read anew
UNDATED = 0
_BROKEN = -1
_DAYS = LINE_COLUMNS.index("days")


class Block(Struct, frozen=True):
    """Prescriptions of a sheet, in its order: the rows of the sheet that are their lines, and what a batch is made of.

    `first` is the row of each prescription's first line, `days` the day of each (`date.toordinal`) or UNDATED.
    """

    sheet: Sheet
    rows: IntArray
    first: IntArray
    days: IntArray
    parts: Parts


class Group(Struct, frozen=True):
    """The rows of a prescription that could not be read."""

    rows: range


class Intake:
    """Reads sheets for one set of knowledge; remembers what it has read."""

    def __init__(self, kb: Kb, labs: LabTable) -> None:
        self._kb = kb
        self._labs = labs
        self._days = Cells(("authored_on",), _day)
        self._start_lines()
        self._start_orders()
        self._patients = PatientParts(kb, labs)

    def _start_lines(self) -> None:
        self.lines = Lines(self._kb)
        self._line_cells = Cells(LINE_COLUMNS, self._read_line)
        self._without_days: dict[tuple[str, ...], int] = {}
        self._of_body: list[MedicationLine] = []
        self._of_bodies = Combinations(3, self._read_of_body)

    def _start_orders(self) -> None:
        self._orders = Cells(ORDER_COLUMNS, self._read_order)
        self._order_rows = Growing(len(STATED_WORDS))

    def _forget(self) -> None:
        """Start anew where too much is remembered."""
        if len(self._line_cells) + len(self._without_days) + len(self._of_bodies) > MOST_KEPT:
            self._start_lines()
        if len(self._patients) > MOST_KEPT:
            self._patients = PatientParts(self._kb, self._labs)
        if len(self._orders) > MOST_KEPT:
            self._start_orders()
        if len(self._days) > MOST_KEPT:
            self._days = Cells(("authored_on",), _day)

    def blocks(self, sheet: Sheet, size: int) -> Iterator[Block | Group]:
        """Blocks of at most `size` prescriptions, and the groups of rows that cannot be read, as they come."""
        if not len(sheet):
            return
        ident = sheet.columns["prescription_id"].codes
        starts = np.flatnonzero(np.concatenate(([True], ident[1:] != ident[:-1])))
        ends = np.append(starts[1:], len(sheet))
        for begin in range(0, len(starts), size):
            yield from self._block(sheet, starts[begin : begin + size], ends[begin : begin + size])
            self._forget()

    def _block(self, sheet: Sheet, starts: IntArray, ends: IntArray) -> Iterator[Block | Group]:
        begin, end, count = int(starts[0]), int(ends[-1]), len(starts)
        size = ends - starts
        shared, differs = _shared(sheet, starts, ends)
        line = self._line_cells.of(_cut(sheet, begin, end), end - begin)
        line_rx = np.repeat(np.arange(count), size)
        said = self._patients.read(shared, count)
        orders, days = self._orders.of(shared, count), self._days.of(shared, count)
        broken = differs | (size > MAX_LINES) | (orders == _BROKEN) | (days == _BROKEN) | said.broken
        broken[line_rx[line == _BROKEN]] = True
        for rx in np.flatnonzero(broken).tolist():
            yield Group(range(int(starts[rx]), int(ends[rx])))
        good = np.flatnonzero(~broken)
        if not len(good):
            return
        kept = ~broken[line_rx]
        renumbered = np.cumsum(~broken) - 1
        line, line_rx, said = line[kept], renumbered[line_rx[kept]], said.of(good)
        self._with_bodies(line, said.body[line_rx])
        yield Block(
            sheet,
            np.flatnonzero(kept) + begin,
            starts[good],
            days[good],
            Parts(
                line_rx=line_rx,
                line_of=line,
                patient=self._patients.rows(said),
                stated=self._order_rows.table[orders[good]],
                history_of=self._patients.history_of(said),
                histories=self._patients.histories,
                patients=self._patients.patients(said),
                dated=days[good] != UNDATED,
            ),
        )

    def _read_line(self, cells: tuple[str, ...]) -> int:
        """The number of a line; _BROKEN where a cell cannot be read; below that, its place in `_of_body` from the end."""
        # Lines differ in their days more than in anything else.
        bare = (*cells[:_DAYS], "", *cells[_DAYS + 1 :])
        number = self._without_days.get(bare)
        if number is None:
            number = self._without_days[bare] = self._read_without_days(bare)
        if not cells[_DAYS] or number == _BROKEN:
            return number
        days = days_in(cells[_DAYS])
        if days is None:
            return _BROKEN
        return self.lines.lasting(number, days) if number >= 0 else self._depending(same_line(cells))

    def _read_without_days(self, cells: tuple[str, ...]) -> int:
        try:
            line = same_line(cells)
        except InputError:
            return _BROKEN
        return self._depending(line) if depends_on_body(line) else self.lines.add(line, Patient())

    def _depending(self, line: MedicationLine) -> int:
        self._of_body.append(line)
        return _BROKEN - len(self._of_body)

    def _with_bodies(self, line: IntArray, body: IntArray) -> None:
        """Number the lines whose amounts are for each kilogram or square metre; `body`: what is said of each line's patient."""
        places = np.flatnonzero(line < _BROKEN)
        if len(places):
            sizes = self._patients.sizes(body[places])
            line[places] = self._of_bodies.of(np.column_stack((_BROKEN - 1 - line[places], sizes + 1)))

    def _read_of_body(self, numbers: tuple[int, ...]) -> int:
        line, weight, height = numbers
        patient = Patient(weight_g=weight - 1 if weight else None, height_mm=height - 1 if height else None)
        return self.lines.add(self._of_body[line], patient)

    def _read_order(self, texts: tuple[str, ...]) -> int:
        """The row of what stands on a prescription; _BROKEN where it cannot be read."""
        order = order_in({name: text for name, text in zip(ORDER_COLUMNS, texts, strict=True) if text})
        if order is None:
            return _BROKEN
        self._order_rows.add(stated_row(order))
        return len(self._order_rows) - 1


def _day(texts: tuple[str, ...]) -> int:
    if not texts[0]:
        return UNDATED
    day = date_in(texts[0])
    return _BROKEN if day is None else day.toordinal()


def _cut(sheet: Sheet, begin: int, end: int) -> dict[str, Column]:
    """The columns of lines over some rows."""
    return {
        name: Column(sheet.columns[name].codes[begin:end], sheet.columns[name].texts)
        for name in LINE_COLUMNS
        if name in sheet.columns
    }


def _shared(sheet: Sheet, starts: IntArray, ends: IntArray) -> tuple[dict[str, Column], BoolArray]:
    """The cells of patient and prescription, one for each prescription (BLANK: none of its rows has one), and where rows differ."""
    begin, end = int(starts[0]), int(ends[-1])
    differs = np.zeros(len(starts), dtype=np.bool_)
    found: dict[str, Column] = {}
    for name in SHARED_COLUMNS:
        column = sheet.columns.get(name)
        if column is None:
            continue
        codes = column.codes[begin:end]
        blank = column.texts.index("") if "" in column.texts else BLANK
        high = np.maximum.reduceat(np.where(codes == blank, BLANK, codes), starts - begin)
        low = np.minimum.reduceat(np.where(codes == blank, len(column.texts), codes), starts - begin)
        differs |= (high != BLANK) & (high != low)
        found[name] = Column(high, column.texts)
    return found, differs
