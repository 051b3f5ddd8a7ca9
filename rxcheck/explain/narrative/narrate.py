"""Explanations in a model's words: what it wrote of each clause, where that passes; the reviewed clause where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from msgspec.structs import replace

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.judging import Judge
from rxcheck.explain.narrative.keeping import sentences
from rxcheck.explain.narrative.offer import offered
from rxcheck.explain.narrative.reading import cited, split
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.explain.plan import Candidate, Fallback, Part
from rxcheck.explain.prompt import ToSay
from rxcheck.explain.sentences import Explanation, Page, Sentence, Sentences, Told
from rxcheck.finding import Finding, SlotKind
from rxcheck.kb.compiled_text import Language
from rxcheck.terms import Lang

# Clauses → what a model wrote of them, or why it wrote nothing.
Writer = Callable[[Sequence[ToSay]], str | Fallback]
_SPOKEN = (Part.MECHANISM, Part.HARM, Part.PATIENT, Part.ADVICE)
_RISKS = (Part.HARM, Part.PATIENT)
_DRUGS = (SlotKind.DRUG, SlotKind.DRUGS)


class Narrator:
    """Lets a model write, and judges every sentence of it."""

    def __init__(self, language: Language, texts: Sentences, lang: Lang) -> None:
        groups = [Group(*group) for group in language.paraphrases[lang]]
        known = (texts.topics(), texts.drug_names(), texts.vocabulary())
        self._judge: Judge = Chinese(groups, *known) if lang is Lang.ZH else English(groups, *known)
        self._sentences = texts
        self._lang = lang

    def judge(
        self, sentence: str, asked: Mapping[str, ToSay], names: Sequence[str]
    ) -> tuple[str, tuple[str, ...], tuple[Flaw, ...]]:
        """(what it says, the codes it cites, its flaws) of one sentence; without flaws it may be used. `asked` is what was to be said
        by code."""
        read = cited(sentence, names)
        if read is None:
            return "", (), (Flaw.CITATION,)
        said, codes = read
        if not all(code in asked for code in codes):
            return said, (), (Flaw.CITATION,)
        sources = [self._source(candidate) for candidate in dict.fromkeys(asked[code].candidate for code in codes)]
        return said, codes, self._judge.judge(said, sources, names, [asked[code].text for code in codes])

    def _source(self, candidate: Candidate) -> Source:
        return Source(self._sentences.texts(candidate), candidate.part is Part.ADVICE, candidate.part in _RISKS)

    def narrated(self, page: Page, writer: Writer) -> Page:
        """The page with a model's words where they pass."""
        return replace(page, explanations=tuple(self._explanation(each, writer) for each in page.explanations))

    def _explanation(self, explanation: Explanation, writer: Writer) -> Explanation:
        pairs = list(zip(explanation.plan.chosen, explanation.sentences, strict=True))
        names = self._names(explanation.finding)
        spoken = [each for candidate, clause in pairs for each in self._to_say(candidate, clause.text, names)]
        if not spoken:
            return explanation
        written = writer(spoken)
        if isinstance(written, Fallback):
            return replace(explanation, told=Told(0, len(spoken), (), written))
        good, flaws = self._good(split(written), {each.code: each for each in spoken}, names)
        kept: list[tuple[Candidate, Sentence]] = []
        for candidate, clause in pairs:
            parts = [each for each in spoken if each.candidate is candidate]
            if not any(each.code in good for each in parts):
                kept.append((candidate, clause))
                continue
            apart = "" if self._lang is Lang.ZH else " "
            text = apart.join(filter(None, (good.get(each.code, each.text) for each in parts)))
            if text:  # else it is said already, together with another clause
                kept.append((candidate, replace(clause, text=text, model_wording=True, pharmacists_words=False)))
        return replace(
            explanation,
            plan=replace(explanation.plan, chosen=tuple(candidate for candidate, _ in kept)),
            sentences=tuple(sentence for _, sentence in kept),
            told=Told(sum(bool(text) for text in good.values()), sum(each.code not in good for each in spoken), flaws),
        )

    def _to_say(self, candidate: Candidate, clause: str, names: Sequence[str]) -> Iterator[ToSay]:
        """The sentences of a clause; facts and changes are never said in other words."""
        if candidate.part not in _SPOKEN:
            return
        parts = sentences(clause)
        for letter, text in zip(ascii_lowercase, parts, strict=False):
            code = candidate.alias + (letter if len(parts) > 1 else "")
            yield ToSay(candidate, code, text, offered(self._judge, text, self._source(candidate), names))

    def _good(
        self, written: Iterable[str], asked: Mapping[str, ToSay], names: Sequence[str]
    ) -> tuple[dict[str, str], tuple[Flaw, ...]]:
        """The text for each code, and the flaws of what is not used. Only the first sentence about a code counts."""
        good: dict[str, str] = {}
        flaws: Counter[Flaw] = Counter()
        for sentence in written:
            said, codes, wrong = self.judge(sentence, asked, names)
            if wrong or any(code in good for code in codes):
                flaws.update(wrong)
                continue
            good.update(dict.fromkeys(codes, ""))
            good[codes[0]] = said
        return good, tuple(flaw for flaw, _ in flaws.most_common())

    def _names(self, finding: Finding) -> list[str]:
        slots = (slot for use in (*finding.mechanism, *finding.harm, *finding.advice) for _, slot in use.slots)
        drugs = (*finding.drugs, *(drug for slot in slots if slot.kind in _DRUGS for drug in slot.values))
        return [self._sentences.drug(drug) for drug in dict.fromkeys(drugs)]
