"""Interaction rows and their modifiers as columns."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.compile_codes import (
    ACTION_CODE,
    DERIVED_SPECIFICITY,
    DIMENSION_CODE,
    FACTOR_CODE,
    INCOMPATIBILITY_BIT,
    OP_CODE,
    SEVERITY_CODE,
)
from rxcheck.kb.compile_common import Builder, csr, info, micro, route_mask, verdicts
from rxcheck.kb.compiled_text import ModifierInfo, RuleInfo
from rxcheck.kb.load import Knowledge
from rxcheck.quantity import Quantity

Array = npt.NDArray[np.generic]


def interactions(builder: Builder, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Rows of all three tables of pairs, and for every ordered pair of drugs that any row names the number of its list of candidates.

    `ix_row` maps a drug to its row and column of the matrix `ix_group`; row 0 stands for drugs that no row names.
    `ix_topics` are the bits of the topics in which a row competes (see `topics_of`), or `INCOMPATIBILITY_BIT`.
    """
    knowledge = builder.knowledge
    rows: list[sc.PairRule] = sorted(
        (row for kind in (sc.Interaction, sc.DerivedInteraction, sc.Incompatibility) for row in knowledge.rows(kind)),
        key=lambda row: row.rule_id,
    )
    topics = Topics(knowledge)
    verdicts(arrays, "ix", rows)
    arrays["ix_object_routes"] = np.array([route_mask(row.object_routes) for row in rows], dtype=np.int32)
    arrays["ix_precipitant_routes"] = np.array([route_mask(row.precipitant_routes) for row in rows], dtype=np.int32)
    arrays["ix_specificity"] = np.array([specificity(row) for row in rows], dtype=np.int8)
    arrays["ix_topics"] = np.array([topics.bits(row) for row in rows], dtype=np.int64)
    candidates: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        objects, precipitants = builder.codes_of(row.object), builder.codes_of(row.precipitant)
        for first in objects:
            for second in precipitants:
                if first == second:
                    continue
                candidates[first, second].append((number, 0))
                candidates[second, first].append((number, 1))
    groups: dict[tuple[tuple[int, int], ...], int] = {}
    named = sorted({drug for pair in candidates for drug in pair})
    row_of = np.zeros(len(builder.drugs), dtype=np.int32)
    row_of[named] = np.arange(1, len(named) + 1)
    matrix = np.zeros((len(named) + 1, len(named) + 1), dtype=np.uint16)
    for (first, second), found in candidates.items():
        group = groups.setdefault(tuple(sorted(found)), len(groups) + 1)
        if group > MOST_GROUPS:
            raise OverflowError(f"more than {MOST_GROUPS} different lists of candidate rows")
        matrix[row_of[first], row_of[second]] = group
    arrays["ix_row"], arrays["ix_group"] = row_of, matrix
    arrays["ix_group_start"], arrays["ix_group_value"] = csr(
        [[], *([rule * 2 + swap for rule, swap in group] for group in groups)]
    )
    return tuple(
        info(row, TOPIC[type(row)], subject=row.object, other=row.precipitant, derived=_is_derived(row)) for row in rows
    )


MOST_GROUPS = int(np.iinfo(np.uint16).max)
TOPIC: dict[type[sc.PairRule], str] = {
    sc.Interaction: "drug",
    sc.DerivedInteraction: "drug",
    sc.Incompatibility: "incompatibility",
}


def _is_derived(row: sc.PairRule) -> bool:
    return isinstance(row, sc.DerivedInteraction)


def specificity(row: sc.PairRule) -> int:
    """How far a row prevails over others of its nature: derived 0, curated 1 and one more for each side that names an ingredient."""
    if isinstance(row, sc.DerivedInteraction):
        return DERIVED_SPECIFICITY
    return 1 + sum(side.startswith("drug:") for side in (row.object, row.precipitant))


