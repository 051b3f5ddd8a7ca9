"""`rxcheck train check-case` and `generate` as installed, and the shipped bank."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from rxcheck.train.bank import Bank, shipped_bank
from rxcheck.train.check import check_cases
from rxcheck.train.difficulty import scale_of
from rxcheck.train.source import open_judge
from rxcheck.train.terms import Level, Topic
from tests.support.command import ROOT, rxcheck

BANK = ROOT / "examples" / "training"
CASE = BANK / "interaction" / "warfarin-clarithromycin.yaml"
LEAST, LEAST_CLEAN = 120, 8


@pytest.fixture(scope="module")
def bank() -> Bank:
    return shipped_bank()


def test_every_shipped_case_agrees_in_both_languages(bank: Bank) -> None:
    judge = open_judge()
    checks = check_cases(list(bank.cases.values()), judge, scale_of(judge.folder))
    assert [check.case.id for check in checks if not check.agrees] == []


def test_the_shipped_bank_covers_its_ground(bank: Bank) -> None:
    assert len(bank.cases) >= LEAST
    counted = Counter(case.topic for case in bank.cases.values())
    assert set(counted) == set(Topic)
    assert counted[Topic.CLEAN] >= LEAST_CLEAN
    for topic in Topic:
        assert {case.level for case in bank.of(topic)} == set(Level), topic
    assert all(case.key == () for case in bank.of(Topic.CLEAN))
    assert all(case.key for case in bank.cases.values() if case.topic is not Topic.CLEAN)


def test_levels_of_the_bank_are_harder_in_what_is_measured(bank: Bank) -> None:
    judge = open_judge()
    checks = check_cases(list(bank.cases.values()), judge, scale_of(judge.folder))
    efforts = [[check.effort for check in checks if check.case.level is level] for level in Level]
    first, second, third = (sum(each) / len(each) for each in efforts)
    assert first < second < third


class TestCheckCase:
    def test_agrees(self) -> None:
        ran = rxcheck("train", "check-case", CASE)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "warfarin-clarithromycin: agrees\ncases: 1; agree: 1; differ: 0; cannot be read: 0\n"

    def test_differs(self, tmp_path: Path) -> None:
        text = CASE.read_text(encoding="utf-8").replace("action: monitor", "action: avoid")
        (tmp_path / CASE.name).write_text(text, encoding="utf-8")
        ran = rxcheck("train", "check-case", tmp_path)
        assert (ran.code, ran.err) == (1, "")
        assert "  the key says lines 1, 2 · interactions · avoid · interaction" in ran.out
        assert "; the engine lines 1, 2 · interactions · monitor · interaction" in ran.out
        chinese = rxcheck("train", "check-case", tmp_path, "--lang", "zh")
        assert "答案为第1, 2行 · 相互作用 · 避免使用" in chinese.out

    def test_json(self, tmp_path: Path) -> None:
        ran = rxcheck("train", "check-case", CASE, "--format", "json", "-o", tmp_path / "out.json")
        assert (ran.code, ran.out) == (0, "")
        (case,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["cases"]
        assert case["agrees"]
        assert case["measures"]["lines"] == 2
        assert case["differences"] == {"en": [], "zh": []}

    def test_unreadable(self, tmp_path: Path) -> None:
        text = CASE.read_text(encoding="utf-8")
        (tmp_path / "a.yaml").write_text(text.replace("zh: 华法林钠片", "fr: warfarine"), encoding="utf-8")
        (tmp_path / CASE.name).write_text(text, encoding="utf-8")
        ran = rxcheck("train", "check-case", tmp_path)
        assert ran.code == 4
        assert "a.yaml, column rx.lines[0].drug: zh is missing" in ran.out
        assert "warfarin-clarithromycin: agrees" in ran.out
        chinese = rxcheck("train", "check-case", tmp_path / "a.yaml", "--lang", "zh")
        assert "缺少 zh" in chinese.out

    def test_no_file(self, tmp_path: Path) -> None:
        assert rxcheck("train", "check-case", tmp_path).code == 2
        assert rxcheck("train", "check-case", tmp_path / "none.yaml").code == 4


class TestGenerate:
    def test_made_cases_pass_their_check(self, tmp_path: Path) -> None:
        made = rxcheck(
            "train", "generate", "--topic", "allergy", "--level", "2", "--seed", "7", "-n", "2", "-o", tmp_path
        )
        assert (made.code, made.err) == (0, "")
        files = [Path(line) for line in made.out.splitlines()]
        assert len(files) == 2
        assert all(file.parent == tmp_path / "allergy" for file in files)
        assert rxcheck("train", "check-case", tmp_path).code == 0
        texts = [file.read_bytes() for file in files]
        again = rxcheck(
            "train", "generate", "--topic", "allergy", "--level", "2", "--seed", "7", "-n", "2", "-o", tmp_path
        )
        assert again.out == made.out
        assert [file.read_bytes() for file in files] == texts

    def test_real_prescriptions(self, tmp_path: Path) -> None:
        table = ROOT / "examples" / "audit-his-cn" / "prescriptions.csv"
        made = rxcheck("train", "generate", "--replay", table, "-n", "3", "-o", tmp_path)
        assert (made.code, made.err) == (0, "")
        assert rxcheck("train", "check-case", tmp_path).code == 0

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            (("--from", "x.csv"), 2, "rxcheck: --from goes with --replay\n"),
            (("--replay", "."), 4, "rxcheck: . holds no audit\n"),
        ],
    )
    def test_what_is_refused(self, arguments: tuple[str, ...], code: int, message: str, tmp_path: Path) -> None:
        ran = rxcheck("train", "generate", *arguments, "-o", tmp_path, cwd=tmp_path)
        assert (ran.code, ran.err) == (code, message)
