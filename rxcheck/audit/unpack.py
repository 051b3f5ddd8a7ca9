"""What is no plain table is unpacked into the folder of the audit: compressed tables, Parquet, Excel."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from rxcheck.errors import AuditError, Location

_BLOCK = 1 << 20
_ROWS = 10_000  # of Parquet, read at once


def needs_unpacking(source: Path) -> bool:
    """Whether a file is no plain table, by its name."""
    return source.suffix.casefold() in _READERS


def unpack(source: Path, target: Path) -> None:
    """Write what a file holds as a plain table, whole or not at all. Rows keep their order, so that their numbers stay.

    Raises:
        AuditError: it is cut off or damaged.
        OSError: the disk is full.
    """
    temporary = target.with_name(f".{target.name}")
    try:
        blocks = _READERS[source.suffix.casefold()](source)
        with temporary.open("wb") as out:
            while (block := _next(blocks, source)) is not None:
                out.write(block)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _next(blocks: Iterator[bytes], source: Path) -> bytes | None:
    """The next block; an error in reading is one of the file, one in writing is one of the disk."""
    try:
        return next(blocks, None)
    except (EOFError, zlib.error, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise AuditError("is damaged or cut off: not all of it can be unpacked", Location(source.name)) from None


def _gzip(source: Path) -> Iterator[bytes]:
    with gzip.open(source, "rb") as packed:
        yield from iter(lambda: packed.read(_BLOCK), b"")


def _zstandard(source: Path) -> Iterator[bytes]:
    import pyarrow as pa

    with cast("IO[bytes]", pa.input_stream(str(source), compression="zstd")) as packed:
        yield from iter(lambda: packed.read(_BLOCK), b"")


def _parquet(source: Path) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(source) as file:
        yield _rows([file.schema_arrow.names])
        for batch in file.iter_batches(batch_size=_ROWS):
            yield _rows(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _excel(source: Path) -> Iterator[bytes]:
    """The first sheet."""
    from openpyxl import load_workbook

    book = load_workbook(source, read_only=True, data_only=True)
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield _rows([row])
    finally:
        book.close()


def _rows(rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    # Both characters of the end are quoted in cells.
    csv.writer(out, lineterminator="\r\n").writerows([_text(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    # 14.0 of a sheet is 14: numbers there have no trailing zeros that somebody wrote.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_READERS: dict[str, Callable[[Path], Iterator[bytes]]] = {
    ".gz": _gzip,
    ".zst": _zstandard,
    ".parquet": _parquet,
    ".xlsx": _excel,
}
