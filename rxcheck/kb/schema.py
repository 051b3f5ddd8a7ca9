"""One strict model per table: the only place where the shape of knowledge and rules is written down.

A row is a fact. Unknown columns, unknown words and wrong numbers fail when a table is read (`load`); what concerns
several rows at once (foreign keys, contradictions) is in `lint`.
"""

from __future__ import annotations

import re

from msgspec import Struct

from rxcheck.kb.schema_base import Provenance, Row
from rxcheck.kb.schema_mechanisms import DrugEffect, DrugPathway, Effect, ExposureGrade, Pathway
from rxcheck.kb.schema_rules import (
    RULE_KINDS,
    AllergyRule,
    ConditionRule,
    Coverage,
    DerivedInteraction,
    DoseLimit,
    DuplicateAllowance,
    DuplicateRule,
    Equivalent,
    EquivalentGroup,
    FindingCode,
    FormRule,
    Incompatibility,
    Interaction,
    InteractionModifier,
    IssueGrade,
    MustAlert,
    PairRule,
    PatientClause,
    Policy,
    Rule,
    SetRule,
    SetTerm,
    UsualDose,
)
from rxcheck.kb.schema_sources import Corroboration, Disagreement, ForeignName, SourceGrade
from rxcheck.kb.schema_training import TrainingDifficulty, TrainingDrug, TrainingLevel, TrainingPoint, TrainingValue
from rxcheck.kb.schema_vocabulary import (
    AllergenName,
    AuditColumn,
    AuditPriority,
    ClassMember,
    Clause,
    ClauseDepth,
    ConditionEntry,
    ConditionFact,
    ConditionName,
    Drug,
    DrugClass,
    DrugCode,
    LabTest,
    Lookalike,
    Name,
    NameWord,
    OrganCondition,
    OverrideReason,
    Paraphrase,
    Product,
    ProductIngredient,
    ProductStrength,
    QuestionWord,
    ReactionName,
    Refusal,
    RelatedDrug,
    SideChain,
    Source,
    Structure,
    StructureGroup,
    UsualRoute,
)
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.kb.terms import ClauseKind
from rxcheck.terms import Route, RouteGroup

__all__ = [
    "CHINESE",
    "CLAUSE_PREFIX",
    "NUMBER",
    "RULE_KINDS",
    "SLOT",
    "TABLES",
    "AllergenName",
    "AllergyRule",
    "AuditColumn",
    "AuditPriority",
    "ClassMember",
    "Clause",
    "ClauseDepth",
    "ConditionEntry",
    "ConditionFact",
    "ConditionName",
    "ConditionRule",
    "Corroboration",
    "Coverage",
    "DerivedInteraction",
    "Disagreement",
    "DoseLimit",
    "Drug",
    "DrugClass",
    "DrugCode",
    "DrugEffect",
    "DrugPathway",
    "DuplicateAllowance",
    "DuplicateRule",
    "Effect",
    "Equivalent",
    "EquivalentGroup",
    "ExposureGrade",
    "FindingCode",
    "ForeignName",
    "FormRule",
    "Incompatibility",
    "Interaction",
    "InteractionModifier",
    "IssueGrade",
    "LabTest",
    "Lookalike",
    "MustAlert",
    "Name",
    "NameWord",
    "OrganCondition",
    "OverrideReason",
    "PairRule",
    "Paraphrase",
    "Pathway",
    "PatientClause",
    "Policy",
    "Product",
    "ProductIngredient",
    "ProductStrength",
    "Provenance",
    "QuestionWord",
    "ReactionName",
    "Refusal",
    "RelatedDrug",
    "Row",
    "Rule",
    "SetRule",
    "SetTerm",
    "SideChain",
    "Source",
    "SourceGrade",
    "Structure",
    "StructureGroup",
    "Table",
    "TrainingDifficulty",
    "TrainingDrug",
    "TrainingLevel",
    "TrainingPoint",
    "TrainingValue",
    "UsualDose",
    "UsualRoute",
    "routes_of",
]

SLOT = re.compile(r"\{([a-z]+)\}")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?!-羟|-HT)")  # 5-HT is a name, not a number
CHINESE = re.compile(r"[\u3400-\u9fff]")
CLAUSE_PREFIX = {ClauseKind.MECHANISM: "m-", ClauseKind.HARM: "h-", ClauseKind.ADVICE: "r-", ClauseKind.PATIENT: "p-"}


class Table(Struct, frozen=True):
    """Where a table lies, what its rows are and which columns identify one. Canonical files are sorted by `key`."""

    name: str
    files: tuple[str, ...]
    row: type[Row]
    key: tuple[str, ...]


