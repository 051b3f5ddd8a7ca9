"""The rows of rules that an audit was made with, kept in its folder so that two audits can be compared row by row."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from rxcheck.errors import AuditError
from rxcheck.files import write_bytes_atomically
from rxcheck.kb.schema import RULE_KINDS, TABLES
from rxcheck.kb.store import content_hash
from rxcheck.kb.tables import files_of

FILE = "rules.jsonl.gz"
_PARTS = ("interaction_modifiers", "set_terms", "duplicate_allowances")  # rows that belong to a rule
_JUDGED = ("corroborations", "disagreements")  # rows about rules that no verdict rests on
# Columns of a row that say who looked at it and when, and change no verdict.
_UNJUDGED = ("status", "reviewed_by", "valid_from")
Cells = dict[str, str]


class RuleRow(Struct, frozen=True):
    """A rule as its table has it: cells that are not blank, and the rows of other tables that belong to it."""

    rule_id: str
    file: str
    cells: Cells
    parts: tuple[Cells, ...] = ()


class TableFile(Struct, frozen=True):
    """A file that holds no rules, by its hash."""

    table: str
    digest: str


class Edition(Struct, frozen=True):
    """All rules by id, and the hashes of the other tables by file."""

    rules: dict[str, RuleRow]
    tables: dict[str, str]


def write_edition(folder: Path, tables: Path, knowledge: str) -> None:
    """Keep the rows of the tables below `tables`, whose hash is `knowledge`.

    Raises:
        AuditError: the tables are not those that the audit was begun with.
        OSError: the disk is full, or a table cannot be read.
    """
    if content_hash(tables) != knowledge:
        raise AuditError("the audit was begun with other knowledge or another version: audit into a new folder")
    lines = b"".join(msgspec.json.encode(each) + b"\n" for each in _rows(tables))
    write_bytes_atomically(folder / FILE, gzip.compress(lines, compresslevel=6, mtime=0))


def read_edition(folder: Path) -> Edition:
    """What `write_edition` has kept.

    Raises:
        AuditError: it is not there, or damaged.
    """
    rules: dict[str, RuleRow] = {}
    tables: dict[str, str] = {}
    path = folder / FILE
    try:
        for line in gzip.decompress(path.read_bytes()).splitlines():
            if line.startswith(b'{"table"'):
                found = msgspec.json.decode(line, type=TableFile)
                tables[found.table] = found.digest
            else:
                row = msgspec.json.decode(line, type=RuleRow)
                rules[row.rule_id] = row
    except FileNotFoundError:
        raise AuditError(f"{path} is missing: the audit is not done, or of an older version") from None
    except (OSError, EOFError, msgspec.DecodeError):
        raise AuditError(f"{path} is damaged: audit into a new folder") from None
    return Edition(rules, tables)


def _rows(tables: Path) -> Iterator[RuleRow | TableFile]:
    parts: dict[str, list[Cells]] = {}
    for table in TABLES:
        if table.name in _PARTS:
            for name in table.files:
                for cells in _cells(tables / name):
                    parts.setdefault(cells["rule_id"], []).append(cells)
    for table in TABLES:
        for name in files_of(tables, table.files):
            if table.row in RULE_KINDS:
                for cells in _cells(tables / name):
                    rule = cells.pop("rule_id")
                    yield RuleRow(rule, name, cells, tuple(parts.get(rule, ())))
            elif table.name not in (*_PARTS, *_JUDGED):
                yield TableFile(name, hashlib.blake2b((tables / name).read_bytes(), digest_size=16).hexdigest())


def _cells(path: Path) -> Iterator[Cells]:
    """The cells of each row that are not blank and that a verdict may rest on."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: cell for column, cell in row.items() if cell and column not in _UNJUDGED}
