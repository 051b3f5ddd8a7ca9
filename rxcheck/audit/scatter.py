"""Rows of a table larger than memory, brought together by a key: scattered over files by it, arranged file by file, and merged."""

from __future__ import annotations

import heapq
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

PARTITION_BYTES, MOST_PARTITIONS = 16 << 20, 400  # of the table; files that are open at once
_FRAME = struct.Struct("<QQII")


class Entry(NamedTuple):
    """Bytes with a place in an order, (major, minor), and the key that brings them together."""

    major: int
    minor: int
    key: bytes
    data: bytes


Arrange = Callable[[list[Entry]], Iterable[Entry]]  # all entries of some keys → entries with their places at the end
Pass = Callable[[Entry], Entry]  # an entry → the same with its place at the end


def partitions_for(size: int) -> int:
    """How many files hold a table of `size` bytes, so that one of them fits into memory."""
    return min(MOST_PARTITIONS, size // PARTITION_BYTES + 1)


def regrouped(
    entries: Iterable[Entry], arrange: Arrange, folder: Path, count: int, crowd: tuple[int, Pass] | None = None
) -> Iterator[Entry]:
    """All entries after `arrange`, by their places. `arrange` is given all of a key at once, in the order in which they came.

    With `crowd`, (number, function), the entries of a key that has more than the number are not held in memory: they come in the
    order of their places, and go through the function one by one instead.

    `folder` is made, holds what is given twice at most, and is empty at the end.

    Raises:
        OSError: the disk is full.
    """
    folder.mkdir(parents=True)
    scattered = [folder / f"{number}" for number in range(count)]
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in scattered]
        for entry in entries:
            files[zlib.crc32(entry.key) % count].write(_packed(entry))
    runs: list[Path] = []
    for path in scattered:
        with path.open("rb") as file:
            crowded = _crowded(file, crowd[0]) if crowd is not None else frozenset()
            found = arrange([entry for entry in _all_of(file) if entry.key not in crowded])
            runs.append(_run(path.with_suffix(".run"), sorted(found)))
            if crowd is not None and crowded:
                passed = (crowd[1](entry) for entry in _all_of(file) if entry.key in crowded)
                runs.append(_run(path.with_suffix(".crowd"), passed))
        path.unlink()
    with ExitStack() as stack:
        yield from heapq.merge(*(_all_of(stack.enter_context(run.open("rb"))) for run in runs))
    for run in runs:
        run.unlink()


def _packed(entry: Entry) -> bytes:
    return _FRAME.pack(entry.major, entry.minor, len(entry.key), len(entry.data)) + entry.key + entry.data


def _run(path: Path, entries: Iterable[Entry]) -> Path:
    with path.open("wb") as out:
        out.writelines(_packed(entry) for entry in entries)
    return path


def _crowded(file: IO[bytes], most: int) -> frozenset[bytes]:
    counts = Counter(entry.key for entry in _all_of(file))
    return frozenset(key for key, number in counts.items() if number > most)


def _all_of(file: IO[bytes]) -> Iterator[Entry]:
    file.seek(0)
    while head := file.read(_FRAME.size):
        major, minor, key, data = _FRAME.unpack(head)
        yield Entry(major, minor, file.read(key), file.read(data))
