"""Training as it is done: at a terminal, with quits, kills and a clock. The points are worked out by hand from rules/training_points.csv."""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import signal
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pexpect
import pytest

from tests.support.command import Ran, command, environment, rxcheck

BANK = Path(__file__).parent / "training"
POTASSIUM = "Leg cramps in heart failure"  # modify, lines 1 and 3: 5 + 2 + 1 + 1 = 9
WARFARIN = "A chest infection in a woman on warfarin"  # monitor, lines 1 and 2: 3 + 2 + 1 + 1 = 7
COLCHICINE = "A hot big toe"  # avoid, line 1: 6 + 2 + 1 + 1 = 10
METFORMIN = "A blood test before the repeat prescription"  # avoid, line 1: 10
DICLOFENAC = "A pulled tooth"  # avoid, line 1, twice: allergy and disease: 20
CLEAN = "Bronchitis in a man on a statin"  # 6


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "training.sqlite"


@contextmanager
def terminal(db: Path, *arguments: str, term: str = "xterm", **changes: str) -> Iterator[pexpect.spawn]:
    """The command before a pseudo-terminal."""
    program, *first = command()
    child = pexpect.spawn(
        program,
        [*first, "train", *arguments, "--db", str(db)],
        env=environment(TERM=term, NO_COLOR="1", INPUTRC="/dev/null", **changes),
        encoding="utf-8",
        timeout=30,
        dimensions=(50, 120),
        echo=False,
    )
    try:
        yield child
    finally:
        child.close(force=True)


def ended(child: pexpect.spawn) -> int:
    """The exit code of a child that ends by itself."""
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus is not None, child.signalstatus
    return int(child.exitstatus)


def at(child: pexpect.spawn, title: str) -> None:
    child.expect_exact(title)
    child.expect(r"mark> ")


def progress(db: Path, user: str = "ann") -> dict[str, object]:
    ran = rxcheck("train", "progress", "--user", user, "--format", "json", "--db", db)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)  # type: ignore[no-any-return]


def sheet(db: Path, number: int) -> dict[str, object]:
    ran = rxcheck("train", "result", str(number), "--format", "json", "--db", db)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)  # type: ignore[no-any-return]


def piped(db: Path, lines: str, *arguments: str) -> Ran:
    return rxcheck("train", *arguments, "--bank", BANK, "--db", db, stdin=lines.encode())


