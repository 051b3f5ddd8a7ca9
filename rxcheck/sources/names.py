"""A column of written drug names from a table: comma or tab separated, any encoding that prescriptions arrive in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from rxcheck.errors import InputError, Location

# Columns that hold the name where none is chosen, by what they are usually called.
_USUAL = (
    "drug",
    "drug_name",
    "name",
    "medication",
    "medicine",
    "description",
    "药品名称",
    "药品",
    "药名",
    "通用名",
    "名称",
)


def read_names(text: str, name: str, column: str | None = None) -> Iterator[str]:
    """The cells of one column, in order; blank ones too, so that every line is accounted for.

    The column is the chosen one, else the one with a usual heading, else the only one. A table of one column without a
    heading is read from its first line.

    Raises:
        InputError: no such column, none that is usual, a line with another number of cells, not a table.
    """
    head = text.partition("\n")[0]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    if column is None and delimiter not in head:
        return _plain_lines(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [cell.strip() for cell in _next(reader, name)]
    return _cells(reader, _place(header, column, name), len(header), name)


def _plain_lines(text: str) -> Iterator[str]:
    lines = text.splitlines()
    start = 1 if lines and lines[0].strip().casefold() in _USUAL else 0
    # A name that holds the delimiter is quoted in a table, and a list of names is a table of one column.
    for line in lines[start:]:
        cells = next(csv.reader([line]), [""])
        yield cells[0].strip() if len(cells) == 1 else line.strip()


def _next(reader: Iterator[list[str]], name: str) -> list[str]:
    try:
        return next(reader)
    except (csv.Error, StopIteration) as error:
        raise InputError(f"is not a table: {error}", Location(name, 1)) from None


def _place(header: list[str], column: str | None, name: str) -> int:
    folded = [cell.casefold() for cell in header]
    if column is not None:
        if column.casefold() not in folded:
            raise InputError("the column is missing", Location(name, 1, column))
        return folded.index(column.casefold())
    for usual in _USUAL:
        if usual in folded:
            return folded.index(usual)
    raise InputError("say which column holds the names: --column NAME", Location(name, 1))


def _cells(reader: Iterator[list[str]], place: int, width: int, name: str) -> Iterator[str]:
    row = 1
    try:
        for row, cells in enumerate(reader, start=2):
            if not cells:
                yield ""
                continue
            if len(cells) != width:
                raise InputError(f"has {len(cells)} cells, the header has {width}", Location(name, row))
            yield cells[place].strip()
    except csv.Error as error:
        raise InputError(f"is not a table: {error}", Location(name, row + 1)) from None
