"""一次 and 单次: "per dose" beside a dose and a frequency, "once and no more" where nothing else says how often."""

from __future__ import annotations

from rxcheck.sig.items import Amount, Found, Item, Plain, Way, Word
from rxcheck.sig.lexer import Token

_SINGLE = "单次"
_ONCE = frozenset({_SINGLE, "一次", "1次"})
# "餐后一次", "每一次", "规律 一次": how often is told by these words, or left to them.
_REPEATING = frozenset("餐饭食每各连长规隔")


def once_only(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The items with 一次 as a single dose, where the instruction holds nothing but it, an amount and a route.

    "10mg 肌内注射 一次" is one dose; "一次 10mg" is so much each time, and how often is not said. "单次 10mg" is one dose.
    """
    places = [place for place, piece in enumerate(found) if piece.item == Plain(Word.PER_DOSE)]
    if len(places) != 1 or not all(_allows(piece.item) for piece in found):
        return found
    here = found[places[0]]
    written = "".join(token.text for token in tokens[here.start : here.end])
    if written not in _ONCE or any(token.text[0] in _REPEATING for token in tokens):
        return found
    if written != _SINGLE and any(isinstance(piece.item, Amount) for piece in found[places[0] :]):
        return found
    return (*found[: places[0]], Found(Plain(Word.SINGLE), here.start, here.end), *found[places[0] + 1 :])


def _allows(item: Item) -> bool:
    if isinstance(item, Amount):
        return item.dose.rate_hours is None
    return isinstance(item, Way) or (isinstance(item, Plain) and item.word in (Word.NOISE, Word.PER_DOSE))
