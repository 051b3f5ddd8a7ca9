"""What drugs of the tables a structure resembles, asked of a process of its own.

A check must not load chemistry, and a SMILES comes from outside: whatever it does to the library, the check goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rxcheck.finding import Resemblance, StructureHint

TIMEOUT_SECONDS = 60.0


def structure_hints(
    smiles: Sequence[str], folder: Path, timeout: float = TIMEOUT_SECONDS
) -> dict[str, StructureHint | None]:
    """The hint for each distinct SMILES; None where nothing could be said (the process failed or ran out of time)."""
    wanted = list(dict.fromkeys(smiles))
    if not wanted:
        return {}
    try:
        answered = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "rxcheck.kb.structure_worker", str(folder)],
            input=json.dumps(wanted).encode(),
            capture_output=True,
            timeout=timeout,
            check=True,
        )
        answers = json.loads(answered.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return dict.fromkeys(wanted)
    return {text: _hint(answer) for text, answer in zip(wanted, answers, strict=True)}


def _hint(answer: dict[str, list[list[object]]] | None) -> StructureHint:
    if answer is None:
        return StructureHint(readable=False)
    return StructureHint(
        True,
        tuple(Resemblance(str(drug), int(str(percent)), bool(same)) for drug, percent, same in answer["drugs"]),
        tuple(str(group) for (group,) in answer["groups"]),
    )
