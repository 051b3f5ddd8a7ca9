"""Makes lessons and comparisons: what `rxcheck explain --for trainee` and the trainer call.

teacher = Teacher(verifier, TeachingTables(folder), Lang.EN)
lesson = teacher.lesson(report, report.findings[0])
print(lesson_text(lesson, Lang.EN, answers=True))       # rxcheck/explain/teaching/render.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rxcheck.explain.teaching.change import change_statements, source_statements
from rxcheck.explain.teaching.compare import comparison
from rxcheck.explain.teaching.facts import facts_statements
from rxcheck.explain.teaching.lesson import Comparison, Lesson, Step, StepKind
from rxcheck.explain.teaching.path import path_statements
from rxcheck.explain.teaching.quiz import questions
from rxcheck.explain.teaching.rule import rule_statements
from rxcheck.explain.teaching.subject import Subject
from rxcheck.explain.teaching.tables import TeachingTables
from rxcheck.finding import Finding, Report
from rxcheck.kb.pair import PairRow
from rxcheck.terms import Lang
from rxcheck.verify import Verifier

_STEPS: tuple[tuple[StepKind, Callable[[Subject], Iterable[str]]], ...] = (
    (StepKind.FACTS, facts_statements),
    (StepKind.RULE, rule_statements),
    (StepKind.PATH, path_statements),
    (StepKind.CHANGE, change_statements),
    (StepKind.SOURCES, source_statements),
)


class Teacher:
    """Teaches findings of one set of tables in one language."""

    def __init__(self, verifier: Verifier, tables: TeachingTables, lang: Lang) -> None:
        """`verifier` made the reports, and is asked again for what would be; `tables` are those that it was made from."""
        self._verifier = verifier
        self._catalogue = verifier.catalogue()
        self._tables = tables
        self._lang = lang

    def lesson(self, report: Report, finding: Finding) -> Lesson:
        """The lesson of one of the report's findings: five steps, none empty, and at least one question. The same finding gives the
        same lesson every time."""
        subject = self._subject(report, finding)
        steps = self.steps(report, finding)
        drugs = subject.view.drugs(finding)
        heading = f"{finding.id} {subject.verdict(finding.action, finding.severity)}  {drugs}"
        return Lesson(finding.id, finding.rule_id, heading, steps, questions(subject, self._verifier.verify))

    def steps(self, report: Report, finding: Finding) -> tuple[Step, ...]:
        """The steps of the lesson alone: without its questions, whose answers the engine has to be asked for."""
        subject = self._subject(report, finding)
        return tuple(Step(kind, tuple(dict.fromkeys(say(subject)))) for kind, say in _STEPS)

    def comparison(self, report: Report, findings: Sequence[Finding]) -> Comparison | None:
        """Several findings of a report beside each other; None of fewer than two."""
        subjects = [self._subject(report, finding) for finding in findings]
        return comparison(subjects) if len(subjects) > 1 else None

    def path(self, report: Report, finding: Finding) -> PairRow | None:
        """The row of an interaction as it fits object and precipitant, for a picture; None where there is no path."""
        return self._subject(report, finding).pair

    def _subject(self, report: Report, finding: Finding) -> Subject:
        return Subject.of(report, finding, self._verifier.kb, self._tables, self._catalogue, self._lang)
