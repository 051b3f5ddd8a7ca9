"""Bundles of hand-made reports: what goes where, and that nothing is left out silently."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from rxcheck import fhir_terms as ft
from rxcheck.errors import InputError
from rxcheck.finding import Comparator, Compared, FactUse, Mitigation, PackVersion, Report, Versions
from rxcheck.kb.catalogue import Catalogue, SourceInfo
from rxcheck.model import Dosage, DoseStep, Lab, MedicationLine, Patient, Pregnancy, Prescription, Problem
from rxcheck.quantity import Basis, Dose, Frequency, Quantity
from rxcheck.report.fhir.bundle import bundle, recorded_now, to_text
from rxcheck.report.fhir.dosage import dosages
from rxcheck.report.fhir.issues import address_of
from rxcheck.report.interface import ReportFormat
from rxcheck.site import SitePolicy, Suppressed, Suppression
from rxcheck.terms import Action, CheckKind, Fact, FactBasis, Lang, LineStatus, Reason, Route, Setting, Severity
from tests.support.fhir import complete, extension_of, resources, validate

from .conftest import AVOID, MODIFY, VERSIONS, Render

RECORDED = "2026-11-23T08:00:00Z"
MG, TABLET = "mg", "{tablet}"


def made(
    catalogue: Catalogue, *reports: Report, errors: tuple[InputError, ...] = (), lang: Lang = Lang.EN, **more: Any
) -> dict[str, Any]:
    return validate(to_text(bundle(reports, errors, VERSIONS, catalogue, lang, RECORDED, **more)))


def dose(value: str, unit: str = MG, **more: Any) -> Dose:
    return Dose(Quantity.of(value, unit), **more)


# --- issues


def test_an_issue_for_each_finding_worst_first(catalogue: Catalogue, busy: Report) -> None:
    value = made(catalogue, busy)
    issues = resources(value, "DetectedIssue")
    assert [each["identifier"][0]["value"] for each in issues] == ["f1", "f2", "f3", "f4"]
    assert [each["severity"] for each in issues] == ["high", "high", "moderate", "low"]
    assert [extension_of(each, ft.ACTION)["valueCode"] for each in issues] == ["avoid", "modify", "monitor", "inform"]
    first = issues[0]
    assert first["status"] == "final"
    assert "identifiedDateTime" not in first  # nobody knows when it was first seen; Provenance says when it was written
    assert first["code"]["coding"] == [
        {"system": ft.ACT_CODE, "code": "DINT"},
        {"system": ft.NCPDP, "code": "DD"},
        {"system": ft.CN_REVIEW, "code": "2-8"},
        {"system": ft.RULE, "code": "ixa-simvastatin-cyp3a4-strong"},
    ]
    assert first["code"]["text"] == "simvastatin + clarithromycin: avoid · contraindicated"
    lines = {each["fullUrl"]: each["resource"] for each in value["entry"]}
    names = [lines[each["reference"]]["medicationCodeableConcept"]["text"] for each in first["implicated"]]
    assert names == ["Zocor 40 mg tab", "clarithromycin 500 mg"]
    assert first["detail"].splitlines() == [
        "Clarithromycin strongly inhibits CYP3A4 and raises the exposure to simvastatin. Myopathy and rhabdomyolysis may follow.",
        "Do: Do not combine; suspend simvastatin for the course of clarithromycin, or choose another antibiotic.",
    ]
    assert "mitigation" not in first  # advice is not what somebody did


def test_chinese(catalogue: Catalogue, busy: Report) -> None:
    value = made(catalogue, busy, lang=Lang.ZH)
    assert value["language"] == "zh-CN"
    first = resources(value, "DetectedIssue")[0]
    assert "克拉霉素强效抑制 CYP3A4" in first["detail"] and "建议：" in first["detail"]
    assert first["code"]["text"].startswith("辛伐他汀 + 克拉霉素：")


def test_evidence_points_at_the_values(catalogue: Catalogue, busy: Report) -> None:
    value = made(catalogue, busy)
    issue = resources(value, "DetectedIssue")[1]
    (compared,) = issue["evidence"]
    assert compared["code"][0]["text"] == "eGFR 38 mL/min/1.73 m² (threshold < 45)"
    by_url = {each["fullUrl"]: each["resource"] for each in value["entry"]}
    (seen,) = [by_url[each["reference"]] for each in compared["detail"]]
    assert seen["valueQuantity"]["value"] == 38 and seen["effectiveDateTime"] == "2026-11-20"


def test_evidence_of_a_calculated_fact_points_at_what_it_was_calculated_from(
    catalogue: Catalogue, clean: Report
) -> None:
    patient = replace(
        clean.prescription.patient, labs=(Lab("creatinine", Decimal(90), "umol/L", None, Fact.CREATININE),)
    )
    creatinine = FactUse(Fact.CREATININE, "90", "umol/L", FactBasis.MEASURED)
    age = FactUse(Fact.AGE, "40", "a", FactBasis.RECORDED)
    used = FactUse(Fact.CRCL, "80", "mL/min", FactBasis.CALCULATED, inputs=(creatinine, age))
    finding = replace(MODIFY, lines=("2",), facts=(used,), compared=None)
    report = replace(clean, prescription=replace(clean.prescription, patient=patient), findings=(finding,))
    value = made(catalogue, report)
    by_url = {each["fullUrl"]: each["resource"] for each in value["entry"]}
    (entry,) = resources(value, "DetectedIssue")[0]["evidence"]
    assert [by_url[each["reference"]]["code"]["text"] for each in entry["detail"]] == ["creatinine", "age"]


def test_an_amount_of_the_prescription_points_at_its_line(catalogue: Catalogue, clean: Report) -> None:
    finding = replace(MODIFY, lines=("2",), compared=Compared(Fact.DOSE, "3", Comparator.ABOVE, "2", "g/d"))
    value = made(catalogue, replace(clean, findings=(finding,)))
    (issue,) = resources(value, "DetectedIssue")
    assert issue["evidence"][0]["detail"] == issue["implicated"]


def test_a_source_with_an_address(catalogue: Catalogue, clean: Report) -> None:
    sources = {
        **catalogue.sources,
        "label-zocor": SourceInfo("Zocor", "Organon", "2023", "https://example.org/zocor", "label"),
    }
    value = made(replace(catalogue, sources=sources), replace(clean, findings=(AVOID,)))
    (issue,) = resources(value, "DetectedIssue")
    assert issue["reference"] == "https://example.org/zocor"
    cited = extension_of(issue, ft.CITATION)["valueRelatedArtifact"]
    assert cited == {
        "type": "citation",
        "citation": "Zocor, 2023, section 4 (draft, unreviewed)",
        "url": "https://example.org/zocor",
    }


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("doi 10.1097/QAD.0000000000002163", "https://doi.org/10.1097/QAD.0000000000002163"),
        ("doi:10.2147/JAA.S242061", "https://doi.org/10.2147/JAA.S242061"),
        ("PMID 12604501", "https://pubmed.ncbi.nlm.nih.gov/12604501/"),
        ("NDA019766", None),
        ("卫生部令第84号 (as given at https://example.org/x)", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_addresses(identifier: str, address: str | None) -> None:
    assert address_of(identifier) == address


def test_mitigations_are_what_was_done(catalogue: Catalogue, busy: Report) -> None:
    taken = Mitigation("called the ward", ("urn:x", "13"), date(2026, 11, 24), "pharmacist 7")
    value = made(catalogue, busy, mitigations={("rx-1", "f2"): [taken]})
    issues = resources(value, "DetectedIssue")
    assert [each["identifier"][0]["value"] for each in issues if "mitigation" in each] == ["f2"]
    assert issues[1]["mitigation"] == [
        {
            "action": {"coding": [{"system": "urn:x", "code": "13"}], "text": "called the ward"},
            "date": "2026-11-24",
            "author": {"display": "pharmacist 7"},
        }
    ]


# --- what is not said by a finding


def test_everything_not_assessed_is_an_issue(catalogue: Catalogue, busy: Report) -> None:
    value = made(catalogue, busy)
    (outcome,) = resources(value, "OperationOutcome")
    assert len(outcome["issue"]) == len(busy.not_assessed)
    assert {(each["severity"], each["code"]) for each in outcome["issue"]} == {("warning", "incomplete")}
    unknown = outcome["issue"][-1]
    assert [each["code"] for each in unknown["details"]["coding"]] == ["unknown_drug", "drug"]
    assert "Xarelta 20mg" in unknown["details"]["text"]
    (place,) = unknown["expression"]
    number = int(place.removeprefix("Bundle.entry[").removesuffix("].resource"))
    assert value["entry"][number]["resource"]["medicationCodeableConcept"]["text"] == "Xarelta 20mg"
    assert extension_of(unknown, ft.CONCERNS)["valueReference"]["reference"] == value["entry"][number]["fullUrl"]
    waiting = extension_of(outcome["issue"][0], ft.RULES_WAITING)["extension"]
    assert [each["valueCode"] for each in waiting] == [f"lab-k-3-{at}" for at in range(5)]
    (answer,) = resources(value, "GuidanceResponse")
    assert answer["status"] == "data-requested"
    assert answer["evaluationMessage"][0]["reference"] == f"urn:uuid:{outcome['id']}"
    assert not complete(value)


def test_nothing_found_and_everything_assessed(catalogue: Catalogue, clean: Report) -> None:
    value = made(catalogue, clean)
    assert resources(value, "DetectedIssue") == resources(value, "OperationOutcome") == []
    (answer,) = resources(value, "GuidanceResponse")
    assert answer["status"] == "success" and "evaluationMessage" not in answer
    (origin,) = resources(value, "Provenance")
    assert [each["reference"] for each in origin["target"]] == [f"urn:uuid:{answer['id']}"]
    assert complete(value)


def test_inputs_that_could_not_be_read(catalogue: Catalogue, clean: Report, unreadable: InputError) -> None:
    value = made(catalogue, clean, errors=(unreadable,))
    (outcome,) = resources(value, "OperationOutcome")
    (issue,) = outcome["issue"]
    assert (issue["severity"], issue["code"], issue["diagnostics"]) == (
        "error",
        "invalid",
        "ward.csv, row 3, column dose",
    )
    assert not complete(value)
    alone = made(catalogue, errors=(unreadable,))
    assert [each["resource"]["resourceType"] for each in alone["entry"]] == ["Device", "OperationOutcome"]
    assert not complete(alone)


def test_what_the_site_suppresses_is_told(catalogue: Catalogue, clean: Report) -> None:
    entry = Suppression("ixa-x", "INR clinic", "PTC", date(2027, 1, 1))
    kept = Suppressed(entry, CheckKind.INTERACTION, Action.AVOID, Severity.MAJOR, ("1",), ("lisinopril",))
    policy = SitePolicy("rxcheck.toml", "abc123", date(2026, 11, 1), (entry,))
    pack = PackVersion("ansm", "Thesaurus", "2023", "d1")
    versions = replace(VERSIONS, policy=policy, packs=(pack,))
    value = made(catalogue, replace(clean, suppressed=(kept,), versions=versions))
    (issue,) = resources(value, "OperationOutcome")[0]["issue"]
    assert (issue["severity"], issue["code"]) == ("information", "suppressed")
    assert "INR clinic" in issue["details"]["text"]
    assert complete(value)  # what a site has decided is no gap
    (origin,) = resources(value, "Provenance")
    known = [each["what"]["identifier"] for each in origin["entity"] if "identifier" in each["what"]]
    assert [(each["system"], each["value"]) for each in known] == [
        (ft.KNOWLEDGE, VERSIONS.knowledge_hash),
        (ft.PACK, "d1"),
        (ft.POLICY, "abc123"),
    ]


# --- who, when, which


def test_provenance(catalogue: Catalogue, busy: Report) -> None:
    value = made(catalogue, busy)
    (origin,), (device,) = resources(value, "Provenance"), resources(value, "Device")
    assert origin["recorded"] == RECORDED
    assert origin["agent"][0]["who"]["reference"] == f"urn:uuid:{device['id']}"
    assert device["version"] == [{"value": VERSIONS.program}]
    issues = {f"urn:uuid:{each['id']}" for each in resources(value, "DetectedIssue")}
    assert issues < {each["reference"] for each in origin["target"]}
    (listed,) = resources(value, "List")
    assert origin["entity"][0] == {"role": "source", "what": {"reference": f"urn:uuid:{listed['id']}"}}


def test_the_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert recorded_now() == "1970-01-01T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert recorded_now() > "2026"


def test_ids_are_the_same_in_every_run_and_differ_between_prescriptions(
    catalogue: Catalogue, busy: Report, clean: Report
) -> None:
    one, other = (bundle([busy, clean, clean], [], VERSIONS, catalogue, Lang.EN, RECORDED) for _ in range(2))
    assert one == other
    made(catalogue, busy, clean, clean)  # all addresses differ: validate() looks
    newer = replace(busy, versions=Versions("9.9", "x", "y"))
    changed = bundle([newer], [], VERSIONS, catalogue, Lang.EN, RECORDED)
    same = {each["fullUrl"] for each in one["entry"]} & {each["fullUrl"] for each in changed["entry"]}
    kinds = {each["resource"]["resourceType"] for each in one["entry"] if each["fullUrl"] in same}
    assert "Patient" in kinds and not kinds & {"DetectedIssue", "GuidanceResponse", "Provenance"}


# --- the prescription


def test_lines_that_are_taken_and_lines_that_are_new(catalogue: Catalogue, clean: Report) -> None:
    rx = replace(
        clean.prescription,
        setting=Setting.DISCHARGE,
        lines=(
            MedicationLine("a", "aspirin", quantity=Quantity.of("30", TABLET), refills=2, days=30),
            MedicationLine("b", "digoxin", status=LineStatus.CURRENT, days=7),
        ),
    )
    value = made(catalogue, replace(clean, prescription=rx))
    (request,), (statement,) = resources(value, "MedicationRequest"), resources(value, "MedicationStatement")
    assert request["dispenseRequest"]["numberOfRepeatsAllowed"] == 2
    assert request["dispenseRequest"]["quantity"] == {
        "value": 30,
        "unit": "tablets",
        "system": ft.UCUM,
        "code": "{tablet}",
    }
    assert request["category"][0]["coding"][0]["code"] == "discharge"
    assert request["groupIdentifier"]["value"] == rx.id
    assert "dispenseRequest" not in statement and statement["status"] == "active"


def test_nobody_said_is_not_nothing_known(catalogue: Catalogue, clean: Report) -> None:
    value = made(catalogue, clean)
    assert resources(value, "AllergyIntolerance") == resources(value, "Condition") == []
    known = replace(clean.prescription, patient=Patient(allergies=(), conditions=()))
    value = made(catalogue, replace(clean, prescription=known))
    (allergy,), (condition,) = resources(value, "AllergyIntolerance"), resources(value, "Condition")
    assert allergy["code"]["coding"][0] == {"system": ft.ABSENT, "code": "no-known-allergies"}
    assert condition["code"]["coding"][0] == {"system": ft.ABSENT, "code": "no-known-problems"}


def test_observations_carry_the_codes_of_their_tests(catalogue: Catalogue, busy: Report) -> None:
    value = made(catalogue, busy, loinc={Fact.EGFR: "69405-9"})
    coded = {each["code"]["text"]: each for each in resources(value, "Observation")}
    assert coded["eGFR"]["code"]["coding"] == [{"system": ft.LOINC, "code": "69405-9"}]
    assert coded["eGFR"]["valueQuantity"]["code"] == "mL/min/{1.73_m2}"
    assert coded["weight"]["valueQuantity"]["value"] == 62.5
    foreign = Lab("odd test", Decimal("1.50"), "furlongs", None, None)
    rx = replace(busy.prescription, patient=Patient(labs=(foreign,), pregnancy=Pregnancy(True, 20)))
    value = made(catalogue, replace(busy, prescription=rx))
    observed = resources(value, "Observation")
    assert observed[-1]["valueQuantity"] == {"value": 1.5, "unit": "furlongs"}  # no system: it is no UCUM unit
    assert observed[1]["valueQuantity"] == {"value": 20, "unit": "weeks", "system": ft.UCUM, "code": "wk"}


def test_problems_are_kept(catalogue: Catalogue, clean: Report) -> None:
    line = MedicationLine("1", "x", problems=(Problem(Fact.DOSE, Reason.UNPARSABLE, "a spoonful"),))
    value = made(catalogue, replace(clean, prescription=Prescription("p", (line,))))
    (request,) = resources(value, "MedicationRequest")
    parts = extension_of(extension_of(request, ft.READING), "problem")["extension"]
    assert [next(iter(set(each.values()) - {each["url"]})) for each in parts] == ["dose", "unparsable", "a spoonful"]


# --- dosage


def test_a_dosage() -> None:
    (found,) = dosages(
        Dosage(dose("5"), Route.ORAL, Frequency(2, 24), True, dose("20"), 7, "5 mg bid prn x 7d", Frequency(1, 24)),
        Lang.EN,
    )
    assert found["timing"]["repeat"] == {
        "boundsDuration": {"value": 7, "unit": "days", "system": ft.UCUM, "code": "d"},
        "frequency": 1,
        "frequencyMax": 2,
        "period": 1,
        "periodUnit": "d",
    }
    assert found["asNeededBoolean"] is True
    assert found["route"]["coding"] == [{"system": ft.SNOMED, "code": "26643006"}]
    assert found["maxDosePerPeriod"]["denominator"]["code"] == "d"


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [
        (Frequency(1, 4), Frequency(1, 6), {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}),
        (Frequency(1, 168), None, {"frequency": 1, "period": 1, "periodUnit": "wk"}),
        (Frequency(3, 168), None, {"frequency": 3, "period": 1, "periodUnit": "wk"}),
        (Frequency(1, 36), None, {"frequency": 1, "period": 36, "periodUnit": "h"}),
        (Frequency(1, 8), Frequency(2, 24), {"frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "d"}),
    ],
)
def test_frequencies(high: Frequency, low: Frequency | None, expected: dict[str, Any]) -> None:
    (found,) = dosages(Dosage(frequency=high, frequency_low=low), Lang.EN)
    assert found["timing"]["repeat"] == expected


@pytest.mark.parametrize(
    ("given", "key", "code"),
    [
        (dose("10", basis=Basis.KG), "doseQuantity", "mg/kg"),
        (dose("10", basis=Basis.KG, rate_hours=24), "rateQuantity", "mg/kg/d"),
        (dose("10", high=Quantity.of("20", MG), rate_hours=1), "rateRange", "mg/h"),
        (dose("1", high=Quantity.of("2", TABLET), unit=TABLET), "doseRange", "{tablet}"),
        (dose("10", rate_hours=8), "rateRatio", "mg"),
    ],
)
def test_doses(given: Dose, key: str, code: str) -> None:
    (found,) = dosages(Dosage(given), Lang.EN)
    ((name, element),) = found["doseAndRate"][0].items()
    assert name == key
    quantity = element.get("low") or element.get("numerator") or element
    assert quantity["code"] == code


def test_steps_are_a_sequence_and_a_cycle_may_not_be_overlooked() -> None:
    daily = Frequency(1, 24)
    steps = (
        DoseStep(dose("40"), daily, 3, 1),
        DoseStep(dose("20"), daily, 3, 2, (0, 2), 7),
        DoseStep(dose("10"), daily, None, 3, (0,), 2),
    )
    found = dosages(Dosage(dose("40"), Route.ORAL, daily, steps=steps, text="taper"), Lang.EN)
    assert [each["sequence"] for each in found] == [1, 2, 3]
    assert [each.get("text") for each in found] == ["taper", None, None]
    assert found[1]["timing"]["repeat"]["dayOfWeek"] == ["mon", "wed"]
    assert found[2]["modifierExtension"][0]["url"] == ft.CYCLE


# --- texts that try to act


def test_hostile_texts(render: Render, hostile: Report) -> None:
    text = render(ReportFormat.FHIR, hostile)
    assert not set(text) & {"\x1b", "\u202e", "\x07", "\x85"}
    value = validate(text)
    name = resources(value, "MedicationRequest")[0]["medicationCodeableConcept"]["text"]
    assert name.startswith("\ufffd[31mred") and "\u202e" in name and "<b>&amp;" in name
    assert "\x1b" not in json.dumps(value, ensure_ascii=False)
    issue = resources(value, "DetectedIssue")[0]
    assert issue["implicated"]
