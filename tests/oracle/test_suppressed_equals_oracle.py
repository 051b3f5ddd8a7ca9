"""Rules that a site suppresses: the engine finds what the oracle finds in tables that never had them, and counts the rest."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from rxcheck.checks.interface import Options
from rxcheck.checks.withheld import Withheld
from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.kb.compiled_text import RuleList
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.site_policy import numbers_of
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.without import without_rules
from rxcheck.model import Prescription
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import Reason
from tests.oracle.comparing import engine_reports
from tests.oracle.generate import generate
from tests.oracle.oracle import Oracle, OracleReport
from tests.support.tiny import write_tiny


def table_without(knowledge: Knowledge, rules: set[str]) -> Knowledge:
    return Knowledge(
        {
            name: tuple(item for item in items if getattr(item.row, "rule_id", None) not in rules)
            for name, items in knowledge.tables.items()
        }
    )


def told(report: OracleReport) -> tuple[object, object]:
    """Findings, and gaps but for those of drugs without rows: a suppressed row still counts as one, but for doses."""
    return report.findings, {gap for gap in report.not_assessed if gap.reason is not Reason.NO_RULE}


def compare(folder: Path, prescriptions: list[Prescription], jurisdiction: str, seed: int) -> None:
    compiled, knowledge, options = open_compiled(folder), load(folder), Options(jurisdiction)
    whole = engine_reports(Kb(compiled), prescriptions, options)
    fired = sorted({finding.rule_id for report in whole for finding in report.findings})
    rules = set(random.Random(seed).sample(fired, len(fired) // 2))  # noqa: S311 - no secret
    numbers = numbers_of({check: RuleList(packed) for check, packed in compiled.text.rules.items()}, rules)
    held = Kb(without_rules(compiled, numbers))
    oracle = Oracle(table_without(knowledge, rules), held.resolver, jurisdiction)
    more = 0
    for before, got, prescription in zip(
        whole, engine_reports(held, prescriptions, options), prescriptions, strict=True
    ):
        assert told(got) == told(oracle.check(prescription)), str(prescription)
        more += len({each.rule_id for each in got.findings} - {each.rule_id for each in before.findings})
    assert more, "no row has spoken instead of one that is suppressed"
    counts: dict[str, int] = defaultdict(int)
    for report in whole:
        for finding in report.findings:
            counts[finding.rule_id] += finding.rule_id in rules
    policy = SitePolicy("x", "", date(2026, 1, 1), tuple(Suppression(r, "r", "o", date(2026, 2, 1)) for r in rules))
    withheld = Withheld(Kb(compiled), numbers, policy)
    assert withheld.counted(make_batch(prescriptions, held), options) == {r: n for r, n in counts.items() if n}


@pytest.mark.parametrize("seed", range(3))
def test_tiny_tables(seed: int, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path, patients=seed > 0)
    compare(folder, generate(load(folder), seed, 200), "cn" if seed % 2 else "generic", seed)


def test_shipped_tables() -> None:
    folder = default_folder()
    compare(folder, generate(load(folder), 40, 80), "cn", 1)
