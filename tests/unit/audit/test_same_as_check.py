"""Tables made of columns say what the reports of `check` say, row for row, whatever stands in the cells."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from rxcheck.audit import intake
from rxcheck.audit.run import Asked, audit
from rxcheck.checks.interface import Options
from rxcheck.finding import Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.verify import Verifier

# Every column with what may stand in it: what is usual, what depends on the patient, and what cannot be read.
PATIENT: dict[str, tuple[str, ...]] = {
    "authored_on": ("2026-03-01", "2026-03-02", ""),
    "age": ("", "", "34", "70", "8 months", "5", "81", "old"),
    "birth_date": ("", "", "", "1950-02-03", "2026-01-20", "2019-05-05"),
    "sex": ("f", "m", "女", ""),
    "weight_kg": ("", "70", "12.5", "48"),
    "height_cm": ("", "170", "88"),
    "pregnancy_weeks": ("", "", "", "12", "30"),
    "lactating": ("", "", "yes", "no"),
    "gestation_weeks": ("", "", "", "31"),
    "creatinine_umol_l": ("", "", "", "88", "240"),
    "egfr": ("", "", "45", "22"),
    "labs": (
        "",
        "",
        "",
        "potassium 5.9 mmol/L 2026-01-02; QTc 510 ms",
        "INR 4.1",
        "creatinine 3 mg/dL 2026-02-02",
        "nonsense",
    ),
    "allergies": ("", "none", "penicillin (rash)", "sulfa; egg", "something odd; peanuts", "aspirin"),
    "conditions": (
        "",
        "none",
        "N18.4",
        "asthma; gout",
        "cirrhosis; ascites",
        "strange disease; gout",
        "haemodialysis",
        "癫痫",
    ),
    "setting": ("", "", "outpatient", "inpatient"),
    "prescriber_title": ("", "", "attending"),
    "long_term": ("", "", "yes"),
    "justification": ("", "", "chronic pain"),
}
ORDERS = (
    ("warfarin", "3", "mg", "po", "qd"),
    ("clarithromycin", "500", "mg", "po", "bid"),
    ("ibuprofen", "400", "mg", "po", "tid"),
    ("芬必得", "0.3", "g", "po", "bid"),
    ("paracetamol", "15", "mg/kg", "po", "qid"),
    ("泰诺", "2", "tablet", "po", "q4h"),
    ("methotrexate", "10", "mg", "po", "qd"),
    ("amoxicillin", "50", "mg/kg/d", "po", "tid"),
    ("metformin", "1000", "mg", "po", "tid"),
    ("digoxin", "0.25", "mg", "po", "qd"),
    ("simvastatin", "80", "mg", "po", "qn"),
    ("co-codamol", "2", "tablets", "po", "q3h"),
    ("gentamicin", "7", "mg/kg", "iv", "qd"),
    ("vancomycin", "1", "g", "", ""),
    ("insulin glargine", "10U", "", "sc", "qn"),
    ("morphine", "10", "mg", "po", "prn"),
    ("ketorolac", "30", "mg", "im", "q6h"),
    ("omeprazole", ".5", "mg", "po", "qd"),
    ("house mixture", "10", "ml", "po", "tid"),
    ("sodium chloride 0.9%", "500", "ml", "iv", "qd"),
    ("sertraline", "200", "mg", "po", "qd"),
    ("tramadol", "100", "mg", "po", "as directed"),
    ("enalapril", "10", "mg", "po", "qd"),
    ("spironolactone", "50", "mg", "po", "qd"),
    ("furosemide", "40", "mg", "po", "qd"),
    ("lithium carbonate", "many", "mg", "po", "bid"),
    ("levothyroxine", "100", "ug", "po", "qd"),
    ("", "1", "mg", "po", "qd"),
)
LINE = {
    "days": ("", "7", "30", "90", "0"),
    "quantity": ("", "", "14 tablets", "100 ml"),
    "refills": ("", "", "3"),
    "status": ("", "", "", "current"),
}
GROUPS = {"store": ("s1", "s2", ""), "prescriber": ("d1", "=d2")}
# How often a value that cannot be read stays: else nearly every prescription would be rejected.
RARE = {"old", "nonsense", "0", "many"}


def made(path: Path, seed: int, count: int, quote: int) -> Path:
    rng = random.Random(seed)  # noqa: S311 - no secret
    used = [name for name in PATIENT if rng.random() < 0.7]
    header = ["prescription_id", *used, "drug", "dose", "unit", "route", "frequency", *LINE, *GROUPS]

    def some(values: tuple[str, ...]) -> str:
        value = rng.choice(values)
        return value if value not in RARE or rng.random() < 0.1 else values[0]

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=quote)
        writer.writerow(header)
        for number in range(count):
            patient = [some(PATIENT[name]) for name in used]
            for _ in range(rng.choice((1, 2, 3, 5, 8))):
                order = rng.choice(ORDERS) if rng.random() < 0.99 else ORDERS[-1]
                order = order if order[0] or rng.random() < 0.1 else ORDERS[0]
                cells = [cell if rng.random() < 0.9 else "" for cell in patient]  # said once is enough
                if rng.random() < 0.01:
                    cells = [rng.choice(PATIENT[name]) for name in used]
                writer.writerow([f"rx{number}", *cells, *order, *map(some, (*LINE.values(), *GROUPS.values()))])
    return path


def findings(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "finding": each.id,
            "check": each.check.value,
            "action": each.action.value,
            "severity": each.severity.value,
            "evidence": each.evidence.value if each.evidence else None,
            "rule_id": each.rule_id,
            "modifier": each.modifier,
            "drugs": list(each.drugs),
            "lines": list(each.lines),
            "observed": each.compared.observed if each.compared else None,
            "limit": each.compared.limit if each.compared else None,
            "unit": each.compared.unit if each.compared else None,
            "hl7_act": each.codes.hl7_act,
            "ncpdp": each.codes.ncpdp,
            "cn_review": each.codes.cn_review,
            "also": list(each.also),
        }
        for each in report.findings
    ]


def receipts(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "line": each.line,
            "as_written": each.as_written,
            "drugs": list(each.drugs),
            "resolved_by": each.resolved_by.value,
            "outcome": each.outcome.value,
            "findings": sum(each.line in finding.lines for finding in report.findings),
        }
        for each in report.receipt.lines
    ]


def not_assessed(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "check": each.check.value if each.check else None,
            "reason": each.reason.value,
            "fact": each.fact.value if each.fact else None,
            "lines": list(each.lines),
            "drugs": list(each.drugs),
            "rules": len(each.rule_ids),
            "worst": each.worst.value if each.worst else None,
        }
        for each in report.not_assessed
    ]


WANTED: dict[str, Callable[[Report], list[dict[str, Any]]]] = {
    "findings": findings,
    "receipts": receipts,
    "not_assessed": not_assessed,
}


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was not assessed stands in no order that means anything."""
    return sorted(rows, key=str) if rows and "rules" in rows[0] else rows


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()), Options("cn"))


