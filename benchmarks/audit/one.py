"""One run of side_by_side.py, in its own process: python -m benchmarks.audit.one WHAT TABLE GIVEN OUT THREADS

Prints, where it can tell, how many prescriptions a second the joins alone took, the columns being there, as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

KERNELS = 20_000  # prescriptions on which the kernels alone are timed
BATCH = 2_000


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


def kernels(table: Path, given: Path, out: Path, threads: int) -> None:
    """The engine's kernels for pairs (with modifiers) and limits (of every kind) on columns that are there."""
    from rxcheck.engine.batch import make_batch
    from rxcheck.engine.compiled import Kb
    from rxcheck.engine.limits import limits
    from rxcheck.engine.pairs import interactions
    from rxcheck.kb.store import default_folder, open_compiled
    from rxcheck.sources.csv_long import read_csv
    from rxcheck.sources.labs import load_labs

    kb = Kb(open_compiled(default_folder()))
    with table.open(encoding="utf-8") as file:
        text = "".join(islice(file, KERNELS * 3))
    labs = load_labs(default_folder() / "knowledge")
    prescriptions = read_csv(text, table.name, labs).prescriptions[:-1][:KERNELS]
    batches = [make_batch(prescriptions[first : first + BATCH], kb) for first in range(0, len(prescriptions), BATCH)]
    start = time.perf_counter()
    for batch in batches:
        interactions(batch, kb)
        limits(batch, kb)
    print(json.dumps({"joins": len(prescriptions) / (time.perf_counter() - start)}))


def rival(table: Path, given: Path, out: Path, threads: int, name: str) -> None:
    """The joins in another tool."""
    seconds: float = importlib.import_module(f"benchmarks.audit.rivals.in_{name}").run(table, given, out, threads)
    print(json.dumps({"seconds": seconds}))


OWN: dict[str, Callable[[Path, Path, Path, int], None]] = {
    "prepare": prepare,
    "csv": rows_of_python,
    "pyarrow": rows_of_arrow,
    "kernels": kernels,
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
