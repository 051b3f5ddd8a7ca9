"""The duplicate kernel: one product or ingredient on several lines, related ingredients, several of one class or effect."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct, distinct_rows, expand
from rxcheck.engine.compiled import SYSTEMIC_BITS, BoolArray, IntArray, Kb
from rxcheck.engine.hits import GapList, Gaps, Hits
from rxcheck.engine.pairs import item_pairs
from rxcheck.kb.compile_codes import DUPLICATE_CODE
from rxcheck.kb.terms import DuplicateLevel
from rxcheck.terms import CheckKind

_LEVELS = tuple(DUPLICATE_CODE)
_BY_LINE = (DuplicateLevel.PRODUCT, DuplicateLevel.INGREDIENT)  # these count lines, the others drugs


def duplicates(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The duplicate check over a batch."""
    first, second = item_pairs(batch)
    alike = comparable(batch, first, second)
    first, second = first[alike], second[alike]
    pair, rule = _candidates(batch, kb, first, second)
    first, second = first[pair], second[pair]
    counts = ~_allowed(batch, kb, rule, first, second)
    rule, items = _groups(batch, kb, rule[counts], first[counts], second[counts])
    hits = Hits(
        CheckKind.DUPLICATE,
        rx=batch.item_rx[np.array([each[0] for each in items], dtype=np.int64)],
        rule=rule,
        action=kb.ints("dup_action")[rule],
        severity=kb.ints("dup_severity")[rule],
        modifier=np.full(len(rule), -1, dtype=np.int64),
        items=items,
        also=((),) * len(rule),
    )
    return hits, GapList(CheckKind.DUPLICATE).gaps()


def comparable(batch: Batch, first: IntArray, second: IntArray) -> BoolArray:
    """Pairs of items that reach the same place: both the whole body, or by one route."""
    routes = batch.item_route[first], batch.item_route[second]
    systemic = ((routes[0] & SYSTEMIC_BITS) != 0) & ((routes[1] & SYSTEMIC_BITS) != 0)
    alike: BoolArray = systemic | (routes[0] == routes[1])
    return alike


class PairStates(Struct, frozen=True):
    """What one row finds of pairs of items: whether they reach the same place, whether its level is the closest that has a row, and
    whether an allowance lets them pass."""

    comparable: BoolArray
    at_level: BoolArray
    allowed: BoolArray


def pair_states(batch: Batch, kb: Kb, rule: int, first: IntArray, second: IntArray) -> PairStates:
    """How one row sees pairs of items of its subject."""
    pair, found = _candidates(batch, kb, first, second)
    at_level = np.zeros(len(first), dtype=np.bool_)
    at_level[pair[found == rule]] = True
    allowed = _allowed(batch, kb, np.full(len(first), rule, dtype=np.int64), first, second)
    return PairStates(comparable(batch, first, second), at_level, allowed)


def _candidates(batch: Batch, kb: Kb, first: IntArray, second: IntArray) -> tuple[IntArray, IntArray]:
    """(number of the pair, rule) of every row that a pair may break. Silent rows find nothing."""
    one, two = batch.item_drug[first], batch.item_drug[second]
    selector, level = kb.ints("dup_selector"), kb.ints("dup_level")
    special = np.flatnonzero(selector >= 0)
    # A bit for each row that is about a drug: what two drugs have in common is one operation on a few bytes.
    rows_of = np.packbits(np.ascontiguousarray(kb.bools("sel_member")[selector[special]].T), axis=1)
    common = rows_of[one] & rows_of[two]
    classes = np.packbits(level[special] == DUPLICATE_CODE[DuplicateLevel.CLASS])
    levels = _levels(batch, kb, (first, second), np.logical_or.reduce(common & classes, axis=1))
    some = np.flatnonzero(np.logical_or.reduce(common, axis=1))
    place, row = np.nonzero(np.unpackbits(common[some], axis=1, count=len(special)))
    pairs, rules = [some[place]], [special[row]]
    for rule in np.flatnonzero(selector < 0).tolist():
        mine = np.flatnonzero(levels[level[rule]])
        pairs.append(mine)
        rules.append(np.full(len(mine), rule, dtype=np.int64))
    pair, rule_of = np.concatenate(pairs), np.concatenate(rules)
    kept = levels[level[rule_of], pair] & (kb.ints("dup_action")[rule_of] > 0)
    return pair[kept], rule_of[kept]


