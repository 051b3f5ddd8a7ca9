"""Coverage of a list of names: every line accounted for, every distinct name looked up once."""

from __future__ import annotations

import csv
import io
import json
from unittest.mock import patch

import pytest

from rxcheck.coverage import Coverage, Outcome, cover
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.report.coverage import CoverageReport
from rxcheck.report.interface import RenderOptions
from rxcheck.terms import Lang, ResolvedBy

NAMES = ["aspirin 100 mg", "lancets", "", "xyzzy", "aspirin 100 mg", "xyzzy", "xyzzy", "阿司匹林肠溶片", '=cmd|"/c"!A1']


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(open_compiled(default_folder()).text.index)


@pytest.fixture(scope="module")
def coverage(resolver: Resolver) -> Coverage:
    return cover(NAMES, resolver)


def report(lang: Lang = Lang.EN) -> CoverageReport:
    return CoverageReport(open_compiled(default_folder()).text.catalogue(), RenderOptions(lang=lang, width=100))


def test_every_line_is_accounted_for(coverage: Coverage) -> None:
    assert coverage.lines == len(NAMES)
    assert sum(coverage.lines_of(outcome) for outcome in Outcome) == len(NAMES)
    assert {outcome: coverage.lines_of(outcome) for outcome in Outcome} == {
        Outcome.RESOLVED: 3,
        Outcome.NOT_CHECKED: 1,
        Outcome.AMBIGUOUS: 0,
        Outcome.UNKNOWN: 4,
        Outcome.BLANK: 1,
    }
    assert sum(coverage.by_how().values()) == len(NAMES) - 1
    assert coverage.by_how()[ResolvedBy.UNRESOLVED] == 4
    assert [name.written for name in coverage.not_understood()] == ["xyzzy", '=cmd|"/c"!A1']
    assert not coverage.complete


def test_a_distinct_name_is_looked_up_once(resolver: Resolver) -> None:
    fresh = Resolver(resolver._index)
    names = [f"aspirin {number} mg" for number in range(200)] * 50
    with patch.object(fresh, "_resolve", wraps=fresh._resolve) as looked_up:
        covered = cover(names, fresh)
        cover(names, fresh)
    assert looked_up.call_count == 200
    assert covered.lines == 10_000


def test_csv_is_no_spreadsheet_formula(coverage: Coverage) -> None:
    out = io.StringIO()
    report().csv(coverage, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == len(set(NAMES))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    by_name = {row["name"]: row for row in rows}
    assert by_name["aspirin 100 mg"]["ids"] == "aspirin"
    assert by_name["aspirin 100 mg"]["lines"] == "2"
    assert by_name["aspirin 100 mg"]["strengths"] == "100 mg"
    assert by_name["lancets"]["outcome"] == "not_checked"
    assert by_name["xyzzy"]["reason"] == "unknown_drug"


def test_json_and_table_tell_the_same(coverage: Coverage) -> None:
    out = io.StringIO()
    report().json(coverage, "f.csv", out)
    document = json.loads(out.getvalue())
    assert document["lines"] == len(NAMES)
    assert document["lines_by_outcome"]["unknown"] == 4
    assert document["complete"] is False
    for lang, phrase in ((Lang.EN, "3 × xyzzy – unknown drug"), (Lang.ZH, "3 × xyzzy – 未知药品")):
        out = io.StringIO()
        report(lang).table(coverage, "f.csv", out)
        assert phrase in out.getvalue()
        assert "37.5 %" in out.getvalue()  # 3 of 8 lines that hold a name
