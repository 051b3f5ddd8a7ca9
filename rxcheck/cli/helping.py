"""`--help` as plain text: how it is called, examples that run, then the options, those used most first."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import click

from rxcheck.cli.pages import CommandPage, Entry, page_of
from rxcheck.report.layout import Page, Piece, Style, cells
from rxcheck.report.terminal import NARROWEST, colour_of, plain_of

_WIDEST, _PIPED = 100, 80
_ROOM = 26
_INDENT = 2
_MARGIN = 2  # columns of " \\" at the end of a command that goes on


def help_text(ctx: click.Context) -> str:
    """The help of the command of a context, as wide as the terminal."""
    width = min(max(shutil.get_terminal_size((_PIPED, 24)).columns, NARROWEST), _WIDEST)
    plain = plain_of(None)
    page = Page(width, colour_of(sys.stdout, None), str if plain else None)
    _write(page, page_of(ctx.command, ctx), plain)
    return page.text().rstrip("\n")


def _write(page: Page, shown: CommandPage, plain: bool) -> None:
    page.add(Piece("Usage: ", Style.BOLD), Piece(f"{shown.path} {shown.usage}".strip()), hang=_INDENT)
    for text in (shown.summary, *shown.paragraphs):
        page.blank()
        page.add(Piece(text))
    if shown.examples:
        _head(page, "Examples")
        for number, each in enumerate(shown.examples):
            if number and not plain and page.width < _PIPED:
                page.blank()
            if each.about:
                page.add(Piece(f"# {each.about}", Style.DIM), indent=_INDENT)
            for line in [each.command] if plain else command_lines(each.command, page.width - _INDENT):
                # Written as it must be typed: a space within quotation marks counts.
                page.rows.append(f"{'' if plain else ' ' * _INDENT}{line}")
    if shown.commands:
        _head(page, "Commands")
        room = max(cells(name) for name, _ in shown.commands) + 3
        for name, summary in shown.commands:
            page.labelled(name, room, Piece(summary), indent=_INDENT, style=Style.BOLD)
    for panel in shown.panels:
        _head(page, panel.title)
        for entry in panel.entries:
            page.labelled(entry_names(entry), _ROOM, Piece(entry_help(entry)), indent=_INDENT, style=Style.BOLD)
    if shown.exits:
        _head(page, "Exit code")
        for code, meaning in shown.exits:
            page.labelled(code, 3, Piece(meaning), indent=_INDENT, style=Style.BOLD)


def _head(page: Page, title: str) -> None:
    page.blank()
    page.add(Piece(f"{title}:", Style.BOLD))


def entry_names(entry: Entry) -> str:
    """`-f, --format FORMAT`."""
    return " ".join(part for part in (", ".join(entry.names), entry.metavar) if part)


def entry_help(entry: Entry) -> str:
    """The help, the values, the default, and whether it must or may be given more than once."""
    notes = []
    if entry.choices:
        notes.append("one of " + ", ".join(entry.choices))
    if entry.default:
        notes.append(f"default: {entry.default}")
    if entry.required:
        notes.append("required")
    return f"{entry.help} [{'; '.join(notes)}]".strip() if notes else entry.help


def command_lines(command: str, width: int) -> Iterator[str]:
    """A command on lines of at most `width` columns that can be typed as they stand: broken with a backslash, never in a quotation."""
    line = ""
    for number, word in enumerate(_words(command)):
        if number and cells(line) + 1 + cells(word) > width - _MARGIN:
            yield f"{line} \\"
            line = f"  {word}"
        else:
            line = f"{line} {word}" if number else word
    yield line


def _words(command: str) -> Iterator[str]:
    """The words of a command with their quotation marks."""
    word, quote = "", ""
    for char in command:
        if char == " " and not quote:
            if word:
                yield word
            word = ""
            continue
        if char in "\"'":
            quote = "" if char == quote else quote or char
        word += char
    if word:
        yield word
