"""Pictures of the page as SVG elements: bars, a course of time, a heat map, a funnel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from rxcheck.audit.page.markup import tag
from rxcheck.terms import Action

BLUE, GRID, PALE, RED = "#1f4e79", "#dde3ea", "#b9c9da", "#a8201a"
COLOUR = {Action.AVOID: "#a8201a", Action.MODIFY: "#d9730d", Action.MONITOR: "#2f6db5", Action.INFORM: "#9aa5b1"}
_WIDTH = 1000


def _at(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def svg(width: float, height: float, *children: Element | None, label: str = "") -> Element:
    """A picture; `label` is what a screen reader says."""
    return tag(
        "svg",
        *children,
        width=_at(width),
        height=_at(height),
        viewBox=f"0 0 {_at(width)} {_at(height)}",
        role="img" if label else None,
        aria_label=label or None,
        aria_hidden=None if label else "true",
    )


def _rect(x: float, y: float, width: float, height: float, fill: str, opacity: float | None = None) -> Element:
    shown = None if opacity is None else f"{opacity:.3f}"
    return tag("rect", x=_at(x), y=_at(y), width=_at(width), height=_at(height), fill=fill, fill_opacity=shown)


def _text(x: float, y: float, text: str, anchor: str = "start", **more: object) -> Element:
    return tag("text", text, x=_at(x), y=_at(y), text_anchor=anchor, **more)


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str = GRID, dash: str | None = None) -> Element:
    return tag(
        "line", x1=_at(x1), y1=_at(y1), x2=_at(x2), y2=_at(y2), stroke=stroke, stroke_width=1, stroke_dasharray=dash
    )


def bar(share: float, colour: str = BLUE, width: int = 110) -> Element:
    """A bar of a table; `share` of the longest one, 0 to 1."""
    return svg(width, 9, _rect(0, 0, max(share * width, 1 if share > 0 else 0), 9, colour))


def span(low: float, middle: float, high: float, mark: float, most: float) -> Element:
    """A share with its interval on a scale from 0 to `most`; `mark` is the share of all."""
    width = 120
    scale = width / most
    return svg(
        width + 4,
        11,
        _rect(low * scale, 4, (high - low) * scale, 3, PALE),
        _line(mark * scale, 0, mark * scale, 11, "#6b7686"),
        tag("circle", cx=_at(middle * scale), cy="5.5", r="3.5", fill=BLUE),
    )


def swatch(colour: str) -> Element:
    """A square of a key."""
    return svg(11, 11, _rect(0, 0, 11, 11, colour))


def stacked(parts: Sequence[tuple[float, str, str]], label: str) -> Element:
    """One bar of (share, colour, text); texts stand where there is room."""
    whole, x = sum(share for share, _, _ in parts) or 1.0, 0.0
    found: list[Element] = []
    for share, colour, text in parts:
        width = share / whole * _WIDTH
        found.append(_rect(x, 0, width, 26, colour))
        if width > 12 * len(text):
            found.append(_text(x + width / 2, 17, text, "middle", class_="on"))
        x += width
    return svg(_WIDTH, 26, *found, label=label)


def nice(most: float) -> float:
    """The end of an axis: 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= most * 0.999999)


def _axis(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2f}".rstrip("0")


class Point(Struct, frozen=True):
    """A time: its label, the share in percent with its 95 % interval, and the number behind it."""

    label: str
    share: float
    low: float
    high: float
    count: int


