"""What is wrong with a prescription, by the engine: the only source of answer keys."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.engine.compiled import Kb
from rxcheck.finding import Finding, Report
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import FormField
from rxcheck.terms import CheckKind
from rxcheck.train.model import KeyEntry, Problem
from rxcheck.train.terms import reason_of

# What form rules ask of the prescription as a whole: their findings name all lines, and mean none of them.
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


# What drugs do to one another or together: whoever names one of these kinds has seen the problem.
_TOGETHER = (CheckKind.INTERACTION, CheckKind.DUPLICATE, CheckKind.SET)


class Truth:
    """Findings → problems, with one set of knowledge."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._rules: dict[CheckKind, dict[str, RuleInfo]] = {}

    def problems(self, report: Report) -> tuple[Problem, ...]:
        """The problems of a report, the gravest first, then in the order of lines."""
        found: dict[tuple[CheckKind | None, tuple[str, ...]], list[Finding]] = defaultdict(list)
        order = {line.id: number for number, line in enumerate(report.prescription.lines)}
        for finding in report.findings:
            whole = self._rule(finding).field in _OF_THE_WHOLE
            lines = () if whole else tuple(sorted(dict.fromkeys(finding.lines), key=lambda line: order[line]))
            found[None if finding.check in _TOGETHER else finding.check, lines].append(finding)
        problems = [self._problem(lines, each) for (_, lines), each in found.items()]
        ordered = sorted(
            problems,
            key=lambda each: (*_gravity(each), [order[line] for line in each.lines], each.kind.value),
        )
        return tuple(replace(each, part=_is_part(each, ordered)) for each in ordered)

    def _problem(self, lines: tuple[str, ...], findings: list[Finding]) -> Problem:
        ordered = sorted(findings, key=lambda each: (-each.action.rank, -each.severity.rank, each.rule_id))
        kinds = [each.check for each in ordered]
        if CheckKind.SET in kinds:  # what three drugs do together is an interaction, to whoever sees it
            kinds.append(CheckKind.INTERACTION)
        return Problem(
            lines,
            ordered[0].check,
            ordered[0].action,
            max((each.severity for each in ordered), key=lambda severity: severity.rank),
            tuple(dict.fromkeys(reason_of(each.check, self._rule(each).topic) for each in ordered)),
            tuple(each.id for each in ordered),
            tuple(dict.fromkeys(each.rule_id for each in ordered)),
            tuple(dict.fromkeys(kind for kind in kinds if kind is not ordered[0].check)),
        )

    def _rule(self, finding: Finding) -> RuleInfo:
        rules = self._rules.get(finding.check)
        if rules is None:
            rules = self._rules[finding.check] = {rule.rule_id: rule for rule in self._kb.rules(finding.check)}
        return rules[finding.rule_id]


def _gravity(problem: Problem) -> tuple[int, int]:
    """Smaller for graver problems."""
    return -problem.action.rank, -problem.severity.rank


def _is_part(problem: Problem, problems: list[Problem]) -> bool:
    """Whether a problem of drugs together lies within another on more lines that asks for as much."""
    return problem.kind in _TOGETHER and any(
        each.kind in _TOGETHER and set(each.lines) > set(problem.lines) and each.action.rank >= problem.action.rank
        for each in problems
    )


class Disagreement(Struct, frozen=True):
    """Where an author and the engine differ: a key entry that no problem answers to, or a problem that no entry names; both, where they
    speak of the same lines and kind and differ in action, reason or rule."""

    entry: KeyEntry | None
    problem: Problem | None


def disagreements(key: tuple[KeyEntry, ...], problems: tuple[Problem, ...]) -> tuple[Disagreement, ...]:
    """Where a key and the problems of a report differ; empty where they agree. Optional problems need no entry."""
    left = list(problems)
    found = []
    for entry in key:
        problem = next(
            (each for each in left if entry.kind in each.kinds and set(entry.lines) == set(each.lines)), None
        )
        if problem is not None:
            left.remove(problem)
        if problem is None or not _agrees(entry, problem):
            found.append(Disagreement(entry, problem))
    found += [Disagreement(None, problem) for problem in left if not problem.optional]
    return tuple(found)


def _agrees(entry: KeyEntry, problem: Problem) -> bool:
    return (
        entry.action is problem.action
        and entry.reason in problem.reasons
        and (entry.rule is None or entry.rule in problem.rules)
    )
