"""Judges of wording, over the shipped groups of words."""

from __future__ import annotations

import pytest

from rxcheck.explain.narrative.chinese import Chinese
from rxcheck.explain.narrative.english import English
from rxcheck.explain.narrative.terms import Group
from rxcheck.kb.compiled_text import Language
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.terms import Lang


@pytest.fixture(scope="session")
def language() -> Language:
    return open_compiled(default_folder()).text.words()


@pytest.fixture(scope="session")
def english(language: Language) -> English:
    return English([Group(*group) for group in language.paraphrases[Lang.EN]])


@pytest.fixture(scope="session")
def chinese(language: Language) -> Chinese:
    return Chinese([Group(*group) for group in language.paraphrases[Lang.ZH]])
