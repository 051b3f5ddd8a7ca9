"""The program's own prescription files, YAML or JSON: one prescription, a list, or `prescriptions: [...]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from rxcheck.codes import Code, system_of
from rxcheck.errors import InputError, Location
from rxcheck.model import Allergy, Condition, Lab, MedicationLine, Patient, Prescription
from rxcheck.quantity import Quantity
from rxcheck.sig.parse import parse_dose_text, parse_sig
from rxcheck.sources import fields
from rxcheck.sources.documents import load_json, load_json_lines
from rxcheck.sources.interface import MAX_LINES, SourceResult
from rxcheck.sources.labs import LabTable
from rxcheck.sources.native_schema import (
    AllergyEntry,
    Codes,
    ConditionEntry,
    LabEntry,
    LineEntry,
    PatientEntry,
    PrescriptionEntry,
)
from rxcheck.sources.written import Written, dosage_of, number_text, refuse_impossible, status_is_current, texts_of
from rxcheck.terms import AllergyKind, Fact, LineStatus

_PATH = re.compile(r"(?s)(.*?)(?: - at `(?:key in )?\$?\.?(.*?)`)?")


def read_json(text: str, name: str, labs: LabTable) -> SourceResult:
    """Prescriptions of a JSON document."""
    try:
        return read_document(load_json(text, name), name, labs)
    except InputError as error:
        return SourceResult(errors=(error,))


def read_json_lines(text: str, name: str, labs: LabTable) -> SourceResult:
    """Prescriptions of a file with one JSON object in each line; the row is the line."""
    return _read_all(load_json_lines(text, name), name, labs)


def read_document(value: Any, name: str, labs: LabTable) -> SourceResult:
    """Prescriptions of a decoded document; the row of a list's record is its number in the list."""
    if isinstance(value, dict) and "prescriptions" in value:
        unknown = sorted(set(map(str, value)) - {"prescriptions"})
        if unknown:
            raise InputError(f"unknown key {unknown[0]!r} (allowed: prescriptions)", Location(name))
        value = value["prescriptions"]
        if not isinstance(value, list):
            raise InputError("prescriptions must be a list", Location(name))
    if isinstance(value, list):
        if not value:
            raise InputError("holds no prescription", Location(name))
        return _read_all(enumerate(value, start=1), name, labs)
    return _read_all([(None, value)], name, labs)


def _read_all(records: Iterable[tuple[int | None, Any]], name: str, labs: LabTable) -> SourceResult:
    found: list[Prescription] = []
    errors: list[InputError] = []
    seen: dict[str, int | None] = {}
    for row, value in records:
        if isinstance(value, InputError):
            errors.append(value)
            continue
        try:
            prescription = _Reader(Location(name, row), labs).prescription(value)
            if prescription.id in seen:
                first = seen[prescription.id]
                raise InputError(f"the prescription id stands already in row {first}", Location(name, row, "id"))
        except InputError as error:
            errors.append(error)
            continue
        seen[prescription.id] = row
        found.append(prescription)
    return SourceResult(tuple(found), tuple(errors))


