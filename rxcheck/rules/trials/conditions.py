"""Condition rows: one drug against one fact of the patient."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rxcheck.engine.compiled import BoolArray
from rxcheck.engine.facts import row_states
from rxcheck.engine.when import OF_FERTILITY, fertile
from rxcheck.kb.terms import PolicyKey
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, state_of
from rxcheck.rules.members import listed_members
from rxcheck.rules.saying import fact_wanted
from rxcheck.terms import Fact


def trials(bench: Bench) -> Iterator[Trial]:
    """One for each item of the subject."""
    members = listed_members(bench.kb, "cond", bench.rule)
    items = bench.items_of(members)
    subject = bench.say("subject", names=bench.selector(bench.info.subject, int(members.sum())))
    if not len(items):
        yield nothing_fits(bench, subject, members)
        return
    states = row_states(bench.batch, bench.kb, items, np.full(len(items), bench.rule, dtype=np.int64))
    for item, state in zip(items.tolist(), states.tolist(), strict=True):
        terms = (
            Term(Asked.SUBJECT, State.YES, subject, bench.line_text(item)),
            bench.route_term(item, int(bench.kb.ints("cond_row_routes")[bench.rule])),
            Term(
                Asked.FACT, state_of(state), fact_wanted(bench.info, bench.catalogue, bench.lang), _seen(bench, state)
            ),
            *bench.when_terms(item),
        )
        yield Trial((bench.line_id(item),), (bench.drug_id(item),), terms)


def nothing_fits(bench: Bench, subject: str, members: BoolArray) -> Trial:
    """That no line holds a drug of the subject."""
    return Trial((), (), (Term(Asked.SUBJECT, State.NO, subject, bench.absent(members)),))


def _seen(bench: Bench, state: int) -> str:
    fact = bench.info.fact or Fact.AGE
    if fact is Fact.INDICATION:
        return _indication(bench)
    if fact in OF_FERTILITY and not bool(fertile(bench.batch, bench.kb, fact)[0]):
        return bench.say("seen.fertility")
    return bench.fact(fact)


def _indication(bench: Bench) -> str:
    if not bench.kb.compiled.text.policy[PolicyKey.MISSING_INDICATION.value]:
        return bench.say("seen.switched_off")
    begin, end = bench.kb.ints("cond_fit_start")[bench.rule : bench.rule + 2].tolist()
    fits = bench.kb.ints("cond_fit_index")[begin:end]
    there = fits[bench.batch.has_condition[0, fits]].tolist()
    if there:
        names = bench.kb.compiled.text.conditions
        return bench.say(
            "indication.for", names=bench.listed(bench.catalogue.condition(names[code], bench.lang) for code in there)
        )
    return bench.say("seen.unread_condition") if bench.batch.unknown_conditions else bench.conditions()
