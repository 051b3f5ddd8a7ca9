"""Processes that audit parts. One that dies is started again, and its part with it; nothing it had not finished counts."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from msgspec import Struct

from rxcheck.audit.executors import Work
from rxcheck.errors import AuditError

_TRIES = 3  # of a part whose worker dies


class _Worker(Struct):
    process: BaseProcess
    pipe: Connection
    part: int | None = None


def _serve(make: Callable[[], Work], pipe: Connection) -> None:
    gc.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner says when to end
    work = make()
    while True:
        try:
            number = pipe.recv()
        except EOFError:
            return
        try:
            work(number)
        except OSError as error:
            pipe.send((number, error.strerror or "input/output error"))
        else:
            pipe.send((number, None))


def in_processes(make: Callable[[], Work], parts: Sequence[int], count: int) -> Iterator[int]:
    """Numbers of parts as they are done, by `count` processes; `make` is called once in each.

    Raises:
        AuditError: a part could not be written, or its process died three times.
    """
    context = multiprocessing.get_context("spawn")
    todo, tries = deque(parts), dict.fromkeys(parts, 0)
    workers: list[_Worker] = []

    def start() -> _Worker:
        mine, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(make, theirs), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, mine)

    def give(worker: _Worker) -> None:
        worker.part = todo.popleft() if todo else None
        if worker.part is not None:
            tries[worker.part] += 1
            worker.pipe.send(worker.part)

    try:
        for _ in range(min(count, len(todo))):
            workers.append(start())
            give(workers[-1])
        while any(worker.part is not None for worker in workers):
            busy = {worker.pipe: worker for worker in workers if worker.part is not None}
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    number, trouble = worker.pipe.recv()
                except (EOFError, OSError):
                    _again(worker, todo, tries)
                    workers[workers.index(worker)] = worker = start()
                    give(worker)
                    continue
                if trouble is not None:
                    raise AuditError(f"part {number} cannot be written: {trouble}; continue with --resume")
                yield number
                give(worker)
    finally:
        for worker in workers:
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()


def _again(worker: _Worker, todo: deque[int], tries: dict[int, int]) -> None:
    """Puts the part of a dead worker back, in front."""
    worker.process.join()
    if worker.part is None:
        return
    if tries[worker.part] >= _TRIES:
        raise AuditError(f"the process of part {worker.part} died {_TRIES} times; continue with --resume")
    todo.appendleft(worker.part)
