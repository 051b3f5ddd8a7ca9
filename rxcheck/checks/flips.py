"""What would change a verdict: facts of the patient just beyond a bound, each tried by checking again.

A check names candidates; the prescription is checked once more with each, and only what then has another action is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.checks.interface import Check, Context, Options
from rxcheck.engine.batch import MISSING, make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Hits
from rxcheck.engine.sets import facts_of_set
from rxcheck.engine.when import YES
from rxcheck.finding import Comparator, Finding, FlipFact
from rxcheck.kb.compile_codes import ACTION_OF, ALWAYS_HIGH, ALWAYS_LOW, FACT_CODE, FACT_OF, MICRO, TERM_CODE
from rxcheck.kb.terms import AMOUNT_FIELDS, FACT_UNITS, TermKind
from rxcheck.model import Condition, Lab, Patient, Pregnancy, Prescription
from rxcheck.quantity import plain_decimal
from rxcheck.terms import LAB_FACTS, CheckKind, Fact

# What a reader can act on or look up again: nobody changes an age or a sex.
CHANGEABLE = (*LAB_FACTS, Fact.WEIGHT, Fact.PREGNANCY)
_TERMS = tuple(TERM_CODE)
_NEAREST = 2  # bounds tried in each direction
_MOST_CONDITIONS = 2
_LAST_WEEK = 42
_UPWARD = (Comparator.ABOVE, Comparator.AT_LEAST)
_PREFIX = {CheckKind.CONDITION: "cond", CheckKind.LIMIT: "lim", CheckKind.SET: "set", CheckKind.FORM: "form"}
# What a person can write onto a prescription.
_WRITTEN = {Fact.LONG_TERM: "long_term", Fact.JUSTIFICATION: "justified"}
_ROUND = 1000  # millionths: a bound written by a person has at most three decimals


class Candidate(Struct, frozen=True):
    """A value beyond a bound (`at`, in millionths; for conditions their id in `value`)."""

    fact: Fact
    comparator: Comparator
    value: str
    at: int = 0


def candidates(context: Context, check: CheckKind, hits: Hits, hit: int) -> tuple[Candidate, ...]:
    """What to try for a hit."""
    if check not in _PREFIX:
        return ()
    rule, rx = int(hits.rule[hit]), int(hits.rx[hit])
    found: list[Candidate] = []
    if check is CheckKind.CONDITION:
        fact = FACT_OF[int(context.kb.ints("cond_fact")[rule])]
        if fact in CHANGEABLE:
            found += _around(context, hits.items[hit][0], fact, rx)
        elif fact is Fact.INDICATION:
            found += _conditions(context.kb, "cond_fit", rule)
    for term in _terms(context, check, rule, rx):
        found += _beyond(context, term, rx)
    return tuple(dict.fromkeys(found))


def _terms(context: Context, check: CheckKind, rule: int, rx: int) -> list[int]:
    """The numbers of a row's further terms, and of the facts that gave a set its points."""
    kb, prefix = context.kb, _PREFIX[check]
    begin, end = kb.ints(f"{prefix}_when_start")[rule : rule + 2].tolist()
    terms: list[int] = kb.ints(f"{prefix}_when_index")[begin:end].tolist()
    if check is CheckKind.SET:
        facts, states = facts_of_set(context.batch, kb, rule, rx)
        terms += facts[states == YES].tolist()
    return terms


def _around(context: Context, item: int, fact: Fact, rx: int) -> list[Candidate]:
    """The bounds of all rows of a drug about a fact, next to the patient's value on both sides."""
    kb, batch = context.kb, context.batch
    drug, start = int(batch.item_drug[item]), kb.ints("cond_start")
    entries = np.arange(int(start[drug]), int(start[drug + 1]))
    rows = kb.ints("cond_index")[entries].astype(np.int64)
    fits = (kb.ints("cond_routes")[entries] & int(batch.item_route[item])) != 0
    rows = rows[fits & (kb.ints("cond_fact")[rows] == FACT_CODE[fact])]
    bounds = {int(value) for name in ("cond_low", "cond_high") for value in kb.ints(name)[rows].tolist()}
    inner = sorted(value for value in bounds if ALWAYS_LOW < value < ALWAYS_HIGH)
    least, most = int(batch.fact_low[fact][rx]), int(batch.fact_high[fact][rx])
    above = [_from(fact, value) for value in inner if value > most][:_NEAREST]
    below = [_below(fact, value) for value in reversed(inner) if value <= least][:_NEAREST]
    return [each for each in (*above, *below) if each is not None]


def _beyond(context: Context, term: int, rx: int) -> list[Candidate]:
    """The other side of the bound of a term that holds; a condition that would make a negated one fail."""
    kb = context.kb
    kind, fact = _TERMS[int(kb.ints("w_kind")[term])], FACT_OF[int(kb.ints("w_fact")[term])]
    if kind is TermKind.CONDITION and kb.bools("w_negated")[term]:
        return _conditions(kb, "w_names", term)
    if kind is TermKind.STATED:
        written = kb.bools("w_negated")[term] and fact in _WRITTEN
        return [Candidate(fact, Comparator.EQUALS, "yes")] if written else []
    if kind is not TermKind.FACT or fact not in CHANGEABLE or int(context.batch.fact_low[fact][rx]) == MISSING:
        return []
    low, high = int(kb.ints("w_low")[term]), int(kb.ints("w_high")[term])
    found = (_from(fact, high) if high < ALWAYS_HIGH else None, _below(fact, low) if low > ALWAYS_LOW else None)
    return [each for each in found if each is not None]


