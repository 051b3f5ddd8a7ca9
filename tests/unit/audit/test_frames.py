"""Frames in, frames out: what an audit of the same table finds, nothing lost, however it comes in pieces."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rxcheck.audit.frames import SCHEMA, SPARK_SCHEMA, audit_frame, audit_frames
from rxcheck.audit.run import Asked, audit
from rxcheck.audit.tables import SCHEMAS
from rxcheck.errors import AuditError
from rxcheck.terms import Lang
from tests.unit.audit.making import table

WRONG = (
    b"rx900,s1,50,x,,warfarin,3,mg,po,qd,7\nrx900,s1,50,x,,aspirin,100,mg,po,qd,7\n"
    b",s1,50,f,,aspirin,100,mg,po,qd,7\nrx901,s1,50,f,,aspirin,100,mg,po,qd,0\n"
)


@pytest.fixture(scope="module")
def raw() -> bytes:
    return table(120) + WRONG


@pytest.fixture(scope="module")
def frame(raw: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(raw), dtype=str)


def of_kind(frame: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    return pa.Table.from_pandas(
        frame[frame["kind"] == kind], schema=pa.unify_schemas([SCHEMAS[kind]]), preserve_index=False
    ).to_pylist()


def test_what_an_audit_finds(raw: bytes, frame: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "rx.csv").write_bytes(raw)
    summary = audit(Asked(tmp_path / "rx.csv", tmp_path / "out"))
    found = audit_frame(frame.assign(row=range(2, len(frame) + 2)))
    for name in SCHEMAS:
        wanted = pq.read_table(tmp_path / "out" / name).to_pylist()
        assert wanted
        assert of_kind(found, name) == wanted
    rejects = found[found["kind"] == "rejects"].sort_values("row")
    lines = rejects[["row", "column", "reason"]].to_csv(index=False).splitlines()
    assert lines == (tmp_path / "out" / "rejects.csv").read_text().splitlines()
    assert [each if isinstance(each, str) else None for each in rejects["prescription_id"]] == ["rx900"] * 2 + [
        None,
        "rx901",
    ]
    assert (found["kind"] == "receipts").sum() + len(rejects) == len(frame) == summary.lines["read"]
    assert list(found.columns) == SCHEMA.names


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_pieces(frame: pd.DataFrame, size: int) -> None:
    """However prescriptions are cut in two, the same is found."""
    frame = frame.iloc[-60:]
    whole = pa.Table.from_pandas(audit_frame(frame), schema=SCHEMA, preserve_index=False)
    pieces = [frame.iloc[at : at + size] for at in range(0, len(frame), size)]
    found = [pa.Table.from_pandas(each, schema=SCHEMA, preserve_index=False) for each in audit_frames(pieces)]
    assert len(whole) > len(frame)
    assert sorted(map(str, pa.concat_tables(found).to_pylist())) == sorted(map(str, whole.to_pylist()))


def test_rows_of_a_frame_need_not_follow_each_other(frame: pd.DataFrame) -> None:
    mixed = audit_frame(frame.assign(row=range(len(frame))).sample(frac=1, random_state=1))
    assert (mixed["kind"] == "rejects").sum() == 4
    plain = audit_frame(frame)
    of_rule = [found[found["kind"] == "findings"].groupby("rule_id").size().to_dict() for found in (mixed, plain)]
    assert of_rule[0] == of_rule[1]


def test_pieces_that_would_be_checked_apart(frame: pd.DataFrame) -> None:
    with pytest.raises(AuditError, match=r"frame, row 5, column prescription_id: .*goes on after another"):
        list(
            audit_frames(
                [
                    pd.DataFrame({"prescription_id": ["a", "b", "b"], "drug": "aspirin"}),
                    pd.DataFrame({"prescription_id": ["c", "a"], "drug": "aspirin"}),
                ]
            )
        )
    with pytest.raises(AuditError, match=r"row 1, .*blanks around"):
        list(audit_frames([pd.DataFrame({"row": [1], "prescription_id": ["a "], "drug": "aspirin"})]))
    assert list(audit_frames([])) == []
    assert len(audit_frame(frame.iloc[:0])) == 0


def test_types() -> None:
    """Numbers, dates, lists and gaps are read as what is written of them."""
    typed = pd.DataFrame(
        {
            "prescription_id": [1, 1, 2],
            "authored_on": [date(2026, 1, 2), date(2026, 1, 2), None],
            "birth_date": pd.to_datetime(["1950-03-04", "1950-03-04", None]),
            "conditions": [np.array(["gout", "asthma"]), None, None],
            "drug": ["warfarin", "ibuprofen", "digoxin"],
            "dose": np.array([3, 400, 0.125], dtype=np.float32),
            "unit": "mg",
            "route": pd.Categorical(["po", "po", "po"]),
            "frequency": "qd",
            "days": pd.array([7, None, 5], dtype="Int64"),
        }
    )
    written = pd.DataFrame(
        {
            "prescription_id": ["1", "1", "2"],
            "authored_on": ["2026-01-02", "2026-01-02", ""],
            "birth_date": ["1950-03-04", "1950-03-04", ""],
            "conditions": ["gout; asthma", "", ""],
            "drug": ["warfarin", "ibuprofen", "digoxin"],
            "dose": ["3", "400", "0.125"],
            "unit": "mg",
            "route": "po",
            "frequency": "qd",
            "days": ["7", "", "5"],
        }
    )
    found = audit_frame(typed)
    pd.testing.assert_frame_equal(found, audit_frame(written))
    assert {"findings", "receipts"} <= set(found["kind"])
    assert "rejects" not in set(found["kind"])


@pytest.mark.parametrize("rows", [[1, 1], [1.0, 2.0], ["1", "2"], [1, None]])
def test_numbers_of_rows(rows: list[Any]) -> None:
    with pytest.raises(AuditError, match="whole numbers"):
        audit_frame(pd.DataFrame({"prescription_id": ["a", "a"], "drug": ["aspirin", "warfarin"], "row": rows}))


def test_other_columns() -> None:
    frame = pd.DataFrame({"处方号": ["a"], "药品名称": ["华法林"], "患者年龄": ["-"]})
    found = audit_frame(frame, lang=Lang.ZH)
    assert len(found) == 1
    assert found.loc[0, "column"] == "age"
    with pytest.raises(AuditError, match="no layout has these columns"):
        audit_frame(pd.DataFrame({"colour": ["red"]}))


def test_the_schema_for_spark_has_every_column() -> None:
    words = dict(each.rsplit(" ", 1) for each in SPARK_SCHEMA.split(", "))
    assert list(words) == [f"`{name}`" for name in SCHEMA.names]
    assert words["`authored_on`"] == "date"
    assert words["`drugs`"] == "array<string>"
