"""How far a long run is, on stderr: a bar on a terminal, a line now and then in plain output, nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO, TypeVar

from rxcheck.report.terminal import plain_of
from rxcheck.terms import Lang

T = TypeVar("T")
_QUIET_SECONDS = 10.0  # between two lines that somebody has to listen to
_WORDS = {
    "part": ("{what}: {percent} percent done", "{what}：已完成百分之{percent}"),
    "count": ("{what}: {done} done", "{what}：已完成 {done}"),
    "checking": ("Checking", "审查中"),
    "resolving": ("Resolving names", "识别药名中"),
}


def progress_word(key: str, lang: Lang) -> str:
    """What is being done."""
    return _WORDS[key][lang is Lang.ZH]


class PlainProgress:
    """Tells the percentage in a line of its own, when there is news and the last line is some seconds old."""

    def __init__(
        self, what: str, lang: Lang, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """The first line comes after as many seconds as lie between two."""
        self._what, self._lang, self._clock = what, lang, clock
        self._stream = stream or sys.stderr
        self._last = clock()
        self._told = ""

    def __call__(self, done: int, total: int | None) -> None:
        """So much is done; `total` None where nobody knows how much there is."""
        if self._clock() - self._last < _QUIET_SECONDS:
            return
        slots = {"what": self._what, "done": done, "percent": 100 * done // total if total else 0}
        text = _WORDS["part" if total else "count"][self._lang is Lang.ZH].format(**slots)
        if text != self._told:
            print(text, file=self._stream, flush=True)
            self._told, self._last = text, self._clock()


def watched() -> bool:
    """True where somebody sees or hears stderr."""
    return sys.stderr.isatty()


def tracked(items: Sequence[T], key: str, lang: Lang) -> Iterable[T]:
    """The items, and how many of them are done."""
    if not watched():
        return items
    if plain_of(None):
        return _told(items, PlainProgress(progress_word(key, lang), lang))
    from rich.console import Console
    from rich.progress import track

    return track(items, progress_word(key, lang), console=Console(stderr=True))


def _told(items: Sequence[T], tell: PlainProgress) -> Iterator[T]:
    for done, item in enumerate(items):
        tell(done, len(items))
        yield item
