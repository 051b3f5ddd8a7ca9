"""--sort: a scattered table is audited as the same table sorted by hand, nothing lost, its rows by their own numbers."""

from __future__ import annotations

import csv
import gzip
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rxcheck.audit import run as auditing
from rxcheck.audit import scatter
from rxcheck.audit.run import Asked, Summary, audit
from rxcheck.audit.scatter import Entry, regrouped
from rxcheck.errors import AuditError
from tests.unit.audit.making import HEADER, files, table

PART = 4_000


def run(source: Path, out: Path, **more: object) -> Summary:
    return audit(Asked(source, out, part_bytes=PART, **more))  # type: ignore[arg-type]


def rejects(out: Path) -> list[list[str]]:
    return list(csv.reader((out / "rejects.csv").read_text().splitlines()))[1:]


def scattered(raw: bytes, seed: int = 1) -> tuple[bytes, bytes]:
    """(rows mixed, the same rows with those of a prescription together by its first row)."""
    header, *rows = raw.splitlines(keepends=True)
    random.Random(seed).shuffle(rows)  # noqa: S311 - no secret
    first: dict[bytes, int] = {}
    for number, row in enumerate(rows):
        first.setdefault(row.split(b",")[0], number)
    together = sorted(rows, key=lambda row: first[row.split(b",")[0]])
    return b"".join([header, *rows]), b"".join([header, *together])


