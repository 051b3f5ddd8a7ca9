"""Interaction rows: two drugs on two lines, their routes, and the modifiers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rxcheck.engine.doses import KNOWN
from rxcheck.engine.modifiers import modifier_states
from rxcheck.kb.compile_codes import ACTION_OF, SEVERITY_OF
from rxcheck.rules.answer import Asked, State, Term, Trial, Tried, Verdict
from rxcheck.rules.bench import Bench, whether
from rxcheck.rules.members import pair_members


def trials(bench: Bench) -> Iterator[Trial]:
    """One for every two items that the row names; else one that says which side is missing."""
    sides = pair_members(bench.kb, bench.rule)
    objects, precipitants = (bench.items_of(side).tolist() for side in sides)
    pairs = [(obj, pre) for obj in objects for pre in precipitants if _apart(bench, obj, pre)]
    names = (bench.info.subject, bench.info.other)
    wanted = [bench.selector(name, int(side.sum())) for name, side in zip(names, sides, strict=True)]
    labels = ((Asked.OBJECT, "object"), (Asked.PRECIPITANT, "precipitant"))
    if not pairs:
        terms = []
        for (asked, key), items, name, side in zip(labels, (objects, precipitants), wanted, sides, strict=True):
            seen = bench.listed(map(bench.line_text, items)) if items else bench.absent(side)
            terms.append(Term(asked, whether(bool(items)), bench.say(key, names=name), seen))
        if objects and precipitants:
            terms.append(Term(Asked.APART, State.NO, bench.say("apart"), bench.say("seen.same_line")))
        concerned = [*objects, *precipitants]
        yield Trial(_lines(bench, concerned), _drugs(bench, concerned), tuple(terms))
        return
    for obj, pre in pairs:
        bits = (int(bench.alone.kb.ints(f"ix_{key}_routes")[bench.rule]) for _, key in labels)
        found = [
            Term(asked, State.YES, bench.say(key, names=name), bench.line_text(item))
            for (asked, key), name, item in zip(labels, wanted, (obj, pre), strict=True)
        ]
        found += [bench.route_term(item, bit) for item, bit in zip((obj, pre), bits, strict=True)]
        fits = all(term.state is State.YES for term in found)
        tried = tuple(_modifiers(bench, obj, pre)) if fits else ()
        yield Trial(_lines(bench, (obj, pre)), _drugs(bench, (obj, pre)), tuple(found), tried)


def _apart(bench: Bench, one: int, two: int) -> bool:
    batch = bench.batch
    return bool(batch.item_line[one] != batch.item_line[two] and batch.item_drug[one] != batch.item_drug[two])


def _lines(bench: Bench, items: list[int] | tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bench.line_id(item) for item in sorted(items)))


def _drugs(bench: Bench, items: list[int] | tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bench.drug_id(item) for item in items))


def _modifiers(bench: Bench, obj: int, pre: int) -> Iterator[Tried]:
    """In the order in which they are tried. The words are filled in where the tables are read (`tried_words`)."""
    index, found = modifier_states(bench.batch, bench.kb, bench.rule, obj, pre)
    kb, decided = bench.kb, False
    for place, number in enumerate(index.tolist()):
        holds, known = bool(found.holds[place]), int(found.reason[place]) == KNOWN
        state = whether(holds) if known else State.UNKNOWN
        severity = int(kb.ints("mod_severity")[number])
        wanted = "" if known else bench.reason(int(found.reason[place]), int(found.fact[place]))
        yield Tried(
            kb.compiled.text.modifiers[number].modifier_id,
            state,
            wanted,
            ACTION_OF.get(int(kb.ints("mod_action")[number])),
            SEVERITY_OF.get(severity),
            holds and not decided,
        )
        decided = decided or holds


def silence(bench: Bench, tried: tuple[Trial, ...]) -> Verdict:
    """Why a row that fits says nothing: a modifier, or its own decision."""
    decided = (each for trial in tried if not trial.failing for each in trial.modifiers if each.decided)
    base = int(np.asarray(bench.kb.ints("ix_action"))[bench.rule])
    return Verdict.SILENCED if base and any(each.action is None for each in decided) else Verdict.ON_PURPOSE
