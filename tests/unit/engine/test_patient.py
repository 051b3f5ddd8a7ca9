"""What is known of a patient: which value counts, where it comes from, and what would have to be asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from rxcheck.engine.patient import NONE, Facts, latest_lab, patient_facts
from rxcheck.kb.compile_codes import MICRO
from rxcheck.kb.compiled_text import PatientTables
from rxcheck.model import Age, Lab, Patient, Pregnancy
from rxcheck.terms import Fact, FactBasis, Formula, Sex, WeightUsed
from tests.unit.build import adult

TABLES = PatientTables(
    broader={},
    organs={
        "dialysis": ("dialysis",),
        "liver_disease": ("cirrhosis",),
        "ascites": ("ascites",),
        "encephalopathy": ("encephalopathy",),
    },
    implied=(
        ("ckd-3", Fact.EGFR, 30 * MICRO, 59 * MICRO),
        ("dialysis", Fact.EGFR, 0, 14 * MICRO),
        ("dialysis", Fact.CRCL, 0, 14 * MICRO),
        ("child-pugh-b", Fact.CHILD_PUGH, 7 * MICRO, 9 * MICRO),
    ),
    policy={"crcl_margin": 30},
)


def facts(patient: Patient, *conditions: str, said: bool = True) -> Facts:
    return patient_facts(patient, frozenset(conditions) if said else None, TABLES)


def bounds(found: Facts, fact: Fact) -> tuple[Fraction, Fraction] | None:
    known = found.known.get(fact)
    return None if known is None else (Fraction(known.low, MICRO), Fraction(known.high, MICRO))


def exactly(value: str | int) -> tuple[Fraction, Fraction]:
    return Fraction(value), Fraction(value)


def dated(patient: Patient, **days: int) -> Patient:
    """The patient's results, taken on a day of January 2026."""
    labs = tuple(
        replace(lab, taken_on=date(2026, 1, days[lab.name])) if lab.name in days else lab for lab in patient.labs
    )
    return replace(patient, labs=labs)


@pytest.mark.parametrize(
    ("pregnancy", "interval"),
    [
        (None, None),
        (Pregnancy(False), exactly(-1)),
        (Pregnancy(True, 12), exactly(12)),
        (Pregnancy(True), (Fraction(0), Fraction(42))),
    ],
)
def test_pregnancy(pregnancy: Pregnancy | None, interval: tuple[Fraction, Fraction] | None) -> None:
    assert bounds(facts(Patient(pregnancy=pregnancy)), Fact.PREGNANCY) == interval


@pytest.mark.parametrize(
    ("age", "low", "high"),
    [
        (Age(40, 14_610), 40 * MICRO, 40 * MICRO),
        (Age(2, 1_000), 2 * MICRO, 2 * MICRO),
        (Age(0, 0), 0, 0),
        (Age(0, 28), 76_661, 76_661),  # 28 / 365.2425
        (Age(0, 364), 996_598, 996_598),
        (Age(1, 500), 1_368_953, 1_368_953),
        (Age(1, 365), MICRO, MICRO),  # never below the completed years
        (Age(1, 731), 2 * MICRO - 1, 2 * MICRO - 1),  # never two before the birthday
        (Age(1, 366, 12, 364), 1_002_073, 1_998_672),  # "1 year" may be a day more, or nearly a year
        (Age(0, 61, 2, 29), 167_012, 246_411),  # "2 months"
    ],
)
def test_age(age: Age, low: int, high: int) -> None:
    known = facts(Patient(age=age)).known[Fact.AGE]
    assert (known.low, known.high) == (low, high)


def test_reported_egfr_comes_before_the_estimate_unless_the_creatinine_is_newer() -> None:
    patient = adult(60, Sex.FEMALE, creatinine="150")
    # (150 / 88.42 / 0.7)^-1.2 = 0.34571; 142 · 0.34571 · 0.68857 · 1.012 = 34.2
    assert bounds(facts(patient), Fact.EGFR) == exactly(34)
    both = adult(60, Sex.FEMALE, creatinine="150", egfr="61.5")
    assert bounds(facts(both), Fact.EGFR) == exactly("61.5")
    assert bounds(facts(dated(both, egfr=2, creatinine=2)), Fact.EGFR) == exactly("61.5")
    assert bounds(facts(dated(both, egfr=1, creatinine=2)), Fact.EGFR) == exactly(34)
    assert bounds(facts(dated(both, creatinine=2)), Fact.EGFR) == exactly("61.5")


