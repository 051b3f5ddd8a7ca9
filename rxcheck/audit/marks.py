"""Columns before those of a table that has been arranged anew: where a row stood, why it cannot be read, whose line it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from rxcheck.audit.columns import Columns
from rxcheck.audit.records import Dialect
from rxcheck.kb.terms import AuditField

if TYPE_CHECKING:
    from rxcheck.audit.sheet import Sheet

ROW, FAULT, LINE = "#row", "#fault", "#line"
HEADER = (ROW, FAULT, LINE, "#status")
_NAMES = (ROW, FAULT, LINE, AuditField.STATUS.value)
LINKED = "0"  # in ROW: a line of another prescription, which was read and is counted there


def marked_dialect(width: int) -> Dialect:
    """How a marked table is written; `width` is that of the table without the marks."""
    return Dialect("utf-8", ",", width + len(HEADER))


def marked_columns(columns: Columns) -> Columns:
    """The columns of the marked table; the mark of the status stands for the table's own."""
    own = (None if name == AuditField.STATUS else name for name in columns.names)
    return replace(columns, names=(*_NAMES, *own))


def row_of(cells: Sequence[str]) -> int:
    """The number of a row in the table as it was given; 0 for a linked line."""
    return int(cells[0])


def with_numbers(sheet: Sheet) -> Sheet | None:
    """A sheet by the numbers that its rows had; None where a row is faulty."""
    if any(sheet.columns[FAULT].texts):
        return None
    rows = sheet.columns[ROW]
    return replace(sheet, numbers=np.array([int(text) for text in rows.texts], dtype=np.int64)[rows.codes])


def marked(marks: Sequence[str], cells: Sequence[str]) -> bytes:
    """A row of a marked table; `marks` are those of HEADER."""
    out = io.StringIO()
    # What stands in the end of a row is quoted in cells: both characters must be in it.
    csv.writer(out, lineterminator="\r\n").writerow([*marks, *cells])
    return out.getvalue().removesuffix("\r\n").encode("utf-8", "replace") + b"\n"
