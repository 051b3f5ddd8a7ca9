"""A prescription as a trainee sees it: the patient, everything recorded, the lines as written; nothing that a check says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from rxcheck.kb.unit_names import amount
from rxcheck.model import Allergy, Lab, MedicationLine, Prescription
from rxcheck.quantity import plain_decimal
from rxcheck.report.plain import visible
from rxcheck.report.view import View
from rxcheck.report.words import term, word
from rxcheck.terms import Lang, LineStatus
from rxcheck.train.model import Case
from rxcheck.train.names import name_of
from rxcheck.train.words import say

ANY_PLACE = "generic"


def case_head(case: Case, lang: Lang) -> tuple[str, ...]:
    """Title and story. The topic stays unsaid: it would be half of the answer."""
    return (
        word("bracket", lang, text=visible(case.title.of(lang)), note=name_of(case.level, lang)),
        visible(case.story.of(lang), 2000),
    )


def prescription_rows(case: Case, view: View) -> tuple[tuple[str, str], ...]:
    """(label, text): the patient, everything that is recorded, and one row for each line under its id."""
    lang, prescription = view.lang, view.report.prescription
    patient = prescription.patient
    facts = _facts(view)
    if patient.gestation_weeks is not None:
        facts.append(say("gestation", lang, n=patient.gestation_weeks))
    rows = [(say("patient", lang), " · ".join(facts) or say("patient.unknown", lang))]
    rows.append((say("allergies", lang), _allergies(patient.allergies, view)))
    if patient.conditions is not None:
        named = view.listed(visible(each.name) for each in patient.conditions)
        rows.append((say("conditions", lang), named or word("no_conditions", lang)))
    if patient.labs:
        rows.append((say("labs", lang), " · ".join(_labs(patient.labs, lang))))
    rows.append((say("prescription", lang), " · ".join(_head(case, prescription, lang))))
    rows += [(visible(line.id), line_text(line, lang)) for line in prescription.lines]
    return tuple(row for row in rows if row[1])


def _facts(view: View) -> list[str]:
    """What is known of the patient but laboratory results: those stand in a row of their own, and all of them."""
    report = view.report
    patient = replace(report.prescription.patient, labs=())
    bare = replace(report, prescription=replace(report.prescription, patient=patient))
    return View(bare, view.catalogue, view.lang).patient_facts()


def _head(case: Case, prescription: Prescription, lang: Lang) -> list[str]:
    parts = [say("dated", lang, date=prescription.authored_on.isoformat())] if prescription.authored_on else []
    if prescription.setting:
        parts.append(term(prescription.setting, lang))
    if prescription.prescriber:
        parts.append(say("prescriber", lang, name=term(prescription.prescriber, lang)))
    if prescription.long_term:
        parts.append(say("long_term", lang))
    if prescription.justified:
        parts.append(say("justified", lang))
    if case.jurisdiction != ANY_PLACE:
        parts.append(say("rules", lang, name=case.jurisdiction))
    return parts


def _allergies(allergies: tuple[Allergy, ...] | None, view: View) -> str:
    if allergies is None:
        return view.say("allergies_unknown")
    if not allergies:
        return view.say("no_allergies")
    return view.listed(
        view.noted(
            visible(each.substance),
            " · ".join(part for part in (_kind(each, view), visible(each.reaction or "")) if part),
        )
        for each in allergies
    )


def _kind(allergy: Allergy, view: View) -> str:
    return term(allergy.kind, view.lang) if allergy.kind else ""


def _labs(labs: tuple[Lab, ...], lang: Lang) -> Iterator[str]:
    """All results, the newest day first, each day with its date behind it."""
    days = sorted({lab.taken_on or date.min for lab in labs}, reverse=True)
    for day in days:
        own = sorted((lab for lab in labs if (lab.taken_on or date.min) == day), key=lambda lab: lab.name)
        text = " · ".join(_lab(lab, lang) for lab in own)
        yield text if day == date.min else word("bracket", lang, text=text, note=day.isoformat())


def _lab(lab: Lab, lang: Lang) -> str:
    named = term(lab.fact, lang) if lab.fact else visible(lab.name)
    return f"{named} {amount(plain_decimal(lab.value), lab.unit, lang)}"


def line_text(line: MedicationLine, lang: Lang) -> str:
    """A line as it was written, with what stands beside it in fields of its own."""
    texts = [visible(each) for each in line.written]
    dosage = line.dosage
    if not texts:
        texts = [str(dosage.dose) if dosage.dose else "", term(dosage.route, lang) if dosage.route else ""]
        texts.append(str(dosage.frequency) if dosage.frequency else "")
    said = " ".join(texts)
    if line.days is not None and line.days != dosage.days:
        texts.append(say("days", lang, n=line.days))
    if line.quantity is not None:
        shown = amount(plain_decimal(Decimal(line.quantity.value)), line.quantity.unit.code, lang)
        texts.append("" if shown in said else say("quantity", lang, n=shown))
    if line.refills is not None:
        texts.append(say("refills", lang, n=line.refills))
    if line.start is not None:
        texts.append(say("start", lang, date=line.start.isoformat()))
    if line.status is LineStatus.CURRENT:
        texts.append(term(line.status, lang))
    return " · ".join(part for part in (visible(line.as_written), *texts) if part)
