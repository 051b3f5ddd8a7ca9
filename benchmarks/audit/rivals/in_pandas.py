"""The joins in pandas: merges and groups, whole columns at a time; text as Arrow holds it."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from benchmarks.audit.rivals.given import COLUMNS, FORM, RULES, SPECIFIC, VOLUME, dose_rows, route_rows, time_rows


def run(table: Path, given: Path, out: Path, threads: int) -> float:
    """Read, join and write: seconds of the joins alone, the columns being there."""
    pa.set_cpu_count(threads)
    lines = _lines(table)
    items = _items(lines, pd.read_parquet(given / "names.parquet"))
    ident = lines["prescription_id"]
    start = time.perf_counter()
    _pairs(items, pd.read_parquet(given / "pairs.parquet"), ident).to_parquet(out / "pairs.parquet", index=False)
    _sums(items, pd.read_parquet(given / "limits.parquet"), ident).to_parquet(out / "sums.parquet", index=False)
    return time.perf_counter() - start


def _lines(table: Path) -> pd.DataFrame:
    text = {name: pa.string() for name in COLUMNS if name != "age"}
    options = csv.ConvertOptions(include_columns=COLUMNS, column_types={**text, "age": pa.int64()})
    lines = csv.read_csv(table, convert_options=options).to_pandas(types_mapper={pa.string(): pd.StringDtype()}.get)
    lines["rx"] = pd.factorize(lines["prescription_id"])[0]
    lines["row"] = np.arange(len(lines))
    return lines


def _items(lines: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """A row for every ingredient of every line: drug, bits of the route, daily amount and its dimension (-1: not known)."""
    doses = pd.DataFrame(dose_rows(lines[["dose", "unit"]].drop_duplicates().itertuples(index=False, name=None)))
    times = pd.DataFrame(time_rows(lines["frequency"].unique()))
    routes = pd.DataFrame(route_rows(lines["route"].unique()))
    items = lines.drop(columns="prescription_id").merge(
        names, left_on="drug", right_on="name", suffixes=("_written", "")
    )
    items = items.merge(routes, on="route", how="left").merge(times, on="frequency", how="left")
    items = items.merge(doses, on=["dose", "unit"], how="left")
    known = items["base"].notna() & items["times"].notna()
    dimension, base = items["dimension"].fillna(-1).astype("int64"), items["base"].fillna(0).astype("int64")
    counted = dimension.isin((FORM, VOLUME))
    known &= np.where(counted, dimension == items["per"], ~items["several"])
    each = np.where(counted, base * items["top"] // items["bottom"], base)
    return pd.DataFrame(
        {
            "rx": items["rx"],
            "row": items["row"],
            "age": items["age"],
            "drug": items["drug"],
            "bits": items["written"].fillna(items["bits"]).astype("int64"),
            "daily": each * items["times"].fillna(0).astype("int64"),
            "dimension": np.where(known, np.where(counted, items["holds"], dimension), -1),
        }
    )


def _pairs(items: pd.DataFrame, rules: pd.DataFrame, ident: pd.Series) -> pd.DataFrame:
    side = items[["rx", "row", "drug", "bits"]]
    pairs = side.merge(side, on="rx", suffixes=("_a", "_b"))
    pairs = pairs[pairs["row_a"] < pairs["row_b"]]
    pairs["pair"] = np.arange(len(pairs))
    found = pairs.merge(rules, on=["drug_a", "drug_b"], suffixes=("", "_of"))
    found = found[((found["bits_a"] & found["bits_a_of"]) != 0) & ((found["bits_b"] & found["bits_b_of"]) != 0)]
    best = found.groupby(["pair", "topic"])["specificity"].transform("max")
    found = found[(found["specificity"] == best) & found["loud"]]
    worst = found.groupby(["pair", "apart"], as_index=False).agg(
        row_a=("row_a", "first"), row_b=("row_b", "first"), score=("score", "max")
    )
    worst["rule"] = RULES - 1 - worst["score"] % RULES
    worst["grave"] = worst["score"] // (RULES * SPECIFIC)
    worst["prescription_id"] = ident.take(worst["row_a"]).array
    return worst[["prescription_id", "row_a", "row_b", "rule", "grave"]].drop_duplicates()


def _sums(items: pd.DataFrame, limits: pd.DataFrame, ident: pd.Series) -> pd.DataFrame:
    found = items.merge(limits, on=["drug", "dimension"])
    found = found[
        ((found["bits"] & found["routes"]) != 0)
        & (found["age"] >= found["age_low"])
        & (found["age"] < found["age_high"])
    ]
    sums = found.groupby(["rx", "rule", "drug"], as_index=False).agg(
        row=("row", "first"), observed=("daily", "sum"), value=("value", "first")
    )
    sums = sums[sums["observed"] > sums["value"]]
    sums["prescription_id"] = ident.take(sums["row"]).array
    return sums[["prescription_id", "rule", "drug", "observed"]]
