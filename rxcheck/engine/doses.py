"""Daily doses of ingredients against amounts that rows name: exact, and asked only where they are not known."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import expand
from rxcheck.engine.compiled import BoolArray, IntArray
from rxcheck.engine.exact import Exact, Product, product, total, whole
from rxcheck.kb.compile_codes import FACT_CODE, OP_CODE, REASON_CODE
from rxcheck.kb.terms import Op
from rxcheck.terms import Fact, Reason

KNOWN = -1  # no reason why not


class Judged(Struct, frozen=True):
    """Whether each of some statements holds; where that is not known the codes of reason and fact (reason `KNOWN` elsewhere)."""

    holds: BoolArray
    reason: IntArray
    fact: IntArray


def daily_doses(batch: Batch, item: IntArray, op: IntArray, threshold: IntArray, dimension: IntArray) -> Judged:
    """Compare the sums over all items of an item's ingredient with amounts in base units of a dimension.

    Not known: an amount is not, or is of another dimension; unless what is known is above already, where that is asked.
    """
    owner, other = expand(batch.item_start, batch.item_rx[item])
    same = batch.item_drug[other] == batch.item_drug[item[owner]]
    owner, other = owner[same], other[same]
    unread = batch.daily_den[other] == 0
    strange = ~unread & (batch.dimension[other] != dimension[owner])
    counted = ~unread & ~strange
    amounts = product(Exact(batch.daily_num[other[counted]], batch.daily_den[other[counted]]).reduced())
    holds = _compared(amounts, owner[counted], op, threshold)
    reason, fact = np.full(len(item), KNOWN, dtype=np.int64), np.full(len(item), -1, dtype=np.int64)
    odd = np.flatnonzero(~counted)[::-1]  # the first is written last, and stays
    reason[owner[odd]] = np.where(unread, batch.daily_reason[other], REASON_CODE[Reason.INCOMPARABLE_UNIT])[odd]
    fact[owner[odd]] = np.where(unread, batch.daily_fact[other], FACT_CODE[Fact.DOSE])[odd]
    settled = (reason == KNOWN) | (holds & upward(op))
    return Judged(holds & settled, np.where(settled, KNOWN, reason), np.where(settled, -1, fact))


def compared(less: BoolArray, more: BoolArray, op: IntArray) -> BoolArray:
    """Whether operators (codes) hold of values that are less, more or neither than what they are compared with."""
    above = np.where(op == OP_CODE[Op.GT], more, ~less)
    below = np.where(op == OP_CODE[Op.LT], less, ~more)
    found: BoolArray = np.where(upward(op), above, below)
    return found


def upward(op: IntArray) -> BoolArray:
    """Where an operator asks for more."""
    found: BoolArray = (op == OP_CODE[Op.GT]) | (op == OP_CODE[Op.GE])
    return found


def _compared(amounts: Product, group: IntArray, op: IntArray, threshold: IntArray) -> BoolArray:
    count = len(op)
    sums = amounts.exact.totals(group, count)
    none = np.bincount(group, minlength=count) == 0
    sums.den[none] = 1
    limit = whole(threshold.astype(np.int64))
    (less, decided), (more, _) = sums.below(limit), limit.below(sums)
    for number in np.flatnonzero(~decided).tolist():
        value = total(amounts, np.flatnonzero(group == number).tolist())
        less[number], more[number] = value < int(threshold[number]), value > int(threshold[number])
    return compared(less, more, op)
