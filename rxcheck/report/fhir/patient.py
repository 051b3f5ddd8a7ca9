"""The patient and what is recorded of the patient → Patient, AllergyIntolerance, Condition, Observation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from rxcheck import fhir_terms as ft
from rxcheck.model import Age, Allergy, Condition, Lab, Patient, Prescription
from rxcheck.report.fhir.parts import (
    Ids,
    Json,
    amount,
    clean,
    coding,
    codings_of,
    concept,
    extension,
    filled,
    measured,
    reference,
    resource,
)
from rxcheck.report.words import term, word
from rxcheck.terms import Fact, Lang

_INFANT_YEARS = 2
_NOTHING_WRITTEN = "?"


class PatientEntries:
    """The entries of the patient of one prescription; `by_fact` says which of them hold a fact that verdicts rest on."""

    def __init__(self, rx: Prescription, ids: Ids, loinc: Mapping[Fact, str], lang: Lang) -> None:
        self._rx = rx
        self._ids = ids
        self._loinc = loinc
        self._lang = lang
        self.url = ids.of("patient")
        self.by_fact: dict[Fact, list[str]] = {}
        self._subject = reference(self.url)
        self.entries = [self._patient(rx.patient)]
        self.entries += self._allergies(rx.patient.allergies)
        self.entries += self._conditions(rx.patient.conditions)
        self._observations(rx.patient)

    def _patient(self, patient: Patient) -> Json:
        ident = clean(patient.id)
        if patient.sex is not None:
            self.by_fact[Fact.SEX] = [self.url]
        if patient.birth_date is not None:
            self.by_fact[Fact.AGE] = [self.url]
        body = filled(
            identifier=[{"system": ft.PATIENT, "value": ident}] if ident else None,
            gender=patient.sex.value if patient.sex else None,
            birthDate=patient.birth_date.isoformat() if patient.birth_date else None,
        )
        return resource("Patient", self.url, body)

    # --- allergies and conditions

    def _allergies(self, allergies: tuple[Allergy, ...] | None) -> list[Json]:
        if allergies is None:
            return []
        if not allergies:
            none = concept(
                word("no_allergies", self._lang),
                [coding(ft.ABSENT, ft.NO_ALLERGIES[0]), coding(ft.SNOMED, ft.NO_ALLERGIES[1])],
            )
            return [self._allergy(0, none, None)]
        return [
            self._allergy(number, concept(allergy.substance, codings_of(allergy.codes)), allergy)
            for number, allergy in enumerate(allergies)
        ]

    def _allergy(self, number: int, code: Json, allergy: Allergy | None) -> Json:
        url = self._ids.of("allergy", number)
        if allergy:
            self.by_fact.setdefault(Fact.ALLERGY, []).append(url)
        reaction = clean(allergy.reaction) if allergy else None
        body = filled(
            clinicalStatus=concept(None, [coding(ft.ALLERGY_CLINICAL, "active")]),
            type=allergy.kind.value if allergy and allergy.kind else None,
            code=code or concept(_NOTHING_WRITTEN),
            patient=self._subject,
            reaction=[{"manifestation": [concept(reaction)]}] if reaction else None,
        )
        return resource("AllergyIntolerance", url, body)

    def _conditions(self, conditions: tuple[Condition, ...] | None) -> list[Json]:
        if conditions is None:
            return []
        codes = [concept(each.name, codings_of(each.codes)) or concept(_NOTHING_WRITTEN) for each in conditions]
        if not codes:
            codes = [
                concept(
                    word("no_conditions", self._lang),
                    [coding(ft.ABSENT, ft.NO_CONDITIONS[0]), coding(ft.SNOMED, ft.NO_CONDITIONS[1])],
                )
            ]
        active = concept(None, [coding(ft.CONDITION_CLINICAL, "active")])
        return [
            resource(
                "Condition",
                self._ids.of("condition", number),
                {"clinicalStatus": active, "code": code, "subject": self._subject},
            )
            for number, code in enumerate(codes)
        ]

    # --- observations

    def _observations(self, patient: Patient) -> None:
        if patient.age is not None and not _follows(patient, self._rx.authored_on):
            self._age(patient.age)
        if patient.weight_g is not None:
            kg = measured(Decimal(patient.weight_g) / 1000, "kg", self._lang)
            self._observed(Fact.WEIGHT, ft.BODY_WEIGHT, valueQuantity=kg)
        if patient.height_mm is not None:
            cm = measured(Decimal(patient.height_mm) / 10, "cm", self._lang)
            self._observed(Fact.HEIGHT, ft.BODY_HEIGHT, valueQuantity=cm)
        if patient.pregnancy is not None:
            pregnant, weeks = patient.pregnancy.pregnant, patient.pregnancy.weeks
            answer = ft.PREGNANT if pregnant else ft.NOT_PREGNANT
            value = self._answer(word("pregnant" if pregnant else "not_pregnant", self._lang), answer)
            self._observed(Fact.PREGNANCY, ft.PREGNANCY_STATUS, valueCodeableConcept=value)
            if weeks is not None:
                self._observed(Fact.PREGNANCY, ft.GESTATION_NOW, valueQuantity=measured(weeks, "wk", self._lang))
        if patient.lactating is not None:
            answer = ft.LACTATING if patient.lactating else ft.NOT_LACTATING
            value = self._answer(word("lactating" if patient.lactating else "not_lactating", self._lang), answer)
            self._observed(Fact.LACTATION, ft.BREASTFEEDING, valueCodeableConcept=value)
        if patient.gestation_weeks is not None:
            weeks_at_birth = measured(patient.gestation_weeks, "wk", self._lang)
            self._observed(Fact.GESTATION, ft.GESTATION_AT_BIRTH, valueQuantity=weeks_at_birth)
        for number, lab in enumerate(patient.labs):
            self._lab(number, lab)

    def _answer(self, text: str, codes: tuple[str, str]) -> Json:
        return concept(text, [coding(ft.LOINC, codes[0]), coding(ft.SNOMED, codes[1])])

    def _age(self, age: Age) -> None:
        years = age.years >= _INFANT_YEARS
        value = measured(age.years, "a", self._lang) if years else measured(age.days, "d", self._lang)
        parts = [
            extension("years", valueInteger=age.years),
            extension("days", valueInteger=age.days),
            *([extension("months", valueInteger=age.months)] if age.months is not None else []),
            extension("spare-days", valueInteger=age.spare_days),
        ]
        self._observed(Fact.AGE, ft.AGE_CODE, extension=[extension(ft.AGE, parts)], valueQuantity=value)

    def _observed(self, fact: Fact, code: str, **members: Json | list[Json]) -> None:
        code_element = concept(term(fact, self._lang), [coding(ft.LOINC, code)])
        url = self._ids.of("observation", code)
        extensions = {"extension": members.pop("extension")} if "extension" in members else {}
        body = {**extensions, "status": "final", "code": code_element, "subject": self._subject, **members}
        self.entries.append(resource("Observation", url, body))
        self.by_fact.setdefault(fact, []).append(url)

    def _lab(self, number: int, lab: Lab) -> None:
        url = self._ids.of("lab", number)
        known = self._loinc.get(lab.fact) if lab.fact else None
        codings = codings_of(lab.codes)
        if known and not any(each.get("system") == ft.LOINC for each in codings):
            codings.append(coding(ft.LOINC, known))
        body = filled(
            status="final",
            code=concept(lab.name, codings) or concept(_NOTHING_WRITTEN),
            subject=self._subject,
            effectiveDateTime=lab.taken_on.isoformat() if lab.taken_on else None,
            # Units of tests that the tables do not know are texts of the input.
            valueQuantity=measured(lab.value, lab.unit, self._lang) if lab.fact else amount(lab.value, lab.unit, None),
        )
        self.entries.append(resource("Observation", url, body))
        if lab.fact:
            self.by_fact.setdefault(lab.fact, []).append(url)


def _follows(patient: Patient, on: date | None) -> bool:
    """True where a reader finds the same age from the birth date and the date of the prescription."""
    born, age = patient.birth_date, patient.age
    if born is None or on is None or age is None or on < born:
        return False
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return age == Age(years, (on - born).days, months)
