"""How often the findings of each rule are acted on, and which rules could be quieter. Nothing is changed by it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from rxcheck.kb.compiled_text import CompiledText, RuleList
from rxcheck.kb.terms import PolicyKey
from rxcheck.report.intervals import wilson
from rxcheck.review.deciding import Reasons, standing
from rxcheck.review.entry import Entry
from rxcheck.terms import Action, Decision

_LOWER = {Action.AVOID: Action.MODIFY, Action.MODIFY: Action.MONITOR, Action.MONITOR: Action.INFORM}


class Status(StrEnum):
    """What becomes of a rule. `MUST_ALERT`: its numbers would do, but rules/must_alert.csv holds it."""

    QUIETER = "quieter"
    MUST_ALERT = "must_alert"
    KEEP = "keep"
    FEW = "few"
    UNKNOWN = "unknown"


class Share(Struct, frozen=True):
    """`hits` of `all`."""

    hits: int
    all: int


class RuleRecord(Struct, frozen=True):
    """The decisions on the findings of a rule, the last one on each finding.

    `low` and `high` bound the share that was acted on (Wilson, 95 %). `reasons` and `groups` are of those not acted on; a group's share is of
    its own decisions. `about_rule` counts reasons that say the rule itself is wrong. `action` is that of the last finding, `lower` the
    next milder one where the rule could be quieter; `editions` how many editions of the tables were at work.
    """

    rule_id: str
    decisions: Mapping[Decision, int]
    low: float
    high: float
    reasons: Mapping[str, int]
    groups: Mapping[str, Share]
    about_rule: int
    action: Action
    lower: Action | None
    editions: int
    status: Status

    @property
    def all(self) -> int:
        """All decisions."""
        return sum(self.decisions.values())

    @property
    def acted(self) -> int:
        """Those that something came of."""
        return sum(count for decision, count in self.decisions.items() if decision.acted)


class Tuning(Struct, frozen=True):
    """The record of every rule that was decided on, the least acted on first, with the thresholds: at least `least` decisions, the upper
    bound below `most` per cent. `tested` rules have enough decisions."""

    rules: tuple[RuleRecord, ...]
    least: int
    most: int

    @property
    def tested(self) -> int:
        """How many rules have enough decisions."""
        return sum(rule.all >= self.least for rule in self.rules)

    @property
    def proposals(self) -> tuple[RuleRecord, ...]:
        """The rules that could be quieter."""
        return tuple(rule for rule in self.rules if rule.status is Status.QUIETER)


def tune(entries: Sequence[Entry], text: CompiledText, reasons: Reasons) -> Tuning:
    """What the last decision on every finding says about its rule, beside the tables."""
    least, most = (text.policy[key.value] for key in (PolicyKey.TUNE_DECISIONS, PolicyKey.TUNE_VALUE))
    held = frozenset(rule for entry in text.always_alerting() for rule in entry.rules)
    known = frozenset(info.rule_id for packed in text.rules.values() for info in RuleList(packed))
    by_rule: dict[str, list[Entry]] = defaultdict(list)
    for entry in standing(entries):
        by_rule[entry.rule_id].append(entry)
    records = []
    for rule_id, found in by_rule.items():
        decisions = Counter(entry.decided for entry in found)
        acted = sum(count for decision, count in decisions.items() if decision.acted)
        low, high = wilson(acted, len(found))
        quiet = len(found) >= least and high * 100 < most
        if rule_id not in known:
            status = Status.UNKNOWN
        elif len(found) < least:
            status = Status.FEW
        elif quiet:
            status = Status.MUST_ALERT if rule_id in held else Status.QUIETER
        else:
            status = Status.KEEP
        records.append(_record(rule_id, found, decisions, (low, high), status, reasons))
    records.sort(key=lambda rule: (rule.status is not Status.QUIETER, rule.high, -rule.all, rule.rule_id))
    return Tuning(tuple(records), least, most)


def _record(
    rule_id: str,
    found: Sequence[Entry],
    decisions: Mapping[Decision, int],
    bounds: tuple[float, float],
    status: Status,
    reasons: Reasons,
) -> RuleRecord:
    silent = [entry for entry in found if not entry.decided.acted]
    because = Counter(entry.reason for entry in silent)
    of_group, silent_of = (Counter(entry.user_group for entry in some) for some in (found, silent))
    wrong = sum(count for reason, count in because.items() if (row := reasons.find(reason)) and row.about_rule)
    action = found[-1].told[1]
    return RuleRecord(
        rule_id=rule_id,
        decisions={decision: decisions.get(decision, 0) for decision in Decision},
        low=bounds[0],
        high=bounds[1],
        reasons=dict(sorted(because.items(), key=lambda item: (-item[1], item[0]))),
        groups={group: Share(silent_of[group], count) for group, count in sorted(of_group.items())},
        about_rule=wrong,
        action=action,
        lower=_LOWER.get(action) if status is Status.QUIETER else None,
        editions=len({entry.knowledge_hash for entry in found}),
        status=status,
    )
