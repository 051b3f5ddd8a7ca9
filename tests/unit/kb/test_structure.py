"""Structures: what rdkit tells of one, the lint of the tables, and what is compiled from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rxcheck.errors import KnowledgeError, StructureError
from rxcheck.kb import structure
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder
from rxcheck.kb.structure_build import lint_structures
from rxcheck.kb.structure_hints import structure_hints
from rxcheck.kb.structure_store import Structures, open_structures, similarities
from tests.support.tiny import write_tiny
from tests.unit.kb.editing import add, set_cells

AMOXICILLIN = "CC1(C)S[C@@H]2[C@H](NC(=O)[C@H](N)c3ccc(O)cc3)C(=O)N2[C@H]1C(=O)O"
CEFADROXIL = "CC1=C(C(=O)O)N2C(=O)[C@@H](NC(=O)[C@H](N)c3ccc(O)cc3)[C@H]2SC1"
R1 = "[CX3:1](=[OX1])[NX3:2][#6]1[#6](=[OX1])[#7][#6]1"
K = "knowledge/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RXCHECK_CACHE", str(tmp_path / "cache"))
    return write_tiny(tmp_path / "tables")


@pytest.fixture(scope="module")
def shipped() -> Structures:
    return open_structures(default_folder())


@pytest.mark.parametrize(
    ("smiles", "message"),
    [
        ("", "not a valid SMILES"),
        ("not a smiles", "not a valid SMILES"),
        ("C1CC", "not a valid SMILES"),
        ("C(C)(C)(C)(C)C", "not a valid SMILES"),
        ("C" * 2001, "longer than 2000"),
        ("C" * 600, "more than 500 atoms"),
    ],
)
def test_what_is_no_structure_is_refused(smiles: str, message: str) -> None:
    with pytest.raises(StructureError, match=message):
        structure.read_smiles(smiles)


@pytest.mark.parametrize(
    ("salt", "parent"),
    [
        ("C[NH2+]CC(O)c1ccc(O)c(O)c1.[Cl-]", "CNCC(O)c1ccc(O)c(O)c1"),
        ("[Na+].CC(C(=O)[O-])c1ccc2cc(OC)ccc2c1", "COc1ccc2cc(C(C)C(=O)O)ccc2c1"),
        ("C[N+](C)(C)CCOC(C)=O.[Cl-]", "CC(=O)OCC[N+](C)(C)C"),  # a quaternary ion keeps its charge
    ],
)
def test_the_parent_has_no_counter_ion_and_no_charge_that_a_proton_explains(salt: str, parent: str) -> None:
    assert structure.canonical_smiles(structure.parent(structure.read_smiles(salt))) == parent


def test_salt_and_base_have_one_fingerprint() -> None:
    salt, base = "CC(=O)[O-].[Na+]", "CC(=O)O"
    assert structure.fingerprint(structure.read_smiles(salt)) == structure.fingerprint(structure.read_smiles(base))


def test_side_chains_are_what_hangs_on_the_core() -> None:
    pattern = structure.read_smarts(R1, side_chain=True)
    chains = {structure.side_chain(structure.read_smiles(text), pattern) for text in (AMOXICILLIN, CEFADROXIL)}
    assert chains == {"*C(=O)C(N)c1ccc(O)cc1"}
    assert structure.side_chain(structure.read_smiles("CC(=O)Nc1ccc(O)cc1"), pattern) is None


def test_a_picture_marks_the_side_chain() -> None:
    molecule = structure.read_smiles(AMOXICILLIN)
    marked = structure.shared_atoms(molecule, structure.read_smarts(R1, side_chain=True))
    assert sorted(molecule.GetAtomWithIdx(atom).GetSymbol() for atom in marked) == ["C"] * 8 + ["N", "O", "O"]
    plain, coloured = structure.depict(molecule, (), "x"), structure.depict(molecule, marked, "x")
    assert plain.startswith("<?xml") and "</svg>" in coloured
    assert coloured.count("<ellipse") >= len(marked) > plain.count("<ellipse")
    assert structure.depict_png(molecule, (), "阿莫西林").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("smarts", "message"),
    [("C(", "not a valid SMARTS"), ("[C:1]O", "marked :1"), ("[C:1]C[N:2]", "marked :1")],
)
def test_patterns_that_cannot_be_used(smarts: str, message: str) -> None:
    with pytest.raises(StructureError, match=message):
        structure.read_smarts(smarts, side_chain=True)


def test_similarity_is_exact() -> None:
    prints = np.array([[0b1111_0000], [0b1100_0000], [0b0000_1111], [0]], dtype=np.uint8)
    assert similarities(prints, prints[0]).tolist() == [100, 50, 0, 0]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"inchikey": "AAAAAAAAAAAAAA-UHFFFAOYSA-N"}, "inchikey", "the SMILES has the InChIKey BSYNRYMUTXBXSQ"),
        ({"smiles": "OC(=O)c1ccccc1OC(C)=O"}, "smiles", "the canonical SMILES is CC(=O)Oc1ccccc1C(=O)O"),
        ({"smiles": "CC(=O)Oc1ccccc1C(=O)[O-].[Na+]"}, "smiles", "this is not the parent structure"),
        ({"smiles": "nonsense"}, "smiles", "not a valid SMILES"),
        ({"kind": "salt"}, "kind", "a salt consists of at least two ions"),
    ],
)
def test_structure_faults(folder: Path, cells: dict[str, str], column: str, message: str) -> None:
    set_cells(folder, K + "structures.csv", "aspirin", **cells)
    faults = lint_structures(load(folder))
    found = [fault for fault in faults if fault.location and fault.location.column == column]
    assert any(message in fault.message for fault in found), [str(fault) for fault in faults]
    with pytest.raises(KnowledgeError, match=r"structures\.csv"):
        open_structures(folder)


def test_group_faults(folder: Path) -> None:
    set_cells(folder, K + "structure_groups.csv", "arylpropionic-acid", class_id="nsaids")
    assert lint_structures(load(folder)) == []
    add(folder, K + "class_members.csv", class_id="nsaids", member="drug:paracetamol", relation="include")
    (fault,) = lint_structures(load(folder))
    assert "members of 'nsaids' whose structure does not hold the group: paracetamol" in fault.message
    set_cells(folder, K + "structure_groups.csv", "arylpropionic-acid", class_id="opioids", extent="equal")
    assert lint_structures(load(folder))[0].message == (
        "structures that hold the group are not in 'opioids': ibuprofen, naproxen"
    )
    set_cells(folder, K + "structure_groups.csv", "arylpropionic-acid", class_id="nothing")
    assert "class 'nothing' is not in" in lint_structures(load(folder))[0].message
    set_cells(folder, K + "structure_groups.csv", "arylpropionic-acid", class_id="", smarts="((")
    assert lint_structures(load(folder))[0].message == "not a valid SMARTS"


def test_side_chains_follow_from_structures(folder: Path) -> None:
    """What the table says beside the structures, or leaves out, is a fault that says what belongs there."""
    group = {
        "group_id": "acyl",
        "name_en": "acyl",
        "name_zh": "酰基",
        "kind": "side_chain",
        "smarts": "[C:1](=O)[OX2:2]c",
    }
    add(folder, K + "structure_groups.csv", **group, source_id="curator", status="draft")
    (fault,) = lint_structures(load(folder))
    assert fault.message == "aspirin,acyl,*C(C)=O is missing"
    add(folder, K + "side_chains.csv", drug_id="aspirin", group_id="acyl", smiles="*C=O")
    (fault,) = lint_structures(load(folder))
    assert fault.message == "the side chain is *C(C)=O"
    set_cells(folder, K + "side_chains.csv", "aspirin", smiles="*C(C)=O")
    assert lint_structures(load(folder)) == []
    add(folder, K + "side_chains.csv", drug_id="ibuprofen", group_id="acyl", smiles="*C(C)=O")
    (fault,) = lint_structures(load(folder))
    assert fault.message == "no structure of the tables has this side chain"


def test_a_structure_of_no_drug(folder: Path) -> None:
    add(
        folder,
        K + "structures.csv",
        drug_id="unobtainium",
        kind="parent",
        smiles="C",
        inchikey="VNWKTOKETHGBQD-UHFFFAOYSA-N",
    )
    assert "drug 'unobtainium' is not in" in lint_structures(load(folder))[0].message


def test_compiled_structures(folder: Path) -> None:
    built, cached = open_structures(folder), open_structures(folder)
    for found in (built, cached):
        assert found.members("arylpropionic-acid") == ("ibuprofen", "naproxen")
        number = found.number("ibuprofen")
        assert number is not None
        assert [group.group_id for group in found.groups(number)] == ["arylpropionic-acid"]
        assert found.number("warfarin") is None
    assert built.text == cached.text


def test_shipped_structures_are_sound() -> None:
    assert [str(fault) for fault in lint_structures(load(default_folder()))] == []


def test_well_known_side_chains(shipped: Structures) -> None:
    r1 = "beta-lactam-r1"
    assert "cefadroxil" in shipped.same_chain("amoxicillin")[r1]
    assert set(shipped.same_chain("ampicillin")[r1]) >= {"cefalexin", "cefaclor"}
    assert set(shipped.same_chain("ceftriaxone")[r1]) >= {"cefotaxime", "cefepime"}
    assert "cefazolin" not in shipped.same_chain("ampicillin")[r1]
    assert "amoxicillin" not in shipped.same_chain("cefazolin")[r1]


def test_well_known_groups(shipped: Structures) -> None:
    assert {"sulfamethoxazole", "sulfadiazine", "darunavir"} <= set(shipped.members("sulfonylarylamine"))
    assert not {"furosemide", "celecoxib", "hydrochlorothiazide"} & set(shipped.members("sulfonylarylamine"))
    assert {"phenytoin", "carbamazepine", "lamotrigine"} <= set(shipped.members("aromatic-anticonvulsant"))
    assert not {"valproic-acid", "levetiracetam", "gabapentin"} & set(shipped.members("aromatic-anticonvulsant"))
    assert {"morphine", "codeine"} <= set(shipped.members("morphinan"))
    assert not {"fentanyl", "methadone", "tramadol"} & set(shipped.members("morphinan"))


def test_hints_come_from_another_process() -> None:
    asked = [AMOXICILLIN, "CC(=O)Oc1ccccc1C(=O)[O-].[Na+]", "nonsense", "C" * 3000, AMOXICILLIN]
    hints = structure_hints(asked, default_folder())
    assert list(hints) == asked[:4]
    amoxicillin, aspirin, *broken = hints.values()
    assert amoxicillin is not None and aspirin is not None
    assert (amoxicillin.drugs[0].drug, amoxicillin.drugs[0].percent, amoxicillin.drugs[0].same) == (
        "amoxicillin",
        100,
        True,
    )
    assert {"penam", "beta-lactam-r1"} <= set(amoxicillin.groups)
    assert aspirin.drugs[0].drug == "aspirin" and aspirin.drugs[0].same  # the salt has the parent of the acid
    assert all(hint is not None and not hint.readable for hint in broken)


def test_a_process_that_does_not_answer_costs_nothing_but_the_hint(tmp_path: Path) -> None:
    assert structure_hints(["C"], tmp_path) == {"C": None}
    assert structure_hints(["C"], default_folder(), timeout=0.001) == {"C": None}
    assert structure_hints([], default_folder()) == {}
