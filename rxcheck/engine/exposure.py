"""Expected exposure of one drug under all inhibitors and inducers on its prescription: the static model in vivo.

With CR the share of a drug's oral clearance that an enzyme takes, IR the share of the enzyme's activity that an inhibitor takes
away and IC how many times an inducer adds to it, the ratio of exposure (AUC with to AUC without) is

    1 / (1 + Σ over enzymes of CR · (Π(1 − IR) · (1 + Σ IC) − 1))

For one inhibitor of one enzyme this is 1 / (1 − CR · IR), the framework of Ohno, Hisaka and Suzuki (Clin Pharmacokinet 2007;46:681),
for one inducer 1 / (1 + CR · IC) (Ohno et al., 2008); that the factors of several perpetrators multiply is our reading of it.
Every ratio is a range, so the answer is one: the least and the greatest that the ranges allow, shares never above 1 together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import SYSTEMIC_BITS, Kb
from rxcheck.kb.compile_codes import GRADE_OF, MICRO, ROLE_OF
from rxcheck.kb.terms import PathwayRole, RoleGrade

Range = tuple[Fraction, Fraction]


class Acting(Struct, frozen=True):
    """A drug (code) that changes the activity of a pathway (number), and by how much."""

    drug: int
    pathway: int
    role: PathwayRole
    grade: RoleGrade
    ratio: Range


class Expected(Struct, frozen=True):
    """The expected ratio of exposure of a drug (code), the items that hold it, and what acts on its pathways."""

    rx: int
    drug: int
    items: tuple[int, ...]
    low: Fraction
    high: Fraction
    acting: tuple[Acting, ...]


def expected_exposure(batch: Batch, kb: Kb) -> list[Expected]:
    """Of every prescription the drugs with something that acts on an enzyme of theirs, in the order of their codes."""
    start = kb.ints("role_start")
    has_role = start[1:] > start[:-1]
    systemic = (batch.item_route & SYSTEMIC_BITS) != 0
    found = []
    for rx in range(len(batch)):
        begin, end = int(batch.item_start[rx]), int(batch.item_start[rx + 1])
        items = [item for item in range(begin, end) if systemic[item] and has_role[batch.item_drug[item]]]
        drugs = sorted({int(batch.item_drug[item]) for item in items})
        if len(drugs) < 2:
            continue
        acting = [role for drug in drugs for role in _roles(kb, drug)]
        for drug in drugs:
            shares = [role for role in acting if role.drug == drug and role.role is PathwayRole.SUBSTRATE]
            mine = {role.pathway for role in shares}
            others = tuple(
                role
                for role in acting
                if role.drug != drug and role.role is not PathwayRole.SUBSTRATE and role.pathway in mine
            )
            if others:
                low, high = ratio_of(shares, others)
                holding = tuple(item for item in items if int(batch.item_drug[item]) == drug)
                found.append(Expected(rx, drug, holding, low, high, others))
    return found


def _roles(kb: Kb, drug: int) -> Iterable[Acting]:
    start = kb.ints("role_start")
    for row in kb.ints("role_index")[start[drug] : start[drug + 1]].tolist():
        yield Acting(
            drug,
            int(kb.ints("role_pathway")[row]),
            ROLE_OF[int(kb.ints("role_role")[row])],
            GRADE_OF[int(kb.ints("role_grade")[row])],
            (Fraction(int(kb.ints("role_low")[row]), MICRO), Fraction(int(kb.ints("role_high")[row]), MICRO)),
        )


def ratio_of(shares: Sequence[Acting], others: Sequence[Acting]) -> Range:
    """The least and greatest ratio of exposure; finite, because no share is 1 (the lint holds that).

    Least shares that add up to more than the whole clearance are scaled down to it.
    """
    changes = []
    together = max(Fraction(1), sum((share.ratio[0] for share in shares), Fraction(0)))
    for share in shares:
        low = high = Fraction(1)
        added_low = added_high = Fraction(0)
        for other in others:
            if other.pathway == share.pathway and other.role is PathwayRole.INHIBITOR:
                low, high = low * (1 - other.ratio[1]), high * (1 - other.ratio[0])
            elif other.pathway == share.pathway:
                added_low, added_high = added_low + other.ratio[0], added_high + other.ratio[1]
        mine = share.ratio if together == 1 else (share.ratio[0] / together, share.ratio[0] / together)
        changes.append((mine, low * (1 + added_low) - 1, high * (1 + added_high) - 1))
    slowest = _clearance([(share, change) for share, change, _ in changes], sign=-1)
    fastest = _clearance([(share, change) for share, _, change in changes], sign=1)
    return 1 / fastest, 1 / slowest


def _clearance(parts: list[tuple[Range, Fraction]], sign: int) -> Fraction:
    """The extreme of 1 + Σ share · change in the direction of `sign`, with the shares within their ranges and 1 together."""
    total = Fraction(1)
    left = Fraction(1) - sum((share[0] for share, _ in parts), Fraction(0))
    for (low, high), change in sorted(parts, key=lambda part: -sign * part[1]):
        share = low
        if sign * change > 0 and left > 0:
            share += min(high - low, left)
            left -= share - low
        total += share * change
    return total
