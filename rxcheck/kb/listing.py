"""Names and ids of the tables for somebody who is typing one: read without the checks of `load`, in some milliseconds.

A table that is missing or damaged lists nothing here; whoever uses the tables is told.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rxcheck.kb.tables import OPEN_FOLDER, TABLE_FILES, files_of

RULE_ID = "rule_id"
_DRUG = "drug:"


def drug_names(folder: Path, start: str) -> Iterator[tuple[str, str]]:
    """Names that begin with `start` (any case), as written in the tables, each with its drug: ids first, then what else they are called.

    Names with a space are left out: a shell would need them quoted.
    """
    wanted = start.casefold()
    seen: set[str] = set()
    for row in _rows(folder, "drugs", wanted):
        for name in (row.get("drug_id"), row.get("name_zh")):
            if name and name.casefold().startswith(wanted) and " " not in name and name not in seen:
                seen.add(name)
                yield name, f"{row.get('name_en') or ''} {row.get('name_zh') or ''}".strip()
    for row in _rows(folder, "names", wanted):
        name, target = row.get("name") or "", row.get("target") or ""
        if name.casefold().startswith(wanted) and " " not in name and name not in seen:
            seen.add(name)
            yield name, target.removeprefix(_DRUG)


def rule_ids(folder: Path, start: str) -> Iterator[tuple[str, str]]:
    """Ids of rules that begin with `start`, each with the table that it stands in."""
    wanted = start.casefold()
    seen: set[str] = set()
    for name in TABLE_FILES:
        for row in _rows(folder, name, wanted, RULE_ID):
            found = row[RULE_ID]
            if found.casefold().startswith(wanted) and found not in seen:
                seen.add(found)
                yield found, name


def column(folder: Path, table: str, key: str, start: str) -> Iterator[str]:
    """The different values of a column that begin with `start`."""
    wanted = start.casefold()
    values = (row.get(key) or "" for row in _rows(folder, table, wanted))
    yield from dict.fromkeys(value for value in values if value and value.casefold().startswith(wanted))


def jurisdictions(folder: Path) -> list[str]:
    """The jurisdictions of the tables."""
    return sorted(path.stem for path in (folder / OPEN_FOLDER).glob("*.csv"))


def _rows(folder: Path, table: str, start: str, first: str = "") -> Iterator[dict[str, str]]:
    """Rows that hold `start`: the others are not even parsed; none of a table whose first column is not `first`."""
    for file in files_of(folder, TABLE_FILES[table]):
        try:
            head, *lines = (folder / file).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            continue
        columns = next(csv.reader([head]))
        if first and columns[0] != first:
            continue
        for cells in csv.reader(line for line in lines if start in line.casefold()):
            if len(cells) == len(columns):
                yield dict(zip(columns, cells, strict=True))
