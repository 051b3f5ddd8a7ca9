"""Small makers of arrays."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rxcheck.audit.arrays import lists
from rxcheck.engine.columns import one_key


@pytest.mark.parametrize("far", [1, 1 << 40])
def test_one_key_orders_rows_as_their_columns_do(far: int) -> None:
    random = np.random.default_rng(1)
    columns = [random.integers(-2, 3, 200) * far for _ in range(3)]
    key = one_key(columns)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    assert [rows[place] for place in np.argsort(key, kind="stable")] == sorted(rows)
    assert len(set(key.tolist())) == len(set(rows))


def test_one_key_of_no_rows() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert not len(one_key([none, none]))


def test_owners_without_values_have_empty_lists() -> None:
    found = lists(np.array([1, 1, 3]), pa.array(["a", "b", "c"]), 5)
    assert found.to_pylist() == [[], ["a", "b"], [], ["c"], []]
