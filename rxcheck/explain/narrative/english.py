"""Judges an English paraphrase of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rxcheck.explain.narrative.english_words import (
    ADDRESS,
    BE,
    BESIDE,
    BY,
    COMPARING,
    CONDITIONS,
    DENYING,
    DRUGLIKE,
    ENDS,
    LEAST,
    LIGHT,
    LIMITS,
    LINKS,
    MAKING,
    MOST_JOINTS,
    MOST_STRANGE,
    MOST_TOPICAL,
    NAME_WORDS,
    NOT_ONLY,
    OBLIGED,
    PARTICIPLE,
    PARTICLES,
    PLAIN_WORD,
    REACH,
    SHORT_TURN,
    SHORTEST_NAME,
    TAKEN,
    THIS_PATIENT,
    TIMES,
    TOKEN,
    WAYS,
    either_way,
    forms_of,
    lists,
    moved,
)
from rxcheck.explain.narrative.judging import CAUSES, MOST_NEUTRAL, NAME, WITHOUT_WEIGHT, Clause, Judge, Role, Unit
from rxcheck.explain.narrative.reading import NUMBER
from rxcheck.explain.narrative.terms import Flaw, Group
from rxcheck.kb.spelling import compact
from rxcheck.kb.terms import ParaphraseKind as Kind

_MOST_KNOWN = 100_000  # phrases whose groups are kept


class English(Judge):
    """Judges English."""

    stops = frozenset(",.;:!?()")
    restrictions = (
        (("only", "unless", "except", "until"), ("limited to", "restricted", " if ", "before", "once", "other than")),
    )
    avoiding = "avoid"
    conditions = re.compile(
        r"\b(?:when|whenever|if|whether|before|prior|until|unless|after|once|while|where|which|each time|during|otherwise|ahead of|instead)\b"
    )
    grave = re.compile(
        r"^(?:stop|discontinu|start|begin|giv|increas|rais|reduc|lower|doubl|halv|switch|replac|continu|resum|restart|skip|omit|add|withdraw|withhold|withheld|paus|swallow)(?:e|es|ed|ing|s|ning|ting|ping|pped|tted|n)?$"
    )
    doubts = re.compile(r"\b(?:may|might|could|possibl[ey]|perhaps|possibility)\b", re.IGNORECASE)
    negators = frozenset(
        "not no never without cannot neither nor don't doesn't isn't aren't can't none nothing".split()
    )
    linking = frozenset({"nor", "neither", "except"})
    preventing = frozenset("prevent prevents prevented preventing stops keeps keeping blocks hinders".split())
    bounds = frozenset("exceed more less fewer higher lower greater longer shorter than".split())

    def _add(self, groups: list[Group], topics: str) -> None:
        self._topics = frozenset(re.findall(r"[a-z]{3,}", topics.lower()))
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._known: dict[tuple[str, ...], frozenset[str]] = {}
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
                if len(words) > (SHORT_TURN if group.kind in turning else 1) and turns.intersection(words):
                    # "may occur", "do not give": what turns a sentence stays a word of its own, but a clause with these words
                    # holds what they stand for, and a denied last word stands for it.
                    self._turned.setdefault(words, set()).add(key)
                    self._denials.setdefault(words[-1], set()).add(key)
                    continue
                if group.kind is Kind.FILLER:
                    self._fillers.add(" ".join(words))
                self._phrases.setdefault(words, set()).add(key)
        known = {
            word for group in groups if group.kind in LIGHT for phrase in group.words for word in phrase.lower().split()
        }
        heavy = {word.lower() for group in groups if group.kind not in LIGHT for word in group.words}
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
        self._beginnings = frozenset(words[:size] for words in self._phrases for size in range(1, len(words) + 1))
        self._longest = max((len(words) for words in (*self._phrases, *self._turned)), default=1)

    def mask(self, text: str, names: Sequence[str]) -> str:
        """The longest names first, so that a name within a name is none."""
        text = NOT_ONLY.sub("", text)
        for number, name in sorted(enumerate(names), key=lambda each: -len(each[1])):
            spelled = rf"(?<![A-Za-z0-9§]){re.escape(name)}(?:['’]s)?(?![A-Za-z0-9§])"
            text = re.sub(spelled, f"§{number}§", text, flags=re.IGNORECASE)
        return text

    def single(self, text: str) -> list[Unit]:
        """Word by word."""
        return [self._unit([token.group()], 0, None)[1] for token in TOKEN.finditer(text)]

    def units(self, text: str, wanted: frozenset[str] | None = None) -> list[Unit]:
        """Words and phrases, the longest first."""
        tokens = [token.group() for token in TOKEN.finditer(text)]
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
            return 1, Unit(word, frozenset(forms_of(word)), None)
        return best

    def all_keys(self, text: str) -> frozenset[str]:
        """The keys of every run of words."""
        tokens = [token.group() for token in TOKEN.finditer(text)]
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
        """Groups of a phrase, each word in any of its forms; of a single word its forms as well. The same phrases come again."""
        exact = tuple(word.lower() for word in words)
        known = self._known.get(exact)
        if known is not None:
            return known
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        return self._known.setdefault(exact, self._keys_of(exact))

    def _keys_of(self, exact: tuple[str, ...]) -> frozenset[str]:
        found: set[str] = set()
        for phrase in self._spelled(exact):
            groups = self._phrases.get(phrase, set())
            # What turns a sentence is looked for as it is: "noted" is no form of "not".
            found |= {key for key in groups if phrase == exact or self._kinds[key] not in (Kind.NO, Kind.HEDGE)}
        if len(exact) == 1:
            found |= forms_of(exact[0])
            bare = self._bare(exact[0])
            found |= forms_of(bare) if bare else frozenset()
        return frozenset(found)

    def _spelled(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Every phrase of the table that these words may be forms of."""
        found: list[tuple[str, ...]] = [()]
        for word in words:
            longer = ((*phrase, form) for phrase in found for form in sorted(forms_of(word)))
            found = [phrase for phrase in longer if phrase in self._beginnings]
        return found

    def _bare(self, word: str) -> str:
        """The word that a prefix denies: usual in unusual; nothing where there is no such word."""
        found = DENYING.fullmatch(word)
        return found[1] if found and not self._spoken.isdisjoint(forms_of(found[1])) else ""

    def denied_within(self, text: str, other: str) -> int:
        """Unusual, immature, non-healing."""
        words = set(re.findall(r"[a-z]+(?:-[a-z]+)?", other.lower()))
        spoken = frozenset().union(*map(forms_of, words))
        denied = (self._bare(word) for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()) if word not in words)
        return sum(bool(bare) and not forms_of(bare).isdisjoint(spoken) for bare in denied)

    def in_parts(self, unit: Unit, keys: frozenset[str], said: str) -> bool:
        """Every word of a phrase, or the parts that a hyphen joins, or what a prefix denies."""
        bare = self._bare(unit.text)
        if bare and self._keys([bare]) & keys:
            return True
        parts = [part for part in re.split(r"[\s-]+", unit.text) if part not in self._fillers]
        return len(parts) > 1 and all(self._keys([part]) & keys for part in parts)

    def limits(self, unit: Unit) -> bool:
        """Also as one word of a phrase."""
        return bool(LIMITS.intersection(unit.text.split()))

    def names_another(self, sentence: str, clause: Clause) -> bool:
        """Runs of up to three words; words of clauses ("potassium") are no news."""
        tokens = [token.group() for token in TOKEN.finditer(sentence) if token.group()[0].isalpha()]
        whole = compact(" ".join(clause.texts))
        for place in range(len(tokens)):
            for size in range(1, NAME_WORDS + 1):
                run = " ".join(tokens[place : place + size])
                name = compact(run)
                if len(name) < SHORTEST_NAME or name not in self.drugs or name in whole:
                    continue
                if (clause.whole and clause.advising) or not all(word.lower() in self._spoken for word in run.split()):
                    return True
        return False

    def words(self, sentence: str, units: Sequence[Unit], clause: Clause) -> Iterator[Flaw]:
        """Word by word."""
        kinds, neutral, weighed, topical, strange = clause.kinds, 0, 0, 0, 0
        # "lowers sodium", "causes sodium to fall": where the clause says what acts, so may the sentence.
        acting = not clause.advice and bool(kinds.intersection(CAUSES))
        telling = not clause.advising and not OBLIGED.search(sentence)
        before: Unit | None = None
        capital = {word.lower() for word in re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", sentence)}
        if any(word not in clause.keys for word in ADDRESS.findall(sentence.lower())):
            yield Flaw.WORD
        acted, joints = False, 0
        for unit in units:
            if unit.text in self.stops:
                if unit.text in ENDS:
                    neutral, topical, strange, joints, acted = 0, 0, 0, 0, False
                continue
            acted = acted or unit.kind in (Kind.ACT, Kind.ASK)
            denied = before is not None and before.kind is Kind.NO
            before = before if denied and unit.kind is Kind.FILLER else unit
            if denied and self.stands_for([unit]) & clause.keys:
                continue  # "should not receive": avoid
            weighed += unit.kind is not Kind.FILLER
            if unit.name is not None:
                if unit.text not in clause.keys:
                    yield Flaw.DRUG
            elif unit.kind is Kind.HEDGE:
                if clause.advising and Kind.HEDGE not in kinds and not acted:
                    yield Flaw.CERTAINTY
            elif unit.kind in (Kind.NO, Kind.FILLER) or NUMBER.fullmatch(unit.text):
                continue
            elif telling and unit.text in TAKEN:
                neutral += 1  # "when it is given": no instruction
            elif clause.whole and self._joins(unit, clause):
                joints += 1
                if joints > MOST_JOINTS:
                    yield Flaw.WORD
            elif not unit.keys & clause.keys and not (acting and forms_of(unit.text.split()[0]) & MAKING):
                neutral += 1
                weighty = any(forms_of(word) & self._weighty for word in unit.text.split())
                free = not weighty and any(self._kinds.get(key) is Kind.NEUTRAL for key in unit.keys)
                topical += not free and not self._light(unit) and self._light(unit, topical=True)
                strange += not free and not forms_of(unit.text) & self._ordinary
                if unit.text in capital or strange > MOST_STRANGE:
                    yield Flaw.WORD
                light = free or self._light(unit) or (self._light(unit, topical=True) and topical <= MOST_TOPICAL)
                if not light or neutral > MOST_NEUTRAL:
                    yield Flaw.WORD
        if weighed < LEAST:
            yield Flaw.SHORT

    def _joins(self, unit: Unit, clause: Clause) -> bool:
        """Whether a word only joins what is said in full: "one", "already"; in an advice no condition and no time."""
        words = unit.text.split()
        if unit.keys & clause.keys or not any(word in self.joints for word in words):
            return False
        if not all(word in self.joints or word in self._fillers or self._keys([word]) & clause.keys for word in words):
            return False
        return not (clause.advising and unit.text in CONDITIONS)

    def _light(self, unit: Unit, topical: bool = False) -> bool:
        """Whether a word that the clause does not have may stand all the same: a plain word that makes no claim of those that matter
        here; `topical` ones are about something."""
        for word in re.split(r"[\s-]+", unit.text):
            forms = forms_of(word)
            if (
                not PLAIN_WORD.fullmatch(word)
                or DRUGLIKE.search(word)
                or forms & self._weighty
                or word.startswith(self._stems)
            ):
                return False
            if forms & self._heavy and not forms & self._ordinary:
                return False
            if forms & self._topics and not topical:
                return False
        return True

    def directed(self, units: Sequence[Unit], reach: int = 1) -> Iterator[tuple[str, frozenset[str]]]:
        """What stands next behind and next before a word of direction; the next two behind before, after, until."""
        for place, unit in enumerate(units):
            if unit.text in TIMES:
                behind = [u.keys for u in self._phrase(units[place + 1 :])]
                if behind:
                    yield unit.text, frozenset().union(*behind)
            elif either_way(units, place):
                continue  # "raised or lowered"
            elif unit.kind in (Kind.UP, Kind.DOWN) or moved(units, place):
                things: set[str] = set()
                far = REACH * reach
                for side in (units[place + 1 : place + 1 + far], units[max(0, place - far) : place][::-1]):
                    found = 0
                    for other in side:
                        if other.text in self.stops or other.text in LINKS:
                            break
                        if (
                            not self.plain(other)
                            and other.kind not in (Kind.UP, Kind.DOWN)
                            and other.text not in PARTICLES
                        ):
                            things |= other.keys
                            found += 1
                            if found == reach:
                                break
                yield PARTICLES.get(unit.text, unit.kind or Kind.UP).value, frozenset(things)

    def _phrase(self, units: Sequence[Unit]) -> Iterator[Unit]:
        """The next words with a meaning, drugs among them, up to a stop."""
        left = REACH
        for unit in units:
            if unit.text in self.stops or not left:
                return
            if unit.name is not None or not self.plain(unit):
                left -= 1
                yield unit

    def roles(self, units: Sequence[Unit]) -> Iterator[Role]:
        """X inhibits, is inhibited; inhibition of X, by X."""
        for first, last, names in lists(units):
            for name in names:
                if first == 0 or units[first - 1].text not in BESIDE:
                    yield from self._behind(units, last, name)
                yield from self._before(units, first, name)

    def _behind(self, units: Sequence[Unit], place: int, name: int) -> Iterator[Role]:
        passive = False
        for at in range(place + 1, min(place + 1 + REACH, len(units))):
            other = units[at]
            if other.text in self.stops or other.name is not None:
                return
            passive = passive or other.text in BE
            if self.plain(other):
                continue
            if other.kind is Kind.CAUSE:
                yield not (passive and PARTICIPLE.search(other.text)), other.keys, name
            elif other.kind in CAUSES and other.text not in COMPARING and self._has_object(units, at):
                yield not passive, other.keys, name
            else:
                return
            if not passive:
                yield from self._also(units, at, name)
            return

    def _also(self, units: Sequence[Unit], place: int, name: int) -> Iterator[Role]:
        """What the same drug does as well: "inhibits the enzyme and raises the level"."""
        for at in range(place + 1, len(units) - 1):
            if units[at].text in self.stops:
                return
            verb = units[at + 1]
            if units[at].text == "and" and verb.kind in CAUSES and verb.text not in COMPARING:
                if self._has_object(units, at + 1):
                    yield True, verb.keys, name
                return

    def _has_object(self, units: Sequence[Unit], place: int) -> bool:
        """Whether a word of direction is done to something: "raises potassium", not "potassium rises"."""
        for other in units[place + 1 : place + 1 + REACH]:
            if other.text in self.stops or other.text in LINKS:
                return False
            if other.name is not None or not self.plain(other):
                return True
        return False

    def _before(self, units: Sequence[Unit], place: int, name: int) -> Iterator[Role]:
        by = False
        for other in units[max(0, place - REACH) : place][::-1]:
            if other.text in self.stops or other.name is not None or other.kind is Kind.NEUTRAL:
                return
            if other.text in ("when", "while", "because", "since", "if"):
                return
            by = by or other.text in BY
            if not self.plain(other):
                if other.kind in CAUSES and other.text not in COMPARING:
                    yield by, other.keys, name
                return

    def acts_on(self, units: Sequence[Unit]) -> Iterator[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        """A does to B; B is done by A."""
        for place, unit in enumerate(units):
            if unit.kind is not Kind.CAUSE:
                continue
            left = next(self._phrase(units[:place][::-1]), None)
            right = next(self._phrase(units[place + 1 :]), None)
            if left is None or right is None:
                continue
            passive = PARTICIPLE.search(unit.text) and any(u.text in BE for u in units[max(0, place - 2) : place])
            if passive and not any(u.text == "by" for u in units[place + 1 : place + 3]):
                continue
            yield (unit.keys, right.keys, left.keys) if passive else (unit.keys, left.keys, right.keys)

    def moves(self, units: Sequence[Unit]) -> Iterator[tuple[str, frozenset[str]]]:
        """From, into; more, than."""
        for place, unit in enumerate(units):
            where = next(self._phrase(units[place + 1 :]), None) if unit.text in WAYS else None
            behind = [other.text for other in units[place + 1 : place + 4]]
            if (
                where is not None
                and where.text in behind
                and WAYS.keys().isdisjoint(behind[: behind.index(where.text)])
            ):
                yield WAYS[unit.text], where.keys

    def doers(self, units: Sequence[Unit], drugs: bool) -> Iterator[frozenset[str]]:
        """What is done, in the active, by what stands before it."""
        for place, unit in enumerate(units):
            if unit.kind is not Kind.CAUSE:
                continue
            for other in units[max(0, place - REACH) : place][::-1]:
                if other.text in self.stops or other.text in BE or other.text in ("to", "which", "that"):
                    break
                if other.name is not None or not self.plain(other):
                    if (other.name is not None) == drugs:
                        yield unit.keys
                    break

    def stands_for(self, span: Sequence[Unit]) -> set[str]:
        """The group of "do not give" for a denied "give"."""
        return {key for unit in span[:2] for form in forms_of(unit.text) for key in self._denials.get(form, ())}

    def of_patient(self, said: str, texts: Sequence[str]) -> Iterator[Flaw]:
        """This patient, he and she, and what the patient has."""
        lower, theirs = said.lower(), " ".join(texts).lower()
        if re.search(r"\ba patient with\b", theirs):
            lower = lower.replace("when the patient has", "").replace("if the patient has", "")
        if re.search(r"\b(?:mother|wom[ae]n)\b", theirs):
            lower = re.sub(r"\b(?:she|her)\b", "", lower)
        if "the patient" in theirs:
            lower = lower.replace("this patient", "the patient")
        if any(found.group() not in theirs for found in THIS_PATIENT.finditer(lower)):
            yield Flaw.PATIENT
