"""How much memory an audit holds, by the size of its table: it should be the same.

    python benchmarks/audit/memory.py [--sizes 10000 100000] [--processes 1] [--most 512] [--growth 1.3]

The exit code is 1 where a process held more than `--most` MB, or where the largest table took `--growth` times the memory of
the smallest.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.audit.measuring import ROOT, audit_command, make_command, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--executor")
    parser.add_argument("--most", type=int, default=512, help="MB that a process may hold")
    parser.add_argument("--growth", type=float, default=1.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where tables are made, and found the next time")
    options = parser.parse_args()
    held: list[int] = []
    print(f"{'prescriptions':>14}{'MB, largest':>13}{'MB, all':>9}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as name:
        tables, out = options.folder or Path(name), Path(name) / "out"
        tables.mkdir(parents=True, exist_ok=True)
        for size in sorted(options.sizes):
            table = tables / f"rx-{size}-{options.seed}.csv"
            if not table.exists():
                subprocess.run(make_command(table, size, options.seed), check=True, cwd=ROOT)
            run = measure(audit_command(table, out, options.processes, options.executor), {}, 64 << 30)
            shutil.rmtree(out, ignore_errors=True)
            if run.trouble is not None:
                sys.exit(run.trouble)
            held.append(run.largest >> 20)
            print(f"{size:>14}{held[-1]:>13}{run.together >> 20:>9}{run.wall:>9.1f}")
    too_much = max(held) > options.most or held[-1] > options.growth * held[0]
    print("more than it may" if too_much else "flat")
    sys.exit(1 if too_much else 0)


if __name__ == "__main__":
    main()
