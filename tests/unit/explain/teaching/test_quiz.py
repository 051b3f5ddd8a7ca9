"""Questions: the right answer is right by the engine or the tables, and every other choice is wrong by them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest
from msgspec.structs import replace

from rxcheck.explain.teaching.lesson import Question, QuestionKind
from rxcheck.explain.teaching.quiz import questions
from rxcheck.explain.teaching.rule import bound
from rxcheck.explain.teaching.subject import Subject
from rxcheck.explain.teaching.tables import TeachingTables
from rxcheck.explain.teaching.teacher import Teacher
from rxcheck.explain.teaching.what_if import of_flips, outcomes, without_lines
from rxcheck.finding import Finding, Report
from rxcheck.kb import schema as sc
from rxcheck.kb.catalogue import Catalogue, Names
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.pair import PairIndex
from rxcheck.kb.schema_vocabulary import ConditionEntry
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.store import default_folder
from rxcheck.kb.terms import Nature, PathwayRole
from rxcheck.kb.unit_names import amount
from rxcheck.model import Lab, Prescription
from rxcheck.quantity import plain_decimal
from rxcheck.terms import Action, CheckKind, Fact, Lang
from rxcheck.verify import Verifier
from tests.unit.build import adult, line, rx
from tests.unit.explain.teaching.conftest import Taught


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(default_folder())


@pytest.fixture(scope="module")
def named(knowledge: Knowledge) -> Selectors:
    return Selectors(knowledge)


@pytest.fixture(scope="module")
def catalogue(verifiers: dict[str, Verifier]) -> Catalogue:
    return verifiers["generic"].catalogue()


def asked(taught: Sequence[Taught], kind: QuestionKind) -> list[tuple[Taught, Question]]:
    found = [(each, question) for each in taught for question in each.lesson.questions if question.kind is kind]
    assert found, kind
    return found


def wrong(question: Question) -> list[str]:
    return [choice for at, choice in enumerate(question.choices) if at != question.answer]


def right(question: Question) -> str:
    return question.choices[question.answer]


def ids(names: Names, lang: Lang) -> dict[str, set[str]]:
    """Shown name → ids; several groups may share a name."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, (english, chinese) in names.items():
        found[(chinese or english) if lang is Lang.ZH else english].add(key)
    return found


def test_every_kind_of_question_is_asked(taught: list[Taught]) -> None:
    assert {question.kind for each in taught for question in each.lesson.questions} == set(QuestionKind)


# --- by the engine


def with_egfr(prescription: Prescription, value: str) -> Prescription:
    labs = tuple(lab for lab in prescription.patient.labs if lab.fact is not Fact.EGFR)
    lab = Lab("egfr", Decimal(value), "mL/min/{1.73_m2}", prescription.authored_on, Fact.EGFR)
    return replace(prescription, patient=replace(prescription.patient, labs=(*labs, lab)))


def subject_of(
    report: Report, finding: Finding, verifier: Verifier, tables: TeachingTables, catalogue: Catalogue
) -> Subject:
    return Subject.of(report, finding, verifier.kb, tables, catalogue, Lang.EN)


def test_the_answer_is_what_a_check_of_the_changed_prescription_says(
    examples: dict[str, Report], verifiers: dict[str, Verifier], tables: TeachingTables, catalogue: Catalogue
) -> None:
    report, verifier = examples["metformin-egfr-22-zh"], verifiers["generic"]
    subject = subject_of(report, report.findings[0], verifier, tables, catalogue)
    told = {each.hypothesis.change: each.action for each in outcomes(subject, list(of_flips(subject)), verifier.verify)}
    by_hand = {}
    for text, value in (("were 30", "30"), ("were just below 30", "29.999")):
        (altered,) = verifier.verify([with_egfr(report.prescription, value)])
        actions = [each.action for each in altered.findings if each.rule_id.startswith("renal-metformin")]
        by_hand[f"eGFR {text} mL/min/1.73 m²"] = actions[0] if actions else None
    assert told == by_hand
    assert set(told.values()) == {Action.MONITOR, Action.AVOID}


def test_what_the_finding_tells_is_confirmed_or_not_asked(
    taught: list[Taught], verifiers: dict[str, Verifier], tables: TeachingTables, catalogue: Catalogue
) -> None:
    """An engine that finds nothing at all answers `no finding` to what is not told, and is not believed where the finding says otherwise."""

    def blind(prescriptions: Sequence[Prescription]) -> list[Report]:
        return [replace(report, findings=()) for report in verifiers["generic"].verify(prescriptions)]

    contradicted = 0
    for each in taught:
        if each.finding.check is CheckKind.FORM or not each.finding.changed_by:
            continue
        subject = subject_of(each.report, each.finding, verifiers["generic"], tables, catalogue)
        found = outcomes(subject, list(of_flips(subject)), blind)
        assert all(outcome.action is None for outcome in found)
        assert all(outcome.hypothesis.expected is None for outcome in found if outcome.hypothesis.is_told)
        contradicted += any(hypothesis.expected is not None for hypothesis in of_flips(subject))
        for question in questions(subject, blind):
            if question.by_engine:
                assert right(question) == "no finding"
    assert contradicted


