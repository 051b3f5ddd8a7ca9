"""Sets: burdens over the whole prescription."""

from __future__ import annotations

from msgspec.structs import replace

from rxcheck.checks.duplicate import all_drugs, several
from rxcheck.checks.interface import Check, Context, Details
from rxcheck.engine.hits import Hits
from rxcheck.engine.sets import facts_of_set, sets
from rxcheck.engine.when import YES
from rxcheck.terms import CheckKind


def _details(context: Context, hits: Hits, number: int) -> Details:
    rule = context.kb.rules(CheckKind.SET)[int(hits.rule[number])]
    found = several(context, hits, number)
    rx, when = int(hits.rx[number]), _holding(context, hits, number, rule.when)
    return Details(found.drugs, found.slots, facts=context.used(rx, replace(rule, when=when)), when=when)


def _holding(context: Context, hits: Hits, number: int, when: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a set that hold: those of its own, and of the patient's facts those that gave points."""
    kb, rule, rx = context.kb, int(hits.rule[number]), int(hits.rx[number])
    own = int(kb.ints("set_when_start")[rule + 1] - kb.ints("set_when_start")[rule])
    _, states = facts_of_set(context.batch, kb, rule, rx)
    given = (text for text, state in zip(when[own:], states.tolist(), strict=True) if state == YES)
    return (*when[:own], *given)


CHECK = Check(CheckKind.SET, lambda batch, kb, options: sets(batch, kb), _details, all_drugs)
