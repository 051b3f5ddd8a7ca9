"""Bundles of rxcheck read again: exactly, as long as nobody has edited them; else like anybody's."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rxcheck import fhir_terms as ft
from rxcheck.codes import Code, CodeSystem
from rxcheck.finding import Receipt, Report, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.model import (
    Age,
    Allergy,
    Condition,
    Dosage,
    DoseStep,
    Lab,
    MedicationLine,
    Patient,
    Pregnancy,
    Prescription,
    Problem,
)
from rxcheck.quantity import Dose, Frequency, Quantity
from rxcheck.report.fhir.bundle import bundle, to_text
from rxcheck.report.fhir.parts import clean
from rxcheck.sources.detect import read
from rxcheck.sources.fields import is_none_word
from rxcheck.sources.interface import SourceResult
from rxcheck.terms import AllergyKind, Fact, Lang, LineStatus, PrescriberTitle, Reason, Route, Setting, Sex
from tests.support.fhir import comparable, extension_of, resources

Json = dict[str, Any]
VERSIONS = Versions("0.1.0", "2026-11", "0" * 32)
NOTHING = Catalogue({}, {}, {}, {}, {}, {}, {}, {})


def bundle_of(*prescriptions: Prescription, lang: Lang = Lang.EN) -> Json:
    reports = [Report(each, (), (), Receipt((), ()), (), VERSIONS) for each in prescriptions]
    return bundle(reports, [], VERSIONS, NOTHING, lang, "2026-01-01T00:00:00Z")


def read_again(value: Json) -> SourceResult:
    return read(to_text(value).encode(), "b.json")


def back(prescription: Prescription) -> Prescription:
    result = read_again(bundle_of(prescription))
    assert [str(error) for error in result.errors] == []
    (found,) = result.prescriptions
    return found


def amount(value: str, unit: str = "mg") -> Quantity:
    return Quantity.of(value, unit)


TAPER = Dosage(
    dose=Dose(amount("40")),
    route=Route.ORAL,
    frequency=Frequency(1, 24),
    days=6,
    text="40 mg daily for 3 days, then 20 mg every second day for 3 days",
    steps=(
        DoseStep(Dose(amount("40")), Frequency(1, 24), 3, 1),
        DoseStep(Dose(amount("20")), Frequency(1, 24), 3, 2, (0,), 2),
    ),
)
FULL = Prescription(
    "rx 7/张",
    (
        MedicationLine("1a", "prednisone 20 mg tab", dosage=TAPER, days=6, written=("40 mg daily …",)),
        MedicationLine(
            "b",
            "digoxin",
            codes=(Code(CodeSystem.RXNORM, "3407"), Code(CodeSystem.OTHER, "X 1")),
            smiles="CCO",
            dosage=Dosage(
                Dose(amount("1"), amount("2")),
                None,
                Frequency(1, 4),
                True,
                Dose(amount("8")),
                text="1-2 mg q4-6h prn",
                frequency_low=Frequency(1, 6),
                sides=2,
            ),
            start=date(2026, 10, 1),
            days=30,
            quantity=amount("30", "{tablet}"),
            status=LineStatus.CURRENT,
            problems=(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "now and then"), Problem(Fact.DAYS, Reason.AS_DIRECTED, "")),
            written=("10U", "prn"),
            refills=3,
        ),
    ),
    Patient(
        "MRN 1",
        date(1948, 3, 2),
        Age(77, 28200, None, 364),
        Sex.FEMALE,
        54_321,
        1_605,
        Pregnancy(False),
        False,
        (Allergy("penicillin", "rash; nausea", AllergyKind.INTOLERANCE, (Code(CodeSystem.SNOMED, "91936005"),)),),
        (Condition("gout", (Code(CodeSystem.ICD10, "M10.9"),)),),
        (
            Lab("creatinine", Decimal("150.5"), "umol/L", date(2026, 10, 1), Fact.CREATININE),
            Lab("creatinine", Decimal(90), "umol/L", date(2026, 10, 1), Fact.CREATININE),
            Lab("spleen glimmer", Decimal("3.25"), "glims", None),
        ),
        31,
    ),
    date(2026, 11, 20),
    (Problem(Fact.AGE, Reason.UNPARSABLE, "about 70"),),
    setting=Setting.EMERGENCY,
    prescriber=PrescriberTitle.SENIOR,
    long_term=True,
    justified=True,
)  # fmt: skip


def test_everything_comes_back() -> None:
    assert comparable(back(FULL)) == comparable(FULL)


@pytest.mark.parametrize(
    "patient",
    [
        Patient(),
        Patient(allergies=(), conditions=()),
        Patient(pregnancy=Pregnancy(True), lactating=True),
        Patient(pregnancy=Pregnancy(True, 0)),
        Patient(age=Age(0, 10)),
        Patient(birth_date=date(2026, 1, 5), age=Age(0, 319, 10)),
        Patient(birth_date=date(2026, 1, 5)),
    ],
)
def test_patients(patient: Patient) -> None:
    assert back(replace(FULL, patient=patient)).patient == (
        replace(patient, age=Age(0, 319, 10)) if patient.birth_date else patient
    )


def test_an_age_that_follows_from_the_birth_date_is_not_written_twice() -> None:
    rx = replace(FULL, patient=Patient(birth_date=date(2026, 1, 5), age=Age(0, 319, 10)))
    assert resources(bundle_of(rx), "Observation") == []


def test_several_prescriptions_of_one_patient_stay_apart() -> None:
    other = replace(FULL, id="other", lines=(MedicationLine("1a", "aspirin"),))
    result = read_again(bundle_of(FULL, other, FULL))
    assert [each.id for each in result.prescriptions] == [FULL.id, "other", FULL.id]
    assert [len(each.lines) for each in result.prescriptions] == [2, 1, 2]
    assert [each.patient.id for each in result.prescriptions] == ["MRN 1"] * 3


# --- edited by somebody else


def edited(change: Callable[[Json], None]) -> Prescription:
    value = copy.deepcopy(bundle_of(FULL))
    change(value)
    (found,) = read_again(value).prescriptions
    return found


def request(value: Json) -> Json:
    return resources(value, "MedicationRequest")[0]


def statement(value: Json) -> Json:
    return resources(value, "MedicationStatement")[0]


def test_an_edited_dose_is_read_and_the_old_reading_is_not() -> None:
    def change(value: Json) -> None:
        statement(value)["dosage"][0]["doseAndRate"][0] = {"doseQuantity": {"value": 5, "unit": "mg", "code": "mg"}}

    dosage = edited(change).lines[1].dosage
    assert dosage.dose == Dose(amount("5"))
    problems = edited(change).lines[1].problems
    assert Problem(Fact.DOSE, Reason.UNPARSABLE, "1-2 mg q4-6h prn") in problems  # the text says another dose


def test_an_edited_text_is_read_again() -> None:
    def change(value: Json) -> None:
        (only,) = [{"text": "20 mg once daily"}]
        request(value)["dosageInstruction"] = [only]

    dosage = edited(change).lines[0].dosage
    assert (dosage.dose, dosage.frequency, dosage.steps) == (Dose(amount("20")), Frequency(1, 24), ())


def test_an_edited_step_is_a_sequence_that_nobody_sums() -> None:
    def change(value: Json) -> None:
        request(value)["dosageInstruction"][1]["doseAndRate"][0]["doseQuantity"]["value"] = 200

    line = edited(change).lines[0]
    assert line.dosage.dose is None and [each.fact for each in line.problems] == [Fact.DOSE]


def test_how_numbers_and_keys_are_written_is_no_edit() -> None:
    def change(value: Json) -> None:
        body = request(value)
        body["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] = Decimal("40.00")
        body["meta"] = {"versionId": "2"}
        for key in ("identifier", "dosageInstruction"):
            body[key] = body.pop(key)

    assert edited(change).lines[0] == FULL.lines[0]


def sign_again(body: Json) -> None:
    """What somebody does who knows how fingerprints are made."""
    reading = extension_of(body, ft.READING)
    for part in reading["extension"]:
        if part["url"] == ft.FINGERPRINT:
            part["valueString"] = ft.fingerprint(body)
    body["extension"] = [reading]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["dosage"][0]["timing"]["repeat"].update(frequency=0),
        lambda body: body["dosage"][0]["timing"]["repeat"].update(period=Decimal("0.5")),
        lambda body: body["dosage"][0]["timing"]["repeat"].update(periodUnit="min"),
        lambda body: body["dosage"][0]["timing"]["repeat"].update(dayOfWeek=["monday"]),
        lambda body: body["dosage"][0]["doseAndRate"].append({"doseQuantity": {"value": 1, "code": "mg"}}),
        lambda body: body["dosage"][0]["doseAndRate"][0]["doseRange"]["low"].update(code="furlong", unit=""),
        lambda body: body["dosage"][0].update(route={"text": "by carrier pigeon"}),
        lambda body: body["extension"][0]["extension"].append({"url": "refills", "valueInteger": 3}),
        lambda body: body["extension"][0]["extension"][-1].update(valueInteger=10**9),
        lambda body: body["extension"][0]["extension"].append({"url": "problem", "extension": []}),
        lambda body: body["extension"][0]["extension"].append({"url": "quantity", "valueQuantity": {"value": -1, "code": "mg"}}),
        lambda body: body["extension"][0]["extension"].append({"url": "whole"}),
    ],
)  # fmt: skip
def test_a_forged_reading_is_not_believed(change: Callable[[Json], None]) -> None:
    """Whatever its fingerprint: values that the program never writes are read as anybody's, or are an error with its place."""
    value = copy.deepcopy(bundle_of(FULL))
    body = statement(value)
    change(body)
    sign_again(body)
    result = read_again(value)
    lines = [line for each in result.prescriptions for line in each.lines if line.status is LineStatus.CURRENT]
    assert all(line.written != FULL.lines[1].written and line.refills is None for line in lines)
    assert lines or result.errors


