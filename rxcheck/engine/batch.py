"""Prescriptions as columns: the one form in which the kernels see them. A single prescription is a batch of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from msgspec import Struct

from rxcheck.engine.amounts import Amount, ItemAmounts, item_amounts
from rxcheck.engine.arithmetic import ckd_epi_2021
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.kb.compile_codes import (
    DIMENSION_CODE,
    FACT_CODE,
    FULL_TERM_WEEKS,
    MICRO,
    NO,
    REASON_CODE,
    ROUTE_BIT,
    SEX_CODE,
    YES,
)
from rxcheck.kb.resolution import Ingredient, Resolution
from rxcheck.model import Age, Lab, MedicationLine, Patient, Prescription
from rxcheck.terms import LAB_FACTS, Fact, LineStatus, Sex

MISSING = -(2**62)
ADULT_YEARS = 18
INFANT_YEARS = 2
DAYS_OF_10000_YEARS = 3_652_425


class Batch(Struct, frozen=True):
    """Columns over prescriptions (n), lines (m) and items (k, one per ingredient of a resolved line).

    Fact columns hold the patient's value in millionths as an interval [low, high]; MISSING where nothing is known.
    `item_route` is the bit of the route; where none is known that of the drug's usual route, else UNKNOWN_ROUTE_BIT.
    Amount columns are fractions `num / den` of base units; `den` 0 means unknown, with reason and fact beside it.
    """

    prescriptions: tuple[Prescription, ...]
    resolutions: tuple[Resolution, ...]
    fact_low: dict[Fact, IntArray]
    fact_high: dict[Fact, IntArray]
    weight_g: IntArray
    height_mm: IntArray
    has_condition: BoolArray
    conditions_known: BoolArray
    unknown_conditions: tuple[tuple[int, int], ...]
    allergies_known: BoolArray
    allergies: tuple[tuple[int, int, int], ...]
    unknown_allergens: tuple[tuple[int, int], ...]
    line_rx: IntArray
    line_start: IntArray
    line_days: IntArray
    line_new: BoolArray
    line_resolved: BoolArray
    line_route_known: BoolArray
    item_rx: IntArray
    item_line: IntArray
    item_start: IntArray
    item_drug: IntArray
    item_route: IntArray
    single_num: IntArray
    single_den: IntArray
    daily_num: IntArray
    daily_den: IntArray
    dimension: IntArray
    single_reason: IntArray
    single_fact: IntArray
    daily_reason: IntArray
    daily_fact: IntArray
    frequency_count: IntArray
    frequency_hours: IntArray
    frequency_reason: IntArray
    max_lines: int

    def __len__(self) -> int:
        return len(self.prescriptions)

    def line(self, number: int) -> MedicationLine:
        """The line with a batch-wide number."""
        rx = int(self.line_rx[number])
        return self.prescriptions[rx].lines[number - int(self.line_start[rx])]


def make_batch(prescriptions: Sequence[Prescription], kb: Kb) -> Batch:
    """Resolve every name once and lay the prescriptions out in columns."""
    rows = _Rows(kb)
    for number, prescription in enumerate(prescriptions):
        rows.add(number, prescription)
    return rows.batch(tuple(prescriptions))


class _Rows:
    """Collects the columns row by row."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._facts: dict[Fact, list[tuple[int, int]]] = {fact: [] for fact in _FACTS}
        self._patients: list[tuple[int, int, bool, bool]] = []
        self._conditions: list[tuple[int, int]] = []
        self._unknown_conditions: list[tuple[int, int]] = []
        self._allergies: list[tuple[int, int, int]] = []
        self._unknown_allergens: list[tuple[int, int]] = []
        self._lines: list[tuple[int, int, bool, bool, bool]] = []
        self._items: list[tuple[int, ...]] = []
        self._line_start = [0]
        self._item_start = [0]
        self._resolutions: list[Resolution] = []

    def add(self, rx: int, prescription: Prescription) -> None:
        patient = prescription.patient
        for fact, interval in patient_facts(patient).items():
            self._facts[fact].append(interval)
        self._patients.append(
            (
                patient.weight_g if patient.weight_g is not None else -1,
                patient.height_mm if patient.height_mm is not None else -1,
                patient.conditions is not None,
                patient.allergies is not None,
            )
        )
        self._add_history(rx, patient)
        for line in prescription.lines:
            self._add_line(rx, line, patient)
        self._line_start.append(len(self._lines))
        self._item_start.append(len(self._items))

    def _add_history(self, rx: int, patient: Patient) -> None:
        resolver = self._kb.resolver
        for number, condition in enumerate(patient.conditions or ()):
            found = resolver.condition(condition.name, condition.codes)
            if found is None:
                self._unknown_conditions.append((rx, number))
            else:
                self._conditions.append((rx, self._kb.condition_code[found]))
        size = len(self._kb.drug_code)
        for number, allergy in enumerate(patient.allergies or ()):
            selectors = resolver.allergen(allergy.substance, allergy.codes)
            if not selectors:
                self._unknown_allergens.append((rx, number))
            for selector in selectors:
                kind, _, key = selector.partition(":")
                if kind == "drug":
                    self._allergies.append((rx, number, self._kb.drug_code[key]))
                elif kind == "class":
                    self._allergies.append((rx, number, size + self._kb.class_code[key]))

    def _add_line(self, rx: int, line: MedicationLine, patient: Patient) -> None:
        resolution = self._kb.resolver.drug(line.as_written, line.codes)
        number = len(self._lines)
        days = line.days if line.days is not None else line.dosage.days
        self._resolutions.append(resolution)
        route = line.dosage.route or resolution.route
        new = line.status is LineStatus.NEW
        self._lines.append((rx, -1 if days is None else days, new, resolution.known, route is not None))
        usual = self._kb.ints("usual_route")
        for ingredient in resolution.ingredients:
            taken = int(usual[self._kb.drug_code[ingredient.drug]]) if route is None else ROUTE_BIT[route]
            self._items.append(self._item(rx, number, line, patient, ingredient, resolution, taken))

    def _item(
        self,
        rx: int,
        number: int,
        line: MedicationLine,
        patient: Patient,
        ingredient: Ingredient,
        resolution: Resolution,
        route: int,
    ) -> tuple[int, ...]:
        amounts = item_amounts(line, patient, ingredient.strength, len(resolution.ingredients))
        frequency = line.dosage.frequency
        trouble = next((p.reason for p in line.problems if p.fact is Fact.FREQUENCY), None)
        return (
            rx,
            number,
            self._kb.drug_code[ingredient.drug],
            route,
            *_amount_columns(amounts),
            frequency.count if frequency and trouble is None else -1,
            frequency.hours if frequency and trouble is None else -1,
            REASON_CODE[trouble] if trouble is not None else -1,
        )

    def batch(self, prescriptions: tuple[Prescription, ...]) -> Batch:
        def columns(rows: list[tuple[int, ...]], width: int) -> list[IntArray]:
            table = np.array(rows, dtype=np.int64).reshape(len(rows), width)
            return [np.ascontiguousarray(table[:, column]) for column in range(width)]

        count = len(prescriptions)
        patients = columns([tuple(int(value) for value in row) for row in self._patients], 4)
        lines = columns([tuple(int(value) for value in row) for row in self._lines], 5)
        items = columns(self._items, 16)
        has_condition = np.zeros((count, len(self._kb.condition_code)), dtype=np.bool_)
        for rx, code in self._conditions:
            has_condition[rx, code] = True
        line_start = np.array(self._line_start, dtype=np.int64)
        facts = {fact: np.array(rows, dtype=np.int64).reshape(count, 2) for fact, rows in self._facts.items()}
        return Batch(
            prescriptions=prescriptions,
            resolutions=tuple(self._resolutions),
            fact_low={fact: table[:, 0] for fact, table in facts.items()},
            fact_high={fact: table[:, 1] for fact, table in facts.items()},
            weight_g=patients[0],
            height_mm=patients[1],
            has_condition=has_condition,
            conditions_known=patients[2].astype(np.bool_),
            unknown_conditions=tuple(self._unknown_conditions),
            allergies_known=patients[3].astype(np.bool_),
            allergies=tuple(self._allergies),
            unknown_allergens=tuple(self._unknown_allergens),
            line_rx=lines[0],
            line_start=line_start,
            line_days=lines[1],
            line_new=lines[2].astype(np.bool_),
            line_resolved=lines[3].astype(np.bool_),
            line_route_known=lines[4].astype(np.bool_),
            item_rx=items[0],
            item_line=items[1],
            item_start=np.array(self._item_start, dtype=np.int64),
            item_drug=items[2],
            item_route=items[3],
            single_num=items[4],
            single_den=items[5],
            daily_num=items[6],
            daily_den=items[7],
            dimension=items[8],
            single_reason=items[9],
            single_fact=items[10],
            daily_reason=items[11],
            daily_fact=items[12],
            frequency_count=items[13],
            frequency_hours=items[14],
            frequency_reason=items[15],
            max_lines=int(np.max(np.diff(line_start), initial=0)),
        )


