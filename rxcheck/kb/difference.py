"""What changed between two sets of tables: rows by key, and the pairs of drugs whose verdict is another one.

Files are compared as text, so that an edition with other columns can still be compared.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb.compile_codes import ACTION_OF
from rxcheck.kb.schema import TABLES
from rxcheck.kb.store import Compiled
from rxcheck.kb.tables import files_of
from rxcheck.kb.verdicts import Matrix, base_actions
from rxcheck.terms import Action, rank_of

Row = dict[str, str]


class RowChange(Struct, frozen=True):
    """A row that is in both sets with other cells: column → (before, after)."""

    key: tuple[str, ...]
    cells: dict[str, tuple[str, str]]


class TableChange(Struct, frozen=True):
    """What happened to one file: keys of rows that came and went, and rows that changed."""

    file: str
    added: tuple[tuple[str, ...], ...]
    removed: tuple[tuple[str, ...], ...]
    changed: tuple[RowChange, ...]


class VerdictChange(Struct, frozen=True):
    """Two drugs whose worst action, routes and modifiers aside, is another one (None: no row)."""

    first: str
    second: str
    before: Action | None
    after: Action | None


def table_changes(old: Path, new: Path) -> list[TableChange]:
    """Every file of either folder that differs, in the order of the tables.

    Raises:
        KnowledgeError: a folder without tables, or a file that is no CSV table in UTF-8.
    """
    for folder in (old, new):
        if not (folder / "knowledge").is_dir():
            raise KnowledgeError("holds no knowledge/ folder", Location(str(folder)))
    found = []
    for table in TABLES:
        names = dict.fromkeys((*files_of(old, table.files), *files_of(new, table.files)))
        for name in names:
            before, after = _read(old / name, table.key), _read(new / name, table.key)
            if before == after:
                continue
            changed = tuple(
                RowChange(key, _cells(before[key], after[key]))
                for key in sorted(before.keys() & after.keys())
                if before[key] != after[key]
            )
            added, removed = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
            found.append(TableChange(name, tuple(added), tuple(removed), changed))
    return found


def _read(path: Path, key: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KnowledgeError(f"not a readable UTF-8 CSV table ({type(error).__name__})", Location(str(path))) from None
    # A column that one edition lacks is blank there, so a blank cell and no cell are the same.
    return {
        tuple(row.get(column) or "" for column in key): {column: cell for column, cell in row.items() if cell}
        for row in rows
    }


def _cells(before: Row, after: Row) -> dict[str, tuple[str, str]]:
    columns = dict.fromkeys((*before, *after))
    pairs = {column: (before.get(column) or "", after.get(column) or "") for column in columns}
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}


def verdict_changes(old: Compiled, new: Compiled) -> list[VerdictChange]:
    """Pairs of drugs with another worst action, those that interrupt now or did first."""
    one, two = base_actions(old), base_actions(new)
    drugs = sorted({*one[0], *two[0]})
    before, after = _spread(one, drugs), _spread(two, drugs)
    first, second = np.nonzero(np.triu(before != after, 1))
    changes = [
        VerdictChange(drugs[a], drugs[b], ACTION_OF.get(int(before[a, b])), ACTION_OF.get(int(after[a, b])))
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return sorted(changes, key=lambda each: (-max(rank_of(each.before), rank_of(each.after)), each.first, each.second))


def _spread(known: tuple[tuple[str, ...], Matrix], drugs: list[str]) -> Matrix:
    """The matrix over a longer list of drugs."""
    place = {drug: number for number, drug in enumerate(drugs)}
    index = np.array([place[drug] for drug in known[0]], dtype=np.int64)
    wide = np.zeros((len(drugs), len(drugs)), dtype=np.int8)
    wide[np.ix_(index, index)] = known[1]
    return wide
