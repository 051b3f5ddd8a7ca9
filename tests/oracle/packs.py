"""Packs beside the tables, one prescription at a time: grades of a pair, and what only packs flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rxcheck.kb.packs import Pack, PackEntry
from rxcheck.kb.schema import PairRule, SourceGrade
from rxcheck.kb.terms import RuleAction
from rxcheck.terms import Action, Route, Severity
from tests.oracle.interactions import InteractionCheck
from tests.oracle.items import Item
from tests.oracle.results import OracleFinding
from tests.oracle.tables import route_fits

Grade = tuple[str, str, str]  # pack, grade, locator


@dataclass(frozen=True)
class PackFinding:
    """An interaction finding with what the packs say; for one of a pack `silent` are the rows that keep silent."""

    rule_id: str
    action: Action
    severity: Severity
    lines: tuple[str, ...]
    drugs: tuple[str, ...]
    also: tuple[str, ...]
    silent: tuple[str, ...]
    grades: frozenset[Grade]


@dataclass
class _Pair:
    """Two items and what each pack says of them: (grade, entry), gravest first, one for each grade."""

    first: Item
    second: Item
    told: dict[str, list[tuple[SourceGrade, PackEntry]]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[str, str]:
        return self.first.line.id, self.second.line.id

    @property
    def drugs(self) -> tuple[str, ...]:
        return tuple(sorted((self.first.drug, self.second.drug)))

    @property
    def grades(self) -> list[Grade]:
        return [(pack, grade.grade, entry.locator) for pack, found in self.told.items() for grade, entry in found]


class PackCheck:
    """All packs against one prescription at a time."""

    def __init__(
        self,
        interactions: InteractionCheck,
        packs: Sequence[Pack],
        grades: Sequence[SourceGrade],
        usual: Mapping[str, Route],
    ) -> None:
        self._usual = usual
        self._interactions = interactions
        self._packs = packs
        self._grades: Mapping[tuple[str, str], SourceGrade] = {(row.scale, row.grade): row for row in grades}

    def check(self, items: Sequence[Item], found: set[OracleFinding], own: Sequence[PairRule]) -> set[PackFinding]:
        """`found` are the interaction findings of the tables, `own` all their rows but incompatibilities."""
        rows = {row.rule_id for row in own}
        beside: dict[OracleFinding, dict[tuple[str, str], Grade]] = {
            finding: {} for finding in found if finding.rule_id in rows
        }
        alone: dict[tuple[tuple[str, str], str, bool], list[PackFinding]] = {}
        for pair in self._pairs(items):
            fitting = [reading.row for reading in self._interactions._candidates(own, pair.first, pair.second)]
            ids = {row.rule_id for row in fitting}
            mine = [finding for finding in beside if finding.lines == pair.lines and finding.rule_id in ids]
            same = [finding for finding in mine if tuple(sorted(finding.drugs)) == pair.drugs]
            for finding in same or mine:
                for grade in pair.grades:
                    beside[finding].setdefault(grade[:2], grade)
            if not mine:
                silent = {row.rule_id for row in fitting if row.action is RuleAction.NONE} or ids
                made = self._alone(pair, silent)
                if made is not None:
                    alone.setdefault((pair.lines, made.rule_id, bool(silent)), []).append(made)
        result = {min(several, key=_worst_first) for several in alone.values()}
        for finding, grades in beside.items():
            result.add(
                PackFinding(
                    finding.rule_id,
                    finding.action,
                    finding.severity,
                    finding.lines,
                    finding.drugs,
                    finding.also,
                    (),
                    frozenset(grades.values()),
                )
            )
        return result

    def _pairs(self, items: Sequence[Item]) -> list[_Pair]:
        """Pairs of items on different lines of which a pack says something."""
        pairs = []
        for place, first in enumerate(items):
            for second in items[place + 1 :]:
                pair = _Pair(first, second)
                for pack in self._packs if first.line is not second.line else ():
                    told = self._told(pack, pair)
                    if told:
                        pair.told[pack.manifest.name] = told
                if pair.told:
                    pairs.append(pair)
        return pairs

    def _told(self, pack: Pack, pair: _Pair) -> list[tuple[SourceGrade, PackEntry]]:
        entries = {entry.entry: entry for entry in pack.entries}
        by_grade: dict[str, PackEntry] = {}
        for row in sorted(pack.pairs, key=lambda row: row.entry):
            entry = entries[row.entry]
            for one, two in ((pair.first, pair.second), (pair.second, pair.first)):
                if (
                    (row.drug_a, row.drug_b) == (one.drug, two.drug)
                    and self._fits(entry.routes_a, one)
                    and self._fits(entry.routes_b, two)
                ):
                    by_grade.setdefault(entry.grade, entry)
        found = [(self._grades[pack.manifest.scale, grade], entry) for grade, entry in by_grade.items()]
        return sorted(found, key=lambda item: (-_rank(item[0].action), -item[0].severity.rank, item[0].grade))

    def _fits(self, cell: tuple[str, ...], item: Item) -> bool:
        """Without routes a statement holds for systemic ones and for the drug's usual one."""
        usual = not cell and item.route is not None and item.route is self._usual.get(item.drug)
        return usual or route_fits(cell, item.route)

    def _alone(self, pair: _Pair, silent: set[str]) -> PackFinding | None:
        """The finding of the pack that says the most, or none."""
        speaking: list[tuple[Action, Severity, str]] = []
        for pack in self._packs:
            if pack.manifest.name not in pair.told:
                continue
            grade, _ = pair.told[pack.manifest.name][0]
            action = grade.action.action
            if action is None:
                continue
            if silent:
                action = Action.INFORM
            elif not pack.manifest.interrupts and action.interrupts:
                action = Action.MONITOR
            speaking.append((action, grade.severity, pack.manifest.name))
        if not speaking:
            return None
        action, severity, name = min(speaking, key=lambda item: (-item[0].rank, -item[1].rank, item[2]))
        others = sorted(f"pack-{other}" for _, _, other in speaking if other != name)
        return PackFinding(
            f"pack-{name}",
            action,
            severity,
            pair.lines,
            pair.drugs,
            tuple(others),
            tuple(sorted(silent)),
            frozenset(pair.grades),
        )


def _rank(action: RuleAction) -> int:
    return action.action.rank if action.action else 0


def _worst_first(finding: PackFinding) -> tuple[int, int, tuple[str, ...]]:
    return -finding.action.rank, -finding.severity.rank, finding.drugs
