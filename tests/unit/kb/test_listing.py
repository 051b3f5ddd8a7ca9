"""Names and ids for somebody who is typing one."""

from __future__ import annotations

from pathlib import Path

from rxcheck.kb import listing
from rxcheck.kb.tables import default_folder

FOLDER = default_folder()


def test_names_in_any_case_and_language() -> None:
    assert ("clarithromycin", "Clarithromycin 克拉霉素") in set(listing.drug_names(FOLDER, "CLARI"))
    assert ("克拉霉素", "Clarithromycin 克拉霉素") in set(listing.drug_names(FOLDER, "克拉"))
    names = [name for name, _ in listing.drug_names(FOLDER, "a")]
    assert len(names) == len(set(names)) > 100
    assert not [name for name in names if " " in name]


def test_rules_of_every_table_once() -> None:
    found = list(listing.rule_ids(FOLDER, ""))
    assert len(found) == len({rule for rule, _ in found}) > 5000
    assert dict(found)["renal-metformin-lt-30"] == "condition_rules"
    assert dict(found)["ddi-vka-macrolides-cyp3a4"] == "interactions"


def test_jurisdictions_and_columns() -> None:
    assert listing.jurisdictions(FOLDER) == ["cn", "generic", "us"]
    assert list(listing.column(FOLDER, "audit_columns", "layout", "his")) == ["his-cn"]


def test_a_folder_without_tables_lists_nothing(tmp_path: Path) -> None:
    assert list(listing.drug_names(tmp_path, "a")) == list(listing.rule_ids(tmp_path, "")) == []
    assert listing.jurisdictions(tmp_path) == []
