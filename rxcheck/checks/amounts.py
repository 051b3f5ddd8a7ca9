"""Amounts in words without language: "6000 mg/d", "3/wk", "14 d"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import INTERVAL_HOURS, LimitKind
from rxcheck.quantity import parse_unit, plain_decimal
from rxcheck.terms import Fact

_KEPT = 1 << 14  # amounts whose words are remembered: the same few recur
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
    return _plain(value.numerator, value.denominator)


@lru_cache(_KEPT)
def _plain(numerator: int, denominator: int) -> str:
    return plain_decimal(Decimal(numerator) / Decimal(denominator))


def in_unit(value: Fraction, rule: RuleInfo) -> tuple[str, str]:
    """(number, unit) of an amount in base units (of an interval in hours), in the unit of the rule."""
    assert rule.limit is not None  # noqa: S101 - limit rules always have one
    return _in_unit(value.numerator, value.denominator, rule.limit, rule.unit or "")


@lru_cache(_KEPT)
def _in_unit(numerator: int, denominator: int, limit: LimitKind, unit: str) -> tuple[str, str]:
    value = Fraction(numerator, denominator)
    if limit is LimitKind.INTERVAL_MIN:
        return number(value / INTERVAL_HOURS[unit or "h"]), unit or "h"
    if limit in _COUNT_UNIT:
        return number(value), _COUNT_UNIT[limit]
    parsed = parse_unit(unit)
    return number(value / parsed.scale), parsed.code + _SUFFIX.get(limit, "")
