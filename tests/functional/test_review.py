"""`rxcheck review` and `rxcheck rules tune`, as installed; the dialogue on a terminal."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import stat
import subprocess
from pathlib import Path

import pexpect
import pytest

from rxcheck.review.database import PAGE
from tests.support.command import Ran, command, environment, example, rxcheck
from tests.support.fhir import resources, validate
from tests.unit.review.making import filled

PRESCRIPTION = example("triple-whammy")
MORE = example("transplant-exposure")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "review.sqlite"


def review(log: Path, *arguments: str | Path, **changes: str) -> Ran:
    return rxcheck("review", *arguments, env={"RXCHECK_REVIEW_LOG": str(log), "RXCHECK_USER": "li", **changes})


def findings(prescription: Path) -> list[dict[str, str]]:
    (report,) = json.loads(rxcheck("check", prescription, "-f", "json").out)["reports"]
    return list(report["findings"])


def record(log: Path, *arguments: str, prescription: Path = PRESCRIPTION, **changes: str) -> Ran:
    return review(log, "record", prescription, *arguments, **changes)


def entries(log: Path) -> list[dict[str, str]]:
    return list(json.loads(review(log, "list", "-f", "json").out)["entries"])


class TestRecord:
    def test_a_decision_is_recorded(self, log: Path) -> None:
        told = findings(PRESCRIPTION)[0]
        arguments = ("--finding", told["id"], "--decision", "overridden", "--reason", "benefit", "--text", "=1+1")
        ran = record(log, *arguments, "--user", "王", "--group", "ICU")
        assert (ran.code, ran.err) == (1 if len(findings(PRESCRIPTION)) > 1 else 0, "")
        (entry,) = entries(log)
        assert (entry["user"], entry["user_group"], entry["rule_id"]) == ("王", "ICU", told["rule_id"])
        assert (entry["decision"], entry["reason"], entry["note"]) == ("overridden", "benefit", "=1+1")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", entry["recorded_at"])
        assert f"head 1:{entry['hash']}" in ran.out
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        assert "'=1+1" in review(log, "export").out

    def test_exit_0_when_all_are_decided(self, log: Path) -> None:
        told = findings(PRESCRIPTION)
        flags = [flag for each in told for flag in ("--finding", each["id"])]
        ran = record(log, *flags, "--decision", "accepted", "--lang", "zh")
        assert ran.code == 0 and f"已记录 {len(told)} 项，未处置 0 项" in ran.out
        assert len(entries(log)) == len(told)

    def test_a_name_is_recorded_once(self, log: Path) -> None:
        ident = findings(PRESCRIPTION)[0]["id"]
        for _ in range(3):
            record(log, "--finding", ident, "--decision", "accepted", "--once", "his-4711")
        assert len(entries(log)) == 1

    def test_the_report_is_the_same_in_both_languages(self, log: Path) -> None:
        ident = findings(PRESCRIPTION)[0]["id"]
        for lang in ("en", "zh"):
            record(log, "--finding", ident, "--decision", "accepted", "--lang", lang)
        first, second = entries(log)
        assert first["report_digest"] == second["report_digest"]

    def test_pseudonyms(self, log: Path, tmp_path: Path) -> None:
        key = tmp_path / "site.key"
        key.write_bytes(b"k" * 32)
        key.chmod(0o600)
        ident = findings(MORE)[0]["id"]
        arguments = ("--finding", ident, "--decision", "accepted", "--pseudonym-key", str(key))
        ran = record(log, *arguments, prescription=MORE)
        (entry,) = entries(log)
        assert re.fullmatch("rx-[0-9a-f]{16}", entry["prescription_id"])
        assert b"transplant-exposure" not in log.read_bytes() and "transplant-exposure" not in ran.out
        key.chmod(0o644)
        ran = record(log, *arguments, prescription=MORE)
        assert (ran.code, len(entries(log))) == (4, 1)

    @pytest.mark.parametrize(
        ("arguments", "english", "chinese"),
        [
            ((), "the dialogue needs a terminal: give --finding and --decision", "逐项询问需要终端"),
            (("--finding", "F1"), "--finding needs --decision", "--finding 须与 --decision 同用"),
            (
                ("--decision", "accepted"),
                "--decision, --reason, --text, --prescription and --once go with --finding",
                "同用",
            ),
            (("--finding", "F99", "--decision", "accepted"), "no finding F99", "F99"),
            (
                ("--finding", "F1", "--decision", "overridden"),
                "a finding is overridden for a reason",
                "不采纳须说明理由",
            ),
            (
                ("--finding", "F1", "--decision", "accepted", "--user", " "),
                "--user is empty: say who decides",
                "请写明由谁处置",
            ),
            (("--finding", "F1", "--decision", "accepted", "--prescription", "x"), "no prescription x", "没有处方 x"),
        ],
    )
    def test_what_does_not_fit(self, log: Path, arguments: tuple[str, ...], english: str, chinese: str) -> None:
        ran = record(log, *arguments)
        assert (ran.code, ran.out) == (2, "") and english in ran.err
        assert chinese in record(log, *arguments, "--lang", "zh").err
        assert not log.exists()

    def test_several_prescriptions_need_a_choice(self, log: Path) -> None:
        arguments = ("record", PRESCRIPTION, MORE, "--finding", "F1", "--decision", "accepted")
        ran = review(log, *arguments)
        assert ran.code == 2 and "--prescription says which" in ran.err
        chosen = review(log, *arguments, "--prescription", "transplant-exposure")
        assert chosen.code in (0, 1) and entries(log)[0]["prescription_id"] == "transplant-exposure"

    def test_a_log_that_cannot_be_written(self, log: Path) -> None:
        log.mkdir()
        ran = record(log, "--finding", "F1", "--decision", "accepted")
        assert ran.code == 4 and ran.err.startswith(f"rxcheck: {log}: cannot be")
        assert len(ran.err.splitlines()) == 1


class TestDialogue:
    def run(self, log: Path, keys: list[tuple[str, str]], *arguments: str) -> tuple[int, str]:
        """What the terminal shows, for keys that answer what is asked."""
        child = pexpect.spawn(
            command()[0],
            [*command()[1:], "review", "record", str(PRESCRIPTION), "--user", "li", *arguments],
            env=environment(RXCHECK_REVIEW_LOG=str(log), TERM="xterm", LANG="C.UTF-8"),
            encoding="utf-8",
            timeout=60,
            dimensions=(50, 200),
        )
        shown = ""
        for asked, key in keys:
            child.expect_exact(asked)
            shown += child.before + asked
            child.send(key)
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, shown + child.before

    def test_keys(self, log: Path) -> None:
        told = findings(PRESCRIPTION)
        code, shown = self.run(
            log,
            [("  > ", "\x1b[A"), ("  > ", "o"), ("reason (Enter: back) > ", "1"), *[("  > ", "q")] * (len(told) > 1)],
        )
        assert code == (1 if len(told) > 1 else 0)
        assert f"[1/{len(told)}] {told[0]['id']}" in shown
        (entry,) = entries(log)
        assert (entry["finding_id"], entry["decision"], entry["reason"]) == (told[0]["id"], "overridden", "benefit")

    def test_text_and_keys_typed_ahead(self, log: Path) -> None:
        """A hand that knows its way does not wait for the questions."""
        self.run(log, [("  > ", "t监测 INR\ra"), *[("  > ", "q")] * (len(findings(PRESCRIPTION)) > 1)], "--lang", "zh")
        (entry,) = entries(log)
        assert (entry["decision"], entry["note"]) == ("accepted", "监测 INR")

    def test_it_resumes(self, log: Path) -> None:
        told = findings(PRESCRIPTION)
        self.run(log, [("  > ", "c"), *[("  > ", "q")] * (len(told) > 1)])
        code, shown = self.run(log, [("  > ", "a")] * (len(told) - 1))
        assert code == 0 and "decided: prescription changed (li, " in shown
        assert [entry["decision"] for entry in entries(log)] == ["changed", *["accepted"] * (len(told) - 1)]

    def test_interrupted_it_keeps_what_it_told(self, log: Path) -> None:
        prescription = MORE
        assert len(findings(prescription)) > 1
        child = pexpect.spawn(
            command()[0],
            [*command()[1:], "review", "record", str(prescription), "--user", "li"],
            env=environment(RXCHECK_REVIEW_LOG=str(log), TERM="xterm"),
            encoding="utf-8",
            timeout=60,
        )
        child.expect_exact("  > ")
        child.send("a")
        child.expect_exact("entry 1")
        child.expect_exact("  > ")
        child.send("\x03")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 130
        assert len(entries(log)) == 1 and review(log, "verify").code == 0


def test_nothing_is_recorded_of_what_cannot_be_read(log: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.touch()
    ran = record(log, "--finding", "F1", "--decision", "accepted", prescription=empty)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.splitlines() == [f"rxcheck: {empty}: the file is empty"]
    assert not log.exists()


class TestVerify:
    def test_proven_altered_unreadable(self, log: Path, tmp_path: Path) -> None:
        ident = findings(PRESCRIPTION)[0]["id"]
        for decision in ("accepted", "changed", "accepted"):
            record(log, "--finding", ident, "--decision", decision)
        ran = review(log, "verify")
        assert (ran.code, ran.err) == (0, "")
        head = re.search(r"3:[0-9a-f]{64}", ran.out)
        assert head is not None and review(log, "verify", "--head", head[0]).code == 0
        connection = sqlite3.connect(log)
        connection.execute("DROP TRIGGER entries_never_change")
        connection.execute("UPDATE entries SET user = 'wang' WHERE sequence = 2")
        connection.commit()
        connection.close()
        ran = review(log, "verify", "--lang", "zh")
        assert ran.code == 1 and "已被改动" in ran.out and "第" in ran.out
        made = json.loads(review(log, "verify", "-f", "json").out)
        assert made["proven"] is False and made["faults"][0]["page"] == 1
        missing = review(tmp_path / "nothing", "verify")
        assert (missing.code, missing.out) == (4, "") and "no such file" in missing.err
        assert review(log, "verify", "--head", "x").code == 2

    def test_a_tail_that_was_cut_off(self, log: Path) -> None:
        ident = findings(PRESCRIPTION)[0]["id"]
        record(log, "--finding", ident, "--decision", "accepted")
        shorter = log.read_bytes()
        record(log, "--finding", ident, "--decision", "changed")
        head = f"2:{entries(log)[1]['hash']}"
        log.write_bytes(shorter)
        assert review(log, "verify").code == 0  # nobody could know
        ran = review(log, "verify", "--head", head)
        assert ran.code == 1 and "does not lie on the chain" in ran.out

    def test_remains_of_another_version_of_the_library(self, log: Path) -> None:
        filled(log, 2, sqlite=3031001)
        data = bytearray(log.read_bytes())
        data[96:100] = (3031001).to_bytes(4, "big")
        data[PAGE + 100] ^= 1  # in a part that no entry uses
        log.write_bytes(data)
        ran = review(log, "verify")
        assert ran.code == 3 and "ENTRIES PROVEN" in ran.out and "3.31.1" in ran.out


# A file system of its own, small, that fills; then larger. Each acknowledged decision is one more line of `acknowledged`.
SMALL_DISK = """
mount -t tmpfs -o size=56k none "$DISK" || exit 99
for n in $(seq 200); do
  "$@" --log "$DISK/review.sqlite" --once "$n" --text "$TEXT" > told 2> why; code=$?
  if test $code -eq 4; then break; fi
  echo "$n" >> acknowledged
