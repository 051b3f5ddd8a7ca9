"""The rows of a part → a sheet, and a reject for every row that is not in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rxcheck.audit.intake import Group
from rxcheck.audit.marks import FAULT, row_of, with_numbers
from rxcheck.audit.plan import Part, Plan
from rxcheck.audit.records import Lines, Record, records
from rxcheck.audit.sheet import Sheet, sheet_of_bytes, sheet_of_rows
from rxcheck.errors import InputError
from rxcheck.sources.csv_long import prescription_of
from rxcheck.sources.labs import LabTable

if TYPE_CHECKING:
    from rxcheck.engine.compiled import IntArray

_Row = tuple[int, dict[str, str]]  # its number, its cells by our names
_LONGEST_START = 10_000  # bytes of a row in which its id is looked for


class Rejected(Struct, frozen=True):
    """A row that was not audited: its number (the header is row 1), its column where there is one, and why. No cell is repeated."""

    row: int
    column: str | None
    reason: str


class Account(Struct):
    """What has been read: rows that are not blank, rows in prescriptions, and those in none."""

    read: int = 0
    audited: int = 0
    rejects: list[Rejected] = []
    idents: list[str] = []


def sheet_of(table: Path, plan: Plan, part: Part, labs: LabTable, account: Account) -> Sheet:
    """The rows of a part, without those of prescriptions with a row that cannot be read, which are rejected."""
    with table.open("rb") as file:
        file.seek(part.begin)
        raw = file.read(part.end - part.begin)
    sheet = sheet_of_bytes(raw, plan, part)
    if sheet is not None and plan.marked:
        sheet = with_numbers(sheet)
    if sheet is not None and "" not in sheet.columns["prescription_id"].texts:
        account.read += len(sheet)
        idents = sheet.columns["prescription_id"]
        account.idents += [idents.texts[code] for code in _runs(idents.codes)]
        return sheet
    return sheet_of_rows(_row_by_row(raw, plan, part, labs, account), plan.columns)


def _runs(codes: IntArray) -> list[int]:
    """The code of each run of equal ones."""
    return codes[np.concatenate(([True], codes[1:] != codes[:-1]))].tolist() if len(codes) else []


def refused(sheet: Sheet, group: Group, plan: Plan, labs: LabTable, account: Account) -> None:
    """Reject the rows of a prescription with a cell that cannot be read, each with its reason."""
    rows = [(int(sheet.numbers[row]), sheet.cells(row)) for row in group.rows]
    ident = rows[0][1]["prescription_id"]
    prescription, errors = prescription_of(ident, rows, plan.source, labs)
    assert prescription is None  # noqa: S101 - what is read cell by cell and as a whole is read the same
    _reject(rows, [], errors, account)


def _row_by_row(raw: bytes, plan: Plan, part: Part, labs: LabTable, account: Account) -> list[_Row]:
    """The rows of a part in its order; the rows of one id must follow each other."""
    kept: list[_Row] = []
    group: list[_Row] = []
    ident: str | None = None
    broken: list[Rejected] = []
    strays: dict[str, list[Rejected]] = {}  # rows that cannot be read, by what looks like their id

    def finish() -> None:
        """Where one row of a prescription is broken, all of them are rejected, each with its reason."""
        if ident is None:
            return
        account.idents.append(ident)
        if not broken:
            kept.extend(group)
            return
        errors = prescription_of(ident, group, plan.source, labs)[1] if group else []
        _reject(group, broken, errors, account)

    for row, record in enumerate(records(Lines(io.BytesIO(raw)), plan.dialect), start=part.first_row):
        if record.blank:
            continue
        if plan.marked and record.cells is not None:
            row = row_of(record.cells)  # noqa: PLW2901 - where it stood in the table as it was given
        account.read += row > 0
        if record.cells is None:
            # Without it the prescription is not whole: it is not audited as if it were.
            looks = ident_in(record, plan)
            (broken if looks == ident else strays.setdefault(looks, [])).append(
                Rejected(row, None, why_unreadable(record, plan))
            )
            continue
        cells, reject = _cells(record.cells, row, plan)
        if reject is not None and not cells["prescription_id"]:
            account.rejects.append(reject)
            continue
        if cells["prescription_id"] != ident:
            finish()
            ident, group = cells["prescription_id"], []
            broken = strays.pop(ident, [])
        if reject is not None:
            broken.append(reject)
        else:
            group.append((row, cells))
    finish()
    account.rejects += [reject for rejects in strays.values() for reject in rejects]
    return kept


def ident_in(record: Record, plan: Plan) -> str:
    """What looks like the id of a row that cannot be read; nothing where nothing does."""
    place, delimiter = plan.columns.place("prescription_id"), plan.dialect.delimiter.encode()
    parts = record.raw[:_LONGEST_START].split(delimiter, place + 1)
    return parts[place].decode(plan.dialect.encoding, "replace").strip().strip('"') if place < len(parts) else ""


def _cells(written: list[str], row: int, plan: Plan) -> tuple[dict[str, str], Rejected | None]:
    """The cells by our names, as far as they can be told; a reject where something is wrong with the row."""
    width = plan.dialect.width
    if len(written) != width:
        reject = Rejected(row, None, f"has {len(written)} cells, the header has {width}")
        place = plan.columns.place("prescription_id")
        return {"prescription_id": written[place].strip() if place < len(written) else ""}, reject
    cells = plan.columns.record(written)
    if cells.get(FAULT):
        return cells, _faulty(row, cells[FAULT])
    if not cells["prescription_id"]:
        return cells, Rejected(row, "prescription_id", "prescription_id is empty")
    return cells, None


def _faulty(row: int, reason: str) -> Rejected:
    """A row that could not be read when the table was arranged."""
    return Rejected(row, None, reason)


def why_unreadable(record: Record, plan: Plan) -> str:
    """Why a record has no cells."""
    if b"\x00" in record.raw:
        return "holds a NUL character"
    try:
        record.raw.decode(plan.dialect.encoding)
    except UnicodeDecodeError:
        return f"is not {plan.dialect.encoding} text"
    return "is no row of a table: a quote is not closed, or a cell is too long"


def _reject(group: list[_Row], broken: list[Rejected], errors: list[InputError], account: Account) -> None:
    """Reject all rows of a prescription: those that are wrong with their reason, the others with them."""
    named = {reject.row: reject for reject in broken}
    for error in errors:
        where = error.location
        if where is not None and where.row is not None:
            named.setdefault(where.row, Rejected(where.row, where.column, error.message))
    cause = min(named, default=group[0][0] if group else 0)
    for row in (row for row, _ in group if row > 0):  # the others are linked lines
        other = Rejected(row, None, f"left out with row {cause} of the same prescription")
        named.setdefault(row, other)
    account.rejects += [named[row] for row in sorted(named)]
