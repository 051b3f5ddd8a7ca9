"""Structures (rdkit): parents, InChIKeys, fingerprints, substructure groups, side chains, pictures.

Loaded for compiling, lint, questions about a structure and pictures; a check never imports it.
"""

from __future__ import annotations

from msgspec import Struct
from rdkit import Chem, RDLogger
from rdkit.Chem import rdFingerprintGenerator
from rdkit.Chem.inchi import MolToInchiKey
from rdkit.Chem.MolStandardize import rdMolStandardize

from rxcheck.errors import StructureError

RDLogger.DisableLog("rdApp.*")  # type: ignore[attr-defined]  # what it would say becomes a StructureError

MAX_SMILES = 2000
MAX_ATOMS = 500
FINGERPRINT_BITS = 2048
# Morgan fingerprints of radius 2 (ECFP4): Rogers and Hahn, J Chem Inf Model 2010;50:742-754. doi:10.1021/ci100050t
_RADIUS = 2
_GENERATOR = rdFingerprintGenerator.GetMorganGenerator(radius=_RADIUS, fpSize=FINGERPRINT_BITS)
_CORE, _CHAIN = 2, 1


class Pattern(Struct, frozen=True):
    """A compiled SMARTS; for a side chain, the atoms on both sides of the bond that is cut."""

    query: Chem.Mol
    chain: int | None = None
    core: int | None = None


def read_smiles(smiles: str) -> Chem.Mol:
    """The molecule of a SMILES.

    Raises:
        StructureError: longer than MAX_SMILES, more than MAX_ATOMS atoms, or no valid SMILES.
    """
    if len(smiles) > MAX_SMILES:
        raise StructureError(f"the SMILES is longer than {MAX_SMILES} characters")
    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None or molecule.GetNumAtoms() == 0:
        raise StructureError("not a valid SMILES")
    if molecule.GetNumAtoms() > MAX_ATOMS:
        raise StructureError(f"the structure has more than {MAX_ATOMS} atoms")
    return molecule


def parent(molecule: Chem.Mol) -> Chem.Mol:
    """The largest organic fragment, uncharged where a proton can do that: the drug without its counter-ion."""
    found = rdMolStandardize.Uncharger().uncharge(rdMolStandardize.FragmentParent(molecule))
    Chem.SanitizeMol(found)  # a fragment comes without its rings counted
    return found


def fragments(molecule: Chem.Mol) -> int:
    """How many molecules or ions a structure consists of."""
    return len(Chem.GetMolFrags(molecule))


def inchikey(molecule: Chem.Mol) -> str:
    """The standard InChIKey.

    Raises:
        StructureError: InChI does not describe such a structure.
    """
    key = MolToInchiKey(molecule)  # type: ignore[no-untyped-call]
    if not key:
        raise StructureError("InChI does not describe this structure")
    return str(key)


def canonical_smiles(molecule: Chem.Mol) -> str:
    """The canonical SMILES, with stereochemistry."""
    return str(Chem.MolToSmiles(molecule))


def fingerprint(molecule: Chem.Mol) -> bytes:
    """The Morgan fingerprint (FINGERPRINT_BITS bits) of the parent structure, eight bits to a byte, the first bit highest."""
    import numpy as np

    return bytes(np.packbits(_GENERATOR.GetFingerprintAsNumPy(parent(molecule))).tobytes())


def read_smarts(smarts: str, side_chain: bool) -> Pattern:
    """A SMARTS of the tables. That of a side chain marks the bond to cut: `:1` in the chain, `:2` in the core.

    Raises:
        StructureError: not valid, or the two marks are missing or not bonded.
    """
    query = Chem.MolFromSmarts(smarts)
    if query is None:
        raise StructureError("not a valid SMARTS")
    if not side_chain:
        return Pattern(query)
    marked = {atom.GetAtomMapNum(): atom.GetIdx() for atom in query.GetAtoms() if atom.GetAtomMapNum()}
    if set(marked) != {_CHAIN, _CORE} or query.GetBondBetweenAtoms(marked[_CHAIN], marked[_CORE]) is None:
        raise StructureError("a side chain needs two bonded atoms marked :1 (chain) and :2 (core)")
    return Pattern(query, marked[_CHAIN], marked[_CORE])


def holds(molecule: Chem.Mol, pattern: Pattern) -> bool:
    """True when the structure contains the pattern."""
    return bool(molecule.HasSubstructMatch(pattern.query))


def side_chain(molecule: Chem.Mol, pattern: Pattern) -> str | None:
    """The canonical SMILES of what hangs on the core, the cut bond written `*`; None where there is no such core.

    Stereochemistry of the chain is left out: the amide of a D- or L-amino acid is one side chain to the immune system.
    """
    found = _chain(molecule, pattern)
    return None if found is None else str(Chem.MolToSmiles(found[1], isomericSmiles=False))


def _chain(molecule: Chem.Mol, pattern: Pattern) -> tuple[tuple[int, ...], Chem.Mol] | None:
    """The atoms of the side chain (and of the cut) and the piece that they form."""
    match = molecule.GetSubstructMatch(pattern.query)
    if pattern.chain is None or pattern.core is None or not match:
        return None
    bond = molecule.GetBondBetweenAtoms(match[pattern.chain], match[pattern.core])
    cut = Chem.FragmentOnBonds(molecule, [bond.GetIdx()], dummyLabels=[(0, 0)])
    for atoms, piece in zip(Chem.GetMolFrags(cut), Chem.GetMolFrags(cut, asMols=True), strict=True):
        if match[pattern.chain] in atoms and match[pattern.core] not in atoms:
            return tuple(atoms), piece
    return None  # the bond lies in a ring: nothing hangs on it


def shared_atoms(molecule: Chem.Mol, pattern: Pattern) -> tuple[int, ...]:
    """What a picture marks, by atom index: the side chain, or the first match of a substructure."""
    if pattern.chain is None:
        return tuple(molecule.GetSubstructMatch(pattern.query))
    found = _chain(molecule, pattern)
    # The atom that stands for the cut is none of the molecule.
    return () if found is None else tuple(atom for atom in found[0] if atom < molecule.GetNumAtoms())


def depict(molecule: Chem.Mol, marked: tuple[int, ...], legend: str, size: tuple[int, int] = (480, 360)) -> str:
    """An SVG picture (width × height in pixels) with the `marked` atoms highlighted."""
    return str(_drawn(molecule, marked, legend, size, svg=True))


def depict_png(molecule: Chem.Mol, marked: tuple[int, ...], legend: str, size: tuple[int, int] = (960, 720)) -> bytes:
    """The same as a PNG."""
    drawn = _drawn(molecule, marked, legend, size, svg=False)
    assert isinstance(drawn, bytes)  # noqa: S101
    return drawn


def _drawn(molecule: Chem.Mol, marked: tuple[int, ...], legend: str, size: tuple[int, int], svg: bool) -> str | bytes:
    from rdkit.Chem.Draw import rdMolDraw2D

    drawer = rdMolDraw2D.MolDraw2DSVG(*size) if svg else rdMolDraw2D.MolDraw2DCairo(*size)
    # The legend is drawn with a font that has Latin letters only.
    shown = legend if legend.isascii() else ""
    rdMolDraw2D.PrepareAndDrawMolecule(drawer, molecule, legend=shown, highlightAtoms=list(marked))
    drawer.FinishDrawing()
    return drawer.GetDrawingText()
