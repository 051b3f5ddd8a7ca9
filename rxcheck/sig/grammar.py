"""An instruction as a row of items: the grammar proper. What it does not know becomes `Unknown`, never a guess."""

from __future__ import annotations

import math
from fractions import Fraction

from rxcheck.quantity import Dose
from rxcheck.sig.calendar import read_days
from rxcheck.sig.caps import day_period, read_cap
from rxcheck.sig.clocks import SEPARATORS, read_clock
from rxcheck.sig.cursor import RANGE_MARKS, Cursor, counted, scaled
from rxcheck.sig.durations import lapse_behind, meal_word, read_bare_duration, read_duration, read_wait
from rxcheck.sig.fluids import read_diluent
from rxcheck.sig.items import Amount, At, Count, Found, Item, Plain, Rate, Split, Unknown, Way, Weekdays, Word
from rxcheck.sig.lexer import Token, TokenKind, tokens_of
from rxcheck.sig.lexicon import COUNT_WORDS, DAY, NUMBERS, TIMES, WEEKDAYS, chinese_words
from rxcheck.sig.patterns import read_pattern
from rxcheck.sig.rates import period_zh, read_rate, times_zh
from rxcheck.sig.tapers import STARTS, read_taper
from rxcheck.terms import Route

Read = tuple[Item, int] | None
_INDICATION_MARKS = frozenset({"/", ",", "and", "or", "&", "、", "-"})
_MAX_INDICATION = 10
MAX_TOKENS = 500
_SPOONS = frozenset({"spoonful", "spoonfuls", "spoon", "spoons", "spoonsful", "spfl", "sp", "5ml"})
_SIDED = frozenset({"left", "right", "both", "each", "affected", "l", "r", "lt", "rt"})
_BEHIND_ON = frozenset({"", ",", ";", ".", "prn", "and", "then", "for", "&", "+", ")", "when", "as", "if", "x", "with"})
_MARKS_THAT_BEGIN = frozenset({"+", "×", "*", ":", "@", "/"})
_BEGINNINGS = (
    frozenset(
        """
    a an and another about added after as at between break by can course d day days diluted discontinue dissolved divided
    duration during each ever every evry first followed for from given gradually half have in into lasting least left may
    mixed morning night of off omit on once over per q quarter split stop t the then thrice times to twice up week weekday
    weekdays weekend weekends weeks with within wk wks x 1st 2nd 3rd 4th third second fourth
    """.split()
    )
    | set(NUMBERS)
    | set(WEEKDAYS)
    | STARTS
)
_BEFORE_REASONS = (Word.PRN, Word.FOR, Word.IF, Word.EVENT, Word.DIRECTED)
_COMPLAINTS = frozenset(
    "pain pains ache tightness irritation itching itch spasm spasms discomfort cramps rash infection dryness redness".split()
)
_SUPPLIES = frozenset({"mitte", "mitt", "disp", "dispense", "qty", "quantity", "#"})
_COMPARISONS = frozenset({"<", ">", "≤", "≥", "below", "above"})
_DROPS = frozenset({"gtt", "gtts", "drop", "drops"})
_MARKED_WORDS = (Word.MAX, Word.MAX_DAY, Word.UP_TO)


def read_text(text: str) -> tuple[tuple[Token, ...], tuple[Found, ...]]:
    """The tokens of `text` and the items they form."""
    tokens = tokens_of(text, chinese_words())
    return tokens, read_items(tokens) if len(tokens) <= MAX_TOKENS else ()


def read_items(tokens: tuple[Token, ...], wholly: bool = False) -> tuple[Found, ...]:
    """Items from left to right, the longest understood piece first; `wholly` stops at the first that is not understood."""
    cursor = Cursor(tokens)
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        if pattern := read_pattern(cursor, i, tuple(found)):
            found += pattern[0]
            if wholly and isinstance(pattern[0][0].item, Unknown):
                break
            i = pattern[1]
            continue
        item, j = _item(cursor, i)
        word = item.word if isinstance(item, Plain) else None
        purpose = word in (Word.FOR, Word.IF, Word.EVENT, Word.DIRECTED) or cursor.text(j - 1) == "for"
        end = _indication(cursor, j, purpose) if word in _BEFORE_REASONS else j
        if word is Word.IF:
            # "if wheezy": as needed. "if systolic < 100" and "stop if rash" are conditions that nobody can judge.
            ends = bool(found) and found[-1].item in (Plain(Word.STOP), Plain(Word.RESTRICT))
            item = Plain(Word.PRN if end > j and not ends else Word.RESTRICT)
        found.append(Found(item, i, j))
        if end > j:
            found.append(Found(Plain(Word.NOISE), j, end))
        if wholly and isinstance(item, Unknown):
            break
        i = end
    return tuple(found)


