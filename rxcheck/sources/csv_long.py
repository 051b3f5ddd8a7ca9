"""The long table: one row for each medication. Comma or tab; the first row names the columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from rxcheck.codes import Code, CodeSystem
from rxcheck.errors import InputError, Location
from rxcheck.model import Lab, MedicationLine, Patient, Prescription
from rxcheck.sources import fields
from rxcheck.sources.interface import MAX_LINES, SourceResult
from rxcheck.sources.labs import LabTable
from rxcheck.sources.native import known_lab, lab_of, quantity_of
from rxcheck.sources.written import Written, dosage_of, status_is_current, texts_of
from rxcheck.terms import Fact, LineStatus

PATIENT_COLUMNS = (
    "patient_id",
    "authored_on",
    "age",
    "birth_date",
    "sex",
    "weight_kg",
    "height_cm",
    "pregnancy_weeks",
    "lactating",
    "gestation_weeks",
    "creatinine_umol_l",
    "egfr",
    "labs",
    "allergies",
    "conditions",
)
ORDER_COLUMNS = ("setting", "prescriber_title", "long_term", "justification")
GROUP_COLUMNS = ("store", "prescriber")  # what audits are grouped by; no check looks at them
SHARED_COLUMNS = (*PATIENT_COLUMNS, *ORDER_COLUMNS)  # fmt: skip
LINE_COLUMNS = (
    "drug", "strength", "rxcui", "smiles", "dose", "unit", "route", "frequency", "sig", "days", "quantity", "refills", "status",
)  # fmt: skip
COLUMNS = ("prescription_id", *SHARED_COLUMNS, *LINE_COLUMNS, *GROUP_COLUMNS)
REQUIRED = ("prescription_id", "drug")
_T = TypeVar("_T")


class _Group(Struct):
    """The rows of one prescription."""

    first_row: int
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)


def read_csv(text: str, name: str, labs: LabTable) -> SourceResult:
    """Prescriptions of a long table in the order of their first rows; rows count from 1, the header being row 1.

    A prescription with an error in any of its rows is left out; all its errors are given.
    """
    errors: list[InputError] = []
    try:
        groups = _groups(text, name, errors)
    except InputError as error:
        return SourceResult(errors=(error,))
    found = []
    for ident, group in groups.items():
        prescription = _prescription(ident, group, name, labs)
        if prescription:
            found.append(prescription)
        errors.extend(group.errors)
    errors.sort(key=lambda error: (error.location.row or 0) if error.location else 0)
    return SourceResult(tuple(found), tuple(errors))


def prescription_of(
    ident: str, rows: Sequence[tuple[int, dict[str, str]]], name: str, labs: LabTable
) -> tuple[Prescription | None, list[InputError]]:
    """The prescription of the rows (number, cells by column) with one id; None and its errors where one cannot be read."""
    group = _Group(rows[0][0], list(rows))
    return _prescription(ident, group, name, labs), group.errors


def patient_in(cells: dict[str, str], labs: LabTable) -> Patient | None:
    """The patient of some of the patient's cells; None where one cannot be read."""
    group = _Group(0)
    found, _ = _patient(cells, _Cells(cells, dict.fromkeys(cells, 0), "", group), "", labs)
    return None if group.errors else found


def date_in(text: str) -> date | None:
    """The date of a cell; None where it cannot be read."""
    try:
        return fields.parse_date(text, "authored_on", Location(""))
    except InputError:
        return None


@lru_cache(maxsize=1 << 10)
def days_in(text: str) -> int | None:
    """The days of a cell; None where they cannot be read."""
    try:
        return _days(text, Location(""))
    except InputError:
        return None


def order_in(cells: dict[str, str]) -> Prescription | None:
    """A prescription without lines of which it stands what `ORDER_COLUMNS` say; None where one cannot be read."""
    group = _Group(0)
    ordered = _order(cells, _Cells(cells, dict.fromkeys(cells, 0), "", group))
    return None if group.errors else Prescription("", (), **ordered)