def test_a_whole_training_session(db: Path) -> None:
    start = ("--user", "ann", "--bank", str(BANK), "--cases", "6", "--seed", SEED)
    with terminal(db, *start) as child:
        child.expect_exact("Session 1 of ann, cases: 6.")
        # 1. all right: 9 of 9
        at(child, POTASSIUM)
        assert "spironolactone 25 mg tablets" in child.before
        assert not re.search(r"MODIFY|ddi-|hyperkal", child.before), "a finding is shown before the answer"
        child.sendline("1,3 interaction modify interaction")
        child.expect_exact("marked: lines 1, 3 · interaction · modify · interaction")
        child.sendline("d")
        child.expect_exact("9 of 9 points (100 %)")
        for told in ("ddi-potassium-sparing-potassium", "Thesaurus des interactions", "◀─", "To remember"):
            assert told in child.before, told
        # 2. a hint (1), the wrong one of two actions that interrupt (1 instead of 2): 6 + 1 + 1 + 1 - 1 = 8 of 10
        at(child, COLCHICINE)
        child.sendline("h")
        child.expect(r"Hint 1 of 3: There is 1 problem")
        child.sendline("overdose!")
        child.expect_exact("not understood: overdose!")
        child.sendline("1 dose mod high")
        child.expect_exact("marked: line 1 · dose · modify · too-high")
        child.sendline("")
        child.expect_exact("found 9/10")
        child.expect_exact("8 of 10 points (80 %) · hints taken: 1")
        child.expect_exact("So far: 17 of 19 points (89 %) in 2 cases")
        # 3. a mark, and the machine dies
        at(child, METFORMIN)
        child.sendline("2 dose mod")
        child.expect_exact("reason (Enter: none)> ")
        child.sendline("")
        child.expect_exact("marked: line 2 · dose · modify")
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)
    assert stat.S_IMODE(db.stat().st_mode) == 0o600

    with terminal(db, "start", "--user", "ann") as child:
        child.expect_exact("Session 1 of ann goes on at case 3.")
        child.expect_exact(METFORMIN)
        child.expect_exact("Marks made before:")
        child.expect_exact("line 2 · dose · modify")
        child.expect("mark> ")
        # A false alarm (3), and the problem missed: 0, not less, of 10
        child.sendline("d")
        child.expect_exact("MISSED 0/10")
        child.expect_exact("false alarm: line 2 · dose · modify")
        child.expect_exact("0 of 10 points (0 %)")
        # 4. one of two, without a reason: 6 + 2 + 1 = 9 of 20; left, and gone on with
        at(child, DICLOFENAC)
        child.sendline("q")
        child.expect_exact(f"continue with:\r\n  rxcheck train --user ann --db {db}\r\n")
        assert ended(child) == 0

    with terminal(db, "--user", "ann", "--plain", term="dumb") as child:
        at(child, DICLOFENAC)
        assert "━" not in child.before
        child.sendline("1")
        child.expect("kind> ")
        child.sendline("5")
        child.expect("action> ")
        child.sendline("avoid")
        child.expect(r"\(Enter: none\)> ")
        child.sendline("")
        child.sendline("d")
        child.expect_exact("found 9/10")
        child.expect_exact("MISSED 0/10")
        child.expect_exact("9 of 20 points (45 %)")
        # 5. nothing is wrong, and nothing is marked: 6 of 6
        at(child, CLEAN)
        child.sendline("")
        child.expect("nothing wrong with it")
        child.sendline("y")
        child.expect_exact("6 of 6 points (100 %)")
        # 6. to monitor, said to avoid: 3 + 0 + 1 + 1 = 5 of 7
        at(child, WARFARIN)
        child.sendline("1,2 int avoid int")
        child.sendline("d")
        child.expect_exact("action is monitor, you said avoid")
        child.expect_exact("5 of 7 points (71 %)")
        child.expect_exact("So far: 37 of 62 points (59 %) in 6 cases")
        child.expect_exact("Session 1: 37 of 62 points (59 %).")
        assert ended(child) == 0

    found = progress(db)
    assert found["sum"] == {"cases": 6, "points": 37, "possible": 62, "missed": 2, "false_alarms": 1, "hints": 1}
    by_topic = {each["topic"]: each["sum"] for each in found["topics"]}  # type: ignore[attr-defined]
    assert {topic: (each["points"], each["possible"]) for topic, each in by_topic.items()} == {
        "interaction": (14, 16),
        "dose": (8, 10),
        "kidney": (0, 10),
        "allergy": (9, 20),
        "clean": (6, 6),
    }
    due = {each["topic"]: each["due"] for each in found["topics"]}  # type: ignore[attr-defined]
    assert due["kidney"] < due["clean"], "what was missed comes back sooner"
    assert due["allergy"] < due["clean"]

    # The next session asks what is due first.
    shift(db, "cards", "due")
    ran = piped(db, "q\n", "--user", "ann", "--cases", "1")
    assert METFORMIN in ran.out or DICLOFENAC in ran.out


SEED = "1"
EXAM_SEED = "6"


def shift(db: Path, table: str, column: str, **by: float) -> None:
    """Set a stored time back, as if the clock had gone on meanwhile."""
    with sqlite3.connect(db) as raw:
        for key, text in raw.execute(f"SELECT rowid, {column} FROM {table}").fetchall():  # noqa: S608
            earlier = datetime.fromisoformat(text) - timedelta(**(by or {"days": 30}))
            raw.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (earlier.isoformat(), key))  # noqa: S608
            if table == "cards":
                (card,) = raw.execute("SELECT card FROM cards WHERE rowid = ?", (key,)).fetchone()
                changed = {**json.loads(card), "due": earlier.isoformat()}
                raw.execute("UPDATE cards SET card = ? WHERE rowid = ?", (json.dumps(changed), key))
    raw.close()


