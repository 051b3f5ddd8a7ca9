"""Lines and patients → rows of integers, each distinct one once: what a batch is put together from."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.engine.amounts import Amount, ItemAmounts, delivered, item_amounts
from rxcheck.engine.compiled import IntArray, Kb
from rxcheck.engine.patient import Facts, patient_facts
from rxcheck.kb.compile_codes import (
    DIMENSION_CODE,
    FACT_CODE,
    MICRO,
    REASON_CODE,
    RELEASE_CODE,
    ROUTE_BIT,
    STATED_BIT,
    told_bits,
)
from rxcheck.kb.resolution import Ingredient, Resolution
from rxcheck.kb.terms import AgeUnit
from rxcheck.kb.when import STATED_WORDS
from rxcheck.model import Age, MedicationLine, Patient, Prescription
from rxcheck.quantity import Basis, Dose
from rxcheck.terms import LAB_FACTS, NOT_DRUGS, Fact, LineStatus

MISSING = -(2**62)
INTERVAL_FACTS = (
    Fact.AGE, Fact.SEX, Fact.PREGNANCY, Fact.LACTATION, Fact.WEIGHT, Fact.HEIGHT, Fact.BMI, Fact.BSA, Fact.GESTATION,
    Fact.POSTMENSTRUAL, *LAB_FACTS,
)  # fmt: skip
_FACTS, _UNITS = len(INTERVAL_FACTS), len(AgeUnit)
_FACT_PLACE = {fact: place for place, fact in enumerate(INTERVAL_FACTS)}
# Places in the row of a patient: lowest values of the facts, highest, what to ask for instead, the age in its units, and the rest.
LOW, HIGH, LACKING = range(0, _FACTS), range(_FACTS, 2 * _FACTS), range(2 * _FACTS, 3 * _FACTS)
AGES = range(3 * _FACTS, 3 * _FACTS + 2 * _UNITS)
SPARE_DAYS, WEIGHT, HEIGHT, CONDITIONS_KNOWN, ALLERGIES_KNOWN = range(AGES.stop, AGES.stop + 5)
PATIENT_WIDTH = ALLERGIES_KNOWN + 1
LINE_WIDTH, ITEM_WIDTH = 8, 18


class Growing:
    """A table of integers that grows by rows; `table` is all of it."""

    def __init__(self, width: int) -> None:
        self._full = np.empty((64, width), dtype=np.int64)
        self._size = 0
        self._new: list[tuple[int, ...]] = []

    def __len__(self) -> int:
        return self._size + len(self._new)

    def add(self, *rows: tuple[int, ...]) -> None:
        """Append rows."""
        self._new += rows

    def row(self, number: int) -> tuple[int, ...]:
        """One row."""
        return self._new[number - self._size] if number >= self._size else tuple(self._full[number].tolist())

    @property
    def table(self) -> IntArray:
        """(rows, width)."""
        if self._new:
            size = len(self)
            if size > len(self._full):
                larger = np.empty((max(size, 2 * len(self._full)), self._full.shape[1]), dtype=np.int64)
                larger[: self._size] = self._full[: self._size]
                self._full = larger
            self._full[self._size : size] = self._new
            self._size, self._new = size, []
        return self._full[: self._size]


class Lines:
    """Lines by their number here; `remembered` is what kernels have found on them, by whose it is and by line. What depends on the body (a dose per kilogram) is of the patient with whom a line was added.

    Rows: days, new, resolved, route known, drugs, refills, number of the first item, of the items.
    Rows of items: drug, route, release, product, then as in `Batch` from `single_num` to `rate_hours`.
    """

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._usual = kb.ints("usual_route")
        self._products: dict[str, int] = {}
        self.written: list[MedicationLine] = []
        self.resolutions: list[Resolution] = []
        self.remembered: dict[object, dict[int, Any]] = {}
        self.rows, self.items = Growing(LINE_WIDTH), Growing(ITEM_WIDTH)

    def add(self, line: MedicationLine, patient: Patient) -> int:
        """Read a line; its number."""
        kb = self._kb
        resolution = kb.resolver.drug(line.as_written, line.codes)
        days = line.days if line.days is not None else line.dosage.days
        route = line.dosage.route or resolution.route
        drugs = sum(kb.resolver.kind(each.drug) not in NOT_DRUGS for each in resolution.ingredients)
        new = line.status is LineStatus.NEW
        known = resolution.known, route is not None
        counted = len(self.items), len(resolution.ingredients)
        self.rows.add((-1 if days is None else days, new, *known, drugs, line.refills or 0, *counted))
        for ingredient in resolution.ingredients:
            code = kb.drug_code[ingredient.drug]
            taken = int(self._usual[code]) if route is None else ROUTE_BIT[route]
            self.items.add((code, taken, *self._item(line, patient, ingredient, resolution)))
        self.written.append(line)
        self.resolutions.append(resolution)
        return len(self.written) - 1

    def lasting(self, number: int, days: int) -> int:
        """The number of a line that is like another but for its days: no amount depends on them."""
        line = self.written[number]
        self.written.append(replace(line, days=days, dosage=replace(line.dosage, days=days)))
        self.resolutions.append(self.resolutions[number])
        self.rows.add((days, *self.rows.row(number)[1:]))
        return len(self.written) - 1

    def _item(
        self, line: MedicationLine, patient: Patient, ingredient: Ingredient, resolution: Resolution
    ) -> tuple[int, ...]:
        strength = delivered(ingredient.strength, line.dosage.route or resolution.route, line.dosage)
        amounts = item_amounts(line, patient, strength, len(resolution.ingredients))
        frequency = line.dosage.frequency
        rate = line.dosage.dose.rate_hours if line.dosage.dose else None
        trouble = next((p.reason for p in line.problems if p.fact is Fact.FREQUENCY), None)
        return (
            RELEASE_CODE[resolution.release] if resolution.release else 0,
            -1 if resolution.product is None else self._products.setdefault(resolution.product, len(self._products)),
            *_amount_columns(amounts),
            frequency.count if frequency and trouble is None else -1,
            frequency.hours if frequency and trouble is None else -1,
            REASON_CODE[trouble] if trouble is not None else -1,
            -1 if rate is None else rate,
        )


def depends_on_body(line: MedicationLine) -> bool:
    """Whether an amount of a line is one for each kilogram or square metre."""
    dosage = line.dosage
    doses: list[Dose | None] = [dosage.dose, dosage.max_per_day, *(step.dose for step in dosage.steps)]
    return any(dose is not None and dose.basis is not Basis.NONE for dose in doses)


def _amount_columns(amounts: ItemAmounts) -> tuple[int, ...]:
    """single num, den; daily num, den; dimension of single, of daily; reason and fact of single; of daily."""
    values: list[int] = []
    why: list[int] = []
    dimensions: list[int] = []
    for amount in (amounts.single, amounts.daily):
        if isinstance(amount, Amount):
            values += [amount.numerator, amount.denominator]
            why += [-1, -1]
            dimensions.append(DIMENSION_CODE[amount.dimension])
        else:
            values += [0, 0]
            why += [REASON_CODE[amount.reason], FACT_CODE[amount.fact]]
            dimensions.append(-1)
    return (*values, *dimensions, *why)


class History(Struct, frozen=True):
    """Codes of the recorded conditions with the broader ones, and (number of the record, allergen, bits of the reactions) of the
    allergies; numbers of the records that nobody understands."""

    conditions: tuple[int, ...] = ()
    unknown_conditions: tuple[int, ...] = ()
    allergies: tuple[tuple[int, int, int], ...] = ()
    unknown_allergens: tuple[int, ...] = ()


def patient_row(patient: Patient, kb: Kb) -> tuple[int, ...]:
    """What is known of a patient, as a row of `PATIENT_WIDTH`; MISSING where nothing is."""
    facts = facts_of(patient, kb)
    row = [MISSING] * (2 * _FACTS) + [-1] * _FACTS + [MISSING] * (2 * _UNITS)
    for fact, known in facts.known.items():
        row[_FACT_PLACE[fact]], row[_FACTS + _FACT_PLACE[fact]] = known.low, known.high
    for fact, instead in facts.lacking.items():
        row[LACKING.start + _FACT_PLACE[fact]] = FACT_CODE[instead]
    if patient.age is not None:
        row[AGES.start : AGES.stop] = age_columns(patient.age)
    return (
        *row,
        patient.age.spare_days if patient.age is not None else 0,
        -1 if patient.weight_g is None else patient.weight_g,
        -1 if patient.height_mm is None else patient.height_mm,
        patient.conditions is not None,
        patient.allergies is not None,
    )


def history_of(patient: Patient, kb: Kb) -> History:
    """The recorded conditions and allergies of a patient."""
    resolver = kb.resolver
    codes: list[int] = []
    unknown: list[int] = []
    for number, condition in enumerate(patient.conditions or ()):
        found = resolver.condition(condition.name, condition.codes)
        if found is None:
            unknown.append(number)
        else:
            above = kb.compiled.text.patients.broader.get(found, ())
            codes += [kb.condition_code[name] for name in (found, *above)]
    size = len(kb.drug_code)
    allergies: list[tuple[int, int, int]] = []
    strange: list[int] = []
    for number, allergy in enumerate(patient.allergies or ()):
        selectors = resolver.allergen(allergy.substance, allergy.codes)
        if not selectors:
            strange.append(number)
        for selector in selectors:
            kind, _, key = selector.partition(":")
            bits = told_bits(resolver.reactions(allergy.reaction, allergy.kind))
            if kind == "drug":
                allergies.append((number, kb.drug_code[key], bits))
            elif kind == "class":
                allergies.append((number, size + kb.class_code[key], bits))
            elif selector in kb.other_code:
                allergies.append((number, size + len(kb.class_code) + kb.other_code[selector], bits))
    return History(tuple(codes), tuple(unknown), tuple(allergies), tuple(strange))


def stated_row(prescription: Prescription) -> tuple[int, ...]:
    """The bits of what stands on a prescription, in the order of `STATED_WORDS`."""
    words = {
        Fact.SETTING: prescription.setting,
        Fact.PRESCRIBER: prescription.prescriber,
        Fact.LONG_TERM: "yes" if prescription.long_term else "no",
        Fact.JUSTIFICATION: "yes" if prescription.justified else "no",
    }
    return tuple(0 if words[fact] is None else STATED_BIT[fact, str(words[fact])] for fact in STATED_WORDS)


def facts_of(patient: Patient, kb: Kb) -> Facts:
    """What is known of a patient, with the origin of every value."""
    recorded: set[str] | None = None
    if patient.conditions is not None:
        recorded = set()
        for condition in patient.conditions:
            found = kb.resolver.condition(condition.name, condition.codes)
            if found is not None:
                recorded |= {found, *kb.compiled.text.patients.broader.get(found, ())}
    tables = kb.compiled.text.patients
    return patient_facts(patient, None if recorded is None else frozenset(recorded), tables)


def age_columns(age: Age) -> tuple[int, ...]:
    """Lowest and highest age in millionths of completed years, months, weeks and days, in the order of `AgeUnit`."""
    most = age.days + age.spare_days
    months = max(age.completed_months, Age(age.years, most).completed_months)
    counted = (age.years, age.years, age.completed_months, months, age.days // 7, most // 7, age.days, most)
    return tuple(value * MICRO for value in counted)
