"""What must hold among pathways, effects and the grades of drugs in them."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge, Located, at
from rxcheck.kb.selectors import grade_fits

Fault = KnowledgeError


def lint_mechanisms(knowledge: Knowledge) -> Iterator[Fault]:
    """Every fault of the tables of pathways and effects."""
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    yield from _pathways(knowledge, drugs)
    yield from _effects(knowledge, drugs)
    for item in knowledge.located(sc.ExposureGrade):
        assert isinstance(item.row, sc.ExposureGrade)  # noqa: S101
        yield from _ratios(item, item.row)
    graded = {(row.role, row.grade) for row in knowledge.rows(sc.ExposureGrade)}
    for role in kt.PathwayRole:
        for grade in kt.RoleGrade:
            if grade_fits(role, grade) and (role, grade) not in graded and knowledge.rows(sc.DrugPathway):
                message = f"{role.value} {grade.value} has no row"
                yield KnowledgeError(message, Location("rules/exposure_grades.csv"))


def _pathways(knowledge: Knowledge, drugs: set[str]) -> Iterator[Fault]:
    known = {row.pathway_id for row in knowledge.rows(sc.Pathway)}
    for item in knowledge.located(sc.DrugPathway):
        row = item.row
        assert isinstance(row, sc.DrugPathway)  # noqa: S101
        if row.drug_id not in drugs:
            yield at(item, f"drug {row.drug_id!r} is not in knowledge/drugs.csv", "drug_id")
        if row.pathway_id not in known:
            yield at(item, f"pathway {row.pathway_id!r} is not in knowledge/pathways.csv", "pathway_id")
        if row.narrow_index is False or (row.narrow_index and row.role is not kt.PathwayRole.SUBSTRATE):
            yield at(item, "narrow_index is `true` for some substrates, and blank", "narrow_index")
        yield from _ratios(item, row)


def _ratios(item: Located, row: sc.DrugPathway | sc.ExposureGrade) -> Iterator[Fault]:
    if not grade_fits(row.role, row.grade):
        yield at(item, f"{row.role.value} has no grade {row.grade.value}", "grade")
    if (row.ratio_low is None) is not (row.ratio_high is None):
        yield at(item, "both ends of the range or neither", "ratio_high")
    elif row.ratio_low is not None and row.ratio_high is not None:
        if not 0 <= row.ratio_low <= row.ratio_high:
            yield at(item, "a range runs upwards from 0", "ratio_high")
        if row.role is not kt.PathwayRole.INDUCER and row.ratio_high >= 1:
            yield at(item, "a share lies between 0 and 1, and is never quite 1", "ratio_high")


def _effects(knowledge: Knowledge, drugs: set[str]) -> Iterator[Fault]:
    grades = {row.effect_id: row.grades for row in knowledge.rows(sc.Effect)}
    for item in knowledge.located(sc.DrugEffect):
        row = item.row
        assert isinstance(row, sc.DrugEffect)  # noqa: S101
        if row.drug_id not in drugs:
            yield at(item, f"drug {row.drug_id!r} is not in knowledge/drugs.csv", "drug_id")
        if row.effect_id not in grades:
            yield at(item, f"effect {row.effect_id!r} is not in knowledge/effects.csv", "effect_id")
        elif row.grade not in grades[row.effect_id]:
            yield at(item, f"{row.effect_id} has the grades {', '.join(grades[row.effect_id])}", "grade")
