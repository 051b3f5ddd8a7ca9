"""The shape of a prescription file (YAML or JSON). Run as a module, it writes docs/prescription.schema.json."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

SCHEMA_FILE = "prescription.schema.json"
Smiles = Annotated[str, Meta(max_length=2_000)]
Text = Annotated[str, Meta(max_length=4_000)]
Name = Annotated[str, Meta(max_length=500)]
# Text in which a bare number may stand ("dose: 500"); the reader turns it into text before the shape is checked.
Written = Annotated[str, Meta(max_length=500, extra_json_schema={"x-or-number": True})]
Number = Annotated[Decimal, Meta(description="an exact decimal number")]


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    """Codes of a drug, an allergen or a condition."""

    rxcui: Written | None = None
    atc: str | None = None
    unii: str | None = None
    inchikey: str | None = None
    icd10: str | None = None
    snomed: Written | None = None
    loinc: str | None = None


class AllergyEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A recorded allergy or intolerance."""

    substance: Name
    reaction: Name | None = None
    kind: str | None = None
    codes: Codes | None = None


class ConditionEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A recorded condition: a name, a code, or both."""

    name: Name | None = None
    icd10: str | None = None
    codes: Codes | None = None


class LabEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A laboratory result; a blank unit is understood only where the test has a single unit."""

    name: Name
    value: Number
    unit: Name | None = None
    date: str | None = None
    loinc: str | None = None


class PregnancyEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether pregnant, and completed weeks."""

    pregnant: bool | None = None
    weeks: int | None = None


class PatientEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """The patient. An empty list of allergies or conditions means none known; a missing one means nobody said."""

    id: Written | None = None
    birth_date: str | None = None
    age: Written | None = None
    sex: str | None = None
    weight_kg: Number | None = None
    height_cm: Number | None = None
    pregnancy: PregnancyEntry | None = None
    pregnant: bool | None = None
    pregnancy_weeks: int | None = None
    lactating: bool | None = None
    gestation_weeks: int | None = None
    allergies: list[Name | AllergyEntry] | str | None = None
    conditions: list[Name | ConditionEntry] | str | None = None
    labs: list[LabEntry] | None = None
    egfr: Number | None = None
    creatinine_umol_l: Number | None = None


class LineEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One medication. `sig` is free text and may stand in place of dose, route and frequency."""

    drug: Name
    id: Written | None = None
    codes: Codes | None = None
    smiles: Smiles | None = None
    dose: Written | None = None
    route: Name | None = None
    frequency: Name | None = None
    as_needed: bool | None = None
    max_per_day: Name | None = None
    days: int | None = None
    duration: Written | None = None
    sig: Text | None = None
    quantity: Written | None = None
    refills: int | None = None
    status: str | None = None
    start: str | None = None


class PrescriptionEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A prescription, or a patient's whole medication at one moment. `justification` is the reason that the prescriber notes
    for an unusual amount."""

    lines: list[LineEntry]
    id: Written | None = None
    authored_on: str | None = None
    setting: str | None = None
    prescriber_title: str | None = None
    long_term: bool | None = None
    justification: Text | None = None
    patient: PatientEntry | None = None


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """A file with several prescriptions."""

    prescriptions: list[PrescriptionEntry] | UnsetType = UNSET


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a file: one prescription, a list of them, or an object with `prescriptions`."""
    import msgspec

    schema = msgspec.json.schema(PrescriptionEntry | list[PrescriptionEntry])
    many = msgspec.json.schema(Document)
    definitions = {**schema.get("$defs", {}), **many.get("$defs", {})}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rxcheck prescription",
        "anyOf": [*schema["anyOf"], {"$ref": "#/$defs/Document"}],
        "$defs": {name: _numbers(shape) for name, shape in sorted(definitions.items())},
    }


def _numbers(shape: Any) -> Any:
    """The shape with the types of numbers as a file has them: exact decimals are numbers, written texts may be."""
    if isinstance(shape, list):
        return [_numbers(item) for item in shape]
    if not isinstance(shape, dict):
        return shape
    found = {key: _numbers(item) for key, item in shape.items()}
    if found.get("format") == "decimal":
        found.pop("format")
        found["type"] = "number"
    if found.pop("x-or-number", False):
        found["type"] = ["string", "number"]
    return found


def schema_text() -> str:
    """The schema as it stands in docs/."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    target = Path(__file__).resolve().parent.parent.parent / "docs" / SCHEMA_FILE
    target.write_text(schema_text(), encoding="utf-8")
