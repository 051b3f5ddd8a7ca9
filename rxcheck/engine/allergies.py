"""The allergy kernel: every recorded allergen against every item, by one look-up of a matrix."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import expand
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
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
    fired: dict[tuple[int, int], list[Fired]] = defaultdict(list)
    ranks, routes, reactions = kb.ints("alg_group_rank"), kb.ints("alg_routes"), kb.ints("alg_reactions")
    recorded = np.array(batch.allergies, dtype=np.int64).reshape(len(batch.allergies), 4)
    record, item_of = expand(batch.item_start, recorded[:, 0])
    wanted = recorded[record, 2] * size + batch.item_drug[item_of]
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    groups = np.where(keys[places] == wanted, groups_of[places], 0)
    for place in np.flatnonzero(groups > 0).tolist():
        rx, number, _, bits = recorded[record[place]].tolist()
        item, group = int(item_of[place]), int(groups[place])
        rules = values[start[group] : start[group + 1]]
        fits = (reactions[rules] & bits != 0) & (routes[rules] & int(batch.item_route[item]) != 0)
        if fits.any():
            # The nearest of the rows that hold for this record displace the others.
            fits &= ranks[start[group] : start[group + 1]] == ranks[start[group] : start[group + 1]][fits].max()
        for rule in rules[fits].tolist():
            fired[item, number].append(Fired(rx, rule, (item,), extra=number))
    ordered = [fired[key] for key in sorted(fired)]
    return choose(CheckKind.ALLERGY, ordered, kb.ints("alg_action"), kb.ints("alg_severity")), gaps.gaps()
