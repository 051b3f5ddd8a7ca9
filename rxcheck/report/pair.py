"""Two drugs together, for a terminal and as JSON: verdict, the way to it, what changes it, and every row that gave way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

import msgspec
from msgspec import Struct

from rxcheck.finding import ClauseUse, Finding, Report, SlotKind, SlotValue
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.pair import PairCard, PairModifier, PairRow
from rxcheck.report.card_words import card_word
from rxcheck.report.interface import RenderOptions
from rxcheck.report.json_ import to_document
from rxcheck.report.layout import Page, Piece, Style
from rxcheck.report.modifier_words import condition_text, routes_text
from rxcheck.report.pages import page_of
from rxcheck.report.terminal import put, put_json
from rxcheck.report.together import together
from rxcheck.report.view import LABELS, SYMBOLS, View
from rxcheck.report.words import term, word
from rxcheck.terms import CheckKind, Lang

_LABEL = 14


class PairAnswer(Struct, frozen=True):
    """The check of the two lines as written, the card of each pair of their ingredients, and the ids of those that both hold."""

    report: Report
    cards: tuple[PairCard, ...]
    shared: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The interaction findings."""
        return tuple(each for each in self.report.findings if each.check is CheckKind.INTERACTION)


class PairWords(Struct, frozen=True):
    """Pieces of a pair as texts in one language."""

    catalogue: Catalogue
    lang: Lang

    def say(self, key: str, **slots: object) -> str:
        """A message of the card's words."""
        return card_word(key, self.lang, **slots)

    def path(self, row: PairRow) -> str:
        """`simvastatin ─ CYP3A4-dependent statins ◀─ strong CYP3A4 inhibitors ─ clarithromycin`."""
        up = " ─ ".join(self._named(step) for step in row.object_path)
        down = " ─ ".join(self._named(step) for step in reversed(row.precipitant_path))
        return f"{up} ◀─ {down}"

    def _named(self, selector: str) -> str:
        return self.catalogue.selector(selector, self.lang)

    def verdict(self, row: PairRow) -> str:
        """`▲ modify · major`, or that the row is deliberately silent."""
        action = row.action.action
        if action is None:
            return self.say("silent")
        return f"{SYMBOLS[action]} {term(action, self.lang)} · {term(row.severity, self.lang)}"

    def notes(self, row: PairRow) -> list[str]:
        """What sort of row it is, by which routes it holds, and whether another outranks it."""
        notes = [self.say(f"row.{row.kind.value}"), *(self.say(f"nature.{nature.value}") for nature in row.natures)]
        if not row.object_routes and not row.precipitant_routes:
            notes.append(self.say("systemic"))
        for drug, routes in ((row.object, row.object_routes), (row.precipitant, row.precipitant_routes)):
            if routes:
                name = self.catalogue.drug(drug, self.lang)
                notes.append(self.say("routes", drug=name, routes=self._routes(routes)))
        if row.outranked:
            notes.append(self.say("outranked"))
        return notes

    def _routes(self, routes: Iterable[str]) -> str:
        return routes_text(routes, self.lang)

    def sentences(self, row: PairRow) -> str:
        """The row's clauses with the two drugs in their slots."""
        slots = (
            ("object", SlotValue(SlotKind.DRUG, (row.object,))),
            ("precipitant", SlotValue(SlotKind.DRUG, (row.precipitant,))),
        )
        uses = (ClauseUse(clause_id, slots) for clause_id in (*row.mechanism, *row.harm, *row.advice))
        return word("sentences", self.lang).join(self.catalogue.clause(use, self.lang) for use in uses)

    def source(self, row: PairRow) -> str:
        """Evidence, title, locator and status."""
        source = self.catalogue.sources.get(row.source_id)
        cited = [source.title, source.edition] if source else [row.source_id]
        text = word("comma", self.lang).join(part for part in (*cited, row.locator) if part)
        level = term(row.evidence, self.lang)
        return word("bracket", self.lang, text=f"{level} · {text}", note=term(row.status, self.lang))

    def modifier(self, row: PairRow, modifier: PairModifier) -> str:
        """`if clarithromycin is given topical: deliberately silent`."""
        action = modifier.action.action
        verdict = self.say("silent") if action is None else term(action, self.lang)
        return self.say("modifier", condition=self._condition(row, modifier), verdict=verdict)

    def _condition(self, row: PairRow, modifier: PairModifier) -> str:
        obj, precipitant = (self.catalogue.drug(drug, self.lang) for drug in (row.object, row.precipitant))
        return condition_text(modifier, obj, precipitant, self.catalogue, self.lang)


