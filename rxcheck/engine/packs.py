"""The kernel for packs: pairs of items → what a pack says of their drugs, and which of our own rows fit them."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import expand
from rxcheck.engine.compiled import IntArray, Kb
from rxcheck.engine.pairs import candidates
from rxcheck.kb.compile_codes import INCOMPATIBILITY_BIT
from rxcheck.kb.pack_store import CompiledPack


def pack_rows(batch: Batch, kb: Kb, pack: CompiledPack, first: IntArray, second: IntArray) -> tuple[IntArray, IntArray]:
    """(number of the pair in `first` and `second`, entry of the pack) of every statement whose routes fit, by pair and entry."""
    one, two = batch.item_drug[first].astype(np.int64), batch.item_drug[second].astype(np.int64)
    wanted = np.minimum(one, two) * len(kb.compiled.text.drugs) + np.maximum(one, two)
    keys = pack.arrays["key"]
    place = np.searchsorted(keys, wanted)
    found = np.flatnonzero(place < len(keys))
    found = found[keys[place[found]] == wanted[found]]
    owner, row = expand(_ints(pack, "start"), place[found])
    pair = found[owner]
    low, high = np.where(one <= two, first, second)[pair], np.where(one <= two, second, first)[pair]
    fits = (batch.item_route[low] & _ints(pack, "row_low")[row]) != 0
    fits &= (batch.item_route[high] & _ints(pack, "row_high")[row]) != 0
    return pair[fits], _ints(pack, "row_entry")[row[fits]]


def own_rows(batch: Batch, kb: Kb, first: IntArray, second: IntArray) -> tuple[IntArray, IntArray]:
    """(number of the pair, rule) of every interaction row of the tables that fits drugs and routes, incompatibilities apart."""
    matrix = kb.ints("ix_row")[batch.item_drug]
    group = kb.ints("ix_group")[matrix[first], matrix[second]].astype(np.int64)
    pair, rule, _, _ = candidates(kb, batch, first, second, group)
    competing = kb.ints("ix_topics")[rule] != INCOMPATIBILITY_BIT
    return pair[competing], rule[competing]


def _ints(pack: CompiledPack, name: str) -> IntArray:
    return pack.arrays[name]  # type: ignore[return-value]
