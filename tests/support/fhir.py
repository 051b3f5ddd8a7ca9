"""Bundles in tests: what validates them, and what of a prescription must come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from rxcheck import fhir_terms as ft
from rxcheck.model import Patient, Prescription

Json = dict[str, Any]

# The required bindings of R4 (4.0.1) that a bundle of ours can touch: (resource, path below it) → codes.
REQUIRED: dict[tuple[str, str], frozenset[str]] = {
    ("Bundle", "type"): frozenset({"collection"}),
    ("DetectedIssue", "status"): frozenset(
        "registered preliminary final amended corrected cancelled entered-in-error unknown".split()
    ),
    ("DetectedIssue", "severity"): frozenset({"high", "moderate", "low"}),
    ("Observation", "status"): frozenset(
        "registered preliminary final amended corrected cancelled entered-in-error unknown".split()
    ),
    ("MedicationRequest", "status"): frozenset(
        "active on-hold cancelled completed entered-in-error stopped draft unknown".split()
    ),
    ("MedicationRequest", "intent"): frozenset(
        "proposal plan order original-order reflex-order filler-order instance-order option".split()
    ),
    ("MedicationStatement", "status"): frozenset(
        "active completed entered-in-error intended stopped on-hold unknown not-taken".split()
    ),
    ("AllergyIntolerance", "type"): frozenset({"allergy", "intolerance"}),
    ("AllergyIntolerance", "clinicalStatus.coding.code"): frozenset({"active", "inactive", "resolved"}),
    ("Condition", "clinicalStatus.coding.code"): frozenset(
        "active recurrence relapse inactive remission resolved".split()
    ),
    ("Patient", "gender"): frozenset("male female other unknown".split()),
    ("List", "status"): frozenset({"current", "retired", "entered-in-error"}),
    ("List", "mode"): frozenset({"working", "snapshot", "changes"}),
    ("GuidanceResponse", "status"): frozenset(
        "success data-requested data-required in-progress failure entered-in-error".split()
    ),
    ("OperationOutcome", "issue.severity"): frozenset("fatal error warning information".split()),
    ("OperationOutcome", "issue.code"): frozenset(
        "invalid structure required value invariant security login unknown expired forbidden suppressed processing"
        " not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly"
        " business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational".split()
    ),
    ("Provenance", "entity.role"): frozenset("derivation revision quotation source removal".split()),
    ("Device", "deviceName.type"): frozenset(
        "udi-label-name user-friendly-name patient-reported-name manufacturer-name model-name other".split()
    ),
    ("*", "timing.repeat.periodUnit"): frozenset("s min h d wk mo a".split()),
    ("*", "timing.repeat.dayOfWeek"): frozenset("mon tue wed thu fri sat sun".split()),
}
_DOSAGES = ("dosage", "dosageInstruction")


def validate(text: str) -> Json:
    """The bundle of `text`, which two libraries accept as R4 and whose codes and references are those that R4 requires."""
    from fhir.resources.R4B.bundle import Bundle as StrictBundle
    from fhirclient.models.bundle import Bundle

    value: Json = json.loads(text)
    Bundle(value, strict=True)
    StrictBundle.model_validate(value)
    urls = [entry["fullUrl"] for entry in value["entry"]]
    assert len(set(urls)) == len(urls)
    for entry in value["entry"]:
        resource = entry["resource"]
        assert entry["fullUrl"] == f"urn:uuid:{resource['id']}"
        for reference in _values(resource, "reference"):
            if isinstance(reference, str) and reference.startswith("urn:uuid:"):
                assert reference in urls, reference
    for resource in [value, *(entry["resource"] for entry in value["entry"])]:
        _check_bindings(resource)
    return value


def _check_bindings(resource: Json) -> None:
    for (kind, path), allowed in REQUIRED.items():
        if kind == resource["resourceType"]:
            found = list(_at(resource, path.split(".")))
        elif kind == "*":
            found = [code for key in _DOSAGES for code in _at(resource, [key, *path.split(".")])]
        else:
            continue
        assert set(found) <= allowed, (kind, path, found)


def _at(value: Any, path: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _at(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _at(value[path[0]], path[1:])


def _values(value: Any, key: str) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _values(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == key:
                yield item
            yield from _values(item, key)


def resources(value: Json, kind: str) -> list[Json]:
    """The resources of one kind, in order."""
    return [entry["resource"] for entry in value["entry"] if entry["resource"]["resourceType"] == kind]


def comparable(prescription: Prescription) -> Prescription:
    """A prescription without what may differ after a round trip: its place, codes that a known test has gained, and allergies
    and conditions that are recorded twice."""
    return replace(prescription, location=None, patient=_once(prescription.patient))


def _once(patient: Patient) -> Patient:
    return replace(
        patient,
        labs=tuple(replace(lab, codes=()) for lab in patient.labs),
        allergies=patient.allergies and tuple(dict.fromkeys(patient.allergies)),
        conditions=patient.conditions and tuple(dict.fromkeys(patient.conditions)),
    )


def complete(value: Json) -> bool:
    """Whether everything was read and assessed, as docs/fhir.md says how to tell."""
    answers = resources(value, "GuidanceResponse")
    problems = [issue for each in resources(value, "OperationOutcome") for issue in each["issue"]]
    unread = any(issue["severity"] in ("fatal", "error") for issue in problems)
    return bool(answers) and all(each["status"] == "success" for each in answers) and not unread


def extension_of(element: Json, url: str) -> Json:
    """The one extension with this address."""
    (found,) = [each for each in element.get("extension", []) if each["url"] == url]
    return dict(found)


def reading_of(resource: Json) -> Json:
    """The extension that holds what was made of a line."""
    return extension_of(resource, ft.READING)
