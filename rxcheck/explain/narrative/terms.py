"""What can be wrong with a sentence, and what it is judged by."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from rxcheck.kb.terms import ParaphraseKind


class Flaw(StrEnum):
    """Why a sentence is not used."""

    CITATION = "citation"
    CHARACTER = "character"
    OMISSION = "omission"
    SHORT = "short"
    WORD = "word"
    NUMBER = "number"
    DRUG = "drug"
    ROLE = "role"
    NEGATION = "negation"
    DIRECTION = "direction"
    CERTAINTY = "certainty"
    RESTRICTION = "restriction"
    INSTRUCTION = "instruction"
    PATIENT = "patient"


class Source(Struct, frozen=True):
    """A clause that may be cited: its reviewed texts in the language of the sentence, the pharmacist's first; `advice` says what to do,
    `risk` what may happen."""

    texts: tuple[str, ...]
    advice: bool = False
    risk: bool = False


class Group(Struct, frozen=True):
    """Words and phrases that may stand for each other."""

    name: str
    kind: ParaphraseKind
    words: tuple[str, ...]


Offer = tuple[str, tuple[str, ...]]  # a word of a clause, others for it