def test_doses_of_a_limit_and_of_a_pair_are_tried_on_both_sides(
    examples: dict[str, Report], verifiers: dict[str, Verifier], tables: TeachingTables, catalogue: Catalogue
) -> None:
    verifier = verifiers["generic"]
    found = {}
    for name, number in (("paracetamol-two-products", 1), ("simvastatin-amlodipine", 0), ("transplant-exposure", 1)):
        report = examples[name]
        subject = subject_of(report, report.findings[number], verifier, tables, catalogue)
        tried = outcomes(subject, list(of_flips(subject)), verifier.verify)
        found[name] = {each.hypothesis.change: each.action for each in tried}
    assert found == {
        "paracetamol-two-products": {
            "the amount were just below 4000 mg/d": None,
            "the amount were just above 4000 mg/d": Action.MODIFY,
        },
        "simvastatin-amlodipine": {
            "the daily dose of Simvastatin were just below 20 mg/d": None,
            "the daily dose of Simvastatin were just above 20 mg/d": Action.MODIFY,
        },
        "transplant-exposure": {
            "the daily dose of Atorvastatin were just above 20 mg/d": Action.MODIFY,
            "the daily dose of Atorvastatin were just below 20 mg/d": Action.MONITOR,
        },
    }


def test_a_set_without_one_of_its_lines(
    examples: dict[str, Report], verifiers: dict[str, Verifier], tables: TeachingTables, catalogue: Catalogue
) -> None:
    report, verifier = examples["triple-whammy"], verifiers["generic"]
    subject = subject_of(report, report.findings[0], verifier, tables, catalogue)
    tried = outcomes(subject, list(without_lines(subject)), verifier.verify)
    assert {each.hypothesis.line: each.action for each in tried} == {"1": None, "2": None, "3": None}


def test_a_burden_that_stays_without_one_line(
    verifiers: dict[str, Verifier],
    teachers: dict[tuple[str, Lang], Teacher],
    tables: TeachingTables,
    catalogue: Catalogue,
) -> None:
    drugs = ("amitriptyline", "oxybutynin", "diphenhydramine", "tolterodine")
    lines = (line(str(at), name) for at, name in enumerate(drugs, 1))
    (report,) = verifiers["generic"].verify([rx(*lines, patient=adult(80))])
    finding = next(each for each in report.findings if each.check is CheckKind.SET)
    subject = subject_of(report, finding, verifiers["generic"], tables, catalogue)
    tried = outcomes(subject, list(without_lines(subject)), verifiers["generic"].verify)
    assert finding.action in {each.action for each in tried}
    (question,) = (
        q for q in teachers["generic", Lang.EN].lesson(report, finding).questions if q.kind is QuestionKind.WITHOUT
    )
    assert right(question) == finding.action.value


# --- by the tables


def classes(knowledge: Knowledge, lang: Lang) -> dict[str, set[str]]:
    rows = knowledge.rows(sc.DrugClass)
    return ids({f"class:{row.class_id}": (row.name_en, row.name_zh) for row in rows}, lang)


def test_other_groups_do_not_hold_the_drug(
    taught: list[Taught], knowledge: Knowledge, named: Selectors, tables: TeachingTables
) -> None:
    for each, question in asked(taught, QuestionKind.GROUP):
        row = tables.pair(each.finding.rule_id, *each.finding.drugs)
        assert row is not None
        known = classes(knowledge, each.lang)
        sides = {row.object_path[-1]: row.object, row.precipitant_path[-1]: row.precipitant}
        (drug,) = (
            drug
            for side, drug in sides.items()
            if side in known[right(question)] and _shown(drug, each, knowledge) in question.text
        )
        for choice in wrong(question):
            assert all(drug not in named.drugs_of(group) for group in known[choice]), (each.finding.rule_id, choice)


def _shown(drug: str, each: Taught, knowledge: Knowledge) -> str:
    (row,) = (row for row in knowledge.rows(sc.Drug) if row.drug_id == drug)
    return row.name_zh if each.lang is Lang.ZH else row.name_en


