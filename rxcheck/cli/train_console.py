"""The prompt of training: a terminal, a dumb terminal, a pipe."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from rxcheck.cli.errors import tell
from rxcheck.errors import InputError
from rxcheck.report.layout import Page, Piece, Style, cells, pad
from rxcheck.report.plain import harmless
from rxcheck.report.terminal import colour_of, plain_of, put, width_of
from rxcheck.terms import Lang
from rxcheck.train.sitting import TimeOver

_CHUNK = 4096
_LONGEST = 1 << 14  # bytes of a line that are kept: more than any that is understood


class TrainConsole:
    """Lines in from stdin, paragraphs out to stdout."""

    def __init__(self, lang: Lang) -> None:
        """In plain output no colours, no rules, no padding: every row reads by itself, as a screen reader takes it."""
        self._lang = lang
        self._plain = plain_of(None) or os.environ.get("TERM") == "dumb"
        self._edited = sys.stdin.isatty() and sys.stdout.isatty() and not self._plain
        self._rest = b""
        self._ended = False

    # --- in

    def read(self, prompt: str, until: datetime | None) -> str | None:
        """The next line without its end; None where the input has ended.

        Raises:
            TimeOver: it is `until`, and no line came.
        """
        if self._edited and until is None:
            return self._edit(prompt)
        put(sys.stdout, prompt)
        sys.stdout.flush()
        line = self._line(until)
        if line is None or not sys.stdin.isatty():
            put(sys.stdout, "\n")  # nobody has pressed Enter on this screen
        return line

    def _edit(self, prompt: str) -> str | None:
        """A line with the keys of the terminal, arrows among them."""
        with suppress(ImportError):  # not everywhere
            import readline  # noqa: F401 - input() edits with it
        sys.stdout.flush()
        try:
            return input(prompt)
        except EOFError:
            put(sys.stdout, "\n")
            return None
        except UnicodeDecodeError:
            return "\N{REPLACEMENT CHARACTER}"

    def _line(self, until: datetime | None) -> str | None:
        while b"\n" not in self._rest and not self._ended:
            self._rest = self._rest[:_LONGEST]
            if until is not None:
                wait = (until - datetime.now(UTC)).total_seconds()
                if wait <= 0 or not select.select([sys.stdin.fileno()], [], [], wait)[0]:
                    put(sys.stdout, "\n")
                    raise TimeOver
            found = os.read(sys.stdin.fileno(), _CHUNK)
            self._ended = not found
            self._rest += found
        if not self._rest:
            return None
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    # --- out

    def tell(self, text: str = "", hang: int = 0) -> None:
        """A paragraph; continued lines are indented by `hang` columns."""
        page = self._page()
        if text:
            page.add(Piece(text), hang=hang or _indent(text))
        self._put(page.text())

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Rows of a label and a text; one without a label stands by itself."""
        if not rows:
            return
        page = self._page()
        room = 0 if self._plain else max(cells(label) for label, _ in rows) + 2
        for label, text in rows:
            if not label:
                page.add(Piece(text, Style.BOLD), hang=_indent(text)) if text else page.blank()
            elif self._plain:
                page.add(Piece(f"{label}: {text}" if label.strip() else text))
            else:
                page.add(Piece(pad(label, room), Style.DIM), Piece(text), indent=2, hang=room)
        self._put(page.text())

    def verbatim(self, text: str) -> None:
        """A line that is never broken: a command is copied whole."""
        self._put(f"  {harmless(text)}\n")

    def rule(self) -> None:
        """A line across; none where it would only be read aloud."""
        if not self._plain:
            page = self._page()
            page.rule("━")
            self._put(page.text())

    def warn(self, error: InputError) -> None:
        """A case that cannot be asked: told on stderr."""
        tell(error, self._lang)

    def _page(self) -> Page:
        return Page(width_of(None), not self._plain and colour_of(sys.stdout, None))

    def _put(self, text: str) -> None:
        put(sys.stdout, text)
        sys.stdout.flush()


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
