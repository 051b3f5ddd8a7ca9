"""The duplicate kernel: one product or ingredient on several lines, related ingredients, several of one class or effect."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import SYSTEMIC_BITS, BoolArray, IntArray, Kb
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
from rxcheck.engine.pairs import item_pairs
from rxcheck.kb.compile_codes import DUPLICATE_CODE
from rxcheck.kb.terms import DuplicateLevel
from rxcheck.terms import CheckKind


def duplicates(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The duplicate check over a batch."""
    first, second = item_pairs(batch)
    routes = batch.item_route[first], batch.item_route[second]
    alike = ((routes[0] & SYSTEMIC_BITS) != 0) & ((routes[1] & SYSTEMIC_BITS) != 0) | (routes[0] == routes[1])
    first, second = first[alike], second[alike]
    levels = _levels(batch, kb, first, second)
    subjects: list[list[Fired]] = []
    for rule, code in enumerate(kb.ints("dup_level").tolist()):
        level, selector = _LEVELS[code], int(kb.ints("dup_selector")[rule])
        mine = levels[level]
        if selector >= 0:
            member = kb.bools("sel_member")[selector]
            mine = mine & member[batch.item_drug[first]] & member[batch.item_drug[second]]
        pairs = np.flatnonzero(mine)
        if len(pairs):
            pairs = pairs[~_allowed(batch, kb, rule, first[pairs], second[pairs])]
        subjects.extend(_groups(batch, kb, rule, level, first[pairs], second[pairs]))
    hits = choose(CheckKind.DUPLICATE, subjects, kb.ints("dup_action"), kb.ints("dup_severity"))
    return hits, GapList(CheckKind.DUPLICATE).gaps()


_LEVELS = tuple(DUPLICATE_CODE)


def _levels(batch: Batch, kb: Kb, first: IntArray, second: IntArray) -> dict[DuplicateLevel, BoolArray]:
    """Which pairs each level is about: every pair belongs to the closest level that has a row for it."""
    one, two = batch.item_drug[first], batch.item_drug[second]
    has = set(kb.ints("dup_level").tolist())
    same = one == two
    product = same & (batch.item_product[first] == batch.item_product[second]) & (batch.item_product[first] >= 0)
    if DUPLICATE_CODE[DuplicateLevel.PRODUCT] not in has:
        product[:] = False
    kin = np.zeros(len(first), dtype=np.bool_)
    related = kb.ints("dup_kin")
    if DUPLICATE_CODE[DuplicateLevel.KINSHIP] in has and len(related):
        key = one * len(kb.compiled.text.drugs) + two
        kin = related[np.minimum(np.searchsorted(related, key), len(related) - 1)] == key
    apart = ~same & ~kin
    classed = np.zeros(len(first), dtype=np.bool_)
    for rule in np.flatnonzero(kb.ints("dup_level") == DUPLICATE_CODE[DuplicateLevel.CLASS]).tolist():
        member = kb.bools("sel_member")[int(kb.ints("dup_selector")[rule])]
        classed |= member[one] & member[two]
    return {
        DuplicateLevel.PRODUCT: product,
        DuplicateLevel.INGREDIENT: same & ~product,
        DuplicateLevel.KINSHIP: kin,
        DuplicateLevel.CLASS: apart,
        DuplicateLevel.EFFECT: apart & ~classed,
    }


def _groups(
    batch: Batch, kb: Kb, rule: int, level: DuplicateLevel, first: IntArray, second: IntArray
) -> list[list[Fired]]:
    """One subject per prescription (class, effect), per ingredient, per product, or per two related ingredients."""
    groups: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for one, two in zip(first.tolist(), second.tolist(), strict=True):
        about: tuple[int, ...] = ()
        if level is DuplicateLevel.PRODUCT:
            about = (int(batch.item_product[one]),)
        elif level is DuplicateLevel.INGREDIENT:
            about = (int(batch.item_drug[one]),)
        elif level is DuplicateLevel.KINSHIP:
            about = tuple(sorted((int(batch.item_drug[one]), int(batch.item_drug[two]))))
        groups[int(batch.item_rx[one]), *about] |= {one, two}
    by = batch.item_line if level in (DuplicateLevel.PRODUCT, DuplicateLevel.INGREDIENT) else batch.item_drug
    found = []
    for (rx, *_), items in sorted(groups.items()):
        if len({int(by[item]) for item in items}) > int(kb.ints("dup_max")[rule]):
            found.append([Fired(rx, rule, tuple(sorted(items)))])
    return found


def _allowed(batch: Batch, kb: Kb, rule: int, first: IntArray, second: IntArray) -> BoolArray:
    allowed = np.zeros(len(first), dtype=np.bool_)
    for row in np.flatnonzero(kb.ints("dup_allow_rule") == rule).tolist():
        sides = [
            (
                kb.bools("sel_member")[int(kb.ints(f"dup_allow_{side}")[row])],
                int(kb.ints(f"dup_allow_{side}_routes")[row]),
            )
            for side in ("first", "second")
        ]
        for one, two in ((first, second), (second, first)):
            allowed |= (
                sides[0][0][batch.item_drug[one]]
                & ((batch.item_route[one] & sides[0][1]) != 0)
                & sides[1][0][batch.item_drug[two]]
                & ((batch.item_route[two] & sides[1][1]) != 0)
            )
    return allowed
