"""Reports → one FHIR R4 bundle (type collection), in the order in which it can be read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TextIO

import msgspec

from rxcheck import fhir_terms as ft
from rxcheck.errors import InputError
from rxcheck.finding import Mitigation, Report, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.model import Prescription
from rxcheck.report.fhir.account import (
    device_entry,
    device_url,
    error_entry,
    outcome_entry,
    provenance_entry,
    response_entry,
)
from rxcheck.report.fhir.issues import IssueWriter
from rxcheck.report.fhir.lines import line_entries, line_urls, problem_parts
from rxcheck.report.fhir.parts import Ids, Json, clean, concept, extension, filled, reference, resource
from rxcheck.report.fhir.patient import PatientEntries
from rxcheck.report.interface import RenderOptions
from rxcheck.report.json_ import escaped
from rxcheck.report.terminal import put_json
from rxcheck.report.view import View
from rxcheck.report.words import word
from rxcheck.terms import Fact, Lang

_LANGUAGES = {Lang.EN: "en", Lang.ZH: "zh-CN"}
# Of a finding: the id of its prescription, and its own.
Mitigations = Mapping[tuple[str, str], Sequence[Mitigation]]


def recorded_now() -> str:
    """The instant as FHIR writes it; `SOURCE_DATE_EPOCH` (seconds since 1970) stands in for the clock where it is set, so that
    equal inputs give equal bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def bundle(
    reports: Sequence[Report],
    errors: Sequence[InputError],
    versions: Versions,
    catalogue: Catalogue,
    lang: Lang,
    recorded: str,
    *,
    loinc: Mapping[Fact, str] | None = None,
    mitigations: Mitigations | None = None,
) -> Json:
    """The bundle as plain values (exact numbers are int or Decimal).

    `recorded` is the instant that the Provenance states; `loinc` the codes of known laboratory tests; `mitigations` what was
    done about findings, by (prescription id, finding id).
    """
    entries = [device_entry(versions)]
    for place, report in enumerate(reports):
        entries += _prescription(report, place, len(entries), catalogue, lang, recorded, loinc or {}, mitigations or {})
    entries += [error_entry(error, number, lang) for number, error in enumerate(errors)]
    return {"resourceType": "Bundle", "language": _LANGUAGES[lang], "type": "collection", "entry": entries}


def _prescription(
    report: Report,
    place: int,
    before: int,
    catalogue: Catalogue,
    lang: Lang,
    recorded: str,
    loinc: Mapping[Fact, str],
    mitigations: Mitigations,
) -> list[Json]:
    """The entries of one report; `before` entries stand already in the bundle."""
    rx, versions = report.prescription, report.versions
    ids = Ids(rx, place, (versions.program, versions.knowledge_hash))
    view = View(report, catalogue, lang)
    patient = PatientEntries(rx, ids, loinc, lang)
    lines = line_urls(rx, ids)
    orders = line_entries(rx, ids, patient.url, lang)
    listed = _list(rx, ids, patient.url, list(lines.values()), lang)
    entries = [*patient.entries, listed, *orders]
    places = {entry["fullUrl"]: number for number, entry in enumerate(entries, before)}
    taken = {each.id: mitigations.get((rx.id, each.id), ()) for each in report.findings}
    writer = IssueWriter(view, ids, lines, patient.by_fact, patient.url, device_url(versions), taken)
    answers = writer.entries()
    outcome = outcome_entry(view, ids, lines, places)
    told = [outcome] if outcome else []
    response = response_entry(report, ids, patient.url, outcome["fullUrl"] if outcome else None)
    targets = [each["fullUrl"] for each in (*answers, *told, response)]
    origin = provenance_entry(ids, targets, listed["fullUrl"], versions, recorded)
    return [*entries, *answers, *told, response, origin]


def _list(rx: Prescription, ids: Ids, patient: str, lines: Sequence[str], lang: Lang) -> Json:
    """The prescription itself: its lines in their order, and what it says as a whole."""
    facts = []
    if rx.setting is not None:
        facts.append(extension("setting", valueCode=rx.setting.value))
    if rx.prescriber is not None:
        facts.append(extension("prescriber-title", valueCode=rx.prescriber.value))
    if rx.long_term:
        facts.append(extension("long-term", valueBoolean=True))
    if rx.justified:
        facts.append(extension("justified", valueBoolean=True))
    facts += problem_parts(rx.problems)
    body = filled(
        extension=[extension(ft.WRITING, facts)] if facts else None,
        identifier=[filled(system=ft.PRESCRIPTION, value=clean(rx.id))],
        status="current",
        mode="snapshot",
        title=clean(word("prescription", lang, id=clean(rx.id) or "")),
        code=concept(
            None, [{"system": "http://terminology.hl7.org/CodeSystem/list-example-use-codes", "code": "medications"}]
        ),
        subject=reference(patient),
        date=rx.authored_on.isoformat() if rx.authored_on else None,
        entry=[{"item": reference(url)} for url in lines],
    )
    return resource("List", ids.of("list"), body)


class FhirRenderer:
    """One bundle for any number of prescriptions."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._options = options

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write the bundle to `stream`."""
        options = self._options
        taken: dict[tuple[str, str], list[Mitigation]] = {}
        for prescription, finding, mitigation in options.mitigations:
            taken.setdefault((prescription, finding), []).append(mitigation)
        made = bundle(
            reports,
            errors,
            versions,
            self._catalogue,
            options.lang,
            recorded_now(),
            loinc=dict(options.loinc),
            mitigations=taken,
        )
        put_json(stream, to_text(made))


def to_text(made: Json) -> str:
    """A bundle as JSON text: exact numbers, keys in the order of FHIR, harmless on a terminal."""
    encoded = msgspec.json.Encoder(decimal_format="number").encode(made)
    return escaped(msgspec.json.format(encoded, indent=2).decode()) + "\n"
