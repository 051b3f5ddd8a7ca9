"""The problems of a case explained after the answer: the lesson of each finding, step by step, around its reviewed sentences."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.plan import Part
from rxcheck.explain.sentences import Explanation, Sentences, page_of
from rxcheck.explain.teaching.lesson import Step, StepKind
from rxcheck.explain.teaching.tables import TeachingTables
from rxcheck.explain.teaching.teacher import Teacher
from rxcheck.explain.teaching.words import teach_word
from rxcheck.explain.words import say as say_part
from rxcheck.finding import Finding, Report
from rxcheck.report.view import View
from rxcheck.report.words import word
from rxcheck.terms import Audience, Lang
from rxcheck.train.model import Problem
from rxcheck.train.records import CONTINUED, Explained, Telling, Told
from rxcheck.train.showing import prescription_rows
from rxcheck.train.source import Exercise, Judge
from rxcheck.train.words import say

# Facts and changes are steps of the lesson.
_SENTENCES = (Part.MECHANISM, Part.HARM, Part.PATIENT, Part.ADVICE)
_BEHIND = (StepKind.CHANGE, StepKind.SOURCES)


class Explainer:
    """Explains by one set of knowledge."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._text = judge.kb.compiled.text
        self._catalogue = judge.catalogue()
        self._patients = PatientClauses(judge.kb)
        self._tables = TeachingTables(judge.folder)

    def explained(self, exercise: Exercise, problems: tuple[Problem, ...]) -> Explained:
        """An exercise told in both languages. Problems that the tables of now do not find are told by their rules alone."""
        return Explained(*(self._in(exercise, problems, lang) for lang in (Lang.EN, Lang.ZH)))

    def _in(self, exercise: Exercise, problems: tuple[Problem, ...], lang: Lang) -> Telling:
        report = exercise.report(lang)
        view = View(report, self._catalogue, lang)
        sentences = Sentences(self._text, self._catalogue, Audience.TRAINEE, lang)
        page = page_of(report, sentences, patients=self._patients)
        explained = {each.finding.id: each for each in page.explanations}
        found = {(each.rule_id, frozenset(each.lines)): each for each in report.findings}
        teacher = Teacher(self._judge.verifier(exercise.case.jurisdiction), self._tables, lang)
        told = []
        for problem in problems:
            rows: list[tuple[str, str]] = []
            for rule in problem.rules:
                finding = found.get((rule, frozenset(problem.lines)))
                if finding is None:
                    rows.append((say("row.rule", lang), rule))
                else:
                    rows += _rows(report, finding, explained.get(finding.id), teacher, view)
            told.append(Told(tuple(rows)))
        return Telling(Told(prescription_rows(exercise.case, view)), tuple(told))


def _rows(
    report: Report, finding: Finding, explanation: Explanation | None, teacher: Teacher, view: View
) -> Iterator[tuple[str, str]]:
    lang = view.lang
    steps = teacher.steps(report, finding)
    yield say("row.finding", lang), word("lead", lang, head=view.drugs(finding), text=view.heading(finding))
    for step in steps:
        if step.kind not in _BEHIND:
            yield from _step(step, lang)
    if explanation is not None:
        for part in _SENTENCES:
            texts = [each.text for each in explanation.sentences if each.part is part]
            if texts:
                yield say_part(f"part.{part.value}", lang, Audience.TRAINEE), word("sentences", lang).join(texts)
    for step in steps:
        if step.kind in _BEHIND:
            yield from _step(step, lang)
    if codes := view.codes(finding):
        yield say("row.codes", lang), codes


def _step(step: Step, lang: Lang) -> Iterator[tuple[str, str]]:
    """A row for each statement; those behind the first have no label of their own."""
    for number, statement in enumerate(step.statements):
        yield CONTINUED if number else teach_word(f"step.{step.kind.value}", lang), statement
