"""Who audits the parts: this process, others of this machine, or workers of Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from rxcheck.errors import UsageError

if TYPE_CHECKING:
    from rxcheck.audit.run import Asked

Work = Callable[[int], None]  # audits the part with a number
# (what makes the work, once in each worker; parts) → their numbers as they are done
Crew = Callable[[Callable[[], Work], Sequence[int]], Iterator[int]]


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
def crew_of(asked: Asked) -> Iterator[Crew]:
    """The crew of an audit, for as long as it is at work. A cluster is looked at first: it is known early if it will not do.

    Raises:
        AuditError: a cluster cannot be reached, or its workers cannot do the audit.
        UsageError: the options do not fit together.
    """
    executor = executor_of(asked.executor, asked.processes, asked.scheduler)
    if executor is Executor.DASK:
        from rxcheck.audit.cluster import cluster

        with cluster(asked) as crew:
            yield crew
    elif executor is Executor.PROCESS:
        from rxcheck.audit.workers import in_processes

        few = 1 if asked.executor is None else 0  # parts for which no process is worth its start
        yield (
            lambda make, parts: in_processes(make, parts, asked.processes) if len(parts) > few else _inline(make, parts)
        )
    else:
        yield _inline


def _inline(make: Callable[[], Work], parts: Sequence[int]) -> Iterator[int]:
    work = make()
    for number in parts:
        work(number)
        yield number