def _groups(text: str, name: str, errors: list[InputError]) -> dict[str, _Group]:
    header_line = text.partition("\n")[0]
    delimiter = "\t" if header_line.count("\t") > header_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    groups: dict[str, _Group] = {}
    row = 1
    try:
        header = _header(next(reader), name)
        for row, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            record = {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
            ident = record.get("prescription_id", "")
            where = Location(name, row)
            if not ident:
                errors.append(InputError("prescription_id is empty", Location(name, row, "prescription_id")))
                continue
            group = groups.setdefault(ident, _Group(row))
            if len(cells) != len(header):
                group.errors.append(InputError(f"has {len(cells)} cells, the header has {len(header)}", where))
                continue
            group.rows.append((row, record))
    except csv.Error as error:
        raise InputError(f"is not a table: {error}", Location(name, row + 1)) from None
    if not groups and not errors:
        raise InputError("holds no rows below the header", Location(name))
    return groups


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip().casefold() for cell in cells]
    for column in REQUIRED:
        if column not in header:
            raise InputError("the column is missing", Location(name, 1, column))
    for column in header:
        if column not in COLUMNS:
            message = f"unknown column (allowed: {', '.join(COLUMNS)})"
            raise InputError(message, Location(name, 1, column[:60] or "(blank)"))
        if header.count(column) > 1:
            raise InputError("the column stands twice", Location(name, 1, column))
    return header


def _prescription(ident: str, group: _Group, name: str, labs: LabTable) -> Prescription | None:
    if len(group.rows) > MAX_LINES:
        message = f"has {len(group.rows)} lines; a prescription has at most {MAX_LINES}"
        group.errors.append(InputError(message, Location(name, group.first_row, "prescription_id")))
        return None
    shared, places = _shared(group, name)
    reader = _Cells(shared, places, name, group)
    patient, authored = _patient(shared, reader, name, labs)
    ordered = _order(shared, reader)
    lines = []
    for number, (row, record) in enumerate(group.rows, start=1):
        try:
            lines.append(_line(number, row, record, name))
        except InputError as error:
            group.errors.append(error)
    if group.errors:
        return None
    return Prescription(
        ident,
        tuple(lines),
        patient,
        authored,
        location=Location(name, group.first_row),
        **ordered,
    )


def _order(cells: dict[str, str], reader: _Cells) -> dict[str, Any]:
    """What stands on a prescription as a whole, by the names of its fields."""
    long_term = reader.read("long_term", lambda text, at: fields.parse_bool(text, "long_term", at))
    return {
        "setting": reader.read("setting", fields.parse_setting),
        "prescriber": reader.read("prescriber_title", fields.parse_title),
        "long_term": bool(long_term),
        "justified": fields.is_justified(cells.get("justification")),
    }


def _shared(group: _Group, name: str) -> tuple[dict[str, str], dict[str, int]]:
    """The cells of the patient and of the prescription as a whole: filled at least once, and nowhere different."""
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    for row, record in group.rows:
        for column in SHARED_COLUMNS:
            cell = record.get(column, "")
            if not cell:
                continue
            if values.setdefault(column, cell) != cell:
                message = f"differs from row {places[column]} of the same prescription"
                group.errors.append(InputError(message, Location(name, row, column)))
            places.setdefault(column, row)
    return values, places


def _patient(cells: dict[str, str], reader: _Cells, name: str, labs: LabTable) -> tuple[Patient, date | None]:
    authored = reader.read("authored_on", lambda text, at: fields.parse_date(text, "authored_on", at))
    birth = reader.read("birth_date", lambda text, at: fields.parse_date(text, "birth_date", at))
    age = reader.read("age", fields.parse_age)
    if age is None and birth and authored:
        age = reader.read("birth_date", lambda _, at: fields.age_at(birth, authored, at))
    weeks = reader.read("pregnancy_weeks", lambda text, at: fields.parse_int(text, "weeks", 0, fields.MAX_WEEKS, at))
    born = reader.read(
        "gestation_weeks",
        lambda text, at: fields.parse_int(text, "gestation_weeks", fields.MIN_BORN, fields.MAX_WEEKS, at),
    )
    found: list[Lab] = list(reader.read("labs", partial(_labs, labs)) or ())
    for column, fact in (("creatinine_umol_l", Fact.CREATININE), ("egfr", Fact.EGFR)):
        lab = reader.read(column, partial(_lab, column, fact, labs))
        if lab:
            found.append(lab)
    patient = Patient(
        id=cells.get("patient_id"),
        birth_date=birth,
        age=age,
        sex=reader.read("sex", fields.parse_sex),
        weight_g=reader.read(
            "weight_kg", lambda text, at: fields.weight_g(fields.parse_measure(text, fields.KG, "weight", at), at)
        ),
        height_mm=reader.read(
            "height_cm", lambda text, at: fields.height_mm(fields.parse_measure(text, fields.CM, "height", at), at)
        ),
        pregnancy=fields.pregnancy_of(None, weeks, Location(name)),
        lactating=reader.read("lactating", lambda text, at: fields.parse_bool(text, "lactating", at)),
        allergies=reader.read("allergies", lambda text, at: fields.allergies_of(fields.parse_list(text))),
        conditions=reader.read("conditions", lambda text, at: fields.conditions_of(fields.parse_list(text))),
        labs=tuple(found),
        gestation_weeks=born,
    )
    return patient, authored


