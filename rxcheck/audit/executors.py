"""Who audits the parts: this process, others of this machine, or workers of Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rxcheck.errors import UsageError

if TYPE_CHECKING:
    from rxcheck.audit.run import Asked

Work = Callable[[int], None]  # audits the part with a number
Crew = Callable[[Sequence[int]], Iterator[int]]  # parts → their numbers as they are done


class Executor(StrEnum):
    """Kinds of crews."""

    INLINE = "inline"
    PROCESS = "process"
    DASK = "dask"


def executor_of(asked: Executor | None, processes: int, scheduler: str | None) -> Executor:
    """The one that was asked for, or that the other options mean.

    Raises:
        UsageError: the options do not fit together.
    """
    executor = asked or (Executor.DASK if scheduler else Executor.PROCESS if processes > 1 else Executor.INLINE)
    if scheduler and executor is not Executor.DASK:
        raise UsageError("--scheduler goes with --executor dask")
    if scheduler and processes > 1:
        raise UsageError("--processes is about this machine: a scheduler has workers of its own")
    if executor is Executor.INLINE and processes > 1:
        raise UsageError("--executor inline is one process: leave --processes out")
    return executor


@contextmanager
def crew_of(asked: Asked, make: Callable[[], Work]) -> Iterator[Crew]:
    """The crew of an audit, for as long as it is at work; `make` makes the work, once in each worker, maybe before the folder holds what
    is to be done. A cluster is looked at first: it is known early if it will not do.

    Raises:
        AuditError: a cluster cannot be reached, or its workers cannot do the audit.
        UsageError: the options do not fit together.
    """
    executor = executor_of(asked.executor, asked.processes, asked.scheduler)
    if executor is Executor.DASK:
        from rxcheck.audit.cluster import cluster

        with cluster(asked, make) as crew:
            yield crew
    elif executor is Executor.PROCESS:
        from rxcheck.audit.plan import MOST_PART
        from rxcheck.audit.workers import processes

        few = 1 if asked.executor is None else 0  # parts for which no process is worth its start
        sure = _size(asked.source) // (asked.part_bytes or MOST_PART)  # as many parts there are
        with processes(make, asked.processes, min(asked.processes, sure) if sure > few else 0) as crew:
            yield lambda parts: crew(parts) if len(parts) > few else _inline(make, parts)
    else:
        yield partial(_inline, make)


def _size(source: Path) -> int:
    """Bytes of a table; nought where it is not there, which is told when it is read."""
    try:
        return source.stat().st_size
    except OSError:
        return 0


def _inline(make: Callable[[], Work], parts: Sequence[int]) -> Iterator[int]:
    work = make()
    for number in parts:
        work(number)
        yield number
