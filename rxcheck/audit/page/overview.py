"""Head, what this is, the first figures, findings by action and check, the course of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from rxcheck.audit.former import About
from rxcheck.audit.page.content import Content
from rxcheck.audit.page.drawing import COLOUR, Point, bar, course, stacked, swatch
from rxcheck.audit.page.figures import NONE, per_hundred, percent, whole, wilson
from rxcheck.audit.page.markup import tag
from rxcheck.audit.page.parts import Cell, note, number, rate_heads, rates, section, table, text
from rxcheck.audit.statistics.model import Group, Statistics
from rxcheck.report.plain import visible
from rxcheck.report.words import term
from rxcheck.terms import Action, CheckKind, Lang

_DIGEST = 16  # characters of a hash that are shown
_DAYS, _WEEKS = 100, 700  # days up to which each is drawn, or each week


def period(content: Content, statistics: Statistics) -> str:
    """From the first to the last date of the table."""
    days = sorted(day for day in statistics.day if day)
    if not days:
        return content.say("period.none")
    return content.say("period" if days[0] != days[-1] else "period.one", first=days[0], last=days[-1])


def head(content: Content, sections: list[tuple[str, str]]) -> Element:
    """Title, what was audited with what, and the list of contents."""
    about, former = content.counted.about, content.former
    subtitle = content.say("subtitle", source=visible(about.source), period=period(content, content.statistics))
    rows = [
        ("source", visible(about.source)),
        ("program", f"rxcheck {about.program}"),
        ("digest", about.digest[:_DIGEST]),
        ("edition", about.edition or NONE),
        ("jurisdiction", visible(about.jurisdiction)),
        ("hash", about.knowledge[:_DIGEST]),
        ("layout", visible(about.layout)),
    ]
    if former is not None:
        rows.append(("former", _former_line(content, former.about, former.statistics)))
    listed = [
        tag(name, shown) for key, value in rows for name, shown in (("dt", content.say(f"about.{key}")), ("dd", value))
    ]
    return tag(
        "header",
        tag("h1", content.say("title")),
        tag("p", subtitle),
        tag("dl", listed, class_="about"),
        tag("nav", (tag("a", title, href=f"#{name}") for name, title in sections)),
    )


def _former_line(content: Content, about: About, statistics: Statistics) -> str:
    return content.say("subtitle", source=visible(about.source), period=period(content, statistics))


def overview(content: Content) -> Element:
    """Tiles, the account of lines, and the rates by action and check."""
    totals, lines = content.statistics.totals, content.lines
    tiles = [
        (whole(totals.prescriptions), "prescriptions"),
        (whole(lines["audited"]), "lines"),
        (whole(lines["rejected"]), "rejected"),
        (percent(totals.with_findings, totals.prescriptions), "found"),
        (percent(totals.interrupting, totals.prescriptions), "interrupting"),
        (percent(totals.complete, totals.prescriptions), "complete"),
    ]
    shown = tag(
        "ul",
        (tag("li", tag("b", value), tag("span", content.say(f"tile.{key}"))) for value, key in tiles),
        class_="tiles",
    )
    account = content.say("account", **{key: whole(value) for key, value in lines.items()})
    open_ = totals.prescriptions - totals.complete
    return section(
        "overview",
        content.say("nav.overview"),
        shown,
        note(account),
        note(content.say("open", n=whole(open_), share=per_hundred(open_, totals.prescriptions))) if open_ else None,
        _former_note(content),
        tag("h3", content.say("by_action")),
        _action_bar(content),
        table([text(content.say("col.action")), *rate_heads(content), *_with_head(content)], _actions(content)),
        tag("h3", content.say("by_check")),
        table([text(content.say("col.check")), *rate_heads(content), *_with_head(content)], _checks(content)),
    )


def _former_note(content: Content) -> Element | None:
    if content.former is None:
        return None
    alike = content.counted.about.like(content.former.about)
    between = " " if content.lang is Lang.EN else ""
    said = content.say("former.same" if alike else "former.other") + between + content.say("former.colour")
    return note(said, "note" if alike else "note warn")


def _with_head(content: Content) -> list[Cell]:
    return [number(content.say("col.with")), text()]


def _with(content: Content, prescriptions: int, most: int, colour: str) -> list[Cell]:
    share = prescriptions / most if most else 0
    return [number(per_hundred(prescriptions, content.prescriptions)), text(bar(share, colour, 180))]


def _actions(content: Content) -> Iterator[list[Cell]]:
    found = content.statistics.action
    for action in sorted(Action, key=lambda action: -action.rank):
        hits = found.get(action.value)
        name = Cell((swatch_of(action), " ", term(action, content.lang)), name="key")
        shares = _with(content, hits.prescriptions if hits else 0, content.prescriptions, COLOUR[action])
        yield [name, *rates(content, "action", action.value), *shares]


def swatch_of(action: Action) -> Element:
    """The colour of an action, beside its name."""
    return tag("span", swatch(COLOUR[action]), class_="swatch")


def _action_bar(content: Content) -> Element:
    parts = []
    for action in sorted(Action, key=lambda action: -action.rank):
        hits = content.statistics.action.get(action.value)
        if hits:
            parts.append((float(hits.findings), COLOUR[action], f"{term(action, content.lang)} {whole(hits.findings)}"))
    return tag("figure", stacked(parts, content.say("by_action")))


def _checks(content: Content) -> Iterator[list[Cell]]:
    found = content.statistics.check
    for check in sorted(CheckKind, key=lambda check: -(found[check.value].findings if check.value in found else 0)):
        hits = found.get(check.value)
        shares = _with(content, hits.prescriptions if hits else 0, content.prescriptions, "#1f4e79")
        yield [text(term(check, content.lang)), *rates(content, "check", check.value), *shares]


def days(content: Content) -> Element:
    """Shares of prescriptions with a finding to act on in the course of time."""
    by, points = _points(content.statistics.day)
    totals = content.statistics.totals
    undated = content.statistics.day.get("", Group()).prescriptions
    title = content.say("days")
    if not points:
        return section("days", title, note(content.say("days.none")))
    mean = per_hundred(totals.interrupting, totals.prescriptions)
    shown = content.say(f"days.{by}")
    words = (
        content.say("days.share", by=shown),
        content.say("days.count", by=shown),
        content.say("days.mean", value=mean),
    )
    drawn = course(points, 100 * totals.interrupting / totals.prescriptions, words)
    return section(
        "days",
        title,
        tag("figure", drawn),
        note(content.say("days.undated", n=whole(undated))) if undated else None,
    )


def _points(found: dict[str, Group]) -> tuple[str, list[Point]]:
    """Days, or weeks or months where there are many, without gaps being filled in."""
    dated = {date.fromisoformat(day): group for day, group in found.items() if day}
    if not dated:
        return "by_day", []
    span = (max(dated) - min(dated)).days
    by = "by_day" if span <= _DAYS else "by_week" if span <= _WEEKS else "by_month"
    summed: dict[str, Group] = {}
    for day, group in sorted(dated.items()):
        start = day if by == "by_day" else day - timedelta(days=day.weekday())
        key = f"{day:%Y-%m}" if by == "by_month" else start.isoformat()
        summed.setdefault(key, Group()).add(group)
    points = []
    for label, group in summed.items():
        low, high = wilson(group.interrupting, group.prescriptions)
        share = 100 * group.interrupting / group.prescriptions
        points.append(Point(label, share, low, high, group.prescriptions))
    return by, points
