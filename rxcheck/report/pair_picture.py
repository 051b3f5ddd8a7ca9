"""Why rows fit two drugs, as a picture: the drugs left and right, what they are between them, the rules in the middle.

The picture is laid out once, as boxes and lines, and written as SVG (any language) or PNG (in English: the font that comes with
the drawing library holds no Chinese).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from html import escape

from msgspec import Struct

from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.pair import PairCard, PairRow, RowKind
from rxcheck.report.layout import cells
from rxcheck.report.words import term
from rxcheck.terms import Action, Lang

_CELL, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN, _FONT = 8, 34, 56, 18, 16, 14
_MOST_CELLS = 34
_COLOURS = {
    Action.AVOID: "#b3261e",
    Action.MODIFY: "#c25e00",
    Action.MONITOR: "#8a6d00",
    Action.INFORM: "#35618e",
    None: "#666666",
}
_DRUG, _GROUP = "#1b4332", "#ffffff"


class Box(Struct, frozen=True):
    """A node: left, top and width in pixels, its text, and its colour (`filled` boxes have white letters)."""

    x: int
    y: int
    width: int
    text: str
    colour: str
    filled: bool


class Picture(Struct, frozen=True):
    """Boxes, and lines from box to box by number; width and height in pixels."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int], ...]
    width: int
    height: int


def lay_out(cards: Sequence[PairCard], catalogue: Catalogue, lang: Lang) -> Picture:
    """The picture of pairs of ingredients of two drugs; the first of each pair stands on the left. Empty where no row speaks."""
    return _laid_out(
        [(f"drug:{card.first}", row) for card in cards for row in card.rows if _speaks(row)], catalogue, lang
    )


def lay_out_row(row: PairRow, catalogue: Catalogue, lang: Lang) -> Picture:
    """The picture of one row: the drug that is affected stands on the left."""
    return _laid_out([(row.object_path[0], row)], catalogue, lang)


def _laid_out(rows: Sequence[tuple[str, PairRow]], catalogue: Catalogue, lang: Lang) -> Picture:
    columns: dict[int, list[str]] = {}
    edges: dict[tuple[str, str], None] = {}
    deepest = max(
        (len(path) for _, row in rows for path in (row.object_path, row.precipitant_path)),
        default=1,
    )
    texts: dict[str, tuple[str, str, bool]] = {}

    def place(column: int, node: str, text: str, colour: str, filled: bool) -> None:
        if node not in columns.setdefault(column, []):
            columns[column].append(node)
        texts[node] = (_short(text), colour, filled)

    for left, row in rows:
        rule = f"rule {row.rule_id}"
        action = row.action.action
        said = term(action, lang) if action else "–"
        place(deepest, rule, f"{said} · {row.rule_id}", _COLOURS[action], True)
        for path in (row.object_path, row.precipitant_path):
            on_left = path[0] == left
            nodes = []
            for depth, selector in enumerate(path):
                column = depth if on_left else 2 * deepest - depth
                node = f"{column} {selector}"
                drug = depth == 0
                place(column, node, catalogue.selector(selector, lang), _DRUG if drug else _COLOURS[None], drug)
                nodes.append(node)
            for one, two in zip(nodes, [*nodes[1:], rule], strict=True):
                edges[one, two] = None
    return _drawn(columns, texts, edges)


def _speaks(row: PairRow) -> bool:
    """No other row outranks it; what is incompatible in one line is no interaction of the drugs."""
    return not row.outranked and row.kind is not RowKind.INCOMPATIBILITY


def _short(text: str) -> str:
    while cells(text) > _MOST_CELLS:
        text = text[:-2] + "…"
    return text