def test_a_stranger_s_list_is_no_prescription() -> None:
    value = bundle_of(FULL)
    (listed,) = resources(value, "List")
    listed["identifier"] = [{"system": "urn:ward", "value": "7"}]
    (found,) = read_again(value).prescriptions
    assert found.id == resources(value, "Patient")[0]["id"]
    assert found.authored_on == FULL.authored_on and found.setting is None


@pytest.mark.parametrize(
    ("url", "key"), [("setting", "valueCode"), ("prescriber-title", "valueCode"), ("problem", "extension")]
)
def test_a_list_with_an_extension_that_is_none(url: str, key: str) -> None:
    value = bundle_of(FULL)
    facts = extension_of(resources(value, "List")[0], ft.WRITING)
    for part in facts["extension"]:
        if part["url"] == url:
            part[key] = "home" if key == "valueCode" else []
    result = read_again(value)
    (error,) = result.errors
    assert "is not an extension of rxcheck" in str(error) and ".extension[0].extension[" in str(error)
    assert len(result.prescriptions) == 1


# --- what others write


def foreign(*observations: Json, **more: Any) -> SourceResult:
    patient = {"resourceType": "Patient", "id": "p"}
    order = {
        "resourceType": "MedicationRequest",
        "id": "m",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": "warfarin"},
        **more,
    }
    return read(json.dumps([patient, order, *observations]).encode(), "f.json")


