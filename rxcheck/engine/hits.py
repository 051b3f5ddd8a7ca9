"""What kernels return: hits and gaps as columns, nothing rendered yet."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct

from rxcheck.engine.columns import ascending, distinct_rows
from rxcheck.engine.compiled import IntArray
from rxcheck.kb.compile_codes import FACT_CODE, REASON_CODE
from rxcheck.terms import CheckKind, Fact, Reason


class Hits(Struct, frozen=True):
    """Rows that fired. All columns have one entry per hit; `items` and `also` hold lists as offsets and values.

    `items` are item numbers in the order of the rule (object, precipitant); for form rules they are empty and `lines`
    holds line numbers. `observed` and `limit` are exact (None where nothing was compared). `extra` is the number of the
    patient's allergy (allergy check), else -1. `texts` are (line number, text) of what was written unsafely (form check).
    """

    check: CheckKind
    rx: IntArray
    rule: IntArray
    action: IntArray
    severity: IntArray
    modifier: IntArray
    items: tuple[tuple[int, ...], ...]
    also: tuple[tuple[int, ...], ...]
    lines: tuple[tuple[int, ...], ...] | None = None
    observed: tuple[Fraction | None, ...] | None = None
    limit: tuple[Fraction | None, ...] | None = None
    extra: IntArray | None = None
    texts: tuple[tuple[tuple[int, str], ...], ...] | None = None

    def __len__(self) -> int:
        return len(self.rx)


class Gaps(Struct, frozen=True):
    """What could not be assessed: one entry per prescription, rule (-1: the whole check), lines (-1: none), reason and fact.

    `extra` is the number of the patient's allergy or condition that was not understood, else -1. `drug` is the ingredient
    concerned where a line may hold several, else -1.
    """

    check: CheckKind
    rx: IntArray
    rule: IntArray
    first: IntArray
    second: IntArray
    reason: IntArray
    fact: IntArray
    extra: IntArray
    drug: IntArray

    def __len__(self) -> int:
        return len(self.rx)


class GapList:
    """Collects gaps, by row or by column."""

    def __init__(self, check: CheckKind) -> None:
        self._check = check
        self._blocks: list[IntArray] = []
        self._rows: list[tuple[int, ...]] = []

    def add(
        self,
        rx: int,
        rule: int,
        first: int,
        reason: Reason,
        fact: Fact,
        second: int = -1,
        extra: int = -1,
        drug: int = -1,
    ) -> None:
        """One gap."""
        self._rows.append((rx, rule, first, second, REASON_CODE[reason], FACT_CODE[fact], extra, drug))

    def extend(
        self,
        rx: IntArray,
        rule: IntArray | int,
        first: IntArray | int,
        reason: Reason | IntArray,
        fact: Fact | IntArray,
        second: IntArray | int = -1,
        drug: IntArray | int = -1,
    ) -> None:
        """Many gaps; scalars are repeated."""
        if not len(rx):
            return
        reason_code = REASON_CODE[reason] if isinstance(reason, Reason) else reason
        fact_code = FACT_CODE[fact] if isinstance(fact, Fact) else fact
        parts = [
            np.broadcast_to(np.asarray(part, dtype=np.int64), (len(rx),))
            for part in (rx, rule, first, second, reason_code, fact_code, -1, drug)
        ]
        self._blocks.append(np.stack(parts, axis=1))

    def gaps(self) -> Gaps:
        """All of them, without repetitions."""
        blocks = list(self._blocks)
        if self._rows:
            blocks.append(np.array(self._rows, dtype=np.int64))
        table = np.concatenate(blocks) if blocks else np.zeros((0, 8), dtype=np.int64)
        if len(table) > 1:
            table = table[distinct_rows(table)[0]]
        return Gaps(self._check, *(table[:, column] for column in range(8)))


def some_hits(hits: Hits, places: Sequence[int]) -> Hits:
    """Those hits that stand at these places."""
    chosen = np.array(places, dtype=np.int64)
    return Hits(
        hits.check,
        hits.rx[chosen],
        hits.rule[chosen],
        hits.action[chosen],
        hits.severity[chosen],
        hits.modifier[chosen],
        tuple(hits.items[place] for place in places),
        tuple(hits.also[place] for place in places),
        None if hits.lines is None else tuple(hits.lines[place] for place in places),
        None if hits.observed is None else tuple(hits.observed[place] for place in places),
        None if hits.limit is None else tuple(hits.limit[place] for place in places),
        None if hits.extra is None else hits.extra[chosen],
        None if hits.texts is None else tuple(hits.texts[place] for place in places),
    )


def no_hits(check: CheckKind) -> Hits:
    """An empty result."""
    empty = np.zeros(0, dtype=np.int64)
    return Hits(check, empty, empty, empty, empty, empty, (), ())


def worst_first(action: IntArray, severity: IntArray, rule: IntArray) -> IntArray:
    """A sortable key: the smaller, the worse (action, then severity, then the smaller rule number)."""
    return (-(action.astype(np.int64) * 8 + severity)) * 1_000_000 + rule


class Fired(Struct, frozen=True):
    """One rule that fired on one subject, before the worst of the subject is chosen; of equals the smaller `rank` is."""

    rx: int
    rule: int
    items: tuple[int, ...]
    observed: Fraction | None = None
    limit: Fraction | None = None
    extra: int = -1
    lines: tuple[int, ...] = ()
    texts: tuple[tuple[int, str], ...] = ()
    rank: Fraction = Fraction(0)


def choose_rows(
    about: IntArray, rule: IntArray, action: IntArray, severity: IntArray
) -> tuple[IntArray, tuple[tuple[int, ...], ...]]:
    """What `choose` does, on columns: the place of the worst row of each subject (a distinct row of `about`, ascending), and the other
    rules that fired on it. Silent rows (action 0) are dropped first."""
    loud = np.flatnonzero(action[rule] > 0)
    grave = worst_first(action[rule[loud]], severity[rule[loud]], rule[loud])
    order = loud[ascending(np.column_stack([about[loud], grave]))]
    leads = np.ones(len(order), dtype=np.bool_)
    leads[1:] = np.logical_or.reduce(about[order[1:]] != about[order[:-1]], axis=1)
    begin = np.flatnonzero(leads)
    also: list[tuple[int, ...]] = [()] * len(begin)
    size = np.diff(np.append(begin, len(order)))
    for subject in np.flatnonzero(size > 1).tolist():
        rows = rule[order[begin[subject] : begin[subject] + size[subject]]].tolist()
        also[subject] = tuple(sorted(set(rows[1:]) - {rows[0]}))
    return order[begin], tuple(also)


def choose(check: CheckKind, subjects: Sequence[Sequence[Fired]], action: IntArray, severity: IntArray) -> Hits:
    """One hit per subject: the worst row, with the others in `also`. Silent rows (action 0) are dropped first."""
    chosen: list[tuple[Fired, tuple[int, ...]]] = []
    for fired in subjects:
        loud = [item for item in fired if action[item.rule] > 0]
        if not loud:
            continue
        best = min(loud, key=lambda item: (-int(action[item.rule]), -int(severity[item.rule]), item.rank, item.rule))
        also = tuple(sorted({item.rule for item in loud} - {best.rule}))
        chosen.append((best, also))
    rules = np.array([item.rule for item, _ in chosen], dtype=np.int64)
    return Hits(
        check,
        rx=np.array([item.rx for item, _ in chosen], dtype=np.int64),
        rule=rules,
        action=action[rules] if len(rules) else rules,
        severity=severity[rules] if len(rules) else rules,
        modifier=np.full(len(rules), -1, dtype=np.int64),
        items=tuple(item.items for item, _ in chosen),
        also=tuple(also for _, also in chosen),
        lines=tuple(item.lines for item, _ in chosen),
        observed=tuple(item.observed for item, _ in chosen),
        limit=tuple(item.limit for item, _ in chosen),
        extra=np.array([item.extra for item, _ in chosen], dtype=np.int64),
        texts=tuple(item.texts for item, _ in chosen),
    )
