"""Explanations of real findings: clauses of the tables in the words of the audience, facts of the finding, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rxcheck.explain.plan import Part, read_plan
from rxcheck.explain.render import PageWriter
from rxcheck.explain.sentences import Page, Sentences, page_of
from rxcheck.finding import Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier

ROOT = Path(__file__).resolve().parents[3]
LANGS, AUDIENCES = list(Lang), list(Audience)


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()))


@pytest.fixture(scope="module")
def reports(verifier: Verifier) -> list[Report]:
    found = []
    for path in sorted((ROOT / "examples").glob("*/prescription.*")):
        found += verifier.verify(read(path, path.name).prescriptions)
    assert len(found) > 10
    return found


def sentences(verifier: Verifier, audience: Audience, lang: Lang) -> Sentences:
    return Sentences(verifier.kb.compiled.text, verifier.catalogue(), audience, lang)


def pages(verifier: Verifier, reports: list[Report], audience: Audience, lang: Lang) -> list[Page]:
    said = sentences(verifier, audience, lang)
    return [page_of(report, said) for report in reports]


@pytest.mark.parametrize("lang", LANGS)
def test_pharmacists_read_the_clauses_as_the_report_has_them(
    verifier: Verifier, reports: list[Report], lang: Lang
) -> None:
    catalogue = verifier.catalogue()
    for page in pages(verifier, reports, Audience.PHARMACIST, lang):
        assert page.left == 0
        for each in page.explanations:
            uses = (*each.finding.mechanism, *each.finding.harm, *each.finding.advice)
            said = [sentence.text for sentence in each.sentences if sentence.clause_id]
            assert said == [catalogue.clause(use, lang) for use in uses]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_sentence_is_filled(verifier: Verifier, reports: list[Report], audience: Audience, lang: Lang) -> None:
    for page in pages(verifier, reports, audience, lang):
        for each in page.explanations:
            assert each.sentences
            for sentence in each.sentences:
                assert sentence.text
                assert "{" not in sentence.text


def test_patients_read_no_word_of_pharmacists(verifier: Verifier, reports: list[Report]) -> None:
    for lang in LANGS:
        for page in pages(verifier, reports, Audience.PATIENT, lang):
            assert page.left + len(page.explanations) == len(page.report.findings)
            for each in page.explanations:
                assert {sentence.part for sentence in each.sentences} <= {Part.MECHANISM, Part.HARM, Part.ADVICE}
                assert not any(sentence.pharmacists_words for sentence in each.sentences)


def test_a_plan_chooses_and_orders_and_no_more(verifier: Verifier, reports: list[Report]) -> None:
    said = sentences(verifier, Audience.PHARMACIST, Lang.EN)
    report = next(each for each in reports if each.prescription.id == "warfarin-clarithromycin")
    (finding, *_) = report.findings
    plan = read_plan("r1 h1", said.candidates(finding), "a-model")
    texts = [sentence.text for sentence in said.say(report, finding, plan).sentences]
    whole = [sentence.text for sentence in page_of(report, said).explanations[0].sentences]
    assert texts == [whole[3], whole[2]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_forms(verifier: Verifier, reports: list[Report], audience: Audience, lang: Lang) -> None:
    made = pages(verifier, reports, audience, lang)
    writer = PageWriter(verifier.catalogue(), audience, lang)
    text, document = writer.text(made, verifier.versions), writer.markdown(made, verifier.versions)
    data = json.loads(writer.json(made, verifier.versions))
    assert data["audience"] == audience.value
    kept = [each for rx in data["prescriptions"] for each in rx["explanations"]]
    assert len(kept) == sum(len(page.explanations) for page in made)
    flat = "".join(text.split())
    for each in kept:
        assert each["plan"] == {**each["plan"], "planner": "template", "fallback": None}
        for sentence in each["sentences"]:
            assert "".join(sentence["text"].split()) in flat
    assert document.count("### ") == len(kept)
    if audience is Audience.PATIENT:
        assert all(word not in flat for word in ("contraindicated", "禁忌", "dose-", "ddi-"))
