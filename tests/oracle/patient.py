"""What is known of the patient: recorded conditions, and each fact as the values that it may have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from math import floor

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.terms import Op, PolicyKey
from rxcheck.model import Age, Lab, Patient
from rxcheck.terms import LAB_FACTS, Fact, Sex
from tests.oracle.tables import Tables

WEEKS_OF_PREGNANCY = range(43)
UMOL_PER_MG_DL = 88.42
TERM_WEEKS = 42
ADULT_YEARS = 18


class Answer(Enum):
    """Whether a fact is what a row asks for."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def recorded_conditions(patient: Patient, resolver: Resolver) -> frozenset[str] | None:
    """Ids of the recorded conditions that the tables know; None when nothing was said about conditions."""
    if patient.conditions is None:
        return None
    found = (resolver.condition(condition.name, condition.codes) for condition in patient.conditions)
    return frozenset(condition for condition in found if condition is not None)


def answer(values: Sequence[Fraction] | None, op: Op, low: Fraction, high: Fraction | None, fact: Fact) -> Answer:
    """Whether all, none or some of the values that the fact may have satisfy the comparison. None: nothing is known."""
    if values is None:
        return Answer.UNKNOWN
    holding = [compare(value, op, low, high, fact) for value in values]
    if not any(holding):
        return Answer.NO
    return Answer.YES if all(holding) else Answer.UNKNOWN


def age_in_years(age: Age) -> Fraction:
    """Completed years; under two years with the fraction, in millionths."""
    if age.years >= 2:
        return Fraction(age.years)
    millionths = min(floor(Fraction(age.days * 10**6 * 10_000, 3_652_425)), (age.years + 1) * 10**6 - 1)
    return max(Fraction(age.years), Fraction(millionths, 10**6))


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


def table_value(fact: Fact, op: Op, text: str) -> Fraction:
    """The number of a table cell; yes and female are 1, no and male 0."""
    if op is Op.IS:
        return Fraction(int(text in ("yes", Sex.FEMALE.value)))
    return Fraction(text)


def values_of(fact: Fact, patient: Patient, tables: Tables) -> tuple[Fraction, ...] | None:
    """The values that a fact may have: one when known, none when not pregnant, None when not known."""
    if fact is Fact.PREGNANCY:
        if patient.pregnancy is None:
            return None
        if not patient.pregnancy.pregnant:
            return ()
        if patient.pregnancy.weeks is None:
            return tuple(Fraction(week) for week in WEEKS_OF_PREGNANCY)
        return (Fraction(patient.pregnancy.weeks),)
    point = point_of(fact, patient, tables)
    return None if point is None else (point,)


def point_of(fact: Fact, patient: Patient, tables: Tables) -> Fraction | None:
    """A fact that is a single number, in its natural unit; None when not known."""
    if fact is Fact.AGE:
        return None if patient.age is None else age_in_years(patient.age)
    if fact is Fact.SEX:
        return None if patient.sex is None else Fraction(int(patient.sex is Sex.FEMALE))
    if fact is Fact.LACTATION:
        return None if patient.lactating is None else Fraction(int(patient.lactating))
    if fact is Fact.WEIGHT:
        return None if patient.weight_g is None else Fraction(patient.weight_g, 1000)
    if fact is Fact.HEIGHT:
        return None if patient.height_mm is None else Fraction(patient.height_mm, 10)
    if fact is Fact.EGFR:
        return egfr(patient, tables)
    if fact in LAB_FACTS:
        return lab_value(fact, patient, tables)
    return None


def lab_value(fact: Fact, patient: Patient, tables: Tables) -> Fraction | None:
    """The latest result in the table's unit: by date, undated ones for want of dated, the last listed of a tie."""
    latest: tuple[date, Fraction] | None = None
    for lab in patient.labs:
        value = _in_table_unit(lab, tables) if lab.fact is fact else None
        taken_on = lab.taken_on or date.min
        if value is not None and (latest is None or taken_on >= latest[0]):
            latest = taken_on, value
    return None if latest is None else latest[1]


def _in_table_unit(lab: Lab, tables: Tables) -> Fraction | None:
    test = tables.labs.get(lab.fact) if lab.fact else None
    if test is None or lab.unit == test.unit:
        return Fraction(lab.value)
    for unit, factor in zip(test.alt_unit, test.alt_factor, strict=True):
        if lab.unit == unit:
            return Fraction(lab.value) * Fraction(factor)
    return None


def egfr(patient: Patient, tables: Tables) -> Fraction | None:
    """The reported eGFR, else CKD-EPI 2021 for adults, in whole mL/min/1.73 m²."""
    reported = lab_value(Fact.EGFR, patient, tables)
    if reported is not None:
        return reported
    creatinine = lab_value(Fact.CREATININE, patient, tables)
    if creatinine is None or creatinine <= 0 or patient.age is None or patient.sex is None:
        return None
    if patient.age.years < ADULT_YEARS:
        return None
    return Fraction(floor(ckd_epi_2021(float(creatinine) / UMOL_PER_MG_DL, patient.age.years, patient.sex) + 0.5))


def ckd_epi_2021(creatinine_mg_dl: float, age_years: int, sex: Sex) -> float:
    """The race-free creatinine equation of Inker et al., N Engl J Med 2021;385:1737-49, in mL/min/1.73 m²."""
    female = sex is Sex.FEMALE
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio: float = creatinine_mg_dl / kappa
    rate: float = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.200 * 0.9938**age_years
    return rate * 1.012 if female else rate


def childbearing_applies(stated: bool, patient: Patient, tables: Tables) -> bool:
    """Whether pregnancy and lactation are worth asking for; what is stated always counts."""
    if stated:
        return True
    if patient.sex is Sex.MALE:
        return False
    if patient.age is None:
        return True
    lowest, highest = tables.policy[PolicyKey.FERTILE_AGE_MIN], tables.policy[PolicyKey.FERTILE_AGE_MAX]
    return lowest <= patient.age.years < highest
