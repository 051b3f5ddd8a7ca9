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
from typing import IO, TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field

from rxcheck.audit.causes import Around, Cause, Causes
from rxcheck.audit.changes import Change, changes
from rxcheck.audit.stored import COLUMNS, Stored

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_FILES = 256  # into which tables are spread
_ROWS = 50_000  # prescriptions of an audit that share such a file, about
Tables = Callable[[str], "tuple[pa.Table, pa.Table]"]  # name of a table → that of the old audit and of the new one


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
        try:
            self._compare()
        except BaseException:
            self._stack.close()  # what lies there is of patients
            raise
        return self

    def _compare(self) -> None:
        kinds: Counter[str] = Counter()
        causes: Counter[str] = Counter()
        why = Causes(self._old, self._new)
        for tables in self._pairs():
            found = list(changes(*tables("findings")))
            around = _around(tables, found) if found else ({}, {})
            self.counted.prescriptions += len({change.prescription_id for change in found})
            for change in found:
                ident = change.prescription_id
                explained = Explained(change, why.of(change, *(side.get(ident, Around()) for side in around)))
                kinds[change.kind.value] += 1
                causes.update({cause.kind.value for cause in explained.causes})
                self._keep(explained)
        self.counted.kinds, self.counted.causes = dict(sorted(kinds.items())), dict(sorted(causes.items()))

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


def _around(tables: Tables, found: list[Change]) -> tuple[dict[str, Around], dict[str, Around]]:
    """What either audit says of the prescriptions that something changed on."""
    wanted = sorted({change.prescription_id for change in found})
    lines, gaps = tables("receipts"), tables("not_assessed")
    return _around_in(lines[0], gaps[0], wanted), _around_in(lines[1], gaps[1], wanted)


def _around_in(lines: pa.Table, gaps: pa.Table, wanted: list[str]) -> dict[str, Around]:
    written: dict[str, dict[str, tuple[str | None, str | None]]] = {}
    for row in _of(lines, wanted):
        written.setdefault(row["prescription_id"], {})[row["line"]] = row["as_written"], row["drugs"]
    waiting: dict[str, set[tuple[str | None, ...]]] = {}
    for row in _of(gaps, wanted):
        waiting.setdefault(row["prescription_id"], set()).add((row["check"], row["reason"], row["fact"], row["lines"]))
    return {ident: Around(each, frozenset(waiting.get(ident, ()))) for ident, each in written.items()}


def _of(table: pa.Table, wanted: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of these prescriptions."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mine = pc.is_in(table.column("prescription_id"), value_set=pa.array(wanted, type=pa.string()))
    yield from table.filter(mine).to_pylist()


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
