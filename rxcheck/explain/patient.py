"""What in this patient makes the harm of a finding likelier or worse: clauses chosen by the patient's facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.when import applied_to_all
from rxcheck.finding import ClauseUse, Finding, Report, SlotKind
from rxcheck.kb.compiled_text import PatientClauseInfo
from rxcheck.kb.terms import TermKind
from rxcheck.kb.when import Term, parse_term
from rxcheck.terms import Fact

MOST = 2  # of a finding: an old patient with ill kidneys would fit a dozen
_ONE_FACT = ({Fact.EGFR, Fact.CRCL, Fact.CREATININE},)  # what says the same


class PatientClauses:
    """Chooses clauses of knowledge/patient_clauses.csv."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._rows = kb.compiled.text.clauses_of_patients()

    def of(self, report: Report) -> Mapping[str, tuple[ClauseUse, ...]]:
        """By the id of the finding, at most two; none about a fact that the finding itself is about.

        A row whose terms are not all known to hold is silent: what is missing is asked for where a verdict hangs on it.
        """
        harms = {use.clause_id for finding in report.findings for use in finding.harm}
        rows = [number for number, row in enumerate(self._rows) if harms.intersection(row.harms)]
        if not rows:
            return {}
        batch = make_batch([report.prescription], self._kb)
        asked = np.array(rows, dtype=np.int64)
        holds = applied_to_all(batch, self._kb, "said", asked, np.zeros(len(rows), dtype=np.int64)).holds
        true = [self._rows[number] for number, so in zip(rows, holds.tolist(), strict=True) if so]
        return {finding.id: tuple(self._beside(finding, true)) for finding in report.findings}

    def _beside(self, finding: Finding, rows: list[PatientClauseInfo]) -> Iterator[ClauseUse]:
        own = {use.clause_id for use in finding.harm}
        fitting = [row for row in rows if own.intersection(row.harms)]
        told = {row.clause_id for row in fitting if any(_is_of(finding, parse_term(text)) for text in row.when)}
        chosen = dict.fromkeys(row.clause_id for row in fitting if row.clause_id not in told)
        yield from map(ClauseUse, list(chosen)[:MOST])


def _is_of(finding: Finding, term: Term) -> bool:
    """Whether the finding is about this fact anyway."""
    if term.kind is TermKind.CONDITION:
        named = {
            name
            for use in (*finding.mechanism, *finding.harm, *finding.advice)
            for _, slot in use.slots
            if slot.kind is SlotKind.CONDITION
            for name in slot.values
        }
        return bool(named.intersection(term.names))
    facts = {use.fact for use in finding.facts} | ({finding.compared.fact} if finding.compared else set())
    return any(fact is term.fact or any({fact, term.fact} <= same for same in _ONE_FACT) for fact in facts)
