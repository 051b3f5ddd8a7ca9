"""One proof, two languages: an explanation has the same clauses, numbers and drugs in English and Chinese."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.sentences import Explanation, Sentence, Sentences, page_of
from rxcheck.finding import Finding, SlotKind
from rxcheck.kb import schema as sc
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.cases.reading import FOLDER, all_cases, reports_of

FILES = sorted({case.file for case in all_cases()})
NUMBER = sc.NUMBER
DRUGS = (SlotKind.DRUG, SlotKind.DRUGS)


@cache
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()))


@cache
def sentences(audience: Audience, lang: Lang) -> Sentences:
    return Sentences(verifier().kb.compiled.text, catalogue(), audience, lang)


@cache
def catalogue() -> Catalogue:
    return verifier().catalogue()


@pytest.mark.parametrize("file", FILES)
def test_both_languages_say_the_same(file: str) -> None:
    patients = PatientClauses(verifier().kb)
    seen: set[tuple[object, ...]] = set()
    for name, report in reports_of(FOLDER / f"{file}.yaml").items():
        new = {(each.rule_id, each.compared, each.facts, each.modifier) for each in report.findings} - seen
        if not new:
            continue  # the same findings with the same numbers were compared before
        seen |= new
        for audience in Audience:
            english, chinese = (
                page_of(report, sentences(audience, lang), patients=patients) for lang in (Lang.EN, Lang.ZH)
            )
            assert english.left == chinese.left
            for one, other in zip(english.explanations, chinese.explanations, strict=True):
                assert one.finding == other.finding
                assert one.plan == other.plan, name
                same_clauses(one, other, name, audience)


def same_clauses(one: Explanation, other: Explanation, name: str, audience: Audience) -> None:
    for english, chinese in zip(one.sentences, other.sentences, strict=True):
        assert (english.part, english.clause_id) == (chinese.part, chinese.clause_id)
        if english.clause_id is None:
            continue  # facts and changes: each language has its own words around them, made from the same values
        drugs = {
            lang: drugs_in(sentence, one.finding, lang, audience)
            for lang, sentence in ((Lang.EN, english), (Lang.ZH, chinese))
        }
        assert drugs[Lang.EN] == drugs[Lang.ZH], f"{name}: {english.text} / {chinese.text}"
        assert numbers_in(english, one.finding, Lang.EN, audience) == numbers_in(
            chinese, one.finding, Lang.ZH, audience
        ), f"{name}: {english.text} / {chinese.text}"


@cache
def named(finding_drugs: tuple[str, ...], lang: Lang) -> tuple[tuple[str, str], ...]:
    """(drug, name), the longest name first."""
    names = [(drug, catalogue().drug(drug, lang)) for drug in finding_drugs]
    return tuple(sorted(names, key=lambda each: -len(each[1])))


@cache
def wording_of(clause: str | None, audience: Audience) -> str:
    if clause is None:
        return ""
    deeper = verifier().kb.compiled.text.depths_for(audience)
    return (deeper.get(clause) or catalogue().clauses[clause])[0]


def drugs_of(finding: Finding, clause: str | None, audience: Audience) -> tuple[str, ...]:
    """The drugs in the slots that a clause has in the words of an audience."""
    uses = (use for use in (*finding.mechanism, *finding.harm, *finding.advice) if use.clause_id == clause)
    wording = wording_of(clause, audience)
    slots = (slot for use in uses for name, slot in use.slots if f"{{{name}}}" in wording)
    return tuple(dict.fromkeys(drug for slot in slots if slot.kind in DRUGS for drug in slot.values))


def drugs_in(sentence: Sentence, finding: Finding, lang: Lang, audience: Audience) -> set[str]:
    found, text = set(), sentence.text.casefold()
    for drug, name in named(drugs_of(finding, sentence.clause_id, audience), lang):
        if name.casefold() in text:
            found.add(drug)
            text = text.replace(name.casefold(), " ")
    return found


def numbers_in(sentence: Sentence, finding: Finding, lang: Lang, audience: Audience) -> Counter[str]:
    """Numbers that are not part of the name of a drug, class or condition."""
    text = sentence.text.casefold()
    names = [name for _, name in named(drugs_of(finding, sentence.clause_id, audience), lang)]
    for use in (*finding.mechanism, *finding.harm, *finding.advice):
        for _, slot in use.slots:
            if slot.kind is SlotKind.CONDITION:
                names += [catalogue().condition(value, lang) for value in slot.values if value]
            elif slot.kind is SlotKind.ALLERGEN:
                names += [catalogue().selector(value, lang) for value in slot.values if value]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name.casefold(), " ")
    return Counter(NUMBER.findall(text))
