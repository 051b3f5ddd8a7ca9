"""Random prescriptions from the tables: the same seed gives the same prescriptions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from rxcheck.codes import Code, CodeSystem
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge
from rxcheck.model import Dosage, DoseStep, MedicationLine, Patient, Prescription, Problem
from rxcheck.quantity import MAX_BASE, Basis, Dose, Frequency, Quantity, parse_unit
from rxcheck.terms import Fact, LineStatus, PrescriberTitle, Reason, Route, Setting
from tests.oracle.items import surface_cm2
from tests.oracle.people import People
from tests.oracle.wishes import LineWish, Wishes, Wishing
from tests.oracle.writing import Writing, Written

MOST_LINES = 8
FREQUENCIES = (
    *(Frequency(count, 24) for count in (1, 1, 2, 2, 3, 3, 4, 4, 6, 24)),
    *(Frequency(1, hours) for hours in (1, 4, 6, 8, 12, 36, 48, 72, 336, 720)),
    *(Frequency(count, 168) for count in (1, 1, 2, 3, 7)),
)
MASSES = ("0.125", "0.5", "2.5", "5", "10", "20", "75", "100", "250", "500", "650", "1000", "4000")
ABSURD = (("1000000", "mg"), ("0", "mg"), ("1000", "{tablet}"), ("0.001", "ug"), ("500", "mmol"), ("1000", "mL"))
FORMS = ("0.5", "1", "1", "1", "2", "2", "3", "1.333333", "10")
FORM_UNITS = ("{tablet}", "{capsule}", "{puff}", "{drop}", "{application}")
HOLDERS = ("{pack}", "{bottle}", "{vial}", "{ampule}", "{dose}", "{patch}")
VOLUMES = ("0.5", "1", "2.5", "5", "10", "15", "100")
OTHER_UNITS = (("1000", "[IU]"), ("40000", "[IU]"), ("20", "mmol"), ("10", "meq"), ("100", "MBq"), ("300", "kcal"))
PER_BODY = ("0.1", "1", "10", "15", "20", "60", "75")
TINY_STEPS = (0, 0, 1, 1, -1, 1000)
STEP_FREQUENCIES = (
    *(Frequency(count, 24) for count in (1, 1, 2, 3)),
    Frequency(1, 8),
    Frequency(1, 48),
    Frequency(2, 168),
)
CYCLES: tuple[tuple[tuple[int, ...], int], ...] = (
    *[((), 0)] * 6,
    ((0, 2, 4), 7),
    ((1, 3, 5, 6), 7),
    ((0,), 2),
    ((1,), 2),
    (tuple(range(21)), 28),
)
MOST_STEPPED = 10**12


class Generator:
    """Draws prescriptions without end."""

    def __init__(self, knowledge: Knowledge, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 - test data
        self._rng = rng
        self._wishing = Wishing(knowledge, rng)
        self._people = People(knowledge, rng)
        self._writing = Writing(knowledge, rng)
        self._days = [row.value or 0 for row in knowledge.rows(sc.FormRule) if row.field is kt.FormField.DAYS]
        self._days += [int(row.value) for row in knowledge.rows(sc.DoseLimit) if row.limit is kt.LimitKind.DURATION_MAX]

    def prescriptions(self, count: int) -> Iterator[Prescription]:
        """`count` prescriptions with ids "1", "2", …"""
        for number in range(1, count + 1):
            yield self.prescription(str(number))

    def prescription(self, prescription_id: str) -> Prescription:
        rng = self._rng
        wishes = self._wishing.draw(rng.choice((0, 1, 1, 1, 2, 2, 3)))
        patient = self._people.draw(wishes)
        plans: list[LineWish | None] = [*wishes.lines]
        plans += [None] * rng.choice((0, 0, 1, 1, 2, 3))
        if not plans:
            plans = [None]
        rng.shuffle(plans)
        lines = tuple(
            self._line(f"{number}", plan, wishes, patient) for number, plan in enumerate(plans[:MOST_LINES], start=1)
        )
        problems = (Problem(Fact.AGE, Reason.UNPARSABLE, "about 70ish"),) if rng.random() < 0.03 else ()
        return Prescription(
            prescription_id,
            lines,
            patient,
            date(2026, 3, 1) if rng.random() < 0.7 else None,
            problems,
            setting=rng.choice((None, *Setting)),
            prescriber=rng.choice((None, *PrescriberTitle)),
            long_term=rng.random() < 0.2,
            justified=rng.random() < 0.2,
        )

    def _line(self, line_id: str, plan: LineWish | None, wishes: Wishes, patient: Patient) -> MedicationLine:
        rng = self._rng
        wish = plan or self._any_wish()
        written = self._name(wish, planned=plan is not None)
        on_line, in_dosage = self._days_of(wishes), self._days_of(wishes)
        dosage = self._dosage(wish, written, wishes, patient, in_dosage)
        rxcui = self._writing.rxcui(wish.drug)
        codes = (Code(CodeSystem.RXNORM, rxcui),) if rxcui and rng.random() < 0.05 else ()
        return MedicationLine(
            id=line_id,
            as_written=written.text + self._writing.tail(),
            codes=codes,
            dosage=dosage,
            days=on_line if rng.random() < 0.5 else None,
            status=rng.choice((LineStatus.NEW, LineStatus.NEW, LineStatus.CURRENT)),
            problems=self._problems(dosage),
            written=self._writing.instructions(),
            quantity=self._quantity(dosage),
            refills=rng.choice((None, None, 0, 1, 5, 6, 12)),
        )

    def _quantity(self, dosage: Dosage) -> Quantity | None:
        """An amount to dispense: often so many doses, else anything."""
        rng = self._rng
        if rng.random() < 0.5:
            return None
        if dosage.dose is not None and rng.random() < 0.6:
            base = dosage.dose.most.base * rng.choice((1, 2, 3, 6, 7, 14, 21, 28, 30, 60, 90, 91))
            return Quantity(base, dosage.dose.most.unit) if base <= MAX_BASE else None
        return Quantity.of(rng.choice(FORMS), rng.choice((*FORM_UNITS, *HOLDERS, "mL", "mg", "[IU]")))

    def _any_wish(self) -> LineWish:
        drug = self._writing.any_drug()
        return LineWish(drug, (), self._wishing.limit_of(drug))

    def _name(self, wish: LineWish, planned: bool) -> Written:
        kind = self._rng.random()
        if planned:
            return self._writing.single(wish.drug) if kind < 0.93 else self._writing.combination(wish.drug)
        if kind < 0.12:
            return self._writing.unknown()
        if kind < 0.3:
            return self._writing.product()
        if kind < 0.4:
            return self._writing.combination(wish.drug)
        return self._writing.single(wish.drug)

    def _problems(self, dosage: Dosage) -> tuple[Problem, ...]:
        rng, problems = self._rng, []
        if dosage.dose is None and rng.random() < 0.4:
            reasons = (Reason.UNPARSABLE, Reason.OUT_OF_RANGE, Reason.AS_DIRECTED, Reason.SLIDING_SCALE)
            problems.append(Problem(Fact.DOSE, rng.choice(reasons), "a spoonful"))
        if dosage.frequency is None and rng.random() < 0.3:
            problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "now and then"))
        return tuple(problems)

    def _days_of(self, wishes: Wishes) -> int | None:
        rng = self._rng
        bounds = [int(value) for value in wishes.bounds.get(Fact.DAYS, ())] or self._days
        if rng.random() < 0.35:
            return None
        if bounds and rng.random() < 0.6:
            return max(1, rng.choice(bounds) + rng.choice((0, 0, 1, -1)))
        return rng.choice((1, 3, 7, 14, 28, 90, 365))

    def _route(self, wish: LineWish) -> Route | None:
        rng = self._rng
        kind = rng.random()
        if kind < 0.3:
            return None
        if wish.limit is not None and kind < 0.5:
            return rng.choice(sorted(sc.routes_of(wish.limit.routes)))
        if wish.routes and kind < 0.7:
            return rng.choice(wish.routes)
        return Route.ORAL if kind < 0.85 else rng.choice(tuple(Route))

    def _dosage(self, wish: LineWish, written: Written, wishes: Wishes, patient: Patient, days: int | None) -> Dosage:
        rng = self._rng
        as_needed = rng.random() < 0.2
        frequency = None if rng.random() < (0.5 if as_needed else 0.12) else rng.choice(FREQUENCIES)
        dose = self._dose(wish, written, wishes, patient, frequency)
        maximum = None
        if rng.random() < (0.4 if as_needed else 0.05):
            maximum = self._at_bound(wish, written, wishes, patient, None) or self._random_dose()
            if maximum.rate_hours is not None:
                maximum = Dose(maximum.low, maximum.high, maximum.basis)
        steps = self._steps(dose) if dose is not None and rng.random() < 0.15 else ()
        return Dosage(dose, self._route(wish), frequency, as_needed, maximum, days, steps=steps)

    def _steps(self, dose: Dose) -> tuple[DoseStep, ...]:
        """Steps of one to three phases, now and then with something missing."""
        rng = self._rng
        if dose.most.base > MOST_STEPPED:
            return ()  # sums of absurd amounts are beyond what the engine's columns hold
        steps = []
        for phase in range(1, rng.choice((1, 2, 2, 3)) + 1):
            for _ in range(rng.choice((1, 1, 2, 3))):
                on, cycle = rng.choice(CYCLES)
                amount: Dose | None = Dose(_part(dose.low, rng.choice((1, 2, 4))), None, dose.basis, dose.rate_hours)
                if rng.random() < 0.1:
                    amount = rng.choice((None, dose, Dose(Quantity.of("1", "{tablet}")), Dose(Quantity.of("5", "mg"))))
                frequency = None if rng.random() < 0.05 else rng.choice(STEP_FREQUENCIES)
                steps.append(DoseStep(amount, frequency, rng.choice((None, 3, 7)), phase, on, cycle))
        return tuple(steps)

    def _dose(
        self, wish: LineWish, written: Written, wishes: Wishes, patient: Patient, frequency: Frequency | None
    ) -> Dose | None:
        rng = self._rng
        if rng.random() < 0.1:
            return None
        at_bound = self._at_bound(wish, written, wishes, patient, frequency) if rng.random() < 0.7 else None
        return at_bound or self._random_dose()

    def _at_bound(
        self,
        wish: LineWish,
        written: Written,
        wishes: Wishes,
        patient: Patient,
        frequency: Frequency | None,
    ) -> Dose | None:
        """A dose that reaches a limit or threshold exactly, or misses it by a hair; None where there is none.

        Without a frequency it is the whole day's amount.
        """
        rng = self._rng
        thresholds = wishes.bounds.get(Fact.DOSE)
        if thresholds and rng.random() < 0.5:
            value, unit_text = rng.choice(thresholds).split(" ", 1)
            bound, per_dose, row_basis = Quantity.of(value, unit_text), False, Basis.NONE
        elif wish.limit is not None and wish.limit.limit in _AMOUNT_LIMITS:
            row = wish.limit
            bound = Quantity.of(row.value, parse_unit(row.unit))
            if row.limit is kt.LimitKind.WEEKLY_MAX:
                bound = Quantity(bound.base // 7, bound.unit)
            per_dose, row_basis = row.limit in (kt.LimitKind.SINGLE_MAX, kt.LimitKind.SINGLE_MIN), Basis(row.per or "")
        else:
            return None
        base = bound.base if rng.random() < 0.7 else bound.base // 2
        if frequency is not None and not per_dose:
            base = base * frequency.hours // (frequency.count * 24)
        basis = row_basis
        if row_basis is not Basis.NONE and rng.random() < 0.5:
            base, basis = _for_body(base, row_basis, patient), Basis.NONE
        amount = Quantity(min(MAX_BASE, max(0, base + rng.choice(TINY_STEPS))), bound.unit)
        if written.strength_mg is not None and bound.unit.code == "mg" and rng.random() < 0.7:
            forms = Decimal(base) / (Decimal(written.strength_mg) * parse_unit("mg").scale)
            amount = Quantity.of(forms, rng.choice(FORM_UNITS))
        high = Quantity(amount.base, amount.unit)
        low = Quantity(amount.base // 2, amount.unit)
        return Dose(low, high, basis) if rng.random() < 0.15 else Dose(amount, basis=basis)

    def _random_dose(self) -> Dose:
        rng = self._rng
        kind = rng.random()
        basis, rate_hours = Basis.NONE, None
        if kind < 0.4:
            value, unit = rng.choice(MASSES), rng.choice(("mg", "mg", "mg", "ug"))
        elif kind < 0.65:
            value, unit = rng.choice(FORMS), rng.choice(FORM_UNITS)
        elif kind < 0.78:
            value, unit = rng.choice(VOLUMES), "mL"
        elif kind < 0.88:
            value, unit = rng.choice(PER_BODY), rng.choice(("mg", "mg", "mL", "{tablet}"))
            basis = rng.choice((Basis.KG, Basis.KG, Basis.M2))
        elif kind < 0.95:
            value, unit = rng.choice(OTHER_UNITS)
        else:
            value, unit = rng.choice(ABSURD)
        if rng.random() < 0.1:
            rate_hours = rng.choice((1, 24, 24, 168))
        low = Quantity.of(value, unit)
        high = Quantity(min(MAX_BASE, low.base * 2), low.unit) if rng.random() < 0.15 else None
        return Dose(low, high, basis, rate_hours)


def _part(amount: Quantity, divisor: int) -> Quantity:
    return Quantity(amount.base // divisor, amount.unit)


_AMOUNT_LIMITS = (
    kt.LimitKind.SINGLE_MAX,
    kt.LimitKind.SINGLE_MIN,
    kt.LimitKind.DAILY_MAX,
    kt.LimitKind.DAILY_MIN,
    kt.LimitKind.WEEKLY_MAX,
)


def _for_body(base: int, basis: Basis, patient: Patient) -> int:
    """An amount per kg or m² as the amount for this patient; unchanged where weight or height is not known."""
    if patient.weight_g is None:
        return base
    if basis is Basis.KG:
        return base * patient.weight_g // 1000
    if patient.height_mm is None:
        return base
    return base * surface_cm2(patient.height_mm, patient.weight_g) // 10000


def generate(knowledge: Knowledge, seed: int, count: int) -> list[Prescription]:
    """`count` random prescriptions."""
    return list(Generator(knowledge, seed).prescriptions(count))
