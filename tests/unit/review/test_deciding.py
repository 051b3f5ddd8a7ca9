"""Decisions, their reasons, who takes them, and what names a report."""

from __future__ import annotations

import getpass
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from rxcheck.audit.pseudonyms import SiteKey
from rxcheck.errors import Location, UsageError
from rxcheck.finding import Report
from rxcheck.report.digest import report_digest
from rxcheck.review.deciding import Choice, Reasons, Recorder, Who, decided, standing
from rxcheck.review.log import ReviewLog
from rxcheck.review.place import group_name, log_path, user_name
from rxcheck.site import SitePolicy
from rxcheck.terms import Decision
from tests.unit.review.conftest import Reporting
from tests.unit.review.making import draft

NOON = datetime(2026, 11, 23, 20, 0, tzinfo=timezone(timedelta(hours=8)))


class TestDigest:
    def test_it_is_of_what_the_report_says(self, report: Report, report_of: Reporting) -> None:
        assert len(report_digest(report)) == 64
        other = report_of("warfarin 5 mg PO qd", age="78", sex="f")
        older = replace(report, findings=report.findings[:-1])
        assert len({report_digest(report), report_digest(other), report_digest(older)}) == 3

    def test_the_place_of_the_input_is_not_in_it(self, report: Report) -> None:
        moved = replace(report, prescription=replace(report.prescription, location=Location("other.csv", 7)))
        assert report_digest(moved) == report_digest(report)

    def test_of_a_policy_what_it_decides_is_in_it_and_not_the_day(self, report: Report) -> None:
        def under(digest: str, day: int) -> str:
            policy = SitePolicy("rxcheck.toml", digest, date(2026, 11, day))
            return report_digest(replace(report, versions=replace(report.versions, policy=policy)))

        assert under("a", 1) == under("a", 2) != under("b", 1)
        assert under("a", 1) != report_digest(report)


class TestDraft:
    def test_what_is_recorded(self, report: Report) -> None:
        finding = report.findings[0]
        choice = Choice(Decision.OVERRIDDEN, "benefit", "INR clinic")
        found = Recorder(Who("li", "ward 3"), lambda: NOON).draft(report, finding, choice)
        assert found.recorded_at == "2026-11-23T12:00:00.000Z"
        assert (found.user, found.user_group) == ("li", "ward 3")
        assert (found.rule_id, found.finding_id) == (finding.rule_id, finding.id)
        assert found.report_digest == report_digest(report)
        assert found.knowledge_hash == report.versions.knowledge_hash
        assert (found.decision, found.reason, found.note) == ("overridden", "benefit", "INR clinic")

    def test_every_draft_has_a_name_of_its_own(self, report: Report) -> None:
        recorder = Recorder(Who("li"))
        choice = Choice(Decision.ACCEPTED)
        one, other = (recorder.draft(report, report.findings[0], choice).once for _ in range(2))
        assert one != other
        assert recorder.draft(report, report.findings[0], choice, "mine").once == "mine"

    def test_with_a_key_no_id_and_no_guessable_digest(self, report: Report) -> None:
        plain, keyed = Recorder(Who("li")), Recorder(Who("li"), key=SiteKey(b"k" * 32))
        choice = Choice(Decision.ACCEPTED)
        found = keyed.draft(report, report.findings[0], choice)
        assert re.fullmatch(r"rx-[0-9a-f]{16}", found.prescription_id)
        assert found.report_digest != plain.digest(report) and len(found.report_digest) == 64
        assert found.report_digest == keyed.digest(report) != Recorder(Who("x"), key=SiteKey(b"j" * 32)).digest(report)


