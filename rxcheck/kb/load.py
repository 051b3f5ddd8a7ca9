"""The only reader of knowledge/ and rules/: CSV text → typed rows, with every error located."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

import msgspec
from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb import schema
from rxcheck.kb.schema import TABLES, Row, Table
from rxcheck.kb.tables import files_of

R = TypeVar("R", bound=Row)


class Located(Struct, frozen=True):
    """A row and where it stands (1-based line of the file, the header being line 1)."""

    row: Row
    file: str
    line: int


def at(item: Located, message: str, column: str | None = None) -> KnowledgeError:
    """A fault of a row, at its place."""
    return KnowledgeError(message, Location(item.file, item.line, column))


class Knowledge(Struct, frozen=True):
    """All tables of one knowledge folder."""

    tables: dict[str, tuple[Located, ...]]

    def rows(self, row_type: type[R]) -> tuple[R, ...]:
        """The rows of the table whose row type is `row_type`, in file order."""
        return tuple(cast(R, item.row) for item in self.located(row_type))

    def located(self, row_type: type[Row]) -> tuple[Located, ...]:
        """The same, with file and line."""
        return self.tables[_table_of(row_type).name]


@lru_cache(maxsize=64)
def _table_of(row_type: type[Row]) -> Table:
    return next(table for table in TABLES if table.row is row_type)


def load(folder: Path) -> Knowledge:
    """Read every table below `folder` (which holds knowledge/ and rules/).

    Raises:
        KnowledgeError: with one line per fault: missing file, unknown or missing column, wrong value.
    """
    tables, faults = read_tables(folder)
    if faults:
        raise KnowledgeError("\n".join(str(fault) for fault in faults))
    return Knowledge(tables)


def load_rows(folder: Path, row_type: type[R]) -> tuple[R, ...]:
    """The rows of one table alone.

    Raises:
        KnowledgeError: with one line per fault of the table.
    """
    table, faults = _table_of(row_type), list[KnowledgeError]()
    rows = [
        item.row for name in files_of(folder, table.files) for item in _read_file(folder / name, name, table, faults)
    ]
    if faults:
        raise KnowledgeError("\n".join(str(fault) for fault in faults))
    return cast("tuple[R, ...]", tuple(rows))


def read_tables(folder: Path) -> tuple[dict[str, tuple[Located, ...]], list[KnowledgeError]]:
    """Read every table; rows that fail are left out and their faults returned."""
    faults: list[KnowledgeError] = []
    tables: dict[str, tuple[Located, ...]] = {}
    for table in TABLES:
        rows: list[Located] = []
        for name in files_of(folder, table.files):
            rows.extend(_read_file(folder / name, name, table, faults))
        tables[table.name] = tuple(rows)
    return tables, faults


def _read_file(path: Path, name: str, table: Table, faults: list[KnowledgeError]) -> Iterator[Located]:
    import pandas as pd

    if not path.is_file():
        faults.append(KnowledgeError("table is missing", Location(name)))
        return
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        faults.append(KnowledgeError(f"not a readable UTF-8 CSV table ({type(error).__name__})", Location(name)))
        return
    shape = columns_of(table.row)
    unknown = [column for column in frame.columns if column not in shape]
    missing = [column for column in shape if column not in frame.columns]
    if unknown or missing:
        for column in unknown:
            allowed = ", ".join(shape)
            faults.append(KnowledgeError(f"unknown column; allowed are {allowed}", Location(name, 1, column)))
        for column in missing:
            faults.append(KnowledgeError("column is missing", Location(name, 1, column)))
        return
    columns = list(frame.columns)
    for index, values in enumerate(frame.itertuples(index=False, name=None)):
        line = index + 2
        cells = {column: _cell(value, shape[column]) for column, value in zip(columns, values, strict=True)}
        try:
            yield Located(msgspec.convert(cells, table.row, strict=False), name, line)
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at `$.")
            column = where.rstrip("`").split("[")[0].removesuffix("[...]")
            shown = f"{message} (found {values[columns.index(column)]!r})" if column in columns else message
            faults.append(KnowledgeError(shown, Location(name, line, column or None)))


@lru_cache(maxsize=64)
def columns_of(row_type: type[Row]) -> dict[str, _Cell]:
    """The columns of a table and how their cells are read, in the canonical order of the file."""
    hints = typing.get_type_hints(row_type)
    cells = {name: _Cell(typing.get_origin(hint) is tuple, _optional(hint)) for name, hint in hints.items()}
    if "status" not in cells:
        return cells
    own = [name for name in cells if name not in _TAIL]
    return {name: cells[name] for name in (*own, *(name for name in _TAIL if name in cells))}


# Columns that close a row in every file, whatever the order of inheritance.
_TAIL = (
    "action", "severity", "evidence", "mechanism", "harm", "advice", "source_id", "locator", "status", "reviewed_by",
    "valid_from",
)  # fmt: skip


class _Cell(Struct, frozen=True):
    is_list: bool
    is_optional: bool


def _optional(hint: object) -> bool:
    return typing.get_origin(hint) in (types.UnionType, typing.Union) and type(None) in typing.get_args(hint)


def _cell(text: str, cell: _Cell) -> object:
    text = text.strip()
    if cell.is_list:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if cell.is_optional and not text:
        return None
    return text


__all__ = ["Knowledge", "Located", "columns_of", "load", "read_tables", "schema"]
