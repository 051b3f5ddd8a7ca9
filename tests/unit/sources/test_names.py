"""A column of names out of a table or a list."""

from __future__ import annotations

import pytest

from rxcheck.errors import InputError
from rxcheck.sources.names import read_names


@pytest.mark.parametrize(
    ("text", "column", "names"),
    [
        ("drug,n\naspirin,1\nwarfarin 5 mg,2\n", None, ["aspirin", "warfarin 5 mg"]),
        ("n\tDrug_Name\n1\taspirin\n2\t\n", None, ["aspirin", ""]),
        ("规格,药品名称\n1g,阿司匹林\n", None, ["阿司匹林"]),
        ("a,b\nx,aspirin\n", "B", ["aspirin"]),
        ("aspirin\nwarfarin\n\nheparin\n", None, ["aspirin", "warfarin", "", "heparin"]),
        ("drug\naspirin\n", None, ["aspirin"]),
        ('name,x\n"aspirin, 100 mg",1\n', None, ["aspirin, 100 mg"]),
        ('name\n"aspirin 100 mg"\nheparin 5,000 units\n', None, ["aspirin 100 mg", "heparin 5,000 units"]),
    ],
)
def test_columns(text: str, column: str | None, names: list[str]) -> None:
    assert list(read_names(text, "f.csv", column)) == names


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("a,b\nx,y\n", None, "f.csv, row 1: say which column holds the names: --column NAME"),
        ("a,b\nx,y\n", "c", "f.csv, row 1, column c: the column is missing"),
        ("drug,b\nx\n", None, "f.csv, row 2: has 1 cells, the header has 2"),
        ('drug,b\n"x,y\n', None, "f.csv, row 2: is not a table: unexpected end of data"),
    ],
)
def test_faults(text: str, column: str | None, message: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_names(text, "f.csv", column))
    assert str(caught.value) == message