def test_other_enzymes_and_effects_are_not_those_of_both_drugs(
    taught: list[Taught], knowledge: Knowledge, catalogue: Catalogue
) -> None:
    acting = (PathwayRole.INHIBITOR, PathwayRole.INDUCER)
    kinds = set()
    for each, question in asked(taught, QuestionKind.CARRIER):
        obj, precipitant = each.finding.drugs
        pathways, effects = ids(catalogue.pathways, each.lang), _effects(knowledge, each.lang)
        for choice in wrong(question):
            if choice in pathways and right(question) in pathways:
                kinds.add("pathway")
                (pathway,) = pathways[choice]
                rows = [row for row in knowledge.rows(sc.DrugPathway) if row.pathway_id == pathway]
                both = any(row.drug_id == obj for row in rows) and any(
                    row.drug_id == precipitant and row.role in acting for row in rows
                )
                assert not both, (each.finding.rule_id, choice)
            else:
                kinds.add("effect")
                holders = {row.drug_id for row in knowledge.rows(sc.DrugEffect) if row.effect_id in effects[choice]}
                assert effects[choice] and not {obj, precipitant} <= holders
    assert kinds == {"pathway", "effect"}


def _effects(knowledge: Knowledge, lang: Lang) -> dict[str, set[str]]:
    return ids({row.effect_id: (row.name_en, row.name_zh) for row in knowledge.rows(sc.Effect)}, lang)


def test_the_object_is_the_object_of_every_row_about_concentrations(
    taught: list[Taught], knowledge: Knowledge, catalogue: Catalogue
) -> None:
    index = PairIndex(knowledge)
    for each, question in asked(taught, QuestionKind.OBJECT):
        drugs = ids(catalogue.drugs, each.lang)
        obj, precipitant = each.finding.drugs
        assert drugs[right(question)] == {obj}
        rows = index.card(obj, precipitant).rows
        kinetic = {row.object for row in rows if Nature.KINETIC in row.natures}
        assert kinetic == {obj}
        assert all(obj not in drugs[choice] for choice in wrong(question))


def test_other_thresholds_are_drawn_by_no_row_of_this_drug(
    taught: list[Taught], knowledge: Knowledge, named: Selectors, tables: TeachingTables, verifiers: dict[str, Verifier]
) -> None:
    for each, question in asked(taught, QuestionKind.THRESHOLD):
        rule = tables.rule(each.finding.rule_id)
        own = set(_drawn(rule, each, knowledge, named, verifiers["generic"], tables))
        assert right(question) in own
        assert not own.intersection(wrong(question)), (each.finding.rule_id, question)


def _drawn(
    rule: sc.Rule | None,
    each: Taught,
    knowledge: Knowledge,
    named: Selectors,
    verifier: Verifier,
    tables: TeachingTables,
) -> Iterator[str]:
    subject = Subject.of(each.report, each.finding, verifier.kb, tables, verifier.catalogue(), each.lang)
    if isinstance(rule, sc.DoseLimit):
        for row in knowledge.rows(sc.DoseLimit):
            held = row.subject in named and not named.drugs_of(row.subject).isdisjoint(each.finding.drugs)
            if row.limit is rule.limit and (held or row.subject == rule.subject):
                yield amount(plain_decimal(row.value), row.unit, each.lang)
    assert isinstance(rule, sc.DoseLimit | sc.ConditionRule)
    if isinstance(rule, sc.ConditionRule):
        for condition in knowledge.rows(sc.ConditionRule):
            if condition.fact is rule.fact and each.finding.drugs[0] in named.drugs_of(condition.subject):
                yield bound(condition, subject)


def test_other_diagnoses_are_spoken_of_by_no_row_of_this_drug(
    taught: list[Taught], knowledge: Knowledge, named: Selectors, catalogue: Catalogue
) -> None:
    broader = {row.condition_id: row.broader for row in knowledge.rows(ConditionEntry)}

    def up(name: str) -> set[str]:
        return {name}.union(*(up(each) for each in broader[name]))

    for each, question in asked(taught, QuestionKind.CONDITION):
        spoken = {
            name
            for row in knowledge.rows(sc.ConditionRule)
            if row.fact is Fact.CONDITION and each.finding.drugs[0] in named.drugs_of(row.subject)
            for name in row.value.split("|")
        }
        known = ids(catalogue.conditions, each.lang)
        assert any(up(name) & spoken for name in known[right(question)])
        for choice in wrong(question):
            assert not any(up(name) & spoken for name in known[choice]), (each.finding.rule_id, choice)


