"""The generator: repeatable, and rich enough that every check says something."""

from __future__ import annotations

from rxcheck.kb.lint import lint
from rxcheck.kb.load import Knowledge
from rxcheck.terms import CheckKind, Reason
from tests.oracle.generate import generate
from tests.oracle.oracle import Oracle


def test_the_tiny_tables_are_sound(knowledge: Knowledge) -> None:
    assert not [str(fault) for fault in lint(knowledge)]


def test_the_same_seed_gives_the_same_prescriptions(knowledge: Knowledge) -> None:
    assert generate(knowledge, 7, 50) == generate(knowledge, 7, 50)
    assert generate(knowledge, 7, 50) != generate(knowledge, 8, 50)


def test_every_check_and_most_reasons_are_reached(knowledge: Knowledge, oracle: Oracle) -> None:
    reports = [oracle.check(prescription) for prescription in generate(knowledge, 1, 1500)]
    assert {finding.check for report in reports for finding in report.findings} == set(CheckKind)
    reasons = {gap.reason for report in reports for gap in report.not_assessed}
    assert reasons >= set(Reason) - {Reason.NOT_CHECKED_KIND, Reason.AMBIGUOUS_DRUG}


def test_limits_are_hit_exactly_and_by_a_hair(knowledge: Knowledge, oracle: Oracle) -> None:
    by_a_hair = 0
    for prescription in generate(knowledge, 2, 600):
        for finding in oracle.check(prescription).findings:
            if finding.check is CheckKind.LIMIT and finding.observed and finding.limit:
                by_a_hair += finding.observed - finding.limit < finding.limit / 1_000_000
    assert by_a_hair > 5
