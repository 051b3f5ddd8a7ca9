"""The coverage of a list of names: a summary for people, every name as CSV or JSON for machines."""

from __future__ import annotations

import csv
import json
from typing import Any, TextIO

from rxcheck.coverage import Coverage, NameResult, Outcome
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.card import strength_text
from rxcheck.report.card_words import card_word
from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Page, Piece, Style
from rxcheck.report.pages import page_of
from rxcheck.report.plain import no_formula, visible
from rxcheck.report.terminal import put, put_json
from rxcheck.report.words import term, word
from rxcheck.terms import Lang

COLUMNS = (
    "name", "lines", "outcome", "resolved_by", "ids", "name_en", "name_zh", "strengths", "route", "form", "release",
    "product", "reason", "suggestions", "lookalikes",
)  # fmt: skip
_SHOWN = 25
_LABEL = 18


class CoverageReport:
    """Writes one coverage."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._lang = options.lang
        self._options = options

    def table(self, coverage: Coverage, file: str, stream: TextIO) -> None:
        """Counts, and the names that were not understood, with what they may mean."""
        page = page_of(self._options, stream)
        page.add(Piece(self._say("coverage.title", file=visible(file)), Style.BOLD))
        named = coverage.lines - coverage.lines_of(Outcome.BLANK)
        self._count(page, "coverage.lines", coverage.lines, None)
        self._count(page, "coverage.names", len(coverage.names) - coverage.names_of(Outcome.BLANK), None)
        for key, outcome in _COUNTED:
            self._count(page, key, coverage.lines_of(outcome), named if outcome is not Outcome.BLANK else None)
        how = [f"{term(how, self._lang)} {count}" for how, count in sorted(coverage.by_how().items())]
        page.labelled(self._say("coverage.how"), _LABEL, Piece(" · ".join(how)), indent=2, style=Style.PLAIN)
        left = coverage.not_understood()
        if left:
            page.blank()
            page.add(Piece(self._say("coverage.worst"), Style.BOLD))
        for name in left if self._options.verbose else left[:_SHOWN]:
            page.add(Piece(f"{name.lines} × {visible(name.written)} – {self._why(name)}"), indent=2, hang=4)
        if len(left) > _SHOWN and not self._options.verbose:
            page.add(Piece(self._say("more", text="", n=len(left) - _SHOWN)), indent=2)
        put(stream, page.text())

    def json(self, coverage: Coverage, file: str, stream: TextIO) -> None:
        """Counts and every distinct name."""
        document = {
            "file": file,
            "complete": coverage.complete,
            "lines": coverage.lines,
            "lines_by_outcome": {outcome.value: coverage.lines_of(outcome) for outcome in Outcome},
            "names_by_outcome": {outcome.value: coverage.names_of(outcome) for outcome in Outcome},
            "lines_by_how": {how.value: count for how, count in sorted(coverage.by_how().items())},
            "names": [self._row(name) for name in coverage.names],
        }
        put_json(stream, json.dumps(document, ensure_ascii=False, indent=2) + "\n")

    def csv(self, coverage: Coverage, stream: TextIO) -> None:
        """A row for every distinct name; cells that a spreadsheet would compute are marked as text."""
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name in coverage.names:
            row = self._row(name)
            writer.writerow([_cell(row[column]) for column in COLUMNS])

    def _say(self, key: str, **slots: object) -> str:
        return card_word(key, self._lang, **slots)

    def _count(self, page: Page, key: str, count: int, of: int | None) -> None:
        share = f"  {100 * count / of:.1f} %" if of else ""
        page.labelled(self._say(key), _LABEL, Piece(f"{count:>9,}{share}"), indent=2, style=Style.PLAIN)

    def _why(self, name: NameResult) -> str:
        found = name.resolution
        if found is None:
            return ""
        reason = term(found.reason, self._lang) if found.reason else ""
        near = [self._catalogue.drug(target.removeprefix("drug:"), self._lang) for target in found.suggestions]
        parts = [reason, *([f"{self._say('suggested')}: {word('list', self._lang).join(near)}"] if near else [])]
        parts += [f"{self._say('confusable')}: {first} – {second}" for first, second in found.lookalikes]
        return "; ".join(part for part in parts if part)

    def _row(self, name: NameResult) -> dict[str, Any]:
        found = name.resolution
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row |= {"name": name.written, "lines": name.lines, "outcome": name.outcome.value}
        if found is None:
            return row
        drugs = [item.drug for item in found.ingredients]
        return row | {
            "resolved_by": found.how.value,
            "ids": drugs,
            "name_en": [self._catalogue.drug(drug, Lang.EN) for drug in drugs],
            "name_zh": [self._catalogue.drug(drug, Lang.ZH) for drug in drugs],
            "strengths": [
                strength_text(item.strength, Lang.EN) if item.strength else None for item in found.ingredients
            ],
            "route": found.route.value if found.route else None,
            "form": found.form.value if found.form else None,
            "release": found.release.value if found.release else None,
            "product": found.product,
            "reason": found.reason.value if found.reason else None,
            "suggestions": [target.removeprefix("drug:") for target in found.suggestions],
            "lookalikes": [f"{first} / {second}" for first, second in found.lookalikes],
        }


_COUNTED = (
    ("coverage.resolved", Outcome.RESOLVED),
    ("coverage.not_checked", Outcome.NOT_CHECKED),
    ("coverage.ambiguous", Outcome.AMBIGUOUS),
    ("coverage.unknown", Outcome.UNKNOWN),
    ("coverage.blank", Outcome.BLANK),
)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return no_formula("; ".join("" if item is None else str(item) for item in value))
    return no_formula(value) if isinstance(value, str) else str(value)
