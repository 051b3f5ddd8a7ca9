"""Judges a Chinese paraphrase of a clause.

The sentence must be made of pieces of the clause, of words for which the clause has another of their group, and of fillers. What such
pieces could still turn round is compared with the clause: negation, direction, who does what, certainty, numbers, and who is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from rxcheck.explain.narrative.reading import NUMBER, characters, in_order, numbers
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.kb.terms import ParaphraseKind as Kind

_STOPS = frozenset("，。；：、！？（）,.;:()“” \t")
_NAME = re.compile(r"§(\d+)§")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_RESTRICT = ("仅", "只", "除非", "直到", "前", "后", "如", "若", "时")
_SUFFERS = ("被", "受", "使", "令", "致", "对", "将", "把", "减少", "抑制")
_BY = ("被", "由", "受", "经", "因", "在", "与", "和", "随")
_LEAST = 4  # characters
_REACH = 10  # characters between a word and what it belongs to
_THIS_PATIENT = re.compile(
    r"(?:该|此|本|这位|这名|本例|这个)(?:患者|病人|例|病例|人)|患者(?:有|患|曾|既往|已|正|近|昨|今|目前|本人|是|系|为|的)|其本人|他|她"
)


class Unit(Struct, frozen=True):
    """A piece of a text: what it may stand for, what it does, whether it is denied."""

    text: str
    keys: frozenset[str]
    kind: Kind | None
    name: int | None = None
    negated: bool = False


class Chinese:
    """Judges by groups of words."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._kinds: dict[str, Kind] = {}
        self._words: dict[str, set[str]] = {}
        for group in groups:
            self._kinds[f"={group.name}"] = group.kind
            for word in group.words:
                self._words.setdefault(word, set()).add(f"={group.name}")
        self._longest = max(map(len, self._words), default=1)

    def judge(self, said: str, sources: Sequence[Source], names: Sequence[str]) -> tuple[Flaw, ...]:
        """The flaws of a sentence that cites `sources`; `names` are those of the finding's drugs. None: it may be used."""
        texts = [text for source in sources for text in source.texts]
        strange = characters(said, [*texts, *names], latin=False)
        if strange is not None:
            return (strange,)
        flaws: list[Flaw] = []
        if not any(in_order(numbers(said), numbers(text)) for text in (*texts, " ".join(texts))):
            flaws.append(Flaw.NUMBER)
        sentence, masked = _masked(said, names), [_masked(text, names) for text in texts]
        if len(_NAME.sub("", sentence)) < _LEAST:
            flaws.append(Flaw.SHORT)
        known = [self._units(text) for text in masked]
        keys = frozenset().union(*(unit.keys for text in known for unit in text))
        flaws += self._made_of(sentence, masked, keys, known)
        units = self._units(sentence)
        flaws += self._signs(units, known)
        flaws += _directions(units, known)
        flaws += _roles(units, known)
        flaws += self._advice(said, units, sources, names)
        if any(found.group() not in " ".join(texts) for found in _THIS_PATIENT.finditer(said)):
            flaws.append(Flaw.PATIENT)
        return tuple(dict.fromkeys(flaws))

    # Reading

    def _units(self, text: str) -> list[Unit]:
        """Words of the table, the longest first; between them the characters, two by two."""
        units: list[Unit] = []
        place = 0
        while place < len(text):
            name = _NAME.match(text, place)
            if name:
                units.append(Unit(name.group(), frozenset({name.group()}), None, int(name.group(1))))
                place = name.end()
                continue
            word = self._word(text, place)
            if word:
                keys = frozenset({word, *self._words[word]})
                units.append(Unit(word, keys, self._kind(word)))
                place += len(word)
                continue
            latin = _LATIN.match(text, place)
            size = len(latin.group()) if latin else 1
            piece = text[place : place + size]
            pair = text[place : place + 2] if not latin else piece
            units.append(Unit(piece, frozenset({pair, piece}), None))
            place += size
        return _negated(units)

    def _word(self, text: str, place: int) -> str:
        for size in range(min(self._longest, len(text) - place), 0, -1):
            if text[place : place + size] in self._words:
                return text[place : place + size]
        return ""

    def _kind(self, word: str) -> Kind | None:
        kinds = {self._kinds[key] for key in self._words.get(word, ())}
        order = (Kind.NO, Kind.HEDGE, Kind.UP, Kind.DOWN, Kind.ASK, Kind.ACT, Kind.SAME, Kind.FILLER)
        return next((kind for kind in order if kind in kinds), None)

    # Judging

    def _made_of(
        self, sentence: str, texts: Sequence[str], keys: frozenset[str], known: Sequence[Sequence[Unit]]
    ) -> Iterator[Flaw]:
        """Whether the sentence can be cut into allowed pieces: from the end, which places can be reached."""
        kinds = {unit.kind for text in known for unit in text}
        good = [False] * len(sentence) + [True]
        for place in range(len(sentence) - 1, -1, -1):
            good[place] = any(
                good[place + size]
                for size in self._sizes(sentence, place, texts, keys, kinds)
                if place + size <= len(sentence)
            )
        if not good[0]:
            yield Flaw.WORD

    def _sizes(
        self, sentence: str, place: int, texts: Sequence[str], keys: frozenset[str], kinds: set[Kind | None]
    ) -> Iterator[int]:
        """How long the allowed pieces are that begin here."""
        if sentence[place] in _STOPS:
            yield 1
            return
        name = _NAME.match(sentence, place)
        if name:
            if any(name.group() in text for text in texts):
                yield len(name.group())
            return
        number = NUMBER.match(sentence, place)
        if number:
            yield number.end() - place  # that it is the right one is looked at elsewhere
        for size in range(1, min(16, len(sentence) - place) + 1):
            piece = sentence[place : place + size]
            groups = self._words.get(piece)
            if groups is not None:
                theirs = {self._kinds[group] for group in groups}
                if Kind.FILLER in theirs or groups & keys or (theirs & {Kind.NO, Kind.HEDGE} and theirs & kinds):
                    yield size
            elif (
                size >= 2 and any(piece in text for text in texts) and not (piece[-1].isascii() and piece[-1].isalnum())
            ) or (
                size >= 2
                and _LATIN.fullmatch(piece)
                and any(re.search(rf"(?<![A-Za-z0-9]){piece}(?![A-Za-z0-9])", text) for text in texts)
            ):
                yield size

    def _signs(self, units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
        """Each word is denied where the clause denies it, and nowhere else."""
        if any(unit.kind is Kind.NO for unit in units) and not any(
            unit.kind is Kind.NO for text in known for unit in text
        ):
            yield Flaw.NEGATION
            return
        for unit in units:
            if _plain(unit):
                continue
            signs = {other.negated for text in known for other in text if other.keys & unit.keys and not _plain(other)}
            if signs and unit.negated not in signs:
                yield Flaw.NEGATION
                return

    def _advice(
        self, said: str, units: Sequence[Unit], sources: Sequence[Source], names: Sequence[str]
    ) -> Iterator[Flaw]:
        """Certainty, restrictions and whom to ask are kept."""
        kinds = {unit.kind for unit in units}
        for source in sources:
            every = [{unit.kind for unit in self._units(_masked(text, names))} for text in source.texts]
            if not source.advice:
                if len(sources) == 1 and all(Kind.HEDGE in theirs for theirs in every) and Kind.HEDGE not in kinds:
                    yield Flaw.CERTAINTY
                continue
            first = self._units(_masked(source.texts[0], names))
            acts = frozenset().union(*(unit.keys for unit in first if unit.kind is Kind.ACT))
            if Kind.ASK in every[0] and Kind.ASK not in kinds and any(unit.keys & acts for unit in units):
                yield Flaw.INSTRUCTION
            for words in (("仅", "只"), ("除非", "除外"), ("直到", "为止")):
                if any(word in source.texts[0] for word in words) and not any(
                    word in said for word in (*words, "方可", "才")
                ):
                    yield Flaw.RESTRICTION


def _masked(text: str, names: Sequence[str]) -> str:
    """The text with names of drugs as §0§, §1§ …, the longest first."""
    for number, name in sorted(enumerate(names), key=lambda each: -len(each[1])):
        text = text.replace(name, f"§{number}§")
    return text


def _plain(unit: Unit) -> bool:
    return unit.kind in (Kind.FILLER, Kind.NO, Kind.HEDGE) or unit.name is not None or unit.text in _STOPS


def _negated(units: list[Unit]) -> list[Unit]:
    """Marks the next piece with a meaning behind each negator."""
    out: list[Unit] = []
    waiting = False
    for unit in units:
        if unit.kind is Kind.NO:
            waiting = True
        elif waiting and not _plain(unit):
            out.append(Unit(unit.text, unit.keys, unit.kind, unit.name, negated=True))
            waiting = False
            continue
        elif unit.text in _STOPS:
            waiting = False
        out.append(unit)
    return out


def _near(units: Sequence[Unit]) -> Iterator[Unit]:
    """The next pieces with a meaning, up to a stop or a drug, within reach."""
    reach = 0
    for unit in units:
        reach += len(unit.text)
        if unit.text in _STOPS or unit.name is not None or reach > _REACH:
            return
        if not _plain(unit):
            yield unit


def _directed(units: Sequence[Unit]) -> Iterator[tuple[Kind, frozenset[str]]]:
    """(UP or DOWN, the thing): the word behind and the word before, two characters of it where the table has none."""
    for place, unit in enumerate(units):
        if unit.kind in (Kind.UP, Kind.DOWN):
            things: set[str] = set()
            for side in (units[place + 1 :], units[:place][::-1]):
                for other in _near(side):
                    if other.kind in (Kind.UP, Kind.DOWN):
                        break
                    things |= other.keys
                    if other.kind is not None:
                        break
            yield unit.kind, frozenset(key for key in things if len(key) > 1)


def _directions(units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
    """What rises rises, and what falls falls."""
    pairs = [pair for text in known for pair in _directed(text)]
    for kind, things in _directed(units):
        alike = {other for other, theirs in pairs if theirs & things}
        if alike and kind not in alike:
            yield Flaw.DIRECTION
            return


def _acts(units: Sequence[Unit]) -> Iterator[tuple[bool, frozenset[str], int]]:
    """(does or suffers, what, which drug): 甲抑制乙, 乙被甲抑制, 抑制乙的…, 甲使乙…"""
    for place, unit in enumerate(units):
        if unit.name is None:
            continue
        before = "".join(other.text for other in units[max(0, place - 3) : place])
        does = not before.endswith(("使", "令", "将", "把", "对", "致"))
        behind = units[place + 1 :]
        if behind and behind[0].text in ("被", "受", "由", "遭", "因"):
            does = False
        for other in _near(behind):
            if other.kind in (Kind.SAME, Kind.UP, Kind.DOWN, Kind.ACT):
                yield does, other.keys, unit.name
                break
        for other in _near(units[:place][::-1]):
            if other.kind in (Kind.SAME, Kind.UP, Kind.DOWN, Kind.ACT):
                yield before.endswith(("被", "由", "受", "经")), other.keys, unit.name
                break


def _roles(units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
    """Each drug does, or suffers, what it does in the clause."""
    theirs = [role for text in known for role in _acts(text)]
    for acts, keys, name in _acts(units):
        others = {drug for act, other, drug in theirs if act == acts and other & keys}
        if others and name not in others:
            yield Flaw.ROLE
            return
