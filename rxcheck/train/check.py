"""Whether the engine agrees with what the author of a case says, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rxcheck.finding import NotAssessed
from rxcheck.terms import Lang
from rxcheck.train.difficulty import Measures, Scale, measure
from rxcheck.train.model import Case
from rxcheck.train.source import Exercise, Judge
from rxcheck.train.terms import Level
from rxcheck.train.truth import Disagreement, disagreements


class CaseCheck(Struct, frozen=True):
    """What there is to say of a case. `measured` is the level that its measures make it, which only warns."""

    exercise: Exercise
    differences: dict[Lang, tuple[Disagreement, ...]]
    not_understood: dict[Lang, tuple[NotAssessed, ...]]
    alike: bool
    measures: Measures
    effort: int
    measured: Level

    @property
    def case(self) -> Case:
        """The case that was checked."""
        return self.exercise.case

    @property
    def agrees(self) -> bool:
        """True where key and engine say the same, all was understood, and both languages are one prescription."""
        return self.alike and not any(self.differences.values()) and not any(self.not_understood.values())


def check_cases(cases: Sequence[Case], judge: Judge, scale: Scale) -> list[CaseCheck]:
    """Every case checked, in order.

    Raises:
        InputError: a prescription cannot be read, with the file, the key and the language.
    """
    exercises = judge.exercises(cases)
    found = []
    for exercise, measures in zip(exercises, measure(exercises, judge, scale), strict=True):
        key = exercise.case.key or ()
        found.append(
            CaseCheck(
                exercise,
                {lang: disagreements(key, exercise.told[lang].problems) for lang in Lang},
                {lang: exercise.told[lang].not_understood for lang in Lang},
                exercise.alike,
                measures,
                scale.effort(measures),
                scale.level(measures),
            )
        )
    return found
