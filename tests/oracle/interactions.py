"""Interactions: every pair of lines, every pair of their items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rxcheck.kb.schema import (
    Clause,
    DerivedInteraction,
    Effect,
    Incompatibility,
    Interaction,
    InteractionModifier,
    PairRule,
)
from rxcheck.kb.terms import Factor, Nature, Op, RuleAction
from rxcheck.quantity import Quantity
from rxcheck.terms import CheckKind, DrugKind, Fact, Reason, Severity
from tests.oracle.items import Item, Unknown, daily_amount, days_of, missing
from tests.oracle.patient import Answer, Person, answer, compare
from tests.oracle.results import Gaps, OracleFinding, urgency
from tests.oracle.tables import Tables, names_ingredient, route_fits

CHECK = CheckKind.INTERACTION


@dataclass(frozen=True)
class _Reading:
    """A row with the items that stand for its two sides."""

    row: PairRule
    object: Item
    precipitant: Item

    @property
    def specificity(self) -> int:
        if isinstance(self.row, DerivedInteraction):
            return 0
        return 1 + sum(names_ingredient(side) for side in (self.row.object, self.row.precipitant))


@dataclass(frozen=True)
class _Verdict:
    """A reading after its modifiers."""

    reading: _Reading
    action: RuleAction
    severity: Severity
    modifier: str | None


class InteractionCheck:
    """All interaction rows against one prescription at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows: tuple[PairRule, ...] = (
            *tables.knowledge.rows(Interaction),
            *tables.knowledge.rows(DerivedInteraction),
        )
        self._apart = tables.knowledge.rows(Incompatibility)
        self._clauses = {row.clause_id: row for row in tables.knowledge.rows(Clause)}
        self._all_topics = {nature.value for nature in Nature} | {
            row.effect_id for row in tables.knowledge.rows(Effect)
        }
        self._modifiers: dict[str, list[InteractionModifier]] = {}
        for modifier in tables.knowledge.rows(InteractionModifier):
            self._modifiers.setdefault(modifier.rule_id, []).append(modifier)
        for modifiers in self._modifiers.values():
            modifiers.sort(key=lambda modifier: (modifier.priority, modifier.modifier_id))
        self._named: set[str] = set()
        for row in (*self._rows, *self._apart):
            sides = tables.drugs_of(row.object), tables.drugs_of(row.precipitant)
            for mine, others in (sides, sides[::-1]):
                # A row with nobody on its other side, or only the drug itself, names no pair.
                self._named |= {drug for drug in mine if others - {drug}}

    def check(self, items: Sequence[Item], person: Person, gaps: Gaps) -> set[OracleFinding]:
        self._report_unnamed(items, gaps)
        findings: dict[tuple[str, str, str], list[OracleFinding]] = {}
        for place, first in enumerate(items):
            for second in items[place + 1 :]:
                if first.line is second.line or first.drug == second.drug:
                    continue
                for finding in (
                    self._pair(first, second, items, person, gaps),
                    self._incompatible(first, second),
                ):
                    if finding:
                        findings.setdefault((first.line.id, second.line.id, finding.rule_id), []).append(finding)
        return {min(found, key=_first_of_equals) for found in findings.values()}

    def _report_unnamed(self, items: Sequence[Item], gaps: Gaps) -> None:
        if len({item.line.id for item in items}) < 2:
            return
        for item in items:
            if item.drug not in self._named and item.kind in (DrugKind.DRUG, DrugKind.HERB):
                gaps.add(CHECK, Reason.NO_RULE, Fact.DRUG, (item.line.id,))

    def _pair(
        self, first: Item, second: Item, items: Sequence[Item], person: Person, gaps: Gaps
    ) -> OracleFinding | None:
        candidates = self._candidates(self._rows, first, second)
        verdicts = []
        for reading in self._prevailing(candidates):
            verdict = self._verdict(reading, (first.line.id, second.line.id), items, person, gaps)
            if verdict.action is not RuleAction.NONE:
                verdicts.append(verdict)
        if not verdicts:
            return None
        chosen = min(verdicts, key=_urgency)
        action = chosen.action.action
        assert action is not None
        also = {
            reading.row.rule_id
            for reading in candidates
            if reading.row.action is not RuleAction.NONE and not isinstance(reading.row, DerivedInteraction)
        }
        return OracleFinding(
            check=CHECK,
            rule_id=chosen.reading.row.rule_id,
            action=action,
            severity=chosen.severity,
            lines=(first.line.id, second.line.id),
            drugs=(chosen.reading.object.drug, chosen.reading.precipitant.drug),
            modifier=chosen.modifier,
            also=tuple(sorted(also - {chosen.reading.row.rule_id})),
        )

    def _incompatible(self, first: Item, second: Item) -> OracleFinding | None:
        """Preparations that must not meet, whatever else is between the two drugs."""
        found = [
            _Verdict(reading, reading.row.action, reading.row.severity, None)
            for reading in self._candidates(self._apart, first, second)
        ]
        found = [verdict for verdict in found if verdict.action is not RuleAction.NONE]
        if not found:
            return None
        chosen = min(found, key=_urgency)
        action = chosen.action.action
        assert action is not None
        return OracleFinding(
            check=CHECK,
            rule_id=chosen.reading.row.rule_id,
            action=action,
            severity=chosen.severity,
            lines=(first.line.id, second.line.id),
            drugs=(chosen.reading.object.drug, chosen.reading.precipitant.drug),
        )

    def _prevailing(self, candidates: list[_Reading]) -> list[_Reading]:
        """The readings that no other reading of the same topic outranks, in at least one of their topics."""
        highest = {
            topic: max((r.specificity for r in candidates if topic in self._topics(r.row)), default=-1)
            for topic in self._all_topics
        }
        return [r for r in candidates if any(r.specificity == highest[topic] for topic in self._topics(r.row))]

    def _topics(self, row: PairRule) -> set[str]:
        """Concentrations, one effect, or effects that have no name; everything where the row does not say."""
        topics = set()
        for clause in (self._clauses[clause_id] for clause_id in row.mechanism):
            if clause.nature is None:
                return self._all_topics
            topics.add(clause.effect or clause.nature.value)
        return topics or self._all_topics

    def _candidates(self, rows: Sequence[PairRule], first: Item, second: Item) -> list[_Reading]:
        readings = []
        for row in rows:
            for affected, cause in ((first, second), (second, first)):
                if (
                    self._tables.contains(row.object, affected.drug)
                    and self._tables.contains(row.precipitant, cause.drug)
                    and route_fits(row.object_routes, affected.route)
                    and route_fits(row.precipitant_routes, cause.route)
                ):
                    readings.append(_Reading(row, affected, cause))
        return readings

    def _verdict(
        self, reading: _Reading, lines: tuple[str, str], items: Sequence[Item], person: Person, gaps: Gaps
    ) -> _Verdict:
        row = reading.row
        verdict = _Verdict(reading, row.action, row.severity, None)
        passed_over: list[tuple[InteractionModifier, Unknown]] = []
        for modifier in self._modifiers.get(row.rule_id, ()):
            holds = self._holds(modifier, reading, items, person)
            if isinstance(holds, Unknown):
                passed_over.append((modifier, holds))
            elif holds is Answer.YES:
                severity = modifier.severity or row.severity
                verdict = _Verdict(reading, modifier.action, severity, modifier.modifier_id)
                break
        for modifier, unknown in passed_over:
            if modifier.action is not verdict.action:
                gaps.add(CHECK, unknown.reason, unknown.fact, lines, row.rule_id)
        return verdict

    def _holds(
        self, modifier: InteractionModifier, reading: _Reading, items: Sequence[Item], person: Person
    ) -> Answer | Unknown:
        """Whether a modifier holds: yes, no, or what is missing."""
        factor = modifier.factor
        if factor in (Factor.OBJECT_ROUTE, Factor.PRECIPITANT_ROUTE):
            item = reading.object if factor is Factor.OBJECT_ROUTE else reading.precipitant
            if not item.route_known or item.route is None:
                return missing(Fact.ROUTE)
            return _yes_if(route_fits(tuple(modifier.value.split(";")), item.route))
        if factor in (Factor.OBJECT_DAILY_DOSE, Factor.PRECIPITANT_DAILY_DOSE):
            item = reading.object if factor is Factor.OBJECT_DAILY_DOSE else reading.precipitant
            return self._dose_holds(modifier, item.drug, items, person)
        if factor is Factor.CO_DRUG:
            selectors = modifier.value.split(";")
            others = [item for item in items if item is not reading.object and item is not reading.precipitant]
            found = any(self._tables.contains(selector, item.drug) for item in others for selector in selectors)
            return _yes_if(found == (modifier.op is Op.PRESENT))
        if factor is Factor.CONDITION:
            if person.conditions is None:
                return missing(Fact.CONDITION)
            return _yes_if((modifier.value in person.conditions) == (modifier.op is Op.PRESENT))
        if factor is not Factor.PRECIPITANT_DAYS:
            fact = Fact(factor.value)
            holds = answer(person.span(fact), modifier.op, Fraction(modifier.value), None, fact)
            return missing(person.asked_for(fact)) if holds is Answer.UNKNOWN else holds
        days = days_of(reading.precipitant.line)
        if days is None:
            return missing(Fact.DAYS)
        return _yes_if(compare(Fraction(days), modifier.op, Fraction(modifier.value), None, Fact.DAYS))

    def _dose_holds(
        self, modifier: InteractionModifier, drug: str, items: Sequence[Item], person: Person
    ) -> Answer | Unknown:
        """The threshold against the day's sum of one ingredient over the whole prescription."""
        threshold = Quantity.of(modifier.value, modifier.unit or "")
        known, unknown = Fraction(0), None
        for item in items:
            if item.drug != drug:
                continue
            daily = daily_amount(item, person.patient)
            if isinstance(daily, Unknown):
                unknown = unknown or daily
            elif daily.dimension is not threshold.dimension:
                unknown = unknown or Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
            else:
                known += daily.value
        holds = compare(known, modifier.op, Fraction(threshold.base), None, Fact.DOSE)
        if unknown is None:
            return _yes_if(holds)
        # More can only be added to the known part: above a lower bound it stays above.
        return Answer.YES if holds and modifier.op in (Op.GT, Op.GE) else unknown


def _urgency(verdict: _Verdict) -> tuple[tuple[int, int], int, str, str, str]:
    action = verdict.action.action
    assert action is not None
    reading = verdict.reading
    grave = (-action.rank, -verdict.severity.rank)
    return grave, -reading.specificity, reading.row.rule_id, reading.object.drug, reading.precipitant.drug


def _first_of_equals(finding: OracleFinding) -> tuple[tuple[int, int, str], tuple[str, ...]]:
    return urgency(finding.action, finding.severity, finding.rule_id), finding.drugs


def _yes_if(holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO
