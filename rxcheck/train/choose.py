"""Which case comes next: what is due, then what is new, then what has waited longest; at the level that fits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from rxcheck.train.model import Case
from rxcheck.train.terms import Level, Topic

_PROMOTED_AFTER = 3  # cases of a level in a row …
_PROMOTED_AT = 80  # … answered with so many percent of the points lead to the next level


class Met(Struct, frozen=True):
    """A case that a trainee has answered, in the order of time."""

    case_id: str
    topic: Topic
    level: Level
    points: int
    possible: int


class Wish(Struct, frozen=True):
    """What the trainee asked for; `topics` empty: all, `level` None: what fits."""

    seed: int
    topics: tuple[Topic, ...] = ()
    level: Level | None = None


def level_for(met: Sequence[Met], topic: Topic) -> Level:
    """The level that fits a trainee in a topic: the next one after three cases in a row with 80 % of the points."""
    for level in sorted(Level, reverse=True)[1:]:
        last = [each for each in met if each.topic is topic and each.level == level][-_PROMOTED_AFTER:]
        if len(last) == _PROMOTED_AFTER and all(100 * each.points >= _PROMOTED_AT * each.possible for each in last):
            return Level(level + 1)
    return Level.BEGINNER


def next_case(
    cases: Sequence[Case],
    wish: Wish,
    met: Sequence[Met],
    due: Mapping[Topic, datetime],
    session: Sequence[Case],
    now: datetime,
) -> Case | None:
    """The case to ask next; None where the session has had all that there are. `session` are those that it has had, in their order.

    The order of topics: those that are due, the longest first; those never met, in the order of the vocabulary; the rest by when they are
    due. A topic does not follow itself where another one is open.
    """
    had = {case.id for case in session}
    left: dict[Topic, list[Case]] = {}
    for case in cases:
        fits = (not wish.topics or case.topic in wish.topics) and (wish.level is None or case.level == wish.level)
        if fits and case.id not in had:
            left.setdefault(case.topic, []).append(case)
    if not left:
        return None
    order = list(Topic)
    last = session[-1].topic if session else None

    def urgency(topic: Topic) -> tuple[object, ...]:
        moment = due.get(topic)
        group = 1 if moment is None else 0 if moment <= now else 2
        return topic is last, group, moment or now, order.index(topic)

    topic = min(left, key=urgency)
    level = wish.level or level_for(met, topic)
    times = {case.id: 0 for case in left[topic]}
    latest = dict.fromkeys(times, -1)
    for at, each in enumerate(met):
        if each.case_id in times:
            times[each.case_id] += 1
            latest[each.case_id] = at
    return min(
        left[topic],
        key=lambda case: (abs(case.level - level), times[case.id] > 0, latest[case.id], lot(wish.seed, case.id)),
    )


def drawn(cases: Sequence[Case], wish: Wish, number: int) -> tuple[Case, ...]:
    """The cases of an exam: the same for everybody with this seed and bank, drawn topic by topic so that all have their share."""
    by_topic: dict[Topic, list[Case]] = {}
    for case in cases:
        if (not wish.topics or case.topic in wish.topics) and (wish.level is None or case.level == wish.level):
            by_topic.setdefault(case.topic, []).append(case)
    piles = [
        sorted(pile, key=lambda case: lot(wish.seed, case.id))
        for _, pile in sorted(by_topic.items(), key=lambda item: lot(wish.seed, item[0].value))
    ]
    found: list[Case] = []
    for row in range(max(map(len, piles), default=0)):
        found += [pile[row] for pile in piles if row < len(pile)]
    return tuple(sorted(found[:number], key=lambda case: lot(wish.seed, f"order {case.id}")))


def lot(seed: int, text: str) -> bytes:
    """A lot for a text: the same on every machine and in every version of Python."""
    return hashlib.sha256(f"{seed} {text}".encode()).digest()
