"""The verifier of wording: how many faithful sentences it takes and how many dangerous ones, on sentences that nobody tuned it to.

The rates are stated on those that were not looked at while it was written (`held`). What passes is a word's turn that words do not show:
cause and effect exchanged, a moved "not". That is why the mode is for teaching, marked as a model's wording, and off unless asked for.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.judging import Judge
from rxcheck.explain.narrative.reading import cited
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.explain.sentences import Sentences
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.attacks.reading import attacks, findings

SPOKEN = "mhpr"  # facts and changes are never said in other words
# What was measured on the sentences that nobody looked at, rounded against us: a change that makes it worse fails here.
LEAST_ACCEPTED = {"en": 0.69, "zh": 0.78}
MOST_PASSED = {"en": 0.09, "zh": 0.06}


@cache
def judge(lang: str) -> Judge:
    verifier = Verifier(open_compiled(default_folder()))
    text = verifier.kb.compiled.text
    said = Sentences(text, verifier.catalogue(), Audience.TRAINEE, Lang(lang))
    groups = [Group(*group) for group in text.words().paraphrases[Lang(lang)]]
    known = (said.topics(), said.drug_names(), said.vocabulary())
    return English(groups, *known) if lang == "en" else Chinese(groups, *known)


def flaws(attack: dict[str, object]) -> tuple[Flaw, ...]:
    """What is wrong with a sentence, judged as the narrator judges it."""
    lang, finding = str(attack["lang"]), findings()[attack["finding"]]
    read = cited(str(attack["text"]), finding["names"][lang])
    clauses = finding["clauses"]
    if read is None or not all(alias[0] in SPOKEN and alias in clauses for alias in read[1]):
        return (Flaw.CITATION,)
    said, aliases = read
    sources = [Source(tuple(clauses[alias][lang]), alias[0] == "r", alias[0] in "hp") for alias in aliases]
    return judge(lang).judge(said, sources, finding["names"][lang])


def chosen(lang: str, good: bool, held: bool) -> list[dict[str, object]]:
    return [
        attack
        for attack in attacks("narrative")
        if (attack["lang"], attack["good"], attack["held"]) == (lang, good, held)
        and not (good and "[f" in attack["text"])
    ]


def test_there_are_enough() -> None:
    for lang in ("en", "zh"):
        assert len(chosen(lang, good=False, held=True)) >= 150
        assert len(chosen(lang, good=True, held=True)) >= 90


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_faithful_sentences_are_taken(lang: str) -> None:
    refused = [(attack["text"], flaws(attack)) for attack in chosen(lang, good=True, held=True) if flaws(attack)]
    rate = 1 - len(refused) / len(chosen(lang, good=True, held=True))
    assert rate >= LEAST_ACCEPTED[lang], "\n".join(f"{found}: {text}" for text, found in refused)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_dangerous_sentences_are_not(lang: str) -> None:
    passed = [attack for attack in chosen(lang, good=False, held=True) if not flaws(attack)]
    rate = len(passed) / len(chosen(lang, good=False, held=True))
    assert rate <= MOST_PASSED[lang], "\n".join(f"{attack['kind']}: {attack['text']}" for attack in passed)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nor_those_that_were_looked_at(lang: str) -> None:
    seen = chosen(lang, good=False, held=False)
    passed = [f"{attack['kind']}: {attack['text']}" for attack in seen if not flaws(attack)]
    assert len(passed) / len(seen) <= 0.05, "\n".join(passed)


def test_each_kind_of_flaw_is_found() -> None:
    """No check is there for nothing."""
    found = Counter(
        flaw for lang in ("en", "zh") for attack in chosen(lang, good=False, held=False) for flaw in flaws(attack)
    )
    assert {*Flaw} - found.keys() <= {Flaw.SHORT}
