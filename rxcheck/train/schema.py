"""The database of training, its versions, and how an older one becomes a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from rxcheck.errors import TrainingError

APPLICATION = 0x52785472  # "RxTr": how the file says whose it is

_FIRST = """
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  since TEXT NOT NULL
) STRICT;
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  plan TEXT NOT NULL,
  begun TEXT NOT NULL,
  ended TEXT,
  knowledge TEXT NOT NULL,
  edition TEXT NOT NULL,
  program TEXT NOT NULL
) STRICT;
-- A user is in the middle of one session of a kind at most.
CREATE UNIQUE INDEX one_open ON sessions (user, kind) WHERE state = 'open';
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  position INTEGER NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  level INTEGER NOT NULL,
  asked TEXT NOT NULL,
  digest TEXT NOT NULL,
  knowledge TEXT NOT NULL,
  problems TEXT NOT NULL,
  marks TEXT NOT NULL,
  hints INTEGER NOT NULL,
  seconds REAL NOT NULL,
  shown TEXT,
  ended TEXT,
  points INTEGER,
  possible INTEGER,
  scored TEXT,
  explained TEXT,
  revision INTEGER NOT NULL,
  UNIQUE (session, position)
) STRICT;
CREATE TABLE cards (
  user INTEGER NOT NULL REFERENCES users (id),
  topic TEXT NOT NULL,
  due TEXT NOT NULL,
  card TEXT NOT NULL,
  PRIMARY KEY (user, topic)
) STRICT;
"""

# Step n makes version n of version n-1. A step that was released is never changed: a new one is added.
STEPS: tuple[str, ...] = (_FIRST,)


def prepare(connection: sqlite3.Connection, path: Path, steps: Sequence[str] = STEPS) -> None:
    """Bring a database to the newest version, or make an empty one such; all steps or none. Before an older one is changed, a copy of it
    is put beside it (`….v1`).

    Raises:
        TrainingError: it belongs to another program, or a newer version of this one made it.
        sqlite3.Error: it cannot be read or written.
    """
    connection.execute("BEGIN IMMEDIATE")  # two that start at once: the second waits, and finds it done
    try:
        version = _version(connection, path, len(steps))
        if 0 < version < len(steps):
            connection.rollback()
            _copy(connection, path.with_name(f"{path.name}.v{version}"))
            connection.execute("BEGIN IMMEDIATE")
            version = _version(connection, path, len(steps))
        for number in range(version, len(steps)):
            for statement in _statements(steps[number]):
                connection.execute(statement)
        if version < len(steps):
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (application or version or tables):
        raise TrainingError(f"{path} is a database of another program: nothing was changed")
    if version > newest:
        raise TrainingError(f"{path} was made by a newer version of rxcheck: nothing was changed")
    return int(version)


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    to.touch(mode=0o600)
    target = sqlite3.connect(to)
    try:
        connection.backup(target)
    finally:
        target.close()


def _statements(script: str) -> list[str]:
    """The statements of a script, one by one: `executescript` would commit before it begins."""
    found, rest = [], ""
    for line in script.splitlines():
        rest += line + "\n"
        if sqlite3.complete_statement(rest):
            found.append(rest)
            rest = ""
    return found