class PairTable:
    """Writes a pair for people."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._options = options
        self._words = PairWords(catalogue, options.lang)

    def render(self, found: PairAnswer, stream: TextIO) -> None:
        """Write one pair to `stream`."""
        page = page_of(self._options, stream)
        view = View(found.report, self._catalogue, self._options.lang)
        for finding in found.findings:
            page.add(Piece(f"{view.heading(finding)}  {view.drugs(finding)}", Style.BOLD))
            self._finding(page, view, finding)
        if found.shared:
            shared = self._words.say("pair.same", names=view.listed(view.names(found.shared)))
            page.add(Piece(shared, Style.BOLD))
        if not found.findings and found.cards:
            rows = [row for card in found.cards for row in card.rows]
            page.add(Piece(self._words.say("pair.quiet" if rows else "pair.no_row"), Style.BOLD))
        for sentence in together(view, verbose=True):
            page.add(Piece(sentence), indent=2, hang=2)
        for card in found.cards:
            self._rows(page, view, card)
        put(stream, page.text())

    def _finding(self, page: Page, view: View, finding: Finding) -> None:
        before = ""
        for label, text in view.finding_rows(finding):
            if label in LABELS[1:]:
                self._put(page, "" if label == before else view.say(f"label.{label}"), text)
                before = label

    def _rows(self, page: Page, view: View, card: PairCard) -> None:
        if not card.rows:
            return
        page.blank()
        page.rule()
        names = view.say("and_drug").join(view.names((card.first, card.second)))
        page.add(Piece(self._words.say("pair.rows", n=len(card.rows), names=names), Style.BOLD))
        for row in card.rows:
            page.add(Piece(self._words.verdict(row), Style.BOLD), Piece(f"  {row.rule_id}", Style.DIM), indent=2)
            self._put(page, self._words.say("pair.path"), self._words.path(row))
            self._put(page, self._words.say("pair.kind"), " · ".join(self._words.notes(row)))
            for modifier in row.modifiers:
                self._put(page, self._words.say("pair.modifier"), self._words.modifier(row, modifier))
            if self._options.verbose:
                self._put(page, self._words.say("pair.says"), self._words.sentences(row))
            self._put(page, self._words.say("source"), self._words.source(row))

    def _put(self, page: Page, label: str, text: str) -> None:
        page.labelled(label, _LABEL, Piece(text), indent=4)


class PairJson:
    """Writes a pair for machines."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._lang = options.lang

    def render(self, found: PairAnswer, stream: TextIO) -> None:
        """Write one pair to `stream`."""
        put_json(stream, json.dumps(self.document(found), ensure_ascii=False, indent=2) + "\n")

    def document(self, found: PairAnswer) -> dict[str, Any]:
        """The pair as plain data: findings and exposure as in a report, and every row that fits."""
        report = to_document(found.report, self._catalogue, self._lang)
        kept = ("findings", "exposures", "not_assessed", "versions")
        return {
            "lines": report["receipt"]["lines"],
            **{key: report[key] for key in kept},
            "shared": list(found.shared),
            "pairs": [
                {"first": card.first, "second": card.second, "rows": [self._row(row) for row in card.rows]}
                for card in found.cards
            ],
        }

    def _row(self, row: PairRow) -> dict[str, Any]:
        built: dict[str, Any] = msgspec.to_builtins(row)
        return {**built, "path_text": PairWords(self._catalogue, self._lang).path(row)}
