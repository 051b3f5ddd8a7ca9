"""What the rivals are given: compiled knowledge as tables, written before anything is timed, and readers of distinct texts.

`names`: (name, drug, bits of the route where none is written, strength …) for every ingredient of every name of the table.
`pairs`: rows of interactions by pair of drugs, first line first, once for each topic that they compete in.
`limits`: rows for the daily dose of adults and children that depend on nothing but drug, route and age in years.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from rxcheck.engine.columns import expand
from rxcheck.engine.compiled import Kb
from rxcheck.errors import Location
from rxcheck.kb.compile_codes import (
    BASIS_CODE,
    DIMENSION_CODE,
    FACT_CODE,
    INCOMPATIBILITY_BIT,
    LIMIT_CODE,
    MICRO,
    ROUTE_BIT,
    TERM_CODE,
)
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import LimitKind, TermKind
from rxcheck.quantity import Basis, Dimension, Strength
from rxcheck.sources.written import Written, dosage_of
from rxcheck.terms import Fact

HOURS = 10_080  # daily doses are compared as base units in so many hours: every interval that is written divides them
RULES = 100_000  # score = (grave × SPECIFIC + specificity) × RULES + RULES - 1 - rule: the greatest is the worst
SPECIFIC = 256
EVERY_TOPIC = 10  # a row of so many topics competes in all of them
FORM, VOLUME = DIMENSION_CODE[Dimension.FORM], DIMENSION_CODE[Dimension.VOLUME]
COLUMNS = ("prescription_id", "age", "drug", "dose", "unit", "route", "frequency")
_FORM_UNIT = 10**6
_HERE = Location("")


def prepare(table: Path, folder: Path) -> None:
    """Write the tables for the names that stand in `table`."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import csv

    kb = Kb(open_compiled(default_folder()))
    names: set[str] = set()
    options = csv.ConvertOptions(include_columns=["drug"], column_types={"drug": pa.string()})
    with csv.open_csv(table, convert_options=options) as batches:
        for batch in batches:
            names.update(batch["drug"].unique().to_pylist())
    for name, columns in (("names", _names(kb, sorted(names))), ("pairs", _pairs(kb)), ("limits", _limits(kb))):
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")


def dose_rows(texts: Iterable[tuple[str, str]]) -> dict[str, list[Any]]:
    """Of distinct doses and units: base units and dimension; those that are not understood are left out."""
    rows: dict[str, list[Any]] = {name: [] for name in ("dose", "unit", "base", "dimension")}
    for dose, unit in texts:
        found = dosage_of(Written(dose=dose, unit=unit), _HERE)[0].dose
        if found is not None and found.basis is Basis.NONE and found.rate_hours is None:
            most = found.most
            for name, value in zip(rows, (dose, unit, most.base, DIMENSION_CODE[most.dimension]), strict=True):
                rows[name].append(value)
    return rows


def time_rows(texts: Iterable[str]) -> dict[str, list[Any]]:
    """Of distinct frequencies: doses in `HOURS`."""
    rows: dict[str, list[Any]] = {"frequency": [], "times": []}
    for text in texts:
        found = dosage_of(Written(frequency=text), _HERE)[0].frequency
        if found is not None:
            times, rest = divmod(found.count * HOURS, found.hours)
            if rest:
                raise ValueError(f"{HOURS} hours are too few for {text!r}")
            rows["frequency"].append(text)
            rows["times"].append(times)
    return rows


def route_rows(texts: Iterable[str]) -> dict[str, list[Any]]:
    """Of distinct routes: their bit."""
    rows: dict[str, list[Any]] = {"route": [], "written": []}
    for text in texts:
        found = dosage_of(Written(route=text), _HERE)[0].route
        if found is not None:
            rows["route"].append(text)
            rows["written"].append(ROUTE_BIT[found])
    return rows


def _names(kb: Kb, names: Iterable[str]) -> dict[str, Any]:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("name", "drug", "bits", "several", "top", "bottom", "per", "holds")
    }
    usual = kb.ints("usual_route")
    for name in names:
        found = kb.resolver.drug(name, ())
        for each in found.ingredients:
            drug = kb.drug_code[each.drug]
            bits = int(usual[drug]) if found.route is None else ROUTE_BIT[found.route]
            strength = _strength(each.strength)
            row = (name, drug, bits, len(found.ingredients) > 1, *strength)
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return {name: _column(values) for name, values in columns.items()}


def _strength(strength: Strength | None) -> tuple[int, int, int, int]:
    """How many base units (top / bottom) of dimension `holds` are in a base unit of dimension `per` (-1: not known)."""
    if strength is None:
        return 0, 1, -1, -1
    amount, per = strength.amount, strength.per
    bottom = per.base if per is not None else _FORM_UNIT
    divisor = int(np.gcd(amount.base, bottom))
    dimension = DIMENSION_CODE[per.dimension] if per is not None else FORM
    return amount.base // divisor, bottom // divisor, dimension, DIMENSION_CODE[amount.dimension]


