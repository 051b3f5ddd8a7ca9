"""Numbers as they are printed: exact, rounded half up, the same everywhere."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rxcheck.report.intervals import wilson as share_interval

_Z = 1.959964  # 95 %
NONE = "–"


def whole(number: int) -> str:
    """12345 → 12,345."""
    return f"{number:,}"


def decimal(number: Fraction | Decimal, places: int = 1) -> str:
    """A number with a fixed count of decimals."""
    exact = Fraction(number)
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def per_hundred(count: int, of: int) -> str:
    """How many in a hundred; a dash for none of none, and "<0.1" where rounding would hide what is there."""
    if not of:
        return NONE
    share = Fraction(100 * count, of)
    return "<0.1" if 0 < share < Fraction(1, 20) else decimal(share)


def percent(count: int, of: int) -> str:
    """The same with its sign."""
    return f"{per_hundred(count, of)} %" if of else NONE


def change(before: Fraction, now: Fraction) -> str:
    """The difference of two rates with its sign."""
    text = decimal(now - before)
    if text in ("0.0", "-0.0"):
        return "±0.0"
    return text.replace("-", "−") if text.startswith("-") else f"+{text}"


def rate(count: int, of: int) -> Fraction:
    """Per hundred; 0 of none."""
    return Fraction(100 * count, of) if of else Fraction(0)


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), in percent; (0, 100) where nothing was seen."""
    low, high = share_interval(count, of)
    return 100 * low, 100 * high


def differ(count: int, of: int, other: int, other_of: int) -> bool:
    """Whether two shares differ by more than chance leaves in 95 % (two proportions, pooled)."""
    if not of or not other_of:
        return False
    pooled = (count + other) / (of + other_of)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / other_of))
    return spread > 0 and abs(count / of - other / other_of) > _Z * spread


def interval(count: int, of: int) -> str:
    """`wilson` as text."""
    low, high = wilson(count, of)
    return f"{low:.0f}–{high:.0f}" if of else NONE
