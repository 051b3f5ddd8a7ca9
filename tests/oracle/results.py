"""What the oracle says, and how rows that fired compete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rxcheck.kb.schema import Rule
from rxcheck.terms import Action, CheckKind, Fact, Reason, Severity


@dataclass(frozen=True)
class OracleFinding:
    """A finding. `observed` and `limit` are in base units (per day, per week), counts, days or the fact's own unit;
    `fragments` are (line, text) of what was written unsafely, sorted.
    """

    check: CheckKind
    rule_id: str
    action: Action
    severity: Severity
    lines: tuple[str, ...]
    drugs: tuple[str, ...]
    modifier: str | None = None
    also: tuple[str, ...] = ()
    observed: Fraction | None = None
    limit: Fraction | None = None
    fragments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OracleGap:
    """Something that could not be judged; `rule_ids` are the rules that wait for `fact`."""

    check: CheckKind | None
    reason: Reason
    fact: Fact
    lines: tuple[str, ...]
    rule_ids: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True)
class OracleReport:
    """All findings and all gaps of one prescription, in no order."""

    findings: frozenset[OracleFinding]
    not_assessed: frozenset[OracleGap]


class Gaps:
    """Collects gaps; those that differ only in their rules become one."""

    def __init__(self) -> None:
        self._rules: dict[tuple[CheckKind | None, Reason, Fact, tuple[str, ...], str | None], set[str]] = {}

    def add(
        self,
        check: CheckKind | None,
        reason: Reason,
        fact: Fact,
        lines: Sequence[str],
        rule_id: str | None = None,
        text: str | None = None,
    ) -> None:
        rules = self._rules.setdefault((check, reason, fact, tuple(lines), text), set())
        if rule_id is not None:
            rules.add(rule_id)

    def merged(self) -> frozenset[OracleGap]:
        return frozenset(
            OracleGap(check, reason, fact, lines, tuple(sorted(rules)), text)
            for (check, reason, fact, lines, text), rules in self._rules.items()
        )


@dataclass(frozen=True)
class Fired:
    """A row that fired, and what its finding would say; of equals the smaller `rank` comes first."""

    rule: Rule
    lines: tuple[str, ...]
    drugs: tuple[str, ...]
    observed: Fraction | None = None
    limit: Fraction | None = None
    fragments: tuple[tuple[str, str], ...] = ()
    rank: Fraction = Fraction(0)


def speaks(rule: Rule) -> bool:
    """False for a row that was reviewed to be silent: it finds nothing, and nothing waits for it."""
    return rule.action.action is not None


def waits(rule: Rule, least: int) -> bool:
    """Whether a row that lacks something is not assessed: `least` is the rank of the action from which rows are."""
    return rule.action.rank >= least


def urgency(action: Action, severity: Severity, rule_id: str) -> tuple[int, int, str]:
    """Sorts the worst first: by action, then severity, then the smaller rule id."""
    return -action.rank, -severity.rank, rule_id


def worst(check: CheckKind, fired: Iterable[Fired]) -> OracleFinding | None:
    """The finding for one subject: the worst row speaks, the others are named; silent rows (`none`) do neither."""
    speaking: list[tuple[tuple[int, int, Fraction, str], Action, Fired]] = []
    for candidate in fired:
        action = candidate.rule.action.action
        if action is not None:
            rule = candidate.rule
            order = (-action.rank, -rule.severity.rank, candidate.rank, rule.rule_id)
            speaking.append((order, action, candidate))
    if not speaking:
        return None
    _, action, first = min(speaking, key=lambda entry: entry[0])
    others = {candidate.rule.rule_id for _, _, candidate in speaking} - {first.rule.rule_id}
    return OracleFinding(
        check=check,
        rule_id=first.rule.rule_id,
        action=action,
        severity=first.rule.severity,
        lines=first.lines,
        drugs=first.drugs,
        also=tuple(sorted(others)),
        observed=first.observed,
        limit=first.limit,
        fragments=first.fragments,
    )
