"""The forms in which names are compared: folded, without gaps, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CJK_GAP = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")


_GAP = re.compile(r"(?<!\d) | (?!\d)")


_STRUCK = frozenset("🚫⛔❌❎✗✘☒¬≠\u0335\u0336\u0337\u0338")


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """The form in which names are compared: width, case, accents and punctuation do not count, spacing is single.

    Chinese characters keep no spaces among themselves.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    folded = unicodedata.normalize("NFC", folded)
    words = "".join(char if char.isalnum() or char in "+%#" else " " for char in folded).split()
    return _CJK_GAP.sub("", " ".join(words))


def compact(text: str) -> str:
    """The key under which a name is looked up: normalised, and spacing does not count, unless it parts two numbers
    ("vitamin B1 2" is not B12)."""
    return _GAP.sub("", normalise(text))


_SPELLINGS = (
    (re.compile("ae|oe"), "e"),  # anaemia, oedema
    (re.compile("our"), "or"),  # tumour, labour
    (re.compile(r"([bt])re\b"), r"\1er"),  # goitre
    (re.compile(r"is(ation|ed|ing|e)\b"), r"iz\1"),  # immunisation, generalised
    (re.compile(r"\bleuc"), "leuk"),
    (re.compile(r"\b(?:s|nos|unspecified)\b"), ""),  # Crohn's, "pain, unspecified"
    (re.compile("(?:未特指的?|未分类)$"), ""),
)


@lru_cache(maxsize=4096)
def spelled_alike(name: str) -> str:
    """The key under which names of conditions meet that differ in British or American spelling or in "unspecified" only.

    It is no word of any language; an exact name always goes before it.
    """
    words = normalise(name)
    for pattern, instead in _SPELLINGS:
        words = pattern.sub(instead, words)
    return compact(words)


def struck_out(text: str) -> bool:
    """True when a mark crosses the text out or denies it ("❌ aspirin", "≠ aspirin", letters struck through)."""
    return not _STRUCK.isdisjoint(text)


def without_numbers(words: str) -> str:
    """Without pack sizes and strengths that lost their unit. A single digit may be part of the name ("Tylenol 3")."""
    return " ".join(word for word in words.split() if not (word.isdigit() and len(word) > 1)) or words


def without_qualifier(name: str) -> str:
    """SNOMED names end in their kind: "Essential hypertension (disorder)"."""
    head, _, tail = name.rpartition("(")
    return head if head and tail.endswith(")") else name
