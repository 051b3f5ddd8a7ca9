"""Ways of writing that have been misread, read character by character."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass

from rxcheck.errors import QuantityError
from rxcheck.kb.schema import FormRule
from rxcheck.kb.terms import FormField
from rxcheck.model import MedicationLine
from rxcheck.quantity import parse_unit
from rxcheck.terms import WrittenForm

DIGITS, LETTERS = frozenset(string.digits), frozenset(string.ascii_letters)
TENS = ("十", "百", "千", "万", "十万", "百万", "千万", "亿")


@dataclass(frozen=True)
class Piece:
    """A number, a word or Chinese characters, with its place in the text."""

    kind: str
    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text with ordinary letters, digits, points and spaces, character for character."""
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    if "！" <= char <= "～":
        return chr(ord(char) - ord("！") + ord("!"))
    if char in "₀₁₂₃₄₅₆₇₈₉":
        return str("₀₁₂₃₄₅₆₇₈₉".index(char))
    return {"\u3000": " ", "\u03bc": "\u00b5"}.get(char, char)


def pieces(text: str) -> list[Piece]:
    """The pieces of a plain text from left to right."""
    found, at = [], 0
    while at < len(text):
        for kind, length in (("number", _number(text, at)), ("word", _word(text, at)), ("chinese", _chinese(text, at))):
            if length:
                found.append(Piece(kind, text[at : at + length], at, at + length))
                at += length
                break
        else:
            at += 1
    return found


def _run(text: str, at: int, allowed: frozenset[str]) -> int:
    end = at
    while end < len(text) and text[end] in allowed:
        end += 1
    return end - at


def _number(text: str, at: int) -> int:
    if at and text[at - 1] in DIGITS | LETTERS | {".", ","}:
        return 0
    end = at + _run(text, at, DIGITS)
    while end > at and text[end : end + 1] == "," and (more := _run(text, end + 1, DIGITS)):
        end += 1 + more
    if text[end : end + 1] == "." and (more := _run(text, end + 1, DIGITS)):
        end += 1 + more
    return end - at


def _word(text: str, at: int) -> int:
    dotted = _dotted(text, at)
    if dotted:
        return dotted
    if text[at] not in LETTERS | {"µ", "㎍"}:
        return 0
    return 1 + _run(text, at + 1, LETTERS | DIGITS | {"µ"})


def _dotted(text: str, at: int) -> int:
    """Single letters with points between them, "q.d." or "I.U"; 0 where there are none."""
    pairs = 0
    while text[at + 2 * pairs : at + 2 * pairs + 1] in LETTERS and text[at + 2 * pairs + 1 : at + 2 * pairs + 2] == ".":
        pairs += 1
    while pairs:
        last = at + 2 * pairs
        behind = text[last + 1 : last + 2]
        if text[last : last + 1] in LETTERS and behind not in DIGITS | LETTERS:
            return last + 1 + (behind == ".") - at
        pairs -= 1
    return 0


def _chinese(text: str, at: int) -> int:
    end = at
    while end < len(text) and "\u3400" <= text[end] <= "\u9fff":
        end += 1
    return end - at


def fragments(rule: FormRule, line: MedicationLine) -> list[str]:
    """What of a line was written as the rule says, as written."""
    texts = [(line.as_written, True)] if rule.field is FormField.WRITING else []
    texts += [(text, False) for text in line.written]
    found: list[str] = []
    for text, is_name in texts:
        read = plain(text)
        for start, end in _places(rule, read, is_name):
            shown = " ".join(text[start:end].split())
            shown = shown if len(shown) <= 40 else shown[:39] + "…"
            if shown not in found:
                found.append(shown)
    return found


def _places(rule: FormRule, text: str, is_name: bool) -> Iterator[tuple[int, int]]:
    words = {_bare(plain(word)) for word in rule.words}
    parts = pieces(text)
    for number, part in enumerate(parts):
        behind = parts[number + 1 :]
        if rule.written is WrittenForm.WORD and part.kind == "word" and _bare(part.text) in words:
            yield part.start, part.end
        elif rule.written is WrittenForm.NAME and is_name and part.kind == "word" and _bare(part.text) in words:
            another = bool(behind) and behind[0].kind == "word"
            if set(part.text) & DIGITS or (number == 0 and not another):
                yield part.start, part.end
        elif rule.written is WrittenForm.UNIT and part.kind == "number":
            end = _unit_of_words(text, part, behind, words)
            if end:
                yield part.start, end
        elif part.kind == "number" and _is_unsafe_number(rule, part.text):
            end = _unit(text, part, behind, is_name)
            if end:
                yield part.start, end


def _bare(word: str) -> str:
    return word.replace(".", "").lower()


def _touches(text: str, part: Piece, behind: list[Piece]) -> bool:
    return bool(behind) and text[part.end : behind[0].start].strip() == ""


def _unit_of_words(text: str, part: Piece, behind: list[Piece], words: set[str]) -> int | None:
    if _touches(text, part, behind) and behind[0].kind == "chinese" and behind[0].text in TENS:
        part, behind = behind[0], behind[1:]
    if not _touches(text, part, behind) or behind[0].kind != "word" or _bare(behind[0].text) not in words:
        return None
    end = behind[0].end
    of_a_result = text[end : end + 2] in ("/L", "/l") and not text[end + 2 : end + 3].isalpha()
    return None if of_a_result else end


def _is_unsafe_number(rule: FormRule, number: str) -> bool:
    whole, point, fraction = number.partition(".")
    if rule.written is WrittenForm.TRAILING_ZERO:
        return bool(whole) and bool(point) and set(fraction) == {"0"}
    if rule.written is WrittenForm.NAKED_DECIMAL:
        return not whole
    if rule.written is WrittenForm.UNGROUPED_NUMBER:
        return whole.isdigit() and int(whole) >= (rule.value or 0)
    return False


def _unit(text: str, part: Piece, behind: list[Piece], is_name: bool) -> int | None:
    """Where the unit ends; the number itself where it is the whole instruction."""
    if _touches(text, part, behind):
        unit = behind[0]
        if unit.kind == "word":
            return unit.end if _known(unit.text) else None
        if unit.kind == "chinese":
            lengths = [length for length in (4, 3, 2, 1) if length <= len(unit.text) and _known(unit.text[:length])]
            return unit.start + lengths[0] if lengths else None
    return part.end if not is_name and text.strip() == part.text else None


def _known(unit: str) -> bool:
    try:
        parse_unit(unit)
    except QuantityError:
        return False
    return True