def _levels(batch: Batch, kb: Kb, pairs: tuple[IntArray, IntArray], classed: BoolArray) -> BoolArray:
    """Which pairs each level is about, (levels, pairs): every pair belongs to the closest level that has a row for it.

    `classed` are those of one class that has a row.
    """
    first, second = pairs
    one, two = batch.item_drug[first], batch.item_drug[second]
    has = set(kb.ints("dup_level").tolist())
    same = one == two
    product = same & (batch.item_product[first] == batch.item_product[second]) & (batch.item_product[first] >= 0)
    if DUPLICATE_CODE[DuplicateLevel.PRODUCT] not in has:
        product[:] = False
    kin = np.zeros(len(first), dtype=np.bool_)
    related = kb.ints("dup_kin")
    if DUPLICATE_CODE[DuplicateLevel.KINSHIP] in has and len(related):
        drugs = len(kb.compiled.text.drugs)
        has_kin = np.zeros(drugs, dtype=np.bool_)
        has_kin[related // drugs] = True
        possible = np.flatnonzero(has_kin[one])
        key = one[possible] * drugs + two[possible]
        kin[possible] = related[np.minimum(np.searchsorted(related, key), len(related) - 1)] == key
    apart = ~same & ~kin
    about = {
        DuplicateLevel.PRODUCT: product,
        DuplicateLevel.INGREDIENT: same & ~product,
        DuplicateLevel.KINSHIP: kin,
        DuplicateLevel.CLASS: apart,
        DuplicateLevel.EFFECT: apart & ~classed,
    }
    return np.array([about[level] for level in _LEVELS])


def _groups(
    batch: Batch, kb: Kb, rule: IntArray, first: IntArray, second: IntArray
) -> tuple[IntArray, tuple[tuple[int, ...], ...]]:
    """(rule, items) of every group that is too large: one group per prescription (class, effect), per ingredient, per product, or per
    two related ingredients; in this order."""
    level, drugs = kb.ints("dup_level")[rule], len(kb.compiled.text.drugs)
    one, two = batch.item_drug[first], batch.item_drug[second]
    about = np.zeros(len(rule), dtype=np.int64)
    for name, value in (
        (DuplicateLevel.PRODUCT, batch.item_product[first]),
        (DuplicateLevel.INGREDIENT, one),
        (DuplicateLevel.KINSHIP, np.minimum(one, two) * drugs + np.maximum(one, two)),
    ):
        mine = level == DUPLICATE_CODE[name]
        about[mine] = value[mine]
    leads, group = distinct_rows(np.column_stack([rule, batch.item_rx[first], about]))
    count = len(batch.item_rx)
    member = distinct(np.concatenate([group * count + first, group * count + second]))
    owner, item = member // count, member % count
    by_line = np.array([name in _BY_LINE for name in _LEVELS])[level[leads]]
    several = np.where(by_line[owner], batch.item_line[item], batch.item_drug[item])
    limit = max(len(batch.line_rx), drugs)
    size = np.bincount(distinct(owner * limit + several) // limit, minlength=len(leads))
    large = np.flatnonzero(size > kb.ints("dup_max")[rule[leads]])
    begin = np.searchsorted(owner, np.arange(len(leads) + 1))
    items = tuple(tuple(item[begin[number] : begin[number + 1]].tolist()) for number in large.tolist())
    return rule[leads[large]], items


def _allowed(batch: Batch, kb: Kb, rule: IntArray, first: IntArray, second: IntArray) -> BoolArray:
    """Pairs that a row lets pass by name, one way round or the other."""
    order = np.argsort(kb.ints("dup_allow_rule"), kind="stable")
    start = np.searchsorted(kb.ints("dup_allow_rule")[order], np.arange(len(kb.ints("dup_level")) + 1))
    owner, place = expand(start, rule)
    row = order[place]
    allowed = np.zeros(len(rule), dtype=np.bool_)
    for one, two in ((first, second), (second, first)):
        fits = np.ones(len(row), dtype=np.bool_)
        for side, item in (("first", one[owner]), ("second", two[owner])):
            fits &= kb.bools("sel_member")[kb.ints(f"dup_allow_{side}")[row], batch.item_drug[item]]
            fits &= (batch.item_route[item] & kb.ints(f"dup_allow_{side}_routes")[row]) != 0
        allowed[owner[fits]] = True
    return allowed
