"""Daily maxima: "max 4 g/day", "no more than 8 tablets in 24 hours", "up to 4 times a day", "每日最多4次"."""

from __future__ import annotations

import math
from fractions import Fraction

from rxcheck.quantity import Dose
from rxcheck.sig.cursor import Cursor
from rxcheck.sig.items import Cap, Item, Plain, Rate, Word
from rxcheck.sig.lexicon import DAY, day_periods
from rxcheck.sig.rates import period_zh, read_rate, times_zh

Read = tuple[Item, int] | None
_MOST_WORDS = (Word.MAX, Word.MAX_DAY, Word.UP_TO)
_FILLERS = (":", "of", "为", "dose", "a", "total", "take", "is", "=", "use", "服用", "用")


def read_cap(c: Cursor, i: int) -> Read:
    """A maximum per day (or week) at token `i`."""
    j, per_day = i, False
    if (period := period_zh(c, j)) and period[0] == DAY:
        j, per_day = c.skip(period[2], ("内", "总量", "剂量", "用量", "总剂量", "用药")), True
    known = c.phrase(j)
    if known is None or not isinstance(known[0], Plain) or known[0].word not in _MOST_WORDS:
        return _behind(c, i)
    word, j = known[0].word, c.skip(known[1], _FILLERS)
    per_day = per_day or word is Word.MAX_DAY
    if (period := period_zh(c, j)) and period[0] == DAY and not c.time(j + 1):
        per_day, j = True, period[2]
    if units := _units(c, j, per_day):
        return units
    if rate := _rate_behind(c, j):
        return Cap(None, rate[0], hours=rate[1]), rate[2]
    if times := _times_behind(c, j):
        end = day_period(c, times[1])
        return (Cap(None, times[0]), end or times[1]) if per_day or end else None
    read = c.amount(j)
    if read is None:
        return None
    dose, k = read
    if dose.rate_hours is None:
        end = day_period(c, k)
        if not (per_day or end):
            return None
        k = end or k
    elif dose.rate_hours != DAY:
        return None
    return Cap(Dose(dose.low, dose.high, dose.basis), None), k


def _behind(c: Cursor, i: int) -> Read:
    """ "8 tablets in 24 hours maximum", "4 g a day max"."""
    read = c.amount(i)
    if read is None or c.text(read[1]) == "":
        return None
    dose, j = read
    end = j if dose.rate_hours == DAY else day_period(c, j) if dose.rate_hours is None else None
    if end is None or c.text(end) not in ("max", "maximum"):
        return None
    return Cap(Dose(dose.low, dose.high, dose.basis), None), end + 1


def _units(c: Cursor, j: int, per_day: bool) -> Read:
    """ "8 in 24 hours", "8/day", "8/24h": so many of whatever the dose is counted in."""
    top, _, bottom = c.text(j).partition("/")
    if bottom == "24" and top.isdigit() and int(top):
        return Cap(None, None, Fraction(int(top))), c.skip(j + 1, ("h", "hr", "hrs", "hours", "hour"))
    span = c.span(j)
    if span is None:
        return None
    k = span[2]
    if c.text(k) == "/" and (unit := c.time(k + 1)) and unit[0] == DAY:
        return Cap(None, None, span[1] or span[0]), unit[1]
    if end := day_period(c, k):
        return Cap(None, None, span[1] or span[0]), end
    bare = per_day and not c.unit(k) and not times_zh(c, j) and c.text(k) not in ("times", "time", "doses", "dose", "x")
    return (Cap(None, None, span[1] or span[0]), k) if bare else None


def _rate_behind(c: Cursor, j: int) -> tuple[int, int, int] | None:
    read = read_rate(c, j) or c.phrase(j)
    if read and isinstance(read[0], Rate) and not read[0].bare and read[0].hours in (DAY, 7 * DAY):
        return read[0].count, read[0].hours, read[1]
    return None


def _times_behind(c: Cursor, j: int) -> tuple[int, int] | None:
    if times := times_zh(c, j):
        return math.ceil(times[0]), times[1]
    span = c.span(j)
    if span and c.text(span[2]) in ("doses", "dose", "times", "time", "x"):
        return math.ceil(span[1] or span[0]), span[2] + 1
    return None


def day_period(c: Cursor, j: int) -> int | None:
    """The end of "in 24 hours", "a day" or the like at token `j`."""
    table = day_periods()
    for length in range(min(6, len(c.tokens) - j), 0, -1):
        if tuple(token.text for token in c.tokens[j : j + length]) in table:
            return j + length
    return None
