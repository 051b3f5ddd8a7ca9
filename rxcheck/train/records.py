"""What is kept of training: sessions, attempts and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from rxcheck.terms import Lang
from rxcheck.train.model import Case, Mark, Problem
from rxcheck.train.scoring import Scored
from rxcheck.train.terms import Level, Topic


class SourceKind(StrEnum):
    """Where the cases of a session come from."""

    BANK = "bank"
    GENERATED = "generated"
    REPLAY = "replay"


class SessionKind(StrEnum):
    """Training gives hints and explains after each case; an exam does neither before its end."""

    TRAINING = "training"
    EXAM = "exam"


class SessionState(StrEnum):
    """`LEFT` was given up for another one; `EXPIRED` is an exam whose time ran out."""

    OPEN = "open"
    DONE = "done"
    LEFT = "left"
    EXPIRED = "expired"


class AttemptState(StrEnum):
    """`PLANNED` has not been shown; `UNANSWERED` was not answered before the time of an exam ran out."""

    PLANNED = "planned"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    UNANSWERED = "unanswered"


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """What a session was begun with. `topics` empty: all; `level` None: what fits the trainee; `origin` is the bank, table or folder that
    was named; `minutes` is None without a limit."""

    cases: int
    seed: int
    lang: Lang = Lang.EN
    source: SourceKind = SourceKind.BANK
    topics: tuple[Topic, ...] = ()
    level: Level | None = None
    origin: str | None = None
    minutes: int | None = None


class Session(Struct, frozen=True):
    """A session; times in UTC. `knowledge` is the hash of the tables, `edition` their edition."""

    id: int
    user: str
    kind: SessionKind
    state: SessionState
    plan: Plan
    begun: datetime
    ended: datetime | None
    knowledge: str
    edition: str
    program: str

    @property
    def until(self) -> datetime | None:
        """When the time is over."""
        return None if self.plan.minutes is None else self.begun + timedelta(minutes=self.plan.minutes)


CONTINUED = " "  # the label of a row that belongs to the one above


class Told(Struct, frozen=True):
    """Something told in one language: (label, text), row by row; see `CONTINUED`."""

    rows: tuple[tuple[str, str], ...]


class Telling(Struct, frozen=True):
    """A case as it was shown, and its problems explained in their order, in one language."""

    prescription: Told
    problems: tuple[Told, ...]


class Explained(Struct, frozen=True):
    """A case told in both languages: kept with the answer, so that a sheet says the same whatever tables are there later."""

    en: Telling
    zh: Telling

    def of(self, lang: Lang) -> Telling:
        """In one language."""
        return self.zh if lang is Lang.ZH else self.en


class Attempt(Struct, frozen=True):
    """A case as it was asked in a session, at `position` (from 1). `digest` is that of the case; `problems` is what was true with the
    tables of `knowledge` when it was shown. `seconds` is the time that it was before the trainee, over all sittings. `revision` rises
    with every write."""

    id: int
    session: int
    position: int
    state: AttemptState
    case: Case
    digest: str
    knowledge: str
    problems: tuple[Problem, ...]
    marks: tuple[Mark, ...]
    hints: int
    seconds: float
    shown: datetime | None
    ended: datetime | None
    scored: Scored | None
    explained: Explained | None
    revision: int

    @property
    def over(self) -> bool:
        """True where nothing more is asked of it."""
        return self.state not in (AttemptState.PLANNED, AttemptState.OPEN)


def digest_of(case: Case) -> str:
    """SHA-256 of everything that a case says, as hexadecimal digits; two cases that differ anywhere have different ones."""
    import hashlib

    return hashlib.sha256(packed(case)).hexdigest()


def packed(value: Any) -> bytes:
    """A record as JSON; numbers of a case stay numbers, digit by digit."""
    return _ENCODER.encode(value)


def unpacked(text: str, kind: Any) -> Any:
    """A record of JSON again.

    Raises:
        msgspec.MsgspecError: it is not one of this kind.
    """
    return msgspec.json.Decoder(kind, float_hook=Decimal).decode(text)


_ENCODER = msgspec.json.Encoder(decimal_format="number", order="deterministic")
