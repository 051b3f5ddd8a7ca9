"""The dialogue, key by key, on a terminal that a script plays."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from rxcheck.finding import Report
from rxcheck.report.view import worst_first
from rxcheck.review.deciding import Reasons, Recorder, Who
from rxcheck.review.dialogue import Dialogue, Told
from rxcheck.review.log import ReviewLog
from rxcheck.terms import Lang
from rxcheck.verify import Verifier


class Script:
    """Keys and lines in the order in which they are asked for; running out of them fails."""

    def __init__(self, keys: str, *lines: str) -> None:
        self.keys, self.lines, self.shown = list(keys), list(lines), ""

    def key(self) -> str:
        return self.keys.pop(0)

    def line(self, prompt: str) -> str:
        self.tell(prompt, end="")
        return self.lines.pop(0)

    def tell(self, text: str, end: str = "\n") -> None:
        self.shown += text + end

    @property
    def done(self) -> bool:
        return not self.keys and not self.lines


class Desk:
    """A pharmacist with a log."""

    def __init__(self, path: Path, verifier: Verifier, reasons: Reasons) -> None:
        self.log, self._verifier, self._reasons = ReviewLog(path), verifier, reasons

    def go(self, script: Script, *reports: Report, lang: Lang = Lang.EN, again: bool = False) -> Told:
        recorder = Recorder(Who("li"))
        dialogue = Dialogue(self.log, recorder, self._reasons, self._verifier.catalogue(), lang, again)
        found = dialogue.through(reports, script)
        assert script.done
        return found

    def decisions(self) -> list[tuple[str, str, str, str]]:
        return [(entry.finding_id, entry.decision, entry.reason, entry.note) for entry in self.log.entries()]


@pytest.fixture
def desk(tmp_path: Path, verifier: Verifier, reasons: Reasons) -> Desk:
    return Desk(tmp_path / "review.sqlite", verifier, reasons)


@pytest.fixture
def ids(report: Report) -> list[str]:
    found = [finding.id for finding in worst_first(report.findings)]
    assert len(found) >= 4
    return found


def test_one_key_a_finding_worst_first(desk: Desk, report: Report, ids: list[str]) -> None:
    told = desk.go(Script("ac" + "o1" + "q"), report)
    assert desk.decisions() == [
        (ids[0], "accepted", "", ""),
        (ids[1], "changed", "", ""),
        (ids[2], "overridden", "benefit", ""),
    ]
    assert told.left and told.open == len(ids) - 3
    assert [entry.sequence for entry in told.recorded] == [1, 2, 3]


def test_enter_skips(desk: Desk, report: Report, ids: list[str]) -> None:
    told = desk.go(Script("\r" + "\n" * (len(ids) - 2) + "a"), report)
    assert desk.decisions() == [(ids[-1], "accepted", "", "")]
    assert told.open == len(ids) - 1 and not told.left


def test_it_resumes_where_it_was_left(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("ao2q"), report)
    script = Script("c" * (len(ids) - 2))
    told = desk.go(script, report)
    assert [found[0] for found in desk.decisions()] == [ids[0], ids[1], *ids[2:]]
    assert told.open == 0
    assert "decided: overridden: Will monitor or take precautions (li, " in script.shown
    assert f"findings: {len(ids)} · decided: 2" in script.shown
    finished = Script("")
    assert desk.go(finished, report).open == 0  # nothing is asked any more
    assert len(desk.log.entries()) == len(ids)


def test_again_asks_about_all(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("aq"), report)
    desk.go(Script("cq"), report, again=True)
    assert desk.decisions() == [(ids[0], "accepted", "", ""), (ids[0], "changed", "", "")]


def test_another_report_of_the_prescription_is_decided_anew(desk: Desk, report: Report) -> None:
    desk.go(Script("aq"), report)
    newer = replace(report, versions=replace(report.versions, knowledge_hash="other"))
    script = Script("q")
    desk.go(script, newer)
    assert "decided: 0" in script.shown


def test_back_revises(desk: Desk, report: Report, ids: list[str]) -> None:
    told = desk.go(Script("a" + "b" + "c" + "q"), report)
    assert desk.decisions() == [(ids[0], "accepted", "", ""), (ids[0], "changed", "", "")]
    assert told.open == len(ids) - 1


def test_back_at_the_first_stays(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("bbaq"), report)
    assert desk.decisions() == [(ids[0], "accepted", "", "")]


def test_a_text(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("ta" + "a" + "q", " INR 周三复查 "), report)
    assert desk.decisions() == [(ids[0], "accepted", "", "INR 周三复查"), (ids[1], "accepted", "", "")]


def test_a_text_does_not_wander_to_the_next_finding(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("t\r" + "a" + "q", "of the first"), report)
    assert desk.decisions() == [(ids[1], "accepted", "", "")]


def test_a_reason_that_needs_a_text_asks_for_it(desk: Desk, report: Report, ids: list[str]) -> None:
    script = Script("oo" + "oo" + "too" + "q", "", "dialysis tomorrow", "asked")
    desk.go(script, report)
    assert script.shown.count("this reason needs a text") == 2
    assert desk.decisions() == [
        (ids[0], "overridden", "other", "dialysis tomorrow"),
        (ids[1], "overridden", "other", "asked"),
    ]


def test_an_overridden_finding_needs_a_reason(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("o\r" + "oz1" + "q"), report)
    assert desk.decisions() == [(ids[0], "overridden", "benefit", "")]


def test_not_applicable_may_have_one(desk: Desk, report: Report, ids: list[str]) -> None:
    desk.go(Script("n\r" + "ni" + "q"), report)
    assert desk.decisions() == [(ids[0], "not_applicable", "", ""), (ids[1], "not_applicable", "inaccurate", "")]


def test_other_keys_show_the_keys(desk: Desk, report: Report) -> None:
    script = Script("xq")
    desk.go(script, report)
    assert script.shown.count("a prescriber called · c changed") == 2
    assert desk.log.entries() == []


def test_the_end_of_input_leaves(desk: Desk, report: Report) -> None:
    assert desk.go(Script("\x04"), report).left
    assert desk.go(Script("o\x04q"), report).left
    assert desk.log.entries() == []


def test_several_prescriptions(desk: Desk, report: Report, ids: list[str]) -> None:
    other = replace(report, prescription=replace(report.prescription, id="rx-2"))
    told = desk.go(Script("\r" * (len(ids) - 1) + "a" + "c" + "q"), report, other)
    assert [entry.prescription_id for entry in desk.log.entries()] == [report.prescription.id, "rx-2"]
    assert told.open == 2 * len(ids) - 2
    left = desk.go(Script("q"), report, other)  # those that were not reached count as open, too
    assert left.open == 2 * len(ids) - 2


def test_no_findings(desk: Desk, report: Report) -> None:
    script = Script("")
    told = desk.go(script, replace(report, findings=()))
    assert "no findings to decide on" in script.shown and told.open == 0


def test_chinese(desk: Desk, report: Report) -> None:
    script = Script("o1q")
    desk.go(script, report, lang=Lang.ZH)
    for said in (
        "采纳并联系医师",
        "理由（Enter：返回）",
        "→ 不采纳（有理由）：获益大于风险 · 第 1 条",
        "原因：",
        "建议：",
    ):
        assert said in script.shown
    assert "Why" not in script.shown


def test_what_was_written_cannot_act_on_the_terminal(desk: Desk, report: Report) -> None:
    evil = replace(report.prescription, id="rx\x1b[2J")
    script = Script("q")
    desk.go(script, replace(report, prescription=evil))
    assert "\x1b" not in script.shown
