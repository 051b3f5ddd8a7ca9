"""Judges an English paraphrase of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rxcheck.explain.narrative.judging import CAUSES, MOST_NEUTRAL, NAME, WITHOUT_WEIGHT, Clause, Judge, Role, Unit
from rxcheck.explain.narrative.reading import NUMBER
from rxcheck.explain.narrative.terms import Flaw, Group
from rxcheck.kb.names import compact
from rxcheck.kb.terms import ParaphraseKind as Kind

_TOKEN = re.compile(r"§\d+§|[A-Za-z][A-Za-z0-9]*(?:['’-][A-Za-z0-9]+)*|[×²³⁰¹⁴-⁹µ°%]\S*|\d\S*|[,.;:!?()]")
_PARTICIPLE = re.compile(r"(?:ed|en|wn|nt|pt|ut)$")
_BE = frozenset("is are was were be been being gets get".split())
_BY = frozenset("by from under with through via".split())
_LINKS = frozenset("and so because while which that but when if as since or".split())
_LISTING = frozenset({",", "and", "or", "both", "also", "as", "well"})
_COMPARING = frozenset(
    "more less higher lower greater fewer slower faster stronger weaker better worse longer shorter".split()
)
_TIMES = frozenset({"before", "after", "until"})
_MAKING = frozenset("cause make lead bring result let give rise".split())
_PLAIN_WORD = re.compile(r"[a-z]+(?:[-'’][a-z]+)*")
_DRUGLIKE = re.compile(
    r"[a-z]{2,}(?:pril|sartan|statin|olol|dipine|prazole|tidine|floxacin|mycin|cillin|cycline|conazole|vir|mab|nib|gliptin|gliflozin|glitazone"
    r"|glutide|azepam|zolam|barbital|oxetine|triptan|setron|parin|xaban|gatran|grel|profen|oxicam|coxib|thiazide|semide|lactone|solone|caine"
    r"|curium|dronate|phylline|formin|apine|azine|triptyline|codone|morphone|fentanil|cef[a-z]+)s?$"
)
_LIGHT = (Kind.FILLER, Kind.NEUTRAL, Kind.SAME)
_ADDRESS = re.compile(r"\b(?:you|your|yours|reader|we|our|i|my|me|us)\b")
_NAME_WORDS, _SHORTEST_NAME = 3, 5
_MOST_STRANGE, _MOST_TOPICAL = 1, 2  # words that no group has; words about something
_LEAST = 2  # words with some weight
_SHORT_TURN = 2  # words of a negator or hedge; a longer one holds what it turns
_REACH = 4  # units between a word and what it belongs to
_THIS_PATIENT = re.compile(
    r"\b(?:this|that|our|your|the present) (?:patient|person|woman|man|child|case)\b|\b(?:he|she|his|her)\b"
    r"|\bpatient (?:has|had|is|was|takes|took|suffers|smokes|drinks|weighs)\b"
)
_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e")),
    *(("ly", ""), ("er", ""), ("er", "e"), ("ier", "y")),
)
_SHORTEST_STEM = 3


class English(Judge):
    """Judges English."""

    stops = frozenset(",.;:!?()")
    restrictions = (
        (("only", "unless", "except", "until"), ("limited to", "restricted", " if ", "before", "once", "other than")),
    )
    avoiding = "avoid"
    grave = re.compile(
        r"^(?:stop|discontinu|start|begin|giv|increas|rais|reduc|lower|doubl|halv|switch|replac|continu|resum|restart|skip|omit|add)(?:e|es|ed|ing|s|ning|ting|ping|pped|tted|n)?$"
    )
    negators = frozenset(
        "not no never without cannot neither nor don't doesn't isn't aren't can't none nothing".split()
    )
    bounds = frozenset("exceed more less fewer higher lower greater longer shorter than".split())

    def _add(self, groups: list[Group], topics: str) -> None:
        self._topics = frozenset(re.findall(r"[a-z]{3,}", topics.lower()))
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._fillers: set[str] = set()
        self._turned: dict[tuple[str, ...], set[str]] = {}
        self._denials: dict[str, set[str]] = {}
        turning = (Kind.NO, Kind.HEDGE)
        turns = {word.lower() for group in groups if group.kind in turning for word in group.words}
        for group in groups:
            if group.kind is Kind.WEIGHTY:
                continue  # such a word stands for itself only
            key = f"={group.name}"
            self._kinds[key] = group.kind
            for phrase in group.words:
                words = tuple(phrase.lower().split())
                if len(words) > (_SHORT_TURN if group.kind in turning else 1) and turns.intersection(words):
                    # "may occur", "do not give": what turns a sentence stays a word of its own, but a clause with these words
                    # holds what they stand for, and a denied last word stands for it.
                    self._turned.setdefault(words, set()).add(key)
                    self._denials.setdefault(words[-1], set()).add(key)
                    continue
                if group.kind is Kind.FILLER:
                    self._fillers.add(" ".join(words))
                self._phrases.setdefault(words, set()).add(key)
        known = {
            word
            for group in groups
            if group.kind in _LIGHT
            for phrase in group.words
            for word in phrase.lower().split()
        }
        heavy = {word.lower() for group in groups if group.kind not in _LIGHT for word in group.words}
        self._ordinary, self._heavy = known, heavy
        self._stems = tuple(
            word.removesuffix("*")
            for group in groups
            if group.kind is Kind.WEIGHTY
            for word in group.words
            if word.endswith("*")
        )
        self._weighty = {word for group in groups if group.kind is Kind.WEIGHTY for word in group.words}
        self._spoken = frozenset(re.findall(r"[a-z]+", self.vocabulary.lower()))
        self._longest = max((len(words) for words in (*self._phrases, *self._turned)), default=1)

    def mask(self, text: str, names: Sequence[str]) -> str:
        """The longest names first, so that a name within a name is none."""
        for number, name in sorted(enumerate(names), key=lambda each: -len(each[1])):
            spelled = rf"(?<![A-Za-z0-9§]){re.escape(name)}(?:['’]s)?(?![A-Za-z0-9§])"
            text = re.sub(spelled, f"§{number}§", text, flags=re.IGNORECASE)
        return text

    def single(self, text: str) -> list[Unit]:
        """Word by word."""
        return [self._unit([token.group()], 0, None)[1] for token in _TOKEN.finditer(text)]

    def units(self, text: str, wanted: frozenset[str] | None = None) -> list[Unit]:
        """Words and phrases, the longest first."""
        tokens = [token.group() for token in _TOKEN.finditer(text)]
        units: list[Unit] = []
        place = 0
        while place < len(tokens):
            size, unit = self._unit(tokens, place, wanted)
            units.append(unit)
            place += size
        return units

    def _unit(self, tokens: Sequence[str], place: int, wanted: frozenset[str] | None) -> tuple[int, Unit]:
        name = NAME.fullmatch(tokens[place])
        if name:
            return 1, Unit(tokens[place], frozenset({tokens[place]}), None, int(name.group(1)))
        best: tuple[int, Unit] | None = None
        for size in range(min(self._longest, len(tokens) - place), 0, -1):
            words = tokens[place : place + size]
            keys = self._keys(words)
            if not keys:
                continue
            text = " ".join(words).lower()
            unit = Unit(text, keys, Kind.FILLER if text in self._fillers else self.kind(keys))
            if wanted is None or unit.kind in WITHOUT_WEIGHT or keys & wanted:
                return size, unit
            best = best or (size, unit)
        if best is None:
            word = tokens[place].lower()
            return 1, Unit(word, frozenset(_forms(word)), None)
        return best

    def all_keys(self, text: str) -> frozenset[str]:
        """The keys of every run of words."""
        tokens = [token.group() for token in _TOKEN.finditer(text)]
        found: set[str] = set()
        for place in range(len(tokens)):
            if NAME.fullmatch(tokens[place]):
                found.add(tokens[place])
                continue
            for size in range(1, min(self._longest, len(tokens) - place) + 1):
                words = tokens[place : place + size]
                found |= self._keys(words) | self._turned.get(tuple(word.lower() for word in words), set())
        return frozenset(found)

    def _keys(self, words: Sequence[str]) -> frozenset[str]:
        """Groups of a phrase, each word in any of its forms; of a single word its forms as well."""
        found: set[str] = set()
        exact = tuple(word.lower() for word in words)
        for phrase in _spelled([sorted(_forms(word)) for word in exact]):
            groups = self._phrases.get(phrase, set())
            # What turns a sentence is looked for as it is: "noted" is no form of "not".
            found |= {key for key in groups if phrase == exact or self._kinds[key] not in (Kind.NO, Kind.HEDGE)}
        if len(words) == 1:
            found |= _forms(words[0].lower())
        return frozenset(found)

    def names_another(self, sentence: str, clause: Clause) -> bool:
        """Runs of up to three words; words of clauses ("potassium") are no news."""
        tokens = [token.group() for token in _TOKEN.finditer(sentence) if token.group()[0].isalpha()]
        whole = compact(" ".join(clause.texts))
        for place in range(len(tokens)):
            for size in range(1, _NAME_WORDS + 1):
                run = " ".join(tokens[place : place + size])
                name = compact(run)
                if len(name) < _SHORTEST_NAME or name not in self.drugs or name in whole:
                    continue
                if not all(word.lower() in self._spoken for word in run.split()):
                    return True
        return False

    def words(self, sentence: str, units: Sequence[Unit], clause: Clause) -> Iterator[Flaw]:
        """Word by word."""
        kinds, neutral, weighed, topical, strange = clause.kinds, 0, 0, 0, 0
        # "lowers sodium", "causes sodium to fall": where the clause says what acts, so may the sentence.
        acting = not clause.advice and bool(kinds.intersection(CAUSES))
        before: Unit | None = None
        capital = {word.lower() for word in re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", sentence)}
        if any(word not in clause.keys for word in _ADDRESS.findall(sentence.lower())):
            yield Flaw.WORD
        for unit in units:
            if unit.text in self.stops:
                continue
            denied, before = before is not None and before.kind is Kind.NO, unit
            if denied and self.stands_for([unit]) & clause.keys:
                continue  # "should not receive": avoid
            weighed += unit.kind is not Kind.FILLER
            if unit.name is not None:
                if unit.text not in clause.keys:
                    yield Flaw.DRUG
            elif unit.kind is Kind.HEDGE:
                if clause.advice and Kind.HEDGE not in kinds:
                    yield Flaw.CERTAINTY
            elif unit.kind in (Kind.NO, Kind.FILLER) or NUMBER.fullmatch(unit.text):
                continue
            elif not unit.keys & clause.keys and not (acting and unit.keys & _MAKING):
                neutral += 1
                weighty = any(_forms(word) & self._weighty for word in unit.text.split())
                free = not weighty and any(self._kinds.get(key) is Kind.NEUTRAL for key in unit.keys)
                topical += not free and not self._light(unit) and self._light(unit, topical=True)
                strange += not free and not _forms(unit.text) & self._ordinary
                if unit.text in capital or strange > _MOST_STRANGE:
                    yield Flaw.WORD
                light = free or self._light(unit) or (self._light(unit, topical=True) and topical <= _MOST_TOPICAL)
                if not light or neutral > MOST_NEUTRAL:
                    yield Flaw.WORD
        if weighed < _LEAST:
            yield Flaw.SHORT

    def _light(self, unit: Unit, topical: bool = False) -> bool:
        """Whether a word that the clause does not have may stand all the same: a plain word that makes no claim of those that matter
        here; `topical` ones are about something."""
        for word in re.split(r"[\s-]+", unit.text):
            forms = _forms(word)
            if (
                not _PLAIN_WORD.fullmatch(word)
                or _DRUGLIKE.search(word)
                or forms & self._weighty
                or word.startswith(self._stems)
            ):
                return False
            if forms & self._heavy and not forms & self._ordinary:
                return False
            if forms & self._topics and not topical:
                return False
        return True

    def directed(self, units: Sequence[Unit]) -> Iterator[tuple[str, frozenset[str]]]:
        """What stands next behind and next before a word of direction; the next two behind before, after, until."""
        for place, unit in enumerate(units):
            if unit.text in _TIMES:
                behind = [u.keys for u in units[place + 1 :] if u.name is not None or not self.plain(u)][:2]
                if behind:
                    yield unit.text, frozenset().union(*behind)
            elif unit.kind in (Kind.UP, Kind.DOWN):
                things: set[str] = set()
                for side in (units[place + 1 : place + 1 + _REACH], units[max(0, place - _REACH) : place][::-1]):
                    for other in side:
                        if other.text in self.stops or other.text in _LINKS:
                            break
                        if not self.plain(other) and other.kind not in (Kind.UP, Kind.DOWN):
                            things |= other.keys
                            break
                yield unit.kind.value, frozenset(things)

    def roles(self, units: Sequence[Unit]) -> Iterator[Role]:
        """X inhibits, is inhibited; inhibition of X, by X."""
        for first, last, names in _lists(units):
            for name in names:
                yield from self._behind(units, last, name)
                yield from self._before(units, first, name)

    def _behind(self, units: Sequence[Unit], place: int, name: int) -> Iterator[Role]:
        passive = False
        for at in range(place + 1, min(place + 1 + _REACH, len(units))):
            other = units[at]
            if other.text in self.stops or other.name is not None:
                return
            passive = passive or other.text in _BE
            if self.plain(other):
                continue
            if other.kind is Kind.CAUSE:
                yield not (passive and _PARTICIPLE.search(other.text)), other.keys, name
            elif other.kind in CAUSES and other.text not in _COMPARING and self._has_object(units, at):
                yield not passive, other.keys, name
            return

    def _has_object(self, units: Sequence[Unit], place: int) -> bool:
        """Whether a word of direction is done to something: "raises potassium", not "potassium rises"."""
        for other in units[place + 1 : place + 1 + _REACH]:
            if other.text in self.stops or other.text in _LINKS:
                return False
            if other.name is not None or not self.plain(other):
                return True
        return False

    def _before(self, units: Sequence[Unit], place: int, name: int) -> Iterator[Role]:
        by = False
        for other in units[max(0, place - _REACH) : place][::-1]:
            if other.text in self.stops or other.name is not None or other.kind is Kind.NEUTRAL:
                return
            by = by or other.text in _BY
            if not self.plain(other):
                if other.kind in CAUSES and other.text not in _COMPARING:
                    yield by, other.keys, name
                return

    def doers(self, units: Sequence[Unit], drugs: bool) -> Iterator[frozenset[str]]:
        """What is done, in the active, by what stands before it."""
        for place, unit in enumerate(units):
            if unit.kind is not Kind.CAUSE:
                continue
            for other in units[max(0, place - _REACH) : place][::-1]:
                if other.text in self.stops or other.text in _BE or other.text in ("to", "which", "that"):
                    break
                if other.name is not None or not self.plain(other):
                    if (other.name is not None) == drugs:
                        yield unit.keys
                    break

    def stands_for(self, span: Sequence[Unit]) -> set[str]:
        """The group of "do not give" for a denied "give"."""
        return {key for unit in span[:2] for form in _forms(unit.text) for key in self._denials.get(form, ())}

    def of_patient(self, said: str, texts: Sequence[str]) -> Iterator[Flaw]:
        """This patient, he and she, and what the patient has."""
        lower, theirs = said.lower(), " ".join(texts).lower()
        if "the patient" in theirs:
            lower = lower.replace("this patient", "the patient")
        if any(found.group() not in theirs for found in _THIS_PATIENT.finditer(lower)):
            yield Flaw.PATIENT


def _lists(units: Sequence[Unit]) -> Iterator[tuple[int, int, list[int]]]:
    """(first place, last place, drugs) of drugs that are named one after the other."""
    place = 0
    while place < len(units):
        if units[place].name is None:
            place += 1
            continue
        first = last = place
        names = [units[place].name or 0]
        while place + 1 < len(units) and (units[place + 1].name is not None or units[place + 1].text in _LISTING):
            place += 1
            if units[place].name is not None:
                last = place
                names.append(units[place].name or 0)
        yield first, last, names
        place = last + 1


def _forms(word: str) -> set[str]:
    """A word and what it may be a form of."""
    word = re.sub(r"['’]s?$", "", word)
    found = {word}
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending) + instead
            found.add(stem)
            if ending in ("ed", "ing") and len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
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
