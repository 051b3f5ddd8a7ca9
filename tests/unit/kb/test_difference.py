"""Two sets of tables compared: rows, and the pairs of drugs whose verdict is another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.errors import KnowledgeError
from rxcheck.kb.compiled_text import RuleList
from rxcheck.kb.difference import VerdictChange, table_changes, verdict_changes
from rxcheck.kb.load import load
from rxcheck.kb.statistics import statistics
from rxcheck.kb.store import open_compiled
from rxcheck.kb.verdicts import base_actions, silenced_rows
from rxcheck.terms import Action, CheckKind
from tests.support.tiny import write_tiny


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "new")


def edit(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_equal_tables(old: Path, new: Path) -> None:
    assert table_changes(old, new) == []
    assert verdict_changes(open_compiled(old), open_compiled(new)) == []


def test_rows_added_removed_and_changed(old: Path, new: Path) -> None:
    edit(new, "knowledge/classes.csv", "opioids,opioids,", "opioids,opioid analgesics,")
    lines = (new / "knowledge/names.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    gone = next(line for line in lines if line.startswith("MTX"))
    fresh = gone.replace("MTX", "metho")
    (new / "knowledge/names.csv").write_text("".join(lines).replace(gone, fresh), encoding="utf-8")
    names, classes = table_changes(old, new)
    assert (names.file, names.added, names.removed) == (
        "knowledge/names.csv",
        (("metho", "drug:methotrexate"),),
        (("MTX", "drug:methotrexate"),),
    )
    (change,) = classes.changed
    assert (change.key, change.cells) == (("opioids",), {"name_en": ("opioids", "opioid analgesics")})


def test_a_column_that_the_older_edition_lacks_counts_as_blank(old: Path, new: Path) -> None:
    lines = (old / "knowledge/classes.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",")[4] == "atc"
    kept = [",".join(cell for number, cell in enumerate(line.split(",")) if number != 4) for line in lines]
    (old / "knowledge/classes.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert table_changes(old, new) == []


def test_verdicts_that_change(old: Path, new: Path) -> None:
    """A silent row taken out lets the class row and the derived row speak again."""
    lines = (new / "knowledge/interactions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("ix-warfarin-celecoxib", "ix-tramadol-clarithromycin"))]
    (new / "knowledge/interactions.csv").write_text("".join(kept), encoding="utf-8")
    assert verdict_changes(open_compiled(old), open_compiled(new)) == [
        VerdictChange("celecoxib", "warfarin", None, Action.AVOID),
        VerdictChange("clarithromycin", "tramadol", None, Action.MONITOR),
    ]


def test_a_folder_without_tables(old: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="holds no knowledge/ folder"):
        table_changes(old, tmp_path)


def test_verdicts_of_all_pairs_are_symmetric_and_empty_for_a_drug_with_itself(old: Path) -> None:
    drugs, matrix = base_actions(open_compiled(old))
    assert (matrix == matrix.T).all()
    assert not matrix.diagonal().any()
    place = {drug: number for number, drug in enumerate(drugs)}
    assert matrix[place["simvastatin"], place["clarithromycin"]] == Action.AVOID.rank
    assert matrix[place["vancomycin"], place["heparin"]] == 0  # only incompatible in a line


def test_a_row_that_is_always_outranked_is_found(new: Path) -> None:
    compiled = open_compiled(new)
    rules = RuleList(compiled.text.rules[CheckKind.INTERACTION])
    named = {rules[number].rule_id for number in silenced_rows(compiled)}
    assert "der-inhibitor-sensitive" in named  # the curated row of the statins covers its only pair
    assert not named & {"ix-statins-cyp3a4", "der-inducer", "ix-tramadol-clarithromycin", "iv-vancomycin-heparin"}


def test_statistics_count(old: Path) -> None:
    groups = statistics(load(old), open_compiled(old)).groups
    assert groups["tables"]["derived_interactions"] == 8
    assert groups["drugs"]["pathway"] == 9
    assert groups["interactions.action"]["none"] == 2
    assert sum(groups["interactions.status"].values()) == groups["tables"]["interactions"]
    assert set(groups["pairs"]) == {action.value for action in Action}
