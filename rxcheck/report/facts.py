"""The patient facts that a verdict rests on, and what a wrong amount looks like, in words."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.finding import FactNote, FactUse, Finding
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.unit_names import amount
from rxcheck.report.when_words import when_text
from rxcheck.report.words import has_word, term, word
from rxcheck.terms import Fact, FactBasis, Lang, NoteKind

_ADULT = "age>=18a"  # what most limits ask for goes without saying
_LONG_HOURS = 48


def when_row(finding: Finding, catalogue: Catalogue, lang: Lang) -> str:
    """`CrCl < 30 mL/min · not gout`: the further facts that the row asks for, all of which hold."""
    return " · ".join(when_text(text, catalogue, lang) for text in finding.when if text != _ADULT)


def chain_rows(finding: Finding, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """`β-lactam R1 side chain: the same, atom for atom (*C(=O)C(N)c1ccccc1)`, or both chains where they differ."""
    for chains in finding.side_chains:
        note, what = chains.chain, "chains.same"
        if not chains.same:
            drugs = ((chains.drug, chains.chain), (chains.allergen, chains.allergen_chain))
            note = word("semicolon", lang).join(f"{catalogue.drug(drug, lang)} {chain}" for drug, chain in drugs)
            what = "chains.other"
        text = word("bracket", lang, text=word(what, lang), note=note)
        yield word("lead", lang, head=catalogue.group(chains.group, lang), text=text)


def fact_rows(finding: Finding, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """`CrCl 24.1 mL/min (Cockcroft-Gault, actual weight; creatinine 150 µmol/L of 2026-10-01, age 78 years, …)`, one for each
    fact."""
    for fact in finding.facts:
        if fact.fact is Fact.CHILD_PUGH and fact.value == "-1":
            continue  # that there is no liver disease is no value
        if (
            fact.fact is Fact.AGE
            and finding.when == (_ADULT,)
            and finding.compared
            and finding.compared.fact is not Fact.AGE
        ):
            continue
        yield fact_text(fact, catalogue, lang)


def fact_text(fact: FactUse, catalogue: Catalogue, lang: Lang) -> str:
    """A fact with where it comes from, what is to be said of it, and what it was calculated from."""
    shown = f"{term(fact.fact, lang)} {_value(fact, lang)}"
    told = []
    if fact.formula is not None:
        told.append(term(fact.formula, lang))
    if fact.weight is not None:
        told.append(term(fact.weight, lang))
    if fact.basis is FactBasis.IMPLIED and fact.condition:
        told.append(word("lead", lang, head=term(fact.basis, lang), text=catalogue.condition(fact.condition, lang)))
    elif fact.basis is FactBasis.STOOD_IN:
        told.append(term(fact.basis, lang))
    elif fact.taken_on is not None and not fact.inputs:
        told.append(fact.taken_on.isoformat())
    told += [_note(note, catalogue, lang) for note in fact.notes]
    told += [fact_text(each, catalogue, lang) for each in fact.inputs]
    return word("bracket", lang, text=shown, note=word("comma", lang).join(told)) if told else shown


def _value(fact: FactUse, lang: Lang) -> str:
    for key in (f"sex.{fact.value}", f"value.{fact.value}"):
        if has_word(key):
            return word(key, lang)
    return amount(fact.value, fact.unit, lang)


def _note(note: FactNote, catalogue: Catalogue, lang: Lang) -> str:
    if note.kind is NoteKind.STALE:
        return word("fact.stale", lang, n=note.days or 0)
    if note.condition is not None:
        return word("fact.against", lang, text=catalogue.condition(note.condition, lang))
    other = amount(note.value, note.unit, lang)
    return word("fact.against", lang, text=other)


def slip_row(finding: Finding, lang: Lang) -> str:
    """`looks like ten times too much; usual 2.5-10 mg every 24 hours`; empty where the tables know no usual dose."""
    usual = ""
    if finding.usual is not None:
        each = finding.usual
        span = each.low if each.low == each.high else f"{each.low}-{each.high}"
        usual = word("usual", lang, dose=amount(span, each.unit, lang), every=_hours(each.hours, lang))
    slip = word("slip", lang, text=term(finding.slip, lang)) if finding.slip else ""
    return word("semicolon", lang).join(part for part in (slip, usual) if part)


def _hours(hours: int, lang: Lang) -> str:
    whole_days = hours >= _LONG_HOURS and hours % 24 == 0
    return amount(str(hours // 24), "d", lang) if whole_days else amount(str(hours), "h", lang)
