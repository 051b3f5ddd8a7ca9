"""Proof that a log is what was recorded: the chain of the entries, an earlier head, and every byte of the file.

The chain proves what the entries say. All other bytes (header, pages, their unused parts) must be those of the file that these
entries make when they are recorded anew (`database.rebuilt`). A tail that was cut off leaves a sound shorter log: only an earlier head,
kept elsewhere, shows it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.errors import Location, ReviewError, UsageError
from rxcheck.review.database import PAGE, SELECT, connect, rebuilt
from rxcheck.review.entry import CONTENT, FIELDS, GENESIS, NUMBERS, Entry, altered_fields, hash_of, sealed

MOST_FAULTS = 20
_PATIENCE = 30.0
_HEADER = 100
# Bytes of the first page that grow with the log: change counter, number of pages, counter again, version of SQLite.
_COUNTERS = ((24, 32), (92, 100))
_VERSION = (96, 100)
# What reading a damaged file raises; messages of SQLite quote the file, and need not be text.
_BROKEN = (sqlite3.Error, UnicodeDecodeError, OverflowError)
_CLOSED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM)
_OF_PAGE = re.compile(r"(?i)page (\d+)")


class FaultKind(StrEnum):
    """What is wrong, and so what stands in a fault."""

    FIELD = "field"
    LINK = "link"
    MISSING = "missing"
    TYPE = "type"
    PAGE = "page"
    UNREADABLE = "unreadable"
    LENGTH = "length"
    HEAD = "head"


class Fault(Struct, frozen=True):
    """A place where the log is not what was recorded: an entry (and a field of it), or a byte of the file, counted from 0, which
    lies in a page, counted from 1. `detail` is a number or what SQLite says."""

    kind: FaultKind
    entry: int | None = None
    field: str | None = None
    page: int | None = None
    byte: int | None = None
    detail: str = ""


class Proof(Struct, frozen=True):
    """What verifying a log has shown. `head` is "count:hash" of the last entry that could be read, None for an empty log.

    `library` is the version of SQLite here, `written_by` are those that have written: where they differ and a byte differs, the layout
    may be another library's.
    """

    entries: int
    head: str | None
    faults: tuple[Fault, ...]
    library: int
    written_by: tuple[int, ...]

    @property
    def proven(self) -> bool:
        """True where nothing was altered, added or removed before the head."""
        return not self.faults

    @property
    def foreign_layout(self) -> bool:
        """True where all entries are sound, only a byte behind the first page differs, and another version of SQLite has written."""
        outside = all(fault.kind is FaultKind.PAGE and fault.page != 1 for fault in self.faults)
        return bool(self.faults and self.written_by) and outside and set(self.written_by) != {self.library}


def verify(path: Path, head: str | None = None) -> Proof:
    """Look at every entry and every byte of a log; `head` is an earlier head, "count:hash" or the hash alone.

    Raises:
        ReviewError: the file cannot be read at all.
        UsageError: `head` is none.
    """
    wanted = _head(head)
    data = _copied(path)
    entries, faults = _read(data)
    faults += _chain(entries)
    if not faults:
        faults += _bytes(data, entries)
    faults += _heads(entries, wanted)
    last = entries[-1] if entries else None
    return Proof(
        len(entries),
        f"{last.sequence}:{last.hash}" if last else None,
        tuple(faults[:MOST_FAULTS]),
        library(),
        tuple(sorted({entry.sqlite for entry in entries})),
    )


def library() -> int:
    """The number of the SQLite library, as headers have it."""
    major, minor, patch = sqlite3.sqlite_version_info
    return major * 1_000_000 + minor * 1000 + patch


def _head(text: str | None) -> tuple[int | None, str] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(?:(\d{1,12}):)?([0-9a-f]{64})", text.strip().lower())
    if match is None:
        raise UsageError(
            "--head is what rxcheck review verify printed before: a number, a colon and 64 hexadecimal digits"
        )
    return (int(match[1]) if match[1] else None, match[2])


def _copied(path: Path) -> bytes:
    """The bytes of the file while nobody writes.

    A writer that died in the middle has left a journal; opening the file undoes what it had begun. Where SQLite cannot make anything of
    the file, its bytes are taken as they are.
    """
    where = Location(str(path))
    if not path.exists():
        raise ReviewError("no such file", where)
    connection = None
    try:
        try:
            connection = connect(path, _PATIENCE)
            connection.execute("BEGIN")
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        except _BROKEN as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ReviewError("others have kept the log for too long", where) from None
            if code in _CLOSED:  # bytes that a dead writer has left half written would look altered
                raise ReviewError(f"cannot be read: {error}", where) from None
            # What else it means is found in the bytes.
        try:
            return path.read_bytes()
        except OSError as error:
            raise ReviewError(f"cannot be read: {error.strerror}", where) from None
    finally:
        if connection is not None:
            connection.close()


def _read(data: bytes) -> tuple[list[Entry], list[Fault]]:
    """The entries that SQLite finds, and what keeps it from finding them."""
    if not data:
        return [], []
    faults = list(_first_page(data))
    if faults:
        return [], faults
    entries: list[Entry] = []
    with _opened(data) as connection:
        try:
            for row in connection.execute(f"{SELECT} ORDER BY sequence"):
                entry, fault = _entry(row, len(entries) + 1)
                if fault is not None:
                    return entries, [fault]
                assert entry is not None  # noqa: S101
                entries.append(entry)
        except _BROKEN as error:
            faults.append(_unreadable(connection, data, len(entries) + 1, error))
    return entries, faults


@contextmanager
def _opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The bytes as a database, in memory: no copy of what pharmacists wrote is left anywhere."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.deserialize(data)
        connection.text_factory = bytes
        yield connection
    finally:
        connection.close()


@cache
def _model_page() -> bytes:
    return rebuilt([_MODEL])[:PAGE]


def _first_page(data: bytes) -> Iterator[Fault]:
    """Header and schema are the same in every log, but for counters."""
    page = bytearray(data[:PAGE])
    if len(page) < PAGE:
        yield Fault(FaultKind.LENGTH, byte=len(data), page=1, detail=str(PAGE))
        return
    model = _model_page()
    for low, high in _COUNTERS:
        page[low:high] = model[low:high]
    at = _first_difference(model, bytes(page))
    if at is not None:
        yield _differing(at)
        return
    pages = int.from_bytes(data[28:32], "big")
    if pages * PAGE != len(data):
        if data[24:28] == data[92:96] and len(data) % PAGE == 0 and _entries_claimed(data) is None:
            at = _first_difference((len(data) // PAGE).to_bytes(4, "big"), data[28:32])
            yield _differing(28 + (at or 0))
        else:
            yield Fault(FaultKind.LENGTH, byte=len(data), page=len(data) // PAGE + 1, detail=str(pages * PAGE))


def _entries_claimed(data: bytes) -> int | None:
    """None where the file has all of its pages by every other account: then the header is wrong about how many."""
    with _opened(data[:28] + (len(data) // PAGE).to_bytes(4, "big") + data[32:]) as connection:
        try:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
        except _BROKEN:
            return 0
    return None if found == (b"ok",) else 0


def _entry(row: tuple[object, ...], number: int) -> tuple[Entry | None, Fault | None]:
    values: dict[str, object] = {}
    for name, value in zip(FIELDS, row, strict=True):
        if name in NUMBERS:
            if not isinstance(value, int):
                return None, Fault(FaultKind.TYPE, entry=number, field=name)
            values[name] = value
            continue
        try:
            if not isinstance(value, bytes):
                raise TypeError
            values[name] = value.decode("utf-8")
        except (TypeError, UnicodeDecodeError):
            return None, Fault(FaultKind.TYPE, entry=number, field=name)
    return Entry(**values), None  # type: ignore[arg-type]


def _unreadable(connection: sqlite3.Connection, data: bytes, number: int, error: Exception) -> Fault:
    """Where SQLite stopped: the entry, and the page if its own check names one."""
    for one in (number, number + 1):  # rows are fetched one ahead
        try:
            connection.execute(f"{SELECT} WHERE sequence = ?", [one]).fetchone()
        except _BROKEN:
            number = one
            break
    told = str(error) if isinstance(error, sqlite3.Error) else type(error).__name__
    with suppress(*_BROKEN):
        for (line,) in connection.execute("PRAGMA integrity_check(5)").fetchall():
            text = line.decode("utf-8", "replace") if isinstance(line, bytes) else str(line)
            match = _OF_PAGE.search(text)
            if match and 0 < int(match[1]) <= len(data) // PAGE:
                return Fault(FaultKind.UNREADABLE, entry=number, page=int(match[1]), detail=told)
    return Fault(FaultKind.UNREADABLE, entry=number, detail=told)


def _chain(entries: list[Entry]) -> list[Fault]:
    faults: list[Fault] = []
    previous, expected = GENESIS, 1
    for entry in entries:
        if len(faults) >= MOST_FAULTS:
            break
        found = list(altered_fields(entry, previous))
        if entry.sequence != expected and "sequence" not in found:
            faults.append(Fault(FaultKind.MISSING, entry=expected, detail=str(entry.sequence - 1)))
            # What is missing is told once; whether the entry itself is sound does not hang on it.
            found = list(altered_fields(entry, entry.previous))
        elif found == ["previous"] and not list(altered_fields(entry, entry.previous)):
            # Sound in itself: what it was recorded after was another entry.
            faults.append(Fault(FaultKind.LINK, entry=entry.sequence, field="previous"))
            found = []
        faults += [Fault(FaultKind.FIELD, entry=expected, field=name) for name in found]
        values: dict[str, str | int] = {name: getattr(entry, name) for name in CONTENT}
        previous = hash_of(values, previous, entry.digests) if found == ["hash"] else entry.hash
        expected = (expected if "sequence" in found else entry.sequence) + 1
    return faults


def _bytes(data: bytes, entries: list[Entry]) -> Iterator[Fault]:
    """The first byte that is not as these entries make it."""
    if not entries:
        if data:
            yield Fault(FaultKind.LENGTH, byte=0, page=1, detail="0")
        return
    try:
        made = bytearray(rebuilt(entries))
    except OSError as error:
        raise ReviewError(f"cannot be compared: no room for a copy ({error.strerror})") from None
    made[slice(*_VERSION)] = entries[-1].sqlite.to_bytes(4, "big")
    shorter = min(len(made), len(data))
    at = _first_difference(bytes(made), data)
    if at is not None:
        yield _differing(at)
    elif len(made) != len(data):
        yield Fault(FaultKind.LENGTH, byte=shorter, page=shorter // PAGE + 1, detail=str(len(made)))


def _first_difference(one: bytes, other: bytes) -> int | None:
    """The first place where both have a byte, and not the same."""
    for start in range(0, min(len(one), len(other)), PAGE):
        left, right = one[start : start + PAGE], other[start : start + PAGE]
        if left != right:
            for at, (first, second) in enumerate(zip(left, right, strict=False)):
                if first != second:
                    return start + at
    return None


def _differing(at: int) -> Fault:
    return Fault(FaultKind.PAGE, page=at // PAGE + 1, byte=at, detail="header" if at < _HEADER else "")


def _heads(entries: list[Entry], wanted: tuple[int | None, str] | None) -> Iterator[Fault]:
    if wanted is None:
        return
    number, digest = wanted
    found = next((entry for entry in entries if entry.hash == digest), None)
    if found is None or (number is not None and found.sequence != number):
        yield Fault(FaultKind.HEAD, entry=number, detail=digest)


_MODEL = sealed(
    # Any entry makes the same first page.
    replace(
        Entry(**{name: 0 if name in NUMBERS else "" for name in FIELDS}),  # type: ignore[arg-type]
        once="model",
    ),
    1,
    GENESIS,
)
