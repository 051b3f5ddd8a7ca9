"""Pages and lines for a stream: as wide as it is, in colour where it shows colours, or for a screen reader."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TextIO

from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Page, Piece, Style, cells, pad
from rxcheck.report.terminal import colour_of, known_width, plain_of, width_of
from rxcheck.terms import Lang

_APART = 2  # columns between those of a grid


def page_of(options: RenderOptions, stream: TextIO) -> Page:
    """An empty page for `stream`."""
    if plain_of(options.plain):
        from rxcheck.report.spoken_words import spoken

        return Page(width_of(options.width), False, partial(spoken, lang=options.lang))
    return Page(width_of(options.width), colour_of(stream, options.colour))


def fitted(lines: Iterable[str], lang: Lang) -> list[str]:
    """Lines that are written as they are where nobody knows the width, broken where it is known, spoken in plain output."""
    plain, width = plain_of(None), known_width()
    if not plain and width is None:
        return list(lines)
    page = page_of(RenderOptions(lang=lang, width=width, colour=False), sys.stdout)
    for line in lines:
        text = line.lstrip(" ")
        if text:
            indent = len(line) - len(text)
            page.add(Piece(text), indent=indent, hang=_APART)
        else:
            page.blank()
    return page.rows


def grid(page: Page, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: in columns where they fit, else a block for each row, its first cell above the others with their headings."""
    widths = [max(cells(row[at]) for row in (header, *rows)) for at in range(len(header))]
    if page.spoken is None and sum(widths) + _APART * (len(widths) - 1) <= page.width:
        for number, row in enumerate((header, *rows)):
            text = (" " * _APART).join(pad(cell, width) for cell, width in zip(row, widths, strict=True))
            page.add(Piece(text.rstrip(), Style.PLAIN if number else Style.BOLD))
        return
    room = max(map(cells, header)) + _APART
    for row in rows:
        page.labelled(header[0], room, Piece(row[0], Style.BOLD, verbatim=True))
        for name, cell in zip(header[1:], row[1:], strict=True):
            if cell:
                page.labelled(name, room, Piece(cell), indent=_APART)
        page.blank()


def columns(rows: Sequence[Sequence[str]], lang: Lang, right: frozenset[int] = frozenset()) -> list[str]:
    """Lines of rows of cells, the first of them headings, as text in columns; those in `right` are set to the right. Where they do not fit, and in
    plain output, each row is a block."""
    if not rows:
        return []
    width = known_width()
    if plain_of(None) or (width is not None and width < _width(rows)):
        page = page_of(RenderOptions(lang=lang, width=width, colour=False), sys.stdout)
        grid(page, rows[0], rows[1:])
        return page.rows
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        parts = [
            " " * (width - cells(text)) + text if column in right else pad(text, width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * _APART).join(parts).rstrip())
    return lines


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Of the rows in columns."""
    places = range(len(rows[0]))
    return sum(max(cells(row[at]) for row in rows) for at in places) + _APART * (len(places) - 1)
