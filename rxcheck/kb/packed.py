"""Arrays and texts in one file, memory-mapped: a cache that is used only when it is whole and belongs to what it was made from."""

from __future__ import annotations

import mmap
import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import numpy as np

from rxcheck.kb.compile_codes import FORMAT

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.generic]
else:
    Array = np.ndarray  # numpy.typing is slow to import and says nothing at run time

_MAGIC = b"RXCHECK1"
_ALIGN = 64
_KEPT = 4
T = TypeVar("T", bound=msgspec.Struct)


class _Entry(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    size: int


class _Header(msgspec.Struct, frozen=True):
    format: int
    content_hash: str
    checksum: int
    text_offset: int
    text_size: int
    entries: tuple[_Entry, ...]


def pack(arrays: dict[str, Array], text: msgspec.Struct, content_hash: str) -> bytes:
    """The bytes of a file."""
    body = bytearray()
    entries = []
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        body += b"\0" * (-len(body) % _ALIGN)
        raw = array.tobytes()
        entries.append(_Entry(name, array.dtype.str, array.shape, len(body), len(raw)))
        body += raw
    encoded = msgspec.msgpack.encode(text)
    text_offset = len(body)
    body += encoded
    header = msgspec.msgpack.encode(
        _Header(FORMAT, content_hash, zlib.crc32(body), text_offset, len(encoded), tuple(entries))
    )
    prefix = _MAGIC + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(8, "little") + header
    prefix += b"\0" * (-len(prefix) % _ALIGN)
    return prefix + bytes(body)


def unpack(data: bytes | mmap.mmap, wanted: str, kind: type[T]) -> tuple[dict[str, Array], T] | None:
    """Read-only arrays and the text; None when the bytes are not whole, not ours or not made from `wanted`."""
    start = len(_MAGIC) + 16
    if data[: len(_MAGIC)] != _MAGIC or len(data) < start:
        return None
    size = int.from_bytes(data[len(_MAGIC) : len(_MAGIC) + 8], "little")
    raw = data[start : start + size]
    # The header says where the arrays lie: it has a checksum of its own.
    if zlib.crc32(raw) != int.from_bytes(data[len(_MAGIC) + 8 : start], "little"):
        return None
    try:
        header = msgspec.msgpack.decode(raw, type=_Header)
        base = start + size + (-(start + size) % _ALIGN)
        view = memoryview(data)[base:]
        if header.format != FORMAT or header.content_hash != wanted or zlib.crc32(view) != header.checksum:
            return None
        text = msgspec.msgpack.decode(view[header.text_offset : header.text_offset + header.text_size], type=kind)
        arrays = {
            entry.name: np.frombuffer(
                view[entry.offset : entry.offset + entry.size], dtype=np.dtype(entry.dtype)
            ).reshape(entry.shape)
            for entry in header.entries
        }
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError, TypeError):
        return None
    return arrays, text


def read_packed(path: Path, wanted: str, kind: type[T]) -> tuple[dict[str, Array], T] | None:
    """The content of a file, mapped; None when there is none that can be used."""
    try:
        with path.open("rb") as file:
            return unpack(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), wanted, kind)
    except (OSError, ValueError):
        return None


def write_packed(path: Path, arrays: dict[str, Array], text: msgspec.Struct, content_hash: str, prefix: str) -> None:
    """Best effort: a cache that cannot be written only costs time. Of the files `<prefix>-….bin` the newest few stay."""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{prefix}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pack(arrays, text, content_hash))
            Path(temporary).replace(path)
            _forget_old(path.parent, prefix)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError:
        return


def _forget_old(folder: Path, prefix: str) -> None:
    """Every edit of a table leaves a file behind."""
    files = sorted(folder.glob(f"{prefix}-*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_KEPT:]:
        file.unlink(missing_ok=True)
