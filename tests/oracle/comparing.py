"""What the engine says, in the oracle's terms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rxcheck.checks.interface import Context, Options
from rxcheck.checks.outcomes import findings, not_assessed, unresolved
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.finding import NotAssessed
from rxcheck.model import Prescription
from tests.oracle.oracle import OracleFinding, OracleGap, OracleReport


def engine_reports(kb: Kb, prescriptions: Sequence[Prescription], options: Options) -> list[OracleReport]:
    """All prescriptions in one batch."""
    context = Context(make_batch(prescriptions, kb), kb, prescriptions)
    found: list[set[OracleFinding]] = [set() for _ in prescriptions]
    gaps = []
    for check in CHECKS:
        hits, missed = check.run(context.batch, kb, options)
        gaps.append(missed)
        for number, (rx, finding) in enumerate(findings(context, check, hits)):
            observed: Fraction | None = hits.observed[number] if hits.observed else None
            limit: Fraction | None = hits.limit[number] if hits.limit else None
            found[rx].add(
                OracleFinding(
                    check=finding.check,
                    rule_id=finding.rule_id,
                    action=finding.action,
                    severity=finding.severity,
                    lines=finding.lines,
                    drugs=finding.drugs,
                    modifier=finding.modifier,
                    also=tuple(sorted(finding.also)),
                    observed=observed,
                    limit=limit,
                    fragments=tuple(sorted((each.line, each.text) for each in finding.fragments)),
                )
            )
    missing = not_assessed(context, gaps)
    return [
        OracleReport(
            frozenset(found[rx]),
            frozenset(_gap(gap) for gap in (*unresolved(context, rx, {}), *missing.get(rx, []))),
        )
        for rx in range(len(prescriptions))
    ]


def _gap(gap: NotAssessed) -> OracleGap:
    assert gap.fact is not None
    return OracleGap(gap.check, gap.reason, gap.fact, gap.lines, gap.rule_ids, gap.text)
