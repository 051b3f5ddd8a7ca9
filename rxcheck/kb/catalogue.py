"""Names and sentences for people, by id and language. Holds no rule: nothing here decides a verdict."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from rxcheck.finding import ClauseUse, SlotKind, SlotValue
from rxcheck.kb.terms import IssueSeverity
from rxcheck.kb.unit_names import amount
from rxcheck.terms import Lang, Severity

Names = Mapping[str, tuple[str, str]]


class SourceInfo(Struct, frozen=True):
    """A row of sources.csv as a report cites it."""

    title: str
    publisher: str
    edition: str
    identifier: str
    kind: str


class Catalogue(Struct, frozen=True):
    """Ids to (English, Chinese) texts. `selectors` are those of roles, effects and sums ("role:cyp3a4-inhibitor-strong", "sum:omme"),
    `issue_severities` what FHIR calls each severity."""

    drugs: Names
    classes: Names
    groups: Names
    pathways: Names
    selectors: Names
    conditions: Names
    clauses: Names
    sources: Mapping[str, SourceInfo]
    issue_severities: Mapping[Severity, IssueSeverity] = {}

    def drug(self, drug_id: str, lang: Lang) -> str:
        """A drug's name; the id itself where the tables have no name in `lang`."""
        return _pick(self.drugs, drug_id, lang)

    def condition(self, condition_id: str, lang: Lang) -> str:
        """A condition's name."""
        return _pick(self.conditions, condition_id, lang)

    def pathway(self, pathway_id: str, lang: Lang) -> str:
        """The name of an enzyme or transporter."""
        return _pick(self.pathways, pathway_id, lang)

    def group(self, group_id: str, lang: Lang) -> str:
        """The name of a structure group."""
        return _pick(self.groups, group_id, lang)

    def selector(self, selector: str, lang: Lang) -> str:
        """The name of what a selector ("drug:x", "class:y") stands for."""
        kind, _, key = selector.partition(":")
        if kind in ("role", "effect", "other", "sum"):
            return _pick(self.selectors, selector, lang)
        return _pick(self.drugs if kind == "drug" else self.classes, key, lang)

    def slot(self, value: SlotValue, lang: Lang) -> str:
        """A slot's text in `lang`."""
        if value.kind in (SlotKind.DRUG, SlotKind.DRUGS):
            names = [self.drug(item, lang) for item in value.values]
        elif value.kind is SlotKind.CONDITION:
            names = [self.condition(item, lang) for item in value.values]
        elif value.kind is SlotKind.ALLERGEN:
            names = [self.selector(item, lang) for item in value.values]
        elif value.kind is SlotKind.WRITTEN:
            names = list(value.values)
        else:
            number, unit = value.values
            return amount(number, unit, lang)
        return ("、" if lang is Lang.ZH else ", ").join(names)

    def clause(self, use: ClauseUse, lang: Lang) -> str:
        """The sentence of a clause with its slots filled."""
        return self.filled(self.clauses[use.clause_id], use, lang)

    def filled(self, texts: tuple[str, str], use: ClauseUse, lang: Lang) -> str:
        """The sentence of one language of `texts` with the slots of a clause filled."""
        template = texts[1 if lang is Lang.ZH else 0]
        for slot, value in use.slots:
            template = template.replace("{" + slot + "}", self.slot(value, lang))
        return template[:1].upper() + template[1:]


def _pick(names: Names, key: str, lang: Lang) -> str:
    pair = names.get(key)
    if pair is None:
        return key
    return (pair[1] or pair[0]) if lang is Lang.ZH else pair[0]