def _item(c: Cursor, i: int) -> tuple[Item, int]:
    known = c.phrase(i)
    if c.text(i) in _SUPPLIES and (supplied := _supply(c, i)):
        return Plain(Word.NOISE), supplied
    if c.text(i) == "@" and (time := c.phrase(i + 1)) and isinstance(time[0], At):
        return _slots(c, time[0], time[1])
    if c.text(i) in _COMPARISONS and (limit := _limit(c, i)):
        return Unknown(), limit
    if (
        i
        and c.text(i) == "x"
        and c.text(i + 1) == "1"
        and not c.gap(i)
        and c.text(i - 1).isdigit()
        and not c.unit(i + 2)
    ):
        return Unknown(), i + 2  # "2x1": two once, or one twice
    if i and c.text(i) == "os" and known is None and c.text(i - 1) in _DROPS:
        return Way(Route.OPHTHALMIC), i + 1  # *oculus sinister*, not *per os*
    read = _read(c, i) if _may_begin(c, i, known) else None
    if read and (known is None or read[1] >= known[1]):
        return _widened(c, *read)
    if known is None:
        return Unknown(), i + 1
    item, j = known
    if isinstance(item, At) and c.text(i) == "on" and j == i + 1 and not _stands_alone(c, i):
        return Unknown(), j
    if isinstance(item, At):
        return _slots(c, item, j)
    if isinstance(item, Plain) and item.word in _MARKED_WORDS:
        return _most(c, item, j)
    if isinstance(item, Plain) and item.word is Word.EACH and (times := times_zh(c, j)) and times[0] == 1:
        return Plain(Word.NOISE), times[1]
    if meal_word(c, i) and (end := lapse_behind(c, j)):
        return item, end
    return _widened(c, item, j)


def _supply(c: Cursor, i: int) -> int | None:
    """The end of "mitte 56", "#60", "qty: 30 tabs": what is handed out is no dose."""
    if c.text(i) == "#" and i and c.tokens[i - 1].kind is TokenKind.NUMBER:
        return None  # "1# tid"
    number = c.number(c.skip(i + 1, (":", "#", ".")))
    if number is None:
        return None
    unit = c.unit(number[1])
    j = unit[2] if unit else number[1]
    return j if j >= len(c.tokens) or c.text(j) in (".", ",", ";", ")") else None


def _limit(c: Cursor, i: int) -> int | None:
    """The end of "< 100", "below 60", "> 38.5": a limit for a measured value is no dose."""
    j = c.skip(i + 1, ("=", "than"))
    number = c.number(j)
    return None if number is None or c.time(number[1]) else number[1]


def _stands_alone(c: Cursor, i: int) -> bool:
    """True where "on" can only be *omni nocte*: behind a number or unit, before the end or another clause."""
    behind = c.text(i + 1)
    before = i > 0 and (
        c.tokens[i - 1].kind is TokenKind.NUMBER or c.text(i - 1) in NUMBERS or c.unit(i - 1) is not None
    )
    return before and (behind in _BEHIND_ON or behind[:1].isdigit())


def _may_begin(c: Cursor, i: int, known: tuple[Item, int] | None) -> bool:
    """False for words and marks with which no rule of the grammar begins: most of a text needs no rule."""
    if c.tokens[i].kind is TokenKind.WORD:
        maximum = known is not None and isinstance(known[0], Plain) and known[0].word in _MARKED_WORDS
        return maximum or c.text(i) in _BEGINNINGS
    return c.tokens[i].kind is not TokenKind.MARK or c.text(i) in _MARKS_THAT_BEGIN


def _read(c: Cursor, i: int) -> Read:
    return (
        read_taper(c, i)
        or read_cap(c, i)
        or _divided(c, i)
        or _daily_total(c, i)
        or read_days(c, i)
        or read_wait(c, i)
        or read_rate(c, i)
        or read_duration(c, i)
        or _once_at(c, i)
        or _number_item(c, i)
    )


