"""The terminal of a dialogue: single keys and lines from it, everything shown on stderr."""

from __future__ import annotations

import re
import sys

import click

from rxcheck.report.terminal import put

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
        """Show a line on stderr."""
        put(sys.stderr, text + end)
        sys.stderr.flush()
