"""How often: the part of the grammar that reads frequencies with numbers in them, English and Chinese."""

from __future__ import annotations

import math
from fractions import Fraction

from rxcheck.sig.cursor import RANGE_MARKS, Cursor
from rxcheck.sig.items import Item, Plain, Rate, Weekdays, Word
from rxcheck.sig.lexicon import COUNT_WORDS, DAY, MONTH, ORDINALS, WEEK, YEAR

Read = tuple[Item, int] | None
_TIMES_WORDS = frozenset({"times", "time", "x", "×", "*", "doses"})
_ADVERBS = {
    "daily": DAY,
    "weekly": WEEK,
    "wkly": WEEK,
    "dly": DAY,
    "monthly": MONTH,
    "hourly": 1,
    "nightly": DAY,
    "yearly": YEAR,
}
_PERIODS_ZH = {
    "每日": DAY,
    "每天": DAY,
    "一日": DAY,
    "一天": DAY,
    "每周": WEEK,
    "每星期": WEEK,
    "每月": MONTH,
    "每年": YEAR,
}
_GLUED = {"xday": DAY, "xdaily": DAY, "xd": DAY, "xweek": WEEK, "xweekly": WEEK, "xwk": WEEK}
_EVERY = frozenset({"every", "each", "q", "ever", "evry"})


def rate(hours: Fraction, count: Fraction = Fraction(1), low: Fraction | None = None) -> Item:
    """`count` doses per `hours`, or at the least `low` doses per hour; minutes (0 hours) give no daily sum."""
    if hours <= 0 or count <= 0:
        return Plain(Word.UNCLEAR_RATE)
    if hours.denominator == 1 and count.denominator == 1:
        return Rate(int(count), int(hours), low=low)
    per_hour = count / hours
    return Rate(per_hour.numerator, per_hour.denominator, low=low)


def read_rate(c: Cursor, i: int) -> Read:
    """A frequency with a number in it at token `i`."""
    return _every(c, i) or _counted(c, i) or _hourly(c, i) or _slashed(c, i) or _days_of_week(c, i) or _chinese(c, i)


def _every(c: Cursor, i: int) -> Read:
    """ "q8h", "q4-6 hrs", "every 2 weeks", "every third day", "q6/24"."""
    if c.text(i) not in _EVERY:
        return None
    j = c.skip(i + 1, ("about", "approximately"))
    if c.text(j) in ORDINALS:
        unit = c.time(j + 1)
        return (rate(Fraction(ORDINALS[c.text(j)] * unit[0])), unit[1]) if unit else None
    top, _, bottom = c.text(j).partition("/")
    if bottom == "24" and top.isdigit():
        return rate(Fraction(int(top))), j + 1
    if lapse := c.lapse(j):
        low, high, k = lapse
        return rate(low, low=1 / high if high else None), k
    span = c.span(j)
    if span and c.text(span[2]) in ("hourly", "hrly"):
        return rate(span[0], low=1 / span[1] if span[1] else None), span[2] + 1
    if span and c.text(i) == "q" and span[2] == len(c.tokens):
        return None
    unit = c.time(j)
    # "every day" is bare ("every day in the morning and evening"): the lexicon has it.
    return (rate(Fraction(unit[0])), unit[1]) if unit and unit[0] != DAY else None


def _counted(c: Cursor, i: int) -> Read:
    """ "3 times a day", "once weekly", "2x/day", "x3 daily", "once or twice a day"."""
    read = _count(c, i)
    if read is None:
        glued = c.span(i)
        width = _GLUED.get(c.text(glued[2])) if glued else None
        return (rate(Fraction(width), glued[1] or glued[0]), glued[2] + 1) if glued and width else None
    least, count, j = read
    if c.text(i) in ("x", "×", "*") and c.text(j) in ("d", "day", "week", "wk"):
        return None  # "x7d" is a duration
    period = _period(c, j)
    if period is None:
        return None
    hours, k = period
    if not hours:
        return Plain(Word.UNCLEAR_RATE), k
    return rate(hours, count, least / hours if least != count else None), k


