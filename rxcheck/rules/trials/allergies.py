"""Allergy rows: a recorded allergen against a drug."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rxcheck.engine.compiled import IntArray
from rxcheck.kb.compile_codes import REACTION_BIT
from rxcheck.report.plain import visible
from rxcheck.report.words import term as named
from rxcheck.report.words import word
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, whether
from rxcheck.rules.members import allergy_pairs
from rxcheck.rules.trials.conditions import nothing_fits


def trials(bench: Bench) -> Iterator[Trial]:
    """One for each item of the subject and each record."""
    allergens, drugs = allergy_pairs(bench.kb, bench.rule)
    members = np.zeros(len(bench.kb.compiled.text.drugs), dtype=np.bool_)
    members[drugs] = True
    items = bench.items_of(members).tolist()
    name = bench.selector(bench.info.subject, int(members.sum())) if bench.info.subject else ""
    subject = bench.say("subject", names=name) if name else bench.say("subject.any")
    if not items:
        yield nothing_fits(bench, subject, members)
        return
    for item in items:
        head = (
            Term(Asked.SUBJECT, State.YES, subject, bench.line_text(item)),
            bench.route_term(item, int(bench.alone.kb.ints("alg_routes")[bench.rule])),
        )
        fitting = allergens[drugs == bench.batch.item_drug[item]]
        for terms in _records(bench, fitting):
            yield Trial((bench.line_id(item),), (bench.drug_id(item),), (*head, *terms))


def _records(bench: Bench, fitting: IntArray) -> Iterator[tuple[Term, ...]]:
    """The terms on the record, record by record."""
    other = bench.info.other
    wanted = bench.say("allergen", names=bench.selector(other)) if other else bench.say("allergen.same")
    recorded = bench.prescription.patient.allergies
    if not recorded:
        state = State.UNKNOWN if recorded is None else State.NO
        seen = bench.say("seen.not_recorded" if recorded is None else "seen.no_allergies")
        yield (Term(Asked.ALLERGEN, state, wanted, seen),)
        return
    unread = {number for _, number in bench.batch.unknown_allergens}
    for number, record in enumerate(recorded):
        name = visible(record.substance)
        if number in unread:
            yield (Term(Asked.ALLERGEN, State.UNKNOWN, wanted, bench.say("seen.allergy.unread", name=name)),)
            continue
        codes = [(code, bits) for _, place, code, bits in bench.batch.allergies if place == number]
        fits = [bits for code, bits in codes if code in fitting]
        held = Term(Asked.ALLERGEN, whether(bool(fits)), wanted, bench.say("seen.allergy", name=name))
        yield (held, _reaction(bench, fits, record.reaction)) if fits else (held,)


def _reaction(bench: Bench, told: list[int], text: str | None) -> Term:
    wanted = int(bench.kb.ints("alg_reactions")[bench.rule])
    kinds = [named(kind, bench.lang) for kind in bench.info.reactions]
    shown = bench.say("reaction", names=bench.listed(kinds)) if kinds else bench.say("reaction.any")
    bits = 0
    for each in told:
        bits |= each
    known = [named(kind, bench.lang) for kind, bit in REACTION_BIT.items() if bits & bit]
    seen = visible(text) if text else bench.say("seen.reaction.untold")
    if text and known and len(known) < len(REACTION_BIT) - 1:
        seen = word("bracket", bench.lang, text=seen, note=bench.listed(known))
    return Term(Asked.REACTION, whether(any(each & wanted for each in told)), shown, seen)