def course(points: Sequence[Point], mean: float, words: tuple[str, str, str]) -> Element:
    """Shares as a line over bars of counts. `words`: what the shares are, what the counts are, the mean in words."""
    left, right, top, middle, base = 44.0, 84.0, 24.0, 190.0, 290.0
    highest, most = nice(max(*(point.high for point in points), mean)), nice(max(point.count for point in points))
    step = (_WIDTH - left - right) / len(points)
    across = [left + (number + 0.5) * step for number in range(len(points))]

    def up(share: float) -> float:
        return middle - (middle - top) * share / highest

    found = [_text(left, 14, words[0], class_="strong"), _text(left, middle + 26, words[1], class_="strong")]
    for part in (0.0, 0.5, 1.0):
        found += [_line(left, up(part * highest), _WIDTH - right, up(part * highest))]
        found += [_text(left - 6, up(part * highest) + 4, _axis(part * highest), "end")]
    band = [f"{_at(x)},{_at(up(point.high))}" for x, point in zip(across, points, strict=True)]
    band += [f"{_at(x)},{_at(up(point.low))}" for x, point in reversed(list(zip(across, points, strict=True)))]
    found.append(tag("polygon", points=" ".join(band), fill=PALE, fill_opacity="0.45"))
    found.append(_line(left, up(mean), _WIDTH - right, up(mean), "#6b7686", "4 3"))
    found.append(_text(_WIDTH - right + 6, up(mean) + 4, words[2]))
    path = " ".join(f"{_at(x)},{_at(up(point.share))}" for x, point in zip(across, points, strict=True))
    found.append(tag("polyline", points=path, fill="none", stroke=BLUE, stroke_width=1.8, stroke_linejoin="round"))
    for x, point in zip(across, points, strict=True):
        height = (base - middle - 36) * point.count / most
        found.append(_rect(x - step * 0.4, base - height, step * 0.8, height, PALE))
    found += [_line(left, base, _WIDTH - right, base, "#8794a5"), _text(left - 6, middle + 40, _axis(most), "end")]
    every = max(1, math.ceil(len(points) / 10))
    for number in range(0, len(points), every):
        found.append(_text(across[number], base + 15, points[number].label, "middle"))
    return svg(_WIDTH, base + 22, *found, label=words[0])


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    titles: Sequence[Sequence[str]],
    words: tuple[str, str],
) -> Element:
    """Counts as a matrix; the darker, the more (by the square root, so that small ones are seen). `words`: of rows and columns."""
    left, top, high = 230.0, 165.0, 27.0
    wide = min(66.0, (_WIDTH - left - 90) / len(columns))
    most = max(max(row) for row in counts)
    found: list[Element] = [
        _text(left - 8, top - 8, f"{words[0]} ↓", "end", class_="strong"),
        _text(left, 12, f"{words[1]} →", class_="strong"),
    ]
    for number, column in enumerate(columns):
        x = left + (number + 0.5) * wide
        found.append(_text(x, top - 8, cut(column, 34), transform=f"rotate(-45 {_at(x)} {_at(top - 8)})"))
    for number, row in enumerate(rows):
        y = top + number * high
        found.append(_text(left - 8, y + high / 2 + 4, cut(row, 36), "end"))
        for place, count in enumerate(counts[number]):
            x = left + place * wide
            if not count:
                found.append(_rect(x, y, wide - 1, high - 1, "#f3f5f8"))
                continue
            strength = 0.12 + 0.88 * math.sqrt(count / most)
            cell = tag("g", tag("title", titles[number][place]), _rect(x, y, wide - 1, high - 1, BLUE, strength))
            shown = tag("text", f"{count:,}", x=_at(x + (wide - 1) / 2), y=_at(y + high / 2 + 4), text_anchor="middle")
            shown.set("class", "on" if strength > 0.62 else "strong")
            cell.append(shown)
            found.append(cell)
    return svg(_WIDTH, top + len(rows) * high + 4, *found)


def cut(text: str, longest: int) -> str:
    """A text no wider than `longest` letters; a Chinese character counts for two."""
    width = 0
    for place, char in enumerate(text):
        width += 2 if ord(char) > 0x2E7F else 1
        if width > longest:
            return text[: max(1, place - 1)] + "…"
    return text


def funnel(groups: Sequence[tuple[int, int]], count: int, of: int, words: tuple[str, str]) -> Element:
    """(prescriptions, those that count) of each group as points, between the limits of chance. `words`: of the axes."""
    left, right, top, base, grain = 44.0, 28.0, 24.0, 250.0, 2.0
    mean, furthest = 100 * count / of, nice(max(number for number, _ in groups))
    highest = min(100.0, nice(max(mean * 1.5, 1.0, *(100 * counted / number for number, counted in groups))))

    def across(number: float) -> float:
        return left + (_WIDTH - left - right) * math.sqrt(number / furthest)  # small groups need the room

    def up(share: float) -> float:
        return base - (base - top) * min(share, highest) / highest

    found = [_text(left, 14, words[1], class_="strong"), _text(_WIDTH - right, base + 30, words[0], "end")]
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        found += [_line(left, up(part * highest), _WIDTH - right, up(part * highest))]
        found += [_text(left - 6, up(part * highest) + 4, _axis(part * highest), "end")]
        found += [_text(across(part * part * furthest), base + 15, _axis(round(part * part * furthest)), "middle")]
    seen: set[tuple[float, float, bool]] = set()
    for number, counted in groups:
        x, y = across(number), up(100 * counted / number)
        seen.add((round(x / grain) * grain, round(y / grain) * grain, beyond(number, counted, count, of) != 0))
    for x, y, marked in sorted(seen):
        colour, size = (RED, 3.4) if marked else (BLUE, 2.6)
        found.append(tag("circle", cx=_at(x), cy=_at(y), r=size, fill=colour, fill_opacity="0.65"))
    for z, dash in ((1.96, "4 3"), (_FAR, None)):
        for sign in (-1, 1):
            places = [
                (across(number), up(limit))
                for number in (furthest * (step / 200) ** 2 for step in range(1, 201))
                if 0 <= (limit := mean + sign * z * math.sqrt(mean * (100 - mean) / number)) <= highest
            ]
            path = " ".join(f"{_at(x)},{_at(y)}" for x, y in places)
            found.append(tag("polyline", points=path, fill="none", stroke="#6b7686", stroke_dasharray=dash))
    found.append(_line(left, up(mean), _WIDTH - right, up(mean), "#1c2430"))
    return svg(_WIDTH, base + 36, *found, label=words[1])


_FAR = 3.09  # 99.8 %


def beyond(number: int, counted: int, count: int, of: int) -> int:
    """1 or -1 where a group lies above or below the 99.8 % limits of chance around the share of all."""
    share = count / of
    limit = _FAR * math.sqrt(share * (1 - share) / number)
    away = counted / number - share
    return 0 if abs(away) <= limit or limit == 0 else (1 if away > 0 else -1)
