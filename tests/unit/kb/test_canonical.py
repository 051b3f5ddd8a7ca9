"""The canonical form of a table does not depend on how it was edited."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from rxcheck.kb.canonical import canonical, write_canonical
from rxcheck.kb.schema import TABLES, Table
from rxcheck.kb.store import default_folder
from tests.support.tiny import write_tiny
from tests.unit.kb.editing import read, write

FILES = [(table, name) for table in TABLES for name in table.files]


@pytest.mark.parametrize(("table", "name"), FILES, ids=[name for _, name in FILES])
def test_shipped_tables_are_canonical(table: Table, name: str) -> None:
    text = (default_folder() / name).read_text(encoding="utf-8")
    assert canonical(table, text) == text


def test_shuffled_tables_come_back_byte_for_byte(tmp_path: Path) -> None:
    folder, chance = write_tiny(tmp_path), random.Random(1)  # noqa: S311
    before = {name: (folder / name).read_bytes() for _, name in FILES}
    changed = []
    for _, name in FILES:
        columns, rows = read(folder, name)
        chance.shuffle(rows)
        write(folder, name, list(reversed(columns)), rows, ordered=False)
        if (folder / name).read_bytes() != before[name]:
            changed.append(name)
    assert write_canonical(folder) == changed
    assert {name: (folder / name).read_bytes() for _, name in FILES} == before
    assert write_canonical(folder) == []


def test_whole_numbers_are_sorted_as_numbers() -> None:
    table = next(table for table in TABLES if table.name == "product_ingredients")
    header = "product_id,position,drug_id,source_id,locator,status\n"
    rows = [f"x,{number},d{number},curator,,draft\n" for number in (10, 2, 1)]
    assert canonical(table, header + "".join(rows)) == header + rows[2] + rows[1] + rows[0]


def test_line_ends_and_quotes() -> None:
    table = next(table for table in TABLES if table.name == "set_terms")
    text = 'rule_id,term,selector,fact,points,min_count\r\n"b",t,drug:x,,1,1\r\na,t,drug:x,,"1",1\r\n'
    assert canonical(table, text) == "rule_id,term,selector,fact,points,min_count\na,t,drug:x,,1,1\nb,t,drug:x,,1,1\n"
