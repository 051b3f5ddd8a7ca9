"""Facts that change the verdict of an interaction row: dose, route, age, renal function, a protecting co-drug, …"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.doses import KNOWN, Judged, compared, daily_doses
from rxcheck.engine.hits import GapList
from rxcheck.kb.compile_codes import FACT_CODE, FACTOR_CODE, MICRO, OP_CODE, REASON_CODE
from rxcheck.kb.terms import Factor, Op
from rxcheck.terms import Fact, Reason

_FACTORS = tuple(FACTOR_CODE)
_OF_OBJECT = (Factor.OBJECT_ROUTE, Factor.OBJECT_DAILY_DOSE)


class _Pairs(Struct, frozen=True):
    """One entry for each modifier of a candidate row: the modifier, and the items (object, precipitant) that it is about."""

    index: IntArray
    obj: IntArray
    pre: IntArray

    def where(self, places: IntArray) -> _Pairs:
        return _Pairs(self.index[places], self.obj[places], self.pre[places])

    def item(self, factor: Factor) -> IntArray:
        return self.obj if factor in _OF_OBJECT else self.pre


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
    waits = np.flatnonzero((found.reason != KNOWN) & (np.arange(len(row)) < first[row]))
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


def modifier_states(batch: Batch, kb: Kb, rule: int, obj: int, pre: int) -> tuple[IntArray, Judged]:
    """The modifiers of one row in the order in which they are tried, and whether each holds for two items."""
    begin, end = kb.ints("mod_start")[rule : rule + 2].tolist()
    index = kb.ints("mod_index")[begin:end].astype(np.int64)
    sides = (np.full(len(index), item, dtype=np.int64) for item in (obj, pre))
    return index, _states(batch, kb, _Pairs(index, *sides))


def _states(batch: Batch, kb: Kb, pairs: _Pairs) -> Judged:
    """The state of every pair, factor by factor."""
    count = len(pairs.index)
    holds = np.zeros(count, dtype=np.bool_)
    reason, fact = np.full(count, KNOWN, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    factors = kb.ints("mod_factor")[pairs.index]
    for code in distinct(factors).tolist():
        mine = np.flatnonzero(factors == code)
        found = _of_factor(batch, kb, _FACTORS[code], pairs.where(mine))
        holds[mine], reason[mine], fact[mine] = found.holds, found.reason, found.fact
    return Judged(holds, reason, fact)


def _of_factor(batch: Batch, kb: Kb, factor: Factor, pairs: _Pairs) -> Judged:
    op, value, rx = kb.ints("mod_op")[pairs.index], kb.ints("mod_value")[pairs.index], batch.item_rx[pairs.obj]
    wanted = op == OP_CODE[Op.PRESENT]
    if factor in (Factor.OBJECT_ROUTE, Factor.PRECIPITANT_ROUTE):
        item = pairs.item(factor)
        fits = (batch.item_route[item] & kb.ints("mod_routes")[pairs.index]) != 0
        return _known(fits, batch.line_route_known[batch.item_line[item]], Fact.ROUTE)
    if factor in (Factor.OBJECT_DAILY_DOSE, Factor.PRECIPITANT_DAILY_DOSE):
        return daily_doses(batch, pairs.item(factor), op, value, kb.ints("mod_dimension")[pairs.index])
    if factor is Factor.CO_DRUG:
        return _known(_co_drugs(batch, kb, pairs) == wanted, np.ones(len(rx), dtype=np.bool_), Fact.DRUG)
    if factor is Factor.CONDITION:
        has = batch.has_condition[rx, kb.ints("mod_condition")[pairs.index]]
        return _known(has == wanted, batch.conditions_known[rx], Fact.CONDITION)
    if factor is Factor.PRECIPITANT_DAYS:
        days = batch.line_days[batch.item_line[pairs.pre]]
        return _known(compared(days * MICRO < value, days * MICRO > value, op), days >= 0, Fact.DAYS)
    fact = Fact(factor.value)
    low, high = batch.fact_low[fact][rx], batch.fact_high[fact][rx]
    holds = compared(low < value, low > value, op)
    known = (low != MISSING) & (holds == compared(high < value, high > value, op))
    return _known(holds, known, batch.missing(fact, rx))


def _known(holds: BoolArray, known: BoolArray, fact: Fact | IntArray) -> Judged:
    """What holds where it is known; the fact is missing elsewhere."""
    asked = FACT_CODE[fact] if isinstance(fact, Fact) else fact
    reason: IntArray = np.where(known, KNOWN, REASON_CODE[Reason.MISSING_FACT])
    return Judged(holds & known, reason, np.where(known, -1, asked))


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
