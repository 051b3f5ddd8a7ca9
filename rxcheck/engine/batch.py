"""Prescriptions as columns: the one form in which the kernels see them. A single prescription is a batch of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from rxcheck.engine.amounts import Amount, ItemAmounts, item_amounts
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
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
from rxcheck.terms import LAB_FACTS, NOT_DRUGS, Fact, LineStatus

MISSING = -(2**62)
INTERVAL_FACTS = (
    Fact.AGE, Fact.SEX, Fact.PREGNANCY, Fact.LACTATION, Fact.WEIGHT, Fact.HEIGHT, Fact.BMI, Fact.BSA, Fact.GESTATION,
    Fact.POSTMENSTRUAL, *LAB_FACTS,
)  # fmt: skip


class Batch(Struct, frozen=True):
    """Columns over prescriptions (n), lines (m) and items (k, one per ingredient of a resolved line).

    Fact columns hold the patient's value in millionths as an interval [low, high]; MISSING where nothing is known. `lacking` says
    for some facts what would have to be asked for instead (the weight, for a clearance that needs it). Ages in completed
    months, weeks and days stand apart (`age_low`, `age_high`).
    `stated` are the bits of what stands on a prescription (0: nothing is said), `line_drugs` counts the ingredients of a
    line that are drugs.
    `item_route` is the bit of the route; where none is known that of the drug's usual route, else UNKNOWN_ROUTE_BIT.
    Amount columns are fractions `num / den` of base units; `den` 0 means unknown, with reason and fact beside it.
    `dimension` is that of the daily amount. `allergies` are (prescription, number of the record, code of the allergen, bits of
    the reactions); products have numbers of their own in each batch.
    """

    prescriptions: tuple[Prescription, ...]
    resolutions: tuple[Resolution, ...]
    fact_low: dict[Fact, IntArray]
    fact_high: dict[Fact, IntArray]
    lacking: dict[Fact, IntArray]
    age_low: dict[AgeUnit, IntArray]
    age_high: dict[AgeUnit, IntArray]
    weight_g: IntArray
    height_mm: IntArray
    has_condition: BoolArray
    conditions_known: BoolArray
    unknown_conditions: tuple[tuple[int, int], ...]
    allergies_known: BoolArray
    allergies: tuple[tuple[int, int, int, int], ...]
    unknown_allergens: tuple[tuple[int, int], ...]
    line_rx: IntArray
    line_start: IntArray
    line_days: IntArray
    line_new: BoolArray
    line_drugs: IntArray
    line_refills: IntArray
    stated: dict[Fact, IntArray]
    line_resolved: BoolArray
    line_route_known: BoolArray
    item_rx: IntArray
    item_line: IntArray
    item_start: IntArray
    item_drug: IntArray
    item_route: IntArray
    item_release: IntArray
    item_product: IntArray
    single_num: IntArray
    single_den: IntArray
    daily_num: IntArray
    daily_den: IntArray
    single_dimension: IntArray
    dimension: IntArray
    single_reason: IntArray
    single_fact: IntArray
    daily_reason: IntArray
    daily_fact: IntArray
    frequency_count: IntArray
    frequency_hours: IntArray
    frequency_reason: IntArray
    rate_hours: IntArray
    max_lines: int

    def __len__(self) -> int:
        return len(self.prescriptions)

    def line(self, number: int) -> MedicationLine:
        """The line with a batch-wide number."""
        rx = int(self.line_rx[number])
        return self.prescriptions[rx].lines[number - int(self.line_start[rx])]

    def missing(self, fact: Fact, rx: IntArray) -> IntArray:
        """For each prescription the code of the fact to ask for where `fact` is not known."""
        found = np.full(len(rx), FACT_CODE[fact], dtype=np.int64)
        if fact in self.lacking:
            instead = self.lacking[fact][rx]
            found[instead >= 0] = instead[instead >= 0]
        return found


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
        self._facts: dict[Fact, list[tuple[int, int, int]]] = {}
        self._lacking: dict[Fact, list[tuple[int, int]]] = {}
        self._ages: list[tuple[int, ...]] = []
        self._patients: list[tuple[int, int, bool, bool]] = []
        self._conditions: list[tuple[int, int]] = []
        self._unknown_conditions: list[tuple[int, int]] = []
        self._allergies: list[tuple[int, int, int, int]] = []
        self._unknown_allergens: list[tuple[int, int]] = []
        self._lines: list[tuple[int, int, bool, bool, bool, int, int]] = []
        self._stated: list[tuple[int, ...]] = []
        self._items: list[tuple[int, ...]] = []
        self._products: dict[str, int] = {}
        self._line_start = [0]
        self._item_start = [0]
        self._resolutions: list[Resolution] = []

    def add(self, rx: int, prescription: Prescription) -> None:
        patient = prescription.patient
        facts = facts_of(patient, self._kb)
        for fact, known in facts.known.items():
            self._facts.setdefault(fact, []).append((rx, known.low, known.high))
        for fact, instead in facts.lacking.items():
            self._lacking.setdefault(fact, []).append((rx, FACT_CODE[instead]))
        if patient.age is not None:
            self._ages.append((rx, *age_columns(patient.age)))
        self._patients.append(
            (
                patient.weight_g if patient.weight_g is not None else -1,
                patient.height_mm if patient.height_mm is not None else -1,
                patient.conditions is not None,
                patient.allergies is not None,
            )
        )
        self._stated.append(_stated(prescription))
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
                above = self._kb.compiled.text.patients.broader.get(found, ())
                self._conditions += [(rx, self._kb.condition_code[name]) for name in (found, *above)]
        size = len(self._kb.drug_code)
        for number, allergy in enumerate(patient.allergies or ()):
            selectors = resolver.allergen(allergy.substance, allergy.codes)
            if not selectors:
                self._unknown_allergens.append((rx, number))
            for selector in selectors:
                kind, _, key = selector.partition(":")
                bits = told_bits(resolver.reactions(allergy.reaction, allergy.kind))
                if kind == "drug":
                    self._allergies.append((rx, number, self._kb.drug_code[key], bits))
                elif kind == "class":
                    self._allergies.append((rx, number, size + self._kb.class_code[key], bits))
                elif selector in self._kb.other_code:
                    code = size + len(self._kb.class_code) + self._kb.other_code[selector]
                    self._allergies.append((rx, number, code, bits))

    def _add_line(self, rx: int, line: MedicationLine, patient: Patient) -> None:
        resolution = self._kb.resolver.drug(line.as_written, line.codes)
        number = len(self._lines)
        days = line.days if line.days is not None else line.dosage.days
        self._resolutions.append(resolution)
        route = line.dosage.route or resolution.route
        new = line.status is LineStatus.NEW
        drugs = sum(self._kb.resolver.kind(each.drug) not in NOT_DRUGS for each in resolution.ingredients)
        known = resolution.known, route is not None
        self._lines.append((rx, -1 if days is None else days, new, *known, drugs, line.refills or 0))
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
        rate = line.dosage.dose.rate_hours if line.dosage.dose else None
        trouble = next((p.reason for p in line.problems if p.fact is Fact.FREQUENCY), None)
        return (
            rx,
            number,
            self._kb.drug_code[ingredient.drug],
            route,
            RELEASE_CODE[resolution.release] if resolution.release else 0,
            -1 if resolution.product is None else self._products.setdefault(resolution.product, len(self._products)),
            *_amount_columns(amounts),
            frequency.count if frequency and trouble is None else -1,
            frequency.hours if frequency and trouble is None else -1,
            REASON_CODE[trouble] if trouble is not None else -1,
            -1 if rate is None else rate,
        )

    def batch(self, prescriptions: tuple[Prescription, ...]) -> Batch:
        def columns(rows: list[tuple[int, ...]], width: int) -> list[IntArray]:
            table = np.array(rows, dtype=np.int64).reshape(len(rows), width)
            return [np.ascontiguousarray(table[:, column]) for column in range(width)]

        count = len(prescriptions)
        patients = columns([tuple(int(value) for value in row) for row in self._patients], 4)
        lines = columns([tuple(int(value) for value in row) for row in self._lines], 7)
        stated = columns(self._stated, len(STATED_WORDS))
        items = columns(self._items, 20)
        has_condition = np.zeros((count, len(self._kb.condition_code)), dtype=np.bool_)
        for rx, code in self._conditions:
            has_condition[rx, code] = True
        line_start = np.array(self._line_start, dtype=np.int64)
        unknown = np.full(count, MISSING, dtype=np.int64)
        unknown.flags.writeable = False

        def spread(rows: Sequence[tuple[int, ...]], column: int, blank: int) -> IntArray:
            """A column over prescriptions from rows that begin with the number of theirs; shared where there are none."""
            if not rows:
                return unknown
            table = np.array(rows, dtype=np.int64)
            found = np.full(count, blank, dtype=np.int64)
            found[table[:, 0]] = table[:, column]
            return found

        facts = {fact: self._facts.get(fact, []) for fact in INTERVAL_FACTS}
        return Batch(
            prescriptions=prescriptions,
            resolutions=tuple(self._resolutions),
            fact_low={fact: spread(rows, 1, MISSING) for fact, rows in facts.items()},
            fact_high={fact: spread(rows, 2, MISSING) for fact, rows in facts.items()},
            lacking={fact: spread(rows, 1, -1) for fact, rows in self._lacking.items()},
            age_low={unit: spread(self._ages, 1 + 2 * place, MISSING) for place, unit in enumerate(AgeUnit)},
            age_high={unit: spread(self._ages, 2 + 2 * place, MISSING) for place, unit in enumerate(AgeUnit)},
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
            line_drugs=lines[5],
            line_refills=lines[6],
            stated=dict(zip(STATED_WORDS, stated, strict=True)),
            line_resolved=lines[3].astype(np.bool_),
            line_route_known=lines[4].astype(np.bool_),
            item_rx=items[0],
            item_line=items[1],
            item_start=np.array(self._item_start, dtype=np.int64),
            item_drug=items[2],
            item_route=items[3],
            item_release=items[4],
            item_product=items[5],
            single_num=items[6],
            single_den=items[7],
            daily_num=items[8],
            daily_den=items[9],
            single_dimension=items[10],
            dimension=items[11],
            single_reason=items[12],
            single_fact=items[13],
            daily_reason=items[14],
            daily_fact=items[15],
            frequency_count=items[16],
            frequency_hours=items[17],
            frequency_reason=items[18],
            rate_hours=items[19],
            max_lines=int(np.max(np.diff(line_start), initial=0)),
        )


def _stated(prescription: Prescription) -> tuple[int, ...]:
    """The bits of what stands on a prescription, in the order of `STATED_WORDS`."""
    words = {
        Fact.SETTING: prescription.setting,
        Fact.PRESCRIBER: prescription.prescriber,
        Fact.LONG_TERM: "yes" if prescription.long_term else "no",
        Fact.JUSTIFICATION: "yes" if prescription.justified else "no",
    }
    return tuple(0 if words[fact] is None else STATED_BIT[fact, str(words[fact])] for fact in STATED_WORDS)


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
