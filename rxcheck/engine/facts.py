"""The condition kernel: one drug against one patient fact (disease, pregnancy, lactation, age, sex, organ function, laboratory)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import numpy as np

from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import IntArray, Kb
from rxcheck.engine.hits import GapList, Gaps, Hits, choose_rows
from rxcheck.engine.when import NO, OF_FERTILITY, UNKNOWN, YES, applied, fertile, unknown_state, waits
from rxcheck.kb.compile_codes import FACT_CODE, FACT_OF, MICRO
from rxcheck.kb.terms import PolicyKey
from rxcheck.terms import CheckKind, Fact, Reason


def conditions(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The condition check over a batch."""
    gaps = GapList(CheckKind.CONDITION)
    for rx, number in batch.unknown_conditions:
        gaps.add(rx, -1, -1, Reason.UNKNOWN_CONDITION, Fact.CONDITION, extra=number)
    item, rule = _applicable(batch, kb)
    held = applied(batch, kb, "cond", rule, item)
    fact = kb.ints("cond_fact")[rule]
    state = np.full(len(item), NO, dtype=np.int64)
    instead = np.zeros(len(item), dtype=np.int64)
    for code in distinct(fact).tolist():
        mask = fact == code
        name = FACT_OF[code]
        if name is Fact.CONDITION:
            state[mask] = _diseases(batch, kb, item[mask], rule[mask])
        elif name is Fact.INDICATION:
            state[mask] = _indications(batch, kb, item[mask], rule[mask])
        else:
            state[mask] = _intervals(batch, kb, name, item[mask], rule[mask])
        instead[mask] = FACT_CODE[Fact.CONDITION]
        if name not in (Fact.CONDITION, Fact.INDICATION):
            instead[mask] = batch.missing(name, batch.item_rx[item[mask]])
    # A row that is silent by decision waits for nothing, and one that merely informs does not either.
    waiting = waits(kb, kb.ints("cond_action")[rule])
    asks = (state == UNKNOWN) & (held.holds | held.open) & waiting
    gaps.extend(
        batch.item_rx[item[asks]],
        rule[asks],
        batch.item_line[item[asks]],
        Reason.MISSING_FACT,
        instead[asks],
        drug=batch.item_drug[item[asks]],
    )
    held.report(batch, gaps, rule, item, (state != NO) & waiting)
    _coverage(batch, kb, gaps)
    fires = np.flatnonzero((state == YES) & held.holds)
    about = np.column_stack([item[fires], fact[fires], kb.ints("cond_condition")[rule[fires]]])
    chosen, also = choose_rows(about, rule[fires], kb.ints("cond_action"), kb.ints("cond_severity"))
    item, rule = item[fires[chosen]], rule[fires[chosen]]
    hits = Hits(
        CheckKind.CONDITION,
        rx=batch.item_rx[item],
        rule=rule,
        action=kb.ints("cond_action")[rule],
        severity=kb.ints("cond_severity")[rule],
        modifier=np.full(len(rule), -1, dtype=np.int64),
        items=tuple((number,) for number in item.tolist()),
        also=also,
        lines=((),) * len(rule),
        observed=tuple(_observed(batch, kb, item, rule)),
        limit=(None,) * len(rule),
        extra=np.full(len(rule), -1, dtype=np.int64),
        texts=((),) * len(rule),
    )
    return hits, gaps.gaps()


def _applicable(batch: Batch, kb: Kb) -> tuple[IntArray, IntArray]:
    item, entry = expand(kb.ints("cond_start"), batch.item_drug)
    fits = (batch.item_route[item] & kb.ints("cond_routes")[entry]) != 0
    return item[fits], kb.ints("cond_index")[entry[fits]].astype(np.int64)


def _diseases(batch: Batch, kb: Kb, item: IntArray, rule: IntArray) -> IntArray:
    rx = batch.item_rx[item]
    has = batch.has_condition[rx, kb.ints("cond_condition")[rule].astype(np.int64)]
    found: IntArray = np.where(batch.conditions_known[rx], np.where(has, YES, NO), UNKNOWN)
    return found


def _indications(batch: Batch, kb: Kb, item: IntArray, rule: IntArray) -> IntArray:
    """YES where diagnoses are recorded, all are understood, and none of them is one that the drug is for."""
    rx = batch.item_rx[item]
    if not kb.compiled.text.policy[PolicyKey.MISSING_INDICATION.value]:
        return np.full(len(rx), NO, dtype=np.int64)
    state = np.where(batch.conditions_known[rx], YES, UNKNOWN)
    for row in distinct(rule).tolist():
        begin, end = kb.ints("cond_fit_start")[row : row + 2].tolist()
        mine = np.flatnonzero(rule == row)
        fits = np.logical_or.reduce(batch.has_condition[rx[mine]][:, kb.ints("cond_fit_index")[begin:end]], axis=1)
        state[mine[fits]] = NO
    unread = np.zeros(len(batch), dtype=np.bool_)
    unread[[number for number, _ in batch.unknown_conditions]] = True
    state[unread[rx]] = NO  # what nobody understood may be the one that fits: it is said by itself
    return state


def _intervals(batch: Batch, kb: Kb, fact: Fact, item: IntArray, rule: IntArray) -> IntArray:
    rx = batch.item_rx[item]
    value_low, value_high = batch.fact_low[fact][rx], batch.fact_high[fact][rx]
    low, high = kb.ints("cond_low")[rule], kb.ints("cond_high")[rule]
    known = value_low != MISSING
    inside = known & (value_low >= low) & (value_high < high)
    apart = known & ((value_high < low) | (value_low >= high))
    if fact in OF_FERTILITY:
        apart |= ~fertile(batch, kb, fact)[rx]
    found: IntArray = np.where(apart, NO, np.where(inside, YES, np.where(known, UNKNOWN, unknown_state(kb, fact))))
    return found


def _observed(batch: Batch, kb: Kb, item: IntArray, rule: IntArray) -> Iterator[Fraction | None]:
    """The value that fired each row, where it is a single one."""
    facts, rx = kb.ints("cond_fact")[rule], batch.item_rx[item]
    low, high = np.zeros(len(rule), dtype=np.int64), np.ones(len(rule), dtype=np.int64)
    for code in distinct(facts).tolist():
        fact = FACT_OF[code]
        if fact not in (Fact.CONDITION, Fact.INDICATION):
            mine = facts == code
            low[mine], high[mine] = batch.fact_low[fact][rx[mine]], batch.fact_high[fact][rx[mine]]
    for least, most in zip(low.tolist(), high.tolist(), strict=True):
        yield _value(least) if least == most else None


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
