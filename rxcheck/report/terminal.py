"""The stream that a report goes to: how wide, whether it shows colours, and what it can encode."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

NARROWEST = 20
WIDEST = 120
PLAIN = "RXCHECK_PLAIN"
_PIPED = 100


def width_of(width: int | None) -> int:
    """Columns to use: as asked for, else the terminal's (COLUMNS counts too), else 100; 20 at least, 120 at most."""
    if width is None:
        width = shutil.get_terminal_size((_PIPED, 24)).columns
        width = min(width, WIDEST)
    return max(width, NARROWEST)


def known_width() -> int | None:
    """The columns of the terminal, or what COLUMNS says; None where nobody knows (a pipe, a file)."""
    width = shutil.get_terminal_size((0, 0)).columns
    return max(width, NARROWEST) if width else None


def colour_of(stream: TextIO, colour: bool | None) -> bool:
    """Whether to colour: as asked for, else only on a terminal.

    NO_COLOR, CLICOLOR=0 and TERM=dumb forbid it; FORCE_COLOR and CLICOLOR_FORCE ask for it where no terminal is. NO_COLOR
    and plain output win over everything else of the environment.
    """
    if colour is not None:
        return colour
    env = os.environ
    if env.get("NO_COLOR") or plain_of(None):
        return False
    if env.get("FORCE_COLOR", "0") not in ("", "0") or env.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return env.get("TERM") != "dumb" and env.get("CLICOLOR") != "0" and stream.isatty()


def plain_of(plain: bool | None) -> bool:
    """Whether to write for a screen reader: as asked for, else as RXCHECK_PLAIN says (`--plain` sets it; 0 is no)."""
    return os.environ.get(PLAIN, "0") not in ("", "0") if plain is None else plain


def put(stream: TextIO, text: str) -> None:
    """Write `text`; what the stream's encoding lacks is written by its number, so that no report is lost to it."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def put_json(stream: TextIO, text: str) -> None:
    """Write JSON; what the stream's encoding lacks is escaped the way JSON escapes."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        stream.write("".join(char if char.isascii() else _json_escape(char) for char in text))


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
