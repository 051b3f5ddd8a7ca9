"""What FHIR resources are made of on both ways: addresses of code systems, codes, and the program's own extensions.

Extensions carry what R4 has no element for; a reader that does not know them loses nothing that R4 can say. They are
described in docs/fhir.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rxcheck.terms import Route, Setting

UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
ALLERGY_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
CONDITION_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
REQUEST_CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"

_OWN = "urn:x-rxcheck:"
# Identifiers
PRESCRIPTION = _OWN + "prescription"
PATIENT = _OWN + "patient"
LINE = _OWN + "line"
FINDING = _OWN + "finding"
KNOWLEDGE = _OWN + "knowledge"
POLICY = _OWN + "policy"
PACK = _OWN + "pack"
SOURCE = _OWN + "source"
# Code systems of the program, and of lists that have no address of their own.
RULE = _OWN + "rule"
REASON = _OWN + "reason"
FACT = _OWN + "fact"
NCPDP = _OWN + "ncpdp-reason-for-service"
CN_REVIEW = _OWN + "cn-review-item"
# Extensions
READING = _OWN + "reading"
SIDES = _OWN + "sides"
CYCLE = _OWN + "cycle"
SMILES = _OWN + "smiles"
AGE = _OWN + "age"
WRITING = _OWN + "prescription-facts"
ACTION = _OWN + "action"
EVIDENCE = _OWN + "evidence-level"
CITATION = _OWN + "citation"
CONCERNS = _OWN + "concerns"
RULES_WAITING = _OWN + "rules-waiting"
# The module that answers.
CHECK = _OWN + "check"

# LOINC codes of facts that no laboratory reports.
PREGNANCY_STATUS = "82810-3"
GESTATION_NOW = "11884-4"
GESTATION_AT_BIRTH = "76516-4"
BREASTFEEDING = "63895-7"
AGE_CODE = "30525-0"
BODY_WEIGHT = "29463-7"
BODY_HEIGHT = "8302-2"
# Answers: (LOINC, SNOMED CT)
PREGNANT = ("LA15173-0", "77386006")
NOT_PREGNANT = ("LA26683-5", "60001007")
LACTATING = ("LA29252-6", "413712001")
NOT_LACTATING = ("LA29253-4", "")
# "Nothing known": somebody looked.
NO_ALLERGIES = ("no-known-allergies", "716186003")
NO_CONDITIONS = ("no-known-problems", "160245001")

ROUTE_CODES = {
    "26643006": Route.ORAL, "37839007": Route.SUBLINGUAL, "54471007": Route.BUCCAL, "47625008": Route.IV,
    "78421000": Route.IM,
    "34206005": Route.SC, "45890007": Route.TRANSDERMAL, "37161004": Route.RECTAL, "447694001": Route.INHALED,
    "46713006": Route.NASAL, "6064005": Route.TOPICAL, "54485002": Route.OPHTHALMIC, "10547007": Route.OTIC,
    "16857009": Route.VAGINAL, "12130007": Route.INTRAARTICULAR, "72607000": Route.INTRATHECAL,
    "418401004": Route.INTRAVITREAL,
}  # fmt: skip
"""SNOMED CT routes."""
CODE_OF_ROUTE = {route: code for code, route in ROUTE_CODES.items()}

# http://terminology.hl7.org/CodeSystem/medicationrequest-category
SETTINGS = {
    "inpatient": Setting.INPATIENT,
    "outpatient": Setting.OUTPATIENT,
    "community": Setting.OUTPATIENT,
    "discharge": Setting.DISCHARGE,
}
# Monday is day 0 of a cycle of seven days.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# What the reading of a line was made from, and what was found of it.
_SIGNED = (
    "medicationCodeableConcept",
    "dosageInstruction",
    "dosage",
    "dispenseRequest",
    "authoredOn",
    "dateAsserted",
    "extension",
    "modifierExtension",
)
FINGERPRINT = "fingerprint"


def fingerprint(resource: Mapping[str, Any]) -> str:
    """What tells a medication resource that has been edited since its reading was written: a hash of everything that the
    reading depends on, however keys are ordered and numbers are written."""
    kept = {key: resource[key] for key in _SIGNED if key in resource}
    text = json.dumps(_plain(kept), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value if not (isinstance(item, Mapping) and item.get("url") == FINGERPRINT)]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{Decimal(value).normalize():f}"
    return value
