"""The facts that modifiers of interaction rows look at, and routes as tables write them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.terms import FACTOR_UNITS, Factor
from rxcheck.kb.unit_names import amount
from rxcheck.report.card_words import card_word
from rxcheck.report.words import has_word, word
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.kb.pair import PairModifier
    from rxcheck.kb.schema import InteractionModifier

_ROUTES = (Factor.OBJECT_ROUTE, Factor.PRECIPITANT_ROUTE)
_DOSES = (Factor.OBJECT_DAILY_DOSE, Factor.PRECIPITANT_DAILY_DOSE)


def condition_text(
    modifier: PairModifier | InteractionModifier, obj: str, precipitant: str, catalogue: Catalogue, lang: Lang
) -> str:
    """`the daily dose of simvastatin is above 20 mg`; `obj` and `precipitant` are names of the two sides."""
    factor = modifier.factor
    drug = obj if factor.value.startswith("object") else precipitant
    if factor in _ROUTES:
        return card_word("modifier.route", lang, drug=drug, routes=routes_text(modifier.value.split(";"), lang))
    if factor in (Factor.CO_DRUG, Factor.CONDITION):
        names = [
            catalogue.selector(each, lang) if factor is Factor.CO_DRUG else catalogue.condition(each, lang)
            for each in modifier.value.split(";")
        ]
        key = f"modifier.{factor.value}.{modifier.op.value}"
        return card_word(key, lang, names=word("list", lang).join(names))
    unit = modifier.unit if factor in _DOSES else FACTOR_UNITS[factor]
    value = card_word(f"op.{modifier.op.value}", lang, value=amount(modifier.value, unit or "", lang))
    key = f"modifier.{factor.value.removeprefix('object_').removeprefix('precipitant_')}"
    return card_word(key, lang, drug=drug, value=value)


def routes_text(routes: Iterable[str], lang: Lang) -> str:
    """Routes and groups of routes ("oral", "systemic"), listed."""
    keys = ((f"route.{each}", f"route_group.{each}") for each in routes)
    return word("list", lang).join(word(one if has_word(one) else two, lang) for one, two in keys)
