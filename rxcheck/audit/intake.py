"""A sheet → blocks of prescriptions as columns. Every distinct line, and every distinct part of what is said of a patient, is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, overload

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.audit.sheet import Column, Sheet
from rxcheck.engine.batch import Parts
from rxcheck.engine.intake import (
    AGES,
    ALLERGIES_KNOWN,
    CONDITIONS_KNOWN,
    HEIGHT,
    HIGH,
    INTERVAL_FACTS,
    LACKING,
    LOW,
    PATIENT_WIDTH,
    SPARE_DAYS,
    WEIGHT,
    Growing,
    History,
    Lines,
    depends_on_body,
    history_of,
    patient_row,
    stated_row,
)
from rxcheck.errors import InputError
from rxcheck.kb.when import STATED_WORDS
from rxcheck.model import Patient, Prescription
from rxcheck.sources.csv_long import (
    LINE_COLUMNS,
    ORDER_COLUMNS,
    SHARED_COLUMNS,
    date_in,
    days_in,
    order_in,
    patient_in,
    same_line,
)
from rxcheck.sources.interface import MAX_LINES
from rxcheck.sources.labs import LabTable
from rxcheck.terms import LAB_FACTS, Fact

if TYPE_CHECKING:
    from rxcheck.engine.compiled import BoolArray, IntArray, Kb

MOST_KEPT = 200_000  # distinct lines, or parts of patients; beyond, they are read anew
_BLANK = -1
_BROKEN, _OF_BODY = -1, -2
_DAYS = LINE_COLUMNS.index("days")

# What is said of a patient falls apart into groups that are read each by itself; the facts of one do not depend on the others, unless a
# creatinine is there (estimates of renal function take everything).
_PERSON = ("age", "birth_date", "sex", "pregnancy_weeks", "lactating", "gestation_weeks")
_BODY = ("weight_kg", "height_cm")
_STATE = ("conditions", "labs", "creatinine_umol_l", "egfr")
_ALLERGIES = ("allergies",)
_OF_BODY_FACTS = (Fact.WEIGHT, Fact.HEIGHT, Fact.BMI, Fact.BSA)


def _places(facts: Iterable[Fact], *more: int) -> list[int]:
    at = [place for place, fact in enumerate(INTERVAL_FACTS) if fact in facts]
    return [*(low[place] for low in (LOW, HIGH, LACKING) for place in at), *more]


_BODY_PLACES = _places(_OF_BODY_FACTS, WEIGHT, HEIGHT)
_STATE_PLACES = _places(LAB_FACTS, CONDITIONS_KNOWN)
_PERSON_PLACES = _places([f for f in INTERVAL_FACTS if f not in (*LAB_FACTS, *_OF_BODY_FACTS)], *AGES, SPARE_DAYS)


class Block(Struct, frozen=True):
    """Prescriptions of a sheet, in its order: the rows of the sheet that are their lines, and what a batch is made of.

    `first` is the row of each prescription's first line.
    """

    sheet: Sheet
    rows: IntArray
    first: IntArray
    dates: list[date | None]
    parts: Parts


class Group(Struct, frozen=True):
    """The rows of a prescription that could not be read."""

    rows: range


class _Read(Struct):
    """One group of the patient's columns: what each distinct combination of cells says; rows of `patient_row`."""

    columns: tuple[str, ...]
    known: dict[tuple[str, ...], int] = {}
    patients: list[Patient] = []
    table: Growing | None = None


