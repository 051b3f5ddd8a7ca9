"""What is known of a patient, as intervals with their origin: recorded, measured, calculated, or implied by a diagnosis.

docs/checks.md ("Facts of the patient") says which value is taken when several are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from msgspec import Struct

from rxcheck.engine import arithmetic as ar
from rxcheck.kb.compile_codes import FULL_TERM_WEEKS, MICRO, NO, SEX_CODE, YES
from rxcheck.kb.compiled_text import PatientTables
from rxcheck.kb.terms import OrganRole, PolicyKey
from rxcheck.model import Age, Lab, Patient
from rxcheck.terms import LAB_FACTS, Fact, FactBasis, Formula, Sex, WeightUsed

NONE = -MICRO  # there is no such thing in this patient (not pregnant, no liver disease): below every row
ADULT_YEARS = 18
INFANT_YEARS = 2
DAYS_OF_10000_YEARS = 3_652_425
_LOWEST_POINTS, _HIGHEST_POINTS = 1, 3


class Known(Struct, frozen=True):
    """A fact: its value lies between `low` and `high` (millionths of the unit of knowledge/labs.csv).

    `lab` is the result that it is or that it was calculated from; `inputs` the facts that went into it; `condition` the
    recorded condition that implies it.
    """

    fact: Fact
    low: int
    high: int
    basis: FactBasis
    formula: Formula | None = None
    weight: WeightUsed | None = None
    lab: Lab | None = None
    inputs: tuple[Known, ...] = ()
    condition: str | None = None


class Facts(Struct, frozen=True):
    """What is known, and for what is not, the fact that would have to be asked for; `conditions` are all that are recorded."""

    known: Mapping[Fact, Known]
    lacking: Mapping[Fact, Fact]
    conditions: frozenset[str] = frozenset()


def patient_facts(patient: Patient, conditions: frozenset[str] | None, tables: PatientTables) -> Facts:
    """Every interval fact of a patient. `conditions` are the ids of what is recorded, with the broader ones; None: nobody said."""
    return _Reader(patient, conditions, tables).facts()


class _Reader:
    def __init__(self, patient: Patient, conditions: frozenset[str] | None, tables: PatientTables) -> None:
        self._patient = patient
        self._conditions = conditions
        self._tables = tables
        self._known: dict[Fact, Known] = {}
        self._lacking: dict[Fact, Fact] = {}
        self._dialysis = self._has(OrganRole.DIALYSIS)

    def facts(self) -> Facts:
        self._recorded()
        for fact in LAB_FACTS:
            lab = latest_lab(self._patient, fact)
            if lab is not None:
                self._known[fact] = self._point(fact, lab.value, FactBasis.MEASURED, lab)
        self._body()
        self._renal()
        self._liver()
        return Facts(self._known, self._lacking, self._conditions or frozenset())

    def _has(self, role: OrganRole) -> bool:
        return bool(self._conditions and self._conditions.intersection(self._tables.organs.get(role.value, ())))

    def _put(self, known: Known | None) -> None:
        if known is not None:
            self._known[known.fact] = known

    def _point(self, fact: Fact, value: Decimal | int | Fraction, basis: FactBasis, lab: Lab | None = None) -> Known:
        return Known(fact, micro(value), micro(value), basis, lab=lab)

    def _recorded(self) -> None:
        patient, recorded = self._patient, FactBasis.RECORDED
        if patient.age is not None:
            low, high = age_bounds(patient.age)
            self._put(Known(Fact.AGE, low, high, recorded))
        if patient.sex is not None:
            self._put(Known(Fact.SEX, *(SEX_CODE[patient.sex.value],) * 2, recorded))
        if patient.pregnancy is not None:
            low, high = (NONE, NONE) if not patient.pregnancy.pregnant else (0, FULL_TERM_WEEKS * MICRO)
            if patient.pregnancy.weeks is not None:
                low = high = patient.pregnancy.weeks * MICRO
            self._put(Known(Fact.PREGNANCY, low, high, recorded))
        if patient.lactating is not None:
            self._put(Known(Fact.LACTATION, *(YES if patient.lactating else NO,) * 2, recorded))
        if patient.weight_g is not None:
            self._put(Known(Fact.WEIGHT, *(patient.weight_g * 1000,) * 2, recorded))
        if patient.height_mm is not None:
            self._put(Known(Fact.HEIGHT, *(patient.height_mm * 100_000,) * 2, recorded))

    def _body(self) -> None:
        """Body mass, surface, gestational and postmenstrual age."""
        patient = self._patient
        weight, height = patient.weight_g, patient.height_mm
        if weight is not None and height is not None:
            inputs = (self._known[Fact.WEIGHT], self._known[Fact.HEIGHT])
            mass = self._point(Fact.BMI, ar.body_mass_index(weight, height), FactBasis.CALCULATED)
            surface = self._point(Fact.BSA, Fraction(ar.body_surface_cm2(height, weight), 10_000), FactBasis.CALCULATED)
            self._put(_with(mass, Formula.BMI, inputs))
            self._put(_with(surface, Formula.MOSTELLER, inputs))
        else:
            self._lacking[Fact.BMI] = self._lacking[Fact.BSA] = Fact.WEIGHT if weight is None else Fact.HEIGHT
        if patient.gestation_weeks is not None:
            self._put(self._point(Fact.GESTATION, patient.gestation_weeks, FactBasis.RECORDED))
        if patient.gestation_weeks is None or patient.age is None:
            self._lacking[Fact.POSTMENSTRUAL] = Fact.GESTATION if patient.gestation_weeks is None else Fact.AGE
            return
        low = patient.gestation_weeks + patient.age.days // 7
        high = patient.gestation_weeks + (patient.age.days + patient.age.spare_days) // 7
        inputs = (self._known[Fact.GESTATION], self._known[Fact.AGE])
        self._put(
            Known(Fact.POSTMENSTRUAL, low * MICRO, high * MICRO, FactBasis.CALCULATED, Formula.SUM, inputs=inputs)
        )

    def _renal(self) -> None:
        creatinine = self._known.get(Fact.CREATININE)
        measured = creatinine if creatinine is not None and creatinine.low > 0 and not self._dialysis else None
        reported = self._known.get(Fact.EGFR)
        if measured is not None and (reported is None or _newer(measured.lab, reported.lab)):
            self._put(self._egfr(measured))
        if Fact.EGFR not in self._known:
            self._put(self._implied(Fact.EGFR))
        if Fact.CRCL in self._known:
            return
        if measured is not None:
            self._put(self._clearance(measured))
        if Fact.CRCL not in self._known:
            self._put(self._implied(Fact.CRCL) or self._stood_in())
        if creatinine is None:
            self._lacking[Fact.CRCL] = Fact.CRCL

    def _egfr(self, creatinine: Known) -> Known | None:
        patient, serum = self._patient, _lab_value(creatinine)
        if patient.age is None:
            self._lacking[Fact.EGFR] = Fact.AGE
            return None
        if patient.age.years >= ADULT_YEARS:
            if patient.sex is None:
                self._lacking[Fact.EGFR] = Fact.SEX
                return None
            value, formula = ar.ckd_epi_2021(serum, patient.age.years, Sex(patient.sex)), Formula.CKD_EPI_2021
            inputs: tuple[Known, ...] = (creatinine, self._known[Fact.AGE], self._known[Fact.SEX])
        else:
            if patient.height_mm is None or patient.age.years < 1:
                self._lacking[Fact.EGFR] = Fact.EGFR if patient.height_mm else Fact.HEIGHT
                return None
            value, formula = ar.schwartz_2009(serum, patient.height_mm), Formula.SCHWARTZ_2009
            inputs = (creatinine, self._known[Fact.HEIGHT])
        return _with(self._point(Fact.EGFR, value, FactBasis.CALCULATED, creatinine.lab), formula, inputs)

    def _clearance(self, creatinine: Known) -> Known | None:
        patient = self._patient
        for fact, given in ((Fact.AGE, patient.age), (Fact.SEX, patient.sex), (Fact.WEIGHT, patient.weight_g)):
            if given is None:
                self._lacking[Fact.CRCL] = fact
                return None
        age, sex, weight = patient.age, patient.sex, patient.weight_g
        assert age is not None and sex is not None and weight is not None  # noqa: S101
        if age.years < ADULT_YEARS:
            self._lacking[Fact.CRCL] = Fact.CRCL
            return None
        adjusted = None if patient.height_mm is None else ar.adjusted_weight_g(weight, patient.height_mm, sex)
        value = ar.cockcroft_gault(_lab_value(creatinine), age.years, sex, adjusted or Fraction(weight))
        inputs = [creatinine, self._known[Fact.AGE], self._known[Fact.SEX], self._known[Fact.WEIGHT]]
        if adjusted is not None:
            inputs.append(self._known[Fact.HEIGHT])
        point = self._point(Fact.CRCL, value, FactBasis.CALCULATED, creatinine.lab)
        used = WeightUsed.ACTUAL if adjusted is None else WeightUsed.ADJUSTED
        return Known(
            Fact.CRCL, point.low, point.high, point.basis, Formula.COCKCROFT_GAULT, used, point.lab, tuple(inputs)
        )

    def _stood_in(self) -> Known | None:
        """Where clearance cannot be calculated: near the eGFR, within the margin of the policy."""
        egfr = self._known.get(Fact.EGFR)
        if egfr is None:
            return None
        margin = self._tables.policy[PolicyKey.CRCL_MARGIN.value]
        low, high = egfr.low * (100 - margin) // 100, egfr.high * (100 + margin) // 100
        return Known(Fact.CRCL, low, high, FactBasis.STOOD_IN, lab=egfr.lab, inputs=(egfr,), condition=egfr.condition)

    def _implied(self, fact: Fact) -> Known | None:
        """What recorded conditions say: where several do, what all of them allow, else the lowest."""
        found = [
            Known(fact, low, high, FactBasis.IMPLIED, condition=condition)
            for condition, implied, low, high in self._tables.implied
            if implied is fact and self._conditions is not None and condition in self._conditions
        ]
        return min(found, key=lambda known: (known.high, known.low, known.condition or ""), default=None)

    def _liver(self) -> None:
        """Child-Pugh points: as reported, else as implied, else from what is known of the five parts."""
        if Fact.CHILD_PUGH in self._known:
            return
        if self._conditions is None:
            self._lacking[Fact.CHILD_PUGH] = Fact.CONDITION
            return
        if not self._has(OrganRole.LIVER_DISEASE):
            self._put(Known(Fact.CHILD_PUGH, NONE, NONE, FactBasis.RECORDED))
            return
        implied = self._implied(Fact.CHILD_PUGH)
        if implied is not None:
            self._put(implied)
            return
        low = high = 0
        inputs = []
        for fact, two_from, two_to, rising in _PUGH:
            known = self._known.get(fact)
            if known is None:
                low, high = low + _LOWEST_POINTS, high + _HIGHEST_POINTS
                continue
            points = ar.child_pugh_points(Fraction(known.low, MICRO), two_from, two_to, rising)
            low, high = low + points, high + points
            inputs.append(known)
        for role in (OrganRole.ASCITES, OrganRole.ENCEPHALOPATHY):
            present = self._has(role)  # its degree is not recorded
            low, high = low + 1 + present, high + 1 + 2 * present
        self._put(
            Known(
                Fact.CHILD_PUGH,
                low * MICRO,
                high * MICRO,
                FactBasis.CALCULATED,
                Formula.CHILD_PUGH,
                inputs=tuple(inputs),
            )
        )


_PUGH: tuple[tuple[Fact, Fraction, Fraction, bool], ...] = (
    (Fact.BILIRUBIN, Fraction(34), Fraction(513, 10), True),  # µmol/L: 2 to 3 mg/dL
    (Fact.ALBUMIN, Fraction(28), Fraction(35), False),  # g/L
    (Fact.INR, Fraction(17, 10), Fraction(23, 10), True),
)


def _with(known: Known, formula: Formula, inputs: tuple[Known, ...]) -> Known:
    return Known(known.fact, known.low, known.high, known.basis, formula, lab=known.lab, inputs=inputs)


def _lab_value(known: Known) -> Decimal:
    assert known.lab is not None  # noqa: S101 - creatinine is always a result
    return known.lab.value


def _newer(one: Lab | None, other: Lab | None) -> bool:
    """True where both results are dated and the first is the later one."""
    return bool(one and other and one.taken_on and other.taken_on and one.taken_on > other.taken_on)


def micro(value: Decimal | int | Fraction) -> int:
    """A value in millionths."""
    if isinstance(value, Fraction):
        return value.numerator * MICRO // value.denominator
    return int((Decimal(value) * MICRO).to_integral_value(ROUND_HALF_EVEN))


def age_bounds(age: Age) -> tuple[int, int]:
    """Completed years; under two years with the fraction, so that rows can speak of newborns and infants."""
    return _age_micro(age, age.days), max(_age_micro(age, age.days), _age_micro(age, age.days + age.spare_days))


def _age_micro(age: Age, days: int) -> int:
    if age.years >= INFANT_YEARS:
        return age.years * MICRO
    fraction = min(days * MICRO * 10_000 // DAYS_OF_10000_YEARS, (age.years + 1) * MICRO - 1)
    return max(age.years * MICRO, fraction)


def latest_lab(patient: Patient, fact: Fact) -> Lab | None:
    """The newest result of a test; undated ones count as oldest, of equals the last listed."""
    found = None
    for lab in patient.labs:
        if lab.fact is fact and (found is None or (lab.taken_on or date.min) >= (found.taken_on or date.min)):
            found = lab
    return found
