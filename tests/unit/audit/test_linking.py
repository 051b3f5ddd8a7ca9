"""--link-patient: every prescription is checked as one joined by hand with what the patient still takes."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rxcheck.audit import linking, scatter
from rxcheck.audit.linked import is_linked
from rxcheck.audit.plan import Linking
from rxcheck.audit.run import Asked, Summary, audit
from rxcheck.checks.interface import Options
from rxcheck.errors import AuditError
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.verify import Verifier

HEADER = ["prescription_id", "patient_id", "authored_on", "age", "sex", "drug", "dose", "unit", "route", "frequency", "days", "status"]  # fmt: skip
DRUGS = [("warfarin", "3"), ("clarithromycin", "500"), ("simvastatin", "40"), ("ibuprofen", "400"), ("metformin", "500"), ("aspirin", "100"), ("unknownium", "5")]  # fmt: skip
Row = tuple[str, str, str, str, str]  # prescription, patient, date, drug, days


def text(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADER, *rows])
    return out.getvalue()


def full(row: Row, status: str = "") -> list[str]:
    ident, patient, day, drug, days = row
    return [ident, patient, day, "60", "f", drug, dict(DRUGS)[drug], "mg", "po", "qd", days, status]


def run(folder: Path, rows: Iterable[Iterable[str]], **more: object) -> Summary:
    (folder / "rx.csv").write_text(text(rows))
    return audit(Asked(folder / "rx.csv", folder / "out", link_patient=True, part_bytes=4000, **more))  # type: ignore[arg-type]


def findings(folder: Path) -> set[tuple[str, str, tuple[str, ...]]]:
    rows = pq.read_table(folder / "out" / "findings").to_pylist()
    return {(row["prescription_id"], row["rule_id"], tuple(row["lines"])) for row in rows}


def linked(folder: Path) -> dict[str, set[str]]:
    """Linked lines in findings, by prescription."""
    found: dict[str, set[str]] = {}
    for ident, _, lines in findings(folder):
        found.setdefault(ident, set()).update(line for line in lines if is_linked(line))
    return {ident: lines for ident, lines in found.items() if lines}


def test_as_joined_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a plain reckoning in memory: patients, overlaps, gaps, no date, no patient, no days, rows in any order."""
    monkeypatch.setattr(scatter, "PARTITION_BYTES", 2_000)
    rng = random.Random(5)  # noqa: S311 - no secret
    rows: list[Row] = []
    for number in range(90):
        patient = rng.choice(["p1", "p2", "p3", "p4", "p5", ""])
        day = str(date(2026, 1, 1) + timedelta(rng.randrange(120))) if rng.random() > 0.1 else ""
        for drug, _ in rng.sample(DRUGS, rng.randrange(1, 4)):
            rows.append((f"rx{number}", patient, day, drug, rng.choice(["5", "14", "30", ""])))
    rng.shuffle(rows)
    summary = run(tmp_path, map(full, rows))

    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row[0], []).append(row)
    joined, copies = [], 0
    for own in by_id.values():
        mine = _current(own, list(by_id.values()))
        copies += len(mine)
        joined += [full(row) for row in own]
        joined += [full((own[0][0], "", "", drug, days), "current") for drug, days in mine]
    (tmp_path / "joined.csv").write_text(text(joined))
    verifier = Verifier(open_compiled(default_folder()), Options())
    wanted = set()
    for report in verifier.verify(read(tmp_path / "joined.csv").prescriptions):
        count = len(by_id[report.prescription.id])
        wanted |= {
            (
                report.prescription.id,
                finding.rule_id,
                sum(int(line) > count for line in finding.lines),
                len(finding.lines),
            )
            for finding in report.findings
            if any(int(line) <= count for line in finding.lines)
        }
    found = {(ident, rule, sum(map(is_linked, lines)), len(lines)) for ident, rule, lines in findings(tmp_path)}
    assert found == wanted
    assert any(linked for _, _, linked, _ in wanted)
    assert summary.linking == Linking(
        linked_lines=copies,
        no_patient=sum(not patient for _, patient, *_ in rows),
        no_date=sum(bool(patient) and not day for _, patient, day, *_ in rows),
        no_days=sum(bool(patient and day and not days) for _, patient, day, _, days in rows),
    )
    assert summary.lines == {"read": len(rows), "audited": len(rows), "rejected": 0}
    assert summary.prescriptions == len(by_id)
    assert pq.read_table(tmp_path / "out" / "receipts").num_rows == len(rows)
    assert summary.unknown_lines == sum(row[3] == "unknownium" for row in rows)


def _current(own: list[Row], everything: list[list[Row]]) -> list[tuple[str, str]]:
    """(drug, days) of what is taken on the date of a prescription: straight from the sentences of the documentation."""
    patient, day = own[0][1:3]
    if not patient or not day:
        return []
    mine = [
        (date.fromisoformat(rows[0][2]), at, rows)
        for at, rows in enumerate(everything)
        if rows[0][1] == patient and rows[0][2]
    ]
    mine.sort(key=lambda each: each[:2])
    here = next(place for place, (_, _, rows) in enumerate(mine) if rows is own)
    found = []
    for place, (begin, _, rows) in enumerate(mine[:here]):
        for _, _, _, drug, days in rows:
            length = int(days or 30)

            def refilled(
                when: date, by: list[Row], drug: str = drug, days: str = days, length: int = length, begin: date = begin
            ) -> bool:
                gone = (when - begin).days
                return any(row[3] == drug for row in by) and gone > 0 and (not days or gone * 4 >= length * 3)

            runs = begin + timedelta(length) > mine[here][0]
            if runs and not any(refilled(when, by) for when, _, by in mine[place + 1 : here + 1]):
                found.append((drug, days))
    return found


