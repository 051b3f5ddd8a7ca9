"""The oracle: one prescription in, everything that the tables say about it out."""

from __future__ import annotations

from rxcheck.kb.load import Knowledge
from rxcheck.kb.resolve import Resolver
from rxcheck.model import Prescription
from rxcheck.terms import Fact, Reason
from tests.oracle.allergies import AllergyCheck
from tests.oracle.conditions import ConditionCheck
from tests.oracle.duplicates import DuplicateCheck
from tests.oracle.forms import FormCheck
from tests.oracle.interactions import InteractionCheck
from tests.oracle.items import items_of
from tests.oracle.limits import LimitCheck
from tests.oracle.patient import Person, stated_on
from tests.oracle.results import Gaps, OracleFinding, OracleGap, OracleReport
from tests.oracle.sets import SetCheck
from tests.oracle.tables import Tables


class Oracle:
    """All checks, one prescription at a time."""

    def __init__(self, knowledge: Knowledge, resolver: Resolver, jurisdiction: str = "generic") -> None:
        tables = Tables(knowledge)
        self._resolver = resolver
        self._tables = tables
        self._usual = tables.usual_routes
        self._interactions = InteractionCheck(tables)
        self._duplicates = DuplicateCheck(tables)
        self._limits = LimitCheck(tables)
        self._conditions = ConditionCheck(tables)
        self._allergies = AllergyCheck(tables, resolver)
        self._sets = SetCheck(tables)
        self._form = FormCheck(tables, resolver, jurisdiction)

    def check(self, prescription: Prescription) -> OracleReport:
        gaps = Gaps()
        self._report_unresolved(prescription, gaps)
        items, patient = items_of(prescription, self._resolver, self._usual), prescription.patient
        person = Person(patient, self._resolver, self._tables, stated_on(prescription))
        findings: set[OracleFinding] = set()
        findings |= self._interactions.check(items, person, gaps)
        findings |= self._duplicates.check(items)
        findings |= self._limits.check(items, person, gaps)
        findings |= self._conditions.check(items, person, gaps)
        findings |= self._allergies.check(items, patient, gaps)
        findings |= self._sets.check(items, person, gaps)
        findings |= self._form.check(prescription, items, person, gaps)
        return OracleReport(frozenset(findings), gaps.merged())

    def _report_unresolved(self, prescription: Prescription, gaps: Gaps) -> None:
        for problem in prescription.problems:
            gaps.add(None, problem.reason, problem.fact, (), text=problem.text)
        for line in prescription.lines:
            resolution = self._resolver.drug(line.as_written, line.codes)
            if not resolution.known:
                reason = resolution.reason or Reason.UNKNOWN_DRUG
                gaps.add(None, reason, Fact.DRUG, (line.id,), text=line.as_written)


__all__ = ["Oracle", "OracleFinding", "OracleGap", "OracleReport"]
