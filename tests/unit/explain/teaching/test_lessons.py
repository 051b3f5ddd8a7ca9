"""Lessons of real findings: every step says something, every number has its ground, nothing hangs on the order of lines."""

from __future__ import annotations

import json
import re
from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rxcheck.explain.teaching.lesson import Lesson, QuestionKind, StepKind
from rxcheck.explain.teaching.tables import TeachingTables
from rxcheck.explain.teaching.teacher import Teacher
from rxcheck.finding import Finding, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.schema_rules import ConditionRule, DoseLimit, Rule
from rxcheck.kb.unit_names import amount
from rxcheck.model import Allergy, Condition
from rxcheck.report.json_ import to_document
from rxcheck.terms import CheckKind, Lang
from rxcheck.verify import Verifier
from tests.unit.build import adult, line, rx
from tests.unit.explain.teaching.conftest import Taught

# Not part of a name ("CYP3A4", "vitamin D3") or of an id ("renal-metformin-lt-30").
NUMBER = re.compile(r"(?<![A-Za-z\d.\-])\d+(?:\.\d+)?(?![A-Za-z\d])")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def statements(lesson: Lesson) -> dict[StepKind, str]:
    return {step.kind: "\n".join(step.statements) for step in lesson.steps}


def test_every_lesson_has_five_steps_and_a_question(taught: list[Taught]) -> None:
    assert {each.finding.check for each in taught} == set(CheckKind)
    for each in taught:
        assert [step.kind for step in each.lesson.steps] == list(StepKind)
        assert all(step.statements and all(map(str.strip, step.statements)) for step in each.lesson.steps)
        assert each.lesson.questions
        for question in each.lesson.questions:
            assert question.text and question.why
            assert 0 <= question.answer < len(question.choices)
            assert len(set(question.choices)) == len(question.choices) >= 2


def test_no_slot_stays_open_and_each_language_speaks_for_itself(taught: list[Taught]) -> None:
    for each in taught:
        texts = [text for step in each.lesson.steps[:4] for text in step.statements]
        texts += [question.text for question in each.lesson.questions]
        assert not any("{" in text or "None" in text for text in texts)
        if each.lang is Lang.ZH:
            assert all(CHINESE.search(text) for text in texts if "─" not in text)
        else:
            # What was written in Chinese is shown as it was written, and in quotation marks.
            own = (re.sub(r"“[^”]*”", "", text) for text in texts)
            assert not any(CHINESE.search(text) for text in own)


def allowed(each: Taught, tables: TeachingTables, catalogue: Catalogue) -> set[str]:
    """Every number of the report, of the rows, and of the names of what they are about."""
    rows = [tables.rule(rule_id) for rule_id in (each.finding.rule_id, *each.finding.also)]
    rows += [
        tables.rule(q) for question in each.lesson.questions for q in re.findall(r"[a-z]+(?:-[a-z0-9]+)+", question.why)
    ]
    built = [msgspec.to_builtins(row) for row in rows if row is not None]
    built += [msgspec.to_builtins(term) for term in tables.terms(each.finding.rule_id)]
    if len(each.finding.drugs) == 2 and each.finding.check is CheckKind.INTERACTION:
        built.append(msgspec.to_builtins(tables.pair(each.finding.rule_id, *each.finding.drugs)))
    texts = [
        json.dumps(
            [msgspec.to_builtins(each.report.prescription), to_document(each.report, catalogue, each.lang), *built]
        ),
        json.dumps(to_document(each.report, catalogue, each.lang)),
    ]
    texts += [str(catalogue.sources[reference.source_id]) for reference in each.finding.references]
    names = (catalogue.drugs, catalogue.classes, catalogue.conditions, catalogue.selectors)
    texts += [text for table in names for key, text in _named(table, " ".join(texts))]
    numbers = {number for text in texts for number in re.findall(r"\d+(?:\.\d+)?", text)}
    # As they are written for people: 0.08 years are a month, 0.5 is .50 in a table; amounts hold base units.
    shown = {amount(number, "a", Lang.EN).split()[0] for number in numbers}
    plain = {f"{float(number):g}" for number in numbers}
    quantities = {str(value) for value in _quantities(each.report)}
    quantities |= _left_off(rows[0])
    return numbers | shown | plain | quantities


def _left_off(rule: Rule | None) -> set[str]:
    """How many names of a long list are not shown."""
    names = (
        rule.value.split("|")
        if isinstance(rule, ConditionRule)
        else rule.indication
        if isinstance(rule, DoseLimit)
        else ()
    )
    return {str(len(names) - 6)}


def _named(table: object, mentioned: str) -> list[tuple[str, str]]:
    assert hasattr(table, "items")
    return [(key, text) for key, texts in table.items() if key in mentioned for text in texts]


