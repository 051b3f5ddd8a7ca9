"""The fourth step: what would change the verdict, and which rows gave way to this one; and the fifth: the sources."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.explain.teaching.subject import Subject
from rxcheck.explain.teaching.words import meaning
from rxcheck.kb.compile_pairs import specificity
from rxcheck.kb.schema_rules import PairRule, Rule
from rxcheck.kb.terms import FACTOR_FACTS
from rxcheck.report.words import term


def change_statements(subject: Subject) -> Iterator[str]:
    """Facts that would change the verdict, what else the row says, and each row that gave way, with the reason."""
    finding, told = subject.finding, False
    for flip in finding.changed_by:
        yield subject.say("change.flip", text=subject.view.flip(flip))
        told = True
    facts = {flip.fact for flip in finding.changed_by}
    for modifier in subject.pair.modifiers if subject.pair else ():
        same = modifier.action.action is finding.action and modifier.severity in (None, finding.severity)
        if modifier.modifier_id == finding.modifier or FACTOR_FACTS.get(modifier.factor) in facts or same:
            continue
        if subject.pair is not None:
            yield subject.say("change.modifier", text=subject.pair_words.modifier(subject.pair, modifier))
            told = True
    if not told:
        yield subject.say("change.none")
    for rule_id in finding.also:
        other = subject.tables.rule(rule_id)
        if other is not None:
            verdict = subject.verdict(other.action, other.severity)
            yield subject.say(
                "change.also", id=rule_id, verdict=verdict, why=subject.say(f"also.{_why(subject, other)}")
            )


def _why(subject: Subject, other: Rule) -> str:
    """Why another row that fits gave way; the rules of choosing stand in docs/checks.md."""
    finding, own = subject.finding, subject.rule
    if isinstance(own, PairRule) and isinstance(other, PairRule) and specificity(other) < specificity(own):
        return "less_close"
    if other.action.rank < finding.action.rank:
        return "less_urgent"
    if other.action.rank == finding.action.rank and other.severity.rank < finding.severity.rank:
        return "less_severe"
    if other.action.rank == finding.action.rank and other.severity is finding.severity:
        return "same"
    return "other_topic"


def source_statements(subject: Subject) -> Iterator[str]:
    """Every source with locator and status, and what each status means."""
    references = subject.finding.references
    yield from (subject.view.reference(each) for each in references)
    if not references:
        yield subject.say("sources.none")
    for status in dict.fromkeys(each.status for each in references):
        yield subject.view.say("lead", head=term(status, subject.lang), text=meaning(status, subject.lang))
