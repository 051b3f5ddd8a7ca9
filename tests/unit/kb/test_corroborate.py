"""Rows against other sources: who agrees, who does not, and what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.errors import KnowledgeError
from rxcheck.kb.corroborate import compare, require_sources, write_comparison
from rxcheck.kb.lint import lint_folder
from rxcheck.kb.load import load
from rxcheck.kb.packs import read_pack
from rxcheck.kb.schema import Corroboration, Disagreement, Interaction
from rxcheck.kb.selectors import Selectors
from rxcheck.terms import RowStatus
from tests.support.packs import pack_of
from tests.support.tiny import write_tiny
from tests.unit.kb.editing import add, set_cells

IX = "ix-digoxin-clarithromycin"  # modify, source curator


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = write_tiny(tmp_path / "tables")
    for source in ("house", "second"):
        add(folder, "knowledge/sources.csv", source_id=source, title=source, publisher="P", kind="compendium")
    # A source has to be cited by a row.
    return folder


def pack(tmp_path: Path, *rows: tuple[str, str, str], name: str = "house", scale: str = "tiny") -> Path:
    return pack_of(tmp_path / name, rows, scale=scale)


def test_a_grade_within_a_step_corroborates(tables: Path, tmp_path: Path) -> None:
    found = compare(load(tables), [read_pack(pack(tmp_path, ("clarithromycin", "digoxin", "grave")))])
    (agreed,) = [each for each in found.corroborations if each.rule_id == IX]
    assert (agreed.source_id, agreed.agreeing, agreed.known, agreed.pairs) == ("house", 1, 1, 1)
    assert found.statuses[IX] is RowStatus.CORROBORATED
    assert IX in found.newly


def test_a_grade_two_steps_away_is_kept(tables: Path, tmp_path: Path) -> None:
    found = compare(load(tables), [read_pack(pack(tmp_path, ("clarithromycin", "digoxin", "nothing")))])
    assert IX not in found.statuses
    (differing,) = [each for each in found.disagreements if each.rule_id == IX]
    assert (differing.grade, differing.source_action.value, differing.pairs, differing.example) == (
        "nothing",
        "none",
        1,
        "clarithromycin + digoxin",
    )


def test_the_gravest_of_several_grades_counts(tables: Path, tmp_path: Path) -> None:
    rows = [("clarithromycin", "digoxin", grade) for grade in ("nothing", "grave")]
    found = compare(load(tables), [read_pack(pack(tmp_path, *rows))])
    assert IX in found.statuses
    assert not [each for each in found.disagreements if each.rule_id == IX]


def test_a_source_cannot_corroborate_its_own_rows(tables: Path, tmp_path: Path) -> None:
    set_cells(tables, "knowledge/interactions.csv", IX, source_id="house", locator="p. 1")
    found = compare(load(tables), [read_pack(pack(tmp_path, ("clarithromycin", "digoxin", "grave")))])
    assert IX not in found.statuses


def test_what_other_rows_cite_is_no_second_opinion_on_a_row_of_the_curator(tables: Path, tmp_path: Path) -> None:
    """Whoever wrote the row from general knowledge had read that source."""
    set_cells(tables, "knowledge/interactions.csv", "ix-warfarin-aspirin", source_id="house", locator="p. 1")
    rows = ("clarithromycin", "digoxin", "grave")
    assert IX not in compare(load(tables), [read_pack(pack(tmp_path, rows))]).statuses
    found = compare(load(tables), [read_pack(pack(tmp_path, rows, name="second"))])
    assert found.statuses[IX] is RowStatus.CORROBORATED


def test_pairs_of_a_more_specific_row_do_not_count(tables: Path, tmp_path: Path) -> None:
    """A class row is not judged by the members that a row of their own takes out of it."""
    knowledge = load(tables)
    selectors = Selectors(knowledge)
    rows = {row.rule_id: row for row in knowledge.rows(Interaction)}
    own = {
        frozenset((one, two))
        for row in rows.values()
        if row.object.startswith("drug:") and row.precipitant.startswith("drug:")
        for one in selectors.drugs_of(row.object)
        for two in selectors.drugs_of(row.precipitant)
    }
    everything = [
        (one, two, "grave")
        for row in rows.values()
        for one in selectors.drugs_of(row.object)
        for two in selectors.drugs_of(row.precipitant)
        if one != two
    ]
    found = compare(knowledge, [read_pack(pack(tmp_path, *sorted(set(everything))))])
    for each in found.corroborations:
        row = rows[each.rule_id]
        if not (row.object.startswith("drug:") and row.precipitant.startswith("drug:")):
            mine = {
                frozenset((one, two))
                for one in selectors.drugs_of(row.object)
                for two in selectors.drugs_of(row.precipitant)
                if one != two
            }
            assert len(mine - own) <= each.pairs <= len(mine)


def test_writing_leaves_sound_tables(tables: Path, tmp_path: Path) -> None:
    packs = [
        read_pack(pack(tmp_path, ("clarithromycin", "digoxin", "grave"), ("aspirin", "warfarin", "nothing"))),
    ]
    write_comparison(tables, compare(load(tables), packs))
    assert [str(fault) for fault in lint_folder(tables) if "no row cites" not in str(fault)] == []
    knowledge = load(tables)
    status = {row.rule_id: row.status for row in knowledge.rows(Interaction)}
    assert status[IX] is RowStatus.CORROBORATED
    assert {row.rule_id for row in knowledge.rows(Corroboration)} == {
        rule for rule, found in status.items() if found is RowStatus.CORROBORATED
    }
    # Another source later: what the first one said stays.
    second = read_pack(pack(tmp_path, ("aspirin", "warfarin", "grave"), name="second"))
    write_comparison(tables, compare(load(tables), [second]))
    assert {row.source_id for row in load(tables).rows(Corroboration) if row.rule_id == IX} == {"house"}
    # The first one again, with another opinion: the row is a draft again.
    changed = read_pack(pack(tmp_path, ("clarithromycin", "digoxin", "nothing")))
    found = compare(load(tables), [changed])
    assert IX in found.fewer
    write_comparison(tables, found)
    knowledge = load(tables)
    assert {row.rule_id: row.status for row in knowledge.rows(Interaction)}[IX] is RowStatus.DRAFT
    assert IX in {row.rule_id for row in knowledge.rows(Disagreement)}
    assert [str(fault) for fault in lint_folder(tables) if "no row cites" not in str(fault)] == []


def test_a_source_must_be_described(tables: Path, tmp_path: Path) -> None:
    unknown = read_pack(pack(tmp_path, name="nobody"))
    with pytest.raises(KnowledgeError, match="the source nobody is not in"):
        require_sources(load(tables), [unknown])