def _amount_columns(amounts: ItemAmounts) -> tuple[int, ...]:
    """single num, den; daily num, den; dimension; reason and fact of single; of daily."""
    values: list[int] = []
    why: list[int] = []
    dimension = -1
    for amount in (amounts.single, amounts.daily):
        if isinstance(amount, Amount):
            values += [amount.numerator, amount.denominator]
            why += [-1, -1]
            dimension = DIMENSION_CODE[amount.dimension]
        else:
            values += [0, 0]
            why += [REASON_CODE[amount.reason], FACT_CODE[amount.fact]]
    return (*values, dimension, *why)


_FACTS = (Fact.AGE, Fact.SEX, Fact.PREGNANCY, Fact.LACTATION, Fact.WEIGHT, Fact.HEIGHT, *LAB_FACTS)


def patient_facts(patient: Patient) -> dict[Fact, tuple[int, int]]:
    """Every interval fact in millionths, (MISSING, MISSING) where unknown.

    Not pregnant is -1 week: below every row. A laboratory value is the latest by date.
    """
    facts: dict[Fact, tuple[int, int]] = dict.fromkeys(_FACTS, (MISSING, MISSING))
    if patient.age is not None:
        facts[Fact.AGE] = (_age(patient.age),) * 2
    if patient.sex is not None:
        facts[Fact.SEX] = (SEX_CODE[patient.sex.value],) * 2
    if patient.pregnancy is not None:
        if not patient.pregnancy.pregnant:
            facts[Fact.PREGNANCY] = _point(-1)
        elif patient.pregnancy.weeks is not None:
            facts[Fact.PREGNANCY] = _point(patient.pregnancy.weeks)
        else:
            facts[Fact.PREGNANCY] = (0, FULL_TERM_WEEKS * MICRO)
    if patient.lactating is not None:
        facts[Fact.LACTATION] = (YES, YES) if patient.lactating else (NO, NO)
    if patient.weight_g is not None:
        facts[Fact.WEIGHT] = (patient.weight_g * 1000,) * 2
    if patient.height_mm is not None:
        facts[Fact.HEIGHT] = (patient.height_mm * 100_000,) * 2
    for fact in LAB_FACTS:
        lab = latest_lab(patient, fact)
        if lab is not None:
            facts[fact] = _point(lab.value)
    if facts[Fact.EGFR][0] == MISSING:
        estimate = estimated_gfr(patient)
        if estimate is not None:
            facts[Fact.EGFR] = _point(estimate)
    return facts