class _Reader:
    """Reads one record; `base` is where it stands in the file."""

    def __init__(self, base: Location, labs: LabTable) -> None:
        self.base = base
        self.labs = labs

    def at(self, path: str) -> Location:
        return Location(self.base.file, self.base.row, path)

    def prescription(self, value: Any) -> Prescription:
        if not isinstance(value, dict):
            raise InputError("is not a prescription: an object with lines is expected", self.base)
        lines = value.get("lines")
        if isinstance(lines, list) and len(lines) > MAX_LINES:
            raise InputError(f"has {len(lines)} lines; a prescription has at most {MAX_LINES}", self.at("lines"))
        _refuse_unknown_keys(value, PrescriptionEntry, "", self)
        entry = self._converted(value)
        authored = self._date(entry.authored_on, "authored_on")
        patient = self._patient(entry.patient or PatientEntry(), authored)
        if not entry.lines:
            raise InputError("has no lines", self.at("lines"))
        read = tuple(self._line(line, number) for number, line in enumerate(entry.lines))
        ids: set[str] = set()
        for number, line in enumerate(read):
            if line.id in ids:
                raise InputError("the line id stands twice in the prescription", self.at(f"lines[{number}].id"))
            ids.add(line.id)
        ident = _text(entry.id) or str(self.base.row or 1)
        return Prescription(
            ident,
            read,
            patient,
            authored,
            location=self.base,
            setting=fields.parse_setting(entry.setting, self.at("setting")) if entry.setting else None,
            prescriber=(
                fields.parse_title(entry.prescriber_title, self.at("prescriber_title"))
                if entry.prescriber_title
                else None
            ),
            long_term=bool(entry.long_term),
            justified=fields.is_justified(entry.justification),
        )

    def _converted(self, value: Any) -> PrescriptionEntry:
        try:
            return msgspec.convert(_with_texts(value), PrescriptionEntry)
        except msgspec.ValidationError as error:
            match = _PATH.fullmatch(str(error))
            message, path = (match.group(1), match.group(2)) if match else ("is not valid", None)
            raise InputError(message[:1].lower() + message[1:], self.at(path) if path else self.base) from None

    def _date(self, text: str | None, path: str) -> date | None:
        return None if text is None else fields.parse_date(text, path.rpartition(".")[2], self.at(path))

    def _patient(self, entry: PatientEntry, authored: date | None) -> Patient:
        at = self.at
        birth = self._date(entry.birth_date, "patient.birth_date")
        age = None
        if entry.age is not None:
            age = fields.parse_age(entry.age, at("patient.age"))
        elif birth and authored:
            age = fields.age_at(birth, authored, at("patient.birth_date"))
        weight, height = entry.weight_kg, entry.height_cm
        return Patient(
            id=_text(entry.id),
            birth_date=birth,
            age=age,
            sex=fields.parse_sex(entry.sex, at("patient.sex")) if entry.sex else None,
            weight_g=fields.weight_g(weight, at("patient.weight_kg")) if weight is not None else None,
            height_mm=fields.height_mm(height, at("patient.height_cm")) if height is not None else None,
            pregnancy=self._pregnancy(entry),
            lactating=entry.lactating,
            allergies=self._allergies(entry.allergies),
            conditions=self._conditions(entry.conditions),
            labs=self._labs(entry),
            gestation_weeks=self._gestation(entry.gestation_weeks),
        )

    def _gestation(self, weeks: int | None) -> int | None:
        if weeks is not None and not fields.MIN_BORN <= weeks <= fields.MAX_WEEKS:
            message = f"gestation_weeks is not between {fields.MIN_BORN} and {fields.MAX_WEEKS}"
            raise InputError(message, self.at("patient.gestation_weeks"))
        return weeks

    def _pregnancy(self, entry: PatientEntry) -> Any:
        inner = entry.pregnancy
        path = "patient.pregnancy.weeks" if inner and inner.weeks is not None else "patient.pregnancy_weeks"
        weeks = inner.weeks if inner and inner.weeks is not None else entry.pregnancy_weeks
        pregnant = inner.pregnant if inner and inner.pregnant is not None else entry.pregnant
        if weeks is not None and not 0 <= weeks <= fields.MAX_WEEKS:
            raise InputError(f"{path.rpartition('.')[2]} is not between 0 and {fields.MAX_WEEKS}", self.at(path))
        return fields.pregnancy_of(pregnant, weeks, self.at(path))

    def _allergies(self, entries: list[str | AllergyEntry] | str | None) -> tuple[Allergy, ...] | None:
        if entries is None:
            return None
        if isinstance(entries, str):
            return fields.allergies_of(fields.parse_list(entries)) if entries.strip() else None
        found: list[Allergy] = []
        for number, entry in enumerate(entries):
            if isinstance(entry, str):
                found.extend(fields.allergies_of((entry.strip(),)) if entry.strip() else ())
                continue
            kind = None
            if entry.kind:
                try:
                    kind = AllergyKind(fields.fold(entry.kind))
                except ValueError:
                    where = self.at(f"patient.allergies[{number}].kind")
                    raise InputError("kind is not understood: write allergy or intolerance", where) from None
            found.append(Allergy(entry.substance.strip(), entry.reaction, kind, codes_of(entry.codes)))
        return tuple(found)

    def _conditions(self, entries: list[str | ConditionEntry] | str | None) -> tuple[Condition, ...] | None:
        if entries is None:
            return None
        if isinstance(entries, str):
            return fields.conditions_of(fields.parse_list(entries)) if entries.strip() else None
        found: list[Condition] = []
        for number, entry in enumerate(entries):
            if isinstance(entry, str):
                found.extend(fields.conditions_of((entry.strip(),)) if entry.strip() else ())
                continue
            codes = codes_of(Codes(icd10=entry.icd10)) if entry.icd10 else ()
            codes += tuple(code for code in codes_of(entry.codes) if code not in codes)
            if not entry.name and not codes:
                raise InputError("a condition needs a name or a code", self.at(f"patient.conditions[{number}]"))
            found.append(Condition(entry.name or codes[0].value, codes))
        return tuple(found)

    def _labs(self, entry: PatientEntry) -> tuple[Lab, ...]:
        labs = [self._lab(lab, f"patient.labs[{number}]") for number, lab in enumerate(entry.labs or [])]
        for fact, value, path in (
            (Fact.EGFR, entry.egfr, "patient.egfr"),
            (Fact.CREATININE, entry.creatinine_umol_l, "patient.creatinine_umol_l"),
        ):
            if value is not None:
                labs.append(known_lab(fact, value, self.labs, self.at(path)))
        return tuple(labs)

    def _lab(self, entry: LabEntry, path: str) -> Lab:
        codes = codes_of(Codes(loinc=entry.loinc)) if entry.loinc else ()
        taken = self._date(entry.date, f"{path}.date")
        return lab_of(entry.name, entry.value, entry.unit or "", taken, codes, self.labs, self.at(f"{path}.value"))

    def _line(self, entry: LineEntry, number: int) -> MedicationLine:
        path = f"lines[{number}]"
        if not entry.drug.strip():
            raise InputError("drug is empty", self.at(f"{path}.drug"))
        if entry.refills is not None and not 0 <= entry.refills <= fields.MAX_REFILLS:
            raise InputError(f"refills is not between 0 and {fields.MAX_REFILLS}", self.at(f"{path}.refills"))
        if entry.days is not None and not 0 < entry.days <= fields.MAX_DAYS:
            raise InputError(f"days is not between 1 and {fields.MAX_DAYS}", self.at(f"{path}.days"))
        written = Written(
            dose=_text(entry.dose),
            route=entry.route,
            frequency=entry.frequency,
            sig=entry.sig,
            as_needed=entry.as_needed,
            max_per_day=entry.max_per_day,
            days=entry.days or self._duration(entry.duration, f"{path}.duration"),
        )
        dosage, problems = dosage_of(written, self.at(f"{path}.dose"))
        current = status_is_current(entry.status, self.at(f"{path}.status")) if entry.status else False
        return MedicationLine(
            id=_text(entry.id) or str(number + 1),
            as_written=entry.drug.strip(),
            codes=codes_of(entry.codes),
            smiles=_text(entry.smiles),
            dosage=dosage,
            start=self._date(entry.start, f"{path}.start"),
            days=dosage.days,
            quantity=quantity_of(_text(entry.quantity), self.at(f"{path}.quantity")),
            status=LineStatus.CURRENT if current else LineStatus.NEW,
            problems=problems,
            written=texts_of(written),
            refills=entry.refills,
        )

    def _duration(self, value: str | None, path: str) -> int | None:
        text = _text(value)
        if text is None:
            return None
        days = parse_sig(f"for {text} days" if text.isdigit() else text).dosage.days
        if days is None:
            raise InputError('duration is not understood: write days, or "2 weeks"', self.at(path))
        return days


