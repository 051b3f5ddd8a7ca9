"""What is wrong with a prescription, by the engine: the only source of answer keys."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from rxcheck.engine.compiled import Kb
from rxcheck.finding import Finding, Report
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import FormField
from rxcheck.terms import CheckKind
from rxcheck.train.model import KeyEntry, Problem
from rxcheck.train.terms import reason_of

# What a prescription holds once, whatever its lines.
_OF_THE_WHOLE = frozenset(
    {
        FormField.AGE,
        FormField.AGE_MONTHS,
        FormField.AGE_DAYS,
        FormField.SEX,
        FormField.DATE,
        FormField.CONDITION,
        FormField.LINES,
    }
)


class Truth:
    """Findings → problems, with one set of knowledge."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._rules: dict[CheckKind, dict[str, RuleInfo]] = {}

    def problems(self, report: Report) -> tuple[Problem, ...]:
        """The problems of a report, the gravest first, then in the order of lines. Findings of one check on the same lines are one
        problem: whoever names it has seen what there is to see. What the prescription as a whole lacks has no lines."""
        found: dict[tuple[CheckKind, tuple[str, ...]], list[Finding]] = defaultdict(list)
        order = {line.id: number for number, line in enumerate(report.prescription.lines)}
        for finding in report.findings:
            concerned = () if self._rule(finding).field in _OF_THE_WHOLE else dict.fromkeys(finding.lines)
            lines = tuple(sorted(concerned, key=lambda line: order[line]))
            found[finding.check, lines].append(finding)
        problems = [self._problem(check, lines, each) for (check, lines), each in found.items()]
        return tuple(
            sorted(
                problems,
                key=lambda each: (
                    -each.action.rank,
                    -each.severity.rank,
                    [order[line] for line in each.lines],
                    each.kind.value,
                ),
            )
        )

    def _problem(self, check: CheckKind, lines: tuple[str, ...], findings: list[Finding]) -> Problem:
        ordered = sorted(findings, key=lambda each: (-each.action.rank, -each.severity.rank, each.rule_id))
        return Problem(
            lines,
            check,
            ordered[0].action,
            max((each.severity for each in ordered), key=lambda severity: severity.rank),
            tuple(dict.fromkeys(reason_of(check, self._rule(each).topic) for each in ordered)),
            tuple(each.id for each in ordered),
            tuple(dict.fromkeys(each.rule_id for each in ordered)),
        )

    def _rule(self, finding: Finding) -> RuleInfo:
        rules = self._rules.get(finding.check)
        if rules is None:
            rules = self._rules[finding.check] = {rule.rule_id: rule for rule in self._kb.rules(finding.check)}
        return rules[finding.rule_id]


class Disagreement(Struct, frozen=True):
    """Where an author and the engine differ: a key entry that no problem answers to, or a problem that no entry names; both, where they
    speak of the same lines and kind and differ in action, reason or rule."""

    entry: KeyEntry | None
    problem: Problem | None


def disagreements(key: tuple[KeyEntry, ...], problems: tuple[Problem, ...]) -> tuple[Disagreement, ...]:
    """Where a key and the problems of a report differ; empty where they agree. Optional problems need no entry."""
    left = {(problem.kind, frozenset(problem.lines)): problem for problem in problems}
    found = []
    for entry in key:
        problem = left.pop((entry.kind, frozenset(entry.lines)), None)
        if problem is None or not _agrees(entry, problem):
            found.append(Disagreement(entry, problem))
    found += [Disagreement(None, problem) for problem in left.values() if not problem.optional]
    return tuple(found)


def _agrees(entry: KeyEntry, problem: Problem) -> bool:
    return (
        entry.action is problem.action
        and entry.reason in problem.reasons
        and (entry.rule is None or entry.rule in problem.rules)
    )