def _age(age: Age) -> int:
    """Completed years; under two years with the fraction, so that rows can speak of newborns and infants."""
    if age.years >= INFANT_YEARS:
        return age.years * MICRO
    fraction = min(age.days * MICRO * 10_000 // DAYS_OF_10000_YEARS, (age.years + 1) * MICRO - 1)
    return max(age.years * MICRO, fraction)


def _point(value: Decimal | int) -> tuple[int, int]:
    micro = int((Decimal(value) * MICRO).to_integral_value(ROUND_HALF_EVEN))
    return micro, micro


def latest_lab(patient: Patient, fact: Fact) -> Lab | None:
    """The newest result of a test; undated ones count as oldest, of equals the last listed."""
    found = None
    for lab in patient.labs:
        if lab.fact is fact and (found is None or (lab.taken_on or date.min) >= (found.taken_on or date.min)):
            found = lab
    return found


def estimated_gfr(patient: Patient) -> int | None:
    """CKD-EPI 2021 from the latest creatinine, for adults of known age and sex."""
    creatinine = latest_lab(patient, Fact.CREATININE)
    if creatinine is None or patient.age is None or patient.sex is None or patient.age.years < ADULT_YEARS:
        return None
    if creatinine.value <= 0:
        return None
    return ckd_epi_2021(creatinine.value, patient.age.years, Sex(patient.sex))
