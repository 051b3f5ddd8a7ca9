"""Cuts an instruction with several steps into clauses of one step each."""

from __future__ import annotations

import itertools

from msgspec import Struct

from rxcheck.sig.draft import in_parentheses
from rxcheck.sig.items import (
    After,
    Amount,
    At,
    Count,
    Days,
    Found,
    OnDays,
    Plain,
    Rate,
    Split,
    Weekdays,
    Word,
)
from rxcheck.sig.lexer import Token

_PUNCTUATION = frozenset({",", ";", ".", "、", "。", "，"})
_TIMED_WORDS = frozenset({Word.PRN, Word.EVENT, Word.SINGLE, Word.FIRST, Word.REST, Word.OD, Word.MEALS, Word.STOP})
_TIMES = (Rate, At, Weekdays, OnDays, Days, Split)
_LEADING_TIMES = (Rate, At, Weekdays, OnDays)
_PLAIN_TURNS = frozenset(
    {"then", "and then", "then take", "followed by", "next", "take", "and", "a", "the", "然后", "再", "接着", "之后"}
)
_AFTERWARDS = frozenset({"thereafter", "afterwards", "subsequently", "maintenance", "以后", "之后", "此后", "维持"})
_CHANGE_WORDS = frozenset(
    {
        "increase",
        "increasing",
        "reduce",
        "reducing",
        "decrease",
        "decreasing",
        "增加",
        "减少",
        "加量",
        "减量",
        "开始",
        "start with",
    }
)


class Part(Struct):
    """A clause: its items; whether it follows the clause before (`then`) or is listed beside it; days of the one before.

    `changes` where the text says that the dose becomes another ("increase to"), not only "then".
    """

    found: tuple[Found, ...]
    then: bool = False
    after: int | None = None
    changes: bool = False


def cut(tokens: tuple[Token, ...], found: tuple[Found, ...], text: str) -> list[Part]:
    """The clauses of an instruction in their order; one clause where it has one step, or cannot be cut for certain."""
    parts: list[Part] = []
    for part in _by_words(tokens, found):
        pieces = _by_doses(tokens, part.found)
        parts += [
            Part(piece, part.then if not n else False, part.after if not n else None, part.changes)
            for n, piece in enumerate(pieces)
        ]
    return parts


