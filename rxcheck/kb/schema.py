"""One strict model per table: the only place where the shape of knowledge and rules is written down.

A row is a fact. Unknown columns, unknown words and wrong numbers fail when a table is read (`load`); what concerns
several rows at once (foreign keys, contradictions) is in `lint`.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Struct

from rxcheck.kb.tables import TABLE_FILES
from rxcheck.kb.terms import (
    AllergyRelation,
    ClassKind,
    ClauseKind,
    DuplicateLevel,
    Factor,
    FormField,
    GroupExtent,
    GroupKind,
    Kinship,
    LimitKind,
    NameKind,
    Op,
    PolicyKey,
    Relation,
    RuleAction,
    SourceKind,
    StructureKind,
    WordKind,
)
from rxcheck.terms import (
    CheckKind,
    DoseForm,
    DrugKind,
    EvidenceLevel,
    Fact,
    Lang,
    Onset,
    Release,
    Route,
    RouteGroup,
    RowStatus,
    Severity,
    WrittenForm,
)

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Selector = Annotated[str, msgspec.Meta(pattern=r"^(drug|class):[a-z0-9]+(-[a-z0-9]+)*$")]
Target = Annotated[str, msgspec.Meta(pattern=r"^(drug|product):[a-z0-9]+(-[a-z0-9]+)*$")]
AllergenTarget = Annotated[str, msgspec.Meta(pattern=r"^((drug|class):[a-z0-9]+(-[a-z0-9]+)*|other:[a-z]+|none:)$")]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Atc = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]\d{2}[A-Z]{2}\d{2}$")]
Rxcui = Annotated[str, msgspec.Meta(pattern=r"^\d{1,8}$")]
Unii = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{10}$")]
InchiKey = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{14}-[A-Z]{8}S[A-Z]-[A-Z]$")]
Icd10 = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")]
RouteWord = Annotated[
    str, msgspec.Meta(pattern="^(" + "|".join([*Route._value2member_map_, *RouteGroup._value2member_map_]) + ")$")
]
Loinc = Annotated[str, msgspec.Meta(pattern=r"^\d{1,7}-\d$")]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all rows."""


class Provenance(Row, frozen=True, kw_only=True):
    """Where a row comes from."""

    source_id: Slug
    locator: str
    status: RowStatus


class Source(Row, frozen=True, kw_only=True):
    """A publication that rows cite."""

    source_id: Slug
    title: Text
    publisher: Text
    edition: str
    identifier: str
    licence: str
    kind: SourceKind


class Drug(Provenance, frozen=True, kw_only=True):
    """An ingredient (base, not salt), herb, food or vehicle."""

    drug_id: Slug
    name_en: Text
    name_zh: str
    kind: DrugKind
    atc: tuple[Atc, ...]
    rxcui: Rxcui | None
    unii: Unii | None


class Name(Provenance, frozen=True, kw_only=True):
    """Another written name of a drug or product."""

    name: Text
    lang: Lang
    kind: NameKind
    target: Target


class Structure(Provenance, frozen=True, kw_only=True):
    """The structure of a small molecule: canonical SMILES and standard InChIKey of the parent."""

    drug_id: Slug
    kind: StructureKind
    smiles: Text
    inchikey: InchiKey


class StructureGroup(Provenance, frozen=True, kw_only=True):
    """Drugs that hold one substructure (SMARTS), or whose side chains on one core are compared.

    `class_id` names a class that the lint compares with the group, as far as structures are known; `extent` says how.
    """

    group_id: Slug
    name_en: Text
    name_zh: Text
    kind: GroupKind
    smarts: Text
    class_id: Slug | None
    extent: GroupExtent | None


class Product(Provenance, frozen=True, kw_only=True):
    """A fixed combination."""

    product_id: Slug
    name_en: Text
    name_zh: str


class ProductIngredient(Provenance, frozen=True, kw_only=True):
    """One ingredient of a product, in the order in which strengths are written."""

    product_id: Slug
    position: Annotated[int, msgspec.Meta(ge=1)]
    drug_id: Slug


class ProductStrength(Provenance, frozen=True, kw_only=True):
    """A marketed strength of a product: one amount ("5 mg") for each ingredient by position, per dose form or per `per` ("5 mL").

    "?" stands for an amount that is not stated or that labels state in different ways.
    """

    product_id: Slug
    strengths: tuple[Text, ...]
    per: str | None


