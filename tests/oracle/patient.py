"""What is known of the patient: recorded conditions, and each fact as the range of values that it may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from math import floor, isqrt

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.schema import ConditionEntry, ConditionFact, OrganCondition
from rxcheck.kb.terms import Op, OrganRole, PolicyKey
from rxcheck.model import Age, Patient, Prescription
from rxcheck.terms import LAB_FACTS, Fact, Sex
from tests.oracle.tables import Tables

TERM_WEEKS = 42
ADULT_YEARS = 18
UMOL_PER_MG_DL = Fraction(8842, 100)
MILLION = 10**6


class Answer(Enum):
    """Whether a fact is what a row asks for."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Span:
    """The least and the greatest value that a fact may have."""

    low: Fraction
    high: Fraction


# There is no such thing in this patient (not pregnant, no liver disease): no row about it holds.
NOTHING = Span(Fraction(-1), Fraction(-1))


def point(value: Fraction | int) -> Span:
    return Span(Fraction(value), Fraction(value))


def years(age: Age) -> Span:
    """Completed years; under two years with the fraction, in millionths."""
    if age.years >= 2:
        return point(age.years)
    low = _infant(age, age.days)
    return Span(low, max(low, _infant(age, age.days + age.spare_days)))


def _infant(age: Age, days: int) -> Fraction:
    millionths = min(floor(Fraction(days * MILLION * 10_000, 3_652_425)), (age.years + 1) * MILLION - 1)
    return max(Fraction(age.years), Fraction(millionths, MILLION))


def compare(value: Fraction, op: Op, low: Fraction, high: Fraction | None, fact: Fact) -> bool:
    """One comparison of the tables."""
    if op is Op.LT:
        return value < low
    if op is Op.LE:
        return value <= low
    if op is Op.GT:
        return value > low
    if op is Op.GE:
        return value >= low
    if op is Op.IS:
        return value == low
    if op is Op.BETWEEN and high is not None:
        # Gestational weeks are completed weeks, so the last one counts, and a row up to term holds beyond it;
        # elsewhere low ≤ x < high.
        if fact is Fact.PREGNANCY:
            return low <= value and (value <= high or high >= TERM_WEEKS)
        return low <= value < high
    raise ValueError(f"operation {op.value} does not fit {fact.value}")


def answer(span: Span | None, op: Op, low: Fraction, high: Fraction | None, fact: Fact) -> Answer:
    """Whether all, none or some of the values that the fact may have satisfy the comparison. None: nothing is known."""
    if span is None:
        return Answer.UNKNOWN
    if span is NOTHING:
        return Answer.NO
    ends = compare(span.low, op, low, high, fact), compare(span.high, op, low, high, fact)
    if all(ends):
        return Answer.YES
    # Neither end inside: apart, unless the range of the row lies within.
    within = op is Op.BETWEEN and high is not None and span.low < low and span.high >= high
    return Answer.UNKNOWN if any(ends) or within else Answer.NO


def table_value(op: Op, text: str) -> Fraction:
    """The number of a table cell; yes and female are 1, no and male 0."""
    if op is Op.IS:
        return Fraction(int(text in ("yes", Sex.FEMALE.value)))
    return Fraction(text)


def stated_on(prescription: Prescription) -> dict[Fact, str | None]:
    """What stands on a prescription beside its lines; None: nothing is said."""
    return {
        Fact.SETTING: None if prescription.setting is None else prescription.setting.value,
        Fact.PRESCRIBER: None if prescription.prescriber is None else prescription.prescriber.value,
        Fact.LONG_TERM: "yes" if prescription.long_term else "no",
        Fact.JUSTIFICATION: "yes" if prescription.justified else "no",
    }


