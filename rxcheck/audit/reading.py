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

_LONGEST_START = 10_000  # bytes of a row in which its id is looked for


class Rejected(Struct, frozen=True):
    """A row that was not audited: its number (the header is row 1), its column where there is one, and why. No cell is repeated."""

    row: int
    column: str | None
    reason: str


class Written(Struct, frozen=True):
    """A prescription with what reports are grouped by."""

    prescription: Prescription
    groups: tuple[str | None, ...]


class Account(Struct):
    """What has been read: rows that are not blank, rows in prescriptions, and those in none."""

    read: int = 0
    audited: int = 0
    rejects: list[Rejected] = []
    idents: list[str] = []


def prescriptions_of(table: Path, plan: Plan, part: Part, labs: LabTable, account: Account) -> Iterator[Written]:
    """The prescriptions of a part in its order; rows of one id must follow each other."""
    with table.open("rb") as file:
        file.seek(part.begin)
        raw = file.read(part.end - part.begin)
    group: list[tuple[int, dict[str, str]]] = []
    ident: str | None = None
    broken: list[Rejected] = []
    strays: dict[str, list[Rejected]] = {}  # rows that cannot be read, by what looks like their id
    for row, record in enumerate(records(io.BytesIO(raw), plan.dialect), start=part.first_row):
        if record.blank:
            continue
        account.read += 1
        if record.cells is None:
            # Without it the prescription is not whole: it is not audited as if it were.
            looks = _ident_in(record, plan)
            (broken if looks == ident else strays.setdefault(looks, [])).append(
                Rejected(row, None, _why_unreadable(record, plan))
            )
            continue
        cells, reject = _cells(record.cells, row, plan)
        if reject is not None and not cells["prescription_id"]:
            account.rejects.append(reject)
            continue
        if cells["prescription_id"] != ident:
            yield from _finished(ident, group, broken, plan, labs, account)
            ident, group = cells["prescription_id"], []
            broken = strays.pop(ident, [])
        if reject is not None:
            broken.append(reject)
        else:
            group.append((row, cells))
    yield from _finished(ident, group, broken, plan, labs, account)
    account.rejects += [reject for rejects in strays.values() for reject in rejects]
    account.rejects.sort(key=lambda reject: reject.row)


def _ident_in(record: Record, plan: Plan) -> str:
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
    account: Account,
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
        yield Written(prescription, tuple(first.get(name) or None for name in GROUP_COLUMNS))
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