def _lab(column: str, fact: Fact, labs: LabTable, text: str, where: Location) -> Lab:
    return known_lab(fact, fields.parse_decimal(text, column, where), labs, where)


_LAB = re.compile(r"\s*(.+?)\s+([<>]?\d+(?:\.\d+)?)\s*(\S.*?)?(?:\s+(\d{4}-\d{2}-\d{2}))?\s*")


def _labs(table: LabTable, text: str, where: Location) -> tuple[Lab, ...]:
    """ "potassium 5.9 mmol/L 2026-01-02; QTc 480 ms": name, value, unit and date, separated by `;`."""
    found = []
    for part in fields.parse_list(text):
        match = _LAB.fullmatch(part)
        if match is None:
            raise InputError('labs are not understood: write "potassium 5.9 mmol/L 2026-01-02; QTc 480 ms"', where)
        name, value, unit, day = match.groups()
        taken_on = fields.parse_date(day, "date", where) if day else None
        found.append(lab_of(name, fields.parse_decimal(value, "labs", where), unit or "", taken_on, (), table, where))
    return tuple(found)


class _Cells:
    """Reads the patient's cells; an error is kept with its row and column, and the value is None."""

    def __init__(self, cells: dict[str, str], places: dict[str, int], name: str, group: _Group) -> None:
        self._cells = cells
        self._places = places
        self._name = name
        self._group = group

    def read(self, column: str, parse: Callable[[str, Location], _T]) -> _T | None:
        if column not in self._cells:
            return None
        try:
            return parse(self._cells[column], Location(self._name, self._places[column], column))
        except InputError as error:
            self._group.errors.append(error)
            return None


def _line(number: int, row: int, record: dict[str, str], name: str) -> MedicationLine:
    cells = tuple(record.get(column, "") for column in LINE_COLUMNS)
    try:
        line = same_line(cells)
    except InputError:
        line = _read_line(row, record, name)  # raises it again, with its place
    return replace(line, id=str(number))


@lru_cache(maxsize=1 << 16)
def same_line(cells: tuple[str, ...]) -> MedicationLine:
    """The line of the cells of `LINE_COLUMNS`, without an id. Few lines of a table are like no other: each is read once.

    Raises:
        InputError: a cell cannot be read.
    """
    return _read_line(0, dict(zip(LINE_COLUMNS, cells, strict=True)), "")


def _days(text: str, where: Location) -> int:
    return fields.parse_int(text, "days", 1, fields.MAX_DAYS, where)


def _read_line(row: int, record: dict[str, str], name: str) -> MedicationLine:
    def at(column: str) -> Location:
        return Location(name, row, column)

    if not record["drug"]:
        raise InputError("drug is empty", at("drug"))
    days, refills = record.get("days"), record.get("refills")
    written = Written(
        dose=record.get("dose"),
        unit=record.get("unit"),
        route=record.get("route"),
        frequency=record.get("frequency"),
        sig=record.get("sig"),
        days=_days(days, at("days")) if days else None,
    )
    dosage, problems = dosage_of(written, at("dose"))
    status = record.get("status")
    current = status_is_current(status, at("status")) if status else False
    return MedicationLine(
        id="",
        as_written=" ".join(filter(None, (record["drug"], record.get("strength")))),
        codes=(Code(CodeSystem.RXNORM, record["rxcui"]),) if record.get("rxcui") else (),
        smiles=record.get("smiles") or None,
        dosage=dosage,
        days=dosage.days,
        quantity=quantity_of(record.get("quantity") or None, at("quantity")),
        status=LineStatus.CURRENT if current else LineStatus.NEW,
        problems=problems,
        written=texts_of(written),
        refills=fields.parse_int(refills, "refills", 0, fields.MAX_REFILLS, at("refills")) if refills else None,
    )
