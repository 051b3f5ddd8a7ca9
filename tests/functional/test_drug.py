"""`rxcheck drug` as it is installed: cards, coverage of a list, structures and pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import rxcheck


def test_a_card_in_both_languages() -> None:
    english = rxcheck("drug", "Metoprolol Tartrate 25 MG Oral Tablet [Lopressor]")
    assert (english.code, english.err) == (0, "")
    for phrase in (
        "Metoprolol · 25 mg",
        "route oral",
        "Metoprolol 美托洛尔 · drug",
        "UNII GEB06NHM23",
        "Lopressor",
        "InChIKey",
    ):
        assert phrase in english.out
    chinese = rxcheck("drug", "倍他乐克", "--lang", "zh")
    assert chinese.code == 0
    for phrase in ("美托洛尔 Metoprolol · 药品", "商品名", "规则", "相互作用"):
        assert phrase in chinese.out


def test_what_the_tables_do_not_cover_is_said() -> None:
    ran = rxcheck("drug", "clavulanic acid", "--format", "json")
    (card,) = json.loads(ran.out)["cards"]
    assert {"check": "interaction", "fact": None} in card["missing"]
    assert card["structure"]["inchikey"] == "HZZVJAQRINQKSD-PBFISZAISA-N"


def test_a_combination_has_a_card_for_each_ingredient() -> None:
    document = json.loads(rxcheck("drug", "Percocet 5/325", "--format", "json").out)
    assert [item["id"] for item in document["ingredients"]] == ["oxycodone", "paracetamol"]
    assert [item["strength"] for item in document["ingredients"]] == ["5 mg", "325 mg"]
    assert [card["drug_id"] for card in document["cards"]] == ["oxycodone", "paracetamol"]


@pytest.mark.parametrize("code", ["161", "N02BE01", "362O9ITL9D", "RZVAJINKPMORJF-UHFFFAOYSA-N"])
def test_codes_are_names_too(code: str) -> None:
    document = json.loads(rxcheck("drug", code, "--format", "json").out)
    assert [item["id"] for item in document["ingredients"]] == ["paracetamol"]
    assert document["resolved_by"] == "code"


def test_an_unknown_name_is_a_question() -> None:
    ran = rxcheck("drug", "hydroxizine")
    assert ran.code == 3
    assert "is not understood: unknown drug" in ran.out
    assert "Hydroxyzine" in ran.out
    assert "rules" not in ran.out


def test_a_structure_is_inferred_never_identified() -> None:
    ran = rxcheck("drug", "--smiles", "CC(=O)Oc1ccccc1C(=O)O")
    assert ran.code == 3
    assert "structure resembles Aspirin (same structure)" in ran.out
    assert "inferred, not curated" in ran.out
    bad = rxcheck("drug", "--smiles", "C1CC", "--lang", "zh")
    assert (bad.code, bad.out, bad.err) == (2, "", "rxcheck: SMILES 无法解析为结构\n")


def test_pictures(tmp_path: Path) -> None:
    svg, png = tmp_path / "a.svg", tmp_path / "b.PNG"
    assert rxcheck("drug", "阿莫西林", "--depict", svg, "--mark", "beta-lactam-r1").code == 0
    assert rxcheck("drug", "amoxicillin", "--depict", png).code == 0
    assert svg.read_text(encoding="utf-8").rstrip().endswith("</svg>")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "b.PNG"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give one of a name, --resolve or --smiles"),
        (("aspirin", "--smiles", "C"), "give one of a name, --resolve or --smiles"),
        (("aspirin", "--format", "csv"), "--format csv goes with --resolve"),
        (("aspirin", "--column", "x"), "--column goes with --resolve"),
        (("--resolve", "f.csv", "--depict", "x.svg"), "--depict goes with a name or --smiles"),
        (("aspirin", "--mark", "penam"), "--mark goes with --depict"),
        (("aspirin", "--depict", "x.gif"), "--depict writes .svg or .png files"),
        (("heparin", "--depict", "x.svg"), "the tables hold no structure of this name"),
        (("aspirin", "--depict", "x.svg", "--mark", "nothing"), "no structure group 'nothing' (known: "),
        (("aspirin", "--depict", "no/such/folder/x.svg"), "cannot write no/such/folder/x.svg: "),
    ],
)
def test_options_that_do_not_fit(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    ran = rxcheck("drug", *arguments, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith(f"rxcheck: {message}")
    assert not list(tmp_path.iterdir())


def test_coverage_of_a_list(tmp_path: Path) -> None:
    table = tmp_path / "formulary.csv"
    table.write_text(
        "药品名称,数量\n阿司匹林肠溶片 100mg*30片,1\n不知何物片,2\n一次性使用注射器,3\n", encoding="gb18030"
    )
    ran = rxcheck("drug", "--resolve", table)
    assert (ran.code, ran.err) == (3, "")
    assert "1 × 不知何物片 – unknown drug" in ran.out
    out = tmp_path / "resolved.csv"
    assert rxcheck("drug", "--resolve", table, "--format", "csv", "--output", out).code == 3
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    whole = rxcheck("drug", "--resolve", "-", stdin=b"aspirin\nwarfarin 5 mg\n")
    assert (whole.code, whole.err) == (0, "")
    assert "100.0 %" in whole.out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "f.csv: the file is empty"),
        (b"a,b\n1,2\n", "f.csv, row 1: say which column holds the names: --column NAME"),
        (b"drug,b\nx\n", "f.csv, row 2: has 1 cells, the header has 2"),
        (b"\xff\xfe\xfd\x00\x81", "f.csv: is not valid utf-16"),
    ],
)
def test_lists_that_cannot_be_read(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    ran = rxcheck("drug", "--resolve", "f.csv", cwd=tmp_path)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"rxcheck: {message}")


def test_usual_doses() -> None:
    """Both languages, by route; those of another drug are not there."""
    ran = rxcheck("drug", "metoprolol", "--format", "json")
    (card,) = json.loads(ran.out)["cards"]
    ids = [each["usual_id"] for each in card["usual"]]
    assert ids == sorted(ids)
    assert "use-metoprolol-iv" in ids
    assert all(each.startswith("use-metoprolol-") for each in ids)
    assert "常用量" in rxcheck("drug", "美托洛尔", "--lang", "zh").out
    assert "usual dose" in rxcheck("drug", "metoprolol").out
