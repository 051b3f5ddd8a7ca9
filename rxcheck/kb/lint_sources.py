"""What must hold of other sources' names, grades and judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rxcheck.errors import KnowledgeError
from rxcheck.kb import schema as sc
from rxcheck.kb.importers.french import plain
from rxcheck.kb.load import Knowledge, at
from rxcheck.kb.selectors import Selectors
from rxcheck.terms import RowStatus

RESERVED = "pack-"


def lint_sources(knowledge: Knowledge) -> list[KnowledgeError]:
    """Every fault of the tables about other sources."""
    return [
        *_names(knowledge),
        *_grades(knowledge),
        *_judgements(knowledge),
        *_statuses(knowledge),
        *_reserved(knowledge),
    ]


def _names(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    named = Selectors(knowledge)
    written: dict[tuple[str, str, str], str] = {}
    for item in knowledge.located(sc.ForeignName):
        row = item.row
        assert isinstance(row, sc.ForeignName)  # noqa: S101
        if row.target not in named or not row.target.startswith(("drug:", "class:")):
            yield at(item, f"{row.target} is no drug or class", "target")
        before = written.setdefault((row.lang, plain(row.name), row.target), row.name)
        if before != row.name:
            yield at(item, f"{before!r} is the same name without accents and case", "name")


def _grades(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    seen: dict[tuple[str, str], str] = {}
    for item in knowledge.located(sc.SourceGrade):
        row = item.row
        assert isinstance(row, sc.SourceGrade)  # noqa: S101
        before = seen.setdefault((row.scale, plain(row.grade)), row.grade)
        if before != row.grade:
            yield at(item, f"{before!r} is the same grade without accents and case", "grade")


def _judgements(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Both tables speak of rows as they are now; the script that wrote them is to be run again when a row has changed."""
    rows = {row.rule_id: row for row in knowledge.rows(sc.Interaction)}
    for kind in (sc.Corroboration, sc.Disagreement):
        for item in knowledge.located(kind):
            row = item.row
            assert isinstance(row, sc.Corroboration | sc.Disagreement)  # noqa: S101
            judged = rows.get(row.rule_id)
            if judged is None:
                yield at(item, f"{row.rule_id} is not in knowledge/interactions.csv", "rule_id")
            elif judged.action is not row.action:
                yield at(item, f"the row's action is {judged.action.value}: run `rxcheck kb corroborate`", "action")
            elif isinstance(row, sc.Corroboration) and judged.source_id == row.source_id:
                yield at(item, "the row's own source cannot corroborate it", "source_id")
            if isinstance(row, sc.Corroboration) and not row.agreeing <= row.known <= row.pairs:
                yield at(item, "agreeing, known and pairs do not fall below each other", "agreeing")


def _statuses(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """An interaction is corroborated exactly where a row of `corroborations` says who agrees."""
    agreed: dict[str, set[str]] = defaultdict(set)
    for row in knowledge.rows(sc.Corroboration):
        agreed[row.rule_id].add(row.source_id)
    for item in knowledge.located(sc.Interaction):
        judged = item.row
        assert isinstance(judged, sc.Interaction)  # noqa: S101
        if judged.status is RowStatus.CORROBORATED and judged.rule_id not in agreed:
            yield at(item, "no source in knowledge/corroborations.csv agrees: the script writes this status", "status")
        if judged.status is RowStatus.DRAFT and judged.rule_id in agreed:
            yield at(item, "a source agrees: the status is corroborated (run `rxcheck kb corroborate`)", "status")


def _reserved(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """`pack-…` is what findings of packs are called."""
    for kind in sc.RULE_KINDS:
        for item in knowledge.located(kind):
            assert isinstance(item.row, sc.Rule)  # noqa: S101
            if item.row.rule_id.startswith(RESERVED):
                yield at(item, f"ids that start with {RESERVED!r} belong to knowledge packs", "rule_id")
