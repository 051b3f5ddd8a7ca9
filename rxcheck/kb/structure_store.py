"""Compiled structures: neighbours, groups and side chains of the drugs of the tables, read without rdkit.

They have a cache file of their own, so that no check waits for chemistry.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rxcheck.kb.store import cached_or_made
from rxcheck.terms import RowStatus

if TYPE_CHECKING:
    import numpy.typing as npt

    from rxcheck.kb.load import Knowledge

FINGERPRINTS, GROUPS = "fingerprints", "groups"


class Neighbour(Struct, frozen=True):
    """A structure by its number, and how alike it is: Tanimoto coefficient in percent, rounded down."""

    number: int
    percent: int


class GroupName(Struct, frozen=True):
    """A structure group as people read it."""

    group_id: str
    name_en: str
    name_zh: str
    smarts: str
    side_chain: bool


class StructureText(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of all structures; numbers are places in `drugs`."""

    content_hash: str
    drugs: tuple[str, ...]
    smiles: tuple[str, ...]
    inchikeys: tuple[str, ...]
    sources: tuple[tuple[str, str, RowStatus], ...]
    groups: tuple[GroupName, ...]
    chains: dict[str, dict[str, str]]
    neighbours: tuple[tuple[Neighbour, ...], ...]
    similarity: int


class Structures:
    """What the tables know of structures."""

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]], text: StructureText) -> None:
        self.text = text
        self._prints = arrays[FINGERPRINTS]
        self._held = arrays[GROUPS]
        self._number = {drug: number for number, drug in enumerate(text.drugs)}

    def number(self, drug_id: str) -> int | None:
        """The place of a drug, None where its structure is not in the tables."""
        return self._number.get(drug_id)

    def groups(self, number: int) -> tuple[GroupName, ...]:
        """The groups that a structure holds."""
        return tuple(self.text.groups[column] for column in np.flatnonzero(self._held[number]))

    def members(self, group_id: str) -> tuple[str, ...]:
        """The drugs that hold a group."""
        column = [group.group_id for group in self.text.groups].index(group_id)
        return tuple(self.text.drugs[number] for number in np.flatnonzero(self._held[:, column]))

    def same_chain(self, drug_id: str) -> dict[str, tuple[str, ...]]:
        """Group id → the other drugs with the very same side chain on the same core."""
        found = {}
        for group, chains in self.text.chains.items():
            mine = chains.get(drug_id)
            if mine is not None:
                found[group] = tuple(drug for drug, chain in chains.items() if chain == mine and drug != drug_id)
        return found

    def nearest(self, fingerprint: bytes, count: int) -> tuple[Neighbour, ...]:
        """The structures most like a fingerprint, at least as alike as the tables' policy asks, best first."""
        percent = similarities(np.asarray(self._prints, dtype=np.uint8), np.frombuffer(fingerprint, dtype=np.uint8))
        order = np.lexsort((np.arange(len(percent)), -percent))[:count]
        return tuple(Neighbour(int(n), int(percent[n])) for n in order if percent[n] >= self.text.similarity)


def similarities(prints: npt.NDArray[np.uint8], one: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Tanimoto coefficients of `one` (bytes) with every row of `prints` (rows × bytes), in percent, rounded down.

    Jaccard of the set bits: Tanimoto 1958; exact integers, so that equal structures are 100 and nothing else rounds up to it.
    """
    both = np.bitwise_count(prints & one).sum(axis=1, dtype=np.int64)
    either = np.bitwise_count(prints | one).sum(axis=1, dtype=np.int64)
    return np.where(either > 0, both * 100 // np.maximum(either, 1), 0)


def open_structures(folder: Path) -> Structures:
    """Compiled structures of the tables below `folder`, from the cache when it is fresh and whole.

    Raises:
        KnowledgeError: the tables are not valid, with one line per fault.
    """
    return Structures(*cached_or_made(folder, "structures", StructureText, _make))


def _make(knowledge: Knowledge, content_hash: str) -> tuple[dict[str, npt.NDArray[np.generic]], StructureText]:
    from rxcheck.errors import KnowledgeError
    from rxcheck.kb.structure_build import build_structures, lint_structures

    faults = lint_structures(knowledge)
    if faults:
        raise KnowledgeError("\n".join(str(fault) for fault in faults))
    return build_structures(knowledge, content_hash)
