"""A table whose prescriptions are scattered over it, or whose lines are to be linked → a marked table in the folder of the audit."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Protocol

import msgspec
from msgspec import Struct

from rxcheck.audit.columns import Columns, Layout
from rxcheck.audit.marks import HEADER, marked
from rxcheck.audit.plan import Linking, Plan, header_of
from rxcheck.audit.reading import ident_in, why_unreadable
from rxcheck.audit.records import MOST_BYTES, Lines, Record, cells_of, records
from rxcheck.audit.scatter import Entry, partitions_for, regrouped
from rxcheck.files import write_bytes_atomically
from rxcheck.kb.terms import AuditField

_BLOCK = 1 << 20
_UNREADABLE = "is no row of a table: a quote is not closed, or a cell is too long"


class Arranged(Struct, frozen=True):
    """What a marked table was made of (`digest`: of the plain table) and by what (`stamp`)."""

    digest: str
    stamp: str
    columns: Columns
    linking: Linking | None = None


class Linker(Protocol):
    """Adds current lines to prescriptions; an entry of the stream is a row, those of a prescription follow each other."""

    def linked(self, rows: Iterable[Entry], plan: Plan, folder: Path, count: int) -> Iterator[Entry]:
        """The rows in the same order, linked ones among them."""

    def counts(self) -> Linking:
        """What was linked, once all rows have passed."""


class Arranging:
    """Where a marked table lies: it is whole if its account is there."""

    def __init__(self, work: Path) -> None:
        self.table, self._account, self._folder = work / "arranged", work / "arranged.json", work / "arranging"

    def sweep(self) -> None:
        """Take away what is not finished."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def remove(self) -> None:
        """Take the marked table away."""
        self._account.unlink(missing_ok=True)
        self.table.unlink(missing_ok=True)

    def arrange(
        self,
        source: Path,
        name: str,
        layouts: Mapping[str, Layout],
        layout: str | None,
        stamp: str,
        linker: Linker | None,
    ) -> Arranged:
        """The rows of every prescription one after another, prescriptions in the order of their first rows; what lies there whole
        already is taken.

        Raises:
            AuditError: the header is not understood.
            OSError: the disk is full; nothing is left behind.
        """
        self.sweep()
        with source.open("rb") as file:
            begin, header, dialect, columns = header_of(file, name, layouts, layout)
            found = self._found(file, header, stamp, columns)
            if found is not None:
                return found
            self.remove()
            try:
                file.seek(begin + len(header))
                hasher, count = hashlib.sha256(header), partitions_for(source.stat().st_size)
                plan = Plan(name, "", dialect, columns, ())
                rows = regrouped(_rows(Lines(file, hasher.update), plan), _by_first_row, self._folder / "rows", count)
                if linker is not None:
                    rows = linker.linked(rows, plan, self._folder / "patients", count)
                temporary = self._folder / "table"
                self._folder.mkdir(exist_ok=True)
                with temporary.open("wb") as out:
                    out.write(marked(HEADER, cells_of(header, dialect) or ()))
                    out.writelines(row.data for row in rows)
                temporary.replace(self.table)
            finally:
                self.sweep()
        arranged = Arranged(hasher.hexdigest(), stamp, columns, linker.counts() if linker is not None else None)
        write_bytes_atomically(self._account, msgspec.json.encode(arranged))
        return arranged

    def _found(self, file: IO[bytes], header: bytes, stamp: str, columns: Columns) -> Arranged | None:
        """The account of the marked table that lies there, if it is of this table."""
        try:
            found = msgspec.json.decode(self._account.read_bytes(), type=Arranged)
        except (OSError, msgspec.DecodeError):
            return None
        if not self.table.is_file() or (found.stamp, found.columns) != (stamp, columns):
            return None
        hasher = hashlib.sha256(header)
        while block := file.read(_BLOCK):
            hasher.update(block)
        return found if hasher.hexdigest() == found.digest else None


def _rows(lines: Lines, plan: Plan) -> Iterator[Entry]:
    """The rows of a table in its order, by what looks like their prescription; blank ones are none."""
    for row, record in enumerate(records(lines, plan.dialect), start=2):
        if not record.blank:
            ident, data = _row(row, record, plan)
            yield Entry(row, 0, ident.encode("utf-8", "replace") or b"\0%d" % row, data)


def _row(row: int, record: Record, plan: Plan) -> tuple[str, bytes]:
    """(id, the marked row); of a row that cannot be read its id is kept, and why."""
    width, place, cells = plan.dialect.width, plan.columns.place("prescription_id"), record.cells
    if cells is not None and len(cells) == width:
        ident, data = cells[place].strip(), marked((str(row), "", "", _status(cells, plan)), cells)
        if data.count(b"\n") == 1 or len(data) < MOST_BYTES:
            return ident, data
        fault = _UNREADABLE  # it was just short enough before it was marked
    elif cells is not None:
        ident, fault = _id_of(cells, place), f"has {len(cells)} cells, the header has {width}"
    else:
        ident, fault = ident_in(record, plan).replace("\0", "\N{REPLACEMENT CHARACTER}"), why_unreadable(record, plan)
    return ident, marked((str(row), fault, "", ""), [ident if at == place else "" for at in range(width)])


def _status(cells: list[str], plan: Plan) -> str:
    names = plan.columns.names
    return cells[names.index(AuditField.STATUS)] if AuditField.STATUS in names else ""


def _id_of(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _by_first_row(entries: list[Entry]) -> Iterator[Entry]:
    first: dict[bytes, int] = {}
    for entry in entries:
        major = first.setdefault(entry.key, entry.major)
        yield entry._replace(major=major, minor=entry.major)
