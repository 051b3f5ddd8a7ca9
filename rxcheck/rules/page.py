"""The card of a rule as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

import msgspec
from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.schema import SLOT
from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Piece, Style
from rxcheck.report.modifier_words import condition_text, routes_text
from rxcheck.report.pages import page_of
from rxcheck.report.terminal import put, put_json
from rxcheck.report.view import SYMBOLS
from rxcheck.report.when_words import when_text
from rxcheck.report.words import term, word
from rxcheck.rules.card import RuleCard, Side
from rxcheck.rules.cases import RuleCase
from rxcheck.rules.rule_words import rule_word
from rxcheck.rules.saying import about, fact_wanted, field_wanted, limit_wanted, subject_name
from rxcheck.terms import CheckKind, Fact, Lang

_LABEL = 16
_MOST_DRUGS, _MOST_CASES, _MOST_RULES = 8, 6, 8
Row = tuple[str, str]
Depths = Mapping[str, tuple[str, str]]


class RulePage(Struct, frozen=True):
    """One card in one language; `trainee` are the longer sentences of its clauses."""

    card: RuleCard
    catalogue: Catalogue
    options: RenderOptions
    trainee: Depths

    @property
    def _lang(self) -> Lang:
        return self.options.lang

    def _say(self, key: str, **slots: object) -> str:
        return rule_word(key, self._lang, **slots)

    def _listed(self, names: Iterable[str], most: int) -> str:
        found = list(names)
        if self.options.verbose or len(found) <= most + 1:
            return word("list", self._lang).join(found)
        shown = word("list", self._lang).join(found[:most])
        return word("more", self._lang, text=shown, n=len(found) - most)

    # --- rows

    def title(self) -> str:
        """`▲ MODIFY · major  ddi-simvastatin-amlodipine`."""
        return f"{self._verdict()}  {self.card.info.rule_id}"

    def _verdict(self) -> str:
        info, action = self.card.info, self.card.info.action.action
        if action is None:
            return self._say("silent")
        return f"{SYMBOLS[action]} {term(action, self._lang).upper()} · {term(info.severity, self._lang)}"

    def rows(self) -> Iterator[Row]:
        """(key of the label, text) of everything but the cases."""
        card, info, row = self.card, self.card.info, self.card.row
        kind = term(card.check, self._lang)
        yield "about", word("bracket", self._lang, text=about(card.check, info, self.catalogue, self._lang), note=kind)
        for side in card.sides:
            if side.label != "term":
                yield side.label, self._side(side)
        yield from self._particulars()
        for modifier in card.modifiers:
            yield "modifier", self._modifier(modifier)
            if modifier.advice:
                text = self._sentences(modifier.advice)
                yield "modifier", self._say("modifier.advice", id=modifier.modifier_id, text=text)
        yield from self._clauses()
        yield "displaces", self._listed(card.displaces, _MOST_RULES)
        yield "gives_way", self._listed(card.gives_way_to, _MOST_RULES)
        yield "evidence", term(info.evidence, self._lang)
        yield "source", self._source(info.source_id, info.locator, term(info.status, self._lang))
        source = self.catalogue.sources.get(info.source_id)
        yield "identifier", source.identifier if source else ""
        yield "reviewed", row.reviewed_by
        yield "valid_from", row.valid_from.isoformat()
        yield "must", self._must()
        if card.check not in (CheckKind.DUPLICATE, CheckKind.ALLERGY):  # these need no fact of their own
            yield "waits", self._say("waits.yes" if card.asks else "waits.no")
        yield "codes", self._codes()

    def _side(self, side: Side) -> str:
        name = subject_name(side.selector, self.catalogue, self._lang)
        if side.selector is None or side.selector.startswith(("drug:", "other:")):
            return name
        drugs = self._listed((self.catalogue.drug(each, self._lang) for each in side.drugs), _MOST_DRUGS)
        return self._say("member", name=name, n=len(side.drugs), names=drugs)

    def _particulars(self) -> Iterator[Row]:
        """What only some tables have."""
        row, info = self.card.row, self.card.info
        if isinstance(row, sc.PairRule):
            routes = (("object", row.object_routes), ("precipitant", row.precipitant_routes))
            yield (
                "routes",
                word("semicolon", self._lang).join(
                    word("lead", self._lang, head=self._say(f"the_{side}"), text=self._routes(each, "systemic"))
                    for side, each in routes
                ),
            )
        elif isinstance(row, sc.DoseLimit | sc.ConditionRule):
            yield "routes", self._routes(row.routes, "systemic")
        elif isinstance(row, sc.AllergyRule | sc.FormRule):
            yield "routes", self._routes(row.routes, "any")
        if isinstance(row, sc.ConditionRule):
            yield "threshold", fact_wanted(info, self.catalogue, self._lang)
        elif isinstance(row, sc.DoseLimit):
            yield "threshold", limit_wanted(info, self._lang)
            yield (
                "indication",
                self._listed((self.catalogue.condition(each, self._lang) for each in row.indication), 20),
            )
        elif isinstance(row, sc.FormRule):
            yield "threshold", field_wanted(info, self._lang)
            yield "jurisdiction", row.jurisdiction
        elif isinstance(row, sc.DuplicateRule):
            yield "threshold", self._say("most", n=row.max_count)
            for each in self.card.allowances:
                names = (self.catalogue.selector(side, self._lang) for side in (each.first, each.second))
                yield "allowance", word("and_drug", self._lang).join(names)
        elif isinstance(row, sc.AllergyRule):
            yield "reactions", word("list", self._lang).join(term(each, self._lang) for each in row.reactions)
        elif isinstance(row, sc.SetRule):
            yield "threshold", self._say("points", n=row.min_points)
            yield from self._set_terms()
        for text in getattr(row, "when", ()):
            yield "when", when_text(text, self.catalogue, self._lang)

    def _set_terms(self) -> Iterator[Row]:
        sides = iter(self.card.sides)
        for each in self.card.terms:
            if each.selector is None:
                text = when_text(each.fact or "", self.catalogue, self._lang)
                yield "term", self._say("term.fact", n=each.points, text=text)
                continue
            names = self._side(next(sides))
            key = "both" if each.points and each.min_count else "least" if each.min_count else "points"
            count = each.min_count if key == "least" else each.points
            yield "term", self._say(f"term.{key}", n=count, least=each.min_count, names=names)

    def _routes(self, routes: tuple[str, ...], blank: str) -> str:
        return routes_text(routes or (blank,), self._lang)

    def _modifier(self, row: sc.InteractionModifier) -> str:
        sides = (self.card.info.subject, self.card.info.other)
        obj, precipitant = (subject_name(each, self.catalogue, self._lang) for each in sides)
        action = row.action.action
        verdict = term(action, self._lang) if action else self._say("silent")
        if action and row.severity:
            verdict = f"{verdict} · {term(row.severity, self._lang)}"
        condition = condition_text(row, obj, precipitant, self.catalogue, self._lang)
        source = self._source(row.source_id, row.locator, term(row.status, self._lang))
        return self._say("modifier", id=row.modifier_id, condition=condition, verdict=verdict, source=source)

    def _clauses(self) -> Iterator[Row]:
        """The sentences, and behind each its longer form for trainees."""
        info = self.card.info
        for label, ids in (("mechanism", info.mechanism), ("harm", info.harm), ("advice", info.advice)):
            for clause in ids:
                yield label, self._sentences((clause,))
                if clause in self.trainee:
                    yield "trainee", self._filled(self.trainee[clause])

    def _sentences(self, ids: Iterable[str]) -> str:
        return word("sentences", self._lang).join(self._filled(self.catalogue.clauses[each]) for each in ids)

    def _filled(self, texts: tuple[str, str]) -> str:
        """A sentence with what the rule names in its slots; what only a prescription can tell is named as such."""
        text = SLOT.sub(lambda match: self._slot(match.group(1)), texts[self._lang is Lang.ZH])
        return text[:1].upper() + text[1:]

    def _slot(self, slot: str) -> str:
        info = self.card.info
        if slot == "condition" and self.card.check is CheckKind.CONDITION and info.fact is Fact.CONDITION:
            return self.catalogue.condition(info.value or "", self._lang)
        side = {"object": info.subject, "precipitant": info.other, "allergen": info.other, "drug": info.subject}
        named = side.get(slot)
        return subject_name(named, self.catalogue, self._lang) if named else self._say(f"slot.{slot}")

    def _source(self, source_id: str, locator: str, status: str) -> str:
        source = self.catalogue.sources.get(source_id)
        parts = [source.title, source.edition] if source else [source_id]
        cited = word("comma", self._lang).join(part for part in (*parts, locator) if part)
        return word("bracket", self._lang, text=cited, note=status)

    def _must(self) -> str:
        entries = self.card.must_alert
        if not entries:
            return self._say("must.no")
        zh = self._lang is Lang.ZH
        texts = (
            self._say("must.row", reason=each.reason_zh if zh else each.reason_en, entry=each.entry_id)
            for each in entries
        )
        return word("semicolon", self._lang).join(texts)

    def _codes(self) -> str:
        codes = self.card.codes
        parts = [f"HL7 {codes.hl7_act}" if codes.hl7_act else "", f"NCPDP {codes.ncpdp}" if codes.ncpdp else ""]
        if codes.cn_review:
            parts.append(word("cn_review", self._lang, code=word("list", self._lang).join(codes.cn_review.split(";"))))
        return " · ".join(part for part in parts if part)

    # --- forms

    def _labelled(self) -> Iterator[Row]:
        before = ""
        for key, text in self.rows():
            if text:
                yield ("" if key == before else self._say(f"label.{key}")), text
                before = key

    def _cases(self) -> tuple[list[RuleCase], int]:
        """Those that are shown, and how many are not."""
        cases = list(self.card.cases or ())
        most = len(cases) if self.options.verbose else _MOST_CASES
        return cases[:most], max(0, len(cases) - most)

    def text(self, stream: TextIO) -> None:
        """For a terminal."""
        page = page_of(self.options, stream)
        page.add(Piece(self.title(), Style.BOLD))
        for label, text in self._labelled():
            page.labelled(label, _LABEL, Piece(text), indent=2)
        page.blank()
        count = "" if self.card.cases is None else f" ({len(self.card.cases)})"
        page.add(Piece(f"{self._say('head.cases')}{count}", Style.BOLD))
        shown, left = self._cases()
        for case in shown:
            page.add(
                Piece(f"{self._outcome(case)}  "),
                Piece(case.name, Style.BOLD),
                Piece(f"  {case.file}", Style.DIM),
                indent=2,
                hang=4,
            )
            page.add(Piece(written(case)), indent=6)
        if left:
            page.add(Piece(self._say("cases.more", n=left), Style.DIM), indent=2)
        if not self.card.cases:
            page.add(
                Piece(self._say("cases.not_here" if self.card.cases is None else "cases.none"), Style.DIM), indent=2
            )
        put(stream, page.text())

    def markdown(self, stream: TextIO) -> None:
        """For a document."""
        from rxcheck.report.plain import markdown

        lines = [f"# {markdown(self.card.info.rule_id)}", "", markdown(self._verdict()), ""]
        before = ""
        for label, text in self._labelled():
            before = label or before
            lines.append(f"- **{before}**: {markdown(text)}")
        lines += ["", f"## {self._say('head.cases')}", ""]
        shown, left = self._cases()
        lines += [
            f"- {self._outcome(case)}: **{markdown(case.name)}** ({case.file}) `{written(case)}`" for case in shown
        ]
        if left:
            lines.append(f"- {self._say('cases.more', n=left)}")
        if not self.card.cases:
            lines.append(self._say("cases.not_here" if self.card.cases is None else "cases.none"))
        put(stream, "\n".join(lines) + "\n")

    def _outcome(self, case: RuleCase) -> str:
        told = [self._say(f"case.{key}") for key in ("fires", "silent", "waits") if getattr(case, key)]
        text = word("list", self._lang).join(told)
        if case.fact is not None:
            text = self._say("case.waits.for", text=text, fact=term(case.fact, self._lang))
        if case.modifier:
            text = word("bracket", self._lang, text=text, note=case.modifier)
        return text

    def json(self, stream: TextIO) -> None:
        """For machines: the row as the table has it, and everything in words."""
        put_json(stream, json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n")

    def document(self) -> dict[str, Any]:
        """The card as plain data."""
        card = self.card
        built = msgspec.to_builtins
        return {
            "rule": card.info.rule_id,
            "check": card.check.value,
            "topic": card.info.topic,
            "about": about(card.check, card.info, self.catalogue, self._lang),
            "row": built(card.row),
            "sides": [built(side) for side in card.sides],
            "modifiers": built(card.modifiers),
            "terms": built(card.terms),
            "allowances": built(card.allowances),
            "text": [{"label": key, "text": text} for key, text in self.rows() if text],
            "must_alert": [
                {"entry": each.entry_id, "reason_en": each.reason_en, "reason_zh": each.reason_zh}
                for each in card.must_alert
            ],
            "codes": built(card.codes),
            "asks_for_missing_facts": card.asks,
            "displaces": list(card.displaces),
            "gives_way_to": list(card.gives_way_to),
            "cases": None if card.cases is None else built(card.cases),
        }


def written(case: RuleCase) -> str:
    """The prescription of a case on one line, as its file writes it."""
    return json.dumps(case.rx, ensure_ascii=False, default=str).replace('"', "")
