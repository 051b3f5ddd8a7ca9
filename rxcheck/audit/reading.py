"""The rows of a part → prescriptions, and a reject for every row that is in none of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from rxcheck.audit.plan import Part, Plan
from rxcheck.audit.records import Record, records
from rxcheck.errors import InputError
from rxcheck.model import Prescription
from rxcheck.sources.csv_long import GROUP_COLUMNS, prescription_of
from rxcheck.sources.labs import LabTable


class Rejected(Struct, frozen=True):
    """A row that was not audited: its number (the header is row 1), its column where there is one, and why. No cell is repeated."""

    row: int
    column: str | None
    reason: str


class Written(Struct, frozen=True):
    """A prescription with what reports are grouped by, and how many rows it has."""

    prescription: Prescription
    rows: int
    groups: tuple[str | None, ...]


class Rows(Struct):
    """What has been read: rows that are not blank, rows in prescriptions, and those in none."""

    read: int = 0
    audited: int = 0
    rejects: list[Rejected] = []
    idents: list[str] = []


def prescriptions_of(table: Path, plan: Plan, part: Part, labs: LabTable, account: Rows) -> Iterator[Written]:
    """The prescriptions of a part in its order; rows of one id must follow each other."""
    with table.open("rb") as file:
        file.seek(part.begin)
        raw = file.read(part.end - part.begin)
    group: list[tuple[int, dict[str, str]]] = []
    ident: str | None = None
    broken: list[Rejected] = []
    for row, record in enumerate(records(io.BytesIO(raw), plan.dialect), start=part.first_row):
        if record.blank:
            continue
        account.read += 1
        cells, reject = _cells(record, row, plan)
        if reject is not None and (cells is None or not cells.get("prescription_id")):
            account.rejects.append(reject)
            continue
        if cells is None:  # the types do not know that there is a reject then
            continue
        if cells["prescription_id"] != ident:
            yield from _finished(ident, group, broken, plan, labs, account)
            ident, group, broken = cells["prescription_id"], [], []
        if reject is not None:
            broken.append(reject)
        else:
            group.append((row, cells))
    yield from _finished(ident, group, broken, plan, labs, account)


def _cells(record: Record, row: int, plan: Plan) -> tuple[dict[str, str] | None, Rejected | None]:
    """The cells by our names, as far as they can be told; a reject where something is wrong with the row."""
    if record.cells is None:
        return None, Rejected(row, None, _why_unreadable(record, plan))
    width = plan.dialect.width
    if len(record.cells) != width:
        reject = Rejected(row, None, f"has {len(record.cells)} cells, the header has {width}")
        place = plan.columns.place("prescription_id")
        ident = record.cells[place].strip() if place < len(record.cells) else ""
        return {"prescription_id": ident}, reject
    cells = plan.columns.record(record.cells)
    if not cells["prescription_id"]:
        return cells, Rejected(row, "prescription_id", "prescription_id is empty")
    return cells, None


def _why_unreadable(record: Record, plan: Plan) -> str:
    if b"\x00" in record.raw:
        return "holds a NUL character"
    try:
        record.raw.decode(plan.dialect.encoding)
    except UnicodeDecodeError:
        return f"is not {plan.dialect.encoding} text"
    return "is no row of a table: a quote is not closed, or a cell is too long"


def _finished(
    ident: str | None,
    group: list[tuple[int, dict[str, str]]],
    broken: list[Rejected],
    plan: Plan,
    labs: LabTable,
    account: Rows,
) -> Iterator[Written]:
    """The prescription of a group; where one of its rows is broken, all of them are rejected, each with its reason."""
    if ident is None:
        return
    account.idents.append(ident)
    prescription: Prescription | None = None
    errors: list[InputError] = []
    if group:
        prescription, errors = prescription_of(ident, group, plan.source, labs)
    if prescription is not None and not broken:
        account.audited += len(group)
        first = group[0][1]
        yield Written(prescription, len(group), tuple(first.get(name) or None for name in GROUP_COLUMNS))
        return
    named = {reject.row: reject for reject in broken}
    for error in errors:
        where = error.location
        if where is not None and where.row is not None:
            named.setdefault(where.row, Rejected(where.row, where.column, error.message))
    cause = min(named, default=group[0][0] if group else 0)
    for row, _ in group:
        other = Rejected(row, None, f"left out with row {cause} of the same prescription")
        named.setdefault(row, other)
    account.rejects += [named[row] for row in sorted(named)]
