"""Single values as people write them, shared by all sources. Every error names what is wrong and where."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_CEILING, Decimal

from rxcheck.errors import InputError, Location, QuantityError
from rxcheck.model import Age, Allergy, Condition, Pregnancy
from rxcheck.quantity import parse_number
from rxcheck.terms import Fact, PrescriberTitle, Setting, Sex

_DAYS_PER_YEAR = Decimal("365.2425")
_DAYS_PER_MONTH = _DAYS_PER_YEAR / 12
MAX_AGE_YEARS = 130
MAX_WEIGHT_KG = 700
MAX_HEIGHT_CM = 280
MIN_HEIGHT_CM = 20
MAX_WEEKS = 45
MIN_BORN = 20  # completed weeks at birth
MAX_DAYS = 3_660

# What a number can mean at all in the canonical unit of its test, so that a slip of the keyboard is caught. These are
# no clinical limits.
PLAUSIBLE: dict[Fact, tuple[Decimal, Decimal]] = {
    Fact.EGFR: (Decimal(0), Decimal(300)),
    Fact.CREATININE: (Decimal(1), Decimal(5000)),
    Fact.POTASSIUM: (Decimal("0.5"), Decimal(15)),
    Fact.SODIUM: (Decimal(80), Decimal(220)),
    Fact.INR: (Decimal("0.1"), Decimal(50)),
    Fact.PLATELETS: (Decimal(0), Decimal(10_000)),
    Fact.CRCL: (Decimal(0), Decimal(500)),
    Fact.CHILD_PUGH: (Decimal(5), Decimal(15)),
    Fact.MAGNESIUM: (Decimal("0.1"), Decimal(10)),
    Fact.CALCIUM: (Decimal("0.3"), Decimal(8)),
    Fact.ALBUMIN: (Decimal(5), Decimal(80)),
    Fact.BILIRUBIN: (Decimal(0), Decimal(1500)),
    Fact.ALT: (Decimal(0), Decimal(50_000)),
    Fact.AST: (Decimal(0), Decimal(50_000)),
    Fact.CREATINE_KINASE: (Decimal(0), Decimal(1_000_000)),
    Fact.URATE: (Decimal(5), Decimal(3000)),
    Fact.GLUCOSE: (Decimal("0.2"), Decimal(150)),
    Fact.HBA1C: (Decimal(2), Decimal(25)),
    Fact.TSH: (Decimal(0), Decimal(1000)),
    Fact.HAEMOGLOBIN: (Decimal(5), Decimal(300)),
    Fact.NEUTROPHILS: (Decimal(0), Decimal(500)),
    Fact.QTC: (Decimal(200), Decimal(900)),
    Fact.HEART_RATE: (Decimal(10), Decimal(350)),
    Fact.SYSTOLIC_BP: (Decimal(20), Decimal(350)),
    Fact.LVEF: (Decimal(3), Decimal(95)),
    Fact.DIGOXIN_LEVEL: (Decimal(0), Decimal(100)),
    Fact.LITHIUM_LEVEL: (Decimal(0), Decimal(15)),
    Fact.THEOPHYLLINE_LEVEL: (Decimal(0), Decimal(300)),
    Fact.PHENYTOIN_LEVEL: (Decimal(0), Decimal(200)),
    Fact.CARBAMAZEPINE_LEVEL: (Decimal(0), Decimal(200)),
    Fact.VALPROATE_LEVEL: (Decimal(0), Decimal(2000)),
    Fact.VANCOMYCIN_TROUGH: (Decimal(0), Decimal(300)),
}

_NONE_WORDS = frozenset(
    {
        *("none", "nil", "no", "nka", "nkda", "nkma", "none known", "no known allergies", "no known allergy"),
        *("no known drug allergies", "no known drug allergy", "no known history of drug allergy", "no allergies"),
        *("no known conditions", "no conditions", "not known to have any", "无", "无过敏", "无过敏史", "无药物过敏史"),
        *(
            "无药物过敏",
            "否认",
            "否认过敏",
            "否认过敏史",
            "否认药物过敏史",
            "无已知过敏",
            "未发现",
            "无特殊",
            "无食物药物过敏史",
        ),
    }
)
_SEX = {
    **dict.fromkeys(("f", "female", "woman", "w", "女", "女性"), Sex.FEMALE),
    **dict.fromkeys(("m", "male", "man", "男", "男性"), Sex.MALE),
    **dict.fromkeys(("unknown", "other", "u", "未知", "不详", "undifferentiated"), None),
}
_SETTING = {
    **dict.fromkeys(("outpatient", "op", "ambulatory", "community", "clinic", "门诊", "普通门诊"), Setting.OUTPATIENT),
    **dict.fromkeys(("emergency", "er", "ed", "急诊", "急诊处方"), Setting.EMERGENCY),
    **dict.fromkeys(("inpatient", "ip", "ward", "住院", "病区", "病房"), Setting.INPATIENT),
    **dict.fromkeys(("discharge", "take home", "tto", "出院", "出院带药"), Setting.DISCHARGE),
}
_TITLE = {
    **dict.fromkeys(("junior", "初级", "初级职称", "医士", "住院医师", "住院医生", "医师"), PrescriberTitle.JUNIOR),
    **dict.fromkeys(("intermediate", "中级", "中级职称", "主治医师", "主治医生"), PrescriberTitle.INTERMEDIATE),
    **dict.fromkeys(
        ("senior", "高级", "高级职称", "副高", "正高", "副主任医师", "主任医师", "副主任医生", "主任医生"),
        PrescriberTitle.SENIOR,
    ),
}
MAX_REFILLS = 99
_TRUE = frozenset({"yes", "y", "true", "1", "是", "有", "t"})
_FALSE = frozenset({"no", "n", "false", "0", "否", "无", "f", "不是"})
_AGE_UNITS = {
    **dict.fromkeys(("", "y", "yr", "yrs", "yo", "year", "years", "years old", "岁", "周岁", "a"), _DAYS_PER_YEAR),
    **dict.fromkeys(("mo", "mos", "month", "months", "m", "月", "个月", "月龄"), _DAYS_PER_MONTH),
    **dict.fromkeys(("wk", "wks", "w", "week", "weeks", "周", "周龄"), Decimal(7)),
    **dict.fromkeys(("d", "day", "days", "天", "日", "日龄"), Decimal(1)),
}
_MONTHS = frozenset({"mo", "mos", "month", "months", "m", "月", "个月", "月龄"})
_AGE_PART = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([^\d.\-]*)")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


def fold(text: str) -> str:
    """Compatibility form, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fail(message: str, where: Location) -> InputError:
    """An error at a place."""
    return InputError(message, where)


