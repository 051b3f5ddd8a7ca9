"""Findings beside each other: what they share, which is the worst and why, what one answer settles, what comes first."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rxcheck.explain.teaching.compare import comparison
from rxcheck.explain.teaching.lesson import Comparison
from rxcheck.explain.teaching.teacher import Teacher
from rxcheck.finding import Finding, Report
from rxcheck.terms import Action, EvidenceLevel, Lang, Severity
from rxcheck.verify import Verifier
from tests.unit.build import adult, line, rx

Teachers = dict[tuple[str, Lang], Teacher]


def compared(report: Report, teachers: Teachers, *findings: Finding, lang: Lang = Lang.EN) -> Comparison:
    found = teachers["generic", lang].comparison(report, findings or report.findings)
    assert found is not None
    return found


def test_one_finding_is_compared_with_nothing(examples: dict[str, Report], teachers: Teachers) -> None:
    report = examples["warfarin-clarithromycin"]
    assert teachers["generic", Lang.EN].comparison(report, report.findings) is None
    with pytest.raises(ValueError, match="two findings"):
        comparison([])


def test_lines_pivot_worst_and_order(examples: dict[str, Report], teachers: Teachers) -> None:
    found = compared(examples["transplant-exposure"], teachers)
    assert [row.finding for row in found.rows] == ["F1", "F2", "F3", "F4", "F5"]
    assert found.rows[0].about == "Tacrolimus + Clarithromycin"
    assert found.rows[0].lines == "1, 4"
    assert found.statements[0] == "Worst: F1, by its action (modify)."
    assert "F1, F3 share line 1 “tacrolimus”." in found.statements
    assert (
        "F1, F2, F4 hang on line 4 (Clarithromycin): settle that line and they are settled together."
        in found.statements
    )
    assert found.statements[-1] == "Settle in this order: F1 → F2 → F3 → F4 → F5."


def test_only_those_that_are_asked_for(examples: dict[str, Report], teachers: Teachers) -> None:
    report = examples["transplant-exposure"]
    found = compared(report, teachers, report.findings[4], report.findings[2])
    assert {row.finding for row in found.rows} == {"F3", "F5"}
    assert not any("F1" in text or "hang on" in text for text in found.statements)
    assert "F3, F5 share line 2 “diltiazem”." in found.statements


def test_worst_by_severity_evidence_and_not_at_all(examples: dict[str, Report], teachers: Teachers) -> None:
    report = examples["warfarin-clarithromycin"]
    (one,) = report.findings
    two = replace(one, id="F2", lines=())
    same = compared(report, teachers, one, two).statements[0]
    graver = compared(report, teachers, one, replace(two, severity=Severity.CONTRAINDICATED)).statements[0]
    surer = compared(report, teachers, one, replace(two, evidence=EvidenceLevel.THEORETICAL)).statements[0]
    acting = compared(report, teachers, one, replace(two, action=Action.AVOID)).statements[0]
    assert same == "Worst: F1, F2 weigh the same by action, severity and evidence."
    assert graver == "Worst: F2, by its severity (contraindicated); actions are equal."
    assert surer == "Worst: F1, by its evidence (established); action and severity are equal."
    assert acting == "Worst: F2, by its action (avoid)."


def test_one_answer_for_several_findings(verifiers: dict[str, Verifier], teachers: Teachers) -> None:
    patient = adult(60, egfr="22")
    lines = (line("1", "metformin", "500 mg", (3, 24)), line("2", "nitrofurantoin", "100 mg", (2, 24)))
    (report,) = verifiers["generic"].verify([rx(*lines, patient=patient)])
    renal = [each for each in report.findings if each.rule_id.startswith("renal-")]
    assert len(renal) == 2
    found = compared(report, teachers, *renal)
    shown = ", ".join(each.id for each in renal)
    # One new creatinine gives eGFR and clearance.
    assert (
        f"{shown} rest on, or hang on, the same fact (creatinine): one answer bears on all of them." in found.statements
    )


def test_nothing_shared_is_said(verifiers: dict[str, Verifier], teachers: Teachers) -> None:
    lines = (line("1", "paracetamol", "3 g", (4, 24)), line("2", "enalapril"))
    (report,) = verifiers["generic"].verify([rx(*lines, patient=adult(82, conditions=("angioedema",)))])
    one = next(each for each in report.findings if each.lines == ("1",) and each.drugs == ("paracetamol",))
    two = next(each for each in report.findings if each.lines == ("2",))
    assert "They share no line and no fact." in compared(report, teachers, one, two).statements


def test_chinese(examples: dict[str, Report], teachers: Teachers) -> None:
    found = compared(examples["iv-line-zh"], teachers, lang=Lang.ZH)
    assert found.statements[0] == "最重：F1，依据为处理级别（需调整）。"
    assert "F1、F4都系于第 2 行（葡萄糖酸钙）：解决该行即可一并解决。" in found.statements
