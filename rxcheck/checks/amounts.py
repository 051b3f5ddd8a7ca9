"""Amounts in words without language: "6000 mg/d", "3/wk", "14 d"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import INTERVAL_HOURS, LimitKind
from rxcheck.quantity import parse_unit, plain_decimal
from rxcheck.terms import Fact

_SUFFIX = {
    LimitKind.DAILY_MAX: "/d",
    LimitKind.DAILY_MIN: "/d",
    LimitKind.WEEKLY_MAX: "/wk",
    LimitKind.RATE_MAX: "/h",
}
_COUNT_UNIT = {LimitKind.DOSES_PER_DAY_MAX: "/d", LimitKind.DOSES_PER_WEEK_MAX: "/wk", LimitKind.DURATION_MAX: "d"}
FACT_OF_LIMIT = {
    LimitKind.SINGLE_MAX: Fact.DOSE,
    LimitKind.SINGLE_MIN: Fact.DOSE,
    LimitKind.DAILY_MAX: Fact.DOSE,
    LimitKind.DAILY_MIN: Fact.DOSE,
    LimitKind.WEEKLY_MAX: Fact.DOSE,
    LimitKind.COURSE_MAX: Fact.DOSE,
    LimitKind.RATE_MAX: Fact.DOSE,
    LimitKind.DOSES_PER_DAY_MAX: Fact.FREQUENCY,
    LimitKind.DOSES_PER_WEEK_MAX: Fact.FREQUENCY,
    LimitKind.INTERVAL_MIN: Fact.FREQUENCY,
    LimitKind.DURATION_MAX: Fact.DAYS,
}


def number(value: Fraction) -> str:
    """A fraction as a plain decimal, at most six digits after the point."""
    return plain_decimal(Decimal(value.numerator) / Decimal(value.denominator))


def in_unit(value: Fraction, rule: RuleInfo) -> tuple[str, str]:
    """(number, unit) of an amount in base units (of an interval in hours), in the unit of the rule."""
    assert rule.limit is not None  # noqa: S101 - limit rules always have one
    if rule.limit is LimitKind.INTERVAL_MIN:
        return number(value / INTERVAL_HOURS[rule.unit or "h"]), rule.unit or "h"
    if rule.limit in _COUNT_UNIT:
        return number(value), _COUNT_UNIT[rule.limit]
    unit = parse_unit(rule.unit or "")
    return number(value / unit.scale), unit.code + _SUFFIX.get(rule.limit, "")
