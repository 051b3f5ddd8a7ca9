"""Which case comes next."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rxcheck.train.choose import Met, Wish, drawn, level_for, next_case
from rxcheck.train.terms import Level, Topic
from tests.support.training import NOW, case

BANK = [
    case(f"{topic.value}-{level.value}-{number}", topic, level)
    for topic in (Topic.INTERACTION, Topic.DOSE, Topic.CLEAN)
    for level in Level
    for number in range(3)
]
ANY = Wish(7)
PAST, FUTURE = NOW - timedelta(days=1), NOW + timedelta(days=1)


def met(topic: Topic, level: Level, *points: int) -> list[Met]:
    return [Met(f"x-{number}", topic, level, each, 10) for number, each in enumerate(points)]


def test_a_new_trainee_begins_at_the_beginning() -> None:
    found = next_case(BANK, ANY, [], {}, [], NOW)
    assert found is not None
    assert (found.topic, found.level) == (Topic.INTERACTION, Level.BEGINNER)


def test_what_is_due_comes_first_then_what_is_new_then_what_waits() -> None:
    due = {Topic.INTERACTION: FUTURE, Topic.CLEAN: PAST}
    order, had = [], []
    for _ in range(3):
        found = next_case(BANK, ANY, [], due, had, NOW)
        assert found is not None
        order.append(found.topic)
        had.append(found)
        due[found.topic] = FUTURE + timedelta(days=1)
    assert order == [Topic.CLEAN, Topic.DOSE, Topic.INTERACTION]


def test_the_longest_due_comes_first() -> None:
    due = {Topic.INTERACTION: PAST, Topic.DOSE: PAST - timedelta(hours=1), Topic.CLEAN: FUTURE}
    found = next_case(BANK, ANY, [], due, [], NOW)
    assert found is not None
    assert found.topic is Topic.DOSE


def test_a_topic_does_not_follow_itself_where_another_is_open() -> None:
    due = {Topic.INTERACTION: PAST, Topic.DOSE: FUTURE, Topic.CLEAN: FUTURE}
    found = next_case(BANK, ANY, [], due, [BANK[0]], NOW)
    assert found is not None
    assert found.topic is not Topic.INTERACTION
    found = next_case(BANK, Wish(7, (Topic.INTERACTION,)), [], due, [BANK[0]], NOW)
    assert found is not None
    assert found.topic is Topic.INTERACTION


def test_levels_rise_after_three_good_cases_in_a_row() -> None:
    dose = Topic.DOSE
    assert level_for([], dose) is Level.BEGINNER
    assert level_for(met(dose, Level.BEGINNER, 8, 8), dose) is Level.BEGINNER
    assert level_for(met(dose, Level.BEGINNER, 0, 8, 8, 8), dose) is Level.ADVANCED
    assert level_for(met(dose, Level.BEGINNER, 8, 8, 7), dose) is Level.BEGINNER
    assert level_for(met(Topic.CLEAN, Level.BEGINNER, 9, 9, 9), dose) is Level.BEGINNER
    assert level_for(met(dose, Level.BEGINNER, 9, 9, 9) + met(dose, Level.ADVANCED, 9, 9, 9), dose) is Level.EXPERT
    found = next_case(BANK, Wish(1, (dose,)), met(dose, Level.BEGINNER, 9, 9, 9), {}, [], NOW)
    assert found is not None
    assert found.level is Level.ADVANCED


def test_an_unseen_case_before_a_seen_one_and_the_oldest_of_those() -> None:
    wish = Wish(3, (Topic.DOSE,), Level.BEGINNER)
    seen = [Met(f"dose-1-{number}", Topic.DOSE, Level.BEGINNER, 0, 10) for number in (1, 0)]
    found = next_case(BANK, wish, seen, {}, [], NOW)
    assert found is not None
    assert found.id == "dose-1-2"
    seen.append(Met("dose-1-2", Topic.DOSE, Level.BEGINNER, 0, 10))
    found = next_case(BANK, wish, seen, {}, [], NOW)
    assert found is not None
    assert found.id == "dose-1-1"


def test_nothing_is_asked_twice_in_a_session() -> None:
    had = []
    while (found := next_case(BANK, ANY, [], {}, had, NOW)) is not None:
        had.append(found)
    assert sorted(each.id for each in had) == sorted(each.id for each in BANK)


@given(st.permutations(BANK), st.integers(0, 50), st.integers(1, 30))
def test_an_exam_is_the_same_in_whatever_order_the_bank_is_read(bank: list[object], seed: int, number: int) -> None:
    found = drawn(bank, Wish(seed), number)  # type: ignore[arg-type]
    assert found == drawn(BANK, Wish(seed), number)
    assert len({each.id for each in found}) == len(found) == min(number, len(BANK))
    shares = [sum(each.topic is topic for each in found) for topic in (Topic.INTERACTION, Topic.DOSE, Topic.CLEAN)]
    assert max(shares) - min(shares) <= 1


def test_an_exam_of_a_seed_is_the_same_on_every_machine() -> None:
    assert [each.id for each in drawn(BANK, Wish(7), 4)] == PINNED
    assert drawn(BANK, Wish(7), 9) != drawn(BANK, Wish(8), 9)
    assert all(each.level is Level.EXPERT for each in drawn(BANK, Wish(7, level=Level.EXPERT), 9))


PINNED = ["clean-3-1", "interaction-2-0", "dose-2-1", "interaction-3-2"]
