"""Pairs of items, and the verdict of the rows that fit them (rows: tests/support/tiny_rules.py)."""

from __future__ import annotations

import itertools

import pytest

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.pairs import interactions, item_pairs
from rxcheck.kb.compile_codes import ACTION_OF, FACT_OF, REASON_OF
from rxcheck.model import MedicationLine, Patient
from rxcheck.terms import CheckKind, Route
from tests.unit.build import ADULT, adult, line, rx


def fired(
    kb: Kb, *lines: MedicationLine, patient: Patient = ADULT
) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """(rule, action, object and precipitant, also) of every hit."""
    batch = make_batch([rx(*lines, patient=patient)], kb)
    hits, _ = interactions(batch, kb)
    rules, drugs = kb.rules(CheckKind.INTERACTION), kb.compiled.text.drugs
    return [
        (
            rules[int(rule)].rule_id,
            ACTION_OF[int(action)].value,
            tuple(drugs[batch.item_drug[item]] for item in items),
            tuple(rules[other].rule_id for other in also),
        )
        for rule, action, items, also in zip(hits.rule, hits.action, hits.items, hits.also, strict=True)
    ]


def gaps(kb: Kb, *lines: MedicationLine, patient: Patient = ADULT) -> list[tuple[str, str, int, int]]:
    batch = make_batch([rx(*lines, patient=patient)], kb)
    _, found = interactions(batch, kb)
    return sorted(
        (REASON_OF[reason].value, FACT_OF[fact].value, int(first), int(second))
        for reason, fact, first, second in zip(found.reason, found.fact, found.first, found.second, strict=True)
    )


def test_pairs_are_of_two_lines_of_one_prescription(tiny_kb: Kb) -> None:
    batch = make_batch(
        [rx(line("1", "co-codamol"), line("2", "warfarin"), line("3", "digoxin")), rx(line("1", "warfarin"))], tiny_kb
    )
    first, second = item_pairs(batch)
    # items: 0 paracetamol, 1 codeine (line 1), 2 warfarin, 3 digoxin; 4 another prescription
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def test_no_pairs(tiny_kb: Kb) -> None:
    for lines in ((), (line("1", "co-codamol"),)):
        first, second = item_pairs(make_batch([rx(*lines)], tiny_kb))
        assert (len(first), len(second)) == (0, 0)


def test_the_order_of_lines_does_not_matter(tiny_kb: Kb) -> None:
    lines = [line("1", "warfarin"), line("2", "naproxen"), line("3", "clarithromycin"), line("4", "simvastatin")]
    expected = {
        ("ix-warfarin-nsaids", "avoid", ("warfarin", "naproxen"), ()),
        ("ix-statins-cyp3a4", "avoid", ("simvastatin", "clarithromycin"), ()),
        ("ix-statins-warfarin", "monitor", ("simvastatin", "warfarin"), ("ix-simvastatin-warfarin",)),
        ("der-inhibitor-narrow", "monitor", ("warfarin", "clarithromycin"), ()),
    }
    for order in itertools.permutations(lines):
        assert set(fired(tiny_kb, *order)) == expected


def test_the_more_specific_row_wins(tiny_kb: Kb) -> None:
    found = fired(tiny_kb, line("1", "atorvastatin", "10 mg", (1, 24)), line("2", "clarithromycin"))
    assert found == [
        ("ix-atorvastatin-clarithromycin", "monitor", ("atorvastatin", "clarithromycin"), ("ix-statins-cyp3a4",))
    ]


def test_a_silent_specific_row_silences_the_class(tiny_kb: Kb) -> None:
    assert fired(tiny_kb, line("1", "warfarin"), line("2", "celecoxib")) == []


@pytest.mark.parametrize(
    ("dose", "action"), [("20 mg", "monitor"), ("20.001 mg", "modify"), ("10 mg", "monitor"), ("40 mg", "modify")]
)
def test_a_dose_changes_the_verdict(tiny_kb: Kb, dose: str, action: str) -> None:
    found = fired(tiny_kb, line("1", "atorvastatin", dose, (1, 24)), line("2", "clarithromycin"))
    assert [hit[1] for hit in found] == [action]


