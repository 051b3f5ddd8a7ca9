"""Pieces that sections share: tables with bars, columns of a comparison, ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from rxcheck.audit.page.content import Content
from rxcheck.audit.page.figures import change, decimal, differ, per_hundred, rate, whole
from rxcheck.audit.page.markup import Child, tag
from rxcheck.audit.statistics.model import Hits
from rxcheck.report.plain import visible

LONGEST_ID = 40


class Cell(Struct, frozen=True):
    """A cell of a table; `number`: set to the right."""

    children: tuple[Child, ...]
    number: bool = False
    name: str | None = None


def text(*children: Child) -> Cell:
    """A cell of words."""
    return Cell(children)


def wide(shown: str) -> Cell:
    """The head of the column that takes the room which the others leave."""
    return Cell((shown,), name="wide")


def number(shown: str, name: str | None = None) -> Cell:
    """A cell of figures."""
    return Cell((shown,), True, f"n {name}" if name else "n")


def table(heads: Sequence[Cell], rows: Iterable[Sequence[Cell]], class_: str | None = None) -> Element:
    """A table with a head that is repeated on every sheet of paper."""
    head = tag("tr", (tag("th", cell.children, class_=cell.name, scope="col") for cell in heads))
    body = (tag("tr", (tag("td", cell.children, class_=cell.name) for cell in row)) for row in rows)
    return tag("table", tag("thead", head), tag("tbody", body), class_=class_)


def section(name: str, title: str, *children: Child | Iterable[Child]) -> Element:
    """A section that the list of contents leads to."""
    return tag("section", tag("h2", title), *children, id=name)


def note(said: str, class_: str = "note") -> Element:
    """A paragraph beside the figures."""
    return tag("p", said, class_=class_)


def ident(shown: str) -> str:
    """An id or a name of the table, on one line and not too long."""
    return visible(shown, LONGEST_ID)


def rate_heads(content: Content) -> list[Cell]:
    """Heads of `rates`."""
    heads = [number(content.say("col.findings")), number(content.say("col.rate"))]
    if content.former is not None:
        heads += [number(content.say("col.before")), number(content.say("col.change"))]
    return heads


def rates(content: Content, kind: str, key: str) -> list[Cell]:
    """Findings and their rate; beside them the rate of the former audit."""
    found = getattr(content.statistics, kind).get(key)
    findings = found.findings if found else 0
    cells = [number(whole(findings)), number(per_hundred(findings, content.prescriptions))]
    return cells + moved(content, kind, key)


def moved(content: Content, kind: str, key: str) -> list[Cell]:
    """Former rate and change, where there is a former audit; in colour where chance alone seldom makes such a change."""
    if content.former is None:
        return []
    of, then = content.prescriptions, content.former.statistics
    now, before = getattr(content.statistics, kind).get(key, Hits()), getattr(then, kind).get(key, Hits())
    past = rate(before.findings, then.totals.prescriptions)
    shown = change(past, rate(now.findings, of))
    beyond = differ(now.prescriptions, of, before.prescriptions, then.totals.prescriptions)
    return [number(decimal(past)), number(shown, {"+": "up", "−": "down"}.get(shown[0]) if beyond else None)]
