"""What trainees did, in one SQLite file. Everything is written at once and whole; a process that is killed loses nothing it was told.

The journal is SQLite's own (rollback): unlike a write-ahead log it also works where several machines share a folder. Several trainees
may use one file at a time.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from errno import ENOSPC
from pathlib import Path

import msgspec

from rxcheck.errors import TrainingError
from rxcheck.train.model import Case, Mark, Problem
from rxcheck.train.records import (
    Attempt,
    AttemptState,
    Explained,
    Plan,
    Session,
    SessionKind,
    SessionState,
    digest_of,
    packed,
    unpacked,
)
from rxcheck.train.schedule import Review
from rxcheck.train.schema import prepare
from rxcheck.train.scoring import Scored
from rxcheck.train.terms import Topic

WAIT = 20.0  # seconds that one trainee waits for another's write
_USER_LENGTH = 80


def default_path() -> Path:
    """`$RXCHECK_TRAIN_DB`, else `rxcheck/training.sqlite` in the data folder of the user."""
    if named := os.environ.get("RXCHECK_TRAIN_DB"):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "rxcheck" / "training.sqlite"


class Store:
    """An open database. Use it as a context."""

    def __init__(self, path: Path, create: bool = True) -> None:
        """Open the file, made with access for its owner alone where there is none.

        Raises:
            TrainingError: it cannot be opened, is damaged, or belongs to somebody else.
        """
        self.path = path
        self._connection: sqlite3.Connection | None = None
        if not create and not path.exists():
            raise TrainingError(f"{path} does not exist: nobody has trained with it")
        with self._told():
            if not path.exists():
                _make(path)
            self._connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA synchronous = FULL")
            (sound,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise sqlite3.DatabaseError("malformed")
            prepare(self._connection, path)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    # --- users

    def user(self, name: str, now: datetime) -> str:
        """A trainee by name, entered where the name is new.

        Raises:
            TrainingError: no name.
        """
        clean = " ".join(name.split())
        if not clean or len(clean) > _USER_LENGTH or not clean.isprintable():
            raise TrainingError(f"the name of a trainee has 1 to {_USER_LENGTH} printable characters")
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO users (name, since) VALUES (?, ?)", (clean, _time(now)))
        return clean

    def users(self) -> tuple[str, ...]:
        """All trainees, by name."""
        return tuple(row["name"] for row in self._all("SELECT name FROM users ORDER BY name"))

    def known(self, name: str) -> str:
        """A trainee who has trained here.

        Raises:
            TrainingError: there is none of this name.
        """
        clean = " ".join(name.split())
        users = self.users()
        if clean not in users:
            raise TrainingError(f"there is no trainee {clean} (known: {', '.join(users) or '-'})")
        return clean

    # --- sessions

    def begin(
        self,
        user: str,
        kind: SessionKind,
        plan: Plan,
        versions: tuple[str, str, str],
        now: datetime,
        cases: Sequence[Case] = (),
    ) -> Session:
        """A new session; `versions` are hash and edition of the knowledge and the program, `cases` those that are fixed already. One of the
        kind that is open is left.

        Raises:
            TrainingError: it cannot be written.
        """
        with self._writing() as connection:
            connection.execute(
                "UPDATE sessions SET state = ?, ended = ? WHERE state = ? AND kind = ? AND user = (SELECT id FROM users WHERE name = ?)",
                (SessionState.LEFT, _time(now), SessionState.OPEN, kind, user),
            )
            made = connection.execute(
                "INSERT INTO sessions (user, kind, state, plan, begun, knowledge, edition, program)"
                " VALUES ((SELECT id FROM users WHERE name = ?), ?, ?, ?, ?, ?, ?, ?)",
                (user, kind, SessionState.OPEN, packed(plan).decode(), _time(now), *versions),
            ).lastrowid
            _ask(connection, int(made or 0), cases, versions[0])
        return self.session(int(made or 0))

    def session(self, ident: int) -> Session:
        """One session.

        Raises:
            TrainingError: there is none of this number.
        """
        rows = self._sessions("WHERE sessions.id = ?", ident)
        if not rows:
            raise TrainingError(f"there is no session {ident} in {self.path}")
        return rows[0]

    def open_session(self, user: str, kind: SessionKind) -> Session | None:
        """The session of a kind that a trainee is in the middle of."""
        found = self._sessions("WHERE users.name = ? AND kind = ? AND state = 'open'", user, kind)
        return found[0] if found else None

    def sessions(self, user: str | None = None) -> tuple[Session, ...]:
        """All sessions, or those of one trainee, in their order."""
        return self._sessions("WHERE users.name = ?", user) if user else self._sessions("")

    def finish(self, session: Session, state: SessionState, now: datetime) -> Session:
        """Close a session; one that is closed stays as it is.

        Raises:
            TrainingError: it cannot be written.
        """
        with self._writing() as connection:
            connection.execute(
                "UPDATE sessions SET state = ?, ended = ? WHERE id = ? AND state = ?",
                (state, _time(now), session.id, SessionState.OPEN),
            )
        return self.session(session.id)

    # --- attempts

    def ask(self, session: Session, cases: Sequence[Case], knowledge: str) -> None:
        """Put cases behind those that a session has.

        Raises:
            TrainingError: it cannot be written.
        """
        with self._writing() as connection:
            _ask(connection, session.id, cases, knowledge)

    def attempts(self, session: Session) -> tuple[Attempt, ...]:
        """The cases of a session, in their order."""
        rows = self._all("SELECT * FROM attempts WHERE session = ? ORDER BY position", session.id)
        with self._told():
            return tuple(map(_attempt, rows))

    def save(self, attempt: Attempt, review: Review | None = None) -> Attempt:
        """Write an attempt, and with it the card of its topic, where it brings a `review`; gives it with its new revision.

        Raises:
            TrainingError: another process has written it since, its session is over, or it cannot be written.
        """
        scored = attempt.scored
        with self._writing() as connection:
            changed = connection.execute(
                "UPDATE attempts SET state = ?, knowledge = ?, problems = ?, marks = ?, hints = ?, seconds = ?, shown = ?, ended = ?,"
                " points = ?, possible = ?, scored = ?, explained = ?, revision = revision + 1 WHERE id = ? AND revision = ?"
                " AND (SELECT state FROM sessions WHERE id = attempts.session) = 'open'",
                (
                    attempt.state,
                    attempt.knowledge,
                    packed(attempt.problems).decode(),
                    packed(attempt.marks).decode(),
                    attempt.hints,
                    attempt.seconds,
                    _time(attempt.shown),
                    _time(attempt.ended),
                    scored.points if scored else None,
                    scored.possible if scored else None,
                    packed(scored).decode() if scored else None,
                    packed(attempt.explained).decode() if attempt.explained else None,
                    attempt.id,
                    attempt.revision,
                ),
            ).rowcount
            if changed != 1:
                raise TrainingError(
                    f"session {attempt.session} is being continued elsewhere, or is over: this window stops here"
                )
            if review is not None:
                connection.execute(
                    "INSERT INTO cards (user, topic, due, card) VALUES ((SELECT user FROM sessions WHERE id = ?), ?, ?, ?)"
                    " ON CONFLICT (user, topic) DO UPDATE SET due = excluded.due, card = excluded.card",
                    (attempt.session, attempt.case.topic, _time(review.due), review.card),
                )
        return msgspec.structs.replace(attempt, revision=attempt.revision + 1)

    # --- what comes back

    def cards(self, user: str) -> dict[Topic, str]:
        """The card of each topic that a trainee has met, as `schedule.py` wrote it."""
        rows = self._all("SELECT topic, card FROM cards JOIN users ON users.id = cards.user WHERE users.name = ?", user)
        return {Topic(row["topic"]): row["card"] for row in rows}

    # --- below

    def _sessions(self, where: str, *values: object) -> tuple[Session, ...]:
        rows = self._all(
            f"SELECT sessions.*, users.name FROM sessions JOIN users ON users.id = sessions.user {where} ORDER BY sessions.id",  # noqa: S608 - `where` is of this module
            *values,
        )
        with self._told():
            return tuple(map(_session, rows))

    def _all(self, query: str, *values: object) -> list[sqlite3.Row]:
        with self._told():
            return self._open.execute(query, values).fetchall()

    @property
    def _open(self) -> sqlite3.Connection:
        assert self._connection is not None  # noqa: S101
        return self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed with the block, or nothing of it is kept."""
        with self._told():
            connection = self._open
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of SQLite and of the disk, told in words."""
        try:
            yield
        except TrainingError:
            raise
        except (sqlite3.Error, OSError, msgspec.MsgspecError, ValueError) as error:
            raise self._why(error) from None

    def _why(self, error: Exception) -> TrainingError:
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF  # the rest says more than a user can act on
        if primary == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == ENOSPC:
            return TrainingError(f"the disk is full: {self.path} holds everything up to the line before")
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return TrainingError(
                f"{self.path} is in use and was not free within {WAIT:.0f} seconds: nothing was written"
            )
        if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return TrainingError(f"{self.path} cannot be written: nothing was changed")
        if primary == sqlite3.SQLITE_CANTOPEN or isinstance(error, OSError):
            return TrainingError(f"{self.path} cannot be opened")
        if primary == sqlite3.SQLITE_IOERR:
            return TrainingError(
                f"{self.path} cannot be read or written (a fault of the disk): it holds everything up to the line before"
            )
        if isinstance(error, _OURS):
            raise error  # not the file's fault: a fault of the program must not be told as one
        return TrainingError(
            f"{self.path} is damaged or is no database: nothing was changed. Keep a copy, put a backup in its place, or name another file with --db"
        )


# What only a wrong statement of this module can cause.
_OURS = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.IntegrityError)


def _ask(connection: sqlite3.Connection, session: int, cases: Sequence[Case], knowledge: str) -> None:
    (last,) = connection.execute(
        "SELECT coalesce(max(position), 0) FROM attempts WHERE session = ?", (session,)
    ).fetchone()
    connection.executemany(
        "INSERT INTO attempts (session, position, state, case_id, topic, level, asked, digest, knowledge, problems, marks,"
        " hints, seconds, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', '[]', 0, 0, 0)",
        [
            (
                session,
                last + number,
                AttemptState.PLANNED,
                case.id,
                case.topic,
                case.level,
                packed(case).decode(),
                digest_of(case),
                knowledge,
            )
            for number, case in enumerate(cases, 1)
        ],
    )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _when(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _session(row: sqlite3.Row) -> Session:
    return Session(
        row["id"],
        row["name"],
        SessionKind(row["kind"]),
        SessionState(row["state"]),
        unpacked(row["plan"], Plan),
        datetime.fromisoformat(row["begun"]),
        _when(row["ended"]),
        row["knowledge"],
        row["edition"],
        row["program"],
    )


def _attempt(row: sqlite3.Row) -> Attempt:
    return Attempt(
        row["id"],
        row["session"],
        row["position"],
        AttemptState(row["state"]),
        unpacked(row["asked"], Case),
        row["digest"],
        row["knowledge"],
        unpacked(row["problems"], tuple[Problem, ...]),
        unpacked(row["marks"], tuple[Mark, ...]),
        row["hints"],
        row["seconds"],
        _when(row["shown"]),
        _when(row["ended"]),
        unpacked(row["scored"], Scored) if row["scored"] else None,
        unpacked(row["explained"], Explained) if row["explained"] else None,
        row["revision"],
    )
