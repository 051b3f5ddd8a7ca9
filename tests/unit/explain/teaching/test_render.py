"""Lessons on pages: around the planner's sentences, answers apart or beside, the same for machines; others read what they read before."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from rxcheck.cli.teaching import taught as with_lessons
from rxcheck.explain.plan import Plan, read_plan
from rxcheck.explain.render import PageWriter
from rxcheck.explain.sentences import Page, Sentences, page_of
from rxcheck.explain.teaching.lesson import Lesson, Question, QuestionKind, Step, StepKind
from rxcheck.explain.teaching.render import TeachingText, comparison_text, lesson_text, taught_document
from rxcheck.explain.teaching.teacher import Teacher
from rxcheck.finding import Report
from rxcheck.report.layout import cells
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier

Teachers = dict[tuple[str, Lang], Teacher]
LONGEST = 96


def page(report: Report, verifier: Verifier, lang: Lang, planner: object = None) -> Page:
    said = Sentences(verifier.kb.compiled.text, verifier.catalogue(), Audience.TRAINEE, lang)
    return page_of(report, said, planner=planner) if callable(planner) else page_of(report, said)


def writer(verifier: Verifier, lang: Lang, answers: bool = False) -> PageWriter:
    return PageWriter(verifier.catalogue(), Audience.TRAINEE, lang, answers=answers)


@pytest.fixture(scope="module")
def pages(examples: dict[str, Report], verifiers: dict[str, Verifier], teachers: Teachers) -> dict[Lang, list[Page]]:
    return {
        lang: with_lessons(
            [page(report, verifiers["generic"], lang) for report in examples.values() if report.findings],
            teachers["generic", lang],
        )
        for lang in Lang
    }


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("answers", [False, True])
@pytest.mark.parametrize("lang", list(Lang))
def test_everything_of_a_lesson_stands_in_the_text(
    pages: dict[Lang, list[Page]], verifiers: dict[str, Verifier], lang: Lang, answers: bool
) -> None:
    text = writer(verifiers["generic"], lang, answers).text(pages[lang], verifiers["generic"].versions)
    assert max(map(cells, text.splitlines())) <= LONGEST + 1  # a closing mark may hang over
    joined = flat(text)
    for each in (each for one in pages[lang] for each in one.explanations):
        assert each.lesson is not None
        told = [statement for step in each.lesson.steps for statement in step.statements]
        told += [
            part for question in each.lesson.questions for part in (question.text, *question.choices, question.why)
        ]
        for statement in told:
            assert flat(statement) in joined
        for sentence in each.sentences:
            assert flat(sentence.text) in joined


@pytest.mark.parametrize("lang", list(Lang))
def test_answers_stand_apart_unless_asked_for(
    pages: dict[Lang, list[Page]], verifiers: dict[str, Verifier], lang: Lang
) -> None:
    versions, head = verifiers["generic"].versions, {Lang.EN: "Answers", Lang.ZH: "答案"}[lang]
    whys = [q.why for one in pages[lang] for each in one.explanations if each.lesson for q in each.lesson.questions]
    apart = writer(verifiers["generic"], lang).text(pages[lang], versions)
    before, _, after = apart.rpartition(f"\n{head}\n")
    first = "With this change" if lang is Lang.EN else "按此改动"
    assert first not in before and first in after
    assert all(flat(why) in flat(after) for why in whys)
    beside = writer(verifiers["generic"], lang, answers=True).text(pages[lang], versions)
    assert f"\n{head}\n" not in beside and first in beside
    document = writer(verifiers["generic"], lang).markdown(pages[lang], versions)
    before, _, after = document.partition(f"<details><summary>{head}</summary>")
    assert first not in before and first in after and after.count("</details>") == 1
    assert "<details>" not in writer(verifiers["generic"], lang, answers=True).markdown(pages[lang], versions)


def test_steps_stand_around_the_sentences(
    examples: dict[str, Report], verifiers: dict[str, Verifier], teachers: Teachers
) -> None:
    verifier = verifiers["generic"]
    (one,) = with_lessons([page(examples["warfarin-clarithromycin"], verifier, Lang.EN)], teachers["generic", Lang.EN])
    for text in (
        writer(verifier, Lang.EN).text([one], verifier.versions),
        writer(verifier, Lang.EN).markdown([one], verifier.versions),
    ):
        labels = ("1 Facts used", "2 Rule that fired", "3 Path in the graph", "Why", "What can happen", "What to do")
        labels += ("4 What would change it", "5 Sources", "Test yourself")
        places = [text.index(label) for label in labels]
        assert places == sorted(places)


def test_the_order_of_the_planner_is_kept(
    examples: dict[str, Report], verifiers: dict[str, Verifier], teachers: Teachers
) -> None:
    def planner(found: Sequence[tuple[object, str]]) -> Plan:
        return read_plan("r1 h1", [candidate for candidate, _ in found], "a-model")  # type: ignore[misc]

    verifier = verifiers["generic"]
    made = page(examples["warfarin-clarithromycin"], verifier, Lang.EN, planner)
    (one,) = with_lessons([made], teachers["generic", Lang.EN])
    assert one.explanations[0].plan == made.explanations[0].plan
    assert one.explanations[0].sentences == made.explanations[0].sentences
    text = writer(verifier, Lang.EN).text([one], verifier.versions)
    assert text.index("What to do") < text.index("What can happen") < text.index("4 What would change it")
    assert "Why  " not in text
    assert "Order chosen by a-model" in text


def test_machines_keep_their_keys_and_get_more(pages: dict[Lang, list[Page]], verifiers: dict[str, Verifier]) -> None:
    versions = verifiers["generic"].versions
    plain = [
        replace(one, comparison=None, explanations=tuple(replace(each, lesson=None) for each in one.explanations))
        for one in pages[Lang.EN]
    ]
    before = json.loads(writer(verifiers["generic"], Lang.EN).json(plain, versions))
    after = json.loads(writer(verifiers["generic"], Lang.EN).json(pages[Lang.EN], versions))
    assert not any(f'"{key}":' in json.dumps(before) for key in ("steps", "self_test", "comparison"))
    for one in after["prescriptions"]:
        assert ("comparison" in one) is (len(one["explanations"]) > 1)
        one.pop("comparison", None)
        for each in one["explanations"]:
            steps, asked = each.pop("steps"), each.pop("self_test")
            assert [step["step"] for step in steps] == [kind.value for kind in StepKind]
            assert all(0 <= question["answer"] < len(question["choices"]) for question in asked)
    assert before == after


def test_others_read_what_they_read_before(examples: dict[str, Report], verifiers: dict[str, Verifier]) -> None:
    """Without a lesson a page is the same whatever is asked of lessons, to the byte."""
    verifier = verifiers["generic"]
    for audience in (Audience.PHARMACIST, Audience.PATIENT):
        for lang in Lang:
            said = Sentences(verifier.kb.compiled.text, verifier.catalogue(), audience, lang)
            made = [page_of(report, said) for report in examples.values()]
            assert all(one.comparison is None and not any(each.lesson for each in one.explanations) for one in made)
            one, two = (PageWriter(verifier.catalogue(), audience, lang, answers=answers) for answers in (False, True))
            assert one.text(made, verifier.versions) == two.text(made, verifier.versions)
            assert one.markdown(made, verifier.versions) == two.markdown(made, verifier.versions)
            assert "Test yourself" not in one.text(made, verifier.versions)
            assert "self_test" not in one.json(made, verifier.versions)


def test_markup_of_the_input_stays_text() -> None:
    hostile = "</details><script>x</script> **b** [l](http://e.com) | `c`"
    steps = tuple(Step(kind, (hostile,)) for kind in StepKind)
    lesson = Lesson("F1", "r", "F1", steps, (Question(QuestionKind.GROUP, hostile, (hostile, "b"), 0, hostile),))
    out = "\n".join(
        [
            *TeachingText(Lang.EN, False).around_markdown(lesson, ()),
            *TeachingText(Lang.EN, False).answers_markdown([("", lesson)]),
        ]
    )
    assert "<script>" not in out and "**b**" not in out and "[l](" not in out
    assert "\\*\\*b\\*\\*" in out
    assert out.count("</details>") == 1


@pytest.mark.parametrize("lang", list(Lang))
def test_a_lesson_by_itself(examples: dict[str, Report], teachers: Teachers, lang: Lang) -> None:
    report = examples["transplant-exposure"]
    teacher = teachers["generic", lang]
    lesson = teacher.lesson(report, report.findings[0])
    shown = lesson_text(lesson, lang, answers=False)
    assert shown.startswith(lesson.heading)
    assert shown.index(lesson.questions[0].choices[0]) < shown.rindex({Lang.EN: "Answers", Lang.ZH: "答案"}[lang])
    assert lesson_text(lesson, lang, answers=True) != shown
    document = taught_document(lesson, lang)
    assert json.loads(json.dumps(document))["rule_id"] == lesson.rule_id
    comparison = teacher.comparison(report, report.findings)
    assert comparison is not None
    assert all(flat(row.about) in flat(comparison_text(comparison, lang)) for row in comparison.rows)


def test_answers_of_several_prescriptions_are_told_apart(
    pages: dict[Lang, list[Page]], verifiers: dict[str, Verifier]
) -> None:
    several = writer(verifiers["generic"], Lang.EN).text(pages[Lang.EN], verifiers["generic"].versions)
    assert "triple-whammy F1 question 1" in several or "whammy F1 question 1" in several
    alone = writer(verifiers["generic"], Lang.EN).text(pages[Lang.EN][-1:], verifiers["generic"].versions)
    assert "\n  F1 question 1" in alone
