"""The card of a drug, for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from msgspec import Struct

from rxcheck.kb.card import Card, CardIndex, CardLimit, CardProduct, CardUsual, Known
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.resolution import Resolution
from rxcheck.kb.terms import NameKind, RuleAction
from rxcheck.kb.unit_names import amount, unit_text
from rxcheck.quantity import Strength, plain_decimal
from rxcheck.report.card_words import card_word
from rxcheck.report.interface import RenderOptions
from rxcheck.report.layout import Page, Piece, Style
from rxcheck.report.pages import page_of
from rxcheck.report.plain import visible
from rxcheck.report.terminal import put, put_json
from rxcheck.report.when_words import when_text
from rxcheck.report.words import term, word
from rxcheck.terms import CheckKind, DrugKind, Fact, Lang, Reason

_LABEL = 22
_MOST = 12
_CHECKED_KINDS = frozenset({DrugKind.DRUG, DrugKind.HERB, DrugKind.FOOD, DrugKind.VACCINE})
_NAME_KINDS = (
    (NameKind.SYNONYM, "synonyms"),
    (NameKind.ABBREVIATION, "abbreviations"),
    (NameKind.SALT, "salts"),
    (NameKind.BRAND, "brands"),
    (NameKind.AMBIGUOUS, "ambiguous"),
)
Document = dict[str, Any]

_HOURS_OF_DAY = 24


class Answer(Struct, frozen=True):
    """What a written name became: the resolution, the card of each ingredient, and the combination if it is one."""

    written: str
    resolution: Resolution
    cards: tuple[Card, ...]
    product: CardProduct | None = None


def answer(written: str, resolution: Resolution, index: CardIndex) -> Answer:
    """The answer for a resolved or unresolved name."""
    drugs = dict.fromkeys(ingredient.drug for ingredient in resolution.ingredients)
    product = index.product(resolution.product) if resolution.product else None
    return Answer(written, resolution, tuple(map(index.card, drugs)), product)


def strength_text(strength: Strength, lang: Lang) -> str:
    """A strength as people write it: "250 mg/5 mL"."""
    shown = amount(plain_decimal(strength.amount.value), strength.amount.unit.code, lang)
    if strength.per is None:
        return shown
    return f"{shown}/{amount(plain_decimal(strength.per.value), strength.per.unit.code, lang)}"


class CardTable:
    """Writes answers for people."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._lang = options.lang
        self._options = options

    def render(self, found: Answer, stream: TextIO) -> None:
        """Write one answer to `stream`."""
        page = page_of(self._options, stream)
        self._head(page, found)
        for card in found.cards:
            page.blank()
            self._card(page, card)
        put(stream, page.text())

    def _say(self, key: str, **slots: object) -> str:
        return card_word(key, self._lang, **slots)

    def _drug(self, drug_id: str) -> str:
        return self._catalogue.drug(drug_id, self._lang)

    def _both(self, pair: tuple[str, str]) -> str:
        english, chinese = pair
        if not chinese:
            return english
        return f"{chinese} {english}" if self._lang is Lang.ZH else f"{english} {chinese}"

    def _head(self, page: Page, found: Answer) -> None:
        resolution = found.resolution
        text = visible(found.written)
        if not resolution.known:
            reason = term(resolution.reason or Reason.UNKNOWN_DRUG, self._lang)
            page.add(Piece(self._say("unresolved", text=text, reason=reason), Style.GAP))
            self._row(page, "suggested", self._suggested(resolution), whole=True)
            for first, second in resolution.lookalikes:
                self._row(page, "confusable", [f"{first} – {second}"])
            return
        page.add(Piece(self._say("written", text=text), Style.BOLD, verbatim=True))
        for ingredient in resolution.ingredients:
            strength = (
                strength_text(ingredient.strength, self._lang) if ingredient.strength else self._say("strength_unknown")
            )
            page.add(Piece(f"{self._drug(ingredient.drug)} · {strength}"), indent=2)
        notes = [term(resolution.how, self._lang)]
        for key, member in (("route", resolution.route), ("form", resolution.form), ("release", resolution.release)):
            if member is not None:
                notes.append(f"{self._say(key)} {term(member, self._lang)}")
        page.add(Piece(" · ".join(notes), Style.DIM), indent=2)
        if found.product is not None:
            self._row(page, "product", [self._drug(f"product:{found.product.product_id}")])
            self._row(page, "marketed", self._strengths(found.product))

    def _suggested(self, resolution: Resolution) -> list[str]:
        return [self._catalogue.drug(target.removeprefix("drug:"), self._lang) for target in resolution.suggestions]

    def _strengths(self, product: CardProduct) -> list[str]:
        return [" + ".join(texts) + (f" / {per}" if per else "") for texts, per in product.strengths]

    def _card(self, page: Page, card: Card) -> None:
        page.rule()
        page.add(
            Piece(self._both((card.name_en, card.name_zh)), Style.BOLD), Piece(f" · {term(card.kind, self._lang)}")
        )
        if card.kind not in _CHECKED_KINDS:
            page.add(Piece(self._say("not_a_drug", kind=term(card.kind, self._lang)), Style.GAP), indent=2)
        self._row(page, "codes", list(_codes(card)), whole=True, verbatim=True)
        for kind, key in _NAME_KINDS:
            self._row(page, key, [name.name for name in card.names if name.kind is kind])
        self._row(page, "lookalikes", list(card.lookalikes), style=Style.MONITOR)
        self._row(page, "relatives", [self._relative(card, number) for number in range(len(card.relatives))])
        self._row(page, "classes", [self._catalogue.selector(f"class:{c.class_id}", self._lang) for c in card.classes])
        for key, selectors in (("pathways", card.pathways), ("effects", card.effects)):
            self._row(page, key, [self._catalogue.selector(each, self._lang) for each in selectors], whole=True)
        self._row(page, "products", [self._drug(f"product:{product.product_id}") for product in card.products])
        self._structure(page, card)
        self._row(page, "rules", [self._known(known) for known in card.known], whole=True)
        self._row(page, "usual", [self._usual(usual) for usual in card.usual], whole=True)
        self._row(page, "limits", [self._limit(limit) for limit in card.limits], whole=True)
        self._row(page, "missing", [self._topic(*topic) for topic in card.missing], style=Style.GAP)
        source = self._catalogue.sources.get(card.source_id)
        shown = source.title if source else card.source_id
        status = term(card.status, self._lang)
        self._row(page, "source", [" · ".join(part for part in (shown, card.locator, status) if part)], style=Style.DIM)

    def _row(
        self,
        page: Page,
        key: str,
        items: list[str],
        whole: bool = False,
        style: Style = Style.PLAIN,
        verbatim: bool = False,
    ) -> None:
        """A label and its items, the first of them where there are many; nothing where there are none."""
        if not items:
            return
        most = len(items) if whole or self._options.verbose else _MOST
        text = word("list", self._lang).join(items[:most])
        if len(items) > most:
            text = self._say("more", text=text, n=len(items) - most)
        label = self._say(key)
        page.labelled(label, _LABEL, Piece(text, style, verbatim=verbatim), indent=2)

    def _relative(self, card: Card, number: int) -> str:
        relative = card.relatives[number]
        key = f"{relative.relation.value}.reverse" if relative.reverse else relative.relation.value
        return self._say(key, name=self._drug(relative.drug))

    def _structure(self, page: Page, card: Card) -> None:
        structure = card.structure
        if structure is None:
            return
        self._row(page, "structure", [structure.smiles], verbatim=True)
        names = {
            group.group_id: group.name_zh if self._lang is Lang.ZH else group.name_en for group in structure.groups
        }
        self._row(page, "groups", list(names.values()), whole=True)
        for group, drugs in structure.same_chain.items():
            if drugs:
                alike = word("list", self._lang).join(map(self._drug, drugs))
                self._row(page, "structure", [self._say("same_chain", group=names[group], names=alike)])
        self._row(page, "neighbours", [f"{self._drug(drug)} {percent} %" for drug, percent in structure.neighbours])

    def _topic(self, check: CheckKind, fact: Fact | None) -> str:
        return term(check, self._lang) if fact is None else term(fact, self._lang)

    def _known(self, known: Known) -> str:
        parts = [
            f"{count} {term(action.action, self._lang) if action.action else self._say('silent')}"
            for action, count in sorted(known.actions.items(), key=lambda item: list(RuleAction).index(item[0]))
        ]
        topic = self._topic(known.check, known.fact)
        return word("bracket", self._lang, text=f"{topic} {known.total}", note=", ".join(parts))

    def _usual(self, usual: CardUsual) -> str:
        """`25-100 mg every 12 hours (oral, age ≥ 18 years)`."""
        span = usual.low if usual.low == usual.high else f"{usual.low}-{usual.high}"
        days = usual.hours % _HOURS_OF_DAY == 0 and usual.hours > _HOURS_OF_DAY
        every = amount(str(usual.hours // _HOURS_OF_DAY if days else usual.hours), "d" if days else "h", self._lang)
        text = self._say("usual_dose", dose=self._amount(span, usual.unit, usual.per), every=every)
        return self._noted(text, usual.routes, usual.when)

    def _limit(self, limit: CardLimit) -> str:
        text = self._say(f"limit.{limit.limit}", value=self._amount(limit.value, limit.unit, limit.per))
        return self._noted(text, limit.routes, limit.when, limit.indication)

    def _amount(self, value: str, unit: str, per: str | None) -> str:
        shown = amount(value, unit, self._lang)
        return f"{shown}/{unit_text(per, self._lang)}" if per else shown

    def _noted(self, text: str, routes: Sequence[str], when: Sequence[str], indication: Sequence[str] = ()) -> str:
        """A text with the routes, further terms and indications for which it holds."""
        notes = [_route_word(route, self._lang) for route in routes]
        notes += [when_text(term, self._catalogue, self._lang) for term in when]
        notes += [self._catalogue.condition(name, self._lang) for name in indication]
        return word("bracket", self._lang, text=text, note=", ".join(notes)) if notes else text


def _route_word(route: str, lang: Lang) -> str:
    for prefix in ("route", "route_group"):
        key = f"{prefix}.{route}"
        try:
            return word(key, lang)
        except KeyError:
            continue
    return route


def _codes(card: Card) -> Iterator[str]:
    yield card.drug_id
    if card.atc:
        yield f"ATC {' '.join(card.atc)}"
    if card.rxcui:
        yield f"RxCUI {card.rxcui}"
    if card.unii:
        yield f"UNII {card.unii}"
    if card.structure:
        yield f"InChIKey {card.structure.inchikey}"


class CardJson:
    """Writes answers for machines; every enumeration by its value, names in both languages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def render(self, found: Answer, stream: TextIO) -> None:
        """Write one answer to `stream`."""
        put_json(stream, json.dumps(self.document(found), ensure_ascii=False, indent=2) + "\n")

    def document(self, found: Answer) -> Document:
        """The answer as plain data."""
        import msgspec

        resolution = found.resolution
        return {
            "written": found.written,
            "resolved_by": resolution.how.value,
            "reason": resolution.reason.value if resolution.reason else None,
            "route": resolution.route.value if resolution.route else None,
            "form": resolution.form.value if resolution.form else None,
            "release": resolution.release.value if resolution.release else None,
            "ingredients": [
                {**self._named(item.drug), "strength": strength_text(item.strength, Lang.EN) if item.strength else None}
                for item in resolution.ingredients
            ],
            "product": self._product(found.product) if found.product else None,
            "suggestions": [self._named(target.removeprefix("drug:")) for target in resolution.suggestions],
            "lookalikes": [list(pair) for pair in resolution.lookalikes],
            "cards": [self._card(msgspec.to_builtins(card), card) for card in found.cards],
        }

    def _named(self, drug_id: str) -> Document:
        return {
            "id": drug_id,
            "name_en": self._catalogue.drug(drug_id, Lang.EN),
            "name_zh": self._catalogue.drug(drug_id, Lang.ZH),
        }

    def _product(self, product: CardProduct) -> Document:
        return {
            **self._named(f"product:{product.product_id}"),
            "strengths": [{"amounts": list(texts), "per": per} for texts, per in product.strengths],
        }

    def _card(self, built: Document, card: Card) -> Document:
        built["products"] = [self._product(product) for product in card.products]
        built["relatives"] = [
            {"relation": item.relation.value, "reverse": item.reverse, **self._named(item.drug)}
            for item in card.relatives
        ]
        built["missing"] = [_topic(*topic) for topic in card.missing]
        built["known"] = [
            {**_topic(item.check, item.fact), "actions": {action.value: n for action, n in item.actions.items()}}
            for item in card.known
        ]
        return built


def _topic(check: CheckKind, fact: Fact | None) -> Document:
    return {"check": check.value, "fact": fact.value if fact else None}
