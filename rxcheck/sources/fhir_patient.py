"""FHIR Patient, AllergyIntolerance, Condition and Observation → patient facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from rxcheck import fhir_terms as ft
from rxcheck.model import Age, Allergy, Condition, Lab, Patient
from rxcheck.sources import fields
from rxcheck.sources.fhir_exact import extensions, whole_number
from rxcheck.sources.fhir_read import Node, code_values, codes_of, first_day, text_of
from rxcheck.sources.labs import LabTable
from rxcheck.terms import AllergyKind, Fact

_NOT_TRUE = frozenset({"refuted", "entered-in-error"})
_INACTIVE = frozenset({"inactive", "resolved", "remission"})
_GESTATION = frozenset({ft.GESTATION_NOW, "18185-9"})
# LOINC answer and SNOMED CT codes of the pregnancy status.
_PREGNANT = frozenset({*map(str.casefold, ft.PREGNANT), "pregnant"})
_NOT_PREGNANT = frozenset({*map(str.casefold, ft.NOT_PREGNANT), "not pregnant"})
_LACTATING = frozenset({*map(str.casefold, ft.LACTATING), "true", "y"})
_NOT_LACTATING = frozenset({ft.NOT_LACTATING[0].casefold(), "false", "n"})
# Somebody looked, and nothing is known.
_NO_ALLERGY = frozenset({*ft.NO_ALLERGIES, "no-known-medication-allergies", "409137002"})
_NO_CONDITION = frozenset(ft.NO_CONDITIONS)


class Measured(Struct, frozen=True):
    """An observation: `value` in the canonical unit when `fact` is weight or height, else a lab."""

    key: str
    on: date | None
    fact: Fact | None
    value: Decimal | None
    lab: Lab | None


def patient_of(node: Node, ident: str | None) -> Patient:
    """Id, sex and birth date. A birth date without a day counts from the first day it can be."""
    gender = node.text("gender")
    sex = fields.parse_sex(gender, node.at("gender")) if gender else None
    return Patient(id=ident, birth_date=first_day(node, "birthDate"), sex=sex)


def allergy_of(node: Node) -> Allergy | None:
    """An allergy that is believed and active; None for refuted, mistaken, inactive or resolved ones."""
    if code_values(node, "verificationStatus") & _NOT_TRUE or code_values(node, "clinicalStatus") & _INACTIVE:
        return None
    concept = node.node("code")
    if concept and code_values(node, "code") & _NO_ALLERGY:
        return None
    reactions = node.nodes("reaction")
    substance = text_of(concept) if concept else ""
    codes = codes_of(concept) if concept else ()
    for reaction in reactions:
        named = reaction.node("substance")
        if not substance and named:
            substance, codes = text_of(named), codes_of(named)
    if not substance:
        raise node.error("names no substance", "code")
    shown = [text_of(sign) for reaction in reactions for sign in reaction.nodes("manifestation")]
    kind = {"allergy": AllergyKind.ALLERGY, "intolerance": AllergyKind.INTOLERANCE}.get(node.text("type"))
    return Allergy(substance, "; ".join(text for text in shown if text) or None, kind, codes)


def condition_of(node: Node) -> Condition | None:
    """A condition that is active, recurring or relapsed, or whose status nobody gave."""
    if code_values(node, "verificationStatus") & _NOT_TRUE or code_values(node, "clinicalStatus") & _INACTIVE:
        return None
    if not code_values(node, "clinicalStatus") and node.text("abatementDateTime"):
        return None
    concept = node.node("code")
    name = text_of(concept) if concept else ""
    if concept is None or not name:
        raise node.error("names no condition", "code")
    if code_values(node, "code") & _NO_CONDITION or fields.is_none_word(name):
        return None
    return Condition(name, codes_of(concept))


def _taken(node: Node) -> date | None:
    if node.text("effectiveDateTime"):
        return first_day(node, "effectiveDateTime")
    period = node.node("effectivePeriod")
    if period and period.text("start"):
        return first_day(period, "start")
    return first_day(node, "effectiveInstant") or first_day(node, "issued")


def _loinc(node: Node) -> frozenset[str]:
    concept = node.node("code")
    return frozenset(code.value for code in codes_of(concept)) if concept else frozenset()


def pregnancy_of(node: Node) -> tuple[date | None, bool | None, int | None] | None:
    """Date, status and weeks where the observation is about pregnancy, else None."""
    codes = _loinc(node)
    if ft.PREGNANCY_STATUS in codes:
        values = code_values(node, "valueCodeableConcept")
        values |= {item.text("display").casefold() for item in _codings(node)}
        status = True if values & _PREGNANT else False if values & _NOT_PREGNANT else None
        return _taken(node), status, None
    if codes & _GESTATION:
        quantity = node.node("valueQuantity")
        value = quantity.number("value") if quantity else None
        if quantity is None or value is None:
            return _taken(node), None, None
        unit = quantity.text("code") or quantity.text("unit")
        weeks = value / 7 if unit in ("d", "day", "days") else value
        if not 0 <= weeks <= fields.MAX_WEEKS:
            raise quantity.error(f"weeks is not between 0 and {fields.MAX_WEEKS}", "value")
        return _taken(node), True, int(weeks)
    return None


def breastfeeding_of(node: Node) -> tuple[date | None, bool | None] | None:
    """Date and status where the observation is about breast-feeding, else None."""
    if ft.BREASTFEEDING not in _loinc(node):
        return None
    value = node.value.get("valueBoolean")
    if isinstance(value, bool):
        return _taken(node), value
    values = code_values(node, "valueCodeableConcept")
    return _taken(node), True if values & _LACTATING else False if values & _NOT_LACTATING else None


def birth_weeks_of(node: Node) -> int | None:
    """The completed weeks at the patient's own birth where the observation is about them, else None."""
    if ft.GESTATION_AT_BIRTH not in _loinc(node):
        return None
    quantity = node.node("valueQuantity")
    value = quantity.number("value") if quantity else None
    if quantity is None or value is None:
        return None
    weeks = int(value / 7 if (quantity.text("code") or quantity.text("unit")) in ("d", "day", "days") else value)
    if not fields.MIN_BORN <= weeks <= fields.MAX_WEEKS:
        message = f"gestation_weeks is not between {fields.MIN_BORN} and {fields.MAX_WEEKS}"
        raise quantity.error(message, "value")
    return weeks


