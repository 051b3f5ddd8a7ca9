"""Rows that say what things are and how they are called: sources, drugs, names, products, structures, classes, conditions."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec

from rxcheck.codes import CodeSystem
from rxcheck.kb.schema_base import (
    AllergenTarget,
    Atc,
    AtcPrefix,
    Icd10,
    InchiKey,
    Loinc,
    Provenance,
    Row,
    Rxcui,
    Selector,
    Slug,
    Target,
    Text,
    Unii,
)
from rxcheck.kb.terms import (
    AuditField,
    ClassKind,
    ClauseKind,
    GroupExtent,
    GroupKind,
    Kinship,
    NameKind,
    Nature,
    OrganRole,
    ParaphraseKind,
    PriorityFeature,
    Relation,
    Request,
    SourceKind,
    StructureKind,
    WordKind,
)
from rxcheck.terms import Audience, Decision, DoseForm, DrugKind, Fact, Lang, Reaction, Release, Route, RowStatus


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


class DrugCode(Provenance, frozen=True, kw_only=True):
    """Another code of a drug, or of a salt of it: what inputs may carry beside the codes in the table of drugs."""

    system: CodeSystem
    code: Text
    drug_id: Slug


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


class SideChain(Row, frozen=True, kw_only=True):
    """What hangs on the core of a drug where a group says, as canonical SMILES without stereochemistry, the cut bond written
    `*`. Follows from the structure: the lint says what belongs here."""

    drug_id: Slug
    group_id: Slug
    smiles: Text


class Product(Provenance, frozen=True, kw_only=True):
    """A fixed combination.

    `co_pack` is true where its ingredients are in different tablets of one pack, so that no tablet holds them all:
    then a number of tablets tells no amount of any of them.
    """

    product_id: Slug
    name_en: Text
    name_zh: str
    co_pack: bool | None


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
    """A class of drugs that rules may select.

    `atc` are beginnings of ATC codes that anchor it: every drug with such a code is a member, or a row excludes it.
    """

    class_id: Slug
    name_en: Text
    name_zh: Text
    kind: ClassKind
    atc: tuple[AtcPrefix, ...]


class UsualRoute(Provenance, frozen=True, kw_only=True):
    """By which route a drug or class is given where a prescription does not say; any other is taken for oral.

    A row for the drug comes before one for a class.
    """

    subject: Selector
    route: Route


class ClassMember(Provenance, frozen=True, kw_only=True):
    """A member of a class, a subclass, or all drugs with a role ("role:cyp3a4-inhibitor-strong") or effect ("effect:qt-known")."""

    class_id: Slug
    member: Selector
    relation: Relation


class Clause(Row, frozen=True, kw_only=True):
    """A sentence in both languages, with slots.

    `nature` says of a mechanism of interaction how it works, blank: either way; `effect` of a dynamic one through which
    effect, blank: through one of its own.
    """

    clause_id: Slug
    kind: ClauseKind
    nature: Nature | None
    effect: Slug | None
    text_en: Text
    text_zh: Text
    source_id: Slug
    status: RowStatus


class ClauseDepth(Row, frozen=True, kw_only=True):
    """A clause in words for somebody else than a pharmacist: the same statement, and of its slots as many as it needs."""

    clause_id: Slug
    audience: Audience
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
    """A disease or state that rules may ask for. Whoever has it has the `broader` ones as well."""

    condition_id: Slug
    name_en: Text
    name_zh: Text
    icd10: tuple[Icd10, ...]
    broader: tuple[Slug, ...]


class ConditionFact(Provenance, frozen=True, kw_only=True):
    """What a recorded condition says of a measurable fact: low ≤ value ≤ high, where nothing was measured."""

    condition_id: Slug
    fact: Fact
    low: Decimal
    high: Decimal


class OrganCondition(Provenance, frozen=True, kw_only=True):
    """A condition that says something of kidneys or liver beyond its own name."""

    role: OrganRole
    condition_id: Slug


class AllergenName(Row, frozen=True, kw_only=True):
    """A written allergen and what it stands for."""

    name: Text
    lang: Lang
    target: AllergenTarget
    source_id: Slug
    status: RowStatus


class ReactionName(Row, frozen=True, kw_only=True):
    """A written reaction to a drug and what kind it is."""

    name: Text
    lang: Lang
    reaction: Reaction
    source_id: Slug
    status: RowStatus


class Refusal(Row, frozen=True, kw_only=True):
    """How people ask for what is never given, or (`check`) for what can be checked: a regular expression, looked for in questions whatever their case."""

    refusal_id: Slug
    lang: Lang
    request: Request
    pattern: Text
    source_id: Slug
    status: RowStatus


class AuditColumn(Row, frozen=True, kw_only=True):
    """A column as another system names it, whatever its case, and what it is here."""

    layout: Slug
    column: Text
    field: AuditField
    source_id: Slug
    status: RowStatus


class AuditPriority(Row, frozen=True, kw_only=True):
    """What one of a kind in a prescription weighs when the most urgent ones are chosen for review; beyond `most` no more of them count."""

    feature: PriorityFeature
    value: Text
    points: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    most: Annotated[int, msgspec.Meta(ge=1, le=100)]
    source_id: Slug
    status: RowStatus


class OverrideReason(Provenance, frozen=True, kw_only=True):
    """Why a pharmacist does not act on a finding: the key of the dialogue, which decisions it goes with, the code of HL7's v3 ActCode
    (FHIR's detectedissue-mitigation-action) that comes closest, whether it says that the rule itself is wrong (`about_rule`), and
    whether a text must stand beside it."""

    reason_id: Slug
    key: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-z]$")]
    name_en: Text
    name_zh: Text
    decisions: Annotated[tuple[Decision, ...], msgspec.Meta(min_length=1)]
    mitigation: Annotated[str, msgspec.Meta(pattern=r"^([1-9]|1\d|2[0-3]|EMAUTH)$")] | None
    about_rule: bool
    text_needed: bool


class Paraphrase(Row, frozen=True, kw_only=True):
    """Words and phrases of one language that may stand for each other when a sentence is said in other words."""

    group_id: Slug
    lang: Lang
    kind: ParaphraseKind
    words: tuple[Text, ...]
    source_id: Slug
    status: RowStatus


class QuestionWord(Row, frozen=True, kw_only=True):
    """A word of questions that is no name of anything."""

    word: Text
    lang: Lang
    source_id: Slug
    status: RowStatus


class LabTest(Provenance, frozen=True, kw_only=True):
    """A laboratory test or measurement: LOINC codes, canonical unit, and factors from other usual units.

    `loinc_as`, of these codes, is that of a result in the canonical unit of which nothing more is known; blank where every code
    says more (a formula, a way of collecting).

    `asked`: a row that needs the result is not assessed without it; else it only speaks where there is a result.
    """

    fact: Fact
    asked: bool
    name_en: Text
    name_zh: Text
    loinc: tuple[Loinc, ...]
    loinc_as: Loinc | None
    unit: Text
    alt_unit: tuple[Text, ...]
    alt_factor: tuple[Decimal, ...]
