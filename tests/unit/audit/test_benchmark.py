"""The table of the benchmarks is what it says, and the rivals find what the audit finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.audit.make import HEADER, write
from rxcheck.engine.compiled import Kb
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.csv_long import read_csv
from rxcheck.sources.labs import load_labs

PRESCRIPTIONS = 300


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "rx.csv"
    write(path, PRESCRIPTIONS, seed=3)
    return path


def test_a_smaller_table_is_the_beginning_of_a_larger(table: Path, tmp_path: Path) -> None:
    write(tmp_path / "small.csv", 50, seed=3)
    small, large = (tmp_path / "small.csv").read_bytes(), table.read_bytes()
    assert large.startswith(small)
    write(tmp_path / "other.csv", 50, seed=4)
    assert (tmp_path / "other.csv").read_bytes() != small


def test_its_lines_can_be_read_and_nearly_all_names_are_known(table: Path) -> None:
    found = read_csv(table.read_text("utf-8"), table.name, load_labs(default_folder() / "knowledge"))
    assert not found.errors
    assert len(found.prescriptions) == PRESCRIPTIONS
    lines = [line for rx in found.prescriptions for line in rx.lines]
    assert 3 * PRESCRIPTIONS < len(lines) < 4 * PRESCRIPTIONS
    resolver = Kb(open_compiled(default_folder())).resolver
    drugs = {name: resolver.drug(name, ()).drugs for name in {line.as_written for line in lines}}
    assert 0.95 < sum(bool(drugs[line.as_written]) for line in lines) / len(lines) < 1
    assert len(frozenset().union(*drugs.values())) > 150
    read = sum(line.dosage.dose is not None and line.dosage.frequency is not None for line in lines)
    assert 0.95 < read / len(lines) < 1
    assert any(rx.patient.weight_g is None for rx in found.prescriptions)


def test_a_name_with_a_comma_is_one_cell(table: Path) -> None:
    rows = table.read_text("utf-8").splitlines()
    assert rows[0].split(",") == HEADER
    assert any('"' in row for row in rows)


def test_rivals_find_the_same_rows_as_each_other_and_as_the_audit(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("pandas", "duckdb", "polars"):
        pytest.importorskip(name, reason=f"{name} is not installed")
    import polars as pl
    import pyarrow as pa

    from benchmarks.audit import agreement
    from benchmarks.audit.rivals import given, in_duckdb, in_pandas, in_polars
    from rxcheck.audit.run import Asked, audit

    given.prepare(table, tmp_path)
    folders = {name: tmp_path / name for name in ("pandas", "duckdb", "polars")}
    for folder in folders.values():
        folder.mkdir()
    in_pandas.run(table, tmp_path, folders["pandas"], pa.cpu_count())
    in_duckdb.run(table, tmp_path, folders["duckdb"], 1)
    in_polars.run(table, tmp_path, folders["polars"], pl.thread_pool_size())
    audit(Asked(table, tmp_path / "audit"))

    monkeypatch.setattr("sys.argv", ["agreement", *map(str, (table, tmp_path / "audit", *folders.values()))])
    with pytest.raises(SystemExit) as ended:
        agreement.main()
    assert ended.value.code == 0, capsys.readouterr().out

    # It would notice: one row less in one of them.
    import pyarrow.parquet as pq

    pairs = folders["polars"] / "pairs.parquet"
    pq.write_table(pq.read_table(pairs).slice(1), pairs)
    with pytest.raises(SystemExit) as ended:
        agreement.main()
    assert ended.value.code == 1
    assert "NOT the same as in polars" in capsys.readouterr().out
