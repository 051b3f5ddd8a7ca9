"""Texts as a screen reader should read them: symbols left out or put into words, units in full, in both languages.

Used on what the program says itself. What somebody wrote on a prescription is read as it stands.
"""

from __future__ import annotations

import re

from rxcheck.terms import Lang

# (one, many, Chinese)
_UNITS: dict[str, tuple[str, str, str]] = {
    "kg": ("kilogram", "kilograms", "千克"),
    "g": ("gram", "grams", "克"),
    "mg": ("milligram", "milligrams", "毫克"),
    "µg": ("microgram", "micrograms", "微克"),
    "ng": ("nanogram", "nanograms", "纳克"),
    "L": ("litre", "litres", "升"),
    "dL": ("decilitre", "decilitres", "分升"),
    "mL": ("millilitre", "millilitres", "毫升"),
    "µL": ("microlitre", "microlitres", "微升"),
    "mol": ("mole", "moles", "摩尔"),
    "mmol": ("millimole", "millimoles", "毫摩尔"),
    "µmol": ("micromole", "micromoles", "微摩尔"),
    "mEq": ("milliequivalent", "milliequivalents", "毫当量"),
    "IU": ("international unit", "international units", "国际单位"),
    "mIU": ("milli-international unit", "milli-international units", "毫国际单位"),
    "kIU": ("thousand international units", "thousand international units", "千国际单位"),
    "MIU": ("million international units", "million international units", "百万国际单位"),
    "U": ("unit", "units", "单位"),
    "cm": ("centimetre", "centimetres", "厘米"),
    "mm": ("millimetre", "millimetres", "毫米"),
    "m²": ("square metre", "square metres", "平方米"),
    "1.73 m²": ("1.73 square metres", "1.73 square metres", "1.73平方米"),
    "mmHg": ("millimetre of mercury", "millimetres of mercury", "毫米汞柱"),
    "ms": ("millisecond", "milliseconds", "毫秒"),
    "min": ("minute", "minutes", "分钟"),
    "h": ("hour", "hours", "小时"),
    "d": ("day", "days", "天"),
    "y": ("year", "years", "年"),
    "wk": ("week", "weeks", "周"),
    "%": ("percent", "percent", "%"),
}
_PER = {Lang.EN: " per ", Lang.ZH: "每"}
_NAMES = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
# A number, its unit, and what it is per: "22 mL/min/1.73 m²", "25-50 mg/kg/day", "250 mg/5 mL".
_AMOUNT = re.compile(
    rf"(?<![^\W\u4e00-\u9fff])(?P<number>\d[\d.,]*)\s?(?P<unit>{_NAMES})(?P<per>(?:/(?:(?:\d+ )?(?:{_NAMES})|[a-z]+|[\u4e00-\u9fff]+))*)(?![^\W\u4e00-\u9fff]|[²%])"
)
_PART = re.compile(r"(?:(?P<number>\d[\d.]*) )?(?P<unit>\S.*)")
_POWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWERS = re.compile(r"\s?×10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:/(L|mL|µL))?")
_MARKS = re.compile(r"[■▲●○]\s?")
_BREAK = re.compile(r"\s+·(?:\s+|$)|\s+[–—]\s+|\s+─\s+|(?<=\S) {2,}(?=\S)")
# "25-100 mg" and "2–3"; dates, codes and the numbers of pages have hyphens as well.
_SPAN = re.compile(rf"(?<=\d)(?:\s?–\s?(?=\d)|(?<!-\d)(?<!-\d\d)-(?=\d[\d.]*\s?(?:{_NAMES})(?![A-Za-z])))")
_SIGNS: dict[str, tuple[str, str]] = {
    "≥": ("at least", "不低于"),
    "≤": ("at most", "不高于"),
    "<": ("below", "低于"),
    ">": ("above", "高于"),
    "×": ("times", "乘"),
    "±": ("plus or minus", "正负"),
    "→": ("becomes", "变为"),
    "◀─": ("affected by", "受影响于"),
    "≈": ("about", "约"),
    " + ": ("and", "与"),
    " = ": ("means", "相当于"),
}
_SIGN = re.compile("|".join(rf"\s?{re.escape(sign)}\s?" for sign in _SIGNS))


def spoken(text: str, lang: Lang) -> str:
    """`text` without symbols that a screen reader skips or spells: "eGFR ≥ 45 mL/min" → "eGFR at least 45 millilitres per minute"."""
    chinese = lang is Lang.ZH
    said = _MARKS.sub("", text)
    said = _POWERS.sub(lambda found: _power(found, lang), said)
    said = _SPAN.sub("至" if chinese else " to ", said)
    said = _AMOUNT.sub(lambda found: _amount(found, lang), said)
    said = _BREAK.sub("，" if chinese else ", ", said)
    return _SIGN.sub(lambda found: _sign(found[0], lang), said)


def _sign(sign: str, lang: Lang) -> str:
    english, chinese = _SIGNS.get(sign) or _SIGNS[sign.strip()]
    return chinese if lang is Lang.ZH else f" {english} "


def _amount(found: re.Match[str], lang: Lang) -> str:
    one, many, chinese = _UNITS[found["unit"]]
    number, per = found["number"], found["per"].split("/")[1:]
    if lang is Lang.ZH:
        return number + chinese + "".join(_PER[lang] + _part(part, lang) for part in per)
    return f"{number} {one if number == '1' else many}" + "".join(_PER[lang] + _part(part, lang) for part in per)


def _part(part: str, lang: Lang) -> str:
    """What an amount is per: "min", "5 mL", "1.73 m²", or a word that stands already in full."""
    found = _PART.fullmatch(part)
    if part in _UNITS or found is None:
        return _UNITS[part][2 if lang is Lang.ZH else 0] if part in _UNITS else part
    number, unit = found["number"], found["unit"]
    if unit not in _UNITS or number is None:
        return part
    one, many, chinese = _UNITS[unit]
    return f"{number}{chinese}" if lang is Lang.ZH else f"{number} {one if number == '1' else many}"


def _power(found: re.Match[str], lang: Lang) -> str:
    power = found[1].translate(_POWER)
    per = _PER[lang] + _part(found[2], lang) if found[2] else ""
    return (f"乘以10的{power}次方" if lang is Lang.ZH else f" times 10 to the power of {power}") + per
