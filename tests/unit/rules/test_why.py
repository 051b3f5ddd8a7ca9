"""What `rxcheck rules why` answers, kind by kind."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.checks.interface import Options
from rxcheck.errors import UsageError
from rxcheck.kb import schema as sc
from rxcheck.kb.load import load_some
from rxcheck.kb.store import Compiled
from rxcheck.report.interface import RenderOptions
from rxcheck.rules.alone import smallest
from rxcheck.rules.answer import Asked, State, Term, Verdict, Why
from rxcheck.rules.card import rule_card, tables_of_rules
from rxcheck.rules.find import find_rule
from rxcheck.rules.rule_words import RULE_WORDS
from rxcheck.rules.why import Asker
from rxcheck.rules.why_page import WhyPage
from rxcheck.rules.why_words import WHY_WORDS
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import CheckKind, Lang
from tests.unit.rules.conftest import Ask

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PATIENT = {"age": "78", "sex": "f", "allergies": ["none"], "conditions": ["none"]}


def term(why: Why, asked: Asked) -> Term:
    return next(each for each in why.trials[0].terms if each.asked is asked)


class TestConditions:
    def test_fired(self, ask: Ask) -> None:
        why = ask("renal-metformin-lt-30", "metformin 500 mg PO bid", egfr="28", **PATIENT)
        assert (why.verdict, [each.rule_id for each in why.findings]) == (Verdict.FIRED, ["renal-metformin-lt-30"])
        assert term(why, Asked.FACT) == Term(
            Asked.FACT, State.YES, "eGFR < 30 mL/min/1.73 m²", "eGFR 28 mL/min/1.73 m²"
        )

    def test_the_threshold_is_not_reached(self, ask: Ask) -> None:
        why = ask("renal-metformin-lt-30", "metformin 500 mg PO bid", egfr="30", **PATIENT)
        assert why.verdict is Verdict.NOT_MET
        assert [each.asked for each in why.trials[0].failing] == [Asked.FACT]
        assert term(why, Asked.FACT).seen == "eGFR 30 mL/min/1.73 m²"

    def test_it_waits(self, ask: Ask) -> None:
        why = ask("renal-metformin-lt-30", "metformin 500 mg PO bid", **PATIENT)
        assert why.verdict is Verdict.WAITS
        assert [each.fact for each in why.waits] == ["egfr"]
        assert term(why, Asked.FACT).state is State.UNKNOWN

    def test_no_line_and_what_is_near(self, ask: Ask) -> None:
        why = ask("renal-metformin-lt-30", "amlodipine 5 mg PO qd", egfr="28", **PATIENT)
        assert why.verdict is Verdict.NO_LINE
        assert term(why, Asked.SUBJECT).seen == "none; the prescription holds Amlodipine"
        near = ask("ddi-simvastatin-amlodipine", "lovastatin 20 mg PO qd", "amlodipine 5 mg PO qd", **PATIENT)
        assert term(near, Asked.OBJECT).seen == "none; of the same class are on it: line 1: Lovastatin"

    def test_a_line_is_not_understood(self, ask: Ask) -> None:
        why = ask("renal-metformin-lt-30", "Xyzzyvorin 5 mg PO qd", egfr="28", **PATIENT)
        assert why.verdict is Verdict.NOT_UNDERSTOOD
        assert [(each.line, each.text) for each in why.unread] == [("1", "Xyzzyvorin")]

    def test_a_male_patient(self, ask: Ask) -> None:
        patient = {**PATIENT, "sex": "m"}
        why = ask("preg-abiraterone-0-42", "abiraterone 1000 mg PO qd", **patient)
        assert (why.verdict, term(why, Asked.FACT).seen) == (
            Verdict.NOT_MET,
            "does not apply: sex or age rules it out",
        )


class TestInteractions:
    def test_a_modifier_decides(self, ask: Ask) -> None:
        lines = ("simvastatin 40 mg PO qn", "amlodipine 5 mg PO qd")
        why = ask("ddi-simvastatin-amlodipine", *lines, **PATIENT)
        assert why.verdict is Verdict.FIRED
        assert [(each.state, each.decided) for each in why.trials[0].modifiers] == [
            (State.YES, True),
            (State.NO, False),
        ]

    def test_a_modifier_silences(self, ask: Ask) -> None:
        lines = ("simvastatin 20 mg PO qn", "amlodipine 5 mg PO qd")
        why = ask("ddi-simvastatin-amlodipine", *lines, **PATIENT)
        assert why.verdict is Verdict.SILENCED
        assert [each.modifier_id for each in why.trials[0].modifiers if each.decided] == [
            "mod-simvastatin-amlodipine-2"
        ]
        assert ask("mod-simvastatin-amlodipine-1", *lines, **PATIENT).verdict is Verdict.NOT_MET

    def test_another_route(self, ask: Ask) -> None:
        lines = ("dabigatran 150 mg PO bid", "ketoconazole 2% cream topical bid")
        why = ask("ddi-dabigatran-ketoconazole", *lines, **PATIENT)
        assert (why.verdict, [each.seen for each in why.trials[0].failing]) == (Verdict.NOT_MET, ["topical"])


class TestLimits:
    def test_what_is_given_beside_the_limit(self, ask: Ask) -> None:
        why = ask("dose-metformin-oral-daily", "metformin 1000 mg PO bid", egfr="90", **PATIENT)
        assert why.verdict is Verdict.NOT_MET
        assert term(why, Asked.THRESHOLD) == Term(Asked.THRESHOLD, State.NO, "daily dose above 3000 mg/d", "2000 mg/d")
        fired = ask("dose-metformin-oral-daily", "metformin 1000 mg PO qid", egfr="90", **PATIENT)
        assert (fired.verdict, term(fired, Asked.THRESHOLD).seen) == (Verdict.FIRED, "4000 mg/d")

    def test_the_dose_is_missing(self, ask: Ask) -> None:
        why = ask("dose-metformin-oral-daily", "metformin PO bid", egfr="90", **PATIENT)
        assert (why.verdict, term(why, Asked.AMOUNT).state) == (Verdict.WAITS, State.UNKNOWN)

    def test_a_further_term_fails(self, ask: Ask) -> None:
        why = ask("dose-metformin-oral-daily-egfr-lt-45", "metformin 1000 mg PO qid", egfr="90", **PATIENT)
        assert (why.verdict, [each.wanted for each in why.trials[0].failing]) == (
            Verdict.NOT_MET,
            ["eGFR < 45 mL/min/1.73 m²"],
        )


def test_an_allergy_that_is_not_recorded(ask: Ask) -> None:
    patient = {**PATIENT, "allergies": ()}
    why = ask("alg-same", "amoxicillin 500 mg PO tid x7d", **patient)
    assert why.verdict is Verdict.CHECK_WAITS
    none = ask("alg-same", "amoxicillin 500 mg PO tid x7d", **PATIENT)
    assert (none.verdict, term(none, Asked.ALLERGEN).seen) == (Verdict.NOT_MET, "no known allergies")


def test_one_line_is_no_duplicate(ask: Ask) -> None:
    why = ask("dup-ingredient", "ibuprofen 200 mg PO tid", **PATIENT)
    assert why.verdict is Verdict.NOT_MET
    twice = ask("dup-ingredient", "ibuprofen 200 mg PO tid", "ibuprofen 400 mg PO qd", **PATIENT)
    assert twice.verdict is Verdict.FIRED
    assert term(twice, Asked.COUNT).seen == "2: line 1: Ibuprofen, line 2: Ibuprofen"


def test_points_of_a_set(ask: Ask) -> None:
    why = ask("set-acb-elderly", "amitriptyline 25 mg PO qn", **PATIENT)
    assert why.verdict is Verdict.NOT_MET
    assert {Asked.COUNT} <= {each.asked for each in why.trials[0].failing}
    young = ask("set-acb-elderly", "amitriptyline 25 mg PO qn", "oxybutynin 5 mg PO bid", **{**PATIENT, "age": "40"})
    assert [each.wanted for each in young.trials[0].failing] == ["age ≥ 65 years"]


def test_the_form_of_another_jurisdiction(ask: Ask, shipped: Compiled) -> None:
    line = "morphine 10 mg PO bid x30d"
    rules = [each for each in _form_rules(shipped) if each[1] == "cn"]
    why = ask(rules[0][0], line, **PATIENT)
    assert (why.verdict, why.jurisdiction) == (Verdict.OTHER_JURISDICTION, "cn")
    assert ask(rules[0][0], line, jurisdiction="cn", **PATIENT).verdict is not Verdict.OTHER_JURISDICTION


def _form_rules(compiled: Compiled) -> list[tuple[str, str | None]]:
    from rxcheck.engine.compiled import Kb

    return [(each.rule_id, each.jurisdiction) for each in Kb(compiled).rules(CheckKind.FORM)]


def test_a_closer_row_speaks(ask: Ask, shipped: Compiled, folder: Path) -> None:
    """A curated row silences what would be derived; the answer names it."""
    lines = ("simvastatin 40 mg PO qn", "clarithromycin 500 mg PO bid x7d")
    curated = "ddi-statins-cyp3a4-strong"
    assert ask(curated, *lines, **PATIENT).verdict is Verdict.FIRED
    found = find_rule(shipped, curated)
    card = rule_card(shipped, tables_of_rules(folder), folder, found)
    answers = [ask(each, *lines, **PATIENT) for each in card.displaces if each.startswith("der-")]
    assert [each.gave_way_to for each in answers if each.verdict is Verdict.GAVE_WAY] == [(curated,)]


def test_the_policy_of_the_site(shipped: Compiled, folder: Path, ask: Ask) -> None:
    fired = ask("ddi-metformin-cimetidine", "metformin 500 mg PO bid", "cimetidine 400 mg PO bid", egfr="90", **PATIENT)
    assert fired.verdict is Verdict.FIRED
    entry = Suppression("ddi-metformin-cimetidine", "known", "DTC", date(2099, 1, 1))
    policy = SitePolicy("rxcheck.toml", "0", date(2026, 1, 1), (entry,))
    asker = Asker(shipped, folder, Options(), policy)
    found = find_rule(shipped, "ddi-metformin-cimetidine")
    kept = asker.why(fired.report.prescription, found)
    assert (kept.verdict, kept.suppression) == (Verdict.SUPPRESSED, entry)
    other = ask("ddi-metformin-cimetidine", "amlodipine 5 mg PO qd", **PATIENT).report.prescription
    quiet = asker.why(other, found)
    assert (quiet.verdict, quiet.suppression) == (Verdict.NO_LINE, entry)
    assert "it would not have fired in any case" in text_of(quiet, asker, folder)


def text_of(why: Why, asker: Asker, folder: Path, lang: Lang = Lang.EN) -> str:
    rows = {row.modifier_id: row for row in load_some(folder, [sc.InteractionModifier]).rows(sc.InteractionModifier)}
    stream = io.StringIO()
    WhyPage(why, asker.catalogue, RenderOptions(lang=lang, width=100), "generic", rows).text(stream)
    return stream.getvalue()


@pytest.mark.parametrize("lang", Lang)
def test_the_page_in_both_languages(shipped: Compiled, folder: Path, ask: Ask, lang: Lang) -> None:
    why = ask("ddi-simvastatin-amlodipine", "simvastatin PO qn", "amlodipine 5 mg PO qd", lang=lang, **PATIENT)
    asker = Asker(shipped, folder, Options(), None, lang)
    text = text_of(why, asker, folder, lang)
    assert bool(CHINESE.search(text)) is (lang is Lang.ZH)
    assert "mod-simvastatin-amlodipine-1" in text
    stream = io.StringIO()
    rows = load_some(folder, [sc.InteractionModifier]).rows(sc.InteractionModifier)
    page = WhyPage(why, asker.catalogue, RenderOptions(lang=lang), "generic", {row.modifier_id: row for row in rows})
    page.json(stream)
    document = json.loads(stream.getvalue())
    assert [each["state"] for each in document["trials"][0]["modifiers"]] == ["unknown", "unknown"]
    assert document["not_assessed"][0]["fact"] == "dose"


def test_a_rule_that_there_is_not(shipped: Compiled) -> None:
    with pytest.raises(UsageError, match="near it are: renal-metformin-lt-30"):
        find_rule(shipped, "renal-metformine-lt-30")
    with pytest.raises(UsageError, match="there is no rule"):
        find_rule(shipped, "")


@pytest.mark.parametrize("words", [WHY_WORDS, RULE_WORDS])
def test_every_word_has_chinese_and_the_same_slots(words: dict[str, tuple[str, str]]) -> None:
    def slots(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    for key, (english, chinese) in words.items():
        assert slots(english) == slots(chinese), key
        assert not CHINESE.search(english), key
        if re.search(r"[a-z]{4}", re.sub(r"{\w+}", "", english)):
            assert CHINESE.search(chinese), key


@given(st.sets(st.integers(0, 40), min_size=1, max_size=4), st.sets(st.integers(0, 40), max_size=6), st.booleans())
def test_a_smallest_set_is_small_and_prefers(needed: set[int], first: set[int], several: bool) -> None:
    """Enough is one of the needed numbers, or all of them."""

    def enough(rules: object) -> bool:
        held = needed & set(rules)  # type: ignore[call-overload]
        return held == needed if several else bool(held)

    found = smallest(enough, sorted(first), [number for number in range(41) if number not in first])
    assert enough(found)
    assert all(not enough([each for each in found if each != one]) for one in found)
    if not several and needed & first:
        assert set(found) <= first