def observed(code: str, on: str = "2026-01-01", **value: Any) -> Json:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": ft.LOINC, "code": code}]},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": on,
        **value,
    }


def answer(code: str) -> Json:
    return {"valueCodeableConcept": {"coding": [{"code": code}]}}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([observed(ft.BREASTFEEDING, **answer("LA29252-6"))], True),
        ([observed(ft.BREASTFEEDING, **answer("413712001"))], True),
        ([observed(ft.BREASTFEEDING, **answer("LA29253-4"))], False),
        ([observed(ft.BREASTFEEDING, valueBoolean=False)], False),
        ([observed(ft.BREASTFEEDING, **answer("mystery"))], None),
        ([observed(ft.BREASTFEEDING, "2026-02-01", valueBoolean=False), observed(ft.BREASTFEEDING, valueBoolean=True)], False),
    ],
)  # fmt: skip
def test_breastfeeding(found: list[Json], expected: bool | None) -> None:
    (rx,) = foreign(*found).prescriptions
    assert rx.patient.lactating is expected


def test_weeks_at_birth_and_the_age_of_a_stranger() -> None:
    born = observed(ft.GESTATION_AT_BIRTH, valueQuantity={"value": 220, "code": "d"})
    (rx,) = foreign(born, observed(ft.AGE_CODE, valueQuantity={"value": 5, "code": "a"})).prescriptions
    assert rx.patient.gestation_weeks == 31
    assert rx.patient.age is None  # an observed age grows old with the record
    bad = observed(ft.GESTATION_AT_BIRTH, valueQuantity={"value": 70, "code": "wk"})
    assert [str(each) for each in foreign(bad).errors] == [
        "f.json, column [2].valueQuantity.value: gestation_weeks is not between 20 and 45"
    ]


