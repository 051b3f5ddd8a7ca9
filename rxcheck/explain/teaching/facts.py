"""The first step: what of the prescription and its patient the verdict rests on."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.explain.teaching.subject import Subject
from rxcheck.finding import SlotKind
from rxcheck.kb.schema_rules import ConditionRule
from rxcheck.kb.unit_names import amount
from rxcheck.model import Dosage, MedicationLine
from rxcheck.quantity import Dose, Frequency, plain_decimal
from rxcheck.report.facts import chain_rows, fact_text, slip_row
from rxcheck.report.plain import visible
from rxcheck.report.words import term, word
from rxcheck.terms import CheckKind, Fact, Lang

_HOURS_OF_DAY, _HOURS_OF_WEEK = 24, 168
_NO_POINTS = "-1"  # what stands for no liver disease


def facts_statements(subject: Subject) -> Iterator[str]:
    """The lines as written and as understood, what was compared, facts with their formula, inputs and dates, and what of the record
    the rule looked at."""
    finding, view = subject.finding, subject.view
    if not subject.lines:
        yield subject.say("facts.whole")
    for line in subject.lines:
        yield _line(subject, line)
    for fragment in finding.fragments:
        yield subject.say("facts.fragment", line=visible(fragment.line), text=visible(fragment.text))
    compared = view.compared(finding)
    if compared:
        yield subject.say("facts.compared", text=compared)
    for fact in finding.facts:
        if fact.fact is Fact.CHILD_PUGH and fact.value == _NO_POINTS:
            yield subject.say("facts.no_liver_disease")
            continue
        text = fact_text(fact, subject.catalogue, subject.lang)
        if text not in compared:
            yield subject.say("facts.used", text=text)
    for text in chain_rows(finding, subject.catalogue, subject.lang):
        yield subject.say("facts.chains", text=text)
    usual = slip_row(finding, subject.lang)
    if usual:
        yield subject.say("facts.slip", text=usual)
    if finding.check is CheckKind.CONDITION:
        yield from _conditions(subject)
    if finding.check is CheckKind.ALLERGY:
        yield from _allergies(subject)


def _line(subject: Subject, line: MedicationLine) -> str:
    drugs = next((each.drugs for each in subject.report.receipt.lines if each.line == line.id), ())
    names = subject.view.listed(subject.view.names(drugs)) or subject.verdict(None)
    said = subject.view.line(line.id)
    if drugs:
        said = subject.say("facts.line", line=said, drugs=names)
    return subject.view.noted(said, word("comma", subject.lang).join(_dosage(subject, line)))


def _dosage(subject: Subject, line: MedicationLine) -> Iterator[str]:
    lang, dosage = subject.lang, line.dosage
    if dosage.route is not None:
        yield term(dosage.route, lang)
    for step in dosage.steps or (dosage,):
        if step.dose is not None:
            yield subject.say("facts.dose", text=_dose(step.dose, lang))
        if step.frequency is not None:
            yield _frequency(subject, step.frequency)
        if not isinstance(step, Dosage) and step.days is not None:
            yield subject.say("facts.days", text=amount(str(step.days), "d", lang))
    if dosage.as_needed:
        yield subject.say("facts.as_needed")
    if dosage.max_per_day is not None:
        yield subject.say("facts.most", text=_dose(dosage.max_per_day, lang))
    days = line.days if line.days is not None else dosage.days
    if days is not None:
        yield subject.say("facts.days", text=amount(str(days), "d", lang))
    if line.quantity is not None:
        text = amount(plain_decimal(line.quantity.value), line.quantity.unit.code, lang)
        yield subject.say("facts.quantity", text=text)
    if line.refills is not None:
        yield subject.say("facts.refills", text=line.refills)


def _dose(dose: Dose, lang: Lang) -> str:
    low, high = plain_decimal(dose.low.value), dose.high
    unit = dose.most.unit.code
    if dose.basis:
        unit += f"/{dose.basis.value}"
    if dose.rate_hours:
        unit += {_HOURS_OF_DAY: "/d", 1: "/h"}.get(dose.rate_hours, f"/{dose.rate_hours}h")
    if high is None:
        return amount(low, unit, lang)
    if high.unit == dose.low.unit:
        return amount(f"{low}-{plain_decimal(high.value)}", unit, lang)
    return f"{amount(low, dose.low.unit.code, lang)} - {amount(plain_decimal(high.value), unit, lang)}"


def _frequency(subject: Subject, frequency: Frequency) -> str:
    hours = frequency.hours
    if hours == _HOURS_OF_DAY:
        period = subject.say("facts.day")
    elif hours == _HOURS_OF_WEEK:
        period = subject.say("facts.week")
    else:
        days = hours % _HOURS_OF_DAY == 0
        said = amount(str(hours // _HOURS_OF_DAY if days else hours), "d" if days else "h", subject.lang)
        period = subject.say("facts.every", period=said)
    return subject.say(
        "facts.frequency.one" if frequency.count == 1 else "facts.frequency", n=frequency.count, period=period
    )


def _conditions(subject: Subject) -> Iterator[str]:
    """The recorded diagnoses that the row speaks of; all of them where it misses one."""
    rule, recorded = subject.rule, subject.report.prescription.patient.conditions or ()
    if not isinstance(rule, ConditionRule):
        return
    if rule.fact is Fact.INDICATION:
        yield subject.say("facts.diagnoses", text=subject.view.listed(visible(each.name) for each in recorded))
    if rule.fact is not Fact.CONDITION:
        return
    asked, broader = set(rule.value.split("|")), subject.kb.compiled.text.patients.broader
    for each in recorded:
        found = subject.kb.resolver.condition(each.name, each.codes)
        if found is not None and asked.intersection((found, *broader.get(found, ()))):
            name = subject.catalogue.condition(found, subject.lang)
            yield subject.say("facts.condition", text=visible(each.name), name=name)


def _allergies(subject: Subject) -> Iterator[str]:
    wanted = subject.allergens
    for each in subject.report.prescription.patient.allergies or ():
        selectors = subject.kb.resolver.allergen(each.substance, each.codes)
        if selectors != wanted:
            continue
        names = subject.view.listed(subject.named(selector) for selector in selectors)
        yield subject.say("facts.allergy", text=visible(each.substance), name=names)
        kinds = sorted(subject.kb.resolver.reactions(each.reaction, each.kind))
        if kinds:
            yield subject.say("facts.reaction", text=subject.view.listed(term(kind, subject.lang) for kind in kinds))
        elif each.reaction:
            yield subject.say("facts.reaction", text=visible(each.reaction))
        else:
            yield subject.say("facts.reaction_untold")


def slot_values(subject: Subject, kind: SlotKind) -> tuple[str, ...]:
    """What the clauses of the finding hold of one kind, each once."""
    uses = (*subject.finding.mechanism, *subject.finding.harm, *subject.finding.advice)
    found = (value for use in uses for _, slot in use.slots if slot.kind is kind for value in slot.values)
    return tuple(dict.fromkeys(found))
