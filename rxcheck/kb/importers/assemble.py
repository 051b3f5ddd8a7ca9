"""Statements of a source → the rows of a pack: names resolved, grades known, everything accounted for."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import PurePath

from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.importers.french import plain
from rxcheck.kb.importers.interface import Meaning, Names, Read, Reject, RejectReason, Statement
from rxcheck.kb.load import Knowledge
from rxcheck.kb.packs import PackEntry, PackPair


class Counts(Struct, frozen=True):
    """The account of an import.

    rows = taken + left_out. Of the `named` pairs of names: `understood` + `lost` = `named`. `pairs` are the pairs of drugs
    in the pack, of all statements together; `repeated` those that a statement names more than once, or that stood already
    in another row with the same grade, words and routes; `drug_pairs` the distinct pairs of drugs.
    """

    rows: int
    taken: int
    left_out: int
    named: int
    understood: int
    lost: int
    repeated: int
    pairs: int
    drug_pairs: int


class Imported(Struct, frozen=True):
    """What goes into a pack."""

    entries: tuple[PackEntry, ...]
    pairs: tuple[PackPair, ...]
    rejects: tuple[Reject, ...]
    counts: Counts


def grades_of(knowledge: Knowledge, scale: str) -> dict[str, str]:
    """Plain grade → the grade as the table writes it, for one scale."""
    return {plain(row.grade): row.grade for row in knowledge.rows(sc.SourceGrade) if row.scale == scale}


def assemble(read: Read, names: Names, grades: Mapping[str, str]) -> Imported:
    """Resolve every name and keep what is understood; `grades` are those of the source's scale (`grades_of`)."""
    work = _Work(names, grades)
    for statement in read.statements:
        work.take(statement)
    lost_rows = sum(reject.pairs for reject in read.rejects)
    taken = len({(each.file, each.row) for each in read.statements if (each.file, each.row) in work.fruitful})
    drug_pairs = {tuple(sorted((pair.drug_a, pair.drug_b))) for pair in work.pairs}
    named = sum(len(statement.pairs) for statement in read.statements)
    counts = Counts(
        rows=read.rows,
        taken=taken,
        left_out=read.rows - taken,
        named=named + lost_rows,
        understood=work.understood,
        lost=named - work.understood + lost_rows,
        repeated=work.repeated,
        pairs=len(work.pairs),
        drug_pairs=len(drug_pairs),
    )
    return Imported(tuple(work.entries), tuple(work.pairs), (*read.rejects, *work.rejects()), counts)


class _Work:
    """What has been taken so far."""

    def __init__(self, names: Names, grades: Mapping[str, str]) -> None:
        self._names = names
        self._grades = grades
        self._known: dict[str, Meaning] = {}
        self._lost: dict[tuple[str, RejectReason], list[Statement]] = defaultdict(list)
        self._lost_pairs: Counter[tuple[str, RejectReason]] = Counter()
        self._told: set[tuple[frozenset[tuple[str, tuple[str, ...]]], str, str, str]] = set()
        self.entries: list[PackEntry] = []
        self.pairs: list[PackPair] = []
        self.fruitful: set[tuple[str, int]] = set()
        self.understood = self.repeated = 0

    def take(self, statement: Statement) -> None:
        grade = self._grades.get(plain(statement.grade))
        if grade is None:
            self._lose(statement, statement.grade, RejectReason.UNKNOWN_GRADE, len(statement.pairs))
            return
        by_routes: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[tuple[str, str], None]] = defaultdict(dict)
        for pair in statement.pairs:
            found = [self._meaning(name) for name in pair]
            unknown = [
                (name, meaning.reason) for name, meaning in zip(pair, found, strict=True) if meaning.reason is not None
            ]
            if unknown:
                self._lose(statement, unknown[0][0], unknown[0][1], 1)
                continue
            meant = [(a, b) for a, b in itertools.product(found[0].drugs, found[1].drugs) if a != b]
            if not meant:
                self._lose(statement, " + ".join(dict.fromkeys(pair)), RejectReason.SAME_DRUG, 1)
                continue
            self.understood += 1
            self.fruitful.add((statement.file, statement.row))
            routes = tuple(_routes(told, meaning) for told, meaning in zip(statement.routes, found, strict=True))
            for a, b in meant:
                sides = frozenset(((a, routes[0]), (b, routes[1])))
                key = sides, grade, statement.condition, statement.text or statement.locator
                if key in self._told:
                    self.repeated += 1
                    continue
                self._told.add(key)
                by_routes[routes[0], routes[1]][a, b] = None
        for (route_a, route_b), drugs in by_routes.items():
            number = len(self.entries) + 1
            self.entries.append(
                PackEntry(
                    entry=number,
                    grade=grade,
                    routes_a=route_a,
                    routes_b=route_b,
                    condition=statement.condition,
                    text=statement.text,
                    locator=statement.locator,
                    file=PurePath(statement.file).name,
                    row=statement.row,
                )
            )
            self.pairs += [PackPair(a, b, number) for a, b in drugs]

    def rejects(self) -> list[Reject]:
        """One for each name (or grade) and reason, at the row where it stands first."""
        return [
            Reject(statements[0].file, statements[0].row, what, reason, self._lost_pairs[what, reason])
            for (what, reason), statements in self._lost.items()
        ]

    def _lose(self, statement: Statement, what: str, reason: RejectReason, pairs: int) -> None:
        if not self._lost[what, reason]:
            self._lost[what, reason].append(statement)
        self._lost_pairs[what, reason] += pairs

    def _meaning(self, name: str) -> Meaning:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._names.meaning(name)
        return found


def _routes(told: tuple[str, ...], meaning: Meaning) -> tuple[str, ...]:
    return told or ((meaning.route.value,) if meaning.route is not None else ())
