"""A small set of tables for tests: every kind of row at least once. Invented to exercise the checks, not medicine."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from rxcheck.kb.load import columns_of
from rxcheck.kb.schema import TABLES
from tests.support.tiny_patients import PATIENTS
from tests.support.tiny_rules import RULES
from tests.support.tiny_vocabulary import VOCABULARY

Cells = Mapping[str, str]

# What most rows have in common; a row's own cells win.
COMMON: dict[str, str] = {
    "source_id": "curator",
    "status": "draft",
    "valid_from": "2026-01-01",
    "evidence": "established",
    "mechanism": "m-tiny",
    "harm": "h-tiny",
    "advice": "r-tiny",
    "onset": "unspecified",
    "lang": "en",
    "relation": "include",
}


def write_tiny(folder: Path, patients: bool = False) -> Path:
    """Write all tables below `folder` (knowledge/ and rules/) and return it; with the rows of `tiny_patients` if asked."""
    rows: dict[str, list[Cells]] = {}
    for part in (VOCABULARY, RULES, *((PATIENTS,) if patients else ())):
        for name, found in part.items():
            rows.setdefault(name, []).extend(found)
    keys = {table.name: table.key for table in TABLES}
    for table in TABLES:
        for name in table.files:
            columns = tuple(columns_of(table.row))
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, columns, keys[table.name], rows.get(name, ()))
    return folder


def _write(path: Path, columns: tuple[str, ...], key: tuple[str, ...], rows: Iterable[Cells]) -> None:
    full = [{column: row.get(column, COMMON.get(column, "")) for column in columns} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(full, key=lambda row: [row[column] for column in key]))
