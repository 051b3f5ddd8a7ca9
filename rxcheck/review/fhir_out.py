"""Decisions as FHIR R4: a DetectedIssue for each finding that was decided, with every decision on it as a mitigation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rxcheck.fhir_terms import ACT_CODE
from rxcheck.finding import Mitigation
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.json_ import to_json
from rxcheck.report.words import term
from rxcheck.review.deciding import Reasons
from rxcheck.review.dialogue import told
from rxcheck.review.entry import Entry
from rxcheck.terms import Decision, Lang

URI = "urn:ietf:rfc:3986"
# Codes of FHIR's detectedissue-mitigation-action (HL7 v3 ActCode) and their displays.
MITIGATIONS = {
    "1": "Therapy Appropriate",
    "2": "Assessed Patient",
    "3": "Patient Explanation",
    "4": "Consulted Other Source",
    "5": "Consulted Prescriber",
    "6": "Prescriber Declined Change",
    "7": "Interacting Therapy No Longer Active/Planned",
    "8": "Other Action Taken",
    "9": "Instituted Ongoing Monitoring Program",
    "10": "Provided Patient Education",
    "11": "Added Concurrent Therapy",
    "12": "Temporarily Suspended Concurrent Therapy",
    "13": "Stopped Concurrent Therapy",
    "14": "Supply Appropriate",
    "15": "Replacement",
    "16": "Vacation Supply",
    "17": "Weekend Supply",
    "18": "Leave of Absence",
    "19": "Consulted Supplier",
    "20": "additional quantity on separate dispense",
    "21": "authorization confirmed",
    "22": "appropriate indication or diagnosis",
    "23": "prior therapy documented",
    "EMAUTH": "emergency authorization override",
}
_OF_DECISION = {Decision.ACCEPTED: "5", Decision.CHANGED: "8"}
# Names of issues and entries are made from their hashes, so that the same log always gives the same ids.
_NAMES = uuid.uuid5(uuid.NAMESPACE_OID, "rxcheck review")

Resource = dict[str, Any]


def bundle(entries: Sequence[Entry], reasons: Reasons, catalogue: Catalogue, lang: Lang) -> Resource:
    """A Bundle (collection) of DetectedIssues, in the order in which the findings were first decided.

    `status` is final; a revised decision is a further mitigation, and the last one counts. What was overridden or did not apply is
    still an issue that was detected.
    """
    issues: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        issues.setdefault((entry.report_digest, entry.finding_id), []).append(entry)
    made = [_issue(found, reasons, catalogue, lang) for found in issues.values()]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{issue['id']}", "resource": issue} for issue in made],
    }


def fhir_text(entries: Sequence[Entry], reasons: Reasons, catalogue: Catalogue, lang: Lang) -> str:
    """The bundle as JSON."""
    return to_json(bundle(entries, reasons, catalogue, lang)) + "\n"


def _issue(found: Sequence[Entry], reasons: Reasons, catalogue: Catalogue, lang: Lang) -> Resource:
    first = found[0]
    check, _, severity = first.told
    ident = str(uuid.uuid5(_NAMES, f"{first.report_digest}/{first.finding_id}"))
    code: Resource = {"text": term(check, lang)}
    if first.hl7_code:
        code["coding"] = [{"system": ACT_CODE, "code": first.hl7_code}]
    prescription = {"value": first.prescription_id}
    implicated = [
        {"type": "MedicationRequest", "identifier": {"value": f"{first.prescription_id}/{line}"}, "display": line}
        for line in first.ids("lines")
    ]
    implicated += [{"type": "Medication", "display": catalogue.drug(drug, lang)} for drug in first.ids("drugs")]
    grade = catalogue.issue_severities.get(severity)
    issue: Resource = {
        "resourceType": "DetectedIssue",
        "id": ident,
        "identifier": [{"system": URI, "value": f"urn:uuid:{ident}"}, prescription],
        "status": "final",
        "code": code,
        **({"severity": grade.value} if grade else {}),
        "identifiedDateTime": first.recorded_at,
        "evidence": [{"code": [{"text": first.rule_id}]}],
        "mitigation": [_mitigation(entry, reasons, lang) for entry in found],
    }
    if implicated:
        issue["implicated"] = implicated
    return issue


def mitigation_of(entry: Entry, reasons: Reasons, lang: Lang) -> Mitigation:
    """A decision as what was done about its finding."""
    said = told(entry, reasons, lang)
    reason = reasons.find(entry.reason) if entry.reason else None
    code = reason.mitigation if reason else _OF_DECISION.get(entry.decided)
    return Mitigation(
        f"{said} ({entry.note})" if entry.note else said,
        (ACT_CODE, code) if code else None,
        datetime.fromisoformat(entry.recorded_at).date(),
        entry.user,
    )


def _mitigation(entry: Entry, reasons: Reasons, lang: Lang) -> Resource:
    taken = mitigation_of(entry, reasons, lang)
    action: Resource = {"text": taken.action}
    if taken.code:
        system, code = taken.code
        action["coding"] = [{"system": system, "code": code, "display": MITIGATIONS[code]}]
    return {"action": action, "date": entry.recorded_at, "author": {"display": entry.user}}
