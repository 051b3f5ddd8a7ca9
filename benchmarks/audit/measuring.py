"""A command in a process of its own: wall time, CPU time of it and all its children, and memory while it runs.

The process that measures stays small: what it starts inherits its peak as the least that it can report.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_EVERY = 0.1  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Measured:
    """Seconds and bytes of one run. `largest` is the peak of the process that had most, `together` that of the sum over all, as
    sampled: pages that they share count each time. `trouble` says why there is no result."""

    wall: float
    cpu: float
    largest: int
    together: int
    printed: str
    trouble: str | None = None


def measure(command: Sequence[str], environment: Mapping[str, str], memory_limit: int) -> Measured:
    """Run a command to its end; it is killed where all its processes together hold more than `memory_limit` bytes."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    watch = _Watch(process.pid, memory_limit)
    watch.start()
    errors: list[bytes] = []
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else b""))
    reader.start()
    printed = process.stdout.read() if process.stdout else b""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.done.set()
    watch.join()
    reader.join()
    trouble = None
    if watch.exceeded:
        trouble = f"stopped: more than {memory_limit >> 20} MB"
    elif process.returncode:
        said = errors[0].decode(errors="replace").strip().splitlines()
        trouble = f"failed ({process.returncode}): {said[-1] if said else ''}"
    return Measured(
        wall, used.ru_utime + used.ru_stime, used.ru_maxrss << 10, watch.together, printed.decode(), trouble
    )


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants, and ends the process where it is too much."""

    def __init__(self, pid: int, most: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._most = pid, most
        self.done = threading.Event()
        self.together = 0
        self.exceeded = False

    def run(self) -> None:
        while not self.done.wait(_EVERY):
            held = sum(_resident(pid) for pid in _family(self._pid))
            self.together = max(self.together, held)
            if held > self._most:
                self.exceeded = True
                for pid in reversed(list(_family(self._pid))):  # only what this measurement has started
                    _end(pid)
                return


def _end(pid: int) -> None:
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def audit_command(table: Path, out: Path, processes: int, executor: str | None = None) -> list[str]:
    """The installed command, from the checkout."""
    start = [sys.executable, "-c", "from rxcheck.cli.app import main; main()"]
    chosen = ["--executor", executor] if executor else []
    return [*start, "audit", str(table), "-o", str(out), "--processes", str(processes), *chosen]


def make_command(table: Path, prescriptions: int, seed: int) -> list[str]:
    """Writes a table."""
    return [sys.executable, "benchmarks/audit/make.py", str(prescriptions), str(table), "--seed", str(seed)]
