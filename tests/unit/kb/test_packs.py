"""Packs on disk: written whole, read strictly, compiled for the tables, kept in the cache."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from rxcheck.errors import KnowledgeError
from rxcheck.kb.importers.interface import SourceFile
from rxcheck.kb.importers.pairs import PairImporter
from rxcheck.kb.pack_store import open_pack
from rxcheck.kb.packs import read_pack
from rxcheck.kb.store import Compiled, open_compiled
from rxcheck.terms import Action
from tests.support.packs import pack_of
from tests.support.tiny import write_tiny

ROWS = (("warfarin", "aspirin", "grave"), ("digoxin", "clarithromycin", "middling"))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def compiled(tables: Path) -> Compiled:
    return open_compiled(tables)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: Compiled) -> Path:
    monkeypatch.setenv("RXCHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return pack_of(tmp_path / "house", ROWS, scale="tiny", condition="Avec é, always")


def test_what_is_written_is_read(pack: Path) -> None:
    read = read_pack(pack)
    assert [(each.drug_a, each.drug_b) for each in read.pairs] == [row[:2] for row in ROWS]
    assert [each.condition for each in read.entries] == ["Avec é, always"] * 2
    assert sorted(os.listdir(pack)) == ["entries.csv", "pack.json", "pairs.csv", "rejects.csv"]  # noqa: PTH208
    assert sorted(os.listdir(pack.parent)) == ["house"]  # noqa: PTH208 - nothing left behind


def test_a_pack_replaces_an_older_one_but_nothing_else(pack: Path, tmp_path: Path) -> None:
    pack_of(pack, ROWS[:1], scale="tiny")
    assert len(read_pack(pack).pairs) == 1
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        pack_of(other, ROWS, scale="tiny")
    assert (other / "letter.txt").read_text() == "mine"


def test_a_link_to_a_pack_stays_a_link(pack: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(pack, target_is_directory=True)
    pack_of(link, ROWS[:1], scale="tiny")
    assert link.is_symlink()
    assert len(read_pack(pack).pairs) == 1
    assert sorted(os.listdir(tmp_path)) == ["house", "link"]  # noqa: PTH208 - nothing left behind


def test_a_long_text_can_be_read_again_and_other_tables_are_read_as_before(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    written = "é" * 200_000
    folder = pack_of(tmp_path / "long", ROWS[:1], scale="tiny", condition=written)
    assert [entry.condition for entry in read_pack(folder).entries] == [written]
    text = f"drug_a,drug_b,grade,text\nwarfarin,aspirin,avoid,{written}\n"
    assert PairImporter()((SourceFile("x.csv", text),)).statements[0].text == written
    assert csv.field_size_limit() == before


def test_the_older_pack_stays_when_the_new_one_is_stopped(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        pack_of(pack, ROWS[:1], scale="tiny")
    assert len(read_pack(pack).pairs) == len(ROWS)
    assert sorted(os.listdir(pack.parent)) == ["house"]  # noqa: PTH208 - nothing left behind


def test_compiled(pack: Path, compiled: Compiled, tables: Path, cache: Path) -> None:
    for _ in range(2):  # made, then from the cache
        found = open_pack(pack, compiled, tables)
        assert len(found.arrays["key"]) == 2
        assert found.text.name == "house"
        assert {grade.grade: grade.action.action for grade in found.text.grades} == {
            "grave": Action.AVOID,
            "middling": Action.MONITOR,
        }
        assert found.words(1) == ("row 2", "Avec é, always", "")
        assert len(list(cache.glob("pack-house-*.bin"))) == 1


def test_another_edit_is_another_cache_file(pack: Path, compiled: Compiled, tables: Path) -> None:
    before = open_pack(pack, compiled, tables)
    manifest = json.loads((pack / "pack.json").read_text(encoding="utf-8"))
    (pack / "pack.json").write_text(json.dumps(manifest | {"interrupts": True}), encoding="utf-8")
    after = open_pack(pack, compiled, tables)
    assert (before.text.interrupts, after.text.interrupts) == (False, True)


def test_a_cut_cache_file_is_made_again(pack: Path, compiled: Compiled, tables: Path, cache: Path) -> None:
    open_pack(pack, compiled, tables)
    (file,) = cache.glob("pack-house-*.bin")
    file.write_bytes(file.read_bytes()[:-7])
    assert len(open_pack(pack, compiled, tables).arrays["key"]) == 2


def test_an_empty_pack(tmp_path: Path, compiled: Compiled, tables: Path) -> None:
    found = open_pack(pack_of(tmp_path / "empty", (), scale="tiny"), compiled, tables)
    assert len(found.arrays["key"]) == 0


def change(pack: Path, name: str, before: str, after: str, *, signed: bool = True) -> None:
    """Edit a file of the pack; `signed` with the manifest made to agree."""
    from hashlib import blake2b

    path = pack / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    if signed and name != "pack.json":
        manifest = json.loads((pack / "pack.json").read_text(encoding="utf-8"))
        manifest["files"][name] = blake2b(path.read_bytes(), digest_size=16).hexdigest()
        (pack / "pack.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "before", "after", "signed", "message"),
    [
        ("pairs.csv", "warfarin", "heparin", False, "pairs.csv: is not what pack.json says of it: import again"),
        ("pairs.csv", "warfarin", "unobtainium", True,
         "pairs.csv, row 2, column drug_a: unobtainium is not in knowledge/drugs.csv: import the pack again"),
        ("pairs.csv", "aspirin,1", "aspirin,77", True, "pairs.csv, row 2, column entry: the entry is not in entries.csv"),
        ("pairs.csv", "aspirin,1", "aspirin," + "1" * 5000, True, "pairs.csv, row 2, column entry: the entry is not in"),
        ("entries.csv", "1,grave", "2,grave", True, "entries.csv, column entry: an entry stands twice"),
        ("entries.csv", "1,grave", "1" * 5000 + ",grave", True, "entries.csv, row 2: is not an entry"),
        ("pack.json", "The house list", "The \\ud800 list", True, "pack.json: is not the manifest of a pack"),
        ("pairs.csv", "aspirin,1", "aspirin", True, "pairs.csv, row 2: has 2 cells, the header has 3"),
        ("pairs.csv", "drug_a", "drug", True, "pairs.csv, row 1: columns must be drug_a, drug_b, entry"),
        ("entries.csv", "middling", "unheard of", True,
         "entries.csv, row 3, column grade: the grade unheard of of tiny is not in rules/source_grades.csv"),
        ("entries.csv", "1,grave", "one,grave", True, "entries.csv, row 2: is not an entry"),
        ("entries.csv", "grave,,", "grave,sideways,", True, "entries.csv: sideways is no route"),
        ("pack.json", '"scale": "tiny"', '"scale": "none"', True, "rules/source_grades.csv: holds no grades of none"),
        ("pack.json", '"format": 1', '"format": 9', True, "pack.json: the pack has format 9, this program reads 1"),
        ("pack.json", '"name": "house"', '"name": "A b"', True, "pack.json: the name of a pack is lower-case letters"),
        ("pack.json", '"interrupts": false', '"interrupts": "no"', True, "pack.json: is not the manifest of a pack: Expected"),
        ("pack.json", "{", "", True, "pack.json: is not the manifest of a pack"),
    ],
)  # fmt: skip
def test_a_broken_pack_says_where(
    pack: Path, compiled: Compiled, tables: Path, name: str, before: str, after: str, signed: bool, message: str
) -> None:
    change(pack, name, before, after, signed=signed)
    with pytest.raises(KnowledgeError) as caught:
        open_pack(pack, compiled, tables)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("before", "after"), [(b"The house", b"The \xffouse"), (b'"counts": {', b'"counts": {"x": ' + b"[" * 9999)]
)
def test_a_manifest_of_wrong_bytes(pack: Path, before: bytes, after: bytes) -> None:
    written = (pack / "pack.json").read_bytes()
    assert before in written
    (pack / "pack.json").write_bytes(written.replace(before, after))
    with pytest.raises(KnowledgeError, match="is not the manifest of a pack"):
        read_pack(pack)


@pytest.mark.parametrize("missing", ["pack.json", "entries.csv", "pairs.csv"])
def test_a_missing_file(pack: Path, compiled: Compiled, tables: Path, missing: str) -> None:
    (pack / missing).unlink()
    with pytest.raises(KnowledgeError, match=missing):
        open_pack(pack, compiled, tables)
