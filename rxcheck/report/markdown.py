"""The report as a document (CommonMark with tables). Every finding stands in full; texts cannot bring markup along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rxcheck.errors import InputError
from rxcheck.finding import Finding, Report, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.errors_text import error_text
from rxcheck.report.gaps import gaps
from rxcheck.report.interface import RenderOptions
from rxcheck.report.plain import markdown as escaped
from rxcheck.report.terminal import put
from rxcheck.report.together import together
from rxcheck.report.view import SYMBOLS, View, versions_text, worst_first
from rxcheck.report.words import counted, term, word


class MarkdownRenderer:
    """Renders reports as Markdown."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._options = options

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write the reports, what could not be read, and the versions to `stream`."""
        lang = self._options.lang
        lines: list[str] = []
        for report in reports:
            lines += _report(View(report, self._catalogue, lang), self._options.verbose)
        if errors:
            lines += [f"## {word('head.unreadable', lang)}", ""]
            lines += [*(f"- {escaped(error_text(error, lang))}" for error in errors), ""]
        lines += ["---", "", escaped(versions_text(versions, lang, whole_hash=True))]
        put(stream, "\n".join(lines) + "\n")


def _report(view: View, verbose: bool) -> list[str]:
    lines = [
        f"## {escaped(view.title())}",
        "",
        *_paragraph(view.patient_facts()),
        *_paragraph(view.record_facts()),
        *_verdict(view),
    ]
    for finding in worst_first(view.report.findings):
        lines += _finding(view, finding)
    if said := together(view, verbose):
        lines += [f"### {escaped(view.say('head.together'))}", "", *(f"- {escaped(each)}" for each in said), ""]
    if rows := gaps(view, verbose):
        head = f"| {escaped(view.say('label.missing'))} | {escaped(view.say('head.not_assessed'))} |"
        lines += [f"### {escaped(view.say('head.not_assessed'))}", "", head, "|---|---|"]
        lines += [*(f"| {escaped(row.title)} | {escaped(row.detail)} |" for row in rows), ""]
    if view.report.suppressed:
        from rxcheck.report.suppressed import head as suppressed_head
        from rxcheck.report.suppressed import rows as suppressed_rows

        lines += [f"### {escaped(suppressed_head(view.lang))}", ""]
        lines += [*(f"- {escaped(row)}" for row in suppressed_rows(view)), ""]
    if questions := view.questions():
        lines += [f"### {escaped(view.say('head.questions'))}", ""]
        lines += [*(f"{number}. {escaped(text)}" for number, text in enumerate(questions, 1)), ""]
    return [*lines, escaped(view.tally()), ""]


def _paragraph(facts: Sequence[str]) -> list[str]:
    return [escaped(" · ".join(facts)), ""] if facts else []


def _verdict(view: View) -> list[str]:
    parts = [f"{SYMBOLS[action]} {n} {term(action, view.lang).upper()}" for action, n in view.counts()]
    parts = parts or [view.verdict()]
    if unknown := view.unknown_drugs():
        parts.append(counted("verdict.unknown_drugs", unknown, view.lang))
    if not view.report.complete:
        parts.append(view.say("verdict.not_assessed"))
    return [" · ".join(f"**{escaped(part)}**" for part in parts), ""]


def _finding(view: View, finding: Finding) -> list[str]:
    lines = [f"### {escaped(f'{view.heading(finding)} – {view.drugs(finding)}')}", ""]
    for label, text in view.finding_rows(finding):
        lines.append(f"- **{escaped(view.say(f'label.{label}'))}** {escaped(text)}")
    return [*lines, ""]