A, B = ("a", "p1", "2026-03-01", "warfarin", "30"), ("b", "p1", "2026-03-10", "clarithromycin", "7")
C = ("a", "p1", "2026-03-01", "ibuprofen", "30")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([A, B], {"b": {"a/1"}}),
        ([B, A], {"b": {"a/1"}}),
        ([A, ("b", "p2", *B[2:])], {}),
        ([A, ("b", "p1", "2026-03-30", *B[3:])], {"b": {"a/1"}}),
        ([A, ("b", "p1", "2026-03-31", *B[3:])], {}),  # thirty days from the first are over
        ([A, ("b", "p1", "2026-03-01", *B[3:])], {"b": {"a/1"}}),  # two of one day
        ([("b", "p1", "2026-03-01", *B[3:]), A], {"a": {"b/1"}}),
        ([C, ("b", "p1", "2026-03-10", "ibuprofen", "30")], {"b": {"a/1"}}),  # nine days of thirty: a duplicate
        ([C, ("b", "p1", "2026-03-24", "ibuprofen", "30")], {}),  # 23 of 30: a refill
        ([C, ("b", "p1", "2026-03-01", "ibuprofen", "30")], {"b": {"a/1"}}),
        ([(*C[:4], ""), ("b", "p1", "2026-03-02", "ibuprofen", "")], {}),  # nobody knows how long it was to last
        ([(*A[:4], ""), B], {"b": {"a/1"}}),
    ],
)
def test_what_is_current(tmp_path: Path, rows: list[Row], wanted: dict[str, set[str]]) -> None:
    run(tmp_path, map(full, rows))
    assert linked(tmp_path) == wanted


def test_a_line_that_is_stated_as_current_is_not_linked_again(tmp_path: Path) -> None:
    run(tmp_path, [full(A), full(B), full(("b", "p1", "2026-03-10", "warfarin", "30"), "current")])
    assert linked(tmp_path) == {}
    assert any(lines == ("1", "2") for _, _, lines in findings(tmp_path))


def test_what_concerns_linked_lines_only_is_told_once(tmp_path: Path) -> None:
    rows = [A, ("a", "p1", "2026-03-01", "clarithromycin", "30"), ("b", "p1", "2026-03-05", "metformin", "7")]
    run(tmp_path, map(full, rows))
    pairs = [ident for ident, _, lines in findings(tmp_path) if len(lines) > 1]
    assert pairs == ["a"] * len(pairs) != []


def test_an_unknown_current_drug_is_told_where_nothing_was_checked_against_it(tmp_path: Path) -> None:
    summary = run(tmp_path, map(full, [("a", "p1", "2026-03-01", "unknownium", "30"), B]))
    gaps = pq.read_table(tmp_path / "out" / "not_assessed").to_pylist()
    assert [gap["lines"] for gap in gaps if gap["prescription_id"] == "b" and gap["check"] is None] == [["a/1"]]
    assert summary.unknown_lines == 1


def test_rejected_prescriptions_are_not_linked(tmp_path: Path) -> None:
    wrong = full(A)
    wrong[HEADER.index("sex")] = "?!"
    summary = run(tmp_path, [wrong, full(B), [*full(B)[:-1]]])
    assert summary.linking == Linking(rejected=3)
    assert summary.lines == {"read": 3, "audited": 0, "rejected": 3}


def test_an_id_of_many_patients_is_not_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "MOST_CURRENT", 3)
    rows = [(f"rx{number}", "0", "2026-03-01", DRUGS[number][0], "30") for number in range(6)]
    summary = run(tmp_path, map(full, rows))
    assert summary.linking == Linking(linked_lines=0 + 1 + 2 + 3, too_many=2)
    monkeypatch.setattr(linking, "MOST_PRESCRIPTIONS", 5)
    (tmp_path / "more").mkdir()
    assert run(tmp_path / "more", map(full, rows)).linking == Linking(too_many=6)


def test_processes_and_resume(tmp_path: Path) -> None:
    rows = [
        full(
            (
                f"rx{number}",
                f"p{number % 9}",
                str(date(2026, 1, 1) + timedelta(number // 3)),
                DRUGS[number % 6][0],
                "14",
            )
        )
        for number in range(120)
    ]
    (tmp_path / "two").mkdir()
    (tmp_path / "one").mkdir()
    assert run(tmp_path / "one", rows) == run(tmp_path / "two", rows, processes=2)
    assert findings(tmp_path / "one") == findings(tmp_path / "two") != set()
    run(tmp_path / "one", rows, resume=True)
    with pytest.raises(AuditError, match="other options"):
        audit(Asked(tmp_path / "one" / "rx.csv", tmp_path / "one" / "out", sort=True, part_bytes=4000, resume=True))
