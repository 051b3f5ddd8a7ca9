"""What stands on a prescription beside patient and lines: setting, title, marks and refills, from every format."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rxcheck.model import Prescription
from rxcheck.sources.detect import read
from rxcheck.terms import PrescriberTitle, Setting


def only(text: str, name: str) -> Prescription:
    result = read(text.encode(), name)
    assert [str(error) for error in result.errors] == []
    assert len(result.prescriptions) == 1
    return result.prescriptions[0]


def told(rx: Prescription) -> tuple[object, ...]:
    return rx.setting, rx.prescriber, rx.long_term, rx.justified, tuple(line.refills for line in rx.lines)


def test_yaml() -> None:
    text = "setting: 急诊\nprescriber_title: 主治医师\nlong_term: yes\njustification: 慢性病\nlines: [{drug: warfarin, refills: 2}, {drug: aspirin}]"
    assert told(only(text, "x.yaml")) == (Setting.EMERGENCY, PrescriberTitle.INTERMEDIATE, True, True, (2, None))


def test_nothing_said() -> None:
    assert told(only("lines: [{drug: warfarin}]", "x.yaml")) == (None, None, False, False, (None,))


@pytest.mark.parametrize("text", ["no", "none", "无", "否", " "])
def test_no_reason_is_none(text: str) -> None:
    assert not only(f"justification: '{text}'\nlines: [{{drug: warfarin}}]", "x.yaml").justified


def test_csv_says_it_once() -> None:
    text = (
        "prescription_id,setting,prescriber_title,long_term,justification,drug,refills\n"
        "1,门诊,senior,是,老年患者,warfarin,3\n1,,,,,aspirin,\n"
    )
    assert told(only(text, "x.csv")) == (Setting.OUTPATIENT, PrescriberTitle.SENIOR, True, True, (3, None))


def test_csv_may_not_contradict_itself() -> None:
    text = "prescription_id,setting,drug\n1,门诊,warfarin\n1,住院,aspirin\n"
    result = read(text.encode(), "x.csv")
    assert [str(error) for error in result.errors] == [
        "x.csv, row 3, column setting: differs from row 2 of the same prescription"
    ]


def _request(number: int, category: str | None, refills: int | None = None) -> dict[str, Any]:
    system = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
    resource: dict[str, Any] = {
        "resourceType": "MedicationRequest",
        "id": f"m{number}",
        "status": "active",
        "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": "warfarin"},
    }
    if category:
        resource["category"] = [{"coding": [{"system": system, "code": category}]}]
    if refills is not None:
        resource["dispenseRequest"] = {"numberOfRepeatsAllowed": refills}
    return resource


@pytest.mark.parametrize(
    ("categories", "setting"),
    [
        (["community"], Setting.OUTPATIENT),
        (["inpatient", None], Setting.INPATIENT),
        (["discharge", "discharge"], Setting.DISCHARGE),
        (["inpatient", "outpatient"], None),
        ([None], None),
    ],
)
def test_fhir_setting(categories: list[str | None], setting: Setting | None) -> None:
    resources = [_request(number, category) for number, category in enumerate(categories)]
    assert only(json.dumps(resources), "x.json").setting is setting


def test_fhir_refills() -> None:
    assert told(only(json.dumps([_request(1, None, 5)]), "x.json"))[-1] == (5,)
