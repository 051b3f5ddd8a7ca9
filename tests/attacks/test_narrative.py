"""The verifier of wording: how many faithful sentences it takes and how many dangerous ones, on sentences that nobody tuned it to.

Two sets. `retold` are answers to the prompt of the mode, by capable writers in the place of a model, and wrong answers by writers who had the
same prompt: that is what the mode meets. `narrative` are free paraphrases by writers who were shown the clauses only, no prompt and no words.
The rates are stated on those that were not looked at while the verifier was written (`held`). What passes is a word's turn that words do not
show: cause and effect exchanged, a moved "not". That is why the mode is for teaching, marked as a model's wording, and off unless asked for.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from string import ascii_lowercase
from typing import Any

import pytest

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.judging import Judge
from rxcheck.explain.narrative.keeping import sentences
from rxcheck.explain.narrative.reading import cited
from rxcheck.explain.narrative.terms import Flaw, Group, Source
from rxcheck.explain.sentences import Sentences
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.attacks.reading import attacks, findings

SPOKEN = "mhpr"  # facts and changes are never said in other words
# What was measured on the sentences that nobody looked at, rounded against us: a change that makes it worse fails here.
LEAST_ACCEPTED = {("retold", "en"): 0.90, ("retold", "zh"): 0.90, ("narrative", "en"): 0.72, ("narrative", "zh"): 0.82}
MOST_PASSED = {("retold", "en"): 0.13, ("retold", "zh"): 0.11, ("narrative", "en"): 0.08, ("narrative", "zh"): 0.05}
SETS = [("retold", "en"), ("retold", "zh"), ("narrative", "en"), ("narrative", "zh")]


@cache
def judge(lang: str) -> Judge:
    verifier = Verifier(open_compiled(default_folder()))
    text = verifier.kb.compiled.text
    said = Sentences(text, verifier.catalogue(), Audience.TRAINEE, Lang(lang))
    groups = [Group(*group) for group in text.words().paraphrases[Lang(lang)]]
    known = (said.topics(), said.drug_names(), said.vocabulary())
    return English(groups, *known) if lang == "en" else Chinese(groups, *known)


def flaws(attack: dict[str, Any]) -> tuple[Flaw, ...]:
    """What is wrong with a sentence, found out once."""
    if "flaws" not in attack:
        attack["flaws"] = _flaws(attack)
    found: tuple[Flaw, ...] = attack["flaws"]
    return found


def _flaws(attack: dict[str, Any]) -> tuple[Flaw, ...]:
    """Judged as the narrator judges it; `sentences` are those asked for, where there are any."""
    lang, finding = str(attack["lang"]), findings()[attack["finding"]]
    names, asked = finding["names"][lang], attack.get("sentences")
    read = cited(str(attack["text"]), names)
    clauses = finding["clauses"]
    if read is None or not all(code in (asked if asked is not None else clauses) for code in read[1]):
        return (Flaw.CITATION,)
    said, codes = read
    aliases = dict.fromkeys(code.rstrip(ascii_lowercase) for code in codes)
    if not all(alias[0] in SPOKEN and alias in clauses for alias in aliases):
        return (Flaw.CITATION,)
    sources = [Source(tuple(clauses[alias][lang]), alias[0] == "r", alias[0] in "hp") for alias in aliases]
    return judge(lang).judge(said, sources, names, [asked[code] for code in codes] if asked else ())


def chosen(which: str, lang: str, good: bool, held: bool) -> list[dict[str, Any]]:
    return [
        attack
        for attack in attacks(which)
        if (attack["lang"], attack["good"], attack["held"]) == (lang, good, held)
        and not (good and "[f" in attack["text"])
    ]


@pytest.mark.parametrize(("which", "lang"), SETS)
def test_there_are_enough(which: str, lang: str) -> None:
    assert len(chosen(which, lang, good=False, held=True)) >= 150
    assert len(chosen(which, lang, good=True, held=True)) >= 90


@pytest.mark.parametrize(("which", "lang"), SETS)
def test_faithful_sentences_are_taken(which: str, lang: str) -> None:
    refused = [(attack["text"], flaws(attack)) for attack in chosen(which, lang, good=True, held=True) if flaws(attack)]
    rate = 1 - len(refused) / len(chosen(which, lang, good=True, held=True))
    assert rate >= LEAST_ACCEPTED[which, lang], f"{rate:.3f} of those that nobody looked at"


@pytest.mark.parametrize(("which", "lang"), SETS)
def test_dangerous_sentences_are_not(which: str, lang: str) -> None:
    passed = [attack for attack in chosen(which, lang, good=False, held=True) if not flaws(attack)]
    rate = len(passed) / len(chosen(which, lang, good=False, held=True))
    assert rate <= MOST_PASSED[which, lang], Counter(attack["kind"] for attack in passed)


@pytest.mark.parametrize(("which", "lang"), SETS)
def test_nor_those_that_were_looked_at(which: str, lang: str) -> None:
    seen = chosen(which, lang, good=False, held=False)
    passed = [f"{attack['kind']}: {attack['text']}" for attack in seen if not flaws(attack)]
    assert len(passed) / len(seen) <= 0.07, "\n".join(passed)


def test_each_kind_of_flaw_is_found() -> None:
    """No check is there for nothing."""
    found = Counter(
        flaw for which, lang in SETS for attack in chosen(which, lang, good=False, held=False) for flaw in flaws(attack)
    )
    assert {*Flaw} - found.keys() <= {Flaw.SHORT}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sentence_of_the_clause_itself_is_taken(lang: str) -> None:
    """Word for word, it is never wrong."""
    refused = []
    for finding in list(findings().values())[::4]:
        for alias, clause in finding["clauses"].items():
            if alias[0] not in SPOKEN:
                continue
            source = Source(tuple(clause[lang]), alias[0] == "r", alias[0] in "hp")
            for text in dict.fromkeys(part for each in clause[lang] for part in sentences(each)):
                found = judge(lang).judge(text, [source], finding["names"][lang], [text])
                if found:
                    refused.append((text, found))
    assert not refused
