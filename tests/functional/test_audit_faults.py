"""What may befall an audit: kills, a full disk, broken tables. It says so, goes on, and ends with the same bytes."""

from __future__ import annotations

import csv
import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rxcheck.audit.run import Asked, audit
from tests.support.command import command, environment, rxcheck
from tests.unit.audit.making import files, table

PART = 4_000  # bytes: about forty prescriptions

# Counts what a process opens and renames in the folder of the audit, and kills the run, or this worker, at one of these moments.
SCRIPT = """
import multiprocessing, os, signal, sys
from pathlib import Path

source, out, executor, whom, moment, marks = sys.argv[1:]
left = int(moment)

def kill():
    if whom == "run":
        os.killpg(0, signal.SIGKILL)
    for mark in ("one", "two"):
        try:
            os.close(os.open(f"{marks}/{mark}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        os.kill(os.getpid(), signal.SIGKILL)

def hook(event, arguments):
    global left
    if event in ("open", "os.rename") and str(arguments[0]).startswith(out):
        left -= 1
        if left == 0 and (whom == "run" or multiprocessing.parent_process()):
            kill()

sys.addaudithook(hook)
if __name__ == "__main__":
    from rxcheck.audit.executors import Executor
    from rxcheck.audit.run import Asked, audit
    processes = 1 if executor == "inline" else 2
    audit(Asked(Path(source), Path(out), part_bytes=4000, resume=True, executor=Executor(executor), processes=processes))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "rx.csv"
    path.write_bytes(table(700))
    return path


@pytest.fixture(scope="module")
def calm(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an audit leaves that nothing disturbed."""
    out = tmp_path_factory.mktemp("calm") / "out"
    audit(Asked(source, out, part_bytes=PART))
    return files(out)


def go(source: Path, folder: Path, executor: str, whom: str, moment: int) -> int:
    script = folder / "go.py"
    script.write_text(SCRIPT)
    arguments = (source, folder / "out", executor, whom, moment, folder)
    return subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
        env=environment(),
        timeout=120,
        check=False,
    ).returncode


@pytest.mark.parametrize(("executor", "kills"), [("inline", 6), ("process", 3), ("dask", 1)])
def test_killed_at_random_and_resumed(
    source: Path, calm: dict[str, bytes], tmp_path: Path, executor: str, kills: int
) -> None:
    if executor == "dask":
        pytest.importorskip("distributed")
    rng = random.Random(executor)  # noqa: S311 - no secret
    for _ in range(kills):
        assert go(source, tmp_path, executor, "run", rng.randrange(4, 40)) == -signal.SIGKILL
    assert not (tmp_path / "out" / "summary.json").exists()
    assert go(source, tmp_path, executor, "nobody", 0) == 0
    assert files(tmp_path / "out") == calm


@pytest.mark.parametrize("executor", ["process", "dask"])
def test_a_worker_that_dies_costs_nothing(source: Path, calm: dict[str, bytes], tmp_path: Path, executor: str) -> None:
    if executor == "dask":
        pytest.importorskip("distributed")
    assert go(source, tmp_path, executor, "worker", 15) == 0
    assert (tmp_path / "one").exists()
    assert (tmp_path / "two").exists()
    assert files(tmp_path / "out") == calm


def wide(path: Path) -> Path:
    """Several parts of the usual size, of few prescriptions: most of a row is a text that no result repeats."""
    header, *rows = csv.reader(table(700).decode().splitlines())
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([[*header, "justification"], *([*row, "x" * 3000] for row in rows)])
    return path


# A file system of its own, small: then larger. What lies in it is copied out before and after.
SMALL_DISK = """
mount -t tmpfs -o size="$SIZE" none "$DISK" || exit 99
"$@" -o "$DISK/out"
echo "$?" > code
cp -r "$DISK/out" full
mount -o remount,size=64m "$DISK"
"$@" -o "$DISK/out" --resume || exit 98
cp -r "$DISK/out" whole
"""