def test_an_exam_and_its_clock(db: Path, tmp_path: Path) -> None:
    start = ("exam", "--user", "ann", "--bank", str(BANK), "--cases", "3", "--minutes", "2", "--seed", EXAM_SEED)
    with terminal(db, *start) as child:
        child.expect_exact("Exam 1 of ann, cases: 3, minutes: 2, seed 6.")
        at(child, EXAM[0])
        assert re.search(r"\[[12]:\d\d\] $", child.before)
        child.sendline("h")
        child.expect_exact("There are no hints in an exam.")
        child.sendline(ANSWERS[EXAM[0]])
        child.expect_exact("marked: ")
        child.sendline("d")
        child.expect_exact("Noted.")
        at(child, EXAM[1])
        assert not re.search(r"points|MISSED|found|Rule", child.before), "nothing is told before the end"
        child.sendline(ANSWERS[EXAM[1]])
        child.expect_exact("marked: ")
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)

    ran = rxcheck("train", "result", "1", "--db", db)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == "rxcheck: exam 1 is not over: there is no result before its end\n"

    # 116 of the 120 seconds pass while nobody sits there: four are left, and nobody writes.
    shift(db, "sessions", "begun", seconds=116)
    with terminal(db, "exam", "--user", "ann") as child:
        child.expect_exact("Session 1 of ann goes on at case 2.")
        child.expect_exact("Marks made before:")
        child.expect(r"\[0:0\d\] mark> ")
        child.expect_exact("Time is up")
        child.expect_exact("Exam 1 is over: ")
        assert ended(child) == 0

    found = sheet(db, 1)
    # The answer of the first and the marks of the second came in time; nobody has answered the third.
    assert [(each["title"], each["points"], each["possible"], each["state"]) for each in found["cases"]] == [  # type: ignore[attr-defined]
        (EXAM[0], *FULL[EXAM[0]], "done"),
        (EXAM[1], *FULL[EXAM[1]], "done"),
        (EXAM[2], 0, FULL[EXAM[2]][1], "unanswered"),
    ]
    assert found["session"]["state"] == "expired"  # type: ignore[index]

    # Another trainee with the same seed has the same cases in the same order, and another sitting is a new exam.
    ran = piped(
        db, "d\ny\nd\ny\nd\ny\n", "exam", "--user", "bob", "--cases", "3", "--minutes", "5", "--seed", EXAM_SEED
    )
    assert [title for title in re.findall(r"· (.+?) \(", ran.out) if title in FULL] == list(EXAM)
    assert "Exam 2 is over" in ran.out
    assert [each["title"] for each in sheet(db, 2)["cases"]] == list(EXAM)  # type: ignore[attr-defined]


ANSWERS = {
    POTASSIUM: "1,3 int mod int",
    WARFARIN: "1,2 int mon int",
    COLCHICINE: "1 dose avoid high",
    METFORMIN: "1 cond avoid kidney",
    DICLOFENAC: "1 allergy avoid cross",
}
FULL = {
    POTASSIUM: (9, 9),
    WARFARIN: (7, 7),
    COLCHICINE: (10, 10),
    METFORMIN: (10, 10),
    DICLOFENAC: (10, 20),
    CLEAN: (6, 6),
}
EXAM = (POTASSIUM, METFORMIN, DICLOFENAC)