def _count(c: Cursor, i: int) -> tuple[Fraction, Fraction, int] | None:
    """The least and the most doses, and the next place."""
    if c.text(i) in COUNT_WORDS:
        counts, j = [COUNT_WORDS[c.text(i)]], i + 1
        while (c.text(j) in RANGE_MARKS or c.text(j) in ("or", "/", ",")) and (
            c.text(j + 1) in COUNT_WORDS or (c.number(j + 1) and c.text(c.number(j + 1)[1]) in _TIMES_WORDS)  # type: ignore[index]
        ):
            number = c.number(j + 1)
            counts.append(COUNT_WORDS.get(c.text(j + 1)) or math.ceil(number[0] if number else 0))
            j = j + 2 if c.text(j + 1) in COUNT_WORDS or number is None else number[1] + 1
        return Fraction(min(counts)), Fraction(max(counts)), j
    if c.text(i) in ("x", "×", "*") and (span := c.span(i + 1)):
        return span[0], span[1] or span[0], span[2] + (c.text(span[2]) in ("times", "time"))
    span = c.span(i)
    if span is None:
        return None
    low, high, j = span
    if c.text(j) == "(" and c.text(j + 2) == ")":
        j += 3
    j = j + 1 if c.text(j) == "-" else j
    if c.text(j) not in _TIMES_WORDS:
        return None
    j += 1
    if c.text(j) in RANGE_MARKS or c.text(j) == "or":
        more = _count(c, j + 1)
        if more and more[1] > low:
            return low, more[1], more[2]
    return low, high or low, j


def _period(c: Cursor, j: int) -> tuple[Fraction, int] | None:
    """The period behind a count of doses: "a day", "/wk", "daily", "every 8 hours", "in 24 hours"."""
    j = j + 1 if c.text(j) == "-" else j
    j = c.skip(j, ("only",))
    if c.text(j) in _ADVERBS:
        return Fraction(_ADVERBS[c.text(j)]), j + 1
    if c.text(j) in ("d", "day", "dly", "week", "wk"):
        return Fraction(WEEK if c.text(j).startswith("w") else DAY), j + 1
    if c.text(j) not in (
        "a",
        "per",
        "/",
        "each",
        "every",
        "in",
        "within",
        "an",
        "through",
        "during",
        "throughout",
        "q",
    ):
        return None
    k = c.skip(j + 1, ("a", "each", "any", "one", "out", "the"))
    if c.text(j) == "every" and c.text(k) in ORDINALS and (unit := c.time(k + 1)):
        return Fraction(ORDINALS[c.text(k)] * unit[0]), unit[1]
    if unit := c.time(k):
        return Fraction(unit[0]), unit[1]
    lapse = c.lapse(k)
    return (lapse[0], lapse[2]) if lapse else None


def _hourly(c: Cursor, i: int) -> Read:
    """ "8 hourly", "6-hourly", "4 to 6 hourly", "3 weekly", "2-weekly"."""
    span = c.span(i)
    if span is None:
        return None
    j = span[2] + 1 if c.text(span[2]) == "-" else span[2]
    hours = {"hourly": 1, "hrly": 1, "hly": 1, "hourley": 1}.get(c.text(j))
    if c.text(j) in ("weekly", "monthly") and span[1] is None and span[0] > 1 and c.text(j - 1) == "-":
        hours = _ADVERBS[c.text(j)]
    if hours is None:
        return None
    return rate(span[0] * hours, low=1 / (span[1] * hours) if span[1] else None), j + 1


def _slashed(c: Cursor, i: int) -> Read:
    """ "3/d", "1/wk", "2/24h", and "/8h" behind a dose."""
    if c.text(i) == "/":
        behind = c.lapse(i + 1)
        whole = behind is not None and behind[1] is None and 1 < behind[0] < WEEK
        return (rate(behind[0]), behind[2]) if behind and whole else None
    text = c.text(i)
    if text[:1].isdigit() and text.count("/") == 1 and c.text(i + 1) in ("h", "hr", "hrs", "hours", "小时"):
        top, bottom = (part.replace(",", "") for part in text.split("/"))
        if top.isdigit() and bottom.isdigit() and int(top) and int(bottom) >= 2:
            return rate(Fraction(int(bottom)), Fraction(int(top))), i + 2
    span = c.span(i)
    if span is None or c.text(span[2]) != "/":
        return None
    unit = c.time(span[2] + 1)
    if unit is None or not unit[0]:
        return None
    low = span[0] / unit[0] if span[1] else None
    return rate(Fraction(unit[0]), span[1] or span[0], low), unit[1]


