"""The steps of `rxcheck train` and `rxcheck train exam` behind their options."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from rxcheck.cli.train_console import TrainConsole
from rxcheck.errors import UsageError
from rxcheck.terms import Lang
from rxcheck.train.choose import Wish, drawn
from rxcheck.train.model import Case
from rxcheck.train.records import Plan, Session, SessionKind, SourceKind
from rxcheck.train.sitting import Bench, Sitting
from rxcheck.train.source import Judge, open_judge
from rxcheck.train.store import Store, default_path
from rxcheck.train.terms import Level, Topic
from rxcheck.train.words import say

_SEEDS = 1_000_000


class Asked(Struct, frozen=True):
    """What the options say; `minutes` None is training."""

    user: str | None
    topics: tuple[Topic, ...]
    level: int | None
    cases: int
    source: str
    origin: Path | None
    seed: int | None
    bank: Path | None
    lang: Lang | None
    db: Path | None
    knowledge: Path | None
    minutes: int | None
    new: bool
    table: Path | None = None

    @property
    def kind(self) -> SessionKind:
        """Training or exam."""
        return SessionKind.TRAINING if self.minutes is None else SessionKind.EXAM


def train_session(asked: Asked) -> None:
    """Begin or continue, and sit until it is done, left or out of time.

    Raises:
        UsageError: options that do not go together.
        InputError: a bank or table that cannot be read.
        TrainingError: the database cannot be used.
        KnowledgeError: tables that are not valid.
    """
    source = SourceKind(asked.source)
    if (source is SourceKind.REPLAY) != (asked.origin is not None):
        raise UsageError("--source replay and --from go together")
    if asked.table is not None and asked.origin is None:
        raise UsageError("--table goes with --from")
    if asked.bank is not None and source is not SourceKind.BANK:
        raise UsageError("--bank and --source do not go together")
    with Store(asked.db or default_path()) as store:
        user = store.user(asked.user if asked.user is not None else login(), now())
        session = None if asked.new else store.open_session(user, asked.kind)
        judge = open_judge(asked.knowledge)
        lang = session.plan.lang if session is not None else asked.lang or Lang.EN
        console = TrainConsole(lang)
        if session is None:
            session, cases = _begin(asked, source, user, store, judge)
            _tell_begin(session, console, len(store.attempts(session)))
        else:
            cases = _bank(session.plan.origin) if session.plan.source is SourceKind.BANK else ()
            if asked.lang is not None and asked.lang is not session.plan.lang:
                raise UsageError(f"session {session.id} is in {session.plan.lang.value}: continue it so, or use --new")
            _tell_continue(session, console, store, asked)
        Sitting(Bench(store, judge, console, now, cases, _command(asked, user)), session).run()


def login() -> str:
    """The name of the login.

    Raises:
        UsageError: it has none.
    """
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("this login has no name: use --user") from None


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def _begin(asked: Asked, source: SourceKind, user: str, store: Store, judge: Judge) -> tuple[Session, tuple[Case, ...]]:
    """A new session. What an exam, the generator or a replay asks is fixed now; training from a bank chooses as it goes."""
    level = Level(asked.level) if asked.level is not None else None
    origin = asked.bank if source is SourceKind.BANK else asked.origin
    plan = Plan(
        asked.cases,
        asked.seed if asked.seed is not None else _any_seed(),
        asked.lang or Lang.EN,
        source,
        asked.topics,
        level,
        str(origin.resolve()) if origin is not None else None,
        asked.minutes,
    )
    wish = Wish(plan.seed, plan.topics, plan.level)
    pool = _bank(plan.origin) if source is SourceKind.BANK else _made(plan, judge, asked.table)
    fixed: tuple[Case, ...] = ()
    if source is not SourceKind.BANK:
        fixed = pool
    elif asked.kind is SessionKind.EXAM:
        fixed = drawn(pool, wish, plan.cases)
    judge.exercises(fixed)  # an exam that cannot be asked to its end is not begun
    if not (fixed or drawn(pool, wish, 1)):
        raise UsageError("no case fits these options")
    text = judge.kb.compiled.text
    versions = (text.content_hash, text.edition, _program())
    session = store.begin(user, asked.kind, plan, versions, now(), fixed)
    return session, pool if source is SourceKind.BANK else ()


def _any_seed() -> int:
    import secrets

    return secrets.randbelow(_SEEDS)


def _program() -> str:
    from rxcheck import __version__

    return __version__


def _bank(folder: str | None) -> tuple[Case, ...]:
    from rxcheck.train.bank import load_bank

    return tuple(load_bank(Path(folder) if folder else None).cases.values())


def _made(plan: Plan, judge: Judge, table: Path | None) -> tuple[Case, ...]:
    """Cases of the generator, or of real prescriptions with nothing that names anybody.

    Raises:
        InputError: there is no such case, or the audit or table cannot be read.
    """
    if plan.source is SourceKind.REPLAY:
        from rxcheck.train.replay import Replay

        return Replay(judge, Path(str(plan.origin)), table).draw(plan.topics, plan.level, plan.cases, plan.seed)
    from rxcheck.train.generator import Generator

    return Generator(judge).draw(plan.topics, plan.level, plan.cases, plan.seed)


def _tell_begin(session: Session, console: TrainConsole, fixed: int) -> None:
    plan = session.plan
    key = "begin.exam" if session.kind is SessionKind.EXAM else "begin"
    slots = {"id": session.id, "user": session.user, "minutes": plan.minutes, "seed": plan.seed}
    console.tell(say(key, plan.lang, n=fixed or plan.cases, **slots))


def _tell_continue(session: Session, console: TrainConsole, store: Store, asked: Asked) -> None:
    done = sum(attempt.over for attempt in store.attempts(session))
    lang = session.plan.lang
    console.tell(say("continue", lang, id=session.id, user=session.user, n=done + 1))
    if asked.topics or asked.level or asked.seed is not None or asked.bank or asked.source != SourceKind.BANK:
        console.tell(say("continue.options", lang))


def _command(asked: Asked, user: str) -> str:
    """How the session is continued, as it is typed."""
    from shlex import quote

    words = ["rxcheck train"] + (["exam"] if asked.kind is SessionKind.EXAM else [])
    if asked.user is not None:
        words += ["--user", quote(user)]
    if asked.db is not None:
        words += ["--db", quote(str(asked.db))]
    if asked.knowledge is not None:
        words += ["--knowledge", quote(str(asked.knowledge))]
    return " ".join(words)