def small_disk(folder: Path, size: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    disk = folder / "disk"
    disk.mkdir()
    probe = ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", str(disk)]
    if shutil.which("unshare") is None or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: neither root nor namespaces of users")
    return subprocess.run(
        ["unshare", "-Urm", "sh", "-c", SMALL_DISK, "sh", *command(), *arguments],
        cwd=folder,
        env=environment(SIZE=str(size), DISK=str(disk)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("share", [0.4, 0.8])  # of what is to be written: fails in a part, or when parts are joined
def test_a_full_disk(tmp_path: Path, share: float) -> None:
    source = wide(tmp_path / "rx.csv")
    assert rxcheck("audit", source, "-o", tmp_path / "calm", "-f", "csv").code == 0
    calm = files(tmp_path / "calm")
    every = [path for path in (tmp_path / "calm").rglob("*") if path.is_file()]
    pages = sum(-(-path.stat().st_size // 4096) * 4096 for path in every)
    ran = small_disk(tmp_path, int(pages * share), "audit", str(source), "-f", "csv")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "code").read_text() == "4\n"
    assert "stopped: No space left on device; continue with --resume" in ran.stderr
    left = files(tmp_path / "full")
    assert "summary.json" not in left
    assert len(left) > 1
    assert left.items() <= calm.items()  # nothing is half there under its name
    assert files(tmp_path / "whole") == calm


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv.gz"
    source.write_bytes(gzip.compress(table(300))[:-100])
    ran = rxcheck("audit", source, "-o", tmp_path / "out", "--lang", "zh")
    assert (ran.code, ran.out) == (4, "")
    assert "已损坏或不完整" in ran.err
    assert not (tmp_path / "out" / "summary.json").exists()


# (a row, whether it can be read all the same); each is a prescription of its own
BROKEN = {
    "NUL": (b"bad0,s1,50,f,,war\x00farin,3,mg,po,qd,7\n", False),
    "never closed": (b'bad1,s1,50,f,,"warfarin,3,mg,po,qd,7\n', False),
    "quote within": (b'bad2,s1,50,f,,warfarin 5" x,3,mg,po,qd,7\n', True),
    "closed twice": (b'bad3,s1,50,f,,"warfarin" x",3,mg,po,qd,7\n', False),
    "lines in quotes": (b'bad4,"s\n\r\n,1\n",50,f,,warfarin,3,mg,po,qd,7\n', True),
    "quotes in quotes": (b'bad5,"s ""1""",50,f,,warfarin,3,mg,po,qd,7\n', True),
    "2 MB": (b"bad6,s1,50,f,," + b"w" * (2 << 20) + b",3,mg,po,qd,7\n", False),
    "GB18030": ("bad7,s1,50,f,,华法林,3,mg,po,qd,7\n".encode("gb18030"), False),
    "half a character": (b"bad8,s1,50,f,,\xe5\x8d,3,mg,po,qd,7\n", False),
    "few cells": (b"bad9,s1\n", False),
    "many cells": (b"bad10" + b",1" * 5000 + b"\n", False),
    "no id": (b",s1,50,f,,warfarin,3,mg,po,qd,7\n", False),
    "a return alone": (b"bad11,s1,50,f,,warfarin,3,mg,po,qd,7\r\n", True),
}


@pytest.mark.parametrize("seed", range(5))
def test_a_broken_row_costs_its_prescription_and_no_other(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    header, *rows = table(200).splitlines(keepends=True)
    blocks: dict[bytes, bytes] = {}
    for row in rows:
        blocks[row.split(b",")[0]] = blocks.get(row.split(b",")[0], b"") + row
    mixed = [*blocks.values(), *(row for row, _ in BROKEN.values())]
    rng.shuffle(mixed)
    (tmp_path / "mixed.csv").write_bytes(header + b"".join(mixed))
    (tmp_path / "clean.csv").write_bytes(header + b"".join(block for block in mixed if block in blocks.values()))
    summary = audit(Asked(tmp_path / "mixed.csv", tmp_path / "mixed", part_bytes=PART))
    audit(Asked(tmp_path / "clean.csv", tmp_path / "clean", part_bytes=PART))
    lost = sum(not fine for _, fine in BROKEN.values())
    assert summary.lines == {
        "read": len(rows) + len(BROKEN),
        "audited": len(rows) + len(BROKEN) - lost,
        "rejected": lost,
    }
    assert len((tmp_path / "mixed" / "rejects.csv").read_text().splitlines()) == lost + 1
    for name in ("findings", "receipts", "not_assessed"):
        found = [
            row for row in pq.read_table(tmp_path / "mixed" / name).to_pylist() if row["prescription_id"][:3] != "bad"
        ]
        assert found == pq.read_table(tmp_path / "clean" / name).to_pylist()


def test_ctrl_c_under_dask(source: Path, tmp_path: Path) -> None:
    """To the whole group, as a terminal sends it: one line, and an audit that goes on."""
    pytest.importorskip("distributed")
    out = tmp_path / "out"
    arguments = ["audit", str(source), "-o", str(out), "--executor", "dask"]
    process = subprocess.Popen(
        [*command(), *arguments], stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True
    )
    while not (out / ".work" / "mark").exists():  # the cluster is up, and no worker is done with its first part
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[1] == "rxcheck: interrupted\n"
    assert process.returncode == 130
    assert not (out / "summary.json").exists()
    assert rxcheck(*arguments, "--resume").code == 0
