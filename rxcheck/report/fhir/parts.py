"""The small elements that resources are made of, and the ids of resources."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from rxcheck import fhir_terms as ft
from rxcheck.codes import Code
from rxcheck.kb.unit_names import unit_text
from rxcheck.model import Prescription
from rxcheck.terms import Lang

Json = dict[str, Any]

# A fixed name space of this program, so that the same resource has the same id in every run.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, ft.CHECK)
# What a FHIR string may not hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def clean(text: str | None) -> str | None:
    """A text as FHIR can hold it: control characters become the replacement character; None for nothing but blanks."""
    return (_FORBIDDEN.sub("\ufffd", text).strip() or None) if text else None


def filled(**members: Any) -> Json:
    """An element of the members that are there: FHIR knows no null and no empty list."""
    return {key: value for key, value in members.items() if value is not None and value not in ([], {})}


def number(value: Decimal | int) -> int | Decimal:
    """An exact JSON number without an exponent."""
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else Decimal(f"{exact.normalize():f}")


def coding(system: str, code: str, display: str | None = None) -> Json:
    """A Coding. White space inside of a code is what FHIR allows: single blanks."""
    return filled(system=system or None, code=" ".join((clean(code) or "").split()) or None, display=clean(display))


def concept(text: str | None, codings: Iterable[Json] = ()) -> Json:
    """A CodeableConcept."""
    return filled(coding=[each for each in codings if each.get("code")], text=clean(text))


def codings_of(codes: Iterable[Code]) -> list[Json]:
    """The codes of an input; those of a system that has no address stand without one."""
    return [coding(code.system.uri, code.value) for code in codes]


def amount(value: Decimal | int, unit: str, code: str | None) -> Json:
    """A Quantity: `unit` for people, `code` of UCUM where the unit is known."""
    return filled(
        value=number(value),
        unit=clean(unit),
        system=ft.UCUM if code else None,
        code=code or None,
    )


def measured(value: Decimal | int, code: str, lang: Lang) -> Json:
    """A Quantity in a UCUM unit, which people are shown in words."""
    return amount(value, unit_text(code, lang) or code, code)


def extension(url: str, parts: Iterable[Json] | None = None, **value: Any) -> Json:
    """An extension with a value (`valueCode=…`), or of parts."""
    return {"url": url, "extension": list(parts)} if parts is not None else {"url": url, **value}


def reference(url: str, display: str | None = None) -> Json:
    """A reference to a resource of the bundle."""
    return filled(reference=url, display=clean(display))


class Ids:
    """The ids of the resources of one prescription: equal for equal prescriptions at the same place of the input."""

    def __init__(self, prescription: Prescription, place: int, versions: object) -> None:
        content = (
            prescription.id,
            prescription.lines,
            prescription.patient,
            prescription.authored_on,
            prescription.problems,
            prescription.setting,
            prescription.prescriber,
            prescription.long_term,
            prescription.justified,
        )
        self._seed = f"{place}|{msgspec.json.encode(content).hex()}"
        self._versions = msgspec.json.encode(versions).hex()

    def of(self, kind: str, key: object = "") -> str:
        """`urn:uuid:…` of a resource that holds a part of the prescription."""
        return uuid.uuid5(_NAMESPACE, f"{self._seed}|{kind}|{key}").urn

    def judged(self, kind: str, key: object = "") -> str:
        """`urn:uuid:…` of a resource that also depends on the tables."""
        return uuid.uuid5(_NAMESPACE, f"{self._seed}|{self._versions}|{kind}|{key}").urn


def urn_of(*parts: object) -> str:
    """`urn:uuid:…` of a resource that belongs to no prescription."""
    return uuid.uuid5(_NAMESPACE, "|".join(map(str, parts))).urn


def resource(kind: str, url: str, members: Mapping[str, Any]) -> Json:
    """A bundle entry; the id of the resource is that of its address."""
    body = {"resourceType": kind, "id": url.removeprefix("urn:uuid:"), **members}
    return {"fullUrl": url, "resource": body}
