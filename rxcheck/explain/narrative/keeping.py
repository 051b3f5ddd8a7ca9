"""What the sentence of a clause that is said in other words asks for stays: what is only possible, whom to ask, what must not be done, and
under which condition. A clause has several sentences; each sentence said is held against those that it comes nearest to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from rxcheck.explain.narrative.terms import Flaw, Source
from rxcheck.kb.terms import ParaphraseKind as Kind

if TYPE_CHECKING:
    from rxcheck.explain.narrative.judging import Judge, Unit

_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9§(])|(?<=[。！？])")
_BETWEEN = (Kind.FILLER, Kind.NEUTRAL)  # what may stand between a deed and its drugs
_AS_NEAR = 0.9  # of the likeness of the nearest sentence


class Spoken(Struct, frozen=True):
    """A sentence of a clause, read."""

    text: str
    units: tuple[Unit, ...]
    keys: frozenset[str]
    advice: bool  # one that says what to do, not one of its reasons
    risk: bool


class Piece(Struct, frozen=True):
    """A sentence that is said, and the sentences of clauses that it may be."""

    text: str
    units: tuple[Unit, ...]
    near: tuple[Spoken, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _ENDS.split(text) if part]


def pieces(judge: Judge, said: str, sources: Sequence[Source], names: Sequence[str]) -> list[Piece]:
    """Every sentence that is said beside its nearest."""
    spoken = [sentence for source in sources for sentence in _spoken(judge, source, names)]
    found = []
    for part in sentences(judge.mask(said, names)):
        units = tuple(judge.units(part))
        keys = judge.all_keys(part)
        likeness = [_alike(judge, units, keys, sentence) for sentence in spoken]
        best = max(likeness, default=0.0)
        near = (sentence for sentence, like in zip(spoken, likeness, strict=True) if like >= best * _AS_NEAR)
        found.append(Piece(part, units, tuple(near)))
    return found


def _spoken(judge: Judge, source: Source, names: Sequence[str]) -> Iterator[Spoken]:
    first = frozenset(sentences(judge.mask(source.texts[0], names)))
    every = (part for text in source.texts for part in sentences(judge.mask(text, names)))
    for part in dict.fromkeys(every):
        yield Spoken(part, tuple(judge.units(part)), judge.all_keys(part), source.advice and part in first, source.risk)


def _alike(judge: Judge, units: Sequence[Unit], keys: frozenset[str], sentence: Spoken) -> float:
    """How much two sentences have in common: the harmonic mean of what each has of the other's words."""
    mine, theirs = judge.weighed(units), judge.weighed(sentence.units)
    if not mine or not theirs:
        return 0.0
    said = sum(bool(unit.keys & sentence.keys) for unit in mine) / len(mine)
    kept = sum(bool(unit.keys & keys) for unit in theirs) / len(theirs)
    return 2 * said * kept / (said + kept) if said + kept else 0.0


def certain(judge: Judge, found: Sequence[Piece]) -> Iterator[Flaw]:
    """What may happen is not said to happen."""
    for piece in found:
        possible = bool(piece.near) and all(each.risk and judge.hedged(each.text) for each in piece.near)
        if possible and not judge.hedged(piece.text):
            yield Flaw.CERTAINTY


def advised(
    judge: Judge, found: Sequence[Piece], sources: Sequence[Source], names: Sequence[str], whole: bool = False
) -> Iterator[Flaw]:
    """Whom to ask, what must not be done and under which condition is kept; nothing grave is told that no advice tells. `whole`: all of
    the cited sentence is said."""
    if not any(source.advice for source in sources):
        return
    told = frozenset().union(*(judge.all_keys(judge.mask(s.texts[0], names)) for s in sources if s.advice))
    for piece in found:
        # A reason may say what happens when a drug is stopped; an advice only what it advises.
        known = told.union(*(each.keys for each in piece.near if not each.advice))
        reason = whole and not any(each.advice for each in piece.near)
        if not reason and any(judge.grave.search(unit.text) and not unit.keys & known for unit in piece.units):
            yield Flaw.INSTRUCTION
        if piece.near and all(each.advice for each in piece.near):
            yield from _kept(judge, piece)
            yield from _done(judge, piece)


def _kept(judge: Judge, piece: Piece) -> Iterator[Flaw]:
    kinds = {unit.kind for unit in piece.units}
    avoiding = judge.all_keys(judge.avoiding)
    for each in piece.near:
        acts = frozenset().union(*(unit.keys for unit in each.units if unit.kind is Kind.ACT))
        asked = any(unit.kind is Kind.ASK for unit in each.units)
        if asked and Kind.ASK not in kinds and any(unit.keys & acts for unit in piece.units):
            yield Flaw.INSTRUCTION
        forbids = bool(each.keys & avoiding)
        if forbids and Kind.NO not in kinds and not judge.all_keys(piece.text) & avoiding:
            yield Flaw.NEGATION
        for words, others in judge.restrictions:
            text, said = each.text.lower(), piece.text.lower()
            if any(word in text for word in words) and not any(word in said for word in (*words, *others)):
                yield Flaw.RESTRICTION


def _done(judge: Judge, piece: Piece) -> Iterator[Flaw]:
    """What is only spoken of ("when it is stopped") is not asked for, and a deed is done to the drugs that it is done to."""
    theirs = [pair for each in piece.near for pair in _objects(judge, each.units)]
    for keys, names in _objects(judge, piece.units):
        known = frozenset().union(*(other for deed, other in theirs if deed & keys))
        if known and not names <= known:
            yield Flaw.ROLE
    for part in _parts(judge, piece.units):
        deeds = [unit for unit in part if judge.grave.search(unit.text)]
        if not deeds or judge.conditions.search(_text(part)):
            continue
        for unit in deeds:
            like = [other for each in piece.near for other in _parts(judge, each.units) if _has(other, unit.keys)]
            if like and all(judge.conditions.search(_text(other)) for other in like):
                yield Flaw.INSTRUCTION


def _parts(judge: Judge, units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The parts of a sentence between its stops."""
    part: list[Unit] = []
    for unit in units:
        if unit.text in judge.stops:
            yield part
            part = []
        else:
            part.append(unit)
    yield part


def _text(units: Sequence[Unit]) -> str:
    return " ".join(unit.text for unit in units)


def _has(units: Sequence[Unit], keys: frozenset[str]) -> bool:
    return any(unit.keys & keys for unit in units)


def _objects(judge: Judge, units: Sequence[Unit]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Deeds with the drugs that are named right behind them."""
    for place, unit in enumerate(units):
        if unit.kind is not Kind.ACT:
            continue
        names = []
        for other in units[place + 1 :]:
            if other.name is not None:
                names.append(other.text)
            elif other.kind not in _BETWEEN and not (names and other.text in judge.stops):
                break
        if names:
            yield unit.keys, frozenset(names)