def is_none_word(text: str) -> bool:
    """True for "none", "NKDA", "无": somebody looked and there is nothing."""
    return fold(text).strip(" .。") in _NONE_WORDS


def parse_list(text: str) -> tuple[str, ...]:
    """The parts of a cell that are separated by `;` or `；`."""
    return tuple(part.strip() for part in re.split(r"[;；]", text) if part.strip())


def parse_age(text: str, where: Location) -> Age:
    """An age: "78" (years), "6 mo", "3岁", "10 d", "1岁6个月".

    Raises:
        InputError: not an age, or not between 0 and 130 years.
    """
    rest, days, years, months, finest = fold(text), Decimal(0), None, None, _DAYS_PER_YEAR
    if not rest:
        raise fail("age is empty", where)
    while rest:
        match = _AGE_PART.match(rest)
        unit = match.group(2).strip(" .") if match else ""
        if match is None or unit not in _AGE_UNITS or len(match.group(1)) > 9:
            raise fail('age is not understood: write years, or "6 mo", "10 d"', where)
        number = Decimal(match.group(1))
        if number < 0:
            raise fail("age is negative", where)
        days += number * _AGE_UNITS[unit]
        if _AGE_UNITS[unit] == _DAYS_PER_YEAR:
            years = int(number)
            months = (months or 0) + int(number * 12)
        elif unit in _MONTHS:
            years = (years or 0) + int(number) // 12
            months = (months or 0) + int(number)
        finest = min(finest, _AGE_UNITS[unit] if number == int(number) else Decimal(1))
        rest = rest[match.end() :]
    if days > (MAX_AGE_YEARS + 1) * _DAYS_PER_YEAR:
        raise fail(f"age is over {MAX_AGE_YEARS} years", where)
    # Whole days are the least that fill the units named: 2 months are 61 days, of which 60.9 would be too few.
    return Age(
        years if years is not None else int(days / _DAYS_PER_YEAR),
        int(days.to_integral_value(ROUND_CEILING)),
        months if finest >= _DAYS_PER_MONTH else None,
        int(finest) - 1,
    )


def age_at(birth: date, on: date, where: Location) -> Age:
    """The age on a date.

    Raises:
        InputError: born after that date, or more than 130 years before it.
    """
    days = (on - birth).days
    if days < 0:
        raise fail("birth date is after the date of the prescription", where)
    years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    if years > MAX_AGE_YEARS:
        raise fail(f"age is over {MAX_AGE_YEARS} years", where)
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return Age(years, days, months)