TABLES: tuple[Table, ...] = tuple(
    Table(name, TABLE_FILES[name], row, key)
    for name, row, key in (
        ("sources", Source, ("source_id",)),
        ("drugs", Drug, ("drug_id",)),
        ("drug_codes", DrugCode, ("system", "code")),
        ("names", Name, ("name", "target")),
        ("structures", Structure, ("drug_id",)),
        ("structure_groups", StructureGroup, ("group_id",)),
        ("side_chains", SideChain, ("drug_id", "group_id")),
        ("products", Product, ("product_id",)),
        ("product_ingredients", ProductIngredient, ("product_id", "position")),
        ("product_strengths", ProductStrength, ("product_id", "strengths", "per")),
        ("related_drugs", RelatedDrug, ("drug_id", "related")),
        ("lookalikes", Lookalike, ("first", "second")),
        ("name_words", NameWord, ("word",)),
        ("foreign_names", ForeignName, ("lang", "name", "target")),
        ("classes", DrugClass, ("class_id",)),
        ("class_members", ClassMember, ("class_id", "member")),
        ("usual_routes", UsualRoute, ("subject",)),
        ("clauses", Clause, ("clause_id",)),
        ("clause_depths", ClauseDepth, ("clause_id", "audience")),
        ("paraphrases", Paraphrase, ("group_id", "lang")),
        ("question_words", QuestionWord, ("word", "lang")),
        ("refusals", Refusal, ("refusal_id",)),
        ("audit_columns", AuditColumn, ("layout", "column")),
        ("audit_priority", AuditPriority, ("feature", "value")),
        ("override_reasons", OverrideReason, ("reason_id",)),
        ("training_points", TrainingPoint, ("feature", "value")),
        ("training_levels", TrainingLevel, ("level",)),
        ("training_difficulty", TrainingDifficulty, ("feature",)),
        ("training_drugs", TrainingDrug, ("drug",)),
        ("training_values", TrainingValue, ("fact", "sex", "age_low")),
        ("patient_clauses", PatientClause, ("row_id",)),
        ("conditions", ConditionEntry, ("condition_id",)),
        ("condition_names", ConditionName, ("name", "condition_id")),
        ("condition_facts", ConditionFact, ("condition_id", "fact")),
        ("organ_conditions", OrganCondition, ("role", "condition_id")),
        ("allergen_names", AllergenName, ("name", "target")),
        ("reaction_names", ReactionName, ("name",)),
        ("labs", LabTest, ("fact",)),
        ("pathways", Pathway, ("pathway_id",)),
        ("drug_pathways", DrugPathway, ("drug_id", "pathway_id", "role")),
        ("effects", Effect, ("effect_id",)),
        ("drug_effects", DrugEffect, ("effect_id", "drug_id")),
        ("exposure_grades", ExposureGrade, ("role", "grade")),
        ("interactions", Interaction, ("rule_id",)),
        ("derived_interactions", DerivedInteraction, ("rule_id",)),
        ("incompatibilities", Incompatibility, ("rule_id",)),
        ("source_grades", SourceGrade, ("scale", "grade")),
        ("corroborations", Corroboration, ("rule_id", "source_id")),
        ("disagreements", Disagreement, ("rule_id", "source_id", "grade")),
        ("interaction_modifiers", InteractionModifier, ("modifier_id",)),
        ("dose_limits", DoseLimit, ("rule_id",)),
        ("usual_doses", UsualDose, ("usual_id",)),
        ("equivalent_groups", EquivalentGroup, ("group_id",)),
        ("equivalents", Equivalent, ("group_id", "subject", "routes", "unit")),
        ("condition_rules", ConditionRule, ("rule_id",)),
        ("allergy_rules", AllergyRule, ("rule_id",)),
        ("duplicate_rules", DuplicateRule, ("rule_id",)),
        ("duplicate_allowances", DuplicateAllowance, ("allowance_id",)),
        ("set_rules", SetRule, ("rule_id",)),
        ("set_terms", SetTerm, ("rule_id", "term")),
        ("form_rules", FormRule, ("rule_id",)),
        ("coverage", Coverage, ("fact",)),
        ("policy", Policy, ("key",)),
        ("must_alert", MustAlert, ("entry_id",)),
        ("finding_codes", FindingCode, ("check", "topic")),
        ("issue_severities", IssueGrade, ("severity",)),
    )
)


def routes_of(cell: tuple[str, ...]) -> frozenset[Route]:
    """The routes that a routes cell names; an empty cell means systemic.

    Raises:
        ValueError: a word that is neither a route nor a group.
    """
    routes: set[Route] = set()
    for word in cell or (RouteGroup.SYSTEMIC.value,):
        if word in RouteGroup._value2member_map_:
            routes |= RouteGroup(word).routes
        else:
            routes.add(Route(word))
    return frozenset(routes)