done
cp why refused
cp "$DISK/review.sqlite" full.sqlite
mount -o remount,size=1m "$DISK"
"$@" --log "$DISK/review.sqlite" --once again > told 2> why || test $? -eq 1 || exit 98
cp "$DISK/review.sqlite" whole.sqlite
"""


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    probe = ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", str(disk)]
    if shutil.which("unshare") is None or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: neither root nor namespaces of users")
    ident = findings(PRESCRIPTION)[0]["id"]
    one = (*command(), "review", "record", PRESCRIPTION, "--finding", ident, "--decision", "accepted", "--user", "li")
    ran = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", SMALL_DISK, "sh", *one],
        cwd=tmp_path,
        env=environment(DISK=str(disk), TEXT="x" * 1900),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "cannot be written" in (tmp_path / "refused").read_text(encoding="utf-8")
    acknowledged = (tmp_path / "acknowledged").read_text(encoding="utf-8").split()
    assert len(acknowledged) > 3
    for name, kept in (("full.sqlite", acknowledged), ("whole.sqlite", [*acknowledged, "again"])):
        assert [entry["once"].split("/")[0] for entry in entries(tmp_path / name)] == kept
        assert review(tmp_path / name, "verify").code == 0


class TestDecisionsInBundles:
    def test_a_decision_is_the_mitigation_of_its_issue(self, log: Path, tmp_path: Path) -> None:
        worst = findings(PRESCRIPTION)[0]
        record(log, "--finding", worst["id"], "--decision", "overridden", "--reason", "benefit", "--text", "INR clinic")
        record(log, "--finding", worst["id"], "--decision", "accepted")
        ran = rxcheck("check", PRESCRIPTION, "-f", "fhir", "--decisions", log)
        assert (ran.code, ran.err) == (1, "")
        issues = resources(validate(ran.out), "DetectedIssue")
        (decided,) = [issue for issue in issues if "mitigation" in issue]
        assert worst["rule_id"] in json.dumps(decided)
        taken = decided["mitigation"]
        assert [each["action"]["coding"][0]["code"] for each in taken] == ["1", "5"]
        assert "INR clinic" in taken[0]["action"]["text"] and taken[0]["author"] == {"display": "li"}
        written = tmp_path / "bundle.json"
        written.write_text(ran.out, encoding="utf-8")
        assert [each["rule_id"] for each in findings(written)] == [each["rule_id"] for each in findings(PRESCRIPTION)]

    def test_a_log_without_them_says_so(self, log: Path) -> None:
        record(log, "--finding", findings(PRESCRIPTION)[0]["id"], "--decision", "accepted")
        ran = rxcheck("check", MORE, "-f", "fhir", "--decisions", log)
        assert ran.code == 1 and "holds no decision on these reports" in ran.err
        ran = rxcheck("check", MORE, "-f", "fhir", "--decisions", log.with_name("none"), "--lang", "zh")
        assert (ran.code, ran.out) == (4, "") and "没有这个文件" in ran.err
        assert rxcheck("check", MORE, "--decisions", log).code == 2


class TestLists:
    @pytest.fixture
    def full(self, log: Path) -> Path:
        for finding in findings(MORE):
            record(
                log,
                "--finding",
                finding["id"],
                "--decision",
                "not_applicable",
                "--reason",
                "inaccurate",
                prescription=MORE,
            )
        return log

    def test_list_and_filters(self, full: Path) -> None:
        ran = review(full, "list", "--lang", "zh", "--last", "1")
        assert ran.code == 0 and len(ran.out.splitlines()) == 2 and "不适用：提示不准确" in ran.out
        assert json.loads(review(full, "list", "--user", "nobody", "-f", "json").out) == {"entries": []}
        assert "no entries" in review(full, "list", "--rule", "nothing").out

    def test_stats(self, full: Path) -> None:
        counted = json.loads(review(full, "stats", "-f", "json").out)
        assert counted["decision"] == {"not_applicable": len(findings(MORE))}
        assert "按处置" in review(full, "stats", "--lang", "zh").out

    def test_export_to_a_file(self, full: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.json"
        ran = review(full, "export", "-f", "fhir", "-o", out)
        assert (ran.code, ran.out) == (0, "")
        assert json.loads(out.read_text(encoding="utf-8"))["resourceType"] == "Bundle"

    def test_tune(self, full: Path) -> None:
        for arguments in (("--log", str(full)), ()):
            ran = rxcheck("rules", "tune", *arguments, "-f", "json", env={"RXCHECK_REVIEW_LOG": str(full)})
            assert ran.code == 0 and {each["status"] for each in json.loads(ran.out)["rules"]} == {"few"}
        assert "例数不足" in rxcheck("rules", "tune", "--log", full, "--lang", "zh").out
        assert rxcheck("rules", "tune", "-f", "csv", "--log", full).out.startswith("rule_id,status,")

    def test_a_log_that_is_not_there(self, log: Path) -> None:
        for arguments in (("list",), ("stats",), ("export",), ("verify",)):
            ran = review(log, *arguments)
            assert (ran.code, ran.out) == (4, "") and "no such file" in ran.err
        assert rxcheck("rules", "tune", "--log", log).code == 4
        assert not log.exists()