def parse_sex(text: str, where: Location) -> Sex | None:
    """The sex; None for "unknown" and "other"."""
    folded = fold(text)
    if folded not in _SEX:
        raise fail("sex is not understood: write female or male", where)
    return _SEX[folded]


def parse_bool(text: str, what: str, where: Location) -> bool:
    """Yes or no, in words of either language."""
    folded = fold(text)
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE
    raise fail(f"{what} is not understood: write yes or no", where)


def parse_setting(text: str, where: Location) -> Setting:
    """Where a prescription is written for."""
    found = _SETTING.get(fold(text))
    if found is None:
        raise fail("setting is not understood: write outpatient, emergency, inpatient or discharge", where)
    return found


def parse_title(text: str, where: Location) -> PrescriberTitle:
    """The rank of the prescriber."""
    found = _TITLE.get(fold(text))
    if found is None:
        raise fail("prescriber_title is not understood: write junior, intermediate or senior", where)
    return found


def is_justified(text: str | None) -> bool:
    """Whether a reason is written: any text but "no" and "none"."""
    return bool(text and text.strip()) and fold(text or "") not in _FALSE and not is_none_word(text or "")


def parse_date(text: str, what: str, where: Location) -> date:
    """An ISO date (a time of day behind it is ignored)."""
    match = _DATE.fullmatch(text.strip())
    if match:
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            pass
    raise fail(f"{what} is not a date: write YYYY-MM-DD", where)


def parse_decimal(text: str, what: str, where: Location) -> Decimal:
    """An exact number of at most 20 characters."""
    try:
        if len(text.strip()) > 20:
            raise QuantityError("too long")
        return parse_number(text)
    except QuantityError:
        raise fail(f"{what} is not a number", where) from None


def parse_int(text: str, what: str, low: int, high: int, where: Location) -> int:
    """A whole number from `low` to `high`."""
    number = parse_decimal(text, what, where)
    if number != int(number):
        raise fail(f"{what} is not a whole number", where)
    if not low <= number <= high:
        raise fail(f"{what} is not between {low} and {high}", where)
    return int(number)


def weight_g(kg: Decimal, where: Location) -> int:
    """Whole grams of a plausible weight."""
    if kg <= 0 or kg > MAX_WEIGHT_KG:
        raise fail(f"weight is not between 0 and {MAX_WEIGHT_KG} kg", where)
    return int((kg * 1000).to_integral_value())


def height_mm(cm: Decimal, where: Location) -> int:
    """Whole millimetres of a plausible height."""
    if cm < MIN_HEIGHT_CM or cm > MAX_HEIGHT_CM:
        raise fail(f"height is not between {MIN_HEIGHT_CM} and {MAX_HEIGHT_CM} cm", where)
    return int((cm * 10).to_integral_value())


def parse_measure(text: str, units: dict[str, Decimal], what: str, where: Location) -> Decimal:
    """A number with an optional unit of `units` (name to factor)."""
    match = re.fullmatch(r"([+-]?[0-9.,]+)\s*([^\d]*)", fold(text))
    if match is None or match.group(2).strip(" .") not in units:
        raise fail(f"{what} is not a number", where)
    return parse_decimal(match.group(1), what, where) * units[match.group(2).strip(" .")]


KG = {"": Decimal(1), "kg": Decimal(1), "公斤": Decimal(1), "千克": Decimal(1), "g": Decimal("0.001")}
CM = {"": Decimal(1), "cm": Decimal(1), "厘米": Decimal(1), "m": Decimal(100), "mm": Decimal("0.1")}


def check_lab(fact: Fact, value: Decimal, where: Location) -> Decimal:
    """`value` (canonical unit) if it can be meant at all."""
    low, high = PLAUSIBLE.get(fact, (None, None))
    if low is not None and high is not None and not low <= value <= high:
        raise fail(f"{fact.value} is not between {low} and {high}", where)
    return value


def allergies_of(names: tuple[str, ...]) -> tuple[Allergy, ...]:
    """Recorded allergies; "none" and "NKDA" give an empty tuple."""
    return tuple(Allergy(name) for name in names if not is_none_word(name))


def conditions_of(names: tuple[str, ...]) -> tuple[Condition, ...]:
    """Recorded conditions; "none" gives an empty tuple."""
    return tuple(Condition(name) for name in names if not is_none_word(name))


def pregnancy_of(pregnant: bool | None, weeks: int | None, where: Location) -> Pregnancy | None:
    """Weeks say pregnant; weeks beside "not pregnant" contradict."""
    if weeks is not None:
        if pregnant is False:
            raise fail("gestational weeks are given but pregnant is no", where)
        return Pregnancy(True, weeks)
    return None if pregnant is None else Pregnancy(pregnant)
