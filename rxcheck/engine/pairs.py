"""The pair kernel for interactions: expand pairs of items, look up their candidate rows, apply modifiers, keep the worst."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct, distinct_rows, expand, spread
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.hits import GapList, Gaps, Hits, no_hits, worst_first
from rxcheck.engine.modifiers import apply_modifiers
from rxcheck.kb.compile_codes import DERIVED_SPECIFICITY, INCOMPATIBILITY_BIT
from rxcheck.terms import CheckKind, Fact, Reason


def item_pairs(batch: Batch) -> tuple[IntArray, IntArray]:
    """Item numbers (first, second) of every pair of items on different lines of one prescription, first line first."""
    count = len(batch.item_rx)
    behind = batch.item_start[batch.item_rx + 1] - np.arange(1, count + 1)
    first, second = spread(np.arange(1, count + 1), behind)
    apart = batch.item_line[first] != batch.item_line[second]
    return first[apart], second[apart]


def interactions(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The interaction check over a batch."""
    gaps = GapList(CheckKind.INTERACTION)
    _uncovered(batch, kb, gaps)
    first, second = item_pairs(batch)
    row = kb.ints("ix_row")[batch.item_drug]
    group = kb.ints("ix_group")[row[first], row[second]].astype(np.int64)
    found = np.flatnonzero(group)
    if not len(found):
        return no_hits(CheckKind.INTERACTION), gaps.gaps()
    pair, rule, obj, pre = candidates(kb, batch, first[found], second[found], group[found])
    if not len(pair):
        return no_hits(CheckKind.INTERACTION), gaps.gaps()
    kept = _most_specific(kb, pair, rule)
    action, severity, modifier = apply_modifiers(batch, kb, rule[kept], obj[kept], pre[kept], gaps)
    hits = _worst(batch, kb, pair, rule, np.flatnonzero(kept), (obj, pre), action, severity, modifier)
    return hits, gaps.gaps()


def candidates(
    kb: Kb, batch: Batch, first: IntArray, second: IntArray, group: IntArray
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Per candidate row: number of the pair, rule, object item, precipitant item; routes already matched."""
    pair, entry = expand(kb.ints("ix_group_start"), group)
    value = kb.ints("ix_group_value")[entry].astype(np.int64)
    rule, swapped = value >> 1, (value & 1).astype(np.bool_)
    obj = np.where(swapped, second[pair], first[pair])
    pre = np.where(swapped, first[pair], second[pair])
    fits = (batch.item_route[obj] & kb.ints("ix_object_routes")[rule]) != 0
    fits &= (batch.item_route[pre] & kb.ints("ix_precipitant_routes")[rule]) != 0
    return pair[fits], rule[fits], obj[fits], pre[fits]


def _most_specific(kb: Kb, pair: IntArray, rule: IntArray) -> BoolArray:
    """The rows that are the most specific of their pair in at least one of their topics."""
    specificity = kb.ints("ix_specificity")[rule].astype(np.int64)
    topics = kb.ints("ix_topics")[rule]
    kept = np.zeros(len(rule), dtype=np.bool_)
    present = int(np.bitwise_or.reduce(topics))
    for bit in (1 << place for place in range(present.bit_length()) if present >> place & 1):
        has = np.flatnonzero(topics & bit)
        best = np.full(int(pair.max()) + 1, -1, dtype=np.int64)
        np.maximum.at(best, pair[has], specificity[has])
        kept[has[specificity[has] == best[pair[has]]]] = True
    return kept


def _worst(
    batch: Batch,
    kb: Kb,
    pair: IntArray,
    rule: IntArray,
    kept: IntArray,
    sides: tuple[IntArray, IntArray],
    action: IntArray,
    severity: IntArray,
    modifier: IntArray,
) -> Hits:
    """One hit per pair of items, then one per pair of lines and rule: the worst, of equals the most specific, then the first in the alphabet."""
    obj, pre = sides
    loud = np.flatnonzero(action > 0)
    rows = rule[kept[loud]]
    grave, first_id = worst_first(action[loud], severity[loud], np.zeros_like(rows)), rows
    broad = -kb.ints("ix_specificity")[rows].astype(np.int64)
    names = batch.item_drug[obj[kept[loud]]], batch.item_drug[pre[kept[loud]]]
    order = loud[np.lexsort((names[1], names[0], first_id, broad, grave))]
    apart = kb.ints("ix_topics")[rule[kept[order]]] == INCOMPATIBILITY_BIT
    leading, _ = distinct_rows(np.column_stack([pair[kept[order]], apart]))
    order = order[np.sort(leading)]
    rows = kept[order]
    lines = np.sort(np.stack([batch.item_line[obj[rows]], batch.item_line[pre[rows]]], axis=1), axis=1)
    unique, _ = distinct_rows(np.column_stack([lines, rule[rows]]))
    chosen, rows = order[unique], rows[unique]
    return Hits(
        CheckKind.INTERACTION,
        rx=batch.item_rx[obj[rows]],
        rule=rule[rows],
        action=action[chosen],
        severity=severity[chosen],
        modifier=modifier[chosen],
        items=tuple(zip(obj[rows].tolist(), pre[rows].tolist(), strict=True)),
        also=_also(kb, pair, rule, pair[rows], rule[rows]),
    )


def _also(kb: Kb, pair: IntArray, rule: IntArray, of: IntArray, chosen: IntArray) -> tuple[tuple[int, ...], ...]:
    """For each hit (its pair in `of` and its rule) the other curated rules of its pair; of an incompatibility none."""
    asked = np.zeros(1 + int(pair.max(initial=0)), dtype=np.bool_)
    asked[of] = True
    count, topics = len(kb.ints("ix_action")), kb.ints("ix_topics")
    wanted = asked[pair] & (kb.ints("ix_action")[rule] > 0) & (topics[rule] != INCOMPATIBILITY_BIT)
    wanted &= kb.ints("ix_specificity")[rule] > DERIVED_SPECIFICITY
    found = distinct(pair[wanted] * count + rule[wanted])
    begin, end = np.searchsorted(found, of * count), np.searchsorted(found, (of + 1) * count)
    own = of * count + chosen
    is_there = np.searchsorted(found, own, side="right") - np.searchsorted(found, own)
    several = (end - begin > is_there) & (topics[chosen] != INCOMPATIBILITY_BIT)
    also: list[tuple[int, ...]] = [()] * len(of)
    for hit in np.flatnonzero(several).tolist():
        rules = (found[begin[hit] : end[hit]] % count).tolist()
        also[hit] = tuple(other for other in rules if other != chosen[hit])
    return tuple(also)


def _uncovered(batch: Batch, kb: Kb, gaps: GapList) -> None:
    """Ingredients that no row names, where there is something to interact with."""
    resolved = np.bincount(batch.line_rx[batch.line_resolved], minlength=len(batch))
    bare = (kb.ints("ix_row")[batch.item_drug] == 0) & kb.is_active[batch.item_drug]
    bare &= resolved[batch.item_rx] > 1
    gaps.extend(batch.item_rx[bare], -1, batch.item_line[bare], Reason.NO_RULE, Fact.DRUG, drug=batch.item_drug[bare])
