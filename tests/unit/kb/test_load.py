"""Tables are read strictly: every cell that is not what its column takes is named with file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.errors import KnowledgeError
from rxcheck.kb import schema as sc
from rxcheck.kb.load import columns_of, load, read_tables
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.terms import Route
from tests.support.tiny import write_tiny
from tests.unit.kb.editing import line_of, read, set_cells, write

DRUGS, LIMITS, RENAL = "knowledge/drugs.csv", "rules/dose_limits.csv", "rules/renal.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in read_tables(folder)[1]]


def test_sound_tables(folder: Path) -> None:
    knowledge = load(folder)
    assert faults(folder) == []
    first = knowledge.located(sc.Drug)[0]
    assert (first.file, first.line) == (DRUGS, 2)
    assert first.row == knowledge.rows(sc.Drug)[0]
    assert {item.file for item in knowledge.located(sc.ConditionRule)} <= set(TABLE_FILES["condition_rules"])
    aspirin = next(row for row in knowledge.rows(sc.Drug) if row.drug_id == "aspirin")
    assert (aspirin.atc, aspirin.rxcui, aspirin.name_zh) == (("B01AC06",), None, "阿司匹林")


def test_unknown_column(folder: Path) -> None:
    columns, rows = read(folder, DRUGS)
    write(folder, DRUGS, [*columns, "colour"], [row | {"colour": "red"} for row in rows], ordered=False)
    (fault,) = faults(folder)
    assert fault == f"{DRUGS}, row 1, column colour: unknown column; allowed are {', '.join(columns)}"


def test_missing_column(folder: Path) -> None:
    columns, rows = read(folder, DRUGS)
    write(folder, DRUGS, [column for column in columns if column != "kind"], rows, ordered=False)
    assert faults(folder) == [f"{DRUGS}, row 1, column kind: column is missing"]


def test_renamed_column_is_both(folder: Path) -> None:
    path = folder / DRUGS
    path.write_text(path.read_text(encoding="utf-8").replace("name_zh", "name_cn", 1), encoding="utf-8")
    assert [fault.split(":")[0] for fault in faults(folder)] == [
        f"{DRUGS}, row 1, column name_cn",
        f"{DRUGS}, row 1, column name_zh",
    ]


@pytest.mark.parametrize(
    ("name", "key", "column", "value", "message"),
    [
        (DRUGS, "aspirin", "kind", "potion", "Invalid enum value 'potion'"),
        (DRUGS, "aspirin", "atc", "B01", "Expected `str` matching regex"),
        (DRUGS, "aspirin", "atc", "B01AC06;X", "Expected `str` matching regex"),
        (DRUGS, "aspirin", "rxcui", "12a", "Expected `str` matching regex"),
        (DRUGS, "aspirin", "name_en", "", "Expected `str` of length >= 1"),
        (DRUGS, "aspirin", "status", "fine", "Invalid enum value 'fine'"),
        (LIMITS, "dose-heparin-daily", "value", "much", "Invalid decimal string"),
        (LIMITS, "dose-heparin-daily", "value", "", "Invalid decimal string"),
        (LIMITS, "dose-heparin-daily", "when", "of age", "Expected `str` matching regex"),
        (LIMITS, "dose-heparin-daily", "limit", "hourly_max", "Invalid enum value 'hourly_max'"),
        (LIMITS, "dose-heparin-daily", "subject", "heparin", "Expected `str` matching regex"),
        (LIMITS, "dose-heparin-daily", "routes", "sideways", "Expected `str` matching regex"),
        (LIMITS, "dose-heparin-daily", "valid_from", "tomorrow", "Invalid RFC3339"),
        (RENAL, "renal-nsaids", "action", "stop", "Invalid enum value 'stop'"),
        (RENAL, "renal-nsaids", "rule_id", "Renal NSAIDs", "Expected `str` matching regex"),
        ("rules/sets.csv", "set-sedation", "min_points", "0", "Expected `int` >= 1"),
        ("knowledge/allergen_names.csv", "peanut", "target", "food", "Expected `str` matching regex"),
        ("knowledge/labs.csv", "creatinine", "alt_factor", "x", "Invalid decimal string"),
    ],
)
def test_wrong_cell(folder: Path, name: str, key: str, column: str, value: str, message: str) -> None:
    set_cells(folder, name, key, **{column: value})
    row = line_of(folder, name, value if column == "rule_id" else key)
    (fault,) = faults(folder)
    assert fault.startswith(f"{name}, row {row}, column {column}: ")
    assert message in fault
    assert f"(found {value!r})" in fault
    tables, _ = read_tables(folder)
    table = next(table for table, files in TABLE_FILES.items() if name in files)
    assert row not in [item.line for item in tables[table] if item.file == name]  # the row is left out


def test_a_file_is_a_jurisdiction(folder: Path) -> None:
    text = (folder / "rules/jurisdictions/generic.csv").read_text(encoding="utf-8")
    (folder / "rules/jurisdictions/xx.csv").write_text(text.replace("generic", "xx").replace("form-", "xx-"), "utf-8")
    (folder / "rules/jurisdictions/notes.txt").write_text("no table", "utf-8")
    rows = [row for row in load(folder).rows(sc.FormRule) if row.jurisdiction == "xx"]
    assert {row.rule_id for row in rows} >= {"xx-dose", "xx-route", "xx-written-unit"}


def test_missing_file(folder: Path) -> None:
    (folder / LIMITS).unlink()
    assert faults(folder) == [f"{LIMITS}: table is missing"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("drug_id,name_en\naspirin,阿司匹林\n".encode("gb18030"), "UnicodeDecodeError"),
        (b"\xff\xfe", "UnicodeDecodeError"),
        (b"", "EmptyDataError"),
        (b'a,b\n"1,2\n', "ParserError"),
        (b"a,b\n1,2,3\n4,5,6,7\n", "ParserError"),
    ],
)
def test_not_a_table(folder: Path, data: bytes, error: str) -> None:
    (folder / DRUGS).write_bytes(data)
    assert faults(folder) == [f"{DRUGS}: not a readable UTF-8 CSV table ({error})"]


def test_all_faults_at_once(folder: Path) -> None:
    (folder / LIMITS).unlink()
    set_cells(folder, DRUGS, "aspirin", kind="potion")
    set_cells(folder, DRUGS, "heparin", kind="potion")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert len(str(caught.value).splitlines()) == 3


def test_a_word_that_pandas_takes_for_nothing(folder: Path) -> None:
    """ "NA", "null" and "nan" are texts like others."""
    for text in ("NA", "null", "nan", "None"):
        set_cells(folder, DRUGS, "aspirin", name_zh=text)
        rows = load(folder).rows(sc.Drug)
        assert next(row.name_zh for row in rows if row.drug_id == "aspirin") == text


def test_columns_end_with_where_a_row_comes_from() -> None:
    columns = list(columns_of(sc.Interaction))
    assert columns[0] == "rule_id"
    assert columns[-5:] == ["source_id", "locator", "status", "reviewed_by", "valid_from"]


def test_routes_of_a_cell() -> None:
    assert sc.routes_of(()) == sc.routes_of(("systemic",))
    assert sc.routes_of(("oral", "topical")) == {Route.ORAL, Route.TOPICAL}
    assert sc.routes_of(("parenteral", "oral")) == {Route.ORAL, Route.IV, Route.IM, Route.SC}
    with pytest.raises(ValueError, match="sideways"):
        sc.routes_of(("sideways",))
