"""What is compared between a paraphrase and its clause, in either language.

Every word must be one of the clause, stand for one (a group of paraphrases), or say nothing by itself. What such words could still turn
round is compared: negation, direction, who does what to whom, certainty, restrictions, numbers, whom to ask, and the patient.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from msgspec import Struct

from rxcheck.explain.narrative.covering import as_many_noes, complete, reversed_order, turned
from rxcheck.explain.narrative.keeping import advised, certain, pieces
from rxcheck.explain.narrative.reading import bounds_kept, characters, in_order, numbers, units_kept
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.kb.terms import ParaphraseKind as Kind

NAME = re.compile(r"§(\d+)§")
_SPEAKER = re.compile(r"\s*(?:system|user|assistant|系统|用户|助手|模型)\s*[:：]", re.IGNORECASE)
CAUSES = (Kind.CAUSE, Kind.UP, Kind.DOWN)
MOST_NEUTRAL = 5  # words that say nothing by themselves
_ORDER = (
    *(Kind.NO, Kind.HEDGE, Kind.UP, Kind.DOWN, Kind.ASK, Kind.ACT, Kind.CAUSE, Kind.SAME, Kind.NEUTRAL, Kind.FILLER),
)
WITHOUT_WEIGHT = (Kind.FILLER, Kind.NEUTRAL, Kind.NO, Kind.HEDGE)
_SAYING = (Kind.SAME, Kind.CAUSE, Kind.UP, Kind.DOWN, Kind.ASK, Kind.ACT)  # with a meaning that other words can have
_NEAREST = 2  # of them, one that the clause denies as well
_DENIED = 4  # words with a meaning behind a negator that it may concern
Role = tuple[bool, frozenset[str], int]  # does or suffers, what, which drug


class Unit(Struct, frozen=True):
    """A word or phrase of a text, what it may stand for (`keys`), what it does, and the number of the drug that it names."""

    text: str
    keys: frozenset[str]
    kind: Kind | None
    name: int | None = None


class Clause(Struct, frozen=True):
    """The texts of the clauses that a sentence cites, read."""

    texts: tuple[str, ...]
    units: tuple[tuple[Unit, ...], ...]
    keys: frozenset[str]
    advice: bool
    advising: bool  # whether the sentence is about what to do, not about its reasons
    whole: bool  # whether the sentence says all of the one that it cites

    @property
    def kinds(self) -> set[Kind | None]:
        """What its words do."""
        return {unit.kind for text in self.units for unit in text}


def _alike(things: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two words of order have something in common behind them, and the same drugs."""
    return bool(things & theirs) and {key for key in theirs if NAME.fullmatch(key)} <= things


