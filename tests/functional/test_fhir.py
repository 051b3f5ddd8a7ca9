"""Bundles of the examples and of random prescriptions: valid R4, and the same prescription and findings when read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.model import Dosage, Lab, MedicationLine, Prescription
from rxcheck.quantity import Dose
from rxcheck.report.fhir.bundle import bundle, to_text
from rxcheck.sources.detect import read
from rxcheck.sources.fields import MAX_WEEKS, PLAUSIBLE
from rxcheck.sources.labs import LabTable, load_labs
from rxcheck.terms import Fact, Lang
from rxcheck.verify import Verifier
from tests.oracle.generate import generate
from tests.support.command import EXAMPLES, example, rxcheck
from tests.support.fhir import comparable, complete, resources, validate

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/prescription.*"))
RECORDED = "2026-01-01T00:00:00Z"
SEED, MANY = 20261123, 400


@pytest.fixture(scope="module")
def verifier(cache: Path) -> Verifier:
    return Verifier(open_compiled(default_folder()))


@pytest.fixture(scope="module")
def labs() -> LabTable:
    return load_labs(default_folder() / "knowledge")


def written(verifier: Verifier, labs: LabTable, prescriptions: Sequence[Prescription], lang: Lang = Lang.EN) -> str:
    reports = verifier.verify(prescriptions)
    loinc = dict(labs.reported_as)
    return to_text(bundle(reports, [], verifier.versions, verifier.catalogue(), lang, RECORDED, loinc=loinc))


def come_back(text: str, labs: LabTable, expected: Sequence[Prescription]) -> tuple[Prescription, ...]:
    result = read(text.encode(), "bundle.json", labs=labs)
    assert [str(error) for error in result.errors] == []
    assert len(result.prescriptions) == len(expected)
    for before, after in zip(expected, result.prescriptions, strict=True):
        for one, other in zip(before.lines, after.lines, strict=True):
            assert one == other
        assert comparable(before) == comparable(after)
    return result.prescriptions


def same_findings(verifier: Verifier, before: Sequence[Prescription], after: Sequence[Prescription]) -> None:
    for one, other in zip(verifier.verify(before), verifier.verify(after), strict=True):
        assert one.findings == other.findings
        assert one.not_assessed == other.not_assessed


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str, lang: Lang, verifier: Verifier, labs: LabTable) -> None:
    prescriptions = read(example(name), name, labs=labs).prescriptions
    text = written(verifier, labs, prescriptions, lang)
    value = validate(text)
    reports = verifier.verify(prescriptions)
    assert len(resources(value, "DetectedIssue")) == sum(len(report.findings) for report in reports)
    assert complete(value) is all(report.complete for report in reports)
    same_findings(verifier, prescriptions, come_back(text, labs, prescriptions))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(default_folder())


def test_random_prescriptions(knowledge: Knowledge, verifier: Verifier, labs: LabTable) -> None:
    """All of them in one bundle: every patient is its own, and every line is its own."""
    prescriptions = [readable(each) for each in generate(knowledge, SEED, MANY)]
    text = written(verifier, labs, prescriptions)
    same_findings(verifier, prescriptions, come_back(text, labs, prescriptions))


def test_random_prescriptions_are_valid(knowledge: Knowledge, verifier: Verifier, labs: LabTable) -> None:
    validate(written(verifier, labs, [readable(each) for each in generate(knowledge, SEED + 1, 40)], Lang.ZH))


def readable(prescription: Prescription) -> Prescription:
    """Without what no source lets through: doses of nothing, results beyond what can be meant."""
    patient = prescription.patient
    if patient.pregnancy and (patient.pregnancy.weeks or 0) > MAX_WEEKS:
        patient = replace(patient, pregnancy=replace(patient.pregnancy, weeks=MAX_WEEKS))
    patient = replace(patient, labs=tuple(lab for lab in patient.labs if _can_be_meant(lab)))
    return replace(prescription, patient=patient, lines=tuple(_readable(line) for line in prescription.lines))


def _can_be_meant(lab: Lab) -> bool:
    low, high = PLAUSIBLE.get(lab.fact or Fact.DRUG, (None, None))
    return low is None or high is None or low <= lab.value <= high


def _readable(line: MedicationLine) -> MedicationLine:
    dosage = line.dosage
    most = dosage.max_per_day
    dosage = replace(dosage, max_per_day=Dose(most.most, None, most.basis) if most and most.most.base else None)
    doses = [dosage.dose, *(step.dose for step in dosage.steps)]
    if any(dose is not None and not dose.low.base for dose in doses):
        dosage = Dosage(text=dosage.text, route=dosage.route, days=dosage.days, max_per_day=dosage.max_per_day)
    return replace(line, dosage=dosage)


# --- the command


def test_the_command_writes_a_bundle_and_reads_it_again(tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    ran = rxcheck("check", example("triple-whammy"), "--format", "fhir", "--output", file)
    assert ran.code == 1
    value = validate(file.read_text(encoding="utf-8"))
    first = json.loads(rxcheck("check", example("triple-whammy"), "--format", "json").out)
    again = json.loads(rxcheck("check", file, "--format", "json").out)
    assert [each["findings"] for each in again["reports"]] == [each["findings"] for each in first["reports"]]
    assert len(resources(value, "DetectedIssue")) == len(first["reports"][0]["findings"])


def test_equal_inputs_give_equal_bytes() -> None:
    stamped = {"SOURCE_DATE_EPOCH": "1795000000"}
    one, other = (rxcheck("check", example("clean-zh"), "-f", "fhir", "--lang", "zh", env=stamped) for _ in range(2))
    assert one.out == other.out
    (origin,) = resources(json.loads(one.out), "Provenance")
    assert origin["recorded"] == "2026-11-18T11:06:40Z"


def test_what_cannot_be_read_stands_beside_what_can(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"lines": []}', encoding="utf-8")
    ran = rxcheck("check", example("clean"), bad, "--format", "fhir", "--lang", "zh")
    assert ran.code == 4
    value = validate(ran.out)
    (issue,) = [
        issue
        for outcome in resources(value, "OperationOutcome")
        for issue in outcome["issue"]
        if issue["severity"] == "error"
    ]
    assert issue["code"] == "invalid"
    assert issue["details"]["text"] == "没有药品行"
    assert "bad.json" in issue["diagnostics"]
    assert [each["status"] for each in resources(value, "GuidanceResponse")] == ["success"]
    assert not complete(value)


def test_packs_and_what_the_site_suppresses(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("drug_a,drug_b,grade\nwarfarin,clarithromycin,contraindicated\nlamotrigine,metformin,avoid\n")
    pack = tmp_path / "pack"
    made = rxcheck("kb", "import", "pairs", listed, "--output", pack, "--name", "ward", "--title", "Ward list")
    assert made.code == 0, made.err
    policy = tmp_path / "site.toml"
    policy.write_text(
        '[[suppress]]\nrule = "ddi-vka-macrolides-cyp3a4"\nreason = "INR clinic"\nowner = "PTC"\n'
        f"expires = {date.today() + timedelta(days=60)}\n"
    )
    drugs = (
        "warfarin 5 mg PO qd",
        "clarithromycin 500 mg PO bid x7d",
        "lamotrigine 100 mg PO bid",
        "metformin 500 mg PO bid",
    )
    options = [part for drug in drugs for part in ("--drug", drug)]
    ran = rxcheck("check", *options, "--pack", pack, "--policy", policy, "--format", "fhir")
    value = validate(ran.out)
    issues = [issue for each in resources(value, "OperationOutcome") for issue in each["issue"]]
    (kept_back,) = [issue for issue in issues if issue["code"] == "suppressed"]
    assert "INR clinic" in kept_back["details"]["text"]
    assert any("Ward list" in each["detail"] for each in resources(value, "DetectedIssue"))
    (origin,) = resources(value, "Provenance")
    systems = [each["what"].get("identifier", {}).get("system", "") for each in origin["entity"]]
    assert [system.rpartition(":")[2] for system in systems] == ["", "knowledge", "pack", "policy"]
