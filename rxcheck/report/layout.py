"""Lines of a terminal: cell widths, wrapping in English and Chinese, and styles.

Small on purpose: importing a terminal library costs half of what a whole check may take, and breaks Chinese text only
at spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import lru_cache
from itertools import dropwhile, groupby

from msgspec import Struct, field

from rxcheck.report.plain import harmless

# Chinese punctuation that may not begin a line, and that may not end one.
_NOT_FIRST = frozenset("，。、；：？！）】》”’%·…,.;:?!)")
_NOT_LAST = frozenset("（【《“‘(")

# A page has two columns where it is this many times as wide as the first; else labels stand above, and rows hang by this.
_COLUMNS, _HANG = 2, 2


class Style(Enum):
    """How a piece looks where the terminal has colours (SGR parameters). No meaning rests on it alone."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    AVOID = "1;31"
    MODIFY = "1;33"
    MONITOR = "1;36"
    INFORM = "1;34"
    GAP = "1;35"


class Piece(Struct, frozen=True):
    """A text in one style; a `solid` one is broken only where it is longer than a line, a `verbatim` one is never put into words."""

    text: str
    style: Style = Style.PLAIN
    solid: bool = False
    verbatim: bool = False


@lru_cache(maxsize=4096)
def cells(text: str) -> int:
    """How many columns `text` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int) -> str:
    """`text` filled with spaces to `width` columns."""
    return text + " " * max(0, width - cells(text))


def cut(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """As much of `pieces` as fits into `width` columns, ending in `…` where something is left off."""
    if sum(cells(piece.text) for piece in pieces) <= width:
        return list(pieces)
    kept: list[Piece] = []
    room = width - 1
    for piece in pieces:
        text = ""
        for char in piece.text:
            if cells(char) > room:
                return [*kept, Piece(text.rstrip() + "…", piece.style)]
            text += char
            room -= cells(char)
        kept.append(Piece(text, piece.style))
    return kept


def wrap(pieces: Iterable[Piece], width: int, hang: int = 0) -> list[list[Piece]]:
    """Lines of at most `width` columns, all but the first indented by `hang`; a word longer than a line is broken."""
    whole = list(pieces)
    if sum(cells(piece.text) for piece in whole) <= width:
        return [whole]
    lines: list[list[Piece]] = []
    line: list[Piece] = []
    used = 0
    for atom in _atoms(whole):
        size = sum(cells(piece.text) for piece in atom)
        if used + size > width and used > (hang if lines else 0):
            lines.append(line)
            line, used = [Piece(" " * hang)] if hang else [], hang
            atom = list(dropwhile(lambda piece: piece.text == " ", atom))  # noqa: PLW2901 - the break replaces the spaces
        for piece in atom:
            size = cells(piece.text)
            if used + size > width and used > hang:
                lines.append(line)
                line, used = [Piece(" " * hang)] if hang else [], hang
            line.append(piece)
            used += size
    return [_joined(each) for each in (*lines, line)]


def _atoms(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """Runs that stay on one line, character by character: words with the spaces before them, wide characters alone."""
    atom: list[Piece] = []
    before = ""
    for piece in pieces:
        for at, char in enumerate(piece.text):
            if before and not (piece.solid and at) and _breaks(before, char):
                yield atom
                atom = []
            atom.append(Piece(char, piece.style))
            before = char
    if atom:
        yield atom


def _breaks(before: str, after: str) -> bool:
    if after == " ":
        return before != " "
    if before == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return cells(before) > 1 or cells(after) > 1


def _joined(line: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in line:
        if out and out[-1].style is piece.style:
            out[-1] = Piece(out[-1].text + piece.text, piece.style)
        else:
            out.append(piece)
    return out


class Page(Struct):
    """Lines written so far, `width` columns wide.

    With `spoken` the page is for a screen reader: each paragraph is one line of any length, without indentation and rules,
    and `spoken` puts symbols and units into words.
    """

    width: int
    colour: bool
    spoken: Callable[[str], str] | None = None
    rows: list[str] = field(default_factory=list)

    def add(self, *pieces: Piece, indent: int = 0, hang: int = 0) -> None:
        """A paragraph; `hang` columns are left free from the second line on (counted from `indent`)."""
        if self.spoken:
            self._speak(pieces)
            return
        indent, hang = min(indent, self.width // 2), min(hang, self.width // 2)
        start = [Piece(" " * indent)] if indent else []
        for line in wrap([*start, *map(_harmless, pieces)], self.width, indent + hang):
            self._put(line)

    def labelled(self, label: str, room: int, *pieces: Piece, indent: int = 0, style: Style = Style.DIM) -> None:
        """A row behind its label, which takes `room` columns; an empty label continues the row above.

        Where the page is too narrow for two columns the label stands on a line of its own, and where it is longer than its
        column, too.
        """
        if self.spoken:
            self._speak((Piece(f"{label}: " if label else ""), *pieces))
        elif self.width < indent + _COLUMNS * room or cells(label) >= room:
            if label:
                self.add(Piece(label, style), indent=indent, hang=_HANG)
            narrow = self.width < indent + _COLUMNS * room
            self.add(*pieces, indent=indent + (_HANG if narrow else room))
        else:
            self.add(Piece(pad(label, room), style), *pieces, indent=indent, hang=room)

    def one(self, *pieces: Piece) -> None:
        """A single line, cut at the width."""
        if self.spoken:
            self._speak(pieces)
            return
        self._put(cut([_harmless(piece) for piece in pieces], self.width))

    def blank(self) -> None:
        """An empty line, never two of them and never the first."""
        if self.rows and self.rows[-1]:
            self.rows.append("")

    def rule(self, char: str = "─") -> None:
        """A line across; an empty one where the page is spoken."""
        if self.spoken:
            self.blank()
            return
        self._put([Piece(char * self.width, Style.DIM)])

    def text(self) -> str:
        """Everything, ending in a line break."""
        return "\n".join(self.rows).rstrip("\n") + "\n"

    def _speak(self, pieces: Sequence[Piece]) -> None:
        said = ""
        for verbatim, run in groupby(map(_harmless, pieces), key=lambda piece: piece.verbatim):
            text = "".join(piece.text for piece in run)
            said += text if verbatim or not self.spoken else self.spoken(text)
        if text := " ".join(said.split()):
            self.rows.append(text)

    def _put(self, line: Sequence[Piece]) -> None:
        shown = "".join(self._styled(piece) for piece in line)
        self.rows.append(shown if self.colour else shown.rstrip())

    def _styled(self, piece: Piece) -> str:
        if not self.colour or piece.style is Style.PLAIN or not piece.text:
            return piece.text
        return f"\x1b[{piece.style.value}m{piece.text}\x1b[0m"


def _harmless(piece: Piece) -> Piece:
    return Piece(harmless(piece.text), piece.style, piece.solid, piece.verbatim)
