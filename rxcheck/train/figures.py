"""Figures of one trainee and of a class: by topic, over time, the hardest cases, the rules that are missed, the usual false alarms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from rxcheck.terms import Action, CheckKind
from rxcheck.train.choose import Met, level_for
from rxcheck.train.model import Texts
from rxcheck.train.records import Attempt
from rxcheck.train.scoring import Scored
from rxcheck.train.terms import Level, ProblemReason, Topic

_LAST = 5  # cases of a trend


class Answer(Struct, frozen=True):
    """An attempt that is scored, and whose it is."""

    trainee: str
    attempt: Attempt
    scored: Scored


class Sum(Struct, frozen=True):
    """Sums over answers."""

    cases: int
    points: int
    possible: int
    missed: int
    false_alarms: int
    hints: int

    @property
    def percent(self) -> int | None:
        """The share of the points in whole percent, rounded down; None where there was nothing to gain."""
        return 100 * self.points // self.possible if self.possible else None


class TopicProgress(Struct, frozen=True):
    """A topic of a trainee. `trend` is the share of the last five cases less that of those before, in whole points of a hundred; None for
    fewer than six. `due` is when the topic comes back."""

    topic: Topic
    sum: Sum
    level: Level
    trend: int | None
    due: datetime | None


class WeekProgress(Struct, frozen=True):
    """A week of a trainee (ISO 8601, "2026-W48")."""

    week: str
    sum: Sum


class Progress(Struct, frozen=True):
    """What a trainee has done so far."""

    user: str
    sum: Sum
    topics: tuple[TopicProgress, ...]
    weeks: tuple[WeekProgress, ...]


class CaseFigure(Struct, frozen=True):
    """A case over a class: how often it was answered and with what share of its points, in whole percent."""

    case_id: str
    title: Texts
    topic: Topic
    level: Level
    times: int
    percent: int


class RuleFigure(Struct, frozen=True):
    """A rule whose problem had to be marked `asked` times and was not `missed` times."""

    rule_id: str
    missed: int
    asked: int


class AlarmFigure(Struct, frozen=True):
    """A mark that no problem answers to, by kind, action and reason."""

    kind: CheckKind
    action: Action
    reason: ProblemReason | None
    times: int
    trainees: int
    cases: tuple[str, ...]


class ClassFigures(Struct, frozen=True):
    """A class: its trainees, their sums by topic, and what is hard for all."""

    trainees: tuple[tuple[str, Sum, Mapping[Topic, Sum]], ...]
    topics: tuple[Topic, ...]
    hardest: tuple[CaseFigure, ...]
    rules: tuple[RuleFigure, ...]
    alarms: tuple[AlarmFigure, ...]


def answers_of(trainee: str, attempts: Sequence[Attempt]) -> tuple[Answer, ...]:
    """Those attempts that are scored, by the time at which they ended, those that were never shown last."""
    scored = [Answer(trainee, each, each.scored) for each in attempts if each.scored is not None]
    return tuple(sorted(scored, key=lambda each: (each.attempt.ended is None, each.attempt.ended, each.attempt.id)))


def sum_of(answers: Sequence[Answer]) -> Sum:
    """Sums over answers."""
    scored = [each.scored for each in answers]
    return Sum(
        len(scored),
        sum(each.points for each in scored),
        sum(each.possible for each in scored),
        sum(len(each.missed) for each in scored),
        sum(len(each.false_alarms) for each in scored),
        sum(each.hints for each in scored),
    )


def progress_of(user: str, answers: Sequence[Answer], due: Mapping[Topic, datetime]) -> Progress:
    """What a trainee has done, from the answers in the order of time."""
    met = [
        Met(
            each.attempt.case.id,
            each.attempt.case.topic,
            each.attempt.case.level,
            each.scored.points,
            each.scored.possible,
        )
        for each in answers
    ]
    topics = []
    for topic in Topic:
        own = [each for each in answers if each.attempt.case.topic is topic]
        if own:
            topics.append(TopicProgress(topic, sum_of(own), level_for(met, topic), _trend(own), due.get(topic)))
    weeks: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        if each.attempt.ended is not None:
            year, week, _ = each.attempt.ended.astimezone().isocalendar()
            weeks[f"{year}-W{week:02}"].append(each)
    return Progress(
        user, sum_of(answers), tuple(topics), tuple(WeekProgress(week, sum_of(weeks[week])) for week in sorted(weeks))
    )


def _trend(answers: Sequence[Answer]) -> int | None:
    if len(answers) <= _LAST:
        return None
    last, before = sum_of(answers[-_LAST:]).percent, sum_of(answers[:-_LAST]).percent
    return None if last is None or before is None else last - before


def class_of(answers: Mapping[str, Sequence[Answer]], most: int = 10) -> ClassFigures:
    """The figures of a class from the answers of each trainee; of cases, rules and false alarms the first `most`."""
    everything = [each for own in answers.values() for each in own]
    topics = tuple(topic for topic in Topic if any(each.attempt.case.topic is topic for each in everything))
    trainees = []
    for name in sorted(answers):
        own = answers[name]
        by_topic = {topic: [each for each in own if each.attempt.case.topic is topic] for topic in topics}
        trainees.append((name, sum_of(own), {topic: sum_of(found) for topic, found in by_topic.items() if found}))
    return ClassFigures(
        tuple(trainees), topics, _hardest(everything)[:most], _missed(everything)[:most], _alarms(everything)[:most]
    )


def _hardest(answers: Sequence[Answer]) -> tuple[CaseFigure, ...]:
    by_case: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        by_case[each.attempt.case.id].append(each)
    found = []
    for ident, own in by_case.items():
        case, share = own[-1].attempt.case, sum_of(own).percent
        if share is not None and share < 100:
            found.append(CaseFigure(ident, case.title, case.topic, case.level, len(own), share))
    return tuple(sorted(found, key=lambda each: (each.percent, -each.times, each.case_id)))


def _missed(answers: Sequence[Answer]) -> tuple[RuleFigure, ...]:
    asked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for each in answers:
        for verdict in each.scored.verdicts:
            if verdict.problem.optional:
                continue
            asked.update(verdict.problem.rules)
            if not verdict.found:
                missed.update(verdict.problem.rules)
    found = [RuleFigure(rule, times, asked[rule]) for rule, times in missed.items()]
    return tuple(sorted(found, key=lambda each: (-each.missed, each.asked, each.rule_id)))


def _alarms(answers: Sequence[Answer]) -> tuple[AlarmFigure, ...]:
    found: dict[tuple[str, str, str], list[tuple[Answer, CheckKind, Action, ProblemReason | None]]] = defaultdict(list)
    for each in answers:
        for mark in each.scored.false_alarms:
            key = (mark.kind.value, mark.action.value, mark.reason.value if mark.reason else "")
            found[key].append((each, mark.kind, mark.action, mark.reason))
    figures = [
        AlarmFigure(
            own[0][1],
            own[0][2],
            own[0][3],
            len(own),
            len({each.trainee for each, *_ in own}),
            tuple(sorted({each.attempt.case.id for each, *_ in own})),
        )
        for own in found.values()
    ]
    return tuple(sorted(figures, key=lambda each: (-each.times, each.kind.value, each.action.value, each.reason or "")))
