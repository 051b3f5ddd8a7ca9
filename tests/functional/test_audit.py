"""`rxcheck audit` as installed."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

from tests.support.command import command, environment, rxcheck
from tests.unit.audit.making import table


def test_a_table(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(table(40))
    ran = rxcheck("audit", str(source), "-o", str(tmp_path / "out"), "-p", "2")
    assert (ran.code, ran.err) == (0, "")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["lines"]["rejected"] == 0
    assert f"{summary['lines']['read']} lines read" in ran.out
    again = rxcheck("audit", str(source), "-o", str(tmp_path / "out"))
    assert again.code == 4
    assert "holds an audit" in again.err
    assert rxcheck("audit", str(source), "-o", str(tmp_path / "out"), "--resume").out == ran.out


def test_rejected_lines_are_told_in_chinese(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(table(5) + b"rx9,s1,50,x,,warfarin,3,mg,po,qd,7\nrx8,s1\n")
    ran = rxcheck("audit", str(source), "-o", str(tmp_path / "out"), "--lang", "zh")
    assert ran.code == 4
    assert "拒收 2 行" in ran.out
    assert "有 2 个单元格，而表头有 11 个" in (tmp_path / "out" / "rejects.csv").read_text()


def test_a_scattered_table_is_sorted_when_asked(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    header, *rows = table(20).splitlines(keepends=True)
    source.write_bytes(b"".join([header, *reversed(rows), *(row.replace(b"rx", b"ry") for row in rows), rows[-1]]))
    refused = rxcheck("audit", str(source), "-o", str(tmp_path / "out"))
    assert refused.code == 4
    assert "with --sort" in refused.err
    ran = rxcheck("audit", str(source), "-o", str(tmp_path / "sorted"), "--sort", "-p", "2")
    assert (ran.code, ran.err) == (0, "")
    assert f"{2 * len(rows) + 1} lines read" in ran.out


def test_ctrl_c_leaves_an_audit_that_goes_on(tmp_path: Path) -> None:
    source, out = tmp_path / "rx.csv", tmp_path / "out"
    source.write_bytes(table(4000))
    process = subprocess.Popen(
        [*command(), "audit", str(source), "-o", str(out)], stderr=subprocess.PIPE, text=True, env=environment()
    )
    while not (out / "audit.json").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert "interrupted" in process.communicate()[1]
    assert process.returncode == 130
    assert not (out / "summary.json").exists()
    assert rxcheck("audit", str(source), "-o", str(out), "--resume").code == 0


def test_no_table(tmp_path: Path) -> None:
    ran = rxcheck("audit", str(tmp_path / "none.csv"), "-o", str(tmp_path / "out"), "--lang", "zh")
    assert (ran.code, ran.out) == (4, "")
    assert "没有这个文件" in ran.err


def test_a_sample_under_pseudonyms(tmp_path: Path) -> None:
    source, key, out = tmp_path / "rx.csv", tmp_path / "key", tmp_path / "out"
    source.write_bytes(table(40))
    key.write_bytes(bytes(range(40)))
    key.chmod(0o644)
    asked = (
        "audit",
        str(source),
        "-o",
        str(out),
        "--sample",
        "10%",
        "--sample-by",
        "store",
        "--pseudonymise",
        str(key),
    )
    refused = rxcheck(*asked, "--lang", "zh")
    assert (refused.code, out.exists()) == (4, False)
    assert "可被他人读取" in refused.err
    key.chmod(0o600)
    ran = rxcheck(*asked, "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    assert "随机抽取 3 张供点评" in ran.out
    summary = json.loads((out / "summary.json").read_text())
    assert summary["pseudonymised"] is True
    assert summary["sample"] == {
        "asked": "10%", "by": "store", "seed": 0, "prescriptions": 40, "strata": 3, "drawn": 3
    }  # fmt: skip
    assert (out / "report.xlsx").exists()
    assert rxcheck("audit", str(source), "-o", str(out), "--resume").code == 4
    assert rxcheck(*asked, "--resume").code == 0


def test_a_sample_that_cannot_be_drawn(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(table(5))
    for options, message in ((("--sample", "some"), "100 or 2%"), (("--seed", "1"), "go with --sample")):
        ran = rxcheck("audit", str(source), "-o", str(tmp_path / "out"), *options)
        assert ran.code == 2
        assert message in ran.err
