"""What a prescription must hold and how much it may, by the rows of one jurisdiction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.schema import FormRule, routes_of
from rxcheck.kb.terms import FormField, PolicyKey
from rxcheck.model import MedicationLine, Prescription
from rxcheck.terms import CheckKind, DrugKind, Fact, LineStatus, Reason, Route
from tests.oracle.items import Item, Unknown, amount_per_dose, days_of, items_of
from tests.oracle.patient import Answer, Person
from tests.oracle.results import Fired, Gaps, OracleFinding, waits, worst
from tests.oracle.supply import days_supplied, doses_supplied
from tests.oracle.tables import Tables
from tests.oracle.unsafe import fragments
from tests.oracle.whens import held

NOT_A_DRUG = {DrugKind.VEHICLE, DrugKind.SUPPLY, DrugKind.NUTRITION}
HOW_MUCH = {FormField.DAYS, FormField.SUPPLY, FormField.DOSES}


@dataclass(frozen=True)
class Concerned:
    """A line that a row is about, its first ingredient that is, all of them, and what is missing to be sure."""

    line: MedicationLine
    items: tuple[Item, ...] = ()
    need: Unknown | None = None


class FormCheck:
    """The form rules of one jurisdiction against one prescription at a time."""

    def __init__(self, tables: Tables, resolver: Resolver, jurisdiction: str) -> None:
        self._tables = tables
        self._resolver = resolver
        self._rules = [row for row in tables.knowledge.rows(FormRule) if row.jurisdiction == jurisdiction]
        self._least = tables.policy[PolicyKey.WAITING_ACTION]

    def check(
        self, prescription: Prescription, items: Sequence[Item], person: Person, gaps: Gaps
    ) -> set[OracleFinding]:
        found: list[OracleFinding | None] = []
        how_much: dict[str, list[Fired]] = {}
        for rule in self._rules:
            concerned = list(self._concerned(rule, prescription, items, person))
            if rule.written is not None:
                found.append(self._unsafe(rule, [entry for entry in concerned if entry.need is None]))
                continue
            broken = self._broken(rule, prescription, concerned, person, gaps)
            if rule.field in HOW_MUCH:
                for line, hit in broken:
                    how_much.setdefault(line, []).append(hit)
            elif broken:
                found.append(worst(CheckKind.FORM, [_joined([hit for _, hit in broken])]))
        # Lines that break the same rows about how much are one finding: the gravest of these rows speaks.
        groups: dict[frozenset[str], list[list[Fired]]] = {}
        for hits in how_much.values():
            groups.setdefault(frozenset(hit.rule.rule_id for hit in hits), []).append(hits)
        for group in groups.values():
            by_rule: dict[str, list[Fired]] = {}
            for hit in (hit for hits in group for hit in hits):
                by_rule.setdefault(hit.rule.rule_id, []).append(hit)
            found.append(worst(CheckKind.FORM, [_joined(hits) for hits in by_rule.values()]))
        return {finding for finding in found if finding}

    def _unsafe(self, rule: FormRule, concerned: Sequence[Concerned]) -> OracleFinding | None:
        found = [(entry.line.id, text) for entry in concerned for text in fragments(rule, entry.line)]
        lines = tuple(dict.fromkeys(line for line, _ in found))
        return worst(CheckKind.FORM, [Fired(rule, lines, (), fragments=tuple(sorted(found)))]) if found else None

    def _concerned(
        self, rule: FormRule, prescription: Prescription, items: Sequence[Item], person: Person
    ) -> list[Concerned]:
        """The new lines of the subject for which all further terms hold, or may hold."""
        excused: set[DrugKind] = {DrugKind.SUPPLY} if rule.field is FormField.LINES else NOT_A_DRUG
        if rule.written is not None:
            excused = set()
        found = []
        for line in prescription.lines:
            if line.status is not LineStatus.NEW or self._is_wholly(line, excused):
                continue
            if rule.subject is None and not self._given_by(rule, line, items):
                continue
            if rule.subject is None:
                answer = held(rule.when, person, items, None, self._tables)
                if answer.answer is not Answer.NO:
                    found.append(Concerned(line, (), answer.needs[0] if answer.needs else None))
                continue
            mine = [item for item in items if item.line is line and self._fits(rule, item)]
            answers = [(item, held(rule.when, person, items, item, self._tables)) for item in mine]
            open_ones = [(item, said) for item, said in answers if said.answer is not Answer.NO]
            if open_ones:
                sure = any(said.answer is Answer.YES for _, said in open_ones)
                need = None if sure else open_ones[0][1].needs[0]
                found.append(Concerned(line, tuple(item for item, _ in open_ones), need))
        return found

    def _given_by(self, rule: FormRule, line: MedicationLine, items: Sequence[Item]) -> bool:
        """Whether an ingredient of the line is given by one of the routes; a line without any counts as written."""
        mine = [item.route for item in items if item.line is line]
        routes = mine or [line.dosage.route or self._resolver.drug(line.as_written, line.codes).route]
        return any((route or Route.ORAL) in routes_of(rule.routes or ("any",)) for route in routes)

    def _fits(self, rule: FormRule, item: Item) -> bool:
        """An unknown route is taken for the mouth."""
        named = self._tables.contains(rule.subject or "", item.drug)
        return named and (item.route or Route.ORAL) in routes_of(rule.routes or ("any",))

    def _broken(
        self,
        rule: FormRule,
        prescription: Prescription,
        concerned: Sequence[Concerned],
        person: Person,
        gaps: Gaps,
    ) -> list[tuple[str, Fired]]:
        if rule.field is FormField.LINES:
            lines = [entry for entry in concerned if entry.need is None]
            if len(lines) <= (rule.value or 0):
                return []
            return [(entry.line.id, _fired(rule, entry, Fraction(len(lines)))) for entry in lines]
        found = []
        for entry in concerned:
            observed = self._observed(rule.field, prescription, entry, person)
            if observed is None or (isinstance(observed, Fraction) and observed <= (rule.value or 0)):
                continue
            need = entry.need or (observed if isinstance(observed, Unknown) else None)
            if need is None:
                found.append((entry.line.id, _fired(rule, entry, observed if isinstance(observed, Fraction) else None)))
            elif waits(rule, self._least):
                text = next(
                    (p.text for p in entry.line.problems if p.fact is need.fact and p.reason is need.reason), None
                )
                gaps.add(CheckKind.FORM, need.reason, need.fact, (entry.line.id,), rule.rule_id, text)
        return found

    def _observed(
        self, field: FormField, prescription: Prescription, entry: Concerned, person: Person
    ) -> Fraction | Unknown | bool | None:
        """The number that the row bounds, True where there is something to object to, None where there is nothing."""
        line, patient = entry.line, prescription.patient
        if field is FormField.DAYS:
            days = days_of(line)
            return None if days is None else Fraction(days)
        if field is FormField.SUPPLY:
            return days_supplied(line, entry.items[0], patient)
        if field is FormField.DOSES:
            return doses_supplied(line, entry.items[0], patient)
        if field is FormField.REFILLS:
            return Fraction(line.refills or 0)
        if field is FormField.REFILL_DAYS:
            if not line.refills:
                return None
            days_each = days_supplied(line, entry.items[0], patient)
            return days_each * line.refills if isinstance(days_each, Fraction) else days_each
        spare = patient.age.spare_days if patient.age else 0
        objections = {
            FormField.DRUG: True,
            FormField.BRAND: self._resolver.is_brand(line.as_written),
            FormField.DOSE: line.dosage.dose is None and not _unread(line, Fact.DOSE),
            FormField.UNIT: line.dosage.dose is not None and str(line.dosage.dose.most).endswith(" {dose}"),
            FormField.STRENGTH: self._strength_absent(entry, prescription),
            FormField.FREQUENCY: _frequency_absent(line),
            FormField.ROUTE: line.dosage.route is None and not _unread(line, Fact.ROUTE),
            FormField.QUANTITY: line.quantity is None and days_of(line) is None,
            FormField.DIRECTIONS: any(problem.reason is Reason.AS_DIRECTED for problem in line.problems),
            FormField.CONDITION: not patient.conditions,
            FormField.AGE: patient.age is None,
            FormField.AGE_MONTHS: spare >= 31,
            FormField.AGE_DAYS: spare >= 7,
            FormField.SEX: patient.sex is None,
            FormField.DATE: prescription.authored_on is None,
        }
        return True if objections[field] else None

    def _strength_absent(self, entry: Concerned, prescription: Prescription) -> bool:
        amounts = (
            amount_per_dose(item, prescription.patient)
            for item in items_of(Prescription("", (entry.line,)), self._resolver, self._tables.usual_routes)
        )
        return any(isinstance(amount, Unknown) and amount.fact is Fact.STRENGTH for amount in amounts)

    def _is_wholly(self, line: MedicationLine, kinds: Collection[DrugKind]) -> bool:
        """Whether the line is understood and everything in it is of these kinds."""
        resolution = self._resolver.drug(line.as_written, line.codes)
        return resolution.known and all(self._resolver.kind(item.drug) in kinds for item in resolution.ingredients)


def _fired(rule: FormRule, entry: Concerned, observed: Fraction | None) -> Fired:
    limit = None if observed is None else Fraction(rule.value or 0)
    drugs = tuple(item.drug for item in entry.items)
    return Fired(rule, (entry.line.id,), drugs, observed, limit)


def _joined(hits: Sequence[Fired]) -> Fired:
    """The same row on several lines: one finding with the largest number."""
    numbers = [hit.observed for hit in hits if hit.observed is not None]
    lines = tuple(dict.fromkeys(line for hit in hits for line in hit.lines))
    drugs = tuple(dict.fromkeys(drug for hit in hits for drug in hit.drugs))
    return Fired(hits[0].rule, lines, drugs, max(numbers, default=None), hits[0].limit)


def _frequency_absent(line: MedicationLine) -> bool:
    """ "As needed" and an amount per time say when, too."""
    dosage = line.dosage
    if dosage.frequency is not None or dosage.as_needed or (dosage.dose is not None and dosage.dose.rate_hours):
        return False
    return not _unread(line, Fact.FREQUENCY)


def _unread(line: MedicationLine, fact: Fact) -> bool:
    """Whether something was written for the fact and not understood: then it is not absent."""
    return any(problem.fact is fact for problem in line.problems)
