"""Tables → files, whole or not at all: Parquet, CSV without formulas, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rxcheck.files import write_bytes_atomically

if TYPE_CHECKING:
    import pyarrow as pa

_SOUGHT = frozenset({"prescription_id", "authored_on", "store", "prescriber"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute


class Form(StrEnum):
    """Forms of the tables."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


def write_table(table: pa.Table, path: Path, form: Form) -> None:
    """Raises:
    OSError: the disk is full, or the folder cannot be written; nothing is left behind.
    """
    if form is Form.PARQUET:
        import pyarrow.parquet as pq

        sink = io.BytesIO()
        # Rows are sought by what these say; bounds of every column would cost a quarter of the writing.
        sought = [name for name in table.column_names if name in _SOUGHT]
        pq.write_table(table, sink, compression="zstd", write_statistics=sought)
        write_bytes_atomically(path, sink.getvalue())
    elif form is Form.CSV:
        write_bytes_atomically(path, csv_text(table.column_names, map(tuple, _rows(table))).encode())
    else:
        lines = (json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())
        write_bytes_atomically(path, "".join(f"{line}\n" for line in lines).encode())


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def csv_text(header: Iterable[str] | None, rows: Iterable[tuple[Any, ...]]) -> str:
    """A comma-separated table; lists are joined by "; ", and what a spreadsheet would compute is made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header is not None:
        writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else value
    if isinstance(text, str) and text.startswith(_FORMULA):
        return f"'{text}"
    return text


def joined(parts: Iterable[Path], path: Path, header: bool) -> None:
    """One file of several, written to a temporary name first; of tables with a header the first's is kept.

    Raises:
        OSError: the disk is full; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as out:
            for number, part in enumerate(parts):
                with part.open("rb") as file:
                    if header and number:
                        file.readline()
                    while block := file.read(1 << 20):
                        out.write(block)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
