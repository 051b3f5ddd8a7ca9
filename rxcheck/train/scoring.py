"""What an answer is worth: which mark belongs to which problem, and the points of each by `rules/training_points.csv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from rxcheck.engine.compiled import Kb
from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.kb.terms_training import BOTH_INTERRUPT, CLEAN, EXACT, RIGHT, HintStep, TrainingFeature
from rxcheck.terms import Action
from rxcheck.train.model import Mark, Problem


class Points(Struct, frozen=True):
    """What scores, and what costs, in whole points."""

    rows: Mapping[tuple[TrainingFeature, str], int]

    def of(self, feature: TrainingFeature, value: str) -> int:
        """The points of one row."""
        return self.rows[feature, value]

    def possible(self, problem: Problem) -> int:
        """The points for a problem that is marked in every respect; none for an optional one."""
        if problem.optional:
            return 0
        return (
            self.of(TrainingFeature.FOUND, problem.action)
            + self.of(TrainingFeature.ACTION, RIGHT)
            + self.of(TrainingFeature.REASON, RIGHT)
            + self.of(TrainingFeature.LINES, EXACT)
        )

    def of_hints(self, hints: int) -> int:
        """What so many hints cost, the first one first; further ones than there are cost nothing."""
        return sum(self.of(TrainingFeature.HINT, step) for step in list(HintStep)[:hints])


def points_of(kb: Kb) -> Points:
    """The points of a set of knowledge.

    Raises:
        KnowledgeError: its table is empty.
    """
    rows = kb.compiled.text.words().points
    if not rows:
        raise KnowledgeError("holds no row: nothing can be scored", Location(TABLE_FILES["training_points"][0]))
    return Points({(row.feature, row.value): row.points for row in rows})


class Verdict(Struct, frozen=True):
    """What became of one problem. `mark` is the one that belongs to it, None where it was missed; `reason_right` is None where no reason
    was marked. Points are never more than `possible`."""

    problem: Problem
    mark: Mark | None
    found: bool
    lines_exact: bool
    action_right: bool
    reason_right: bool | None
    points: int
    possible: int


class Scored(Struct, frozen=True):
    """A case as it was answered. `points` are those of the verdicts (or of a clean case) less those of `false_alarms` and `hints`, and never
    below 0."""

    points: int
    possible: int
    verdicts: tuple[Verdict, ...]
    false_alarms: tuple[Mark, ...]
    hints: int

    @property
    def missed(self) -> tuple[Verdict, ...]:
        """The problems that had to be marked and were not."""
        return tuple(each for each in self.verdicts if not each.found and not each.problem.optional)


def score(problems: Sequence[Problem], marks: Sequence[Mark], hints: int, points: Points) -> Scored:
    """The score of an answer: the same whatever the order of the marks, and a mark that is given twice counts once.

    A mark can belong to a problem that is called by its kind, with which it has a line in common, or where both mean the whole prescription; each
    belongs to one at most, and of all assignments the best for the trainee is taken. What belongs to none is a false alarm.
    """
    ordered = sorted(set(marks), key=_mark_order)
    belonging = _assignment(problems, ordered, points)
    verdicts = tuple(
        _verdict(problem, ordered[belonging[number]] if number in belonging else None, points)
        for number, problem in enumerate(problems)
    )
    taken = set(belonging.values())
    alarms = tuple(mark for number, mark in enumerate(ordered) if number not in taken)
    clean = all(problem.optional for problem in problems)
    own = points.of(TrainingFeature.CLEAN, CLEAN) if clean else 0
    possible = own + sum(each.possible for each in verdicts)
    cost = sum(_alarm(mark, points) for mark in alarms) + points.of_hints(hints)
    earned = own + sum(each.points for each in verdicts)
    return Scored(max(0, earned - cost), possible, verdicts, alarms, hints)


def _mark_order(mark: Mark) -> tuple[object, ...]:
    return sorted(mark.lines), mark.kind.value, mark.action.value, mark.reason or "", mark.lines


def _alarm(mark: Mark, points: Points) -> int:
    return points.of(TrainingFeature.FALSE_ALARM, mark.action)


def _belongs(problem: Problem, mark: Mark) -> bool:
    return mark.kind in problem.kinds and (
        bool(set(problem.lines) & set(mark.lines)) or (not problem.lines and not mark.lines)
    )


def _verdict(problem: Problem, mark: Mark | None, points: Points) -> Verdict:
    possible = points.possible(problem)
    if mark is None:
        return Verdict(problem, None, False, False, False, None, 0, possible)
    exact = set(mark.lines) == set(problem.lines)
    right = mark.action is problem.action
    reason = None if mark.reason is None else mark.reason in problem.reasons
    gained = 0
    if not problem.optional:
        gained = points.of(TrainingFeature.FOUND, problem.action) + _for_action(problem.action, mark.action, points)
        gained += points.of(TrainingFeature.LINES, EXACT) if exact else 0
        gained += points.of(TrainingFeature.REASON, RIGHT) if reason else 0
    return Verdict(problem, mark, True, exact, right, reason, gained, possible)


def _for_action(true: Action, marked: Action, points: Points) -> int:
    if marked is true:
        return points.of(TrainingFeature.ACTION, RIGHT)
    if marked.interrupts and true.interrupts:
        return points.of(TrainingFeature.ACTION, BOTH_INTERRUPT)
    return 0


def _assignment(problems: Sequence[Problem], marks: Sequence[Mark], points: Points) -> dict[int, int]:
    """Number of a problem → number of the mark that belongs to it, so that the points gained and the false alarms saved are most."""
    from networkx import Graph, max_weight_matching

    graph = Graph()
    for left, problem in enumerate(problems):
        for right, mark in enumerate(marks):
            if not _belongs(problem, mark):
                continue
            verdict = _verdict(problem, mark, points)
            # Points decide; among equals lines, reason and action that are right, then that a mark belongs anywhere at all.
            told = 4 * verdict.lines_exact + 2 * bool(verdict.reason_right) + verdict.action_right
            worth = (verdict.points + _alarm(mark, points)) * _TOLD + told + 1
            graph.add_edge(("problem", left), ("mark", right), weight=worth)
    found = {}
    for one, other in max_weight_matching(graph):
        sides = dict((one, other))
        found[sides["problem"]] = sides["mark"]
    return found


# More than all the tie-breakers of a whole answer together: 8 for each of the pairs.
_TOLD = 1 << 20
