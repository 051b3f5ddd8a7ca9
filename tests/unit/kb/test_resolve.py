"""The shipped vocabulary: what is written on prescriptions becomes the right ingredients, or a question; never another drug."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rxcheck.codes import Code, CodeSystem
from rxcheck.kb.resolution import Resolution
from rxcheck.kb.resolve import Resolver
from rxcheck.terms import Reason, ResolvedBy
from tests.unit.kb.written_names import HARD, LOOK_ALIKES, MISSPELT, REALISTIC


def shown(found: Resolution) -> str:
    """ "oxycodone 5 mg + paracetamol 325 mg @oral", or the reason why not."""
    if not found.known:
        return found.reason.value if found.reason else "?"
    parts = []
    for item in found.ingredients:
        strength = f" {item.strength.amount}" if item.strength else ""
        per = f"/{item.strength.per}" if item.strength and item.strength.per else ""
        parts.append(f"{item.drug}{strength}{per}")
    return " + ".join(parts) + (f" @{found.route.value}" if found.route else "")


def drugs(found: Resolution) -> set[str]:
    return {item.drug for item in found.ingredients}


@pytest.mark.parametrize(("text", "expected"), REALISTIC.items())
def test_realistic_names(resolver: Resolver, text: str, expected: str) -> None:
    assert shown(resolver.drug(text)) == expected


@pytest.mark.parametrize(("text", "right"), HARD.items())
def test_never_another_drug(resolver: Resolver, text: str, right: str) -> None:
    """Not understood, or exactly what was meant (an empty text: nothing may be understood)."""
    found = resolver.drug(text)
    if found.known:
        assert drugs(found) == set(right.split(" + ")), text
    else:
        assert found.reason in (Reason.UNKNOWN_DRUG, Reason.AMBIGUOUS_DRUG)
        assert found.how is ResolvedBy.UNRESOLVED


@pytest.mark.parametrize(("text", "drug"), LOOK_ALIKES.items())
def test_look_alikes_are_told_apart(resolver: Resolver, text: str, drug: str) -> None:
    assert drugs(resolver.drug(text)) == set(drug.split(" + "))


@pytest.mark.parametrize(("text", "meant"), MISSPELT.items())
def test_a_misspelling_is_a_question(resolver: Resolver, text: str, meant: str) -> None:
    """The drug that was meant is suggested, and not assumed."""
    found = resolver.drug(text)
    assert not found.known
    assert found.reason is Reason.UNKNOWN_DRUG
    assert f"drug:{meant}" in found.suggestions
    assert len(found.suggestions) <= 3


def test_the_lists_are_long_enough() -> None:
    assert len(REALISTIC) >= 60
    assert len(HARD) + len(MISSPELT) >= 80


@pytest.mark.parametrize(
    ("name", "system", "value", "expected"),
    [
        ("aspirin", CodeSystem.RXNORM, "1191", "aspirin"),
        ("some house name", CodeSystem.RXNORM, "1191", "aspirin"),
        ("Coumadin", CodeSystem.UNII, "5Q7ZVV76EI", "warfarin"),
        ("Marevan 3 mg", CodeSystem.ATC, "B01AA03", "warfarin 3 mg"),
        ("warfarin", CodeSystem.RXNORM, "1191", "ambiguous_drug"),
        ("华法林", CodeSystem.RXNORM, "1191", "ambiguous_drug"),
        ("aspirin", CodeSystem.UNII, "5Q7ZVV76EI", "ambiguous_drug"),
        ("Percocet", CodeSystem.RXNORM, "161", "ambiguous_drug"),  # paracetamol is one half of it
        ("aspirin", CodeSystem.RXNORM, "99999999", "aspirin"),  # no code of ours: the name counts
        ("aspirin", CodeSystem.RXNORM, "not a code", "aspirin"),
        ("warfarin", CodeSystem.OTHER, "1191", "warfarin"),
        ("warfarin", CodeSystem.SNOMED, "1191", "warfarin"),
    ],
)
def test_codes(resolver: Resolver, name: str, system: CodeSystem, value: str, expected: str) -> None:
    found = resolver.drug(name, (Code(system, value),))
    assert shown(found) == expected
    if expected == "ambiguous_drug":
        assert set(found.suggestions) in (
            {"drug:aspirin", "drug:warfarin"},
            {"drug:oxycodone", "drug:paracetamol"},
        )


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Metoprolol 25 MG Oral Tablet [Lipitor]", {"drug:metoprolol", "drug:atorvastatin"}),
        ("阿司匹林肠溶片(华法林)", {"drug:aspirin", "drug:warfarin"}),
        ("warfarin (aspirin)", {"drug:warfarin", "drug:aspirin"}),
        ("oxycodone 5 MG [Percocet]", {"drug:oxycodone", "drug:paracetamol"}),  # the other half is missing
    ],
)
def test_a_bracketed_name_that_contradicts_is_a_question(resolver: Resolver, text: str, suggested: set[str]) -> None:
    found = resolver.drug(text)
    assert (found.known, found.reason) == (False, Reason.AMBIGUOUS_DRUG)
    assert set(found.suggestions) == suggested


@pytest.mark.parametrize(
    "text",
    [
        "Percocet (oxycodone/acetaminophen)",
        "oxycodone 5 MG / acetaminophen 325 MG [Percocet]",
        "酚麻美敏片(泰诺)",
        "aspirin (take with food)",
    ],
)
def test_a_bracketed_name_that_agrees_does_not_disturb(resolver: Resolver, text: str) -> None:
    assert resolver.drug(text).known


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(REALISTIC)), st.randoms(use_true_random=False))
def test_case_width_and_spaces_do_not_count(resolver: Resolver, text: str, random: object) -> None:
    def full_width(char: str) -> str:
        return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and random.random() < 0.5 else char  # type: ignore[attr-defined]

    variants = [
        text.upper().replace("ΜG", "µG"),
        text.lower(),
        "".join(map(full_width, text)),
        "  " + text.replace(" ", "   ") + " ",
        text.replace(" ", "\u00a0"),
        text.replace(" ", "\u3000"),
    ]
    for variant in variants:
        assert shown(resolver.drug(variant)) == REALISTIC[text], variant


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["metoprolol", "Coumadin", "levothyroxine sodium", "hctz", "Glucophage"]),
    st.permutations(["25 MG", "Oral", "Tablet", "24 HR", "Extended Release"]),
    st.integers(0, 5),
)
def test_the_order_of_strength_and_form_does_not_count(
    resolver: Resolver, name: str, words: list[str], place: int
) -> None:
    base = resolver.drug(f"{name} 25 MG Oral Tablet")
    text = " ".join([*words[:place], name, *words[place:]])
    assert shown(resolver.drug(text)) == shown(base), text
    assert base.known


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from([*"()[]{}/+*%:、片 ", "5 mg", "aspirin", "阿司匹林", "and", "30片", "万"]), max_size=9
    ).map("".join)
)
def test_no_text_raises(resolver: Resolver, text: str) -> None:
    found = resolver.drug(text)
    assert found.known is (found.how is not ResolvedBy.UNRESOLVED)
    assert found.known is (found.reason is None)
    assert not (found.known and found.suggestions)


EDITS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_one_wrong_letter_is_never_guessed(resolver: Resolver, data: st.DataObject) -> None:
    """A name with one letter changed, lost, doubled or swapped is another listed name, or not understood."""
    names = resolver._index.names
    name = data.draw(st.sampled_from(sorted(n for n in names if n.isascii() and n.isalpha() and len(n) > 6)))
    place = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(EDITS)
    wrong = data.draw(
        st.sampled_from(
            [
                name[:place] + letter + name[place + 1 :],
                name[:place] + name[place + 1 :],
                name[:place] + name[place] + name[place:],
                name[:place] + name[place + 1] + name[place] + name[place + 2 :],
            ]
        )
    )
    with patch.object(resolver, "suggest", return_value=()):
        found = resolver.drug(wrong)
    assert found.known is (wrong in names) or wrong == name


def test_each_distinct_text_is_looked_up_once(resolver: Resolver) -> None:
    fresh = Resolver(resolver._index)
    with patch.object(fresh, "_resolve", wraps=fresh._resolve) as looked_up:
        found = [fresh.drug(text) for text in ["aspirin", "Aspirin", "aspirin", "no such drug", "no such drug"]]
        fresh.drug("aspirin", (Code(CodeSystem.RXNORM, "1191"),))
    assert looked_up.call_count == 4
    assert found[0] is found[2]
    assert found[3] is found[4]


def test_suggestions_are_best_first(resolver: Resolver) -> None:
    assert resolver.suggest("metoprolal")[0] == "drug:metoprolol"
    assert resolver.suggest("metoprolol", limit=1) == ("drug:metoprolol",)
    assert resolver.suggest("qqqqqqqqqqqq") == ()


@pytest.mark.parametrize(
    ("name", "code", "condition"),
    [
        ("Heart failure", None, "heart-failure"),
        ("HEART FAILURE (disorder)", None, "heart-failure"),
        ("心力衰竭", None, "heart-failure"),
        ("anything", "I50.9", "heart-failure"),
        ("anything", "I5090", "heart-failure"),
        ("anything", "i50", "heart-failure"),
        ("anything", "I5", None),
        ("the hiccups", None, None),
        ("", None, None),
    ],
)
def test_conditions(resolver: Resolver, name: str, code: str | None, condition: str | None) -> None:
    codes = () if code is None else (Code(CodeSystem.ICD10, code),)
    assert resolver.condition(name, codes) == condition


@pytest.mark.parametrize(
    ("name", "selectors"),
    [
        ("penicillin", ("class:penicillins",)),
        ("青霉素", ("class:penicillins",)),
        ("aspirin", ("drug:aspirin",)),
        ("Percocet", ("drug:oxycodone", "drug:paracetamol")),
        ("no known drug allergies", ("none:",)),
        ("moon dust", ()),
        ("penicilin", ()),
    ],
)
def test_allergens(resolver: Resolver, name: str, selectors: tuple[str, ...]) -> None:
    assert resolver.allergen(name) == selectors


def test_lookalikes_that_fit_a_text_are_named(resolver: Resolver) -> None:
    """The misspelling lies between two names that are confused: both are suggested, and the pair is told."""
    found = resolver.drug("hydroxizine 25 mg")
    assert not found.known
    assert {"drug:hydroxyzine", "drug:hydralazine"} <= set(found.suggestions)
    assert {frozenset(pair) for pair in found.lookalikes} >= {frozenset({"hydroxyzine", "hydralazine"})}
    assert resolver.drug("hydroxyzine").lookalikes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Paxlovid 150 mg/100 mg tablets",
        "Paxlovid",
        "nirmatrelvir 150 mg / ritonavir 100 mg",
        "奈玛特韦150mg/利托那韦100mg",
        "lansoprazole 30 mg + amoxicillin 500 mg + clarithromycin 500 mg",
    ],
)
def test_a_pack_of_different_tablets_has_no_strength_per_tablet(resolver: Resolver, text: str) -> None:
    found = resolver.drug(text)
    assert len(found.ingredients) > 1
    assert all(item.strength is None for item in found.ingredients)


def test_a_tablet_that_holds_both_has_strengths(resolver: Resolver) -> None:
    assert shown(resolver.drug("Kaletra 200 mg/50 mg tablets")) == "lopinavir 200 mg + ritonavir 50 mg @oral"
