"""`rxcheck rules`: lists, cards, and why a rule did or did not speak."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.command import example, rxcheck


def test_list() -> None:
    ran = rxcheck("rules", "list", "--drug", "metformin", "--check", "condition", "--topic", "egfr")
    assert ran.code == 0
    assert "renal-metformin-lt-30" in ran.out
    assert ran.err.endswith(" rules\n")
    assert len(ran.out.splitlines()) == int(ran.err.split()[0])


def test_list_forms(tmp_path: Path) -> None:
    rows = json.loads(rxcheck("rules", "list", "--drug", "二甲双胍", "--format", "json", "--lang", "zh").out)
    assert {"rule", "about", "must_alert", "source_title"} <= set(rows[0])
    file = tmp_path / "rules.csv"
    ran = rxcheck("rules", "list", "--must-alert", "--format", "csv", "--output", file)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith("rule,check,topic,about,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "--topic", "egfrr"), "没有主题为 egfrr 的规则"),
        (("list", "--drug", "metfromin"), "药品 metfromin 未能识别；相近的有：metformin"),
        (("show", "renal-metformine-lt-30"), "没有规则 renal-metformine-lt-30；相近的有：renal-metformin-lt-30"),
        (("why", str(example("clean")), "renal-metformine-lt-30"), "没有规则 renal-metformine-lt-30；相近的有："),
        (("why", str(example("clean")), "renal-metformin-lt-30", "--jurisdiction", "mars"), "mars"),
    ],
)
def test_usage(arguments: tuple[str, ...], message: str) -> None:
    ran = rxcheck("rules", *arguments, "--lang", "zh")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_show() -> None:
    ran = rxcheck("rules", "show", "ddi-simvastatin-amlodipine")
    assert (ran.code, ran.err) == (0, "")
    assert "if the daily dose of Simvastatin is above 20 mg" in " ".join(ran.out.split())
    assert "CASES (" in ran.out
    assert "\x1b" not in ran.out
    chinese = rxcheck("rules", "show", "renal-metformin-lt-30", "--lang", "zh", "--format", "markdown")
    assert "- **界值**: eGFR &lt; 30" in chinese.out or "- **界值**: eGFR < 30" in chinese.out
    document = json.loads(rxcheck("rules", "show", "renal-metformin-lt-30", "--format", "json").out)
    assert document["row"]["value"] == "30"
    assert any(case["fires"] for case in document["cases"])


def test_why() -> None:
    path = example("metformin-egfr-22-zh")
    ran = rxcheck("rules", "why", path, "renal-metformin-30-45", "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    assert "未触发：有条件不成立" in ran.out
    assert "eGFR 22 mL/min/1.73 m²" in ran.out
    document = json.loads(rxcheck("rules", "why", path, "renal-metformin-lt-30", "--format", "json").out)
    assert document["verdict"] == "fired"
    assert document["findings"][0]["rule_id"] == "renal-metformin-lt-30"
    assert all(term["state"] == "yes" for term in document["trials"][0]["terms"])


def test_one_of_several(tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    line = {"drug": "metformin", "dose": "500 mg", "route": "oral", "frequency": "bid"}
    file.write_text(json.dumps([{"id": f"rx-{n}", "lines": [line]} for n in (1, 2)]), encoding="utf-8")
    ran = rxcheck("rules", "why", file, "renal-metformin-lt-30")
    assert (ran.code, ran.out) == (2, "")
    assert "there are 2 prescriptions: choose one with --id (rx-1, rx-2" in ran.err
    assert rxcheck("rules", "why", file, "renal-metformin-lt-30", "--id", "rx-3").code == 2
    ran = rxcheck("rules", "why", file, "renal-metformin-lt-30", "--id", "rx-2")
    assert (ran.code, "rx-2" in ran.out) == (0, True)


def test_an_unreadable_prescription(tmp_path: Path) -> None:
    assert rxcheck("rules", "why", "there-is-no-such-file.yaml", "renal-metformin-lt-30").code == 4
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": "a", "lines": 3}]', encoding="utf-8")
    ran = rxcheck("rules", "why", broken, "renal-metformin-lt-30")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("rxcheck: broken.json") or "broken.json" in ran.err


def test_the_policy_of_the_site(tmp_path: Path) -> None:
    until = date.today() + timedelta(days=100)
    (tmp_path / "rxcheck.toml").write_text(
        '[[suppress]]\nrule = "ddi-simvastatin-amlodipine"\nreason = "known here"\nowner = "DTC"\nexpires = '
        + f"{until}\n",
        encoding="utf-8",
    )
    path = example("simvastatin-amlodipine")
    ran = rxcheck("rules", "why", path, "ddi-simvastatin-amlodipine", cwd=tmp_path)
    assert ran.code == 0
    assert "Kept back by the policy of the site" in " ".join(ran.out.split())
    assert f"known here (DTC, until {until})" in " ".join(ran.out.split())
    assert "Fired" in rxcheck("rules", "why", path, "ddi-simvastatin-amlodipine", "--no-policy", cwd=tmp_path).out
