"""Duplicates: one product or ingredient on several lines, related ingredients, several of one class or effect."""

from __future__ import annotations

from collections.abc import Sequence

from rxcheck.kb.schema import DuplicateAllowance, DuplicateRule, RelatedDrug
from rxcheck.kb.terms import DuplicateLevel, Kinship
from rxcheck.terms import CheckKind
from tests.oracle.items import Item
from tests.oracle.results import Fired, OracleFinding, worst
from tests.oracle.tables import Tables, route_fits, systemic_or_unknown

CHECK = CheckKind.DUPLICATE
ANY = ("any",)


class DuplicateCheck:
    """All duplicate rows against one prescription at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rules = tables.knowledge.rows(DuplicateRule)
        self._allowances = tables.knowledge.rows(DuplicateAllowance)
        self._kin = {
            frozenset({row.drug_id, row.related})
            for row in tables.knowledge.rows(RelatedDrug)
            if row.relation is not Kinship.CONSTITUENT
        }
        self._levels = {rule.level for rule in self._rules}

    def check(self, items: Sequence[Item]) -> set[OracleFinding]:
        findings = set()
        for rule in self._rules:
            groups: dict[object, list[tuple[Item, Item]]] = {}
            for pair in self._pairs(rule, items):
                groups.setdefault(self._about(rule, pair), []).append(pair)
            for pairs in groups.values():
                concerned = [item for item in items if any(item in pair for pair in pairs)]
                drugs = tuple(sorted({item.drug for item in concerned}))
                lines = tuple(dict.fromkeys(item.line.id for item in concerned))
                by_line = rule.level in (DuplicateLevel.PRODUCT, DuplicateLevel.INGREDIENT)
                if len(lines if by_line else drugs) > rule.max_count:
                    finding = worst(CHECK, [Fired(rule, lines, drugs)])
                    findings |= {finding} if finding else set()
        return findings

    def _about(self, rule: DuplicateRule, pair: tuple[Item, Item]) -> object:
        """What a finding is about: one product, one ingredient, two related ones, or the class or effect."""
        if rule.level is DuplicateLevel.PRODUCT:
            return pair[0].product
        if rule.level is DuplicateLevel.INGREDIENT:
            return pair[0].drug
        return frozenset(item.drug for item in pair) if rule.level is DuplicateLevel.KINSHIP else None

    def _level(self, first: Item, second: Item) -> DuplicateLevel:
        """The closest level at which two items are the same, of those that have a row."""
        if first.drug == second.drug:
            product = first.product is not None and first.product == second.product
            of_product = product and DuplicateLevel.PRODUCT in self._levels
            return DuplicateLevel.PRODUCT if of_product else DuplicateLevel.INGREDIENT
        if DuplicateLevel.KINSHIP in self._levels and frozenset({first.drug, second.drug}) in self._kin:
            return DuplicateLevel.KINSHIP
        classed = any(
            self._tables.contains(rule.subject or "", first.drug)
            and self._tables.contains(rule.subject or "", second.drug)
            for rule in self._rules
            if rule.level is DuplicateLevel.CLASS
        )
        return DuplicateLevel.CLASS if classed else DuplicateLevel.EFFECT

    def _pairs(self, rule: DuplicateRule, items: Sequence[Item]) -> list[tuple[Item, Item]]:
        """Comparable pairs of the level on different lines that no allowance of the rule leaves silent."""
        members = [item for item in items if rule.subject is None or self._tables.contains(rule.subject, item.drug)]
        return [
            (first, second)
            for place, first in enumerate(members)
            for second in members[place + 1 :]
            if first.line is not second.line
            and _comparable(first, second)
            and self._level(first, second) is rule.level
            and not self._allowed(rule, first, second)
        ]

    def _allowed(self, rule: DuplicateRule, first: Item, second: Item) -> bool:
        for allowance in self._allowances:
            if allowance.rule_id == rule.rule_id:
                for one, other in ((first, second), (second, first)):
                    if (
                        self._tables.contains(allowance.first, one.drug)
                        and self._tables.contains(allowance.second, other.drug)
                        and route_fits(allowance.first_routes or ANY, one.route)
                        and route_fits(allowance.second_routes or ANY, other.route)
                    ):
                        return True
        return False


def _comparable(first: Item, second: Item) -> bool:
    if systemic_or_unknown(first.route) and systemic_or_unknown(second.route):
        return True
    return first.route is second.route
