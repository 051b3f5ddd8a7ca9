"""Rows of numbers for the times of day: "1-0-1", "1+1+2", "20-0-16 units"."""

from __future__ import annotations

import itertools
from fractions import Fraction

from rxcheck.quantity import Dimension, Dose, Quantity, Unit
from rxcheck.sig.cursor import Cursor, counted, scaled
from rxcheck.sig.items import Amount, At, Count, Found, Item, Plain, Rate, Slot, Unknown, Word
from rxcheck.sig.lexer import TokenKind
from rxcheck.sig.lexicon import DAY, TIMES

_DAYTIMES = (Slot.MORNING, Slot.NOON, Slot.EVENING, Slot.BEDTIME)
_JOINTS = frozenset({"-", "+", "–", "—"})
_MOST_WITHOUT_UNIT = 10
_MOST = 200
# What stands behind a row of numbers that is something else: a count of times, a ratio, a date, a range of days.
_OTHER_USES = frozenset({"x", "×", "*", "times", "time", "hourly", "weekly", "/", "%", ":", "-", "+", "am", "pm", "次"})
_DAY_WORDS = frozenset({"day", "days", "d", "week", "weeks", "第", "天", "周", "on", "from", "/", "-", "+", ":", "#"})


def read_pattern(c: Cursor, i: int, before: tuple[Found, ...]) -> tuple[tuple[Found, ...], int] | None:
    """Doses in the morning, at noon, in the evening and, where there are four numbers, at bedtime.

    All pieces cover the whole row of numbers, since its marks are no signs.
    """
    named = c.unit(i)
    named = named if named and named[0].dimension is Dimension.FORM else None  # "tab 1-0-1"
    row = _numbers(c, named[2] if named else i)
    if row is None or c.text(i - 1) in _DAY_WORDS:
        return None
    values, j = row
    behind = c.unit(j)
    unit, end = (named[0], j) if named else (behind[0], behind[2]) if behind and behind[1] == 1 else (None, j)
    if not _stands_alone(c, end, values, unit):
        return None
    slots = [(value, slot) for value, slot in zip(values, _DAYTIMES, strict=False) if value]
    turns = [n for n, piece in enumerate(before) if piece.item == Plain(Word.THEN)]
    step = before[turns[-1] :] if turns else before
    amounts = [piece.item for piece in step if isinstance(piece.item, (Amount, Count))]
    if amounts:
        # "500 mg 1-0-1": one of what was named each time; "500 mg 2-0-1" stays open.
        last = amounts[-1]
        single = isinstance(last, Amount) and last.dose.rate_hours is None and _is_one_of_something(last.dose)
        if len(amounts) > 1 or not single or unit or {value for value, _ in slots} != {Fraction(1)}:
            return ((Found(Unknown(), i, end),), end)
        return ((Found(Rate(len(slots), DAY), i, end),), end)
    pieces: list[Found] = []
    if len({value for value, _ in slots}) == 1:
        dose = _dose(slots[0][0], unit)
        return ((Found(dose, i, end), Found(Rate(len(slots), DAY), i, end)), end) if dose else None
    for value, slot in slots:
        dose = _dose(value, unit)
        if dose is None:
            return None
        pieces += [Found(dose, i, end), Found(At((slot,)), i, end)]
    return tuple(pieces), end


def _numbers(c: Cursor, i: int) -> tuple[list[Fraction], int] | None:
    values: list[Fraction] = []
    joint = ""
    j = i
    while j < len(c.tokens) and c.tokens[j].kind is TokenKind.NUMBER:
        number = (Fraction(0), j + 1) if c.text(j) == "0" else c.number(j)
        if number is None or number[0].denominator not in (1, 2, 4):
            return None
        values.append(number[0])
        j = number[1]
        if c.text(j) not in _JOINTS or (joint and c.text(j) != joint):
            break
        joint = c.text(j)
        j += 1
    complete = len(values) in (3, 4) and c.text(j - 1) not in _JOINTS and any(values)
    return (values, j) if complete else None


def _stands_alone(c: Cursor, j: int, values: list[Fraction], unit: Unit | None) -> bool:
    if all(low < high for low, high in itertools.pairwise(values)):
        return False  # "5-10-15 mg" may be a choice of three
    if max(values) > (_MOST if unit else _MOST_WITHOUT_UNIT):
        return False
    if c.text(j) in TIMES or (c.text(j) in _OTHER_USES and not _lasts(c, j)):
        return False
    return j >= len(c.tokens) or c.tokens[j].kind is not TokenKind.NUMBER or c.lapse(j) is not None


def _lasts(c: Cursor, j: int) -> bool:
    """ "1-0-1 x 5 days"."""
    return c.text(j) in ("x", "×", "*") and c.lapse(j + 1) is not None


def _is_one_of_something(dose: Dose) -> bool:
    return dose.low.dimension is not Dimension.FORM or dose.most.base == dose.low.unit.scale


def _dose(value: Fraction, unit: Unit | None) -> Item | None:
    dose = counted(value, None) if unit is None else scaled(Dose(Quantity(unit.scale, unit)), value)
    return Amount(dose) if dose else None
