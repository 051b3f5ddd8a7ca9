"""Drugs against patient facts: diseases, pregnancy, lactation, age, sex, laboratory values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rxcheck.kb.compile_common import interval
from rxcheck.kb.schema import ConditionRule, Coverage, DoseLimit
from rxcheck.kb.terms import PolicyKey, TermKind
from rxcheck.kb.when import parse_term
from rxcheck.terms import CheckKind, DrugKind, Fact, Reason
from tests.oracle.items import Item
from tests.oracle.patient import Answer, Person, answer, table_value
from tests.oracle.results import Fired, Gaps, OracleFinding, speaks, waits, worst
from tests.oracle.tables import Tables, names_ingredient, route_fits
from tests.oracle.whens import held, written

CHECK = CheckKind.CONDITION

# What a row asks about: a fact, and for the fact `condition` which one.
_Topic = tuple[Fact, str]


class ConditionCheck:
    """All condition rows against one prescription at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._limits = tables.knowledge.rows(DoseLimit)
        self._rows = tables.knowledge.rows(ConditionRule)
        self._coverage = tables.knowledge.rows(Coverage)

    def check(self, items: Sequence[Item], person: Person, gaps: Gaps) -> set[OracleFinding]:
        for text in person.unread:
            gaps.add(CHECK, Reason.UNKNOWN_CONDITION, Fact.CONDITION, (), text=text)
        findings = set()
        for item in items:
            self._report_uncovered(item, person, gaps)
            fired: dict[_Topic, list[Fired]] = {}
            for row in filter(speaks, self._rows_for(item)):
                further, holds = held(row.when, person, items, item, self._tables), self._asks(row, person)
                if Answer.NO in (further.answer, holds):
                    continue
                if holds is Answer.UNKNOWN and waits(row, self._tables.policy[PolicyKey.WAITING_ACTION]):
                    needed = Fact.CONDITION if row.fact is Fact.INDICATION else person.asked_for(row.fact)
                    gaps.add(CHECK, Reason.MISSING_FACT, needed, (item.line.id,), row.rule_id)
                for need in further.needs if waits(row, self._tables.policy[PolicyKey.WAITING_ACTION]) else ():
                    gaps.add(CHECK, need.reason, need.fact, (item.line.id,), row.rule_id, written(item, need))
                if holds is Answer.YES and not further.needs:
                    observed = _observed(row, person)
                    hit = Fired(row, (item.line.id,), (item.drug,), observed)
                    fired.setdefault(_topic(row), []).append(hit)
            for hits in fired.values():
                finding = worst(CHECK, hits)
                if finding:
                    findings.add(finding)
        return findings

    def _rows_for(self, item: Item) -> list[ConditionRule]:
        """The rows that match ingredient and route; one that names the ingredient displaces those of its classes."""
        rows = [
            row
            for row in self._rows
            if self._tables.contains(row.subject, item.drug) and route_fits(row.routes, item.route)
        ]
        own = [row for row in rows if names_ingredient(row.subject)]
        return own + [row for row in rows if row not in own and not any(_overlap(row, other) for other in own)]

    def _asks(self, row: ConditionRule, person: Person) -> Answer:
        """Whether the patient is what the row warns of."""
        if row.fact is Fact.CONDITION:
            if person.conditions is None:
                return Answer.UNKNOWN
            return Answer.YES if row.value in person.conditions else Answer.NO
        if row.fact is Fact.INDICATION:
            return self._unfounded(row, person)
        high = None if row.value_high is None else table_value(row.op, row.value_high)
        return person.ask(row.fact, row.op, table_value(row.op, row.value), high)

    def _unfounded(self, row: ConditionRule, person: Person) -> Answer:
        """Whether none of the diagnoses is one that the drug is for; what nobody understood may be it."""
        if not self._tables.policy[PolicyKey.MISSING_INDICATION] or person.unread:
            return Answer.NO
        if person.conditions is None:
            return Answer.UNKNOWN
        return Answer.NO if set(row.value.split("|")) & person.conditions else Answer.YES

    def _report_uncovered(self, item: Item, person: Person, gaps: Gaps) -> None:
        """Facts for which silence of the tables is not an answer."""
        if item.kind is not DrugKind.DRUG:
            return
        covered = set()
        for rule in (*self._rows, *self._limits):
            if not rule.subject.startswith("sum:") and self._tables.contains(rule.subject, item.drug):
                covered |= {rule.fact} if isinstance(rule, ConditionRule) else set()
                covered |= {term.fact for term in map(parse_term, rule.when) if term.kind is TermKind.FACT}
        if Fact.CRCL in covered:
            covered.add(Fact.EGFR)
        for row in self._coverage:
            high = None if row.value_high is None else table_value(row.op, row.value_high)
            inside = answer(person.span(row.fact), row.op, table_value(row.op, row.value), high, row.fact)
            if row.fact not in covered and inside is Answer.YES:
                gaps.add(CHECK, Reason.NO_RULE, row.fact, (item.line.id,))


def _observed(row: ConditionRule, person: Person) -> Fraction | None:
    """The value that fired the row, when it is a single one."""
    if row.fact in (Fact.CONDITION, Fact.INDICATION):
        return None
    span = person.span(row.fact)
    return span.low if span is not None and span.low == span.high else None


def _overlap(row: ConditionRule, other: ConditionRule) -> bool:
    """Whether two rows can both hold of one patient."""
    if row.fact is not other.fact or set(row.when) != set(other.when):
        return False
    if row.fact is Fact.CONDITION:
        return row.value == other.value
    if row.fact is Fact.INDICATION:
        return True
    low, high = interval(row.fact, row.op, row.value, row.value_high)
    other_low, other_high = interval(other.fact, other.op, other.value, other.value_high)
    return low < other_high and other_low < high


def _topic(row: ConditionRule) -> _Topic:
    return row.fact, row.value if row.fact is Fact.CONDITION else ""
