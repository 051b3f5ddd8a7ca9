from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from rxcheck.finding import Comparator, Compared, FlipFact, NotAssessed, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.model import Age, Lab, Patient, Pregnancy
from rxcheck.report.gaps import gaps
from rxcheck.report.view import View, worst_first
from rxcheck.terms import Action, CheckKind, Fact, Lang, LineStatus, Reason, Severity, Sex

from .conftest import AVOID, EGFR, MODIFY


def facts(report: Report, catalogue: Catalogue, patient: Patient, lang: Lang = Lang.EN) -> list[str]:
    rx = replace(report.prescription, patient=patient)
    return View(replace(report, prescription=rx), catalogue, lang).patient_facts()


@pytest.mark.parametrize(
    ("patient", "shown"),
    [
        (Patient(age=Age(0, 12)), ["12 days"]),
        (Patient(age=Age(1, 430)), ["14 months"]),
        (Patient(birth_date=date(1948, 11, 23)), ["77 y"]),
        (Patient(birth_date=date(1948, 11, 22)), ["78 y"]),
        (Patient(birth_date=date(2026, 12, 1)), []),
        (Patient(sex=Sex.MALE, weight_g=3450, height_mm=521), ["male", "3.45 kg", "52.1 cm"]),
        (Patient(pregnancy=Pregnancy(True, 31)), ["pregnant, week 31"]),
        (Patient(pregnancy=Pregnancy(True)), ["pregnant"]),
        (Patient(pregnancy=Pregnancy(False), lactating=False), ["not pregnant", "not lactating"]),
        (Patient(), []),
    ],
)
def test_patient_facts(busy: Report, catalogue: Catalogue, patient: Patient, shown: list[str]) -> None:
    assert facts(busy, catalogue, patient) == shown


def test_the_newest_result_is_shown(busy: Report, catalogue: Catalogue) -> None:
    labs = tuple(
        Lab("eGFR", Decimal(value), EGFR, day, Fact.EGFR)
        for value, day in (("50", date(2026, 1, 2)), ("30", date(2026, 3, 2)), ("99", None))
    )
    assert facts(busy, catalogue, Patient(labs=labs)) == ["eGFR 30 mL/min/1.73 m² (2026-03-02)"]


def test_order_is_action_then_severity_then_rule() -> None:
    findings = [
        replace(MODIFY, rule_id=rule, action=action, severity=severity)
        for rule, action, severity in (
            ("c", Action.INFORM, Severity.CONTRAINDICATED),
            ("b", Action.MODIFY, Severity.MINOR),
            ("d", Action.MODIFY, Severity.MAJOR),
            ("a", Action.MODIFY, Severity.MINOR),
        )
    ]
    assert [finding.rule_id for finding in worst_first(findings)] == ["d", "a", "b", "c"]


@pytest.mark.parametrize(
    ("compared", "english", "chinese"),
    [
        (
            Compared(Fact.DOSE, "80", Comparator.ABOVE, "40", "mg/d"),
            "dose 80 mg/d (threshold > 40)",
            "剂量 80 mg/d（界值 > 40）",
        ),
        (
            Compared(Fact.AGE, "82", Comparator.AT_LEAST, "65", "a"),
            "age 82 years (threshold ≥ 65 years)",
            "年龄 82 岁（界值 ≥ 65 岁）",
        ),
    ],
)
def test_compared(busy: Report, catalogue: Catalogue, compared: Compared, english: str, chinese: str) -> None:
    finding = replace(MODIFY, compared=compared)
    assert View(busy, catalogue, Lang.EN).compared(finding) == english
    assert View(busy, catalogue, Lang.ZH).compared(finding) == chinese


@pytest.mark.parametrize(
    ("flip", "english", "chinese"),
    [
        (
            FlipFact(Fact.LACTATION, Comparator.EQUALS, "false", "", None),
            "lactation = no would lift this",
            "若 哺乳情况 = 否，则不再提示",
        ),
        (
            FlipFact(Fact.DOSE, Comparator.AT_MOST, "20", "mg/d", Action.MONITOR),
            "dose ≤ 20 mg/d would make this “monitor”",
            "若 剂量 ≤ 20 mg/d，则变为“需监测”",
        ),
        (
            FlipFact(Fact.ROUTE, Comparator.EQUALS, "topical", "", None),
            "route = topical would lift this",
            "若 给药途径 = 外用，则不再提示",
        ),
        (
            FlipFact(Fact.CONDITION, Comparator.EQUALS, "gout", "", None),
            "conditions = gout would lift this",
            "若 诊断 = 痛风，则不再提示",
        ),
    ],
)
def test_flip(busy: Report, catalogue: Catalogue, flip: FlipFact, english: str, chinese: str) -> None:
    assert View(busy, catalogue, Lang.EN).flip(flip) == english
    assert View(busy, catalogue, Lang.ZH).flip(flip) == chinese


def test_one_unknown_drug_named_by_many_checks_is_one_row(busy: Report, catalogue: Catalogue) -> None:
    items = tuple(
        NotAssessed(check, Reason.UNKNOWN_DRUG, Fact.DRUG, ("6",), (), (), "Xarelta 20mg", suggestions)
        for check, suggestions in (
            (CheckKind.LIMIT, ()),
            (CheckKind.ALLERGY, ("rivaroxaban",)),
            (CheckKind.FORM, ("rivaroxaban",)),
        )
    )
    rows = gaps(View(replace(busy, not_assessed=items), catalogue, Lang.EN))
    assert [row.detail for row in rows] == ["line 6 “Xarelta 20mg” – did you mean rivaroxaban? (not assumed)"]


def test_every_reason_and_fact_makes_a_row(busy: Report, catalogue: Catalogue) -> None:
    items = tuple(
        NotAssessed(check, reason, fact, lines, rules, (), text)
        for reason in Reason
        for fact in (None, *Fact)
        for check, lines, rules, text in (
            (None, (), (), None),
            (CheckKind.LIMIT, ("1",), ("r",), "abc"),
            (CheckKind.LIMIT, ("99",), (), None),
        )
    )
    for lang in Lang:
        for verbose in (True, False):
            rows = gaps(View(replace(busy, not_assessed=items), catalogue, lang), verbose)
            assert {row.reason for row in rows} == set(Reason)
            assert all(row.title and row.detail for row in rows)
            assert rows[0].reason is Reason.UNKNOWN_DRUG


def test_many_names_are_cut_unless_verbose(busy: Report, catalogue: Catalogue) -> None:
    drugs = tuple(f"drug-{at}" for at in range(20))
    item = NotAssessed(CheckKind.LIMIT, Reason.NO_RULE, None, (), (), drugs)
    view = View(replace(busy, not_assessed=(item,)), catalogue, Lang.EN)
    assert "and 14 more" in gaps(view)[0].detail
    assert "drug-19" in gaps(view, verbose=True)[0].detail


def test_a_drug_already_taken_is_marked(busy: Report, catalogue: Catalogue) -> None:
    rx = busy.prescription
    lines = tuple(replace(line, status=LineStatus.CURRENT) if line.id == "1" else line for line in rx.lines)
    view = View(replace(busy, prescription=replace(rx, lines=lines)), catalogue, Lang.EN)
    assert view.written_lines(AVOID) == "1 Zocor 40 mg tab (already taken) · 2 clarithromycin 500 mg"
