"""Reading numbers, units and times in a row of tokens. Every reader gives what it read and the next place."""

from __future__ import annotations

from collections.abc import Callable, Container
from fractions import Fraction
from typing import TypeVar

from rxcheck.errors import QuantityError
from rxcheck.quantity import MAX_BASE, Basis, Dimension, Dose, Quantity, Unit, parse_dose, parse_unit
from rxcheck.sig.items import Item
from rxcheck.sig.lexer import Token, TokenKind
from rxcheck.sig.lexicon import COUNTED, NUMBERS, TIMES, UNIT_EXTRA, longest_phrase, phrases

RANGE_MARKS = frozenset({"-", "–", "—", "−", "~", "to", "至", "到"})
_PER = frozenset({"/", "per"})
_TIME_CODES = {24: "d", 1: "h", 0: "min", 168: "wk"}
_BODY = frozenset({"kg", "公斤", "千克", "m2"})
_WORD_PARTS = {
    Fraction(1, 2): ("half", "半"),
    Fraction(1, 4): ("quarter", "四分之一"),
}
_SHORT_TIMES = {7: 24, 52: 168, 12: 720}  # "3/7" three days, "2/52" two weeks, "6/12" six months
# "2 sprays each nostril": here "each" is no piece.
_NOT_PIECE_BEFORE = frozenset(
    {"nostril", "nare", "nostrils", "eye", "eyes", "ear", "ears", "side", "day", "morning", "evening", "night", "meal"}
    | {"time", "hour", "week", "month", "afternoon", "breast", "foot", "hand", "leg", "cheek", "lunch", "dinner"}
    | {"arm", "knee", "thigh", "shoulder", "elbow", "ankle", "heel", "axilla", "armpit", "underarm", "upper", "inner"}
)
_WAYS = frozenset(
    {"vagina", "rectum", "os", "mouth", "peg", "ng", "tube", "vaginum", "nasal", "eyes", "ears", "nostrils"}
)
_INTERVALS = frozenset({4, 6, 8, 12, 48, 72})
_SIDES = frozenset({"nostril", "nare", "eye", "ear"})
_MAX_DENOMINATOR = 8
_MOST_SKIPPED = 12
# "2 full puffs", "one level scoop": words between a number and its unit that change nothing.
_BESIDE_UNITS = frozenset(
    {
        "dispersible",
        "effervescent",
        "soluble",
        "chewable",
        "orodispersible",
        "full",
        "level",
        "more",
        "further",
        "single",
        "whole",
        "oral",
        "metered",
    }
)


_T = TypeVar("_T")


def _once(read: Callable[[Cursor, int], _T]) -> Callable[[Cursor, int], _T]:
    """Reads each place once: many rules look at the same number."""

    def cached(self: Cursor, i: int) -> _T:
        key = (read, i)
        if key not in self.known:
            self.known[key] = read(self, i)
        return self.known[key]  # type: ignore[return-value]

    return cached


