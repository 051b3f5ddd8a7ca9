"""Wording: sentences are split and cited, each flaw is seen, and what does not pass gives way to its clause."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.narrate import Narrator
from rxcheck.explain.narrative.reading import cited, split
from rxcheck.explain.narrative.terms import Flaw, Source
from rxcheck.explain.plan import Candidate, Fallback, Part
from rxcheck.explain.prompt import ToSay
from rxcheck.explain.sentences import Page, Sentences, page_of
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.unit.explain.test_server import RX


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One thing. [m1] Another. [h1]", ["One thing. [m1]", "Another. [h1]"]),
        ("- One thing. [m1]\n- Another [h1].", ["One thing. [m1]", "Another [h1]."]),
        ("一件事。[m1]另一件。[h1]", ["一件事。[m1]", "另一件。[h1]"]),
        ("No citation at all.", ["No citation at all."]),
        ("Two at once. [m1][h1] Rest", ["Two at once. [m1][h1]", "Rest"]),
        ("", []),
    ],
)
def test_split(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("It rises. [m1]", ("It rises.", ("m1",))),
        ("It rises. [m1] [h2]", ("It rises.", ("m1", "h2"))),
        ("It rises [m1].", ("It rises", ("m1",))),
        ("[m1]", None),
        ("It rises.", None),
        ("It rises. []", None),
        ("It ri[m1]ses.", None),
        ("It [m1] rises. [h1]", None),
        ("It rises. [x1]", None),
        ("It rises. [m01]", None),
        ("It rises. 【m1】", None),
    ],
)
def test_cited(sentence: str, read: object) -> None:
    assert cited(sentence) == read


CLAUSE = Source(("Clarithromycin may raise the concentration of Simvastatin to 10 mg.",), risk=True)
ADVICE = Source(("Ask the prescriber to stop Simvastatin only during treatment with Clarithromycin.",), advice=True)
NAMES = ["Clarithromycin", "Simvastatin", "Pravastatin", "Warfarin"]


@pytest.mark.parametrize(
    "said",
    [
        "Clarithromycin may raise the concentration of Simvastatin to 10 mg.",
        "The concentration of Simvastatin may be raised by Clarithromycin.",
        "Clarithromycin may increase the level of Simvastatin.",
    ],
)
def test_a_faithful_sentence(english: English, said: str) -> None:
    assert english.judge(said, [CLAUSE], NAMES) == ()


@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        ("Clarithromycin may raise the concentration of Simvastatin to 20 mg.", Flaw.NUMBER),
        ("Simvastatin may raise the concentration of Clarithromycin.", Flaw.ROLE),
        ("Clarithromycin may raise the concentration of Warfarin.", Flaw.DRUG),
        ("Clarithromycin may not raise the concentration of Simvastatin.", Flaw.NEGATION),
        ("Clarithromycin raises the concentration of Simvastatin.", Flaw.CERTAINTY),
        ("Clarithromycin may lower the concentration of Simvastatin.", Flaw.WORD),
        ("Clarithromycin may raise the cоncentration of Simvastatin.", Flaw.CHARACTER),
        ("Clarithromycin may raise the concentration of Simvastatin in this patient.", Flaw.PATIENT),
        ("Clarithromycin is safe with Simvastatin.", Flaw.WORD),
        ("It may.", Flaw.SHORT),
    ],
)
def test_a_flaw(english: English, said: str, flaw: Flaw) -> None:
    assert flaw in english.judge(said, [CLAUSE], NAMES)


@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        ("Stop Simvastatin only during treatment with Clarithromycin.", Flaw.INSTRUCTION),
        ("Ask the prescriber to stop Simvastatin during treatment with Clarithromycin.", Flaw.RESTRICTION),
        ("Ask the prescriber not to stop Simvastatin only during treatment with Clarithromycin.", Flaw.NEGATION),
    ],
)
def test_a_flaw_of_advice(english: English, said: str, flaw: Flaw) -> None:
    assert flaw in english.judge(said, [ADVICE], NAMES)


@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        ("克拉霉素可升高辛伐他汀的血药浓度。", None),
        ("辛伐他汀可升高克拉霉素的血药浓度。", Flaw.ROLE),
        ("克拉霉素不升高辛伐他汀的血药浓度。", Flaw.NEGATION),
        ("克拉霉素可降低辛伐他汀的血药浓度。", Flaw.WORD),
        ("克拉霉素与辛伐他汀可放心合用。", Flaw.WORD),
        ("该患者有肝病，克拉霉素可升高辛伐他汀的血药浓度。", Flaw.PATIENT),
        ("克拉霉素可升高辛伐他汀的血药浓度２倍。", Flaw.CHARACTER),
        ("克拉霉素可升高辛伐他汀的血药浓度3倍。", Flaw.NUMBER),
    ],
)
def test_chinese(chinese: Chinese, said: str, flaw: Flaw | None) -> None:
    source = Source(("克拉霉素抑制CYP3A4，可升高辛伐他汀的血药浓度。",))
    found = chinese.judge(said, [source], ["克拉霉素", "辛伐他汀"])
    assert found == () if flaw is None else flaw in found


@pytest.fixture(scope="module")
def page_and_narrator() -> tuple[Page, Narrator, Sentences]:
    verifier = Verifier(open_compiled(default_folder()))
    text = verifier.kb.compiled.text
    said = Sentences(text, verifier.catalogue(), Audience.PHARMACIST, Lang.EN)
    (report,) = verifier.verify(read(RX.encode(), "x.yaml").prescriptions)
    return page_of(report, said), Narrator(text.words(), said, Lang.EN), said


def test_a_sentence_that_passes_is_used_and_counted(page_and_narrator: tuple[Page, Narrator, Sentences]) -> None:
    page, narrator, _ = page_and_narrator

    def writer(found: Sequence[ToSay]) -> str:
        lines = [f"{each.text} [{each.code}]" for each in found]
        return "\n".join([*lines[:-1], "Warfarin is safe and needs no check. [r1]"])

    after = narrator.narrated(page, writer)
    for before, each in zip(page.explanations, after.explanations, strict=True):
        assert each.told is not None
        assert each.told.replaced >= 1
        assert [sentence.text for sentence in each.sentences] == [sentence.text for sentence in before.sentences]
        assert sum(sentence.model_wording for sentence in each.sentences) == each.told.used
        assert not any(s.model_wording for s in each.sentences if s.part in (Part.FACT, Part.CHANGE))


def test_one_sentence_for_two_clauses(page_and_narrator: tuple[Page, Narrator, Sentences]) -> None:
    page, narrator, _ = page_and_narrator
    first = next(each for each in page.explanations if each.plan.chosen[0].alias == "m1" and len(each.plan.chosen) > 2)
    place = page.explanations.index(first)
    by_alias = {c.alias: s.text for c, s in zip(first.plan.chosen, first.sentences, strict=True)}
    joined = f"{by_alias['m1']} {by_alias['h1']} [m1][h1]"
    after = narrator.narrated(page, lambda _: joined).explanations[place]
    aliases = [candidate.alias for candidate in after.plan.chosen]
    assert "h1" not in aliases
    assert after.sentences[aliases.index("m1")].text == joined.removesuffix(" [m1][h1]")


def test_no_answer_is_all_clauses(page_and_narrator: tuple[Page, Narrator, Sentences]) -> None:
    page, narrator, _ = page_and_narrator
    after = narrator.narrated(page, lambda _: Fallback.TIMEOUT)
    for before, each in zip(page.explanations, after.explanations, strict=True):
        assert each.sentences == before.sentences
        assert each.told is not None
        assert each.told.fallback is Fallback.TIMEOUT


def test_a_code_of_another_finding_is_no_citation(page_and_narrator: tuple[Page, Narrator, Sentences]) -> None:
    _, narrator, _ = page_and_narrator
    known = {"m1": ToSay(Candidate(Part.MECHANISM, 1, False), "m1", "It rises.")}
    assert narrator.judge("It rises. [m7]", known, [])[2] == (Flaw.CITATION,)
    assert narrator.judge("It rises. [f1]", known, [])[2] == (Flaw.CITATION,)
