"""The joins in Polars: lazy frames, streamed; distinct texts are looked up from Python. Threads: POLARS_MAX_THREADS."""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl

from benchmarks.audit.rivals.given import COLUMNS, FORM, RULES, SPECIFIC, VOLUME, dose_rows, route_rows, time_rows


def run(table: Path, given: Path, out: Path, threads: int) -> float:
    """Read, join and write: seconds of the joins alone, the columns being there."""
    if pl.thread_pool_size() != threads:
        raise ValueError("POLARS_MAX_THREADS says otherwise")
    text = {name: pl.String for name in COLUMNS if name != "age"}
    lines = pl.read_csv(
        table,
        columns=list(COLUMNS),
        schema_overrides={**text, "age": pl.Int64},
        empty_string_is_null=False,
        row_index_name="row",
    ).with_columns(pl.col("prescription_id").rle_id().alias("rx"), pl.col("row").cast(pl.Int64))
    items = _items(lines, pl.read_parquet(given / "names.parquet")).collect(engine="streaming")
    ident = lines.select("row", "prescription_id").lazy()
    del lines
    start = time.perf_counter()
    _pairs(items, pl.scan_parquet(given / "pairs.parquet"), ident).sink_parquet(out / "pairs.parquet")
    _sums(items, pl.scan_parquet(given / "limits.parquet"), ident).sink_parquet(out / "sums.parquet")
    return time.perf_counter() - start


def _items(lines: pl.DataFrame, names: pl.DataFrame) -> pl.LazyFrame:
    """A row for every ingredient of every line: drug, bits of the route, daily amount and its dimension (-1: not known)."""
    doses = pl.DataFrame(dose_rows(lines.select("dose", "unit").unique().iter_rows()))
    times = pl.DataFrame(time_rows(lines["frequency"].unique()))
    routes = pl.DataFrame(route_rows(lines["route"].unique()))
    counted = pl.col("dimension").is_in([FORM, VOLUME])
    each = pl.when(counted).then(pl.col("base") * pl.col("top") // pl.col("bottom")).otherwise("base")
    held = pl.when(pl.col("dimension") == pl.col("per")).then("holds").otherwise(-1)
    dimension = pl.when(counted).then(held).when("several").then(-1).otherwise("dimension")
    known = pl.col("base").is_not_null() & pl.col("times").is_not_null()
    return (
        lines.lazy()
        .join(names.lazy().rename({"drug": "code"}), left_on="drug", right_on="name")
        .join(routes.lazy(), on="route", how="left")
        .join(times.lazy(), on="frequency", how="left")
        .join(doses.lazy(), on=["dose", "unit"], how="left")
        .select(
            "rx",
            "row",
            "age",
            pl.col("code").alias("drug"),
            pl.coalesce("written", "bits").alias("bits"),
            (each * pl.col("times")).alias("daily"),
            pl.when(known).then(dimension).otherwise(-1).cast(pl.Int64).alias("dimension"),
        )
    )


def _pairs(items: pl.DataFrame, rules: pl.LazyFrame, ident: pl.LazyFrame) -> pl.LazyFrame:
    side = items.lazy().select("rx", "row", "drug", "bits")
    pair = ["row_a", "drug_a", "row_b", "drug_b"]
    found = (
        side.rename({name: f"{name}_a" for name in ("row", "drug", "bits")})
        .join(side.rename({name: f"{name}_b" for name in ("row", "drug", "bits")}), on="rx")
        .filter(pl.col("row_a") < pl.col("row_b"))
        .join(rules, on=["drug_a", "drug_b"], suffix="_of")
        .filter(((pl.col("bits_a") & pl.col("bits_a_of")) != 0) & ((pl.col("bits_b") & pl.col("bits_b_of")) != 0))
    )
    return (
        found.filter((pl.col("specificity") == pl.col("specificity").max().over(*pair, "topic")) & pl.col("loud"))
        .group_by(*pair, "apart")
        .agg(pl.col("score").max())
        .select(
            "row_a",
            "row_b",
            (RULES - 1 - pl.col("score") % RULES).alias("rule"),
            (pl.col("score") // (RULES * SPECIFIC)).alias("grave"),
        )
        .unique()
        .join(ident, left_on="row_a", right_on="row")
        .select("prescription_id", "row_a", "row_b", "rule", "grave")
    )


def _sums(items: pl.DataFrame, limits: pl.LazyFrame, ident: pl.LazyFrame) -> pl.LazyFrame:
    return (
        items.lazy()
        .join(limits, on=["drug", "dimension"])
        .filter(
            ((pl.col("bits") & pl.col("routes")) != 0)
            & (pl.col("age") >= pl.col("age_low"))
            & (pl.col("age") < pl.col("age_high"))
        )
        .group_by("rx", "rule", "drug")
        .agg(pl.col("row").first(), pl.col("daily").sum().alias("observed"), pl.col("value").first())
        .filter(pl.col("observed") > pl.col("value"))
        .join(ident, on="row")
        .select("prescription_id", "rule", "drug", "observed")
    )
