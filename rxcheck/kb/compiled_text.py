"""The part of compiled knowledge that is text: names, clauses, sources and what a finding says of its rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import msgspec

from rxcheck.kb.catalogue import Catalogue, SourceInfo
from rxcheck.kb.terms import (
    AuditField,
    FormField,
    IssueSeverity,
    LimitKind,
    Op,
    ParaphraseKind,
    PriorityFeature,
    Request,
    RuleAction,
)
from rxcheck.kb.terms_training import TrainingFeature
from rxcheck.kb.vocabulary import NameIndex
from rxcheck.terms import (
    Audience,
    CheckKind,
    Decision,
    EvidenceLevel,
    Fact,
    Lang,
    Reaction,
    RowStatus,
    Severity,
    WrittenForm,
)


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A rule as findings cite it. Rules of one kind stand in the order of their compiled columns."""

    rule_id: str
    action: RuleAction
    severity: Severity
    evidence: EvidenceLevel
    mechanism: tuple[str, ...]
    harm: tuple[str, ...]
    advice: tuple[str, ...]
    source_id: str
    locator: str
    status: RowStatus
    topic: str
    subject: str | None = None
    other: str | None = None
    derived: bool = False
    fact: Fact | None = None
    op: Op | None = None
    value: str | None = None
    value_high: str | None = None
    unit: str | None = None
    per: str | None = None
    limit: LimitKind | None = None
    field: FormField | None = None
    written: WrittenForm | None = None
    words: tuple[str, ...] = ()
    jurisdiction: str | None = None
    cn_review: str | None = None
    selectors: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    indication: tuple[str, ...] = ()
    reactions: tuple[Reaction, ...] = ()


def pack_rules(rules: Sequence[RuleInfo]) -> tuple[msgspec.Raw, ...]:
    """Rules as `CompiledText` holds them."""
    return tuple(msgspec.Raw(msgspec.msgpack.encode(rule)) for rule in rules)


class RuleList(Sequence[RuleInfo]):
    """Rules decoded on first use."""

    def __init__(self, packed: tuple[msgspec.Raw, ...]) -> None:
        self._packed = packed
        self._seen: dict[int, RuleInfo] = {}

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, number: int) -> RuleInfo: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[RuleInfo, ...]: ...

    def __getitem__(self, number: int | slice) -> RuleInfo | tuple[RuleInfo, ...]:
        if isinstance(number, slice):
            return tuple(self[n] for n in range(*number.indices(len(self))))
        found = self._seen.get(number)
        if found is None:
            found = self._seen[number] = msgspec.msgpack.decode(self._packed[number], type=RuleInfo)
        return found


class ModifierInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A modifier as findings cite it."""

    modifier_id: str
    advice: tuple[str, ...]
    source_id: str
    locator: str
    status: RowStatus


class Codes(msgspec.Struct, frozen=True):
    """A row of finding_codes."""

    hl7_act: str | None
    ncpdp: str | None
    cn_review: str | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What only people read: names and sentences."""

    drug_names: dict[str, tuple[str, str]]
    class_names: dict[str, tuple[str, str]]
    group_names: dict[str, tuple[str, str]]
    pathway_names: dict[str, tuple[str, str]]
    selector_names: dict[str, tuple[str, str]]
    condition_names: dict[str, tuple[str, str]]
    clauses: dict[str, tuple[str, str]]
    sources: dict[str, tuple[str, str, str, str, str]]
    issue_severities: dict[Severity, IssueSeverity]


class PatientTables(msgspec.Struct, frozen=True, kw_only=True):
    """What the reading of a patient needs: the broader conditions of each condition, the conditions of each organ role, what
    conditions imply (condition, fact, lowest and highest value in millionths), the numbers of the policy, and the facts that
    nobody is asked for."""

    broader: dict[str, tuple[str, ...]]
    organs: dict[str, tuple[str, ...]]
    implied: tuple[tuple[str, Fact, int, int], ...]
    policy: dict[str, int]
    unasked: tuple[Fact, ...] = ()


class PatientClauseInfo(msgspec.Struct, frozen=True, array_like=True):
    """A clause for patients of whom all terms of `when` hold, beside findings with one of the harms."""

    harms: tuple[str, ...]
    when: tuple[str, ...]
    clause_id: str


class Weight(msgspec.Struct, frozen=True, array_like=True):
    """What each of a kind weighs in the review of an audit, up to `most` of them."""

    feature: PriorityFeature
    value: str
    points: int
    most: int