class TestPipes:
    def test_a_session_from_a_pipe_in_chinese(self, db: Path) -> None:
        ran = piped(
            db, "1、3 相互作用 调整 相互作用\n完成\n", "--user", "李明", "--lang", "zh", "--cases", "1", "--seed", SEED
        )
        assert (ran.code, ran.err) == (0, "")
        assert "已标记：第 1、3 行 · 相互作用 · 需调整 · 相互作用" in ran.out
        assert "得分 9/9（100 %）" in ran.out
        assert "第 1 次练习：9/9 分（100 %）。" in ran.out

    def test_the_end_of_the_input_is_no_answer(self, db: Path) -> None:
        ran = piped(db, "1,3 int mod int\n", "--user", "ann", "--cases", "1", "--seed", SEED)
        assert ran.code == 0
        assert "Left. All marks are kept" in ran.out
        assert progress(db)["sum"]["cases"] == 0  # type: ignore[index]
        ran = piped(db, "d\n", "--user", "ann")
        assert "9 of 9 points" in ran.out

    def test_bytes_that_are_no_text_are_not_understood(self, db: Path) -> None:
        ran = rxcheck(
            *("train", "--user", "ann", "--bank", BANK, "--db", db, "--cases", "1"),
            stdin=b"\xff\xfe\x00\n" + b"1 " * 40_000 + b"int mon\nd\nn\nq\n",
        )
        assert ran.code == 0
        assert ran.out.count("not understood") == 2
        assert "marked:" not in ran.out

    def test_a_case_that_changed_is_scored_as_it_was_asked(self, db: Path, tmp_path: Path) -> None:
        bank = tmp_path / "bank" / "interaction"
        bank.mkdir(parents=True)
        text = (BANK / "interaction" / "warfarin-clarithromycin.yaml").read_text(encoding="utf-8")
        file = bank / "warfarin-clarithromycin.yaml"
        file.write_text(text, encoding="utf-8")
        arguments = ("train", "--user", "ann", "--bank", bank.parent, "--db", db)
        rxcheck(*arguments, "--cases", "1", stdin=b"q\n")
        file.write_text(
            text.replace("clarithromycin,", "azithromycin,").replace("克拉霉素片", "阿奇霉素片"), encoding="utf-8"
        )
        ran = rxcheck(*arguments, stdin=b"1,2 int mon int\nd\n")
        assert "The file of this case has changed since it was asked" in ran.out
        assert "clarithromycin · 500 mg" in ran.out
        assert "azithromycin" not in ran.out
        assert "7 of 7 points" in ran.out


