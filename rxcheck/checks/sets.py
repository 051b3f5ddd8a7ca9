"""Sets: burdens over the whole prescription."""

from __future__ import annotations

from rxcheck.checks.duplicate import several
from rxcheck.checks.interface import Check, Context, Details
from rxcheck.engine.hits import Hits
from rxcheck.engine.sets import sets
from rxcheck.terms import CheckKind


def _details(context: Context, hits: Hits, number: int) -> Details:
    rule = context.kb.rules(CheckKind.SET)[int(hits.rule[number])]
    found = several(context, hits, number)
    rx = int(hits.rx[number])
    return Details(found.drugs, found.slots, facts=context.used(rx, rule), when=rule.when)


CHECK = Check(CheckKind.SET, lambda batch, kb, options: sets(batch, kb), _details)
