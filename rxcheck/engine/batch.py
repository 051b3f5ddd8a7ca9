"""Prescriptions as columns: the one form in which the kernels see them. A single prescription is a batch of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from rxcheck.engine.columns import distinct, spread
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.intake import (
    AGES,
    ALLERGIES_KNOWN,
    CONDITIONS_KNOWN,
    HEIGHT,
    HIGH,
    INTERVAL_FACTS,
    LACKING,
    LOW,
    MISSING,
    PATIENT_WIDTH,
    SPARE_DAYS,
    WEIGHT,
    History,
    Lines,
    facts_of,
    history_of,
    patient_row,
    stated_row,
)
from rxcheck.kb.compile_codes import FACT_CODE
from rxcheck.kb.resolution import Resolution
from rxcheck.kb.terms import AgeUnit
from rxcheck.kb.when import STATED_WORDS
from rxcheck.model import MedicationLine, Patient, Prescription
from rxcheck.terms import Fact

__all__ = ["MISSING", "Batch", "Parts", "batch_of", "facts_of", "make_batch"]


class Batch(Struct, frozen=True):
    """Columns over prescriptions (n), lines (m) and items (k, one per ingredient of a resolved line).

    `lines` are the distinct ones, with what their names mean beside them, and `line_of` the number of each line among them; only what
    depends on what is written may be asked of them (an id is that of one of the lines that are alike); `remembered` holds such answers over batches.
    `dated`: a date is written;
    `age_spare`: days that the age leaves open.
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

    lines: Sequence[MedicationLine]
    resolutions: Sequence[Resolution]
    line_of: IntArray
    remembered: dict[object, dict[int, Any]]
    patients: Sequence[Patient]
    dated: BoolArray
    age_spare: IntArray
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
        return len(self.line_start) - 1

    def line(self, number: int) -> MedicationLine:
        """What is written on the line with a batch-wide number."""
        return self.lines[int(self.line_of[number])]

    def resolution(self, number: int) -> Resolution:
        """What its name means."""
        return self.resolutions[int(self.line_of[number])]

    def missing(self, fact: Fact, rx: IntArray) -> IntArray:
        """For each prescription the code of the fact to ask for where `fact` is not known."""
        found = np.full(len(rx), FACT_CODE[fact], dtype=np.int64)
        if fact in self.lacking:
            instead = self.lacking[fact][rx]
            found[instead >= 0] = instead[instead >= 0]
        return found


class Parts(Struct, frozen=True):
    """What a batch is put together from. For each line the number of its prescription and its number in `lines`; for each prescription
    its row of `patient_row` (one column each here: (PATIENT_WIDTH, n)), of `stated_row` (n, words), its history by number in
    `histories`, and whether it is dated."""

    line_rx: IntArray
    line_of: IntArray
    patient: IntArray
    stated: IntArray
    history_of: IntArray
    histories: Sequence[History]
    patients: Sequence[Patient]
    dated: BoolArray


def make_batch(prescriptions: Sequence[Prescription], kb: Kb) -> Batch:
    """Resolve every name once and lay the prescriptions out in columns."""
    lines, count = Lines(kb), len(prescriptions)
    added = [(rx, lines.add(line, each.patient)) for rx, each in enumerate(prescriptions) for line in each.lines]
    numbers = np.array(added, dtype=np.int64).reshape(len(added), 2)
    rows = np.array([patient_row(each.patient, kb) for each in prescriptions], dtype=np.int64)
    stated = np.array([stated_row(each) for each in prescriptions], dtype=np.int64)
    parts = Parts(
        line_rx=np.ascontiguousarray(numbers[:, 0]),
        line_of=np.ascontiguousarray(numbers[:, 1]),
        patient=np.ascontiguousarray(rows.reshape(count, PATIENT_WIDTH).T),
        stated=stated.reshape(count, len(STATED_WORDS)),
        history_of=np.arange(count),
        histories=[history_of(each.patient, kb) for each in prescriptions],
        patients=[each.patient for each in prescriptions],
        dated=np.array([each.authored_on is not None for each in prescriptions], dtype=np.bool_),
    )
    return batch_of(parts, lines, kb)


