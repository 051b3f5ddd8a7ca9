"""Duplicates: one ingredient on several lines, several ingredients of one class."""

from __future__ import annotations

from collections.abc import Sequence

from rxcheck.kb.schema import DuplicateAllowance, DuplicateRule
from rxcheck.kb.terms import DuplicateLevel
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

    def check(self, items: Sequence[Item]) -> set[OracleFinding]:
        fired: dict[str, list[Fired]] = {}
        for rule in self._rules:
            if rule.level is DuplicateLevel.INGREDIENT:
                for drug in sorted({item.drug for item in items}):
                    if rule.subject is None or self._tables.contains(rule.subject, drug):
                        found = self._same_ingredient(rule, [item for item in items if item.drug == drug])
                        fired.setdefault(f"drug:{drug}", []).extend(found)
            elif rule.subject is not None:
                members = [item for item in items if self._tables.contains(rule.subject, item.drug)]
                fired.setdefault(rule.subject, []).extend(self._same_class(rule, members))
        findings = (worst(CHECK, rows) for rows in fired.values())
        return {finding for finding in findings if finding}

    def _same_ingredient(self, rule: DuplicateRule, items: Sequence[Item]) -> list[Fired]:
        pairs = self._pairs(rule, items)
        lines = _lines_of(pairs, items)
        return [Fired(rule, lines, (items[0].drug,))] if len(lines) > rule.max_count else []

    def _same_class(self, rule: DuplicateRule, items: Sequence[Item]) -> list[Fired]:
        pairs = [(first, second) for first, second in self._pairs(rule, items) if first.drug != second.drug]
        drugs = sorted({item.drug for pair in pairs for item in pair})
        return [Fired(rule, _lines_of(pairs, items), tuple(drugs))] if len(drugs) > rule.max_count else []

    def _pairs(self, rule: DuplicateRule, items: Sequence[Item]) -> list[tuple[Item, Item]]:
        """Comparable pairs on different lines that no allowance of the rule leaves silent."""
        return [
            (first, second)
            for place, first in enumerate(items)
            for second in items[place + 1 :]
            if first.line is not second.line and _comparable(first, second) and not self._allowed(rule, first, second)
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


def _lines_of(pairs: Sequence[tuple[Item, Item]], items: Sequence[Item]) -> tuple[str, ...]:
    """The lines of the pairs, once each, in the order of the prescription."""
    concerned = {item.line.id for pair in pairs for item in pair}
    return tuple(dict.fromkeys(item.line.id for item in items if item.line.id in concerned))
