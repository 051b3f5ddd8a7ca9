"""The log of decisions: entries are added one transaction each, and acknowledged only when they are on the disk."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from rxcheck.errors import Location, ReviewError
from rxcheck.review.database import APPLICATION, LAYOUT, SELECT, connect, create, insert, is_new, shape
from rxcheck.review.entry import FIELDS, GENESIS, NUMBERS, Draft, Entry, sealed

PATIENCE = 30.0  # seconds that others are waited for
_PAUSE = 0.02
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class ReviewLog:
    """The log in a file, for as many processes at once as want to write."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience

    def append(self, draft: Draft) -> Entry:
        """Record a decision. When this returns, the entry is on the disk, and stays there whatever befalls the process or the machine.

        A draft whose `once` has been recorded gives the entry that there is: after a failure it may be tried again.

        Raises:
            ReviewError: the file cannot be written, is no log, or others keep it for too long. The decision is not acknowledged; it is
                not in the log, or (after a fault of the disk) will be found there by its name when it is tried again.
        """
        deadline = time.monotonic() + self._patience
        self._prepare()
        while True:
            try:
                return self._once(draft)
            except sqlite3.Error as error:
                if _code(error) in _BUSY and time.monotonic() < deadline:
                    time.sleep(_PAUSE)
                    continue
                raise self._refused(error) from None

    def entries(self, report: str | None = None) -> list[Entry]:
        """All entries, or those on the report of a digest, oldest first, as the file has them; nothing is proven (`verify`). None where
        there is no file.

        Raises:
            ReviewError: the file cannot be read, or is no log.
        """
        if not self.path.exists():
            return []
        try:
            connection = connect(self.path, self._patience, read_only=True)
            try:
                if self._empty(connection):
                    return []
                self._require_layout(connection)
                some, values = (" WHERE report_digest = ?", [report]) if report is not None else ("", [])
                rows = connection.execute(f"{SELECT}{some} ORDER BY sequence", values)
                return [self._entry(row) for row in rows]
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise self._unreadable(error) from None

    def entries_there(self) -> list[Entry]:
        """All entries of a log that must be there.

        Raises:
            ReviewError: there is no such file, or as for `entries`.
        """
        if not self.path.exists():
            raise ReviewError("no such file", self._place())
        return self.entries()

    def _once(self, draft: Draft) -> Entry:
        connection = connect(self.path, self._patience)
        try:
            shape(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                entry = self._inside(connection, draft)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return entry
        finally:
            connection.close()

    def _inside(self, connection: sqlite3.Connection, draft: Draft) -> Entry:
        if is_new(connection):
            create(connection)
            last = None
        else:
            self._require_layout(connection)
            before = connection.execute(f"{SELECT} WHERE once = ?", [draft.once]).fetchone()
            if before is not None:
                return self._entry(before)
            last = connection.execute(f"{SELECT} ORDER BY sequence DESC LIMIT 1").fetchone()
        head = self._entry(last) if last else None
        entry = sealed(draft, head.sequence + 1 if head else 1, head.hash if head else GENESIS)
        insert(connection, entry)
        return entry

    def _prepare(self) -> None:
        """Make folder and file, for their owner alone."""
        try:
            if self.path.exists():  # not opened: closing it would give up the locks of this process on it
                return
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            pass  # another process was faster
        except OSError as error:
            raise ReviewError(f"cannot be written: {error.strerror}", self._place()) from None

    def _empty(self, connection: sqlite3.Connection) -> bool:
        return self.path.stat().st_size == 0 and is_new(connection)

    def _require_layout(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION:
            raise ReviewError("is no log of decisions", self._place())
        if layout != LAYOUT:
            raise ReviewError("is of another version of rxcheck", self._place())

    def _entry(self, row: tuple[object, ...]) -> Entry:
        values = dict(zip(FIELDS, row, strict=True))
        for name, value in values.items():
            if not isinstance(value, int if name in NUMBERS else str):
                raise ReviewError("is damaged: run rxcheck review verify", self._place())
        return Entry(**values)  # type: ignore[arg-type]

    def _place(self) -> Location:
        return Location(str(self.path))

    def _refused(self, error: sqlite3.Error) -> ReviewError:
        if _code(error) in _BUSY:
            return ReviewError("others have kept the log for too long: nothing was recorded", self._place())
        if _code(error) == sqlite3.SQLITE_FULL:
            return ReviewError("cannot be written: the disk is full; nothing was recorded", self._place())
        if _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return self._unreadable(error)
        return ReviewError(f"cannot be written: {error}; nothing was acknowledged", self._place())

    def _unreadable(self, error: sqlite3.Error) -> ReviewError:
        if _code(error) == sqlite3.SQLITE_NOTADB:
            return ReviewError("is no log of decisions", self._place())
        if _code(error) == sqlite3.SQLITE_CORRUPT:
            return ReviewError("is damaged: run rxcheck review verify", self._place())
        return ReviewError(f"cannot be read: {error}", self._place())


def _code(error: sqlite3.Error) -> int:
    """The primary code of SQLite; 0 where the fault is not its own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
