"""Words, numbers and marks of a dose instruction, each with its place in the text as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class TokenKind(StrEnum):
    """What a token is made of."""

    NUMBER = "number"
    WORD = "word"
    CJK = "cjk"
    MARK = "mark"
    BAD = "bad"


class Token(Struct, frozen=True):
    """One token: folded text, its span in the original text, and whether white space (or the start) precedes it."""

    kind: TokenKind
    text: str
    start: int
    end: int
    gap: bool


# "1,000" and "1000.5" are numbers; "1,5" is one in half of the world and two in the other half: it stays BAD.
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_FRACTION = re.compile(r"\d{1,4}/\d{1,4}")
_RUN = re.compile(r"\.?[0-9](?:[0-9.,]*[0-9])?(?:/[0-9](?:[0-9.,]*[0-9])?)?")
_DOTTED = re.compile(r"(?:[a-z]\.){2,}[a-z]?(?![a-z])|[a-z]\.[a-z](?![a-z.])")
_WORD = re.compile(r"[a-zµμ]+(?:'[a-z]+)?")
# "takeone", "onetablet": words that were typed without the space between them.
_GLUED = re.compile(
    r"(?:take|give)(?=(?:one|two|three|four|half)(?![a-z]))"
    r"|(?:one|two|three|four|half)(?=(?:tablets?|capsules?|puffs?|sprays?|drops?|sachets?|daily|twice)(?![a-z]))"
)
_MAX_DIGITS = 16


def fold(text: str) -> tuple[str, list[int]]:
    """`text` in compatibility form and lower case, and for every character its index in `text`."""
    out: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        if char == "，":  # a Chinese comma never groups thousands
            folded = " ,"
        else:
            folded = unicodedata.normalize("NFKC", char).casefold()
            if "⁄" in folded:  # ½ is 1⁄2, and 1½ is not 11⁄2
                folded = " " + folded.replace("⁄", "/")
        out.append(folded)
        places.extend([index] * len(folded))
    return "".join(out), places


def is_cjk(char: str) -> bool:
    """True for Chinese characters."""
    return "\u3400" <= char <= "\u9fff"


def tokens_of(text: str, words: ChineseWords | None = None) -> tuple[Token, ...]:
    """The tokens of `text`; Chinese is cut into the longest words of `words`, else single characters."""
    folded, places = fold(text)
    found: list[Token] = []
    index, gap = 0, True
    while index < len(folded):
        char = folded[index]
        if char.isspace():
            index, gap = index + 1, True
            continue
        if char == "." and _in_latin_interval(found, folded, index):
            index, gap = index + 1, False
            continue
        kind, length, value = _next(folded, index, words)
        start, end = places[index], places[index + length - 1] + 1
        if value == ")" and len(found) > 2 and _is_plural(found):
            del found[-2:]  # "day(s)"
            found[-1] = Token(found[-1].kind, found[-1].text, found[-1].start, end, found[-1].gap)
        else:
            found.append(Token(kind, value, start, end, gap))
        index, gap = index + length, False
    return tuple(found)


def _in_latin_interval(found: list[Token], folded: str, index: int) -> bool:
    """True for the dots of "q.4.h."."""
    after = folded[index + 1 : index + 2]
    if found and found[-1].text == "q":
        return after.isdigit()
    return len(found) > 1 and found[-2].text == "q" and found[-1].kind is TokenKind.NUMBER and after in ("h", "d", "w")


def _is_plural(found: list[Token]) -> bool:
    word, bracket, letters = found[-3:]
    joined = not (bracket.gap or letters.gap) and letters.text in ("s", "es", "ies")
    return joined and bracket.text == "(" and word.kind is TokenKind.WORD


def _next(folded: str, index: int, words: ChineseWords | None) -> tuple[TokenKind, int, str]:
    if is_cjk(folded[index]):
        length = words.longest(folded, index) if words else 1
        return TokenKind.CJK, length, folded[index : index + length]
    if match := _RUN.match(folded, index):
        value = match.group()
        number = len(value) <= _MAX_DIGITS and (_PLAIN.fullmatch(value) or _FRACTION.fullmatch(value))
        return (TokenKind.NUMBER if number else TokenKind.BAD), len(value), value
    if match := _DOTTED.match(folded, index):
        return TokenKind.WORD, len(match.group()), match.group().replace(".", "")
    if match := _GLUED.match(folded, index) or _WORD.match(folded, index):
        return TokenKind.WORD, len(match.group()), match.group()
    return TokenKind.MARK, 1, folded[index]


class ChineseWords:
    """The Chinese words that the grammar knows, for cutting text by longest match."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = frozenset(words)
        self._longest = max((len(word) for word in words), default=1)

    def longest(self, text: str, index: int) -> int:
        """Length of the longest known word at `index`, at least 1."""
        for length in range(min(self._longest, len(text) - index), 1, -1):
            if text[index : index + length] in self._words and not _is_week_and_count(text, index, length):
                return length
        return 1


def _is_week_and_count(text: str, index: int, length: int) -> bool:
    """True for 周一 in 每3周一次: a week and a number, no Monday."""
    behind = text[index + length : index + length + 1]
    return behind in ("次", "回") and text[index : index + length - 1] in ("周", "星期", "礼拜")


_SIMPLE = re.compile(r"[a-z]+(?: [a-z]+)*")


def phrase(text: str) -> tuple[str, ...]:
    """The folded token texts of a phrase of the lexicon (Chinese phrases are one token each)."""
    if _SIMPLE.fullmatch(text):
        return tuple(text.split(" "))
    if all(is_cjk(char) for char in text):
        return (text,)
    return tuple(token.text for token in tokens_of(text))
