"""The interaction graph: drugs, classes and typed, sourced edges (networkx), for lint, paths and pictures.

Checks do not walk it: they use the compiled form of the same rows. Nodes are selectors ("drug:warfarin", "class:macrolides",
"role:cyp3a4-inhibitor-strong", "effect:qt-known") with `kind`, `name_en`, `name_zh`. Edges go from member to class, role or effect
(`kind` member, `relation`) and from precipitant to object (`kind` interaction, `rule_id`, `action`, `severity`, `evidence`,
`derived`); every edge has `source_id` and `status`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import networkx as nx
from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.selectors import Selectors, grounds, selector_names
from rxcheck.kb.terms import Relation

if TYPE_CHECKING:
    from rxcheck.kb.load import Knowledge


class EdgeKind(StrEnum):
    """What an edge says."""

    MEMBER = "member"
    INTERACTION = "interaction"


class PairPath(Struct, frozen=True):
    """How a row comes to fit two drugs: from the object up to the row's selector, and from the precipitant up to its own."""

    rule_id: str
    object_path: tuple[str, ...]
    precipitant_path: tuple[str, ...]


def build_graph(knowledge: Knowledge) -> nx.MultiDiGraph:
    """The graph of one set of tables."""
    graph = nx.MultiDiGraph()
    for drug in knowledge.rows(sc.Drug):
        graph.add_node(f"drug:{drug.drug_id}", kind="drug", name_en=drug.name_en, name_zh=drug.name_zh)
    for selector, (name_en, name_zh) in selector_names(knowledge).items():
        graph.add_node(selector, kind=selector.partition(":")[0], name_en=name_en, name_zh=name_zh)
    for group in knowledge.rows(sc.DrugClass):
        graph.add_node(f"class:{group.class_id}", kind="class", name_en=group.name_en, name_zh=group.name_zh)
    for member in knowledge.rows(sc.ClassMember):
        graph.add_edge(
            member.member,
            f"class:{member.class_id}",
            kind=EdgeKind.MEMBER,
            relation=member.relation,
            source_id=member.source_id,
            status=member.status,
        )
    for ground, (source_id, _, status) in grounds(knowledge).items():
        drug_id, _, selector = ground.partition(" ")
        graph.add_edge(
            f"drug:{drug_id}",
            selector,
            kind=EdgeKind.MEMBER,
            relation=Relation.INCLUDE,
            source_id=source_id,
            status=status,
        )
    for kind in (sc.Interaction, sc.DerivedInteraction, sc.Incompatibility):
        for row in knowledge.rows(kind):
            assert isinstance(row, sc.PairRule)  # noqa: S101
            graph.add_edge(
                row.precipitant,
                row.object,
                key=row.rule_id,
                kind=EdgeKind.INTERACTION,
                rule_id=row.rule_id,
                action=row.action,
                severity=row.severity,
                evidence=row.evidence,
                derived=kind is sc.DerivedInteraction,
                source_id=row.source_id,
                status=row.status,
            )
    return graph


def class_cycles(graph: nx.MultiDiGraph) -> list[list[str]]:
    """Classes that contain themselves, each as the list of classes on the way round."""
    members = nx.DiGraph(
        (child, parent) for child, parent, data in graph.edges(data=True) if data["kind"] is EdgeKind.MEMBER
    )
    return [list(cycle) for cycle in nx.simple_cycles(members)]


def pair_paths(graph: nx.MultiDiGraph, named: Selectors, first: str, second: str) -> list[PairPath]:
    """Every row that names both drugs or groups of theirs, with the shortest way up to its selectors.

    `first` and `second` are drug ids; `named` are the members that are left after exclusions.
    """
    ways = {drug: _ways_up(graph, f"drug:{drug}", named.of(drug)) for drug in (first, second)}
    found = []
    for precipitant, obj, data in graph.edges(data=True):
        if data["kind"] is not EdgeKind.INTERACTION:
            continue
        for one, two in ((first, second), (second, first)):
            if obj in ways[one] and precipitant in ways[two]:
                found.append(PairPath(data["rule_id"], ways[one][obj], ways[two][precipitant]))
    return sorted(set(found), key=lambda path: (path.rule_id, path.object_path))


def _ways_up(graph: nx.MultiDiGraph, node: str, holding: frozenset[str]) -> dict[str, tuple[str, ...]]:
    kept = nx.DiGraph()
    kept.add_node(node)
    kept.add_edges_from(
        (child, parent)
        for parent in holding
        for child, _, data in graph.in_edges(parent, data=True)
        if data["kind"] is EdgeKind.MEMBER and data["relation"] is Relation.INCLUDE
    )
    return {target: tuple(path) for target, path in nx.single_source_shortest_path(kept, node).items()}
