"""Sheets of texts, numbers and days as a workbook. The same content gives the same bytes.

openpyxl makes the workbook and the frame of each sheet; it takes far too long for cells, so that the rows are written here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from msgspec import Struct

from rxcheck.audit.workbook_words import say
from rxcheck.report.plain import harmless
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LONGEST = 32_000  # characters of a cell; a sheet takes 32,767
_LAST_ROW = 1_048_576
_DAY_ONE = date(1899, 12, 30)  # days of a sheet are counted from it
_FORMULA = ("=", "+", "-", "@")
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = b"1980-01-01T00:00:00Z"  # a file that says when it was made is never the same
_NO_ROWS = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")


class _Face(Struct, frozen=True):
    """What the look of a cell hangs on."""

    bold: bool = False
    italic: bool = False
    day: bool = False
    quoted: bool = False  # a text that looks like a formula


class Sheets:
    """Writes sheets; every text is a text, whatever it begins with."""

    def __init__(self, lang: Lang) -> None:
        from openpyxl import Workbook

        self._book, self._lang = Workbook(write_only=True), lang
        self._rows: list[bytes] = []  # of each sheet
        self._styles: dict[_Face, int] = {}

    def table(
        self,
        name: str,
        notes: Sequence[str],
        columns: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[object]],
        choice: tuple[str, Sequence[str]] | None = None,
    ) -> None:
        """Notes, a header that stays, and rows; `choice` names a column and what may be written in it."""
        sheet, letters = self._sheet(name, [width for _, width in columns])
        header = len(notes) + 1
        sheet.freeze_panes = f"A{header + 1}"
        written = list(rows)
        sheet.auto_filter.ref = f"A{header}:{letters[-1]}{header + max(len(written), 1)}"
        if choice is not None:
            letter = letters[[column for column, _ in columns].index(choice[0])]
            self._choose(sheet, f"{letter}{header + 1}:{letter}{_LAST_ROW}", choice[1])
        self._write(
            sheet,
            letters,
            (
                *(([note], _Face(italic=True)) for note in notes),
                ([say(column, self._lang) for column, _ in columns], _Face(bold=True)),
                *((row, _Face()) for row in written),
            ),
        )

    def plain(self, name: str, widths: Sequence[int], rows: Iterable[Sequence[object]]) -> None:
        """Rows; one with a single cell is a heading."""
        sheet, letters = self._sheet(name, widths)
        self._write(sheet, letters, ((row, _Face(bold=len(row) == 1)) for row in rows))

    def packed(self) -> bytes:
        """The bytes of the workbook; no sheet can be added any more."""
        frame, out = BytesIO(), BytesIO()
        self._book.save(frame)
        rows = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(self._rows, start=1)}
        with zipfile.ZipFile(frame) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                data = source.read(name)
                if name == "docProps/core.xml":
                    data = _TIME.sub(rb"\g<1>" + _EPOCH, data)
                if name in rows:
                    before, after = _NO_ROWS.split(data)
                    data = b"".join((before, b"<sheetData>", rows[name], b"</sheetData>", after))
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                target.writestr(entry, data)
        return out.getvalue()

    def _sheet(self, name: str, widths: Sequence[int]) -> tuple[WriteOnlyWorksheet, list[str]]:
        """A new sheet, and the letters of its columns."""
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(say(f"sheet.{name}", self._lang))
        letters = [get_column_letter(place) for place in range(1, len(widths) + 1)]
        for letter, width in zip(letters, widths, strict=True):
            sheet.column_dimensions[letter].width = width
        return sheet, letters

    def _choose(self, sheet: WriteOnlyWorksheet, where: str, keys: Sequence[str]) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        words = ",".join(say(key, self._lang) for key in keys)
        sheet.data_validations.append(DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, sqref=where))

    def _write(
        self, sheet: WriteOnlyWorksheet, letters: Sequence[str], rows: Iterable[tuple[Sequence[object], _Face]]
    ) -> None:
        said = []
        for number, (row, face) in enumerate(rows, start=1):
            cells = "".join(self._cells(sheet, [f"{letter}{number}" for letter in letters], row, face))
            said.append(f'<row r="{number}">{cells}</row>')
        self._rows.append("".join(said).encode())

    def _cells(
        self, sheet: WriteOnlyWorksheet, places: Sequence[str], row: Sequence[object], face: _Face
    ) -> Iterator[str]:
        """The cells of a row that hold something."""
        for place, value in zip(places, row, strict=False):
            match value:
                case None | "":
                    continue
                case str():
                    text = "\n".join(map(harmless, value.split("\n")))[:_LONGEST]
                    style = self._style(sheet, _Face(face.bold, face.italic, quoted=text.startswith(_FORMULA)))
                    space = ' xml:space="preserve"' if text != text.strip() else ""
                    yield f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'
                case date():
                    style = self._style(sheet, _Face(face.bold, face.italic, day=True))
                    yield f'<c r="{place}" s="{style}" t="n"><v>{(value - _DAY_ONE).days}</v></c>'
                case _:
                    yield f'<c r="{place}" s="{self._style(sheet, face)}" t="n"><v>{value:.16g}</v></c>'

    def _style(self, sheet: WriteOnlyWorksheet, face: _Face) -> int:
        """The number of a look in the workbook."""
        found = self._styles.get(face)
        if found is None:
            found = self._styles[face] = _made(sheet, face)
        return found


def _made(sheet: WriteOnlyWorksheet, face: _Face) -> int:
    """The number of a look that is new."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell: Any = WriteOnlyCell(sheet)
    if face.day:
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = Alignment(wrap_text=not face.italic, vertical="top")
    cell.quotePrefix = face.quoted
    if face.bold or face.italic:
        cell.font = Font(bold=face.bold, italic=face.italic)
    number: int = cell.style_id
    return number
