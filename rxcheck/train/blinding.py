"""Rows of a real table → a prescription that tells nobody who the patient, the prescriber or the pharmacy was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from rxcheck.errors import InputError, Location
from rxcheck.model import Patient
from rxcheck.sources.csv_long import LINE_COLUMNS, patient_in
from rxcheck.sources.fields import parse_date, parse_list
from rxcheck.sources.labs import LabTable

_OLDEST = 90  # whoever is older is told by that alone
_TEXTS = ("drug", "route", "frequency", "sig", "status", "quantity", "dose")
_NUMBERS = ("days", "refills")
_ORDER = ("setting", "prescriber_title")


def blinded(rows: Sequence[dict[str, str]], labs: LabTable, shift: int) -> dict[str, Any] | None:
    """The prescription of rows (cells by our names), as a case file has it, with its dates moved by `shift` days.

    Ids, names of stores and prescribers, and dates of birth are left out; the age stands for the date of birth, and those over 90 are 90.
    None where it cannot be read.
    """
    shared: dict[str, str] = {}
    for row in rows:
        for column, cell in row.items():
            if cell and column not in LINE_COLUMNS:
                shared.setdefault(column, cell)
    patient = patient_in(_of_patient(shared), labs)
    if patient is None:
        return None
    on = _date(shared.get("authored_on"))
    rx: dict[str, Any] = {}
    if on is not None:
        moved = _moved(on, shift)
        if moved is None:
            return None
        rx["authored_on"] = moved
    rx |= {column: shared[column] for column in _ORDER if shared.get(column)}
    if shared.get("long_term"):
        rx["long_term"] = shared["long_term"].strip().casefold() in ("1", "true", "yes", "y", "是")
    if shared.get("justification"):
        rx["justification"] = {"en": "a reason is noted", "zh": "已注明理由"}  # what it says may name somebody
    rx["patient"] = _patient(patient, shared, shift)
    rx["lines"] = [_line(row) for row in rows]
    return rx


def _of_patient(shared: dict[str, str]) -> dict[str, str]:
    named = (
        *("authored_on", "age", "birth_date", "sex", "weight_kg", "height_cm", "pregnancy_weeks", "lactating"),
        *("gestation_weeks", "creatinine_umol_l", "egfr", "labs", "allergies", "conditions"),
    )
    return {column: shared[column] for column in named if column in shared}


def _date(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return parse_date(text, "authored_on", Location(""))
    except InputError:
        return None


def _moved(day: date, shift: int) -> str | None:
    try:
        return (day + timedelta(days=shift)).isoformat()
    except OverflowError:
        return None


def _patient(patient: Patient, shared: dict[str, str], shift: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if patient.age is not None:
        age = patient.age
        if age.years >= _OLDEST:
            found["age"] = _OLDEST
        elif shared.get("age"):
            found["age"] = shared["age"]
        else:
            found["age"] = age.years if age.years >= 2 else f"{age.days} d"
    if patient.sex is not None:
        found["sex"] = patient.sex.value
    if patient.weight_g is not None:
        found["weight_kg"] = _number(patient.weight_g, 1000)
    if patient.height_mm is not None:
        found["height_cm"] = _number(patient.height_mm, 10)
    if patient.pregnancy is not None:
        found["pregnant"] = patient.pregnancy.pregnant
        if patient.pregnancy.weeks is not None:
            found["pregnancy_weeks"] = patient.pregnancy.weeks
    if patient.lactating is not None:
        found["lactating"] = patient.lactating
    if patient.gestation_weeks is not None:
        found["gestation_weeks"] = patient.gestation_weeks
    for column in ("allergies", "conditions"):
        if shared.get(column):
            found[column] = list(parse_list(shared[column]))
            if len(found[column]) == 1:  # "none" is a word for the whole list
                found[column] = found[column][0]
    if patient.labs:
        found["labs"] = [_lab(lab.name, lab.value, lab.unit, lab.taken_on, shift) for lab in patient.labs]
    return found


def _lab(name: str, value: Any, unit: str, taken: date | None, shift: int) -> dict[str, Any]:
    found = {"name": name, "value": value, "unit": unit}
    moved = _moved(taken, shift) if taken is not None else None
    return found | ({"date": moved} if moved else {})


def _number(amount: int, scale: int) -> Any:
    return Decimal(amount) / scale


def _line(row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: row[name] for name in _TEXTS if row.get(name)}
    if row.get("strength"):
        found["drug"] = f"{row['drug']} {row['strength']}"
    if row.get("unit") and row.get("dose"):
        found["dose"] = f"{row['dose']} {row['unit']}"
    if row.get("rxcui"):
        found["codes"] = {"rxcui": row["rxcui"]}
    for name in _NUMBERS:
        if row.get(name, "").isdigit():
            found[name] = int(row[name])
    return found
