"""Sentences, their citations and their numbers, the same for both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rxcheck.explain.narrative.terms import Flaw

_CITED = re.compile(r"^(?P<said>.*?[^\s\[\]])\s*(?P<marks>(?:\[[mhfrp][1-9]\d?[a-z]?\]\s*){1,3})[.。]?$", re.DOTALL)
_MARK = re.compile(r"\[([mhfrp][1-9]\d?[a-z]?)\]")
_BRACKETS = re.compile(r"[\[\]【】［］〔〕{}]")
# A number with all that belongs to it: sign, separators, powers, ranges, fractions, percent. Digits of names (CYP3A4) are none.
NUMBER = re.compile(r"[<>≤≥=±~]?\s?(?<![A-Za-z0-9])\d+(?:[.,:/–-]\d+)*(?:\s?[×xX*]\s?10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s?%?")
# What is said of a number, before it and behind it; the first that fits counts.
_BOUNDS: dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]] = {
    "most": (
        re.compile(
            r"(?:no|not) (?:more|greater|higher|longer) than\s*$|at most\s*$|up to\s*$|not (?:to )?exceed(?:ing)?\s*$|maximum of\s*$"
            r"|(?:不超过|不多于|不高于|不大于|至多|最多|最高|不得超过|不应超过)\s*$",
            re.IGNORECASE,
        ),
        re.compile(r"\s*\S{0,6}?(?:以内|以下)|\s*\S{0,8} or (?:less|lower|fewer)", re.IGNORECASE),
    ),
    "least": (
        re.compile(
            r"(?:no|not) (?:less|fewer|lower|shorter) than\s*$|at least\s*$|minimum of\s*$|(?:不少于|不低于|不小于|至少|最少)\s*$",
            re.IGNORECASE,
        ),
        re.compile(r"\s*\S{0,6}?(?:以上|及以上)|\s*\S{0,8} or (?:more|higher|longer|above)", re.IGNORECASE),
    ),
    "more": (
        re.compile(
            r"(?:more|greater|higher|longer) than\s*$|\b(?:above|over|beyond|exceed(?:s|ing)?)\s*$|(?:超过|高于|大于|多于|长于)\s*$|[>]\s*$",
            re.IGNORECASE,
        ),
        None,
    ),
    "less": (
        re.compile(
            r"(?:less|fewer|lower|shorter) than\s*$|\b(?:below|under|within)\s*$|(?:低于|小于|少于|短于|不足)\s*$|[<]\s*$",
            re.IGNORECASE,
        ),
        None,
    ),
}
_SPELLINGS = {
    "g": ("g", "gram", "grams", "克"),
    "mg": ("mg", "milligram", "milligrams", "毫克"),
    "ug": ("µg", "μg", "ug", "mcg", "microgram", "micrograms", "微克"),
    "ml": ("ml", "millilitre", "millilitres", "毫升"),
    "h": ("h", "hour", "hours", "小时"),
    "d": ("d", "day", "days", "天", "日"),
    "wk": ("week", "weeks", "周"),
    "mo": ("month", "months", "个月", "月"),
    "a": ("year", "years", "岁", "年"),
}
_UNIT = re.compile(
    r"(\d+(?:\.\d+)?)\s*-?\s*("
    + "|".join(sorted((s for names in _SPELLINGS.values() for s in names), key=len, reverse=True))
    + r"|kg|mmol|units?|IU|单位|片|粒|次|倍|%)(?![A-Za-z])",
    re.IGNORECASE,
)
_PLAIN = frozenset(" ,.;:!?'’()/-–—+%，。；：！？（）、“”\"°")


def split(text: str) -> list[str]:
    """The sentences of an answer: each ends with its citations, or with the line or the text."""
    out: list[str] = []
    for line in text.splitlines():
        rest = line.strip().lstrip("-*• ").strip()
        while rest:
            found = re.match(r".*?(?:\[(?!\d)[^\[\]]{0,6}\]\s*)+[.。]?", rest)
            out.append((found.group() if found else rest).strip())
            rest = rest[found.end() :].strip() if found else ""
    return [sentence for sentence in out if sentence]


def cited(sentence: str, names: Iterable[str] = ()) -> tuple[str, tuple[str, ...]] | None:
    """What is said, and the codes that it cites at its end; None where it is not of that form. Names may have brackets."""
    found = _CITED.match(sentence.strip())
    if found is None:
        return None
    bare = found["said"]
    for name in names:
        bare = bare.replace(name, "")
    if _BRACKETS.search(bare):
        return None
    return found["said"].strip(), tuple(dict.fromkeys(_MARK.findall(found["marks"])))


def characters(said: str, texts: Sequence[str], latin: bool) -> Flaw | None:
    """A flaw if a character is neither plain nor one of the clause: look-alikes, full-width digits, invisible ones, other scripts."""
    known = _PLAIN.union(*texts)
    for character in said:
        if character in known or (character.isascii() and (character.isalnum())):
            continue
        if not latin and "\u4e00" <= character <= "\u9fff":
            continue
        return Flaw.CHARACTER
    return None if unicodedata.is_normalized("NFC", said) else Flaw.CHARACTER


def numbers(text: str) -> list[str]:
    """Numbers in their order, written in one way."""
    return [re.sub(r"[\s,]", "", found.group()) for found in NUMBER.finditer(text)]


def bounds(text: str) -> dict[str, set[str]]:
    """Number → what stands before or behind it: at least, at most, more than, less than."""
    found: dict[str, set[str]] = {}
    for number in NUMBER.finditer(text):
        key = re.sub(r"[\s,<>≤≥=±~]", "", number.group())
        before, behind = text[max(0, number.start() - 24) : number.start()], text[number.end() : number.end() + 14]
        for bound, (ahead, after) in _BOUNDS.items():
            if ahead.search(before) or (after is not None and after.match(behind)):
                found.setdefault(key, set()).add(bound)
                break
    return found


def bounds_kept(said: str, texts: Sequence[str]) -> bool:
    """Whether every bound that is said of a number is one that a text has for it."""
    theirs: dict[str, set[str]] = {}
    for text in texts:
        for number, known in bounds(text).items():
            theirs.setdefault(number, set()).update(known)
    return all(number not in theirs or known <= theirs[number] for number, known in bounds(said).items()) and all(
        number in theirs for number in bounds(said)
    )


def units_kept(said: str, texts: Sequence[str]) -> bool:
    """Whether no number has another unit than a text gives it."""
    theirs: dict[str, set[str]] = {}
    for text in texts:
        for number, unit in _UNIT.findall(text):
            theirs.setdefault(number, set()).add(_unit(unit))
    return all(number not in theirs or _unit(unit) in theirs[number] for number, unit in _UNIT.findall(said))


def _unit(unit: str) -> str:
    """A unit in one spelling."""
    low = unit.lower()
    return next((name for name, spellings in _SPELLINGS.items() if low in spellings), low)


def in_order(said: Sequence[str], source: Sequence[str]) -> bool:
    """Whether everything said stands in the source, in this order."""
    rest: Iterator[str] = iter(source)
    return all(any(number == other for other in rest) for number in said)
