"""What an audit hands to people: urgent prescriptions first, a sample that only the seed decides, pseudonyms that only the key tells."""

from __future__ import annotations

import csv
import random
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from rxcheck.audit.priority import prescriptions
from rxcheck.audit.pseudonyms import MOST_DAYS, Kind, SiteKey, key_in
from rxcheck.audit.review import Review
from rxcheck.audit.run import Asked, Summary, audit
from rxcheck.audit.sampling import Sample, allocated, drawn_from, hashed, sample_of, smallest
from rxcheck.audit.tables import FINDINGS, SCHEMAS
from rxcheck.audit.wording import Wording
from rxcheck.audit.writing import Form
from rxcheck.checks.interface import Options
from rxcheck.errors import AuditError, UsageError
from rxcheck.finding import SlotKind
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import PriorityFeature
from rxcheck.sources.detect import read
from rxcheck.terms import CheckKind, Lang, SampleBy
from rxcheck.verify import Verifier
from tests.unit.audit.making import files, table

KEY = SiteKey(bytes(range(32)))
WEIGHTS = open_compiled(default_folder()).text.words().priorities


def run(source: Path, out: Path, review: Review, **more: object) -> Summary:
    return audit(Asked(source, out, part_bytes=4_000, review=review, **more))  # type: ignore[arg-type]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rx.csv"
    path.write_bytes(table(200))
    return path


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "sample.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet(out: Path, title: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(out / "report.xlsx", read_only=True)[title].iter_rows(values_only=True))


# --- worklist


def found(*rows: dict[str, object]) -> dict[str, pa.Table]:
    """Tables of a part with these findings; each prescription has a line."""
    blank = {name: [] if name in ("drugs", "lines", "also") else None for name in FINDINGS.names}
    findings = pa.Table.from_pylist([blank | row for row in rows], schema=FINDINGS)
    lines = [{"prescription_id": ident, "outcome": "finding"} for ident in ("a", "b", "c")]
    return {
        "findings": findings,
        "receipts": pa.Table.from_pylist(lines, schema=SCHEMAS["receipts"]),
        "not_assessed": pa.Table.from_pylist([], schema=SCHEMAS["not_assessed"]),
    }


def finding(ident: str, action: str, severity: str = "minor", **more: object) -> dict[str, object]:
    full = {"check": "interaction", "evidence": "theoretical"} | more
    return {"prescription_id": ident, "action": action, "severity": severity, **full}


def weight(feature: PriorityFeature, value: str) -> tuple[int, int]:
    return next((each.points, each.most) for each in WEIGHTS if (each.feature, each.value) == (feature, value))


def test_points_are_those_of_the_table() -> None:
    tables = found(
        finding("b", "avoid", "major", evidence="established", cn_review="2-8;1-7"),
        finding("b", "modify", "minor", cn_review="2-8"),
        *(finding("c", "monitor") for _ in range(20)),
    )
    of = {row["prescription_id"]: row for row in prescriptions(tables, WEIGHTS).to_pylist()}
    avoid, modify = weight(PriorityFeature.ACTION, "avoid")[0], weight(PriorityFeature.ACTION, "modify")[0]
    major, established = (
        weight(PriorityFeature.SEVERITY, "major")[0],
        weight(PriorityFeature.EVIDENCE, "established")[0],
    )
    further = weight(PriorityFeature.FURTHER, "interrupts")[0]
    assert of["b"]["score"] == avoid + modify + major + established + further
    assert (of["b"]["worst"], of["b"]["cn_review"], of["b"]["findings"]) == ("avoid", ["1-7", "2-8"], 2)
    points, most = weight(PriorityFeature.ACTION, "monitor")
    assert of["c"]["score"] == points * most
    assert (of["a"]["score"], of["a"]["worst"], of["a"]["cn_review"]) == (0, None, [])


def test_no_heap_of_small_things_outweighs_what_is_to_be_avoided() -> None:
    small = [
        finding("a", action, severity, check=check, evidence="established")
        for action in ("monitor", "inform")
        for severity in ("major", "moderate", "minor")
        for check in ("interaction", "condition", "limit")
        for _ in range(5)
    ]
    of = prescriptions(found(*small, finding("b", "avoid", "major")), WEIGHTS).to_pylist()
    assert of[0]["score"] < of[1]["score"]


