"""What the prescriber wrote survives field by field in every format; what a machine wrote does not count."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rxcheck.sources.detect import read
from rxcheck.sources.inline import from_options
from tests.unit.sources.test_fhir import PATIENT, bundle, request


def native(**line: Any) -> tuple[str, ...]:
    text = json.dumps({"lines": [{"drug": "warfarin", **line}]}, ensure_ascii=False)
    return read(text.encode(), "x.json").prescriptions[0].lines[0].written


def test_native_fields() -> None:
    line = {"dose": "1.0 mg", "route": "PO", "frequency": "QD", "sig": "take .5 tab", "max_per_day": "4.0 mg"}
    assert native(**line) == ("1.0 mg", "PO", "QD", "take .5 tab", "4.0 mg")
    assert native() == ()
    assert native(route=" ") == ()


@pytest.mark.parametrize(("number", "written"), [("1.0", "1"), ("10.50", "10.5"), ("0.5", "0.5"), ("100", "100")])
def test_zeros_of_a_number_are_not_handwriting(number: str, written: str) -> None:
    data = f'{{"lines": [{{"drug": "warfarin", "dose": {number}}}]}}'.encode()
    (line,) = read(data, "x.json").prescriptions[0].lines
    assert line.written == (written,)


def test_yaml() -> None:
    data = "lines:\n  - drug: insulin glargine\n    dose: 10U\n    frequency: q.o.d.\n"
    assert read(data.encode(), "x.yaml").prescriptions[0].lines[0].written == ("10U", "q.o.d.")


def test_columns_keep_number_and_unit_together() -> None:
    data = "prescription_id,drug,dose,unit,route,frequency,sig\n1,华法林,1.0,mg,口服,QD,每次.5片\n1,digoxin,,,,,\n"
    first, second = read(data.encode(), "x.csv").prescriptions[0].lines
    assert first.written == ("1.0 mg", "口服", "QD", "每次.5片")
    assert second.written == ()


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("insulin glargine 10U sc q.o.d.", "insulin glargine", ("10U sc q.o.d.",)),
        ("MS 1.0 mg iv q4h", "MS", ("1.0 mg iv q4h",)),
        ("胰岛素 10U 皮下注射 每日一次", "胰岛素", ("10U 皮下注射 每日一次",)),
        ("warfarin", "warfarin", ()),
    ],
)
def test_options(text: str, name: str, written: tuple[str, ...]) -> None:
    (line,) = from_options([text]).lines
    assert (line.as_written, line.written) == (name, written)


def fhir(*dosages: dict[str, Any]) -> tuple[str, ...]:
    (prescription,) = bundle(PATIENT, request(dosageInstruction=list(dosages))).prescriptions
    return prescription.lines[0].written


def test_fhir_structure_is_not_handwriting() -> None:
    assert fhir({"doseAndRate": [{"doseQuantity": {"value": 1.0, "unit": "U"}}], "timing": {"repeat": {}}}) == ()
    coded = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "code": "QD"}],
        "text": "QD",
    }
    assert fhir({"timing": {"code": coded}}) == ()


def test_fhir_texts() -> None:
    assert fhir({"text": "1.0 mg QD", "timing": {"code": {"text": "QOD"}}}) == ("QOD", "1.0 mg QD")
    assert fhir({"text": "10U sc", "route": {"text": "SC"}}) == ("SC", "10U sc")


def test_every_instruction_of_a_sequence() -> None:
    assert fhir({"text": "10U qd"}, {"text": "then 5U qd"}) == ("10U qd", "then 5U qd")
