"""Prescriptions → reports: resolve, run every check, account for everything. No input, no output."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from rxcheck import __version__
from rxcheck.checks.exposure import exposures, pivots
from rxcheck.checks.interface import Context, Options
from rxcheck.checks.outcomes import findings, not_assessed, numbered, questions, receipt, unresolved
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.finding import Finding, Report, StructureHint, Versions
from rxcheck.kb.store import Compiled, default_folder
from rxcheck.model import Prescription


class Verifier:
    """Checks prescriptions against one set of knowledge."""

    def __init__(self, compiled: Compiled, options: Options | None = None, folder: Path | None = None) -> None:
        """`folder` holds the tables that `compiled` was made from (default: the shipped ones)."""
        self.kb = Kb(compiled)
        self._folder = folder or default_folder()
        self.options = options or Options()
        self.versions = Versions(__version__, compiled.text.edition, compiled.text.content_hash)

    def verify(self, prescriptions: Sequence[Prescription]) -> list[Report]:
        """One report per prescription, in order."""
        if not prescriptions:
            return []
        context = Context(make_batch(prescriptions, self.kb), self.kb)
        found: dict[int, list[Finding]] = defaultdict(list)
        gaps = []
        for check in CHECKS:
            hits, missed = check.run(context.batch, self.kb, self.options)
            gaps.append(missed)
            for rx, finding in findings(context, check, hits):
                found[rx].append(finding)
        missing = not_assessed(context, gaps)
        expected = exposures(context)
        hints = self._hints(context)
        reports = []
        for rx, prescription in enumerate(prescriptions):
            ordered = numbered(found[rx])
            waiting = [*unresolved(context, rx, hints), *missing.get(rx, [])]
            account = receipt(context, rx, ordered, waiting)
            reports.append(
                Report(
                    prescription,
                    ordered,
                    tuple(waiting),
                    account,
                    questions(waiting),
                    self.versions,
                    expected.get(rx, ()),
                    pivots(prescription, ordered, {line.line: line.drugs for line in account.lines}),
                )
            )
        return reports

    def _hints(self, context: Context) -> Mapping[str, StructureHint | None]:
        """What the structures of unknown drugs resemble, by SMILES."""
        batch = context.batch
        lines = (line for prescription in batch.prescriptions for line in prescription.lines)
        asked = [
            line.smiles
            for line, found in zip(lines, batch.resolutions, strict=True)
            if line.smiles is not None and not found.known
        ]
        if not asked:
            return {}
        from rxcheck.kb.structure_hints import structure_hints

        return structure_hints(asked, self._folder)