@pytest.mark.parametrize("code", ["no-known-allergies", "716186003", "409137002"])
def test_nothing_known(code: str) -> None:
    none = {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/p"},
        "code": {"coding": [{"code": code}]},
    }
    condition = {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"code": "160245001"}]},
    }
    (rx,) = foreign(none, condition).prescriptions
    assert rx.patient.allergies == rx.patient.conditions == ()


@pytest.mark.parametrize(
    ("dose_and_rate", "expected", "problem"),
    [
        ({"rateRange": {"low": {"value": 1, "code": "mg/h"}, "high": {"value": 2, "code": "mg/h"}}},
         Dose(amount("1"), amount("2"), rate_hours=1), None),
        ({"rateRatio": {"numerator": {"value": 100, "code": "mL"}, "denominator": {"value": 1, "code": "h"}}},
         Dose(amount("100", "mL"), rate_hours=1), None),
        ({"doseRange": {"low": {"value": 500, "code": "mg"}, "high": {"value": 1, "code": "g"}}},
         Dose(amount("500"), amount("1", "g")), None),
        ({"doseRange": {"low": {"value": 500, "code": "mg"}, "high": {"value": 1, "code": "mL"}}}, None, "500 mg - 1 mL"),
        ({"doseRange": {"low": {"value": 2, "code": "mg"}, "high": {"value": 1, "code": "mg"}}}, None, "2 mg - 1 mg"),
        ({"rateRatio": {"numerator": {"value": 100, "code": "mL"}, "denominator": {"value": 20, "code": "min"}}},
         None, "rateRatio"),
        ({"rateRatio": {"numerator": {"value": 1, "code": "mL"}, "denominator": {"value": Decimal("1.5"), "code": "h"}}},
         None, "rateRatio"),
    ],
)  # fmt: skip
def test_rates_and_ranges(dose_and_rate: Json, expected: Dose | None, problem: str | None) -> None:
    instruction = [{"doseAndRate": [json.loads(json.dumps(dose_and_rate, default=float))]}]
    (rx,) = foreign(dosageInstruction=instruction).prescriptions
    assert rx.lines[0].dosage.dose == expected
    assert [each.text for each in rx.lines[0].problems] == ([problem] if problem else [])


def test_a_bundle_that_says_that_it_is_not_whole() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid"}]}
    result = foreign(outcome)
    assert [str(each) for each in result.errors] == [
        "f.json, column [2]: says that something could not be read or is missing from the bundle"
    ]
    assert len(result.prescriptions) == 1
    mild = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "incomplete"}]}
    assert foreign(mild).errors == ()


# --- any text

words = st.text(max_size=40).filter(lambda text: clean(text) is not None)
names = words.filter(lambda text: not is_none_word(clean(text) or ""))