class Person:
    """One patient, read once."""

    def __init__(
        self, patient: Patient, resolver: Resolver, tables: Tables, stated: Mapping[Fact, str | None] | None = None
    ) -> None:
        self.patient = patient
        self.stated = stated or {}
        self._tables = tables
        self.conditions: frozenset[str] | None = None
        if patient.conditions is not None:
            found = (resolver.condition(entry.name, entry.codes) for entry in patient.conditions)
            self.conditions = _with_broader((name for name in found if name is not None), tables)
            self.unread = [
                entry.name for entry in patient.conditions if resolver.condition(entry.name, entry.codes) is None
            ]
        else:
            self.unread = []

    def _is(self, role: OrganRole) -> bool:
        names = {row.condition_id for row in self._tables.knowledge.rows(OrganCondition) if row.role is role}
        return bool(names & (self.conditions or frozenset()))

    def asked_for(self, fact: Fact) -> Fact:
        """What one would have to ask to learn a fact."""
        patient = self.patient
        creatinine = self._lab(Fact.CREATININE) is not None and self._measurable()
        if fact is Fact.EGFR and creatinine:
            if patient.age is None:
                return Fact.AGE
            if patient.age.years >= ADULT_YEARS:
                return Fact.SEX
            return Fact.EGFR if patient.height_mm else Fact.HEIGHT
        if fact is Fact.CRCL and creatinine:
            missing = {Fact.AGE: patient.age, Fact.SEX: patient.sex, Fact.WEIGHT: patient.weight_g}
            return next((name for name, value in missing.items() if value is None), Fact.CRCL)
        if fact is Fact.CHILD_PUGH and self.conditions is None:
            return Fact.CONDITION
        if fact in (Fact.BMI, Fact.BSA):
            return Fact.WEIGHT if patient.weight_g is None else Fact.HEIGHT if patient.height_mm is None else fact
        if fact is Fact.POSTMENSTRUAL:
            return Fact.GESTATION if patient.gestation_weeks is None else Fact.AGE if patient.age is None else fact
        return fact

    def childbearing_applies(self, fact: Fact) -> bool:
        """Whether pregnancy and lactation are worth asking for; what is stated always counts."""
        patient = self.patient
        stated = patient.pregnancy is not None if fact is Fact.PREGNANCY else patient.lactating is not None
        if stated:
            return True
        if patient.sex is Sex.MALE:
            return False
        if patient.age is None:
            return True
        policy = self._tables.policy
        return policy[PolicyKey.FERTILE_AGE_MIN] <= years(patient.age).low < policy[PolicyKey.FERTILE_AGE_MAX]

    def ask(self, fact: Fact, op: Op, low: Fraction, high: Fraction | None = None) -> Answer:
        """The answer to a row."""
        if fact in (Fact.PREGNANCY, Fact.LACTATION) and not self.childbearing_applies(fact):
            return Answer.NO
        test = self._tables.labs.get(fact)
        if test is not None and not test.asked and self.span(fact) is None:
            return Answer.NO
        return answer(self.span(fact), op, low, high, fact)

    def span(self, fact: Fact) -> Span | None:
        """The range of a fact in the unit of the tables; None where nothing is known."""
        patient = self.patient
        simple: dict[Fact, Fraction | int | None] = {
            Fact.SEX: None if patient.sex is None else int(patient.sex is Sex.FEMALE),
            Fact.LACTATION: None if patient.lactating is None else int(patient.lactating),
            Fact.WEIGHT: None if patient.weight_g is None else Fraction(patient.weight_g, 1000),
            Fact.HEIGHT: None if patient.height_mm is None else Fraction(patient.height_mm, 10),
            Fact.GESTATION: patient.gestation_weeks,
        }
        if fact in simple:
            value = simple[fact]
            return None if value is None else point(value)
        if fact is Fact.AGE:
            return None if patient.age is None else years(patient.age)
        if fact is Fact.PREGNANCY:
            return self._pregnancy()
        if fact in (Fact.BMI, Fact.BSA):
            return self._body(fact)
        if fact is Fact.POSTMENSTRUAL:
            return self._postmenstrual()
        if fact is Fact.EGFR:
            return self._egfr()
        measured = self._lab(fact)
        if measured is not None:
            return point(measured[1])
        if fact is Fact.CRCL:
            return self._clearance()
        return self._child_pugh() if fact is Fact.CHILD_PUGH else None

    def _pregnancy(self) -> Span | None:
        pregnancy = self.patient.pregnancy
        if pregnancy is None:
            return None
        if not pregnancy.pregnant:
            return NOTHING
        return Span(Fraction(0), Fraction(TERM_WEEKS)) if pregnancy.weeks is None else point(pregnancy.weeks)

    def _body(self, fact: Fact) -> Span | None:
        weight, height = self.patient.weight_g, self.patient.height_mm
        if weight is None or height is None:
            return None
        if fact is Fact.BSA:
            return point(Fraction(isqrt(height * weight * 25 // 9), 10_000))
        return point(_nearest(Fraction(weight, 1000) / Fraction(height, 1000) ** 2, 10))

    def _postmenstrual(self) -> Span | None:
        weeks, age = self.patient.gestation_weeks, self.patient.age
        if weeks is None or age is None:
            return None
        return Span(Fraction(weeks + age.days // 7), Fraction(weeks + (age.days + age.spare_days) // 7))

    def _lab(self, fact: Fact) -> tuple[date | None, Fraction] | None:
        """The latest result in the table's unit: by date, undated ones for want of dated, the last listed of a tie."""
        latest: tuple[date | None, Fraction] | None = None
        for lab in self.patient.labs if fact in LAB_FACTS else ():
            if lab.fact is not fact:
                continue
            if latest is None or (lab.taken_on or date.min) >= (latest[0] or date.min):
                latest = lab.taken_on, Fraction(lab.value)
        return latest

    def _measurable(self) -> bool:
        """Whether a creatinine tells of the kidneys: it is above zero, and there is no dialysis."""
        creatinine = self._lab(Fact.CREATININE)
        return creatinine is not None and creatinine[1] > 0 and not self._is(OrganRole.DIALYSIS)

    def _implied(self, fact: Fact) -> Span | None:
        spans = [
            (Fraction(row.high), Fraction(row.low))
            for row in self._tables.knowledge.rows(ConditionFact)
            if row.fact is fact and row.condition_id in (self.conditions or ())
        ]
        if not spans:
            return None
        high, low = min(spans)
        return Span(low, high)

    def _egfr(self) -> Span | None:
        """The reported value; one calculated from a later creatinine, or where there is none; else what a diagnosis says."""
        reported, creatinine = self._lab(Fact.EGFR), self._lab(Fact.CREATININE)
        estimate = self._estimate()
        if estimate is not None and creatinine is not None:
            later = reported and creatinine[0] and reported[0] and creatinine[0] > reported[0]
            if reported is None or later:
                return point(estimate)
        return point(reported[1]) if reported else self._implied(Fact.EGFR)

    def _estimate(self) -> int | None:
        creatinine, patient = self._lab(Fact.CREATININE), self.patient
        if creatinine is None or not self._measurable() or patient.age is None:
            return None
        serum = creatinine[1] / UMOL_PER_MG_DL
        if patient.age.years < ADULT_YEARS:
            if patient.height_mm is None or patient.age.years < 1:
                return None
            return floor(Fraction(413, 1000) * Fraction(patient.height_mm, 10) / serum + Fraction(1, 2))
        if patient.sex is None:
            return None
        return floor(ckd_epi_2021(float(serum), patient.age.years, patient.sex) + 0.5)

    def _clearance(self) -> Span | None:
        """Cockcroft-Gault; else what a diagnosis says; else the eGFR with the margin of the policy."""
        creatinine, patient = self._lab(Fact.CREATININE), self.patient
        known = patient.age is not None and patient.sex is not None and patient.weight_g is not None
        if creatinine is not None and self._measurable() and known and patient.age.years >= ADULT_YEARS:  # type: ignore[union-attr]
            return point(cockcroft_gault(creatinine[1], patient))
        implied = self._implied(Fact.CRCL)
        egfr = self._egfr()
        if implied is not None or egfr is None:
            return implied
        margin = self._tables.policy[PolicyKey.CRCL_MARGIN]
        return Span(_millionths(egfr.low * (100 - margin) / 100), _millionths(egfr.high * (100 + margin) / 100))

    def _child_pugh(self) -> Span | None:
        """Points; nothing without a liver disease, unknown where nobody said what diseases there are."""
        if self.conditions is None:
            return None
        if not self._is(OrganRole.LIVER_DISEASE):
            return NOTHING
        implied = self._implied(Fact.CHILD_PUGH)
        if implied is not None:
            return implied
        parts = [
            self._points(Fact.BILIRUBIN, lambda value: 1 if value < 34 else 2 if value <= Fraction(513, 10) else 3),
            self._points(Fact.ALBUMIN, lambda value: 1 if value > 35 else 2 if value >= 28 else 3),
            self._points(
                Fact.INR, lambda value: 1 if value < Fraction(17, 10) else 2 if value <= Fraction(23, 10) else 3
            ),
            *((2, 3) if self._is(role) else (1, 1) for role in (OrganRole.ASCITES, OrganRole.ENCEPHALOPATHY)),
        ]
        return Span(Fraction(sum(low for low, _ in parts)), Fraction(sum(high for _, high in parts)))

    def _points(self, fact: Fact, scale: object) -> tuple[int, int]:
        measured = self._lab(fact)
        if measured is None:
            return 1, 3
        points = int(scale(measured[1]))  # type: ignore[operator]
        return points, points


def _with_broader(names: Iterable[str], tables: Tables) -> frozenset[str]:
    above = {row.condition_id: row.broader for row in tables.knowledge.rows(ConditionEntry)}
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += above.get(name, ())
    return frozenset(found)


def ckd_epi_2021(creatinine_mg_dl: float, age_years: int, sex: Sex) -> float:
    """The race-free creatinine equation of Inker et al., N Engl J Med 2021;385:1737-49, in mL/min/1.73 m²."""
    female = sex is Sex.FEMALE
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio: float = creatinine_mg_dl / kappa
    rate: float = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.200 * 0.9938**age_years
    return rate * 1.012 if female else rate


def cockcroft_gault(creatinine_umol_l: Fraction, patient: Patient) -> Fraction:
    """mL/min to one decimal; with the adjusted weight where the weight is over 120 % of the ideal one."""
    assert patient.age is not None and patient.weight_g is not None
    weight = Fraction(patient.weight_g, 1000)
    if patient.height_mm is not None:
        over_five_feet = Fraction(patient.height_mm, 10) / Fraction(254, 100) - 60
        ideal = (Fraction(91, 2) if patient.sex is Sex.FEMALE else 50) + Fraction(23, 10) * over_five_feet
        if over_five_feet >= 0 and weight > ideal * Fraction(6, 5):
            weight = ideal + Fraction(2, 5) * (weight - ideal)
    rate = (140 - patient.age.years) * weight / (72 * creatinine_umol_l / UMOL_PER_MG_DL)
    return _nearest(rate * Fraction(85, 100) if patient.sex is Sex.FEMALE else rate, 10)


def _nearest(value: Fraction, parts: int) -> Fraction:
    """Rounded to 1/parts, halves up."""
    return Fraction(floor(value * parts + Fraction(1, 2)), parts)


def _millionths(value: Fraction) -> Fraction:
    return Fraction(floor(value * MILLION), MILLION)
