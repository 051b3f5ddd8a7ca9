"""Scores by hand: the numbers stand in rules/training_points.csv and are written out here once more."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms_training import TrainingFeature
from rxcheck.terms import Action, CheckKind, Severity
from rxcheck.train.model import Mark, Problem
from rxcheck.train.scoring import Points, score
from rxcheck.train.terms import ProblemReason

POINTS = Points(
    {
        (TrainingFeature(feature), value): points
        for feature, value, points in (
            ("action", "both_interrupt", 1),
            ("action", "right", 2),
            ("clean", "clean", 6),
            ("false_alarm", "avoid", 3),
            ("false_alarm", "inform", 1),
            ("false_alarm", "modify", 3),
            ("false_alarm", "monitor", 2),
            ("found", "avoid", 6),
            ("found", "modify", 5),
            ("found", "monitor", 3),
            ("hint", "count", 1),
            ("hint", "kind", 1),
            ("hint", "lines", 2),
            ("lines", "exact", 1),
            ("reason", "right", 1),
        )
    }
)
IX, LIMIT, COND = CheckKind.INTERACTION, CheckKind.LIMIT, CheckKind.CONDITION


def problem(lines: str, kind: CheckKind, action: str, reason: str) -> Problem:
    return Problem(tuple(lines), kind, Action(action), Severity.MAJOR, (ProblemReason(reason),), ("F1",), ("r",))


def mark(lines: str, kind: CheckKind, action: str, reason: str | None = None) -> Mark:
    return Mark(tuple(lines), kind, Action(action), ProblemReason(reason) if reason else None)


INTERACTION = problem("12", IX, "avoid", "interaction")  # 6 + 2 + 1 + 1 = 10
DOSE = problem("3", LIMIT, "modify", "dose_too_high")  # 5 + 2 + 1 + 1 = 9
KIDNEY = problem("2", COND, "monitor", "kidney")  # 3 + 2 + 1 + 1 = 7
TOLD = problem("4", COND, "inform", "age")
WHOLE = problem("", CheckKind.FORM, "monitor", "requirement")  # 7


def test_shipped_points_are_these():
    from rxcheck.engine.compiled import Kb
    from rxcheck.train.scoring import points_of

    assert points_of(Kb(open_compiled(default_folder()))) == POINTS


@pytest.mark.parametrize(
    ("problems", "marks", "hints", "points", "possible", "alarms"),
    [
        ([INTERACTION], [mark("12", IX, "avoid", "interaction")], 0, 10, 10, 0),
        ([INTERACTION], [mark("21", IX, "avoid", "interaction")], 0, 10, 10, 0),  # lines in any order
        ([INTERACTION], [mark("12", IX, "modify", "interaction")], 0, 9, 10, 0),  # both interrupt
        ([INTERACTION], [mark("12", IX, "monitor", "interaction")], 0, 8, 10, 0),
        ([INTERACTION], [mark("12", IX, "avoid", "incompatible")], 0, 9, 10, 0),
        ([INTERACTION], [mark("12", IX, "avoid")], 0, 9, 10, 0),
        ([INTERACTION], [mark("13", IX, "avoid", "interaction")], 0, 9, 10, 0),  # one line in common
        ([INTERACTION], [mark("34", IX, "avoid", "interaction")], 0, 0, 10, 1),
        ([INTERACTION], [mark("12", COND, "avoid", "kidney")], 0, 0, 10, 1),
        ([INTERACTION], [], 0, 0, 10, 0),
        ([INTERACTION, DOSE, KIDNEY], [mark("12", IX, "avoid", "interaction"), mark("2", COND, "monitor", "kidney")], 0, 17, 26, 0),
        ([INTERACTION, DOSE, KIDNEY], [mark("3", LIMIT, "avoid", "dose_too_low"), mark("1", LIMIT, "monitor")], 1, 4, 26, 1),  # 5+1+0+1 -2 -1
        ([INTERACTION], [mark("12", IX, "avoid", "interaction")], 3, 6, 10, 0),
        ([INTERACTION], [mark("12", IX, "avoid", "interaction")], 9, 6, 10, 0),  # there are three hints
        ([INTERACTION], [mark("12", IX, "avoid", "interaction"), mark("12", IX, "monitor", "interaction")], 0, 8, 10, 1),
        ([WHOLE], [mark("", CheckKind.FORM, "monitor", "requirement")], 0, 7, 7, 0),
        ([WHOLE], [mark("1", CheckKind.FORM, "monitor", "requirement")], 0, 0, 7, 1),
        ([TOLD], [mark("4", COND, "inform", "age")], 0, 6, 6, 0),  # optional: clean all the same
        ([TOLD], [mark("4", COND, "avoid", "age")], 0, 6, 6, 0),
        ([TOLD, DOSE], [mark("3", LIMIT, "modify", "dose_too_high")], 0, 9, 9, 0),
        ([], [], 0, 6, 6, 0),
        ([], [], 1, 5, 6, 0),
        ([], [mark("1", LIMIT, "modify")], 0, 3, 6, 1),
        ([], [mark("1", LIMIT, "modify"), mark("2", LIMIT, "avoid"), mark("3", LIMIT, "avoid")], 2, 0, 6, 3),
    ],
)  # fmt: skip
def test_hand_computed(problems, marks, hints, points, possible, alarms):
    scored = score(problems, marks, hints, POINTS)
    assert (scored.points, scored.possible, len(scored.false_alarms)) == (points, possible, alarms)
    assert scored.hints == hints


def test_the_best_assignment_is_taken_not_the_first():
    """Greedy by order would give the mark on 1,2 to the problem on 1 and leave the other without one."""
    one, two = problem("12", IX, "avoid", "interaction"), problem("23", IX, "avoid", "interaction")
    marks = [mark("12", IX, "avoid", "interaction"), mark("2", IX, "avoid", "interaction")]
    for order in permutations(marks):
        scored = score([two, one], order, 0, POINTS)
        assert scored.points == 19
        assert scored.verdicts[1].mark == marks[0]
        assert scored.verdicts[1].lines_exact
        assert not scored.verdicts[0].lines_exact


def test_verdicts_say_what_was_right():
    scored = score([INTERACTION, DOSE], [mark("12", IX, "modify", "incompatible")], 0, POINTS)
    first, second = scored.verdicts
    assert (first.found, first.lines_exact, first.action_right, first.reason_right) == (True, True, False, False)
    assert (first.points, first.possible) == (8, 10)  # 6 + 1 + 1
    assert (second.found, second.mark, second.reason_right, second.points, second.possible) == (False, None, None, 0, 9)
    assert scored.missed == (second,)


_LINES = st.lists(st.sampled_from("1234"), max_size=3, unique=True).map(tuple)
_KINDS = st.sampled_from([IX, LIMIT])
_REASONS = st.sampled_from([ProblemReason.INTERACTION, ProblemReason.DOSE_TOO_HIGH])
_MARKS = st.lists(
    st.builds(Mark, lines=_LINES, kind=_KINDS, action=st.sampled_from(Action), reason=st.none() | _REASONS), max_size=7
)
_PROBLEMS = st.lists(
    st.builds(
        Problem,
        lines=_LINES,
        kind=_KINDS,
        action=st.sampled_from(Action),
        severity=st.just(Severity.MAJOR),
        reasons=_REASONS.map(lambda reason: (reason,)),
        findings=st.just(()),
        rules=st.just(()),
    ),
    max_size=4,
    unique_by=lambda each: (each.kind, frozenset(each.lines)),
)


@given(_PROBLEMS, _MARKS, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_order_of_marks_changes_nothing(problems, marks, random):
    shuffled = marks * 2
    random.shuffle(shuffled)
    assert score(problems, shuffled, 1, POINTS) == score(problems, marks, 1, POINTS)


@given(_PROBLEMS, _MARKS)
@settings(max_examples=150, deadline=None)
def test_no_assignment_is_better(problems, marks):
    """Against all assignments, tried one by one."""
    scored = score(problems, marks, 0, POINTS)
    assert 0 <= scored.points <= scored.possible
    assert scored.points == max(0, _best(problems, tuple(set(marks))))


def _best(problems: list[Problem], marks: tuple[Mark, ...]) -> int:
    """The points of the best assignment, before the floor."""
    start = 6 if all(each.optional for each in problems) else 0

    def tried(left: tuple[Problem, ...], free: tuple[Mark, ...]) -> int:
        if not left:
            return -sum(POINTS.of(TrainingFeature.FALSE_ALARM, each.action) for each in free)
        best = tried(left[1:], free)
        for each in free:
            if each.kind is not left[0].kind or not (
                set(each.lines) & set(left[0].lines) or (not each.lines and not left[0].lines)
            ):
                continue
            rest = tuple(other for other in free if other != each)
            best = max(best, _worth(left[0], each) + tried(left[1:], rest))
        return best

    return start + tried(tuple(problems), marks)


def _worth(one: Problem, each: Mark) -> int:
    if one.action is Action.INFORM:
        return 0
    found = {Action.AVOID: 6, Action.MODIFY: 5, Action.MONITOR: 3}[one.action]
    right = 2 if one.action is each.action else int({one.action, each.action} == {Action.AVOID, Action.MODIFY})
    return found + right + int(set(one.lines) == set(each.lines)) + int(each.reason in one.reasons)
