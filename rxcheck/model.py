"""Prescription, patient, line and dosage, as a source has read them.

What is not stated is `None`, never a default: an empty tuple of allergies means "none known", `None` means nobody said.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from rxcheck.codes import Code
from rxcheck.errors import Location
from rxcheck.quantity import Dose, Frequency, Quantity
from rxcheck.terms import AllergyKind, Fact, LineStatus, PrescriberTitle, Reason, Route, Setting, Sex


class Age(Struct, frozen=True):
    """Age at the prescription's date: completed years, and days since birth.

    Where only years, months or weeks are known, `days` is the least that they can be and `spare_days` how many more it may
    be. `months` are completed months, by the calendar where the birth date is known; None: to be taken from the days.
    """

    years: int
    days: int
    months: int | None = None
    spare_days: int = 0

    @property
    def completed_months(self) -> int:
        """Completed months; a month has 30.436875 days where no calendar tells."""
        return self.days * 12 * 10_000 // 3_652_425 if self.months is None else self.months


class Pregnancy(Struct, frozen=True):
    """Whether pregnant, and completed gestational weeks when known."""

    pregnant: bool
    weeks: int | None = None


class Allergy(Struct, frozen=True):
    """A recorded allergy or intolerance, as written."""

    substance: str
    reaction: str | None = None
    kind: AllergyKind | None = None
    codes: tuple[Code, ...] = ()


class Condition(Struct, frozen=True):
    """A recorded condition: a name as written, codes, or both."""

    name: str
    codes: tuple[Code, ...] = ()


class Lab(Struct, frozen=True):
    """A laboratory result. `fact` is set where the program knows the test; `value` is in `unit` (UCUM)."""

    name: str
    value: Decimal
    unit: str
    taken_on: date | None = None
    fact: Fact | None = None
    codes: tuple[Code, ...] = ()


class Patient(Struct, frozen=True):
    """What is known of the patient. Weight in whole grams, height in whole millimetres; `gestation_weeks` are the completed
    weeks at the patient's own birth."""

    id: str | None = None
    birth_date: date | None = None
    age: Age | None = None
    sex: Sex | None = None
    weight_g: int | None = None
    height_mm: int | None = None
    pregnancy: Pregnancy | None = None
    lactating: bool | None = None
    allergies: tuple[Allergy, ...] | None = None
    conditions: tuple[Condition, ...] | None = None
    labs: tuple[Lab, ...] = ()
    gestation_weeks: int | None = None


class Problem(Struct, frozen=True):
    """Part of a line that could not be understood: what is missing because of it, and the text as written."""

    fact: Fact
    reason: Reason
    text: str


class DoseStep(Struct, frozen=True):
    """One step of an instruction that has several.

    Steps of one `phase` (1, 2, …) hold at the same time, those of a higher phase follow; `days` is how long the phase
    lasts. With a `cycle` the step is taken only on the days `on` of every `cycle` days, numbered from 0; 7 is the week
    from Monday.
    """

    dose: Dose | None
    frequency: Frequency | None
    days: int | None = None
    phase: int = 1
    on: tuple[int, ...] = ()
    cycle: int = 0
    as_needed: bool = False
    frequency_low: Frequency | None = None

    def holds_on(self, day: int) -> bool:
        """True where the step is taken on `day`, counted from 0."""
        return not self.cycle or day % self.cycle in self.on


class Dosage(Struct, frozen=True):
    """How a line is taken. `frequency` is the highest that the instruction allows, `frequency_low` the lowest where it
    names two; `max_per_day` caps an as-needed line. With `steps`, `dose` is the largest single dose, `frequency` the
    highest total of a phase, and `days` the sum where every phase states it. `sides` is 2 where every dose is the sum of
    two sides ("1 drop in each eye" is 2 drops); a dose divided by it is the dose for one side.
    """

    dose: Dose | None = None
    route: Route | None = None
    frequency: Frequency | None = None
    as_needed: bool = False
    max_per_day: Dose | None = None
    days: int | None = None
    text: str | None = None
    frequency_low: Frequency | None = None
    steps: tuple[DoseStep, ...] = ()
    sides: int | None = None


class MedicationLine(Struct, frozen=True):
    """One medication on the prescription.

    `smiles` is the structure, for a drug that the tables may not know. `written` are the texts beside the name as the
    prescriber wrote them, field by field; values that a machine wrote (numbers of JSON, codes and quantities of FHIR) are
    not among them. `refills` is how often the quantity may be dispensed again; a prescription that names none has none.
    """

    id: str
    as_written: str
    codes: tuple[Code, ...] = ()
    smiles: str | None = None
    dosage: Dosage = field(default_factory=Dosage)
    start: date | None = None
    days: int | None = None
    quantity: Quantity | None = None
    status: LineStatus = LineStatus.NEW
    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()
    refills: int | None = None


class Prescription(Struct, frozen=True):
    """A prescription, or a patient's whole medication at one moment.

    `long_term` says that it is marked as one for a long-term condition (长期处方), `justified` that a reason for an unusual
    amount stands on it; what is not written is not so.
    """

    id: str
    lines: tuple[MedicationLine, ...]
    patient: Patient = field(default_factory=Patient)
    authored_on: date | None = None
    problems: tuple[Problem, ...] = ()
    location: Location | None = None
    setting: Setting | None = None
    prescriber: PrescriberTitle | None = None
    long_term: bool = False
    justified: bool = False
