"""The side chains of a β-lactam and of a recorded allergen, as the tables have them."""

from __future__ import annotations

import pytest

from rxcheck.finding import SideChains
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.model import Allergy, MedicationLine, Patient, Prescription
from rxcheck.terms import CheckKind
from rxcheck.verify import Verifier

PHENYLGLYCYL, HYDROXYPHENYLGLYCYL = "*C(=O)C(N)c1ccccc1", "*C(=O)C(N)c1ccc(O)cc1"


def chains(drug: str, allergen: str) -> tuple[SideChains, ...]:
    rx = Prescription("1", (MedicationLine("1", drug),), Patient(allergies=(Allergy(allergen, "anaphylaxis"),)))
    (report,) = Verifier(open_compiled(default_folder())).verify([rx])
    (finding,) = (each for each in report.findings if each.check is CheckKind.ALLERGY)
    return finding.side_chains


def test_the_same_chain() -> None:
    (found,) = chains("cefaclor", "ampicillin")
    assert found == SideChains("beta-lactam-r1", "cefaclor", PHENYLGLYCYL, "ampicillin", PHENYLGLYCYL)
    assert found.same


def test_another_chain() -> None:
    (found,) = chains("cefaclor", "amoxicillin")
    assert (found.chain, found.allergen_chain, found.same) == (PHENYLGLYCYL, HYDROXYPHENYLGLYCYL, False)


def test_both_chains_of_two_cephalosporins() -> None:
    found = chains("ceftriaxone", "cefotaxime")
    assert [(each.group, each.same) for each in found] == [("beta-lactam-r1", True), ("cephem-r2", False)]


@pytest.mark.parametrize(
    ("drug", "allergen"), [("amoxicillin", "amoxicillin"), ("amoxicillin", "penicillins"), ("ibuprofen", "aspirin")]
)
def test_nothing_to_compare(drug: str, allergen: str) -> None:
    assert chains(drug, allergen) == ()
