"""Findings, what was not assessed, the receipt and the questions: everything on the prescription is accounted for."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.checks.interface import Options
from rxcheck.checks.outcomes import QUESTIONS, questions
from rxcheck.finding import Comparator, Finding, NotAssessed, Outcome, Report
from rxcheck.kb.store import Compiled
from rxcheck.model import MedicationLine, Patient, Prescription
from rxcheck.terms import Action, CheckKind, Fact, Reason, ResolvedBy, Route, Sex
from rxcheck.verify import Verifier
from tests.unit.build import ADULT, adult, line, rx

BY_LINE = (CheckKind.DUPLICATE, CheckKind.LIMIT, CheckKind.CONDITION, CheckKind.ALLERGY)


@pytest.fixture(scope="module")
def verifier(tiny: Compiled) -> Verifier:
    return Verifier(tiny)


def report(verifier: Verifier, *lines: MedicationLine, patient: Patient = ADULT) -> Report:
    (found,) = verifier.verify([rx(*lines, patient=patient)])
    return found


def finding(found: Report, rule_id: str) -> Finding:
    return next(each for each in found.findings if each.rule_id == rule_id)


def outcomes(found: Report) -> dict[tuple[str, ...], Outcome]:
    return {(check.check.value, *check.lines): check.outcome for check in found.receipt.checks}


# The receipt


def expected_subjects(prescription: Prescription) -> set[tuple[CheckKind, tuple[str, ...]]]:
    ids = [each.id for each in prescription.lines]
    return {
        *((CheckKind.INTERACTION, pair) for pair in combinations(ids, 2)),
        *((kind, (one,)) for kind in BY_LINE for one in ids),
        (CheckKind.SET, ()),
        (CheckKind.FORM, ()),
    }


NAMES = [
    "warfarin",
    "aspirin",
    "Tylenol",
    "co-codamol",
    "metformin",
    "no such drug",
    "ibuprofen gel",
    "sodium chloride",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(NAMES), max_size=5), st.sampled_from([ADULT, Patient(), adult(80, egfr="20")]))
def test_every_line_pair_and_check_is_accounted_for(verifier: Verifier, names: list[str], patient: Patient) -> None:
    found = report(verifier, *(line(str(n), name) for n, name in enumerate(names)), patient=patient)
    receipt = found.receipt
    assert [each.line for each in receipt.lines] == [str(n) for n in range(len(names))]
    assert [each.as_written for each in receipt.lines] == names
    subjects = [(check.check, check.lines) for check in receipt.checks]
    assert len(subjects) == len(set(subjects))
    assert set(subjects) == expected_subjects(found.prescription)
    ids = {each.id for each in found.prescription.lines}
    for each in found.findings:
        assert set(each.lines) <= ids
        related = [c for c in receipt.checks if c.check is each.check and set(c.lines) <= set(each.lines)]
        assert any(check.outcome is Outcome.FINDING for check in related)
    for gap in found.not_assessed:
        assert set(gap.lines) <= ids
        if gap.check is not None:
            related = [
                c for c in receipt.checks if c.check is gap.check and (not gap.lines or set(gap.lines) & set(c.lines))
            ]
            assert any(gap.reason in check.reasons for check in related)
    for check in receipt.checks:
        assert (check.outcome is Outcome.CHECKED) <= (not check.reasons)
        assert (check.outcome is Outcome.NOT_ASSESSED) <= bool(check.reasons)


def test_how_lines_were_understood(verifier: Verifier) -> None:
    lines = report(verifier, line("1", "co-codamol"), line("2", "Tylenol tablet"), line("3", "huh")).receipt.lines
    assert [(each.drugs, each.resolved_by, each.outcome) for each in lines] == [
        (("paracetamol", "codeine"), ResolvedBy.EXACT, Outcome.CHECKED),
        (("paracetamol",), ResolvedBy.NORMALISED, Outcome.CHECKED),
        ((), ResolvedBy.UNRESOLVED, Outcome.NOT_ASSESSED),
    ]


def test_an_unknown_line_leaves_all_that_needs_it_open(verifier: Verifier) -> None:
    found = report(verifier, line("1", "warfarin"), line("2", "huh"), line("3", "naproxen", route=Route.ORAL))
    by_subject = outcomes(found)
    assert by_subject["interaction", "1", "3"] is Outcome.FINDING
    for subject in [("interaction", "1", "2"), ("interaction", "2", "3"), ("set",), *((k.value, "2") for k in BY_LINE)]:
        assert by_subject[subject] is Outcome.NOT_ASSESSED, subject
    assert by_subject["duplicate", "1"] is Outcome.CHECKED
    assert by_subject["allergy", "1"] is Outcome.CHECKED
    (gap,) = [gap for gap in found.not_assessed if gap.reason is Reason.UNKNOWN_DRUG]
    assert (gap.check, gap.fact, gap.lines, gap.text) == (None, Fact.DRUG, ("2",), "huh")
    assert not found.complete


def test_everything_assessed(verifier: Verifier) -> None:
    """A prescription to which nothing remains to be said."""
    patient = msgspec.structs.replace(adult(40, Sex.MALE), lactating=False)
    found = report(verifier, line("1", "tramadol", "50 mg", (2, 24), Route.ORAL), patient=patient)
    assert [each.rule_id for each in found.findings] == ["sex-tramadol"]
    assert found.complete
    assert found.questions == ()
    assert {check.outcome for check in found.receipt.checks} == {Outcome.CHECKED, Outcome.FINDING}


def test_a_suggestion_is_shown_by_its_id(verifier: Verifier) -> None:
    found = report(verifier, line("1", "warfarni"))
    assert found.not_assessed[0].suggestions[0] == "warfarin"


def test_a_waiting_modifier_concerns_its_own_pair(verifier: Verifier) -> None:
    found = report(verifier, line("1", "atorvastatin"), line("2", "clarithromycin"), line("3", "digoxin"))
    reasons = {check.lines: check.reasons for check in found.receipt.checks if check.check is CheckKind.INTERACTION}
    assert Reason.MISSING_FACT in reasons["1", "2"]
    assert reasons["1", "3"] == ()
    (gap,) = [g for g in found.not_assessed if g.rule_ids == ("ix-atorvastatin-clarithromycin",)]
    assert (gap.lines, gap.fact, gap.worst) == (("1", "2"), Fact.DOSE, Action.MONITOR)


def test_no_statement_about_allergies_is_one_gap_for_all_lines(verifier: Verifier) -> None:
    found = report(
        verifier, line("1", "aspirin"), line("2", "huh"), line("3", "heparin"), patient=adult(allergies=None)
    )
    (gap,) = [gap for gap in found.not_assessed if gap.check is CheckKind.ALLERGY]
    assert (gap.reason, gap.fact, gap.lines) == (Reason.MISSING_FACT, Fact.ALLERGY, ("1", "3"))


def test_what_is_recorded_and_not_understood_is_quoted(verifier: Verifier) -> None:
    found = report(verifier, line("1", "aspirin"), patient=adult(conditions=("hiccups",), allergies=("moon dust",)))
    texts = {(gap.reason, gap.text) for gap in found.not_assessed if gap.text}
    assert texts == {(Reason.UNKNOWN_CONDITION, "hiccups"), (Reason.UNKNOWN_ALLERGEN, "moon dust")}


# Findings


def test_worst_first_and_numbered(verifier: Verifier) -> None:
    found = report(
        verifier,
        line("1", "warfarin"),
        line("2", "naproxen", route=Route.ORAL),
        line("3", "simvastatin"),
        line("4", "clarithromycin"),
        line("5", "tramadol", "50 mg", (5, 24), Route.ORAL),
        patient=adult(70),
    )
    assert [each.id for each in found.findings] == [f"F{n}" for n in range(1, len(found.findings) + 1)]
    ranks = [(-each.action.rank, -each.severity.rank) for each in found.findings]
    assert ranks == sorted(ranks)
    assert found.findings[0].rule_id == "ix-statins-cyp3a4"
    assert len(found.findings) >= 5


@pytest.mark.parametrize(
    ("rule_id", "lines", "patient", "codes"),
    [
        ("ix-warfarin-nsaids", (line("1", "warfarin"), line("2", "naproxen")), ADULT, ("DINT", "DD", "2-8")),
        ("dose-paracetamol-daily", (line("1", "Tylenol", "1 g", (5, 24)),), ADULT, ("DOSEH", "HD", "2-5")),
        ("dose-tramadol-often", (line("1", "tramadol", "1 mg", (5, 24)),), ADULT, ("DOSEDUR", "MX", "2-5")),
        ("renal-nsaids", (line("1", "naproxen"),), adult(egfr="20"), ("COND", "MC", "2-1")),
        ("age-aspirin", (line("1", "aspirin"),), adult(15), ("AGE", "PA", "2-1")),
        ("dup-ingredient", (line("1", "digoxin"), line("2", "digoxin")), ADULT, ("DUPTHPY", "TD", "2-7")),
        ("allergy-same", (line("1", "aspirin"),), adult(allergies=("aspirin",)), ("ALGY", "DA", None)),
        ("form-dose", (line("1", "aspirin"),), ADULT, (None, None, None)),
    ],
)
def test_codes_of_findings(
    verifier: Verifier,
    rule_id: str,
    lines: tuple[MedicationLine, ...],
    patient: Patient,
    codes: tuple[str | None, str | None, str | None],
) -> None:
    found = finding(report(verifier, *lines, patient=patient), rule_id)
    assert (found.codes.hl7_act, found.codes.ncpdp, found.codes.cn_review) == codes
    assert [reference.source_id for reference in found.references] == ["curator"]
    assert found.advice[0].clause_id == "r-tiny"


def test_a_modifier_is_named(verifier: Verifier) -> None:
    found = report(verifier, line("1", "digoxin"), line("2", "clarithromycin", days=2))
    hit = finding(found, "ix-digoxin-clarithromycin")
    assert (hit.action, hit.modifier, hit.drugs) == (
        Action.MONITOR, "ix-digoxin-clarithromycin-1", ("digoxin", "clarithromycin"),
    )  # fmt: skip
    assert len(hit.references) == 1  # the same source and place is cited once


# What would change a verdict


def flips(found: Finding) -> list[tuple[str, str, str, str, str | None]]:
    return [
        (f.fact.value, f.comparator.value, f.value, f.unit, f.action.value if f.action else None)
        for f in found.changed_by
    ]


def test_flip_of_a_limit(verifier: Verifier) -> None:
    found = finding(report(verifier, line("1", "Tylenol", "1.5 g", (4, 24))), "dose-paracetamol-daily")
    assert flips(found) == [("dose", "<=", "4", "g/d", None)]
    assert found.compared is not None
    assert (found.compared.observed, found.compared.comparator.value, found.compared.limit, found.compared.unit) == (
        "6", ">", "4", "g/d",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("egfr", "rule", "expected"),
    [
        ("20", "renal-metformin-30", [(">=", "30", "modify")]),  # the 30-45 row holds beyond
        ("50", "renal-metformin-60", [(">=", "60", None), ("<", "45", "modify")]),  # on both sides
    ],
)
def test_flip_of_a_laboratory_value(
    verifier: Verifier, egfr: str, rule: str, expected: list[tuple[str, str, str | None]]
) -> None:
    found = finding(report(verifier, line("1", "metformin"), patient=adult(egfr=egfr)), rule)
    assert flips(found) == [("egfr", sign, value, "mL/min/{1.73_m2}", action) for sign, value, action in expected]


def test_nobody_changes_an_age(verifier: Verifier) -> None:
    assert finding(report(verifier, line("1", "aspirin"), patient=adult(15)), "age-aspirin").changed_by == ()


def test_flips_of_an_interaction(verifier: Verifier) -> None:
    lines = line("1", "enalapril"), line("2", "spironolactone")
    base = finding(report(verifier, *lines, patient=adult(60, egfr="60")), "ix-ace-spironolactone")
    assert flips(base) == [
        ("egfr", "<", "30", "mL/min/{1.73_m2}", "avoid"),
        ("age_years", ">=", "75", "a", "modify"),
    ]
    worse = finding(report(verifier, *lines, patient=adult(60, egfr="20")), "ix-ace-spironolactone")
    assert ("egfr", ">=", "30", "mL/min/{1.73_m2}", "monitor") in flips(worse)
    dose = report(verifier, line("1", "atorvastatin", "40 mg", (1, 24)), line("2", "clarithromycin"))
    assert flips(finding(dose, "ix-atorvastatin-clarithromycin")) == [("dose", "<=", "20", "mg/d", "monitor")]


def test_a_co_drug_is_never_proposed(verifier: Verifier) -> None:
    found = report(verifier, line("1", "warfarin"), line("2", "naproxen", route=Route.ORAL))
    assert finding(found, "ix-warfarin-nsaids").changed_by == ()


@pytest.mark.parametrize("egfr", ["29.999", "30", "44.999", "45", "59.999", "60"])
def test_a_flip_does_what_it_says(verifier: Verifier, egfr: str) -> None:
    """With the value at the bound, the action is the one that was announced."""
    found = report(verifier, line("1", "metformin"), patient=adult(egfr=egfr))
    for each in found.findings:
        for flip in each.changed_by:
            value = (
                flip.value if flip.comparator is Comparator.AT_LEAST else str(Decimal(flip.value) - Decimal("0.001"))
            )
            there = report(verifier, line("1", "metformin"), patient=adult(egfr=value))
            actions = [other.action for other in there.findings if other.check is CheckKind.CONDITION]
            assert actions == ([] if flip.action is None else [flip.action])


# Questions


def gap(
    fact: Fact, worst: Action | None, *rules: str, lines: tuple[str, ...] = ("1",), reason: Reason = Reason.MISSING_FACT
) -> NotAssessed:
    return NotAssessed(CheckKind.CONDITION, reason, fact, lines, rules, worst=worst)


def test_the_gravest_question_comes_first_then_the_one_most_rules_wait_for() -> None:
    asked = questions(
        [
            gap(Fact.EGFR, Action.MONITOR, "a", "b", "c"),
            gap(Fact.WEIGHT, Action.AVOID, "d"),
            gap(Fact.AGE, Action.AVOID, "e", "f"),
            gap(Fact.INR, None),
            gap(Fact.DRUG, None, reason=Reason.UNKNOWN_DRUG),
        ]
    )
    assert [question.fact for question in asked] == [Fact.DRUG, Fact.AGE, Fact.WEIGHT, Fact.EGFR, Fact.INR]
    assert [question.rules for question in asked] == [0, 2, 1, 3, 0]
    assert [question.worst for question in asked] == [Action.AVOID] * 3 + [Action.MONITOR, None]


def test_at_most_five() -> None:
    asked = questions([gap(fact, Action.INFORM, "a") for fact in Fact])
    assert len(asked) == QUESTIONS == 5


def test_questions_about_one_fact_are_one() -> None:
    (asked,) = questions(
        [gap(Fact.EGFR, Action.INFORM, "a", "b", lines=("2",)), gap(Fact.EGFR, Action.MODIFY, "b", lines=("1", "2"))]
    )
    assert (asked.lines, asked.rules, asked.worst) == (("2", "1"), 2, Action.MODIFY)


def test_nobody_can_answer_for_a_missing_rule() -> None:
    assert questions([gap(Fact.DOSE, None, reason=Reason.NO_RULE)]) == ()


def test_jurisdiction(tiny: Compiled) -> None:
    prescription = rx(line("1", "tramadol", "50 mg", (1, 24), Route.ORAL, days=4))
    rules = {
        name: {f.rule_id for f in Verifier(tiny, Options(name)).verify([prescription])[0].findings if f.check == "form"}
        for name in ("generic", "cn", "nowhere")
    }
    assert rules == {"generic": set(), "cn": {"cn-diagnosis", "cn-opioid-days"}, "nowhere": set()}


def test_what_is_no_drug_is_known_and_not_checked(shipped: Compiled) -> None:
    """Solvents and supplies are neither "checked, nothing found" nor asked for a dose."""
    prescription = rx(line("1", "lancets"), line("2", "NS 0.9% 1000 ml"), line("3", "Ensure"))
    (report,) = Verifier(shipped).verify([prescription])
    assert [each.outcome for each in report.receipt.lines] == [Outcome.NOT_CHECKED] * 3
    by_check = {(each.check, each.lines): each for each in report.receipt.checks}
    for check in (CheckKind.LIMIT, CheckKind.CONDITION):
        for number in "123":
            entry = by_check[check, (number,)]
            assert (entry.outcome, entry.reasons) == (Outcome.NOT_CHECKED, (Reason.NOT_CHECKED_KIND,))
    assert by_check[CheckKind.INTERACTION, ("1", "2")].outcome is Outcome.NOT_CHECKED
    assert by_check[CheckKind.INTERACTION, ("2", "3")].outcome is Outcome.CHECKED
    assert [finding.rule_id for finding in report.findings] == []