def _days_of_week(c: Cursor, i: int) -> Read:
    """ "5 days a week", "5 days out of 7", "on 3 days of the week": which days is not said, only how many."""
    j = c.skip(i, ("on",))
    span = c.span(j)
    if span is None or span[1] or c.text(span[2]) not in ("days", "nights", "mornings", "evenings", "day"):
        return None
    k = c.skip(span[2] + 1, ("out", "of", "the", "each", "every", "a", "per", "/", "in"))
    if k == span[2] + 1:
        return None
    if c.text(k) in ("week", "wk", "7", "seven") and 0 < span[0] <= 7 and c.text(k - 1) != "for":
        return Weekdays(tuple(range(math.ceil(span[0])))), k + 1
    return None


def times_zh(c: Cursor, i: int) -> tuple[Fraction, int] | None:
    """ "3次", "一次", "1~2次": the most, and the next place."""
    read = _times_range_zh(c, i)
    return (read[1], read[2]) if read else None


def _times_range_zh(c: Cursor, i: int) -> tuple[Fraction, Fraction, int] | None:
    if c.text(i) in ("一次", "单次"):
        return Fraction(1), Fraction(1), i + 1
    span = c.span(i)
    if span and c.text(span[2]) in ("次", "回"):
        return span[0], span[1] or span[0], span[2] + 1
    return None


def _chinese(c: Cursor, i: int) -> Read:
    if (count := _times_range_zh(c, i)) and (per := _per_zh(c, count[2])) and per[0]:
        return rate(per[0], count[1], count[0] / per[0] if count[0] != count[1] else None), per[1]
    period = period_zh(c, i)
    if period is None:
        return None
    hours, most, j, alone = period
    if times := _times_range_zh(
        c, c.skip(j, (",", "服", "用", "服用", "口服", "使用", "各", "滴", "喷", "涂", "外用", "给药"))
    ):
        # In "每日口服3次" the route stands inside; it is read again by its own rule only where it stands outside.
        low = times[0] / hours if hours and times[0] != times[1] else None
        return (rate(hours, times[1], low), times[2]) if c.text(j) not in ("口服", "外用") else None
    if alone and c.text(j) in ("口服", "外用") and times_zh(c, j + 1):
        return None
    return (rate(hours, low=1 / most if most else None), j) if alone else None


def _per_zh(c: Cursor, j: int) -> tuple[Fraction, int] | None:
    """The period behind a count: "/日", "/8小时", "每日", "一天"."""
    if c.text(j) in _PERIODS_ZH:
        return Fraction(_PERIODS_ZH[c.text(j)]), j + 1
    if c.text(j) != "/":
        return None
    if unit := c.time(j + 1):
        return Fraction(unit[0]), unit[1]
    number = c.number(j + 1)
    unit = c.time(number[1]) if number else None
    if number and unit:
        return number[0] * unit[0], unit[1]
    return (Fraction(_PERIODS_ZH[c.text(j + 1)]), j + 2) if c.text(j + 1) in _PERIODS_ZH else None


def period_zh(c: Cursor, i: int) -> tuple[Fraction, Fraction | None, int, bool] | None:
    """A Chinese period: hours, the longer end of a range, next place, and whether it is a frequency by itself."""
    text = c.text(i)
    if text in _PERIODS_ZH:
        return Fraction(_PERIODS_ZH[text]), None, i + 1, text in ("每周", "每星期", "每月", "每年")
    if text in ("隔日", "隔天", "隔周"):
        return Fraction(14 * DAY if text == "隔周" else 2 * DAY), None, i + 1, True
    if text in ("日", "天", "周"):
        return Fraction(WEEK if text == "周" else DAY), None, i + 1, False
    every = text in ("每", "每隔", "间隔")
    j = i + 1 if every else i
    if unit := c.time(j):
        return (Fraction(unit[0]), None, unit[1], True) if every and text == "每" and unit[0] else None
    span = c.span(j)
    unit = c.time(span[2]) if span else None
    if span is None or unit is None or (not unit[0] and not every):
        return None
    if text in ("每隔", "间隔") and unit[0] != 1:
        return None  # "每隔2天" is every second day to some and every third to others
    return span[0] * unit[0], span[1] * unit[0] if span[1] else None, unit[1], every
