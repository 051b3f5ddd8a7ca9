"""The report for a screen reader: one statement a line, each with its label; no symbols, no columns, no colour.

It says what the table says, in the same order: findings that interrupt in full, the others short, everything with `verbose`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TextIO

from rxcheck.errors import InputError
from rxcheck.finding import Finding, Report, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.gaps import gaps
from rxcheck.report.interface import RenderOptions
from rxcheck.report.plain import harmless, visible
from rxcheck.report.side_by_side import short_text
from rxcheck.report.spoken_words import spoken
from rxcheck.report.terminal import put
from rxcheck.report.together import together
from rxcheck.report.view import View, versions_text, worst_first
from rxcheck.report.words import term, word
from rxcheck.terms import Action, Lang

_WORDS = {
    "patient": ("Patient", "患者"),
    "record": ("Recorded", "记录"),
    "result": ("Result", "结果"),
    "finding": ("Finding {n} of {all}. {head}", "第 {n} 项发现，共 {all} 项。{head}"),
    "rule": ("Rule: {rule}", "规则：{rule}"),
    "gap": ("Not assessed, {n} of {all}. {text}", "未评估第 {n} 项，共 {all} 项。{text}"),
    "question": ("Worth asking, {n} of {all}. {text}", "建议询问第 {n} 项，共 {all} 项。{text}"),
    "together": ("Taken together", "综合"),
    "done": ("What was checked", "审查情况"),
    "versions": ("Versions", "版本"),
    "unreadable": ("Could not be read, {n} of {all}. {text}", "无法读取第 {n} 项，共 {all} 项。{text}"),
    "suppressed": ("{head}, {n} of {all}. {text}", "{head}第 {n} 项，共 {all} 项。{text}"),
    "written": ("Line {id}", "处方行 {id}"),
}
_STOP = {Lang.EN: ". ", Lang.ZH: "。"}


class SpokenRenderer:
    """Renders reports as statements."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._options = options
        self._lang = options.lang
        self._spoken = partial(spoken, lang=options.lang)

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write the reports, what could not be read, and the versions to `stream`."""
        lines: list[str] = []
        for report in reports:
            if lines:
                lines.append("")
            view = View(report, self._catalogue, self._lang)
            lines += self._quiet(view) if self._options.quiet else self._report(view)
        if errors:
            from rxcheck.report.errors_text import error_text

            lines += ["", *self._numbered("unreadable", [error_text(error, self._lang) for error in errors])]
        if not self._options.quiet or versions.policy is not None:
            lines += ["", self._labelled(self._say("versions"), self._spoken(versions_text(versions, self._lang)))]
        put(stream, "\n".join(map(harmless, lines)) + "\n")

    def _say(self, key: str, **slots: object) -> str:
        return _WORDS[key][self._lang is Lang.ZH].format(**slots)

    def _labelled(self, label: str, text: str) -> str:
        return word("lead", self._lang, head=label, text=text)

    def _numbered(self, key: str, texts: Sequence[str], **slots: object) -> list[str]:
        """The texts, each with its number and how many there are."""
        return [self._say(key, n=n, all=len(texts), text=text, **slots) for n, text in enumerate(texts, 1)]

    def _report(self, view: View) -> list[str]:
        lines = [view.title()]
        if facts := view.patient_facts():
            lines.append(self._labelled(self._say("patient"), self._facts(facts)))
        lines.append(self._labelled(self._say("record"), self._facts(view.record_facts())))
        lines.append(self._labelled(self._say("result"), self._result(view)))
        findings = worst_first(view.report.findings)
        for number, finding in enumerate(findings, 1):
            head = self._say("finding", n=number, all=len(findings), head=self._head(view, finding))
            lines += ["", head, *self._finding(view, finding)]
        if said := together(view, self._options.verbose):
            lines += ["", *(self._labelled(self._say("together"), self._spoken(each)) for each in said)]
        if rows := gaps(view, self._options.verbose):
            texts = [word("lead", self._lang, head=row.title, text=self._spoken(row.detail)) for row in rows]
            lines += ["", *self._numbered("gap", texts)]
        if view.report.suppressed:
            from rxcheck.report.suppressed import head as heading
            from rxcheck.report.suppressed import rows as hidden

            texts = [self._spoken(row) for row in hidden(view)]
            lines += ["", *self._numbered("suppressed", texts, head=_sentence(heading(self._lang)))]
        if questions := view.questions():
            lines += ["", *self._numbered("question", [self._spoken(each) for each in questions])]
        return [*lines, "", self._labelled(self._say("done"), self._spoken(view.tally()))]

    def _facts(self, facts: Iterable[str]) -> str:
        return word("comma", self._lang).join(self._spoken(fact) for fact in facts)

    def _result(self, view: View) -> str:
        parts = [f"{n} {term(action, self._lang)}" for action, n in view.counts()]
        if not view.report.findings:
            parts.append(self._spoken(view.verdict()))
        if unknown := view.unknown_drugs():
            from rxcheck.report.words import counted

            parts.append(_sentence(counted("verdict.unknown_drugs", unknown, self._lang)))
        if not view.report.complete:
            parts.append(_sentence(view.say("verdict.not_assessed")))
        return word("semicolon", self._lang).join(parts)

    def _head(self, view: View, finding: Finding) -> str:
        """`Avoid. Contraindicated. Metformin.`"""
        drugs = word("list", self._lang).join(view.names(finding.drugs)) or term(finding.check, self._lang)
        parts = (term(finding.action, self._lang), term(finding.severity, self._lang), drugs)
        return _STOP[self._lang].join(map(_capital, parts)) + _STOP[self._lang].strip()

    def _finding(self, view: View, finding: Finding) -> list[str]:
        if self._options.verbose or finding.action.interrupts:
            # The lines are as somebody wrote them; everything else is ours.
            return [
                self._labelled(view.say(f"label.{label}"), text if label == "lines" else self._spoken(text))
                for label, text in view.finding_rows(finding)
            ]
        clauses = finding.advice or finding.harm or finding.mechanism
        said = view.sentences(clauses if finding.action is Action.MONITOR else clauses[:1]) or view.why(finding)
        rows = [self._spoken(said)] if said else []
        if compared := view.compared(finding):
            rows.append(self._labelled(view.say("label.compared"), self._spoken(compared)))
        if finding.grades:
            rows.append(self._labelled(view.say("label.sources"), self._spoken(short_text(finding, self._lang))))
        return [*rows, self._say("rule", rule=finding.rule_id)]

    def _quiet(self, view: View) -> list[str]:
        title = visible(view.report.prescription.id)
        findings = [each for each in worst_first(view.report.findings) if each.action.interrupts]
        lines = [
            self._labelled(title, f"{self._head(view, each)} {self._say('rule', rule=each.rule_id)}")
            for each in findings
        ]
        if counts := view.quiet_counts():
            lines.append(self._labelled(title, self._spoken(counts)))
        elif not view.report.findings:
            lines.append(self._labelled(title, self._spoken(view.verdict())))
        return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    """A heading in capitals as a phrase."""
    return _capital(text.lower()) if text.isupper() else text
