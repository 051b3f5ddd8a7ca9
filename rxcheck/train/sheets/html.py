"""Sheets as HTML: one file that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from rxcheck.audit.page.markup import Child, document, tag
from rxcheck.audit.page.style import STYLE
from rxcheck.terms import Lang
from rxcheck.train.sheets.content import (
    CaseSheet,
    Row,
    Sheet,
    about,
    case_notes,
    tiles,
    title_of,
    topic_table,
)
from rxcheck.train.words import say

_OWN = """
section.case { break-inside: avoid-page; border: 1px solid #cfd6df; padding: 4px 16px 10px; margin: 14px 0; }
section.case h3 { font-size: 16px; margin: 8px 0 2px; display: flex; justify-content: space-between; gap: 16px; }
section.case h3 span { white-space: nowrap; font-variant-numeric: tabular-nums; }
.problem { border-left: 4px solid #1b6e3c; padding: 2px 12px 4px; margin: 10px 0; break-inside: avoid; }
.problem.missed { border-left-color: #a8201a; } .problem.optional { border-left-color: #8794a5; }
.problem p { margin: 2px 0; } .problem p.verdict { font-weight: 600; }
dl.told { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 4px 0 2px; font-size: 13px; }
dl.told dt { color: #4a5667; max-width: 11em; } dl.told dd { margin: 0; overflow-wrap: anywhere; }
dl.rx { background: #f7f8fa; padding: 6px 12px; margin: 6px 0; }
p.alarm { border-left: 4px solid #d9730d; padding: 2px 12px; font-weight: 600; }
p.teaches { background: #f2f6fa; padding: 6px 12px; }
"""
_SIGNS = {"+": "found", "-": "missed", "o": "optional"}


def page(title: str, lang: Lang, head: Sequence[Child], body: Iterable[Child]) -> str:
    """A page with the style of reports. Its policy allows that style by its hash, and nothing else."""
    look = STYLE + _OWN
    digest = base64.b64encode(hashlib.sha256(look.encode()).digest()).decode()
    style = tag("style")
    style.text = look  # written as it stands: its hash is in the policy
    root = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag(
                "meta",
                http_equiv="Content-Security-Policy",
                content=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            ),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("title", title),
            style,
        ),
        tag("body", tag("header", tag("h1", title), head), tag("main", body)),
        lang="zh-CN" if lang is Lang.ZH else "en",
    )
    return document(root)


def sheet_html(sheet: Sheet) -> str:
    """The sheet of a session."""
    lang = sheet.lang
    named = about(sheet)
    head = tag("dl", _pairs(named), class_="about")
    title = f"{title_of(sheet)} · {sheet.session.user}"
    return page(title, lang, [head], _body(sheet))


def _body(sheet: Sheet) -> Iterator[Element]:
    lang = sheet.lang
    yield tiles_of(tiles(sheet))
    if sheet.skipped:
        yield tag("p", say("sheet.skipped", lang, n=sheet.skipped), class_="note")
    header, rows = topic_table(sheet)
    yield tag("section", tag("h2", say("sheet.by_topic", lang)), table(header, rows))
    yield tag("section", tag("h2", say("sheet.by_case", lang)), [_case(case, lang) for case in sheet.cases])
    yield tag("p", say("sheet.foot", lang), class_="note")


def _case(case: CaseSheet, lang: Lang) -> Element:
    points = f"{case.points}/{case.possible}"
    return tag(
        "section",
        tag("h3", tag("span", f"{case.position}. {case.title}"), tag("span", points)),
        tag("p", " · ".join(case_notes(case, lang)), class_="note"),
        tag("p", case.story),
        tag("dl", _pairs(case.prescription), class_="told rx") if case.prescription else None,
        tag("p", say("clean", lang), class_="verdict") if case.clean else None,
        [_problem(row) for row in case.rows],
        [tag("p", alarm, class_="alarm") for alarm in case.alarms],
        tag("p", tag("b", say("teaches", lang)), f" {case.teaches}", class_="teaches") if case.teaches else None,
        tag("code", f"{case.id} · {case.digest}", class_="code"),
        class_="case",
    )


def _problem(row: Row) -> Element:
    return tag(
        "div",
        tag("p", f"{row.sign} {row.problem}"),
        tag("p", row.verdict, class_="verdict"),
        tag("dl", _pairs(row.told), class_="told") if row.told else None,
        class_=f"problem {_SIGNS.get(row.sign, '')}",
    )


def _pairs(rows: Iterable[tuple[str, str]]) -> list[Element]:
    return [part for label, text in rows for part in (tag("dt", label), tag("dd", text))]


def tiles_of(values: Iterable[tuple[str, str]]) -> Element:
    """Figures with their names."""
    return tag("ul", [tag("li", tag("b", value), tag("span", label)) for value, label in values], class_="tiles")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> Element:
    """A table whose first `texts` columns are text, the others figures."""

    def cells(kind: str, row: Sequence[str]) -> list[Element]:
        return [tag(kind, text, class_="n" if at >= texts else None) for at, text in enumerate(row)]

    return tag(
        "table",
        tag("thead", tag("tr", cells("th", header))),
        tag("tbody", [tag("tr", cells("td", row)) for row in rows]),
    )
