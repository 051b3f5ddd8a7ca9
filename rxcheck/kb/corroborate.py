"""Curated interactions against packs: which sources agree with a row, and which do not.

A row stands for those of its pairs of drugs whose verdict it gives: no row of the same topic is more specific, and none of
those that are left is graver. A source agrees with a row where it grades at least `LEAST_KNOWN` of a hundred of these pairs, and more than half of those that it grades within one
step of the row's action (avoid, modify, monitor, inform, silence). Only a source that is not the row's own corroborates it.
Every grade that is two steps away or more is a disagreement; no grade is averaged with another. A pair that a source grades
several times counts with the gravest grade.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.files import write_atomically
from rxcheck.kb import schema as sc
from rxcheck.kb.canonical import canonical
from rxcheck.kb.compile_pairs import Topics, specificity
from rxcheck.kb.load import Knowledge
from rxcheck.kb.packs import ENTRIES, MANIFEST, Pack
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.kb.terms import RuleAction, SourceKind
from rxcheck.terms import RowStatus

LEAST_KNOWN = 10  # per cent of a row's pairs that a source must grade before its agreement means something
STEP = 1
DrugPair = tuple[str, str]
J = TypeVar("J", sc.Corroboration, sc.Disagreement)


class Comparison(Struct, frozen=True):
    """The outcome: rows for both tables, and the status that each curated row shall have.

    `touched`: source id → how many rows have pairs that it grades.
    """

    corroborations: tuple[sc.Corroboration, ...]
    disagreements: tuple[sc.Disagreement, ...]
    statuses: Mapping[str, RowStatus]
    newly: tuple[str, ...]
    fewer: tuple[str, ...]
    touched: Mapping[str, int]


def compare(knowledge: Knowledge, packs: Sequence[Pack]) -> Comparison:
    """Every curated interaction against every pack. What earlier runs found of other sources stays where it still holds.

    Raises:
        KnowledgeError: a pack with a grade that rules/source_grades.csv does not know.
    """
    grades = [(pack, _grades(knowledge, pack)) for pack in packs]
    pairs = _pairs(knowledge)
    agreed = _kept(knowledge, sc.Corroboration, packs)
    differing = _kept(knowledge, sc.Disagreement, packs)
    touched: Counter[str] = Counter()
    curators = {source.source_id for source in knowledge.rows(sc.Source) if source.kind is SourceKind.CURATOR}
    # What other rows cite lay before whoever wrote a row from general knowledge: it is no second opinion on that row.
    read = {row.source_id for row in knowledge.rows(sc.Interaction)} - curators
    for row in knowledge.rows(sc.Interaction):
        first = read if row.source_id in curators else {row.source_id}
        for pack, told in grades:
            known = {pair: told[pair] for pair in pairs[row.rule_id] if pair in told}
            touched[pack.manifest.source_id] += bool(known)
            if known:
                if pack.manifest.source_id not in first:
                    agreed += _agreement(row, pack, known, len(pairs[row.rule_id]))
                differing += _disagreements(row, pack, known)
    corroborated = {item.rule_id for item in agreed}
    statuses: dict[str, RowStatus] = {}
    newly: list[str] = []
    fewer: list[str] = []
    for row in knowledge.rows(sc.Interaction):
        wanted = RowStatus.CORROBORATED if row.rule_id in corroborated else RowStatus.DRAFT
        if row.status is RowStatus.REVIEWED or row.status is wanted:
            continue
        statuses[row.rule_id] = wanted
        (newly if wanted is RowStatus.CORROBORATED else fewer).append(row.rule_id)
    return Comparison(tuple(agreed), tuple(differing), statuses, tuple(newly), tuple(fewer), dict(touched))


def _kept(knowledge: Knowledge, kind: type[J], packs: Sequence[Pack]) -> list[J]:
    """Rows of sources that are not asked now, on rules whose action (and own source) are still the same."""
    asked = {pack.manifest.source_id for pack in packs}
    rows = {row.rule_id: row for row in knowledge.rows(sc.Interaction)}
    return [
        item
        for item in knowledge.rows(kind)
        if item.source_id not in asked
        and item.rule_id in rows
        and rows[item.rule_id].action is item.action
        and (kind is sc.Disagreement or rows[item.rule_id].source_id != item.source_id)
    ]


def require_sources(knowledge: Knowledge, packs: Sequence[Pack]) -> None:
    """A row may name only a source that the tables describe.

    Raises:
        KnowledgeError: a pack whose source stands not in knowledge/sources.csv.
    """
    known = {row.source_id for row in knowledge.rows(sc.Source)}
    for pack in packs:
        if pack.manifest.source_id not in known:
            message = f"the source {pack.manifest.source_id} is not in knowledge/sources.csv: add it, or import with --source-id"
            raise KnowledgeError(message, Location(f"{pack.manifest.name}/{MANIFEST}"))


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Edit the three tables below `folder`, each whole or not at all; the statuses last, so that they never stand alone.

    Raises:
        OSError: a table cannot be written.
    """
    tables = {table.name: table for table in sc.TABLES}
    for name, rows in (("disagreements", comparison.disagreements), ("corroborations", comparison.corroborations)):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(tables[name].row.__struct_fields__)
        writer.writerows([getattr(row, column) for column in row.__struct_fields__] for row in rows)
        write_atomically(folder / TABLE_FILES[name][0], canonical(tables[name], out.getvalue()))
    path = folder / TABLE_FILES["interactions"][0]
    found = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    for cells in found:
        status = comparison.statuses.get(cells["rule_id"])
        cells["status"] = status.value if status else cells["status"]
    out = io.StringIO()
    dictionary = csv.DictWriter(out, list(found[0]) if found else [], lineterminator="\n")
    dictionary.writeheader()
    dictionary.writerows(found)
    write_atomically(path, canonical(tables["interactions"], out.getvalue()))


