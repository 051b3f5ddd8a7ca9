"""A prescription from command-line options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rxcheck.errors import InputError, Location
from rxcheck.model import Lab, MedicationLine, Patient, Prescription
from rxcheck.sig.parse import split_drug_text
from rxcheck.sources import fields
from rxcheck.sources.labs import LabTable, default_folder, load_labs
from rxcheck.sources.native import known_lab, lab_of
from rxcheck.terms import Fact

NAME = "command line"
_LAB = re.compile(r"(?P<name>.+?)[\s:=]+(?P<value>[0-9][0-9.,]*)\s*(?P<unit>\S.*)?")
_NEGATIVE = re.compile(r"(?:^|\s)[-−]\s*\d")
_ZERO = re.compile(r"(?:^|\s)0+(?:\.0+)?\s*[a-zA-Zµμ\u4e00-\u9fff]")


def from_options(
    drugs: Sequence[str],
    *,
    age: str | None = None,
    sex: str | None = None,
    weight: str | None = None,
    height: str | None = None,
    egfr: str | None = None,
    creatinine: str | None = None,
    pregnant_weeks: int | None = None,
    pregnant: bool | None = None,
    lactating: bool | None = None,
    allergies: Sequence[str] = (),
    conditions: Sequence[str] = (),
    labs: Sequence[str] = (),
    authored_on: date | None = None,
    lab_table: LabTable | None = None,
) -> Prescription:
    """A prescription with one line for each text of `drugs` ("warfarin 5 mg PO qd").

    Weight in kg, height in cm, eGFR in mL/min/1.73 m², creatinine in µmol/L or with a unit ("1.2 mg/dL"), labs as
    "potassium 5.9 mmol/L". No allergies or conditions given means that nobody said; "none" means there are none.

    Raises:
        InputError: a value that is not understood or cannot be meant; the column names the option.
    """
    table = lab_table or load_labs(default_folder())
    if not drugs:
        raise InputError("at least one drug is needed", _at("drug"))
    weeks = pregnant_weeks
    if weeks is not None and not 0 <= weeks <= fields.MAX_WEEKS:
        raise InputError(f"weeks is not between 0 and {fields.MAX_WEEKS}", _at("pregnancy-weeks"))
    found = [_lab(text, table) for text in labs]
    if egfr is not None:
        found.append(known_lab(Fact.EGFR, fields.parse_decimal(egfr, "egfr", _at("egfr")), table, _at("egfr")))
    if creatinine is not None:
        found.append(_creatinine(creatinine, table))
    patient = Patient(
        age=fields.parse_age(age, _at("age")) if age is not None else None,
        sex=fields.parse_sex(sex, _at("sex")) if sex is not None else None,
        weight_g=None if weight is None else _weight(weight),
        height_mm=None if height is None else _height(height),
        pregnancy=fields.pregnancy_of(pregnant, weeks, _at("pregnancy-weeks")),
        lactating=lactating,
        allergies=fields.allergies_of(_parts(allergies)) if allergies else None,
        conditions=fields.conditions_of(_parts(conditions)) if conditions else None,
        labs=tuple(found),
    )
    lines = tuple(_line(text, number) for number, text in enumerate(drugs, start=1))
    return Prescription("1", lines, patient, authored_on, location=Location(NAME))


def _at(option: str) -> Location:
    return Location(NAME, None, f"--{option}")


def _parts(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for text in texts for part in fields.parse_list(text))


def _weight(text: str) -> int:
    return fields.weight_g(fields.parse_measure(text, fields.KG, "weight", _at("weight")), _at("weight"))


def _height(text: str) -> int:
    return fields.height_mm(fields.parse_measure(text, fields.CM, "height", _at("height")), _at("height"))


def _creatinine(text: str, table: LabTable) -> Lab:
    if re.fullmatch(r"\s*[0-9.,]+\s*", text):
        number = fields.parse_decimal(text, "creatinine", _at("creatinine"))
        return known_lab(Fact.CREATININE, number, table, _at("creatinine"))
    lab = _lab(f"creatinine {text}", table, "creatinine")
    if lab.fact is None:
        raise InputError("creatinine needs umol/L or mg/dL", _at("creatinine"))
    return lab


def _lab(text: str, table: LabTable, option: str = "lab") -> Lab:
    match = _LAB.fullmatch(text.strip())
    if match is None:
        raise InputError('lab is not understood: write "potassium 5.9 mmol/L"', _at(option))
    value = fields.parse_decimal(match["value"], "lab", _at(option))
    return lab_of(match["name"].strip(), value, (match["unit"] or "").strip(), None, (), table, _at(option))


def _line(text: str, number: int) -> MedicationLine:
    if not text.strip():
        raise InputError("drug is empty", _at("drug"))
    if _NEGATIVE.search(text):
        raise InputError("dose is negative", _at("drug"))
    if _ZERO.search(text):
        raise InputError("dose is zero", _at("drug"))
    name, sig = split_drug_text(text)
    # The name may be tidied; where it is not how the text begins, all of the text counts as written beside it.
    rest = text.strip().removeprefix(name).strip()
    return MedicationLine(
        str(number),
        name,
        dosage=sig.dosage,
        days=sig.dosage.days,
        problems=sig.problems,
        written=(rest,) if rest else (),
    )
