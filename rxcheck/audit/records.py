"""A table as records: one for each row, whatever stands in its quotes; a row that is broken costs itself only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    import numpy.typing as npt

NEWLINE, _QUOTE = 10, 34
_ALPHANUMERIC = np.array([chr(code).isalnum() and code < 128 for code in range(256)])
MOST_LINES, MOST_BYTES = 200, 1 << 20  # of a record; beyond, a quote is taken for a slip of its first line
csv.field_size_limit(MOST_BYTES)


class Record(Struct):
    """A row: its bytes as they stand in the file, and its cells; None where they cannot be told apart."""

    raw: bytes
    cells: list[str] | None

    @property
    def blank(self) -> bool:
        """A row with nothing in it: it is no line."""
        return self.cells is not None and not any(cell.strip() for cell in self.cells)


class Dialect(Struct, frozen=True):
    """How a table is written."""

    encoding: str
    delimiter: str
    width: int  # columns of the header


def records(source: Lines, dialect: Dialect) -> Iterator[Record]:
    """The records of physical lines. A line with an odd number of quotes goes on in the next ones, if a record of the right width comes
    of it; else it stands alone."""
    while (line := source.next()) is not None:
        if line.count(b'"') % 2 == 0:
            yield Record(line, cells_of(line, dialect))
            continue
        taken, quotes, size = [line], 1, len(line)
        while quotes % 2 and len(taken) <= MOST_LINES and size <= MOST_BYTES:
            more = source.next()
            if more is None:
                break
            taken.append(more)
            quotes += more.count(b'"')
            size += len(more)
        whole = b"".join(taken)
        cells = cells_of(whole, dialect) if quotes % 2 == 0 else None
        if cells is not None and len(cells) == dialect.width:
            yield Record(whole, cells)
        else:
            source.give_back(taken[1:])
            yield Record(line, cells_of(line, dialect))


class Lines:
    """The lines of a file, each with its end; what was taken can be given back."""

    def __init__(self, file: IO[bytes], seen: Callable[[bytes], object] | None = None) -> None:
        """`seen` is called with all bytes, once and in order."""
        self._file = file
        self._seen = seen
        self._back: deque[bytes] = deque()

    def next(self) -> bytes | None:
        """One line; None at the end."""
        if self._back:
            return self._back.popleft()
        line = self._file.readline()
        if self._seen is not None:
            self._seen(line)
        return line or None

    def block(self, size: int) -> bytes:
        """About `size` bytes of whole lines; nothing at the end."""
        if self._back:
            taken = b"".join(self._back)
            self._back.clear()
            return taken
        taken = self._file.read(size)
        taken += self._file.readline() if taken and not taken.endswith(b"\n") else b""
        if self._seen is not None:
            self._seen(taken)
        return taken

    def give_back(self, lines: list[bytes]) -> None:
        """Put lines in front again."""
        self._back.extendleft(reversed(lines))


def simple_rows(block: bytes, dialect: Dialect) -> tuple[int, int] | None:
    """(records, those that are not blank) of lines of which each is a record; None where that is not certain."""
    values = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(values == NEWLINE)
    starts = np.concatenate(([0], ends + 1))
    starts = starts[starts < len(values)]
    if b'"' in block:
        line_of = np.searchsorted(ends, np.flatnonzero(values == _QUOTE))
        if (np.bincount(line_of) % 2).any():
            return None
    blank = 0
    for line in _without_letters(values, starts):
        end = int(starts[line + 1]) if line + 1 < len(starts) else len(block)
        raw = block[int(starts[line]) : end]
        blank += Record(raw, cells_of(raw, dialect)).blank
    return len(starts), len(starts) - blank


def _without_letters(values: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> list[int]:
    """Numbers of the lines that hold no letter and no digit of ASCII: what may be blank."""
    if _ALPHANUMERIC[values[starts]].all():  # they nearly always begin with one
        return []
    found: list[int] = np.flatnonzero(np.add.reduceat(_ALPHANUMERIC[values], starts, dtype=np.int64) == 0).tolist()
    return found


def cells_of(raw: bytes, dialect: Dialect) -> list[str] | None:
    """The cells of a record; None where its bytes are no text, hold a NUL, or are no row."""
    if b"\x00" in raw:
        return None
    try:
        text = raw.decode(dialect.encoding)
        rows = list(csv.reader([text], delimiter=dialect.delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    return rows[0] if len(rows) == 1 else [] if not rows else None
