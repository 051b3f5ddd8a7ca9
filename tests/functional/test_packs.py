"""`rxcheck kb import`, `rxcheck check --pack` and `rxcheck kb corroborate` as a user runs them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.functional.test_imports import HEAVY, SCRIPT
from tests.support.command import ROOT, environment, example, rxcheck

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
LIST = """drug_a,drug_b,grade,condition
warfarin,clarithromycin,contraindicated,in the elderly
warfarin,pravastatin,avoid,
lamotrigine,metformin,avoid,
lamotrigine,unobtainium,avoid,
"""
PRESCRIPTION = (
    "--drug", "warfarin 5 mg PO qd", "--drug", "clarithromycin 500 mg PO bid x7d", "--drug", "pravastatin 20 mg PO qd",
    "--drug", "lamotrigine 100 mg PO bid", "--drug", "metformin 500 mg PO bid",
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    ran = rxcheck("kb", "import", "pairs", folder / "list.csv", "-o", folder / "house", "--title", "House list")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "4 rows: 3 taken, 1 left out",
        "4 pairs of names (classes expanded): 3 understood, 1 lost",
        "3 pairs of drugs in the pack, 3 with every statement about them (0 repetitions passed over)",
    ]
    assert ran.err.splitlines()[1:] == ["  1 names not known (1 pairs)"]
    return folder / "house"


def findings(*arguments: object, code: int = 1) -> dict[tuple[str, ...], dict[str, Any]]:
    ran = rxcheck("check", *PRESCRIPTION, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (code, "")
    document = json.loads(ran.out)
    jsonschema.validate(document, SCHEMA)
    return {
        tuple(sorted(drug["id"] for drug in finding["drugs"])): finding
        for finding in document["reports"][0]["findings"]
        if finding["check"] == "interaction"
    }


def test_every_source_stands_beside_our_own(house: Path) -> None:
    before, after = findings(), findings("--pack", house)
    for pair, finding in before.items():
        assert {key: value for key, value in after[pair].items() if key not in ("sources", "id")} == {
            key: value for key, value in finding.items() if key != "id"
        }
    sources = after["clarithromycin", "warfarin"]["sources"]
    assert (sources["pack"], sources["own"], sources["lowest"], sources["highest"]) == (
        None, "monitor", "monitor", "avoid",
    )  # fmt: skip
    assert sources["grades"] == [
        {
            "source_id": "pack:house",
            "title": "House list",
            "grade": "contraindicated",
            "action": "avoid",
            "locator": "warfarin + clarithromycin",
            "condition": "in the elderly",
            "text": "",
        }
    ]


def test_what_only_a_pack_flags_does_not_interrupt(house: Path) -> None:
    finding = findings("--pack", house)["lamotrigine", "metformin"]
    assert (finding["rule_id"], finding["action"], finding["evidence"]) == ("pack-house", "monitor", None)
    assert finding["references"][0] == {
        "source_id": "pack:house", "title": "House list", "locator": "lamotrigine + metformin", "status": "imported",
    }  # fmt: skip
    assert (finding["sources"]["pack"], finding["sources"]["own"]) == ("pack:house", None)


def test_a_deliberate_silence_is_told(house: Path) -> None:
    finding = findings("--pack", house)["pravastatin", "warfarin"]
    assert (finding["rule_id"], finding["action"]) == ("pack-house", "inform")
    assert finding["sources"]["own"] == "none"
    assert finding["sources"]["silent"] == ["ddi-warfarin-pravastatin"]


def test_a_pack_may_be_let_interrupt(house: Path, tmp_path: Path) -> None:
    ran = rxcheck("kb", "import", "pairs", house.parent / "list.csv", "-o", tmp_path / "loud", "--interrupts")
    assert ran.code == 0
    loud = findings("--pack", tmp_path / "loud", "--pack", house)
    finding = loud["lamotrigine", "metformin"]
    assert (finding["rule_id"], finding["action"], finding["also"]) == ("pack-loud", "avoid", ["pack-house"])
    assert loud["pravastatin", "warfarin"]["action"] == "inform"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("house: “contraindicated” = avoid; from monitor to avoid; our own: monitor",
                "Only House list flags this pair; our tables have no row on it.",
                "our tables are silent on purpose (ddi-warfarin-pravastatin)", "packs: house")),
        ("zh", ("house：“contraindicated”＝避免使用；从“需监测”到“避免使用”；本库：需监测",
                "仅House list提示该药对；本库知识表没有相应规则。",
                "本库知识表有意不提示（ddi-warfarin-pravastatin）", "知识包：house")),
    ],
)  # fmt: skip
def test_people_see_it(house: Path, lang: str, words: tuple[str, ...]) -> None:
    for form in ("table", "markdown"):
        ran = rxcheck("check", *PRESCRIPTION, "--pack", house, "--lang", lang, "--format", form)
        shown = "".join(ran.out.replace("\\", "").split())
        for said in words if form == "table" else words[1:3]:
            # A table cuts an inform line; the sentence stands whole in Markdown.
            if form == "table" and ("on purpose" in said or "有意" in said):
                continue
            assert "".join(said.split()) in shown, (form, said)


def test_nothing_heavy_is_imported(house: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, "check", str(example("warfarin-clarithromycin")), "--pack", str(house)],
        capture_output=True,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 1, ran.stderr
    assert set(ran.stderr.decode().split()) & HEAVY == set()


def test_without_packs_the_report_is_as_ever() -> None:
    ran = rxcheck("check", example("warfarin-clarithromycin"), "--format", "json")
    assert '"sources"' not in ran.out
    assert '"packs"' not in ran.out


THESAURUS = [
    {
        "main_drug": "STATINES",
        "between_main_and_plus_drug": "",
        "plus_drug": "ACIDE FUSIDIQUE",
        "severity_levels": [{"level": "CONTRE-INDICATION", "info": "avec la simvastatine"},
                            {"level": "Précaution d'emploi", "info": ""}],
        "interaction_mechanism": "Essai.",
        "description": "",
    }
]  # fmt: skip
INDEX = [{"substance": "simvastatine", "drug_classes": ["statines"]}, {"substance": "fluindione", "drug_classes": []},
         {"substance": "pravastatine", "drug_classes": ["statines"]}]  # fmt: skip


def test_the_french_thesaurus(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps(THESAURUS), encoding="utf-8")
    (tmp_path / "i.json").write_text(json.dumps(INDEX), encoding="utf-8")
    ran = rxcheck(
        "kb", "import", "ansm", "t.json", "i.json", "-o", "ansm", "--edition", "2020", "--lang", "zh", cwd=tmp_path
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("共 1 行：采用 1 行，未采用 0 行\n")
    with (tmp_path / "ansm" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = {(row["drug_a"], row["drug_b"], row["entry"]) for row in csv.DictReader(file)}
    assert pairs == {("simvastatin", "fusidic-acid", "1"), ("pravastatin", "fusidic-acid", "2")}
    manifest = json.loads((tmp_path / "ansm" / "pack.json").read_text(encoding="utf-8"))
    assert (manifest["name"], manifest["edition"], manifest["interrupts"]) == ("ansm", "2020", False)
    assert manifest["counts"]["pairs"] == 2


def test_ddinter(tmp_path: Path) -> None:
    text = "DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level\nDDInter1,Naltrexone,DDInter2,Abacavir,Moderate\n"
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    ran = rxcheck("kb", "import", "ddinter", "d.csv", "-o", "packs/ddinter", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    ran = rxcheck("check", "-d", "naltrexone 50 mg", "-d", "abacavir 300 mg", "--pack", "packs/ddinter", cwd=tmp_path)
    assert "ddinter: “Moderate” = monitor" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("pairs", "none.csv", "-o", "p"), 4, "none.csv: no such file"),
        (("pairs", "empty.csv", "-o", "p"), 4, "empty.csv: the file is empty"),
        (("pairs", "bad.csv", "-o", "p"), 4, "bad.csv, row 1, column grade: the column is missing"),
        (("ddinter", "list.csv", "-o", "p"), 4, "list.csv, row 1, column ddinterid_a: the column is missing"),
        (("ansm", "list.csv", "-o", "p"), 4, "list.csv, row 1, column main: the column is missing"),
        (("pairs", "list.csv", "-o", "A B"), 2,
         "the name of a pack is lower-case letters, digits and hyphens: --name NAME"),
        (("pairs", "list.csv", "-o", "p", "--column", "grade"), 2, "--column is written drug_a=NAME"),
        (("pairs", "list.csv", "-o", "p", "--names", "de"), 2, "--names is en or fr"),
        (("pairs", "list.csv", "-o", "p", "--scale", "mine"), 5,
         "rules/source_grades.csv: holds no grades of mine"),
        (("pairs", "list.csv", "-o", "full", "--name", "p"), 2, "cannot write full: it exists and is no pack"),
    ],
)  # fmt: skip
def test_broken_imports(tmp_path: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("drug_a,drug_b\na,b\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    ran = rxcheck("kb", "import", *arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"rxcheck: {message}")
    assert not (tmp_path / "p").exists()
    chinese = rxcheck("kb", "import", *arguments, "--lang", "zh", cwd=tmp_path)
    assert chinese.code == code
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese.err)


def test_a_file_given_twice_is_one(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("drug_a,drug_b,grade\nwarfarin,aspirin,avoid\n", encoding="utf-8")
    ran = rxcheck("kb", "import", "pairs", "list.csv", "list.csv", "-o", "p", cwd=tmp_path)
    assert ran.out.startswith("1 rows: 1 taken, 0 left out\n")


def test_what_is_left_out_is_no_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("drug_a,drug_b,grade\n=cmd|calc,aspirin,avoid\n", encoding="utf-8")
    assert rxcheck("kb", "import", "pairs", "list.csv", "-o", "p", cwd=tmp_path).code == 0
    assert "list.csv,2,'=cmd|calc,unknown_name,1" in (tmp_path / "p" / "rejects.csv").read_text(encoding="utf-8")


def test_no_pack(tmp_path: Path) -> None:
    ran = rxcheck("check", *PRESCRIPTION, "--pack", tmp_path)
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == f"rxcheck: {tmp_path}/pack.json: is no pack: pack.json is missing\n"
    ran = rxcheck("check", *PRESCRIPTION, "--pack", tmp_path, "--lang", "zh")
    assert ran.err == f"rxcheck: {tmp_path}/pack.json：不是知识包：缺少 pack.json\n"


def test_the_same_pack_twice(house: Path) -> None:
    ran = rxcheck("check", *PRESCRIPTION, "--pack", house, "--pack", house)
    assert (ran.code, ran.err) == (2, "rxcheck: two packs have the name house\n")


def test_corroborate(house: Path, tables: Path) -> None:
    before = {path.name: path.read_bytes() for path in (tables / "knowledge").iterdir()}
    ran = rxcheck("kb", "corroborate", "--pack", house, "--knowledge", tables)
    assert (ran.code, ran.err) == (0, "nothing was written (--write edits the tables)\n")
    assert ran.out.startswith("house: ")
    assert {path.name: path.read_bytes() for path in (tables / "knowledge").iterdir()} == before
    refused = rxcheck("kb", "corroborate", "--pack", house, "--knowledge", tables, "--write")
    assert (refused.code, refused.out) == (5, "")
    assert "the source house is not in knowledge/sources.csv" in refused.err
    with (tables / "knowledge" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("house,House list,The house,2026,,own,compendium\n")
    assert rxcheck("kb", "format", "--knowledge", tables).code == 0
    written = rxcheck("kb", "corroborate", "--pack", house, "--knowledge", tables, "--write")
    assert (written.code, written.err) == (0, "")
    assert rxcheck("kb", "check", "--knowledge", tables).code == 0
    disagreements = (tables / "knowledge" / "disagreements.csv").read_text(encoding="utf-8")
    assert "ddi-warfarin-pravastatin,house,,avoid,avoid,none,1,1,pravastatin + warfarin" in disagreements
