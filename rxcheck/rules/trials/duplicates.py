"""Duplicate rows: how many lines of one ingredient, or drugs of one class, stand together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rxcheck.engine.compiled import IntArray
from rxcheck.engine.duplicates import PairStates, pair_states
from rxcheck.engine.pairs import item_pairs
from rxcheck.kb.compile_codes import DUPLICATE_CODE
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, whether
from rxcheck.rules.members import counts_lines, selected

_LEVELS = tuple(DUPLICATE_CODE)
_NEAREST = 20


def trials(bench: Bench) -> Iterator[Trial]:
    """One for every two items of the subject; or one that says how few there are."""
    kb, batch = bench.kb, bench.batch
    members = selected(kb, int(kb.ints("dup_selector")[bench.rule]))
    # What the compiled row counted before others were taken away is asked of the rule as it stands in the tables.
    most = int(bench.alone.kb.ints("dup_max")[bench.rule])
    level = _LEVELS[int(bench.alone.kb.ints("dup_level")[bench.rule])]
    items = bench.items_of(members)
    subject = bench.say("subject", names=bench.selector(bench.info.subject, int(members.sum())))
    if not bench.info.subject:
        subject = bench.say("subject.any")
    first, second = item_pairs(batch)
    inside = np.isin(first, items) & np.isin(second, items)
    first, second = first[inside], second[inside]
    head = Term(Asked.SUBJECT, whether(len(items) > 0), subject, _held(bench, items.tolist()) or bench.absent(members))
    if not len(first):
        few = Term(
            Asked.COUNT, State.NO, bench.say("count.lines", n=1), bench.say("seen.zero") if not len(items) else "1"
        )
        terms = (head, few) if len(items) else (head,)
        yield Trial(_lines(bench, items.tolist()), (), terms)
        return
    states = pair_states(batch, kb, bench.rule, first, second)
    counted = _count(bench, first, second, states, counts_lines(level.value), most)
    missing = np.stack([~states.comparable, ~states.at_level, states.allowed]).sum(axis=0)
    for place in np.argsort(missing, kind="stable")[:_NEAREST].tolist():
        one, two = int(first[place]), int(second[place])
        yield Trial(
            _lines(bench, [one, two]),
            tuple(dict.fromkeys((bench.drug_id(one), bench.drug_id(two)))),
            (
                Term(Asked.SUBJECT, State.YES, subject, _held(bench, [one, two])),
                *_pair(bench, states, place, level.value, (one, two)),
                counted,
            ),
        )


def _pair(bench: Bench, states: PairStates, place: int, level: str, items: tuple[int, int]) -> Iterator[Term]:
    alike, fits = bool(states.comparable[place]), bool(states.at_level[place])
    routes = " / ".join(dict.fromkeys(map(bench.route_seen, items)))
    yield Term(Asked.COMPARABLE, whether(alike), bench.say("comparable"), routes)
    if alike:  # the level of two that do not meet is not looked at
        seen = bench.say("seen.yes" if fits else "seen.other_level")
        yield Term(Asked.LEVEL, whether(fits), bench.say(f"level.{level}"), seen)
    passes = bool(states.allowed[place])
    names = bench.listed(map(bench.drug, items))
    seen = bench.say("seen.allowed", names=names) if passes else bench.say("seen.yes")
    yield Term(Asked.ALLOWED, whether(not passes), bench.say("allowed"), seen)


def _count(bench: Bench, first: IntArray, second: IntArray, states: PairStates, by_line: bool, most: int) -> Term:
    """The lines or drugs in pairs that count, beside what is allowed. The kernel itself says whether they are too many."""
    counts = states.comparable & states.at_level & ~states.allowed
    items = np.unique(np.concatenate([first[counts], second[counts]])).tolist()
    name = bench.line_text if by_line else bench.drug
    names = list(dict.fromkeys(map(name, items)))
    subject = bench.selector(bench.info.subject) if bench.info.subject else bench.say("subject.any")
    wanted = bench.say("count.lines", n=most) if by_line else bench.say("count.drugs", n=most, names=subject)
    seen = bench.say("seen.count", n=len(names), names=bench.listed(names)) if names else bench.say("seen.zero")
    return Term(Asked.COUNT, whether(bench.alone.fires(bench.kb)), wanted, seen)


def _held(bench: Bench, items: list[int]) -> str:
    return bench.listed(map(bench.line_text, items))


def _lines(bench: Bench, items: list[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bench.line_id(item) for item in items))
