"""Patient arithmetic that checks need, each formula with its source. Exact fractions, rounded half up where it is said."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor, isqrt

from rxcheck.terms import Sex

UMOL_PER_MG_DL = Decimal("88.42")  # creatinine: 1 mg/dL = 88.42 µmol/L (molar mass 113.12 g/mol)
_CM_PER_INCH = Fraction(254, 100)
_DEVINE_INCHES = 60
_OVERWEIGHT = Fraction(120, 100)
_ADJUSTED_SHARE = Fraction(40, 100)


def ckd_epi_2021(creatinine_umol_l: Decimal, age_years: int, sex: Sex) -> int:
    """eGFR in mL/min/1.73 m², rounded to whole numbers, for adults.

    CKD-EPI 2021 creatinine equation without race: Inker LA et al., N Engl J Med 2021;385:1737-1749.
    """
    serum = float(creatinine_umol_l / UMOL_PER_MG_DL)
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex is Sex.FEMALE else (0.9, -0.302, 1.0)
    ratio = serum / kappa
    value = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.200 * 0.9938**age_years * factor
    return int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def schwartz_2009(creatinine_umol_l: Decimal, height_mm: int) -> int:
    """eGFR in mL/min/1.73 m², rounded to whole numbers, for children of 1 to 17 years.

    Bedside Schwartz equation, 0.413 · height[cm] / creatinine[mg/dL]: Schwartz GJ et al., J Am Soc Nephrol 2009;20:629-637.
    """
    return _rounded(Fraction(413, 1000) * Fraction(height_mm, 10) / _mg_dl(creatinine_umol_l), 1)


def cockcroft_gault(creatinine_umol_l: Decimal, age_years: int, sex: Sex, weight_g: Fraction) -> Fraction:
    """Creatinine clearance in mL/min, rounded to one decimal, for adults.

    (140 - age) · weight[kg] / (72 · creatinine[mg/dL]), times 0.85 for women: Cockcroft DW, Gault MH, Nephron 1976;16:31-41.
    """
    value = (140 - age_years) * weight_g / 1000 / (72 * _mg_dl(creatinine_umol_l))
    return Fraction(_rounded(value * Fraction(85, 100) if sex is Sex.FEMALE else value, 10), 10)


def ideal_weight_g(height_mm: int, sex: Sex) -> Fraction | None:
    """Ideal body weight in grams: 50 kg (men) or 45.5 kg (women) and 2.3 kg for each inch over 60; None below 60 inches.

    Devine BJ, Drug Intell Clin Pharm 1974;8:650-655.
    """
    over = Fraction(height_mm, 10) / _CM_PER_INCH - _DEVINE_INCHES
    if over < 0:
        return None
    return (45_500 if sex is Sex.FEMALE else 50_000) + 2_300 * over


def adjusted_weight_g(weight_g: int, height_mm: int, sex: Sex) -> Fraction | None:
    """Ideal weight and 40 % of what is above it, in grams; None unless the weight exceeds 120 % of the ideal one.

    As the weight for creatinine clearance in overweight: Winter MA et al., Pharmacotherapy 2012;32:604-612.
    """
    ideal = ideal_weight_g(height_mm, sex)
    if ideal is None or weight_g <= ideal * _OVERWEIGHT:
        return None
    return ideal + _ADJUSTED_SHARE * (weight_g - ideal)


def body_surface_cm2(height_mm: int, weight_g: int) -> int:
    """Body surface in cm²: sqrt(height[cm] · weight[kg] / 3600) m², Mosteller RD, N Engl J Med 1987;317:1098."""
    return isqrt(height_mm * weight_g * 25 // 9)


def body_mass_index(weight_g: int, height_mm: int) -> Fraction:
    """kg/m², rounded to one decimal. Quetelet's index; WHO Technical Report Series 894 (2000)."""
    return Fraction(_rounded(Fraction(weight_g * 1000, height_mm * height_mm), 10), 10)


def child_pugh_points(value: Fraction, low: Fraction, high: Fraction, rising: bool) -> int:
    """1, 2 or 3 points of a laboratory value of the Child-Pugh score: 2 from `low` to `high`.

    `rising`: higher values are worse (bilirubin 34-51 µmol/L, INR 1.7-2.3), else lower ones (albumin 28-35 g/L).
    Pugh RN et al., Br J Surg 1973;60:646-649, in the form of the MSD Manual (Child-Turcotte-Pugh scoring system).
    """
    if low <= value <= high:
        return 2
    return 3 if (value > high) is rising else 1


def _mg_dl(creatinine_umol_l: Decimal) -> Fraction:
    return Fraction(creatinine_umol_l) / Fraction(UMOL_PER_MG_DL)


def _rounded(value: Fraction, parts: int) -> int:
    """`value · parts` to the nearest whole number, halves up."""
    return floor(value * parts + Fraction(1, 2))
