"""Tables of prescriptions for audits."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

HEADER = ["prescription_id", "store", "age", "sex", "egfr", "drug", "dose", "unit", "route", "frequency", "days"]
DRUGS = [
    ("warfarin", "3", "mg"),
    ("clarithromycin", "500", "mg"),
    ("simvastatin", "40", "mg"),
    ("metformin", "500", "mg"),
    ("ibuprofen", "400", "mg"),
    ("氨氯地平", "5", "mg"),
    ("unknownium", "5", "mg"),
]


def table(prescriptions: int, seed: int = 1) -> bytes:
    """A table in UTF-8."""
    rng, out = random.Random(seed), io.StringIO()  # noqa: S311 - no secret
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for number in range(prescriptions):
        patient = [f"s{number % 3}", rng.randrange(20, 90), rng.choice("fm"), rng.choice(["", 25, 80])]
        for drug in rng.sample(DRUGS, rng.randrange(1, 5)):
            writer.writerow([f"rx{number}", *patient, *drug, "po", "qd", 14])
    return out.getvalue().encode()


def files(folder: Path) -> dict[str, bytes]:
    """What an audit has left for people, by name; not what it keeps for itself."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".work" not in path.parts and path.name != ".lock"
    }
