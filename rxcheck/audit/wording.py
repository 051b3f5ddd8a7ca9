"""Rows of findings in words, as `check` says them, from what the tables of an audit hold and the rule behind each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from rxcheck.finding import ClauseUse, SlotKind, SlotValue
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.compiled_text import CompiledText, RuleInfo, RuleList, Weight
from rxcheck.kb.terms import PriorityFeature
from rxcheck.report.words import term, word
from rxcheck.terms import Action, CheckKind, EvidenceLevel, Fact, Lang, Severity

_MOST_NAMED = 5  # conditions of a rule
_OPEN = SlotValue(SlotKind.WRITTEN, ("…",))  # what the tables do not hold: a piece of a line as written
_VALUES: Mapping[PriorityFeature, type[Action | Severity | EvidenceLevel | CheckKind]] = {
    PriorityFeature.ACTION: Action,
    PriorityFeature.SEVERITY: Severity,
    PriorityFeature.EVIDENCE: EvidenceLevel,
    PriorityFeature.CHECK: CheckKind,
    PriorityFeature.GAP: Action,
}
_REASONS = {
    PriorityFeature.FURTHER: ("further findings to act on", "其他需处理的发现"),
    PriorityFeature.GAP: ("not assessed, could be {value}", "未评估，最重可为{value}"),
    PriorityFeature.LINE: ("lines not assessed", "未评估的处方行"),
}


class Wording(Struct, frozen=True, dict=True):
    """Says what was found in one language."""

    text: CompiledText
    lang: Lang

    @cached_property
    def catalogue(self) -> Catalogue:
        """Names and sentences."""
        return self.text.catalogue()

    @cached_property
    def rules(self) -> dict[str, tuple[CheckKind, RuleInfo]]:
        """The rules by id."""
        return {rule.rule_id: (check, rule) for check, packed in self.text.rules.items() for rule in RuleList(packed)}

    @cached_property
    def _modifiers(self) -> dict[str, tuple[str, ...]]:
        return {row.modifier_id: row.advice for row in self.text.modifiers}

    def head(self, row: Mapping[str, Any]) -> str:
        """`avoid · contraindicated: warfarin + aspirin`."""
        drugs = word("and_drug", self.lang).join(self.catalogue.drug(drug, self.lang) for drug in row["drugs"])
        grade = f"{term(Action(row['action']), self.lang)} · {term(Severity(row['severity']), self.lang)}"
        return word("lead", self.lang, head=grade, text=drugs or term(CheckKind(row["check"]), self.lang))

    def why(self, row: Mapping[str, Any]) -> str:
        """Mechanism and harm."""
        _, rule = self.rules[row["rule_id"]]
        return self._sentences((*rule.mechanism, *rule.harm), row, rule)

    def advice(self, row: Mapping[str, Any]) -> str:
        """What to do."""
        _, rule = self.rules[row["rule_id"]]
        return self._sentences(self._modifiers.get(row["modifier"] or "") or rule.advice, row, rule)

    def _sentences(self, clauses: Iterable[str], row: Mapping[str, Any], rule: RuleInfo) -> str:
        slots = _slots(row, rule)
        said = []
        for clause in clauses:
            text = self.catalogue.clauses[clause][self.lang is Lang.ZH]
            use = ClauseUse(clause, tuple(slot for slot in slots if slot[0] in text))  # few name any
            said.append(self.catalogue.clause(use, self.lang))
        return word("sentences", self.lang).join(said)

    def about(self, rule: RuleInfo) -> str:
        """What a rule is about: the drugs, classes or roles that it names, and the value that it holds from."""
        named = [self.catalogue.selector(each, self.lang) for each in (rule.subject, rule.other) if each]
        what = [term(rule.fact, self.lang)] if rule.fact else []
        if rule.value and rule.fact in (Fact.CONDITION, Fact.INDICATION):
            what = [self.catalogue.condition(each, self.lang) for each in rule.value.split("|")]
        names, facts = word("and_drug", self.lang).join(named), self._some(what)
        return word("lead", self.lang, head=names, text=facts) if names and facts else names or facts

    def reasons(self, weights: Sequence[Weight], counts: Sequence[int]) -> str:
        """Why a score is what it is, heaviest first: `avoid ×1: 100; major ×1: 20`."""
        found = [(weight, count) for weight, count in zip(weights, counts, strict=True) if count]
        found.sort(key=lambda each: (-each[0].points * each[1], each[0].feature.value, each[0].value))
        said = (
            word("lead", self.lang, head=f"{self._kind(weight)} ×{count}", text=str(weight.points * count))
            for weight, count in found
        )
        return word("semicolon", self.lang).join(said)

    def _kind(self, weight: Weight) -> str:
        members = _VALUES.get(weight.feature)
        value = term(members(weight.value), self.lang) if members else ""
        pair = _REASONS.get(weight.feature)
        return pair[self.lang is Lang.ZH].format(value=value) if pair else value

    def _some(self, items: Sequence[str]) -> str:
        told = word("list", self.lang).join(items[:_MOST_NAMED])
        more = len(items) - _MOST_NAMED
        return word("more", self.lang, text=told, n=more) if more > 0 else told


def _slots(row: Mapping[str, Any], rule: RuleInfo) -> tuple[tuple[str, SlotValue], ...]:
    """What the slots of a rule's clauses hold for one finding; the checks fill them the same way."""
    drugs = tuple(row["drugs"])
    allergen = rule.other or (f"drug:{drugs[0]}" if drugs else "")
    unit, compared = row["unit"] or "", row["observed"] is not None
    amounts = {name: SlotValue(SlotKind.AMOUNT, (row[name] or "", unit)) for name in ("observed", "limit")}
    found = {
        "drug": SlotValue(SlotKind.DRUGS, drugs),
        "drugs": SlotValue(SlotKind.DRUGS, drugs),
        "object": SlotValue(SlotKind.DRUG, drugs[:1]),
        "precipitant": SlotValue(SlotKind.DRUG, drugs[1:]),
        "allergen": SlotValue(SlotKind.ALLERGEN, (allergen,)),
        "condition": SlotValue(SlotKind.CONDITION, tuple((rule.value or "").split("|"))),
        "observed": amounts["observed"] if compared else _OPEN,
        "limit": amounts["limit"] if compared else SlotValue(SlotKind.AMOUNT, (rule.value or "", rule.unit or "")),
    }
    # Duplicates and sets name the first of several as the drug.
    if row["check"] in (CheckKind.DUPLICATE, CheckKind.SET):
        found["drug"] = SlotValue(SlotKind.DRUG, drugs[:1])
    return tuple(found.items())
