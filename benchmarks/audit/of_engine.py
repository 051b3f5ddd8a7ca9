"""The engine at the work of the rivals: from the file to the pairs and sums that are found, by the audit's own reading and kernels.

Unlike them it is given no meaning of names, reads all columns, and knows what a patient's facts change (modifiers, limits of
every kind); what it cannot judge is found out as well, but not written here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rxcheck.audit import workers

_JOINS: list[float] = []


def run(table: Path, out: Path, processes: int) -> float | None:
    """Writes the tables of every part; seconds of the joins alone (kernels and the putting together of batches) where one process did all."""
    from rxcheck.audit.plan import plan_of

    plan = plan_of(table, table.name, {})
    make, parts = partial(worker, table, out), [part.number for part in plan.parts]
    if processes > 1:
        with workers.processes(make, processes, processes) as crew:
            for _ in crew(parts):
                pass
        return None
    work = make()
    for number in parts:
        work(number)
    return sum(_JOINS)


def worker(table: Path, out: Path) -> Callable[[int], None]:
    """What one process does with a part."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from rxcheck.audit.intake import Block, Intake
    from rxcheck.audit.part import BATCH
    from rxcheck.audit.plan import plan_of
    from rxcheck.audit.reading import Account, sheet_of
    from rxcheck.engine.batch import batch_of
    from rxcheck.engine.compiled import Kb
    from rxcheck.engine.limits import limits
    from rxcheck.engine.pairs import interactions
    from rxcheck.kb.store import default_folder, open_compiled
    from rxcheck.sources.labs import load_labs

    kb = Kb(open_compiled(default_folder()))
    labs = load_labs(default_folder() / "knowledge")
    intake, plan = Intake(kb, labs), plan_of(table, table.name, {})

    def work(number: int) -> None:
        sheet = sheet_of(table, plan, plan.parts[number], labs, Account())
        idents = sheet.columns["prescription_id"]
        tables: dict[str, list[pa.Table]] = {"pairs": [], "sums": []}
        for block in intake.blocks(sheet, BATCH):
            if not isinstance(block, Block):
                continue
            start = time.perf_counter()
            batch = batch_of(block.parts, intake.lines, kb)
            pairs, _ = interactions(batch, kb)
            sums, _ = limits(batch, kb)
            _JOINS.append(time.perf_counter() - start)
            names = pa.array(idents.texts).take(pa.array(idents.codes[block.first]))
            items = np.array(pairs.items, dtype=np.int64).reshape(len(pairs), 2)
            line = block.rows[batch.item_line[items]]
            tables["pairs"].append(
                pa.table(
                    {
                        "prescription_id": names.take(pa.array(pairs.rx)),
                        "row_a": line[:, 0],
                        "row_b": line[:, 1],
                        "rule": pairs.rule,
                        "action": pairs.action,
                    }
                )
            )
            drugs = batch.item_drug[[each[0] for each in sums.items]] if len(sums) else sums.rx
            observed = [float(value) for value in sums.observed or () if value is not None]
            tables["sums"].append(
                pa.table(
                    {
                        "prescription_id": names.take(pa.array(sums.rx)),
                        "rule": sums.rule,
                        "drug": drugs,
                        "observed": observed,
                    }
                )
            )
        for name, found in tables.items():
            if found:
                pq.write_table(pa.concat_tables(found), out / f"{name}-{number}.parquet")

    return work
