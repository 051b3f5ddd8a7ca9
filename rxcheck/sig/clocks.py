"""Times of the clock: "8 am", "at 20:00", "0800h", "12 noon", "20点"."""

from __future__ import annotations

from rxcheck.sig.cursor import Cursor
from rxcheck.sig.items import At, Item

Read = tuple[Item, int] | None
# What stands between times in a list.
SEPARATORS = frozenset({",", "、", "/", "and", "&", ";", "+", "和", "-", "at", "with", "及", "与", "并"})


def read_clock(c: Cursor, i: int) -> Read:
    """ "8 am", "at 20:00", "0800h", "8 o'clock": one time of day each."""
    j = i + 1 if c.text(i) in ("at", "@") else i
    number = c.number(j)
    if number is None:
        return None
    value, k = number
    if value.denominator != 1 and "." in c.text(j) and c.text(k) in ("am", "pm") and value < 13:
        return At((), count=1), k + 1
    written = c.text(j)
    if len(written) == 4 and written.isdigit() and int(written) % 100 < 60 and int(written) <= 2400:
        if c.text(k) in ("h", "hrs", "hours", "hr") and (j > i or written[0] == "0"):
            return At((), count=1), k + 1
        after_clock = (
            c.text(i - 1) in SEPARATORS and len(c.text(i - 2)) in (1, 3, 4) and c.text(i - 2)[-1:] in "0123456789h"
        )
        if (j > i or (written[0] == "0" and written.endswith("00")) or after_clock) and not c.unit(k):
            return At((), count=1), k
    if value == 12 and c.text(k) in ("noon", "midday", "midnight", "mn"):
        return At((), count=1), k + 1
    hour, point, minute = written.partition(".")
    if (
        point
        and len(hour) == len(minute) == 2
        and int(hour) < 24
        and int(minute) < 60
        and (j > i or hour[0] == "0" or c.text(i - 1) in SEPARATORS)
        and c.unit(k) is None
    ):
        return At((), count=1), c.skip(k, ("h", "hrs", "hours"))
    if value.denominator != 1 or value > 24:
        return None
    exact = c.text(k) == ":" and c.text(k + 1).isdigit() and len(c.text(k + 1)) == 2 and int(c.text(k + 1)) < 60
    k = k + 2 if exact else k
    if c.text(k) in ("am", "pm") and value <= 12:
        return At((), count=1, hour=None if exact or j > i else int(value)), k + 1
    if c.text(k) in ("o'clock", "点", "时") and value <= 24 and (c.text(k) != "时" or not c.unit(k + 1)):
        return At((), count=1), k + 1
    return (At((), count=1), c.skip(k, ("h", "hrs", "hours"))) if exact else None
