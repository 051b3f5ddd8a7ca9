"""A part's prescriptions as a table, and how urgent each is to review: points by the weights of `rules/audit_priority.csv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rxcheck.engine.columns import distinct
from rxcheck.finding import Outcome
from rxcheck.kb.compiled_text import Weight
from rxcheck.kb.terms import PriorityFeature
from rxcheck.terms import Action

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
# Where what a weight counts stands, if not in a column of the findings that is called as it is.
_COLUMNS = {PriorityFeature.LINE: ("receipts", "outcome"), PriorityFeature.GAP: ("not_assessed", "worst")}
_BY_RANK = sorted(Action, key=lambda action: action.rank)


def prescriptions(tables: Mapping[str, pa.Table], weights: Sequence[Weight]) -> pa.Table:
    """A row for each audited prescription in the order of the table: prescription_id, authored_on, store, prescriber, `lines`,
    `findings`, `worst` action, `cn_review` items, `score`, and `counts` of each weight's kind in the order of `weights`."""
    import pyarrow as pa

    receipts, findings = tables["receipts"], tables["findings"]
    idents = receipts["prescription_id"].combine_chunks().dictionary_encode()
    of_line = idents.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    size = len(idents.dictionary)
    first = np.zeros(size, dtype=np.int64)
    first[of_line[::-1]] = np.arange(len(of_line))[::-1]
    of_finding = _places(findings, idents.dictionary)
    actions = _counted(findings, "action", of_finding, size)
    rows = {
        "receipts": of_line,
        "findings": of_finding,
        "not_assessed": _places(tables["not_assessed"], idents.dictionary),
    }
    counts = _counts(tables, weights, rows, actions, size)
    points = np.array([weight.points for weight in weights], dtype=np.int64)
    shared = receipts.select(["prescription_id", "authored_on", "store", "prescriber"]).take(first)
    more = {
        "lines": pa.array(np.bincount(of_line, minlength=size), pa.int32()),
        "findings": pa.array(np.bincount(of_finding, minlength=size), pa.int32()),
        "worst": _worst(actions, size),
        "cn_review": _items(findings, of_finding, size),
        "score": pa.array(counts @ points, pa.int64()),
        "counts": pa.ListArray.from_arrays(
            pa.array(np.arange(len(counts) + 1) * len(weights), pa.int32()), pa.array(counts.ravel(), pa.int16())
        ),
    }
    for name, column in more.items():
        shared = shared.append_column(name, column)
    return shared


def _places(table: pa.Table, idents: pa.Array) -> Ints:
    """For each row the number of its prescription."""
    import pyarrow.compute as pc

    found = pc.index_in(table["prescription_id"].combine_chunks(), value_set=idents)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def _counts(
    tables: Mapping[str, pa.Table],
    weights: Sequence[Weight],
    rows: Mapping[str, Ints],
    actions: Mapping[str, Ints],
    size: int,
) -> Ints:
    """How many of each weight's kind a prescription has, at most as many as count: (prescriptions, weights). `rows` are the
    prescriptions of the rows of each table, `actions` how many findings of each action a prescription has."""
    none, calls = np.zeros(size, dtype=np.int64), [action.value for action in Action if action.interrupts]
    counted = {("findings", PriorityFeature.ACTION.value): actions}
    counts = np.zeros((size, len(weights)), dtype=np.int64)
    for number, weight in enumerate(weights):
        if weight.feature is PriorityFeature.FURTHER:
            found = np.maximum(sum((actions.get(call, none) for call in calls), none) - 1, 0)
        else:
            table, column = _COLUMNS.get(weight.feature, ("findings", weight.feature.value))
            if (table, column) not in counted:
                counted[table, column] = _counted(tables[table], column, rows[table], size)
            wanted = Outcome.NOT_ASSESSED.value if weight.feature is PriorityFeature.LINE else weight.value
            found = counted[table, column].get(wanted, none)
        counts[:, number] = np.minimum(found, weight.most)
    return counts


def _counted(table: pa.Table, column: str, rows: Ints, size: int) -> dict[str, Ints]:
    """For each value of a column of few values how often each prescription has it; `rows` are the prescriptions of the rows."""
    coded = table[column].combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False).astype(np.int64)
    width = len(names) + 1
    found = np.bincount(rows * width + codes, minlength=size * width).reshape(size, width)
    return {name: found[:, number] for number, name in enumerate(names)}


def _worst(actions: Mapping[str, Ints], size: int) -> pa.Array:
    """The most urgent action of each; null without findings."""
    import pyarrow as pa

    rank = np.zeros(size, dtype=np.int64)
    for action in _BY_RANK:
        if action.value in actions:
            rank[actions[action.value] > 0] = action.rank
    named = pa.array([None, *(action.value for action in _BY_RANK)], pa.string())
    return named.take(pa.array(rank))


def _items(findings: pa.Table, of_finding: Ints, size: int) -> pa.Array:
    """The items of the Chinese review (处方点评) that the findings of each fall under, sorted: lists of text."""
    import pyarrow as pa

    codes = findings["cn_review"].combine_chunks().dictionary_encode()
    split = [tuple(text.split(";")) for text in codes.dictionary.to_pylist()]
    items = sorted({item for each in split for item in each})
    place = {item: number for number, item in enumerate(items)}
    which = codes.indices.fill_null(len(split)).to_numpy(zero_copy_only=False)
    told = [np.zeros(0, dtype=np.int64)]
    for number, each in enumerate(split):
        rows = of_finding[which == number]
        told += [rows * len(items) + place[item] for item in each]
    pairs = distinct(np.concatenate(told))
    owner, item_of = (pairs // len(items), pairs % len(items)) if items else (pairs, pairs)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=size))])
    values = pa.array(items, pa.string()).take(pa.array(item_of))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
