"""Expected exposure by trying every corner of the ranges: slow, and nothing to do with how the engine finds the extremes."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

from rxcheck.kb.load import Knowledge
from rxcheck.kb.schema import DrugPathway, ExposureGrade, Pathway
from rxcheck.kb.terms import PathwayKind, PathwayRole
from tests.oracle.items import Item
from tests.oracle.tables import systemic_or_unknown

Range = tuple[Fraction, Fraction]


class ExposureModel:
    """The static model over one set of tables."""

    def __init__(self, knowledge: Knowledge) -> None:
        enzymes = {row.pathway_id for row in knowledge.rows(Pathway) if row.kind is PathwayKind.ENZYME}
        usual = {(row.role, row.grade): row for row in knowledge.rows(ExposureGrade)}
        self._roles: dict[str, dict[tuple[PathwayRole, str], Range]] = {}
        for row in knowledge.rows(DrugPathway):
            if row.pathway_id in enzymes:
                known = row if row.ratio_low is not None else usual[row.role, row.grade]
                assert known.ratio_low is not None and known.ratio_high is not None
                ratio = (Fraction(known.ratio_low), Fraction(known.ratio_high))
                self._roles.setdefault(row.drug_id, {})[row.role, row.pathway_id] = ratio

    def expected(self, items: list[Item]) -> dict[str, Range]:
        """Drug → least and greatest ratio, for drugs on whose enzymes another drug of the prescription acts."""
        drugs = {item.drug for item in items if systemic_or_unknown(item.route)}
        found = {}
        for drug in drugs:
            shares = {
                pathway: ratio
                for (role, pathway), ratio in self._roles.get(drug, {}).items()
                if role is PathwayRole.SUBSTRATE
            }
            activity = {pathway: self._activity(pathway, drugs - {drug}) for pathway in shares}
            if any(acting for acting, _, _ in activity.values()):
                ratios = [
                    1 / (1 + sum((share[p] * (level[p] - 1) for p in shares), Fraction(0)))
                    for share in _corners(shares)
                    for level in _choices({p: (low, high) for p, (_, low, high) in activity.items()})
                ]
                found[drug] = (min(ratios), max(ratios))
        return found

    def _activity(self, pathway: str, others: set[str]) -> tuple[bool, Fraction, Fraction]:
        """Whether anything acts on the pathway, and the least and greatest activity that is left."""
        acting = [
            (role, ratio)
            for other in others
            for (role, on), ratio in self._roles.get(other, {}).items()
            if on == pathway and role is not PathwayRole.SUBSTRATE
        ]
        levels = []
        for chosen in product(*(ratio for _, ratio in acting)):
            left, added = Fraction(1), Fraction(1)
            for (role, _), value in zip(acting, chosen, strict=True):
                left, added = (left * (1 - value), added) if role is PathwayRole.INHIBITOR else (left, added + value)
            levels.append(left * added)
        return bool(acting), min(levels), max(levels)


def _choices(ranges: dict[str, Range]) -> list[dict[str, Fraction]]:
    return [dict(zip(ranges, chosen, strict=True)) for chosen in product(*ranges.values())]


def _corners(shares: dict[str, Range]) -> list[dict[str, Fraction]]:
    """Shares at their corners, filled up in every order as far as they stay 1 together."""
    least = sum((low for low, _ in shares.values()), Fraction(0))
    if least > 1:
        return [{pathway: low / least for pathway, (low, _) in shares.items()}]
    found = []
    for order in permutations(shares):
        for count in range(len(order) + 1):
            corner, left = {pathway: low for pathway, (low, _) in shares.items()}, 1 - least
            for pathway in order[:count]:
                more = min(shares[pathway][1] - shares[pathway][0], left)
                corner[pathway] += more
                left -= more
            found.append(corner)
    return found
