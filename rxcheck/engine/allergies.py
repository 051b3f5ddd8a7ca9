"""The allergy kernel: every recorded allergen against every item, by one look-up of a matrix."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import expand
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import GapList, Gaps, Hits, choose_rows
from rxcheck.terms import CheckKind, Fact, Reason


def allergies(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The allergy check over a batch."""
    gaps = GapList(CheckKind.ALLERGY)
    silent = ~batch.allergies_known[batch.item_rx]
    gaps.extend(batch.item_rx[silent], -1, batch.item_line[silent], Reason.MISSING_FACT, Fact.ALLERGY)
    for rx, number in batch.unknown_allergens:
        gaps.add(rx, -1, -1, Reason.UNKNOWN_ALLERGEN, Fact.ALLERGY, extra=number)
    keys, groups_of = kb.ints("alg_key"), kb.ints("alg_group")
    size = len(kb.drug_code)
    start, values = kb.ints("alg_group_start"), kb.ints("alg_group_value")
    ranks, routes, reactions = kb.ints("alg_group_rank"), kb.ints("alg_routes"), kb.ints("alg_reactions")
    recorded = np.array(batch.allergies, dtype=np.int64).reshape(len(batch.allergies), 4)
    record, item_of = expand(batch.item_start, recorded[:, 0])
    wanted = recorded[record, 2] * size + batch.item_drug[item_of]
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    group = np.where(keys[places] == wanted, groups_of[places], 0)
    found = np.flatnonzero(group > 0)
    pair, entry = expand(start, group[found])
    pair, rule = found[pair], values[entry].astype(np.int64)
    fits = (reactions[rule] & recorded[record[pair], 3]) != 0
    fits &= (routes[rule] & batch.item_route[item_of[pair]]) != 0
    pair, entry, rule = pair[fits], entry[fits], rule[fits]
    # The nearest of the rows that hold for a record displace the others.
    nearest = np.full(len(record), np.iinfo(np.int64).min, dtype=np.int64)
    np.maximum.at(nearest, pair, ranks[entry].astype(np.int64))
    near = ranks[entry] == nearest[pair]
    item, number, rule = item_of[pair[near]], recorded[record[pair[near]], 1], rule[near]
    chosen, also = choose_rows(np.column_stack([item, number]), rule, kb.ints("alg_action"), kb.ints("alg_severity"))
    item, number, rule = item[chosen], number[chosen], rule[chosen]
    hits = Hits(
        CheckKind.ALLERGY,
        rx=batch.item_rx[item],
        rule=rule,
        action=kb.ints("alg_action")[rule],
        severity=kb.ints("alg_severity")[rule],
        modifier=np.full(len(rule), -1, dtype=np.int64),
        items=tuple(zip(item.tolist(), strict=True)),
        also=also,
        extra=number,
    )
    return hits, gaps.gaps()