@settings(max_examples=150, deadline=None)
@given(
    ids=st.lists(words, min_size=1, max_size=3, unique_by=clean),
    name=words,
    text=words,
    note=words,
    allergen=names,
    condition=names,
    lang=st.sampled_from(list(Lang)),
)
def test_any_text_comes_back(
    ids: list[str], name: str, text: str, note: str, allergen: str, condition: str, lang: Lang
) -> None:
    lines = tuple(
        MedicationLine(
            ident,
            name,
            dosage=Dosage(text=text),
            written=(text,),
            problems=(Problem(Fact.DOSE, Reason.UNPARSABLE, note),),
        )
        for ident in ids
    )
    patient = Patient(note, allergies=(Allergy(allergen, note),), conditions=(Condition(condition),))
    result = read_again(bundle_of(Prescription(name, lines, patient), lang=lang))
    assert [str(error) for error in result.errors] == []
    (found,) = result.prescriptions
    assert found.id == clean(name) and found.patient.id == clean(note)
    assert [line.id for line in found.lines] == [clean(ident) for ident in ids]
    for line in found.lines:
        assert (line.as_written, line.dosage.text, line.written) == (clean(name), clean(text), (clean(text),))
        assert line.problems == (Problem(Fact.DOSE, Reason.UNPARSABLE, clean(note) or ""),)
    assert found.patient.allergies == (Allergy(clean(allergen) or "", clean(note)),)
    assert [each.name for each in found.patient.conditions or ()] == [clean(condition)]


# --- several instructions


def instruction(sequence: int | None, mg: int, days: int | None, **more: Any) -> Json:
    repeat: Json = {"frequency": 1, "period": 1, "periodUnit": "d"}
    if days is not None:
        repeat["boundsDuration"] = {"value": days, "code": "d"}
    found = {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": {"value": mg, "code": "mg"}}], **more}
    return found if sequence is None else {"sequence": sequence, **found}


def test_a_sequence_of_instructions_is_steps() -> None:
    (rx,) = foreign(
        dosageInstruction=[instruction(1, 40, 5), instruction(3, 20, 5), instruction(3, 5, 5), instruction(4, 10, None)]
    ).prescriptions
    line = rx.lines[0]
    daily = Frequency(1, 24)
    assert line.problems == ()
    assert line.dosage.steps == (
        DoseStep(Dose(amount("40")), daily, 5, 1),
        DoseStep(Dose(amount("20")), daily, 5, 2),
        DoseStep(Dose(amount("5")), daily, 5, 2),
        DoseStep(Dose(amount("10")), daily, None, 3),
    )
    assert (line.dosage.dose, line.dosage.frequency, line.dosage.days) == (Dose(amount("40")), Frequency(2, 24), None)


@pytest.mark.parametrize(
    "instructions",
    [
        [instruction(None, 40, 5), instruction(None, 20, 5)],  # nobody says whether they follow each other
        [instruction(1, 40, None), instruction(2, 20, 5)],  # nor when the second begins
        [instruction(2, 40, 5), instruction(1, 20, 5)],
        [instruction(1, 40, 5), instruction(1, 20, 3)],
        [instruction(0, 40, 5), instruction(1, 20, 5)],
        [instruction(1, 40, 5), {"sequence": 2, "text": "as before"}],
        [instruction(1, 40, 5), instruction(2, 20, 5, modifierExtension=[{"url": "urn:x", "valueBoolean": True}])],
        [instruction(1, 40, 5), instruction(2, 20, 5, route={"text": "IV"})],
    ],
)
def test_a_sequence_in_doubt_is_not_understood(instructions: list[Json]) -> None:
    (rx,) = foreign(dosageInstruction=instructions).prescriptions
    assert rx.lines[0].dosage.steps == () and rx.lines[0].dosage.dose is None
    assert [each.fact for each in rx.lines[0].problems] == [Fact.DOSE]


def test_an_instruction_with_a_modifier_is_not_understood() -> None:
    (rx,) = foreign(
        dosageInstruction=[instruction(None, 40, 5, modifierExtension=[{"url": "urn:every-other-day"}])]
    ).prescriptions
    assert [each.fact for each in rx.lines[0].problems] == [Fact.FREQUENCY]
