"""Compressed tables are unpacked into the folder of the audit, since they cannot be read from the middle."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import IO, cast

from rxcheck.errors import AuditError, Location

_BLOCK = 1 << 20


def needs_unpacking(source: Path) -> bool:
    """Whether a file is compressed, by its name."""
    return source.suffix.casefold() in (".gz", ".zst")


def unpack(source: Path, target: Path) -> None:
    """Write what a file holds, whole or not at all.

    Raises:
        AuditError: it is cut off or damaged.
        OSError: the disk is full.
    """
    temporary = target.with_name(f".{target.name}")
    try:
        with _opened(source) as packed, temporary.open("wb") as out:
            while block := _read(packed, source):
                out.write(block)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _read(packed: IO[bytes], source: Path) -> bytes:
    try:
        return packed.read(_BLOCK)
    except (EOFError, zlib.error, OSError):
        raise AuditError("is damaged or cut off: not all of it can be unpacked", Location(source.name)) from None


def _opened(source: Path) -> IO[bytes]:
    if source.suffix.casefold() == ".gz":
        return cast("IO[bytes]", gzip.open(source, "rb"))
    import pyarrow as pa

    return pa.input_stream(str(source), compression="zstd")  # type: ignore[no-any-return]
