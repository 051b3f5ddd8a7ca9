"""Whether the rivals found the same rows, and the audit with them: python -m benchmarks.audit.agreement TABLE AUDIT RIVAL...

AUDIT and the RIVALs are folders with what they have written. Rivals are compared row by row. The audit knows more (modifiers,
indications), so it is compared where that changes nothing, both ways, on the first prescriptions of the table:
interactions between lines of which no two ingredients have a row with modifiers, and rows for a daily dose that no row for an
indication replaces, whether they speak or are named under `also`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from benchmarks.audit.rivals.given import plain_limits
from rxcheck.engine.columns import expand
from rxcheck.engine.compiled import Kb
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.terms import CheckKind

PRESCRIPTIONS = 100_000
KEYS = {
    "pairs": ("prescription_id", "row_a", "row_b", "rule", "grave"),
    "sums": ("prescription_id", "rule", "drug", "observed"),
}


def main() -> None:
    table, audit, *rivals = (Path(name) for name in sys.argv[1:])
    sys.exit(0 if _same(rivals) and _agrees(table, audit, rivals[0]) else 1)


def _same(rivals: Sequence[Path]) -> bool:
    same = True
    for name, keys in KEYS.items():
        tables = {rival.name: _sorted(rival / f"{name}.parquet", keys) for rival in rivals}
        first = next(iter(tables.values()))
        different = [rival for rival, rows in tables.items() if not rows.equals(first)]
        said = f"NOT the same as in {', '.join(different)}" if different else "the same"
        print(f"{name}: {first.num_rows} rows, {said} ({', '.join(tables)})")
        same &= not different
    return same


def _sorted(path: Path, keys: Sequence[str]) -> pa.Table:
    rows = pq.read_table(path, columns=list(keys))
    columns = [rows[key].cast(pa.string() if key == "prescription_id" else pa.int64()) for key in keys]
    plain = pa.table(dict(zip(keys, columns, strict=True)))
    return plain.sort_by([(key, "ascending") for key in keys]).combine_chunks()


def _agrees(table: Path, audit: Path, rival: Path) -> bool:
    kb = Kb(open_compiled(default_folder()))
    idents = _first_idents(table)
    starts = np.flatnonzero(np.concatenate(([True], np.asarray(pc.not_equal(idents[1:], idents[:-1])))))
    known = idents.take(pa.array(starts))
    line = np.arange(len(idents)) - np.repeat(starts, np.diff(np.append(starts, len(idents)))) + 1
    compared = {
        "interactions that no modifier can change": (
            _pairs_of_rival(kb, rival, line, idents),
            _pairs_of_audit(audit, known),
            _fixed(kb, _drugs(audit, known)),
        ),
        "daily doses": (_sums_of_rival(kb, rival, known), _sums_of_audit(audit, known), _unreplaced(kb)),
    }
    agrees = True
    for name, (theirs, ours, counts) in compared.items():
        theirs_here, ours_here = set(filter(counts, theirs)), set(filter(counts, ours))
        print(
            f"{name}, {len(known)} prescriptions: audit {len(ours_here)} (of {len(ours)}), rivals {len(theirs_here)} (of {len(theirs)}); "
            f"audit alone {len(ours_here - theirs_here)}, rivals alone {len(theirs_here - ours_here)}"
        )
        for row in sorted(ours_here ^ theirs_here)[:5]:
            print(f"  {'audit' if row in ours_here else 'rivals'} alone: {row}")
        agrees &= ours_here == theirs_here and bool(ours_here)
    return agrees


def _first_idents(table: Path) -> pa.Array:
    """The prescription of every row of the first prescriptions."""
    blocks, found = [], 0
    options = csv.ConvertOptions(include_columns=["prescription_id"], column_types={"prescription_id": pa.string()})
    with csv.open_csv(table, convert_options=options) as batches:
        for batch in batches:
            blocks.append(batch[0])
            found += len(batch[0].unique())
            if found > PRESCRIPTIONS:
                break
    idents = pa.chunked_array(blocks).combine_chunks()
    distinct = idents.unique()[:PRESCRIPTIONS]
    return idents.filter(pc.is_in(idents, distinct))


def _part(
    folder: Path, known: pa.Array, columns: Sequence[str], check: CheckKind | None = None
) -> list[dict[str, Any]]:
    """Rows of what an audit has written of the known prescriptions."""
    rows: list[dict[str, Any]] = []
    for part in sorted(folder.glob("*.parquet")):
        found = pq.read_table(part, columns=["prescription_id", *columns, *(["check"] if check else [])])
        found = found.filter(pc.is_in(found["prescription_id"], known))
        rows += (found.filter(pc.equal(found["check"], check.value)) if check else found).to_pylist()
    return rows


def _pairs_of_rival(kb: Kb, rival: Path, line: Any, idents: pa.Array) -> set[tuple[str, int, int, str]]:
    rows = pq.read_table(rival / "pairs.parquet", columns=["row_a", "row_b", "rule"]).to_pydict()
    rules = kb.rules(CheckKind.INTERACTION)
    names = idents.to_pylist()
    return {
        (names[a], int(line[a]), int(line[b]), rules[rule].rule_id)
        for a, b, rule in zip(*rows.values(), strict=True)
        if b < len(names)
    }


def _pairs_of_audit(audit: Path, known: pa.Array) -> set[tuple[str, int, int, str]]:
    rows = _part(audit / "findings", known, ("lines", "rule_id"), CheckKind.INTERACTION)
    return {(row["prescription_id"], *sorted(map(int, row["lines"])), row["rule_id"]) for row in rows}  # type: ignore[misc]


def _drugs(audit: Path, known: pa.Array) -> dict[tuple[str, int], list[str]]:
    rows = _part(audit / "receipts", known, ("line", "drugs"))
    return {(row["prescription_id"], int(row["line"])): row["drugs"] for row in rows}


def _fixed(kb: Kb, drugs: dict[tuple[str, int], list[str]]) -> Any:
    """Whether no two ingredients of the lines of a row have a rule with modifiers."""
    start, value, of_rule = kb.ints("ix_group_start"), kb.ints("ix_group_value"), np.diff(kb.ints("mod_start"))
    changed = np.array([bool(of_rule[value[begin:end] >> 1].any()) for begin, end in pairwise(start.tolist())])
    group, row_of, code = kb.ints("ix_group"), kb.ints("ix_row"), kb.drug_code

    def fixed(row: tuple[str, int, int, str]) -> bool:
        ident, first, second, _ = row
        return not any(
            changed[group[row_of[code[one]], row_of[code[two]]]]
            for one in drugs[ident, first]
            for two in drugs[ident, second]
        )

    return fixed


def _sums_of_rival(kb: Kb, rival: Path, known: pa.Array) -> set[tuple[str, str]]:
    rows = pq.read_table(rival / "sums.parquet", columns=["prescription_id", "rule"])
    rows = rows.filter(pc.is_in(rows["prescription_id"].cast(pa.string()), known)).to_pydict()
    rules = kb.rules(CheckKind.LIMIT)
    return {(ident, rules[rule].rule_id) for ident, rule in zip(*rows.values(), strict=True)}


def _sums_of_audit(audit: Path, known: pa.Array) -> set[tuple[str, str]]:
    rows = _part(audit / "findings", known, ("rule_id", "also"), CheckKind.LIMIT)
    return {(row["prescription_id"], rule) for row in rows for rule in (row["rule_id"], *row["also"])}


def _unreplaced(kb: Kb) -> Any:
    """Whether a row is among those for a daily dose that no row for an indication replaces."""
    rules, special = kb.rules(CheckKind.LIMIT), np.diff(kb.ints("lim_indication_start")) > 0
    drug, entry = expand(kb.ints("lim_start"), np.arange(len(kb.ints("lim_start")) - 1))
    rule = kb.ints("lim_index")[entry].astype(np.int64)
    base = kb.ints("lim_base")[rule]
    by_indication = set(zip(drug[special[rule]].tolist(), base[special[rule]].tolist(), strict=True))
    replaced = {
        number
        for number, *about in zip(rule.tolist(), drug.tolist(), base.tolist(), strict=True)
        if tuple(about) in by_indication
    }
    plain = {rules[number].rule_id for number, _, _ in plain_limits(kb) if number not in replaced}
    return lambda row: row[1] in plain


if __name__ == "__main__":
    main()
