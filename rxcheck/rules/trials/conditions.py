"""Condition rows: one drug against one fact of the patient."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rxcheck.engine.compiled import BoolArray
from rxcheck.engine.facts import row_states
from rxcheck.engine.when import OF_FERTILITY, fertile
from rxcheck.finding import Comparator
from rxcheck.kb.terms import FACT_UNITS, Op, PolicyKey
from rxcheck.kb.unit_names import amount
from rxcheck.report.words import term as named
from rxcheck.report.words import word
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, state_of
from rxcheck.rules.members import listed_members
from rxcheck.terms import Fact, Sex

_COMPARATOR = {Op.GT: Comparator.ABOVE, Op.GE: Comparator.AT_LEAST, Op.LT: Comparator.BELOW, Op.LE: Comparator.AT_MOST}


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
            Term(Asked.FACT, state_of(state), wanted(bench), _seen(bench, state)),
            *bench.when_terms(item),
        )
        yield Trial((bench.line_id(item),), (bench.drug_id(item),), terms)


def nothing_fits(bench: Bench, subject: str, members: BoolArray) -> Trial:
    """That no line holds a drug of the subject."""
    return Trial((), (), (Term(Asked.SUBJECT, State.NO, subject, bench.absent(members)),))


def wanted(bench: Bench) -> str:
    """`eGFR < 30 mL/min/1.73 m²`: what the row asks of the patient."""
    info, lang = bench.info, bench.lang
    if info.fact is Fact.CONDITION:
        return bench.say("condition", name=bench.catalogue.condition(info.value or "", lang))
    if info.fact is Fact.INDICATION:
        return bench.say("indication")
    fact = info.fact or Fact.AGE
    name = named(fact, lang)
    if info.op is Op.IS:
        key = f"value.{info.value}"
        value = named(Sex(info.value or ""), lang) if fact is Fact.SEX else word(key, lang)
        return word("when.compared", lang, fact=name, op="=", value=value)
    unit = FACT_UNITS.get(fact, "")
    if info.op is Op.BETWEEN:
        value = f"{amount(info.value or '', unit, lang)}-{amount(info.value_high or '', unit, lang)}"
        return f"{name} {word('comparator.between', lang, value=value)}"
    value = amount(info.value or "", unit, lang)
    return f"{name} {word(f'comparator.{_COMPARATOR[info.op or Op.GT].value}', lang, value=value)}"


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
        return bench.say("indication.for", names=bench.listed(bench.catalogue.condition(names[code], bench.lang) for code in there))
    return bench.say("seen.unread_condition") if bench.batch.unknown_conditions else bench.conditions()
