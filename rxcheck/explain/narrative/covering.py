"""What a sentence leaves out of the one that it says in other words (a drug, a condition, an amount, a "not"), and what it turns round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rxcheck.kb.terms import ParaphraseKind as Kind

if TYPE_CHECKING:
    from rxcheck.explain.narrative.judging import Judge, Unit

# Where something comes from and goes to; what is more and than what.
OPPOSITE = {"from": "to", "to": "from", "more": "than", "than": "more"}
_MOST_LEFT_OUT = 0.25  # of the words with a meaning
_DOING = (Kind.UP, Kind.DOWN)


def complete(judge: Judge, said: str, cited: Sequence[str]) -> bool:
    """Whether a masked sentence says what the masked sentences that it cites say."""
    keys = judge.all_keys(said) | {unit.text for unit in judge.units(said)}
    for text in cited:
        units = judge.weighed(judge.units(text, keys))
        missing = [unit for unit in units if not _said(judge, unit, keys, said)]
        if len(missing) > _MOST_LEFT_OUT * len(units) or any(_telling(judge, unit) for unit in missing):
            return False
    return True


def _said(judge: Judge, unit: Unit, keys: frozenset[str], said: str) -> bool:
    if unit.name is not None:
        return unit.text in said
    return bool(unit.keys & keys) or judge.in_parts(unit, keys, said)


def _telling(judge: Judge, unit: Unit) -> bool:
    """Whether a word must not be left out: it names a drug, limits what is said, or says which way something goes."""
    return unit.name is not None or unit.kind in _DOING or judge.limits(unit)


def as_many_noes(judge: Judge, said: str, cited: Sequence[str]) -> bool:
    """Whether as many words deny something, "fails" and "lack" among them."""
    told = " ".join(cited)
    return _noes(judge, said, told) == _noes(judge, told, said)


def _noes(judge: Judge, text: str, other: str) -> int:
    found = sum(unit.kind is Kind.NO and unit.text not in judge.linking for unit in judge.single(text))
    return found + judge.denied_within(text, other)


def _plain(judge: Judge, text: str, other: str) -> int:
    """How many words of denial a text has; "fails" and "lack" are none."""
    return judge.denied_within(text, other) + sum(
        unit.kind is Kind.NO and unit.text in judge.negators and unit.text not in judge.linking
        for unit in judge.single(text)
    )


def _hindering(judge: Judge, text: str, other: str) -> int:
    """How many words of denial, of prevention and of avoidance."""
    avoiding = judge.all_keys(judge.avoiding)
    return judge.denied_within(text, other) + sum(
        (unit.kind is Kind.NO and unit.text not in judge.linking)
        or unit.text in judge.preventing
        or bool(unit.keys & avoiding)
        for unit in judge.single(text)
    )


def turned(judge: Judge, said: str, cited: Sequence[str]) -> bool:
    """Whether one of the two denies and the other does not, and no phrase with the negator in it ("does not go away": persists) is said
    there."""
    told = " ".join(cited)
    hindered, theirs_hindered = _hindering(judge, said, told), _hindering(judge, told, said)
    if _plain(judge, said, told) and not theirs_hindered:
        denying, other = [said], list(cited)
    elif _plain(judge, told, said) and not hindered:
        denying, other = list(cited), [said]
    elif _noes(judge, said, told) > theirs_hindered:
        denying, other = [said], list(cited)
    else:
        return False
    keys = frozenset().union(*(judge.all_keys(text) for text in other))
    return not any(_lost(judge, text) & keys for text in denying)


def _lost(judge: Judge, text: str) -> frozenset[str]:
    """What a text stands for only with its negators."""
    bare = text
    own: set[str] = set()
    for unit in judge.single(text):
        if unit.kind is Kind.NO:
            bare = bare.replace(unit.text, "，，", 1)
            own |= unit.keys
    return judge.all_keys(text) - judge.all_keys(bare) - own


def reversed_order(judge: Judge, said: Sequence[Unit], clause: Sequence[Sequence[Unit]]) -> bool:
    """Whether what acts is said to be acted on, or what comes from somewhere to go there."""
    theirs = [each for text in clause for each in judge.acts_on(text)]
    for deed, doer, done_to in judge.acts_on(said):
        like = [(a, b) for other, a, b in theirs if other & deed]
        straight = any(doer & a or done_to & b for a, b in like)
        if not straight and any(doer & b and done_to & a for a, b in like):
            return True
    places = [each for text in clause for each in judge.moves(text)]
    for way, where in judge.moves(said):
        same = any(other == way and where & there for other, there in places)
        if not same and any(other == OPPOSITE[way] and where & there for other, there in places):
            return True
    return False
