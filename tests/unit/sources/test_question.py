"""Questions: what is taken out of plain words, and what is told as not understood."""

from __future__ import annotations

import re

import pytest

from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.labs import load_labs
from rxcheck.sources.question import Asked, QuestionReader


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    text = open_compiled(default_folder()).text
    clauses = text.catalogue().clauses.values()
    known = frozenset(word for english, _ in clauses for word in re.findall(r"[a-z]{3,}", english.lower()))
    labs = load_labs(default_folder() / "knowledge")
    return QuestionReader(text.index, labs, frozenset(text.words().question_words), known)


def facts(asked: Asked) -> dict[str, str]:
    return dict(asked.facts)


@pytest.mark.parametrize(
    ("question", "drugs"),
    [
        ("warfarin with fluconazole?", ("warfarin", "fluconazole")),
        ("华法林和氟康唑一起用有相互作用吗？", ("华法林", "氟康唑")),
        ("Xarelto and Nurofen", ("Xarelto", "Nurofen")),
        ("trimethoprim-sulfamethoxazole plus spironolactone", ("trimethoprim-sulfamethoxazole", "spironolactone")),
        ("what is the risk here", ()),
        ("", ()),
        ("war\u200bfarin", ("warfarin",)),
    ],
)
def test_drugs(reader: QuestionReader, question: str, drugs: tuple[str, ...]) -> None:
    assert reader.read(question).drugs == drugs


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("78 yo woman on warfarin", {"age": "78", "sex": "f"}),
        ("warfarin at age 84 with eGFR 38", {"age": "84", "lab": "eGFR 38"}),
        ("warfarin, 6 months old", {"age": "6 mo"}),
        ("华法林，78岁女，体重54kg", {"age": "78", "sex": "f", "weight": "54"}),
        ("32 weeks pregnant, ibuprofen?", {"pregnant": "yes", "pregnant_weeks": "32", "sex": "f"}),
        ("怀孕32周，布洛芬", {"pregnant": "yes", "pregnant_weeks": "32", "sex": "f"}),
        ("not pregnant, ibuprofen", {"pregnant": "no"}),
        ("正在喂奶，布洛芬", {"lactating": "yes", "sex": "f"}),
        ("penicillin allergy, cefazolin?", {"allergy": "penicillin"}),
        ("对青霉素过敏，头孢唑林", {"allergy": "对青霉素过敏"}),
        ("gout and azathioprine", {"condition": "gout"}),
        ("valproate 500 mg bd", {}),
    ],
)
def test_facts(reader: QuestionReader, question: str, told: dict[str, str]) -> None:
    assert facts(reader.read(question)) == told


def test_a_dose_stands_behind_its_drug(reader: QuestionReader) -> None:
    asked = reader.read("metformin 1 g twice a day and ramipril 5 mg od?")
    assert asked.prescription is not None
    first, second = asked.prescription.lines
    assert first.dosage.dose is not None
    assert second.dosage.dose is not None
    assert asked.set_aside == ()


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("zorvastine with warfarin", ("zorvastine",)),
        ("华法林片和苏拉替克片一起吃", ("苏拉替克片",)),
        ("处方阿司匹林肠溶片100mg", ()),
        ("does warfarin interact with aspirin", ()),
    ],
)
def test_what_is_not_understood(reader: QuestionReader, question: str, unknown: tuple[str, ...]) -> None:
    assert reader.read(question).unknown == unknown


def test_what_cannot_be_meant_is_set_aside_and_told(reader: QuestionReader) -> None:
    asked = reader.read("warfarin for a man 250 years old")
    assert asked.prescription is not None
    assert asked.prescription.patient.age is None
    assert asked.set_aside == ("facts",)
