"""Rows that say through what drugs act on each other: pathways of elimination, effects, and the ranges of exposure."""

from __future__ import annotations

from decimal import Decimal

from rxcheck.kb.schema_base import Provenance, Slug, Text
from rxcheck.kb.terms import EffectGrade, PathwayKind, PathwayRole, RoleGrade


class Pathway(Provenance, frozen=True, kw_only=True):
    """An enzyme or transporter that eliminates drugs or lets them in."""

    pathway_id: Slug
    name_en: Text
    name_zh: Text
    kind: PathwayKind


class DrugPathway(Provenance, frozen=True, kw_only=True):
    """What a drug is to a pathway, at usual systemic doses, graded by the change of exposure (AUC) that is seen.

    Substrate: `sensitive` where a strong inhibitor raises its AUC five times or more, `moderate` two to five times, `minor`
    less. Inhibitor of a sensitive substrate's AUC: `strong` five times or more, `moderate` two to five times, `weak` 1.25 to two
    times. Inducer: `strong` lowers it by 80 % or more, `moderate` by 50 to 80 %, `weak` by 20 to 50 %
    (definitions of FDA and EMA). `narrow_index` marks substrates whose margin between effect and harm is small.

    `ratio_low` and `ratio_high`, where known, replace the range that the grade stands for: of a substrate the share of its oral
    clearance that goes this way (0 to 1), of an inhibitor the share of the pathway's activity that it takes away (0 to 1),
    of an inducer by how many times it adds to that activity (0 upwards).
    """

    drug_id: Slug
    pathway_id: Slug
    role: PathwayRole
    grade: RoleGrade
    narrow_index: bool | None
    ratio_low: Decimal | None
    ratio_high: Decimal | None


class Effect(Provenance, frozen=True, kw_only=True):
    """Something that several drugs do to a body, and the grades that its drugs may have."""

    effect_id: Slug
    name_en: Text
    name_zh: Text
    grades: tuple[EffectGrade, ...]


class DrugEffect(Provenance, frozen=True, kw_only=True):
    """A drug's share in an effect."""

    drug_id: Slug
    effect_id: Slug
    grade: EffectGrade


class ExposureGrade(Provenance, frozen=True, kw_only=True):
    """The range of ratios that a grade stands for where a drug's own are not known (see `DrugPathway`)."""

    role: PathwayRole
    grade: RoleGrade
    ratio_low: Decimal
    ratio_high: Decimal
