"""The sentences of a plan in the words of an audience: clauses of the tables, facts and changes of the finding, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from rxcheck.explain.narrative.terms import Flaw
from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.plan import Candidate, Fallback, Part, Plan, candidates, template_plan, worth_explaining
from rxcheck.explain.teaching.lesson import Comparison, Lesson
from rxcheck.finding import ClauseUse, Finding, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.compiled_text import CompiledText
from rxcheck.report.facts import fact_rows
from rxcheck.report.view import View
from rxcheck.terms import Audience, Lang

_RISKS = ("h-", "p-")  # how the ids of clauses on harms and patients begin


class Sentence(Struct, frozen=True):
    """One sentence of an explanation; `clause_id` is None for facts and changes. `pharmacists_words`: the tables have none for
    the audience. `model_wording`: a model said it, and it was judged against the clause."""

    part: Part
    text: str
    clause_id: str | None = None
    pharmacists_words: bool = False
    model_wording: bool = False


class Told(Struct, frozen=True):
    """What became of a model's own sentences about one finding: how many are used, how many clauses stand in their reviewed words
    instead, and why."""

    used: int
    replaced: int
    flaws: tuple[Flaw, ...] = ()
    fallback: Fallback | None = None


class Explanation(Struct, frozen=True):
    """A finding explained: its sentences in order, how they were chosen, and, where a model was to say them in its words, what became
    of that; with its `lesson` where it is taught."""

    finding: Finding
    plan: Plan
    sentences: tuple[Sentence, ...]
    told: Told | None = None
    lesson: Lesson | None = None


class Sentences:
    """Words of one audience and language."""

    def __init__(self, text: CompiledText, catalogue: Catalogue, audience: Audience, lang: Lang) -> None:
        self._catalogue = catalogue
        self.audience = audience
        self._lang = lang
        self._depths = text.depths_for(audience)
        self._text = text

    def candidates(self, finding: Finding, beside: Sequence[ClauseUse] = ()) -> tuple[Candidate, ...]:
        """What may be said of a finding, with the clauses on its patient. A patient reads nothing in a pharmacist's words."""
        told = [use.clause_id for use in (*finding.mechanism, *finding.harm, *beside, *finding.advice)]
        if self.audience is Audience.PATIENT:
            return candidates(finding, [clause for clause in told if clause in self._depths], 0, 0, beside)
        facts = len(list(fact_rows(finding, self._catalogue, self._lang)))
        return candidates(finding, told, facts, len(finding.changed_by), beside)

    @cached_property
    def _trainee(self) -> dict[str, tuple[str, str]]:
        return self._text.depths_for(Audience.TRAINEE)

    def texts(self, candidate: Candidate) -> tuple[str, ...]:
        """The reviewed texts of a clause, the pharmacist's first; none for facts and changes."""
        if candidate.use is None:
            return ()
        clause = candidate.use.clause_id
        deeper = dict.fromkeys(words[clause] for words in (self._depths, self._trainee) if clause in words)
        own = self._catalogue.clause(candidate.use, self._lang)
        return own, *(self._catalogue.filled(words, candidate.use, self._lang) for words in deeper)

    def topics(self) -> str:
        """What names something, or says what may happen, as one text: names of drugs, classes and conditions, clauses of harms and patients."""
        place = int(self._lang is Lang.ZH)
        named = (self._catalogue.drugs, self._catalogue.classes, self._catalogue.conditions)
        names = [names[place] for table in named for names in table.values()]
        risks = [text[place] for clause, text in self._catalogue.clauses.items() if clause.startswith(_RISKS)]
        return "\n".join([*names, *risks])

    def drug_names(self) -> Mapping[str, str]:
        """Every written name of a drug, as names are looked up."""
        return self._text.index.names

    def vocabulary(self) -> str:
        """The clauses, as one text."""
        return "\n".join(text[int(self._lang is Lang.ZH)] for text in self._catalogue.clauses.values())

    def drug(self, drug: str) -> str:
        """The name of a drug."""
        return self._catalogue.drug(drug, self._lang)

    def say(self, report: Report, finding: Finding, plan: Plan) -> Explanation:
        """The sentences of a plan."""
        made = tuple(self._sentence(report, finding, each) for each in plan.chosen)
        return Explanation(finding, plan, made)

    def _sentence(self, report: Report, finding: Finding, candidate: Candidate) -> Sentence:
        if candidate.use is not None:
            clause = candidate.use.clause_id
            words = self._depths.get(clause)
            if words is None:
                text = self._catalogue.clause(candidate.use, self._lang)
                return Sentence(candidate.part, text, clause, self.audience is not Audience.PHARMACIST)
            text = self._catalogue.filled(words, candidate.use, self._lang)
            if self.audience is Audience.TRAINEE and candidate.part is Part.ADVICE:
                # What to do stays as it is; the words for trainees say why.
                apart = "" if self._lang is Lang.ZH else " "
                text = f"{self._catalogue.clause(candidate.use, self._lang)}{apart}{text}"
            return Sentence(candidate.part, text, clause)
        if candidate.part is Part.FACT:
            rows = list(fact_rows(finding, self._catalogue, self._lang))
            return Sentence(candidate.part, rows[candidate.number - 1])
        flip = finding.changed_by[candidate.number - 1]
        return Sentence(candidate.part, View(report, self._catalogue, self._lang).flip(flip))


class Page(Struct, frozen=True):
    """What is told of one prescription to one audience; `left` findings are not for it, or have no words for it. `comparison` puts
    those that are taught beside each other."""

    report: Report
    explanations: tuple[Explanation, ...]
    left: int
    comparison: Comparison | None = None


# Candidates of a finding with their sentences in English → a plan.
Planner = Callable[[Sequence[tuple[Candidate, str]]], Plan]


def by_template(found: Sequence[tuple[Candidate, str]]) -> Plan:
    """The planner that is always there."""
    return template_plan([candidate for candidate, _ in found])


def page_of(
    report: Report,
    sentences: Sentences,
    wanted: frozenset[str] = frozenset(),
    planner: Planner = by_template,
    patients: PatientClauses | None = None,
) -> Page:
    """Every finding (of those wanted, if any are named), worst first, as the planner orders its sentences; `patients` chooses those on
    the patient."""
    beside = patients.of(report) if patients else {}
    chosen = [finding for finding in report.findings if not wanted or finding.id in wanted]
    explained = []
    for finding in chosen:
        found = (
            sentences.candidates(finding, beside.get(finding.id, ()))
            if worth_explaining(finding, sentences.audience)
            else ()
        )
        if found:
            texts = sentences.say(report, finding, template_plan(found)).sentences
            shown = [(candidate, text.text) for candidate, text in zip(found, texts, strict=True)]
            explained.append(sentences.say(report, finding, planner(shown)))
    return Page(report, tuple(explained), len(chosen) - len(explained))
