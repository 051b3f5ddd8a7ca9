"""Recorded allergies against every item."""

from __future__ import annotations

from collections.abc import Sequence

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.schema import AllergyRule
from rxcheck.kb.terms import AllergyRelation
from rxcheck.model import Allergy, Patient
from rxcheck.terms import CheckKind, Fact, Reaction, Reason
from tests.oracle.items import Item
from tests.oracle.results import Fired, Gaps, OracleFinding, worst
from tests.oracle.tables import Tables, route_fits

CHECK = CheckKind.ALLERGY


class AllergyCheck:
    """All allergy rows against one prescription at a time."""

    def __init__(self, tables: Tables, resolver: Resolver) -> None:
        self._tables = tables
        self._resolver = resolver
        self._rules = tables.knowledge.rows(AllergyRule)

    def check(self, items: Sequence[Item], patient: Patient, gaps: Gaps) -> set[OracleFinding]:
        if patient.allergies is None:
            if items:
                lines = dict.fromkeys(item.line.id for item in items)
                gaps.add(CHECK, Reason.MISSING_FACT, Fact.ALLERGY, tuple(lines))
            return set()
        findings = set()
        for allergy in patient.allergies:
            allergens = self._allergens(allergy, gaps)
            told = self._resolver.reactions(allergy.reaction, allergy.kind)
            for item in items:
                rules = [rule for allergen in allergens for rule in self._fitting(allergen, item, told)]
                finding = worst(CHECK, [Fired(rule, (item.line.id,), (item.drug,)) for rule in rules])
                if finding:
                    findings.add(finding)
        return findings

    def _allergens(self, allergy: Allergy, gaps: Gaps) -> list[str]:
        """What is recorded, as drug or class selectors; other things (food, nothing known) are left out."""
        selectors = self._resolver.allergen(allergy.substance, allergy.codes)
        if not selectors:
            gaps.add(CHECK, Reason.UNKNOWN_ALLERGEN, Fact.ALLERGY, (), text=allergy.substance)
        return [selector for selector in selectors if selector.startswith(("drug:", "class:", "other:"))]

    def _fitting(self, allergen: str, item: Item, told: frozenset[Reaction]) -> list[AllergyRule]:
        """The rows for one record and one item that no nearer row displaces."""
        rules = [
            rule for rule in self._rules if _is_told(rule, told) and route_fits(rule.routes or ("any",), item.route)
        ]
        same = [rule for rule in rules if rule.relation is AllergyRelation.SAME]
        if allergen == f"drug:{item.drug}" and same:
            return same
        related = [rule for rule in rules if rule not in same and self._relates(rule, allergen, item.drug)]
        if related:
            nearest = min(self._breadth(rule) for rule in related)
            return [rule for rule in related if self._breadth(rule) == nearest]
        return same if not _is_thing(allergen) and self._tables.contains(allergen, item.drug) else []

    def _relates(self, rule: AllergyRule, allergen: str, drug: str) -> bool:
        """Whether the allergen (all of a class) is on the allergen side of the row and the ingredient on the other."""
        if rule.allergen is None or rule.subject is None or not self._tables.contains(rule.subject, drug):
            return False
        if _is_thing(allergen) or _is_thing(rule.allergen):
            return allergen == rule.allergen
        held = self._tables.drugs_of(allergen)
        return bool(held) and held <= self._tables.drugs_of(rule.allergen)

    def _breadth(self, rule: AllergyRule) -> tuple[int, int]:
        """How many ingredients the two sides take in, the subject first; the narrowest rows are the nearest."""
        subject, allergen = rule.subject or "", rule.allergen or ""
        return len(self._tables.drugs_of(subject)), 1 if _is_thing(allergen) else len(self._tables.drugs_of(allergen))


def _is_thing(allergen: str) -> bool:
    """Food, materials, excipients: no drug."""
    return allergen.startswith("other:")


def _is_told(rule: AllergyRule, told: frozenset[Reaction]) -> bool:
    """Whether a row holds for the kinds of reaction of a record; where none is told, the grave ones would have been."""
    every = frozenset(Reaction) - {Reaction.INTOLERANCE}
    untold = every - {Reaction.SEVERE_CUTANEOUS, Reaction.ORGAN}
    return bool((frozenset(rule.reactions) or every) & (told or untold))