class RelatedDrug(Provenance, frozen=True, kw_only=True):
    """How an ingredient descends from another one: `drug_id` is the prodrug, enantiomer, … of `related`."""

    drug_id: Slug
    relation: Kinship
    related: Slug


class Lookalike(Provenance, frozen=True, kw_only=True):
    """Two names that are taken for each other, on paper or on the telephone."""

    first: Text
    second: Text
    lang: Lang


class NameWord(Row, frozen=True, kw_only=True):
    """A word that surrounds drug names and identifies none: salt, form, release, device; with what it tells, if anything."""

    word: Text
    lang: Lang
    kind: WordKind
    route: Route | None
    form: DoseForm | None
    release: Release | None


class DrugClass(Provenance, frozen=True, kw_only=True):
    """A class of drugs that rules may select."""

    class_id: Slug
    name_en: Text
    name_zh: Text
    kind: ClassKind


class ClassMember(Provenance, frozen=True, kw_only=True):
    """A member of a class, or a subclass."""

    class_id: Slug
    member: Selector
    relation: Relation


class Clause(Row, frozen=True, kw_only=True):
    """A sentence in both languages, with slots."""

    clause_id: Slug
    kind: ClauseKind
    text_en: Text
    text_zh: Text
    source_id: Slug
    status: RowStatus


class ConditionName(Row, frozen=True, kw_only=True):
    """Another written name of a condition."""

    name: Text
    lang: Lang
    condition_id: Slug
    source_id: Slug
    status: RowStatus


class ConditionEntry(Provenance, frozen=True, kw_only=True):
    """A disease or state that rules may ask for."""

    condition_id: Slug
    name_en: Text
    name_zh: Text
    icd10: tuple[Icd10, ...]


class AllergenName(Row, frozen=True, kw_only=True):
    """A written allergen and what it stands for."""

    name: Text
    lang: Lang
    target: AllergenTarget
    source_id: Slug
    status: RowStatus


class LabTest(Provenance, frozen=True, kw_only=True):
    """A laboratory test or measurement: LOINC codes, canonical unit, and factors from other usual units."""

    fact: Fact
    name_en: Text
    name_zh: Text
    loinc: tuple[Loinc, ...]
    unit: Text
    alt_unit: tuple[Text, ...]
    alt_factor: tuple[Decimal, ...]


class Rule(Provenance, frozen=True, kw_only=True):
    """What every rule row carries."""

    rule_id: Slug
    action: RuleAction
    severity: Severity
    evidence: EvidenceLevel
    mechanism: tuple[Slug, ...]
    harm: tuple[Slug, ...]
    advice: tuple[Slug, ...]
    reviewed_by: str
    valid_from: date


class Interaction(Rule, frozen=True, kw_only=True):
    """Two drugs or classes on one prescription."""

    object: Selector
    precipitant: Selector
    object_routes: tuple[RouteWord, ...]
    precipitant_routes: tuple[RouteWord, ...]
    onset: Onset


class InteractionModifier(Provenance, frozen=True, kw_only=True):
    """A fact that changes the verdict of one interaction row; the first that holds, by priority, wins."""

    modifier_id: Slug
    rule_id: Slug
    priority: Annotated[int, msgspec.Meta(ge=1)]
    factor: Factor
    op: Op
    value: Text
    unit: str | None
    action: RuleAction
    severity: Severity | None
    advice: tuple[Slug, ...]


class DoseLimit(Rule, frozen=True, kw_only=True):
    """An upper bound on one ingredient by route, for an age band (min ≤ age < max, in completed years)."""

    subject: Selector
    routes: tuple[RouteWord, ...]
    age_min_years: Annotated[int, msgspec.Meta(ge=0)] | None
    age_max_years: Annotated[int, msgspec.Meta(ge=1)] | None
    limit: LimitKind
    value: Decimal
    unit: Text
    per: str | None


class ConditionRule(Rule, frozen=True, kw_only=True):
    """A drug or class against one patient fact."""

    subject: Selector
    routes: tuple[RouteWord, ...]
    fact: Fact
    op: Op
    value: Text
    value_high: str | None
    unit: str | None


class AllergyRule(Rule, frozen=True, kw_only=True):
    """A recorded allergen against a prescribed drug."""

    relation: AllergyRelation
    allergen: Selector | None
    subject: Selector | None


class DuplicateRule(Rule, frozen=True, kw_only=True):
    """More than `max_count` lines of one ingredient, or ingredients of one class."""

    level: DuplicateLevel
    subject: Selector | None
    max_count: Annotated[int, msgspec.Meta(ge=1)]


