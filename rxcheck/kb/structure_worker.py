"""Reads SMILES (a JSON list) from stdin, writes what they resemble (a JSON list) to stdout; run as a module with the tables' folder.

Each answer holds `drugs` ([id, percent, same structure]) and `groups` ([id]), or is null where the SMILES is not valid.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rxcheck.errors import StructureError
from rxcheck.kb import structure
from rxcheck.kb.structure_store import Structures, open_structures

SHOWN = 3
_MEMORY = 2 * 1024**3
_SECONDS = 50

Answer = dict[str, list[list[object]]]


def answer(smiles: str, structures: Structures, patterns: dict[str, structure.Pattern]) -> Answer | None:
    """What one SMILES resembles, and which of the groups (id → pattern) it holds; None where it is no structure."""
    try:
        molecule = structure.read_smiles(smiles)
        key = structure.inchikey(structure.parent(molecule))
        near = structures.nearest(structure.fingerprint(molecule), SHOWN)
    except (StructureError, RuntimeError, ValueError):  # the library has several ways to refuse
        return None
    keys, drugs = structures.text.inchikeys, structures.text.drugs
    held = [group for group, pattern in patterns.items() if structure.holds(molecule, pattern)]
    return {
        "drugs": [[drugs[item.number], item.percent, keys[item.number] == key] for item in near],
        "groups": [[group] for group in held],
    }


def main() -> None:
    """Answer what stands on stdin."""
    _limit()
    structures = open_structures(Path(sys.argv[1]))
    asked = json.loads(sys.stdin.buffer.read())
    patterns = {
        group.group_id: structure.read_smarts(group.smarts, group.side_chain) for group in structures.text.groups
    }
    sys.stdout.write(json.dumps([answer(str(smiles), structures, patterns) for smiles in asked]))


def _limit() -> None:
    """A hostile SMILES may cost time and memory: not without end."""
    try:
        import resource
    except ImportError:  # pragma: no cover - not on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    main()