def age_of(node: Node) -> Age | None:
    """The age that the program has written, with how exactly it is known. An age that somebody else observed once is none: it
    grows old with the record."""
    if ft.AGE_CODE not in _loinc(node):
        return None
    for each in extensions(node, ft.AGE):
        parts = {part.text("url"): part for part in each.nodes("extension")}
        if {"years", "days", "spare-days"} <= parts.keys():
            years = whole_number(parts["years"], "valueInteger", fields.MAX_AGE_YEARS + 1)
            months = whole_number(parts["months"], "valueInteger") if "months" in parts else None
            days, spare = (whole_number(parts[key], "valueInteger") for key in ("days", "spare-days"))
            return Age(years, days, months, spare)
    return None


def _codings(node: Node) -> list[Node]:
    concept = node.node("valueCodeableConcept")
    return concept.nodes("coding") if concept else []


def measured_of(node: Node, table: LabTable) -> list[Measured]:
    """The results of an observation that have a number; those of unknown tests are kept as written."""
    found = [item for part in node.nodes("component") if (item := _measured(part, node, table))]
    own = _measured(node, node, table)
    return [own, *found] if own else found


def _measured(node: Node, whole: Node, table: LabTable) -> Measured | None:
    concept, quantity = node.node("code"), node.node("valueQuantity")
    value = quantity.number("value") if quantity else None
    if concept is None or quantity is None or value is None:
        return None
    name, codes, unit, on = text_of(concept), codes_of(concept), _unit(quantity), _taken(whole)
    test = table.find(name, codes)
    canonical = test.canonical(value, unit) if test else None
    if test is None or canonical is None:
        return Measured(f"{name} {unit}", on, None, None, Lab(name, value, unit, on, None, codes))
    where = quantity.at("value")
    if test.fact in (Fact.WEIGHT, Fact.HEIGHT):
        check = fields.weight_g if test.fact is Fact.WEIGHT else fields.height_mm
        check(canonical, where)
        return Measured(test.fact.value, on, test.fact, canonical, None)
    fields.check_lab(test.fact, canonical, where)
    lab = Lab(name, canonical, test.unit, on, test.fact, codes)
    return Measured(test.fact.value, on, test.fact, canonical, lab)


def _unit(quantity: Node) -> str:
    return quantity.text("code") or quantity.text("unit")
