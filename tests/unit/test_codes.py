"""Codes of drugs, conditions and results are told apart by system and shape."""

from __future__ import annotations

import pytest

from rxcheck.codes import Code, CodeSystem, system_of


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("http://www.whocc.no/atc", CodeSystem.ATC),
        ("http://www.nlm.nih.gov/research/umls/rxnorm", CodeSystem.RXNORM),
        ("urn:oid:2.16.840.1.113883.6.88", CodeSystem.RXNORM),
        ("http://fdasis.nlm.nih.gov", CodeSystem.UNII),
        ("http://hl7.org/fhir/sid/icd-10", CodeSystem.ICD10),
        ("http://hl7.org/fhir/sid/icd-10-cm", CodeSystem.ICD10),
        ("http://loinc.org", CodeSystem.LOINC),
        ("http://snomed.info/sct", CodeSystem.SNOMED),
        ("RxCUI", CodeSystem.RXNORM),
        (" rxnorm ", CodeSystem.RXNORM),
        ("ICD-10", CodeSystem.ICD10),
        ("icd_10_cm", CodeSystem.ICD10),
        ("SNOMED-CT", CodeSystem.SNOMED),
        ("ndc", CodeSystem.OTHER),
        ("", CodeSystem.OTHER),
        ("http://example.org/rxnorm", CodeSystem.OTHER),
    ],
)
def test_systems(name: str, system: CodeSystem) -> None:
    assert system_of(name) is system


def test_systems_have_their_addresses() -> None:
    for system in CodeSystem:
        if system in (CodeSystem.OTHER, CodeSystem.INCHIKEY):
            assert system.uri == ""
        else:
            assert system_of(system.uri) is system
            assert system_of(system.value) is system


@pytest.mark.parametrize(
    ("system", "value", "good"),
    [
        (CodeSystem.ATC, "B01AA03", True),
        (CodeSystem.ATC, "B01AA", False),
        (CodeSystem.ATC, "b01aa03", False),
        (CodeSystem.ATC, "B01AA031", False),
        (CodeSystem.RXNORM, "11289", True),
        (CodeSystem.RXNORM, "", False),
        (CodeSystem.RXNORM, "123456789", False),
        (CodeSystem.RXNORM, "11289 ", False),
        (CodeSystem.RXNORM, "-1", False),
        (CodeSystem.UNII, "5Q7ZVV76EI", True),
        (CodeSystem.UNII, "5q7zvv76ei", False),
        (CodeSystem.ICD10, "I50", True),
        (CodeSystem.ICD10, "I50.9", True),
        (CodeSystem.ICD10, "I509", True),
        (CodeSystem.ICD10, "50.9", False),
        (CodeSystem.LOINC, "2160-0", True),
        (CodeSystem.LOINC, "2160", False),
        (CodeSystem.SNOMED, "38341003", True),
        (CodeSystem.SNOMED, "38341", False),
        (CodeSystem.OTHER, "anything", False),
    ],
)
def test_shapes(system: CodeSystem, value: str, good: bool) -> None:
    assert Code(system, value).well_formed is good
