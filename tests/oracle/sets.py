"""Burdens over the prescription as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from rxcheck.kb.schema import SetRule, SetTerm
from rxcheck.kb.terms import PolicyKey
from rxcheck.kb.when import parse_term
from rxcheck.terms import CheckKind
from tests.oracle.items import Item, Unknown
from tests.oracle.patient import Answer, Person
from tests.oracle.results import Fired, Gaps, OracleFinding, waits, worst
from tests.oracle.tables import Tables, systemic_or_unknown
from tests.oracle.whens import ask, held


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
