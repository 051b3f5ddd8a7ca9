"""The condition kernel: one drug against one patient fact (disease, pregnancy, lactation, age, sex, organ function, laboratory)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import IntArray, Kb
from rxcheck.engine.hits import GapList, Gaps, Hits, choose_rows
from rxcheck.engine.when import NO, OF_FERTILITY, UNKNOWN, YES, applied, fertile, unknown_state, waits
from rxcheck.kb.compile_codes import FACT_CODE, FACT_OF, MICRO
from rxcheck.kb.terms import PolicyKey
from rxcheck.terms import CheckKind, Fact, Reason

_DISEASE, _INDICATION = FACT_CODE[Fact.CONDITION], FACT_CODE[Fact.INDICATION]


class _Values(Struct, frozen=True):
    """The lowest and highest values of all facts, (facts, prescriptions), and the row of each fact by its code."""

    row: IntArray
    low: IntArray
    high: IntArray

    @classmethod
    def of(cls, batch: Batch) -> _Values:
        facts = list(batch.fact_low)
        row = np.zeros(len(FACT_OF), dtype=np.int64)
        row[[FACT_CODE[fact] for fact in facts]] = np.arange(len(facts))
        low, high = ([column[fact] for fact in facts] for column in (batch.fact_low, batch.fact_high))
        return cls(row, np.array(low), np.array(high))

    def range(self, fact: IntArray, rx: IntArray) -> tuple[IntArray, IntArray]:
        """Those of facts and prescriptions, pair by pair."""
        row = self.row[fact]
        return self.low[row, rx], self.high[row, rx]


def conditions(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The condition check over a batch."""
    gaps = GapList(CheckKind.CONDITION)
    for rx, number in batch.unknown_conditions:
        gaps.add(rx, -1, -1, Reason.UNKNOWN_CONDITION, Fact.CONDITION, extra=number)
    item, rule = _applicable(batch, kb)
    values = _Values.of(batch)
    state = _states(batch, kb, values, item, rule)
    possible = np.flatnonzero(state != NO)
    item, rule, state = item[possible], rule[possible], state[possible]
    held = applied(batch, kb, "cond", rule, item)
    # A row that is silent by decision waits for nothing, and one that merely informs does not either.
    waiting = waits(kb, kb.ints("cond_action")[rule])
    asks = np.flatnonzero((state == UNKNOWN) & (held.holds | held.open) & waiting)
    about = item[asks]
    gaps.extend(
        batch.item_rx[about],
        rule[asks],
        batch.item_line[about],
        Reason.MISSING_FACT,
        _missing(batch, kb, about, rule[asks]),
        drug=batch.item_drug[about],
    )
    held.report(batch, gaps, rule, item, waiting)
    _coverage(batch, kb, gaps)
    fires = np.flatnonzero((state == YES) & held.holds)
    item, rule = item[fires], rule[fires]
    subject = np.column_stack([item, kb.ints("cond_fact")[rule], kb.ints("cond_condition")[rule]])
    chosen, also = choose_rows(subject, rule, kb.ints("cond_action"), kb.ints("cond_severity"))
    item, rule = item[chosen], rule[chosen]
    hits = Hits(
        CheckKind.CONDITION,
        rx=batch.item_rx[item],
        rule=rule,
        action=kb.ints("cond_action")[rule],
        severity=kb.ints("cond_severity")[rule],
        modifier=np.full(len(rule), -1, dtype=np.int64),
        items=tuple(zip(item.tolist(), strict=True)),
        also=also,
        observed=_observed(kb, values, batch.item_rx[item], rule),
    )
    return hits, gaps.gaps()


def _applicable(batch: Batch, kb: Kb) -> tuple[IntArray, IntArray]:
    item, entry = expand(kb.ints("cond_start"), batch.item_drug)
    fits = np.flatnonzero(batch.item_route[item] & kb.ints("cond_routes")[entry])
    return item[fits], kb.ints("cond_index")[entry[fits]].astype(np.int64)


def row_states(batch: Batch, kb: Kb, item: IntArray, rule: IntArray) -> IntArray:
    """NO, UNKNOWN or YES for what each row asks of the patient (routes and further terms aside), pair by pair of item and row."""
    return _states(batch, kb, _Values.of(batch), item, rule).astype(np.int64)