class DuplicateAllowance(Provenance, frozen=True, kw_only=True):
    """A pair that a duplicate rule leaves silent."""

    allowance_id: Slug
    rule_id: Slug
    first: Selector
    second: Selector
    first_routes: tuple[RouteWord, ...]
    second_routes: tuple[RouteWord, ...]


class SetRule(Rule, frozen=True, kw_only=True):
    """A burden over the whole prescription."""

    min_points: Annotated[int, msgspec.Meta(ge=1)]


class SetTerm(Row, frozen=True, kw_only=True):
    """One term of a set rule: at least `min_count` distinct ingredients of the selector, `points` each."""

    rule_id: Slug
    term: Slug
    selector: Selector
    points: Annotated[int, msgspec.Meta(ge=0)]
    min_count: Annotated[int, msgspec.Meta(ge=0)]


class FormRule(Rule, frozen=True, kw_only=True):
    """What a prescription must hold, how much it may, or how nothing should be written on it, in one jurisdiction.

    A blank subject means every drug. `written` and `words` say which way of writing the fields `writing` and
    `instruction` look for; `value` is then the smallest number that needs thousands separators.
    """

    jurisdiction: Slug
    field: FormField
    subject: Selector | None
    op: Op
    value: Annotated[int, msgspec.Meta(ge=0)] | None
    written: WrittenForm | None
    words: tuple[Text, ...]
    cn_review: str | None


RULE_KINDS: tuple[type[Rule], ...] = (
    Interaction,
    DoseLimit,
    ConditionRule,
    AllergyRule,
    DuplicateRule,
    SetRule,
    FormRule,
)


class Coverage(Row, frozen=True, kw_only=True):
    """When a drug without a row for `fact` counts as not assessed: when the patient's fact is `op value`."""

    fact: Fact
    op: Op
    value: Text
    value_high: str | None
    note: Text


class Policy(Row, frozen=True, kw_only=True):
    """A number that steers the program."""

    key: PolicyKey
    value: Annotated[int, msgspec.Meta(ge=0)]
    note: Text


class FindingCode(Row, frozen=True, kw_only=True):
    """A finding in other people's terms, by check and topic (the fact, limit kind or level)."""

    check: CheckKind
    topic: str
    hl7_act: str | None
    ncpdp: str | None
    cn_review: str | None


SLOT = re.compile(r"\{([a-z]+)\}")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?!-羟|-HT)")  # 5-HT is a name, not a number
CHINESE = re.compile(r"[\u3400-\u9fff]")
CLAUSE_PREFIX = {ClauseKind.MECHANISM: "m-", ClauseKind.HARM: "h-", ClauseKind.ADVICE: "r-"}


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
        ("names", Name, ("name", "target")),
        ("structures", Structure, ("drug_id",)),
        ("structure_groups", StructureGroup, ("group_id",)),
        ("products", Product, ("product_id",)),
        ("product_ingredients", ProductIngredient, ("product_id", "position")),
        ("product_strengths", ProductStrength, ("product_id", "strengths", "per")),
        ("related_drugs", RelatedDrug, ("drug_id", "related")),
        ("lookalikes", Lookalike, ("first", "second")),
        ("name_words", NameWord, ("word",)),
        ("classes", DrugClass, ("class_id",)),
        ("class_members", ClassMember, ("class_id", "member")),
        ("clauses", Clause, ("clause_id",)),
        ("conditions", ConditionEntry, ("condition_id",)),
        ("condition_names", ConditionName, ("name", "condition_id")),
        ("allergen_names", AllergenName, ("name", "target")),
        ("labs", LabTest, ("fact",)),
        ("interactions", Interaction, ("rule_id",)),
        ("interaction_modifiers", InteractionModifier, ("modifier_id",)),
        ("dose_limits", DoseLimit, ("rule_id",)),
        ("condition_rules", ConditionRule, ("rule_id",)),
        ("allergy_rules", AllergyRule, ("rule_id",)),
        ("duplicate_rules", DuplicateRule, ("rule_id",)),
        ("duplicate_allowances", DuplicateAllowance, ("allowance_id",)),
        ("set_rules", SetRule, ("rule_id",)),
        ("set_terms", SetTerm, ("rule_id", "term")),
        ("form_rules", FormRule, ("rule_id",)),
        ("coverage", Coverage, ("fact",)),
        ("policy", Policy, ("key",)),
        ("finding_codes", FindingCode, ("check", "topic")),
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
