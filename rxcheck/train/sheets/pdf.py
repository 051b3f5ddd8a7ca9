"""The result sheet as PDF, by reportlab: its Chinese needs no font file (the reader of the PDF brings STSong)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from rxcheck.errors import TrainingError
from rxcheck.report.plain import harmless
from rxcheck.terms import Lang
from rxcheck.train.sheets.content import CaseSheet, Sheet, about, case_notes, tiles, title_of, topic_table
from rxcheck.train.words import say

_CHINESE = "STSong-Light"
_LATIN = ("Helvetica", "Helvetica-Bold")
_BLUE, _GREY, _LINE = "#16395a", "#4a5667", "#cfd6df"
_ALARM = "#b35c00"
_SIDES = {"+": "#1b6e3c", "-": "#a8201a", "o": "#4a5667"}
_MM = 72 / 25.4


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet of a session on A4. The same sheet gives the same bytes.

    Raises:
        TrainingError: reportlab is not installed.
    """
    try:
        from reportlab.platypus import SimpleDocTemplate
    except ImportError:
        raise TrainingError("reportlab is not installed: pip install 'rxcheck[pdf]', or use --format html") from None
    out = io.BytesIO()
    title = f"{title_of(sheet)} · {sheet.session.user}"
    made = SimpleDocTemplate(
        out,
        pagesize=(210 * _MM, 297 * _MM),
        leftMargin=18 * _MM,
        rightMargin=18 * _MM,
        topMargin=16 * _MM,
        bottomMargin=18 * _MM,
        title=harmless(title),
        author="rxcheck",
        invariant=1,
        lang="zh-CN" if sheet.lang is Lang.ZH else "en",
    )
    writer = _Writer(sheet)
    made.build(list(writer.story(title)), onFirstPage=writer.foot, onLaterPages=writer.foot)
    return out.getvalue()


