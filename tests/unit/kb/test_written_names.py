"""The shipped vocabulary against names as hospitals, practices and pharmacies write them: every failure is told at once."""

from __future__ import annotations

import pytest

from rxcheck.kb.resolve import Resolution, Resolver
from rxcheck.terms import DrugKind, Reason, ResolvedBy
from tests.unit.kb import written_names_abroad as abroad
from tests.unit.kb import written_names_fluids as fluids
from tests.unit.kb.test_resolve import drugs, shown
from tests.unit.kb.written_names_hospital import EXACT, ORDERS
from tests.unit.kb.written_names_questions import AMBIGUOUS, NOT_YET, NOTHING

BLOCKS = {
    "orders": ORDERS,
    "fluids": fluids.FLUIDS,
    "fluids with drug": fluids.FLUIDS_WITH_DRUG,
    "supplies": fluids.SUPPLIES,
    "nutrition": fluids.NUTRITION,
    "vaccines": fluids.VACCINES,
    "blood products": fluids.BLOOD_PRODUCTS,
    "eye, mouth, skin": fluids.EYE_MOUTH_SKIN,
    "without prescription": fluids.OTC,
    "RxNorm": abroad.RXNORM,
    "dm+d": abroad.DMD,
    "India": abroad.INDIA,
    "Australia, Canada, Ireland": abroad.AU_CA_IE,
}
KINDS = {
    "fluids": DrugKind.VEHICLE,
    "supplies": DrugKind.SUPPLY,
    "nutrition": DrugKind.NUTRITION,
}


def expected(block: str) -> dict[str, str]:
    """Written name → ingredients, of a block of lines."""
    found: dict[str, str] = {}
    for line in block.strip().splitlines():
        drugs, _, names = line.partition(": ")
        for name in names.split(" | "):
            assert name not in found, name
            found[name] = drugs
    return found


def told(found: Resolution) -> str:
    return " + ".join(sorted(drugs(found))) or f"{found.reason} {found.suggestions}"


@pytest.mark.parametrize("block", BLOCKS)
def test_written_names(resolver: Resolver, block: str) -> None:
    wrong = {
        name: f"{told(found)}, not {right}"
        for name, right in expected(BLOCKS[block]).items()
        if drugs(found := resolver.drug(name)) != set(right.split(" + "))
    }
    assert not wrong, "\n".join(f"{name}: {why}" for name, why in wrong.items())


@pytest.mark.parametrize("block", KINDS)
def test_what_is_no_drug_is_known_as_such(resolver: Resolver, block: str) -> None:
    ids = {drug for right in expected(BLOCKS[block]).values() for drug in right.split(" + ")}
    assert {drug: resolver.kind(drug) for drug in ids} == dict.fromkeys(ids, KINDS[block])


def test_strengths_and_routes(resolver: Resolver) -> None:
    wrong = {name: shown(resolver.drug(name)) for name, right in EXACT.items() if shown(resolver.drug(name)) != right}
    assert not wrong


def test_names_of_several_drugs_are_questions(resolver: Resolver) -> None:
    for name, meanings in AMBIGUOUS.items():
        found = resolver.drug(name)
        assert (found.how, found.reason) == (ResolvedBy.UNRESOLVED, Reason.AMBIGUOUS_DRUG), name
        assert {target.partition(":")[2] for target in found.suggestions} == set(meanings.split(" + ")), name


def test_what_names_no_drug_is_not_understood(resolver: Resolver) -> None:
    wrong = {name: told(found) for name in NOTHING.strip().split(" | ") if (found := resolver.drug(name)).known}
    assert not wrong


def test_what_is_not_understood_yet_is_at_least_not_wrong(resolver: Resolver) -> None:
    for name, right in NOT_YET.items():
        found = resolver.drug(name)
        assert not found.known or drugs(found) == set(right.split(" + ")), name


def test_there_are_enough_names() -> None:
    assert sum(len(expected(block)) for block in BLOCKS.values()) >= 2500
    assert len(EXACT) >= 70
    assert len(NOTHING.split(" | ")) >= 70
