"""Counts that can be added up: those of two halves are those of the whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from msgspec import Struct, field

EXAMPLES = 3  # prescriptions named for a rule
OUTLIERS = 20
ALIKE = 2  # outliers of one rule
_TEXTS = 20_000  # drug texts that were not understood, kept while parts are added up


class Added(Struct, array_like=True):
    """Numbers that are added one by one."""

    def add(self, other: Self) -> None:
        """Take another's numbers in."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Hits(Added, array_like=True):
    """Findings of one kind, prescriptions with one of them, and findings that interrupt."""

    findings: int = 0
    prescriptions: int = 0
    interrupting: int = 0

    def add(self, other: Self) -> None:
        """The same, spelled out: nearly all that is added up are these and groups."""
        self.findings += other.findings
        self.prescriptions += other.prescriptions
        self.interrupting += other.interrupting


class Group(Added, array_like=True):
    """Prescriptions of a store, a prescriber, a day or with a drug; `with_item`: with a finding that is an item of 处方点评.

    Of a drug only findings that name it count.
    """

    prescriptions: int = 0
    findings: int = 0
    with_findings: int = 0
    interrupting: int = 0
    with_item: int = 0

    def add(self, other: Self) -> None:
        """The same, spelled out."""
        self.prescriptions += other.prescriptions
        self.findings += other.findings
        self.with_findings += other.with_findings
        self.interrupting += other.interrupting
        self.with_item += other.with_item


class Gap(Added, array_like=True):
    """What could not be assessed for one reason: entries, prescriptions with one."""

    entries: int = 0
    prescriptions: int = 0


class Totals(Added, array_like=True):
    """Of the whole. `drug_lines` are not solvents or supplies, whether understood or not; `complete` means that nothing was left
    unassessed; irregular, unsuitable and excessive are the parts 1, 2 and 3 of 处方点评."""

    prescriptions: int = 0
    lines: int = 0
    drug_lines: int = 0
    unknown_lines: int = 0
    findings: int = 0
    with_findings: int = 0
    interrupting: int = 0
    complete: int = 0
    with_antimicrobial: int = 0
    with_item: int = 0
    irregular: int = 0
    unsuitable: int = 0
    excessive: int = 0
    without_item_complete: int = 0


class Outlier(Struct, frozen=True, array_like=True):
    """A finding about a limit, and how often the limit the observed amount is, as exact decimal texts in `unit` (UCUM)."""

    prescription: str
    store: str
    finding: str
    rule: str
    drugs: tuple[str, ...]
    lines: tuple[str, ...]
    observed: str
    limit: str
    unit: str

    @property
    def ratio(self) -> Decimal:
        """Observed by limit."""
        return Decimal(self.observed) / Decimal(self.limit)


class Statistics(Struct):
    """Keys are ids or values of enums; "" where the table says nothing. `pair`: "object precipitant"; `gap`: "reason fact";
    `day`: ISO dates; `unknown`: lines by what was written, the most frequent ones of all parts."""

    totals: Totals = field(default_factory=Totals)
    action: dict[str, Hits] = {}
    check: dict[str, Hits] = {}
    rule: dict[str, Hits] = {}
    item: dict[str, Hits] = {}
    pair: dict[str, Hits] = {}
    drug: dict[str, Group] = {}
    store: dict[str, Group] = {}
    prescriber: dict[str, Group] = {}
    day: dict[str, Group] = {}
    gap: dict[str, Gap] = {}
    unknown: dict[str, int] = {}
    examples: dict[str, list[str]] = {}
    outliers: list[Outlier] = []

    def add(self, other: Statistics) -> None:
        """Take the counts of the next part in."""
        self.totals.add(other.totals)
        for name in ("action", "check", "rule", "item", "pair", "drug", "store", "prescriber", "day", "gap"):
            _add(getattr(self, name), getattr(other, name))
        for text, lines in other.unknown.items():
            self.unknown[text] = self.unknown.get(text, 0) + lines
        if len(self.unknown) > 2 * _TEXTS:
            self.unknown = dict(by_count(self.unknown)[:_TEXTS])
        for rule, found in other.examples.items():
            mine = self.examples.setdefault(rule, [])
            mine += found[: EXAMPLES - len(mine)]
        self.outliers = furthest([*self.outliers, *other.outliers])

    def ordered(self) -> Statistics:
        """The same with sorted keys: what is written does not hang on which part was first to name a key."""
        named = {
            name: dict(sorted(value.items()))
            for name in self.__struct_fields__
            if isinstance(value := getattr(self, name), dict)
        }
        return Statistics(totals=self.totals, outliers=self.outliers, **named)


def _add(mine: dict[str, Added], theirs: dict[str, Added]) -> None:
    for key, value in theirs.items():
        if key in mine:
            mine[key].add(value)
        else:
            mine[key] = value


def furthest(found: list[Outlier]) -> list[Outlier]:
    """The outliers that are kept: a few of each rule, so that one common limit does not hide the others; the first among equals."""
    kept: list[Outlier] = []
    seen: dict[str, int] = {}
    for each in sorted(found, key=lambda each: -each.ratio):
        seen[each.rule] = seen.get(each.rule, 0) + 1
        if seen[each.rule] <= ALIKE:
            kept.append(each)
    return kept[:OUTLIERS]


def by_count(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Most frequent first, then by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