def test_clearance_says_which_weight_went_in() -> None:
    slim = facts(adult(60, Sex.MALE, weight_g=80_000, height_mm=1_800, creatinine="106.104")).known[Fact.CRCL]
    assert (slim.low, slim.weight, slim.formula) == (74_100_000, WeightUsed.ACTUAL, Formula.COCKCROFT_GAULT)
    # 1.60 m: ideal 56.88 kg; 110 kg is adjusted to 56.88 + 0.4 · 53.12 = 78.13 kg; (140 - 60) · 78.13 / (72 · 1.2) = 72.3
    heavy = facts(adult(60, Sex.MALE, weight_g=110_000, height_mm=1_600, creatinine="106.104")).known[Fact.CRCL]
    assert (heavy.low, heavy.weight) == (72_300_000, WeightUsed.ADJUSTED)
    assert [known.fact for known in heavy.inputs] == [Fact.CREATININE, Fact.AGE, Fact.SEX, Fact.WEIGHT, Fact.HEIGHT]
    assert heavy.lab is not None and heavy.lab.name == "creatinine"


@pytest.mark.parametrize(
    ("patient", "asked"),
    [
        (adult(60, creatinine="100"), Fact.WEIGHT),
        (adult(60, None, weight_g=70_000, creatinine="100"), Fact.SEX),
        (replace(adult(60, weight_g=70_000, creatinine="100"), age=None), Fact.AGE),
        (adult(60, weight_g=70_000), Fact.CRCL),
        (adult(10, weight_g=30_000, creatinine="50"), Fact.CRCL),
    ],
)
def test_what_clearance_lacks(patient: Patient, asked: Fact) -> None:
    found = facts(patient)
    assert found.lacking[Fact.CRCL] is asked
    assert found.known.get(Fact.CRCL) is None or found.known[Fact.CRCL].basis is FactBasis.STOOD_IN


def test_egfr_stands_in_for_clearance_within_a_margin() -> None:
    found = facts(adult(60, egfr="50"))
    assert bounds(found, Fact.CRCL) == (Fraction(35), Fraction(65))
    assert found.known[Fact.CRCL].basis is FactBasis.STOOD_IN
    assert bounds(facts(adult(60, egfr="50", crcl="41")), Fact.CRCL) == exactly(41)


def test_children_are_estimated_by_height() -> None:
    child = adult(10, Sex.MALE, height_mm=1_000, creatinine="44.21")
    assert bounds(facts(child), Fact.EGFR) == exactly(83)
    assert facts(child).known[Fact.EGFR].formula is Formula.SCHWARTZ_2009
    assert facts(adult(10, creatinine="44.21")).lacking[Fact.EGFR] is Fact.HEIGHT
    infant = replace(child, age=Age(0, 200))
    assert bounds(facts(infant), Fact.EGFR) is None


@pytest.mark.parametrize(
    ("age", "sex", "creatinine", "expected"),
    [
        (18, Sex.FEMALE, "88.42", 84),  # 1 mg/dL: 142 · 0.65181 · 0.9938^18 (0.89409) · 1.012 = 83.75
        (None, Sex.FEMALE, "88.42", None),
        (18, None, "88.42", None),
        (18, Sex.FEMALE, None, None),
        (18, Sex.FEMALE, "0", None),
        (18, Sex.FEMALE, "-3", None),
    ],
)
def test_an_estimate_needs_age_and_sex(
    age: int | None, sex: Sex | None, creatinine: str | None, expected: int | None
) -> None:
    labs = () if creatinine is None else (Lab("creatinine", Decimal(creatinine), "umol/L", fact=Fact.CREATININE),)
    patient = Patient(age=None if age is None else Age(age, age * 366), sex=sex, labs=labs)
    assert bounds(facts(patient), Fact.EGFR) == (None if expected is None else exactly(expected))


