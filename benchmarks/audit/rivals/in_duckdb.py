# ruff: noqa: S608 - queries of constants and of paths that the benchmark itself makes
"""The joins in DuckDB: SQL over a table of lines; distinct texts are looked up from Python."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.audit.rivals.given import COLUMNS, FORM, RULES, SPECIFIC, VOLUME, dose_rows, route_rows, time_rows

_TYPES = {"age": "BIGINT"}


def run(table: Path, given: Path, out: Path, threads: int) -> float:
    """Read, join and write: seconds of the joins alone, the columns being there."""
    spill = {"memory_limit": "8GB", "temp_directory": str(out / "spill")}
    db = duckdb.connect(config={"threads": threads, **spill})
    with table.open(encoding="utf-8") as file:
        header = file.readline().strip().split(",")
    types = ", ".join(f"'{name}': '{_TYPES.get(name, 'VARCHAR')}'" for name in header)
    db.execute(
        f"""create temp table lines as select {", ".join(COLUMNS)} from read_csv('{table}', header = true, columns = {{{types}}},
        auto_detect = false, delim = ',', quote = '"', escape = '"')"""
    )
    for name in ("names", "pairs", "limits"):
        db.execute(f"create temp table {name} as from read_parquet('{given / name}.parquet')")
    for name, rows in (
        (
            "doses",
            dose_rows(db.execute("select distinct coalesce(dose, ''), coalesce(unit, '') from lines").fetchall()),
        ),
        ("times", time_rows(_texts(db, "frequency"))),
        ("routes", route_rows(_texts(db, "route"))),
    ):
        db.register(f"{name}_read", pa.table(rows))
        db.execute(f"create temp table {name} as from {name}_read")
    db.execute(_ITEMS)
    start = time.perf_counter()
    for name, query in (("pairs", _PAIRS), ("sums", _SUMS)):
        db.execute(f"copy ({query}) to '{out / name}.parquet' (format parquet)")
    return time.perf_counter() - start


def _texts(db: duckdb.DuckDBPyConnection, column: str) -> list[Any]:
    return [
        text for (text,) in db.execute(f"select distinct {column} from lines where {column} is not null").fetchall()
    ]


_ITEMS = f"""
create temp table items as
select
    l.rowid as row, l.prescription_id, l.age, n.drug, coalesce(r.written, n.bits) as bits,
    t.times * case when d.dimension in ({FORM}, {VOLUME}) then d.base * n.top // n.bottom else d.base end as daily,
    case
        when t.times is null or d.base is null then -1
        when d.dimension in ({FORM}, {VOLUME}) then case when d.dimension = n.per then n.holds else -1 end
        when n.several then -1
        else d.dimension
    end as dimension
from lines l
join names n on l.drug = n.name
left join routes r on l.route = r.route
left join times t on l.frequency = t.frequency
left join doses d on coalesce(l.dose, '') = d.dose and coalesce(l.unit, '') = d.unit
"""
_PAIRS = f"""
with found as (
    select
        a.prescription_id, a.row as row_a, b.row as row_b, a.drug as drug_a, b.drug as drug_b,
        p.topic, p.specificity, p.loud, p.apart, p.score
    from items a
    join items b on a.prescription_id = b.prescription_id and a.row < b.row
    join pairs p on a.drug = p.drug_a and b.drug = p.drug_b and (a.bits & p.bits_a) != 0 and (b.bits & p.bits_b) != 0
),
best as (
    select * from found
    qualify specificity = max(specificity) over (partition by row_a, drug_a, row_b, drug_b, topic)
),
worst as (
    select any_value(prescription_id) as prescription_id, row_a, row_b, max(score) as score
    from best where loud group by row_a, drug_a, row_b, drug_b, apart
)
select distinct
    prescription_id, row_a, row_b, {RULES} - 1 - score % {RULES} as rule, score // ({RULES} * {SPECIFIC}) as grave
from worst
"""
_SUMS = """
select i.prescription_id, l.rule, i.drug, sum(i.daily)::bigint as observed
from items i
join limits l
    on i.drug = l.drug and i.dimension = l.dimension and (i.bits & l.routes) != 0 and i.age >= l.age_low and i.age < l.age_high
group by i.prescription_id, l.rule, i.drug, l.value
having sum(i.daily) > l.value
"""
