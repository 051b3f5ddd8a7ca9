"""A check starts fast: what belongs to compiling, graphs, structures and explanation is not even imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import environment, example

HEAVY = {"pandas", "networkx", "rdkit", "llama_cpp", "pydantic", "scipy", "matplotlib", "dask", "pyarrow"}
SCRIPT = """
import os, sys
from rxcheck.cli.app import main

def leave(code, leave=os._exit):
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr, flush=True)
    leave(code)

os._exit = leave
main()
"""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("warfarin-clarithromycin", "table"),
        ("outpatient-zh", "table"),
        ("amoxicillin-penicillin-allergy", "markdown"),
        ("warfarin-clarithromycin", "json"),
        ("triple-whammy", "jsonl"),
    ],
)
def test_heavy_packages_are_not_imported(name: str, form: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, "check", str(example(name)), "--format", form],
        capture_output=True,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 1, ran.stderr
    imported = set(ran.stderr.decode().split())
    assert "rxcheck" in imported
    assert imported & HEAVY == set()


def test_not_even_the_structure_of_an_unknown_drug_loads_chemistry(tmp_path: Path) -> None:
    asked = tmp_path / "rx.yaml"
    asked.write_text('lines: [{drug: "mystery-27", smiles: "CC(=O)Oc1ccccc1C(=O)O"}]\n', encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, "check", str(asked)], capture_output=True, check=False, env=environment()
    )
    assert "structure resembles Aspirin (same structure): inferred, not curated" in " ".join(
        ran.stdout.decode().split()
    )
    assert set(ran.stderr.decode().split()) & HEAVY == set()
