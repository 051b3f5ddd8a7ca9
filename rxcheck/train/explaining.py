"""The problems of a case explained after the answer: reviewed sentences, facts, the path in the graph, the rule and its sources."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.plan import Part
from rxcheck.explain.sentences import Explanation, Sentences, page_of
from rxcheck.explain.words import say as say_part
from rxcheck.finding import Finding
from rxcheck.report.view import View
from rxcheck.report.words import term, word
from rxcheck.terms import Audience, Lang
from rxcheck.train.model import Problem
from rxcheck.train.records import Explained, Telling, Told
from rxcheck.train.showing import prescription_rows
from rxcheck.train.source import Exercise, Judge
from rxcheck.train.words import say

_RUNNING = (Part.MECHANISM, Part.HARM, Part.PATIENT, Part.ADVICE)
_OBJECT_STEPS = 2  # of a path: the object and the selector that it falls under, then those of the precipitant


class Explainer:
    """Explains by one set of knowledge."""

    def __init__(self, judge: Judge) -> None:
        self._text = judge.kb.compiled.text
        self._catalogue = judge.catalogue()
        self._patients = PatientClauses(judge.kb)

    def explained(self, exercise: Exercise, problems: tuple[Problem, ...]) -> Explained:
        """Problems of an exercise in both languages. Those that the tables of now do not find are told without words but their rules."""
        return Explained(*(self._in(exercise, problems, lang) for lang in (Lang.EN, Lang.ZH)))

    def _in(self, exercise: Exercise, problems: tuple[Problem, ...], lang: Lang) -> Telling:
        report = exercise.report(lang)
        view = View(report, self._catalogue, lang)
        sentences = Sentences(self._text, self._catalogue, Audience.TRAINEE, lang)
        page = page_of(report, sentences, patients=self._patients)
        explained = {each.finding.id: each for each in page.explanations}
        found = {(each.rule_id, frozenset(each.lines)): each for each in report.findings}
        told = []
        for problem in problems:
            rows: list[tuple[str, str]] = []
            for rule in problem.rules:
                finding = found.get((rule, frozenset(problem.lines)))
                if finding is None:
                    rows.append((say("row.rule", lang), rule))
                else:
                    rows += _rows(finding, explained.get(finding.id), view)
            told.append(Told(tuple(rows)))
        return Telling(Told(prescription_rows(exercise.case, view)), tuple(told))


def _rows(finding: Finding, explanation: Explanation | None, view: View) -> Iterator[tuple[str, str]]:
    lang = view.lang
    verdict = word("lead", lang, head=view.drugs(finding), text=view.heading(finding))
    yield say("row.finding", lang), verdict
    if explanation is not None:
        for part in dict.fromkeys(each.part for each in explanation.sentences):
            texts = [each.text for each in explanation.sentences if each.part is part]
            apart = ("" if lang is Lang.ZH else " ") if part in _RUNNING else word("semicolon", lang)
            yield say_part(f"part.{part.value}", lang, Audience.TRAINEE), apart.join(texts)
    if compared := view.compared(finding):
        yield word("label.compared", lang), compared
    yield say("row.path", lang), path_text(finding, view)
    for reference in finding.references:
        yield say("row.source", lang), view.reference(reference)
    evidence = term(finding.evidence, lang) if finding.evidence else ""
    rule = say("path.also", lang, rule=view.rule(finding), also=view.listed(finding.also)) if finding.also else ""
    yield (
        say("row.rule", lang),
        " · ".join(part for part in (rule or view.rule(finding), evidence, view.codes(finding)) if part),
    )


def path_text(finding: Finding, view: View) -> str:
    """`simvastatin ─ CYP3A4 substrates ◀─ CYP3A4 inhibitors ─ clarithromycin`; that there is none, for other checks."""
    steps = [view.catalogue.selector(step, view.lang) for step in finding.path]
    if len(steps) <= _OBJECT_STEPS:
        return " ─ ".join(steps) or say("path.none", view.lang)
    # A selector may be the drug itself.
    sides = [tuple(dict.fromkeys(side)) for side in (steps[:_OBJECT_STEPS], steps[_OBJECT_STEPS:])]
    return " ◀─ ".join(" ─ ".join(side) for side in sides)
