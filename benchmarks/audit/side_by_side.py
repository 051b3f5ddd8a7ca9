"""The audit and other tools on the same tables, side by side in one run.

    python benchmarks/audit/side_by_side.py [--sizes 10000 100000] [--processes 1 2] [--repeats 3] [--json out.json]

In a process of its own each: reading alone (the floor), pandas, DuckDB and Polars doing the pair and daily-dose joins
(benchmarks/audit/rivals), and the audit (this process and others, and Dask where the command has it). The tables are in the
file cache; repeats are interleaved, so that what else the machine does hits all alike, and the best of each counts.

The audit does all its checks, with modifiers, receipts and what was not assessed, and reads all 16 columns; the rivals read
seven, are given what every distinct name means, and do two joins. `joins` is the equal work: prescriptions a second of the
joins alone, columns being there. `engine, joins` is the engine from the file to the same two tables (of_engine.py): it is given
no meaning of names, and judges modifiers and limits of every kind.
Afterwards the rows are compared (agreement.py); the exit code is 1 where they differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.audit.measuring import ROOT, Measured, audit_command, make_command, measure

PANDAS_MOST = 1_000_000  # prescriptions: beyond, it does not fit
WHOLE_AUDIT, ENGINE = "audit", "engine, joins"


@dataclass(frozen=True)
class Entrant:
    """Something that is timed: `what` it is of one.py, or the audit."""

    name: str
    what: str
    processes: int
    executor: str | None = None

    def command(self, table: Path, given: Path, out: Path) -> list[str]:
        if self.what == WHOLE_AUDIT:
            return audit_command(table, out, self.processes, self.executor)
        return [sys.executable, "-m", "benchmarks.audit.one", self.what, *map(str, (table, given, out, self.processes))]

    @property
    def environment(self) -> dict[str, str]:
        return {"POLARS_MAX_THREADS": str(self.processes)} if self.what == "polars" else {}


@dataclass
class Result:
    """The best run of an entrant on one table, and how often it ran."""

    name: str
    processes: int
    runs: int = 0
    best: Measured | None = None
    trouble: str | None = None
    joins: float | None = None  # prescriptions per second
    walls: list[float] = field(default_factory=list)

    def add(self, run: Measured, prescriptions: int) -> None:
        if run.trouble is not None:
            self.trouble = run.trouble
            return
        self.runs += 1
        self.walls.append(run.wall)
        if self.best is None or run.wall < self.best.wall:
            self.best = run
        said = json.loads(run.printed) if run.printed.startswith("{") else {}
        rate = said.get("joins") or (prescriptions / said["seconds"] if said.get("seconds") else None)
        self.joins = max(filter(None, (self.joins, rate)), default=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", help="entrants whose name holds one of these words")
    parser.add_argument("--memory-limit", type=int, default=14_000, help="MB that a run may hold")
    parser.add_argument("--folder", type=Path, help="where tables are made, and found the next time")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    entrants, notes = _entrants(options.processes)
    if options.only:
        entrants = [each for each in entrants if any(word in each.name for word in options.only)]
    done, agreed = [], True
    with tempfile.TemporaryDirectory() as name:
        tables = options.folder or Path(name)
        tables.mkdir(parents=True, exist_ok=True)
        for size in options.sizes:
            table = tables / f"rx-{size}-{options.seed}.csv"
            if not table.exists():
                subprocess.run(make_command(table, size, options.seed), check=True, cwd=ROOT)
            work = Path(name) / str(size)
            results = _timed(entrants, table, size, work, options.repeats, options.memory_limit << 20)
            _show(results, table, size)
            for note in notes:
                print(note)
            agreed &= _agree(table, work, results)
            shutil.rmtree(work)
            done.append({"prescriptions": size, "bytes": table.stat().st_size, "results": list(map(asdict, results))})
    if options.json:
        options.json.write_text(json.dumps({"cores": os.cpu_count(), "sizes": done}, indent=2) + "\n")
    sys.exit(0 if agreed else 1)


def _entrants(processes: Sequence[int]) -> tuple[list[Entrant], list[str]]:
    """Who takes part, and why others do not."""
    found = [Entrant("csv module, rows alone", "csv", 1)]
    found += [Entrant("pyarrow, columns alone", "pyarrow", count) for count in processes]
    notes = []
    for name, what, counts in (
        ("pandas", "pandas", [1]),
        ("DuckDB", "duckdb", processes),
        ("Polars", "polars", processes),
    ):
        if find_spec(what) is None:
            notes.append(f"{name}: left out, it is not installed")
            continue
        found += [Entrant(f"{name}, joins", what, count) for count in counts]
    found += [Entrant(ENGINE, "engine", count) for count in processes]
    found += [Entrant("rxcheck audit", WHOLE_AUDIT, count) for count in processes]
    said = subprocess.run(
        [*audit_command(Path(), Path(), 1)[:3], "audit", "--help"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
    )
    if b"--executor" not in said.stdout:
        return found, [*notes, "rxcheck audit with Dask: left out, the command has no --executor"]
    if find_spec("dask") is None:
        return found, [*notes, "rxcheck audit with Dask: left out, it is not installed"]
    return [*found, *(Entrant("rxcheck audit, Dask", WHOLE_AUDIT, count, "dask") for count in processes)], notes


def _timed(
    entrants: Sequence[Entrant], table: Path, size: int, work: Path, repeats: int, memory_limit: int
) -> list[Result]:
    given = work / "given"
    given.mkdir(parents=True)
    prepare = Entrant("", "prepare", 1)
    subprocess.run(prepare.command(table, given, work), check=True, cwd=ROOT)
    _read(table)
    results = [Result(each.name, each.processes) for each in entrants]
    for _ in range(repeats):
        for entrant, result in zip(entrants, results, strict=True):
            if entrant.what == "pandas" and size > PANDAS_MOST:
                result.trouble = f"left out: more than {PANDAS_MOST} prescriptions do not fit"
            if result.trouble is not None:
                continue
            out = _folder(work, result)
            shutil.rmtree(out, ignore_errors=True)
            if entrant.what != WHOLE_AUDIT:
                out.mkdir()
            result.add(measure(entrant.command(table, given, out), entrant.environment, memory_limit), size)
    return results


def _folder(work: Path, result: Result) -> Path:
    return work / f"{result.name.replace(' ', '-').replace(',', '')}-{result.processes}"


def _read(table: Path) -> None:
    """Into the file cache."""
    with table.open("rb") as file:
        while file.read(1 << 24):
            pass


def _show(results: Sequence[Result], table: Path, size: int) -> None:
    print(
        f"\n{size} prescriptions, {table.stat().st_size / 1e6:.1f} MB, {os.cpu_count()} cores; best of {max(r.runs for r in results)}"
    )
    print(
        f"{'':26}{'processes':>10}{'wall, s':>10}{'CPU, s':>10}{'MB, largest':>13}{'MB, all':>9}{'per second':>12}{'joins, per s':>14}"
    )
    for result in results:
        line = f"{result.name:26}{result.processes:>10}"
        if result.best is None:
            print(f"{line}   {result.trouble}")
            continue
        best = result.best
        rate = f"{size / best.wall:.0f}"
        joins = f"{result.joins:.0f}" if result.joins else ""
        print(
            f"{line}{best.wall:>10.2f}{best.cpu:>10.2f}{best.largest >> 20:>13}{best.together >> 20:>9}{rate:>12}{joins:>14}"
        )
    for said in _ratios(results):
        print(said)


def _ratios(results: Sequence[Result]) -> Iterator[str]:
    """How much faster the audit is than each other on as many processes; and with several processes than with one."""
    walls = {(result.name, result.processes): result.best.wall for result in results if result.best}
    for (name, count), wall in walls.items():
        if name not in ("rxcheck audit", ENGINE):
            continue
        others = [
            f"{other.partition(',')[0]} {theirs / wall:.2f}"
            for (other, many), theirs in walls.items()
            if other.endswith("joins") and other != name and many == count
        ]
        alone = walls.get((name, 1))
        if count > 1 and alone:
            others.append(f"one process {alone / wall:.2f}")
        if others:
            yield f"{name.partition(',')[0]} on {count}, times as fast as: {', '.join(others)}"


def _agree(table: Path, work: Path, results: Sequence[Result]) -> bool:
    audits = [_folder(work, each) for each in results if each.name.startswith("rxcheck audit") and each.best]
    rivals = [
        _folder(work, each) for each in results if each.name.endswith("joins") and each.name != ENGINE and each.best
    ]
    same = len({_digest(audit) for audit in audits}) <= 1
    if len(audits) > 1:
        print(
            f"the audits wrote {'the same bytes' if same else 'DIFFERENT bytes'} ({', '.join(each.name for each in audits)})"
        )
    if not audits or not rivals:
        return same
    command = [sys.executable, "-m", "benchmarks.audit.agreement", *map(str, (table, audits[-1], *rivals))]
    return subprocess.run(command, check=False, cwd=ROOT).returncode == 0 and same


def _digest(audit: Path) -> str:
    """Of everything that an audit has left for people."""
    found = hashlib.sha256()
    for path in sorted(audit.rglob("*")):
        inside = path.relative_to(audit)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts) and inside.name != "audit.json":
            found.update(str(inside).encode())
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    found.update(block)
    return found.hexdigest()


if __name__ == "__main__":
    main()
