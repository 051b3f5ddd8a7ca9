"""How much the tables hold: rows, drugs and pairs by kind, action, source and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge
from rxcheck.kb.store import Compiled
from rxcheck.kb.verdicts import base_actions, counts


class Statistics(Struct, frozen=True):
    """Counts by name, in groups by name: "tables" (rows of each table), "drugs" (distinct drugs with a class, a role, an
    effect, a curated pair), "pairs" (of drugs, by action, routes and modifiers aside), then the pair rows of each table by
    action, status and kind of source.
    """

    groups: Mapping[str, Mapping[str, int]]


def statistics(knowledge: Knowledge, compiled: Compiled) -> Statistics:
    """The counts of one set of tables and of what was compiled from them."""
    drugs, matrix = base_actions(compiled)
    kinds = {row.source_id: row.kind.value for row in knowledge.rows(sc.Source)}
    in_class = {row.member for row in knowledge.rows(sc.ClassMember) if row.member.startswith("drug:")}
    groups: dict[str, Mapping[str, int]] = {
        "tables": {name: len(rows) for name, rows in knowledge.tables.items()},
        "drugs": {
            "drugs": len(knowledge.rows(sc.Drug)),
            "class": len(in_class),
            "pathway": len({row.drug_id for row in knowledge.rows(sc.DrugPathway)}),
            "effect": len({row.drug_id for row in knowledge.rows(sc.DrugEffect)}),
            "pair": len(drugs),
        },
        "pairs": {action.value: count for action, count in counts(matrix).items()},
    }
    for name, kind in (
        ("interactions", sc.Interaction),
        ("derived_interactions", sc.DerivedInteraction),
        ("incompatibilities", sc.Incompatibility),
    ):
        rows = knowledge.rows(kind)
        groups[f"{name}.action"] = Counter(row.action.value for row in rows)
        groups[f"{name}.status"] = Counter(row.status.value for row in rows)
        groups[f"{name}.source"] = Counter(kinds[row.source_id] for row in rows)
    return Statistics(groups)
