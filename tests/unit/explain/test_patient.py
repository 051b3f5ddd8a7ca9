"""Clauses on the patient: only of facts that are known, never of what the finding is about anyway, two at most."""

from __future__ import annotations

import pytest

from rxcheck.explain.patient import MOST, PatientClauses
from rxcheck.explain.plan import Part
from rxcheck.explain.sentences import Sentences, page_of
from rxcheck.finding import Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.cases.reading import FOLDER, all_cases, reports_of

PAIR = "[{drug: warfarin, route: oral}, {drug: clarithromycin, route: oral}]"


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()))


def report(verifier: Verifier, patient: str, lines: str = PAIR) -> Report:
    text = f"patient: {{allergies: [], conditions: [], {patient}}}\nlines: {lines}\n"
    return verifier.verify(read(text.encode(), "x.yaml").prescriptions)[0]


def clauses(verifier: Verifier, patient: str, rule: str, lines: str = PAIR) -> list[str]:
    found = report(verifier, patient, lines)
    (finding,) = (each for each in found.findings if each.rule_id == rule)
    return [use.clause_id for use in PatientClauses(verifier.kb).of(found)[finding.id]]


def test_the_facts_of_the_patient_choose(verifier: Verifier) -> None:
    rule = "ddi-vka-macrolides-cyp3a4"
    assert clauses(verifier, "age: 40", rule) == []
    assert clauses(verifier, "age: 80", rule) == ["p-bleed-age"]
    assert clauses(verifier, "age: 40, egfr: 30", rule) == ["p-bleed-kidney"]
    assert clauses(verifier, "age: 80, egfr: 30", rule) == ["p-bleed-age", "p-bleed-kidney"]


def test_an_unknown_fact_says_nothing(verifier: Verifier) -> None:
    assert clauses(verifier, "sex: f", "ddi-vka-macrolides-cyp3a4") == []


def test_not_what_the_finding_is_about(verifier: Verifier) -> None:
    """A finding about falls does not say beside it that this patient falls."""
    falls = 'age: 40, conditions: ["history of falls"]'
    lines = "[{drug: lorazepam, route: oral}, {drug: morphine, route: oral}]"
    found = verifier.verify(
        read(f"patient: {{allergies: [], {falls}}}\nlines: {lines}\n".encode(), "x.yaml").prescriptions
    )[0]
    beside = PatientClauses(verifier.kb).of(found)
    said = {finding.rule_id: [use.clause_id for use in beside[finding.id]] for finding in found.findings}
    assert said["dis-benzodiazepines-falls-history"] == []


def test_a_page_tells_them_in_the_words_of_its_reader(verifier: Verifier) -> None:
    found = report(verifier, "age: 80, egfr: 30")
    texts = set()
    for audience in Audience:
        said = Sentences(verifier.kb.compiled.text, verifier.catalogue(), audience, Lang.ZH)
        page = page_of(found, said, patients=PatientClauses(verifier.kb))
        (sentence, *_) = (each for made in page.explanations for each in made.sentences if each.part is Part.PATIENT)
        texts.add(sentence.text)
    assert len(texts) == len(Audience)


def test_every_case_has_at_most_two_of_each_finding(verifier: Verifier) -> None:
    patients = PatientClauses(verifier.kb)
    seen = set()
    for file in sorted({case.file for case in all_cases() if case.file.startswith("vignettes/")}):
        for found in reports_of(FOLDER / f"{file}.yaml").values():
            for uses in patients.of(found).values():
                assert len(uses) <= MOST
                assert len({use.clause_id for use in uses}) == len(uses)
                seen.update(use.clause_id for use in uses)
    assert len(seen) >= 15
