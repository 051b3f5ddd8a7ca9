"""Names that must not be understood, or only in one way: look-alikes, misspellings, denials, choices, things that are no drug."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import yaml

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import Compiled
from rxcheck.kb.suggest import Suggester

FILE = Path(__file__).with_name("hard_negatives.yaml")


def _rows() -> dict[str, dict[str, str]]:
    """Kind → written name → what it may become."""
    rows: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rows


def _allowed(text: str) -> list[frozenset[str]]:
    return [frozenset(choice.split(" + ")) for choice in text.split(" | ") if choice]


def test_there_are_enough_of_every_kind() -> None:
    rows = _rows()
    assert sum(map(len, rows.values())) >= 500
    assert min(map(len, rows.values())) >= 40


def test_what_is_allowed_is_in_the_vocabulary(shipped: Compiled) -> None:
    known = shipped.text.index.kinds
    named = {
        drug for kind in _rows().values() for text in kind.values() for choice in _allowed(text) for drug in choice
    }
    assert sorted(named - known.keys()) == []


def test_none_becomes_another_drug(resolver: Resolver) -> None:
    wrong = []
    with patch.object(Suggester, "for_written", return_value=((), ())):  # they accept nothing, and are slow to look for
        fresh = Resolver(resolver._index)
        for kind, rows in _rows().items():
            for text, allowed in rows.items():
                found = fresh.drug(text)
                became = frozenset(item.drug for item in found.ingredients)
                if found.known and became not in _allowed(allowed):
                    wrong.append(
                        f"{kind}: {text!r} became {' + '.join(sorted(became))}, allowed: {allowed or 'nothing'}"
                    )
    assert not wrong, "\n".join(wrong)


def test_most_allowed_readings_are_understood(resolver: Resolver) -> None:
    """The allowed column is no dead letter: exact names of single drugs are still understood."""
    kinds = ("salts_that_are_other_drugs", "analogues", "numbers")
    rows = {text: allowed for kind in kinds for text, allowed in _rows()[kind].items() if allowed}
    understood = [text for text in rows if resolver.drug(text).known]
    assert len(understood) >= 0.9 * len(rows), sorted(set(rows) - set(understood))
