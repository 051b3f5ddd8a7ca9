"""What every importer gives, and how written names become drugs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.importers.french import plain, respelt
from rxcheck.kb.load import Knowledge
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.selectors import Selectors
from rxcheck.terms import Reason, Route


class RejectReason(StrEnum):
    """Why something of a source is not in the pack."""

    UNKNOWN_NAME = "unknown_name"
    AMBIGUOUS_NAME = "ambiguous_name"
    SEVERAL_INGREDIENTS = "several_ingredients"
    SAME_DRUG = "same_drug"
    UNKNOWN_GRADE = "unknown_grade"
    UNKNOWN_ROUTE = "unknown_route"
    NO_LEVEL = "no_level"
    NOT_CHOSEN = "not_chosen"
    BLANK = "blank"
    CELLS = "cells"


class SourceFile(Struct, frozen=True):
    """A file of a source: its name as errors tell it, and its text."""

    name: str
    text: str


class Statement(Struct, frozen=True, kw_only=True):
    """What one row of a source says: a grade for pairs of names as the source writes them, classes already expanded.

    `row` is the 1-based row (or entry) of `file`; `condition` says when the grade holds and `text` what the source adds;
    `routes` are words of routes cells for the first and the second name, empty where the source does not tell.
    """

    file: str
    row: int
    grade: str
    locator: str
    pairs: tuple[tuple[str, str], ...]
    condition: str = ""
    text: str = ""
    routes: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class Reject(Struct, frozen=True):
    """A part of a source that is not in the pack: where it stands, what it says, why not, and how many pairs of names that costs."""

    file: str
    row: int
    what: str
    reason: RejectReason
    pairs: int


class Read(Struct, frozen=True):
    """A source as read: its statements, and what is not even one. `rows` counts the rows or entries of the files."""

    rows: int
    statements: tuple[Statement, ...]
    rejects: tuple[Reject, ...] = ()


class Importer(Protocol):
    """Reads the files of one format."""

    def __call__(self, files: tuple[SourceFile, ...]) -> Read:
        """Everything that the files say.

        Raises:
            InputError: a file is not of this format.
        """


class Meaning(Struct, frozen=True):
    """What a written name stands for: drugs (several for the name of a group), with the route that it tells, or why none."""

    drugs: tuple[str, ...] = ()
    route: Route | None = None
    reason: RejectReason | None = None


class Names(Protocol):
    """Written names of one language → drugs."""

    def meaning(self, name: str) -> Meaning:
        """What a name stands for."""


class WrittenNames:
    """Names as the resolver understands them (English, Chinese, brands)."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def meaning(self, name: str) -> Meaning:
        """One ingredient, or why not: a combination is not one, since the source does not say which part it means."""
        found = self._resolver.drug(name)
        if not found.known:
            ambiguous = found.reason is Reason.AMBIGUOUS_DRUG
            return Meaning(reason=RejectReason.AMBIGUOUS_NAME if ambiguous else RejectReason.UNKNOWN_NAME)
        if len(found.drugs) > 1:
            return Meaning(reason=RejectReason.SEVERAL_INGREDIENTS)
        return Meaning(tuple(found.drugs), found.route)


class FrenchNames:
    """French names: what the table of foreign names says, else the first respelling that is a name of the vocabulary."""

    def __init__(self, resolver: Resolver, listed: Mapping[str, Iterable[str]]) -> None:
        """`listed` maps plain French names to drug ids."""
        self._written = WrittenNames(resolver)
        self._listed = listed

    def meaning(self, name: str) -> Meaning:
        """The drugs of a name; several where the table lists them, as for the name of a group."""
        text = plain(name)
        if text in self._listed:
            return Meaning(tuple(sorted(self._listed[text])))
        for candidate in dict.fromkeys(respelt(text)):
            found = self._written.meaning(candidate)
            if found.drugs:
                return found
        return self._written.meaning(text)


def listed_names(knowledge: Knowledge, lang: str) -> dict[str, set[str]]:
    """Plain name → drug ids, from the table of foreign names."""
    selectors = Selectors(knowledge)
    found: dict[str, set[str]] = defaultdict(set)
    for row in knowledge.rows(sc.ForeignName):
        if row.lang == lang:
            found[plain(row.name)] |= selectors.drugs_of(row.target)
    return found