# Fields in which a number may stand for its text: "dose: 500", "id: 1".
_WRITTEN = frozenset({"id", "age", "dose", "duration", "quantity", "rxcui", "snomed"})


def _with_texts(value: Any) -> Any:
    """A copy in which the numbers of such fields are texts."""
    if isinstance(value, list):
        return [_with_texts(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: number_text(item)
        if key in _WRITTEN and isinstance(item, (int, Decimal)) and not isinstance(item, bool)
        else _with_texts(item)
        for key, item in value.items()
    }


def _text(value: str | None) -> str | None:
    """Text without white space around it; blank is None."""
    return (value.strip() or None) if value else None


def codes_of(codes: Codes | None) -> tuple[Code, ...]:
    """The codes that are filled in."""
    if codes is None:
        return ()
    values = ((name, getattr(codes, name)) for name in codes.__struct_fields__)
    return tuple(Code(system_of(name), str(value).strip()) for name, value in values if value not in (None, ""))


def quantity_of(text: str | None, where: Location) -> Quantity | None:
    """An amount to dispense; a number without a unit counts dose forms, and text that is no amount is refused."""
    if text is None:
        return None
    refuse_impossible(text, where, "quantity")
    dose = parse_dose_text(text)
    if dose is None or dose.high or dose.basis or dose.rate_hours:
        raise InputError("quantity is not an amount", where)
    return dose.low


def lab_of(
    name: str, value: Decimal, unit: str, taken: date | None, codes: tuple[Code, ...], table: LabTable, where: Location
) -> Lab:
    """A laboratory result in canonical units where the test and the unit are known, else as written without a fact.

    Raises:
        InputError: a value of a known test that cannot be meant.
    """
    test = table.find(name, codes)
    canonical = test.canonical(value, unit) if test else None
    if test is None or canonical is None or not fields.PLAUSIBLE.get(test.fact):
        return Lab(name, value, unit, taken, None, codes)
    return Lab(name, fields.check_lab(test.fact, canonical, where), test.unit, taken, test.fact, codes)


def known_lab(fact: Fact, value: Decimal, table: LabTable, where: Location) -> Lab:
    """A result of a known test given in its canonical unit."""
    test = table.by_fact[fact]
    return Lab(test.name, fields.check_lab(fact, value, where), test.unit, None, fact)


def _refuse_unknown_keys(value: Any, shape: Any, path: str, reader: _Reader) -> None:
    """Names the first key that the shape does not have, and the keys that it has."""
    structs, items = _inner(shape)
    if isinstance(value, list) and items is not None:
        for number, item in enumerate(value):
            _refuse_unknown_keys(item, items, f"{path}[{number}]", reader)
    if not isinstance(value, dict) or structs is None:
        return
    allowed = _fields(structs)
    for key, inner in value.items():
        here = f"{path}.{key}" if path else str(key)
        if key not in allowed:
            raise InputError(f"unknown key {str(key)[:60]!r} (allowed: {', '.join(allowed)})", reader.at(here[:200]))
        if isinstance(inner, str) and _is_number(allowed[key]):
            raise InputError("is not a number", reader.at(here))
        _refuse_unknown_keys(inner, allowed[key], here, reader)


@lru_cache(maxsize=32)
def _fields(shape: Any) -> dict[str, Any]:
    """The fields of a struct and their types."""
    return {field.name: field.type for field in msgspec.structs.fields(shape)}


def _is_number(shape: Any) -> bool:
    """True for fields of exact decimals, which are numbers in the file and never text ("NaN")."""
    options: tuple[Any, ...] = (shape, *getattr(shape, "__args__", ()))
    return any(option is Decimal or getattr(option, "__origin__", None) is Decimal for option in options)


def _inner(shape: Any) -> tuple[Any, Any]:
    """The struct and the list item type that a field's type allows."""
    options: tuple[Any, ...] = getattr(shape, "__args__", ())
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        return shape, None
    origin = getattr(shape, "__origin__", None)
    if origin is list:
        return None, options[0]
    struct = items = None
    for option in options:
        inner, item = _inner(option)
        struct, items = struct or inner, items or item
    return struct, items
