"""A table as records: one for each row, whatever stands in its quotes; a row that is broken costs itself only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct

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


def records(lines: Iterable[bytes], dialect: Dialect) -> Iterator[Record]:
    """The records of physical lines (each with its end). A line with an odd number of quotes goes on in the next ones, if a record
    of the right width comes of it; else it stands alone."""
    source = _Lines(lines)
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


class _Lines:
    """Lines that can be given back."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._back: deque[bytes] = deque()

    def next(self) -> bytes | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def give_back(self, lines: list[bytes]) -> None:
        self._back.extendleft(reversed(lines))


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
