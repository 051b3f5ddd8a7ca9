"""Ways of writing that have been misread ("10U", "1.0 mg", ".5 mg", "QOD"), found in the text as it was written.

One recogniser for each `WrittenForm`; which words are looked for is told by the caller, so that a further word is a row
of a table and not code. A text is cut into tokens once, in one pass; nothing here raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from rxcheck.errors import QuantityError
from rxcheck.quantity import parse_unit
from rxcheck.terms import WrittenForm

# One character for one, so that what is found can be shown as it was written: full-width forms, the two micro signs,
# and the digits of formulas.
_FOLD = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{0x2080 + digit: 0x30 + digit for digit in range(10)},
    0x3000: 0x20,
    0x3BC: 0xB5,
}
_NUMBER = r"(?P<number>(?<![0-9A-Za-z.,])(?:[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+))"
_DOTTED = r"(?:[A-Za-z]\.)+[A-Za-z](?![A-Za-z0-9])\.?"
_ASCII = rf"{_NUMBER}|(?P<word>{_DOTTED}|[A-Za-z][A-Za-z0-9]*)"
_ALL = rf"{_NUMBER}|(?P<word>{_DOTTED}|[A-Za-zµ㎍][A-Za-z0-9µ]*)|(?P<cjk>[\u3400-\u9fff]+)"
_MANY = frozenset({"十", "百", "千", "万", "十万", "百万", "千万", "亿"})
_LONGEST_CJK_UNIT = 4
MAX_SHOWN = 40


class Want(Struct, frozen=True):
    """One way of writing that is looked for; `key` is given back with what is found.

    `words` are spellings without regard to case and to points ("qd" is "Q.D." too). `least` is the smallest number that
    needs separators. `in_name` says whether the name of the drug is looked at, or only what stands beside it.
    """

    key: int
    form: WrittenForm
    words: tuple[str, ...] = ()
    least: int = 0
    in_name: bool = True


class Token(Struct, frozen=True):
    """A number, word or run of Chinese characters: kind, folded text, and where it stands in the text.

    `key` is what a word is compared by; blank for the others.
    """

    kind: str
    text: str
    start: int
    end: int
    key: str


class Text(Struct, frozen=True):
    """A text with its folded form and its tokens."""

    raw: str
    folded: str
    tokens: tuple[Token, ...]
    is_name: bool

    @classmethod
    def of(cls, raw: str, is_name: bool) -> Text:
        """The tokens of a text."""
        ascii_only = raw.isascii()
        folded = raw if ascii_only else raw.translate(_FOLD)
        tokens = []
        for match in _tokens(ascii_only).finditer(folded):
            kind, shown = match.lastgroup or "", match.group()
            key = shown.replace(".", "").lower() if kind == "word" else ""
            tokens.append(Token(kind, shown, match.start(), match.end(), key))
        return cls(raw, folded, tuple(tokens), is_name)

    def shown(self, start: int, end: int) -> str:
        """What stands there, as written, on one line and not too long."""
        text = " ".join(self.raw[start:end].split())
        return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"

    def follows(self, number: int) -> Token | None:
        """The token behind token `number`, where only white space lies between."""
        if number + 1 >= len(self.tokens):
            return None
        token = self.tokens[number + 1]
        between = self.folded[self.tokens[number].end : token.start]
        return token if not between or between.isspace() else None

    def unit_end(self, number: int) -> int | None:
        """Where the unit behind a number ends; a number that is all of an instruction is a dose as it stands."""
        token = self.follows(number)
        if token is not None and token.kind == "word":
            return token.end if _is_unit(token.text) else None
        if token is not None and token.kind == "cjk":
            for length in range(min(_LONGEST_CJK_UNIT, len(token.text)), 0, -1):
                if _is_unit(token.text[:length]):
                    return token.start + length
            return None
        alone = not self.is_name and len(self.tokens) == 1 and self.folded.strip() == self.tokens[number].text
        return self.tokens[number].end if alone else None


@cache
def _tokens(ascii_only: bool) -> re.Pattern[str]:
    # The larger one takes three times as long to compile, and most texts do not need it.
    return re.compile(_ASCII if ascii_only else _ALL)


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except QuantityError:
        return False
    return True


def folded_word(text: str) -> str:
    """A word as it is compared: without points, in lower case, with one kind of micro sign."""
    return text.translate(_FOLD).replace(".", "").lower()


Found = Iterator[tuple[int, int]]


def _units(text: Text, want: Want, words: frozenset[str]) -> Found:
    """ "10U", "10 IU", "5万U": the word as the unit of a number. "40 U/L" is the unit of a result, not of a dose."""
    for number, token in enumerate(text.tokens):
        if token.kind != "number":
            continue
        unit = text.follows(number)
        if unit is not None and unit.kind == "cjk" and unit.text in _MANY:
            unit = text.follows(number + 1)
        if unit is None or unit.key not in words:
            continue
        behind = text.folded[unit.end : unit.end + 3].lower()
        if not (behind.startswith("/l") and not behind[2:].isalpha()):
            yield token.start, unit.end


def _words(text: Text, want: Want, words: frozenset[str]) -> Found:
    """The word itself, wherever it stands ("qd", "Q.O.D.")."""
    for token in text.tokens:
        if token.key in words:
            yield token.start, token.end


def _names(text: Text, want: Want, words: frozenset[str]) -> Found:
    """The word as the name of a drug. A formula ("MgSO4") is one wherever it stands; mere letters ("MS") are one at the
    head of the name and with no further word behind them, which would make another name of it ("MS Contin")."""
    for number, token in enumerate(text.tokens if text.is_name else ()):
        if token.key not in words:
            continue
        behind = text.tokens[number + 1] if number + 1 < len(text.tokens) else None
        alone = number == 0 and (behind is None or behind.kind != "word")
        if alone or any(char.isdigit() for char in token.text):
            yield token.start, token.end


def _trailing_zeros(text: Text, want: Want, words: frozenset[str]) -> Found:
    """ "1.0 mg": a whole number with a point."""
    for number, token in enumerate(text.tokens):
        if token.kind == "number" and token.text[0] != ".":
            _, point, fraction = token.text.partition(".")
            if point and not fraction.strip("0") and (end := text.unit_end(number)) is not None:
                yield token.start, end


def _naked_decimals(text: Text, want: Want, words: frozenset[str]) -> Found:
    """ ".5 mg": a point without a zero before it."""
    for number, token in enumerate(text.tokens):
        if token.kind == "number" and token.text[0] == "." and (end := text.unit_end(number)) is not None:
            yield token.start, end


def _ungrouped_numbers(text: Text, want: Want, words: frozenset[str]) -> Found:
    """ "100000 units": a large number without separators."""
    least = str(want.least)
    for number, token in enumerate(text.tokens):
        if token.kind != "number" or "," in token.text:
            continue
        whole = token.text.partition(".")[0].lstrip("0")
        # By digits: a text may hold thousands of them.
        if (len(whole), whole) >= (len(least), least) and (end := text.unit_end(number)) is not None:
            yield token.start, end


_RECOGNISERS: dict[WrittenForm, Callable[[Text, Want, frozenset[str]], Found]] = {
    WrittenForm.UNIT: _units,
    WrittenForm.WORD: _words,
    WrittenForm.NAME: _names,
    WrittenForm.TRAILING_ZERO: _trailing_zeros,
    WrittenForm.NAKED_DECIMAL: _naked_decimals,
    WrittenForm.UNGROUPED_NUMBER: _ungrouped_numbers,
}


class Watch:
    """Looks for several ways of writing at once. Each distinct text is read once."""

    def __init__(self, wants: Sequence[Want]) -> None:
        self._wants = [
            (want, frozenset(filter(None, map(folded_word, want.words))), _RECOGNISERS[want.form]) for want in wants
        ]
        self._seen: dict[tuple[str, bool], tuple[tuple[int, str], ...]] = {}

    def line(self, name: str, written: Sequence[str]) -> tuple[tuple[int, str], ...]:
        """(key, fragment as written) of everything found in a line's name and in the texts beside it, without repeats."""
        found = dict.fromkeys(self._text(name, True))
        for text in written:
            found.update(dict.fromkeys(self._text(text, False)))
        return tuple(found)

    def _text(self, raw: str, is_name: bool) -> tuple[tuple[int, str], ...]:
        known = self._seen.get((raw, is_name))
        if known is None:
            known = self._seen[raw, is_name] = tuple(self._look(Text.of(raw, is_name)))
        return known

    def _look(self, text: Text) -> Iterator[tuple[int, str]]:
        keys = {token.key for token in text.tokens}
        numbers = "number" in {token.kind for token in text.tokens}
        for want, words, recognise in self._wants:
            # Most texts hold none of the words, and nothing is unsafe about a number where there is none.
            possible = not words.isdisjoint(keys) if words else numbers
            if possible and (want.in_name or not text.is_name):
                for start, end in recognise(text, want, words):
                    yield want.key, text.shown(start, end)
