"""Which days: weekdays, numbered days of a course, lapses between steps and days without treatment."""

from __future__ import annotations

import math
from fractions import Fraction

from rxcheck.sig.cursor import RANGE_MARKS, Cursor
from rxcheck.sig.items import After, Days, Item, OnDays, Pause, Weekdays
from rxcheck.sig.lexicon import DAY, WEEK, WEEKDAYS

Read = tuple[Item, int] | None
_JOINTS = frozenset({",", "、", "and", "&", "/", "和", "+"})
_THROUGH = frozenset({"to", "-", "–", "—", "~", "至", "到", "through", "thru"})
_DAYS_ZH = frozenset("一二三四五六日天")
_GROUPS = {
    "weekdays": range(5),
    "weekday": range(5),
    "weekends": (5, 6),
    "weekend": (5, 6),
    "工作日": range(5),
    "周末": (5, 6),
}
_ORDINAL_WORDS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_MOST_DAYS = 400
_MARKS = frozenset({"then", "and", "with", "followed", "by", ",", ";", "a", "an", "have", "后", "然后", "再", "the"})


def read_days(c: Cursor, i: int) -> Read:
    """Whatever this module reads at token `i`."""
    return (
        _weekdays(c, i) or _numbered(c, i) or _ordinal_week(c, i) or _numbered_zh(c, i) or _pause(c, i) or _after(c, i)
    )


def _weekdays(c: Cursor, i: int) -> Read:
    """ "Mon, Wed and Fri", "every Monday", "Mon-Fri", "at weekends", "每周一、三、五"."""
    if c.text(i) in ("每周", "周", "每星期", "星期"):
        return _weekdays_zh(c, i)
    days: set[int] = set()
    j = c.skip(i, ("on", "every", "each", "a", "at", "the", "per"))
    j = c.skip(j, ("week", "morning", "night")) if c.text(j + 1) in WEEKDAYS or c.text(j) == "week" else j
    end = j
    while c.text(j) in WEEKDAYS or c.text(j) in _GROUPS:
        if c.text(j) in _GROUPS:
            days.update(_GROUPS[c.text(j)])
        elif c.text(j + 1) in _THROUGH and c.text(j + 2) in WEEKDAYS:
            first, last = WEEKDAYS[c.text(j)], WEEKDAYS[c.text(j + 2)]
            days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
            j += 2
        else:
            days.add(WEEKDAYS[c.text(j)])
        end = j + 1
        while c.text(end) in ("、", ",") and c.text(end - 1)[-1:] in _DAYS_ZH and _is_short_day(c, end + 1):
            days.add(6 if c.text(end + 1) in ("日", "天") else int((c.number(end + 1) or (Fraction(7), 0))[0]) - 1)
            end += 2  # "周一、三、五"
        end = end + 1 if c.text(end) == "." and c.text(end + 1) in (",", "and", "&") else end
        j = c.skip(end, _JOINTS)
        j = c.skip(j, ("on", "every")) if c.text(j + 1) in WEEKDAYS else j
    return (Weekdays(tuple(sorted(days))), end) if days else None


def _is_short_day(c: Cursor, j: int) -> bool:
    """三 in 周一、三, but not in 周一、三片."""
    return c.text(j) in _DAYS_ZH and c.text(j + 1) not in ("次", "回", "天", "日") and c.unit(j + 1) is None


def _weekdays_zh(c: Cursor, i: int) -> Read:
    days: list[int] = []
    j = i + 1
    while c.text(j) in _DAYS_ZH or (c.text(j).isdigit() and c.text(i) == "每周"):
        if c.text(j) in ("日", "天") and not days and c.text(i) == "每周":
            return None
        value = 7 if c.text(j) in ("日", "天") else int((c.number(j) or (Fraction(0), 0))[0])
        if not 1 <= value <= 7:
            return None
        days.append(value - 1)
        j += 1
        k = c.skip(j, ("、", ",", "和", "/", "周", "及", "与"))
        if not (c.text(k) in _DAYS_ZH or (c.text(k).isdigit() and c.text(k - 1) in ("、", ","))):
            break
        j = k
    counted = (
        c.text(j) in ("次", "~", "-", "至", "到", "天", "日", "回") or c.unit(j) is not None or c.number(j) is not None
    )
    if not days or (counted and not (len(days) > 1 or (c.unit(j) is None and c.number(j) is not None))):
        return None
    if len(days) == 1 and c.text(j) in ("次", "~", "-", "至", "到", "天", "日", "片", "粒"):
        return None
    return Weekdays(tuple(sorted(set(days)))), j


