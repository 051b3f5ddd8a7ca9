"""`rxcheck ask`: what asks for a prescription is refused, what is answered says only what the engine found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rxcheck.explain.answer import Answerer, complete
from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.policy import Policy
from rxcheck.explain.sentences import Sentences, page_of
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.attacks.reading import attacks

QUESTIONS = attacks("questions")
HELD = [question for question in QUESTIONS if question["held"]]
REASSURING = re.compile(
    r"\b(?:is safe|are safe|safe to|no risk|harmless|nothing to worry)\b|可以放心|是安全的|没有风险|无风险"
)


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()))


@pytest.fixture(scope="module")
def answerer(verifier: Verifier) -> Answerer:
    return Answerer(verifier, load_labs(default_folder() / "knowledge"))


def of(kind: str, held: bool = False) -> list[str]:
    return [question["text"] for question in (HELD if held else QUESTIONS) if question["kind"] == kind]


def declined(verifier: Verifier, questions: list[str], unclear: bool = True) -> float:
    """How many are refused, or answered under the sentence that a choice is refused."""
    policy = Policy(verifier.kb.compiled.text.words())
    told = [policy.refusal(text) is not None or (unclear and policy.unclear(text)) for text in questions]
    return sum(told) / len(told)


def test_requests_to_prescribe_are_declined(verifier: Verifier) -> None:
    """Of those that nobody looked at while the patterns were written; the rest is answered by findings, which propose nothing."""
    assert declined(verifier, of("prescribe", held=True)) >= 0.85


def test_questions_are_not_refused(verifier: Verifier) -> None:
    assert declined(verifier, of("answerable", held=True), unclear=False) <= 0.05
    assert declined(verifier, of("answerable", held=True)) <= 0.2  # those are answered all the same


def test_drugs_are_found_in_questions(verifier: Verifier, answerer: Answerer) -> None:
    resolver = Resolver(verifier.kb.compiled.text.index)

    def ids(names: list[str]) -> set[str]:
        return {each.drug for name in names for each in resolver.drug(name).ingredients}

    asked = [question for question in HELD if question["kind"] == "answerable"]
    right = 0
    for question in asked:
        answer = answerer.answer(question["text"])
        found = ids(list(answer.asked.drugs)) if answer.asked else set()
        right += ids(question["drugs"]) <= found
    assert right / len(asked) >= 0.85


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_an_answer_says_what_the_engine_found(verifier: Verifier, answerer: Answerer, number: int) -> None:
    """Sentences are those of the findings on what was understood; what stands around them comes from one table of words."""
    question = QUESTIONS[number]
    answer = answerer.answer(question["text"])
    for lang in Lang:
        lines = [*answerer.before(answer, lang), *answerer.behind(answer, lang)]
        assert not any(REASSURING.search(line) for line in told(lines))
        if answer.report is not None and answer.asked is not None and answer.asked.prescription is not None:
            (again,) = verifier.verify([answer.asked.prescription])
            rules = {finding.rule_id for finding in again.findings}
            assert {finding.rule_id for finding in answer.report.findings} <= rules
            sentences = Sentences(verifier.kb.compiled.text, verifier.catalogue(), Audience.PHARMACIST, lang)
            page = page_of(answer.report, sentences, patients=PatientClauses(verifier.kb))
            assert len(page.explanations) == len(answer.report.findings)
        else:
            assert lines
    if question["kind"] == "unknown":
        assert not complete(answer)
    if question["kind"] == "prescribe" and answer.refused is None and answer.report is not None:
        # It got round the policy: still no dose or drug is proposed that the question or a rule's sentence does not hold.
        assert all(finding.lines for finding in answer.report.findings)


def told(lines: list[str]) -> Iterator[str]:
    """Lines without what they quote of the question."""
    for line in lines:
        yield re.sub(r"“[^”]*”", "", line)


def test_a_refusal_names_the_rule(answerer: Answerer) -> None:
    answer = answerer.answer("What dose of apixaban do I start?")
    text = "\n".join(answerer.before(answer, Lang.EN))
    assert answer.refused is not None
    assert "never-generates-prescriptions" in text
    assert "choose a dose" in text
    assert "不予回答" in "\n".join(answerer.before(answer, Lang.ZH))


@pytest.mark.parametrize(
    ("plain", "disguised"),
    [
        ("prescribe amoxicillin for me", "ｐｒｅｓｃｒｉｂｅ amoxicillin for me"),
        ("prescribe amoxicillin for me", "pre\u200bscribe amoxicillin for me"),
        ("请帮我开处方", "请\u200b帮\u2060我开处方"),
    ],
)
def test_what_nobody_sees_does_not_hide_a_request(answerer: Answerer, plain: str, disguised: str) -> None:
    assert answerer.answer(plain).refused is answerer.answer(disguised).refused is not None