def _drawn(
    columns: dict[int, list[str]], texts: dict[str, tuple[str, str, bool]], edges: dict[tuple[str, str], None]
) -> Picture:
    tallest = max((len(nodes) for nodes in columns.values()), default=0)
    height = 2 * _MARGIN + tallest * _HEIGHT + max(tallest - 1, 0) * _GAP_Y
    boxes: list[Box] = []
    number: dict[str, int] = {}
    x = _MARGIN
    for column in sorted(columns):
        nodes = columns[column]
        width = max(cells(texts[node][0]) for node in nodes) * _CELL + 2 * _FONT
        y = (height - len(nodes) * _HEIGHT - (len(nodes) - 1) * _GAP_Y) // 2
        for node in nodes:
            number[node] = len(boxes)
            boxes.append(Box(x, y, width, *texts[node]))
            y += _HEIGHT + _GAP_Y
        x += width + _GAP_X
    lines = tuple((number[one], number[two]) for one, two in edges)
    return Picture(tuple(boxes), lines, x - _GAP_X + _MARGIN, height)


def _ends(one: Box, two: Box) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a line leaves one box and meets another, on the sides that face each other."""
    if one.x > two.x:
        return (one.x, one.y + _HEIGHT // 2), (two.x + two.width, two.y + _HEIGHT // 2)
    return (one.x + one.width, one.y + _HEIGHT // 2), (two.x, two.y + _HEIGHT // 2)


def to_svg(picture: Picture, title: str) -> str:
    """The picture as SVG text, with its title for readers that do not see it."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}" height="{picture.height}" '
        f'viewBox="0 0 {picture.width} {picture.height}" role="img" font-family="sans-serif" font-size="{_FONT}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{picture.width}" height="{picture.height}" fill="#ffffff"/>',
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#888888"/></marker></defs>',
    ]
    for first, second in picture.lines:
        (x1, y1), (x2, y2) = _ends(picture.boxes[first], picture.boxes[second])
        parts.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#888888" marker-end="url(#tip)"/>')
    for box in picture.boxes:
        fill, ink = (box.colour, "#ffffff") if box.filled else (_GROUP, "#222222")
        parts.append(
            f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{_HEIGHT}" rx="6" fill="{fill}" stroke="{box.colour}"/>'
        )
        parts.append(
            f'<text x="{box.x + box.width // 2}" y="{box.y + _HEIGHT // 2 + _FONT // 3}" text-anchor="middle" '
            f'fill="{ink}">{escape(box.text)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def to_dot(picture: Picture, title: str) -> str:
    """The picture in the language of Graphviz, which lays it out itself."""
    quoted = [
        f'  n{number} [label={_quoted(box.text)}, color="{box.colour}", fontcolor="{"#ffffff" if box.filled else "#222222"}", '
        f'fillcolor="{box.colour if box.filled else _GROUP}"];'
        for number, box in enumerate(picture.boxes)
    ]
    lines = [f"  n{first} -> n{second};" for first, second in picture.lines]
    head = [
        f"digraph {_quoted(title)} {{",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif"];',
    ]
    return "\n".join([*head, *quoted, *lines, "}", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def to_png(picture: Picture) -> bytes:
    """The picture as PNG, at twice the size."""
    from PIL import Image, ImageDraw, ImageFont

    scale = 2
    image = Image.new("RGB", (picture.width * scale, picture.height * scale), "#ffffff")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(_FONT * scale)
    for first, second in picture.lines:
        start, end = _ends(picture.boxes[first], picture.boxes[second])
        points = [(x * scale, y * scale) for x, y in (start, end)]
        pen.line(points, fill="#888888", width=scale)
        pen.polygon(_tip(points[0], points[1], 7 * scale), fill="#888888")
    for box in picture.boxes:
        corners = [(box.x * scale, box.y * scale), ((box.x + box.width) * scale, (box.y + _HEIGHT) * scale)]
        fill, ink = (box.colour, "#ffffff") if box.filled else (_GROUP, "#222222")
        pen.rounded_rectangle(corners, 6 * scale, fill=fill, outline=box.colour, width=scale)
        middle = ((box.x + box.width // 2) * scale, (box.y + _HEIGHT // 2) * scale)
        pen.text(middle, box.text.replace("–", "-"), fill=ink, font=font, anchor="mm")
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _tip(start: tuple[int, int], end: tuple[int, int], size: int) -> list[tuple[float, float]]:
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    sides = (angle + math.pi - 0.45, angle + math.pi + 0.45)
    return [end, *((end[0] + size * math.cos(side), end[1] + size * math.sin(side)) for side in sides)]
