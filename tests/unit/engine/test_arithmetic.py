"""The formulas against values worked by hand and against other people's.

CKD-EPI 2021: 142 · min(S/κ, 1)^α · max(S/κ, 1)^-1.2 · 0.9938^age · 1.012 [female], S in mg/dL, κ 0.7/0.9,
α -0.241/-0.302 (female/male).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from rxcheck.engine.arithmetic import (
    UMOL_PER_MG_DL,
    adjusted_weight_g,
    body_mass_index,
    body_surface_cm2,
    child_pugh_points,
    ckd_epi_2021,
    cockcroft_gault,
    ideal_weight_g,
    schwartz_2009,
)
from rxcheck.terms import Sex

F, M = Sex.FEMALE, Sex.MALE


@pytest.mark.parametrize(
    ("mg_dl", "age", "sex", "egfr"),
    [
        # kidney.org, calculator of the National Kidney Foundation, as other projects quote it
        ("1.2", 55, M, 71),  # 142 · (1.2/0.9)^-1.2 = 100.54; · 0.9938^55 (0.7103) = 71.4
        # worked by hand
        ("0.9", 50, M, 104),  # ratio 1: 142 · 0.9938^50 = 142 · 0.73275 = 104.05
        ("0.7", 50, F, 105),  # ratio 1: 142 · 0.73275 · 1.012 = 105.30
        ("1.0", 50, F, 69),  # (1.42857)^-1.2 = 0.65181; 142 · 0.65181 · 0.73275 · 1.012 = 68.63
        ("1.5", 60, M, 53),  # (1.66667)^-1.2 = 0.54172; 142 · 0.54172 · 0.68857 = 52.97
        ("0.8", 40, M, 115),  # (0.88889)^-0.302 = 1.03621; 142 · 1.03621 · 0.77978 = 114.74
        ("0.5", 30, F, 129),  # (0.71429)^-0.241 = 1.08446; 142 · 1.08446 · 0.82981 · 1.012 = 129.32
        ("1.5", 90, M, 44),  # 142 · 0.54172 · 0.57135 = 43.95
        ("1.5", 90, F, 33),  # (2.14286)^-1.2 = 0.40069; 142 · 0.40069 · 0.57135 · 1.012 = 32.90
        ("1.1", 50, M, 82),  # (1.22222)^-1.2 = 0.78599; 142 · 0.78599 · 0.73275 = 81.78
        ("4.0", 80, F, 11),  # (5.71429)^-1.2 = 0.12349; 142 · 0.12349 · 0.60803 · 1.012 = 10.79
    ],
)
def test_egfr(mg_dl: str, age: int, sex: Sex, egfr: int) -> None:
    assert ckd_epi_2021(Decimal(mg_dl) * UMOL_PER_MG_DL, age, sex) == egfr


@pytest.mark.parametrize(
    ("umol_l", "sex", "egfr"),
    [("200", M, 30), ("200", F, 23), ("100", M, 70), ("100", F, 52)],
)
def test_egfr_from_micromoles(umol_l: str, sex: Sex, egfr: int) -> None:
    """Four values at 70 years from the kidney.org calculator, as tests of github.com/ml4oncology/ml4oncology hold them."""
    assert ckd_epi_2021(Decimal(umol_l), 70, sex) == egfr


def test_egfr_falls_with_age_and_creatinine() -> None:
    by_age = [ckd_epi_2021(Decimal(100), age, F) for age in range(18, 100)]
    assert by_age == sorted(by_age, reverse=True)
    by_creatinine = [ckd_epi_2021(Decimal(value), 60, M) for value in range(20, 1000, 10)]
    assert by_creatinine == sorted(by_creatinine, reverse=True)


@pytest.mark.parametrize(
    ("age", "sex", "kg", "mg_dl", "rounded", "digits"),
    [
        # superglobalcalculator.com/formulas/health/creatinine-clearance, example 1
        (60, M, 80, "1.2", "74.1", 1),
        # superglobalcalculator.com/formulas/pharmacology/creatinine-clearance, examples 1 and 2
        (65, M, 70, "1.4", "52.1", 1),
        (45, F, 60, "0.9", "74.8", 1),
        # theprimecalculator.com/health/creatinine-clearance/formula
        (50, M, 80, "1.0", "100", 0),
    ],
)
def test_creatinine_clearance(age: int, sex: Sex, kg: int, mg_dl: str, rounded: str, digits: int) -> None:
    """Worked examples that others have published, to the digits that they give."""
    value = cockcroft_gault(Decimal(mg_dl) * UMOL_PER_MG_DL, age, sex, Fraction(kg * 1000))
    assert round(value, digits) == Fraction(rounded)


def test_creatinine_clearance_in_micromoles() -> None:
    """preregexamprep.com, creatinine clearance: 110 µmol/L, 58.7 with the factor 1.23, which is 88.42/72 rounded."""
    assert round(cockcroft_gault(Decimal(110), 70, M, Fraction(75_000))) == 59


@pytest.mark.parametrize(
    ("cm", "mg_dl", "egfr"),
    [
        (100, "0.4", 103),  # doctaverse.pages.dev, Bedside Schwartz eGFR in Children
        (100, "0.5", 83),  # calculatorlib.com/pediatric-gfr-calculator: 82.6
    ],
)
def test_schwartz(cm: int, mg_dl: str, egfr: int) -> None:
    assert schwartz_2009(Decimal(mg_dl) * UMOL_PER_MG_DL, cm * 10) == egfr


@pytest.mark.parametrize(
    ("inches", "sex", "kg"),
    [
        # creatinineclearancecalculator.net/ibw, table of heights
        (62, M, "54.6"), (62, F, "50.1"), (66, M, "63.8"), (66, F, "59.3"),
        (70, M, "73"), (70, F, "68.5"), (74, M, "82.2"), (74, F, "77.7"),
    ],
)  # fmt: skip
def test_ideal_weight(inches: int, sex: Sex, kg: str) -> None:
    height_mm = round(inches * 25.4)
    ideal = ideal_weight_g(height_mm, sex)
    assert ideal is not None and round(ideal / 1000, 1) == Fraction(kg)


def test_adjusted_weight() -> None:
    """slideserve.com/lynsey/c-alculation, example 2 (a woman of 64 inches and 80 kg: 64.8 kg) and example 1 (a man of 64
    inches and 70 kg needs no adjustment)."""
    adjusted = adjusted_weight_g(80_000, round(64 * 25.4), F)
    assert adjusted is not None and round(adjusted / 1000, 1) == Fraction("64.8")
    assert adjusted_weight_g(70_000, round(64 * 25.4), M) is None
    assert adjusted_weight_g(150_000, 1500, M) is None  # below 60 inches there is no ideal weight


@pytest.mark.parametrize(
    ("kg", "cm", "mass"),
    [
        (70, 170, "24.2"),  # thinkcalculator.com/health/bmi.php: 24.22
        (72, 175, "23.5"),  # percentagecalculator.win/bmi-calculator
        (68, 165, "25"),  # obesitycliniclebanon.com/bmi.php: 24.98
    ],
)
def test_body_mass_index(kg: int, cm: int, mass: str) -> None:
    assert body_mass_index(kg * 1000, cm * 10) == Fraction(mass)


@pytest.mark.parametrize(
    ("value", "low", "high", "rising", "points"),
    [
        # msdmanuals.com, Child-Turcotte-Pugh scoring system
        ("33.9", "34", "51.3", True, 1), ("34", "34", "51.3", True, 2), ("51.3", "34", "51.3", True, 2), ("51.4", "34", "51.3", True, 3),
        ("35.1", "28", "35", False, 1), ("35", "28", "35", False, 2), ("28", "28", "35", False, 2), ("27.9", "28", "35", False, 3),
        ("1.69", "1.7", "2.3", True, 1), ("1.7", "1.7", "2.3", True, 2), ("2.3", "1.7", "2.3", True, 2), ("2.31", "1.7", "2.3", True, 3),
    ],
)  # fmt: skip
def test_points_of_child_and_pugh(value: str, low: str, high: str, rising: bool, points: int) -> None:
    assert child_pugh_points(Fraction(value), Fraction(low), Fraction(high), rising) == points


@pytest.mark.parametrize(
    ("cm", "kg", "square_metres", "digits"),
    [
        (170, 70, "1.818", 3),  # medicalequations.com/body-surface-area
        (100, 16, "0.67", 2),  # doctaverse.pages.dev, Pediatric Body Surface Area (Mosteller)
    ],
)
def test_published_body_surfaces(cm: int, kg: int, square_metres: str, digits: int) -> None:
    assert round(Fraction(body_surface_cm2(cm * 10, kg * 1000), 10_000), digits) == Fraction(square_metres)


@pytest.mark.parametrize(
    ("cm", "kg", "surface"),
    [
        # sqrt(cm · kg / 3600) m², cut to whole cm²
        (175, 70, 18446),  # sqrt(3.40278) = 1.84466
        (160, 60, 16329),  # sqrt(2.66667) = 1.63299
        (180, 80, 20000),  # sqrt(4) = 2
        (100, 16, 6666),  # sqrt(0.44444) = 0.66667
        (50, 3, 2041),  # sqrt(0.0416667) = 0.20412
        (144, 100, 20000),  # sqrt(4) = 2
    ],
)
def test_body_surface(cm: int, kg: int, surface: int) -> None:
    assert body_surface_cm2(cm * 10, kg * 1000) == surface


def test_body_surface_of_nobody() -> None:
    assert body_surface_cm2(0, 70_000) == 0
    assert body_surface_cm2(1750, 0) == 0
