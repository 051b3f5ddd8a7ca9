"""What concerns the prescription as a whole: burdens, and what it must hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.schema import FormRule, SetRule, SetTerm
from rxcheck.kb.terms import FormField, PolicyKey
from rxcheck.kb.when import parse_term
from rxcheck.model import MedicationLine, Prescription
from rxcheck.terms import CheckKind, DrugKind, Fact, LineStatus
from tests.oracle.items import Item, Unknown, days_of
from tests.oracle.patient import Answer, Person
from tests.oracle.results import Fired, Gaps, OracleFinding, waits, worst
from tests.oracle.tables import Tables, systemic_or_unknown
from tests.oracle.unsafe import fragments
from tests.oracle.whens import ask, held

NOT_A_DRUG = {DrugKind.VEHICLE, DrugKind.SUPPLY, DrugKind.NUTRITION}


class SetCheck:
    """All set rules against one prescription at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rules = tables.knowledge.rows(SetRule)
        self._terms = tables.knowledge.rows(SetTerm)

    def check(self, items: Sequence[Item], person: Person, gaps: Gaps) -> set[OracleFinding]:
        counted = [item for item in items if systemic_or_unknown(item.route)]
        findings = (self._rule(rule, counted, items, person, gaps) for rule in self._rules)
        return {finding for finding in findings if finding}

    def _rule(
        self, rule: SetRule, items: Sequence[Item], everything: Sequence[Item], person: Person, gaps: Gaps
    ) -> OracleFinding | None:
        points = 0
        all_drugs: set[str] = set()
        facts: list[tuple[int, Answer | Unknown]] = []
        for term in self._terms:
            if term.rule_id != rule.rule_id:
                continue
            if term.fact is not None:
                facts.append((term.points, ask(parse_term(term.fact), person, everything, None, self._tables)))
                continue
            drugs = {item.drug for item in items if self._tables.contains(term.selector or "", item.drug)}
            if len(drugs) < term.min_count:
                return None
            points += term.points * len(drugs)
            all_drugs |= drugs
        sure = points + sum(worth for worth, said in facts if said is Answer.YES)
        possible = points + sum(worth for worth, said in facts if said is not Answer.NO)
        further = held(rule.when, person, everything, None, self._tables)
        if possible < rule.min_points or further.answer is Answer.NO:
            return None
        needs = list(further.needs)
        if sure < rule.min_points:
            needs += [said for _, said in facts if isinstance(said, Unknown)]
        if needs:
            for need in needs if waits(rule, self._tables.policy[PolicyKey.WAITING_ACTION]) else ():
                gaps.add(CheckKind.SET, need.reason, need.fact, (), rule.rule_id)
            return None
        lines = dict.fromkeys(item.line.id for item in items if item.drug in all_drugs)
        return worst(CheckKind.SET, [Fired(rule, tuple(lines), tuple(sorted(all_drugs)))])


class FormCheck:
    """The form rules of one jurisdiction against one prescription at a time."""

    def __init__(self, tables: Tables, resolver: Resolver, jurisdiction: str) -> None:
        self._tables = tables
        self._resolver = resolver
        self._rules = [row for row in tables.knowledge.rows(FormRule) if row.jurisdiction == jurisdiction]

    def check(self, prescription: Prescription) -> set[OracleFinding]:
        findings = set()
        for rule in self._rules:
            if rule.written is not None:
                findings |= self._unsafe(rule, prescription)
                continue
            lines = self._concerned(rule, prescription)
            if lines:
                observed = _counted(rule, lines)
                limit = None if observed is None else Fraction(rule.value or 0)
                hit = Fired(rule, tuple(line.id for line in lines), (), observed, limit)
                finding = worst(CheckKind.FORM, [hit])
                if finding:
                    findings.add(finding)
        return findings

    def _unsafe(self, rule: FormRule, prescription: Prescription) -> set[OracleFinding]:
        found = [
            (line.id, text)
            for line in prescription.lines
            if line.status is LineStatus.NEW and self._is_subject(rule, line)
            for text in fragments(rule, line)
        ]
        lines = tuple(dict.fromkeys(line for line, _ in found))
        finding = worst(CheckKind.FORM, [Fired(rule, lines, (), fragments=tuple(sorted(found)))]) if found else None
        return {finding} if finding else set()

    def _concerned(self, rule: FormRule, prescription: Prescription) -> list[MedicationLine]:
        """The new lines that break the rule; empty when it is kept."""
        lines = [line for line in prescription.lines if line.status is LineStatus.NEW and self._is_subject(rule, line)]
        excused = {DrugKind.SUPPLY} if rule.field is FormField.LINES else NOT_A_DRUG
        lines = [line for line in lines if not self._is_wholly(line, excused)]
        if rule.field is FormField.DOSE:
            return [line for line in lines if line.dosage.dose is None and not _unread(line, Fact.DOSE)]
        if rule.field is FormField.FREQUENCY:
            return [line for line in lines if _frequency_absent(line)]
        if rule.field is FormField.ROUTE:
            return [line for line in lines if line.dosage.route is None and not _unread(line, Fact.ROUTE)]
        if rule.field is FormField.CONDITION:
            return [] if prescription.patient.conditions else lines
        allowed = rule.value or 0
        if rule.field is FormField.LINES:
            return lines if len(lines) > allowed else []
        return [line for line in lines if (days_of(line) or 0) > allowed]

    def _is_wholly(self, line: MedicationLine, kinds: Collection[DrugKind]) -> bool:
        """Whether the line is understood and everything in it is of these kinds."""
        resolution = self._resolver.drug(line.as_written, line.codes)
        return resolution.known and all(self._resolver.kind(item.drug) in kinds for item in resolution.ingredients)

    def _is_subject(self, rule: FormRule, line: MedicationLine) -> bool:
        if rule.subject is None:
            return True
        resolution = self._resolver.drug(line.as_written, line.codes)
        return any(self._tables.contains(rule.subject, ingredient.drug) for ingredient in resolution.ingredients)


def _counted(rule: FormRule, lines: list[MedicationLine]) -> Fraction | None:
    """What a row about a number has counted: lines, or the longest supply in days."""
    if rule.field is FormField.LINES:
        return Fraction(len(lines))
    if rule.field is FormField.DAYS:
        return Fraction(max(days_of(line) or 0 for line in lines))
    return None


def _frequency_absent(line: MedicationLine) -> bool:
    """ "As needed" and an amount per time say when, too."""
    dosage = line.dosage
    if dosage.frequency is not None or dosage.as_needed or (dosage.dose is not None and dosage.dose.rate_hours):
        return False
    return not _unread(line, Fact.FREQUENCY)


def _unread(line: MedicationLine, fact: Fact) -> bool:
    """Whether something was written for the fact and not understood: then it is not absent."""
    return any(problem.fact is fact for problem in line.problems)
