"""Cells of patients → rows of integers and histories. Every distinct part of what is said of a patient is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.audit.combinations import BLANK, Cells, Combinations
from rxcheck.audit.sheet import Column
from rxcheck.engine.intake import (
    AGES,
    ALLERGIES_KNOWN,
    CONDITIONS_KNOWN,
    HEIGHT,
    HIGH,
    INTERVAL_FACTS,
    LACKING,
    LOW,
    PATIENT_WIDTH,
    SPARE_DAYS,
    WEIGHT,
    Growing,
    History,
    history_of,
    patient_row,
)
from rxcheck.model import Patient
from rxcheck.sources.csv_long import patient_in
from rxcheck.sources.labs import LabTable
from rxcheck.terms import LAB_FACTS, Fact

if TYPE_CHECKING:
    from rxcheck.engine.compiled import BoolArray, IntArray, Kb

# What is said of a patient falls apart into groups that are read each by itself; the facts of one do not depend on the others, unless a
# creatinine is there (estimates of renal function take everything).
_PERSON = ("age", "birth_date", "authored_on", "sex", "pregnancy_weeks", "lactating", "gestation_weeks")
_BODY = ("weight_kg", "height_cm")
_STATE = ("conditions", "labs", "creatinine_umol_l", "egfr")
_ALLERGIES = ("allergies",)
_OF_BODY_FACTS = (Fact.WEIGHT, Fact.HEIGHT, Fact.BMI, Fact.BSA)


def _places(facts: Iterable[Fact], *more: int) -> list[int]:
    at = [place for place, fact in enumerate(INTERVAL_FACTS) if fact in facts]
    return [*(low[place] for low in (LOW, HIGH, LACKING) for place in at), *more]


_BODY_PLACES = _places(_OF_BODY_FACTS, WEIGHT, HEIGHT)
_STATE_PLACES = _places(LAB_FACTS, CONDITIONS_KNOWN)
_PERSON_PLACES = _places([f for f in INTERVAL_FACTS if f not in (*LAB_FACTS, *_OF_BODY_FACTS)], *AGES, SPARE_DAYS)
_JOINT_PLACES = [*_PERSON_PLACES, *_BODY_PLACES, *_STATE_PLACES]


class Said(Struct, frozen=True):
    """What is said of each of n patients: the number of each part of it, negative where a cell cannot be read."""

    person: IntArray
    body: IntArray
    state: IntArray
    allergy: IntArray

    @property
    def broken(self) -> BoolArray:
        """(n,): whether anything cannot be read."""
        return (self.person < 0) | (self.body < 0) | (self.state < 0) | (self.allergy < 0)

    def of(self, places: IntArray) -> Said:
        """What is said of some of them."""
        return Said(self.person[places], self.body[places], self.state[places], self.allergy[places])


class _Part:
    """One group of the patient's columns: what each distinct combination of cells says, by number; rows of `patient_row`."""

    def __init__(self, names: tuple[str, ...], kb: Kb, labs: LabTable) -> None:
        self._names, self._kb, self._labs = names, kb, labs
        self.patients: list[Patient] = []
        self.rows = Growing(PATIENT_WIDTH)
        self.measured = Growing(1)  # whether there is a creatinine
        self.cells = Cells(names, self._read)

    def _read(self, texts: tuple[str, ...]) -> int:
        cells = {name: text for name, text in zip(self._names, texts, strict=True) if text}
        patient = patient_in(cells, self._labs)
        if patient is None:
            return -1
        self.patients.append(patient)
        self.rows.add(patient_row(patient, self._kb))
        self.measured.add((any(lab.fact is Fact.CREATININE for lab in patient.labs),))
        return len(self.patients) - 1