class Cursor:
    """A row of tokens with readers for the small pieces that all of the grammar uses."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.texts = [token.text for token in tokens]
        self.known: dict[tuple[object, int], object] = {}

    @_once
    def phrase(self, i: int) -> tuple[Item, int] | None:
        """The longest phrase of the lexicon at token `i`, and the next place."""
        table = phrases()
        for length in range(min(longest_phrase(self.text(i)), len(self.tokens) - i), 0, -1):
            hit = table.get(tuple(self.texts[i : i + length]))
            if hit is not None:
                return hit, i + length
        return None

    def text(self, i: int) -> str:
        """The folded text of token `i`; empty beyond the ends."""
        return self.texts[i] if 0 <= i < len(self.texts) else ""

    def gap(self, i: int) -> bool:
        """True when white space stands before token `i`."""
        return not 0 <= i < len(self.tokens) or self.tokens[i].gap

    def skip(self, i: int, texts: Container[str]) -> int:
        """The first place from `i` whose token is not in `texts`."""
        last = min(len(self.texts), i + _MOST_SKIPPED)
        while i < last and self.texts[i] in texts:
            i += 1
        return i

    @_once
    def number(self, i: int) -> tuple[Fraction, int] | None:
        """A positive number: digits, a simple fraction, a mixed number, or a word."""
        whole = self._simple(i)
        if whole is None:
            return None
        value, j = whole
        if value.denominator != 1 or value == 0:
            return (value, j) if value else None
        k = j + 1 if self.text(j) in ("and", "&", "-", "又") else j
        part = self._simple(k + 1 if self.text(k) in ("a", "an") else k)
        if part and part[0] < 1 and (k > j or self.gap(k)) and self._is_fraction(k, part[1]):
            return value + part[0], part[1]
        return value, j

    def _is_fraction(self, i: int, end: int) -> bool:
        texts = [self.text(place) for place in range(i, end)]
        return any("/" in text or text in ("half", "quarter", "半") for text in texts)

    @_once
    def _simple(self, i: int) -> tuple[Fraction, int] | None:
        if i >= len(self.tokens):
            return None
        token = self.tokens[i]
        if token.kind is TokenKind.NUMBER:
            top, slash, bottom = token.text.replace(",", "").partition("/")
            if not slash:
                return Fraction(top), i + 1
            # 5/325 is a pair of strengths, 1/2 is a half.
            if 0 < int(top) < int(bottom) <= _MAX_DENOMINATOR and int(bottom) not in _SHORT_TIMES:
                return Fraction(int(top), int(bottom)), i + 1
            return None
        if self.text(i) in ("a", "one") and self.text(i + 1) == "third":
            return Fraction(1, 3), i + 2 + (self.text(i + 2) in ("a", "of"))
        for value, words in _WORD_PARTS.items():
            j = i
            if self.text(j) in ("a", "one", "1"):
                j += 2 if self.text(j + 1) == "-" else 1
            if self.text(j) in words:
                j += 1
                return value, j + (1 if self.text(j) in ("a", "an", "of") else 0)
        if token.text == "three" and self.text(i + 1) in ("quarters", "-") and "quarters" in self._next_two(i):
            j = i + 2 if self.text(i + 1) == "quarters" else i + 3
            return Fraction(3, 4), j + (1 if self.text(j) in ("a", "of") else 0)
        if token.text in NUMBERS:
            tens, j = NUMBERS[token.text], i + 1
            k = j + 1 if self.text(j) == "-" else j
            ones = NUMBERS.get(self.text(k), 0)
            if tens >= 20 and tens % 10 == 0 and 0 < ones < 10 and token.text.isascii():
                return Fraction(tens + ones), k + 1
            return Fraction(tens), j
        return None

    def _next_two(self, i: int) -> tuple[str, str]:
        return self.text(i + 1), self.text(i + 2)

    @_once
    def span(self, i: int) -> tuple[Fraction, Fraction | None, int] | None:
        """A number or a range of numbers, the smaller first."""
        if self.text(i) == "between":
            low = self.number(i + 1)
            high = self.number(low[1] + 1) if low and self.text(low[1]) == "and" else None
            return (low[0], high[0], high[1]) if low and high and high[0] > low[0] else None
        low = self.number(i)
        if low is None:
            return None
        value, j = low
        j = self._repeated(value, j)
        if self.text(j) in RANGE_MARKS or self.text(j) == "or":
            high = self.number(j + 2 if self.text(j + 1) == "even" else j + 1)
            if high:
                return (value, high[0], self._repeated(*high)) if high[0] > value else None
        return value, None, j

    def _repeated(self, value: Fraction, j: int) -> int:
        """Skips the number in words behind the number: "1 (one)"."""
        if self.text(j) == "(" and self.text(j + 2) == ")":
            inner = self._simple(j + 1)
            if inner and inner[0] == value:
                return j + 3
        return j

    @_once
    def lapse(self, i: int) -> tuple[Fraction, Fraction | None, int] | None:
        """A length of time in hours, or a range: "3 days", "1-2 weeks", "5/7", "a month", "半小时"."""
        short = self.text(i).split("/")
        if (
            len(short) == 2
            and all(part.isdigit() for part in short)
            and int(short[1]) in _SHORT_TIMES
            and int(short[0])
        ):
            return Fraction(int(short[0]) * _SHORT_TIMES[int(short[1])]), None, i + 1
        span = self.span(i)
        if span is None and self.text(i) in ("a", "an", "one", "another", "first"):
            unit = self.time(i + 1)
            return (Fraction(unit[0]), None, unit[1]) if unit else None
        if span is None:
            return None
        low, high, j = span
        if low.denominator == 1 and high is None and self.text(j) in RANGE_MARKS and "/" in self.text(j + 1):
            upper = self.lapse(j + 1)  # "5-7/7" is cut as 5, -, 7/7
            bottom = self.text(j + 1).split("/")[-1]
            if (
                upper
                and bottom.isdigit()
                and int(bottom) in _SHORT_TIMES
                and low * _SHORT_TIMES[int(bottom)] < upper[0]
            ):
                return low * _SHORT_TIMES[int(bottom)], upper[0], upper[2]
        j = self.skip(j, ("more", "further", "full", "consecutive", "whole", "complete", "个"))
        unit = self.time(j + 1 if self.text(j) == "-" else j)
        if unit is None:
            return None
        if (
            self.text(unit[1]) in RANGE_MARKS
            and high is None
            and (upper := self.lapse(unit[1] + 1))
            and upper[0] > low * unit[0]
        ):
            return low * unit[0], upper[0], upper[2]
        return low * unit[0], high * unit[0] if high else None, unit[1]

    def time(self, i: int) -> tuple[int, int] | None:
        """Hours in the unit of time at `i` (0 for minutes)."""
        hours = TIMES.get(self.text(i))
        return None if hours is None else (hours, self._after_dot(i + 1))

    @_once
    def unit(self, i: int) -> tuple[Unit, Fraction, int] | None:
        """A unit and what to multiply a number with (5 for a teaspoon in mL)."""
        if self.text(i) == "each" and self.text(i + 1) in _NOT_PIECE_BEFORE:
            return None
        if self.text(i) in UNIT_EXTRA:
            return parse_unit("mL"), Fraction(UNIT_EXTRA[self.text(i)]), self._after_dot(i + 1)
        if self.text(i) in COUNTED:
            return parse_unit("{dose}"), Fraction(1), self._after_dot(i + 1)
        if self.text(i) in ("t", "tt") and self.text(i + 1) not in ("d", "i", "."):
            return parse_unit("{tablet}"), Fraction(1), i + 1  # "1 T bd"
        for length in (4, 3, 2, 1):
            parts = self.tokens[i : i + length]
            if len(parts) < length or not parts:
                continue
            text = "".join((" " if token.gap and n else "") + token.text for n, token in enumerate(parts))
            try:
                return parse_unit(text), Fraction(1), self._after_dot(i + length)
            except QuantityError:
                continue
        return None

    def _after_dot(self, i: int) -> int:
        if self.text(i) == "." and not self.gap(i):
            return i + 1
        return i + 3 if (self.text(i), self.text(i + 1), self.text(i + 2)) == ("(", "s", ")") else i

    @_once
    def amount(self, i: int) -> tuple[Dose, int] | None:
        """A dose amount: number or range, unit, and what it is given per (kg, m², day, hour)."""
        found = self.span(i)
        if found is None and self.text(i) in ("a", "an") and self.text(i + 1) not in TIMES and self.unit(i + 1):
            found = (Fraction(1), None, i + 1)
        if found is None:
            return None
        low, high, j = found
        unit = self.unit(self._before_unit(j))
        if unit is None:
            return None
        resolved, factor, j = unit
        if factor != 1 and self.text(j) == "(" and (inner := self.amount(j + 1)) and self.text(inner[1]) == ")":
            j = inner[1] + 1 if inner[0].most.base == round((high or low) * factor * resolved.scale) else j
        if self.text(j) == "半" and high is None:
            low, j = low + Fraction(1, 2), j + 1
        second: tuple[Fraction, Unit] | None = (high * factor, resolved) if high else None
        if high is None and (self.text(j) in RANGE_MARKS or self.text(j) == "or"):
            upper = self.number(j + 1)
            upper_unit = self.unit(self._before_unit(upper[1])) if upper else None
            if upper is not None and upper_unit is not None:
                second, j = (upper[0] * upper_unit[1], upper_unit[0]), upper_unit[2]
            elif self.text(j) in ("-", "–", "—", "−", "~"):
                return None
        per = self._denominator(j) or self._interval(j, resolved)
        if per is None:
            return None
        basis, rate, scale, j = per
        try:
            most = _quantity(second[0] * scale, second[1]) if second else None
            return Dose(_quantity(low * factor * scale, resolved), most, basis, rate), j
        except QuantityError:
            return None

    def _before_unit(self, j: int) -> int:
        j = j + 1 if self.text(j) == "-" and not self.gap(j) else j
        k = self.skip(j, _BESIDE_UNITS)
        return k if k > j and self.unit(k) else j

    def _denominator(self, j: int) -> tuple[Basis, int | None, int, int] | None:
        """Basis, hours of the rate and a factor (60 for "per minute"); None where the amount is a concentration."""
        parts: list[str] = []
        while self._says_per(j):
            k = j + 1
            closing = self.text(k) == "("
            k += closing
            while True:
                read = self._one_denominator(k)
                if read is None:
                    return None
                parts.append(read[0])
                k = read[1]
                if closing and self.text(k) in ("·", ".", "*", "/", "•", "⋅", "-"):
                    k += 1
                    continue
                break
            if closing:
                if self.text(k) != ")":
                    return None
                k += 1
            j = k
        if not parts:
            return Basis.NONE, None, 1, j
        try:
            proto = parse_dose("1", "/".join(("mg", *parts)))
        except QuantityError:
            return None
        return proto.basis, proto.rate_hours, 60 if "min" in parts else 1, j

    def _interval(self, j: int, unit: Unit) -> tuple[Basis, int | None, int, int] | None:
        """ "1 tab/8h": one every 8 hours. A volume may as well run in so long."""
        lapse = self.lapse(j + 1) if self.text(j) == "/" else None
        dosed = lapse is not None and lapse[1] is None and lapse[0] in _INTERVALS
        return (Basis.NONE, None, 1, j) if dosed and unit.dimension is not Dimension.VOLUME else None

    def _says_per(self, j: int) -> bool:
        following = self.text(j + 1)
        if self.text(j) == "a":
            return following in ("day", "week")
        return self.text(j) in _PER and following not in _SIDES | _WAYS

    def _one_denominator(self, k: int) -> tuple[str, int] | None:
        if self.text(k) in _BODY:
            return self.text(k), k + 1
        if self.text(k) == "m" and self.text(k + 1) == "2":
            return "m2", k + 2
        if self.text(k) in ("次", "dose"):
            return "dose", k + 1
        hours = self.time(k)
        if hours and hours[0] in _TIME_CODES:
            return _TIME_CODES[hours[0]], hours[1]
        number = self.number(k)
        hours = self.time(number[1]) if number else None
        if number and hours and number[0] * hours[0] == 24:
            return "d", hours[1]
        return None


def _quantity(value: Fraction, unit: Unit) -> Quantity:
    """Exact where the base unit allows it; a third of a tablet is off by less than a base unit."""
    base = round(value * unit.scale)
    if value <= 0 or base <= 0 or base > MAX_BASE:
        raise QuantityError("amount is zero or beyond what can be meant")
    return Quantity(base, unit)


def counted(low: Fraction, high: Fraction | None) -> Dose | None:
    """A dose of so many units of a form that is not named."""
    unit = parse_unit("{dose}")
    try:
        return Dose(_quantity(low, unit), _quantity(high, unit) if high else None)
    except QuantityError:
        return None


def scaled(dose: Dose, factor: Fraction) -> Dose | None:
    """`dose` times a positive factor, or None beyond the largest amount."""
    try:
        low = _quantity(Fraction(dose.low.base) / dose.low.unit.scale * factor, dose.low.unit)
        high = (
            _quantity(Fraction(dose.high.base) / dose.high.unit.scale * factor, dose.high.unit) if dose.high else None
        )
        return Dose(low, high, dose.basis, dose.rate_hours)
    except QuantityError:
        return None
