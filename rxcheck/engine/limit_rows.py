"""Which limit rows apply to which items, what an item counts in them, and what the limit is for a patient."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from rxcheck.engine.arithmetic import body_surface_cm2
from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.exact import Exact, Product, product, whole
from rxcheck.engine.when import Applied, applied
from rxcheck.kb.compile_codes import BASIS_CODE, FACT_CODE
from rxcheck.quantity import Basis
from rxcheck.terms import Fact


class Rows(Struct, frozen=True):
    """Pairs of item and limit row that apply to it, or may (`open`); `pair` is the number of the pair in `Applied`."""

    item: IntArray
    rule: IntArray
    open: BoolArray
    pair: IntArray

    def where(self, mask: BoolArray | IntArray) -> Rows:
        """Some of them."""
        return Rows(self.item[mask], self.rule[mask], self.open[mask], self.pair[mask])


def candidates(batch: Batch, kb: Kb) -> tuple[IntArray, IntArray, Applied]:
    """Pairs (item, rule) whose route fits, and whether their further terms hold. Rows that an indication has replaced are still there."""
    item, entry = expand(kb.ints("lim_start"), batch.item_drug)
    rule = kb.ints("lim_index")[entry].astype(np.int64)
    fits = (batch.item_route[item] & kb.ints("lim_routes")[rule]) != 0
    summed = np.flatnonzero(fits & (kb.ints("lim_group")[rule] >= 0))
    owner, _ = _equivalents(batch, kb, item[summed], rule[summed])
    counts = np.zeros(len(summed), dtype=np.bool_)
    counts[owner] = True
    fits[summed] = counts
    item, rule = item[fits], rule[fits]
    return item, rule, applied(batch, kb, "lim", rule, item)


def indicated(batch: Batch, kb: Kb, item: IntArray, rule: IntArray, held: Applied) -> BoolArray:
    """False for rows of an indication that is not recorded, and for those that a row of a recorded one replaces."""
    start = kb.ints("lim_indication_start")
    special = start[rule + 1] > start[rule]
    owner, place = expand(start, rule)
    there = batch.has_condition[batch.item_rx[item[owner]], kb.ints("lim_indication_index")[place]]
    stays: BoolArray = ~special
    recorded = np.zeros(len(rule), dtype=np.bool_)
    recorded[owner[there]] = True
    chosen = recorded & (held.holds | held.open)
    if not chosen.any():
        return stays
    key = item * len(start) + kb.ints("lim_base")[rule]
    replaced = distinct(key[chosen])
    near = replaced[np.minimum(np.searchsorted(replaced, key), len(replaced) - 1)]
    stays[near == key] = False
    stays[chosen] = True
    return stays


def factors(batch: Batch, kb: Kb, rows: Rows, dimension: IntArray) -> Exact:
    """What an amount of each pair's item (`dimension`: of items) is multiplied by in the sum of its row; the denominator is 0 where there is no
    equivalent in that dimension."""
    found = whole(np.ones(len(rows.item), dtype=np.int64))
    summed = np.flatnonzero(kb.ints("lim_group")[rows.rule] >= 0)
    if not len(summed):
        return found
    found.num[summed], found.den[summed] = 0, 0
    owner, entry = _equivalents(batch, kb, rows.item[summed], rows.rule[summed])
    fits = kb.ints("eq_dimension")[entry] == dimension[rows.item[summed[owner]]]
    owner, entry = owner[fits][::-1], entry[fits][::-1]  # the first entry is written last, and stays
    each = Exact(kb.ints("eq_num")[entry].astype(np.int64), kb.ints("eq_den")[entry].astype(np.int64)).reduced()
    found.num[summed[owner]], found.den[summed[owner]] = each.num, each.den
    return found


def _equivalents(batch: Batch, kb: Kb, item: IntArray, rule: IntArray) -> tuple[IntArray, IntArray]:
    """(number of the pair, entry) of the entries by which items count toward the sums of rows, in order."""
    place = kb.ints("lim_group")[rule].astype(np.int64) * len(kb.compiled.text.drugs) + batch.item_drug[item]
    owner, entry = expand(kb.ints("eq_start"), place)
    fits = (kb.ints("eq_routes")[entry] & batch.item_route[item[owner]]) != 0
    return owner[fits], entry[fits]


def bounds(batch: Batch, kb: Kb, rx: IntArray, rule: IntArray) -> tuple[Product, IntArray]:
    """The limits of rows for patients in base units, and the code of the fact that is missing for each (-1: none)."""
    basis = kb.ints("lim_basis")[rule]
    weight, height = batch.weight_g[rx], batch.height_mm[rx]
    of_weight, of_surface = basis == BASIS_CODE[Basis.KG], basis == BASIS_CODE[Basis.M2]
    missing = np.full(len(rule), -1, dtype=np.int64)
    missing[of_surface & (height < 0)] = FACT_CODE[Fact.HEIGHT]
    missing[(of_weight | of_surface) & (weight < 0)] = FACT_CODE[Fact.WEIGHT]
    size = np.where(of_weight, weight, 1)
    known = np.flatnonzero(of_surface & (missing < 0))
    bodies = zip(height[known].tolist(), weight[known].tolist(), strict=True)
    size[known] = [body_surface_cm2(*body) for body in bodies]
    parts = np.where(of_weight, 1000, np.where(of_surface, 10000, 1))
    return product(whole(kb.ints("lim_value")[rule].astype(np.int64)), Exact(size, parts)), missing
