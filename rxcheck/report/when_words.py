"""The `when` terms of rules in words: `CrCl < 30 mL/min`, `together with NSAIDs`, `not with gout`."""

from __future__ import annotations

from decimal import Decimal

from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.terms import FACT_UNITS, Op, TermKind
from rxcheck.kb.unit_names import amount
from rxcheck.kb.when import Term, parse_term
from rxcheck.quantity import plain_decimal
from rxcheck.report.words import term as named
from rxcheck.report.words import word
from rxcheck.terms import Fact, Lang, PrescriberTitle, Release, Setting, Sex

_SYMBOL = {Op.LT: "<", Op.LE: "≤", Op.GT: ">", Op.GE: "≥", Op.IS: "="}


def when_text(text: str, catalogue: Catalogue, lang: Lang) -> str:
    """One term of a rule as a person reads it."""
    term = parse_term(text)
    shown = _shown(term, catalogue, lang)
    return word("when.not", lang, text=shown) if term.negated else shown


def _shown(term: Term, catalogue: Catalogue, lang: Lang) -> str:
    either = word("when.or", lang)
    if term.kind is TermKind.CONDITION:
        return either.join(catalogue.condition(name, lang) for name in term.names)
    if term.kind is TermKind.CO_DRUG:
        return word("when.with", lang, text=either.join(catalogue.selector(name, lang) for name in term.names))
    if term.kind is TermKind.RELEASE:
        return named(Release(term.names[0]), lang)
    if term.kind is TermKind.COMBINED:
        return word("when.combined" if term.names[0] == "yes" else "when.alone", lang)
    if term.kind is TermKind.STATED:
        if term.names == ("yes",):
            return named(term.fact, lang)
        words = {Fact.SETTING: Setting, Fact.PRESCRIBER: PrescriberTitle}.get(term.fact)
        text = either.join(named(words(name), lang) if words else word(f"value.{name}", lang) for name in term.names)
        return text if term.fact is Fact.SETTING else word("when.stated", lang, fact=named(term.fact, lang), text=text)
    if term.names:
        if term.fact is Fact.SEX:
            return named(Sex(term.names[0]), lang)
        return word("lactating" if term.names[0] == "yes" else "not_lactating", lang)
    return word("when.compared", lang, fact=_fact(term, lang), op=_SYMBOL[term.op or Op.IS], value=_value(term, lang))


def _fact(term: Term, lang: Lang) -> str:
    return word("when.daily_dose", lang) if term.kind is TermKind.DAILY_DOSE else named(term.fact, lang)


def _value(term: Term, lang: Lang) -> str:
    if term.amount is not None:
        return amount(plain_decimal(term.value or Decimal(0)), term.amount.unit.code, lang)
    unit = (
        term.age_unit.value if term.age_unit else "d" if term.kind is TermKind.DAYS else FACT_UNITS.get(term.fact, "")
    )
    return amount(plain_decimal(term.value or Decimal(0)), unit, lang)
