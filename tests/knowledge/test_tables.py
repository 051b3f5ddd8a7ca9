"""The shipped tables: sound, canonical, and not smaller than promised."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from rxcheck.kb import schema as sc
from rxcheck.kb.canonical import canonical
from rxcheck.kb.compiled_text import RuleList
from rxcheck.kb.lint import lint_folder
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import SourceKind
from rxcheck.kb.verdicts import silenced_rows
from rxcheck.terms import CheckKind, DrugKind, RowStatus


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(default_folder())


def test_no_faults() -> None:
    assert [str(fault) for fault in lint_folder(default_folder())] == []


def test_files_are_canonical() -> None:
    for table in sc.TABLES:
        for name in table.files:
            text = (default_folder() / name).read_text(encoding="utf-8")
            assert canonical(table, text) == text, f"{name}: run `rxcheck kb format`"


# What a reader of the README may count on. Raise a figure when a table grows; it never falls unnoticed.
LEAST = {
    sc.Drug: 2800,
    sc.Name: 14_000,
    sc.Product: 700,
    sc.ProductStrength: 1300,
    sc.Structure: 1550,
    sc.StructureGroup: 44,
    sc.RelatedDrug: 150,
    sc.Lookalike: 690,
    sc.DrugClass: 149,
    sc.ClassMember: 2200,
    sc.DrugPathway: 1400,
    sc.DrugEffect: 3400,
    sc.Interaction: 570,
    sc.InteractionModifier: 120,
    sc.DoseLimit: 325,
    sc.ConditionRule: 720,
    sc.AllergyRule: 80,
    sc.DuplicateRule: 45,
    sc.SetRule: 12,
    sc.Clause: 680,
}


@pytest.mark.parametrize("kind", LEAST, ids=lambda kind: kind.__name__)
def test_tables_do_not_shrink(knowledge: Knowledge, kind: type[sc.Row]) -> None:
    assert len(knowledge.rows(kind)) >= LEAST[kind]


def test_common_drugs_have_identities(knowledge: Knowledge) -> None:
    drugs = [row for row in knowledge.rows(sc.Drug) if row.kind is DrugKind.DRUG]
    complete = [row for row in drugs if row.name_zh and row.atc and row.rxcui and row.unii]
    assert len(complete) >= 200
    assert sum(bool(row.name_zh) for row in drugs) / len(drugs) >= 0.95


def test_most_interaction_rows_are_about_classes(knowledge: Knowledge) -> None:
    rows = knowledge.rows(sc.Interaction)
    classes = sum("class:" in row.object + row.precipitant for row in rows)
    assert classes >= 150
    assert classes / len(rows) >= 0.5


def test_nothing_claims_a_review_that_did_not_happen(knowledge: Knowledge) -> None:
    for kind in sc.RULE_KINDS:
        assert all(row.status is not RowStatus.REVIEWED for row in knowledge.rows(kind))


def test_interrupting_rows_without_a_document_are_counted(knowledge: Knowledge) -> None:
    """Interactions that interrupt rest on documents; the few that do not are known."""
    curator = {row.source_id for row in knowledge.rows(sc.Source) if row.kind is SourceKind.CURATOR}
    alone = [
        row.rule_id
        for row in knowledge.rows(sc.Interaction)
        if row.source_id in curator and row.action.action is not None and row.action.action.interrupts
    ]
    assert len(alone) <= 3, alone


def test_clauses_reassure_nobody(knowledge: Knowledge) -> None:
    """A rule speaks of risks: no sentence may call anything safe or harmless."""
    english = re.compile(
        r"\b(is|are) (safe|harmless)\b|\bno (risk|danger)\b|\bno need to worry\b|\bwithout risk\b", re.I
    )
    chinese = re.compile(r"是安全的|无风险|没有风险|无害|不必担心|放心")
    for row in knowledge.rows(sc.Clause):
        assert not english.search(row.text_en), row.clause_id
        assert not chinese.search(row.text_zh), row.clause_id


def test_every_curated_interaction_leads_on_some_pair() -> None:
    """A row that others outrank on every pair is dead weight. Derived rows are policy: they wait for drugs to come."""
    compiled = open_compiled(default_folder())
    rules = RuleList(compiled.text.rules[CheckKind.INTERACTION])
    silenced = [rules[number] for number in silenced_rows(compiled)]
    assert not [rule.rule_id for rule in silenced if not rule.derived]


def test_well_known_traps(knowledge: Knowledge) -> None:
    """Members that must not be in a class, whatever is edited."""
    of = Selectors(knowledge).classes
    apart = {
        "opioids": ["loperamide", "naloxone"],
        "macrolides-cyp3a4": ["azithromycin"],
        "statins-cyp3a4": ["pravastatin", "rosuvastatin", "fluvastatin"],
        "nsaids": ["aspirin", "mesalazine", "paracetamol"],
        "cephalosporins-aminopenicillin-side-chain": ["cefazolin", "ceftriaxone", "cefuroxime"],
        "sulfonamide-antibiotics": ["furosemide", "celecoxib", "hydrochlorothiazide"],
        "cyp2d6-inhibitors-strong": ["citalopram", "sertraline"],
        "insulins-bolus": ["insulin-glargine"],
    }
    for class_id, drugs in apart.items():
        assert not of[class_id] & set(drugs), class_id


def test_every_rule_table_has_bilingual_words(knowledge: Knowledge) -> None:
    counted = Counter(bool(sc.CHINESE.search(row.name_zh)) for row in knowledge.rows(sc.DrugClass))
    assert counted[False] == 0
