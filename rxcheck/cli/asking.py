"""The terminal of a dialogue: single keys and lines from it, everything shown on stderr."""

from __future__ import annotations

import re
import sys

import click

from rxcheck.report.layout import Page, Piece
from rxcheck.report.terminal import put, width_of

_HANG = 2  # columns by which what goes on is set in
_END = re.compile(r"\r\n|\r|\n")


class Keyboard:
    """Keys of the terminal that stdin is. What was typed ahead is kept for the next question."""

    def __init__(self) -> None:
        self._ahead = ""

    def key(self) -> str:
        """The next key; empty for keys that send a sequence (arrows), Ctrl-D where the input has ended."""
        if not self._ahead:
            sys.stderr.flush()
            try:
                found = click.getchar()
            except EOFError:
                return "\x04"
            if found.startswith("\x1b"):
                return ""
            self._ahead = found
        key, self._ahead = self._ahead[:1], self._ahead[1:]
        return key

    def line(self, prompt: str) -> str:
        """A line, without its end."""
        self.tell(prompt, end="")
        found = _END.search(self._ahead)
        if found:
            text, self._ahead = self._ahead[: found.start()], self._ahead[found.end() :]
            self.tell(text)
            return text
        text, self._ahead = self._ahead, ""
        self.tell(text, end="")
        return text + sys.stdin.readline().rstrip("\r\n")

    def tell(self, text: str, end: str = "\n") -> None:
        """Show a line on stderr; whole lines are broken between words where the terminal ends."""
        shown = self._broken(text) if end and sys.stderr.isatty() else text
        put(sys.stderr, shown + end)
        sys.stderr.flush()

    @staticmethod
    def _broken(text: str) -> str:
        page = Page(width_of(None), False)
        for line in text.split("\n"):
            indent = len(line) - len(line.lstrip(" "))
            page.add(Piece(line[indent:]), indent=indent, hang=_HANG)
        return "\n".join(page.rows)
