"""The words that a model is offered for a clause: those of the table that its judge takes in the place of the clause's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rxcheck.explain.narrative.judging import NAME, Judge, Unit
from rxcheck.explain.narrative.keeping import sentences
from rxcheck.explain.narrative.terms import Offer, Source

_MOST_WORDS, _MOST_EACH, _MOST_TRIED = 6, 4, 8  # of a sentence that have others; others of a word; tried of them
_SHORTEST = 2  # characters of a word that has others


def offered(judge: Judge, text: str, source: Source, names: Sequence[str]) -> tuple[Offer, ...]:
    """Words of a clause's text with others for them, in the order of the text. Each was judged in its place."""
    found: dict[str, tuple[str, ...]] = {}
    for sentence in sentences(judge.mask(text, names)):
        many = 0
        for unit in judge.units(sentence):
            if unit.text in found or len(unit.text) < _SHORTEST or many == _MOST_WORDS:
                continue
            others = tuple(_fitting(judge, sentence, unit, source, names))
            if others:
                found[unit.text] = others
                many += 1
    return tuple(found.items())


def _fitting(judge: Judge, sentence: str, unit: Unit, source: Source, names: Sequence[str]) -> Iterator[str]:
    kept: list[str] = []
    for other in judge.alternatives(unit)[:_MOST_TRIED]:
        if any(other in word or word in other for word in (unit.text, *kept)):
            continue  # a form of what is there
        instead = sentence.lower().replace(unit.text, other)
        said = NAME.sub(lambda name: names[int(name.group(1))], instead)
        if not judge.judge(said, (source,), names):
            kept.append(other)
            yield other
            if len(kept) == _MOST_EACH:
                return