def test_how_often_prescriptions_come_back_is_counted_range_by_range(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed, together = scattered(table(80))
    (tmp_path / "mixed.csv").write_bytes(mixed)
    (tmp_path / "together.csv").write_bytes(together)
    with pytest.raises(AuditError, match=r"^\d+ times .* with --sort") as at_once:
        run(tmp_path / "mixed.csv", tmp_path / "out")
    monkeypatch.setattr(auditing, "_IDENTS_AT_ONCE", 100)  # many ranges
    with pytest.raises(AuditError) as by_ranges:
        run(tmp_path / "mixed.csv", tmp_path / "ranges")
    assert str(by_ranges.value) == str(at_once.value)
    run(tmp_path / "together.csv", tmp_path / "none")


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
def test_as_sorted_by_hand(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scatter, "PARTITION_BYTES", 2_000)  # several files
    mixed, together = scattered(table(80))
    source, by_hand = tmp_path / f"mixed{ending}", tmp_path / "by_hand.csv"
    source.write_bytes(gzip.compress(mixed) if ending.endswith("gz") else mixed)
    by_hand.write_bytes(together)
    with pytest.raises(AuditError, match="with --sort"):
        run(source, tmp_path / "out")
    summary = run(source, tmp_path / "sorted", sort=True)
    assert summary == run(by_hand, tmp_path / "by_hand")
    assert summary.lines["rejected"] == 0
    for name in ("findings", "receipts", "not_assessed"):
        assert pq.read_table(tmp_path / "sorted" / name) == pq.read_table(tmp_path / "by_hand" / name)
    assert not [path for path in (tmp_path / "sorted").rglob("*") if "arrang" in path.name or "input" in path.name]


@pytest.mark.parametrize("how", [{"sort": True}, {"link_patient": True}])
def test_rows_keep_their_numbers_and_none_is_lost(tmp_path: Path, how: dict[str, bool]) -> None:
    rows = [
        b"rx1,s1,50,f,,warfarin,3,mg,po,qd,7",
        b"rx2,s1,50,f,,aspirin,100,mg,po,qd,7",
        b"",
        b"rx3,s1,50,f,,\x00,3,mg,po,qd,7",
        b",s1,50,f,,aspirin,100,mg,po,qd,7",
        b"rx1,s1,50,f,,\xff\xff,100,mg,po,qd,7",
        b"rx3,s1,50,f,,aspirin,100,mg,po,qd,7",
        b'rx4,s1,50,f,,"warfarin,3,mg,po,qd,7',
        b"rx2,s1,50,f,,warfarin,3,mg,po,qd,7",
        b'rx5,s1,50,f,,"metformin\n500 ""MG""",500,mg,po,qd,7',
        b"rx6,s1,50",
        b"rx7,s1,50,f,," + b"x" * (2 << 20) + b",3,mg,po,qd,7",
        b"rx5,s1,50,f,,aspirin,100,mg,po,qd,zero",
        b'rx8,s1,50,f,,"aspirin\r100 mg",100,mg,po,qd,7',
    ]
    source = tmp_path / "rx.csv"
    source.write_bytes(b"\n".join([",".join(HEADER).encode(), *rows, b""]))
    summary = run(source, tmp_path / "out", **how)
    assert summary.lines == {"read": 13, "audited": 3, "rejected": 10}
    assert summary.prescriptions == 2
    assert {(row, column, reason) for row, column, reason in rejects(tmp_path / "out")} == {
        ("2", "", "left out with row 7 of the same prescription"),
        ("5", "", "holds a NUL character"),
        ("6", "prescription_id", "prescription_id is empty"),
        ("7", "", "is not utf-8 text"),
        ("8", "", "left out with row 5 of the same prescription"),
        ("9", "", "is no row of a table: a quote is not closed, or a cell is too long"),
        ("11", "", "left out with row 14 of the same prescription"),
        ("12", "", "has 3 cells, the header has 11"),
        ("13", "", "is no row of a table: a quote is not closed, or a cell is too long"),
        ("14", "days", "days is not a number"),
    }


def test_chinese_and_tabs(tmp_path: Path) -> None:
    rows = [
        "处方号\t药品名称\t性别\t年龄",
        "A\t华法林钠片\t女\t70岁",
        "B\t阿司匹林\t男\t60岁",
        "A\t阿司匹林, 肠溶片\t女\t70岁",
    ]
    source = tmp_path / "rx.tsv"
    source.write_bytes("\n".join(rows).encode("gb18030"))
    summary = run(source, tmp_path / "out", sort=True)
    assert (summary.layout, summary.prescriptions, summary.lines["audited"]) == ("his-cn", 2, 3)
    assert summary.by_check["interaction"] == 1


def test_only_the_same_audit_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(scattered(table(30))[0])
    run(source, tmp_path / "out", sort=True)
    run(source, tmp_path / "out", sort=True, resume=True)
    for more in ({}, {"sort": True, "link_patient": True}):
        with pytest.raises(AuditError, match="other options"):
            run(source, tmp_path / "out", resume=True, **more)
    source.write_bytes(scattered(table(30), seed=2)[0])
    with pytest.raises(AuditError, match="not the one"):
        run(source, tmp_path / "out", sort=True, resume=True)


def test_a_whole_sorted_table_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "rx.csv", tmp_path / "out"
    source.write_bytes(scattered(table(60))[0])
    monkeypatch.setattr("rxcheck.audit.run.audit_part", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        run(source, out, sort=True)
    monkeypatch.undo()
    made = (out / ".work" / "arranged").stat().st_mtime_ns
    monkeypatch.setattr("rxcheck.audit.arrange.regrouped", None)  # would fail if it were sorted again
    run(source, out, sort=True, resume=True)
    assert made
    assert not (out / ".work" / "arranged").exists()
    source.write_bytes(scattered(table(60), seed=3)[0])
    monkeypatch.undo()
    with pytest.raises(AuditError, match="not the one"):
        run(source, out, sort=True, resume=True)


SCRIPT = """
import sys
from pathlib import Path
from rxcheck.audit import scatter
from rxcheck.audit.run import Asked, audit
if __name__ == "__main__":
    scatter.PARTITION_BYTES = 5_000
    audit(Asked(Path(sys.argv[1]), Path(sys.argv[2]), part_bytes=4000, resume=True, link_patient=True))
"""


def test_killed_while_it_sorts(tmp_path: Path) -> None:
    source, script, out = tmp_path / "rx.csv", tmp_path / "go.py", tmp_path / "out"
    source.write_bytes(scattered(table(700))[0])
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), str(source)]
    subprocess.run([*command, str(tmp_path / "calm")], check=True)
    killed = 0
    for when in ("rows/0", "rows/0.run", "patients/0.run", "table"):
        process = subprocess.Popen([*command, str(out)])
        place = out / ".work" / "arranging" / when
        while process.poll() is None and not place.exists():
            time.sleep(0.001)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        killed += not (out / "audit.json").exists()
    assert killed == 4
    subprocess.run([*command, str(out)], check=True)
    assert files(out) == files(tmp_path / "calm")


def test_regrouped(tmp_path: Path) -> None:
    rng = random.Random(1)  # noqa: S311 - no secret
    entries = [Entry(number, 0, b"%d" % rng.randrange(40), b"%d" % number) for number in range(2000)]

    def first(found: list[Entry]) -> list[Entry]:
        at: dict[bytes, int] = {}
        return [each._replace(major=at.setdefault(each.key, each.major), minor=each.major) for each in found]

    assert list(regrouped(entries, first, tmp_path / "few", 7)) == sorted(first(entries))
    assert list((tmp_path / "few").iterdir()) == []


def test_a_crowd_is_passed_one_by_one(tmp_path: Path) -> None:
    entries = [Entry(number, 0, b"a" if number % 3 else b"%d" % number, b"x") for number in range(1000)]
    seen: list[Entry] = []

    def passed(entry: Entry) -> Entry:
        seen.append(entry)
        return entry

    def few(found: list[Entry]) -> list[Entry]:
        assert all(entry.key != b"a" for entry in found)
        return found

    assert list(regrouped(entries, few, tmp_path / "crowd", 3, (600, passed))) == entries
    assert len(seen) == 666
    assert list(regrouped(entries, list, tmp_path / "none", 3, (666, passed))) == entries
    assert len(seen) == 666
