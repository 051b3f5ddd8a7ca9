"""One run of side_by_side.py, in its own process: python -m benchmarks.audit.one WHAT TABLE GIVEN OUT THREADS

Prints, where it can tell, how many prescriptions a second the joins alone took, the columns being there, as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path


def prepare(table: Path, given: Path, out: Path, threads: int) -> None:
    """What the rivals are given; also makes sure that compiled knowledge is there."""
    from benchmarks.audit.rivals.given import prepare as write_given

    write_given(table, given)


def rows_of_python(table: Path, given: Path, out: Path, threads: int) -> None:
    """The floor: every row as texts, by the csv module."""
    import csv

    with table.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass


def rows_of_arrow(table: Path, given: Path, out: Path, threads: int) -> None:
    """The floor: every column, by pyarrow, block by block."""
    import pyarrow as pa
    from pyarrow import csv

    pa.set_cpu_count(threads)
    with table.open(encoding="utf-8") as file:
        columns = dict.fromkeys(file.readline().strip().split(","), pa.string())
    with csv.open_csv(
        table,
        read_options=csv.ReadOptions(use_threads=threads > 1),
        convert_options=csv.ConvertOptions(column_types=columns),
    ) as batches:
        for _ in batches:
            pass


def engine(table: Path, given: Path, out: Path, threads: int) -> None:
    """The same joins by the engine, with modifiers, and limits of every kind."""
    from benchmarks.audit.of_engine import run

    seconds = run(table, out, threads)
    print(json.dumps({"seconds": seconds} if seconds is not None else {}))


def rival(table: Path, given: Path, out: Path, threads: int, name: str) -> None:
    """The joins in another tool."""
    seconds: float = importlib.import_module(f"benchmarks.audit.rivals.in_{name}").run(table, given, out, threads)
    print(json.dumps({"seconds": seconds}))


OWN: dict[str, Callable[[Path, Path, Path, int], None]] = {
    "prepare": prepare,
    "csv": rows_of_python,
    "pyarrow": rows_of_arrow,
    "engine": engine,
}


def main() -> None:
    what, table, given, out, threads = sys.argv[1:]
    paths = Path(table), Path(given), Path(out)
    if what in OWN:
        OWN[what](*paths, int(threads))
    else:
        rival(*paths, int(threads), what)


if __name__ == "__main__":
    main()
