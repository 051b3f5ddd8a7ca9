"""Rows that judge: interactions, limits, conditions, allergies, duplicates, burdens, form, and the numbers that steer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from rxcheck.kb.schema_base import AllergenSelector, LimitSubject, Provenance, RouteWord, Row, Selector, Slug, Text
from rxcheck.kb.terms import (
    AllergyRelation,
    Contact,
    DuplicateLevel,
    Factor,
    FormField,
    IssueSeverity,
    LimitKind,
    Op,
    PolicyKey,
    RuleAction,
    SetKind,
)
from rxcheck.kb.when import When
from rxcheck.terms import CheckKind, EvidenceLevel, Fact, Onset, Reaction, Severity, WrittenForm


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


class PairRule(Rule, frozen=True, kw_only=True):
    """Two drugs or groups of drugs on one prescription."""

    object: Selector
    precipitant: Selector
    object_routes: tuple[RouteWord, ...]
    precipitant_routes: tuple[RouteWord, ...]
    onset: Onset


class Interaction(PairRule, frozen=True, kw_only=True):
    """A curated interaction: somebody has judged these two drugs or classes."""


class DerivedInteraction(PairRule, frozen=True, kw_only=True):
    """What follows for two drugs from what they do (a strong inhibitor and a sensitive substrate of one enzyme).

    It gives way to every curated row of the same topic (see docs/checks.md), deliberate silences among them.
    """


class Incompatibility(PairRule, frozen=True, kw_only=True):
    """Two intravenous preparations that must not meet. Independent of interactions: a pair may have both."""

    contact: Contact


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
    """A bound on one ingredient by route, or on a sum of equivalents (`sum:omme`), where all of `when` holds (see `when.py`).

    `indication` names conditions of which one must be recorded: such a row takes the place of the rows of the same kind
    without one.
    """

    subject: LimitSubject
    routes: tuple[RouteWord, ...]
    when: tuple[When, ...]
    indication: tuple[Slug, ...]
    limit: LimitKind
    value: Decimal
    unit: Text
    per: str | None


class PatientClause(Provenance, frozen=True, kw_only=True):
    """What makes one of `harms` likelier or worse in a patient for whom all of `when` holds; said beside a finding with that harm."""

    row_id: Slug
    harms: tuple[Slug, ...]
    when: tuple[When, ...]
    clause_id: Slug


class UsualDose(Provenance, frozen=True, kw_only=True):
    """What is usually given: one dose from `single_low` to `single_high` (per kg or m² where `per` says so), at the
    shortest every `interval_hours`, where all of `when` holds."""

    usual_id: Slug
    drug: Slug
    routes: tuple[RouteWord, ...]
    when: tuple[When, ...]
    single_low: Decimal
    single_high: Decimal
    unit: Text
    per: str | None
    interval_hours: Annotated[int, msgspec.Meta(ge=1)]


class EquivalentGroup(Provenance, frozen=True, kw_only=True):
    """Amounts of different ingredients that are added up ("oral morphine milligram equivalents"), in `unit`."""

    group_id: Slug
    name_en: Text
    name_zh: Text
    unit: Text


class Equivalent(Provenance, frozen=True, kw_only=True):
    """One `unit` of an ingredient by these routes is `factor` units of the group."""

    group_id: Slug
    subject: Selector
    routes: tuple[RouteWord, ...]
    unit: Text
    factor: Decimal


class ConditionRule(Rule, frozen=True, kw_only=True):
    """A drug or class against one patient fact, where all of `when` holds as well (see `when.py`)."""

    subject: Selector
    routes: tuple[RouteWord, ...]
    when: tuple[When, ...]
    fact: Fact
    op: Op
    value: Text
    value_high: str | None
    unit: str | None


class AllergyRule(Rule, frozen=True, kw_only=True):
    """A recorded allergen against a prescribed drug, by these routes (blank: any).

    `reactions` are the kinds of reaction for which the row holds; blank: all but an intolerance. A record that does not say
    what happened counts as every kind but an intolerance, a severe skin or an organ reaction.
    """

    relation: AllergyRelation
    allergen: AllergenSelector | None
    subject: Selector | None
    routes: tuple[RouteWord, ...]
    reactions: tuple[Reaction, ...]


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
    """A burden over the whole prescription, or a prescribing cascade, where all of `when` holds."""

    kind: SetKind
    when: tuple[When, ...]
    min_points: Annotated[int, msgspec.Meta(ge=1)]


class SetTerm(Row, frozen=True, kw_only=True):
    """One term of a set rule: at least `min_count` distinct ingredients of the selector, `points` each; or a fact of the
    patient (`fact`, a term of `when.py`) that gives its points where it holds."""

    rule_id: Slug
    term: Slug
    selector: Selector | None
    fact: When | None
    points: Annotated[int, msgspec.Meta(ge=0)]
    min_count: Annotated[int, msgspec.Meta(ge=0)]


class FormRule(Rule, frozen=True, kw_only=True):
    """What a prescription must hold, how much it may, or how nothing should be written on it, in one jurisdiction.

    A blank subject means every line (with routes: every line given by one of them), blank routes any; the row holds where all of `when` does. `written` and `words` say
    which way of writing the fields `writing` and `instruction` look for; `value` is then the smallest number that needs
    thousands separators.
    """

    jurisdiction: Slug
    field: FormField
    subject: Selector | None
    routes: tuple[RouteWord, ...]
    when: tuple[When, ...]
    op: Op
    value: Annotated[int, msgspec.Meta(ge=0)] | None
    written: WrittenForm | None
    words: tuple[Text, ...]
    cn_review: str | None


RULE_KINDS: tuple[type[Rule], ...] = (
    Interaction,
    DerivedInteraction,
    Incompatibility,
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
    """A number that steers the program. A site may choose another from `site_low` to `site_high`; where these are blank, none."""

    key: PolicyKey
    value: Annotated[int, msgspec.Meta(ge=0)]
    site_low: Annotated[int, msgspec.Meta(ge=0)] | None
    site_high: Annotated[int, msgspec.Meta(ge=0)] | None
    note: Text


class MustAlert(Provenance, frozen=True, kw_only=True):
    """Rules that no site may suppress: one by its id, or all of an action, severity and evidence (blank: any)."""

    entry_id: Slug
    rule_id: Slug | None
    reason_en: Text
    reason_zh: Text
    action: RuleAction | None
    severity: Severity | None
    evidence: EvidenceLevel | None


class FindingCode(Row, frozen=True, kw_only=True):
    """A finding in other people's terms, by check and topic (the fact, limit kind or level)."""

    check: CheckKind
    topic: str
    hl7_act: str | None
    ncpdp: str | None
    cn_review: str | None


class IssueGrade(Provenance, frozen=True, kw_only=True):
    """What a severity is called in FHIR, which has three."""

    severity: Severity
    fhir: IssueSeverity
