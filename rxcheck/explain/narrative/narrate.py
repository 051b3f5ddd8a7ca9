"""Explanations in a model's words: what it wrote of each clause, where that passes; the reviewed clause where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.judging import Judge
from rxcheck.explain.narrative.reading import cited, split
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.explain.plan import Candidate, Fallback, Part
from rxcheck.explain.sentences import Explanation, Page, Sentences, Told
from rxcheck.finding import Finding, SlotKind
from rxcheck.kb.compiled_text import Language
from rxcheck.terms import Lang

# Sentences behind their codes → what a model wrote, or why it wrote nothing.
Writer = Callable[[Sequence[tuple[Candidate, str]]], str | Fallback]
_SPOKEN = (Part.MECHANISM, Part.HARM, Part.PATIENT, Part.ADVICE)  # facts and changes are never said in other words
_RISKS = (Part.HARM, Part.PATIENT)
_DRUGS = (SlotKind.DRUG, SlotKind.DRUGS)


class Narrator:
    """Lets a model write, and judges every sentence of it."""

    def __init__(self, language: Language, sentences: Sentences, lang: Lang) -> None:
        groups = [Group(*group) for group in language.paraphrases[lang]]
        known = (sentences.topics(), sentences.drug_names(), sentences.vocabulary())
        self._judge: Judge = Chinese(groups, *known) if lang is Lang.ZH else English(groups, *known)
        self._sentences = sentences

    def judge(
        self, sentence: str, candidates: Mapping[str, Candidate], names: Sequence[str]
    ) -> tuple[str, tuple[str, ...], tuple[Flaw, ...]]:
        """(what it says, the aliases it cites, its flaws) of one sentence; without flaws it may be used."""
        read = cited(sentence)
        if read is None:
            return "", (), (Flaw.CITATION,)
        said, aliases = read
        if not all(alias in candidates for alias in aliases):
            return said, (), (Flaw.CITATION,)
        sources = [
            Source(self._sentences.texts(candidate), candidate.part is Part.ADVICE, candidate.part in _RISKS)
            for candidate in (candidates[alias] for alias in aliases)
        ]
        return said, aliases, self._judge.judge(said, sources, names)

    def narrated(self, page: Page, writer: Writer) -> Page:
        """The page with a model's words where they pass."""
        return replace(page, explanations=tuple(self._explanation(each, writer) for each in page.explanations))

    def _explanation(self, explanation: Explanation, writer: Writer) -> Explanation:
        chosen = explanation.plan.chosen
        pairs = list(zip(chosen, explanation.sentences, strict=True))
        spoken = [(candidate, sentence.text) for candidate, sentence in pairs if candidate.part in _SPOKEN]
        if not spoken:
            return explanation
        written = writer(spoken)
        if isinstance(written, Fallback):
            return replace(explanation, told=Told(0, len(spoken), (), written))
        names = self._names(explanation.finding)
        good, flaws = self._good(split(written), {each.alias: each for each, _ in spoken}, names)
        sentences = []
        for candidate, sentence in pairs:
            text = good.get(candidate.alias)
            if text is None:
                sentences.append(sentence)
            elif text:
                sentences.append(replace(sentence, text=text, model_wording=True, pharmacists_words=False))
            # An empty text: said already, together with another clause.
        used = sum(sentence.model_wording for sentence in sentences)
        left = sum(1 for candidate, _ in spoken if candidate.alias not in good)
        kept = [candidate for candidate in chosen if good.get(candidate.alias) != ""]
        return replace(
            explanation,
            plan=replace(explanation.plan, chosen=tuple(kept)),
            sentences=tuple(sentences),
            told=Told(used, left, flaws),
        )

    def _good(
        self, sentences: Iterable[str], candidates: Mapping[str, Candidate], names: Sequence[str]
    ) -> tuple[dict[str, str], tuple[Flaw, ...]]:
        """The text for each alias, and the flaws of what is not used. Only the first sentence about a clause counts."""
        good: dict[str, str] = {}
        flaws: Counter[Flaw] = Counter()
        for sentence in sentences:
            said, aliases, wrong = self.judge(sentence, candidates, names)
            if wrong or any(alias in good for alias in aliases):
                flaws.update(wrong)
                continue
            good.update(dict.fromkeys(aliases, ""))
            good[aliases[0]] = said
        return good, tuple(flaw for flaw, _ in flaws.most_common())

    def _names(self, finding: Finding) -> list[str]:
        slots = (slot for use in (*finding.mechanism, *finding.harm, *finding.advice) for _, slot in use.slots)
        drugs = (*finding.drugs, *(drug for slot in slots if slot.kind in _DRUGS for drug in slot.values))
        return [self._sentences.drug(drug) for drug in dict.fromkeys(drugs)]
