"""Compiled knowledge under the policy of a site: without some of its rules, and with thresholds of its own.

A rule that is left out is left out before any row is compared with another, so that what it displaced speaks again: the
findings are those of tables that never had it. Nothing is compiled for that; columns are copied and changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
from msgspec.structs import replace

from rxcheck.kb.displaced import Array, ConditionRows
from rxcheck.kb.store import Compiled
from rxcheck.terms import CheckKind

Rules = Mapping[CheckKind, Collection[int]]
_NO_LEVEL = -1  # of a duplicate row that belongs to no level


def without_rules(compiled: Compiled, rules: Rules) -> Compiled:
    """Knowledge in which these rules, by check and number, never fire, wait, or displace another. Numbers stay what they are."""
    arrays = dict(compiled.arrays)
    for check, numbers in rules.items():
        if numbers:
            _WITHOUT[check](arrays, np.array(sorted(numbers), dtype=np.int64))
    return Compiled(arrays, compiled.text)


def with_thresholds(compiled: Compiled, thresholds: Mapping[str, int]) -> Compiled:
    """Knowledge with other numbers for keys of rules/policy.csv."""
    patients = compiled.text.patients
    changed = replace(patients, policy={**patients.policy, **thresholds})
    return Compiled(compiled.arrays, replace(compiled.text, patients=changed))


def _cleared(*names: str) -> Callable[[dict[str, Array], Array], None]:
    """On no route: such a row fits nothing. A set with action 0 is silent, and waits for nothing."""

    def clear(arrays: dict[str, Array], numbers: Array) -> None:
        for name in names:
            _put(arrays, name, numbers, 0)

    return clear


def _put(arrays: dict[str, Array], name: str, places: Array, value: int) -> None:
    changed = arrays[name].copy()
    changed[places] = value
    arrays[name] = changed


def _conditions(arrays: dict[str, Array], numbers: Array) -> None:
    rows, absent = ConditionRows.of(arrays), frozenset(numbers.tolist())
    start, index = arrays["cond_start"], arrays["cond_index"]
    concerned = np.flatnonzero(np.isin(index, numbers))
    masks = arrays["cond_routes"].copy()
    for drug in sorted(set(np.searchsorted(start, concerned, side="right").tolist())):
        begin, end = int(start[drug - 1]), int(start[drug])
        masks[begin:end] = rows.masks(index[begin:end].tolist(), absent)
    arrays["cond_routes"] = masks


def _duplicates(arrays: dict[str, Array], numbers: Array) -> None:
    # Which level a pair belongs to depends on the rows that there are.
    _put(arrays, "dup_level", numbers, _NO_LEVEL)
    _put(arrays, "dup_max", numbers, int(np.iinfo(arrays["dup_max"].dtype).max))  # type: ignore[type-var]


_WITHOUT: dict[CheckKind, Callable[[dict[str, Array], Array], None]] = {
    CheckKind.INTERACTION: _cleared("ix_object_routes", "ix_precipitant_routes"),
    CheckKind.LIMIT: _cleared("lim_routes"),
    CheckKind.CONDITION: _conditions,
    CheckKind.ALLERGY: _cleared("alg_routes"),
    CheckKind.DUPLICATE: _duplicates,
    CheckKind.SET: _cleared("set_action"),
    CheckKind.FORM: _cleared("form_routes"),
}
