"""Findings → problems, and where a key and the engine differ; hints tell what is true."""

from __future__ import annotations

from copy import deepcopy

import pytest
from msgspec.structs import replace

from rxcheck.errors import InputError
from rxcheck.kb.store import Compiled, default_folder
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Action, CheckKind, Lang, Severity
from rxcheck.train.case import case_of
from rxcheck.train.check import check_cases
from rxcheck.train.check_text import checks_as_text
from rxcheck.train.difficulty import scale_of
from rxcheck.train.hints import hints
from rxcheck.train.model import KeyEntry, Problem
from rxcheck.train.source import Judge
from rxcheck.train.terms import Level, ProblemReason
from rxcheck.train.truth import disagreements
from tests.unit.train.test_case import GOOD


@pytest.fixture(scope="session")
def judge(shipped: Compiled) -> Judge:
    return Judge(shipped, load_labs(default_folder() / "knowledge"))


def problem(lines: str, kind: CheckKind, action: str, *reasons: str) -> Problem:
    named = tuple(ProblemReason(reason) for reason in reasons)
    return Problem(tuple(lines), kind, Action(action), Severity.MAJOR, named, ("F1",), ("rule-a", "rule-b"))


IX = problem("12", CheckKind.INTERACTION, "avoid", "interaction")
ENTRY = KeyEntry(("2", "1"), CheckKind.INTERACTION, Action.AVOID, ProblemReason.INTERACTION, "rule-b")


class TestDisagreements:
    def test_none(self) -> None:
        optional = problem("3", CheckKind.CONDITION, "inform", "age")
        assert disagreements((ENTRY,), (IX, optional)) == ()

    @pytest.mark.parametrize(
        "other",
        [
            replace(ENTRY, action=Action.MODIFY),
            replace(ENTRY, reason=ProblemReason.INCOMPATIBLE),
            replace(ENTRY, rule="rule-c"),
        ],
    )
    def test_otherwise(self, other: KeyEntry) -> None:
        (found,) = disagreements((other,), (IX,))
        assert (found.entry, found.problem) == (other, IX)

    def test_only_one_of_them(self) -> None:
        other = replace(ENTRY, lines=("1", "3"))
        first, second = disagreements((other,), (IX,))
        assert (first.entry, first.problem) == (other, None)
        assert (second.entry, second.problem) == (None, IX)


def test_findings_of_one_check_on_the_same_lines_are_one_problem(judge: Judge) -> None:
    exercise = judge.exercise(case_of(GOOD, "two-lines.yaml"))
    assert exercise.alike
    where = [(problem.kind, problem.lines) for problem in exercise.problems]
    assert len(where) == len(set(where))
    (found,) = [problem for problem in exercise.problems if problem.kind is CheckKind.INTERACTION]
    assert found.lines == ("1", "b")
    findings = {f.id: f for f in exercise.report(Lang.EN).findings}
    assert found.action is max((findings[ident].action for ident in found.findings), key=lambda action: action.rank)


def test_the_prescription_as_a_whole_has_no_lines(judge: Judge) -> None:
    document = deepcopy(GOOD) | {"jurisdiction": "cn"}
    document["rx"] = document["rx"] | {"setting": "outpatient"}
    problems = judge.exercise(case_of(document, "x")).problems
    (found,) = [problem for problem in problems if "form-cn-condition" in problem.rules]
    assert found.lines == ()


def test_what_cannot_be_read_in_one_language(judge: Judge) -> None:
    document = deepcopy(GOOD)
    document["rx"]["lines"][0]["dose"] = {"en": "5 mg", "zh": "-5 mg"}
    del document["rx"]["lines"][0]["sig"]
    with pytest.raises(InputError, match=r"two-lines\.yaml, column rx\.lines\[0\]\.dose \(zh\): dose is negative"):
        judge.exercise(case_of(document, "x"))


def test_a_place_that_has_no_law(judge: Judge) -> None:
    with pytest.raises(InputError, match=r"column jurisdiction: jurisdiction atlantis is not known \(known: cn, "):
        judge.exercise(case_of(GOOD | {"jurisdiction": "atlantis"}, "x"))


def test_what_a_check_says(judge: Judge) -> None:
    document = deepcopy(GOOD)
    document["rx"]["lines"][0]["drug"] = {"en": "warfarin", "zh": "唑氟林"}
    scale = scale_of(judge.folder)
    (check,) = check_cases([case_of(document, "x")], judge, scale)
    assert not check.agrees
    assert not check.alike
    assert [gap.text or gap.lines for gap in check.not_understood[Lang.ZH]]
    text = checks_as_text([check], [], Lang.EN)
    assert "two-lines: differs" in text
    assert "[Chinese] not understood: " in text
    assert "[Chinese] the key says, the engine does not: lines 1, b · interactions · avoid" in text
    assert "the problems are not the same in English and Chinese" in text
    assert "cases: 1; agree: 0; differ: 1; cannot be read: 0" in text
    chinese = checks_as_text([check], [], Lang.ZH)
    assert "two-lines: 不一致" in chinese
    assert "中英文处方的问题不同" in chinese


def test_every_case_of_the_right_key_agrees(judge: Judge) -> None:
    found = judge.exercise(case_of(GOOD, "x"))
    from rxcheck.train.generator import key_of

    case = replace(found.case, key=key_of(found.problems), level=Level.BEGINNER)
    (check,) = check_cases([case], judge, scale_of(judge.folder))
    assert check.agrees


class TestHints:
    def test_each_tells_more(self, judge: Judge) -> None:
        prescription = judge.exercise(case_of(GOOD, "x")).prescription(Lang.EN)
        dose = problem("b", CheckKind.LIMIT, "monitor", "dose_too_high")
        first, second, third = hints([replace(IX, lines=("1",)), dose], prescription, Lang.EN)
        assert first == "There are 2 problems; 1 worth a call to the prescriber."
        assert second == "Of these kinds: interactions × 1, doses and limits × 1."
        assert third == "Look at lines 1, b."
        assert hints([dose], prescription, Lang.ZH) == (
            "本处方有1个问题，其中0个需联系医师。",
            "问题类型：剂量与限度 × 1。",
            "涉及：第b行。",
        )

    def test_nothing_and_what_is_optional(self, judge: Judge) -> None:
        prescription = judge.exercise(case_of(GOOD, "x")).prescription(Lang.EN)
        optional = problem("1", CheckKind.CONDITION, "inform", "age")
        assert set(hints([optional], prescription, Lang.EN)) == {"Nothing on this prescription has to be marked."}
        assert len(hints([], prescription, Lang.ZH)) == 3
