"""Lines of a prescription → MedicationRequest and MedicationStatement."""

from __future__ import annotations

from collections.abc import Iterable

from rxcheck import fhir_terms as ft
from rxcheck.model import MedicationLine, Prescription, Problem
from rxcheck.report.fhir.dosage import dosages, quantity, whole
from rxcheck.report.fhir.parts import (
    Ids,
    Json,
    clean,
    coding,
    codings_of,
    concept,
    extension,
    filled,
    measured,
    reference,
    resource,
)
from rxcheck.terms import Lang, LineStatus

_CATEGORY = {setting: code for code, setting in reversed(ft.SETTINGS.items())}


def line_urls(prescription: Prescription, ids: Ids) -> dict[str, str]:
    """Line id → full URL."""
    return {line.id: ids.of("line", number) for number, line in enumerate(prescription.lines)}


def line_entries(prescription: Prescription, ids: Ids, patient: str, lang: Lang) -> list[Json]:
    """One entry for each line, in the order of the prescription."""
    urls = line_urls(prescription, ids)
    return [
        (_request if line.status is LineStatus.NEW else _statement)(line, prescription, urls[line.id], patient, lang)
        for line in prescription.lines
    ]


def _request(line: MedicationLine, rx: Prescription, url: str, patient: str, lang: Lang) -> Json:
    category = _CATEGORY.get(rx.setting) if rx.setting else None
    body = filled(
        identifier=_identifier(line),
        status="active",
        intent="order",
        category=[concept(None, [coding(ft.REQUEST_CATEGORY, category)])] if category else None,
        medicationCodeableConcept=_drug(line),
        subject=reference(patient),
        authoredOn=rx.authored_on.isoformat() if rx.authored_on else None,
        groupIdentifier=filled(system=ft.PRESCRIPTION, value=clean(rx.id)),
        dosageInstruction=dosages(line.dosage, lang),
        dispenseRequest=filled(
            numberOfRepeatsAllowed=line.refills,
            quantity=quantity(line.quantity, lang) if line.quantity else None,
            expectedSupplyDuration=measured(line.days, "d", lang) if line.days is not None else None,
        ),
    )
    return _signed("MedicationRequest", url, body, _reading(line, lang))


def _statement(line: MedicationLine, rx: Prescription, url: str, patient: str, lang: Lang) -> Json:
    body = filled(
        identifier=_identifier(line),
        status="active",
        medicationCodeableConcept=_drug(line),
        subject=reference(patient),
        dateAsserted=rx.authored_on.isoformat() if rx.authored_on else None,
        dosage=dosages(line.dosage, lang),
    )
    # A statement of what is taken has no place for what was dispensed.
    supply = []
    if line.days is not None:
        supply.append(extension("days", valueInteger=line.days))
    if line.quantity is not None:
        supply.append(extension("quantity", valueQuantity=quantity(line.quantity, lang)))
    if line.refills is not None:
        supply.append(extension("refills", valueInteger=line.refills))
    return _signed("MedicationStatement", url, body, [*_reading(line, lang), *supply])


def _signed(kind: str, url: str, body: Json, reading: list[Json]) -> Json:
    unsigned = {"extension": [extension(ft.READING, reading)], **body}
    mark = extension(ft.FINGERPRINT, valueString=ft.fingerprint(unsigned))
    return resource(kind, url, {**unsigned, "extension": [extension(ft.READING, [mark, *reading])]})


def _identifier(line: MedicationLine) -> list[Json]:
    return [filled(system=ft.LINE, value=clean(line.id))]


def _drug(line: MedicationLine) -> Json:
    drug = concept(line.as_written, codings_of(line.codes))
    smiles = clean(line.smiles)
    return {"extension": [extension(ft.SMILES, valueString=smiles)], **drug} if smiles else drug


def _reading(line: MedicationLine, lang: Lang) -> list[Json]:
    """What was made of the line, as far as no element says it."""
    parts = [extension("written", valueString=text) for each in line.written if (text := clean(each))]
    parts += problem_parts(line.problems)
    if line.start is not None:
        parts.append(extension("start", valueDate=line.start.isoformat()))
    if line.dosage.steps:
        parts.append(extension("whole", valueDosage=whole(line.dosage, lang)))
    return parts


def problem_parts(problems: Iterable[Problem]) -> list[Json]:
    """What could not be understood: the fact that is missing because of it, why, and the text."""
    found = []
    for problem in problems:
        text = clean(problem.text)
        parts = [extension("fact", valueCode=problem.fact.value), extension("reason", valueCode=problem.reason.value)]
        found.append(extension("problem", [*parts, *([extension("text", valueString=text)] if text else [])]))
    return found
