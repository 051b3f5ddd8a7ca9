"""An audit: every line accounted for, resumed to the same bytes, refused where it cannot be right."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rxcheck.audit.folder import Folder
from rxcheck.audit.run import Asked, Summary, audit
from rxcheck.audit.writing import Form
from rxcheck.checks.interface import Options
from rxcheck.errors import AuditError
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.verify import Verifier
from tests.unit.audit.making import HEADER, files, table

PART = 4_000  # bytes: about forty prescriptions


def run(source: Path, out: Path, **more: object) -> Summary:
    return audit(Asked(source, out, part_bytes=PART, **more))  # type: ignore[arg-type]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rx.csv"
    path.write_bytes(table(200))
    return path


def written(path: Path, *rows: str) -> Path:
    path.write_bytes("\n".join([",".join(HEADER), *rows, ""]).encode())
    return path


def test_the_same_findings_as_check(source: Path, tmp_path: Path) -> None:
    summary = run(source, tmp_path / "out")
    found = pq.read_table(tmp_path / "out" / "findings").to_pylist()
    verifier = Verifier(open_compiled(default_folder()), Options())
    reports = verifier.verify(read(source).prescriptions)
    wanted = [(r.prescription.id, f.id, f.rule_id, f.action.value, list(f.lines)) for r in reports for f in r.findings]
    assert [(f["prescription_id"], f["finding"], f["rule_id"], f["action"], f["lines"]) for f in found] == wanted
    assert summary.prescriptions == len(reports) == 200
    assert summary.with_findings == sum(bool(report.findings) for report in reports)
    assert Counter(f["action"] for f in found) == summary.by_action
    receipts = pq.read_table(tmp_path / "out" / "receipts").to_pylist()
    assert len(receipts) == summary.lines["read"] == sum(len(r.prescription.lines) for r in reports)
    gaps = pq.read_table(tmp_path / "out" / "not_assessed").to_pylist()
    assert len(gaps) == sum(len(report.not_assessed) for report in reports)


def test_processes_find_the_same(source: Path, tmp_path: Path) -> None:
    one, two = run(source, tmp_path / "one"), run(source, tmp_path / "two", processes=2)
    assert one == two
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("form", list(Form))
def test_forms(source: Path, tmp_path: Path, form: Form) -> None:
    summary = run(source, tmp_path / "out", form=form)
    if form is Form.CSV:
        rows = (tmp_path / "out" / "findings.csv").read_text().splitlines()
        assert len(rows) == sum(summary.by_action.values()) + 1
    if form is Form.JSONL:
        lines = (tmp_path / "out" / "findings.jsonl").read_text().splitlines()
        assert len([msgspec.json.decode(line) for line in lines]) == sum(summary.by_action.values())


def test_formulas_are_text(tmp_path: Path) -> None:
    source = written(tmp_path / "rx.csv", "rx1,s1,50,f,,=cmd|' /C calc'!A0,1,mg,po,qd,7")
    run(source, tmp_path / "out", form=Form.CSV)
    assert ",'=cmd" in (tmp_path / "out" / "receipts.csv").read_text()


@pytest.mark.parametrize(
    ("rows", "rejects"),
    [
        (["rx1,s1,50,f,,warfarin,3,mg,po,qd,7"], []),
        ([",s1,50,f,,warfarin,3,mg,po,qd,7"], ["2,prescription_id,prescription_id is empty"]),
        (["rx1,s1,50,f,,warfarin,3,mg"], ['2,,"has 8 cells, the header has 11"']),
        (["rx1,s1,50,x,,warfarin,3,mg,po,qd,7"], ["2,sex,"]),
        (
            ["rx1,s1,50,f,,warfarin,3,mg,po,qd,0", "rx1,s1,50,f,,aspirin,100,mg,po,qd,7"],
            ["2,days,", "3,,left out with row 2 of the same prescription"],
        ),
        (["rx1,s1,50,f,,\x00,3,mg,po,qd,7", "rx2,s1,50,f,,aspirin,100,mg,po,qd,7"], ["2,,holds a NUL character"]),
        (['rx1,s1,50,f,,"warfarin,3,mg,po,qd,7'], ['2,,"is no row of a table']),
        (
            ["rx1,s1,50,f,,warfarin,3,mg,po,qd,7", "rx1,s1,60,f,,aspirin,100,mg,po,qd,7"],
            ["2,,left out", "3,age,differs"],
        ),
    ],
)
def test_rejects(tmp_path: Path, rows: list[str], rejects: list[str]) -> None:
    summary = run(written(tmp_path / "rx.csv", *rows), tmp_path / "out")
    header, *found = (tmp_path / "out" / "rejects.csv").read_text().splitlines()
    assert header == "row,column,reason"
    assert len(found) == len(rejects)
    for line, start in zip(found, rejects, strict=True):
        assert line.startswith(start)
    assert summary.lines == {"read": len(rows), "audited": len(rows) - len(rejects), "rejected": len(rejects)}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_prescription_with_a_row_that_cannot_be_read_is_not_audited_without_it(tmp_path: Path, place: int) -> None:
    rows = ["rx1,s1,50,f,,warfarin,3,mg,po,qd,7", "rx1,s1,50,f,,aspirin,100,mg,po,qd,7"]
    rows.insert(place, "rx1,s1,50,f,,\x00,3,mg,po,qd,7")
    source = written(
        tmp_path / "rx.csv", "rx0,s1,50,f,,aspirin,100,mg,po,qd,7", *rows, "rx2,s1,50,f,,aspirin,100,mg,po,qd,7"
    )
    summary = run(source, tmp_path / "out")
    assert (summary.prescriptions, summary.lines["rejected"]) == (2, 3)
    found = (tmp_path / "out" / "rejects.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in found] == ["3", "4", "5"]
    assert sum("NUL" in line for line in found) == 1


def test_what_was_unpacked_is_taken_away_and_compared(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv.gz"
    source.write_bytes(gzip.compress(table(50)))
    run(source, tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*input*"))
    run(source, tmp_path / "out", resume=True)
    source.write_bytes(gzip.compress(table(50, seed=2)))
    with pytest.raises(AuditError, match="not the one"):
        run(source, tmp_path / "out", resume=True)


def test_mixed_encodings_cost_their_rows_only(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(table(60) + "rxz,s1,50,f,,华法林,3,mg,po,qd,7\n".encode("gb18030"))
    summary = run(source, tmp_path / "out")
    assert summary.lines["rejected"] == 1
    assert "is not utf-8 text" in (tmp_path / "out" / "rejects.csv").read_text()
    source.write_bytes(table(60).decode().encode("gb18030"))
    assert run(source, tmp_path / "chinese").lines["rejected"] == 0


@pytest.mark.parametrize("ending", [".csv.gz", ".tsv"])
def test_other_files(tmp_path: Path, ending: str) -> None:
    raw = table(50)
    source = tmp_path / f"rx{ending}"
    source.write_bytes(gzip.compress(raw) if ending.endswith("gz") else raw.replace(b",", b"\t"))
    assert run(source, tmp_path / "out").prescriptions == 50


def test_zstandard(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv.zst"
    with pa.output_stream(str(source), compression="zstd") as out:
        out.write(table(50))
    assert run(source, tmp_path / "out").prescriptions == 50


def cells() -> list[list[str]]:
    return list(csv.reader(table(50).decode().splitlines()))


def test_parquet(tmp_path: Path) -> None:
    source, (header, *rows) = tmp_path / "rx.parquet", cells()
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    numbers = {"age": [int(value) for value in columns["age"]], "days": [float(value) for value in columns["days"]]}
    pq.write_table(pa.table({**{name: list(values) for name, values in columns.items()}, **numbers}), source)
    same(source, tmp_path)


def test_parquet_with_ends_of_lines_in_cells(tmp_path: Path) -> None:
    source = tmp_path / "rx.parquet"
    pq.write_table(pa.table({"prescription_id": ["a", "b"], "drug": ["aspirin\r100 mg", "aspirin\n100 mg"]}), source)
    assert run(source, tmp_path / "out").lines == {"read": 2, "audited": 2, "rejected": 0}


def test_excel(tmp_path: Path) -> None:
    from openpyxl import Workbook

    source, book = tmp_path / "rx.xlsx", Workbook()
    for row in cells():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(source)
    same(source, tmp_path)


def same(source: Path, folder: Path) -> None:
    """The same findings as of the plain table."""
    plain = folder / "plain.csv"
    plain.write_bytes(table(50))
    assert run(source, folder / "out").lines == run(plain, folder / "plain").lines
    assert pq.read_table(folder / "out" / "findings") == pq.read_table(folder / "plain" / "findings")


@pytest.mark.parametrize("ending", [".parquet", ".xlsx"])
def test_no_such_thing(tmp_path: Path, ending: str) -> None:
    source = tmp_path / f"rx{ending}"
    source.write_bytes(b"no such thing")
    with pytest.raises(AuditError, match="damaged or cut off"):
        run(source, tmp_path / "out")


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_file_that_is_cut_off(tmp_path: Path, ending: str) -> None:
    whole = tmp_path / "whole"
    if ending == ".gz":
        whole.write_bytes(gzip.compress(table(500)))
    else:
        with pa.output_stream(str(whole), compression="zstd") as out:
            out.write(table(500))
    source = tmp_path / f"rx.csv{ending}"
    source.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(AuditError, match="damaged or cut off"):
        run(source, tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*input*"))


def test_a_prescription_that_comes_back(tmp_path: Path) -> None:
    first, *rest = table(100).split(b"\n")
    source = tmp_path / "rx.csv"
    source.write_bytes(b"\n".join([first, *rest[:-1], rest[0], b""]))
    with pytest.raises(AuditError, match="were not checked together"):
        run(source, tmp_path / "out")
    assert not (tmp_path / "out" / "summary.json").exists()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"prescription_id,drug\n", "holds no rows"),
        (b"drug\nwarfarin\n", "no layout has these columns"),
        (b"prescription_id,drug,drug\na,b,c\n", "stands twice"),
        (b"prescription_id,drug,colour\na,b,c\n", "unknown column"),
        (b"\xff\xfea\x00", "is UTF-16"),
    ],
)
def test_no_table(tmp_path: Path, raw: bytes, message: str) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(raw)
    with pytest.raises(AuditError, match=message):
        run(source, tmp_path / "out")


def test_two_runs_in_one_folder(source: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out", source)
    folder.open()
    with pytest.raises(AuditError, match="another audit is at work"):
        run(source, tmp_path / "out")
    folder.close()
    run(source, tmp_path / "out")
    with pytest.raises(AuditError, match="holds an audit"):
        run(source, tmp_path / "out")


def test_only_the_same_audit_goes_on(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path / "out")
    run(source, tmp_path / "out", resume=True)
    with pytest.raises(AuditError, match="other options"):
        run(source, tmp_path / "out", resume=True, form=Form.CSV)
    source.write_bytes(table(200, seed=2))
    with pytest.raises(AuditError, match="not the one"):
        run(source, tmp_path / "out", resume=True)
    (tmp_path / "out" / "audit.json").write_text("{")
    with pytest.raises(AuditError, match="damaged"):
        run(source, tmp_path / "out", resume=True)


def test_a_full_disk_says_so(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half is left, and the audit goes on when there is room."""
    from rxcheck.audit import part

    real, calls = part.write_bytes_atomically, 0

    def full(path: Path, data: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls > 5:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(part, "write_bytes_atomically", full)
    with pytest.raises(OSError, match="No space left"):
        run(source, tmp_path / "out")
    assert not (tmp_path / "out" / "summary.json").exists()
    monkeypatch.undo()
    assert run(source, tmp_path / "out", resume=True).prescriptions == 200
    run(source, tmp_path / "calm")
    assert files(tmp_path / "out") == files(tmp_path / "calm")
