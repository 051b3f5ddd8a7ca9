"""Parts audited by workers of Dask, here or on other machines. The scheduler sees numbers of parts and names of files, no row of a table."""

from __future__ import annotations

import gc
import logging
import signal
import tempfile
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct

from rxcheck import __version__
from rxcheck.audit.executors import Crew, Work
from rxcheck.audit.folder import Folder
from rxcheck.audit.unpack import needs_unpacking
from rxcheck.errors import AuditError, KnowledgeError
from rxcheck.kb.store import content_hash, default_folder

if TYPE_CHECKING:
    from distributed import Client, Future

    from rxcheck.audit.run import Asked

_AHEAD = 2  # parts for each worker: one that it does, one that waits there
_CONNECT, _WORKERS = 15, 30  # seconds for the scheduler, and for a first worker
_LOOK, _LOOKS = 10, 6  # seconds between looks for a worker that is left; looks without one, then it is over

# Dask's workers give memory back at once, and the system maps the arrays of every block anew: a quarter of an audit's time.
_SPAWN = "distributed.nanny.pre-spawn-environ"
_MEMORY = {"MALLOC_TRIM_THRESHOLD_": 128 << 20, "MALLOC_MMAP_THRESHOLD_": 32 << 20}


class Trouble(StrEnum):
    """Why a worker cannot do a part, or any."""

    VERSION = "version"
    KNOWLEDGE = "knowledge"
    FOLDER = "folder"
    SOURCE = "source"
    UNWRITABLE = "unwritable"
    FULL = "full"
    FAULT = "fault"


class Sight(Struct, frozen=True):
    """What a worker must have and see. `tables` None: the shipped ones; `size` of the input in bytes, None where workers read what was unpacked."""

    version: str
    tables: Path | None
    knowledge: str
    mark: Path
    sign: str
    source: Path
    size: int | None


class Order(Struct, frozen=True):
    """A run: what is to be seen, and what makes the work in a worker, once."""

    run: str
    sight: Sight
    make: Callable[[], Work]


class Ended(Struct, frozen=True):
    """How a part ended, and what is to be said of it: of the disk, or where the program failed."""

    trouble: Trouble | None = None
    detail: str = ""
    worker: str = ""


@contextmanager
def cluster(asked: Asked, make: Callable[[], Work]) -> Iterator[Crew]:
    """The workers of a scheduler, or of one that is started here, once they have seen what they need.

    Raises:
        AuditError: Dask is not installed, the scheduler does not answer, or a worker cannot do the audit.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise AuditError("dask is not installed: pip install 'rxcheck[cluster]'") from None
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        if asked.scheduler is None:
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="rxcheck-"))
            stack.enter_context(dask.config.set({_SPAWN: {**dask.config.get(_SPAWN), **_MEMORY}}))
            address = stack.enter_context(
                LocalCluster(
                    n_workers=asked.processes,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address=None,
                    memory_limit=0,
                    local_directory=scratch,
                    preload=[__name__],
                    silence_logs=logging.CRITICAL,
                )
            )
            name = "localhost"
        else:
            address = name = asked.scheduler
        try:
            client = stack.enter_context(Client(address, timeout=_CONNECT, set_as_default=False))
        except (OSError, ValueError, TypeError):  # no port, no such protocol, TLS without certificates
            raise AuditError(f"no scheduler of Dask answers at {name}") from None
        sight = stack.enter_context(_sight(asked))
        _look_round(client, sight, name)
        order = Order(uuid4().hex, sight, make)
        yield lambda parts: _finished(client, order, parts, name)


@contextmanager
def _quiet() -> Iterator[None]:
    """A lost connection is told in our words, without a traceback."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def _sight(asked: Asked) -> Iterator[Sight]:
    """What workers must see; a mark is left in the folder, since another machine may have one of the same name."""
    folder, tables = Folder(asked.out, asked.source), asked.knowledge
    mark, sign = folder.work / "mark", uuid4().hex
    mark.write_text(sign)
    try:
        yield Sight(
            __version__,
            tables.absolute() if tables else None,
            content_hash(tables or default_folder()),
            mark.absolute(),
            sign,
            asked.source.absolute(),
            None if needs_unpacking(asked.source) else asked.source.stat().st_size,
        )
    finally:
        mark.unlink(missing_ok=True)


def look(sight: Sight) -> Trouble | None:
    """What this worker lacks."""
    if sight.version != __version__:
        return Trouble.VERSION
    try:
        if content_hash(sight.tables or default_folder()) != sight.knowledge:
            return Trouble.KNOWLEDGE
    except KnowledgeError:  # a table is missing
        return Trouble.KNOWLEDGE
    try:
        if sight.mark.read_text() != sight.sign:
            return Trouble.FOLDER
    except OSError:
        return Trouble.FOLDER
    try:
        if sight.size is not None and sight.source.stat().st_size != sight.size:
            return Trouble.SOURCE
    except OSError:
        return Trouble.SOURCE
    try:
        with tempfile.TemporaryFile(prefix=".audit.", dir=sight.mark.parent):
            return None
    except OSError:
        return Trouble.UNWRITABLE


