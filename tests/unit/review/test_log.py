"""Recording: several processes at once, kills, a full disk. What was acknowledged is there, exactly once."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rxcheck.errors import ReviewError
from rxcheck.review import database
from rxcheck.review.entry import FIELDS
from rxcheck.review.log import ReviewLog
from rxcheck.review.verify import verify
from tests.support.command import environment
from tests.unit.review.making import draft, filled

WRITERS, EACH = 8, 500

# Records the decisions that it has not yet acknowledged, and acknowledges each when it is recorded.
WRITER = """
import sys
from pathlib import Path
from rxcheck.review.log import ReviewLog
from tests.unit.review.making import draft

log, acknowledged, writer, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
done = len(acknowledged.read_bytes()) // 4 if acknowledged.exists() else 0
with acknowledged.open("ab", buffering=0) as out:
    for number in range(done, count):
        token = f"{writer}-{number}"
        entry = ReviewLog(log, 60).append(draft(number, user=f"user {writer}", once=token, note="x" * (number % 7 * 100)))
        assert entry.once == token
        out.write(entry.sequence.to_bytes(4, "big"))
"""


def test_writers_that_are_killed_lose_nothing(folder: Path) -> None:
    log = folder / "review.sqlite"
    script = folder / "writer.py"
    script.write_text(WRITER)
    chance = random.Random(2026)  # noqa: S311
    kills = 0

    def start(number: int) -> subprocess.Popen[bytes]:
        arguments = (script, log, folder / f"done-{number}", number, EACH)
        return subprocess.Popen([sys.executable, *map(str, arguments)], env=environment())

    def acknowledged(number: int) -> list[int]:
        file = folder / f"done-{number}"
        data = file.read_bytes() if file.exists() else b""
        return [int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data) // 4 * 4, 4)]

    running = {number: start(number) for number in range(WRITERS)}
    moments = {number: [chance.randrange(EACH) for _ in range(3)] for number in running}
    while running:
        for number, process in list(running.items()):
            reached = len(acknowledged(number))
            if process.poll() is None and moments[number] and reached >= min(moments[number]):
                moments[number].remove(min(moments[number]))
                process.send_signal(signal.SIGKILL)
                kills += process.wait() == -signal.SIGKILL
                running[number] = start(number)
            elif process.poll() is not None:
                assert process.returncode == 0
                del running[number]
        time.sleep(0.002)
    entries = ReviewLog(log).entries()
    by_token = {entry.once: entry for entry in entries}
    assert len(entries) == len(by_token) == WRITERS * EACH
    for number in range(WRITERS):
        told = acknowledged(number)
        assert len(told) == EACH
        # At its place in the log, and with the number that was acknowledged.
        assert [by_token[f"{number}-{each}"].sequence for each in range(EACH)] == told == sorted(told)
    proof = verify(log)
    assert proof.proven and proof.entries == WRITERS * EACH, proof
    assert kills >= WRITERS
    assert not log.with_name("review.sqlite-journal").exists()


@pytest.mark.parametrize("verified", [True, False])
def test_a_writer_that_dies_between_the_pages_of_an_entry_is_undone(folder: Path, verified: bool) -> None:
    """The journal of the dead writer lies beside the log, and half of its entry in it."""
    log = folder / "review.sqlite"
    before = filled(log, 3)
    program = """
