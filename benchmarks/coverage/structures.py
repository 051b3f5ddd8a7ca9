"""Do the structures agree with independent lists? Compares every row of knowledge/structures.csv by InChIKey.

    python benchmarks/coverage/structures.py [--write]

The lists are reference data beside the repository ($RXCHECK_REFERENCE or ../shared/reference): a vocabulary with InChIKeys and
structures as SMILES. A row is corroborated when the key recomputed from the SMILES of one list equals the key that the
other list states. `--write` sets the status of the rows accordingly. Exit 1 when a row contradicts both lists.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from rxcheck.errors import StructureError
from rxcheck.files import write_atomically
from rxcheck.kb import schema as sc
from rxcheck.kb import structure
from rxcheck.kb.canonical import canonical
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder
from tests.support.smart import reference_folder


def keys_of(folder: Path) -> tuple[dict[str, str], dict[str, set[str]], set[str]]:
    """InChIKeys by UNII, by name, and all that the list of SMILES gives."""
    by_unii: dict[str, str] = {}
    by_id: dict[str, set[str]] = {}
    with (folder / "drugbank_open_vocabulary.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = row["Standard InChI Key"]
            if key:
                by_unii.setdefault(row["UNII"], key)
                by_id.setdefault(row["DrugBank ID"], set()).add(key)
    computed: set[str] = set()
    with (folder / "drugcentral_structures.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            try:
                computed.add(structure.inchikey(structure.read_smiles(row["SMILES"])))
            except StructureError:
                continue
    return by_unii, by_id, computed


def main() -> int:
    folder = reference_folder() / "vocabulary"
    if not folder.is_dir():
        print(f"no reference data at {folder}")
        return 0
    by_unii, by_id, computed = keys_of(folder)
    knowledge = load(default_folder())
    drugs = {row.drug_id: row for row in knowledge.rows(sc.Drug)}
    verdicts: dict[str, str] = {}
    for row in knowledge.rows(sc.Structure):
        drug = drugs[row.drug_id]
        stated = by_id.get(drug.locator, set()) | ({by_unii[drug.unii]} if drug.unii in by_unii else set())
        agrees = [row.inchikey in stated, row.inchikey in computed]
        if all(agrees):
            verdicts[row.drug_id] = "corroborated"
        elif any(agrees):
            verdicts[row.drug_id] = "one list"
        else:
            verdicts[row.drug_id] = "contradicted" if stated else "no list"
    for verdict, count in Counter(verdicts.values()).most_common():
        print(f"{verdict:13} {count}")
    for drug_id, verdict in verdicts.items():
        if verdict in ("contradicted", "no list"):
            print(f"  {verdict}: {drug_id}")
    if "--write" in sys.argv:
        write(verdicts)
    return 1 if "contradicted" in verdicts.values() else 0


def write(verdicts: dict[str, str]) -> None:
    """Set the status of every row of the table."""
    path = default_folder() / "knowledge" / "structures.csv"
    text = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    lines = [",".join(rows[0])]
    for row in rows:
        row["status"] = "corroborated" if verdicts[row["drug_id"]] == "corroborated" else "draft"
        lines.append(",".join(f'"{cell}"' if "," in cell else cell for cell in row.values()))
    table = next(table for table in sc.TABLES if table.row is sc.Structure)
    write_atomically(path, canonical(table, "\n".join(lines) + "\n"))


if __name__ == "__main__":
    sys.exit(main())
