"""Frames of prescriptions → a frame of all that was found, for programs and for Spark: the audit without a folder.

Everything comes back in one frame; its column `kind` says what a row is: a finding, a line as it was understood, what was not
assessed, or a row that was rejected. Rows that went in are those of kind `receipts` and `rejects` together.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from msgspec import Struct

from rxcheck.audit.columns import NATIVE, OWN, Columns, Layout, columns_of, layout_in
from rxcheck.audit.intake import Block
from rxcheck.audit.part import BATCH, Auditor
from rxcheck.audit.plan import Plan
from rxcheck.audit.reading import Account, Rejected, refused
from rxcheck.audit.records import Dialect
from rxcheck.audit.sheet import sheet_of_rows
from rxcheck.audit.tables import SCHEMAS
from rxcheck.checks.interface import Options
from rxcheck.errors import AuditError, Location
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.report.error_words import translate
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Lang
from rxcheck.verify import Verifier

if TYPE_CHECKING:
    import pandas as pd

ROW = "row"  # a column of one's own numbers of rows, where there is one
_ID = "prescription_id"
_NAME = "frame"
_Row = tuple[int, dict[str, str]]  # its number, its cells by our names


class Kind(StrEnum):
    """What a row of the result is; the names are those of an audit's files."""

    FINDINGS = "findings"
    RECEIPTS = "receipts"
    NOT_ASSESSED = "not_assessed"
    REJECTS = "rejects"


REJECTS = pa.schema([(_ID, pa.string()), (ROW, pa.int64()), ("column", pa.string()), ("reason", pa.string())])
SCHEMA = pa.unify_schemas([pa.schema([("kind", pa.string())]), *SCHEMAS.values(), REJECTS])
_SPARK = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.list_(pa.string()): "array<string>",
}
SPARK_SCHEMA = ", ".join(f"`{field.name}` {_SPARK[field.type]}" for field in SCHEMA)  # for `mapInPandas`


class _Engine(Struct, frozen=True):
    auditor: Auditor
    layouts: dict[str, Layout]


_LOCK = threading.Lock()  # an engine remembers what it has read


@lru_cache(maxsize=4)
def _engine(knowledge: Path | None, jurisdiction: str) -> _Engine:
    """Made once in a process for each knowledge."""
    folder = knowledge or default_folder()
    verifier = Verifier(open_compiled(folder), Options(jurisdiction), folder, suggests=False)
    return _Engine(Auditor(verifier, load_labs(folder / "knowledge")), dict(verifier.kb.compiled.text.words().layouts))


def audit_frame(
    frame: pd.DataFrame,
    *,
    knowledge: Path | None = None,
    jurisdiction: str = "generic",
    columns: str | None = None,
    lang: Lang = Lang.EN,
) -> pd.DataFrame:
    """All that is found in the prescriptions of a frame, which holds them whole; rows of one need not follow each other.

    Columns are ours, or those of the layout `columns` (a name, or a file with one; else found out); a column `row` of whole
    numbers numbers the rows, else they count from 1. `lang` is that of the reasons of rejects. The result has the columns of `SCHEMA`.

    Raises:
        AuditError: the columns are not understood.
        KnowledgeError: the tables are not valid.
    """
    engine = _engine(knowledge, jurisdiction)
    names, rows = _rows(frame, engine, columns, 1)
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row[1][_ID], []).append(row)
    return _found([row for group in groups.values() for row in group], names, engine, lang)


def audit_frames(
    frames: Iterable[pd.DataFrame],
    *,
    knowledge: Path | None = None,
    jurisdiction: str = "generic",
    columns: str | None = None,
    lang: Lang = Lang.EN,
) -> Iterator[pd.DataFrame]:
    """`audit_frame` for a table in pieces, as Spark's `mapInPandas` gives those of a partition. A prescription may go on in the next piece.

    The rows of a prescription must follow each other, all in one partition.

    Raises:
        AuditError: as `audit_frame`; also where a prescription comes back, since its lines would not be checked together, and
            where an id has blanks around it, which partitions tell apart and an audit does not.
        KnowledgeError: the tables are not valid.
    """
    engine = _engine(knowledge, jurisdiction)
    seen: set[int] = set()  # hashes of ids
    kept: list[_Row] = []  # rows of the prescription that may go on
    names: Columns | None = None
    first = 1
    for frame in frames:
        names, rows = _rows(frame, engine, columns, first)
        _refuse_blanks(frame, names, rows)
        first += len(rows)
        nameless = [row for row in rows if not row[1][_ID]]
        kept += [row for row in rows if row[1][_ID]]
        cut = len(kept)
        while cut and kept[cut - 1][1][_ID] == kept[-1][1][_ID]:
            cut -= 1
        whole, kept = kept[:cut], kept[cut:]
        if whole or nameless:
            _refuse_returns(whole, seen)
            yield _found(whole + nameless, names, engine, lang)
    if names is not None and kept:
        _refuse_returns(kept, seen)
        yield _found(kept, names, engine, lang)


