"""A part's prescriptions as a table, and how urgent each is to review: points by the weights of `rules/audit_priority.csv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rxcheck.finding import Outcome
from rxcheck.kb.compiled_text import Weight
from rxcheck.kb.terms import PriorityFeature
from rxcheck.terms import Action

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
_BY_RANK = sorted(Action, key=lambda action: action.rank)


def prescriptions(tables: Mapping[str, pa.Table], weights: Sequence[Weight]) -> pa.Table:
    """A row for each audited prescription in the order of the table: prescription_id, authored_on, store, prescriber, `lines`,
    `findings`, `worst` action, `cn_review` items, `score`, and `counts` of each weight's kind in the order of `weights`."""
    import pyarrow as pa

    receipts, findings = tables["receipts"], tables["findings"]
    idents = receipts["prescription_id"].combine_chunks().dictionary_encode()
    of_line = idents.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    size = len(idents.dictionary)
    first = np.unique(of_line, return_index=True)[1]
    of_finding = _places(findings, idents.dictionary)
    counts = _counts(tables, weights, of_line, of_finding, _places(tables["not_assessed"], idents.dictionary), size)
    points = np.array([weight.points for weight in weights], dtype=np.int64)
    shared = receipts.select(["prescription_id", "authored_on", "store", "prescriber"]).take(first)
    more = {
        "lines": pa.array(np.bincount(of_line, minlength=size), pa.int32()),
        "findings": pa.array(np.bincount(of_finding, minlength=size), pa.int32()),
        "worst": _worst(findings, of_finding, size),
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
    tables: Mapping[str, pa.Table], weights: Sequence[Weight], of_line: Ints, of_finding: Ints, of_gap: Ints, size: int
) -> Ints:
    """How many of each weight's kind a prescription has, at most as many as count: (prescriptions, weights)."""
    counts = np.zeros((size, len(weights)), dtype=np.int64)
    for number, weight in enumerate(weights):
        if weight.feature is PriorityFeature.LINE:
            here = of_line[_equal(tables["receipts"], "outcome", Outcome.NOT_ASSESSED)]
        elif weight.feature is PriorityFeature.GAP:
            here = of_gap[_equal(tables["not_assessed"], "worst", weight.value)]
        elif weight.feature is PriorityFeature.FURTHER:
            calls = [action for action in Action if action.interrupts]
            here = of_finding[np.any([_equal(tables["findings"], "action", action) for action in calls], axis=0)]
        else:
            here = of_finding[_equal(tables["findings"], weight.feature.value, weight.value)]
        found = np.bincount(here, minlength=size)
        if weight.feature is PriorityFeature.FURTHER:
            found = np.maximum(found - 1, 0)
        counts[:, number] = np.minimum(found, weight.most)
    return counts


def _equal(table: pa.Table, column: str, value: str) -> npt.NDArray[np.bool_]:
    import pyarrow.compute as pc

    same = pc.fill_null(pc.equal(table[column].combine_chunks(), value), False)
    return np.asarray(same.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _worst(findings: pa.Table, of_finding: Ints, size: int) -> pa.Array:
    """The most urgent action of each; null without findings."""
    import pyarrow as pa

    rank = np.zeros(size, dtype=np.int64)
    for action in _BY_RANK:
        rank[of_finding[_equal(findings, "action", action)]] = action.rank
    named = pa.array([None, *(action.value for action in _BY_RANK)], pa.string())
    return named.take(pa.array(rank))


def _items(findings: pa.Table, of_finding: Ints, size: int) -> pa.Array:
    """The items of the Chinese review (处方点评) that the findings of each fall under, sorted: lists of text."""
    import pyarrow as pa

    codes = findings["cn_review"].combine_chunks().dictionary_encode()
    split = [tuple(text.split(";")) for text in codes.dictionary.to_pylist()]
    items = sorted({item for each in split for item in each})
    place = {item: number for number, item in enumerate(items)}
    pairs = np.zeros(0, dtype=np.int64)
    told = codes.indices.is_valid().to_numpy(zero_copy_only=False)
    which = codes.indices.fill_null(0).to_numpy(zero_copy_only=False)
    for number, each in enumerate(split):
        rows = of_finding[told & (which == number)]
        for item in each:
            pairs = np.append(pairs, rows * len(items) + place[item])
    pairs = np.unique(pairs)
    owner, item_of = (pairs // len(items), pairs % len(items)) if items else (pairs, pairs)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=size))])
    values = pa.array(items, pa.string()).take(pa.array(item_of))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
