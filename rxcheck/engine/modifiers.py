"""Facts that change the verdict of an interaction row: dose, route, age, renal function, a protecting co-drug, …"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.columns import distinct_rows
from rxcheck.engine.compiled import BoolArray, FloatArray, IntArray, Kb
from rxcheck.engine.hits import GapList
from rxcheck.kb.compile_codes import FACT_OF, FACTOR_CODE, OP_CODE, REASON_OF
from rxcheck.kb.terms import Factor, Op
from rxcheck.terms import Fact, Reason

_FACTORS = tuple(FACTOR_CODE)
_OPS = tuple(OP_CODE)
_CLOSE = 1e-9  # of floats, far above what they round


class NotKnown(Exception):  # noqa: N818 - a signal, not an error
    """A fact that would be needed, and why it is not known."""

    def __init__(self, reason: Reason, fact: Fact) -> None:
        super().__init__()
        self.reason, self.fact = reason, fact


def apply_modifiers(
    batch: Batch, kb: Kb, rule: IntArray, obj: IntArray, pre: IntArray, gaps: GapList
) -> tuple[IntArray, IntArray, IntArray]:
    """Action, severity and modifier number (-1: none) of each candidate row."""
    action = kb.ints("ix_action")[rule].astype(np.int64)
    severity = kb.ints("ix_severity")[rule].astype(np.int64)
    modifier = np.full(len(rule), -1, dtype=np.int64)
    start = kb.ints("mod_start")
    for row in np.flatnonzero(start[rule + 1] > start[rule]).tolist():
        number = int(rule[row])
        waiting: list[tuple[int, NotKnown]] = []
        for index in kb.ints("mod_index")[start[number] : start[number + 1]].tolist():
            try:
                holds = _holds(batch, kb, index, int(obj[row]), int(pre[row]))
            except NotKnown as unknown:
                waiting.append((index, unknown))
                continue
            if holds:
                action[row] = kb.ints("mod_action")[index]
                severity[row] = kb.ints("mod_severity")[index] or severity[row]
                modifier[row] = index
                break
        for index, why in waiting:
            if kb.ints("mod_action")[index] != action[row]:
                lines = sorted((int(batch.item_line[obj[row]]), int(batch.item_line[pre[row]])))
                gaps.add(int(batch.item_rx[obj[row]]), number, lines[0], why.reason, why.fact, lines[1])
    return action, severity, modifier


def _holds(batch: Batch, kb: Kb, index: int, obj: int, pre: int) -> bool:
    factor, op = _FACTORS[kb.ints("mod_factor")[index]], _OPS[kb.ints("mod_op")[index]]
    value, rx = int(kb.ints("mod_value")[index]), int(batch.item_rx[obj])
    if factor in (Factor.OBJECT_ROUTE, Factor.PRECIPITANT_ROUTE):
        item = obj if factor is Factor.OBJECT_ROUTE else pre
        if not batch.line_route_known[batch.item_line[item]]:
            raise NotKnown(Reason.MISSING_FACT, Fact.ROUTE)
        return bool(int(batch.item_route[item]) & int(kb.ints("mod_routes")[index]))
    if factor in (Factor.OBJECT_DAILY_DOSE, Factor.PRECIPITANT_DAILY_DOSE):
        item = obj if factor is Factor.OBJECT_DAILY_DOSE else pre
        return daily_dose(batch, item, op, value, int(kb.ints("mod_dimension")[index]))
    if factor is Factor.CO_DRUG:
        begin, end = kb.ints("mod_sel_start")[index : index + 2].tolist()
        rows = kb.ints("mod_sel")[begin:end]
        wanted = np.logical_or.reduce(kb.bools("sel_member")[rows], axis=0)
        items = range(int(batch.item_start[rx]), int(batch.item_start[rx + 1]))
        present = any(bool(wanted[batch.item_drug[item]]) for item in items if item not in (obj, pre))
        return present is (op is Op.PRESENT)
    if factor is Factor.CONDITION:
        if not batch.conditions_known[rx]:
            raise NotKnown(Reason.MISSING_FACT, Fact.CONDITION)
        return bool(batch.has_condition[rx, int(kb.ints("mod_condition")[index])]) is (op is Op.PRESENT)
    if factor is Factor.PRECIPITANT_DAYS:
        days = int(batch.line_days[batch.item_line[pre]])
        if days < 0:
            raise NotKnown(Reason.MISSING_FACT, Fact.DAYS)
        return _compare(Fraction(days), op, Fraction(value, 10**6))
    fact = Fact(factor.value)
    low, high = int(batch.fact_low[fact][rx]), int(batch.fact_high[fact][rx])
    holds = _compare(Fraction(low), op, Fraction(value))
    if low == MISSING or holds is not _compare(Fraction(high), op, Fraction(value)):
        raise NotKnown(Reason.MISSING_FACT, FACT_OF[int(batch.missing(fact, np.array([rx]))[0])])
    return holds


class DailyDoses(Struct, frozen=True):
    """For each item the sum over all items of its ingredient: as a float, and whether all of them are known, in one dimension."""

    total: FloatArray
    clear: BoolArray

    def compare(
        self, batch: Batch, item: IntArray, op: Op, threshold: int, dimension: int
    ) -> tuple[BoolArray, BoolArray]:
        """(holds, decided) for items: floats decide what is far from the threshold, the rest is left to exact numbers."""
        total = self.total[item]
        decided = self.clear[item] & (batch.dimension[item] == dimension)
        decided &= np.abs(total - threshold) > _CLOSE * max(abs(threshold), 1)
        holds: BoolArray = total > threshold if op in (Op.GT, Op.GE) else total < threshold
        return holds, decided


def daily_doses(batch: Batch) -> DailyDoses:
    """The daily doses of a batch."""
    first, inverse = distinct_rows(np.column_stack([batch.item_rx, batch.item_drug]))
    amount = batch.daily_num / np.maximum(batch.daily_den, 1)
    total = np.zeros(len(first), dtype=np.float64)
    np.add.at(total, inverse, amount)
    odd = np.zeros(len(first), dtype=np.bool_)
    odd[inverse[(batch.daily_den == 0) | (batch.dimension != batch.dimension[first][inverse])]] = True
    return DailyDoses(total[inverse], ~odd[inverse])


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
