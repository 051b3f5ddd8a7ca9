"""The process that holds a model: reads requests from stdin, answers on the stdout it was given, and ends with its owner.

It is the only place where llama.cpp is loaded, since that may end a process at any time.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from rxcheck.llm.chat import MARKS, TURNS, format_of
from rxcheck.llm.gbnf import GrammarError, check
from rxcheck.llm.protocol import MOST_BYTES, Answer, Ask, Failed, Fault, Format, Prefix, Ready, Reply, Request, Start

if TYPE_CHECKING:
    from llama_cpp import Llama

_TOP_P = 0.95  # what DeepSeek asks for where it is to write
_SEED = 20


class Worker:
    """A loaded model."""

    def __init__(self, llama: Llama, start: Start, format_: Format) -> None:
        self._llama = llama
        turn = TURNS[format_]
        self._reserved = frozenset(token for mark in MARKS[format_] for token in self._marks(mark))
        self._before = self._marks(turn.before) + self._plain(start.prefix)
        self._after = self._marks(turn.after)
        self._context = start.context

    @property
    def prefix_tokens(self) -> int:
        """Tokens that every prompt begins with."""
        return len(self._before)

    def prepare(self, state_file: Path | None) -> Prefix:
        """Compute the prefix, or take it from the disk; a file that does not fit is made anew."""
        import llama_cpp

        if state_file is not None and self._load_state(state_file):
            return Prefix.DISK
        self._reset()
        self._llama.eval(self._before)
        if state_file is not None:
            temporary = state_file.with_name(f"{state_file.name}.{os.getpid()}")
            tokens = (llama_cpp.llama_token * len(self._before))(*self._before)
            try:
                state_file.parent.mkdir(parents=True, exist_ok=True)
                if llama_cpp.llama_state_save_file(self._pointer(), bytes(temporary), tokens, len(self._before)):
                    temporary.chmod(0o600)
                    temporary.replace(state_file)
            except OSError:
                temporary.unlink(missing_ok=True)  # a full disk costs the next start some seconds, nothing else
        return Prefix.COMPUTED

    def _load_state(self, state_file: Path) -> bool:
        import ctypes

        import llama_cpp
        import numpy as np

        if not state_file.is_file():
            return False
        room = (llama_cpp.llama_token * self._context)()
        count = ctypes.c_size_t(0)
        if not llama_cpp.llama_state_load_file(
            self._pointer(), bytes(state_file), room, self._context, ctypes.byref(count)
        ):
            return False
        if list(room[: count.value]) != self._before:
            self._reset()
            return False
        self._llama.input_ids[: count.value] = np.array(self._before, dtype=np.intc)
        self._llama.n_tokens = count.value
        self._llama._requires_eval = True  # the probabilities behind the last token are not part of the state
        return True

    def answer(self, ask: Ask) -> Reply:
        """One answer."""
        import llama_cpp
        from llama_cpp.llama_grammar import LlamaGrammar

        began = time.monotonic()
        prompt = self._before + self._plain(ask.question) + self._after
        if len(prompt) + ask.tokens >= self._context:
            return Failed(ask.number, Fault.TOO_LONG)
        grammar = None
        if ask.grammar is not None:
            if not self._accepted(ask.grammar):
                return Failed(ask.number, Fault.GRAMMAR)
            grammar = LlamaGrammar.from_string(ask.grammar, verbose=False)
        if not ask.reuse:
            self._reset()
        reused = self._common(prompt)
        self._llama.set_seed(_SEED)
        out: list[int] = []
        ended = False
        vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        for token in self._llama.generate(
            prompt, temp=ask.temperature, top_p=_TOP_P, top_k=0, min_p=0.0, grammar=grammar
        ):
            if llama_cpp.llama_vocab_is_eog(vocabulary, token):
                ended = True
                break
            out.append(token)
            if len(out) >= ask.tokens:
                break
        text = self._llama.detokenize(out, special=True).decode(errors="replace")
        return Answer(ask.number, text, ended, len(prompt), reused, len(out), time.monotonic() - began)

    def _accepted(self, grammar: str) -> bool:
        """Whether our reading and then that of llama.cpp find it well formed; using one that is not would end this process."""
        import llama_cpp

        try:
            check(grammar)
        except GrammarError:
            return False
        vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, grammar.encode(), b"root")
        if not sampler:
            return False
        llama_cpp.llama_sampler_free(sampler)
        return True

    def _common(self, prompt: list[int]) -> int:
        have = self._llama.input_ids[: self._llama.n_tokens].tolist()
        same = 0
        while same < min(len(have), len(prompt)) and have[same] == prompt[same]:
            same += 1
        return same

    def _reset(self) -> None:
        """Forget what was computed."""
        self._llama.n_tokens = 0
        self._llama._requires_eval = True

    def _pointer(self) -> object:
        return self._llama.ctx

    def _marks(self, text: str) -> list[int]:
        return self._llama.tokenize(text.encode(), add_bos=False, special=True)

    def _plain(self, text: str) -> list[int]:
        tokens = self._llama.tokenize(text.encode(), add_bos=False, special=False) if text else []
        return [token for token in tokens if token not in self._reserved]


def start(request: Start) -> tuple[Worker | None, Reply]:
    """Load a model."""
    import llama_cpp

    began = time.monotonic()
    try:
        llama = llama_cpp.Llama(
            request.path,
            n_ctx=request.context,
            n_threads=request.threads,
            n_threads_batch=request.threads,
            seed=_SEED,
            verbose=False,
        )
    except (ValueError, OSError, RuntimeError):
        return None, Failed(0, Fault.LOAD)
    format_ = format_of(lambda text: llama.tokenize(text.encode(), add_bos=False, special=True))
    if format_ is None:
        return None, Failed(0, Fault.FORMAT)
    loaded = time.monotonic()
    worker = Worker(llama, request, format_)
    if worker.prefix_tokens >= request.context:
        return None, Failed(0, Fault.TOO_LONG)
    prefix = worker.prepare(Path(request.state_file)) if request.state_file else worker.prepare(None)
    done = time.monotonic()
    version = str(llama_cpp.__version__)
    return worker, Ready(version, format_, prefix, worker.prefix_tokens, loaded - began, done - loaded)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until the owner closes the pipe."""
    decode = msgspec.json.Decoder(Request).decode
    worker: Worker | None = None
    while line := requests.readline(MOST_BYTES):
        request = decode(line)
        reply: Reply
        if isinstance(request, Start):
            worker, reply = start(request)
        elif worker is None:
            reply = Failed(request.number, Fault.LOAD)
        else:
            try:
                reply = worker.answer(request)
            except (RuntimeError, ValueError):
                reply = Failed(request.number, Fault.FAILED)
        replies.write(msgspec.json.encode(reply) + b"\n")
        replies.flush()


def main() -> None:
    """Entry of the process. What the library prints goes nowhere: the pipe is for replies only."""
    replies = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    if not os.environ.get("RXCHECK_DEBUG"):
        os.dup2(silent, 2)
    with suppress(BrokenPipeError, KeyboardInterrupt):  # the owner has gone
        serve(sys.stdin.buffer, replies)
    os._exit(0)


if __name__ == "__main__":
    main()