@pytest.mark.parametrize(("seed", "quote"), [(seed, csv.QUOTE_MINIMAL) for seed in range(8)] + [(99, csv.QUOTE_ALL)])
def test_row_for_row(tmp_path: Path, verifier: Verifier, seed: int, quote: int) -> None:
    source = made(tmp_path / "rx.csv", seed, 150, quote)
    summary = audit(Asked(source, tmp_path / "out", jurisdiction="cn", part_bytes=6_000))
    reports = verifier.verify(read(source).prescriptions)
    assert summary.prescriptions == len(reports) > 60
    assert summary.lines["audited"] == sum(len(report.prescription.lines) for report in reports)
    for name, wanted in WANTED.items():
        found: dict[str, list[dict[str, Any]]] = {}
        for row in pq.read_table(tmp_path / "out" / name).to_pylist():
            about = row.pop("prescription_id")
            for group in ("authored_on", "store", "prescriber"):
                row.pop(group)
            found.setdefault(about, []).append(row)
        for report in reports:
            ident = report.prescription.id
            assert in_order(found.get(ident, [])) == in_order(wanted(report)), (name, ident)
    interrupting = sum(any(each.action.interrupts for each in report.findings) for report in reports)
    assert (summary.interrupting, summary.complete) == (interrupting, sum(report.complete for report in reports))


def test_what_is_forgotten_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made(tmp_path / "rx.csv", 3, 150, csv.QUOTE_MINIMAL)
    for folder, most in (("all", intake.MOST_KEPT), ("little", 20)):
        monkeypatch.setattr(intake, "MOST_KEPT", most)
        audit(Asked(source, tmp_path / folder, jurisdiction="cn", part_bytes=6_000))
    for name in WANTED:
        assert pq.read_table(tmp_path / "little" / name).equals(pq.read_table(tmp_path / "all" / name))