EVERY_CHECK = """prescription_id,age,sex,egfr,allergies,conditions,drug,dose,unit,route,frequency,days
a,70,f,22,penicillin,gout,metformin,1000,mg,po,bid,30
a,70,f,22,penicillin,gout,ibuprofen,400,mg,po,tid,30
a,70,f,22,penicillin,gout,naproxen,500,mg,po,bid,30
a,70,f,22,penicillin,gout,aspirin,100,mg,po,qd,30
a,70,f,22,penicillin,gout,warfarin,3,mg,po,qd,30
a,70,f,22,penicillin,gout,amoxicillin,500,mg,po,tid,30
a,70,f,22,penicillin,gout,simvastatin,40,mg,po,qn,30
a,70,f,22,penicillin,gout,clarithromycin,500,mg,po,bid,7
b,40,m,90,none,,paracetamol,2000,mg,po,qid,30
b,40,m,90,none,,tramadol,50,mg,po,tid,30
b,40,m,90,none,,sertraline,50,mg,po,qd,30
"""


@pytest.mark.parametrize("lang", Lang)
def test_the_worklist_says_what_check_says(tmp_path: Path, lang: Lang) -> None:
    source = tmp_path / "rx.csv"
    source.write_text(EVERY_CHECK)
    run(source, tmp_path / "out", Review())
    compiled = open_compiled(default_folder())
    verifier, wording = Verifier(compiled, Options()), Wording(compiled.text, lang)
    catalogue, apart = verifier.catalogue(), "" if lang is Lang.ZH else " "
    written = pq.read_table(tmp_path / "out" / "findings").to_pylist()
    found = [each for report in verifier.verify(read(source).prescriptions) for each in report.findings]
    for row, each in zip(written, found, strict=True):
        for said, uses in ((wording.why(row), each.mechanism + each.harm), (wording.advice(row), each.advice)):
            # The tables do not hold pieces of lines as they were written.
            if not any(value.kind is SlotKind.WRITTEN for use in uses for _, value in use.slots):
                assert said == apart.join(catalogue.clause(use, lang) for use in uses)
    assert {each.check for each in found} >= set(CheckKind) - {CheckKind.FORM}


def test_the_most_urgent_stand_first_and_no_more_than_asked_for(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path / "all", Review())
    run(source, tmp_path / "ten", Review(most=10))
    every, ten = sheet(tmp_path / "all", "Worklist"), sheet(tmp_path / "ten", "Worklist")
    assert ten[2:13] == every[2:13]
    assert len(ten) == 13
    assert str(ten[0][0]).startswith(f"The 10 most urgent of {len(every) - 3} ")
    scores = [row[0] for row in every[3:]]
    assert scores == sorted(scores, reverse=True)
    for score, reasons, *_ in every[3:]:
        assert score == sum(int(part.rpartition(": ")[2]) for part in reasons.split("; "))