class Judge(ABC):
    """Judges paraphrases of one language by groups of words."""

    latin = True
    stops: frozenset[str]
    # (words that restrict an advice, further ways to say so): where it has one of the first, one of either stays.
    restrictions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    avoiding: str  # a word for what must not be done
    conditions: re.Pattern[str]  # words under which a deed is spoken of, and not asked for
    grave: re.Pattern[str]  # deeds that an advice must name itself
    doubts: re.Pattern[str]  # words that say of a fact that it is only possible
    negators: frozenset[str]  # words that deny only what stands behind them
    linking: frozenset[str]  # negators that go on with a denial, or make an exception
    preventing: frozenset[str]  # words whose object does not happen
    bounds: frozenset[str]  # words of a bound of a number, which is compared with the number

    def __init__(
        self, groups: Iterable[Group], topics: str = "", drugs: Container[str] = (), vocabulary: str = ""
    ) -> None:
        """`topics` is a text of words that are about something: names of drugs, classes and conditions, and the clauses of harms;
        `drugs` are the compact names of drugs; `vocabulary` is the text of all clauses."""
        self._kinds: dict[str, Kind] = {}
        self.drugs = drugs
        self.vocabulary = vocabulary
        every = list(groups)
        self.joints = frozenset(word for group in every if group.kind is Kind.JOINT for word in group.words)
        known = [group for group in every if group.kind is not Kind.JOINT]
        self._groups = {f"={group.name}": group for group in known}
        self._add(known, topics)

    def alternatives(self, unit: Unit) -> list[str]:
        """What may stand for a word, what shares most groups with it first; nothing for words that turn a sentence."""
        if unit.name is not None or unit.kind not in _SAYING:
            return []
        groups = [self._groups[key] for key in sorted(unit.keys) if key in self._groups]
        saying = (group for group in groups if group.kind in _SAYING and unit.text in group.words)
        found = Counter(word for group in saying for word in group.words)
        return [word for word, _ in found.most_common() if word != unit.text and not self.hedged(word)]

    def judge(
        self, said: str, sources: Sequence[Source], names: Sequence[str], cited: Sequence[str] = ()
    ) -> tuple[Flaw, ...]:
        """The flaws of a sentence that cites `sources`; `names` are those of the finding's drugs, `cited` the sentences that it says in
        other words, where they are known. Without any flaw it may be used."""
        texts = [text for source in sources for text in source.texts]
        strange = characters(said, [*texts, *names], self.latin)
        if strange is not None:
            return (strange,)
        masked = tuple(self.mask(text, names) for text in texts)
        keys = frozenset().union(*(self.all_keys(text) for text in masked))
        units = tuple(tuple(self.units(text)) for text in masked)
        found = pieces(self, said, sources, names)
        advising = all(each.advice for piece in found for each in piece.near) and any(s.advice for s in sources)
        sentence = self.mask(said, names)
        told = [self.mask(text, names) for text in cited]
        whole = bool(cited) and complete(self, sentence, told)
        clause = Clause(masked, units, keys, any(source.advice for source in sources), advising, whole)
        mine = self.units(sentence, keys)
        # Phrases hide what happens inside them ("lowers sodium"): that is looked at word by word.
        words = self.single(sentence)
        fine = Clause(masked, tuple(tuple(self.single(text)) for text in masked), keys, clause.advice, advising, whole)
        flaws = [Flaw.OMISSION] if cited and not whole else []
        if not any(in_order(numbers(said), numbers(text)) for text in (*texts, " ".join(texts))):
            flaws.append(Flaw.NUMBER)
        if not bounds_kept(said, texts) or not units_kept(said, texts):
            flaws.append(Flaw.NUMBER)
        flaws += self.words(sentence, mine, clause)
        if self.names_another(sentence, clause):
            flaws.append(Flaw.DRUG)
        # Word by word and phrase by phrase: what is said otherwise may look like another claim in one of them.
        if told and turned(self, sentence, told):
            flaws.append(Flaw.NEGATION)
        # Who says all of a sentence, with as many negators, denies what it denies.
        if not (whole and as_many_noes(self, sentence, told)):
            if self._denies_less(words, fine) and self._denies_less(mine, clause):
                flaws.append(Flaw.NEGATION)
            if self._denies_more(words, fine) and self._denies_more(mine, clause):
                flaws.append(Flaw.NEGATION)
        flaws += self._directions(words, fine, [self.single(text) for text in told] or fine.units)
        flaws += self._roles(words, fine)
        if reversed_order(self, words, fine.units):
            flaws.append(Flaw.ROLE)
        if (
            told
            and not clause.advising
            and any(self.doubts.search(text) for text in told)
            and not self.hedged(sentence)
        ):
            flaws.append(Flaw.CERTAINTY)
        if _SPEAKER.match(said):
            flaws.append(Flaw.WORD)
        flaws += certain(self, found)
        flaws += advised(self, found, sources, names, whole)
        flaws += self.of_patient(said, cited if whole else texts)
        return tuple(dict.fromkeys(flaws))

    # What each language does its own way

    @abstractmethod
    def _add(self, groups: list[Group], topics: str) -> None:
        """Take the groups and topics in."""

    @abstractmethod
    def mask(self, text: str, names: Sequence[str]) -> str:
        """The text with names of drugs as §0§, §1§ …"""

    @abstractmethod
    def units(self, text: str, wanted: frozenset[str] | None = None) -> list[Unit]:
        """The units of a text; where it can be cut in several ways, one with a key that is `wanted`."""

    def hedged(self, text: str) -> bool:
        """Whether a text says of anything that it may be."""
        return any(unit.kind is Kind.HEDGE for unit in self.single(text))

    def single(self, text: str) -> list[Unit]:
        """The units of a text, no phrases among them; where a language has none, its units."""
        return self.units(text)

    @abstractmethod
    def all_keys(self, text: str) -> frozenset[str]:
        """What any word or phrase of a text may stand for, however it is cut."""

    def in_parts(self, unit: Unit, keys: frozenset[str], said: str) -> bool:
        """Whether the parts of a word are said."""
        return False

    def denied_within(self, text: str, other: str) -> int:
        """How many words deny what another text says of itself ("unusual" where that has "usual")."""
        return 0

    @abstractmethod
    def limits(self, unit: Unit) -> bool:
        """Whether a word says how much, how often, when or under which condition."""

    @abstractmethod
    def names_another(self, sentence: str, clause: Clause) -> bool:
        """Whether a drug is named that the clause does not name."""

    @abstractmethod
    def words(self, sentence: str, units: Sequence[Unit], clause: Clause) -> Iterator[Flaw]:
        """Whether every word is one of the clause, stands for one, or says nothing by itself."""

    @abstractmethod
    def directed(self, units: Sequence[Unit], reach: int = 1) -> Iterator[tuple[str, frozenset[str]]]:
        """(direction or order, the things that it may be about: the next `reach` words on each side)."""

    @abstractmethod
    def roles(self, units: Sequence[Unit]) -> Iterator[Role]:
        """Which drug does what, or suffers it."""

    @abstractmethod
    def acts_on(self, units: Sequence[Unit]) -> Iterator[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        """(deed, what does it, what it is done to), nearest words, drugs among them."""

    @abstractmethod
    def moves(self, units: Sequence[Unit]) -> Iterator[tuple[str, frozenset[str]]]:
        """("from", "to", "more" or "than"; what)."""

    @abstractmethod
    def of_patient(self, said: str, texts: Sequence[str]) -> Iterator[Flaw]:
        """Nothing is said of this patient that the clause does not say of this patient."""

    def doers(self, units: Sequence[Unit], drugs: bool) -> Iterator[frozenset[str]]:
        """What is done by a drug, or by something else; nothing where the language does not tell."""
        return iter(())

    def stands_for(self, span: Sequence[Unit]) -> set[str]:
        """What a denied word is another way to say ("not give": avoid)."""
        return set()

    # What is the same

    def kind(self, keys: Iterable[str]) -> Kind | None:
        """What a word with these keys does, what turns a sentence first."""
        kinds = {self._kinds[key] for key in keys if key in self._kinds}
        return next((kind for kind in _ORDER if kind in kinds), None)

    def weighed(self, units: Iterable[Unit]) -> list[Unit]:
        """Those of a text that have a meaning of their own."""
        return [
            unit for unit in units if unit.text not in self.stops and (unit.name is not None or not self.plain(unit))
        ]

    def plain(self, unit: Unit) -> bool:
        """Whether a unit has no meaning of its own."""
        return unit.kind in WITHOUT_WEIGHT or unit.name is not None or unit.text in self.stops

    def denied(self, units: Sequence[Unit], reach: int = _DENIED) -> Iterator[list[Unit]]:
        """For each negator the next words with a meaning, at most `reach` of them, up to the end of its part of the sentence."""
        return (span for _, span in self._denials_in(units, reach))

    def _denials_in(self, units: Sequence[Unit], reach: int) -> Iterator[tuple[Unit, list[Unit]]]:
        """Each negator, and what it denies."""
        for place, unit in enumerate(units):
            if unit.kind is not Kind.NO:
                continue
            span = self._next(units[place + 1 :], reach)
            named = place + 1 < len(units) and units[place + 1].name is not None
            if not self.forward(unit) and not (
                named and not span
            ):  # "fails", "lost": what is denied may stand before it
                span += self._next(units[:place][::-1], reach)
            if span and span[0].text not in self.bounds:
                yield unit, span

    def forward(self, unit: Unit) -> bool:
        """Whether a negator denies only what stands behind it."""
        return unit.text in self.negators

    def own(self, unit: Unit) -> frozenset[str]:
        """What a denied word stands for; of one of direction itself only, since there are many of those."""
        if unit.kind in (Kind.UP, Kind.DOWN):
            return frozenset(key for key in unit.keys if not key.startswith("=")) or unit.keys
        return unit.keys

    def _next(self, units: Sequence[Unit], reach: int) -> list[Unit]:
        """The next words with a meaning, up to a stop."""
        span: list[Unit] = []
        for other in units:
            if other.text in self.stops or len(span) == reach:
                break
            if not self.plain(other):
                span.append(other)
        return span

    def _denies_less(self, units: Sequence[Unit], clause: Clause) -> bool:
        """Whether something is said that the clause only denies."""
        first = {id(unit) for text in clause.units for span in self.denied(text, 1) for unit in span}
        denied = [unit.keys for text in clause.units for unit in text if id(unit) in first]
        # What an advice denies first stays denied, whatever the reasons behind it say.
        positive = clause.units[:1] if clause.advising else clause.units
        said = [u.keys for text in positive for u in text if not self.plain(u) and id(u) not in first]
        covered = {id(unit) for span in self.denied(units) for unit in span}
        for unit in units:
            if self.plain(unit) or id(unit) in covered:
                continue
            if any(unit.keys & keys for keys in denied) and not any(unit.keys & keys for keys in said):
                return True
        return False

    def _denies_more(self, units: Sequence[Unit], clause: Clause) -> bool:
        """Whether something is denied that the clause does not deny."""
        about = [self.own(unit) for text in clause.units for span in self.denied(text) for unit in span]
        # What is prevented does not happen.
        preventing = (
            (text, place) for text in clause.units for place, u in enumerate(text) if u.text in self.preventing
        )
        about += [self.own(unit) for text, place in preventing for unit in self._next(text[place + 1 :], _DENIED)]
        first = {id(unit) for text in clause.units for span in self.denied(text, 1) for unit in span}
        said = [u.keys for text in clause.units for u in text if not self.plain(u) and id(u) not in first]
        for by, span in self._denials_in(units, _DENIED):
            if not self.forward(by) and by.keys & clause.keys:
                continue  # "may fail", where the clause speaks of failure
            alike = any(self.own(unit) & keys for unit in span[:_NEAREST] for keys in about)
            turned = any(self.own(span[0]) & keys for keys in said) and not any(
                self.own(span[0]) & keys for keys in about
            )
            if turned or not (alike or self.stands_for(span) & clause.keys):
                return True
        return False

    def _directions(self, units: Sequence[Unit], clause: Clause, told: Sequence[Sequence[Unit]]) -> Iterator[Flaw]:
        """What rises rises, what falls falls, and what comes before comes before. `told` are the sentences that are cited."""
        pairs = [pair for text in clause.units for pair in self.directed(text)]
        wide = [pair for text in told for pair in self.directed(text, 2)]
        times = {way for text in told for way, _ in self.directed(text)}
        opposite = {Kind.UP.value: Kind.DOWN.value, Kind.DOWN.value: Kind.UP.value}
        for way, things in self.directed(units):
            alike = {other for other, theirs in pairs if theirs & things}
            same = [theirs for other, theirs in pairs if other == way]
            also = any(other == way and theirs & things for other, theirs in wide)
            turned = opposite.get(way) in alike and way not in alike and not also
            if turned or (
                way not in opposite and way in times and same and not any(_alike(things, theirs) for theirs in same)
            ):
                yield Flaw.DIRECTION
                return

    def _roles(self, units: Sequence[Unit], clause: Clause) -> Iterator[Flaw]:
        """Each drug does, or suffers, what it does in the clause; what a drug does, nothing else does."""
        theirs = [role for text in clause.units for role in self.roles(text)]
        for acts, keys, name in self.roles(units):
            others = {drug for act, other, drug in theirs if act == acts and other & keys}
            sides = {act for act, other, drug in theirs if drug == name and other & keys}
            if (others and name not in others) or (sides and acts not in sides):
                yield Flaw.ROLE
                return
        for keys in self.doers(units, drugs=False):
            by_drugs = any(other & keys for text in clause.units for other in self.doers(text, drugs=True))
            by_others = any(other & keys for text in clause.units for other in self.doers(text, drugs=False))
            if by_drugs and not by_others:
                yield Flaw.ROLE
                return
        for keys in self.doers(units, drugs=True):
            by_drugs = any(acts and other & keys for acts, other, _ in theirs)
            by_others = any(other & keys for text in clause.units for other in self.doers(text, drugs=False))
            if by_others and not by_drugs:
                yield Flaw.ROLE
                return