class _Writer:
    def __init__(self, sheet: Sheet) -> None:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont

        pdfmetrics.registerFont(UnicodeCIDFont(_CHINESE))
        self._sheet, self._lang = sheet, sheet.lang
        self._wrap = "CJK" if sheet.lang is Lang.ZH else None

        def style(name: str, size: float, **more: Any) -> ParagraphStyle:
            return ParagraphStyle(
                name, fontName=_LATIN[0], fontSize=size, leading=size * 1.4, wordWrap=self._wrap, spaceAfter=2, **more
            )

        self._title = style("title", 18, textColor=_BLUE)
        self._head = style("head", 13, textColor=_BLUE, spaceBefore=10)
        self._case = style("case", 11, spaceBefore=4)
        self._text = style("text", 9.5)
        self._small = style("small", 8.5)
        self._row = style("row", 8.5, leftIndent=14)
        self._note = style("note", 8, textColor=_GREY)

    def foot(self, canvas: Any, document: Any) -> None:
        """Page number, and what the sheet was made with."""
        canvas.saveState()
        canvas.setFont(_LATIN[0], 7.5)
        canvas.setFillColor(_GREY)
        session = self._sheet.session
        canvas.drawString(18 * _MM, 10 * _MM, f"rxcheck {session.program} · {session.knowledge[:12]} · {session.id}")
        canvas.drawRightString(192 * _MM, 10 * _MM, str(document.page))
        canvas.restoreState()

    def story(self, title: str) -> Iterator[Any]:
        """What stands on the pages, from the top."""
        from reportlab.platypus import KeepTogether, Spacer

        sheet, lang = self._sheet, self._lang
        yield self._paragraph(title, self._title, bold=True)
        yield self._pairs(about(sheet))
        yield Spacer(1, 6)
        yield self._grid([[value for value, _ in tiles(sheet)], [label for _, label in tiles(sheet)]], first_bold=True)
        if sheet.skipped:
            yield self._paragraph(say("sheet.skipped", lang, n=sheet.skipped), self._note)
        yield self._paragraph(say("sheet.by_topic", lang), self._head, bold=True)
        header, rows = topic_table(sheet)
        yield self._grid([header, *rows], first_bold=True)
        yield self._paragraph(say("sheet.by_case", lang), self._head, bold=True)
        for case in sheet.cases:
            parts = list(self._case_parts(case))
            yield KeepTogether(parts[:4])
            yield from parts[4:]
        yield Spacer(1, 8)
        yield self._paragraph(say("sheet.foot", lang), self._note)

    def _case_parts(self, case: CaseSheet) -> Iterator[Any]:
        lang = self._lang
        head = f"{case.position}. {case.title}  ({case.points}/{case.possible})"
        yield self._paragraph(head, self._case, bold=True)
        yield self._paragraph(" · ".join(case_notes(case, lang)), self._note)
        yield self._paragraph(case.story, self._small)
        yield from self._told(case.prescription)
        if case.clean:
            yield self._paragraph(say("clean", lang), self._text, bold=True)
        for row in case.rows:
            colour = _SIDES.get(row.sign, _GREY)
            yield self._paragraph(f"{row.sign} {row.problem}", self._coloured(colour))
            yield self._paragraph(row.verdict, self._coloured(colour), bold=True)
            yield from self._told(row.told)
        for alarm in case.alarms:
            yield self._paragraph(f"! {alarm}", self._coloured(_ALARM), bold=True)
        if case.teaches:
            yield self._paragraph(f"{say('teaches', lang)} – {case.teaches}", self._small)
        yield self._paragraph(f"{case.id} · {case.digest}", self._note)

    def _paragraph(self, text: str, style: Any, bold: bool = False) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(_marked(text, bold), style)

    def _pairs(self, rows: tuple[tuple[str, str], ...]) -> Any:
        from reportlab.platypus import Table, TableStyle

        cells = [[self._paragraph(label, self._note), self._paragraph(text, self._small)] for label, text in rows]
        made = Table(cells, colWidths=[34 * _MM, None], hAlign="LEFT")
        made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_tight(1)]))
        return made

    def _grid(self, rows: list[list[str]], first_bold: bool) -> Any:
        from reportlab.platypus import Table, TableStyle

        cells = [
            [self._paragraph(text, self._text, bold=first_bold and number == 0) for text in row]
            for number, row in enumerate(rows)
        ]
        made = Table(cells, hAlign="LEFT", repeatRows=1)
        made.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE), *_tight(2)]))
        return made

    def _told(self, rows: tuple[tuple[str, str], ...]) -> Iterator[Any]:
        """A paragraph for each row: it breaks over pages, however long it is."""
        from reportlab.platypus import Paragraph

        for label, text in rows:
            lead = f'<font color="{_GREY}">{_marked(label, False)}</font>&nbsp;&nbsp;' if label.strip() else ""
            yield Paragraph(lead + _marked(text, False), self._row)

    def _coloured(self, colour: str) -> Any:
        from reportlab.lib.styles import ParagraphStyle

        return ParagraphStyle(colour, parent=self._text, textColor=colour, spaceBefore=3)


def _tight(space: float) -> list[Any]:
    return [(f"{side}PADDING", (0, 0), (-1, -1), space) for side in ("TOP", "BOTTOM")]


def _marked(text: str, bold: bool) -> str:
    """Text as a paragraph takes it: nothing of it is markup, and what Helvetica lacks stands in the Chinese font."""
    out: list[str] = []
    run, chinese = "", False
    for char in harmless(text).replace("◀─", "←"):
        if not (_in_latin(char) or _in(char, "gbk")):
            char = f"<U+{ord(char):04X}>"  # noqa: PLW2901 - no font of ours has it: told by its number, not left out
        is_chinese = not _in_latin(char[0])
        if is_chinese is not chinese and run:
            out.append(_run(run, chinese, bold))
            run = ""
        run, chinese = run + char, is_chinese
    out.append(_run(run, chinese, bold))
    return "".join(out)


def _in_latin(char: str) -> bool:
    return _in(char, "cp1252")


def _in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _run(text: str, chinese: bool, bold: bool) -> str:
    font = _CHINESE if chinese else _LATIN[bold]
    return f'<font name="{font}">{escape(text)}</font>' if text else ""
