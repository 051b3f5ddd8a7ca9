"""Processes that audit parts. One that dies is started again, and its part with it; nothing it had not finished counts."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from msgspec import Struct

from rxcheck.audit.executors import Crew, Work
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


@contextmanager
def processes(make: Callable[[], Work], count: int, early: int = 0) -> Iterator[Crew]:
    """A crew of `count` processes at most; `make` is called once in each. `early` ones start at once, and load what they need while the
    table is cut."""
    hall = _Hall(make, count)
    try:
        for _ in range(early):
            hall.start()
        yield hall.done
    finally:
        hall.close()


class _Hall:
    """Where the processes are."""

    def __init__(self, make: Callable[[], Work], count: int) -> None:
        self._make, self._count = make, count
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []

    def start(self) -> None:
        """Start one more."""
        mine, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(self._make, theirs), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, mine))

    def close(self) -> None:
        """End them all."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()

    def done(self, parts: Sequence[int]) -> Iterator[int]:
        """Numbers of parts as they are done.

        Raises:
            AuditError: a part could not be written, or its process died three times.
        """
        todo, tries = deque(parts), dict.fromkeys(parts, 0)
        while len(self._workers) < min(self._count, len(todo)):
            self.start()
        for worker in self._workers:
            self._give(worker, todo, tries)
        while busy := {worker.pipe: worker for worker in self._workers if worker.part is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    number, trouble = worker.pipe.recv()
                except (EOFError, OSError):
                    self._bury(worker, todo, tries)
                    self.start()
                    self._give(self._workers[-1], todo, tries)
                    continue
                if trouble is not None:
                    raise AuditError(f"part {number} cannot be written: {trouble}; continue with --resume")
                yield number
                self._give(worker, todo, tries)

    def _give(self, worker: _Worker, todo: deque[int], tries: dict[int, int]) -> None:
        """Its next part, where there is one; to one that is dead already it counts as given."""
        worker.part = todo.popleft() if todo else None
        if worker.part is not None:
            tries[worker.part] += 1
            with suppress(BrokenPipeError):
                worker.pipe.send(worker.part)

    def _bury(self, worker: _Worker, todo: deque[int], tries: dict[int, int]) -> None:
        """Puts the part of a dead worker back, in front."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        if worker.part is None:
            return
        if tries[worker.part] >= _TRIES:
            raise AuditError(f"the process of part {worker.part} died {_TRIES} times; continue with --resume")
        todo.appendleft(worker.part)
