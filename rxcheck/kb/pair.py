"""All that the tables hold of two drugs together: every row that fits them, how it comes to fit, and what changes it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.compile_pairs import Topics, specificity
from rxcheck.kb.graph import PairPath, build_graph, pair_paths
from rxcheck.kb.load import Knowledge
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.terms import Factor, Nature, Op, RuleAction
from rxcheck.terms import EvidenceLevel, RowStatus, Severity


class RowKind(StrEnum):
    """Which table a row of a pair stands in."""

    CURATED = "curated"
    DERIVED = "derived"
    INCOMPATIBILITY = "incompatibility"


class PairModifier(Struct, frozen=True):
    """A fact that changes a row's verdict, as the table has it."""

    modifier_id: str
    factor: Factor
    op: Op
    value: str
    unit: str | None
    action: RuleAction
    severity: Severity | None


class PairRow(Struct, frozen=True, kw_only=True):
    """A row that fits the two drugs.

    `paths` lead from the object's drug up to the row's selector and from the precipitant's drug to the other one. `outranked`
    says that other rows of the same topics (concentrations, or one effect) name the pair more closely, so that this one is silent; routes are not looked at.
    """

    rule_id: str
    kind: RowKind
    natures: tuple[Nature, ...]
    object_path: tuple[str, ...]
    precipitant_path: tuple[str, ...]
    object_routes: tuple[str, ...]
    precipitant_routes: tuple[str, ...]
    action: RuleAction
    severity: Severity
    evidence: EvidenceLevel
    mechanism: tuple[str, ...]
    harm: tuple[str, ...]
    advice: tuple[str, ...]
    source_id: str
    locator: str
    status: RowStatus
    modifiers: tuple[PairModifier, ...]
    outranked: bool

    @property
    def object(self) -> str:
        """The id of the drug that is affected."""
        return self.object_path[0].partition(":")[2]

    @property
    def precipitant(self) -> str:
        """The id of the drug that affects it."""
        return self.precipitant_path[0].partition(":")[2]


class PairCard(Struct, frozen=True):
    """Two ingredients and every row that fits them, worst first."""

    first: str
    second: str
    rows: tuple[PairRow, ...]


class PairIndex:
    """Builds cards of pairs from one set of tables."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._graph = build_graph(knowledge)
        self._named = Selectors(knowledge)
        self._topics = Topics(knowledge)
        self._rows: dict[str, sc.PairRule] = {
            row.rule_id: row
            for kind in (sc.Interaction, sc.DerivedInteraction, sc.Incompatibility)
            for row in knowledge.rows(kind)
        }
        self._modifiers: dict[str, list[sc.InteractionModifier]] = {}
        for modifier in sorted(knowledge.rows(sc.InteractionModifier), key=lambda row: row.priority):
            self._modifiers.setdefault(modifier.rule_id, []).append(modifier)

    def card(self, first: str, second: str) -> PairCard:
        """The card of two drug ids; a row that fits both ways round is told once."""
        paths: dict[str, PairPath] = {}
        for path in pair_paths(self._graph, self._named, first, second):
            paths.setdefault(path.rule_id, path)
        best: dict[str, int] = {}
        for rule_id in paths:
            row = self._rows[rule_id]
            for topic in self._topics.of(row):
                best[topic] = max(best.get(topic, 0), specificity(row))
        rows = [self._row(path, best) for path in paths.values()]
        rows.sort(key=lambda row: (row.outranked, -row.action.rank, -row.severity.rank, row.rule_id))
        return PairCard(first, second, tuple(rows))

    def row(self, rule_id: str, obj: str, precipitant: str) -> PairRow | None:
        """One row as it fits two drug ids in this order; None where it does not. Whether others outrank it is not asked."""
        for path in pair_paths(self._graph, self._named, obj, precipitant):
            if path.rule_id == rule_id and path.object_path[0] == f"drug:{obj}":
                return self._row(path, {})
        return None

    def objects(self, first: str, second: str) -> frozenset[str]:
        """Which of two drug ids is the object of a row about concentrations; both, where the tables have it both ways round."""
        return frozenset(
            path.object_path[0].partition(":")[2]
            for path in pair_paths(self._graph, self._named, first, second)
            if Nature.KINETIC in self._topics.natures(self._rows[path.rule_id])
        )

    def _row(self, path: PairPath, best: dict[str, int]) -> PairRow:
        row = self._rows[path.rule_id]
        topics = self._topics.of(row)
        return PairRow(
            rule_id=row.rule_id,
            kind=_KINDS[type(row)],
            natures=self._topics.natures(row),
            object_path=path.object_path,
            precipitant_path=path.precipitant_path,
            object_routes=row.object_routes,
            precipitant_routes=row.precipitant_routes,
            action=row.action,
            severity=row.severity,
            evidence=row.evidence,
            mechanism=row.mechanism,
            harm=row.harm,
            advice=row.advice,
            source_id=row.source_id,
            locator=row.locator,
            status=row.status,
            modifiers=tuple(
                PairModifier(each.modifier_id, each.factor, each.op, each.value, each.unit, each.action, each.severity)
                for each in self._modifiers.get(row.rule_id, ())
            ),
            outranked=bool(topics) and all(specificity(row) < best.get(topic, 0) for topic in topics),
        )


_KINDS: dict[type[sc.PairRule], RowKind] = {
    sc.Interaction: RowKind.CURATED,
    sc.DerivedInteraction: RowKind.DERIVED,
    sc.Incompatibility: RowKind.INCOMPATIBILITY,
}
