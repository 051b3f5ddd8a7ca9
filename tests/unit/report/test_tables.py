"""What `rxcheck kb stats` says, in both languages."""

from __future__ import annotations

import io
import string

import pytest

from rxcheck.kb.difference import TableChange
from rxcheck.kb.statistics import Statistics
from rxcheck.kb.terms import RuleAction, SourceKind
from rxcheck.report.tables import WORDS, show_difference, show_statistics
from rxcheck.terms import Lang, RowStatus


@pytest.mark.parametrize("lang", Lang)
def test_every_count_has_words(lang: Lang) -> None:
    groups: dict[str, dict[str, int]] = {
        "interactions.action": {each.value: 1 for each in RuleAction},
        "interactions.status": {each.value: 1 for each in RowStatus},
        "interactions.source": {each.value: 1 for each in SourceKind},
    }
    stream = io.StringIO()
    show_statistics(Statistics(groups), lang, False, stream)
    assert len(stream.getvalue().splitlines()) == 3 + len(RuleAction) + len(RowStatus) + len(SourceKind)
    if lang is Lang.ZH:
        assert not set(stream.getvalue()) & set(string.ascii_letters)


def test_cells_of_other_tables_cannot_act_on_a_terminal() -> None:
    stream = io.StringIO()
    changes = [TableChange("knowledge/x.csv", (("a\x1b[31m",),), (), ())]
    show_difference(changes, None, Lang.EN, False, True, stream)
    assert "  + a⟨U+001B⟩[31m\n" in stream.getvalue()


@pytest.mark.parametrize("key", WORDS)
def test_words_have_the_same_slots_in_both_languages(key: str) -> None:
    one, two = (sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in WORDS[key])
    assert one == two
