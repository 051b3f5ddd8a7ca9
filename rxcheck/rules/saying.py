"""What rules are about, in words of one language."""

from __future__ import annotations

from rxcheck.finding import Comparator
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import FACT_UNITS, AllergyRelation, Op
from rxcheck.kb.unit_names import amount
from rxcheck.report.card_words import card_word
from rxcheck.report.when_words import when_text
from rxcheck.report.words import term as named
from rxcheck.report.words import word
from rxcheck.rules.rule_words import rule_word
from rxcheck.rules.why_words import why_word
from rxcheck.terms import CheckKind, Fact, Lang, Sex

_COMPARATOR = {Op.GT: Comparator.ABOVE, Op.GE: Comparator.AT_LEAST, Op.LT: Comparator.BELOW, Op.LE: Comparator.AT_MOST}


def fact_wanted(info: RuleInfo, catalogue: Catalogue, lang: Lang) -> str:
    """`eGFR < 30 mL/min/1.73 m²`: what a condition row asks of the patient."""
    if info.fact is Fact.CONDITION:
        return why_word("condition", lang, name=catalogue.condition(info.value or "", lang))
    if info.fact is Fact.INDICATION:
        return why_word("indication", lang)
    fact = info.fact or Fact.AGE
    name = named(fact, lang)
    if info.op is Op.IS:
        value = named(Sex(info.value or ""), lang) if fact is Fact.SEX else word(f"value.{info.value}", lang)
        return word("when.compared", lang, fact=name, op="=", value=value)
    unit = FACT_UNITS.get(fact, "")
    if info.op is Op.BETWEEN:
        value = f"{info.value}-{amount(info.value_high or '', unit, lang)}"
        return f"{name} {word('comparator.between', lang, value=value)}"
    value = amount(info.value or "", unit, lang)
    return f"{name} {word(f'comparator.{_COMPARATOR[info.op or Op.GT].value}', lang, value=value)}"


def limit_wanted(info: RuleInfo, lang: Lang) -> str:
    """`daily dose at most 4 g`."""
    unit = f"{info.unit}/{info.per}" if info.per else info.unit or ""
    kind = info.limit.value if info.limit else ""
    return card_word(f"limit.{kind}", lang, value=amount(info.value or "", unit, lang))


def field_wanted(info: RuleInfo, lang: Lang) -> str:
    """`more than 7 days of treatment`: what breaks a form row."""
    if info.written is not None:
        form = named(info.written, lang)
        if info.words:
            form = why_word("writing.words", lang, form=form, words=word("list", lang).join(info.words))
        return why_word("writing", lang, form=form)
    return why_word(f"field.{info.field.value if info.field else 'drug'}", lang, n=info.value or "")


def subject_name(selector: str | None, catalogue: Catalogue, lang: Lang) -> str:
    """The name of a selector; of none, that every drug is meant."""
    if selector is None:
        return rule_word("every_drug", lang)
    return catalogue.selector(selector, lang)


def about(check: CheckKind, info: RuleInfo, catalogue: Catalogue, lang: Lang) -> str:
    """What a rule is about, on one line: `Simvastatin ◀ Clarithromycin`, `Metformin: eGFR < 30 mL/min/1.73 m²`."""
    subject = subject_name(info.subject, catalogue, lang)
    if check is CheckKind.INTERACTION:
        return f"{subject} ◀ {subject_name(info.other, catalogue, lang)}"
    if check is CheckKind.ALLERGY:
        relation = rule_word(f"relation.{AllergyRelation(info.topic).value}", lang)
        if info.subject is None or info.other is None:
            return relation
        return f"{subject_name(info.other, catalogue, lang)} → {subject}"
    if check is CheckKind.DUPLICATE:
        return word("lead", lang, head=subject, text=why_word(f"level.{info.topic}", lang))
    if check is CheckKind.SET:
        names = word("list", lang).join(catalogue.selector(each, lang) for each in info.selectors)
        return word("lead", lang, head=rule_word(f"set.{info.topic}", lang), text=names)
    wanted = {
        CheckKind.CONDITION: lambda: fact_wanted(info, catalogue, lang),
        CheckKind.LIMIT: lambda: limit_wanted(info, lang),
        CheckKind.FORM: lambda: field_wanted(info, lang),
    }[check]()
    head = word("lead", lang, head=subject, text=wanted)
    if check is CheckKind.LIMIT:
        terms = [*(when_text(each, catalogue, lang) for each in info.when if each != ADULT)]
        terms += [catalogue.condition(each, lang) for each in info.indication]
        head = word("bracket", lang, text=head, note=word("comma", lang).join(terms)) if terms else head
    return head


ADULT = "age>=18a"  # what most limits ask for goes without saying in a list