def _grades(knowledge: Knowledge, pack: Pack) -> dict[DrugPair, sc.SourceGrade]:
    """The gravest grade of every pair."""
    scale = {row.grade: row for row in knowledge.rows(sc.SourceGrade) if row.scale == pack.manifest.scale}
    by_entry = {}
    for entry in pack.entries:
        if entry.grade not in scale:
            message = f"the grade {entry.grade} of {pack.manifest.scale} is not in rules/source_grades.csv"
            raise KnowledgeError(message, Location(f"{pack.manifest.name}/{ENTRIES}"))
        by_entry[entry.entry] = scale[entry.grade]
    found: dict[DrugPair, sc.SourceGrade] = {}
    for pair in pack.pairs:
        key = _ordered(pair.drug_a, pair.drug_b)
        grade = by_entry[pair.entry]
        if key not in found or _grave(grade) > _grave(found[key]):
            found[key] = grade
    return found


def _grave(grade: sc.SourceGrade) -> tuple[int, int]:
    return grade.action.rank, grade.severity.rank


def _ordered(one: str, two: str) -> DrugPair:
    return (one, two) if one < two else (two, one)


def _pairs(knowledge: Knowledge) -> dict[str, set[DrugPair]]:
    """The pairs whose verdict each curated row gives, routes and modifiers left aside."""
    selectors = Selectors(knowledge)
    topics = Topics(knowledge)
    whole: dict[str, set[DrugPair]] = {}
    best: dict[tuple[DrugPair, str], int] = defaultdict(int)
    rows = knowledge.rows(sc.Interaction)
    for row in rows:
        sides = selectors.drugs_of(row.object), selectors.drugs_of(row.precipitant)
        whole[row.rule_id] = {_ordered(one, two) for one, two in itertools.product(*sides) if one != two}
        for topic in topics.of(row):
            for pair in whole[row.rule_id]:
                best[pair, topic] = max(best[pair, topic], specificity(row))
    gravest: dict[DrugPair, int] = defaultdict(int)
    for row in rows:
        mine = topics.of(row)
        whole[row.rule_id] = {
            pair for pair in whole[row.rule_id] if any(specificity(row) >= best[pair, topic] for topic in mine)
        }
        for pair in whole[row.rule_id]:
            gravest[pair] = max(gravest[pair], row.action.rank)
    return {row.rule_id: {pair for pair in whole[row.rule_id] if gravest[pair] == row.action.rank} for row in rows}


def _agreement(
    row: sc.Interaction, pack: Pack, known: Mapping[DrugPair, sc.SourceGrade], pairs: int
) -> Iterator[sc.Corroboration]:
    agreeing = sum(abs(grade.action.rank - row.action.rank) <= STEP for grade in known.values())
    # A source that says "inform" does not second a silence.
    silence = row.action is RuleAction.NONE
    if not silence and agreeing * 2 > len(known) and len(known) * 100 >= pairs * LEAST_KNOWN:
        yield sc.Corroboration(
            rule_id=row.rule_id,
            source_id=pack.manifest.source_id,
            edition=pack.manifest.edition,
            action=row.action,
            agreeing=agreeing,
            known=len(known),
            pairs=pairs,
        )


def _disagreements(
    row: sc.Interaction, pack: Pack, known: Mapping[DrugPair, sc.SourceGrade]
) -> Iterator[sc.Disagreement]:
    by_grade: dict[str, list[DrugPair]] = defaultdict(list)
    scale = {grade.grade: grade for grade in known.values()}
    for pair, grade in known.items():
        if abs(grade.action.rank - row.action.rank) > STEP:
            by_grade[grade.grade].append(pair)
    for name, pairs in by_grade.items():
        yield sc.Disagreement(
            rule_id=row.rule_id,
            source_id=pack.manifest.source_id,
            edition=pack.manifest.edition,
            grade=name,
            source_action=scale[name].action,
            action=row.action,
            pairs=len(pairs),
            known=len(known),
            example=" + ".join(min(pairs)),
        )
