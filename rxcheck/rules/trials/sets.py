"""Sets: drugs counted and weighed over the whole prescription."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rxcheck.engine.compiled import SYSTEMIC_BITS, IntArray
from rxcheck.engine.sets import counts_of_terms
from rxcheck.report.when_words import when_text
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, whether
from rxcheck.rules.members import selected


def trials(bench: Bench) -> Iterator[Trial]:
    """One for the whole prescription."""
    kb, batch = bench.kb, bench.batch
    systemic = np.flatnonzero((batch.item_route & SYSTEMIC_BITS) != 0)
    terms = np.flatnonzero(kb.ints("term_rule") == bench.rule)
    counts = counts_of_terms(batch, kb, systemic)[:, 0]
    selector, worth, least = (kb.ints(f"term_{name}") for name in ("selector", "points", "min_count"))
    drugs, facts = terms[selector[terms] >= 0], terms[selector[terms] < 0]
    found: list[Term] = []
    sure, concerned = 0, []
    for place, term in enumerate(drugs.tolist()):
        members = selected(kb, int(selector[term]))
        held = systemic[members[batch.item_drug[systemic]]].tolist()
        concerned += held
        name = bench.selector(bench.info.selectors[place], int(members.sum()))
        points = int(worth[term]) * int(counts[term])
        sure += points
        asked = (
            bench.say("count.least", n=int(least[term]), names=name)
            if least[term]
            else bench.say("points.drugs", n=int(worth[term]), names=name)
        )
        seen = bench.listed(map(bench.line_text, held)) or bench.absent(members)
        if not held and not least[term]:
            seen = bench.say("seen.zero")
        holds = bool(counts[term] >= least[term])
        found.append(Term(Asked.COUNT, whether(holds), asked, seen))
    of_facts = list(_facts(bench, facts))
    found += [each for _, each in of_facts]
    sure += sum(points for points, term in of_facts if term.state is State.YES)
    possible = sure + sum(points for points, term in of_facts if term.state is State.UNKNOWN)
    found.append(_points(bench, sure, possible))
    found += bench.when_terms(None)
    lines = tuple(dict.fromkeys(map(bench.line_id, sorted(set(concerned)))))
    yield Trial(lines, tuple(dict.fromkeys(map(bench.drug_id, concerned))), tuple(found))


def _facts(bench: Bench, terms: IntArray) -> Iterator[tuple[int, Term]]:
    """The points of each fact of the patient, and whether it gives them. A fact that does not hold keeps nothing down by itself."""
    codes = bench.kb.ints("term_fact")[terms].astype(np.int64)
    begin, end = bench.kb.ints("set_when_start")[bench.rule : bench.rule + 2].tolist()
    texts = bench.info.when[end - begin :]
    worth = bench.kb.ints("term_points")[terms].tolist()
    for points, term, text in zip(worth, bench.terms_of(texts, codes, None), texts, strict=True):
        wanted = bench.say("points.fact", text=when_text(text, bench.catalogue, bench.lang), n=points)
        yield points, Term(Asked.POINTS, term.state, wanted, term.seen, weighs=False)


def _points(bench: Bench, sure: int, possible: int) -> Term:
    needed = int(bench.kb.ints("set_min_points")[bench.rule])
    state = State.YES if sure >= needed else State.UNKNOWN if possible >= needed else State.NO
    seen = bench.say("seen.points", n=sure)
    if possible > sure:
        seen = bench.say("seen.points.open", n=sure, most=possible)
    return Term(Asked.POINTS, state, bench.say("points", n=needed), seen)
