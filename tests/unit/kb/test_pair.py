"""Two drugs together: every row that fits, what outranks what, and what changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.kb.load import load
from rxcheck.kb.pair import PairIndex, RowKind
from rxcheck.kb.terms import Factor, Nature, RuleAction
from tests.support.tiny import write_tiny


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PairIndex:
    folder: Path = tmp_path_factory.mktemp("pair")
    return PairIndex(load(write_tiny(folder)))


def test_a_curated_row_outranks_the_derived_one(index: PairIndex) -> None:
    curated, derived = index.card("simvastatin", "clarithromycin").rows
    assert (curated.rule_id, curated.kind, curated.outranked) == ("ix-statins-cyp3a4", RowKind.CURATED, False)
    assert curated.object_path == ("drug:simvastatin", "class:statins")
    assert curated.precipitant_path == ("drug:clarithromycin", "class:cyp3a4-inhibitors")
    assert (derived.rule_id, derived.kind, derived.outranked) == ("der-inhibitor-sensitive", RowKind.DERIVED, True)
    assert derived.object_path == ("drug:simvastatin", "role:cyp3a4-substrate-sensitive")
    assert derived.precipitant_path == ("drug:clarithromycin", "role:cyp3a4-inhibitor-strong")


def test_order_of_the_two_names_does_not_matter(index: PairIndex) -> None:
    assert index.card("clarithromycin", "simvastatin").rows == index.card("simvastatin", "clarithromycin").rows


def test_rows_of_two_natures_stand_side_by_side(index: PairIndex) -> None:
    dynamic, kinetic = index.card("simvastatin", "warfarin").rows
    assert (dynamic.rule_id, dynamic.natures, dynamic.outranked) == ("ix-statins-warfarin", (Nature.DYNAMIC,), False)
    assert (kinetic.rule_id, kinetic.natures, kinetic.outranked) == (
        "ix-simvastatin-warfarin",
        (Nature.KINETIC,),
        False,
    )


def test_a_silent_row_outranks_and_is_told(index: PairIndex) -> None:
    silent, derived = index.card("tramadol", "clarithromycin").rows
    assert (silent.rule_id, silent.action) == ("ix-tramadol-clarithromycin", RuleAction.NONE)
    assert derived.outranked


def test_modifiers_and_routes_stand_on_the_row(index: PairIndex) -> None:
    (row,) = index.card("warfarin", "naproxen").rows[:1]
    assert [(each.factor, each.value, each.action) for each in row.modifiers] == [
        (Factor.PRECIPITANT_ROUTE, "local", RuleAction.NONE),
        (Factor.CO_DRUG, "drug:omeprazole", RuleAction.MODIFY),
    ]
    assert row.precipitant_routes == ("any",)


def test_an_incompatibility_has_no_nature_and_is_not_outranked(index: PairIndex) -> None:
    (row,) = index.card("heparin", "vancomycin").rows
    assert (row.kind, row.natures, row.outranked) == (RowKind.INCOMPATIBILITY, (), False)


def test_no_row(index: PairIndex) -> None:
    assert not index.card("metformin", "vancomycin").rows


def test_one_row_in_one_direction(index: PairIndex) -> None:
    row = index.row("ix-statins-cyp3a4", "simvastatin", "clarithromycin")
    assert row is not None
    assert (row.object, row.precipitant, row.outranked) == ("simvastatin", "clarithromycin", False)
    assert index.row("ix-statins-cyp3a4", "clarithromycin", "simvastatin") is None
    assert index.row("ix-statins-cyp3a4", "simvastatin", "warfarin") is None


def test_which_drug_is_the_object(index: PairIndex) -> None:
    assert index.objects("simvastatin", "clarithromycin") == index.objects("clarithromycin", "simvastatin")
    assert index.objects("simvastatin", "clarithromycin") == {"simvastatin"}
    assert index.objects("simvastatin", "warfarin") == {"simvastatin"}
    assert index.objects("clarithromycin", "warfarin") == frozenset()
