"""The engine and the oracle agree on every random prescription: findings, what is not assessed, and the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.checks.interface import Options
from rxcheck.engine.compiled import Kb
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.model import Prescription
from tests.oracle.comparing import engine_reports
from tests.oracle.generate import generate
from tests.oracle.oracle import Oracle, OracleReport
from tests.support.tiny import write_tiny


def differences(got: OracleReport, wanted: OracleReport) -> list[str]:
    lines = [f"engine only: {item}" for item in sorted(map(str, got.findings - wanted.findings))]
    lines += [f"oracle only: {item}" for item in sorted(map(str, wanted.findings - got.findings))]
    lines += [f"engine only: {item}" for item in sorted(map(str, got.not_assessed - wanted.not_assessed))]
    lines += [f"oracle only: {item}" for item in sorted(map(str, wanted.not_assessed - got.not_assessed))]
    return lines


def compare(folder: Path, knowledge: Knowledge, prescriptions: list[Prescription], jurisdiction: str) -> int:
    kb = Kb(open_compiled(folder))
    oracle = Oracle(knowledge, kb.resolver, jurisdiction)
    fired = 0
    for prescription, got in zip(prescriptions, engine_reports(kb, prescriptions, Options(jurisdiction)), strict=True):
        wanted = oracle.check(prescription)
        assert got == wanted, "\n".join([str(prescription), *differences(got, wanted)])
        fired += len(wanted.findings)
    return fired


@pytest.mark.parametrize("seed", range(6))
def test_tiny_tables(seed: int, tmp_path: Path) -> None:
    """Few drugs, so that rules of every kind meet on one prescription."""
    folder = write_tiny(tmp_path, patients=seed > 0)
    knowledge = load(folder)
    assert compare(folder, knowledge, generate(knowledge, seed, 400), "cn" if seed % 2 else "generic") > 400


@pytest.mark.parametrize("seed", range(3))
def test_shipped_tables(seed: int) -> None:
    folder = default_folder()
    knowledge = load(folder)
    assert compare(folder, knowledge, generate(knowledge, 1000 + seed, 250), ("generic", "cn", "us")[seed]) > 250


def test_order_of_lines_does_not_matter() -> None:
    """What is found does not depend on the order in which lines are written."""
    folder = default_folder()
    kb = Kb(open_compiled(folder))
    prescriptions = generate(load(folder), 77, 150)
    turned = [
        Prescription(rx.id, tuple(reversed(rx.lines)), rx.patient, rx.authored_on, rx.problems) for rx in prescriptions
    ]
    options = Options()
    for one, two in zip(engine_reports(kb, prescriptions, options), engine_reports(kb, turned, options), strict=True):
        assert {(f.check, f.rule_id, f.action, frozenset(f.lines)) for f in one.findings} == {
            (f.check, f.rule_id, f.action, frozenset(f.lines)) for f in two.findings
        }


def test_a_batch_is_its_prescriptions() -> None:
    """A prescription is judged alike alone and among others."""
    folder = default_folder()
    kb = Kb(open_compiled(folder))
    prescriptions = generate(load(folder), 5, 60)
    together = engine_reports(kb, prescriptions, Options())
    assert [engine_reports(kb, [rx], Options())[0] for rx in prescriptions] == together
