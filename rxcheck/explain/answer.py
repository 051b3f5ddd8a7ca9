"""An answer to a question: what was understood, what the engine finds for it, and what is not known. Nothing else is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.explain.policy import RULE, Policy
from rxcheck.explain.words import say
from rxcheck.finding import Finding, Report
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.terms import Request
from rxcheck.report.plain import visible
from rxcheck.report.words import term
from rxcheck.sources.labs import LabTable
from rxcheck.sources.question import Asked, QuestionReader
from rxcheck.terms import CheckKind, Lang
from rxcheck.verify import Verifier

_MOST_SHOWN = 8
_VALUES = frozenset({"yes", "no", "f", "m"})


class Answer(Struct, frozen=True):
    """Either a refusal, or what was understood and, where that holds a drug, the report on it. `unclear`: the question does not say that
    it asks for a check."""

    refused: Request | None
    asked: Asked | None = None
    report: Report | None = None
    unclear: bool = False


class Answerer:
    """Answers questions with one set of knowledge."""

    def __init__(self, verifier: Verifier, labs: LabTable) -> None:
        text = verifier.kb.compiled.text
        language = text.words()
        self._verifier = verifier
        self._policy = Policy(language)
        self._resolver = Resolver(text.index)
        self._reader = QuestionReader(text.index, labs, frozenset(language.question_words), _words_of(verifier))

    def answer(self, question: str) -> Answer:
        """What can be said to a question. Never raises."""
        refused = self._policy.refusal(question)
        if refused is not None:
            return Answer(refused)
        asked, unclear = self._reader.read(question), self._policy.unclear(question)
        if asked.prescription is None:
            return Answer(None, asked, None, unclear)
        (report,) = self._verifier.verify([asked.prescription])
        return Answer(None, asked, replace(report, findings=tuple(_fitting(report))), unclear)

    def before(self, answer: Answer, lang: Lang) -> Iterator[str]:
        """Lines above the findings."""
        if answer.refused is not None:
            yield say("ask.refused", lang, why=say(f"refuse.{answer.refused.value}", lang))
            yield say("ask.rule", lang, rule=RULE)
            yield say("ask.instead", lang)
            return
        asked = answer.asked
        if asked is None:
            return
        if answer.unclear:
            yield say("ask.unclear", lang, rule=RULE)
        facts = [say(f"fact.{key}", lang, value=_value(value, lang)) for key, value in asked.facts]
        drugs = [visible(name) for name in asked.drugs]
        if facts or drugs:
            yield say("ask.understood", lang, what=" · ".join([" + ".join(drugs), *facts] if drugs else facts))
        if asked.unknown:
            shown = [self._suggested(word, lang) for word in dict.fromkeys(asked.unknown)][:_MOST_SHOWN]
            yield say("ask.not_understood", lang, what=("、" if lang is Lang.ZH else ", ").join(shown))
        yield from (say(f"ask.{what}", lang) for what in asked.set_aside)
        if answer.report is None:
            yield say("ask.no_drug", lang)
        elif not answer.report.findings:
            yield say("ask.nothing", lang)

    def behind(self, answer: Answer, lang: Lang) -> Iterator[str]:
        """Lines below the findings: the facts that rules are waiting for."""
        if answer.report is not None:
            facts = dict.fromkeys(gap.fact for gap in answer.report.not_assessed if gap.fact is not None)
            named = list(dict.fromkeys(term(fact, lang) for fact in facts))[:_MOST_SHOWN]
            if named:
                yield say("ask.missing", lang, what=("、" if lang is Lang.ZH else ", ").join(named))

    def document(self, answer: Answer) -> dict[str, object]:
        """The same for machines."""
        asked = answer.asked
        missing = answer.report.not_assessed if answer.report else ()
        return {
            "refused": answer.refused.value if answer.refused else None,
            "rule": RULE if answer.refused or answer.unclear else None,
            "unclear": answer.unclear,
            "drugs": list(asked.drugs) if asked else [],
            "facts": [list(fact) for fact in asked.facts] if asked else [],
            "not_understood": list(asked.unknown) if asked else [],
            "set_aside": list(asked.set_aside) if asked else [],
            "missing": sorted({gap.fact.value for gap in missing if gap.fact is not None}),
            "complete": complete(answer),
        }

    def _suggested(self, word: str, lang: Lang) -> str:
        names = [
            self._verifier.catalogue().drug(target.partition(":")[2], lang)
            for target in self._resolver.suggest(word, 1)
            if target.startswith("drug:")
        ]
        shown = f"“{visible(word)}”"
        return say("ask.meant", lang, word=shown, names=" / ".join(names)) if names else shown


def _value(value: str, lang: Lang) -> str:
    return say(f"value.{value}", lang) if value in _VALUES else visible(value)


def complete(answer: Answer) -> bool:
    """Whether everything in the question was understood and assessed."""
    if answer.refused is not None or answer.asked is None or answer.report is None:
        return False
    return answer.report.complete and not answer.asked.unknown and not answer.asked.set_aside


def _fitting(report: Report) -> Iterator[Finding]:
    """Findings on what was asked: a question is no prescription, so nothing is said of its form, nor of diagnoses that nobody gave."""
    told = report.prescription.patient.conditions
    for finding in report.findings:
        if finding.check is CheckKind.FORM:
            continue
        if finding.check is CheckKind.CONDITION and finding.rule_id.startswith("ind-") and not told:
            continue
        yield finding


def _words_of(verifier: Verifier) -> frozenset[str]:
    """The English words of clauses: known, though they name nothing."""
    clauses = verifier.catalogue().clauses.values()
    return frozenset(word for english, _ in clauses for word in re.findall(r"[a-z]{3,}", english.lower()))
