"""Where an input is cut: at ends of prescriptions, so that no part needs to know of another."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from msgspec import Struct

from rxcheck.audit.columns import Columns, Layout, columns_of
from rxcheck.audit.marks import HEADER, LINKED, marked_columns
from rxcheck.audit.records import Dialect, Lines, Record, cells_of, records, simple_rows
from rxcheck.errors import AuditError, Location

LEAST_PART, MOST_PART = 2 << 20, 4 << 20  # bytes
_PARTS = 16  # of a table that is not large: enough for several processes to share
_BLOCK = 1 << 18
_NEAR = 1 << 14  # bytes before a cut from which on records are read
_SAMPLE = 1 << 20
_LINKED = f"{LINKED},".encode()  # how such a row of a marked table begins


class Part(Struct, frozen=True):
    """Bytes [begin, end) of the table; `first_row` is the number of its first record, the header being row 1."""

    number: int
    begin: int
    end: int
    first_row: int
    lines: int  # records that are not blank


class Linking(Struct, frozen=True):
    """Lines that were linked, and lines that could not be (or, without days, only for as long as the policy says)."""

    linked_lines: int = 0
    no_patient: int = 0
    no_date: int = 0
    no_days: int = 0
    rejected: int = 0  # of prescriptions that cannot be read
    too_many: int = 0  # whose patient has more current lines than one patient can have


class Plan(Struct, frozen=True):
    """A table and its parts. A marked one has been arranged anew: `rxcheck.audit.marks`."""

    source: str
    digest: str
    dialect: Dialect
    columns: Columns
    parts: tuple[Part, ...]
    unpacked: bool = False
    marked: bool = False
    linking: Linking | None = None

    @property
    def lines(self) -> int:
        """Lines of the whole table."""
        return sum(part.lines for part in self.parts)


def plan_of(
    table: Path,
    name: str,
    layouts: Mapping[str, Layout],
    layout: str | None = None,
    part_bytes: int | None = None,
    marked: bool = False,
) -> Plan:
    """Read a table once, and say where to cut it: parts of `part_bytes`, else such as its size asks for.

    Raises:
        AuditError: it is empty, no text, or its header is not understood.
    """
    if part_bytes is None:
        part_bytes = min(MOST_PART, max(LEAST_PART, table.stat().st_size // _PARTS))
    with table.open("rb") as file:
        begin, header, dialect, columns = header_of(file, name, layouts, layout, marked)
        hasher = hashlib.sha256(header)
        lines = Lines(file, hasher.update)
        parts = tuple(_parts(lines, begin + len(header), dialect, columns, part_bytes, marked))
    if not parts:
        raise AuditError("holds no rows below the header", Location(name))
    return Plan(name, hasher.hexdigest(), dialect, columns, parts, marked=marked)


def header_of(
    file: IO[bytes], name: str, layouts: Mapping[str, Layout], layout: str | None, marked: bool = False
) -> tuple[int, bytes, Dialect, Columns]:
    """(where the text begins, the header, how the table is written, its columns); the file stands behind the header.

    Raises:
        AuditError: the table is empty, no text, or its header is not understood.
    """
    encoding, begin = ("utf-8", 0) if marked else _encoding(file.read(_SAMPLE), name)
    file.seek(begin)
    header = file.readline()
    delimiter = "\t" if header.count(b"\t") > header.count(b",") and not marked else ","
    cells = cells_of(header, Dialect(encoding, delimiter, 0))
    if not cells:
        raise AuditError("the header is not a row of a table", Location(name, 1))
    columns = columns_of(cells[len(HEADER) :] if marked else cells, layouts, layout, name)
    if marked:
        columns = marked_columns(columns)
    return begin, header, Dialect(encoding, delimiter, len(cells)), columns


def _parts(
    lines: Lines, begin: int, dialect: Dialect, columns: Columns, part_bytes: int, marked: bool
) -> Iterator[Part]:
    place, size = columns.place("prescription_id"), min(_BLOCK, part_bytes // 4 + 1)
    far = part_bytes - min(_NEAR, part_bytes // 4)
    at, number, row, counted, first = begin, 0, 2, 0, 2
    while True:
        # Far from a cut only lines are counted; near it they are read, to cut where the prescription changes.
        while at - begin < far and (block := lines.block(min(size, far - (at - begin)))):
            rows = simple_rows(block, dialect) if at + len(block) - begin < part_bytes else None
            if rows is None:
                lines.give_back(_lines(block))
                break
            linked = block.count(b"\n" + _LINKED) + block.startswith(_LINKED) if marked else 0
            at, row, counted = at + len(block), row + rows[0], counted + rows[1] - linked
        last: str | None = None  # the id of the record before, once a cut is due
        for record in records(lines, dialect):
            due = at - begin >= part_bytes
            ident = _ident(record, place) if due else None
            if last is not None and ident is not None and ident != last:
                lines.give_back([record.raw])
                yield Part(number, begin, at, first, counted)
                number, begin, first, counted = number + 1, at, row, 0
                break
            last = ident
            counted += not record.blank and not (marked and record.raw.startswith(_LINKED))
            at, row = at + len(record.raw), row + 1
        else:
            break
    if row > first:
        yield Part(number, begin, at, first, counted)


def _lines(block: bytes) -> list[bytes]:
    """Lines as a file has them: they end with a line feed only."""
    return [line + b"\n" for line in block.split(b"\n")[:-1]] + [line for line in block.split(b"\n")[-1:] if line]


def _ident(record: Record, place: int) -> str | None:
    if record.cells is None or len(record.cells) <= place:
        return None
    return record.cells[place].strip() or None


def _encoding(sample: bytes, name: str) -> tuple[str, int]:
    """(encoding, where the text begins)."""
    if not sample.strip():
        raise AuditError("the file is empty", Location(name))
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8", len(codecs.BOM_UTF8)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise AuditError("is UTF-16: save it as UTF-8", Location(name))
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    utf8 = sum(_reads(line, "utf-8") for line in whole.splitlines())
    chinese = sum(_reads(line, "gb18030") for line in whole.splitlines())
    # Mixed encodings: that of most rows; the others are rejected by themselves.
    return ("utf-8" if utf8 >= chinese or utf8 * 10 >= chinese * 9 else "gb18030"), 0


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
