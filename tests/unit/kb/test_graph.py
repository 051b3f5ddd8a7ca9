"""The interaction graph says how a row comes to fit two drugs."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from rxcheck.kb.graph import EdgeKind, PairPath, build_graph, class_cycles, pair_paths
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.store import default_folder
from tests.support.tiny import write_tiny
from tests.unit.kb.editing import add


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return load(write_tiny(tmp_path_factory.mktemp("graph")))


@pytest.fixture(scope="module")
def graph(knowledge: Knowledge) -> nx.MultiDiGraph:
    return build_graph(knowledge)


@pytest.fixture(scope="module")
def named(knowledge: Knowledge) -> Selectors:
    return Selectors(knowledge)


def test_nodes_and_edges(graph: nx.MultiDiGraph) -> None:
    assert graph.nodes["drug:warfarin"] == {"kind": "drug", "name_en": "warfarin", "name_zh": "华法林"}
    assert graph.nodes["class:opioids"]["kind"] == "class"
    data = graph.edges["drug:aspirin", "drug:warfarin", "ix-warfarin-aspirin"]  # precipitant → object
    assert (data["kind"], data["rule_id"], data["source_id"]) == (
        EdgeKind.INTERACTION,
        "ix-warfarin-aspirin",
        "curator",
    )
    assert all("source_id" in data and "status" in data for _, _, data in graph.edges(data=True))


def test_paths_of_a_pair(graph: nx.MultiDiGraph, named: Selectors) -> None:
    assert pair_paths(graph, named, "simvastatin", "grapefruit") == [
        PairPath(
            "ix-statins-cyp3a4",
            ("drug:simvastatin", "class:statins"),
            ("drug:grapefruit", "class:cyp3a4-inhibitors"),
        )
    ]
    assert pair_paths(graph, named, "grapefruit", "simvastatin") == pair_paths(
        graph, named, "simvastatin", "grapefruit"
    )


def test_paths_through_a_subclass_and_through_both_ways(graph: nx.MultiDiGraph, named: Selectors) -> None:
    found = pair_paths(graph, named, "codeine", "zolpidem")
    assert {path.rule_id for path in found} == {"ix-cns-cns"}
    assert ("drug:codeine", "class:opioids", "class:cns-depressants") in {path.object_path for path in found}
    assert len(found) == 2  # a row of a class with itself is read both ways
    assert [path.rule_id for path in pair_paths(graph, named, "warfarin", "celecoxib")] == [
        "ix-warfarin-celecoxib",
        "ix-warfarin-nsaids",
    ]


def test_no_path(graph: nx.MultiDiGraph, named: Selectors) -> None:
    assert pair_paths(graph, named, "metformin", "warfarin") == []


def test_an_exclusion_cuts_the_way(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path)
    add(folder, "knowledge/interactions.csv", rule_id="ix-nonselective", object="drug:digoxin",
        precipitant="class:nsaids-nonselective", action="inform", severity="minor")  # fmt: skip
    knowledge = load(folder)
    graph, named = build_graph(knowledge), Selectors(knowledge)
    assert [path.rule_id for path in pair_paths(graph, named, "digoxin", "naproxen")] == ["ix-nonselective"]
    assert pair_paths(graph, named, "digoxin", "celecoxib") == []


def test_cycles(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    assert class_cycles(graph) == []
    folder = write_tiny(tmp_path)
    add(folder, "knowledge/class_members.csv", class_id="opioids", member="class:cns-depressants")
    (cycle,) = class_cycles(build_graph(load(folder)))
    assert set(cycle) == {"class:opioids", "class:cns-depressants"}


def test_shipped_classes_do_not_contain_themselves() -> None:
    assert class_cycles(build_graph(load(default_folder()))) == []
