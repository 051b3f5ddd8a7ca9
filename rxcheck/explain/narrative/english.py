"""Judges an English paraphrase of a clause.

Every word must be one of the clause, of a group of paraphrases that the clause has a word of, or a filler. What such words could
still turn round is compared with the clause: negation, direction, who does what to whom, certainty, numbers, and who is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from rxcheck.explain.narrative.reading import NUMBER, characters, in_order, numbers
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.kb.terms import ParaphraseKind as Kind

_TOKEN = re.compile(r"§\d+§|[A-Za-z][A-Za-z0-9]*(?:['’-][A-Za-z0-9]+)*|[×²³⁰¹⁴-⁹µ°]\S*|\d\S*|[,.;:!?()]")
_NAME = re.compile(r"§(\d+)§")
_BE = frozenset("is are was were be been being gets get".split())
_OF = frozenset("of the a an its in on for to".split())
_BY = frozenset("by from under with through via".split())
_STOPS = frozenset(",.;:!?()")
_RESTRICT = frozenset("only unless except until if before without when while after despite".split())
_LEAST_WORDS = 3
_REACH = 4  # units between a word and what it belongs to
_PATIENT = re.compile(r"\b(?:this|the|our|your|his|her|he|she) ?(?:patient|person|woman|man|child)?\b", re.IGNORECASE)
_THIS_PATIENT = re.compile(
    r"\b(?:this|that|our|your|the present) (?:patient|person|woman|man|child|case)\b|\b(?:he|she|his|her)\b"
)
_HAS = re.compile(r"\bpatient (?:has|had|is|was|takes|took|suffers|smokes|drinks|weighs)\b")


class Unit(Struct, frozen=True):
    """A word or phrase of a text: what it may stand for (`keys`), and whether a negator stands before it."""

    text: str
    keys: frozenset[str]
    kind: Kind | None
    name: int | None = None
    negated: bool = False


class English:
    """Judges by groups of words."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._kinds: dict[str, Kind] = {}
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._fillers: set[str] = set()
        for group in groups:
            self._kinds[f"={group.name}"] = group.kind
            for phrase in group.words:
                words = tuple(phrase.lower().split())
                if group.kind is Kind.FILLER:
                    self._fillers.add(" ".join(words))
                self._phrases.setdefault(words, set()).add(f"={group.name}")
        self._longest = max((len(words) for words in self._phrases), default=1)

    def judge(self, said: str, sources: Sequence[Source], names: Sequence[str]) -> tuple[Flaw, ...]:
        """The flaws of a sentence that cites `sources`; `names` are those of the finding's drugs. None: it may be used."""
        texts = [text for source in sources for text in source.texts]
        strange = characters(said, [*texts, *names], latin=True)
        if strange is not None:
            return (strange,)
        flaws: list[Flaw] = []
        if not in_order(numbers(said), numbers(" ".join(texts))) and not any(
            in_order(numbers(said), numbers(text)) for text in texts
        ):
            flaws.append(Flaw.NUMBER)
        masked, sentence = _masked(said, names), [_masked(text, names) for text in texts]
        known = [self._units(text) for text in sentence]
        units = self._units(masked, frozenset().union(*(unit.keys for text in known for unit in text)))
        if sum(unit.kind is not Kind.FILLER and unit.text not in _STOPS for unit in units) < _LEAST_WORDS - 1:
            flaws.append(Flaw.SHORT)
        flaws += self._words(units, known)
        flaws += self._signs(units, known)
        flaws += self._directions(units, known)
        flaws += self._roles(units, known)
        flaws += self._advice(said, units, sources, names)
        flaws += self._patient(said, texts)
        return tuple(dict.fromkeys(flaws))

    # Reading

    def _units(self, text: str, wanted: frozenset[str] | None = None) -> list[Unit]:
        """The units of a text: of two readings of a phrase the longer one, or the one that has a key that is `wanted`."""
        tokens = [token.group() for token in _TOKEN.finditer(text)]
        units: list[Unit] = []
        place = 0
        while place < len(tokens):
            size, unit = self._unit(tokens, place, wanted)
            units.append(unit)
            place += size
        return _negated(units)

    def _unit(self, tokens: Sequence[str], place: int, wanted: frozenset[str] | None) -> tuple[int, Unit]:
        name = _NAME.fullmatch(tokens[place])
        if name:
            return 1, Unit(tokens[place], frozenset({tokens[place]}), None, int(name.group(1)))
        best: tuple[int, Unit] | None = None
        for size in range(min(self._longest, len(tokens) - place), 0, -1):
            words = tokens[place : place + size]
            keys = self._keys(words)
            if not keys:
                continue
            unit = Unit(" ".join(words).lower(), keys, self._kind(keys, words))
            if wanted is None or unit.kind is Kind.FILLER or keys & wanted:
                return size, unit
            best = best or (size, unit)
        if best is None:
            word = tokens[place].lower()
            return 1, Unit(word, frozenset(_forms(word)), None)
        return best

    def _keys(self, words: Sequence[str]) -> frozenset[str]:
        """Groups of a phrase, each word in any of its forms; of a single word its forms as well."""
        found: set[str] = set()
        for phrase in _spelled([sorted(_forms(word.lower())) for word in words]):
            found |= self._phrases.get(phrase, set())
        if len(words) == 1:
            found |= _forms(words[0].lower())
        return frozenset(found)

    def _kind(self, keys: frozenset[str], words: Sequence[str]) -> Kind | None:
        if " ".join(words).lower() in self._fillers:
            return Kind.FILLER
        kinds = {self._kinds[key] for key in keys if key in self._kinds}
        order = (Kind.NO, Kind.HEDGE, Kind.UP, Kind.DOWN, Kind.ASK, Kind.ACT, Kind.SAME, Kind.FILLER)
        return next((kind for kind in order if kind in kinds), None)

    # Judging

    def _words(self, units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
        keys = frozenset().union(*(unit.keys for text in known for unit in text))
        kinds = {unit.kind for text in known for unit in text}
        for unit in units:
            if unit.name is not None:
                if unit.text not in keys:
                    yield Flaw.DRUG
            elif unit.kind is Kind.NO:
                if Kind.NO not in kinds:
                    yield Flaw.NEGATION
            elif unit.kind is Kind.HEDGE:
                if Kind.HEDGE not in kinds:
                    yield Flaw.CERTAINTY
            elif unit.kind is Kind.FILLER or unit.text in _STOPS or NUMBER.fullmatch(unit.text):
                continue
            elif not unit.keys & keys:
                yield Flaw.WORD

    def _signs(self, units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
        """Each word is denied where the clause denies it, and nowhere else."""
        for unit in units:
            if _plain(unit):
                continue
            signs = {other.negated for text in known for other in text if other.keys & unit.keys and not _plain(other)}
            if signs and unit.negated not in signs:
                yield Flaw.NEGATION
                return

    def _directions(self, units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
        """What rises rises, and what falls falls."""
        pairs = [pair for text in known for pair in _directed(text)]
        for kind, things in _directed(units):
            alike = {other for other, theirs in pairs if theirs & things}
            if alike and kind not in alike:
                yield Flaw.DIRECTION
                return

    def _roles(self, units: Sequence[Unit], known: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
        """Each drug does, or suffers, what it does in the clause."""
        theirs = [role for text in known for role in _roles(text)]
        for acts, keys, name in _roles(units):
            others = {drug for act, other, drug in theirs if act == acts and other & keys}
            if others and name not in others:
                yield Flaw.ROLE
                return

    def _advice(
        self, said: str, units: Sequence[Unit], sources: Sequence[Source], names: Sequence[str]
    ) -> Iterator[Flaw]:
        """Certainty, restrictions and whom to ask are kept."""
        kinds = {unit.kind for unit in units}
        for source in sources:
            first = self._units(_masked(source.texts[0], names))
            theirs = {unit.kind for unit in first}
            if not source.advice:
                if Kind.HEDGE in theirs and Kind.HEDGE not in kinds and len(sources) == 1:
                    every = all(Kind.HEDGE in {unit.kind for unit in self._units(text)} for text in source.texts)
                    if every:
                        yield Flaw.CERTAINTY
                continue
            acts = frozenset().union(*(unit.keys for unit in first if unit.kind is Kind.ACT))
            if Kind.ASK in theirs and Kind.ASK not in kinds and any(unit.keys & acts for unit in units):
                yield Flaw.INSTRUCTION
            words = set(re.findall(r"[a-z]+", source.texts[0].lower())) & _RESTRICT
            mine = set(re.findall(r"[a-z]+", said.lower())) & _RESTRICT
            if words & {"only", "unless", "except", "until"} and not mine:
                yield Flaw.RESTRICTION

    def _patient(self, said: str, texts: Sequence[str]) -> Iterator[Flaw]:
        """Nothing is said of this patient that the clause does not say of this patient."""
        lower, theirs = said.lower(), " ".join(texts).lower()
        for pattern in (_THIS_PATIENT, _HAS):
            if any(found.group() not in theirs for found in pattern.finditer(lower)):
                yield Flaw.PATIENT
                return


def _masked(text: str, names: Sequence[str]) -> str:
    """The text with names of drugs as §0§, §1§ …; the longest first, so that a name within a name is none."""
    for number, name in sorted(enumerate(names), key=lambda each: -len(each[1])):
        text = re.sub(
            rf"(?<![A-Za-z0-9§]){re.escape(name)}(?:['’]s)?(?![A-Za-z0-9§])", f"§{number}§", text, flags=re.IGNORECASE
        )
    return text


def _forms(word: str) -> set[str]:
    """A word and what it may be a form of."""
    word = re.sub(r"['’]s?$", "", word)
    found = {word}
    for ending, instead in (
        *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e")),
        *(("ly", ""), ("er", ""), ("er", "e"), ("ier", "y")),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending) + instead
            found.add(stem)
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return found


def _spelled(forms: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every phrase that these words may be forms of."""
    if not forms:
        yield ()
        return
    for first in forms[0]:
        for rest in _spelled(forms[1:]):
            yield (first, *rest)


def _plain(unit: Unit) -> bool:
    return unit.kind in (Kind.FILLER, Kind.NO, Kind.HEDGE) or unit.name is not None or unit.text in _STOPS


def _negated(units: list[Unit]) -> list[Unit]:
    """Marks the next word with a meaning behind each negator."""
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


def _directed(units: Sequence[Unit]) -> Iterator[tuple[Kind, frozenset[str]]]:
    """(UP or DOWN, the thing): what stands next behind the word of direction, and what stands next before it."""
    for place, unit in enumerate(units):
        if unit.kind not in (Kind.UP, Kind.DOWN):
            continue
        things: set[str] = set()
        for side in (units[place + 1 : place + 1 + _REACH], units[max(0, place - _REACH) : place][::-1]):
            for other in side:
                if other.text in _STOPS:
                    break
                if not _plain(other) and other.kind not in (Kind.UP, Kind.DOWN):
                    things |= other.keys
                    break
        yield unit.kind, frozenset(things)


def _roles(units: Sequence[Unit]) -> Iterator[tuple[bool, frozenset[str], int]]:
    """(does or suffers, what, which drug)."""
    for place, unit in enumerate(units):
        if unit.name is None:
            continue
        passive = False
        for other in units[place + 1 : place + 1 + _REACH]:
            if other.text in _STOPS or other.name is not None:
                break
            passive = passive or other.text in _BE
            if not _plain(other):
                yield not (passive and re.search(r"(?:ed|en|wn|nt|pt)$", other.text)), other.keys, unit.name
                break
        by = False
        for other in units[max(0, place - _REACH) : place][::-1]:
            if other.text in _STOPS or other.name is not None:
                break
            by = by or other.text in _BY
            if not _plain(other):
                yield by, other.keys, unit.name
                break


def groups_of(rows: Iterable[Mapping[str, str]]) -> list[Group]:
    """Groups from rows of a table (group_id, kind, words)."""
    return [
        Group(
            row["group_id"], Kind(row["kind"]), tuple(word.strip() for word in row["words"].split(";") if word.strip())
        )
        for row in rows
    ]
