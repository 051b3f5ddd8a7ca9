"""The audit and what reads the same table without checking it, side by side in one run.

    python benchmarks/audit/side_by_side.py [--prescriptions 10000] [--processes 2]

The floor is what reading alone costs: the rows as text, and the rows as prescriptions.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.audit.make import write
from rxcheck.audit.run import Asked, audit
from rxcheck.sources.detect import read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prescriptions", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "rx.csv"
        write(table, options.prescriptions)
        with table.open(encoding="utf-8") as file:
            lines = sum(1 for _ in file) - 1
        print(f"{options.prescriptions} prescriptions, {lines} lines, {table.stat().st_size / 1e6:.1f} MB")
        timed("rows as text", options.prescriptions, lambda: sum(1 for _ in csv.reader(table.open(encoding="utf-8"))))
        timed("rows as prescriptions", options.prescriptions, lambda: read(table))
        timed("audit, one process", options.prescriptions, lambda: audit(Asked(table, folder / "one")))
        several = Asked(table, folder / "several", processes=options.processes, part_bytes=table.stat().st_size // 8)
        timed(f"audit, {options.processes} processes", options.prescriptions, lambda: audit(several))
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"peak memory of a process: {peak // 1024} MB")


def timed(name: str, prescriptions: int, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{name:28}{seconds:>9.2f} s{prescriptions / seconds:>12.0f} prescriptions/s")


if __name__ == "__main__":
    main()