def _pairs(kb: Kb) -> dict[str, Any]:
    row_of, group = kb.ints("ix_row"), kb.ints("ix_group")
    drugs = np.flatnonzero(row_of)
    groups = group[np.ix_(row_of[drugs], row_of[drugs])].astype(np.int64)
    first, second = np.nonzero(groups)
    listed, rule, swapped, topic = _listed(kb, groups.max() + 1)
    start = np.searchsorted(listed, np.arange(groups.max() + 2))
    pair, entry = expand(start, groups[first, second])
    rule, swapped = rule[entry], swapped[entry]
    obj, pre = kb.ints("ix_object_routes")[rule], kb.ints("ix_precipitant_routes")[rule]
    grave = kb.ints("ix_action")[rule].astype(np.int64) * 8 + kb.ints("ix_severity")[rule]
    specificity = kb.ints("ix_specificity")[rule].astype(np.int64)
    return {
        "drug_a": drugs[first[pair]],
        "drug_b": drugs[second[pair]],
        "bits_a": np.where(swapped, pre, obj).astype(np.int64),
        "bits_b": np.where(swapped, obj, pre).astype(np.int64),
        "topic": topic[entry],
        "specificity": specificity,
        "loud": kb.ints("ix_action")[rule] > 0,
        "apart": kb.ints("ix_topics")[rule] == INCOMPATIBILITY_BIT,
        "score": (grave * SPECIFIC + specificity) * RULES + RULES - 1 - rule,
    }


def _listed(kb: Kb, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(list, rule, whether turned round, topic) of every rule of every list of candidates.

    A rule that competes in every topic is named for those that others of its list have, and for one of none (-1)."""
    start, value = kb.ints("ix_group_start"), kb.ints("ix_group_value")
    topics = [int(each) for each in kb.ints("ix_topics")]
    rows: list[tuple[int, int, bool, int]] = []
    for number in range(1, count):
        entries = [(int(each) >> 1, bool(each & 1)) for each in value[start[number] : start[number + 1]].tolist()]
        bits = {rule: {place for place in range(63) if topics[rule] >> place & 1} for rule, _ in entries}
        single = {place for each in bits.values() if len(each) < EVERY_TOPIC for place in each}
        for rule, swapped in entries:
            named = bits[rule] if len(bits[rule]) < EVERY_TOPIC else (bits[rule] & single) | {-1}
            rows += [(number, rule, swapped, place) for place in sorted(named)]
    listed, rule, swapped, topic = (np.array(column) for column in zip(*rows, strict=True))
    return listed, rule, swapped, topic


def plain_limits(kb: Kb) -> list[tuple[int, int, int]]:
    """(rule, lowest age, age from which it does not hold, in years) of the rows for a daily dose that ask for nothing else."""
    special = kb.ints("lim_indication_start")
    found: list[tuple[int, int, int]] = []
    wanted = (
        (kb.ints("lim_kind") == LIMIT_CODE[LimitKind.DAILY_MAX])
        & (kb.ints("lim_group") < 0)
        & (kb.ints("lim_basis") == BASIS_CODE[Basis.NONE])
        & (kb.ints("lim_action") > 0)
        & (special[1:] == special[:-1])
    )
    start, index = kb.ints("lim_when_start"), kb.ints("lim_when_index")
    for rule in np.flatnonzero(wanted).tolist():
        low, high = 0, 999
        for term in index[start[rule] : start[rule + 1]].tolist():
            age = (
                kb.ints("w_kind")[term] == TERM_CODE[TermKind.FACT]
                and kb.ints("w_fact")[term] == FACT_CODE[Fact.AGE]
                and kb.ints("w_age_unit")[term] == 0
                and not kb.bools("w_negated")[term]
            )
            bounds = int(kb.ints("w_low")[term]), int(kb.ints("w_high")[term])
            if not age or any(0 <= bound < 999 * MICRO and bound % MICRO for bound in bounds):
                break
            low, high = max(low, bounds[0] // MICRO), min(high, bounds[1] // MICRO)
        else:
            found.append((rule, low, high))
    return found


def _limits(kb: Kb) -> dict[str, Any]:
    plain = {rule: ages for rule, *ages in plain_limits(kb)}
    drug, entry = expand(kb.ints("lim_start"), np.arange(len(kb.ints("lim_start")) - 1))
    rule = kb.ints("lim_index")[entry].astype(np.int64)
    kept = np.isin(rule, list(plain))
    drug, rule = drug[kept], rule[kept]
    return {
        "drug": drug,
        "rule": rule,
        "routes": kb.ints("lim_routes")[rule].astype(np.int64),
        "dimension": kb.ints("lim_dimension")[rule].astype(np.int64),
        "value": kb.ints("lim_value")[rule] * (HOURS // 24),
        "age_low": np.array([plain[each][0] for each in rule.tolist()]),
        "age_high": np.array([plain[each][1] for each in rule.tolist()]),
    }


def _column(values: list[Any]) -> Any:
    return values if values and isinstance(values[0], (str, bool)) else np.array(values, dtype=np.int64)
