"""Prescriptions → reports: resolve, run every check, account for everything. No input, no output."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rxcheck import __version__
from rxcheck.checks.exposure import exposures, pivots
from rxcheck.checks.flips import with_flips
from rxcheck.checks.interface import Context, Options
from rxcheck.checks.outcomes import findings, not_assessed, numbered, questions, receipt, unresolved
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import Batch, make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.finding import Finding, PackVersion, Report, StructureHint, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.store import Compiled, default_folder
from rxcheck.model import Prescription
from rxcheck.site import SitePolicy

if TYPE_CHECKING:
    from rxcheck.checks.withheld import Withheld
    from rxcheck.kb.pack_store import CompiledPack


class Verifier:
    """Checks prescriptions against one set of knowledge."""

    def __init__(
        self,
        compiled: Compiled,
        options: Options | None = None,
        folder: Path | None = None,
        packs: Sequence[CompiledPack] = (),
        policy: SitePolicy | None = None,
        suggests: bool = True,
    ) -> None:
        """`folder` holds the tables that `compiled` was made from (default: the shipped ones); `packs` stand beside them; `policy`
        is what the site has decided, in effect already in `kb`; `suggests`: whether names that are not understood are given near ones."""
        self._withheld: Withheld | None = None
        if policy is not None:
            from rxcheck.checks.withheld import Withheld
            from rxcheck.kb.site_policy import under_policy

            under = under_policy(compiled, policy)
            compiled = under.held
            self._withheld = Withheld(Kb(under.whole), under.numbers, policy) if under.numbers else None
        self.kb = Kb(compiled, suggests)
        self._folder = folder or default_folder()
        self.options = options or Options()
        self._packs = tuple(packs)
        self.versions = Versions(
            __version__,
            compiled.text.edition,
            compiled.text.content_hash,
            tuple(
                PackVersion(pack.text.name, pack.text.title, pack.text.edition, pack.text.digest)
                for pack in self._packs
            ),
            policy,
        )

    def catalogue(self) -> Catalogue:
        """The names and sentences for people, with the packs among the sources."""
        catalogue = self.kb.compiled.text.catalogue()
        if not self._packs:
            return catalogue
        from rxcheck.checks.packs import with_packs

        return with_packs(catalogue, self._packs)

    def verify(self, prescriptions: Sequence[Prescription]) -> list[Report]:
        """One report per prescription, in order."""
        if not prescriptions:
            return []
        context = Context(make_batch(prescriptions, self.kb), self.kb, prescriptions)
        found: dict[int, list[Finding]] = defaultdict(list)
        gaps = []
        for check in CHECKS:
            hits, missed = check.run(context.batch, self.kb, self.options)
            gaps.append(missed)
            made = findings(context, check, hits)
            for rx, finding in with_flips(context, check, hits, self.options, made):
                found[rx].append(finding)
        if self._packs:
            from rxcheck.checks.packs import side_by_side

            found.update(side_by_side(context, found, self._packs))
        missing = not_assessed(context, gaps)
        expected = exposures(context)
        hints = self._hints(context)
        kept_back = self._withheld.found(context, self.options) if self._withheld else {}
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
                    kept_back.get(rx, ()),
                )
            )
        return reports

    def withheld(self, batch: Batch) -> dict[str, int]:
        """How often each suppressed rule would have made a finding on these prescriptions (of `make_batch(…, self.kb)`); rules that
        would have made none are not in it."""
        return self._withheld.counted(batch, self.options) if self._withheld else {}

    def _hints(self, context: Context) -> Mapping[str, StructureHint | None]:
        """What the structures of unknown drugs resemble, by SMILES."""
        batch = context.batch
        lines = (line for prescription in context.prescriptions for line in prescription.lines)
        asked = [
            line.smiles
            for number, line in enumerate(lines)
            if line.smiles is not None and not batch.resolution(number).known
        ]
        if not asked:
            return {}
        from rxcheck.kb.structure_hints import structure_hints

        return structure_hints(asked, self._folder)
