"""Two audits → every verdict that changed, the worst first, in memory that does not grow with the tables.

Audits of one table that are cut alike are compared part by part; others are spread over files by prescription first. Changes are
kept in a file for each rank, and read back rank by rank.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import Struct, field

from rxcheck.audit.causes import Cause, Causes, Lines
from rxcheck.audit.changes import Change, changes
from rxcheck.audit.stored import COLUMNS, Stored

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_FILES = 256  # into which tables are spread
_ROWS = 50_000  # prescriptions of an audit that share such a file, about
Tables = Callable[
    [str], "tuple[pa.Table, pa.Table]"
]  # "findings" or "receipts" → that of the old audit and of the new one
_LinesOf = dict[str, Lines]


class Explained(Struct, frozen=True):
    """A change and its causes."""

    change: Change
    causes: tuple[Cause, ...]


class Counted(Struct):
    """How many changes there are of each kind, of each cause, and on how many prescriptions."""

    kinds: dict[str, int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)
    prescriptions: int = 0

    @property
    def graver(self) -> bool:
        """Whether a verdict appeared or got worse."""
        return any(self.kinds.get(kind, 0) for kind in ("appeared", "worse"))


class Replay:
    """The changes between two audits. Used as a context: what it keeps on disk goes with it."""

    def __init__(self, old: Stored, new: Stored) -> None:
        self._old, self._new = old, new
        self._stack = ExitStack()
        self._ranks: dict[tuple[int, ...], IO[bytes]] = {}
        self.counted = Counted()

    def __enter__(self) -> Replay:
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="rxcheck-")))
        kinds: Counter[str] = Counter()
        causes: Counter[str] = Counter()
        why = Causes(self._old, self._new)
        for tables in self._pairs():
            found = list(changes(*tables("findings")))
            lines = self._lines(tables, found) if found and why.lines_may_differ else ({}, {})
            self.counted.prescriptions += len({change.prescription_id for change in found})
            for change in found:
                ident = change.prescription_id
                explained = Explained(change, why.of(change, lines[0].get(ident, {}), lines[1].get(ident, {})))
                kinds[change.kind.value] += 1
                causes.update({cause.kind.value for cause in explained.causes})
                self._keep(explained)
        self.counted.kinds, self.counted.causes = dict(sorted(kinds.items())), dict(sorted(causes.items()))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def worst_first(self) -> Iterator[Explained]:
        """All changes; of equal rank in the order of the tables."""
        for file in self._ranks.values():
            file.flush()
        for rank in sorted(self._ranks):
            with Path(self._ranks[rank].name).open("rb") as lines:
                for line in lines:
                    yield msgspec.json.decode(line, type=Explained)

    def _keep(self, explained: Explained) -> None:
        rank = explained.change.order
        if rank not in self._ranks:
            path = self._folder / f"rank-{len(self._ranks)}.jsonl"
            self._ranks[rank] = self._stack.enter_context(path.open("wb"))
        self._ranks[rank].write(msgspec.json.encode(explained) + b"\n")

    def _pairs(self) -> Iterator[Tables]:
        one, two = self._old.state.plan, self._new.state.plan
        if (one.digest, one.parts) == (two.digest, two.parts):
            for number in self._old.parts:
                yield lambda name, number=number: (self._old.table(name, number), self._new.table(name, number))  # type: ignore[misc]
            return
        count = min(_MOST_FILES, 1 + max(one.lines, two.lines) // _ROWS)
        for side, stored in (("old", self._old), ("new", self._new)):
            for name in COLUMNS:
                _spread(stored, name, self._folder / f"{side}-{name}", count)
        for number in range(count):
            yield lambda name, number=number: tuple(  # type: ignore[misc]
                _spread_table(self._folder / f"{side}-{name}", number) for side in ("old", "new")
            )

    def _lines(self, tables: Tables, found: list[Change]) -> tuple[_LinesOf, _LinesOf]:
        """The lines of the prescriptions that something changed on."""
        wanted = sorted({change.prescription_id for change in found})
        old, new = tables("receipts")
        return _lines_of(old, wanted), _lines_of(new, wanted)


def _lines_of(table: pa.Table, wanted: list[str]) -> _LinesOf:
    import pyarrow as pa
    import pyarrow.compute as pc

    mine = table.filter(pc.is_in(table.column("prescription_id"), value_set=pa.array(wanted, type=pa.string())))
    found: dict[str, dict[str, tuple[str | None, str | None]]] = {}
    for row in mine.to_pylist():
        found.setdefault(row["prescription_id"], {})[row["line"]] = row["as_written"], row["drugs"]
    return dict(found)


def _spread(stored: Stored, name: str, folder: Path, count: int) -> None:
    """A file of the table for each of `count` groups of prescriptions, whatever the parts are."""
    import numpy as np
    import pyarrow as pa
    from pandas.util import hash_array

    folder.mkdir()
    schema = pa.schema([(column, pa.string()) for column in COLUMNS[name]])
    with ExitStack() as stack:
        writers = [
            stack.enter_context(closing(pa.ipc.new_file(str(folder / f"{number}.arrow"), schema)))
            for number in range(count)
        ]
        for part in stored.parts:
            table = stored.table(name, part)
            idents = table.column("prescription_id").to_numpy()
            groups = hash_array(idents.astype(object)) % count if len(idents) else np.zeros(0, dtype=np.uint64)
            for number in sorted(set(groups.tolist())):
                writers[number].write_table(table.filter(pa.array(groups == number)))


def _spread_table(folder: Path, number: int) -> pa.Table:
    import pyarrow as pa

    with pa.ipc.open_file(str(folder / f"{number}.arrow")) as reader:
        return reader.read_all()