def _numbered(c: Cursor, i: int) -> Read:
    """ "on day 1", "days 2-5", "on days 1, 8 and 15 of a 28 day cycle", "week 1", "weeks 2 to 4"."""
    j = c.skip(i, ("on", "for", "from", "the", "during", "in"))
    if c.text(j) not in ("day", "days", "d", "week", "weeks", "wk", "wks") or (c.text(j) == "d" and c.gap(j + 1)):
        return None
    width = 7 if c.text(j).startswith("w") else 1
    j += 1
    days: list[int] = []
    end = j
    onwards = c.number(j)
    if onwards and onwards[0] > 1 and c.text(c.skip(onwards[1], ("and",))) in ("onwards", "onward", "on", "thereafter"):
        return After((int(onwards[0]) - 1) * width), c.skip(onwards[1], ("and",)) + 1
    while (number := c.number(j)) and number[0].denominator == 1 and c.tokens[j].text != "a":
        first, last, j = int(number[0]), int(number[0]), number[1]
        if (c.text(j) in _THROUGH) and (upper := c.number(j + 1)):
            last, j = int(upper[0]), upper[1]
        if not 0 <= first <= last <= _MOST_DAYS // width:
            return None
        days += range((first - 1) * width + 1, last * width + 1)
        end = j
        k = c.skip(j, (",", "and", "&", "/", "、"))
        k = c.skip(k, ("day", "days")) if k > j else k
        if k == j or not (more := c.number(k)) or c.amount(k) or not _continues(c, more[1]):
            break
        j = k
    if not days:
        return None
    end = end + 1 if c.text(end) in (":", "=") else end
    cycle = _cycle(c, end)
    return (OnDays(tuple(days), cycle[0]), cycle[1]) if cycle else (OnDays(tuple(days)), end)


def _continues(c: Cursor, j: int) -> bool:
    """False where the number behind "day 1," is a dose of its own ("day 1, 2 daily")."""
    return c.text(j) in (",", "and", "&", "/", "、", "of", "every", "to", "-", "") or j >= len(c.tokens)


def _cycle(c: Cursor, j: int) -> tuple[int, int] | None:
    """ "of each 28-day cycle", "every 21 days"."""
    k = c.skip(j, ("of", "each", "every", "a", "the", "in", "per"))
    if k == j:
        return None
    number = c.number(k)
    if number is None:
        return None
    unit = c.time(c.skip(number[1], ("-",)))
    if unit is None or unit[0] < DAY:
        return None
    return int(number[0] * unit[0] / DAY), c.skip(unit[1], ("cycle", "cycles"))


def _ordinal_week(c: Cursor, i: int) -> Read:
    """ "for the first week", "first 3 days", "for the second week", "on the first day"."""
    j = c.skip(i, ("for", "in", "on", "the", "during"))
    if c.text(j) not in _ORDINAL_WORDS or (c.text(j) == "second" and j == i):
        return None
    number = c.number(j + 1)
    k = number[1] if number else j + 1
    unit = c.time(k)
    if unit is None or unit[0] < DAY:
        return None
    length = int((number[0] if number else 1) * unit[0] / DAY)
    if length > _MOST_DAYS:
        return None
    first = (_ORDINAL_WORDS[c.text(j)] - 1) * length + 1
    return OnDays(tuple(range(first, first + length))), unit[1]