class ReasonInfo(msgspec.Struct, frozen=True, array_like=True):
    """A reason why a finding is not acted on, as rules/override_reasons.csv has it."""

    reason_id: str
    key: str
    name_en: str
    name_zh: str
    decisions: tuple[Decision, ...]
    mitigation: str | None
    about_rule: bool
    text_needed: bool

    def name(self, lang: Lang) -> str:
        """What people call it."""
        return self.name_zh if lang is Lang.ZH else self.name_en


class PointsInfo(msgspec.Struct, frozen=True, array_like=True):
    """What a trainee gets for something, or what it costs."""

    feature: TrainingFeature
    value: str
    points: int


class Language(msgspec.Struct, frozen=True):
    """Groups of paraphrases by language as (id, kind, words), patterns of what is refused as (language, request, pattern), words of
    questions, what the columns of other systems' tables are, what makes a prescription urgent to review, why findings are not acted on, and what scores in training."""

    paraphrases: dict[Lang, list[tuple[str, ParaphraseKind, tuple[str, ...]]]]
    refusals: list[tuple[Lang, Request, str]]
    question_words: tuple[str, ...]
    layouts: dict[str, dict[str, AuditField]] = {}
    priorities: tuple[Weight, ...] = ()
    reasons: tuple[ReasonInfo, ...] = ()
    points: tuple[PointsInfo, ...] = ()


class MustAlertInfo(msgspec.Struct, frozen=True, array_like=True):
    """An entry of rules/must_alert.csv, with the ids of the rules that it holds."""

    entry_id: str
    reason_en: str
    reason_zh: str
    rules: tuple[str, ...]


class CompiledText(msgspec.Struct, frozen=True, kw_only=True):
    """Everything textual, by the same codes as the arrays; `edition` is the date of the newest rule row. Rules are decoded one by one, when a finding cites them, and
    what only people read when a report is written."""

    format: int
    content_hash: str
    edition: str
    drugs: tuple[str, ...]
    classes: tuple[str, ...]
    selectors: tuple[str, ...]
    conditions: tuple[str, ...]
    pathways: tuple[str, ...]
    index: NameIndex
    shown: msgspec.Raw
    rules: dict[CheckKind, tuple[msgspec.Raw, ...]]
    modifiers: tuple[ModifierInfo, ...]
    codes: dict[str, Codes]
    patients: PatientTables
    grounds: msgspec.Raw
    equivalents: tuple[str, ...]
    other_allergens: tuple[str, ...]
    side_chains: dict[str, dict[str, str]]
    depths: msgspec.Raw
    patient_clauses: msgspec.Raw
    language: msgspec.Raw
    must_alert: msgspec.Raw
    site_bounds: dict[str, tuple[int, int]]

    def always_alerting(self) -> tuple[MustAlertInfo, ...]:
        """The rules that no site may suppress."""
        return msgspec.msgpack.decode(self.must_alert, type=tuple[MustAlertInfo, ...])

    def words(self) -> Language:
        """What sentences and questions are judged by."""
        return msgspec.msgpack.decode(self.language, type=Language)

    def clauses_of_patients(self) -> tuple[PatientClauseInfo, ...]:
        """In the order of `said_when_start`."""
        return msgspec.msgpack.decode(self.patient_clauses, type=tuple[PatientClauseInfo, ...])

    def depths_for(self, audience: Audience) -> dict[str, tuple[str, str]]:
        """Clause id → (English, Chinese) for an audience that is no pharmacist; empty for pharmacists."""
        found = msgspec.msgpack.decode(self.depths, type=dict[Audience, dict[str, tuple[str, str]]])
        return found.get(audience, {})

    @property
    def policy(self) -> dict[str, int]:
        """The numbers of rules/policy.csv by key."""
        return self.patients.policy

    def grounds_by_drug(self) -> dict[str, tuple[str, str, RowStatus]]:
        """ "drug selector" → source, locator and status of the row that gives a drug that role or effect."""
        return msgspec.msgpack.decode(self.grounds, type=dict[str, tuple[str, str, RowStatus]])

    def catalogue(self) -> Catalogue:
        """The names and sentences for people."""
        shown = msgspec.msgpack.decode(self.shown, type=Shown)
        return Catalogue(
            drugs=shown.drug_names,
            classes=shown.class_names,
            groups=shown.group_names,
            pathways=shown.pathway_names,
            selectors=shown.selector_names,
            conditions=shown.condition_names,
            clauses=shown.clauses,
            sources={key: SourceInfo(*value) for key, value in shown.sources.items()},
            issue_severities=shown.issue_severities,
        )


def pack(value: msgspec.Struct | dict[str, tuple[str, str, RowStatus]]) -> msgspec.Raw:
    """A part of the texts that is decoded when it is needed."""
    return msgspec.Raw(msgspec.msgpack.encode(value))
