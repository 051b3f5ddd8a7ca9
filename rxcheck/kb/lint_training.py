"""What must hold across the tables of training."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.errors import KnowledgeError
from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge, at
from rxcheck.kb.terms import NameKind
from rxcheck.kb.terms_training import TRAINING_VALUES, DifficultyFeature, TrainingFeature

_LEVELS = (1, 2, 3)


def lint_training(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Every value, level and measure has its row, or (in tables without training) none has; no range is upside down."""
    yield from _training_points(knowledge)
    levels = knowledge.located(sc.TrainingLevel)
    for item in levels:
        row = item.row
        assert isinstance(row, sc.TrainingLevel)  # noqa: S101
        if not 0 < row.lines_low <= row.lines_high:
            yield at(item, "lines_high is below lines_low", "lines_high")
        if row.distance_low > row.distance_high:
            yield at(item, "distance_high is below distance_low", "distance_high")
    told = {row.level for row in knowledge.rows(sc.TrainingLevel)}
    if levels and told != set(_LEVELS):
        yield at(levels[-1], "levels 1, 2 and 3 each need a row", "level")
    measures = knowledge.located(sc.TrainingDifficulty)
    known = {row.feature for row in knowledge.rows(sc.TrainingDifficulty)}
    for feature in DifficultyFeature if measures else ():
        if feature not in known:
            yield at(measures[-1], f"no row for {feature.value}", "feature")
    yield from _drugs(knowledge)
    for item in knowledge.located(sc.TrainingValue):
        value = item.row
        assert isinstance(value, sc.TrainingValue)  # noqa: S101
        if value.low > value.high:
            yield at(item, "high is below low", "high")
        if value.step <= 0:
            yield at(item, "step is not above 0", "step")
        if value.age_low >= value.age_high:
            yield at(item, "age_high is not above age_low", "age_high")


def _training_points(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Every value has its points, or none has."""
    located = knowledge.located(sc.TrainingPoint)
    seen: set[tuple[TrainingFeature, str]] = set()
    for item in located:
        row = item.row
        assert isinstance(row, sc.TrainingPoint)  # noqa: S101
        seen.add((row.feature, row.value))
        if row.value not in TRAINING_VALUES[row.feature]:
            allowed = ", ".join(TRAINING_VALUES[row.feature])
            yield at(item, f"{row.value!r} is no value of {row.feature.value} (allowed: {allowed})", "value")
    if located:
        for feature, values in TRAINING_VALUES.items():
            for value in values:
                if (feature, str(value)) not in seen:
                    yield at(located[-1], f"no row says the points of {feature.value} {value}", "value")


def _drugs(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """A drug of made cases is known, has a usual dose by its route, and is given for known conditions."""
    conditions = {row.condition_id for row in knowledge.rows(sc.ConditionEntry)}
    dosed = {(row.drug, route) for row in knowledge.rows(sc.UsualDose) for route in sc.routes_of(row.routes)}
    brands: dict[str, set[str]] = {}
    for name in knowledge.rows(sc.Name):
        if name.kind is NameKind.BRAND:
            brands.setdefault(name.target, set()).add(name.name)
    for item in knowledge.located(sc.TrainingDrug):
        row = item.row
        assert isinstance(row, sc.TrainingDrug)  # noqa: S101
        if (row.drug, row.route) not in dosed:
            yield at(item, f"{row.drug} has no usual dose {row.route.value} in rules/usual_doses.csv", "route")
        if bool(row.brand_en) != bool(row.brand_zh):
            yield at(item, "a brand name needs one of the other language beside it", "brand_zh")
        for column, brand in (("brand_en", row.brand_en), ("brand_zh", row.brand_zh)):
            if brand and brand not in brands.get(f"drug:{row.drug}", ()):
                yield at(item, f"{brand!r} is no brand of {row.drug} in knowledge/names.csv", column)
        if not row.conditions:
            yield at(item, "names no condition", "conditions")
        for condition in row.conditions:
            if condition not in conditions:
                yield at(item, f"condition {condition!r} is not in knowledge/conditions.csv", "conditions")
