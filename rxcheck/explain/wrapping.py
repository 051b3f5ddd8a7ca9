"""Lines of a page: text in a column beside its label, in either language."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from rxcheck.report.layout import cells
from rxcheck.report.words import word
from rxcheck.terms import Lang

WIDTH = 96


_BESIDE = 2  # a label stands beside its text where the page is this many times as wide


class Lines:
    """Makes the lines of a page of `width` columns; with `spoken` (a text → how it is read aloud) a statement is a line."""

    def __init__(self, lang: Lang, width: int = WIDTH, spoken: Callable[[str], str] | None = None) -> None:
        self._lang = lang
        self.width = width
        self.spoken = spoken

    def wrapped(self, text: str, indent: int = 0) -> Iterator[str]:
        """A text by itself, behind `indent` spaces."""
        if self.spoken is not None:
            yield self.spoken(text)
        else:
            yield from (" " * indent + line for line in wrapped(text, self.width - indent))

    def row(self, label: str, text: str, room: int, indent: int = 2) -> Iterator[str]:
        """A label and its text, which stands `room` columns to the right of it; the label above where there is no room."""
        if self.spoken is not None:
            said = self.spoken(text)
            yield word("lead", self._lang, head=label, text=said) if label else said
        elif self.width < _BESIDE * room:
            if label:
                yield from self.wrapped(label, indent)
            yield from self.wrapped(text, indent + 2)
        else:
            yield from _hung(label, text, room, indent, self.width)


def _hung(label: str, text: str, room: int, indent: int, width: int) -> Iterator[str]:
    for number, line in enumerate(wrapped(text, width - room - indent)):
        lead = f"{label}{' ' * (room - cells(label))}" if number == 0 else " " * room
        yield f"{' ' * indent}{lead}{line}"


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns; Chinese breaks anywhere."""
    if text.isascii():
        yield from textwrap.wrap(text, width) or [""]
        return
    line = ""
    for part in _pieces(text):
        if line and cells(line + part.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += part
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words with the space behind them; wide characters one by one, closing punctuation with what precedes it."""
    piece = ""
    for character in text:
        wide = cells(character) > 1
        if wide and character not in "，。；：、？）”" and piece:
            yield piece
            piece = ""
        piece += character
        if character == " ":
            yield piece
            piece = ""
    if piece:
        yield piece
