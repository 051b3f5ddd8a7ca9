"""CSV files of sources: columns found by name, every row kept or told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from rxcheck.errors import InputError, Location
from rxcheck.kb.importers.interface import Reject, RejectReason, SourceFile
from rxcheck.kb.packs import long_cells


class TableRow:
    """A row by the names of its columns, as the importer calls them; a missing optional column is empty."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self._cells = cells

    def __getitem__(self, column: str) -> str:
        return self._cells.get(column, "")


def read_rows(
    file: SourceFile, required: Sequence[str], optional: Sequence[str] = (), called: Mapping[str, str] | None = None
) -> Iterator[TableRow | Reject]:
    """The rows of a CSV file below its header; a row with another number of cells is a reject.

    `called` maps a column of ours to what the file calls it; other columns of the file are passed over.

    Raises:
        InputError: not a table, a required column is missing or stands twice.
    """
    header, *rows = _cells(file)
    header = [cell.strip().casefold() for cell in header]
    places: dict[str, int] = {}
    for column in (*required, *optional):
        name = (called or {}).get(column, column).casefold()
        if header.count(name) > 1:
            raise InputError("the column stands twice", Location(file.name, 1, name))
        if name in header:
            places[column] = header.index(name)
        elif column in required or column in (called or {}):
            raise InputError("the column is missing", Location(file.name, 1, name))
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            yield Reject(file.name, number, "", RejectReason.BLANK, 0)
        elif len(cells) != len(header):
            yield Reject(file.name, number, cells[0], RejectReason.CELLS, 0)
        else:
            yield TableRow(number, {column: cells[place].strip() for column, place in places.items()})


def _cells(file: SourceFile) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        with long_cells():
            rows.extend(csv.reader(io.StringIO(file.text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(f"is not a table: {error}", Location(file.name, len(rows) + 1)) from None
    return rows or [[]]
