"""Compiled knowledge on disk: one file, memory-mapped, found by the hash of the tables it was made from.

The file is a cache. If it is missing, older than the tables (another hash), cut short or damaged (checksum), it is
built again; it is written under a temporary name and renamed, so that two processes may start at once (`packed`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb.compile_codes import FORMAT
from rxcheck.kb.compiled_text import CompiledText
from rxcheck.kb.packed import read_packed, write_packed
from rxcheck.kb.tables import TABLE_FILES, files_of
from rxcheck.kb.tables import default_folder as default_folder  # noqa: PLC0414 - looked for here, beside what opens it

try:
    # The same function as hashlib.blake2b, without loading OpenSSL for it.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - interpreters without the C module
    from hashlib import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from rxcheck.kb.load import Knowledge

    Array = npt.NDArray[np.generic]
else:
    Array = np.ndarray  # numpy.typing is slow to import and says nothing at run time

T = TypeVar("T", bound=Struct)


class Compiled(Struct, frozen=True):
    """Compiled knowledge, ready to be looked up. `arrays` are read-only views of the mapped file."""

    arrays: dict[str, Array]
    text: CompiledText


def cache_folder() -> Path:
    """Where compiled knowledge is kept: $RXCHECK_CACHE, else the user's cache folder."""
    chosen = os.environ.get("RXCHECK_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "rxcheck"


def content_hash(folder: Path) -> str:
    """Hash of the bytes of every table below `folder` and of the code that compiles them.

    Raises:
        KnowledgeError: a table is missing.
    """
    digest = blake2b(f"format {FORMAT}".encode(), digest_size=16)
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    for files in TABLE_FILES.values():
        for name in files_of(folder, files):
            try:
                data = (folder / name).read_bytes()
            except OSError:
                raise KnowledgeError("table is missing", Location(str(folder / name))) from None
            digest.update(f"\0{name}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()


def open_compiled(folder: Path) -> Compiled:
    """Compiled knowledge for the tables below `folder`, from the cache when it is fresh and whole.

    Raises:
        KnowledgeError: the tables are not valid, with one line per fault.
    """
    return Compiled(*cached_or_made(folder, "knowledge", CompiledText, _make))


def _make(knowledge: Knowledge, content_hash: str) -> tuple[dict[str, Array], CompiledText]:
    from rxcheck.kb.compile import build
    from rxcheck.kb.lint import require_sound

    require_sound(knowledge)
    return build(knowledge, content_hash)


def cached_or_made(
    folder: Path, prefix: str, kind: type[T], make: Callable[[Knowledge, str], tuple[dict[str, Array], T]]
) -> tuple[dict[str, Array], T]:
    """What was compiled from the tables below `folder`: from the cache file `<prefix>-<hash>.bin`, else made and kept there.

    Raises:
        KnowledgeError: the tables are not valid, with one line per fault.
    """
    wanted = content_hash(folder)
    path = cache_folder() / f"{prefix}-{wanted}.bin"
    cached = read_packed(path, wanted, kind)
    if cached is not None:
        return cached
    from rxcheck.kb.load import load

    arrays, text = make(load(folder), wanted)
    write_packed(path, arrays, text, wanted, prefix)
    return arrays, text
