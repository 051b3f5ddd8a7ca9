"""Compiled tables on disk: kept while they are those of the tables, built again whenever they are not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from rxcheck.errors import KnowledgeError
from rxcheck.kb import packed
from rxcheck.kb.compiled_text import CompiledText
from rxcheck.kb.store import Compiled, cache_folder, content_hash, default_folder, open_compiled
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.verify import Verifier
from tests.support.command import environment
from tests.support.tiny import write_tiny
from tests.unit.build import line, rx
from tests.unit.kb.editing import add, set_cells


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tables")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RXCHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def only_file(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def same(one: Compiled, two: Compiled) -> bool:
    return one.text == two.text and _arrays(one) == _arrays(two)


def _arrays(compiled: Compiled) -> dict[str, tuple[str, tuple[int, ...], bytes]]:
    return {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in compiled.arrays.items()}


def test_built_once_and_reused(folder: Path, cache: Path) -> None:
    first = open_compiled(folder)
    path = only_file(cache)
    assert path.name == f"knowledge-{content_hash(folder)}.bin"
    before = path.stat()
    with patch.object(packed, "pack", side_effect=AssertionError("built again")):
        second = open_compiled(folder)
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert same(first, second)


def test_the_same_tables_give_the_same_bytes(folder: Path, cache: Path, tmp_path: Path) -> None:
    open_compiled(folder)
    before = only_file(cache).read_bytes()
    only_file(cache).unlink()
    open_compiled(write_tiny(tmp_path / "elsewhere"))  # the place does not count
    assert only_file(cache).read_bytes() == before


def test_arrays_cannot_be_written_to(folder: Path, cache: Path) -> None:
    open_compiled(folder)
    for array in open_compiled(folder).arrays.values():
        assert not array.flags.writeable


@pytest.mark.parametrize("name", sorted(name for names in TABLE_FILES.values() for name in names))
def test_every_table_counts(folder: Path, name: str) -> None:
    before = content_hash(folder)
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    assert content_hash(folder) != before


def test_a_further_jurisdiction_counts(folder: Path) -> None:
    before = content_hash(folder)
    (folder / "rules/jurisdictions/xx.csv").write_bytes((folder / "rules/jurisdictions/us.csv").read_bytes())
    assert content_hash(folder) != before


def test_moving_a_row_to_another_table_counts(folder: Path) -> None:
    """The hash is of each file, not of all bytes in a row."""
    before = content_hash(folder)
    one, two = folder / "rules/age.csv", folder / "rules/disease.csv"
    data = one.read_bytes() + two.read_bytes()
    one.write_bytes(data[:10])
    two.write_bytes(data[10:])
    assert content_hash(folder) != before


def test_a_missing_table_is_an_error(folder: Path, cache: Path) -> None:
    (folder / "rules/age.csv").unlink()
    with pytest.raises(KnowledgeError, match=r"rules/age\.csv: table is missing"):
        open_compiled(folder)
    assert not cache.exists()


def test_faulty_tables_are_not_compiled(folder: Path, cache: Path) -> None:
    set_cells(folder, "knowledge/interactions.csv", "ix-cns-cns", object="drug:unobtainium")
    for _ in range(2):
        with pytest.raises(KnowledgeError, match="drug:unobtainium does not exist"):
            open_compiled(folder)
    assert not cache.exists()


def test_a_new_row_changes_the_verdict(folder: Path, cache: Path) -> None:
    prescription = rx(line("1", "metformin"), line("2", "omeprazole"))
    (before,) = Verifier(open_compiled(folder)).verify([prescription])
    add(folder, "knowledge/interactions.csv", rule_id="ix-new", object="drug:metformin",
        precipitant="drug:omeprazole", action="avoid", severity="major")  # fmt: skip
    (after,) = Verifier(open_compiled(folder)).verify([prescription])
    assert "ix-new" not in {finding.rule_id for finding in before.findings}
    assert [(finding.rule_id, finding.lines) for finding in after.findings if finding.check == "interaction"] == [
        ("ix-new", ("1", "2"))
    ]
    assert before.versions.knowledge_hash != after.versions.knowledge_hash
    assert len(list(cache.iterdir())) == 2


def test_a_flipped_bit_anywhere_is_noticed(folder: Path, cache: Path) -> None:
    """Magic, lengths, header, arrays and texts; only the filling between them may be anything."""
    sound = open_compiled(folder)
    data = only_file(cache).read_bytes()
    wanted = content_hash(folder)
    head = 24 + int.from_bytes(data[8:16], "little")
    chance = np.random.default_rng(3)
    places = [*range(head + 64), *chance.integers(head, len(data), 600).tolist(), len(data) - 1]
    for place in places:
        broken = bytearray(data)
        broken[place] ^= 1 << int(chance.integers(8))
        unpacked = packed.unpack(bytes(broken), wanted, CompiledText)
        read = Compiled(*unpacked) if unpacked else None
        assert read is None or (data[place] == 0 and same(read, sound)), place


@pytest.mark.parametrize("place", ["magic", "length", "header", "arrays", "text"])
def test_a_damaged_file_is_built_again(folder: Path, cache: Path, place: str) -> None:
    sound = open_compiled(folder)
    path = only_file(cache)
    data = path.read_bytes()
    head = 24 + int.from_bytes(data[8:16], "little")
    at = {"magic": 0, "length": 8, "header": head // 2, "arrays": head + 200, "text": len(data) - 40}[place]
    path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
    assert same(open_compiled(folder), sound)
    assert path.read_bytes() == data


@pytest.mark.parametrize("keep", [0, 1, 8, 15, 16, 24, 100, 5_000, -1])
def test_a_cut_file_is_built_again(folder: Path, cache: Path, keep: int) -> None:
    sound = open_compiled(folder)
    path = only_file(cache)
    data = path.read_bytes()
    path.write_bytes(data[:keep])
    assert same(open_compiled(folder), sound)
    assert path.read_bytes() == data


def test_a_file_of_other_tables_is_not_used(folder: Path, cache: Path) -> None:
    """Even under the right name."""
    open_compiled(folder)
    other = only_file(cache).read_bytes()
    set_cells(folder, "knowledge/drugs.csv", "warfarin", name_zh="华法令")
    (cache / f"knowledge-{content_hash(folder)}.bin").write_bytes(other)
    assert open_compiled(folder).text.catalogue().drugs["warfarin"] == ("warfarin", "华法令")


def test_a_cache_that_cannot_be_written(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("RXCHECK_CACHE", str(blocked / "cache"))
    assert len(open_compiled(folder).text.drugs) == len(open_compiled(folder).text.drugs) == 33
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_a_failed_write_leaves_nothing_behind(folder: Path, cache: Path) -> None:
    with patch.object(Path, "replace", side_effect=PermissionError):
        open_compiled(folder)
    assert list(cache.iterdir()) == []


def test_only_four_files_are_kept(folder: Path, cache: Path) -> None:
    names = []
    for number in range(6):
        set_cells(folder, "knowledge/drugs.csv", "warfarin", name_zh=f"华法林{number}")
        open_compiled(folder)
        path = cache / f"knowledge-{content_hash(folder)}.bin"
        os.utime(path, (1_000_000 + number, 1_000_000 + number))
        names.append(path.name)
    (cache / "notes.txt").write_text("mine", encoding="utf-8")
    assert {path.name for path in cache.iterdir()} == {*names[2:], "notes.txt"}


def test_two_processes_at_once(folder: Path, cache: Path) -> None:
    program = (
        "import sys, pathlib; from rxcheck.kb.store import open_compiled; from rxcheck.verify import Verifier;"
        "from tests.unit.build import line, rx; v = Verifier(open_compiled(pathlib.Path(sys.argv[1])));"
        "print(v.verify([rx(line('1', 'warfarin'), line('2', 'naproxen'))]))"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(RXCHECK_CACHE=str(cache)),
        )
        for _ in range(2)
    ]
    outs = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outs
    assert outs[0] == outs[1]
    assert b"ix-warfarin-nsaids" in outs[0][0]
    assert only_file(cache).name == f"knowledge-{content_hash(folder)}.bin"


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXCHECK_CACHE", "/a/b")
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert cache_folder() == Path("/a/b")
    monkeypatch.delenv("RXCHECK_CACHE")
    assert cache_folder() == Path("/x/rxcheck")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "rxcheck"


def test_the_shipped_tables_are_found() -> None:
    assert (default_folder() / "knowledge" / "drugs.csv").is_file()