def _quantities(report: Report) -> list[str]:
    found = []
    for each in report.prescription.lines:
        doses = [each.dosage.dose, each.dosage.max_per_day, *(step.dose for step in each.dosage.steps)]
        amounts = [part for dose in doses if dose for part in (dose.low, dose.high) if part]
        amounts += [each.quantity] if each.quantity else []
        found += [str(part).split()[0] for part in amounts]
        frequencies = [each.dosage.frequency, *(step.frequency for step in each.dosage.steps)]
        found += [str(frequency.hours // 24) for frequency in frequencies if frequency and frequency.hours % 24 == 0]
    return found


def test_every_number_stands_in_the_finding_the_prescription_or_the_tables(
    taught: list[Taught], tables: TeachingTables, verifiers: dict[str, Verifier]
) -> None:
    catalogue = verifiers["generic"].catalogue()
    for each in taught:
        ground = allowed(each, tables, catalogue)
        said = [text for step in each.lesson.steps for text in step.statements]
        said += [text for question in each.lesson.questions for text in (question.text, question.why)]
        said += [question.choices[question.answer] for question in each.lesson.questions]
        for text in said:
            if each.finding.check is CheckKind.SET and text.startswith(("Together", "合计")):
                parts = list(map(int, re.findall(r"\d+", text)))
                assert sum(parts[:-1]) == parts[-1] >= tables.rule(each.finding.rule_id).min_points  # type: ignore[union-attr]
                continue
            strange = [number for number in NUMBER.findall(text) if number not in ground]
            assert not strange, (each.finding.rule_id, text, strange)


def test_facts_show_lines_doses_and_what_was_compared(
    examples: dict[str, Report], teachers: dict[tuple[str, Lang], Teacher]
) -> None:
    report = examples["paracetamol-two-products"]
    told = statements(teachers["generic", Lang.EN].lesson(report, report.findings[1]))[StepKind.FACTS]
    assert "line 1 “Tylenol 500 mg tablet”: Paracetamol (oral, dose 2 tablets, once every 6 hours, for 7 days)" in told
    assert "Compared: dose 5950 mg/d (threshold > 4000)." in told


def test_a_formula_is_shown_with_its_inputs(
    verifiers: dict[str, Verifier], teachers: dict[tuple[str, Lang], Teacher]
) -> None:
    patient = adult(80, weight_g=52_000, creatinine="150")
    (report,) = verifiers["generic"].verify([rx(line("1", "dabigatran", "150 mg", (2, 24)), patient=patient)])
    finding = next(each for each in report.findings if any(use.inputs for use in each.facts))
    told = statements(teachers["generic", Lang.EN].lesson(report, finding))[StepKind.FACTS]
    assert "Cockcroft-Gault" in told and "creatinine 150" in told and "weight 52 kg" in told and "age 80 years" in told


def test_the_modifier_is_told_and_what_the_row_would_say_without(
    examples: dict[str, Report], teachers: dict[tuple[str, Lang], Teacher]
) -> None:
    report = examples["simvastatin-amlodipine"]
    told = statements(teachers["generic", Lang.EN].lesson(report, report.findings[0]))
    assert (
        "mod-simvastatin-amlodipine-1 changed the verdict: if the daily dose of Simvastatin is above 20 mg"
        in told[StepKind.RULE]
    )
    assert "Without it the row says: " in told[StepKind.RULE]
    assert "dose ≤ 20 mg/d would lift this" in told[StepKind.CHANGE]


def test_the_path_goes_from_the_object_to_the_precipitant(
    examples: dict[str, Report], teachers: dict[tuple[str, Lang], Teacher]
) -> None:
    report = examples["transplant-exposure"]
    told = statements(teachers["generic", Lang.EN].lesson(report, report.findings[0]))[StepKind.PATH]
    assert told.startswith("Tacrolimus ─ calcineurin inhibitors ◀─ ")
    assert "how much of Tacrolimus there is" in told
    assert "Expected exposure of Tacrolimus: 4.2 to 17 times the usual" in told


def test_findings_without_a_path_say_so(taught: list[Taught]) -> None:
    for each in taught:
        path = statements(each.lesson)[StepKind.PATH]
        assert ("◀─" in path) is (each.finding.check is CheckKind.INTERACTION)


def test_rows_that_gave_way_are_told_with_the_reason(
    examples: dict[str, Report], teachers: dict[tuple[str, Lang], Teacher]
) -> None:
    report = examples["transplant-exposure"]
    told = [statements(teachers["generic", Lang.EN].lesson(report, each))[StepKind.CHANGE] for each in report.findings]
    assert "ddi-qt-medium-qt-possible fits as well (inform · moderate) and gave way: its action weighs less." in told[0]
    assert (
        "ddi-atorvastatin-cyp3a4-strong fits as well (modify · major) and gave way: it names the two drugs less closely."
        in told[1]
    )


def test_every_row_that_gave_way_is_named(taught: list[Taught]) -> None:
    for each in taught:
        told = statements(each.lesson)[StepKind.CHANGE]
        assert all(rule_id in told for rule_id in each.finding.also)


def test_every_source_is_named_with_its_status(taught: list[Taught], verifiers: dict[str, Verifier]) -> None:
    sources = verifiers["generic"].catalogue().sources
    for each in taught:
        told = statements(each.lesson)[StepKind.SOURCES]
        for reference in each.finding.references:
            assert sources[reference.source_id].title in told
            assert reference.locator in told


def test_an_allergy_names_record_reaction_and_side_chains(taught: list[Taught]) -> None:
    chained = [each for each in taught if each.finding.side_chains and each.lang is Lang.EN]
    assert chained
    for each in chained:
        told = statements(each.lesson)[StepKind.FACTS]
        assert "Recorded allergy “" in told and "Side chains: " in told
        assert each.finding.side_chains[0].chain in told


def test_nobody_is_named(verifiers: dict[str, Verifier], teachers: dict[tuple[str, Lang], Teacher]) -> None:
    patient = replace(adult(80, allergies=("penicillin",)), id="WANG-77")
    (report,) = verifiers["generic"].verify([rx(line("1", "amoxicillin", "500 mg", (3, 24)), patient=patient)])
    assert report.findings
    for finding in report.findings:
        assert "WANG" not in str(teachers["generic", Lang.EN].lesson(report, finding))


def test_what_the_input_wrote_stays_on_its_line(
    verifiers: dict[str, Verifier], teachers: dict[tuple[str, Lang], Teacher]
) -> None:
    allergies = (Allergy("penicillin", "rash\n\x1b[31mred"), Allergy("peni\ncillin\x00", None))
    patient = replace(adult(40), allergies=allergies, conditions=(Condition("gout\r\n## gout"),))
    (report,) = verifiers["generic"].verify([rx(line("1\n", "amoxicillin\n", "500 mg", (3, 24)), patient=patient)])
    assert report.findings
    for finding in report.findings:
        lesson = teachers["generic", Lang.EN].lesson(report, finding)
        texts = [text for step in lesson.steps for text in step.statements]
        assert not any(mark in text for text in texts for mark in ("\n", "\r", "\x1b", "\x00"))
        assert any("⟨U+001B⟩" in text for text in texts) or finding.check is not CheckKind.ALLERGY


DRUGS = (
    "warfarin",
    "clarithromycin",
    "simvastatin",
    "naproxen",
    "ramipril",
    "hydrochlorothiazide",
    "paracetamol",
    "tramadol",
)


def content(lesson: Lesson) -> tuple[object, ...]:
    """All but the number that the finding has on its report."""
    number = re.compile(rf"\b{lesson.finding}\b")
    told = tuple(step for step in lesson.steps)
    asked = tuple(
        (each.kind, number.sub("", each.text), each.choices, each.answer, number.sub("", each.why))
        for each in lesson.questions
    )
    return told, asked


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(4)), first=st.integers(0, len(DRUGS) - 4))
def test_the_order_of_lines_changes_nothing(
    verifiers: dict[str, Verifier], teachers: dict[tuple[str, Lang], Teacher], order: list[int], first: int
) -> None:
    lines = [line(str(at), name, "500 mg", (2, 24)) for at, name in enumerate(DRUGS[first : first + 4])]
    plain, mixed = rx(*lines), rx(*(lines[at] for at in order))
    one, two = verifiers["generic"].verify([plain, mixed])
    teacher = teachers["generic", Lang.EN]

    def lessons(report: Report) -> Counter[tuple[object, ...]]:
        return Counter(content(teacher.lesson(report, finding)) for finding in report.findings)

    assert lessons(one) == lessons(two)


