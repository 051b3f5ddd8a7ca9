"""The file of the log: one SQLite table that can only grow, in the rollback-journal mode, so that nothing lies beside it at rest.

All bytes of the file follow from the entries and the version of SQLite: entries are inserted one transaction each, nothing is ever
changed or deleted, and no page is ever freed. `rebuilt` makes the file once more; `verify.py` compares.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rxcheck.review.entry import FIELDS, NUMBERS, Entry

PAGE = 4096
APPLICATION = 0x52785276  # "RxRv", in the header of the file
LAYOUT = 1  # of the tables, in the header too

_COLUMNS = ",\n  ".join(
    "sequence INTEGER PRIMARY KEY"
    if name == "sequence"
    else f"{name} {'INTEGER' if name in NUMBERS else 'TEXT'} NOT NULL{' UNIQUE' if name == 'once' else ''}"
    for name in FIELDS
)
SCHEMA = (
    f"CREATE TABLE entries (\n  {_COLUMNS}\n)",
    """CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END""",
    """CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END""",
    # Without the first condition, INSERT OR REPLACE would delete and fire no trigger.
    """CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE once = NEW.once)
  OR NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM entries)
  OR (NEW.sequence > 1 AND NEW.previous IS NOT (SELECT hash FROM entries WHERE sequence = NEW.sequence - 1))
BEGIN SELECT RAISE(ABORT, 'the entry does not follow the last one'); END""",
)
_INSERT = f"INSERT INTO entries ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"  # noqa: S608
SELECT = f"SELECT {', '.join(FIELDS)} FROM entries"  # noqa: S608


def connect(path: Path, seconds: float, read_only: bool = False) -> sqlite3.Connection:
    """Open a file; others that write are waited for up to `seconds`. Transactions are begun and ended by the caller.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    mode = "ro" if read_only else "rw"
    found = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", seconds, isolation_level=None, uri=True)
    try:
        found.execute("PRAGMA trusted_schema = OFF")
        if not read_only:
            found.execute("PRAGMA synchronous = EXTRA")  # the folder too, so that a journal that is gone stays gone
            found.execute("PRAGMA fullfsync = ON")
    except BaseException:
        found.close()
        raise
    return found


def shape(connection: sqlite3.Connection) -> None:
    """What must be said before the first byte of a new file is written."""
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA auto_vacuum = NONE")
    connection.execute("PRAGMA encoding = 'UTF-8'")


def create(connection: sqlite3.Connection) -> None:
    """Make the table, inside the transaction of the first entry: a log is never without one."""
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    for statement in SCHEMA:
        connection.execute(statement)


def is_new(connection: sqlite3.Connection) -> bool:
    """True for a file without a table."""
    return bool(connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,))


def insert(connection: sqlite3.Connection, entry: Entry) -> None:
    """Add an entry, inside a transaction."""
    connection.execute(_INSERT, [getattr(entry, name) for name in FIELDS])


def rebuilt(entries: Iterable[Entry]) -> bytes:
    """The file that these entries make when they are recorded one after the other with this library.

    Raises:
        sqlite3.Error: an entry does not follow the one before.
        OSError: the folder for temporary files cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="rxcheck-review-") as folder:
        path = Path(folder) / "rebuilt"
        path.touch(mode=0o600)
        connection = connect(path, 0)
        try:
            shape(connection)
            # Nobody else sees this file, and a crash costs nothing; neither setting changes what is written.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = MEMORY")
            for number, entry in enumerate(entries):
                connection.execute("BEGIN IMMEDIATE")
                if not number:
                    create(connection)
                insert(connection, entry)
                connection.execute("COMMIT")
        finally:
            connection.close()
        return path.read_bytes()