def test_diagnoses_say_what_was_not_measured() -> None:
    assert bounds(facts(adult(), "ckd-3"), Fact.EGFR) == (Fraction(30), Fraction(59))
    assert facts(adult(), "ckd-3").known[Fact.EGFR].condition == "ckd-3"
    assert bounds(facts(adult(egfr="80"), "ckd-3"), Fact.EGFR) == exactly(80)
    dialysed = facts(adult(60, weight_g=70_000, creatinine="600"), "ckd-3", "dialysis")
    assert bounds(dialysed, Fact.EGFR) == (Fraction(0), Fraction(14))  # no formula holds under dialysis
    assert bounds(dialysed, Fact.CRCL) == (Fraction(0), Fraction(14))


def test_child_pugh() -> None:
    assert facts(adult(), said=False).known.get(Fact.CHILD_PUGH) is None
    assert facts(adult()).known[Fact.CHILD_PUGH].high == NONE  # nobody recorded a liver disease
    assert bounds(facts(adult(), "cirrhosis", "child-pugh-b"), Fact.CHILD_PUGH) == (Fraction(7), Fraction(9))
    assert bounds(facts(adult(child_pugh="8"), "cirrhosis"), Fact.CHILD_PUGH) == exactly(8)
    assert bounds(facts(adult(), "cirrhosis"), Fact.CHILD_PUGH) == (Fraction(5), Fraction(11))
    measured = adult(bilirubin="40", albumin="36", inr="1.2")
    assert bounds(facts(measured, "cirrhosis"), Fact.CHILD_PUGH) == exactly(6)
    assert bounds(facts(measured, "cirrhosis", "ascites"), Fact.CHILD_PUGH) == (Fraction(7), Fraction(8))


def test_weeks_since_conception() -> None:
    born = Patient(age=Age(0, 16), gestation_weeks=29)
    assert bounds(facts(born), Fact.POSTMENSTRUAL) == exactly(31)
    assert facts(Patient(age=Age(0, 16))).lacking[Fact.POSTMENSTRUAL] is Fact.GESTATION
    assert facts(Patient(gestation_weeks=29)).lacking[Fact.POSTMENSTRUAL] is Fact.AGE
    assert bounds(facts(replace(born, age=Age(0, 14, 0, 6))), Fact.POSTMENSTRUAL) == exactly(31)
    assert bounds(facts(replace(born, age=Age(0, 31, 1, 29))), Fact.POSTMENSTRUAL) == (Fraction(33), Fraction(37))


def test_the_newest_result_counts() -> None:
    def lab(value: str, day: date | None) -> Lab:
        return Lab("k", Decimal(value), "mmol/L", day, Fact.POTASSIUM)

    old, new, undated, again = (
        lab("4.0", date(2026, 1, 1)), lab("5.0", date(2026, 2, 1)), lab("6.0", None), lab("5.5", date(2026, 2, 1))
    )  # fmt: skip
    for order in ((old, new, undated), (undated, new, old), (new, old, undated)):
        assert latest_lab(Patient(labs=order), Fact.POTASSIUM) is new
    assert latest_lab(Patient(labs=(new, again)), Fact.POTASSIUM) is again
    assert latest_lab(Patient(labs=(undated,)), Fact.POTASSIUM) is undated
    assert latest_lab(Patient(labs=(new,)), Fact.SODIUM) is None


def test_facts_in_millionths() -> None:
    found = facts(adult(30, Sex.FEMALE, weight_g=61_250, height_mm=1_655, potassium="5.55"))
    assert found.known[Fact.WEIGHT].low == 61_250_000
    assert found.known[Fact.HEIGHT].low == 165_500_000  # in cm
    assert found.known[Fact.POTASSIUM].low == 5_550_000
    assert bounds(found, Fact.BMI) == exactly("22.4")  # 61.25 / 1.655² = 22.36
    assert bounds(found, Fact.BSA) == exactly("1.678")  # sqrt(165.5 · 61.25 / 3600) = 1.6780
    assert Fact.INR not in found.known
