"""`rxcheck drug A B`, `rxcheck kb stats` and `rxcheck kb diff` as they are installed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

from rxcheck.kb.store import default_folder
from tests.support.command import rxcheck


def test_a_pair_says_verdict_path_and_source(tmp_path: Path) -> None:
    svg = tmp_path / "pair.svg"
    ran = rxcheck("drug", "Zocor 40 mg", "clarithromycin", "--graph", str(svg))
    assert (ran.code, ran.err) == (0, "")
    for phrase in (
        "AVOID · contraindicated  Simvastatin + Clarithromycin",
        "ddi-statins-cyp3a4-strong",
        "Simvastatin ─ statins cleared mainly by CYP3A4 ◀─",
        "curated · through concentrations",
    ):
        assert phrase in ran.out
    assert ElementTree.fromstring(svg.read_text(encoding="utf-8")).tag.endswith("svg")  # noqa: S314


def test_a_pair_in_chinese_with_its_modifiers() -> None:
    ran = rxcheck("drug", "华法林", "阿司匹林", "--lang", "zh")
    assert ran.code == 0
    for phrase in ("涉及华法林 + 阿司匹林的条目", "每日剂量不低于", "人工评定"):
        assert phrase in ran.out


def test_a_pair_as_json() -> None:
    document = json.loads(rxcheck("drug", "warfarin", "aspirin", "--format", "json").out)
    (pair,) = document["pairs"]
    assert (pair["first"], pair["second"]) == ("warfarin", "aspirin")
    assert {"ddi-vka-aspirin", "ddi-vka-antiplatelets"} <= {row["rule_id"] for row in pair["rows"]}
    assert document["findings"][0]["path"] == ["drug:warfarin", "class:vitamin-k-antagonists", "drug:aspirin"]


def test_a_code_is_judged_like_the_name_that_it_stands_for() -> None:
    by_code = json.loads(rxcheck("drug", "5Q7ZVV76EI", "aspirin", "--format", "json").out)
    by_name = json.loads(rxcheck("drug", "warfarin", "aspirin", "--format", "json").out)
    rules = [[finding["rule_id"] for finding in found["findings"]] for found in (by_code, by_name)]
    assert rules[0] == rules[1] != []


def test_a_pair_without_a_row_is_not_judged() -> None:
    ran = rxcheck("drug", "lactulose", "ascorbic acid")
    assert ran.code == 3
    assert "not judged, which is not the same as harmless" in ran.out
    assert "无害" in rxcheck("drug", "lactulose", "ascorbic acid", "--lang", "zh").out


def test_one_drug_twice_is_no_pair() -> None:
    ran = rxcheck("drug", "warfarin", "Coumadin")
    assert ran.code == 3
    assert "Both names hold Warfarin" in ran.out
    assert "No row" not in ran.out
    assert "两个名称都含对乙酰氨基酚" in rxcheck("drug", "co-codamol", "paracetamol", "--lang", "zh").out


def test_a_name_that_is_not_understood_and_misused_options() -> None:
    for arguments, said in (
        (("warfarin", "klarithromycine"), "is not understood (near names: clarithromycin"),
        (("metformin", "contrast"), "naltrexone-bupropion"),
        (("warfarin", "--graph", "x.svg"), "--graph goes with two drugs"),
        (("warfarin", "aspirin", "--graph", "x.gif"), "--graph writes .svg or .png files"),
        (("warfarin", "aspirin", "--depict", "x.svg"), "--depict goes with one drug"),
    ):
        ran = rxcheck("drug", *arguments)
        assert ran.code == 2, arguments
        assert said in ran.err
        assert "product:" not in ran.err


def test_stats_and_diff(tmp_path: Path) -> None:
    counted = json.loads(rxcheck("kb", "stats", "--json").out)
    assert counted["tables"]["interactions"] == sum(counted["interactions.action"].values())
    assert "人工评定的相互作用" in rxcheck("kb", "stats", "--lang", "zh").out
    for name in ("knowledge", "rules"):
        shutil.copytree(default_folder() / name, tmp_path / name)
    same = rxcheck("kb", "diff", str(default_folder()), str(tmp_path))
    assert (same.code, same.out.strip()) == (0, "The tables say the same.")
    for name in ("interactions", "corroborations", "disagreements"):  # the row, and what other tables say of it
        table = tmp_path / "knowledge" / f"{name}.csv"
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if "ddi-warfarin-pravastatin," not in line), encoding="utf-8")
    ran = rxcheck("kb", "diff", str(default_folder()), str(tmp_path))
    assert ran.code == 1
    assert "- ddi-warfarin-pravastatin" in ran.out
    assert "pravastatin + warfarin: silent → inform" in ran.out
    assert rxcheck("kb", "diff", str(tmp_path), str(tmp_path / "knowledge")).code == 5
