"""Ids become names and sentences in both languages."""

from __future__ import annotations

import re

import pytest

from rxcheck.finding import ClauseUse, SlotKind, SlotValue
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.store import Compiled
from rxcheck.terms import Lang

EN, ZH = Lang.EN, Lang.ZH


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(
        drugs={"warfarin": ("Warfarin", "华法林"), "new": ("New drug", ""), "product:x": ("Co-x", "复方x")},
        classes={"nsaids": ("NSAIDs", "非甾体抗炎药")},
        groups={"penam": ("penam core", "青霉烷母核")},
        pathways={"cyp3a4": ("CYP3A4", "CYP3A4")},
        selectors={"role:cyp3a4-inhibitor-strong": ("strong CYP3A4 inhibitor", "CYP3A4强抑制剂")},
        conditions={"gout": ("gout", "痛风")},
        clauses={
            "h-bleed": ("{object} with {drugs} may cause bleeding.", "{object}与{drugs}合用可能出血。"),
            "r-limit": ("not above {limit}.", "不超过{limit}。"),
            "h-written": ("“{observed}” can be misread.", "“{observed}”易被误读。"),
        },
        sources={},
    )


def test_names(catalogue: Catalogue) -> None:
    assert (catalogue.drug("warfarin", EN), catalogue.drug("warfarin", ZH)) == ("Warfarin", "华法林")
    assert catalogue.drug("new", ZH) == "New drug"  # no Chinese name: the English one
    assert catalogue.drug("unheard-of", ZH) == "unheard-of"
    assert catalogue.drug("product:x", EN) == "Co-x"
    assert catalogue.condition("gout", ZH) == "痛风"
    assert catalogue.selector("drug:warfarin", EN) == "Warfarin"
    assert catalogue.selector("class:nsaids", ZH) == "非甾体抗炎药"


@pytest.mark.parametrize(
    ("kind", "values", "en", "zh"),
    [
        (SlotKind.DRUG, ("warfarin",), "Warfarin", "华法林"),
        (SlotKind.DRUGS, ("warfarin", "new"), "Warfarin, New drug", "华法林、New drug"),
        (SlotKind.CONDITION, ("gout",), "gout", "痛风"),
        (SlotKind.ALLERGEN, ("class:nsaids", "drug:warfarin"), "NSAIDs, Warfarin", "非甾体抗炎药、华法林"),
        (SlotKind.AMOUNT, ("3", "d"), "3 days", "3 天"),
    ],
)
def test_slots(catalogue: Catalogue, kind: SlotKind, values: tuple[str, ...], en: str, zh: str) -> None:
    value = SlotValue(kind, values)
    assert (catalogue.slot(value, EN), catalogue.slot(value, ZH)) == (en, zh)


def test_sentences(catalogue: Catalogue) -> None:
    slots = (("object", SlotValue(SlotKind.DRUG, ("warfarin",))), ("drugs", SlotValue(SlotKind.DRUGS, ("new",))))
    use = ClauseUse("h-bleed", slots)
    assert catalogue.clause(use, EN) == "Warfarin with New drug may cause bleeding."
    assert catalogue.clause(use, ZH) == "华法林与New drug合用可能出血。"
    limit = ClauseUse("r-limit", (("limit", SlotValue(SlotKind.AMOUNT, ("4", "g/d"))),))
    assert catalogue.clause(limit, EN) == "Not above 4 g/d."  # a sentence begins with a capital


def test_every_shipped_id_has_both_names(shipped: Compiled) -> None:
    catalogue = shipped.text.catalogue()
    assert set(shipped.text.drugs) <= set(catalogue.drugs)
    for names in (catalogue.classes, catalogue.conditions, catalogue.clauses):
        for key, (en, zh) in names.items():
            assert en, key
            assert re.search("[\u3400-\u9fff]", zh), key


def test_texts_as_written_stay_as_they_are(catalogue: Catalogue) -> None:
    use = ClauseUse("h-written", (("observed", SlotValue(SlotKind.WRITTEN, ("10U", "１．０ mg"))),))
    assert catalogue.clause(use, EN) == "“10U, １．０ mg” can be misread."
    assert catalogue.clause(use, ZH) == "“10U、１．０ mg”易被误读。"
