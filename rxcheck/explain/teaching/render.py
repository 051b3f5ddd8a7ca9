"""Lessons as text, Markdown and plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import Any

from msgspec.structs import asdict

from rxcheck.explain.teaching.lesson import Comparison, Lesson, Question, Step, StepKind
from rxcheck.explain.teaching.words import teach_word
from rxcheck.explain.wrapping import hung, wrapped
from rxcheck.report.layout import cells, pad
from rxcheck.report.plain import markdown as escaped
from rxcheck.terms import Lang

_BEFORE = (StepKind.FACTS, StepKind.RULE, StepKind.PATH)  # the sentences of the finding stand behind these
_WIDTH = 92
_COLUMNS = ("finding", "verdict", "evidence", "lines", "about")


def lesson_text(lesson: Lesson, lang: Lang, answers: bool) -> str:
    """A lesson by itself as plain text, lines of at most 96 columns; without `answers` the answers stand below all questions."""
    text = TeachingText(lang, answers)
    lines = [lesson.heading, *text.around_plain(lesson, ()), *text.answers_plain([("", lesson)])]
    return "\n".join(lines).rstrip() + "\n"


def comparison_text(comparison: Comparison, lang: Lang) -> str:
    """A comparison by itself as plain text."""
    return "\n".join(TeachingText(lang, False).comparison_plain(comparison)).rstrip() + "\n"


def taught_document(lesson: Lesson, lang: Lang) -> dict[str, Any]:
    """A lesson as plain data; places of answers count from 0."""
    return {
        "finding": lesson.finding,
        "rule_id": lesson.rule_id,
        "heading": lesson.heading,
        **lesson_document(lesson, lang),
    }


def lesson_document(lesson: Lesson, lang: Lang) -> dict[str, Any]:
    """The keys that a lesson adds to the document of an explanation."""
    return {
        "steps": [
            {
                "step": step.kind.value,
                "title": teach_word(f"step.{step.kind.value}", lang),
                "statements": list(step.statements),
            }
            for step in lesson.steps
        ],
        "self_test": [
            {
                "kind": each.kind.value,
                "question": each.text,
                "choices": list(each.choices),
                "answer": each.answer,
                "why": each.why,
                "by_engine": each.by_engine,
            }
            for each in lesson.questions
        ],
    }


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain data."""
    return {"rows": [asdict(row) for row in comparison.rows], "statements": list(comparison.statements)}


class TeachingText:
    """The parts of a page that teach, in one language."""

    def __init__(self, lang: Lang, answers: bool) -> None:
        """`answers` stand beside their questions, else at the end."""
        self._lang = lang
        self._answers = answers

    def around_plain(self, lesson: Lesson, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
        """The steps around the rows (label, text) of the finding's own sentences, then the questions."""
        steps = list(enumerate(lesson.steps, 1))
        labels = [self._label(*each) for each in steps] + [label for label, _ in rows]
        room = max(map(cells, labels), default=0) + 2
        for number, step in steps:
            if step.kind is StepKind.CHANGE:
                for label, text in rows:
                    yield from hung(label, text, room)
            for at, statement in enumerate(step.statements):
                yield from hung("" if at else self._label(number, step), statement, room)
        yield f"  {self._say('self_test')}{self._where()}"
        for number, question in enumerate(lesson.questions, 1):
            yield from hung(str(number), question.text, 3, 4)
            for at, choice in enumerate(question.choices):
                yield from hung("", self._choice(at, choice), 3, 4)
            if self._answers:
                yield from hung("→", self._answer(question), 3, 4)
        yield ""

    def answers_plain(self, lessons: Sequence[tuple[str, Lesson]]) -> list[str]:
        """The answers of all lessons (each with the id of its prescription, or ""), unless they stand beside the questions."""
        if self._answers or not lessons:
            return []
        out = [self._say("answers")]
        for head, text in self._answers_of(lessons):
            out += hung(head, text, cells(head) + 2)
        return [*out, ""]

    def around_markdown(self, lesson: Lesson, rows: Sequence[str]) -> list[str]:
        """The same as CommonMark; `rows` are the lines of the finding's own sentences."""
        out: list[str] = []
        for number, step in enumerate(lesson.steps, 1):
            if step.kind is StepKind.CHANGE:
                out += rows
            out += [f"**{escaped(self._label(number, step))}**", ""]
            out += [f"- {escaped(statement)}" for statement in step.statements]
            out.append("")
        out += [f"**{escaped(self._say('self_test'))}**{escaped(self._where())}", ""]
        for number, question in enumerate(lesson.questions, 1):
            out += [f"{number}. {escaped(question.text)}", ""]
            out += [f"   - {escaped(self._choice(at, choice))}" for at, choice in enumerate(question.choices)]
            out.append("")
            if self._answers:
                out += [f"   → {escaped(self._answer(question))}", ""]
        return out

    def answers_markdown(self, lessons: Sequence[tuple[str, Lesson]]) -> list[str]:
        """The answers in a section that opens when asked."""
        if self._answers or not lessons:
            return []
        told = [f"- {escaped(head)}: {escaped(text)}" for head, text in self._answers_of(lessons)]
        return [f"<details><summary>{escaped(self._say('answers'))}</summary>", "", *told, "", "</details>", ""]

    def comparison_plain(self, comparison: Comparison) -> Iterator[str]:
        """A table, and what is said of it."""
        yield self._say("compare.title")
        table = [tuple(self._column(name) for name in _COLUMNS)]
        table += [(row.finding, row.verdict, row.evidence, row.lines, row.about) for row in comparison.rows]
        widths = [max(cells(row[at]) for row in table) + 2 for at in range(len(_COLUMNS) - 1)]
        for row in table:
            head = "".join(pad(cell, width) for cell, width in zip(row, widths, strict=False))
            yield from hung(head.rstrip(), row[-1], sum(widths))
        for statement in comparison.statements:
            yield from (f"  {line}" for line in wrapped(statement, _WIDTH))
        yield ""

    def comparison_markdown(self, comparison: Comparison) -> list[str]:
        """The same as CommonMark with a table."""
        out = [f"### {escaped(self._say('compare.title'))}", ""]
        out.append("| " + " | ".join(escaped(self._column(name)) for name in _COLUMNS) + " |")
        out.append("|" + " --- |" * len(_COLUMNS))
        for row in comparison.rows:
            shown = (row.finding, row.verdict, row.evidence, row.lines, row.about)
            out.append("| " + " | ".join(map(escaped, shown)) + " |")
        return [*out, "", *(f"- {escaped(statement)}" for statement in comparison.statements), ""]

    def _answers_of(self, lessons: Sequence[tuple[str, Lesson]]) -> Iterator[tuple[str, str]]:
        for prescription, lesson in lessons:
            for number, question in enumerate(lesson.questions, 1):
                head = self._say("question.number", finding=lesson.finding, n=number)
                yield f"{prescription} {head}".strip(), self._answer(question)

    def _say(self, key: str, **slots: object) -> str:
        return teach_word(key, self._lang, **slots)

    def _label(self, number: int, step: Step) -> str:
        return f"{number} {self._say(f'step.{step.kind.value}')}"

    def _column(self, name: str) -> str:
        return self._say(f"compare.column.{name}")

    def _where(self) -> str:
        if self._answers:
            return ""
        return self._say("answers.below")

    def _choice(self, at: int, text: str) -> str:
        return self._say("choice", label=ascii_lowercase[at], text=text)

    def _answer(self, question: Question) -> str:
        label, text = ascii_lowercase[question.answer], question.choices[question.answer]
        return self._say("answer", label=label, text=text, why=question.why)