class Intake:
    """Reads sheets for one set of knowledge; remembers what it has read."""

    def __init__(self, kb: Kb, labs: LabTable) -> None:
        self._kb = kb
        self._labs = labs
        self._forget()

    def _forget(self) -> None:
        self.lines = Lines(self._kb)
        self._line_numbers: dict[tuple[str, ...], int] = {}
        self._of_body: dict[tuple[tuple[str, ...], int | None, int | None], int] = {}
        self._person, self._body = self._group(_PERSON), self._group(_BODY)
        self._state, self._allergy = self._group(_STATE), self._group(_ALLERGIES)
        self._joint: dict[tuple[int, int, int], int] = {}
        self._joint_rows = Growing(PATIENT_WIDTH)
        self._orders: dict[tuple[str, ...], tuple[int, ...] | None] = {}
        self._histories: dict[tuple[int, int], int] = {}
        self._history: list[History] = []
        self._dates: dict[str, date | None] = {}

    def _group(self, columns: tuple[str, ...]) -> _Read:
        return _Read(columns, table=Growing(PATIENT_WIDTH))

    def blocks(self, sheet: Sheet, size: int) -> Iterator[Block | Group]:
        """Blocks of at most `size` prescriptions, and the groups of rows that cannot be read, as they come."""
        if not len(sheet):
            return
        ident = sheet.columns["prescription_id"].codes
        starts = np.flatnonzero(np.concatenate(([True], ident[1:] != ident[:-1])))
        ends = np.append(starts[1:], len(sheet))
        for begin in range(0, len(starts), size):
            yield from self._block(sheet, starts[begin : begin + size], ends[begin : begin + size])
            kept = len(self._line_numbers) + len(self._of_body) + len(self._joint)
            if max(kept, len(self._person.known), len(self._body.known), len(self._state.known)) > MOST_KEPT:
                self._forget()

    def _block(self, sheet: Sheet, starts: IntArray, ends: IntArray) -> Iterator[Block | Group]:
        begin, end = int(starts[0]), int(ends[-1])
        size = ends - starts
        shared, differs = _shared(sheet, starts, ends)
        line = self._line_of(sheet, begin, end)
        line_rx = np.repeat(np.arange(len(starts)), size)
        read = (self._person, self._body, self._state, self._allergy)
        groups = [self._read(group, shared) for group in read]
        orders, stated = self._stated(shared, len(starts))
        dated, undated = self._dated(shared, len(starts))
        broken = differs | (size > MAX_LINES) | (orders < 0) | undated
        for number in groups:
            broken |= number < 0
        broken[line_rx[line == _BROKEN]] = True
        for rx in np.flatnonzero(broken).tolist():
            yield Group(range(int(starts[rx]), int(ends[rx])))
        good = np.flatnonzero(~broken)
        if not len(good):
            return
        kept = ~broken[line_rx]
        person, body, state, allergy = (number[good] for number in groups)
        patients = _Patients([group.patients for group in read], (person, body, state, allergy))
        renumbered = np.cumsum(~broken) - 1
        line, line_rx = line[kept], renumbered[line_rx[kept]]
        self._with_bodies(sheet, np.flatnonzero(kept) + begin, line, line_rx, patients)
        rows = self._rows(person, body, state, allergy, patients)
        histories = self._history_of(state, allergy)
        dates = [dated[rx] for rx in good.tolist()]
        yield Block(
            sheet,
            np.flatnonzero(kept) + begin,
            starts[good],
            dates,
            Parts(
                line_rx=line_rx,
                line_of=line,
                patient=rows,
                stated=stated[good],
                history_of=histories,
                histories=self._history,
                patients=patients,
                dated=np.array([day is not None for day in dates], dtype=np.bool_),
            ),
        )

    def _line_of(self, sheet: Sheet, begin: int, end: int) -> IntArray:
        """For each row the number of its line, _BROKEN where a cell cannot be read, _OF_BODY where it depends on the patient."""
        columns = [sheet.columns[name] for name in LINE_COLUMNS if name in sheet.columns]
        places = [name in sheet.columns for name in LINE_COLUMNS]
        first, inverse = _distinct([(column.codes[begin:end], len(column.texts)) for column in columns])
        numbers = np.empty(len(first), dtype=np.int64)
        for place, row in enumerate(first.tolist()):
            texts = iter([column.text(begin + row) for column in columns])
            cells = tuple(next(texts) if there else "" for there in places)
            number = self._line_numbers.get(cells)
            if number is None:
                number = self._line_numbers[cells] = self._new_line(cells)
            numbers[place] = number
        return numbers[inverse]

    def _new_line(self, cells: tuple[str, ...]) -> int:
        if cells[_DAYS]:
            # Lines differ in their days more than in anything else.
            bare = (*cells[:_DAYS], "", *cells[_DAYS + 1 :])
            number = self._line_numbers.get(bare)
            if number is None:
                number = self._line_numbers[bare] = self._new_line(bare)
            days = days_in(cells[_DAYS])
            if days is None or number == _BROKEN:
                return _BROKEN
            return _OF_BODY if number == _OF_BODY else self.lines.lasting(number, days)
        try:
            line = same_line(cells)
        except InputError:
            return _BROKEN
        return _OF_BODY if depends_on_body(line) else self.lines.add(line, Patient())

    def _with_bodies(
        self, sheet: Sheet, rows: IntArray, line: IntArray, line_rx: IntArray, patients: Sequence[Patient]
    ) -> None:
        """Number the lines whose amounts are for each kilogram or square metre."""
        for place in np.flatnonzero(line == _OF_BODY).tolist():
            cells_by_name = sheet.cells(int(rows[place]))
            cells = tuple(cells_by_name.get(name, "") for name in LINE_COLUMNS)
            patient = patients[int(line_rx[place])]
            key = cells, patient.weight_g, patient.height_mm
            number = self._of_body.get(key)
            if number is None:
                number = self._of_body[key] = self.lines.add(same_line(cells), patient)
            line[place] = number

    def _read(self, group: _Read, shared: dict[str, Column]) -> IntArray:
        """For each prescription the number of what a group of cells says; _BROKEN where one cannot be read."""
        names = [name for name in group.columns if name in shared]
        if "birth_date" in names and "authored_on" in shared:
            names.append("authored_on")  # an age by it depends on the day
        count = len(next(iter(shared.values())).codes) if shared else 0
        if not names:
            return np.full(count, self._one(group, ()), dtype=np.int64)
        first, inverse = _distinct([(shared[name].codes + 1, len(shared[name].texts) + 1) for name in names])
        numbers = [
            self._one(
                group, tuple((name, shared[name].text(rx)) for name in names if int(shared[name].codes[rx]) != _BLANK)
            )
            for rx in first.tolist()
        ]
        return np.array(numbers, dtype=np.int64)[inverse]

    def _one(self, group: _Read, cells: tuple[tuple[str, str], ...]) -> int:
        key = tuple(text for cell in cells for text in cell)
        number = group.known.get(key)
        if number is None:
            read = patient_in(dict(cells), self._labs)
            number = _BROKEN
            if read is not None:
                number = len(group.patients)
                group.patients.append(read)
                assert group.table is not None  # noqa: S101 - made with the group
                group.table.add(patient_row(read, self._kb))
            group.known[key] = number
        return number

    def _dated(self, shared: dict[str, Column], count: int) -> tuple[list[date | None], BoolArray]:
        """The date of each prescription, and where it cannot be read."""
        column = shared.get("authored_on")
        if column is None:
            return [None] * count, np.zeros(count, dtype=np.bool_)
        broken = np.zeros(len(column.texts) + 1, dtype=np.bool_)
        days: list[date | None] = [None] * (len(column.texts) + 1)  # the last one: blank
        for code in np.unique(column.codes).tolist():
            if code == _BLANK:
                continue
            text = column.texts[code]
            if text not in self._dates:
                self._dates[text] = date_in(text)
            days[code], broken[code] = self._dates[text], self._dates[text] is None
        return [days[code] for code in column.codes.tolist()], broken[column.codes]

    def _stated(self, shared: dict[str, Column], count: int) -> tuple[IntArray, IntArray]:
        """For each prescription -1 where what stands on it cannot be read, else 0; and its row of `stated_row`."""
        names = [name for name in ORDER_COLUMNS if name in shared]
        bare = stated_row(Prescription("", ()))
        if not names:
            return np.zeros(count, dtype=np.int64), np.tile(np.array(bare, dtype=np.int64), (count, 1))
        first, inverse = _distinct([(shared[name].codes + 1, len(shared[name].texts) + 1) for name in names])
        rows, states = np.zeros((len(first), len(STATED_WORDS)), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
        for place, rx in enumerate(first.tolist()):
            cells = {name: shared[name].text(rx) for name in names if int(shared[name].codes[rx]) != _BLANK}
            key = tuple(text for cell in cells.items() for text in cell)
            if key not in self._orders:
                read = order_in(cells)
                self._orders[key] = None if read is None else stated_row(read)
            row = self._orders[key]
            states[place] = -1 if row is None else 0
            rows[place] = bare if row is None else row
        return states[inverse], rows[inverse]

    def _rows(
        self, person: IntArray, body: IntArray, state: IntArray, allergy: IntArray, patients: Sequence[Patient]
    ) -> IntArray:
        """(PATIENT_WIDTH, n): each group's facts from its own rows; where there is a creatinine, all from the whole patient's."""
        found = np.empty((PATIENT_WIDTH, len(person)), dtype=np.int64)
        for group, numbers, places in (
            (self._person, person, _PERSON_PLACES),
            (self._body, body, _BODY_PLACES),
            (self._state, state, _STATE_PLACES),
            (self._allergy, allergy, [ALLERGIES_KNOWN]),
        ):
            assert group.table is not None  # noqa: S101 - made with the group
            found[places] = group.table.table[numbers][:, places].T
        measured = [any(lab.fact is Fact.CREATININE for lab in patient.labs) for patient in self._state.patients]
        whole = np.flatnonzero(np.array(measured, dtype=np.bool_)[state])
        if len(whole):
            joint = []
            for rx in whole.tolist():
                key = int(person[rx]), int(body[rx]), int(state[rx])
                number = self._joint.get(key)
                if number is None:
                    number = self._joint[key] = len(self._joint_rows)
                    self._joint_rows.add(patient_row(patients[rx], self._kb))
                joint.append(number)
            places = [*_PERSON_PLACES, *_BODY_PLACES, *_STATE_PLACES]
            found[np.ix_(np.array(places), whole)] = self._joint_rows.table[joint][:, places].T
        return found

    def _history_of(self, state: IntArray, allergy: IntArray) -> IntArray:
        keys, inverse = np.unique(state * (len(self._allergy.patients) + 1) + allergy, return_inverse=True)
        numbers = []
        for key in keys.tolist():
            pair = key // (len(self._allergy.patients) + 1), key % (len(self._allergy.patients) + 1)
            number = self._histories.get(pair)
            if number is None:
                patient = replace(self._state.patients[pair[0]], allergies=self._allergy.patients[pair[1]].allergies)
                number = self._histories[pair] = len(self._history)
                self._history.append(history_of(patient, self._kb))
            numbers.append(number)
        return np.array(numbers, dtype=np.int64)[inverse]


class _Patients(Sequence[Patient]):
    """The patients of a block, put together when they are asked for."""

    def __init__(self, groups: list[list[Patient]], numbers: tuple[IntArray, ...]) -> None:
        """`groups`: what is said in each, `numbers`: which of it is said of each patient."""
        self._groups = groups
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers[0])

    @overload
    def __getitem__(self, index: int) -> Patient: ...

    @overload
    def __getitem__(self, index: slice) -> list[Patient]: ...

    def __getitem__(self, index: int | slice) -> Patient | list[Patient]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        person, body, state, allergy = (
            group[int(number[index])] for group, number in zip(self._groups, self._numbers, strict=True)
        )
        return replace(
            person,
            weight_g=body.weight_g,
            height_mm=body.height_mm,
            conditions=state.conditions,
            labs=state.labs,
            allergies=allergy.allergies,
        )