def _conditions(kb: Kb, column: str, number: int) -> list[Candidate]:
    """The first few conditions that a row or a term names."""
    begin, end = kb.ints(f"{column}_start")[number : number + 2].tolist()
    names = kb.compiled.text.conditions
    codes = kb.ints(f"{column}_index")[begin:end][:_MOST_CONDITIONS].tolist()
    return [Candidate(Fact.CONDITION, Comparator.EQUALS, names[code]) for code in codes]


def _from(fact: Fact, bound: int) -> Candidate | None:
    """The least value at or above `bound`, as a person writes it."""
    if fact is Fact.PREGNANCY:
        weeks = -(-bound // MICRO)
        return Candidate(fact, Comparator.AT_LEAST, str(weeks), weeks * MICRO) if weeks <= _LAST_WEEK else None
    if bound % _ROUND == 1:
        return Candidate(fact, Comparator.ABOVE, _text(bound - 1), bound)
    return Candidate(fact, Comparator.AT_LEAST, _text(bound), bound)


def _below(fact: Fact, bound: int) -> Candidate | None:
    """The greatest value below `bound`."""
    if bound <= 0:
        return None  # nobody has less than nothing
    if fact is Fact.PREGNANCY:
        weeks = -(-bound // MICRO) - 1
        return Candidate(fact, Comparator.AT_MOST, str(weeks), weeks * MICRO) if weeks >= 0 else None
    if bound % _ROUND == 1:
        return Candidate(fact, Comparator.AT_MOST, _text(bound - 1), bound - 1)
    return Candidate(fact, Comparator.BELOW, _text(bound), bound - 1)


def _text(value: int) -> str:
    return plain_decimal(Decimal(value) / MICRO)


def with_flips(
    context: Context, check: Check, hits: Hits, options: Options, found: Sequence[tuple[int, Finding]]
) -> list[tuple[int, Finding]]:
    """The findings of one check (one for each hit, in order) with the changes that were tried and change their action."""
    tried = [(hit, each) for hit in range(len(hits)) for each in candidates(context, check.kind, hits, hit)]
    if not tried:
        return list(found)
    altered = [altered_by(context.kb, context.prescriptions[int(hits.rx[hit])], each) for hit, each in tried]
    after = Context(make_batch(altered, context.kb), context.kb, altered)
    then, _ = check.run(after.batch, context.kb, options)
    worst: dict[tuple[int, tuple[object, ...]], int] = {}
    for hit in range(len(then)):
        key = int(then.rx[hit]), _subject(after, check.kind, then, hit)
        worst[key] = max(worst.get(key, 0), int(then.action[hit]))
    flips: dict[int, list[FlipFact]] = defaultdict(list)
    for number, (hit, each) in enumerate(tried):
        action = worst.get((number, _subject(context, check.kind, hits, hit)), 0)
        told = {(flip.fact, flip.comparator in _UPWARD) for flip in flips[hit] if flip.fact in CHANGEABLE}
        # Of several bounds on one side the nearest is the smallest change.
        if action != int(hits.action[hit]) and (each.fact, each.comparator in _UPWARD) not in told:
            unit = FACT_UNITS.get(each.fact, "")
            flips[hit].append(FlipFact(each.fact, each.comparator, each.value, unit, ACTION_OF.get(action)))
    return [
        (rx, replace(finding, changed_by=(*finding.changed_by, *flips[hit]))) if flips[hit] else (rx, finding)
        for hit, (rx, finding) in enumerate(found)
    ]


def _subject(context: Context, check: CheckKind, hits: Hits, hit: int) -> tuple[object, ...]:
    """What rows compete for: a set by itself; items with the kind of limit, or with the fact of a condition row; lines, for
    rows about how much is prescribed."""
    batch, rule, rx = context.batch, int(hits.rule[hit]), int(hits.rx[hit])
    if check is CheckKind.SET:
        return (rule,)
    if check is CheckKind.FORM:
        first = int(batch.line_start[rx])
        lines = tuple(line - first for line in (hits.lines[hit] if hits.lines else ()))
        return lines, rule if context.kb.rules(check)[rule].field not in AMOUNT_FIELDS else -1
    start = int(batch.item_start[rx])
    items = tuple(sorted(item - start for item in hits.items[hit]))
    if check is CheckKind.CONDITION:
        fact = int(context.kb.ints("cond_fact")[rule])
        return items, fact, int(context.kb.ints("cond_condition")[rule])
    kb = context.kb
    return items, int(kb.ints("lim_kind")[rule]), int(kb.ints("lim_group")[rule])


def altered_by(kb: Kb, prescription: Prescription, change: Candidate) -> Prescription:
    """The prescription of a patient of whom the fact is as the candidate says; one of CHANGEABLE, a condition, or a mark on it."""
    if change.fact in _WRITTEN:
        return replace(prescription, **{_WRITTEN[change.fact]: True})
    return replace(prescription, patient=_patient(kb, prescription.patient, prescription, change))


def _patient(kb: Kb, patient: Patient, prescription: Prescription, change: Candidate) -> Patient:
    fact = change.fact
    if fact is Fact.CONDITION:
        names = kb.compiled.text.index.conditions
        name = next((text for text, condition in names.items() if condition == change.value), change.value)
        return replace(patient, conditions=(*(patient.conditions or ()), Condition(name)))
    if fact is Fact.PREGNANCY:
        return replace(patient, pregnancy=Pregnancy(True, change.at // MICRO))
    if fact is Fact.WEIGHT:
        return replace(patient, weight_g=change.at // (MICRO // 1000))
    value = Decimal(change.at) / MICRO
    result = Lab(fact.value, value, FACT_UNITS[fact], prescription.authored_on, fact)
    return replace(patient, labs=(*(lab for lab in patient.labs if lab.fact is not fact), result))
