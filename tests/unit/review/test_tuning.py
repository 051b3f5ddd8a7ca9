"""What decisions say about rules: intervals, proposals, and what is never proposed."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.errors import UsageError
from rxcheck.kb.compiled_text import CompiledText
from rxcheck.kb.site_policy import read_policy
from rxcheck.report.intervals import wilson
from rxcheck.review.deciding import Reasons
from rxcheck.review.entry import GENESIS, Entry, sealed
from rxcheck.review.tuning import RuleRecord, Share, Status, Tuning, tune
from rxcheck.review.tuning_report import csv_text, json_text, table_text
from rxcheck.terms import Decision, Lang
from rxcheck.verify import Verifier
from tests.unit.review.making import draft

QUIET = "ddi-vka-macrolides-cyp3a4"


@pytest.fixture(scope="module")
def text(verifier: Verifier) -> CompiledText:
    return verifier.kb.compiled.text


def made(rule: str, acted: int, silent: int, start: int = 0, reason: str = "benefit", **cells: str) -> list[Entry]:
    """Decisions on findings of a rule."""
    found = []
    for number in range(start, start + acted + silent):
        taken = {"decision": "accepted", "reason": ""} if number - start < acted else {"reason": reason}
        found.append(
            sealed(
                draft(
                    number,
                    rule_id=rule,
                    once=f"{rule}-{number}",
                    report_digest=f"{rule}-{number}",
                    **{**taken, **cells},
                ),
                number + 1,
                GENESIS,
            )
        )
    return found


def record(tuning: Tuning, rule: str) -> RuleRecord:
    (found,) = [each for each in tuning.rules if each.rule_id == rule]
    return found


class TestWilson:
    @pytest.mark.parametrize(
        ("hits", "trials", "low", "high"),
        # Newcombe RG. Two-sided confidence intervals for the single proportion. Stat Med 1998;17:857-72, table I, method 3.
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    )
    def test_published_figures(self, hits: int, trials: int, low: float, high: float) -> None:
        assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)

    @given(st.integers(0, 500), st.integers(0, 500))
    def test_it_holds_the_share_and_mirrors(self, hits: int, misses: int) -> None:
        low, high = wilson(hits, hits + misses)
        assert 0 <= low <= high <= 1
        if hits + misses:
            assert low <= hits / (hits + misses) <= high
        other = wilson(misses, hits + misses)
        assert (1 - high, 1 - low) == pytest.approx(other, abs=1e-12)

    def test_what_cannot_be(self) -> None:
        with pytest.raises(ValueError, match="hits do not lie"):
            wilson(3, 2)


class TestProposals:
    def test_seldom_acted_on_and_often_enough(self, text: CompiledText, reasons: Reasons) -> None:
        tuning = tune(made(QUIET, 2, 78), text, reasons)
        found = record(tuning, QUIET)
        assert (found.all, found.acted, found.status) == (80, 2, Status.QUIETER)
        assert found.high == pytest.approx(0.0866, abs=1e-4)
        assert tuning.proposals == (found,) and tuning.tested == 1

    def test_the_bound_counts_and_not_the_share(self, text: CompiledText, reasons: Reasons) -> None:
        assert tuning_status(made(QUIET, 9, 51), text, reasons) is Status.KEEP  # 15 %, but perhaps 26 %
        assert tuning_status(made(QUIET, 4, 56), text, reasons) is Status.QUIETER

    def test_too_few(self, text: CompiledText, reasons: Reasons) -> None:
        assert tuning_status(made(QUIET, 0, 49), text, reasons) is Status.FEW
        assert tuning_status(made(QUIET, 0, 50), text, reasons) is Status.QUIETER

    def test_what_must_alert_is_never_proposed(self, text: CompiledText, reasons: Reasons) -> None:
        for entry in text.always_alerting():
            rule = entry.rules[0]
            tuning = tune(made(rule, 0, 200), text, reasons)
            assert record(tuning, rule).status is Status.MUST_ALERT
            assert tuning.proposals == () and record(tuning, rule).lower is None
            assert "kept: must alert" in table_text(tuning, reasons, Lang.EN)
            assert "[[suppress]]" not in table_text(tuning, reasons, Lang.EN)

    def test_a_rule_that_the_tables_do_not_have(self, text: CompiledText, reasons: Reasons) -> None:
        assert tuning_status(made("pack-x", 0, 200), text, reasons, "pack-x") is Status.UNKNOWN

    def test_a_revised_decision_counts_once(self, text: CompiledText, reasons: Reasons) -> None:
        entries = made(QUIET, 0, 60)
        revised = [
            sealed(
                draft(number, rule_id=QUIET, decision="changed", reason="", report_digest=f"{QUIET}-{number}"),
                100 + number,
                GENESIS,
            )
            for number in range(60)
        ]
        found = record(tune([*entries, *revised], text, reasons), QUIET)
        assert (found.all, found.acted, found.status) == (60, 60, Status.KEEP)

    def test_reasons_groups_and_the_hint_at_the_rule(self, text: CompiledText, reasons: Reasons) -> None:
        entries = [
            *made(QUIET, 1, 39, user_group="ward 3"),
            *made(QUIET, 1, 39, start=40, reason="inaccurate", user_group="ICU"),
        ]
        found = record(tune(entries, text, reasons), QUIET)
        assert found.reasons == {"benefit": 39, "inaccurate": 39}
        assert found.groups == {"ICU": Share(39, 40), "ward 3": Share(39, 40)}
        assert found.about_rule == 39
        shown = table_text(tune(entries, text, reasons), reasons, Lang.EN)
        assert "39 of 78 not acted on because the alert was wrong: look at the selectors and thresholds" in shown

    def test_a_milder_action(self, text: CompiledText, reasons: Reasons) -> None:
        assert record(tune(made(QUIET, 0, 60), text, reasons), QUIET).lower == "modify"
        assert record(tune(made(QUIET, 0, 60, action="inform"), text, reasons), QUIET).lower is None


def tuning_status(entries: list[Entry], text: CompiledText, reasons: Reasons, rule: str = QUIET) -> Status:
    return record(tune(entries, text, reasons), rule).status


class TestForms:
    def test_a_block_is_refused_until_people_have_filled_it_in(
        self, tmp_path: Path, verifier: Verifier, text: CompiledText, reasons: Reasons
    ) -> None:
        for lang in Lang:
            shown = table_text(tune(made(QUIET, 2, 78), text, reasons), reasons, lang)
            start = shown.index("# ")
            block = shown[start : shown.index("\n\n", start)]
            assert tomllib.loads(block)["suppress"] == [{"rule": QUIET, "reason": "", "owner": "", "expires": ""}]
            file = tmp_path / "rxcheck.toml"
            file.write_text(block, encoding="utf-8")
            today = date(2026, 11, 23)
            with pytest.raises(UsageError):
                read_policy(file, verifier.kb.compiled, today)
            whole = block.replace('reason = ""', 'reason = "INR clinic"').replace('owner = ""', 'owner = "PTC"')
            file.write_text(whole.replace('expires = ""', "expires = 2027-06-30"), encoding="utf-8")
            assert [each.rule for each in read_policy(file, verifier.kb.compiled, today).suppress] == [QUIET]

    def test_it_says_what_numbers_cannot(self, text: CompiledText, reasons: Reasons) -> None:
        shown = table_text(tune(made(QUIET, 2, 78), text, reasons), reasons, Lang.EN)
        assert "Wilson (1927)" in shown and "by chance" in shown and "nothing has been changed" in shown
        assert "at least 50 decisions, and the upper bound below 20 %" in shown

    def test_json_and_csv(self, text: CompiledText, reasons: Reasons) -> None:
        tuning = tune([*made(QUIET, 2, 78), *made("=rule", 0, 3)], text, reasons)
        (first, second) = json.loads(json_text(tuning))["rules"]
        assert (first["rule_id"], first["status"], first["decisions"]) == (QUIET, "quieter", 80)
        assert (first["value"], first["low"], first["high"]) == (0.025, 0.0069, 0.0866)
        assert (second["status"], second["overridden"]) == ("unknown", 3)
        rows = list(csv.DictReader(io.StringIO(csv_text(tuning))))
        assert [row["rule_id"] for row in rows] == [QUIET, "'=rule"]
        assert rows[0]["reasons"] == "benefit: 78"

    def test_nothing_decided(self, text: CompiledText, reasons: Reasons) -> None:
        tuning = tune([], text, reasons)
        assert "No rule can be proposed" in table_text(tuning, reasons, Lang.EN)
        assert "没有可建议降低提示的规则" in table_text(tuning, reasons, Lang.ZH)

    def test_decisions_are_all_counted(self, text: CompiledText, reasons: Reasons) -> None:
        entries = [
            each
            for number, decision in enumerate(Decision)
            for each in made(QUIET, 0, 1, start=number, decision=decision.value)
        ]
        found = record(tune(entries, text, reasons), QUIET)
        assert set(found.decisions.values()) == {1} and found.acted == 2
