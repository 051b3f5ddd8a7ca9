"""The examples of audits: what must be found, and the whole summary."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from examples import update, update_audits


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _ran(name: str, *options: str) -> tuple[str, dict[str, object], list[dict[str, str]], list[dict[str, str]]]:
    """(output, summary, findings, rejects)."""
    with TemporaryDirectory() as folder:
        out = Path(folder)
        ran = update_audits.audit(name, out, *options)
        assert (ran.returncode, ran.stderr) == (4, b""), "each of them has a rejected row"
        return ran.stdout.decode(), update_audits.summary(out), _csv(out / "findings.csv"), _csv(out / "rejects.csv")


@pytest.mark.parametrize("name", update_audits.TABLES)
def test_what_must_be_found_is_found(name: str) -> None:
    found = {(row["prescription_id"], row["rule_id"]) for row in _ran(name)[2]}
    must = {(row["prescription_id"], row["rule_id"]) for row in _csv(update.FOLDER / name / "must_find.csv")}
    assert must
    assert must - found == set()


@pytest.mark.parametrize("name", update_audits.TABLES)
def test_the_summary_is_the_kept_one(name: str) -> None:
    _, summary, _, rejects = _ran(name)
    kept = json.loads((update.FOLDER / name / "summary.json").read_text(encoding="utf-8"))
    assert summary == kept, "if this is meant: python -m examples.update_audits, and read the diff"
    assert kept["layout"] == name.removeprefix("audit-")
    assert kept["lines"]["read"] == kept["lines"]["audited"] + kept["lines"]["rejected"]
    assert kept["lines"]["rejected"] == len(rejects)
    assert kept["unknown_columns"] == []


def test_only_linked_prescriptions_tell_of_what_another_doctor_gave() -> None:
    alone, linked = (_ran("audit-his-cn", *options)[2] for options in ((), ("--link-patient",)))
    more = {(row["prescription_id"], row["rule_id"], row["lines"]) for row in linked} - {
        (row["prescription_id"], row["rule_id"], row["lines"]) for row in alone
    }
    assert more == {("CF26030019", "ddi-vka-macrolides-cyp3a4", "1; CF26030003/1")}
    assert len(linked) == len(alone) + 1, "the early refill of M0001 is no duplicate"
    assert "2 lines linked" in _ran("audit-his-cn", "--link-patient")[0]
    assert "关联 2 行" in _ran("audit-his-cn", "--link-patient", "--lang", "zh")[0]


def test_every_example_is_in_the_list_of_examples() -> None:
    text = (update.FOLDER / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in update.FOLDER.glob("audit-*")} == set(update_audits.TABLES)
    for name, table in update_audits.TABLES.items():
        assert f"({name}/)" in text
        assert f"rxcheck audit {table} -o out/" in (update.FOLDER / name / "README.md").read_text(encoding="utf-8")