class PatientParts:
    """Reads what sheets say of patients; remembers what it has read. `histories` are the distinct ones, by number."""

    def __init__(self, kb: Kb, labs: LabTable) -> None:
        self._kb = kb
        self._person, self._body = _Part(_PERSON, kb, labs), _Part(_BODY, kb, labs)
        self._state, self._allergy = _Part(_STATE, kb, labs), _Part(_ALLERGIES, kb, labs)
        self._joint, self._joint_rows = Combinations(3, self._read_joint), Growing(PATIENT_WIDTH)
        self._history = Combinations(2, self._read_history)
        self.histories: list[History] = []

    def __len__(self) -> int:
        """How much is remembered."""
        parts = (self._person, self._body, self._state, self._allergy)
        return max(len(self._joint), len(self._history), *(len(part.cells) for part in parts))

    def read(self, shared: Mapping[str, Column], count: int) -> Said:
        """What the cells of `count` prescriptions say of their patients."""
        person = dict(shared)
        if "authored_on" in shared:  # an age depends on the day where it is found by the date of birth
            day, birth = shared["authored_on"], shared.get("birth_date")
            unborn = np.True_ if birth is None else birth.codes == BLANK
            person["authored_on"] = Column(np.where(unborn, BLANK, day.codes), day.texts)
        return Said(
            self._person.cells.of(person, count),
            self._body.cells.of(shared, count),
            self._state.cells.of(shared, count),
            self._allergy.cells.of(shared, count),
        )

    def patients(self, said: Said) -> Sequence[Patient]:
        """The patients, put together when they are asked for."""
        return _Patients(self, said)

    def patient(self, person: int, body: int, state: int, allergy: int | None) -> Patient:
        """A patient by the numbers of what is said, where `allergy` is None without allergies."""
        sizes, health = self._body.patients[body], self._state.patients[state]
        return replace(
            self._person.patients[person],
            weight_g=sizes.weight_g,
            height_mm=sizes.height_mm,
            conditions=health.conditions,
            labs=health.labs,
            allergies=None if allergy is None else self._allergy.patients[allergy].allergies,
        )

    def sizes(self, body: IntArray) -> IntArray:
        """(n, 2): weight in grams and height in millimetres of what is said of bodies, -1 where it is not known."""
        found: IntArray = self._body.rows.table[body][:, [WEIGHT, HEIGHT]]
        return found

    def rows(self, said: Said) -> IntArray:
        """(PATIENT_WIDTH, n): each group's facts from its own rows; where there is a creatinine, all from the whole patient's."""
        found = np.empty((PATIENT_WIDTH, len(said.person)), dtype=np.int64)
        for part, numbers, places in (
            (self._person, said.person, _PERSON_PLACES),
            (self._body, said.body, _BODY_PLACES),
            (self._state, said.state, _STATE_PLACES),
            (self._allergy, said.allergy, [ALLERGIES_KNOWN]),
        ):
            found[places] = np.take(part.rows.table, numbers, axis=0)[:, places].T
        whole = np.flatnonzero(self._state.measured.table[said.state, 0])
        if len(whole):
            joint = self._joint.of(np.column_stack((said.person[whole], said.body[whole], said.state[whole])))
            found[np.ix_(np.array(_JOINT_PLACES), whole)] = self._joint_rows.table[joint][:, _JOINT_PLACES].T
        return found

    def _read_joint(self, numbers: tuple[int, ...]) -> int:
        person, body, state = numbers
        self._joint_rows.add(patient_row(self.patient(person, body, state, None), self._kb))
        return len(self._joint_rows) - 1

    def history_of(self, said: Said) -> IntArray:
        """(n,): the number of each patient's history."""
        return self._history.of(np.column_stack((said.state, said.allergy)))

    def _read_history(self, numbers: tuple[int, ...]) -> int:
        state, allergy = numbers
        patient = replace(self._state.patients[state], allergies=self._allergy.patients[allergy].allergies)
        self.histories.append(history_of(patient, self._kb))
        return len(self.histories) - 1


class _Patients(Sequence[Patient]):
    """Patients by what is said of them."""

    def __init__(self, parts: PatientParts, said: Said) -> None:
        self._parts = parts
        self._said = said

    def __len__(self) -> int:
        return len(self._said.person)

    @overload
    def __getitem__(self, index: int) -> Patient: ...

    @overload
    def __getitem__(self, index: slice) -> list[Patient]: ...

    def __getitem__(self, index: int | slice) -> Patient | list[Patient]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        said = self._said
        return self._parts.patient(
            int(said.person[index]), int(said.body[index]), int(said.state[index]), int(said.allergy[index])
        )
