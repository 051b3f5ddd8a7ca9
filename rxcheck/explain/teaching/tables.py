"""What lessons look up in the tables themselves, beyond what findings carry: rows with their routes and terms, groups, roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from rxcheck.kb import schema as sc
from rxcheck.kb.load import load
from rxcheck.kb.pair import PairIndex, PairRow
from rxcheck.kb.schema_rules import RULE_KINDS, Rule
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.terms import PathwayRole
from rxcheck.terms import Lang

R = TypeVar("R", bound=Rule)
PAIR_KINDS: tuple[type[sc.PairRule], ...] = (sc.Interaction, sc.DerivedInteraction, sc.Incompatibility)


class TeachingTables:
    """One set of tables, read whole (some two seconds, once)."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds knowledge/ and rules/.

        Raises:
            KnowledgeError: tables that are not valid.
        """
        self._knowledge = load(folder)

    def rule(self, rule_id: str) -> Rule | None:
        """A row by its id; None where the tables have none (a finding of a knowledge pack)."""
        return self._rules.get(rule_id)

    def rules(self, kind: type[R]) -> tuple[R, ...]:
        """All rows of one table."""
        return self._knowledge.rows(kind)

    def pair(self, rule_id: str, obj: str, precipitant: str) -> PairRow | None:
        """A row of a pair as it fits two drug ids in this order, with its ways and modifiers."""
        return self._pairs.row(rule_id, obj, precipitant)

    def sums(self) -> dict[str, tuple[str, str]]:
        """Id → (English, Chinese) name of the groups of equivalents that limits on sums name."""
        return {row.group_id: (row.name_en, row.name_zh) for row in self._knowledge.rows(sc.EquivalentGroup)}

    def objects(self, first: str, second: str) -> frozenset[str]:
        """Which of two drugs is the object of a row about concentrations."""
        return self._pairs.objects(first, second)

    def terms(self, rule_id: str) -> tuple[sc.SetTerm, ...]:
        """The terms of a set."""
        return tuple(self._terms.get(rule_id, ()))

    def named_by(self, drug: str, selector: str | None) -> bool:
        """Whether a selector of a row names a drug; None names every drug, what is not known none."""
        return selector is None or (selector in self._named and drug in self._named.drugs_of(selector))

    def overlap(self, selector: str, others: Iterable[str]) -> bool:
        """Whether a selector is one of others, or names a drug that one of them names."""
        mine = self._drugs_of(selector)
        return any(selector == other or not mine.isdisjoint(self._drugs_of(other)) for other in others)

    def _drugs_of(self, selector: str) -> frozenset[str]:
        return self._named.drugs_of(selector) if selector in self._named else frozenset()

    def groups(self, drug: str) -> frozenset[str]:
        """Every selector that holds a drug, its own among them."""
        return self._named.of(drug)

    def classes(self) -> Iterator[str]:
        """The selectors of all classes."""
        return (f"class:{name}" for name in self._named.classes)

    def partners(self, drug: str) -> frozenset[str]:
        """The classes that stand on the other side of rows about pairs that name a drug."""
        mine = self.groups(drug)
        sides = [(row.object, row.precipitant) for kind in PAIR_KINDS for row in self._knowledge.rows(kind)]
        found = (two for one, two in (*sides, *((two, one) for one, two in sides)) if one in mine)
        return frozenset(each for each in found if each.startswith("class:"))

    def drugs(self) -> list[str]:
        """The ids of all drugs, in the order of the table."""
        return [row.drug_id for row in self._knowledge.rows(sc.Drug)]

    def roles(self, drug: str) -> dict[str, frozenset[PathwayRole]]:
        """What a drug is to each enzyme and transporter, by the id of the pathway."""
        return {pathway: frozenset(roles) for pathway, roles in self._roles.get(drug, {}).items()}

    def effect_names(self, lang: Lang) -> dict[str, str]:
        """The names of all effects by their ids."""
        return {
            row.effect_id: row.name_zh if lang is Lang.ZH else row.name_en for row in self._knowledge.rows(sc.Effect)
        }

    def effects(self, drug: str) -> frozenset[str]:
        """The ids of the effects of a drug."""
        return frozenset(self._effects.get(drug, ()))

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {row.rule_id: row for kind in RULE_KINDS for row in self._knowledge.rows(kind)}

    @cached_property
    def _pairs(self) -> PairIndex:
        return PairIndex(self._knowledge)

    @cached_property
    def _named(self) -> Selectors:
        return Selectors(self._knowledge)

    @cached_property
    def _terms(self) -> dict[str, list[sc.SetTerm]]:
        found: dict[str, list[sc.SetTerm]] = defaultdict(list)
        for row in self._knowledge.rows(sc.SetTerm):
            found[row.rule_id].append(row)
        return found

    @cached_property
    def _roles(self) -> dict[str, dict[str, set[PathwayRole]]]:
        found: dict[str, dict[str, set[PathwayRole]]] = defaultdict(lambda: defaultdict(set))
        for row in self._knowledge.rows(sc.DrugPathway):
            found[row.drug_id][row.pathway_id].add(row.role)
        return found

    @cached_property
    def _effects(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._knowledge.rows(sc.DrugEffect):
            found[row.drug_id].add(row.effect_id)
        return found