def test_the_same_finding_asks_the_same_every_time(
    examples: dict[str, Report], verifiers: dict[str, Verifier], tables: TeachingTables
) -> None:
    report = examples["transplant-exposure"]

    def made(finding: Finding) -> Lesson:
        return Teacher(verifiers["generic"], tables, Lang.EN).lesson(report, finding)

    assert [made(each) for each in report.findings] == [made(each) for each in report.findings]
    assert {each.kind for finding in report.findings for each in made(finding).questions} >= {
        QuestionKind.CARRIER, QuestionKind.GROUP, QuestionKind.OBJECT,
    }  # fmt: skip


@pytest.mark.parametrize("lang", list(Lang))
def test_a_finding_that_only_a_pack_makes_is_taught_as_such(
    examples: dict[str, Report], teachers: dict[tuple[str, Lang], Teacher], lang: Lang
) -> None:
    report = examples["warfarin-clarithromycin"]
    (finding, *_) = report.findings
    foreign = replace(
        finding, rule_id="pack-row", pack="pack:x", evidence=None, also=(), mechanism=(), harm=(), advice=()
    )
    lesson = teachers["generic", lang].lesson(report, foreign)
    assert all(step.statements for step in lesson.steps)
    assert "pack-row" not in statements(lesson)[StepKind.RULE]
