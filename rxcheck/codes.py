"""Coding systems: how codes of drugs, conditions and laboratory results are told apart.

A code that does not have the shape of its system is kept (it may still identify a line for a person) but never looked up.
"""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct


class CodeSystem(StrEnum):
    """Coding systems that inputs use. Values are short names; `uri` is the FHIR system."""

    ATC = "atc"
    RXNORM = "rxnorm"
    UNII = "unii"
    INCHIKEY = "inchikey"
    ICD10 = "icd10"
    LOINC = "loinc"
    SNOMED = "snomed"
    OTHER = "other"

    @property
    def uri(self) -> str:
        """The system's canonical address in FHIR; blank where it has none."""
        return _URIS[self]


_URIS = {
    CodeSystem.ATC: "http://www.whocc.no/atc",
    CodeSystem.RXNORM: "http://www.nlm.nih.gov/research/umls/rxnorm",
    CodeSystem.UNII: "http://fdasis.nlm.nih.gov",
    CodeSystem.INCHIKEY: "",
    CodeSystem.ICD10: "http://hl7.org/fhir/sid/icd-10",
    CodeSystem.LOINC: "http://loinc.org",
    CodeSystem.SNOMED: "http://snomed.info/sct",
    CodeSystem.OTHER: "",
}
_BY_URI = {
    **{uri: system for system, uri in _URIS.items() if uri},
    "http://hl7.org/fhir/sid/icd-10-cm": CodeSystem.ICD10,
    "urn:oid:2.16.840.1.113883.6.88": CodeSystem.RXNORM,
    "urn:oid:2.16.840.1.113883.6.96": CodeSystem.SNOMED,
    "urn:oid:2.16.840.1.113883.6.1": CodeSystem.LOINC,
}
SHAPES = {
    CodeSystem.ATC: re.compile(r"[A-Z]\d{2}[A-Z]{2}\d{2}"),
    CodeSystem.RXNORM: re.compile(r"\d{1,8}"),
    CodeSystem.UNII: re.compile(r"[0-9A-Z]{10}"),
    CodeSystem.INCHIKEY: re.compile(r"[A-Z]{14}-[A-Z]{10}-[A-Z]"),
    CodeSystem.ICD10: re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?"),
    CodeSystem.LOINC: re.compile(r"\d{1,7}-\d"),
    CodeSystem.SNOMED: re.compile(r"\d{6,18}"),
}


class Code(Struct, frozen=True):
    """A code in a system."""

    system: CodeSystem
    value: str

    @property
    def well_formed(self) -> bool:
        """True when the value has the shape of its system."""
        shape = SHAPES.get(self.system)
        return bool(shape and shape.fullmatch(self.value))


def system_of(name: str) -> CodeSystem:
    """The coding system that a FHIR address or a short name ("rxcui", "ATC") stands for."""
    if name in _BY_URI:
        return _BY_URI[name]
    folded = name.strip().casefold().replace("-", "").replace("_", "")
    return _SHORT.get(folded, CodeSystem.OTHER)


_SHORT = {
    "atc": CodeSystem.ATC,
    "rxnorm": CodeSystem.RXNORM,
    "rxcui": CodeSystem.RXNORM,
    "unii": CodeSystem.UNII,
    "inchikey": CodeSystem.INCHIKEY,
    "icd10": CodeSystem.ICD10,
    "icd10cm": CodeSystem.ICD10,
    "loinc": CodeSystem.LOINC,
    "snomed": CodeSystem.SNOMED,
    "snomedct": CodeSystem.SNOMED,
}
