"""Rules that no site may suppress: which they are, and what must hold of the table that names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb import schema as sc
from rxcheck.kb.compiled_text import MustAlertInfo
from rxcheck.kb.load import Knowledge, at
from rxcheck.kb.terms import RuleAction
from rxcheck.terms import EvidenceLevel, Severity


class _Judged(Struct, frozen=True):
    """A rule with all its verdicts: its own, and those that its modifiers make of it."""

    rule_id: str
    evidence: EvidenceLevel
    verdicts: frozenset[tuple[RuleAction, Severity]]

    @property
    def contraindicated(self) -> bool:
        return any(severity is Severity.CONTRAINDICATED for _, severity in self.verdicts)


def always_alerting(knowledge: Knowledge) -> tuple[MustAlertInfo, ...]:
    """The entries of rules/must_alert.csv with the rules of each, both in the order of their ids."""
    rules = _judged(knowledge)
    return tuple(
        MustAlertInfo(entry.entry_id, entry.reason_en, entry.reason_zh, tuple(sorted(_held(entry, rules))))
        for entry in knowledge.rows(sc.MustAlert)
    )


def _judged(knowledge: Knowledge) -> list[_Judged]:
    modified = defaultdict(list)
    for row in knowledge.rows(sc.InteractionModifier):
        modified[row.rule_id].append((row.action, row.severity))
    return [
        _Judged(
            row.rule_id,
            row.evidence,
            frozenset(
                [(row.action, row.severity)]
                + [(action, severity or row.severity) for action, severity in modified[row.rule_id]]
            ),
        )
        for kind in sc.RULE_KINDS
        for row in knowledge.rows(kind)
    ]


def _held(entry: sc.MustAlert, rules: Iterable[_Judged]) -> Iterator[str]:
    for rule in rules:
        if entry.rule_id is not None:
            fits = entry.rule_id == rule.rule_id
        else:
            fits = entry.evidence in (None, rule.evidence) and any(
                entry.action in (None, action) and entry.severity in (None, severity)
                for action, severity in rule.verdicts
            )
        if fits:
            yield rule.rule_id


def lint_must_alert(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """An entry names a rule or says which; every one holds a rule; nothing that is contraindicated is left out."""
    rules = _judged(knowledge)
    everything: set[str] = set()
    for item in knowledge.located(sc.MustAlert):
        entry = item.row
        assert isinstance(entry, sc.MustAlert)  # noqa: S101
        narrowed = any(cell is not None for cell in (entry.action, entry.severity, entry.evidence))
        if (entry.rule_id is None) is not narrowed:
            yield at(item, "name a rule, or an action, a severity or an evidence, and not both", "rule_id")
            continue
        held = set(_held(entry, rules))
        if not held:
            yield at(item, "no rule is meant by this entry", "rule_id")
        everything |= held
    for rule in rules:
        if rule.contraindicated and rule.rule_id not in everything:
            message = f"{rule.rule_id} is contraindicated: an entry must hold it"
            yield KnowledgeError(message, Location("rules/must_alert.csv"))
