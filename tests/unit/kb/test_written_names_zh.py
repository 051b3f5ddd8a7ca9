"""The shipped vocabulary on names as Chinese hospitals write them."""

from __future__ import annotations

import pytest

from rxcheck.kb.resolve import Resolver
from rxcheck.terms import Reason
from tests.unit.kb.test_resolve import shown
from tests.unit.kb.written_names_zh import NEVER_ZH, REALISTIC_ZH


@pytest.mark.parametrize(("text", "expected"), REALISTIC_ZH.items())
def test_hospital_names(resolver: Resolver, text: str, expected: str) -> None:
    """Ingredients in order, strengths where they are written, and the route that the words tell."""
    assert shown(resolver.drug(text)) == expected


@pytest.mark.parametrize("text", NEVER_ZH)
def test_no_drug_is_guessed(resolver: Resolver, text: str) -> None:
    found = resolver.drug(text)
    assert not found.known
    assert found.reason in (Reason.UNKNOWN_DRUG, Reason.AMBIGUOUS_DRUG)


def test_the_list_is_long_enough() -> None:
    assert len(REALISTIC_ZH) >= 400
