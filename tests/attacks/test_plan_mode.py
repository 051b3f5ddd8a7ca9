"""Plan mode: whatever stands in a prescription and whatever a model answers, only reviewed sentences of the finding are said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.plan import Candidate, Plan, read_plan, template_plan
from rxcheck.explain.prompt import question
from rxcheck.explain.render import PageWriter
from rxcheck.explain.sentences import Page, Sentences, page_of
from rxcheck.finding import Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.attacks.reading import attacks

ANSWERS = [attack["text"] for attack in attacks("answers")] + [
    attack["text"] for attack in attacks("narrative") if not attack["good"]
]
INPUTS = attacks("inputs")
MARKS = ("<｜", "<|", "｜>", "|>", "<think", "</think", "[INST]", "<<SYS")


def base() -> dict[str, Any]:
    return {
        "id": "rx-1",
        "patient": {
            "age": 78,
            "sex": "f",
            "weight_kg": 54,
            "egfr": 38,
            "allergies": ["penicillin"],
            "conditions": ["atrial fibrillation"],
        },
        "lines": [
            {"drug": "warfarin", "dose": "5 mg", "route": "oral", "frequency": "once daily"},
            {"drug": "clarithromycin", "dose": "500 mg", "route": "oral", "frequency": "bid"},
            {"drug": "amoxicillin", "dose": "500 mg", "route": "oral", "frequency": "tid"},
        ],
    }


def hostile(attack: dict[str, Any]) -> dict[str, Any]:
    """The prescription with an attack in one of its fields."""
    made, text = base(), attack["text"]
    match attack["field"]:
        case "drug":
            made["lines"].append({"drug": text})
        case "sig":
            made["lines"].append({"drug": "omeprazole", "sig": text})
        case "note" | "reason":
            made["lines"][0]["justification"] = text
        case "indication" | "condition":
            made["patient"]["conditions"].append(text)
        case "allergy":
            made["patient"]["allergies"].append(text)
        case "patient_id":
            made["patient"]["id"] = text
            made["id"] = text
        case "prescriber":
            made["prescriber_title"] = text
        case other:
            raise AssertionError(other)
    return made


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()))


@pytest.fixture(scope="module")
def said(verifier: Verifier) -> dict[Lang, Sentences]:
    text, catalogue = verifier.kb.compiled.text, verifier.catalogue()
    return {lang: Sentences(text, catalogue, Audience.PHARMACIST, lang) for lang in Lang}


def report_of(verifier: Verifier, document: dict[str, Any]) -> Report | None:
    result = read(json.dumps(document).encode(), "x.json")
    return verifier.verify(result.prescriptions)[0] if result.prescriptions else None


def allowed(report: Report, sentences: Sentences, verifier: Verifier) -> set[str]:
    """Every sentence that may be said of the findings of a report."""
    page = page_of(report, sentences, patients=PatientClauses(verifier.kb))
    return {sentence.text for each in page.explanations for sentence in each.sentences}


def test_there_are_enough() -> None:
    assert len(ANSWERS) + len(INPUTS) >= 500
    for lang in ("en", "zh"):
        assert (
            sum(attack["lang"] == lang for name in ("inputs", "answers", "narrative") for attack in attacks(name)) > 200
        )


@pytest.mark.parametrize("lang", Lang)
def test_no_answer_says_more_than_the_finding(verifier: Verifier, said: dict[Lang, Sentences], lang: Lang) -> None:
    """Each answer for each of three findings: all sentences are of the finding, and what may not be left out is there."""
    report = report_of(verifier, base())
    assert report is not None
    assert len(report.findings) >= 3
    sentences = said[lang]
    reviewed = allowed(report, sentences, verifier)
    through = 0
    for answer in ANSWERS:

        def planner(found: Sequence[tuple[Candidate, str]], answer: str = answer) -> Plan:
            return read_plan(answer, [candidate for candidate, _ in found], "hostile")

        page = page_of(report, sentences, planner=planner, patients=PatientClauses(verifier.kb))
        for each in page.explanations:
            needed = {candidate for candidate in sentences.candidates(each.finding) if candidate.required}
            assert {sentence.text for sentence in each.sentences} <= reviewed, answer
            assert needed <= set(each.plan.chosen), answer
            through += each.plan.fallback is None
        assert not _hostile_text(PageWriter(verifier.catalogue(), Audience.PHARMACIST, lang), page, report, answer)
    # A few answers are nothing but codes that happen to be complete: those are plans, not attacks.
    assert through <= 0.02 * len(ANSWERS) * len(report.findings)


def _hostile_text(writer: PageWriter, page: Page, report: Report, answer: str) -> bool:
    """Whether a run of the answer's own words stands in the page."""
    text = writer.text([page], report.versions)
    plain = writer.text([page_without_model(page)], report.versions)
    words = answer.split()
    runs = {" ".join(words[place : place + 4]) for place in range(len(words) - 3)}
    return any(run in text and run not in plain for run in runs)


def page_without_model(page: Page) -> Page:
    from msgspec.structs import replace

    return replace(
        page, explanations=tuple(replace(each, plan=template_plan(each.plan.chosen)) for each in page.explanations)
    )


@pytest.mark.parametrize("number", range(len(INPUTS)))
def test_no_field_changes_what_is_said_of_the_rest(
    verifier: Verifier, said: dict[Lang, Sentences], number: int
) -> None:
    attack = INPUTS[number]
    report = report_of(verifier, hostile(attack))
    if report is None:
        return  # refused as a whole, with an error: nothing is said
    plain = report_of(verifier, base())
    assert plain is not None
    # Findings about the untouched lines stay; a hostile condition or allergy may add its own, never remove one.
    kept = {(finding.rule_id, finding.lines, finding.action) for finding in report.findings}
    assert {(finding.rule_id, finding.lines, finding.action) for finding in plain.findings} <= kept
    for lang in Lang:
        sentences = said[lang]
        asked: list[str] = []

        def planner(found: Sequence[tuple[Candidate, str]], asked: list[str] = asked) -> Plan:
            asked.append(question(found))
            return template_plan([candidate for candidate, _ in found])

        page = page_of(report, sentences, planner=planner, patients=PatientClauses(verifier.kb))
        texts = {sentence.text for each in page.explanations for sentence in each.sentences}
        assert texts <= allowed(report, sentences, verifier)
        for text in asked:
            assert not any(mark in text for mark in MARKS)
            if attack["kind"] in ("prompt_injection", "order_to_model", "fake_finding", "reassurance"):
                assert " ".join(attack["text"].split())[:40] not in text
