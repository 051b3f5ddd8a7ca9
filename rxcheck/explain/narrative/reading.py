"""Sentences, their citations and their numbers, the same for both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rxcheck.explain.narrative.terms import Flaw

_CITED = re.compile(r"^(?P<said>.*?[^\s\[\]])\s*(?P<marks>(?:\[[mhfrp][1-9]\d?\]\s*){1,3})[.。]?$", re.DOTALL)
_MARK = re.compile(r"\[([mhfrp][1-9]\d?)\]")
_BRACKETS = re.compile(r"[\[\]【】［］〔〕{}]")
# A number with all that belongs to it: sign, separators, powers, ranges, fractions, percent.
NUMBER = re.compile(r"[<>≤≥=±~]?\s?\d+(?:[.,:/–-]\d+)*(?:\s?[×xX*]\s?10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s?%?")
_PLAIN = frozenset(" ,.;:!?'’()/-–—+%，。；：！？（）、“”\"°")


def split(text: str) -> list[str]:
    """The sentences of an answer: each ends with its citations, or with the line or the text."""
    out: list[str] = []
    for line in text.splitlines():
        rest = line.strip().lstrip("-*• ").strip()
        while rest:
            found = re.match(r".*?(?:\[[^\[\]]{0,6}\]\s*)+[.。]?", rest)
            out.append((found.group() if found else rest).strip())
            rest = rest[found.end() :].strip() if found else ""
    return [sentence for sentence in out if sentence]


def cited(sentence: str) -> tuple[str, tuple[str, ...]] | None:
    """What is said, and the aliases that it cites at its end; None where it is not of that form."""
    found = _CITED.match(sentence.strip())
    if found is None or _BRACKETS.search(found["said"]):
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


def in_order(said: Sequence[str], source: Sequence[str]) -> bool:
    """Whether everything said stands in the source, in this order."""
    rest: Iterator[str] = iter(source)
    return all(any(number == other for other in rest) for number in said)