class Topics:
    """In what rows of pairs compete: concentrations, each effect of the tables, and effects that are in no table.

    A row that names no mechanism, or one that is neither, competes in all of them; an incompatibility in none.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._clauses = {row.clause_id: row for row in knowledge.rows(sc.Clause)}
        effects = sorted(row.effect_id for row in knowledge.rows(sc.Effect))
        self.names = (kt.Nature.KINETIC.value, kt.Nature.DYNAMIC.value, *effects)

    def of(self, row: sc.PairRule) -> frozenset[str]:
        """The topics of a row."""
        if isinstance(row, sc.Incompatibility):
            return frozenset()
        named = [self._clauses[clause_id] for clause_id in row.mechanism]
        if not named or any(clause.nature is None for clause in named):
            return frozenset(self.names)
        return frozenset(clause.effect or clause.nature.value for clause in named if clause.nature is not None)

    def natures(self, row: sc.PairRule) -> tuple[kt.Nature, ...]:
        """The natures of a row, both where it competes in everything."""
        found = self.of(row)
        kinetic = kt.Nature.KINETIC.value
        return tuple(
            nature
            for nature in kt.Nature
            if (kinetic in found if nature is kt.Nature.KINETIC else bool(found - {kinetic}))
        )

    def bits(self, row: sc.PairRule) -> int:
        """The topics of a row as bits in the order of `names`."""
        found = self.of(row)
        return sum(1 << place for place, name in enumerate(self.names) if name in found) or INCOMPATIBILITY_BIT


def modifiers(builder: Builder, arrays: dict[str, Array], rules: tuple[RuleInfo, ...]) -> tuple[ModifierInfo, ...]:
    """Modifiers in the order in which they are tried, by rule."""
    number = {rule.rule_id: index for index, rule in enumerate(rules)}
    rows = sorted(
        builder.knowledge.rows(sc.InteractionModifier),
        key=lambda row: (number[row.rule_id], row.priority, row.modifier_id),
    )
    by_rule: list[list[int]] = [[] for _ in rules]
    for index, row in enumerate(rows):
        by_rule[number[row.rule_id]].append(index)
    arrays["mod_start"], arrays["mod_index"] = csr(by_rule)
    count = len(rows)
    value, dimension = np.zeros(count, np.int64), np.full(count, -1, np.int8)
    routes, condition = np.zeros(count, np.int32), np.full(count, -1, np.int32)
    selectors: list[list[int]] = []
    for index, row in enumerate(rows):
        mine: list[int] = []
        if row.factor in (kt.Factor.OBJECT_ROUTE, kt.Factor.PRECIPITANT_ROUTE):
            routes[index] = route_mask(tuple(row.value.split(";")))
        elif row.factor in (kt.Factor.OBJECT_DAILY_DOSE, kt.Factor.PRECIPITANT_DAILY_DOSE):
            quantity = Quantity.of(row.value, row.unit or "")
            value[index], dimension[index] = quantity.base, DIMENSION_CODE[quantity.dimension]
        elif row.factor is kt.Factor.CO_DRUG:
            mine = [builder.selector(text) for text in row.value.split(";")]
        elif row.factor is kt.Factor.CONDITION:
            condition[index] = builder.condition_code[row.value]
        else:
            value[index] = micro(row.value)
        selectors.append(mine)
    arrays["mod_sel_start"], arrays["mod_sel"] = csr(selectors)
    arrays["mod_factor"] = np.array([FACTOR_CODE[row.factor] for row in rows], dtype=np.int8)
    arrays["mod_op"] = np.array([OP_CODE[row.op] for row in rows], dtype=np.int8)
    arrays["mod_value"], arrays["mod_dimension"] = value, dimension
    arrays["mod_routes"], arrays["mod_condition"] = routes, condition
    arrays["mod_action"] = np.array([ACTION_CODE[row.action] for row in rows], dtype=np.int8)
    arrays["mod_severity"] = np.array(
        [SEVERITY_CODE[row.severity] if row.severity else 0 for row in rows], dtype=np.int8
    )
    return tuple(
        ModifierInfo(
            modifier_id=row.modifier_id,
            advice=row.advice,
            source_id=row.source_id,
            locator=row.locator,
            status=row.status,
        )
        for row in rows
    )