def _most(c: Cursor, item: Plain, j: int) -> tuple[Item, int]:
    """ "Take up to 2 tablets at night" is a dose; any other maximum that the grammar of maxima does not read is unknown."""
    if item.word is Word.UP_TO and (amount := c.amount(j)) and amount[0].rate_hours is None:
        return Amount(amount[0]), amount[1]
    if item.word is Word.UP_TO and isinstance((read_rate(c, j) or c.phrase(j) or (None,))[0], Rate):
        return Plain(Word.NOISE), j  # "up to every 4 hours"
    if item.word is Word.UP_TO and (span := c.span(j)):
        return Count(span[0], span[1]), span[2]
    return Unknown(), j


def _once_at(c: Cursor, i: int) -> Read:
    """ "once in the morning", "once at night", "once on Mondays": once adds nothing."""
    if c.text(i) not in COUNT_WORDS or COUNT_WORDS[c.text(i)] != 1:
        return None
    j = c.skip(i + 1, (",", "only"))
    known = c.phrase(j)
    if known and isinstance(known[0], At) and known[0].times == 1:
        return _slots(c, known[0], known[1])
    if known and isinstance(known[0], Rate) and known[0].count == 1:
        return known
    days = read_days(c, j)
    return days if days and isinstance(days[0], Weekdays) else None


def _widened(c: Cursor, item: Item, j: int) -> tuple[Item, int]:
    """The higher of two rates in "bid-tid" or "daily to bid"; the lower one is kept beside it."""
    if isinstance(item, Rate) and (c.text(j) in RANGE_MARKS or c.text(j) in ("or", "/")):
        other = c.phrase(j + 1) or read_rate(c, j + 1)
        if other and isinstance(other[0], Rate):
            rates = sorted((item, other[0]), key=_per_hour)
            low = _per_hour(rates[0])
            high = rates[1]
            return Rate(high.count, high.hours, high.bare, low if low != _per_hour(high) else None), other[1]
    return item, j


def _per_hour(rate: Rate) -> Fraction:
    return Fraction(rate.count, rate.hours)


def _number_item(c: Cursor, i: int) -> Read:
    return (
        read_clock(c, i)
        or _product(c, i)
        or read_diluent(c, i)
        or _amount(c, i)
        or read_bare_duration(c, i)
        or _count(c, i)
    )


def _amount(c: Cursor, i: int) -> Read:
    read = c.amount(i)
    if read is None:
        return None
    dose, j = read
    if dose.rate_hours is None and c.text(j) in ("in", "over", "within") and (end := day_period(c, j)):
        return Amount(Dose(dose.low, dose.high, dose.basis, DAY)), end  # "10 mg over 24 hours"
    carrier = c.text(j) in _SPOONS or (dose.rate_hours is not None and c.text(j) in ("patch", "patches"))
    return Amount(dose), j + carrier


def _product(c: Cursor, i: int) -> Read:
    """ "2 x 500 mg", "take one 500 mg tablet", "one or two 5 ml spoonfuls": so many pieces of a stated strength."""
    span = c.span(i)
    if span is None or span[0] > 10 or (span[1] or 0) > 10:
        return None
    low, high, j = span
    j = c.skip(j, ("heaped", "heaping", "level", "rounded"))
    marked = c.text(j) in ("x", "×", "*")
    worded = c.text(i).isalpha() or c.text(i - 1) in ("take", "give", "use")
    amount = c.amount(j + 1 if marked else j)
    if amount and amount[0].rate_hours and low == 1 and high is None and c.text(amount[1]) == "patch":
        return Amount(amount[0]), amount[1] + 1  # "one 25 mcg/h patch"
    if amount is None or amount[0].rate_hours or amount[0].high or amount[0].low.unit.code.startswith("{"):
        return None
    k = amount[1]
    spoon = c.text(k) in _SPOONS
    piece = c.unit(k)
    piece_follows = piece is not None and piece[0].code.startswith("{")
    if not marked and not (worded and piece_follows) and not spoon:
        return None
    least, most = scaled(amount[0], low), scaled(amount[0], high) if high else None
    if least is None:
        return None
    dose = Dose(least.low, most.low if most else None, least.basis)
    return Amount(dose), k + 1 if spoon else piece[2] if piece and piece_follows else k


def _count(c: Cursor, i: int) -> Read:
    span = c.span(i)
    if span is None or c.tokens[i].text in ("a", "an"):
        return None
    low, high, j = span
    period = day_period(c, j)
    if period and c.text(j) in ("a", "per", "/", "in", "within"):
        dose = counted(low, high)
        return (Amount(Dose(dose.low, dose.high, dose.basis, DAY)), period) if dose else None
    if c.text(j) in ("/", "%", ":") or (c.text(j) == "-" and not c.gap(j)):
        return None
    return Count(low, high), j


