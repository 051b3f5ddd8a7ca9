"""Rows that steer training: points, levels of difficulty, and values of healthy people."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec

from rxcheck.kb.schema_base import Row, Slug, Text
from rxcheck.kb.terms_training import DifficultyFeature, TrainingFeature
from rxcheck.terms import Fact, Route, RowStatus, Sex

Percent = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=50)]


class TrainingPoint(Row, frozen=True, kw_only=True):
    """What a trainee gets for something (or, for hints and false alarms, what it costs)."""

    feature: TrainingFeature
    value: Text
    points: Annotated[int, msgspec.Meta(ge=0, le=100)]
    source_id: Slug
    status: RowStatus


class TrainingLevel(Row, frozen=True, kw_only=True):
    """What a made case of a level is like: so many lines, problems at most, decoys at least; how far the value beyond a threshold lies
    (percent of the threshold); how many of 100 lines carry a brand name or abbreviations. From `effort` on (`TrainingDifficulty`) a case
    counts as one of this level."""

    level: Annotated[int, msgspec.Meta(ge=1, le=3)]
    lines_low: Count
    lines_high: Count
    problems: Count
    decoys: Count
    distance_low: Percent
    distance_high: Percent
    branded: Percent
    abbreviated: Percent
    effort: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    source_id: Slug
    status: RowStatus


class TrainingDifficulty(Row, frozen=True, kw_only=True):
    """What one of a kind adds to the effort that a case takes; or how its measure is taken, in percent (`DifficultyFeature`)."""

    feature: DifficultyFeature
    value: Percent
    source_id: Slug
    status: RowStatus


class TrainingDrug(Row, frozen=True, kw_only=True):
    """A common drug that made cases are written with: how it is given, for which of the conditions, for how many days (None: for long), to which
    sex alone (None: to both), and a brand name that people of each language know."""

    drug: Slug
    route: Route
    conditions: tuple[Slug, ...]
    days: Annotated[int, msgspec.Meta(ge=1, le=365)] | None
    sex: Sex | None
    brand_en: str
    brand_zh: str
    source_id: Slug
    status: RowStatus


class TrainingValue(Row, frozen=True, kw_only=True):
    """Between what values of a fact (in the unit of the tables) a person of whom nothing is wrong lies, and how finely it is written.
    Ages are years, `age_high` is not among them. `always`: it stands on every made prescription, else only where a rule asks for it."""

    fact: Fact
    sex: Sex | None
    age_low: Annotated[int, msgspec.Meta(ge=0, le=150)]
    age_high: Annotated[int, msgspec.Meta(ge=0, le=150)]
    low: Decimal
    high: Decimal
    step: Decimal
    always: bool
    source_id: Slug
    status: RowStatus