def _states(batch: Batch, kb: Kb, values: _Values, item: IntArray, rule: IntArray) -> IntArray:
    """NO, UNKNOWN or YES for every pair of item and row."""
    rx, fact = batch.item_rx[item], kb.ints("cond_fact")[rule]
    state = np.empty(len(item), dtype=np.int8)
    disease, indication = fact == _DISEASE, fact == _INDICATION
    mine = np.flatnonzero(disease)
    state[mine] = _diseases(batch, kb, rx[mine], rule[mine])
    mine = np.flatnonzero(indication)
    state[mine] = _indications(batch, kb, rx[mine], rule[mine])
    mine = np.flatnonzero(~(disease | indication))
    state[mine] = _intervals(batch, kb, values, rx[mine], rule[mine])
    return state


def _diseases(batch: Batch, kb: Kb, rx: IntArray, rule: IntArray) -> IntArray:
    has = batch.has_condition[rx, kb.ints("cond_condition")[rule]]
    found: IntArray = np.where(batch.conditions_known[rx], np.where(has, YES, NO), UNKNOWN)
    return found


def _indications(batch: Batch, kb: Kb, rx: IntArray, rule: IntArray) -> IntArray:
    """YES where diagnoses are recorded, all are understood, and none of them is one that the drug is for."""
    if not kb.compiled.text.policy[PolicyKey.MISSING_INDICATION.value]:
        return np.full(len(rx), NO, dtype=np.int64)
    state = np.where(batch.conditions_known[rx], YES, UNKNOWN)
    pair, place = expand(kb.ints("cond_fit_start"), rule)
    fits = batch.has_condition[rx[pair], kb.ints("cond_fit_index")[place]]
    state[pair[fits]] = NO
    unread = np.zeros(len(batch), dtype=np.bool_)
    unread[[number for number, _ in batch.unknown_conditions]] = True
    state[unread[rx]] = NO  # what nobody understood may be the one that fits: it is said by itself
    return state


def _intervals(batch: Batch, kb: Kb, values: _Values, rx: IntArray, rule: IntArray) -> IntArray:
    fact = kb.ints("cond_fact")[rule]
    value_low, value_high = values.range(fact, rx)
    known = value_low != MISSING
    low, high = kb.ints("cond_low")[rule], kb.ints("cond_high")[rule]
    inside = (value_low >= low) & (value_high < high)
    apart = (value_high < low) | (value_low >= high)
    if_unknown = np.array([unknown_state(kb, name) for name in FACT_OF])[fact]
    found: IntArray = np.where(known, np.where(apart, NO, np.where(inside, YES, UNKNOWN)), if_unknown)
    for name in OF_FERTILITY:
        mine = np.flatnonzero(fact == FACT_CODE[name])
        found[mine[~fertile(batch, kb, name)[rx[mine]]]] = NO
    return found


def _missing(batch: Batch, kb: Kb, item: IntArray, rule: IntArray) -> IntArray:
    """The fact to ask for (its code) where that of a row is not known."""
    rx, fact = batch.item_rx[item], kb.ints("cond_fact")[rule].astype(np.int64)
    fact[fact == _INDICATION] = _DISEASE
    for name in batch.lacking:
        mine = np.flatnonzero(fact == FACT_CODE[name])
        fact[mine] = batch.missing(name, rx[mine])
    return fact


def _observed(kb: Kb, values: _Values, rx: IntArray, rule: IntArray) -> tuple[Fraction | None, ...]:
    """The value that fired each row, where it is a single one."""
    fact = kb.ints("cond_fact")[rule]
    mine = np.flatnonzero((fact != _DISEASE) & (fact != _INDICATION))
    low, high = values.range(fact[mine], rx[mine])
    mine, low = mine[low == high], low[low == high]
    single = distinct(low)
    # None stands first among the values.
    place = np.zeros(len(rule), dtype=np.int64)
    place[mine] = 1 + np.searchsorted(single, low)
    observed = [None, *map(_value, single.tolist())]
    return tuple(map(observed.__getitem__, place.tolist()))


@lru_cache(maxsize=1 << 14)
def _value(micro: int) -> Fraction:
    return Fraction(micro, MICRO)


def _coverage(batch: Batch, kb: Kb, gaps: GapList) -> None:
    """Drugs without any row for a fact that matters in this patient."""
    covered = kb.bools("cov_covered")
    for row, code in enumerate(kb.ints("cov_fact").tolist()):
        fact = FACT_OF[code]
        low, high = int(kb.ints("cov_low")[row]), int(kb.ints("cov_high")[row])
        value_low, value_high = batch.fact_low[fact][batch.item_rx], batch.fact_high[fact][batch.item_rx]
        bare = (value_low != MISSING) & (value_low >= low) & (value_high < high)
        bare &= ~covered[row][batch.item_drug] & kb.is_drug[batch.item_drug]
        gaps.extend(batch.item_rx[bare], -1, batch.item_line[bare], Reason.NO_RULE, fact, drug=batch.item_drug[bare])
