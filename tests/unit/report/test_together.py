"""Expected exposure and the line that most findings hang on, as sentences and as JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from rxcheck.finding import Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.store import open_compiled
from rxcheck.model import MedicationLine, Prescription
from rxcheck.report.interface import RenderOptions, ReportFormat, get_renderer
from rxcheck.report.together import together
from rxcheck.report.view import View
from rxcheck.terms import CheckKind, Lang
from rxcheck.verify import Verifier
from tests.support.tiny import write_tiny


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    folder: Path = write_tiny(tmp_path_factory.mktemp("together"))
    return Verifier(open_compiled(folder), folder=folder)


@pytest.fixture(scope="module")
def catalogue(verifier: Verifier) -> Catalogue:
    return verifier.kb.compiled.text.catalogue()


def check(verifier: Verifier, *drugs: str) -> Report:
    lines = tuple(MedicationLine(str(number), drug) for number, drug in enumerate(drugs, 1))
    (report,) = verifier.verify([Prescription("rx", lines)])
    return report


def test_two_perpetrators_are_told_and_rounded_outwards(verifier: Verifier, catalogue: Catalogue) -> None:
    report = check(verifier, "simvastatin", "clarithromycin", "st-johns-wort")
    (exposure,) = report.exposures
    # 1 / (0.01 + 0.99 · 0.2 · 10) = 0.5025…, 1 / (0.01 + 0.99 · 0.02 · 5) = 9.174…
    assert (exposure.drug, exposure.lines, exposure.low, exposure.high) == ("simvastatin", ("1",), "0.5", "9.2")
    said = together(View(report, catalogue, Lang.EN), verbose=False)
    assert said[0].startswith(
        "Expected exposure of simvastatin: 0.5 to 9.2 times the usual, from clarithromycin (strong"
    )
    assert "静态模型" in together(View(report, catalogue, Lang.ZH), verbose=False)[0]


def test_one_perpetrator_is_told_only_in_full(verifier: Verifier, catalogue: Catalogue) -> None:
    view = View(check(verifier, "simvastatin", "clarithromycin"), catalogue, Lang.EN)
    assert together(view, verbose=False) == []
    assert len(together(view, verbose=True)) == 1


def test_a_change_within_the_bounds_is_not_told(verifier: Verifier) -> None:
    assert not check(verifier, "warfarin", "zolpidem").exposures


def test_the_line_that_most_findings_hang_on(verifier: Verifier, catalogue: Catalogue) -> None:
    report = check(verifier, "simvastatin", "clarithromycin", "digoxin")
    assert len(report.findings) >= 2
    (pivot,) = report.pivots
    assert (pivot.line, pivot.drugs, len(pivot.findings)) == ("2", ("clarithromycin",), 2)
    said = together(View(report, catalogue, Lang.EN), verbose=False)
    assert said == ["Without line 2 (clarithromycin) 2 interaction findings would not be there: F1, F2."]


def test_of_equal_lines_the_one_with_more_interruptions_is_told(verifier: Verifier) -> None:
    """Warfarin has two findings as well, but only the statin's and the macrolide's interrupt."""
    report = check(verifier, "simvastatin", "clarithromycin", "warfarin")
    pairs = [f for f in report.findings if f.check is CheckKind.INTERACTION]
    counts = {line: [f.action.interrupts for f in pairs if line in f.lines] for line in "123"}
    assert {line: len(found) for line, found in counts.items()} == {"1": 2, "2": 2, "3": 2}
    assert [pivot.line for pivot in report.pivots] == [line for line in "123" if any(counts[line])]


def test_one_finding_has_no_pivot(verifier: Verifier) -> None:
    assert check(verifier, "simvastatin", "clarithromycin").pivots == ()


def test_json(verifier: Verifier, catalogue: Catalogue) -> None:
    report = check(verifier, "simvastatin", "clarithromycin", "digoxin")
    stream = io.StringIO()
    renderer = get_renderer(ReportFormat.JSON, catalogue, RenderOptions())
    renderer.render([report], [], report.versions, stream)
    (document,) = json.loads(stream.getvalue())["reports"]
    (exposure,) = document["exposures"]
    assert exposure["influences"] == [
        {
            "drug": {"id": "clarithromycin", "name": "clarithromycin"},
            "pathway": "cyp3a4",
            "role": "inhibitor",
            "grade": "strong",
        }
    ]
    assert document["pivots"][0]["line"] == "2"


def test_a_derived_finding_says_so_with_its_path(verifier: Verifier, catalogue: Catalogue) -> None:
    report = check(verifier, "zolpidem", "st-johns-wort")
    (finding,) = (each for each in report.findings if each.derived)
    assert finding.path == (
        "drug:zolpidem",
        "role:cyp3a4-substrate-moderate",
        "role:cyp3a4-inducer-strong",
        "drug:st-johns-wort",
    )
    rows = dict(View(report, catalogue, Lang.EN).finding_rows(finding))
    assert "strong CYP3A4 inducer" in rows["derived"]
    assert "this pair itself is not curated" in rows["derived"]
