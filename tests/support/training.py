"""Cases, answers and times for tests of training."""

from __future__ import annotations

from datetime import UTC, datetime

from rxcheck.terms import Action, CheckKind, Severity
from rxcheck.train.model import Case, Mark, Problem, Texts
from rxcheck.train.scoring import Scored, Verdict
from rxcheck.train.terms import Level, ProblemReason, Topic

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
VERSIONS = ("k" * 32, "2026-11", "1.0")
PROBLEM = Problem(
    ("1", "2"),
    CheckKind.INTERACTION,
    Action.MONITOR,
    Severity.MAJOR,
    (ProblemReason.INTERACTION,),
    ("F1",),
    ("ddi-a-b",),
)
MARK = Mark(("1", "2"), CheckKind.INTERACTION, Action.MONITOR, ProblemReason.INTERACTION)
ALARM = Mark(("1",), CheckKind.LIMIT, Action.MODIFY)


def case(ident: str, topic: Topic = Topic.INTERACTION, level: Level = Level.BEGINNER) -> Case:
    """A case of which nothing is asked but its id, topic and level."""
    texts = Texts(f"Title of {ident}", f"{ident}的标题")
    return Case(ident, topic, level, texts, texts, {"lines": [{"drug": "warfarin"}]})


def scored(
    points: int, possible: int, *, missed: bool = False, alarms: tuple[Mark, ...] = (), hints: int = 0
) -> Scored:
    """A score of one problem."""
    mark = None if missed else MARK
    verdict = Verdict(PROBLEM, mark, not missed, not missed, not missed, None if missed else True, points, possible)
    return Scored(points, possible, (verdict,), alarms, hints)