import os, signal, sys
from pathlib import Path
from rxcheck.review import database
from rxcheck.review.entry import sealed
from tests.unit.review.making import draft
connection = database.connect(Path(sys.argv[1]), 0)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
database.insert(connection, sealed(draft(4, note="x" * 500000), 4, sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""
    arguments = [sys.executable, "-c", program, str(log), before[-1].hash]
    died = subprocess.run(arguments, env=environment(), check=False)
    assert died.returncode == -signal.SIGKILL
    assert log.with_name("review.sqlite-journal").stat().st_size > 0  # the test is about this
    assert log.stat().st_size > 500_000
    if verified:
        assert verify(log, f"3:{before[-1].hash}").proven
        assert log.stat().st_size < 500_000
    after = ReviewLog(log).append(draft(5))
    assert (after.sequence, after.previous) == (4, before[-1].hash)
    assert verify(log, f"3:{before[-1].hash}").proven


@pytest.mark.parametrize("room", [0, 1, 3, 6])
def test_a_full_disk_loses_nothing(folder: Path, room: int) -> None:
    """The file cannot grow any more: the entry is refused, those before it stay, and with room again it goes on."""
    log = folder / "review.sqlite"
    filled(log, 4)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + room * 1000, hard))
    try:
        with pytest.raises(ReviewError, match=r"cannot be written: .*; nothing was (recorded|acknowledged)"):
            ReviewLog(log).append(draft(5, note="x" * 20_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [entry.once for entry in ReviewLog(log).entries()] == [f"token-{n}" for n in range(1, 5)]
    assert verify(log).proven
    assert ReviewLog(log).append(draft(5)).sequence == 5
    assert verify(log).proven


def test_a_decision_tried_again_is_recorded_once(folder: Path) -> None:
    log = ReviewLog(folder / "review.sqlite")
    first = log.append(draft(1))
    assert log.append(draft(1, note="again")) == first
    assert len(log.entries()) == 1
    assert verify(log.path).proven


def test_entries_that_were_rolled_back_leave_no_mark(folder: Path) -> None:
    log = ReviewLog(folder / "review.sqlite")
    for number in range(1, 20):
        log.append(draft(number, note="x" * number * 200))
        connection = database.connect(log.path, 0)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA user_version = 7")
        connection.execute("ROLLBACK")
        connection.close()
    assert verify(log.path).proven


def copying(of: int, verb: str = "INSERT", **changed: str) -> str:
    """A statement that adds an entry like another, but for what is changed."""
    cells = ", ".join(changed.get(name, name) for name in FIELDS)
    return f"{verb} INTO entries SELECT {cells} FROM entries WHERE sequence = {of}"  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET note = 'x' WHERE sequence = 1",
        "DELETE FROM entries WHERE sequence = 2",
        "DELETE FROM entries",
        copying(1, "INSERT OR REPLACE"),
        copying(2, "INSERT OR REPLACE", sequence="3"),
        copying(2, sequence="9", once="'t'"),
        copying(1, sequence="3", once="'t'"),
    ],
)
def test_the_file_itself_refuses_all_but_the_next_entry(folder: Path, statement: str) -> None:
    log = folder / "review.sqlite"
    filled(log, 2)
    connection = sqlite3.connect(log)
    with pytest.raises(sqlite3.IntegrityError, match=r"the log only grows|does not follow the last one"):
        connection.execute(statement)
    connection.close()
    assert verify(log).proven


def test_a_log_that_others_keep(folder: Path) -> None:
    log = folder / "review.sqlite"
    filled(log, 1)
    other = database.connect(log, 0)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ReviewError, match="others have kept the log for too long: nothing was recorded"):
        ReviewLog(log, 0.2).append(draft(2))
    other.execute("ROLLBACK")
    other.close()
    assert ReviewLog(log, 5).append(draft(2)).sequence == 2


def test_the_file_is_its_owners_alone(folder: Path) -> None:
    log = folder / "data" / "rxcheck" / "review.sqlite"
    filled(log, 1)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_log_that_a_site_shares_stays_shared(folder: Path) -> None:
    log = folder / "review.sqlite"
    filled(log, 1)
    log.chmod(0o660)
    ReviewLog(log).append(draft(2))
    assert stat.S_IMODE(log.stat().st_mode) == 0o660


def test_what_is_no_log(folder: Path) -> None:
    text = folder / "notes.txt"
    text.write_text("patient notes\n" * 100)
    for call in (lambda: ReviewLog(text).append(draft(1)), lambda: ReviewLog(text).entries()):
        with pytest.raises(ReviewError, match="is no log of decisions"):
            call()
    assert text.read_text() == "patient notes\n" * 100
    other = folder / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE entries (a)")
    with pytest.raises(ReviewError, match="is no log of decisions"):
        ReviewLog(other).append(draft(1))


def test_a_damaged_log_is_told(folder: Path) -> None:
    log = folder / "review.sqlite"
    filled(log, 3)
    data = bytearray(log.read_bytes())
    data[database.PAGE] = 0xEE
    log.write_bytes(data)
    with pytest.raises(ReviewError, match="is damaged: run rxcheck review verify"):
        ReviewLog(log).append(draft(4))
    with pytest.raises(ReviewError, match="is damaged: run rxcheck review verify"):
        ReviewLog(log).entries()


def test_a_log_of_another_layout(folder: Path) -> None:
    log = folder / "review.sqlite"
    filled(log, 1)
    connection = sqlite3.connect(log)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(ReviewError, match="is of another version of rxcheck"):
        ReviewLog(log).append(draft(2))


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    (folder / "file").write_text("x")
    with pytest.raises(ReviewError, match="cannot be written"):
        ReviewLog(folder / "file" / "review.sqlite").append(draft(1))


def test_no_log_holds_no_entries(folder: Path) -> None:
    assert ReviewLog(folder / "nothing").entries() == []
    with pytest.raises(ReviewError, match="no such file"):
        ReviewLog(folder / "nothing").entries_there()
