"""Doses that change by a rule: "reduce by 5 mg every 3 days until 10 mg"."""

from __future__ import annotations

from rxcheck.quantity import Dose
from rxcheck.sig.cursor import Cursor, counted
from rxcheck.sig.items import Item, Rate, Taper
from rxcheck.sig.lexicon import DAY
from rxcheck.sig.rates import read_rate

Read = tuple[Item, int] | None
_DOWN = frozenset(
    {"reduce", "reducing", "reduced", "decrease", "decreasing", "decreased", "taper", "tapering", "tapered", "lower"}
)
_UP = frozenset({"increase", "increasing", "increased", "titrate", "titrating", "raise"})
STARTS = _DOWN | _UP
_DOWN_ZH = frozenset({"减", "减少", "减量", "递减", "减去"})
_UP_ZH = frozenset({"加", "增加", "加量", "递增"})
_FILLERS = ("dose", "the", "gradually", "slowly", "down", "daily", "up", "to", "be", "then")
_UNTIL = frozenset(
    {
        "to",
        "until",
        "till",
        "down",
        "up",
        "a",
        "maximum",
        "max",
        "dose",
        "of",
        "then",
        "and",
        ",",
        ";",
        "at",
        "is",
        "reached",
        "target",
        "total",
    }
)
_UNTIL_ZH = frozenset({"至", "到", "直至", "直到", "减至", "减到", "增至", "增到", "加至", "加到", ",", "后"})
_ENDS = frozenset(
    {
        "stop",
        "stopped",
        "finished",
        "zero",
        "nil",
        "0",
        "off",
        "finish",
        "discontinue",
        "none",
        "complete",
        "discontinued",
        "停药",
        "停用",
        "停",
    }
)


def read_taper(c: Cursor, i: int) -> Read:
    """A rule of change with its step and interval, and its end where that is said, at token `i`."""
    return _english(c, i) or _chinese(c, i)


def _english(c: Cursor, i: int) -> Read:
    j = c.skip(i, ("then", "and", "may", "can", "gradually"))
    if c.text(j) not in _DOWN | _UP:
        return None
    up = c.text(j) in _UP
    j = c.skip(j + 1, _FILLERS)
    if c.text(j) != "by":
        return None
    by = _amount(c, j + 1)
    if by is None:
        return None
    interval = _interval(c, by[1])
    return _ended(c, by[0], interval[0], up, interval[1], _UNTIL) if interval else None


def _chinese(c: Cursor, i: int) -> Read:
    interval = _interval(c, i) if c.text(i)[:1] == "每" else None
    if interval is None:
        return None
    j = c.skip(interval[1], ("逐渐", "酌情"))
    if c.text(j) not in _DOWN_ZH | _UP_ZH:
        return None
    up = c.text(j) in _UP_ZH
    by = _amount(c, j + 1)
    return _ended(c, by[0], interval[0], up, by[1], _UNTIL_ZH) if by else None


def _amount(c: Cursor, i: int) -> tuple[Dose, int] | None:
    read = c.amount(i)
    if read:
        return (read[0], read[1]) if read[0].rate_hours is None and read[0].high is None else None
    span = c.span(i)
    dose = counted(span[0], None) if span and span[1] is None else None
    return (dose, span[2]) if span and dose else None


def _interval(c: Cursor, i: int) -> tuple[int, int] | None:
    """Days between two changes."""
    if c.text(i) in ("daily", "weekly"):
        return (1 if c.text(i) == "daily" else 7), i + 1
    read = read_rate(c, i) or c.phrase(i)
    rate = read[0] if read else None
    if read is None or not isinstance(rate, Rate) or rate.low is not None or rate.count != 1 or rate.hours % DAY:
        return None
    return rate.hours // DAY, read[1]


def _ended(c: Cursor, by: Dose, days: int, up: bool, j: int, until: frozenset[str]) -> Read:
    k = c.skip(j, until)
    if k > j and c.text(k) in _ENDS and not up:
        return Taper(by, days, up, None, True), k + 1
    if c.text(k) in ("停药", "停用") and not up:
        return Taper(by, days, up, None, True), k + 1
    end = (
        _amount(c, k)
        if k > j and any(c.text(place) not in (",", ";", "then", "and", "后") for place in range(j, k))
        else None
    )
    if end is None:
        return Taper(by, days, up, None, False), j
    return Taper(by, days, up, end[0], False), c.skip(end[1], ("维持", "od", "daily", "a", "day", "maintenance"))
