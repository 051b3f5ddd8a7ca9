"""Random packs beside the tiny tables: the engine and the oracle say the same of every pair."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from rxcheck.kb.load import load
from rxcheck.kb.pack_store import open_pack
from rxcheck.kb.packs import read_pack
from rxcheck.kb.schema import DerivedInteraction, Drug, Interaction, SourceGrade
from rxcheck.kb.store import open_compiled
from rxcheck.terms import CheckKind
from rxcheck.verify import Verifier
from tests.oracle.generate import generate
from tests.oracle.interactions import InteractionCheck
from tests.oracle.items import items_of
from tests.oracle.packs import PackCheck, PackFinding
from tests.oracle.patient import Person
from tests.oracle.results import Gaps
from tests.oracle.tables import Tables
from tests.support.packs import pack_of
from tests.support.tiny import write_tiny


@pytest.mark.parametrize("seed", range(3))
def test_engine_equals_oracle(seed: int, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tables")
    knowledge, compiled = load(folder), open_compiled(folder)
    grades = knowledge.rows(SourceGrade)
    rng = random.Random(seed)  # noqa: S311 - test data
    drugs = [row.drug_id for row in knowledge.rows(Drug)]
    folders = []
    for name, scale in (("one", "tiny"), ("two", "other")):
        words = [row.grade for row in grades if row.scale == scale]
        rows = {(*rng.sample(drugs, 2), rng.choice(words)) for _ in range(len(drugs) * 40)}
        routes = rng.choice(((), ("oral",), ("any",)))
        folders.append(
            pack_of(tmp_path / name, sorted(rows), scale=scale, interrupts=rng.random() < 0.5, routes=routes)
        )
    verifier = Verifier(compiled, folder=folder, packs=[open_pack(place, compiled, folder) for place in folders])
    own = (*knowledge.rows(Interaction), *knowledge.rows(DerivedInteraction))
    tables = Tables(knowledge)
    interactions = InteractionCheck(tables)
    oracle = PackCheck(interactions, [read_pack(place) for place in folders], grades, tables.usual_routes)
    prescriptions = generate(knowledge, 4000 + seed, 400)
    alone = told = silenced = 0
    for prescription, report in zip(prescriptions, verifier.verify(prescriptions), strict=True):
        items = items_of(prescription, verifier.kb.resolver, tables.usual_routes)
        found = interactions.check(items, Person(prescription.patient, verifier.kb.resolver, tables), Gaps())
        wanted = oracle.check(items, found, own)
        ids = {row.rule_id for row in own}
        got = {
            PackFinding(
                finding.rule_id,
                finding.action,
                finding.severity,
                finding.lines,
                finding.drugs,
                tuple(sorted(finding.also)),
                finding.silent,
                frozenset((each.source_id.removeprefix("pack:"), each.grade, each.locator) for each in finding.grades),
            )
            for finding in report.findings
            if finding.check is CheckKind.INTERACTION and (finding.pack or finding.rule_id in ids)
        }
        assert got == wanted, prescription
        alone += sum(finding.rule_id.startswith("pack-") for finding in got)
        silenced += sum(bool(finding.silent) for finding in got)
        told += sum(bool(finding.grades) for finding in got)
    assert alone > 20
    assert silenced > 0, (alone, told)
    assert told > alone