def _daily_total(c: Cursor, i: int) -> Read:
    """ "每日2片": an amount per day, however it is divided."""
    period = period_zh(c, i)
    if c.text(i) in ("日", "天", "周") and i and (c.tokens[i - 1].kind is TokenKind.NUMBER or c.text(i - 1) in NUMBERS):
        return None  # "3天1贴"
    if period is None or period[0] not in (DAY, 7 * DAY) or period[1] or times_zh(c, period[2]):
        return None
    read = c.amount(c.skip(period[2], ("服", "用", "服用", "给予", "总量", "剂量", "总剂量", "量", ":", "口服")))
    if read is None or read[0].rate_hours:
        return None
    if any(c.text(place) == "口服" for place in range(period[2], read[1])):
        return None
    dose, j = read
    return Amount(Dose(dose.low, dose.high, dose.basis, int(period[0]))), j


def _divided(c: Cursor, i: int) -> Read:
    """ "in 3 divided doses", "divided tid" (the frequency follows), "分3次"."""
    if c.text(i) == "分" and (times := times_zh(c, i + 1)):
        return Split(math.ceil(times[0])), c.skip(times[1], ("服", "服用"))
    j = i + 1 if c.text(i) in ("in", "divided", "into", "given", "split", "as") else i
    j = c.skip(j, ("in", "into", "as"))
    span = c.span(j)
    if span is None:
        return None
    k = c.skip(span[2], ("equal", "equally", "divided"))
    if c.text(k) in ("doses", "dose") and (
        c.text(i) in ("divided", "split") or "divided" in (c.text(k - 1), c.text(k - 2))
    ):
        return Split(math.ceil(span[1] or span[0])), k + 1
    return None


def _slots(c: Cursor, first: At, j: int) -> tuple[Item, int]:
    """A list of times of day, or one; "各一次" and "一次" behind it add nothing."""
    slots, listed = list(first.slots), first.listed
    while c.text(j) in SEPARATORS:
        k = c.skip(j, SEPARATORS)
        other = c.phrase(k)
        if other is None or not isinstance(other[0], At):
            break
        slots.extend(other[0].slots)
        listed, j = True, other[1]
    if meal_word(c, j - 1) and (end := lapse_behind(c, j)):
        j = end
    k = j + 1 if c.text(j) == "各" else j
    times = times_zh(c, k)
    if times and times[0] == 1 and not c.amount(times[1]) and c.text(times[1]) != "/":
        j = times[1]
    elif times and times[0] != 1:
        return Unknown(), times[1]
    elif c.text(j) in ("once", "x1") and not c.phrase(j + 1):
        j += 1
    return At(tuple(slots), listed), j


def _indication(c: Cursor, i: int, purpose: bool) -> int:
    """The end of the words behind "prn", "if" or "for" that say why: no number, no time, no rate."""
    if c.text(i) == "(" and (inner := _indication(c, i + 1, True)) > i + 1 and c.text(inner) == ")":
        return inner + 1  # "prn (mild pain)"
    j = i
    while j < len(c.tokens) and j - i < _MAX_INDICATION:
        joined = c.text(j) in _INDICATION_MARKS
        k = j + 1 if joined else j
        if (
            c.text(k) in ("the", "a", "your", "in", "of")
            and j > i
            and k + 1 < len(c.tokens)
            and _names_a_reason(c, k + 1, True)
        ):
            k += 1
        if k >= len(c.tokens) or not _names_a_reason(c, k, purpose or j > i):
            break
        j = k + 1
    if j > i and c.text(j) == "(" and (inner := _indication(c, j + 1, True)) > j + 1 and c.text(inner) == ")":
        return inner + 1  # "for pain (severe)"
    return j


def _names_a_reason(c: Cursor, k: int, purpose: bool) -> bool:
    text = c.text(k)
    if text.isdigit():
        return c.text(k - 1) == "type"
    if c.tokens[k].kind is not TokenKind.WORD or text in TIMES or (text in NUMBERS and text not in ("i", "ii")):
        return False
    item, j = _item(c, k)
    if isinstance(item, Unknown):
        return True
    if not purpose:
        return isinstance(item, Way) and c.text(j) in _COMPLAINTS  # "prn chest pain"
    if isinstance(item, Way):
        return (
            text not in _SIDED
            and c.text(j - 1) not in ("mouth", "os")
            and text not in ("in", "to", "into", "on", "by", "per", "po")
        )
    return isinstance(item, Plain) and item.word is Word.NOISE and text in ("dry", "skin", "your", "the", "well", "new")
