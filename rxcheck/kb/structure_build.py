"""Structure tables → fingerprints, groups, side chains and neighbours; and what the lint says of them (rdkit)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from rdkit import Chem

from rxcheck.errors import KnowledgeError, Location, StructureError
from rxcheck.kb import schema as sc
from rxcheck.kb import structure
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge, Located
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.structure_store import FINGERPRINTS, GROUPS, GroupName, Neighbour, StructureText, similarities

Fault = KnowledgeError
_MOST_NEIGHBOURS = 10


def lint_structures(knowledge: Knowledge) -> list[Fault]:
    """Every fault of the structure tables: unreadable, not the parent, another InChIKey, class members without the group."""
    molecules, faults = _read(knowledge)
    patterns = list(_patterns(knowledge, faults))
    expanded = Selectors(knowledge).classes
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    for item in knowledge.located(sc.Structure):
        assert isinstance(item.row, sc.Structure)  # noqa: S101
        if item.row.drug_id not in drugs:
            faults.append(_at(item, f"drug {item.row.drug_id!r} is not in knowledge/drugs.csv", "drug_id"))
        elif item.row.drug_id in molecules:
            faults.extend(_differs(item, item.row, molecules[item.row.drug_id]))
    for item, group, pattern in patterns:
        if group.class_id is None:
            continue
        if group.class_id not in expanded:
            faults.append(_at(item, f"class {group.class_id!r} is not in knowledge/classes.csv", "class_id"))
            continue
        without = [
            drug
            for drug in sorted(expanded[group.class_id])
            if drug in molecules and not structure.holds(molecules[drug], pattern)
        ]
        if without:
            message = f"members of {group.class_id!r} whose structure does not hold the group: {', '.join(without)}"
            faults.append(_at(item, message, "class_id"))
        outside = [
            drug
            for drug, molecule in molecules.items()
            if group.extent is kt.GroupExtent.EQUAL
            and drug not in expanded[group.class_id]
            and structure.holds(molecule, pattern)
        ]
        if outside:
            message = f"structures that hold the group are not in {group.class_id!r}: {', '.join(outside)}"
            faults.append(_at(item, message, "extent"))
    faults.extend(_side_chains(knowledge, molecules, patterns))
    return faults


def _side_chains(
    knowledge: Knowledge,
    molecules: dict[str, Chem.Mol],
    patterns: list[tuple[Located, sc.StructureGroup, structure.Pattern]],
) -> Iterator[Fault]:
    """The table of side chains holds what the structures say, all of it and nothing else."""
    wanted = {
        (drug, group.group_id): chain
        for _, group, pattern in patterns
        for drug, molecule in molecules.items()
        if (chain := structure.side_chain(molecule, pattern)) is not None
    }
    for item in knowledge.located(sc.SideChain):
        assert isinstance(item.row, sc.SideChain)  # noqa: S101
        chain = wanted.pop((item.row.drug_id, item.row.group_id), None)
        if chain is None:
            yield _at(item, "no structure of the tables has this side chain", "drug_id")
        elif chain != item.row.smiles:
            yield _at(item, f"the side chain is {chain}", "smiles")
    for (drug, group_id), chain in sorted(wanted.items()):
        message = f"{drug},{group_id},{chain} is missing"
        yield KnowledgeError(message, Location("knowledge/side_chains.csv"))


def _at(item: Located, message: str, column: str | None) -> Fault:
    return KnowledgeError(message, Location(item.file, item.line, column))


def _read(knowledge: Knowledge) -> tuple[dict[str, Chem.Mol], list[Fault]]:
    molecules: dict[str, Chem.Mol] = {}
    faults: list[Fault] = []
    for item in knowledge.located(sc.Structure):
        assert isinstance(item.row, sc.Structure)  # noqa: S101
        try:
            molecules[item.row.drug_id] = structure.read_smiles(item.row.smiles)
        except StructureError as error:
            faults.append(_at(item, error.message, "smiles"))
    return molecules, faults


def _patterns(
    knowledge: Knowledge, faults: list[Fault]
) -> Iterator[tuple[Located, sc.StructureGroup, structure.Pattern]]:
    for item in knowledge.located(sc.StructureGroup):
        assert isinstance(item.row, sc.StructureGroup)  # noqa: S101
        try:
            pattern = structure.read_smarts(item.row.smarts, item.row.kind is kt.GroupKind.SIDE_CHAIN)
        except StructureError as error:
            faults.append(_at(item, error.message, "smarts"))
        else:
            yield item, item.row, pattern


def _differs(item: Located, row: sc.Structure, molecule: Chem.Mol) -> Iterator[Fault]:
    try:
        key = structure.inchikey(molecule)
    except StructureError as error:
        yield _at(item, error.message, "smiles")
        return
    if key != row.inchikey:
        yield _at(item, f"the SMILES has the InChIKey {key}", "inchikey")
    canonical = structure.canonical_smiles(molecule)
    if canonical != row.smiles:
        yield _at(item, f"the canonical SMILES is {canonical}", "smiles")
    pieces = structure.fragments(molecule)
    if row.kind is kt.StructureKind.SALT:
        if pieces < 2:
            yield _at(item, "a salt consists of at least two ions", "kind")
    elif structure.inchikey(structure.parent(molecule)) != key:
        yield _at(item, "this is not the parent structure: leave out counter-ions and charges", "smiles")


def build_structures(
    knowledge: Knowledge, content_hash: str
) -> tuple[dict[str, npt.NDArray[np.generic]], StructureText]:
    """Arrays and texts of tables that have passed `lint_structures`: rows stand in the order of the table.

    `FINGERPRINTS` is (structures × bytes) of uint8, `GROUPS` is (structures × groups) of bool.
    """
    rows = knowledge.rows(sc.Structure)
    molecules, _ = _read(knowledge)
    groups = list(_patterns(knowledge, []))
    prints = np.frombuffer(b"".join(structure.fingerprint(molecules[row.drug_id]) for row in rows), dtype=np.uint8)
    prints = prints.reshape(len(rows), -1) if rows else np.zeros((0, structure.FINGERPRINT_BITS // 8), np.uint8)
    held = np.zeros((len(rows), len(groups)), dtype=np.bool_)
    chains: dict[str, dict[str, str]] = defaultdict(dict)
    for place, row in enumerate(rows):
        for column, (_, group, pattern) in enumerate(groups):
            held[place, column] = structure.holds(molecules[row.drug_id], pattern)
            chain = structure.side_chain(molecules[row.drug_id], pattern)
            if chain is not None:
                chains[group.group_id][row.drug_id] = chain
    least = next(row.value for row in knowledge.rows(sc.Policy) if row.key is kt.PolicyKey.STRUCTURE_SIMILARITY)
    text = StructureText(
        content_hash=content_hash,
        drugs=tuple(row.drug_id for row in rows),
        smiles=tuple(row.smiles for row in rows),
        inchikeys=tuple(row.inchikey for row in rows),
        sources=tuple((row.source_id, row.locator, row.status) for row in rows),
        groups=tuple(
            GroupName(group.group_id, group.name_en, group.name_zh, group.smarts, group.kind is kt.GroupKind.SIDE_CHAIN)
            for _, group, _ in groups
        ),
        chains=dict(chains),
        neighbours=tuple(_neighbours(prints, place, least) for place in range(len(rows))),
        similarity=least,
    )
    return {FINGERPRINTS: prints, GROUPS: held}, text


def _neighbours(prints: npt.NDArray[np.uint8], place: int, least: int) -> tuple[Neighbour, ...]:
    percent = similarities(prints, prints[place])
    percent[place] = -1
    order = np.lexsort((np.arange(len(percent)), -percent))[:_MOST_NEIGHBOURS]
    return tuple(Neighbour(int(other), int(percent[other])) for other in order if percent[other] >= least)
