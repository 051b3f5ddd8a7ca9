"""The set kernel: class counts and burden sums over a prescription."""

from __future__ import annotations

import itertools

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct, expand
from rxcheck.engine.compiled import SYSTEMIC_BITS, IntArray, Kb
from rxcheck.engine.hits import GapList, Gaps, Hits
from rxcheck.engine.when import NO, UNKNOWN, YES, applied_to_all, term_states, waits
from rxcheck.terms import CheckKind


def sets(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The set check over a batch."""
    gaps = GapList(CheckKind.SET)
    item = np.flatnonzero((batch.item_route & SYSTEMIC_BITS) != 0)
    rule, rx, points = _in_reach(batch, kb, item)
    fires = _fulfilled(batch, kb, rule, rx, points, gaps)
    fires = fires[kb.ints("set_action")[rule[fires]] > 0]
    fires = fires[np.lexsort((rule[fires], rx[fires]))]
    rule, rx = rule[fires], rx[fires]
    hits = Hits(
        CheckKind.SET,
        rx=rx,
        rule=rule,
        action=kb.ints("set_action")[rule],
        severity=kb.ints("set_severity")[rule],
        modifier=np.full(len(rule), -1, dtype=np.int64),
        items=_items(batch, kb, item, rule, rx),
        also=((),) * len(rule),
    )
    return hits, gaps.gaps()


def facts_of_set(batch: Batch, kb: Kb, rule: int, rx: int) -> tuple[IntArray, IntArray]:
    """The terms of a set on facts of the patient, and their states for one prescription."""
    facts = kb.ints("term_fact")[(kb.ints("term_rule") == rule) & (kb.ints("term_fact") >= 0)].astype(np.int64)
    return facts, term_states(batch, kb, facts, np.full(len(facts), rx), None).state


def _terms_of_sets(kb: Kb, terms: IntArray) -> tuple[IntArray, IntArray]:
    """These terms as lists by set: (offsets, terms)."""
    rule = kb.ints("term_rule")[terms]
    order = np.argsort(rule, kind="stable")
    return np.searchsorted(rule[order], np.arange(len(kb.ints("set_action")) + 1)), terms[order]


def _in_reach(batch: Batch, kb: Kb, item: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """(set, prescription, points of its drugs) wherever enough drugs stand and their points would be enough if all facts of the patient
    gave theirs. Most sets are out of reach of most prescriptions whatever the patient is like."""
    counts = counts_of_terms(batch, kb, item)
    start, of_set = _terms_of_sets(kb, np.arange(len(kb.ints("term_rule"))))
    worth, least, fact = kb.ints("term_points"), kb.ints("term_min_count"), kb.ints("term_fact")
    found: list[tuple[IntArray, IntArray, IntArray]] = []
    for rule in np.flatnonzero(start[1:] > start[:-1]).tolist():
        terms = of_set[start[rule] : start[rule + 1]]
        of_drugs = terms[fact[terms] < 0]
        gained = int(worth[terms[fact[terms] >= 0]].sum())
        points = np.zeros(len(batch), dtype=np.int64)
        holds = np.ones(len(batch), dtype=np.bool_)
        for term in of_drugs.tolist():
            holds &= counts[term] >= least[term]
            points += counts[term] * worth[term]
        holds &= points + gained >= int(kb.ints("set_min_points")[rule])
        rx = np.flatnonzero(holds)
        found.append((np.full(len(rx), rule, dtype=np.int64), rx, points[rx]))
    if not found:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    rules, rxs, gains = zip(*found, strict=True)
    return np.concatenate(rules), np.concatenate(rxs), np.concatenate(gains)


def counts_of_terms(batch: Batch, kb: Kb, item: IntArray) -> IntArray:
    """How many distinct ingredients of each prescription each term selects, (terms, prescriptions)."""
    drugs, terms = len(kb.compiled.text.drugs), len(kb.ints("term_rule"))
    held = distinct(batch.item_rx[item] * drugs + batch.item_drug[item])
    rx, drug = held // drugs, held % drugs
    used = distinct(drug)
    of_drugs = np.flatnonzero(kb.ints("term_fact") < 0)
    selected = kb.bools("sel_member")[kb.ints("term_selector")[of_drugs]][:, used]
    place, term = np.nonzero(selected.T)
    owner, row = expand(np.searchsorted(place, np.arange(len(used) + 1)), np.searchsorted(used, drug))
    key = of_drugs[term[row]] * len(batch) + rx[owner]
    return np.bincount(key, minlength=terms * len(batch)).reshape(terms, len(batch))


def _fulfilled(batch: Batch, kb: Kb, rule: IntArray, rx: IntArray, points: IntArray, gaps: GapList) -> IntArray:
    """The pairs with enough points, facts of the patient included, to which the rule applies.

    What is not known is reported where the points could be enough with it.
    """
    start, terms = _terms_of_sets(kb, np.flatnonzero(kb.ints("term_fact") >= 0))
    owner, place = expand(start, rule)
    asked, worth = kb.ints("term_fact")[terms[place]].astype(np.int64), kb.ints("term_points")[terms[place]]
    found = term_states(batch, kb, asked, rx[owner], None)
    sure, possible = points.copy(), points.copy()
    np.add.at(sure, owner, worth * (found.state == YES))
    np.add.at(possible, owner, worth * (found.state != NO))
    held = applied_to_all(batch, kb, "set", rule, rx)
    needed = kb.ints("set_min_points")[rule]
    in_reach = (possible >= needed) & (held.holds | held.open) & waits(kb, kb.ints("set_action")[rule])
    mine = (in_reach & (sure < needed))[owner] & (found.state == UNKNOWN)
    gaps.extend(rx[owner[mine]], rule[owner[mine]], -1, found.reason[mine], found.fact[mine])
    pair, reason, fact = held.waiting
    kept = in_reach[pair]
    gaps.extend(rx[pair[kept]], rule[pair[kept]], -1, reason[kept], fact[kept])
    return np.flatnonzero((sure >= needed) & held.holds)


def _items(batch: Batch, kb: Kb, item: IntArray, rule: IntArray, rx: IntArray) -> tuple[tuple[int, ...], ...]:
    """For each set and prescription those of the items that a term of the set selects."""
    start, terms = _terms_of_sets(kb, np.flatnonzero(kb.ints("term_fact") < 0))
    fired, drugs = distinct(rule), len(kb.compiled.text.drugs)
    selected = np.zeros((len(fired), drugs), dtype=np.bool_)
    for place, number in enumerate(fired.tolist()):
        selectors = kb.ints("term_selector")[terms[start[number] : start[number + 1]]]
        selected[place] = np.logical_or.reduce(kb.bools("sel_member")[selectors], axis=0)
    begin = np.searchsorted(batch.item_rx[item], np.arange(len(batch) + 1))
    owner, at = expand(begin, rx)
    fits = selected[np.searchsorted(fired, rule)[owner], batch.item_drug[item[at]]]
    owner, mine = owner[fits], item[at[fits]].tolist()
    ends = np.searchsorted(owner, np.arange(len(rule) + 1)).tolist()
    return tuple(tuple(mine[one:two]) for one, two in itertools.pairwise(ends))
