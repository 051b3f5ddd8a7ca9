"""Text from elsewhere made harmless for a terminal, for Markdown and for spreadsheets, and units as people write them."""

from __future__ import annotations

import re
import unicodedata

# A name longer than this is no name; it is cut so that one line of an input cannot push a finding off the screen.
LONGEST = 200

# Controls, format characters (direction overrides, zero width, tags), surrogates, private use and unassigned, line and
# paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_STACKED = 4
# Not \s: it also holds the separators \x1c-\x1f, which nobody writes and which are therefore shown.
_SPACE = re.compile(r"[ \t\r\n\v\f\u00a0\u3000]+")


def visible(text: str, longest: int = LONGEST) -> str:
    """A text of the input on one line, harmless and no longer than `longest` characters."""
    shown = harmless(_SPACE.sub(" ", text).strip(" "))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def harmless(text: str) -> str:
    """`text` with every control or invisible character shown by its number (`⟨U+202E⟩`)."""
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in _HIDDEN or marks > _STACKED:
            out.append(f"⟨U+{ord(char):04X}⟩")
        else:
            out.append(" " if category == "Zs" else char)
    return "".join(out)


# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def no_formula(text: str) -> str:
    """`text` as a cell of a CSV file that somebody opens in a spreadsheet."""
    return "'" + text if text.startswith(_FORMULA) else text


_MARKDOWN = re.compile(r"[\\`*_{}\[\]|~$#!]")
_AT_START = re.compile(r"^(\d{1,9})([.)])|^([-+=])")
_AUTOLINK = re.compile(r"(?i):(?=//)|(?<=www)\.|@")


def markdown(text: str) -> str:
    """`text` as Markdown that shows exactly these characters: no markup, link, HTML or cell can come out of it."""
    shown = _MARKDOWN.sub(lambda match: "\\" + match[0], harmless(text))
    shown = _AT_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else "\\" + match[3], shown)
    shown = _AUTOLINK.sub(lambda match: f"&#{ord(match[0])};", shown)
    # An ampersand of the text must not become an entity; the numeric ones just written must stay.
    shown = re.sub(r"&(?!#(58|46|64);)", "&amp;", shown)
    return shown.replace("<", "&lt;").replace(">", "&gt;")
