"""When topics come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fsrs import Rating

from rxcheck.train.schedule import due_of, rating_of, reviewed
from rxcheck.train.scoring import Scored
from tests.support.training import ALARM, NOW, scored

RIGHT = scored(7, 7)
HARD = scored(5, 7)
MISSED = scored(0, 7, missed=True)


@pytest.mark.parametrize(
    ("answer", "rating"),
    [
        (RIGHT, Rating.Good),
        (HARD, Rating.Hard),
        (scored(7, 7, hints=1), Rating.Hard),
        (MISSED, Rating.Again),
        (scored(6, 7, alarms=(ALARM,)), Rating.Again),
        (Scored(6, 6, (), (), 0), Rating.Good),
    ],
)
def test_rating(answer: Scored, rating: Rating) -> None:
    assert rating_of(answer) is rating


def test_what_is_missed_comes_back_sooner() -> None:
    due = {name: reviewed(None, answer, NOW).due for name, answer in (("m", MISSED), ("h", HARD), ("r", RIGHT))}
    assert due["m"] - NOW == timedelta(minutes=10)
    assert due["m"] < due["h"] < due["r"]
    assert due["r"] - NOW >= timedelta(days=1)


def test_intervals_grow_while_it_is_known_and_shrink_when_it_is_not() -> None:
    card, now, intervals = None, NOW, []
    for _ in range(4):
        review = reviewed(card, RIGHT, now)
        intervals.append(review.due - now)
        card, now = review.card, review.due
    assert intervals == sorted(set(intervals))
    lapsed = reviewed(card, MISSED, now)
    assert lapsed.due - now == timedelta(minutes=10)
    again = reviewed(lapsed.card, RIGHT, lapsed.due)
    assert again.due - lapsed.due < intervals[-1]


def test_the_same_answers_and_times_give_the_same_dates() -> None:
    one, two = (reviewed(reviewed(None, MISSED, NOW).card, RIGHT, NOW + timedelta(days=2)) for _ in range(2))
    assert one == two
    assert due_of(one.card) == one.due
