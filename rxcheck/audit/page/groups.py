"""Stores and prescribers: where findings are more frequent than chance alone makes them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from rxcheck.audit.page.content import Content
from rxcheck.audit.page.drawing import beyond, funnel, span
from rxcheck.audit.page.figures import interval, per_hundred, whole, wilson
from rxcheck.audit.page.markup import tag
from rxcheck.audit.page.parts import Cell, ident, note, number, section, table, text
from rxcheck.audit.statistics.model import Group
from rxcheck.terms import Lang

_SHOWN = 15
_LEAST = 10  # prescriptions of whom a share is listed, where anybody has as many


def stores(content: Content) -> Element:
    """By store."""
    return _groups(content, "stores", "col.store", content.statistics.store)


def prescribers(content: Content) -> Element:
    """By prescriber."""
    return _groups(content, "prescribers", "col.prescriber", content.statistics.prescriber)


def _groups(content: Content, name: str, column: str, found: Mapping[str, Group]) -> Element:
    title = content.say(name)
    named = {key: group for key, group in found.items() if key}
    if not named:
        return section(name, title, note(content.say("groups.none")))
    least = min(_LEAST, max(group.prescriptions for group in named.values()))
    many = {key: group for key, group in named.items() if group.prescriptions >= least}
    ordered = sorted(many.items(), key=lambda item: (-wilson(item[1].interrupting, item[1].prescriptions)[0], item[0]))
    shown = ordered[:_SHOWN]
    if "" in found:
        shown.append(("", found[""]))
    heads = [
        text(content.say(column)),
        number(content.say("col.prescriptions")),
        number(content.say("col.rate")),
        number(content.say("col.found_share")),
        number(content.say("col.acted_share")),
        number(content.say("col.interval")),
        text(),
        number(content.say("col.reasonable")),
    ]
    totals = content.statistics.totals
    mark = 100 * totals.interrupting / totals.prescriptions
    most = max(wilson(group.interrupting, group.prescriptions)[1] for _, group in shown)
    return section(
        name,
        title,
        *_funnel(content, [(group.prescriptions, group.interrupting) for group in named.values()]),
        note(content.say("groups.note", shown=min(_SHOWN, len(many)), least=least)),
        table(heads, (_row(content, key, group, (mark, most)) for key, group in shown)),
    )


def _row(content: Content, key: str, group: Group, scale: tuple[float, float]) -> list[Cell]:
    of = group.prescriptions
    low, high = wilson(group.interrupting, of)
    return [
        Cell((ident(key) if key else tag("i", content.say("unstated")),), name="key"),
        number(whole(of)),
        number(per_hundred(group.findings, of)),
        number(per_hundred(group.with_findings, of)),
        number(per_hundred(group.interrupting, of)),
        number(interval(group.interrupting, of)),
        text(span(low, 100 * group.interrupting / of, high, *scale)),
        number(per_hundred(of - group.with_item, of)),
    ]


def _funnel(content: Content, groups: list[tuple[int, int]]) -> list[Element]:
    """The picture, where there are enough groups to compare and a share to compare them by."""
    count, of = sum(counted for _, counted in groups), sum(number for number, _ in groups)
    if len(groups) < 3 or not 0 < count < of:
        return []
    places = [beyond(number, counted, count, of) for number, counted in groups]
    above, below = places.count(1), places.count(-1)
    words = content.say("funnel.x"), content.say("col.acted_share")
    said = content.say("funnel", all=whole(len(groups))) + (" " if content.lang is Lang.EN else "")
    said += content.say("funnel.above", n=whole(above), below=whole(below), all=whole(len(groups)))
    return [tag("figure", funnel(groups, count, of, words), tag("figcaption", said))]
