"""The list of rules, as lines, JSON and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, TextIO

from msgspec.structs import replace

from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Piece, Style, cells, pad
from rxcheck.report.pages import page_of
from rxcheck.report.plain import no_formula
from rxcheck.report.terminal import put, put_json
from rxcheck.report.view import SYMBOLS
from rxcheck.report.words import term
from rxcheck.rules.book import Entry
from rxcheck.rules.rule_words import rule_word
from rxcheck.rules.saying import about
from rxcheck.terms import Action, Lang

_UNBOUND = 10**6  # columns: a line is a rule, and whatever pages it cuts or wraps it
_STYLES = {
    Action.AVOID: Style.AVOID,
    Action.MODIFY: Style.MODIFY,
    Action.MONITOR: Style.MONITOR,
    Action.INFORM: Style.INFORM,
}


class Listing:
    """Writes lists of rules in one language."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue, self._options, self._lang = catalogue, options, options.lang

    def table(self, entries: Sequence[Entry], stream: TextIO) -> None:
        """A line for each rule: verdict, id, what it is about, evidence, status and source."""
        page = page_of(replace(self._options, width=_UNBOUND), stream)
        verdicts = [self._verdict(each) for each in entries]
        widths = [
            max(map(cells, column), default=0)
            for column in (verdicts, [each.info.rule_id for each in entries], list(map(self._about, entries)))
        ]
        for entry, verdict in zip(entries, verdicts, strict=True):
            action = entry.info.action.action
            info = entry.info
            rest = " · ".join((term(info.evidence, self._lang), term(info.status, self._lang), info.source_id))
            must = f" · {rule_word('must', self._lang)}" if entry.must_alert else ""
            page.one(
                Piece(pad(verdict, widths[0] + 2), _STYLES[action] if action else Style.DIM),
                Piece(pad(info.rule_id, widths[1] + 2)),
                Piece(pad(self._about(entry), widths[2] + 2), Style.BOLD),
                Piece(f"{rest}{must}", Style.DIM),
            )
        put(stream, page.text() if entries else "")

    def _verdict(self, entry: Entry) -> str:
        action = entry.info.action.action
        if action is None:
            return f"- {rule_word('silent', self._lang)}"
        return f"{SYMBOLS[action]} {term(action, self._lang)} · {term(entry.info.severity, self._lang)}"

    def _about(self, entry: Entry) -> str:
        return about(entry.check, entry.info, self._catalogue, self._lang)

    def row(self, entry: Entry) -> dict[str, Any]:
        """A rule as plain data."""
        info = entry.info
        source = self._catalogue.sources.get(info.source_id)
        return {
            "rule": info.rule_id,
            "check": entry.check.value,
            "topic": info.topic,
            "about": self._about(entry),
            "subject": info.subject,
            "other": info.other,
            "action": info.action.value,
            "severity": info.severity.value,
            "evidence": info.evidence.value,
            "status": info.status.value,
            "source": info.source_id,
            "source_title": source.title if source else None,
            "locator": info.locator,
            "jurisdiction": info.jurisdiction,
            "must_alert": entry.must_alert,
        }

    def json(self, entries: Sequence[Entry], stream: TextIO) -> None:
        """A list of objects."""
        put_json(stream, json.dumps([self.row(each) for each in entries], ensure_ascii=False, indent=1) + "\n")

    def csv(self, entries: Sequence[Entry], stream: TextIO) -> None:
        """A table with a header; no cell begins a formula."""
        rows = [self.row(each) for each in entries]
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_cell(row[column]) for column in COLUMNS])


COLUMNS = (
    *("rule", "check", "topic", "about", "subject", "other", "action", "severity", "evidence", "status", "source"),
    *("source_title", "locator", "jurisdiction", "must_alert"),
)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return no_formula(str(value)) if value is not None else ""


def counted(found: int, everything: int, lang: Lang) -> str:
    """`12 of 11161 rules`."""
    return rule_word("count", lang, n=found, all=everything)
