"""The owner of a worker: starts it when first asked, waits no longer than told, and starts it again at most twice."""

from __future__ import annotations

import hashlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Self

import msgspec
from msgspec import Struct

from rxcheck.llm.gbnf import GrammarError, check
from rxcheck.llm.protocol import MOST_BYTES, Answer, Ask, Failed, Fault, Ready, Reply, Start

LIBRARY = "llama-cpp-python"
CONTEXT = 4_096  # tokens
START_SECONDS = 180.0  # loading several GB from a slow disk
RESTARTS = 2
_MOST_THREADS = 8  # decoding is bound by memory: more threads only wait for each other
_DECODE: Callable[[bytes], Reply] = msgspec.json.Decoder(Reply).decode
_WORKER = "from rxcheck.llm.worker import main; main()"


class Trouble(StrEnum):
    """Why there is no answer."""

    TIMEOUT = "timeout"
    CRASH = "crash"
    LOAD = "load"
    FORMAT = "format"
    GRAMMAR = "grammar"
    TOO_LONG = "too_long"


class NoAnswer(Exception):  # noqa: N818 - an ordinary outcome
    """The model did not answer."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class ModelFile(Struct, frozen=True):
    """A model: its file, and the SHA-256 that it was accepted with."""

    path: Path
    sha256: str


def installed() -> bool:
    """Whether the library that runs models is there."""
    return find_spec("llama_cpp") is not None


def threads() -> int:
    """Processors that this process may use, at most eight."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, _MOST_THREADS))


def state_file(folder: Path, model: ModelFile, prefix: str, context: int = CONTEXT) -> Path:
    """Where the computed prefix is kept: another model, prefix, context or version of the library has another file."""
    try:
        library = version(LIBRARY)
    except PackageNotFoundError:
        library = ""
    parts = (model.sha256, prefix, str(context), library)
    name = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
    return folder / f"prefix-{name}.state"


class LocalModel:
    """A model in a process of its own. Nothing of it is left when it is closed."""

    def __init__(
        self,
        model: ModelFile,
        prefix: str,
        state_folder: Path | None = None,
        context: int = CONTEXT,
        start_seconds: float = START_SECONDS,
        command: Sequence[str] = (sys.executable, "-c", _WORKER),
    ) -> None:
        """`prefix` is the fixed beginning of every question; its computed state is kept below `state_folder`. `command` is the worker."""
        self._command = tuple(command)
        self._model = model
        self._prefix = prefix
        self._state = state_file(state_folder, model, prefix, context) if state_folder else None
        self._context = context
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.Queue[bytes] = queue.Queue()
        self._starts = 0
        self._number = 0
        self.ready: Ready | None = None

    def ask(
        self,
        question: str,
        grammar: str | None,
        tokens: int,
        seconds: float,
        temperature: float = 0.0,
        reuse: bool = True,
    ) -> Answer:
        """One answer of at most `tokens` tokens within `seconds` (loading the model is not counted).

        Raises:
            NoAnswer: there is none; the worker is started again by a later question, as long as it may be.
        """
        if grammar is not None:
            try:
                check(grammar)
            except GrammarError:
                raise NoAnswer(Trouble.GRAMMAR) from None
        self._started()
        self._number += 1
        reply = self._exchange(Ask(self._number, question, grammar, tokens, temperature, reuse), seconds)
        if isinstance(reply, Answer) and reply.number == self._number:
            return reply
        if isinstance(reply, Failed) and reply.fault in (Fault.GRAMMAR, Fault.TOO_LONG):
            raise NoAnswer(Trouble(reply.fault.value))
        self._kill()
        raise NoAnswer(Trouble.CRASH)

    def _started(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._kill()
        if self._starts > RESTARTS:
            raise NoAnswer(Trouble.CRASH)
        if self._starts and self._state is not None:
            self._state.unlink(missing_ok=True)  # it may be what the worker died of
        self._starts += 1
        self._process = self._spawn()
        self._replies = queue.Queue()
        threading.Thread(target=_read, args=(self._process, self._replies), daemon=True).start()
        request = Start(
            str(self._model.path), self._context, threads(), self._prefix, str(self._state) if self._state else None
        )
        reply = self._exchange(request, self._start_seconds)
        if isinstance(reply, Ready):
            self.ready = reply
            return
        self._kill()
        if isinstance(reply, Failed) and reply.fault in (Fault.LOAD, Fault.FORMAT, Fault.TOO_LONG):
            self._starts = RESTARTS + 1  # it would be the same again
            raise NoAnswer(Trouble(reply.fault.value))
        raise NoAnswer(Trouble.CRASH)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A thread that waits for work must not burn the processor of its neighbours. No key of a server is handed on.
        environment = {name: value for name, value in os.environ.items() if name != "RXCHECK_SERVER_KEY"}
        environment["OMP_WAIT_POLICY"] = "PASSIVE"
        return subprocess.Popen(  # noqa: S603 - our own interpreter
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )

    def _exchange(self, request: Start | Ask, seconds: float) -> Reply:
        process = self._process
        assert process is not None and process.stdin is not None  # noqa: S101 - for the type checker
        line = msgspec.json.encode(request) + b"\n"
        if len(line) > MOST_BYTES:
            raise NoAnswer(Trouble.TOO_LONG)
        try:
            process.stdin.write(line)
            process.stdin.flush()
            raw = self._replies.get(timeout=seconds)
            return _DECODE(raw)
        except queue.Empty:
            self._kill()
            raise NoAnswer(Trouble.TIMEOUT) from None
        except (OSError, msgspec.DecodeError):
            self._kill()
            raise NoAnswer(Trouble.CRASH) from None

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)

    @property
    def pid(self) -> int | None:
        """The worker's process, while it runs."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """Ends the worker, and frees its memory."""
        self._kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # what was still in it was for a process that is gone
        pipe.close()


def _read(process: subprocess.Popen[bytes], replies: queue.Queue[bytes]) -> None:
    """Replies as they come; an empty one when the process is gone."""
    stdout = process.stdout
    if stdout is not None:
        try:
            while line := stdout.readline(MOST_BYTES):
                replies.put(line)
        except (OSError, ValueError):
            pass  # closed while reading
    replies.put(b"")
