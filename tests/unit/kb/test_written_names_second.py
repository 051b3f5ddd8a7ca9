"""The shipped vocabulary on a second list of written names, which was made before anything was tuned to it."""

from __future__ import annotations

import pytest

from rxcheck.kb.resolve import Resolver
from tests.unit.kb.test_resolve import drugs
from tests.unit.kb.written_names_second import GROUPS

OPEN, QUESTION = "~", "-"


def _expected(group: str) -> dict[str, str]:
    """Written name → what it must become."""
    found: dict[str, str] = {}
    for line in GROUPS[group].strip().splitlines():
        wanted, _, names = line.partition(": ")
        for name in names.split(" | "):
            assert name not in found, name
            found[name] = wanted
    return found


def _fault(resolver: Resolver, name: str, wanted: str) -> str:
    """What is wrong with the reading of `name`; empty when nothing is."""
    found = resolver.drug(name)
    if not found.known:
        return "" if wanted.startswith((OPEN, QUESTION)) else "not understood"
    became = drugs(found)
    right = wanted != QUESTION and set(became) == set(wanted.removeprefix(OPEN).split(" + "))
    return "" if right else f"became {' + '.join(sorted(became))}"


@pytest.mark.parametrize("group", GROUPS)
def test_second_list(resolver: Resolver, group: str) -> None:
    faults = {name: fault for name, wanted in _expected(group).items() if (fault := _fault(resolver, name, wanted))}
    assert not faults, "\n".join(f"{name}: {fault}" for name, fault in faults.items())


def test_how_many_to_take_is_no_strength(resolver: Resolver) -> None:
    """ "1-2 tabs" are not the milligrams of two ingredients; "5-325 tab" are."""
    taken = resolver.drug("Percocet 1-2 tabs q4h prn")
    assert len(taken.ingredients) == 2
    assert all(item.strength is None for item in taken.ingredients)
    assert all(item.strength is not None for item in resolver.drug("Percocet 5-325 tab").ingredients)


def test_a_dose_by_weight_is_no_strength(resolver: Resolver) -> None:
    for name in ("vancomycin 15 mg/kg q12h", "norepinephrine 0.05 mcg/kg/min", "azacitidine 75 mg/m2"):
        found = resolver.drug(name)
        assert [item.strength for item in found.ingredients] == [None], name


def test_the_second_list_is_long_enough() -> None:
    assert sum(len(_expected(group)) for group in GROUPS) >= 1800
    assert len(_expected("Chinese")) >= 300
