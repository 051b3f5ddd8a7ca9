"""The policy of a site and the comparison of audits, as installed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.command import example, rxcheck
from tests.unit.audit.making import table

RULE = "ddi-vka-macrolides-cyp3a4"
SOON, PAST = date.today() + timedelta(days=60), date.today() - timedelta(days=1)


def policy(folder: Path, rule: str = RULE, expires: date = SOON) -> Path:
    file = folder / "rxcheck.toml"
    file.write_text(f'[[suppress]]\nrule = "{rule}"\nreason = "INR clinic"\nowner = "PTC"\nexpires = {expires}\n')
    return file


def rules(out: str) -> set[str]:
    (report,) = json.loads(out)["reports"]
    return {finding["rule_id"] for finding in report["findings"]}


def test_a_policy_of_the_folder_is_told_everywhere(tmp_path: Path) -> None:
    prescription = str(example("warfarin-clarithromycin"))
    without = rxcheck("check", prescription, "-f", "json", cwd=tmp_path)
    assert RULE in rules(without.out)
    assert "policy" not in json.loads(without.out)["versions"]
    policy(tmp_path)
    for form in ("table", "markdown", "json", "jsonl"):
        ran = rxcheck("check", prescription, "-f", form, cwd=tmp_path)
        assert "the policy rxcheck.toml of this folder holds" in ran.err
        assert RULE in ran.out and "INR clinic" in ran.out
        assert ("1 rule suppressed" in " ".join(ran.out.split())) is (form in ("table", "markdown"))
    assert "1 suppressed by policy" in rxcheck("check", prescription, "-q", cwd=tmp_path).out
    told = rxcheck("check", prescription, "-f", "json", cwd=tmp_path)
    (report,) = json.loads(told.out)["reports"]
    assert [each["rule_id"] for each in report["suppressed"]] == [RULE]
    assert rules(told.out) == rules(without.out) - {RULE} | {"ddi-vka-cyp3a4-strong"}
    off = rxcheck("check", prescription, "-f", "json", "--no-policy", cwd=tmp_path)
    assert (off.out, off.err) == (without.out, "")
    named = rxcheck("check", prescription, "-f", "json", "--policy", tmp_path / "rxcheck.toml")
    assert (named.out, named.err) == (told.out, "")


def test_an_expired_entry_suppresses_nothing(tmp_path: Path) -> None:
    policy(tmp_path, expires=PAST)
    ran = rxcheck("check", str(example("warfarin-clarithromycin")), "-f", "json", "--lang", "zh", cwd=tmp_path)
    assert RULE in rules(ran.out)
    assert f"规则 {RULE} 的停用条目已于 {PAST} 过期（PTC）" in ran.err


@pytest.mark.parametrize("command", ["check", "audit"])
def test_a_rule_that_must_alert(tmp_path: Path, command: str) -> None:
    policy(tmp_path, rule="dose-methotrexate-oral-perweek")
    (tmp_path / "rx.csv").write_bytes(table(2))
    more = ["-o", "out"] if command == "audit" else []
    ran = rxcheck(command, "rx.csv", *more, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "suppress[0].rule: the rule dose-methotrexate-oral-perweek must alert and cannot be suppressed" in ran.err
    assert not (tmp_path / "out").exists()


def test_what_changed_between_two_audits(tmp_path: Path) -> None:
    (tmp_path / "rx.csv").write_bytes(table(60))
    assert rxcheck("audit", "rx.csv", "-o", "before", cwd=tmp_path).code == 0
    policy(tmp_path)
    ran = rxcheck("audit", "rx.csv", "-o", "after", "-p", "2", "--lang", "zh", cwd=tmp_path)
    assert ran.code == 0
    assert "停用规则 1 条" in ran.out and "按机构策略未提示的发现" in ran.out
    fired = json.loads((tmp_path / "after" / "summary.json").read_text())["suppressed"][RULE]["fired"]
    assert fired
    milder = rxcheck("audit", "diff", "before", "after", cwd=tmp_path)
    assert (milder.code, milder.err) == (0, "")
    assert f"{fired} milder" in milder.out
    worse = rxcheck("audit", "diff", "after", "before", "-o", "recall.csv", "--lang", "zh", cwd=tmp_path)
    assert (worse.code, worse.out, worse.err) == (1, "", "")
    sheet = (tmp_path / "recall.csv").read_text(encoding="utf-8").splitlines()
    assert len(sheet) == fired + 1
    assert all(f"{RULE} 不再按机构策略停用" in line for line in sheet[1:])
    nothing = rxcheck("audit", "diff", "before", "nowhere", cwd=tmp_path)
    assert (nothing.code, nothing.err) == (4, "rxcheck: nowhere holds no audit\n")


def test_help_of_both() -> None:
    assert "OLD NEW" in rxcheck("audit", "diff", "--help").out
    assert "rxcheck audit diff OLD NEW" in rxcheck("audit", "--help").out