class TestAnswers:
    @pytest.fixture
    def done(self, db: Path) -> Path:
        ran = piped(db, "1,3 int mod int\nd\n", "--user", "=ann", "--cases", "1", "--seed", SEED)
        assert "9 of 9 points" in ran.out
        ran = piped(db, "1 int mon int\nd\n", "--user", "李明", "--cases", "1", "--seed", SEED)
        assert "of 9 points" in ran.out
        return db

    def test_sheets(self, done: Path, tmp_path: Path) -> None:
        for form in ("html", "pdf", "csv", "json", "text"):
            file = tmp_path / f"sheet.{form}"
            ran = rxcheck("train", "result", "1", "--format", form, "-o", file, "--lang", "zh", "--db", done)
            assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
        html = (tmp_path / "sheet.html").read_text(encoding="utf-8")
        assert "default-src 'none'" in html
        assert "<script" not in html
        assert "ddi-potassium-sparing-potassium" in html
        rows = list(csv.DictReader(io.StringIO((tmp_path / "sheet.csv").read_text(encoding="utf-8-sig"))))
        assert [(row["trainee"], row["points"], row["possible"]) for row in rows] == [("'=ann", "9", "9")]

    def test_of_somebody_else(self, done: Path) -> None:
        ran = rxcheck("train", "result", "2", "--user", "=ann", "--db", done)
        assert (ran.code, ran.out, ran.err) == (4, "", "rxcheck: session 2 is not one of =ann\n")
        ran = rxcheck("train", "progress", "--user", "bob", "--db", done)
        assert (ran.code, ran.err) == (4, "rxcheck: there is no trainee bob (known: =ann, 李明)\n")

    def test_a_class(self, done: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.sqlite"
        piped(other, "1,3 int mod int\nd\n", "--user", "李明", "--cases", "1", "--seed", SEED)
        ran = rxcheck("train", "class", "--db", done, "--db", other, "--format", "json")
        found = json.loads(ran.out)
        assert [(each["name"], each["sum"]["points"]) for each in found["trainees"]] == [
            ("=ann", 9),
            (f"李明 ({other})", 9),
            (f"李明 ({done})", 6),
        ]
        assert [(each["case_id"], each["times"], each["percent"]) for each in found["hardest_cases"]] == [
            ("potassium-spironolactone", 3, 88)
        ]
        for form in ("text", "html", "csv"):
            ran = rxcheck("train", "class", "--db", done, "--format", form, "--lang", "zh")
            assert (ran.code, ran.err) == (0, "")
            assert "李明" in ran.out

    def test_progress_in_every_form(self, done: Path) -> None:
        ran = rxcheck("train", "progress", "--user", "李明", "--db", done, "--lang", "zh")
        assert "李明 的学习进展" in ran.out
        assert re.search(r"药物相互作用 +1 +66 %", ran.out)
        ran = rxcheck("train", "progress", "--user", "=ann", "--db", done, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
        assert [(row["trainee"], row["by"], row["points"]) for row in rows] == [
            ("'=ann", "topic", "9"),
            ("'=ann", "week", "9"),
        ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            (("--source", "replay"), 2, "--source replay and --from go together"),
            (("--from", "x.csv"), 2, "--source replay and --from go together"),
            (("--source", "generated", "--bank", "x"), 2, "--bank and --source do not go together"),
            (("--user", " "), 4, "the name of a trainee has 1 to 80 printable characters"),
            (("--bank", "nowhere"), 4, "nowhere: is not a folder"),
            (("--topic", "law", "--bank", str(BANK)), 2, "no case fits these options"),
            (("--user", "ann", "progress"), 2, "options of progress stand behind its name"),
        ],
    )
    def test_told_in_a_line(self, db: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
        ran = rxcheck("train", *arguments, "--db", db) if "progress" not in arguments else rxcheck("train", *arguments)
        assert (ran.code, ran.out) == (code, "")
        assert ran.err.endswith(f"{message}\n")

    def test_a_damaged_database(self, db: Path) -> None:
        db.write_bytes(b"no database" * 500)
        ran = piped(db, "q\n", "--user", "ann", "--lang", "zh")
        assert (ran.code, ran.out) == (4, "")
        assert ran.err.startswith(f"rxcheck: {db} 已损坏或不是数据库：未作任何更改。")
        assert db.read_bytes() == b"no database" * 500

    def test_a_disk_that_is_full(self, db: Path) -> None:
        piped(db, "1,3 int mod int\nq\n", "--user", "ann", "--cases", "1", "--seed", SEED)
        ran = _with_room_for(db.stat().st_size, [*command(), "train", "--user", "ann", "--db", str(db)], "d\n")
        assert ran.code == 4, ran.err
        assert re.search(r"the disk is full|a fault of the disk", ran.err), ran.err
        ran = piped(db, "d\n", "--user", "ann")
        assert "9 of 9 points" in ran.out


def _with_room_for(size: int, arguments: list[str], lines: str) -> Ran:
    """Run where no file may grow beyond `size` bytes: what a full disk looks like to the one who writes."""
    ran = subprocess.run(
        arguments,
        input=lines.encode(),
        capture_output=True,
        check=False,
        timeout=60,
        env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_two_trainees_at_once_at_two_terminals(db: Path) -> None:
    start = ("--bank", str(BANK), "--cases", "1", "--seed", SEED)
    with terminal(db, "--user", "ann", *start) as ann, terminal(db, "--user", "bob", *start) as bob:
        for child in (ann, bob):
            at(child, POTASSIUM)
        for child in (bob, ann):
            child.sendline("1,3 int mod int")
            child.expect_exact("marked: ")
        for child in (ann, bob):
            child.sendline("d")
            child.expect_exact("9 of 9 points")
            assert ended(child) == 0
    assert progress(db, "ann")["sum"] == progress(db, "bob")["sum"]


def test_one_session_in_two_windows(db: Path) -> None:
    start = ("--user", "ann", "--bank", str(BANK), "--cases", "1", "--seed", SEED)
    with terminal(db, *start) as one:
        at(one, POTASSIUM)
        with terminal(db, "--user", "ann") as two:
            at(two, POTASSIUM)
            two.sendline("1,3 int mod int")
            two.expect_exact("marked: ")
        one.sendline("1 dose avoid high")
        one.expect_exact("session 1 is being continued elsewhere, or is over: this window stops here")
        assert ended(one) == 4