def _numbered_zh(c: Cursor, i: int) -> Read:
    """ "第1天", "第2-5天", "第一周", "前3天", "首日", "第1、8、15天"."""
    if c.text(i) in ("首日", "首天", "当天", "第一日", "第一天"):
        return OnDays((1,)), i + 1
    if c.text(i) not in ("第", "前", "d"):
        return None
    j = i + 1
    days: list[tuple[int, int]] = []
    while number := c.number(j):
        first = last = int(number[0])
        j = number[1]
        if (c.text(j) in RANGE_MARKS or (c.text(j) in ("天", "日") and c.text(j + 1) in RANGE_MARKS)) and (
            upper := c.number(c.skip(j + 1 + (c.text(j) in ("天", "日")), ("第",)))
        ):
            last, j = int(upper[0]), upper[1]
        days.append((first, last))
        k = c.skip(j, ("、", ",", "和", "及"))
        if k == j or not c.number(k) or (not c.number(k + 1) and c.text(k + 1) not in ("、", ",", "和", "天", "日")):
            break
        j = k
    unit = c.time(j)
    if not days or unit is None or unit[0] not in (DAY, WEEK, 720):
        return None
    width = unit[0] // DAY
    if c.text(i) == "前":
        days = [(1, days[-1][1])]
    if any(not 0 <= first <= last <= _MOST_DAYS // width for first, last in days):
        return None
    if c.text(unit[1]) in ("起", "开始") and len(days) == 1 and days[0][0] == days[0][1] > 1 and c.text(i) == "第":
        return After((days[0][0] - 1) * width), unit[1] + 1
    whole = tuple(day for first, last in days for day in range((first - 1) * width + 1, last * width + 1))
    return OnDays(whole), c.skip(unit[1], (":", "起"))


def _pause(c: Cursor, i: int) -> Read:
    """ "then 7 days off", "7 day break", "停2天", "with one week off"."""
    if c.text(i) in ("停", "停药", "停服", "间歇", "停用", "休", "休息"):
        lapse = c.lapse(i + 1)
        return (Pause(int(lapse[0] / DAY)), lapse[2]) if lapse and lapse[0] >= DAY else None
    j = c.skip(i, _MARKS)
    if c.text(j) in ("stop", "off", "break", "omit"):
        k = c.skip(j + 1, ("for", "of"))
        lapse = c.lapse(k)
        return (Pause(int(lapse[0] / DAY)), lapse[2]) if lapse and lapse[0] >= DAY else None
    lapse = c.lapse(j)
    if lapse is None or lapse[0] < DAY or lapse[1]:
        return None
    k = c.skip(lapse[2], ("tablet", "pill", "treatment"))
    k = k if c.text(k) in ("free", "-") else lapse[2]
    if c.text(k) in ("off", "break", "free", "gap", "rest", "interval") or (c.text(k), c.text(k + 1)) == ("-", "free"):
        k = k + 1 if c.text(k) == "-" else k
        return Pause(int(lapse[0] / DAY)), c.skip(
            k + 1, ("interval", "period", "treatment", "break", "week", "and", "repeat", "then", "restart")
        )
    return None


def _after(c: Cursor, i: int) -> Read:
    """ "after a week", "after 7 days", "1周后", "a week later", "stop after 5 days"."""
    if (
        c.text(i) in ("stop", "discontinue")
        and c.text(i + 1) == "after"
        and (lapse := c.lapse(i + 2))
        and lapse[0] >= DAY
    ):
        return Days(math.ceil(lapse[0] / DAY)), lapse[2]
    if c.text(i) == "after":
        lapse = c.lapse(c.skip(i + 1, ("the", "first")))
        if lapse and lapse[0] >= DAY:
            return After(math.ceil(lapse[0] / DAY)), c.skip(lapse[2], (",",))
        return None
    lapse = c.lapse(i)
    if lapse is None or lapse[1]:
        return None
    if c.text(lapse[2]) in ("后", "later", "以后", "之后") and lapse[0] >= DAY:
        return After(math.ceil(lapse[0] / DAY)), c.skip(lapse[2] + 1, (",",))
    if c.text(lapse[2]) == "后停药" and lapse[0] >= DAY:
        return Days(math.ceil(lapse[0] / DAY)), lapse[2] + 1
    return None
