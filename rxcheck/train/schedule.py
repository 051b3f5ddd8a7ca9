"""When a topic comes back: FSRS 6 (Free Spaced Repetition Scheduler, Ye et al. 2022–2024, by the library `fsrs`).

What is scheduled is a topic of a trainee, not a case: whoever sees a case twice recalls its answer, and the skill is to see the same
kind of problem in another prescription. The same clock and the same answers give the same dates: nothing is random here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rxcheck.train.scoring import Scored

if TYPE_CHECKING:
    from fsrs import Rating, Scheduler

# One step: a missed topic is due again within the sitting; one that was answered well leaves it for days.
_SOON = timedelta(minutes=10)


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=0.9,
        learning_steps=(_SOON,),
        relearning_steps=(_SOON,),
        maximum_interval=365,
        enable_fuzzing=False,
    )


class Review(Struct, frozen=True):
    """A card as text, and when its topic is due (UTC)."""

    card: str
    due: datetime


def rating_of(scored: Scored) -> Rating:
    """How well a case was answered: nothing missed and no false alarm is a recall, with anything else wrong or a hint a hard one."""
    from fsrs import Rating

    if scored.missed or scored.false_alarms:
        return Rating.Again
    if scored.hints or scored.points < scored.possible:
        return Rating.Hard
    return Rating.Good


def reviewed(card: str | None, scored: Scored, now: datetime) -> Review:
    """The card of a topic after an answer at `now`; None is a topic that was not met before."""
    from fsrs import Card

    before = Card.from_json(card) if card else Card(card_id=0, due=now.astimezone(UTC))
    after, _ = _scheduler().review_card(before, rating_of(scored), now.astimezone(UTC))
    return Review(after.to_json(), after.due)


def due_of(card: str) -> datetime:
    """When the topic of a card is due."""
    from fsrs import Card

    return Card.from_json(card).due
