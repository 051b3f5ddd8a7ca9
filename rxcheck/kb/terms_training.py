"""The closed vocabularies of the tables on training."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rxcheck.terms import Action

RIGHT, BOTH_INTERRUPT, EXACT, CLEAN = "right", "both_interrupt", "exact", "clean"


class TrainingFeature(StrEnum):
    """What scores in training: a problem that is found, by its action; its action, reason and lines as marked; a mark that no problem
    answers to, by the action marked; a hint that was taken; a clean prescription that is left alone."""

    FOUND = "found"
    ACTION = "action"
    REASON = "reason"
    LINES = "lines"
    FALSE_ALARM = "false_alarm"
    HINT = "hint"
    CLEAN = "clean"


class HintStep(StrEnum):
    """The hints on a case, each of them telling more: how many problems, of which kinds, on which lines."""

    COUNT = "count"
    KIND = "kind"
    LINES = "lines"


class DifficultyFeature(StrEnum):
    """What makes a case hard: its lines, problems, the facts that these rest on, values that have to be calculated, sums over lines, a
    value close to its threshold, near misses, brand names, abbreviations. `CLOSE_PERCENT` says how near is close; a near miss is what
    would be a problem if an age, another value or a dose were so many percent different (`NUDGE_…`)."""

    LINE = "line"
    PROBLEM = "problem"
    FACT = "fact"
    CALCULATED = "calculated"
    SUM = "sum"
    CLOSE = "close"
    NEAR_MISS = "near_miss"
    BRAND = "brand"
    ABBREVIATION = "abbreviation"
    CLOSE_PERCENT = "close_percent"
    NUDGE_AGE = "nudge_age"
    NUDGE_VALUE = "nudge_value"
    NUDGE_DOSE = "nudge_dose"


# Every one of them has a row in rules/training_points.csv.
TRAINING_VALUES: Mapping[TrainingFeature, tuple[str, ...]] = MappingProxyType(
    {
        TrainingFeature.FOUND: (Action.AVOID, Action.MODIFY, Action.MONITOR),
        TrainingFeature.ACTION: (RIGHT, BOTH_INTERRUPT),
        TrainingFeature.REASON: (RIGHT,),
        TrainingFeature.LINES: (EXACT,),
        TrainingFeature.FALSE_ALARM: tuple(Action),
        TrainingFeature.HINT: tuple(HintStep),
        TrainingFeature.CLEAN: (CLEAN,),
    }
)
