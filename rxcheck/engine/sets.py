"""The set kernel: class counts and burden sums over a prescription."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct_rows
from rxcheck.engine.compiled import SYSTEMIC_BITS, IntArray, Kb
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
from rxcheck.engine.when import NO, UNKNOWN, YES, applied_to_all, term_states, waits
from rxcheck.terms import CheckKind


def sets(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The set check over a batch."""
    systemic = (batch.item_route & SYSTEMIC_BITS) != 0
    item = np.flatnonzero(systemic)
    rx, drug = batch.item_rx[item], batch.item_drug[item]
    # Distinct ingredients: the first item of each stands for it in the counts.
    first, _ = distinct_rows(np.column_stack([rx, drug]))
    unique_rx, unique_drug = rx[first], drug[first]
    terms: dict[int, list[int]] = {}
    for term, rule in enumerate(kb.ints("term_rule").tolist()):
        terms.setdefault(rule, []).append(term)
    member = kb.bools("sel_member")
    gaps = GapList(CheckKind.SET)
    subjects: list[list[Fired]] = []
    for rule, numbers in terms.items():
        points = np.zeros(len(batch), dtype=np.int64)
        holds = np.ones(len(batch), dtype=np.bool_)
        matched = np.zeros(len(item), dtype=np.bool_)
        for term in numbers:
            if kb.ints("term_fact")[term] >= 0:
                continue
            selected = member[int(kb.ints("term_selector")[term])]
            count = np.bincount(unique_rx[selected[unique_drug]], minlength=len(batch))
            holds &= count >= int(kb.ints("term_min_count")[term])
            points += count * int(kb.ints("term_points")[term])
            matched |= selected[drug]
        # Most sets are out of reach of most prescriptions whatever the patient is like.
        gained = int(kb.ints("term_points")[[term for term in numbers if kb.ints("term_fact")[term] >= 0]].sum())
        holds &= points + gained >= int(kb.ints("set_min_points")[rule])
        in_reach = np.flatnonzero(holds)
        for number in _fulfilled(batch, kb, rule, numbers, points, in_reach, gaps) if len(in_reach) else ():
            subjects.append([Fired(number, rule, tuple(item[matched & (rx == number)].tolist()))])
    subjects.sort(key=lambda subject: (subject[0].rx, subject[0].rule))
    return choose(CheckKind.SET, subjects, kb.ints("set_action"), kb.ints("set_severity")), gaps.gaps()


def facts_of_set(batch: Batch, kb: Kb, rule: int, rx: int) -> tuple[IntArray, IntArray]:
    """The terms of a set on facts of the patient, and their states for one prescription."""
    facts = kb.ints("term_fact")[(kb.ints("term_rule") == rule) & (kb.ints("term_fact") >= 0)].astype(np.int64)
    return facts, term_states(batch, kb, facts, np.full(len(facts), rx), None).state


def _fulfilled(
    batch: Batch, kb: Kb, rule: int, terms: list[int], points: IntArray, rx: IntArray, gaps: GapList
) -> list[int]:
    """The prescriptions with enough points, facts of the patient included, to which the rule applies.

    What is not known is reported where the points could be enough with it.
    """
    needed = int(kb.ints("set_min_points")[rule])
    sure, possible = points[rx], points[rx].copy()
    of_patient = [term for term in terms if kb.ints("term_fact")[term] >= 0]
    asked = []
    for term in of_patient:
        worth = int(kb.ints("term_points")[term])
        found = term_states(batch, kb, np.full(len(rx), kb.ints("term_fact")[term], dtype=np.int64), rx, None)
        sure = sure + worth * (found.state == YES)
        possible = possible + worth * (found.state != NO)
        asked.append(found)
    held = applied_to_all(batch, kb, "set", np.full(len(rx), rule, dtype=np.int64), rx)
    waiting = bool(waits(kb, kb.ints("set_action")[rule : rule + 1])[0])
    in_reach = (possible >= needed) & (held.holds | held.open) & waiting
    short = in_reach & (sure < needed)
    for found in asked:
        mine = short & (found.state == UNKNOWN)
        gaps.extend(rx[mine], rule, -1, found.reason[mine], found.fact[mine])
    pair, reason, fact = held.waiting
    kept = in_reach[pair]
    gaps.extend(rx[pair[kept]], rule, -1, reason[kept], fact[kept])
    fires: list[int] = rx[(sure >= needed) & held.holds].tolist()
    return fires
