"""`report.xlsx`: worklist, findings by rule, summary, sample. The same content gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from rxcheck.audit.wording import Wording
from rxcheck.audit.workbook_words import say
from rxcheck.kb.compiled_text import CompiledText, Weight
from rxcheck.report.plain import harmless
from rxcheck.report.words import term
from rxcheck.terms import Action, CheckKind, Lang, Reason

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from rxcheck.audit.run import Summary

MOST_FINDINGS = 8  # of a prescription that are told in words
_LONGEST = 32_000  # characters of a cell; a sheet takes 32,767
_LAST_ROW = 1_048_576
_EPOCH = "1980-01-01T00:00:00Z"  # a file that says when it was made is never the same
_WORKLIST = (
    ("score", 8),
    ("reasons", 34),
    ("prescription_id", 20),
    ("authored_on", 12),
    ("store", 16),
    ("prescriber", 16),
    ("lines", 8),
    ("findings", 10),
    ("found", 44),
    ("why", 60),
    ("do", 60),
    ("rule_ids", 30),
    ("cn_review", 16),
    ("decision", 18),
    ("remark", 30),
)
_SAMPLE = (
    ("prescription_id", 20),
    ("store", 16),
    ("prescriber", 16),
    ("authored_on", 12),
    ("lines", 8),
    ("findings", 10),
    ("worst_action", 18),
    ("cn_review", 16),
    ("stratum_prescriptions", 14),
    ("stratum_drawn", 14),
    ("reasonable", 14),
    ("remark", 30),
)
_RULES = (
    ("rule", 44),
    ("about", 44),
    ("check", 18),
    ("action", 12),
    ("severity", 16),
    ("evidence", 16),
    ("times", 10),
    ("share", 14),
    ("source", 40),
    ("locator", 40),
    ("status", 18),
)
_DECISIONS = ("choice.accepted", "choice.changed", "choice.overridden", "choice.open")
_JUDGEMENTS = ("choice.reasonable", "choice.unreasonable")


class Content(Struct, frozen=True):
    """What a report holds: the prescriptions of the worklist in its order, their findings by prescription, of how many they are the
    most urgent, and the rows of the sample where one was drawn."""

    top: Sequence[Mapping[str, Any]]
    findings: Mapping[str, Sequence[Mapping[str, Any]]]
    urgent: int
    weights: Sequence[Weight]
    summary: Summary
    sample: Sequence[Sequence[object]] | None


def workbook(content: Content, text: CompiledText, lang: Lang) -> bytes:
    """The bytes of the workbook."""
    from openpyxl import Workbook

    book, wording = Workbook(write_only=True), Wording(text, lang)
    sheets = _Sheets(book, lang)
    notes = [_note(content, lang), say("note.points", lang)]
    if content.summary.pseudonymised:
        notes.append(say("note.pseudonyms", lang))
    sheets.table("worklist", notes, _WORKLIST, _worklist(content, wording), ("decision", _DECISIONS))
    if content.sample is not None:
        sheets.table(
            "sample", _sample_notes(content, lang), _SAMPLE, _sample(content.sample, lang), ("reasonable", _JUDGEMENTS)
        )
    sheets.table("rules", [], _RULES, _rules(content.summary, wording))
    sheets.plain("summary", (40, 24), _summary(content.summary, lang))
    out = BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


class _Sheets:
    """Writes sheets; every text is a text, whatever it begins with."""

    def __init__(self, book: Any, lang: Lang) -> None:
        self._book, self._lang = book, lang
        self._styles: dict[tuple[str, bool, bool, bool], Any] = {}

    def table(
        self,
        name: str,
        notes: Sequence[str],
        columns: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[object]],
        choice: tuple[str, Sequence[str]] | None = None,
    ) -> None:
        """Notes, a header that stays, and rows; `choice` names a column and what may be written in it."""
        from openpyxl.utils import get_column_letter

        sheet = self._sheet(name, [width for _, width in columns])
        header = len(notes) + 1
        sheet.freeze_panes = f"A{header + 1}"
        written = list(rows)
        last = header + len(written)
        sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{max(last, header + 1)}"
        if choice is not None:
            place = [column for column, _ in columns].index(choice[0]) + 1
            self._choose(
                sheet, f"{get_column_letter(place)}{header + 1}:{get_column_letter(place)}{_LAST_ROW}", choice[1]
            )
        for note in notes:
            sheet.append([self._cell(sheet, note, italic=True)])
        sheet.append([self._cell(sheet, say(column, self._lang), bold=True) for column, _ in columns])
        for row in written:
            sheet.append([self._cell(sheet, value) for value in row])

    def plain(self, name: str, widths: Sequence[int], rows: Iterable[Sequence[object]]) -> None:
        """Rows; one with a single cell is a heading."""
        sheet = self._sheet(name, widths)
        for row in rows:
            sheet.append([self._cell(sheet, value, bold=len(row) == 1) for value in row])

    def _sheet(self, name: str, widths: Sequence[int]) -> WriteOnlyWorksheet:
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(say(f"sheet.{name}", self._lang))
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        return sheet

    def _choose(self, sheet: WriteOnlyWorksheet, where: str, keys: Sequence[str]) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        words = ",".join(say(key, self._lang) for key in keys)
        sheet.data_validations.append(DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, sqref=where))

    def _cell(
        self, sheet: WriteOnlyWorksheet, value: object, bold: bool = False, italic: bool = False
    ) -> WriteOnlyCell | None:
        from openpyxl.cell import WriteOnlyCell

        if value is None or value == "":
            return None
        text = "\n".join(map(harmless, value.split("\n")))[:_LONGEST] if isinstance(value, str) else None
        cell = WriteOnlyCell(sheet, value if text is None else "")
        if text is not None:
            cell._value, cell.data_type = text, "s"  # the setter would make a formula of what begins with =
        quoted = text is not None and text.startswith(("=", "+", "-", "@"))
        key = cell.number_format, bold, italic, quoted
        if key not in self._styles:
            self._styles[key] = self._style(cell, bold, italic, quoted)
        cell._style = self._styles[key]  # to make it for each cell takes longer than all else
        return cell

    @staticmethod
    def _style(cell: WriteOnlyCell, bold: bool, italic: bool, quoted: bool) -> Any:
        from openpyxl.styles import Alignment, Font

        cell.alignment = Alignment(wrap_text=not italic, vertical="top")
        cell.quotePrefix = quoted
        if bold or italic:
            cell.font = Font(bold=bold, italic=italic)
        return cell._style


def _note(content: Content, lang: Lang) -> str:
    shown = len(content.top)
    return say("note.all" if shown == content.urgent else "note.some", lang, shown=shown, urgent=content.urgent)


def _worklist(content: Content, wording: Wording) -> Iterator[Sequence[object]]:
    for row in content.top:
        findings = content.findings.get(row["prescription_id"], [])
        told, more = findings[:MOST_FINDINGS], len(findings) - MOST_FINDINGS
        rest = [say("more", wording.lang, n=more)] if more > 0 else []
        yield (
            row["score"],
            wording.reasons(content.weights, row["counts"]),
            row["prescription_id"],
            row["authored_on"],
            row["store"],
            row["prescriber"],
            row["lines"],
            row["findings"],
            _numbered(map(wording.head, told), rest),
            _numbered(map(wording.why, told), rest),
            _numbered(map(wording.advice, told), rest),
            "\n".join(dict.fromkeys(each["rule_id"] for each in findings)),
            "; ".join(row["cn_review"]),
            None,
            None,
        )


def _numbered(texts: Iterable[str], rest: Sequence[str]) -> str:
    """A line each; findings stand worst first, so what is left off is the least."""
    return "\n".join((*(f"{number}. {text}" for number, text in enumerate(texts, start=1)), *rest))


def _sample_notes(content: Content, lang: Lang) -> list[str]:
    drawn, shown = content.summary.sample, len(content.sample or ())
    if drawn is None:
        return []
    by = term(drawn.by, lang)
    said = say(
        "note.sample", lang, drawn=drawn.drawn, prescriptions=drawn.prescriptions, strata=drawn.strata, by=by,
        seed=drawn.seed, asked=drawn.asked,
    )  # fmt: skip
    return [said] if shown == drawn.drawn else [said, say("note.sample_cut", lang, shown=shown)]


def _sample(rows: Iterable[Sequence[object]], lang: Lang) -> Iterator[Sequence[object]]:
    worst = [column for column, _ in _SAMPLE].index("worst_action")
    for row in rows:
        cells = ["; ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row]
        if cells[worst] is not None:
            cells[worst] = term(Action(str(cells[worst])), lang)
        yield cells


def _rules(summary: Summary, wording: Wording) -> Iterator[Sequence[object]]:
    """The rules by how often they fired."""
    lang = wording.lang
    for rule_id, times in sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0])):
        check, rule = wording.rules[rule_id]
        source = wording.catalogue.sources.get(rule.source_id)
        action = rule.action.action
        yield (
            rule_id,
            wording.about(rule),
            term(check, lang),
            term(action, lang) if action else None,
            term(rule.severity, lang),
            term(rule.evidence, lang),
            times,
            round(1000 * times / summary.prescriptions, 2) if summary.prescriptions else None,
            source.title if source else rule.source_id,
            rule.locator,
            term(rule.status, lang),
        )


def _summary(summary: Summary, lang: Lang) -> Iterator[Sequence[object]]:
    yield (say("head.lines", lang),)
    for key, number in summary.lines.items():
        yield say(key, lang), number
    yield say("unknown_lines", lang), summary.unknown_lines
    yield (say("head.prescriptions", lang),)
    for key in ("prescriptions", "with_findings", "interrupting", "complete"):
        yield say(key, lang), getattr(summary, key)
    yield (say("head.action", lang),)
    for action in sorted(Action, key=lambda action: -action.rank):
        yield term(action, lang), summary.by_action.get(action, 0)
    yield (say("head.check", lang),)
    for check in CheckKind:
        yield term(check, lang), summary.by_check.get(check, 0)
    yield (say("head.cn_review", lang),)
    yield from sorted(summary.by_cn_review.items())
    yield (say("head.not_assessed", lang),)
    for reason in Reason:
        if reason in summary.not_assessed:
            yield term(reason, lang), summary.not_assessed[reason]
    yield (say("head.versions", lang),)
    for key, version in summary.versions.items():
        yield say(key, lang), version


_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _timeless(packed: bytes) -> bytes:
    """The same file with one time in all of it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _TIME.sub(rb"\g<1>" + _EPOCH.encode(), data)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, data)
    return out.getvalue()
