"""Lines of a page: text in a column beside its label, in either language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rxcheck.report.layout import cells

WIDTH = 96


def hung(label: str, text: str, room: int, indent: int = 2) -> Iterator[str]:
    """A label and its text, which stands `room` columns to the right of it, behind `indent` spaces."""
    lines = list(wrapped(text, WIDTH - room - indent))
    for number, line in enumerate(lines):
        lead = f"{label}{' ' * (room - cells(label))}" if number == 0 else " " * room
        yield f"{' ' * indent}{lead}{line}"


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns; Chinese breaks anywhere."""
    if text.isascii():
        yield from textwrap.wrap(text, width) or [""]
        return
    line = ""
    for word in _pieces(text):
        if line and cells(line + word.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += word
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