def test_a_sheet_computes_nothing_and_takes_a_decision(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_text(
        "prescription_id,store,prescriber,drug,dose,unit,frequency\n=1+1,@s,+cmd,simvastatin,40,mg,qd\n"
        "=1+1,@s,+cmd,clarithromycin,500,mg,bid\n"
    )
    run(source, tmp_path / "out", Review(sample=sample_of("100%", SampleBy.STORE, 0)), lang=Lang.ZH)
    book = load_workbook(tmp_path / "out" / "report.xlsx")
    for name, row in (("待审清单", 4), ("抽样点评", 3)):
        cells = [cell for cell in book[name][row] if cell.value in ("=1+1", "@s", "+cmd")]
        assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 3
    choices = {each.formula1 for name in book.sheetnames for each in book[name].data_validations.dataValidation}
    assert choices == {'"采纳,已修改处方,不采纳,待核实"', '"合理,不合理"'}
    assert book["待审清单"].freeze_panes == "A4"


# --- sample


def drawn(asked: str, by: SampleBy, sizes: dict[str, int], seed: int = 0, parts: int = 1) -> set[str]:
    """A sample of prescriptions in stores of these sizes, the table cut anywhere."""
    sample, rng = sample_of(asked, by, seed), random.Random(parts)  # noqa: S311 - no secret
    idents = [(f"{store}-{number}", store) for store, size in sizes.items() for number in range(size)]
    rng.shuffle(idents)
    cut = [idents[place::parts] for place in range(parts)]
    tables = [
        hashed(pa.table({"prescription_id": [i for i, _ in part], "store": [s for _, s in part]}), sample)
        for part in cut
    ]
    strata = {"": sum(sizes.values())} if by is SampleBy.NONE else sizes
    kept = (smallest(each, sample.most(len(idents))) for each in tables)
    found = drawn_from(kept, allocated(sample, strata))["prescription_id"].to_pylist()
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("by", [SampleBy.STORE, SampleBy.NONE])
@pytest.mark.parametrize("asked", ["50", "7%"])
def test_a_sample_is_the_same_however_the_table_is_cut(asked: str, by: SampleBy) -> None:
    sizes = {"a": 500, "b": 90, "c": 9, "d": 1}
    whole = drawn(asked, by, sizes)
    assert whole == drawn(asked, by, sizes, parts=7) == drawn(asked, by, sizes, parts=40)
    assert whole != drawn(asked, by, sizes, seed=1)
    if by is SampleBy.STORE:
        assert (
            Counter(ident[0] for ident in whole)
            == {
                "50": {"a": 41, "b": 7, "c": 1, "d": 1},
                "7%": {"a": 35, "b": 6, "c": 1, "d": 1},
            }[asked]
        )


@pytest.mark.parametrize(
    ("wanted", "sizes", "shares"),
    [
        (10, {"a": 70, "b": 30}, {"a": 7, "b": 3}),
        (10, {"a": 1, "b": 1, "c": 998}, {"a": 1, "b": 1, "c": 8}),
        (2, {"a": 5, "b": 5, "c": 5}, {"a": 1, "b": 1, "c": 1}),
        (100, {"a": 5, "b": 5}, {"a": 5, "b": 5}),
        (4, {"b": 5, "a": 5, "c": 5}, {"a": 2, "b": 1, "c": 1}),
    ],
)
def test_shares_of_strata(wanted: int, sizes: dict[str, int], shares: dict[str, int]) -> None:
    assert allocated(Sample(Decimal(wanted)), sizes) == shares


def test_every_prescription_has_the_same_chance() -> None:
    """Over many seeds each of 20 is drawn about as often: chi-squared with 19 degrees of freedom stays below its 0.1 % point."""
    times = Counter(ident for seed in range(1000) for ident in drawn("5", SampleBy.NONE, {"a": 20}, seed))
    assert sum((times[f"a-{number}"] - 250) ** 2 / 250 for number in range(20)) / 0.75 * 19 / 20 < 43.8


@pytest.mark.parametrize("text", ["", "0", "x", "-3", "101%", "1.5", "nan", "inf%", "0%"])
def test_no_size_of_a_sample(text: str) -> None:
    with pytest.raises(UsageError, match="100 or 2%"):
        sample_of(text, SampleBy.NONE, 0)


def test_a_sample_of_an_audit(source: Path, tmp_path: Path) -> None:
    review = Review(sample=sample_of("10%", SampleBy.STORE, 3))
    summary = run(source, tmp_path / "out", review)
    again = run(source, tmp_path / "two", review, processes=2)
    assert summary == again
    assert files(tmp_path / "out") == files(tmp_path / "two")
    sample = rows(tmp_path / "out")
    assert summary.sample is not None
    assert (summary.sample.prescriptions, summary.sample.strata, summary.sample.drawn) == (200, 3, len(sample))
    assert Counter(row["store"] for row in sample) == {"s0": 7, "s1": 7, "s2": 7}
    with_findings = Counter(f["prescription_id"] for f in pq.read_table(tmp_path / "out" / "findings").to_pylist())
    for row in sample:
        assert int(row["findings"]) == with_findings[row["prescription_id"]]
        assert (row["stratum_drawn"], row["reasonable"], row["remark"]) == ("7", "", "")
    assert len(sheet(tmp_path / "out", "Sample")) == len(sample) + 2
    with pytest.raises(AuditError, match="other options"):
        run(source, tmp_path / "out", replace(review, sample=sample_of("10%", SampleBy.STORE, 4)), resume=True)


# --- pseudonyms

PATIENTS = """prescription_id,store,prescriber,patient_id,authored_on,age,drug,dose,unit,frequency
RX-SECRET-1,North Street,Dr Who,P-SECRET,2026-03-01,50,warfarin,3,mg,qd
RX-SECRET-1,North Street,Dr Who,P-SECRET,2026-03-01,50,aspirin,100,mg,qd
RX-SECRET-2,North Street,Dr Who,P-SECRET,2026-03-31,50,warfarin for Mrs Smith,3,mg,qd
RX-SECRET-3,South Street,,,2026-03-01,50,ibuprofen,400,mg,tid
"""
SECRETS = (b"SECRET", b"Street", b"Dr Who", b"Smith", b"2026-03")


@pytest.fixture
def patients(tmp_path: Path) -> Path:
    path = tmp_path / "patients.csv"
    path.write_text(PATIENTS)
    return path


@pytest.mark.parametrize("form", list(Form))
def test_no_name_is_left_anywhere(patients: Path, tmp_path: Path, form: Form) -> None:
    out = tmp_path / "out"
    summary = run(patients, out, Review(key=KEY, sample=sample_of("3", SampleBy.STORE, 0)), form=form)
    assert summary.pseudonymised
    assert msgspec.json.decode((out / "summary.json").read_bytes())["pseudonymised"] is True
    every = [path for path in out.rglob("*") if path.is_file()]
    for path in every:
        raw = [path.read_bytes()]
        if path.suffix == ".parquet":
            raw = [str(pq.read_table(path).to_pylist()).encode()]
        if path.suffix == ".xlsx":
            raw = [str([list(each.values) for each in load_workbook(path)]).encode()]
        assert not [secret for secret in SECRETS if secret in raw[0]], path
        assert KEY._secret not in raw[0]
    assert len(every) > 10


def test_pseudonyms_link_under_one_key_only(patients: Path, tmp_path: Path) -> None:
    other = SiteKey(b"x" * 32)
    for name, key in (("one", KEY), ("same", KEY), ("other", other)):
        run(patients, tmp_path / name, Review(key=key))
    assert files(tmp_path / "one") == files(tmp_path / "same")
    first, second = (pq.read_table(tmp_path / name / "receipts").to_pylist() for name in ("one", "other"))
    for column in ("prescription_id", "store", "prescriber"):
        mine, theirs = {row[column] for row in first} - {None}, {row[column] for row in second} - {None}
        assert len(mine) == len(theirs)
        assert not mine & theirs
    assert first[0]["prescription_id"] == KEY.pseudonym(Kind.PRESCRIPTION, "RX-SECRET-1")
    # The days between prescriptions of a patient stay.
    assert (first[2]["authored_on"] - first[0]["authored_on"]).days == 30
    assert first[0]["authored_on"] != date(2026, 3, 1)
    assert [row["as_written"] for row in first] == ["warfarin", "aspirin", None, "ibuprofen"]
    found, plain = pq.read_table(tmp_path / "one" / "findings"), tmp_path / "plain"
    run(patients, plain, Review())
    kept = ["finding", "rule_id", "drugs", "lines", "action"]
    assert found.select(kept).equals(pq.read_table(plain / "findings").select(kept))


def test_days_are_spread_over_a_year() -> None:
    days = [KEY.days(f"p{number}") for number in range(5_000)]
    assert (min(days), max(days)) == (-MOST_DAYS, MOST_DAYS)
    assert len(set(days)) == 2 * MOST_DAYS + 1


def test_only_the_same_key_goes_on(patients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(patients, out, Review(key=KEY))
    run(patients, out, Review(key=KEY), resume=True)
    for key in (None, SiteKey(b"y" * 32)):
        with pytest.raises(AuditError, match="another key, or with none"):
            run(patients, out, Review(key=key), resume=True)


def test_a_prescription_that_comes_back_is_seen_under_pseudonyms(patients: Path, tmp_path: Path) -> None:
    patients.write_text(PATIENTS + PATIENTS.splitlines()[1] + "\n")
    with pytest.raises(AuditError, match="were not checked together"):
        run(patients, tmp_path / "out", Review(key=KEY))


def test_a_key_is_secret_and_long_enough(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(bytes(range(32)))
    file.chmod(0o640)
    with pytest.raises(AuditError, match="key can be read by others: chmod 600"):
        key_in(file)
    file.chmod(0o600)
    assert key_in(file) == KEY
    assert bytes(range(32)).hex() not in repr(KEY)
    file.write_bytes(b"short")
    with pytest.raises(AuditError, match="has 5 bytes: a site key has at least 32"):
        key_in(file)
    with pytest.raises(AuditError, match="cannot be read: No such file"):
        key_in(tmp_path / "none")
