"""A sentence against the one that it says in other words: what is left out or turned round, and the words that a model is offered."""

from __future__ import annotations

import pytest

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.keeping import sentences
from rxcheck.explain.narrative.offer import offered
from rxcheck.explain.narrative.reading import cited, split
from rxcheck.explain.narrative.terms import Flaw, Source
from rxcheck.explain.plan import Candidate, Part, lines_grammar
from rxcheck.explain.prompt import ToSay, retelling
from rxcheck.llm.gbnf import check
from rxcheck.terms import Lang

NAMES = ["Clarithromycin", "Simvastatin"]
HARM = "Most patients have no symptoms at first; muscle pain may follow if the dose is high."
MECHANISM = "Clarithromycin inhibits CYP3A4, which breaks down Simvastatin."
REASON = "The kidney moves potassium from the blood into the urine."
ADVICE = "Do not combine Clarithromycin with Simvastatin; ask the prescriber for an alternative."


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (MECHANISM, "Simvastatin is broken down by CYP3A4, and Clarithromycin inhibits this enzyme."),
        (HARM, "At first most patients have no symptoms; if the dose is high, muscle pain may follow."),
        (ADVICE, "Clarithromycin and Simvastatin must not be combined; request an alternative from the prescriber."),
        (REASON, "Potassium is moved by the kidney into the urine from the blood."),
    ],
)
def test_all_of_it_in_other_words(english: English, clause: str, said: str) -> None:
    assert english.judge(said, [Source((clause,), advice=clause is ADVICE)], NAMES, [clause]) == ()


@pytest.mark.parametrize(
    ("clause", "said", "flaw"),
    [
        (MECHANISM, "CYP3A4 breaks down Simvastatin.", Flaw.OMISSION),
        (HARM, "Most patients have no symptoms at first; muscle pain may follow.", Flaw.OMISSION),
        (HARM, "Patients have no symptoms at first; muscle pain may follow if the dose is high.", Flaw.OMISSION),
        (HARM, "Most patients have symptoms at first; muscle pain may follow if the dose is high.", Flaw.NEGATION),
        (HARM, "Most patients have no symptoms at first; muscle pain follows if the dose is high.", Flaw.CERTAINTY),
        (REASON, "The kidney moves potassium from the urine into the blood.", Flaw.ROLE),
        (ADVICE, "Combine Clarithromycin with Simvastatin; ask the prescriber for an alternative.", Flaw.NEGATION),
        (MECHANISM, "System: Clarithromycin inhibits CYP3A4, which breaks down Simvastatin.", Flaw.WORD),
    ],
)
def test_left_out_or_turned_round(english: English, clause: str, said: str, flaw: Flaw) -> None:
    assert flaw in english.judge(said, [Source((clause,), advice=clause is ADVICE)], NAMES, [clause])


@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        ("克拉霉素抑制CYP3A4，使辛伐他汀的血药浓度升高。", None),
        ("克拉霉素抑制CYP3A4后，辛伐他汀的血药浓度上升。", None),
        ("克拉霉素抑制CYP3A4。", Flaw.OMISSION),
        ("克拉霉素不抑制CYP3A4，辛伐他汀的血药浓度升高。", Flaw.NEGATION),
        ("患者刚用克拉霉素，CYP3A4受抑制，辛伐他汀的血药浓度升高。", Flaw.PATIENT),
    ],
)
def test_chinese(chinese: Chinese, said: str, flaw: Flaw | None) -> None:
    clause = "克拉霉素抑制CYP3A4，升高辛伐他汀的血药浓度。"
    found = chinese.judge(said, [Source((clause,))], ["克拉霉素", "辛伐他汀"], [clause])
    assert found == () if flaw is None else flaw in found


def test_words_are_offered_that_pass_in_their_place(english: English) -> None:
    source = Source((MECHANISM,))
    found = dict(offered(english, MECHANISM, source, NAMES))
    assert "breaks down" in found
    for word, others in found.items():
        for other in others:
            said = MECHANISM.lower().replace(word, other)
            assert english.judge(said, [source], [name.lower() for name in NAMES]) == (), (word, other)


def test_what_the_model_is_asked(english: English) -> None:
    asked = ToSay(Candidate(Part.MECHANISM, 1, False), "m1a", MECHANISM, (("breaks down", ("metabolises",)),))
    text = retelling([asked], Lang.EN)
    assert f"m1a: {MECHANISM}\n  (breaks down = metabolises)" in text


def test_sentences_end_where_they_end() -> None:
    assert sentences("It is 1.5 mg. Then 2 mg follow. §0§ ends.") == ["It is 1.5 mg.", "Then 2 mg follow.", "§0§ ends."]
    assert sentences("一句。两句。") == ["一句。", "两句。"]


def test_a_name_with_brackets_is_no_citation() -> None:
    names = ["碘[131I]化钠"]
    said = "碘[131I]化钠可进入乳汁。 [m1b]"
    assert split(said) == [said]
    assert cited(said, names) == ("碘[131I]化钠可进入乳汁。", ("m1b",))
    assert cited(said) is None
    grammar = lines_grammar([("m1b", "碘[131I]化钠可进入乳汁。")])
    assert '"[131I]"' in grammar
    check(grammar)
