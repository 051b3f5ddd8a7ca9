"""What the program has written of a prescription as a whole, and under which ids: a List, identifiers, extensions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from rxcheck import fhir_terms as ft
from rxcheck.model import Problem
from rxcheck.sources.fhir_exact import extensions, problems_of
from rxcheck.sources.fhir_read import Node, first_day
from rxcheck.terms import PrescriberTitle, Setting

_Member = TypeVar("_Member", bound=StrEnum)


class Whole(Struct, frozen=True):
    """A prescription without its lines; `patient` is the reference to its patient."""

    id: str
    patient: str
    authored_on: date | None
    problems: tuple[Problem, ...] = ()
    setting: Setting | None = None
    prescriber: PrescriberTitle | None = None
    long_term: bool = False
    justified: bool = False


def whole_of(node: Node) -> Whole | None:
    """What a List says of the prescription that it is; None for the lists of others.

    Raises:
        InputError: a date or an extension that is none.
    """
    ident = _identifier(node, ft.PRESCRIPTION)
    subject = node.node("subject")
    if ident is None or subject is None or not subject.text("reference"):
        return None
    facts = next(iter(extensions(node, ft.WRITING)), None)
    whole = Whole(ident, subject.text("reference"), first_day(node, "date"))
    if facts is None:
        return whole
    return Whole(
        ident,
        whole.patient,
        whole.authored_on,
        problems_of(facts),
        _member(facts, "setting", Setting),
        _member(facts, "prescriber-title", PrescriberTitle),
        _holds(facts, "long-term"),
        _holds(facts, "justified"),
    )


def line_id_of(node: Node) -> str | None:
    """The id that a line had on the prescription."""
    return _identifier(node, ft.LINE)


def patient_id_of(node: Node) -> str | None:
    """The id that a patient had in the input."""
    return _identifier(node, ft.PATIENT)


def smiles_of(node: Node) -> str | None:
    """The structure that was given with a drug."""
    concept = node.node("medicationCodeableConcept")
    found = [each.text("valueString") for each in extensions(concept, ft.SMILES)] if concept else []
    return next((text for text in found if text), None)


def _identifier(node: Node, system: str) -> str | None:
    value = node.value.get("identifier")
    if not isinstance(value, list):
        return None
    found = [each.text("value") for each in node.nodes("identifier") if each.text("system") == system]
    return next((text for text in found if text), None)


def _member(facts: Node, url: str, kind: type[_Member]) -> _Member | None:
    for each in extensions(facts, url):
        try:
            return kind(each.text("valueCode"))
        except ValueError:
            raise each.error("is not an extension of rxcheck", "valueCode") from None
    return None


def _holds(facts: Node, url: str) -> bool:
    return any(each.value.get("valueBoolean") is True for each in extensions(facts, url))
