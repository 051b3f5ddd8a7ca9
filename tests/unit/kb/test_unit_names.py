"""Units as people of both languages write them."""

from __future__ import annotations

import pytest

from rxcheck.kb.unit_names import amount, unit_text
from rxcheck.quantity import UNITS
from rxcheck.terms import Lang


@pytest.mark.parametrize(
    ("unit", "en", "zh"),
    [
        ("mg", "mg", "mg"),
        ("ug/kg/d", "µg/kg/d", "µg/kg/d"),
        ("[IU]/d", "IU/d", "IU/d"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²", "mL/min/1.73 m²"),
        ("{tablet}", "tablets", "片"),
        ("{tablet}/d", "tablets/d", "片/d"),
        ("a", "years", "岁"),
        ("wk", "weeks", "周"),
        ("10*9/L", "×10⁹/L", "×10⁹/L"),
        ("mmol/L", "mmol/L", "mmol/L"),
        ("umol/L", "µmol/L", "µmol/L"),
        ("{unit_dose}", "unit dose", "unit dose"),
    ],
)
def test_units(unit: str, en: str, zh: str) -> None:
    assert (unit_text(unit, Lang.EN), unit_text(unit, Lang.ZH)) == (en, zh)


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        ("4000", "mg/d", "4000 mg/d", "4000 mg/d"),
        ("3", "/wk", "3/wk", "3/wk"),
        ("4", "1", "4", "4"),
        ("7", "d", "7 days", "7 天"),
        ("2", "{capsule}", "2 capsules", "2 粒"),
        ("5", "", "5", "5"),
        ("1", "a", "1 year", "1 岁"),
        ("1", "d", "1 day", "1 天"),
        ("78", "a", "78 years", "78 岁"),
        ("12-17", "a", "12-17 years", "12-17 岁"),
        ("1.5", "a", "18 months", "18 个月"),
        ("2.5", "a", "2.5 years", "2.5 岁"),
        ("0.25", "a", "3 months", "3 个月"),
        ("0.083", "a", "1 month", "1 个月"),
        ("0.077", "a", "28 days", "28 天"),
        ("0.027", "a", "10 days", "10 天"),
    ],
)
def test_amounts(value: str, unit: str, en: str, zh: str) -> None:
    assert (amount(value, unit, Lang.EN), amount(value, unit, Lang.ZH)) == (en, zh)


def test_no_unit_is_shown_as_its_code() -> None:
    """Braces and brackets are for machines."""
    for code in UNITS:
        for lang in Lang:
            assert not set("{}[]_*") & set(unit_text(code, lang)), code