def dask_setup(_: object) -> None:
    """What Dask calls at the start of a worker of this machine: Ctrl-C is for the owner, who says when to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_LOCK = threading.Lock()  # a worker of several threads does one part at a time
_ready: dict[str, Work] = {}  # the work of the run that this worker is in


def do_part(order: Order, number: int) -> Ended:
    """A part, done in a worker. Errors come back as what may be told: the text of an exception can be a patient's."""
    from distributed import get_worker

    worker = str(get_worker().address)
    with _LOCK:
        gc.enable()
        try:
            if order.run not in _ready:
                lacking = look(order.sight)
                if lacking is not None:
                    return Ended(lacking, worker=worker)
                _ready.clear()
                _ready[order.run] = order.make()
            _ready[order.run](number)
        except OSError as error:
            return Ended(Trouble.FULL, error.strerror or "input/output error", worker)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            return Ended(Trouble.FAULT, f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}", worker)
    return Ended(worker=worker)


def _look_round(client: Client, sight: Sight, name: str) -> None:
    """Let every worker that is there look, before anything is read."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except TimeoutError:
        raise AuditError(f"the scheduler at {name} has no workers") from None
    try:
        seen: dict[str, Any] = client.run(look, sight, on_error="return")
    except OSError:
        raise AuditError(f"no scheduler of Dask answers at {name}") from None
    for worker, lacking in sorted(seen.items()):
        if isinstance(lacking, BaseException):  # there is no such function there
            raise _error(-1, Ended(Trouble.VERSION, worker=worker), sight)
        if lacking is not None:
            raise _error(-1, Ended(Trouble(lacking), worker=worker), sight)


def _finished(client: Client, order: Order, parts: Sequence[int], name: str) -> Iterator[int]:
    """Numbers of parts as they are done. A part whose worker dies is done by another.

    Raises:
        AuditError: a part could not be written or failed, its workers died again and again, or the scheduler is gone.
    """
    from distributed import CancelledError, wait

    todo, running, lonely = deque(parts), dict[Any, int](), 0
    try:
        while todo or running:
            workers = len(client.nthreads())
            while todo and len(running) < max(1, workers) * _AHEAD:
                number = todo.popleft()
                running[client.submit(do_part, order, number, key=f"part-{number}-{order.run}", pure=False)] = number
            try:
                with client.as_current():
                    done = wait(list(running), timeout=_LOOK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                lonely = 0 if client.nthreads() else lonely + 1
                if lonely >= _LOOKS:
                    raise AuditError(
                        f"the scheduler at {name} has no workers any more; continue with --resume"
                    ) from None
                continue
            for future in done:
                number = running.pop(future)
                ended = _ended(future, number)
                if ended.trouble is not None:
                    raise _error(number, ended, order.sight)
                yield number
    except (OSError, CancelledError):
        raise AuditError(f"the scheduler at {name} is gone; continue with --resume") from None
    finally:
        with suppress(Exception):  # it may be gone
            client.cancel(list(running))


def _ended(future: Future, number: int) -> Ended:
    from distributed import KilledWorker

    error = future.exception()
    if error is None:
        result: Ended = future.result()
        return result
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        raise AuditError(f"the process of part {number} died {times} times; continue with --resume")
    if isinstance(error, ImportError | AttributeError):  # a worker that came later
        return Ended(Trouble.VERSION, worker="?")
    return Ended(Trouble.FAULT, type(error).__name__)


def _error(number: int, ended: Ended, sight: Sight) -> AuditError:
    worker, folder = ended.worker, sight.mark.parent.parent
    match ended.trouble:
        case Trouble.VERSION:
            return AuditError(f"the worker {worker} has another version of rxcheck, or none")
        case Trouble.KNOWLEDGE:
            return AuditError(f"the worker {worker} has other knowledge")
        case Trouble.FOLDER:
            return AuditError(
                f"the worker {worker} does not see {folder}: it must be on a file system that all machines share"
            )
        case Trouble.SOURCE:
            return AuditError(
                f"the worker {worker} does not see {sight.source}: it must be on a file system that all machines share"
            )
        case Trouble.UNWRITABLE:
            return AuditError(f"the worker {worker} cannot write into {folder}")
        case Trouble.FULL:
            return AuditError(f"part {number} cannot be written: {ended.detail}; continue with --resume")
        case _:
            return AuditError(
                f"part {number} failed: {ended.detail}, which is a fault of the program; continue with --resume"
            )