def _refuse_blanks(frame: pd.DataFrame, names: Columns, rows: list[_Row]) -> None:
    place = names.place(_ID) + (ROW in frame.columns[: names.place(_ID) + 1])
    for written, (row, cells) in zip(frame.iloc[:, place], rows, strict=True):
        if isinstance(written, str) and len(written) != len(cells[_ID]):
            message = "the id has blanks around it: take them away before the table is cut into partitions"
            raise AuditError(message, Location(_NAME, row, _ID))


def _refuse_returns(rows: list[_Row], seen: set[int]) -> None:
    """`rows` are those of whole prescriptions."""
    before = ""
    for row, cells in rows:
        ident = cells[_ID]
        if ident != before:
            before = ident
            if hash(ident) in seen:
                message = "a prescription goes on after another one: sort the table by prescription_id"
                raise AuditError(message, Location(_NAME, row, _ID))
            seen.add(hash(ident))


def _rows(frame: pd.DataFrame, engine: _Engine, asked: str | None, first: int) -> tuple[Columns, list[_Row]]:
    """The rows of a frame: numbers and texts, by our names."""
    header = [str(name) for name in frame.columns if name != ROW]
    layouts, chosen = engine.layouts, asked
    if chosen is not None and chosen not in (NATIVE, *layouts):
        layouts, chosen = {**layouts, OWN: layout_in(Path(chosen))}, OWN
    names = columns_of(header, layouts, chosen, _NAME)
    numbers = _numbers(frame, first)
    cells = zip(*(_texts(frame[name]) for name in frame.columns if name != ROW), strict=True)
    return names, [(number, names.record(row)) for number, row in zip(numbers, cells, strict=True)]


def _numbers(frame: pd.DataFrame, first: int) -> list[int]:
    if ROW not in frame.columns:
        return list(range(first, first + len(frame)))
    found = frame[ROW].tolist()
    if not all(isinstance(number, int) for number in found) or len(set(found)) < len(found):
        raise AuditError("numbers of rows are whole numbers, and none stands twice", Location(_NAME, None, ROW))
    return found


def _texts(values: pd.Series[Any]) -> list[str]:
    missing = values.isna().tolist()
    # A number of 32 bits is what is written of it, not what 64 bits make of it.
    cells = values.astype(str).astype(float).tolist() if str(values.dtype) == "float32" else values.tolist()
    return ["" if gone else _text(cell) for cell, gone in zip(cells, missing, strict=True)]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # whole numbers with a gap among them
    if hasattr(value, "tolist"):  # an array of numpy
        value = value.tolist()
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value))
    return str(value)


def _found(rows: list[_Row], names: Columns, engine: _Engine, lang: Lang) -> pd.DataFrame:
    """What is found in the rows of whole prescriptions, those of one following each other."""
    plan = Plan(_NAME, "", Dialect("utf-8", ",", len(names.names)), names, ())
    found = [
        _of_kind(Kind.REJECTS, _rejects("", [Rejected(row, _ID, "prescription_id is empty")], lang))
        for row, cells in rows
        if not cells[_ID]
    ]
    auditor, account = engine.auditor, Account()
    with _LOCK:
        sheet = sheet_of_rows([row for row in rows if row[1][_ID]], names)
        for block in auditor.intake.blocks(sheet, BATCH):
            if isinstance(block, Block):
                tables = auditor.found(block, Counter()).tables
                found += [_of_kind(Kind(name), table) for name, table in tables.items()]
                continue
            before = len(account.rejects)
            refused(sheet, block, plan, auditor.labs, account)
            ident = sheet.columns[_ID].text(block.rows[0])
            found.append(_of_kind(Kind.REJECTS, _rejects(ident, account.rejects[before:], lang)))
    return _frame(found)


def _rejects(ident: str, rejects: list[Rejected], lang: Lang) -> pa.Table:
    rows = [
        {_ID: ident or None, ROW: each.row, "column": each.column, "reason": translate(each.reason, lang)}
        for each in rejects
    ]
    return pa.Table.from_pylist(rows, schema=REJECTS)


def _of_kind(kind: Kind, table: pa.Table) -> pa.Table:
    return table.append_column("kind", pa.array([kind.value] * len(table), pa.string()))


def _frame(tables: list[pa.Table]) -> pd.DataFrame:
    import pandas as pd

    whole = pa.concat_tables([SCHEMA.empty_table(), *tables], promote_options="default").select(SCHEMA.names)
    nullable = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
    # Texts as objects, None where there is none: Spark cannot take columns of Arrow in several chunks.
    columns = {
        field.name: pd.Series(whole.column(field.name).to_pylist(), dtype=nullable.get(field.type, object))
        for field in SCHEMA
    }
    return pd.DataFrame(columns)