def test_no_row_leads_from_another_allergen_to_the_drug(
    taught: list[Taught], knowledge: Knowledge, named: Selectors, catalogue: Catalogue
) -> None:
    def drugs(selector: str) -> frozenset[str]:
        return named.drugs_of(selector) if selector in named else frozenset()

    for each, question in asked(taught, QuestionKind.ALLERGEN):
        (drug,) = each.finding.drugs
        allergens = {row.allergen for row in knowledge.rows(sc.AllergyRule) if row.allergen}
        shown = defaultdict(set)
        for selector in (
            *allergens,
            *(f"drug:{name}" for name in catalogue.drugs),
            *(f"class:{name}" for name in catalogue.classes),
        ):
            shown[catalogue.selector(selector, each.lang)].add(selector)
        rows = [
            row for row in knowledge.rows(sc.AllergyRule) if row.allergen and row.subject and drug in drugs(row.subject)
        ]
        for choice in wrong(question):
            for selector in shown[choice] & (allergens | {f"drug:{name}" for name in catalogue.drugs}):
                if selector not in allergens and not selector.startswith("drug:"):
                    continue
                assert drug not in drugs(selector)
                for row in rows:
                    assert row.allergen != selector and drugs(row.allergen or "").isdisjoint(drugs(selector))


def test_side_chains_are_as_the_finding_has_them(taught: list[Taught]) -> None:
    answers = set()
    for each, question in asked(taught, QuestionKind.SIDE_CHAIN):
        (chains,) = each.finding.side_chains
        answers.add(chains.same)
        said = ("the same, atom for atom", "完全相同") if chains.same else ("not the same", "不相同")
        assert right(question) in said
    assert answers == {True, False}


def test_the_doubled_ingredient_is_on_all_lines_and_no_other_is(
    taught: list[Taught], catalogue: Catalogue, knowledge: Knowledge, named: Selectors
) -> None:
    for each, question in asked(taught, QuestionKind.DOUBLED):
        rule = next(row for row in knowledge.rows(sc.DuplicateRule) if row.rule_id == each.finding.rule_id)
        if rule.subject is not None:
            known = classes(knowledge, each.lang)
            for choice in wrong(question):
                assert all(not named.drugs_of(group) >= set(each.finding.drugs) for group in known[choice])
            continue
        drugs = ids(catalogue.drugs, each.lang)
        on = [set(receipt.drugs) for receipt in each.report.receipt.lines if receipt.line in each.finding.lines]
        count = {drug: sum(drug in held for held in on) for held in on for drug in held}
        assert all(count[drug] > 1 for drug in drugs[right(question)])
        assert all(count.get(drug, 0) <= 1 for choice in wrong(question) for drug in drugs[choice])


def test_only_the_right_drug_counts_toward_the_set(
    taught: list[Taught], catalogue: Catalogue, knowledge: Knowledge, named: Selectors
) -> None:
    for each, question in asked(taught, QuestionKind.COUNTED):
        terms = [
            row.selector for row in knowledge.rows(sc.SetTerm) if row.rule_id == each.finding.rule_id and row.selector
        ]
        counted = frozenset().union(*(named.drugs_of(selector) for selector in terms))
        drugs = ids(catalogue.drugs, each.lang)
        assert drugs[right(question)] <= counted
        assert all(counted.isdisjoint(drugs[choice]) for choice in wrong(question))


def test_what_is_unsafe_is_what_the_row_looks_for(taught: list[Taught], tables: TeachingTables) -> None:
    words = {
        "unit": ("abbreviated unit", "单位缩写"), "word": ("abbreviated word", "用语缩写"), "name": ("abbreviated drug name", "药名缩写"),
        "trailing_zero": ("trailing zero", "尾随零"), "naked_decimal": ("naked decimal point", "小数点前缺零"),
        "ungrouped_number": ("large number without separators", "大数无千位分隔"),
    }  # fmt: skip
    for each, question in asked(taught, QuestionKind.WRITTEN):
        rule = tables.rule(each.finding.rule_id)
        assert isinstance(rule, sc.FormRule) and rule.written
        assert right(question) in words[rule.written.value]


def test_base_verdict_and_severity(taught: list[Taught], tables: TeachingTables, catalogue: Catalogue) -> None:
    from rxcheck.report.words import term

    for each, question in asked(taught, QuestionKind.BASE):
        rule = tables.rule(each.finding.rule_id)
        assert rule is not None
        acting = rule.action.action
        assert right(question) == (
            term(acting, each.lang) if acting else ("不再提示" if each.lang is Lang.ZH else "no finding")
        )
    for each, question in asked(taught, QuestionKind.SEVERITY):
        assert right(question) == term(each.finding.severity, each.lang)


def test_questions_do_not_give_themselves_away(taught: list[Taught]) -> None:
    for each in taught:
        for question in each.lesson.questions:
            assert each.finding.rule_id not in question.text
            assert not re.search(rf"\b{re.escape(right(question))}\b", question.text) or question.kind in (
                QuestionKind.COUNTED, QuestionKind.OBJECT, QuestionKind.DOUBLED,
            )  # fmt: skip
