"""The report for a terminal: read in seconds, nothing said by colour alone.

Interruptive findings stand in full, findings to monitor in two lines, the rest in one; `verbose` shows all in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rxcheck.errors import InputError
from rxcheck.finding import Finding, Report, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.gaps import Gap, gaps
from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Page, Piece, Style, cells
from rxcheck.report.plain import visible
from rxcheck.report.side_by_side import short_text
from rxcheck.report.terminal import colour_of, put, width_of
from rxcheck.report.together import together
from rxcheck.report.view import LABELS, SYMBOLS, View, versions_text, worst_first
from rxcheck.report.words import counted, term, word
from rxcheck.terms import Action, Reason

_STYLES = {
    Action.AVOID: Style.AVOID,
    Action.MODIFY: Style.MODIFY,
    Action.MONITOR: Style.MONITOR,
    Action.INFORM: Style.INFORM,
}
_GAP = "?"
_INDENT = 2
_ROW_STYLES = {"compared": Style.BOLD, "do": Style.BOLD, "rule": Style.DIM, "also": Style.DIM}
_NARROW = 70  # columns; below it no line is cut
_LONG_PART = 40  # columns; longer parts of a row may be broken


class TableRenderer:
    """Renders reports for people at a terminal."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._options = options

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write the reports, what could not be read, and the versions to `stream`."""
        page = Page(width_of(self._options.width), colour_of(stream, self._options.colour))
        for at, report in enumerate(reports):
            view = View(report, self._catalogue, self._options.lang)
            if self._options.quiet:
                _quiet(page, view)
                continue
            if at:
                page.blank()
            _full(page, view, self._options.verbose)
        if errors:
            from rxcheck.report.errors_text import error_text

            page.blank()
            page.add(Piece(f"{_GAP} {word('head.unreadable', self._options.lang)}", Style.GAP))
            for error in errors:
                page.add(Piece(error_text(error, self._options.lang)), indent=_INDENT)
        if not self._options.quiet or versions.policy is not None:
            page.add(Piece(versions_text(versions, self._options.lang), Style.DIM))
        put(stream, page.text())


def _full(page: Page, view: View, verbose: bool) -> None:
    page.rule("━")
    facts = "".join(f" · {fact}" for fact in view.patient_facts())
    page.add(Piece(view.title(), Style.BOLD), *_segments(facts))
    page.add(*_segments(" · ".join(view.record_facts())))
    _verdict(page, view)
    findings = worst_first(view.report.findings)
    before: Action | None = None
    for finding in findings:
        # The short forms stand together; each full one has air around it.
        if verbose or finding.action.interrupts or finding.action is not before:
            page.blank()
        before = finding.action
        if verbose or finding.action.interrupts:
            _finding(page, view, finding)
        elif finding.action is Action.MONITOR:
            _short(page, view, finding)
        else:
            _line(page, view, finding)
    if said := together(view, verbose):
        page.blank()
        page.add(Piece(view.say("head.together"), Style.BOLD))
        for sentence in said:
            page.add(Piece(sentence), indent=_INDENT, hang=_INDENT)
    _gaps(page, view, gaps(view, verbose))
    _suppressed(page, view)
    questions = view.questions()
    if questions:
        page.blank()
        page.add(Piece(view.say("head.questions"), Style.BOLD))
        for number, question in enumerate(questions, 1):
            page.add(Piece(f"{number}. {question}"), indent=_INDENT, hang=3)
    page.blank()
    page.add(*_segments(view.tally()))


def _segments(text: str, style: Style = Style.PLAIN) -> list[Piece]:
    """Pieces of `a · b · c` that break between the parts, and inside one only where it is long."""
    # The dot ends the part before it, so that no line begins with one.
    parts = text.replace(" · ", " ·\n ").split("\n")
    return [Piece(part, style, solid=cells(part) <= _LONG_PART) for part in parts]


def _verdict(page: Page, view: View) -> None:
    counters = [
        (f"{SYMBOLS[action]} {n} {term(action, view.lang).upper()}", _STYLES[action]) for action, n in view.counts()
    ]
    if not view.report.complete:
        counters.append((f"{_GAP} {view.say('verdict.not_assessed')}", Style.GAP))
    if unknown := view.unknown_drugs():
        counters.append((f"{_GAP} {counted('verdict.unknown_drugs', unknown, view.lang)}", Style.GAP))
    if counters:
        page.add(*(Piece(f"{'   ' if at else ''}{text}", style, True) for at, (text, style) in enumerate(counters)))
    if not view.report.findings:
        page.add(Piece(view.verdict(), Style.BOLD))


def _head(view: View, finding: Finding) -> list[Piece]:
    return [
        Piece(view.heading(finding), _STYLES[finding.action]),
        Piece("  "),
        Piece(view.drugs(finding), Style.BOLD),
    ]


def _finding(page: Page, view: View, finding: Finding) -> None:
    page.add(*_head(view, finding), hang=_INDENT)
    room = max(cells(view.say(f"label.{label}")) for label in LABELS) + 2
    before = ""
    for label, text in view.finding_rows(finding):
        name = "" if label == before else view.say(f"label.{label}")
        style = _ROW_STYLES.get(label, Style.PLAIN)
        page.labelled(name, room, *_segments(text, style), indent=_INDENT)
        before = label


def _short(page: Page, view: View, finding: Finding) -> None:
    page.add(*_head(view, finding), Piece(f"  {finding.rule_id}", Style.DIM), hang=_INDENT)
    said = view.sentences(finding.advice or finding.harm or finding.mechanism) or view.why(finding)
    compared = view.compared(finding)
    page.add(Piece(view.noted(said, compared) if said else compared), indent=_INDENT)
    _sources(page, view, finding)


def _line(page: Page, view: View, finding: Finding) -> None:
    head = _head(view, finding)
    if page.width < _NARROW:
        # There is no room for a line each: nothing is left off instead.
        page.add(*head, hang=_INDENT)
        page.add(
            Piece(view.sentences((finding.harm or finding.advice or finding.mechanism)[:1]) or view.why(finding)),
            indent=_INDENT,
        )
    elif sum(cells(piece.text) for piece in head) > page.width:
        # The drugs are never cut off; the sentence may be, it is there with --verbose and in every other format.
        page.add(*head, hang=_INDENT)
    else:
        said = view.sentences((finding.harm or finding.advice or finding.mechanism)[:1]) or view.why(finding)
        page.one(*head, Piece(f"  {said}"))
    _sources(page, view, finding)


def _sources(page: Page, view: View, finding: Finding) -> None:
    if finding.grades:
        page.add(Piece(short_text(finding, view.lang), Style.DIM), indent=_INDENT)


def _gaps(page: Page, view: View, rows: Sequence[Gap]) -> None:
    if not rows:
        return
    page.blank()
    page.add(Piece(f"{_GAP} {view.say('head.not_assessed')}", Style.GAP))
    for row in rows:
        style = Style.GAP if row.reason in (Reason.UNKNOWN_DRUG, Reason.AMBIGUOUS_DRUG) else Style.BOLD
        # The language's own colon stands between title and detail.
        lead = view.say("lead", head=row.title, text="")
        page.add(Piece(lead, style), *_segments(row.detail), indent=_INDENT, hang=_INDENT)


def _suppressed(page: Page, view: View) -> None:
    if not view.report.suppressed:
        return
    from rxcheck.report.suppressed import head, rows

    page.blank()
    page.add(Piece(head(view.lang), Style.DIM))
    for row in rows(view):
        page.add(Piece(row, Style.DIM), indent=_INDENT, hang=_INDENT)


def _quiet(page: Page, view: View) -> None:
    title = visible(view.report.prescription.id)
    for finding in worst_first(view.report.findings):
        if finding.action.interrupts:
            page.add(Piece(f"{title}  "), *_head(view, finding), Piece(f"  {finding.rule_id}", Style.DIM), hang=4)
    said = view.quiet_counts()
    if said or not view.report.findings:
        page.add(Piece(f"{title}  {said or view.verdict()}"), hang=4)