def _by_words(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> list[Part]:
    """Cut at "then", "followed by", "after a week", where there is something to take on both sides."""
    parts: list[Part] = []
    begin, then, after, changes = 0, False, None, False
    n = 0
    while n < len(found):
        if not _turns(found[n]):
            n += 1
            continue
        end, lapse = n, None
        while end < len(found) and (_turns(found[end]) or _is_filler(tokens, found, end)):
            item = found[end].item
            lapse = item.days if isinstance(item, After) else lapse
            end += 1
        start = n
        while start > begin and _is_change(tokens, found[start - 1]):
            start -= 1
        if _states(found[begin:start]) and _states(found[end:]):
            parts.append(Part(found[begin:start], then, after, changes))
            changes = any(
                _words(tokens, piece) not in _PLAIN_TURNS for piece in found[start:end] if not _is_mark(tokens, piece)
            )
            begin, then, after = end, True, lapse
        elif (
            then
            and after is None
            and isinstance(found[n].item, After)
            and _states(found[begin:n])
            and not _states(found[end:])
        ):
            # "increase to 2 after a week": the lapse stands behind.
            after, found = lapse, (*found[:n], *found[end:])
            continue
        elif lapse is None and not _states(found[begin:n]) and _states(found[end:]):
            found = (*found[:n], *found[end:])  # "maintenance 5 mg daily": nothing stands before it
            continue
        elif tokens[found[n].start].text in _AFTERWARDS and lapse is None and not _states(found[end:]):
            found = (*found[:n], *found[n + 1 :])  # "2 tablets daily thereafter"
            continue
        n = max(end, n + 1)
    parts.append(Part(found[begin:], then, after, changes))
    return parts


def _words(tokens: tuple[Token, ...], piece: Found) -> str:
    return " ".join(token.text for token in tokens[piece.start : piece.end])


def _turns(piece: Found) -> bool:
    return isinstance(piece.item, After) or (isinstance(piece.item, Plain) and piece.item.word is Word.THEN)


def _is_change(tokens: tuple[Token, ...], piece: Found) -> bool:
    words = _words(tokens, piece)
    return isinstance(piece.item, Plain) and (
        words in _CHANGE_WORDS or words in _PUNCTUATION or words in ("and", "a", "after", "by", "to")
    )


def _is_filler(tokens: tuple[Token, ...], found: tuple[Found, ...], n: int) -> bool:
    """Words between two turns ("then, after a week, increase to")."""
    if not any(_turns(piece) for piece in found[n + 1 : n + 4]):
        return _is_change(tokens, found[n])
    return isinstance(found[n].item, Plain) and (
        found[n].item.word is Word.NOISE or _is_change(tokens, found[n])  # type: ignore[union-attr]
    )


def _states(found: tuple[Found, ...]) -> bool:
    """True where something is stated that a step can have."""
    return any(
        _is_dose(piece) or isinstance(piece.item, (Rate, At)) or _is_word(piece, Word.OD, Word.SINGLE)
        for piece in found
    )


def _is_word(piece: Found, *words: Word) -> bool:
    return isinstance(piece.item, Plain) and piece.item.word in words


def _is_dose(piece: Found) -> bool:
    return isinstance(piece.item, (Amount, Count))


def _timed(found: tuple[Found, ...]) -> bool:
    return any(isinstance(piece.item, _TIMES) or _is_word(piece, *_TIMED_WORDS) for piece in found)


def _by_doses(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    """Cut between doses, where each of them has a time, a rate or a duration of its own."""
    doses = _dose_places(tokens, found)
    if len(doses) < 2:
        return _by_durations(tokens, found)
    first = next(
        (
            piece
            for piece in found
            if isinstance(piece.item, (*_LEADING_TIMES, Amount, Count)) or _is_word(piece, Word.REST, Word.EXCEPT)
        ),
        None,
    )
    modifier_first = first is not None and not _is_dose(first)
    for attempt in (_behind_times if not modifier_first else _before_times, _at_marks):
        places = [attempt(tokens, found, one, other) for one, other in itertools.pairwise(doses)]
        if None in places:
            continue
        bounds = [0, *[place for place in places if place is not None], len(found)]
        pieces = [found[start:end] for start, end in itertools.pairwise(bounds)]
        if all(_timed(piece) or (n and _is_exception(pieces, n)) for n, piece in enumerate(pieces)):
            return pieces
    return [found]


def _is_exception(pieces: list[tuple[Found, ...]], n: int) -> bool:
    return any(_is_word(piece, Word.EXCEPT) for piece in pieces[n])


def _dose_places(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> list[int]:
    places: list[int] = []
    for n, piece in enumerate(found):
        if not _is_dose(piece):
            continue
        item = piece.item
        if isinstance(item, Amount) and places:
            before = found[places[-1]].item
            same = isinstance(before, Amount) and before.dose == item.dose and not _timed(found[places[-1] : n])
            if in_parentheses(tokens, piece) or same or item.dose.rate_hours == 1:
                continue
        places.append(n)
    return places


def _behind_times(tokens: tuple[Token, ...], found: tuple[Found, ...], one: int, other: int) -> int | None:
    """ "2 tablets in the morning, 1 at night": behind the last time that belongs to the first dose."""
    last = None
    for n in range(one + 1, other):
        if isinstance(found[n].item, _TIMES) or _is_word(found[n], *_TIMED_WORDS):
            last = n
    if last is None:
        return None
    for n in range(last + 1, other):
        if _is_mark(tokens, found[n]) or _is_word(found[n], Word.EXCEPT):
            return n
    return other


def _before_times(tokens: tuple[Token, ...], found: tuple[Found, ...], one: int, other: int) -> int | None:
    """ "Mornings 2 tablets, evenings 1": before the first time that belongs to the second dose."""
    timed = [
        n
        for n in range(one + 1, other)
        if isinstance(found[n].item, _LEADING_TIMES) or _is_word(found[n], Word.REST, Word.EXCEPT)
    ]
    if not timed:
        return None
    for n in range(timed[-1] - 1, one, -1):
        if _is_mark(tokens, found[n]):
            return n
    return timed[0]


def _at_marks(tokens: tuple[Token, ...], found: tuple[Found, ...], one: int, other: int) -> int | None:
    """At the first mark with a time on both of its sides."""
    for n in range(one + 1, other):
        if _is_mark(tokens, found[n]) and _timed(found[one:n]) and _timed(found[n:other]):
            return n
    return None


def _by_durations(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    """ "twice daily for 5 days, once daily for 5 days": cut where every piece has a rate and a duration."""
    if sum(isinstance(piece.item, (Days, OnDays)) for piece in found) < 2:
        return [found]
    marks = [n for n, piece in enumerate(found) if _is_mark(tokens, piece)]
    pieces: list[tuple[Found, ...]] = []
    begin = 0
    for n in [*marks, len(found)]:
        piece = found[begin:n]
        if _rated(piece) and any(isinstance(p.item, (Days, OnDays)) for p in piece):
            pieces.append(piece)
            begin = n
    if begin < len(found):
        rest = found[begin:]
        if any(isinstance(p.item, (Rate, At, Days, OnDays)) for p in rest) or not pieces:
            return [found]
        pieces[-1] += rest
    return pieces if len(pieces) > 1 else [found]


def _rated(found: tuple[Found, ...]) -> bool:
    return any(isinstance(piece.item, (Rate, At)) or _is_word(piece, Word.OD) for piece in found)


def _is_mark(tokens: tuple[Token, ...], piece: Found) -> bool:
    if _is_word(piece, Word.AND):
        return True
    return piece.end == piece.start + 1 and tokens[piece.start].text in _PUNCTUATION
