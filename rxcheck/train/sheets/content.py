"""The result of a session: what its sheet says, whatever its form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from rxcheck.terms import Lang
from rxcheck.train.feedback import alarm_text, is_clean, problem_text, sign_of, teaches, verdict_text
from rxcheck.train.names import name_of
from rxcheck.train.records import Attempt, AttemptState, Session, SessionKind
from rxcheck.train.scoring import Scored
from rxcheck.train.terms import Topic
from rxcheck.train.words import percent, say


class Row(Struct, frozen=True):
    """A problem on a sheet: `told` are its explanation, label and text."""

    sign: str
    problem: str
    verdict: str
    points: int
    possible: int
    told: tuple[tuple[str, str], ...]


class CaseSheet(Struct, frozen=True):
    """A case on a sheet."""

    position: int
    id: str
    digest: str
    title: str
    story: str
    prescription: tuple[tuple[str, str], ...]
    topic: Topic
    level: int
    state: AttemptState
    seconds: float
    hints: int
    points: int
    possible: int
    rows: tuple[Row, ...]
    alarms: tuple[str, ...]
    clean: bool
    teaches: str
    other_knowledge: bool


class TopicRow(Struct, frozen=True):
    """Sums of a topic."""

    topic: Topic
    cases: int
    points: int
    possible: int
    missed: int
    false_alarms: int


class Sheet(Struct, frozen=True):
    """A session with its sums, in one language. `seconds` is from its beginning to its end by the clock."""

    session: Session
    lang: Lang
    points: int
    possible: int
    missed: int
    false_alarms: int
    seconds: float | None
    topics: tuple[TopicRow, ...]
    cases: tuple[CaseSheet, ...]
    skipped: int


def sheet_of(session: Session, attempts: Sequence[Attempt], lang: Lang) -> Sheet:
    """The sheet of a session, of what was asked in it. Cases that a training session skipped are counted apart."""
    cases = tuple(_case(each, each.scored, session, lang) for each in attempts if each.scored is not None)
    skipped = sum(each.state is AttemptState.SKIPPED and each.scored is None for each in attempts)
    topics = topic_rows([each for each in attempts if each.scored is not None])
    return Sheet(
        session,
        lang,
        sum(each.points for each in topics),
        sum(each.possible for each in topics),
        sum(each.missed for each in topics),
        sum(each.false_alarms for each in topics),
        (session.ended - session.begun).total_seconds() if session.ended else None,
        topics,
        cases,
        skipped,
    )


def topic_rows(attempts: Sequence[Attempt]) -> tuple[TopicRow, ...]:
    """Sums by topic, in the order of the vocabulary; only what is scored counts."""
    rows = []
    for topic in Topic:
        scored = [each.scored for each in attempts if each.case.topic is topic and each.scored is not None]
        if scored:
            rows.append(
                TopicRow(
                    topic,
                    len(scored),
                    sum(each.points for each in scored),
                    sum(each.possible for each in scored),
                    sum(len(each.missed) for each in scored),
                    sum(len(each.false_alarms) for each in scored),
                )
            )
    return tuple(rows)


def _case(attempt: Attempt, scored: Scored, session: Session, lang: Lang) -> CaseSheet:
    telling = attempt.explained.of(lang) if attempt.explained else None
    told = telling.problems if telling else ()
    rows = tuple(
        Row(
            sign_of(verdict),
            problem_text(verdict.problem, lang),
            verdict_text(verdict, lang),
            verdict.points,
            verdict.possible,
            told[number].rows if number < len(told) else (),
        )
        for number, verdict in enumerate(scored.verdicts)
    )
    return CaseSheet(
        attempt.position,
        attempt.case.id,
        attempt.digest,
        attempt.case.title.of(lang),
        attempt.case.story.of(lang),
        telling.prescription.rows if telling else (),
        attempt.case.topic,
        int(attempt.case.level),
        attempt.state,
        attempt.seconds,
        attempt.hints,
        scored.points,
        scored.possible,
        rows,
        tuple(alarm_text(mark, lang) for mark in scored.false_alarms),
        is_clean(scored),
        teaches(attempt.case, lang),
        attempt.knowledge != session.knowledge,
    )


def about(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """(label, text) of what stands at the head of a sheet."""
    lang, session = sheet.lang, sheet.session
    plan = session.plan
    rows = [
        (say("sheet.trainee", lang), session.user),
        (say("sheet.session", lang), f"{session.id} · {say(f'sheet.state.{session.state.value}', lang)}"),
        (say("sheet.begun", lang), moment(session.begun)),
        (say("sheet.ended", lang), moment(session.ended) if session.ended else say("sheet.open", lang)),
        (say("sheet.duration", lang), duration(sheet.seconds, lang)),
        (say("sheet.limit", lang), duration(plan.minutes * 60, lang) if plan.minutes else say("sheet.none", lang)),
        (say("sheet.seed", lang), str(plan.seed)),
        (say("sheet.source", lang), say(f"sheet.source.{plan.source.value}", lang)),
        (say("sheet.program", lang), session.program),
        (say("sheet.edition", lang), session.edition),
        (say("sheet.hash", lang), session.knowledge),
    ]
    return tuple(rows)


def title_of(sheet: Sheet) -> str:
    """What a sheet is called."""
    kind = "exam" if sheet.session.kind is SessionKind.EXAM else "training"
    return say(f"sheet.title.{kind}", sheet.lang)


def tiles(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """(value, label) of the sums."""
    lang = sheet.lang
    return (
        (percent(sheet.points, sheet.possible), say("sheet.share", lang)),
        (f"{sheet.points}/{sheet.possible}", say("sheet.points", lang)),
        (str(len(sheet.cases)), say("sheet.cases", lang)),
        (str(sheet.missed), say("sheet.missed", lang)),
        (str(sheet.false_alarms), say("sheet.false_alarms", lang)),
    )


def case_notes(case: CaseSheet, lang: Lang) -> tuple[str, ...]:
    """What is said of a case beside its points."""
    notes = [name_of(case.topic, lang), say("sheet.level", lang, n=case.level), duration(case.seconds, lang)]
    if case.hints:
        notes.append(say("score.hints", lang, n=case.hints))
    if case.state is not AttemptState.DONE:
        notes.append(say(f"sheet.attempt.{case.state.value}", lang))
    if case.other_knowledge:
        notes.append(say("sheet.other_knowledge", lang))
    return tuple(notes)


def moment(when: datetime) -> str:
    """A moment by the clock of this place, with its distance from UTC."""
    return when.astimezone().isoformat(sep=" ", timespec="seconds")


def duration(seconds: float | None, lang: Lang) -> str:
    """`12 min 3 s`."""
    if seconds is None:
        return "–"
    return say("sheet.minutes", lang, m=int(seconds) // 60, s=int(seconds) % 60)


def topic_table(sheet: Sheet) -> tuple[list[str], list[list[str]]]:
    """Headings, and a row of texts for each topic."""
    lang = sheet.lang
    header = [say(f"sheet.{key}", lang) for key in ("topic", "cases", "points", "share", "missed", "false_alarms")]
    rows = [
        [
            name_of(row.topic, lang),
            str(row.cases),
            f"{row.points}/{row.possible}",
            percent(row.points, row.possible),
            str(row.missed),
            str(row.false_alarms),
        ]
        for row in sheet.topics
    ]
    return header, rows
