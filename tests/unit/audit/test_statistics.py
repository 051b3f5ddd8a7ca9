"""Statistics of an audit: what is counted, and that parts add up to the whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from rxcheck.audit.former import Counted, former_of
from rxcheck.audit.run import Asked, audit
from rxcheck.audit.statistics.counting import statistics_of
from rxcheck.audit.statistics.model import ALIKE, EXAMPLES, OUTLIERS, Gap, Outlier, Statistics, furthest
from rxcheck.audit.tables import SCHEMAS
from rxcheck.errors import AuditError
from rxcheck.terms import Action
from tests.unit.audit.making import table

TREATED = frozenset({"clarithromycin"})
INTERRUPTING = {action.value for action in Action if action.interrupts}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit in parts of about forty prescriptions."""
    folder = tmp_path_factory.mktemp("audit")
    twice = "".join(f"twice,s0,60,f,80,{drug},20,mg,po,qd,7\n" for drug in ("simvastatin", "atorvastatin"))
    (folder / "rx.csv").write_bytes(table(200) + twice.encode())
    audit(Asked(folder / "rx.csv", folder / "out", jurisdiction="cn", part_bytes=4_000))
    return folder / "out"


def rows(out: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(out / name).to_pylist()


def test_the_parts_add_up_to_the_whole(out: Path) -> None:
    parts = sorted(path.name for path in (out / "findings").iterdir())
    assert len(parts) > 3
    added, whole = Statistics(), {name: pq.read_table(out / name) for name in SCHEMAS}
    for part in parts:
        added.add(statistics_of({name: pq.read_table(out / name / part) for name in SCHEMAS}, TREATED))
    assert added.ordered() == statistics_of(whole, TREATED).ordered()


def test_what_is_counted_is_there(out: Path) -> None:
    found = former_of(out).statistics
    findings, lines, gaps = (rows(out, name) for name in ("findings", "receipts", "not_assessed"))
    every = {line["prescription_id"] for line in lines}
    acted = {each["prescription_id"] for each in findings if each["action"] in INTERRUPTING}
    itemised = {each["prescription_id"] for each in findings if each["cn_review"]}
    totals = found.totals
    assert (totals.prescriptions, totals.lines, totals.findings) == (len(every), len(lines), len(findings))
    assert totals.interrupting == len(acted)
    assert totals.with_item == len(itemised)
    assert totals.complete == len(every - {gap["prescription_id"] for gap in gaps})
    assert totals.unknown_lines == sum(line["resolved_by"] == "unresolved" for line in lines)
    assert totals.with_antimicrobial == len({x["prescription_id"] for x in lines if "clarithromycin" in x["drugs"]})
    for name, column in (("action", "action"), ("check", "check"), ("rule", "rule_id")):
        counted = {key: hits.findings for key, hits in getattr(found, name).items()}
        assert counted == Counter(each[column] for each in findings)
    items = Counter(item for each in findings for item in (each["cn_review"] or "").split(";") if item)
    assert {key: hits.findings for key, hits in found.item.items()} == items
    assert "2-7" in items
    assert "3-4" in items
    pairs = Counter(" ".join(each["drugs"]) for each in findings if each["check"] == "interaction")
    assert {key: hits.findings for key, hits in found.pair.items()} == pairs
    assert found.unknown == Counter(x["as_written"] for x in lines if x["resolved_by"] == "unresolved")
    reasons = Counter(f"{gap['reason']} {gap['fact'] or ''}" for gap in gaps)
    assert {key: gap.entries for key, gap in found.gap.items()} == reasons
    assert all(isinstance(gap, Gap) and gap.prescriptions <= gap.entries for gap in found.gap.values())


def test_stores_and_drugs(out: Path) -> None:
    found = former_of(out).statistics
    findings, lines = rows(out, "findings"), rows(out, "receipts")
    for store in ("s0", "s1", "s2"):
        group = found.store[store]
        assert group.prescriptions == len({line["prescription_id"] for line in lines if line["store"] == store})
        here = [each for each in findings if each["store"] == store]
        assert group.findings == len(here)
        assert group.interrupting == len({x["prescription_id"] for x in here if x["action"] in INTERRUPTING})
    drug = found.drug["warfarin"]
    named = [each for each in findings if "warfarin" in each["drugs"]]
    assert drug.prescriptions == len({line["prescription_id"] for line in lines if "warfarin" in line["drugs"]})
    assert (drug.findings, drug.with_findings) == (len(named), len({each["prescription_id"] for each in named}))
    assert set(found.prescriber) == {""}  # the table names none


def test_examples_are_the_first_of_the_table(out: Path) -> None:
    found, first = former_of(out).statistics, dict[str, dict[str, None]]()
    for each in rows(out, "findings"):
        first.setdefault(each["rule_id"], {})[each["prescription_id"]] = None
    assert found.examples == {rule: list(ids)[:EXAMPLES] for rule, ids in first.items()}


def outlier(rule: str, observed: str, prescription: str = "a") -> Outlier:
    return Outlier(prescription, "s", "F1", rule, ("x",), ("1",), observed, "10", "mg")


def test_outliers_of_one_rule_do_not_hide_the_others() -> None:
    many = [outlier("one", str(1000 - number)) for number in range(50)]
    found = furthest([*many, outlier("two", "20")])
    assert [each.rule for each in found] == ["one"] * ALIKE + ["two"]
    assert found[0].ratio == 100
    assert len(furthest([outlier(str(number), "20") for number in range(50)])) == OUTLIERS


def test_the_first_of_equals_stays() -> None:
    assert furthest([outlier("one", "20", name) for name in "abc"])[0].prescription == "a"


def test_nothing_at_all() -> None:
    found = statistics_of({name: schema.empty_table() for name, schema in SCHEMAS.items()}, TREATED)
    assert found == Statistics()


@pytest.mark.parametrize(("raw", "message"), [(None, "no finished audit"), (b"{", "is damaged")])
def test_no_former_audit(tmp_path: Path, raw: bytes | None, message: str) -> None:
    if raw is not None:
        (tmp_path / "statistics.json").write_bytes(raw)
    with pytest.raises(AuditError, match=message):
        former_of(tmp_path)


def test_the_folder_says_what_it_was_made_with(out: Path) -> None:
    counted = former_of(out)
    assert isinstance(counted, Counted)
    assert counted.about.like(counted.about)
    assert counted.about.jurisdiction == "cn"
