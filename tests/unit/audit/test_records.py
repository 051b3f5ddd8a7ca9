"""Rows of a table: what stands in quotes, and what a broken row costs."""

from __future__ import annotations

import io

import pytest

from rxcheck.audit.records import Dialect, Lines, records

COMMA = Dialect("utf-8", ",", 3)


@pytest.mark.parametrize(
    ("raw", "cells"),
    [
        (b"a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
        (b'a,"b\nb",c\n1,2,3\n', [["a", "b\nb", "c"], ["1", "2", "3"]]),
        (b'a,"b""b",c\n', [["a", 'b"b', "c"]]),
        (b"a,b,c\r\n1,2,3", [["a", "b", "c"], ["1", "2", "3"]]),
        (b'a,5" tube,c\n1,2,3\n', [["a", '5" tube', "c"], ["1", "2", "3"]]),
        (b'a,"b,c\n1,2,3\n', [None, ["1", "2", "3"]]),
        (b"a,\x00,c\n1,2,3\n", [None, ["1", "2", "3"]]),
        (b"a,\xff,c\n1,2,3\n", [None, ["1", "2", "3"]]),
        (b"a,b\n1,2,3\n", [["a", "b"], ["1", "2", "3"]]),
        (b"\n1,2,3\n", [[], ["1", "2", "3"]]),
        (b"a," + b"x" * (2 << 20) + b",c\n1,2,3\n", [None, ["1", "2", "3"]]),
    ],
)
def test_records(raw: bytes, cells: list[list[str] | None]) -> None:
    found = list(records(Lines(io.BytesIO(raw)), COMMA))
    assert [record.cells for record in found] == cells
    assert b"".join(record.raw for record in found) == raw


def test_a_quote_that_is_never_closed_costs_its_row_only() -> None:
    raw = b'a,"b,c\n' + b"1,2,3\n" * 1000
    found = list(records(Lines(io.BytesIO(raw)), COMMA))
    assert len(found) == 1001
    assert sum(record.cells is None for record in found) == 1


def test_gb18030() -> None:
    dialect = Dialect("gb18030", ",", 3)
    raw = "华法林,3,毫克\n".encode("gb18030")
    assert [record.cells for record in records(Lines(io.BytesIO(raw)), dialect)] == [["华法林", "3", "毫克"]]
