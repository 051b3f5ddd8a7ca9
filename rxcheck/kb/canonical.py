"""The canonical form of a table file: columns in schema order, rows sorted by key, UTF-8 with LF."""

from __future__ import annotations

import csv
import io
import typing
from pathlib import Path

from rxcheck.files import write_atomically
from rxcheck.kb.load import columns_of
from rxcheck.kb.schema import TABLES, Table
from rxcheck.kb.tables import files_of


def canonical(table: Table, text: str) -> str:
    """The canonical text of one file of `table`."""
    columns = list(columns_of(table.row))
    rows = list(csv.DictReader(io.StringIO(text)))
    whole = {column for column, kind in typing.get_type_hints(table.row).items() if kind is int}
    rows.sort(key=lambda row: tuple(int(row[column]) if column in whole else row[column] for column in table.key))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_canonical(folder: Path) -> list[str]:
    """Rewrite every table that is not canonical; return the names of those changed."""
    changed = []
    for table in TABLES:
        for name in files_of(folder, table.files):
            path = folder / name
            before = path.read_text(encoding="utf-8")
            after = canonical(table, before)
            if after != before:
                write_atomically(path, after)
                changed.append(name)
    return changed