def test_the_daily_dose_is_summed_over_lines(tiny_kb: Kb) -> None:
    found = fired(
        tiny_kb,
        line("1", "atorvastatin", "15 mg", (1, 24)),
        line("2", "atorvastatin", "15 mg", (1, 24)),
        line("3", "clarithromycin"),
    )
    assert [hit[1] for hit in found] == ["modify", "modify"]


def test_an_unknown_dose_is_reported_and_the_base_verdict_stands(tiny_kb: Kb) -> None:
    lines = line("1", "atorvastatin"), line("2", "clarithromycin")
    assert [hit[1] for hit in fired(tiny_kb, *lines)] == ["monitor"]
    assert ("missing_fact", "dose", 0, 1) in gaps(tiny_kb, *lines)


@pytest.mark.parametrize(
    ("patient", "action"),
    [
        (adult(40, egfr="29"), "avoid"),
        (adult(40, egfr="30"), "monitor"),
        (adult(80, egfr="60"), "modify"),
        (adult(80, egfr="20"), "avoid"),  # by priority
        (adult(74, egfr="60"), "monitor"),
    ],
)
def test_facts_of_the_patient_change_the_verdict(tiny_kb: Kb, patient: Patient, action: str) -> None:
    found = fired(tiny_kb, line("1", "enalapril"), line("2", "spironolactone"), patient=patient)
    assert [(hit[0], hit[1]) for hit in found] == [("ix-ace-spironolactone", action)]


@pytest.mark.parametrize(("route", "expected"), [(Route.TOPICAL, []), (Route.ORAL, ["avoid"]), (None, ["avoid"])])
def test_a_route_changes_the_verdict(tiny_kb: Kb, route: Route | None, expected: list[str]) -> None:
    found = fired(tiny_kb, line("1", "warfarin"), line("2", "diclofenac", route=route))
    assert [hit[1] for hit in found] == expected


def test_a_co_drug_protects(tiny_kb: Kb) -> None:
    lines = line("1", "warfarin"), line("2", "naproxen", route=Route.ORAL)
    assert [hit[1] for hit in fired(tiny_kb, *lines)] == ["avoid"]
    assert [hit[1] for hit in fired(tiny_kb, *lines, line("3", "omeprazole"))] == ["modify"]


@pytest.mark.parametrize(("days", "action"), [(3, "monitor"), (4, "modify"), (None, "modify")])
def test_days_change_the_verdict(tiny_kb: Kb, days: int | None, action: str) -> None:
    found = fired(tiny_kb, line("1", "digoxin"), line("2", "clarithromycin", days=days))
    assert [hit[1] for hit in found] == [action]


@pytest.mark.parametrize(
    ("conditions", "expected", "waiting"),
    [(("heart failure",), [], 0), ((), ["inform"], 0), (None, ["inform"], 1)],
)
def test_a_condition_changes_the_verdict(
    tiny_kb: Kb, conditions: tuple[str, ...] | None, expected: list[str], waiting: int
) -> None:
    lines, patient = (line("1", "enalapril"), line("2", "furosemide")), adult(conditions=conditions)
    assert [hit[1] for hit in fired(tiny_kb, *lines, patient=patient)] == expected
    assert len(gaps(tiny_kb, *lines, patient=patient)) == waiting


def test_one_finding_for_each_pair_of_lines(tiny_kb: Kb) -> None:
    """co-codamol has one opioid, tramadol another: one row, one finding."""
    found = fired(tiny_kb, line("1", "co-codamol"), line("2", "tramadol"))
    assert [(hit[0], hit[2]) for hit in found] == [("ix-cns-cns", ("codeine", "tramadol"))]


def test_a_drug_that_no_row_names_is_not_assessed(tiny_kb: Kb) -> None:
    assert gaps(tiny_kb, line("1", "metformin"), line("2", "warfarin")) == [("no_rule", "drug", 0, -1)]
    assert gaps(tiny_kb, line("1", "metformin")) == []  # nothing to interact with
    assert gaps(tiny_kb, line("1", "metformin"), line("2", "no such drug")) == []
    assert gaps(tiny_kb, line("1", "sodium chloride"), line("2", "warfarin")) == []  # a vehicle
