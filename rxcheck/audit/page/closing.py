"""Doses, 处方点评, what was not assessed, and how to read the page."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element

from rxcheck.audit.page.content import Content
from rxcheck.audit.page.drawing import bar
from rxcheck.audit.page.figures import decimal, per_hundred, percent, whole
from rxcheck.audit.page.markup import tag
from rxcheck.audit.page.parts import Cell, ident, note, number, rate_heads, rates, section, table, text, wide
from rxcheck.audit.page.review import ITEMS, place
from rxcheck.audit.statistics.model import Outlier, by_count
from rxcheck.kb.unit_names import amount
from rxcheck.report.words import has_word, word
from rxcheck.terms import Lang

_GAPS, _TEXTS, _LEAST = 20, 25, 3
_CHINESE = "cn"


def doses(content: Content) -> Element:
    """Amounts furthest beyond a limit."""
    found = content.statistics.outliers
    title = content.say("doses")
    if not found:
        return section("doses", title, note(content.say("doses.none")))
    heads = [
        number(content.say("col.ratio")),
        wide(content.say("col.drug")),
        number(content.say("col.observed")),
        number(content.say("col.limit")),
        text(content.say("col.prescription")),
        text(content.say("col.store")),
    ]
    rows = (
        [
            number(f"{decimal(each.ratio)} ×"),
            text(", ".join(map(content.drug, each.drugs)), tag("span", each.rule, class_="code")),
            number(amount(each.observed, each.unit, content.lang)),
            number(amount(each.limit, each.unit, content.lang)),
            Cell((_where(content, each),), name="ids"),
            Cell((ident(each.store),), name="key"),
        ]
        for each in found
    )
    return section("doses", title, note(content.say("doses.note")), table(heads, rows))


def _where(content: Content, each: Outlier) -> str:
    return content.say("doses.where", id=ident(each.prescription), lines=", ".join(map(ident, each.lines)))


def review(content: Content) -> Element:
    """The figures of the Chinese review, and its items."""
    totals, form = content.statistics.totals, content.counted.about.jurisdiction
    heads = [
        text(content.say("col.item")),
        wide(content.say("col.name")),
        *rate_heads(content),
        number(content.say("col.with")),
    ]
    said = note(content.say("review.note"))
    if not totals.prescriptions:
        return section("review", content.say("review"), said)
    found = content.statistics.item
    return section(
        "review",
        content.say("review"),
        said,
        None if form == _CHINESE else note(content.say("review.form", name=ident(form)), "note warn"),
        table([text(content.say("col.figure")), number(content.say("col.value"))], _figures(content), "whole short"),
        note(content.say("review.left_out")),
        tag("h3", content.say("review.items")),
        table(heads, (_item(content, item) for item in sorted(found, key=place))) if found else None,
        note(content.say("review.items_note")),
    )


def _figures(content: Content) -> Iterator[list[Cell]]:
    totals = content.statistics.totals
    of = totals.prescriptions
    reasonable = of - totals.with_item
    for key, value in (
        ("count", whole(of)),
        ("drugs", whole(totals.drug_lines)),
        ("mean", decimal(Fraction(totals.drug_lines, of), 2)),
        ("antimicrobial", whole(totals.with_antimicrobial)),
        ("antimicrobial_share", per_hundred(totals.with_antimicrobial, of)),
        ("reasonable", whole(reasonable)),
        ("reasonable_share", per_hundred(reasonable, of)),
        ("sure", whole(totals.without_item_complete)),
        ("irregular", f"{whole(totals.irregular)} ({percent(totals.irregular, of)})"),
        ("unsuitable", f"{whole(totals.unsuitable)} ({percent(totals.unsuitable, of)})"),
        ("excessive", f"{whole(totals.excessive)} ({percent(totals.excessive, of)})"),
    ):
        yield [text(content.say(f"review.{key}")), number(value)]


def _item(content: Content, item: str) -> list[Cell]:
    hits = content.statistics.item[item]
    english, chinese = ITEMS.get(item, (item, item))
    first, second = (chinese, english) if content.lang is Lang.ZH else (english, chinese)
    return [
        Cell((item,), name="key"),
        text(first, tag("small", second)),
        *rates(content, "item", item),
        number(per_hundred(hits.prescriptions, content.prescriptions)),
    ]


def coverage(content: Content) -> Element:
    """What was not assessed, by reason and fact, and the names that were not understood."""
    title = content.say("coverage")
    found = content.statistics.gap
    ordered = sorted(found.items(), key=lambda item: (-item[1].prescriptions, item[0]))[:_GAPS]
    heads = [
        text(content.say("col.reason")),
        text(content.say("col.fact")),
        number(content.say("col.entries")),
        number(content.say("col.prescriptions")),
        number(content.say("col.share")),
        text(),
    ]
    rows = []
    for key, gap in ordered:
        reason, _, fact = key.partition(" ")
        named = [_member(content, "reason", reason), _member(content, "fact", fact)]
        rows.append(
            [
                *map(text, named),
                number(whole(gap.entries)),
                number(whole(gap.prescriptions)),
                number(per_hundred(gap.prescriptions, content.prescriptions)),
                text(bar(gap.prescriptions / content.prescriptions, width=120)),
            ]
        )
    told = [note(content.say("coverage.note")), table(heads, rows)] if rows else [note(content.say("coverage.none"))]
    return section("coverage", title, told, *_unknown(content))


def _member(content: Content, kind: str, value: str) -> str:
    key = f"{kind}.{value}"
    return word(key, content.lang) if value and has_word(key) else value


def _unknown(content: Content) -> Iterator[Element]:
    totals = content.statistics.totals
    yield tag("h3", content.say("unknown"))
    share = per_hundred(totals.unknown_lines, totals.lines)
    yield note(content.say("unknown.count", n=whole(totals.unknown_lines), share=share))
    shown = [(name, lines) for name, lines in by_count(content.statistics.unknown)[:_TEXTS] if lines >= _LEAST]
    if shown:
        yield note(content.say("unknown.note", least=_LEAST))
        heads = [text(content.say("col.text")), number(content.say("col.lines")), text()]
        most = shown[0][1]
        yield table(heads, ([text(name), number(whole(lines)), text(bar(lines / most))] for name, lines in shown))


def method(content: Content) -> Element:
    """How to read the page."""
    told = (content.say(f"method.{key}") for key in ("rate", "finding", "act", "status", "data", "private"))
    return section("method", content.say("method"), tag("ul", (tag("li", each) for each in told), class_="note"))