class TestChoice:
    def test_reasons_of_a_decision(self, reasons: Reasons) -> None:
        keys = [row.key for row in reasons.of(Decision.OVERRIDDEN)]
        assert keys[:3] == ["1", "2", "3"] and len(set(keys)) == len(keys)
        assert reasons.of(Decision.ACCEPTED) == reasons.of(Decision.CHANGED) == []
        assert {row.reason_id for row in reasons.of(Decision.NOT_APPLICABLE)} >= {"inaccurate", "not-taking"}

    def test_what_is_in_order(self, reasons: Reasons) -> None:
        for choice in (
            Choice(Decision.ACCEPTED),
            Choice(Decision.NOT_APPLICABLE),
            Choice(Decision.OVERRIDDEN, "benefit"),
            Choice(Decision.OVERRIDDEN, "other", "because"),
        ):
            assert reasons.checked(choice) == choice
        assert reasons.checked(Choice(Decision.ACCEPTED, "", "  called \n")).note == "called"

    @pytest.mark.parametrize(
        ("choice", "message"),
        [
            (
                Choice(Decision.OVERRIDDEN),
                "a finding is overridden for a reason: --reason (one of benefit, will-monitor",
            ),
            (
                Choice(Decision.OVERRIDDEN, "nonsense"),
                "no reason nonsense for the decision overridden (allowed: benefit",
            ),
            (
                Choice(Decision.NOT_APPLICABLE, "benefit"),
                "no reason benefit for the decision not_applicable (allowed: ",
            ),
            (Choice(Decision.ACCEPTED, "benefit"), "--reason does not go with the decision accepted"),
            (Choice(Decision.OVERRIDDEN, "other", " "), "the reason other needs a text: --text"),
            (Choice(Decision.ACCEPTED, "", "x" * 2001), "--text has more than 2000 characters"),
            (Choice(Decision.ACCEPTED, "", "\udcff"), "--text is not valid text"),
        ],
    )
    def test_what_is_not(self, reasons: Reasons, choice: Choice, message: str) -> None:
        with pytest.raises(UsageError) as caught:
            reasons.checked(choice)
        assert caught.value.message.startswith(message)


class TestWho:
    def test_the_option_then_the_variable_then_the_login(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RXCHECK_USER", "wang")
        assert (user_name(" li "), user_name(None)) == ("li", "wang")
        monkeypatch.delenv("RXCHECK_USER")
        monkeypatch.setattr(getpass, "getuser", lambda: "chen")
        assert user_name(None) == "chen"

    def test_nobody_is_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RXCHECK_USER", " ")

        def unknown() -> str:
            raise KeyError

        monkeypatch.setattr(getpass, "getuser", unknown)
        for chosen in ("", " ", None):
            with pytest.raises(UsageError, match="--user is empty: say who decides"):
                user_name(chosen)
        monkeypatch.delenv("RXCHECK_USER")
        with pytest.raises(UsageError, match="--user is empty"):
            user_name(None)

    @pytest.mark.parametrize("name", ["a\nb", "x" * 201, "a\x1b[2J"])
    def test_what_is_no_name(self, name: str) -> None:
        with pytest.raises(UsageError, match="--user is no name"):
            user_name(name)

    def test_groups(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("RXCHECK_USER_GROUP", raising=False)
        assert (group_name(None), group_name(""), group_name("ICU")) == ("", "", "ICU")
        monkeypatch.setenv("RXCHECK_USER_GROUP", "ward 3")
        assert group_name(None) == "ward 3"


class TestPlace:
    def test_where_the_log_lies(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("RXCHECK_REVIEW_LOG", "/var/log/review.sqlite")
        assert log_path(Path("mine")) == Path("mine")
        assert log_path(None) == Path("/var/log/review.sqlite")
        monkeypatch.delenv("RXCHECK_REVIEW_LOG")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert log_path(None) == tmp_path / "rxcheck" / "review.sqlite"
        for ignored in ("", "relative"):
            monkeypatch.setenv("XDG_DATA_HOME", ignored)
            monkeypatch.setenv("HOME", str(tmp_path))
            assert log_path(None) == tmp_path / ".local" / "share" / "rxcheck" / "review.sqlite"


def test_the_last_decision_on_a_finding_stands(tmp_path: Path) -> None:
    log = ReviewLog(tmp_path / "log")
    log.append(draft(1, finding_id="F1", once="a"))
    log.append(draft(1, finding_id="F2", once="b"))
    log.append(draft(1, finding_id="F1", once="c", decision="changed", reason=""))
    log.append(draft(1, finding_id="F1", once="d", report_digest="c" * 64))
    entries = log.entries()
    assert {key: entry.sequence for key, entry in decided(entries, "a" * 64).items()} == {"F1": 3, "F2": 2}
    assert [entry.sequence for entry in standing(entries)] == [2, 3, 4]
    assert [entry.sequence for entry in log.entries("c" * 64)] == [4]


def test_time_is_utc() -> None:
    from rxcheck.review.deciding import now

    assert now().tzinfo is UTC
