"""Facts that change the verdict of an interaction row: dose, route, age, renal function, a protecting co-drug, …"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import BoolArray, FloatArray, IntArray, Kb
from rxcheck.engine.hits import GapList
from rxcheck.kb.compile_codes import FACT_CODE, FACT_OF, FACTOR_CODE, MICRO, OP_CODE, REASON_CODE, REASON_OF
from rxcheck.kb.terms import Factor, Op
from rxcheck.terms import Fact, Reason

_FACTORS = tuple(FACTOR_CODE)
_OPS = tuple(OP_CODE)
_CLOSE = 1e-9  # of floats, far above what they round
_KNOWN = -1  # no reason why not
_OF_OBJECT = (Factor.OBJECT_ROUTE, Factor.OBJECT_DAILY_DOSE)


class NotKnown(Exception):  # noqa: N818 - a signal, not an error
    """A fact that would be needed, and why it is not known."""

    def __init__(self, reason: Reason, fact: Fact) -> None:
        super().__init__()
        self.reason, self.fact = reason, fact


class _Pairs(Struct, frozen=True):
    """One entry for each modifier of a candidate row: the modifier, and the items (object, precipitant) that it is about."""

    index: IntArray
    obj: IntArray
    pre: IntArray

    def where(self, places: IntArray) -> _Pairs:
        return _Pairs(self.index[places], self.obj[places], self.pre[places])

    def item(self, factor: Factor) -> IntArray:
        return self.obj if factor in _OF_OBJECT else self.pre


class _States(Struct, frozen=True):
    """Whether each modifier holds; where that is not known the codes of reason and fact (reason `_KNOWN` elsewhere)."""

    holds: BoolArray
    reason: IntArray
    fact: IntArray


def apply_modifiers(
    batch: Batch, kb: Kb, rule: IntArray, obj: IntArray, pre: IntArray, gaps: GapList
) -> tuple[IntArray, IntArray, IntArray]:
    """Action, severity and modifier number (-1: none) of each candidate row."""
    action = kb.ints("ix_action")[rule].astype(np.int64)
    severity = kb.ints("ix_severity")[rule].astype(np.int64)
    modifier = np.full(len(rule), -1, dtype=np.int64)
    row, place = expand(kb.ints("mod_start"), rule)
    if not len(row):
        return action, severity, modifier
    index = kb.ints("mod_index")[place].astype(np.int64)
    found = _states(batch, kb, _Pairs(index, obj[row], pre[row]))
    # The first that holds is taken; what stands behind it is not looked at.
    holding = np.flatnonzero(found.holds)
    first = np.full(len(rule), len(row), dtype=np.int64)
    first[row[holding[::-1]]] = holding[::-1]
    changed = np.flatnonzero(first < len(row))
    taken = index[first[changed]]
    modifier[changed], action[changed] = taken, kb.ints("mod_action")[taken]
    graded = kb.ints("mod_severity")[taken] != 0
    severity[changed[graded]] = kb.ints("mod_severity")[taken[graded]]
    waits = np.flatnonzero((found.reason != _KNOWN) & (np.arange(len(row)) < first[row]))
    waits = waits[kb.ints("mod_action")[index[waits]] != action[row[waits]]]
    one, two = batch.item_line[obj[row[waits]]], batch.item_line[pre[row[waits]]]
    gaps.extend(
        batch.item_rx[obj[row[waits]]],
        rule[row[waits]],
        np.minimum(one, two),
        found.reason[waits],
        found.fact[waits],
        second=np.maximum(one, two),
    )
    return action, severity, modifier


def _states(batch: Batch, kb: Kb, pairs: _Pairs) -> _States:
    """The state of every pair, factor by factor."""
    count = len(pairs.index)
    holds = np.zeros(count, dtype=np.bool_)
    reason, fact = np.full(count, _KNOWN, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    factors = kb.ints("mod_factor")[pairs.index]
    for code in distinct(factors).tolist():
        mine = np.flatnonzero(factors == code)
        found = _of_factor(batch, kb, _FACTORS[code], pairs.where(mine))
        holds[mine], reason[mine], fact[mine] = found.holds, found.reason, found.fact
    return _States(holds, reason, fact)


def _of_factor(batch: Batch, kb: Kb, factor: Factor, pairs: _Pairs) -> _States:
    op, value, rx = kb.ints("mod_op")[pairs.index], kb.ints("mod_value")[pairs.index], batch.item_rx[pairs.obj]
    wanted = op == OP_CODE[Op.PRESENT]
    if factor in (Factor.OBJECT_ROUTE, Factor.PRECIPITANT_ROUTE):
        item = pairs.item(factor)
        fits = (batch.item_route[item] & kb.ints("mod_routes")[pairs.index]) != 0
        return _known(fits, batch.line_route_known[batch.item_line[item]], Fact.ROUTE)
    if factor in (Factor.OBJECT_DAILY_DOSE, Factor.PRECIPITANT_DAILY_DOSE):
        return _doses(batch, pairs.item(factor), op, value, kb.ints("mod_dimension")[pairs.index])
    if factor is Factor.CO_DRUG:
        return _known(_co_drugs(batch, kb, pairs) == wanted, np.ones(len(rx), dtype=np.bool_), Fact.DRUG)
    if factor is Factor.CONDITION:
        has = batch.has_condition[rx, kb.ints("mod_condition")[pairs.index]]
        return _known(has == wanted, batch.conditions_known[rx], Fact.CONDITION)
    if factor is Factor.PRECIPITANT_DAYS:
        days = batch.line_days[batch.item_line[pairs.pre]]
        return _known(_compared(days * MICRO, op, value), days >= 0, Fact.DAYS)
    fact = Fact(factor.value)
    low, high = batch.fact_low[fact][rx], batch.fact_high[fact][rx]
    holds = _compared(low, op, value)
    known = (low != MISSING) & (holds == _compared(high, op, value))
    return _known(holds, known, batch.missing(fact, rx))


def _known(holds: BoolArray, known: BoolArray, fact: Fact | IntArray) -> _States:
    """What holds where it is known; the fact is missing elsewhere."""
    asked = FACT_CODE[fact] if isinstance(fact, Fact) else fact
    reason: IntArray = np.where(known, _KNOWN, REASON_CODE[Reason.MISSING_FACT])
    return _States(holds & known, reason, np.where(known, -1, asked))


def _compared(value: IntArray, op: IntArray, threshold: IntArray) -> BoolArray:
    """`_compare` of every entry, operators by their codes."""
    above = np.where(op == OP_CODE[Op.GT], value > threshold, value >= threshold)
    below = np.where(op == OP_CODE[Op.LT], value < threshold, value <= threshold)
    found: BoolArray = np.where(_upward(op), above, below)
    return found


def _upward(op: IntArray) -> BoolArray:
    found: BoolArray = (op == OP_CODE[Op.GT]) | (op == OP_CODE[Op.GE])
    return found


def _co_drugs(batch: Batch, kb: Kb, pairs: _Pairs) -> BoolArray:
    """Whether the prescription holds one of the drugs named beside the two items."""
    named = distinct(pairs.index)
    start, selectors = kb.ints("mod_sel_start"), kb.ints("mod_sel")
    wanted = np.array(
        [
            np.logical_or.reduce(kb.bools("sel_member")[selectors[start[index] : start[index + 1]]], axis=0)
            for index in named.tolist()
        ]
    )
    owner, item = expand(batch.item_start, batch.item_rx[pairs.obj])
    other = (item != pairs.obj[owner]) & (item != pairs.pre[owner])
    other &= wanted[np.searchsorted(named, pairs.index)[owner], batch.item_drug[item]]
    present = np.zeros(len(pairs.index), dtype=np.bool_)
    present[owner[other]] = True
    return present


def _doses(batch: Batch, item: IntArray, op: IntArray, threshold: IntArray, dimension: IntArray) -> _States:
    """Daily doses against amounts in base units."""
    doses, count = daily_doses(batch, item), len(item)
    holds, decided = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    reason, fact = np.full(count, _KNOWN, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    for code in distinct(op).tolist():
        mine = np.flatnonzero(op == code)
        holds[mine], decided[mine] = doses.compare(batch, item[mine], _OPS[code], threshold[mine], dimension[mine])
    for place in np.flatnonzero(~decided).tolist():
        amount, unit = int(threshold[place]), int(dimension[place])
        try:
            holds[place] = daily_dose(batch, int(item[place]), _OPS[op[place]], amount, unit)
        except NotKnown as unknown:
            holds[place] = False
            reason[place], fact[place] = REASON_CODE[unknown.reason], FACT_CODE[unknown.fact]
    return _States(holds, reason, fact)


class DailyDoses(Struct, frozen=True):
    """For each item the sum over all items of its ingredient: as a float, and whether all of them are known, in one dimension."""

    total: FloatArray
    clear: BoolArray

    def compare(
        self, batch: Batch, item: IntArray, op: Op, threshold: int | IntArray, dimension: int | IntArray
    ) -> tuple[BoolArray, BoolArray]:
        """(holds, decided) for items: floats decide what is far from the threshold (one, or one for each), the rest is left to
        exact numbers."""
        total = self.total[item]
        decided = self.clear[item] & (batch.dimension[item] == dimension)
        decided &= np.abs(total - threshold) > _CLOSE * np.maximum(np.abs(threshold), 1)
        holds: BoolArray = total > threshold if op in (Op.GT, Op.GE) else total < threshold
        return holds, decided


def daily_doses(batch: Batch, among: IntArray | None = None) -> DailyDoses:
    """The daily doses of a batch; of the items `among` it, where only these are asked for."""
    mine = np.arange(len(batch.item_rx)) if among is None else distinct(among)
    owner, other = expand(batch.item_start, batch.item_rx[mine])
    same = batch.item_drug[other] == batch.item_drug[mine[owner]]
    owner, other = owner[same], other[same]
    total, clear = np.zeros(len(batch.item_rx), dtype=np.float64), np.zeros(len(batch.item_rx), dtype=np.bool_)
    amount = batch.daily_num[other] / np.maximum(batch.daily_den[other], 1)
    total[mine] = np.bincount(owner, weights=amount, minlength=len(mine))
    clear[mine] = True
    odd = (batch.daily_den[other] == 0) | (batch.dimension[other] != batch.dimension[mine[owner]])
    clear[mine[owner[odd]]] = False
    return DailyDoses(total, clear)


def daily_dose(batch: Batch, item: int, op: Op, threshold: int, dimension: int) -> bool:
    """Compare the sum over all items of the ingredient with an amount in base units.

    Raises:
        NotKnown: an amount is not known, or of another dimension.
    """
    rx = int(batch.item_rx[item])
    known, unknown = Fraction(0), None
    for other in range(int(batch.item_start[rx]), int(batch.item_start[rx + 1])):
        if batch.item_drug[other] != batch.item_drug[item]:
            continue
        if batch.daily_den[other] == 0:
            unknown = unknown or NotKnown(REASON_OF[batch.daily_reason[other]], FACT_OF[batch.daily_fact[other]])
        elif batch.dimension[other] != dimension:
            unknown = unknown or NotKnown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
        else:
            known += Fraction(int(batch.daily_num[other]), int(batch.daily_den[other]))
    if unknown is not None and not (op in (Op.GT, Op.GE) and _compare(known, op, Fraction(threshold))):
        raise unknown
    return _compare(known, op, Fraction(threshold))


def _compare(value: Fraction, op: Op, threshold: Fraction) -> bool:
    if op is Op.GT:
        return value > threshold
    if op is Op.GE:
        return value >= threshold
    if op is Op.LT:
        return value < threshold
    return value <= threshold
