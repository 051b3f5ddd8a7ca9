"""Plans: only aliases of the finding, each once, with all that may not be left out; whatever a model answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.explain.plan import (
    LONGEST,
    TEMPLATE,
    Candidate,
    Fallback,
    Part,
    candidates,
    grammar,
    read_plan,
    template_plan,
    worth_explaining,
)
from rxcheck.finding import ClauseUse, Finding, FindingCodes
from rxcheck.llm.gbnf import check
from rxcheck.terms import Action, Audience, CheckKind, EvidenceLevel, Severity


def finding(
    mechanism: tuple[str, ...] = ("m-a", "m-b"),
    harm: tuple[str, ...] = ("h-a",),
    advice: tuple[str, ...] = ("r-a",),
    check: CheckKind = CheckKind.INTERACTION,
    action: Action = Action.MODIFY,
) -> Finding:
    return Finding(
        id="F1", rule_id="x", check=check, action=action, severity=Severity.MAJOR, evidence=EvidenceLevel.ESTABLISHED,
        lines=("1",), drugs=("warfarin",), mechanism=tuple(map(ClauseUse, mechanism)), harm=tuple(map(ClauseUse, harm)),
        advice=tuple(map(ClauseUse, advice)), references=(), codes=FindingCodes(None, None, None),
    )  # fmt: skip


ALL = ("m-a", "m-b", "h-a", "r-a")
FOUND = candidates(finding(), ALL, 2, 1)


def test_candidates() -> None:
    assert [each.alias for each in FOUND] == ["m1", "m2", "h1", "f1", "f2", "r1", "c1"]
    assert [each.alias for each in FOUND if each.required] == ["h1", "r1"]


def test_without_harm_the_mechanism_is_required() -> None:
    found = candidates(finding(harm=()), ALL, 0, 0)
    assert [each.alias for each in found if each.required] == ["m1", "m2", "r1"]


def test_what_there_are_no_words_for_is_no_candidate() -> None:
    found = candidates(finding(), ("m-b", "r-a"), 0, 0)
    assert [(each.alias, each.use.clause_id if each.use else "") for each in found] == [("m1", "m-b"), ("r1", "r-a")]
    assert all(each.required for each in found)


def test_the_template_says_everything_in_order() -> None:
    plan = template_plan(FOUND)
    assert (plan.chosen, plan.planner, plan.fallback) == (FOUND, TEMPLATE, None)


def test_a_plan_of_a_model_is_used() -> None:
    plan = read_plan(" h1 r1 m2\n", FOUND, "a-model")
    assert ([each.alias for each in plan.chosen], plan.planner, plan.fallback) == (["h1", "r1", "m2"], "a-model", None)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", Fallback.EMPTY),
        (" \n\t", Fallback.EMPTY),
        ("h1 r1 m3", Fallback.UNKNOWN_ALIAS),
        ("h1 r1 r2", Fallback.UNKNOWN_ALIAS),
        ("h1, r1", Fallback.UNKNOWN_ALIAS),
        ("H1 r1", Fallback.UNKNOWN_ALIAS),
        ("h1 r1 stop warfarin", Fallback.UNKNOWN_ALIAS),
        ("<think> h1 r1", Fallback.UNKNOWN_ALIAS),
        ("h1 r1 <｜Assistant｜>", Fallback.UNKNOWN_ALIAS),
        ("ｈ1 r1", Fallback.UNKNOWN_ALIAS),
        ("h01 r1", Fallback.UNKNOWN_ALIAS),
        ("h1 r1 h1", Fallback.REPEATED),
        ("h1", Fallback.LEFT_OUT),
        ("m1 r1", Fallback.LEFT_OUT),
        ("h1 r1 " * 100, Fallback.LENGTH),
    ],
)
def test_anything_else_is_the_template_and_says_why(answer: str, why: Fallback) -> None:
    plan = read_plan(answer, FOUND, "a-model")
    assert (plan.chosen, plan.planner, plan.fallback) == (FOUND, TEMPLATE, why)


_LIKELY = st.lists(st.sampled_from(["m1", "m2", "m3", "h1", "h2", "f1", "r1", "r9", "c1", "stop", "5 mg"]), max_size=9)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=LONGEST + 50), _LIKELY.map(" ".join)))
def test_no_text_says_more_than_the_finding(answer: str) -> None:
    plan = read_plan(answer, FOUND, "a-model")
    assert set(plan.chosen) <= set(FOUND)
    assert len(set(plan.chosen)) == len(plan.chosen)
    assert {each for each in FOUND if each.required} <= set(plan.chosen)
    assert (plan.planner == TEMPLATE) is (plan.fallback is not None)


def allowed(found: Sequence[Candidate]) -> set[str]:
    """Every text of a grammar that has no repetition, spelled out."""
    rules = dict(line.split(" ::= ") for line in grammar(found).splitlines())

    def texts(body: str) -> set[str]:
        out = set()
        for option in body.split(" | "):
            built = {""}
            for item in re.findall(r'\("[^"]*"\)\?|"[^"]*"|\w+', option):
                more = (
                    {item.strip('("?)'), ""}
                    if item.endswith("?")
                    else {item[1:-1]}
                    if item[0] == '"'
                    else texts(rules[item])
                )
                built = {before + after for before in built for after in more}
            out |= built
        return out

    return texts(rules["root"])


@pytest.mark.parametrize("most", [2, 4, 7])
def test_the_grammar_allows_exactly_what_is_read(most: int) -> None:
    found = FOUND[-most:]
    spoken = allowed(found)
    check(grammar(found))
    orders = [" ".join(order) for n in range(1, most + 1) for order in permutations([each.alias for each in found], n)]
    good = {f" {text}" for text in orders if read_plan(text, found, "a-model").fallback is None}
    assert spoken == good


def test_a_long_finding_keeps_its_parts_together() -> None:
    found = candidates(finding(), ALL, 9, 2)
    check(grammar(found))
    spoken = allowed(found)
    assert all(read_plan(text, found, "a-model").fallback is None for text in spoken)
    assert " m2 m1 h1 f2 f9 r1 c2 c1" in spoken


def test_an_empty_grammar_would_allow_everything() -> None:
    with pytest.raises(ValueError, match="allows everything"):
        grammar(())
    with pytest.raises(ValueError, match="alias"):
        grammar((Candidate(Part.HARM, 0, True),))


def test_what_a_patient_is_told() -> None:
    assert worth_explaining(finding(), Audience.PATIENT)
    assert not worth_explaining(finding(check=CheckKind.FORM), Audience.PATIENT)
    assert not worth_explaining(finding(action=Action.INFORM), Audience.PATIENT)
    assert worth_explaining(finding(check=CheckKind.FORM, action=Action.INFORM), Audience.TRAINEE)