def batch_of(parts: Parts, lines: Lines, kb: Kb) -> Batch:
    """Put a batch together."""
    count = parts.patient.shape[1]
    line_start = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(parts.line_rx, minlength=count), out=line_start[1:])
    line = np.ascontiguousarray(lines.rows.table[parts.line_of].T)
    item_line, place = spread(line[6], line[7])
    item = np.ascontiguousarray(lines.items.table[place].T)
    item_rx = parts.line_rx[item_line]
    patient = dict(zip(INTERVAL_FACTS, zip(LOW, HIGH, LACKING, strict=True), strict=True))
    lacking = {fact: parts.patient[ask] for fact, (_, _, ask) in patient.items() if (parts.patient[ask] >= 0).any()}
    history = _Histories(parts, kb)
    return Batch(
        lines=lines.written,
        resolutions=lines.resolutions,
        line_of=parts.line_of,
        remembered=lines.remembered,
        patients=parts.patients,
        dated=parts.dated,
        age_spare=parts.patient[SPARE_DAYS],
        fact_low={fact: parts.patient[low] for fact, (low, _, _) in patient.items()},
        fact_high={fact: parts.patient[high] for fact, (_, high, _) in patient.items()},
        lacking=lacking,
        age_low={unit: parts.patient[AGES.start + 2 * place] for place, unit in enumerate(AgeUnit)},
        age_high={unit: parts.patient[AGES.start + 2 * place + 1] for place, unit in enumerate(AgeUnit)},
        weight_g=parts.patient[WEIGHT],
        height_mm=parts.patient[HEIGHT],
        has_condition=history.has_condition(),
        conditions_known=parts.patient[CONDITIONS_KNOWN] == 1,
        unknown_conditions=history.numbers(lambda each: each.unknown_conditions),
        allergies_known=parts.patient[ALLERGIES_KNOWN] == 1,
        allergies=history.allergies(),
        unknown_allergens=history.numbers(lambda each: each.unknown_allergens),
        line_rx=parts.line_rx,
        line_start=line_start,
        line_days=line[0],
        line_new=line[1] == 1,
        line_drugs=line[4],
        line_refills=line[5],
        stated={fact: np.ascontiguousarray(parts.stated[:, n]) for n, fact in enumerate(STATED_WORDS)},
        line_resolved=line[2] == 1,
        line_route_known=line[3] == 1,
        item_rx=item_rx,
        item_line=item_line,
        item_start=np.searchsorted(item_rx, np.arange(count + 1)),
        item_drug=item[0],
        item_route=item[1],
        item_release=item[2],
        item_product=item[3],
        single_num=item[4],
        single_den=item[5],
        daily_num=item[6],
        daily_den=item[7],
        single_dimension=item[8],
        dimension=item[9],
        single_reason=item[10],
        single_fact=item[11],
        daily_reason=item[12],
        daily_fact=item[13],
        frequency_count=item[14],
        frequency_hours=item[15],
        frequency_reason=item[16],
        rate_hours=item[17],
        max_lines=int(np.max(np.diff(line_start), initial=0)),
    )


class _Histories:
    """The histories of a batch, each distinct one looked at once."""

    def __init__(self, parts: Parts, kb: Kb) -> None:
        used = distinct(parts.history_of)
        self._all = [parts.histories[number] for number in used.tolist()]
        self._of = np.searchsorted(used, parts.history_of)
        self._width = len(kb.condition_code)

    def has_condition(self) -> BoolArray:
        table = np.zeros((len(self._all), self._width), dtype=np.bool_)
        having = [number for number, history in enumerate(self._all) for _ in history.conditions]
        names = [name for history in self._all for name in history.conditions]
        table[having, names] = True
        return table[self._of]

    def numbers(self, unknown: Callable[[History], Sequence[int]]) -> tuple[tuple[int, int], ...]:
        """(prescription, number of the record) of all records that nobody understands."""
        return tuple((rx, number) for rx, history in self._with(unknown) for number in unknown(history))

    def allergies(self) -> tuple[tuple[int, int, int, int], ...]:
        return tuple((rx, *row) for rx, history in self._with(lambda each: each.allergies) for row in history.allergies)

    def _with(self, something: Callable[[History], Sequence[object]]) -> Iterator[tuple[int, History]]:
        """The prescriptions whose history has it."""
        there = np.array([bool(something(history)) for history in self._all], dtype=np.bool_)
        for rx in np.flatnonzero(there[self._of]).tolist():
            yield rx, self._all[int(self._of[rx])]
