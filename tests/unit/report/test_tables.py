"""What `rxcheck kb stats` says, in both languages."""

from __future__ import annotations

import io
import string

import pytest

from rxcheck.kb.statistics import Statistics
from rxcheck.kb.terms import RuleAction, SourceKind
from rxcheck.report.tables import WORDS, show_statistics
from rxcheck.terms import Lang, RowStatus


@pytest.mark.parametrize("lang", Lang)
def test_every_count_has_words(lang: Lang) -> None:
    groups = {
        "interactions.action": dict.fromkeys(RuleAction, 1),
        "interactions.status": dict.fromkeys(RowStatus, 1),
        "interactions.source": dict.fromkeys(SourceKind, 1),
    }
    stream = io.StringIO()
    show_statistics(Statistics(groups), lang, False, stream)
    assert len(stream.getvalue().splitlines()) == 3 + len(RuleAction) + len(RowStatus) + len(SourceKind)
    if lang is Lang.ZH:
        assert not set(stream.getvalue()) & set(string.ascii_letters)


@pytest.mark.parametrize("key", WORDS)
def test_words_have_the_same_slots_in_both_languages(key: str) -> None:
    one, two = (sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in WORDS[key])
    assert one == two
