"""Explanations as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rxcheck.explain.plan import TEMPLATE, Part
from rxcheck.explain.sentences import Explanation, Page
from rxcheck.explain.teaching.lesson import Lesson
from rxcheck.explain.teaching.render import TeachingText, comparison_document, lesson_document
from rxcheck.explain.words import say
from rxcheck.explain.wrapping import WIDTH, hung, wrapped
from rxcheck.finding import Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.layout import cells
from rxcheck.report.plain import markdown as escaped
from rxcheck.report.plain import visible
from rxcheck.report.view import SYMBOLS, View, versions_text
from rxcheck.report.words import term
from rxcheck.terms import Audience, Lang

_RUNNING = (Part.MECHANISM, Part.HARM, Part.PATIENT, Part.ADVICE)


class PageWriter:
    """Writes pages for one audience in one language."""

    def __init__(
        self,
        catalogue: Catalogue,
        audience: Audience,
        lang: Lang,
        asked: str = TEMPLATE,
        title: str | None = None,
        answers: bool = False,
    ) -> None:
        """`asked` is the model that was to choose the order; `title` stands above every page in place of its prescription's id; `answers`
        shows those of lessons beside the questions, else they stand apart at the end."""
        self._teaching = TeachingText(lang, answers)
        self._heading_line = title
        self._asked = asked
        self._catalogue = catalogue
        self._audience = audience
        self._lang = lang

    def text(self, pages: Sequence[Page], versions: Versions) -> str:
        """Plain text, lines of at most 96 columns."""
        out = [line for page in pages for line in self._plain(page)]
        out += self._teaching.answers_plain(_lessons(pages))
        return "\n".join([*out, versions_text(versions, self._lang)]) + "\n"

    def markdown(self, pages: Sequence[Page], versions: Versions) -> str:
        """A document (CommonMark); texts cannot bring markup along."""
        out: list[str] = []
        for page in pages:
            out += [f"## {escaped(self._title(page))}", ""]
            for each in page.explanations:
                out += [f"### {escaped(self._heading(page, each))}", ""]
                rows = [
                    line for label, text in self._rows(each) for line in (f"**{escaped(label)}** {escaped(text)}", "")
                ]
                out += self._teaching.around_markdown(each.lesson, rows) if each.lesson else rows
            if page.comparison is not None:
                out += self._teaching.comparison_markdown(page.comparison)
            out += [line for text in self._foot(page) for line in (escaped(text), "")]
        out += self._teaching.answers_markdown(_lessons(pages))
        return "\n".join([*out, "---", "", escaped(versions_text(versions, self._lang))]) + "\n"

    def answer_text(
        self, before: Sequence[str], pages: Sequence[Page], behind: Sequence[str], versions: Versions
    ) -> str:
        """An answer to a question: lines above and below the findings."""
        out = [line for text in before for line in wrapped(text, WIDTH)]
        out += ["", *(line for page in pages for line in list(self._plain(page))[2:])]
        out += [line for text in behind for line in wrapped(text, WIDTH)]
        return "\n".join([*out, versions_text(versions, self._lang)]) + "\n"

    def answer_markdown(
        self, before: Sequence[str], pages: Sequence[Page], behind: Sequence[str], versions: Versions
    ) -> str:
        """The same as a document (CommonMark)."""
        head = [line for text in before for line in (escaped(text), "")]
        foot = [line for text in behind for line in (escaped(text), "")]
        return "\n".join([*head, *foot]) + "\n" + self.markdown(pages, versions)

    def answer_json(self, answer: Mapping[str, object], pages: Sequence[Page], versions: Versions) -> str:
        """The same for machines: `answer` beside the document of explanations."""
        document = json.loads(self.json(pages, versions))
        return json.dumps({"answer": answer, **document}, ensure_ascii=False, indent=1) + "\n"

    def json(self, pages: Sequence[Page], versions: Versions) -> str:
        """One document for machines."""
        document = {
            "audience": self._audience.value,
            "lang": self._lang.value,
            "versions": {"program": versions.program, "knowledge": versions.knowledge, "hash": versions.knowledge_hash},
            "prescriptions": [self._document(page) for page in pages],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def _document(self, page: Page) -> dict[str, Any]:
        return {
            "id": page.report.prescription.id,
            "complete": page.report.complete,
            "not_told": page.left,
            "explanations": [
                {
                    "finding": each.finding.id,
                    "rule_id": each.finding.rule_id,
                    "action": each.finding.action.value,
                    "severity": each.finding.severity.value,
                    "drugs": list(each.finding.drugs),
                    "plan": {
                        "planner": each.plan.planner,
                        "fallback": each.plan.fallback.value if each.plan.fallback else None,
                        "chosen": [candidate.alias for candidate in each.plan.chosen],
                    },
                    "model_wording": None
                    if each.told is None
                    else {
                        "used": each.told.used,
                        "replaced": each.told.replaced,
                        "flaws": [flaw.value for flaw in each.told.flaws],
                        "fallback": each.told.fallback.value if each.told.fallback else None,
                    },
                    "sentences": [
                        {
                            "part": sentence.part.name.lower(),
                            "clause_id": sentence.clause_id,
                            "text": sentence.text,
                            "pharmacists_words": sentence.pharmacists_words,
                            "model_wording": sentence.model_wording,
                        }
                        for sentence in each.sentences
                    ],
                    **(lesson_document(each.lesson, self._lang) if each.lesson else {}),
                }
                for each in page.explanations
            ],
            **({} if page.comparison is None else {"comparison": comparison_document(page.comparison)}),
        }

    def _title(self, page: Page) -> str:
        if self._heading_line is not None:
            return self._heading_line
        return say("title", self._lang, self._audience, id=visible(page.report.prescription.id))

    def _heading(self, page: Page, each: Explanation) -> str:
        view = View(page.report, self._catalogue, self._lang)
        drugs = view.drugs(each.finding)
        if self._audience is Audience.PATIENT:
            return drugs
        finding = each.finding
        head = f"{finding.id} {SYMBOLS[finding.action]} {term(finding.action, self._lang)} · {term(finding.severity, self._lang)}"
        return f"{head}  {drugs}" if drugs else head

    def _rows(self, each: Explanation) -> Iterator[tuple[str, str]]:
        """(label, sentences) part by part, in the order of the plan."""
        parts = dict.fromkeys(sentence.part for sentence in each.sentences)
        if each.lesson is not None:
            parts = dict.fromkeys(
                part for part in parts if part in _RUNNING
            )  # facts and changes are steps of the lesson
        for part in parts:
            texts = []
            for sentence in each.sentences:
                if sentence.part is part:
                    mark = (
                        "pharmacists_words"
                        if sentence.pharmacists_words
                        else "model_wording"
                        if sentence.model_wording
                        else ""
                    )
                    note = f" {say(mark, self._lang)}" if mark else ""
                    texts.append(sentence.text + note)
            apart = "" if self._lang is Lang.ZH and part in _RUNNING else " "
            if part in (Part.FACT, Part.CHANGE):
                apart = "；" if self._lang is Lang.ZH else "; "
            yield say(f"part.{part.value}", self._lang, self._audience), apart.join(texts)

    def _foot(self, page: Page) -> Iterator[str]:
        patient = self._audience is Audience.PATIENT
        if not page.explanations:
            yield say("nothing", self._lang, self._audience)
        if patient and page.left:
            yield say("left.one" if page.left == 1 else "left", self._lang, self._audience, n=page.left)
        if not page.report.complete and (patient or self._heading_line is None):
            yield say("incomplete", self._lang, self._audience, n=len(page.report.not_assessed))
        if patient:
            yield say("never", self._lang, self._audience)
        elif page.explanations:
            if page.explanations[0].told is None:
                yield from self._planners(page)
            yield from self._told(page)

    def _planners(self, page: Page) -> Iterator[str]:
        """Who chose the order, and how often the fixed template had to stand in."""
        plans = [each.plan for each in page.explanations]
        models = dict.fromkeys(plan.planner for plan in plans if plan.planner != TEMPLATE)
        yield from (say("planner.model", self._lang, name=visible(name)) for name in models)
        if not models:
            yield say("planner.template", self._lang)
        failed = [plan.fallback for plan in plans if plan.fallback is not None]
        if failed:
            why = dict.fromkeys(say(f"fallback.{each.value}", self._lang) for each in failed)
            apart = "、" if self._lang is Lang.ZH else ", "
            yield say("planner.fallback", self._lang, name=visible(self._asked), n=len(failed), why=apart.join(why))

    def _told(self, page: Page) -> Iterator[str]:
        """How much of a page is a model's wording, and why the rest is not."""
        told = [each.told for each in page.explanations if each.told is not None]
        if not told:
            return
        used, replaced = sum(each.used for each in told), sum(each.replaced for each in told)
        text = say("told", self._lang, used=used, all=used + replaced, replaced=replaced, name=visible(self._asked))
        why = dict.fromkeys(say(f"flaw.{flaw.value}", self._lang) for each in told for flaw in each.flaws)
        more = dict.fromkeys(say(f"fallback.{each.fallback.value}", self._lang) for each in told if each.fallback)
        reasons = [*why, *more]
        if reasons:
            text += say("told.why", self._lang, why=("、" if self._lang is Lang.ZH else ", ").join(reasons))
        yield text

    def _plain(self, page: Page) -> Iterator[str]:
        yield self._title(page)
        yield ""
        for each in page.explanations:
            yield self._heading(page, each)
            rows = list(self._rows(each))
            if each.lesson is not None:
                yield from self._teaching.around_plain(each.lesson, rows)
                continue
            room = max((cells(label) for label, _ in rows), default=0) + 2
            for label, text in rows:
                yield from hung(label, text, room)
            yield ""
        if page.comparison is not None:
            yield from self._teaching.comparison_plain(page.comparison)
        for text in self._foot(page):
            yield from wrapped(text, WIDTH)
        yield ""


def _lessons(pages: Sequence[Page]) -> list[tuple[str, Lesson]]:
    """The lessons of all pages, with the prescription's id where there are several."""
    several = len(pages) > 1
    return [
        (visible(page.report.prescription.id) if several else "", each.lesson)
        for page in pages
        for each in page.explanations
        if each.lesson is not None
    ]
