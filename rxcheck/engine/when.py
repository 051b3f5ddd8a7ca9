"""The further facts of rules (`when`): whether each holds, does not, or is not known, for pairs of rule and item."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from rxcheck.engine.batch import MISSING, Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.doses import KNOWN, daily_doses
from rxcheck.engine.hits import GapList
from rxcheck.kb.compile_codes import AGE_UNIT_CODE, FACT_CODE, FACT_OF, MICRO, REASON_CODE, SEX_CODE, TERM_CODE
from rxcheck.kb.terms import PolicyKey, TermKind
from rxcheck.terms import Fact, Reason, Sex

NO, UNKNOWN, YES = 0, 1, 2
OF_FERTILITY = (Fact.PREGNANCY, Fact.LACTATION)
_AGE_UNITS = tuple(AGE_UNIT_CODE)


class States(Struct, frozen=True):
    """One entry for each term asked: NO, UNKNOWN or YES, and for UNKNOWN why and which fact is missing (codes)."""

    state: IntArray
    reason: IntArray
    fact: IntArray


class Applied(Struct, frozen=True):
    """Whether all terms of a rule hold, one entry for each pair: `holds` (all do), `open` (none fails, some are not known).

    `waiting` are (pair, reason, fact) of the first unknown term of each open pair.
    """

    holds: BoolArray
    open: BoolArray
    waiting: tuple[IntArray, IntArray, IntArray]

    def where(self, chosen: BoolArray) -> Applied:
        """Some of the pairs, numbered anew."""
        if chosen.all():
            return self
        pair, reason, fact = self.waiting
        kept, number = chosen[pair], np.cumsum(chosen) - 1
        return Applied(self.holds[chosen], self.open[chosen], (number[pair[kept]], reason[kept], fact[kept]))

    def report(self, batch: Batch, gaps: GapList, rule: IntArray, item: IntArray, chosen: BoolArray) -> None:
        """The unknown terms of those open pairs that are `chosen`, as gaps of their rule and line."""
        pair, reason, fact = self.waiting
        kept = chosen[pair]
        pair = pair[kept]
        gaps.extend(
            batch.item_rx[item[pair]],
            rule[pair],
            batch.item_line[item[pair]],
            reason[kept],
            fact[kept],
            drug=batch.item_drug[item[pair]],
        )


def applied(batch: Batch, kb: Kb, prefix: str, rule: IntArray, item: IntArray) -> Applied:
    """The `when` terms of rules (columns `<prefix>_when_…`) for items, pair by pair."""
    owner, place = expand(kb.ints(f"{prefix}_when_start"), rule)
    term = kb.ints(f"{prefix}_when_index")[place].astype(np.int64)
    found = term_states(batch, kb, term, batch.item_rx[item[owner]], item[owner])
    return _combined(len(rule), owner, found)


def applied_to_all(batch: Batch, kb: Kb, prefix: str, rule: IntArray, rx: IntArray) -> Applied:
    """The same for rules about whole prescriptions."""
    owner, place = expand(kb.ints(f"{prefix}_when_start"), rule)
    term = kb.ints(f"{prefix}_when_index")[place].astype(np.int64)
    return _combined(len(rule), owner, term_states(batch, kb, term, rx[owner], None))


def _combined(count: int, owner: IntArray, found: States) -> Applied:
    lowest = np.full(count, YES, dtype=np.int64)
    np.minimum.at(lowest, owner, found.state)
    waits = np.flatnonzero((found.state == UNKNOWN) & (lowest[owner] == UNKNOWN))
    if len(waits):  # of several unknown terms of a row the first is asked for: the others may not matter then
        waits = waits[np.concatenate(([True], owner[waits][1:] != owner[waits][:-1]))]
    return Applied(lowest == YES, lowest == UNKNOWN, (owner[waits], found.reason[waits], found.fact[waits]))


def term_states(batch: Batch, kb: Kb, term: IntArray, rx: IntArray, item: IntArray | None) -> States:
    """Whether each term holds for its prescription and item. Without items, only terms about the patient and about other
    drugs may stand."""
    count = len(term)
    state = np.full(count, NO, dtype=np.int64)
    reason = np.full(count, REASON_CODE[Reason.MISSING_FACT], dtype=np.int64)
    fact = kb.ints("w_fact")[term].astype(np.int64)
    kind = kb.ints("w_kind")[term]
    for place, name in enumerate(TERM_CODE):
        mine = np.flatnonzero(kind == place)
        if not len(mine):
            continue
        if name is TermKind.FACT:
            for code in distinct(fact[mine]).tolist():
                chosen = mine[fact[mine] == code]
                state[chosen] = _intervals(batch, kb, FACT_OF[code], term[chosen], rx[chosen])
                fact[chosen] = batch.missing(FACT_OF[code], rx[chosen])
        elif name is TermKind.CONDITION:
            state[mine] = _conditions(batch, kb, term[mine], rx[mine])
        elif name is TermKind.CO_DRUG:
            own = None if item is None else batch.item_drug[item[mine]]
            state[mine] = _co_drugs(batch, kb, term[mine], rx[mine], own)
        elif name is TermKind.STATED:
            state[mine] = _stated(batch, kb, term[mine], rx[mine])
        elif item is None:
            continue  # the lint keeps terms about lines away from rules about prescriptions
        elif name is TermKind.DAYS:
            days = batch.line_days[batch.item_line[item[mine]]]
            state[mine] = np.where(days < 0, UNKNOWN, _inside(kb, term[mine], days * MICRO, days * MICRO))
        elif name is TermKind.RELEASE:
            state[mine] = YES * ((batch.item_release[item[mine]] & kb.ints("w_bits")[term[mine]]) != 0)
        elif name is TermKind.COMBINED:
            several = batch.line_drugs[batch.item_line[item[mine]]] > 1
            state[mine] = YES * (several == (kb.ints("w_bits")[term[mine]] == 1))
        else:
            asked = (kb.ints(f"w_{name}")[term[mine]] for name in ("op", "amount", "dimension"))
            found = daily_doses(batch, item[mine], *asked)
            known = found.reason == KNOWN
            state[mine] = np.where(known, np.where(found.holds, YES, NO), UNKNOWN)
            reason[mine[~known]], fact[mine] = found.reason[~known], np.where(known, FACT_CODE[Fact.DOSE], found.fact)
    negated = kb.bools("w_negated")[term]
    state[negated] = YES - state[negated]
    return States(state, reason, fact)


def _stated(batch: Batch, kb: Kb, term: IntArray, rx: IntArray) -> IntArray:
    """What stands on the prescription; a negated term holds unless it is stated."""
    said = np.zeros(len(term), dtype=np.int64)
    fact = kb.ints("w_fact")[term]
    for code in distinct(fact).tolist():
        mine = fact == code
        said[mine] = batch.stated[FACT_OF[code]][rx[mine]]
    named = np.where(said & kb.ints("w_bits")[term], YES, NO)
    found: IntArray = np.where((said == 0) & ~kb.bools("w_negated")[term], UNKNOWN, named)
    return found


def _inside(kb: Kb, term: IntArray, value_low: IntArray, value_high: IntArray) -> IntArray:
    """YES where the values lie inside the interval of the term, NO where they lie apart from it."""
    low, high = kb.ints("w_low")[term], kb.ints("w_high")[term]
    inside = (value_low >= low) & (value_high < high)
    apart = (value_high < low) | (value_low >= high)
    found: IntArray = np.where(inside, YES, np.where(apart, NO, UNKNOWN))
    return found


def _intervals(batch: Batch, kb: Kb, fact: Fact, term: IntArray, rx: IntArray) -> IntArray:
    if fact is Fact.AGE:
        state = np.full(len(term), UNKNOWN, dtype=np.int64)
        unit = kb.ints("w_age_unit")[term]
        for code in distinct(unit).tolist():
            mine = unit == code
            low, high = batch.age_low[_AGE_UNITS[code]][rx[mine]], batch.age_high[_AGE_UNITS[code]][rx[mine]]
            state[mine] = np.where(low == MISSING, UNKNOWN, _inside(kb, term[mine], low, high))
        return state
    low, high = batch.fact_low[fact][rx], batch.fact_high[fact][rx]
    found: IntArray = np.where(low == MISSING, unknown_state(kb, fact), _inside(kb, term, low, high))
    if fact in OF_FERTILITY:
        found[~fertile(batch, kb, fact)[rx]] = NO
    return found


def unknown_state(kb: Kb, fact: Fact) -> int:
    """What a row makes of a fact that nobody knows: it waits, unless it is a result that nobody is asked for."""
    return NO if fact in kb.compiled.text.patients.unasked else UNKNOWN


def waits(kb: Kb, action: IntArray) -> BoolArray:
    """True for rows that are not assessed without what they need; those of lesser actions then say nothing."""
    least = kb.compiled.text.policy[PolicyKey.WAITING_ACTION.value]
    return np.asarray(action >= least)


def fertile(batch: Batch, kb: Kb, fact: Fact) -> BoolArray:
    """Prescriptions to which rows on pregnancy or lactation apply: it is stated, or it cannot be ruled out."""
    stated = batch.fact_low[fact] != MISSING
    male = batch.fact_low[Fact.SEX] == SEX_CODE[Sex.MALE.value]
    age = batch.fact_low[Fact.AGE]
    policy = kb.compiled.text.policy
    young = age < policy[PolicyKey.FERTILE_AGE_MIN.value] * MICRO
    old = age >= policy[PolicyKey.FERTILE_AGE_MAX.value] * MICRO
    outside = (age != MISSING) & (young | old)
    applies: BoolArray = stated | ~(male | outside)
    return applies


def _names(kb: Kb, term: int) -> IntArray:
    begin, end = kb.ints("w_names_start")[term : term + 2].tolist()
    return kb.ints("w_names_index")[begin:end]


def _conditions(batch: Batch, kb: Kb, term: IntArray, rx: IntArray) -> IntArray:
    state = np.where(batch.conditions_known[rx], NO, UNKNOWN)
    for number in distinct(term).tolist():
        mine = term == number
        has = np.logical_or.reduce(batch.has_condition[rx[mine]][:, _names(kb, number)], axis=1)
        state[np.flatnonzero(mine)[has]] = YES
    return state


def _co_drugs(batch: Batch, kb: Kb, term: IntArray, rx: IntArray, own: IntArray | None) -> IntArray:
    """Whether another ingredient of the prescription is one of those named."""
    state = np.full(len(term), NO, dtype=np.int64)
    size = len(kb.compiled.text.drugs)
    for number in distinct(term).tolist():
        wanted = np.logical_or.reduce(kb.bools("sel_member")[_names(kb, number)], axis=0)
        items = np.flatnonzero(wanted[batch.item_drug])
        least, most = np.full(len(batch), size, dtype=np.int64), np.full(len(batch), -1, dtype=np.int64)
        np.minimum.at(least, batch.item_rx[items], batch.item_drug[items])
        np.maximum.at(most, batch.item_rx[items], batch.item_drug[items])
        mine = term == number
        there = most[rx[mine]] >= 0
        if own is not None:
            there &= ~((least[rx[mine]] == own[mine]) & (most[rx[mine]] == own[mine]))
        state[mine] = YES * there
    return state