def _shared(sheet: Sheet, starts: IntArray, ends: IntArray) -> tuple[dict[str, Column], BoolArray]:
    """The cells of patient and prescription, one for each prescription (_BLANK: none of its rows has one), and where rows differ."""
    begin, end = int(starts[0]), int(ends[-1])
    differs = np.zeros(len(starts), dtype=np.bool_)
    found: dict[str, Column] = {}
    for name in SHARED_COLUMNS:
        column = sheet.columns.get(name)
        if column is None:
            continue
        codes = column.codes[begin:end]
        blank = column.texts.index("") if "" in column.texts else _BLANK
        high = np.maximum.reduceat(np.where(codes == blank, _BLANK, codes), starts - begin)
        low = np.minimum.reduceat(np.where(codes == blank, len(column.texts), codes), starts - begin)
        differs |= (high != _BLANK) & (high != low)
        found[name] = Column(high, column.texts)
    if not found:
        found["age"] = Column(np.full(len(starts), _BLANK, dtype=np.int64), [])
    return found, differs


def _distinct(columns: Sequence[tuple[IntArray, int]]) -> tuple[IntArray, IntArray]:
    """(first row of each distinct combination of codes, number of its combination for each row); a size bounds the codes of a column."""
    key, size = np.zeros(len(columns[0][0]), dtype=np.int64), 1
    for codes, count in columns:
        if size * count >= 2**62:
            _, key = np.unique(key, return_inverse=True)
            size = len(key) + 1
        key, size = key * count + codes, size * count
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first, inverse
