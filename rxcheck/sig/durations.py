"""How long: durations of a course, a limited number of doses, waits before a meal and lengths of infusions."""

from __future__ import annotations

import math
from fractions import Fraction

from rxcheck.sig.cursor import Cursor
from rxcheck.sig.items import Days, Doses, Item, Plain, Word
from rxcheck.sig.lexer import TokenKind
from rxcheck.sig.lexicon import DAY
from rxcheck.sig.rates import times_zh

Read = tuple[Item, int] | None
_FOR_DAYS = frozenset(
    {
        "for",
        "x",
        "×",
        "*",
        "共",
        "疗程",
        "连用",
        "连服",
        "用",
        "服",
        "over",
        "连续",
        ":",
        "为",
        "course",
        "of",
        "during",
    }
    | {"持续", "使用", "共用", "共服", "服用", "应用", "duration", "lasting", "within", "times", "一疗程", "用药", "in"}
)
# "5 days a week", "5 days on": the number of days is no duration.
_NOT_DURATION = frozenset(
    {"a", "per", "/", "each", "every", "of", "on", "off", "apart", "before", "after", "prior", "前", "后", "内"}
    | {"once", "twice", "out", "break", "later", "以后", "之后", "old", "ago"}
)
_FILLERS = (
    "up",
    "to",
    "at",
    "least",
    "a",
    "further",
    "the",
    "next",
    "another",
    "about",
    "total",
    "of",
    "full",
    "max",
    "maximum",
)
_MOST_DAYS = 40_000


def read_duration(c: Cursor, i: int) -> Read:
    """A duration or number of doses at token `i`, with or without "for", "x", "共", "疗程" before it."""
    j = c.skip(i, _FOR_DAYS)
    if j > i and (found := _days(c, j, marked=True)):
        return found
    return None


def read_bare_duration(c: Cursor, i: int) -> Read:
    """A duration that no word announces: "5 days", "7/7", "2 week course"."""
    return _days(c, i, marked=False)


def _days(c: Cursor, i: int, marked: bool) -> Read:
    j = c.skip(i, _FILLERS) if marked else i
    lapse = c.lapse(j) or (c.lapse(j - 1) if marked and j > i and c.text(j - 1) == "a" else None)
    if lapse is None:
        span = c.span(i)
        if span and marked and c.text(i - 1) in ("x", "×", "*", "for", "共"):
            return _doses(c, i - 1, span[1] or span[0], span[2])
        return None
    low, high, k = lapse
    if not marked and c.text(i) in ("a", "an", "another", "first"):
        return None
    if not marked and c.tokens[k - 1].kind is TokenKind.CJK and not c.gap(k) and c.amount(k):
        return None  # "3天1贴" is no duration
    if c.text(k) in _NOT_DURATION or times_zh(c, k) or c.text(k - 1) in ("hourly", "hrly"):
        return None
    total = high or low
    if total < DAY and not marked:
        return None
    if total < DAY or (c.text(i - 1) in ("over", "during", "in", "within") and c.text(k - 1)[:1] == "h"):
        # Hours and minutes are the length of an infusion or the wait before a meal, not the course.
        return Plain(Word.NOISE), k
    if c.text(i - 1) in ("in", "within"):
        return None
    if total > _MOST_DAYS * DAY:
        return None
    k = c.skip(k, ("course", "courses", "in", "total", "supply", "only", "treatment", "一疗程", "一个疗程", "为一疗程"))
    return Days(max(1, math.ceil(total / DAY))), k


def _doses(c: Cursor, i: int, count: Fraction, j: int) -> Read:
    """ "x3", "x1", "for 2 doses"."""
    named = c.text(j) in ("doses", "dose", "times", "time", "次")
    if (
        count.denominator != 1
        or count > 1000
        or (not named and (c.text(i) in ("for", "共") or c.unit(j) or c.text(j) in ("/", "-")))
    ):
        return None
    j += named
    if c.text(j) in ("a", "per", "each", "every", "/", "daily", "weekly", "in", "day", "d"):
        return None
    return (Plain(Word.SINGLE), j) if count == 1 else (Doses(int(count), named), j)


def lapse_behind(c: Cursor, j: int) -> int | None:
    """ "饭前30分钟", "饭后1-2小时": the end of the wait behind a meal word."""
    lapse = c.lapse(j)
    return lapse[2] if lapse and lapse[0] < DAY else None


def meal_word(c: Cursor, i: int) -> bool:
    """True for a Chinese word that a wait may follow: 饭前, 睡前."""
    return c.text(i)[-1:] in ("前", "后") and c.tokens[i].kind is TokenKind.CJK


def read_wait(c: Cursor, i: int) -> Read:
    """ "30 minutes before breakfast", "half an hour before food", "at least 1 hour before", "remove after 12 hours"."""
    j = c.skip(i, ("at", "least", "about", "within", "for", "left"))
    if c.text(i) == "after" and (lapse := c.lapse(i + 1)) and lapse[0] < DAY:
        return Plain(Word.NOISE), lapse[2]
    lapse = c.lapse(j)
    if lapse is None and c.text(j) in ("half", "an") and c.text(j + 1) in ("an", "hour"):
        k = j + 2 if c.text(j + 1) == "an" else j + 1
        lapse = (Fraction(1, 2), None, k + 1) if c.text(k) == "hour" else None
    if lapse is None or lapse[0] >= DAY:
        return None
    k = c.skip(lapse[2], ("apart", "or", "more", "at", "least"))
    if c.text(k) == "between" or (c.text(lapse[2]) == "apart" and j > i):
        return Plain(Word.NOISE), c.skip(k, ("between", "each", "the", "any", "dose", "doses"))
    if c.text(k) in ("before", "after") and c.text(k + 1) == "or" and (other := read_wait(c, k + 2)):
        return other  # "1 hour before or 2 hours after food"
    if c.text(k) in ("before", "after", "prior"):
        k = c.skip(k, ("prior",))
        if c.text(k) in ("before", "after") and c.text(k + 1) in ("food", "eating", "a", "meal", "meals", "bath"):
            return Plain(Word.NOISE), c.skip(k, ("before", "after", "a")) + 1 if c.text(
                c.skip(k, ("before", "after", "a"))
            ) not in ("meals",) else k
        return Plain(Word.NOISE), k
    return None
