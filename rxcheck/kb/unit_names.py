"""Units as a pharmacist writes them, in both languages."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from rxcheck.terms import Lang

_SYMBOLS = {
    "{1.73_m2}": "1.73 m²",
    "m2": "m²",
    "ug": "µg",
    "umol": "µmol",
    "uL": "µL",
    "[IU]": "IU",
    "m[IU]": "mIU",
    "k[IU]": "kIU",
    "10*4.[IU]": "×10⁴ IU",
    "M[IU]": "MIU",
    "meq": "mEq",
    "10*9": "×10⁹",
    "1": "",
    "{INR}": "",
}


_NAMES = {
    "a": ("years", "岁"),
    "mo": ("months", "个月"),
    "wk": ("weeks", "周"),
    "d": ("days", "天"),
    "h": ("hours", "小时"),
    "tablet": ("tablets", "片"),
    "capsule": ("capsules", "粒"),
    "puff": ("puffs", "揿"),
    "drop": ("drops", "滴"),
    "ampule": ("ampoules", "安瓿"),
    "vial": ("vials", "瓶"),
    "suppository": ("suppositories", "枚"),
    "patch": ("patches", "贴"),
    "sachet": ("sachets", "袋"),
    "spray": ("sprays", "喷"),
    "dose": ("doses", "次"),
    "piece": ("pieces", "个"),
    "drug": ("drugs", "种药品"),
}


_ONE = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour"}
_DAYS, _MONTHS = Decimal("365.25"), 12  # of a year


def _age(value: str) -> tuple[str, str]:
    """Years as they stand; fractions below two years as whole months, below three months that are not whole as days."""
    try:
        years = Decimal(value)
    except InvalidOperation:
        return value, "a"
    if years >= 2 or years == years.to_integral_value():
        return value, "a"
    months = years * _MONTHS
    if months >= 3 or abs(months - round(months)) < Decimal("0.05"):
        return str(round(months)), "mo"
    return str(round(years * _DAYS)), "d"


@lru_cache(maxsize=1024)
def unit_text(unit: str, lang: Lang) -> str:
    """A UCUM unit in words or symbols: `ug/kg/d` → `µg/kg/d`, `{tablet}` → `tablets`, `a` → `years`."""
    if unit in _NAMES:
        return _NAMES[unit][lang is Lang.ZH]
    return "/".join(_part(part, lang) for part in unit.split("/"))


def _part(part: str, lang: Lang) -> str:
    if part in _SYMBOLS:
        return _SYMBOLS[part]
    bare = part.strip("{}")
    if bare != part and bare in _NAMES:
        return _NAMES[bare][lang is Lang.ZH]
    return bare.replace("_", " ")


def amount(value: str, unit: str, lang: Lang) -> str:
    """A number with its unit, or the number alone where the unit is a plain count. Ages of infants are told in months or days."""
    if unit == "a":
        value, unit = _age(value)
    shown = unit_text(unit, lang)
    if value == "1" and lang is Lang.EN and unit in _ONE:
        shown = _ONE[unit]
    if not shown:
        return value
    return f"{value}{shown}" if shown.startswith("/") else f"{value} {shown}"
