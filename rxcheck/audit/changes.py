"""Two tables of findings → the verdicts that changed, subject by subject. What is the same in both costs next to nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from rxcheck.audit.stored import ABOUT, members
from rxcheck.terms import Action, Severity

if TYPE_CHECKING:
    import pyarrow as pa

_WHOLE = ("prescription_id", "check", "action", "severity", "rule_id", "lines", "drugs")
_BETWEEN = "\x1f"


class ChangeKind(StrEnum):
    """What happened to a verdict. The gravest action decides, then the severity."""

    APPEARED = "appeared"
    WORSE = "worse"
    GONE = "gone"
    MILDER = "milder"

    @property
    def graver(self) -> bool:
        """Whether there is more to be done than before."""
        return self in (ChangeKind.APPEARED, ChangeKind.WORSE)


class Verdict(Struct, frozen=True):
    """What a rule says of a subject; `modifier` the row that changed it."""

    rule_id: str
    action: Action
    severity: Severity
    modifier: str | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """How grave: action, then severity."""
        return self.action.rank, self.severity.rank


class Change(Struct, frozen=True):
    """A verdict on lines and drugs of a prescription that is another one now; `old` or `new` is None where there is none."""

    kind: ChangeKind
    prescription_id: str
    authored_on: str | None
    store: str | None
    prescriber: str | None
    check: str
    lines: tuple[str, ...]
    drugs: tuple[str, ...]
    old: Verdict | None
    new: Verdict | None

    @property
    def order(self) -> tuple[int, ...]:
        """The smaller, the earlier it is told: what is graver now, by its verdict now, then what is less, by that before."""
        told = self.new if self.kind.graver else self.old
        other = self.old if self.kind.graver else self.new
        told_rank, other_rank = told.rank if told else (0, 0), other.rank if other else (0, 0)
        return int(not self.kind.graver), *(-rank for rank in told_rank), *other_rank


def changes(old: pa.Table, new: pa.Table) -> Iterator[Change]:
    """The changes between two tables of findings (columns as in `stored.FINDINGS`) on the same prescriptions, by prescription,
    check, lines and drugs."""
    before, after = _keys(old), _keys(new)
    if before.equals(after):
        return
    gone, come = _left(old, before.to_pylist(), after.to_pylist()), _left(new, after.to_pylist(), before.to_pylist())
    for subject in sorted({*gone, *come}):
        yield from _of_subject(subject, gone.get(subject, []), come.get(subject, []))


def _keys(table: pa.Table) -> Any:
    import pyarrow.compute as pc

    columns = [table.column(name).combine_chunks() for name in _WHOLE]
    return pc.binary_join_element_wise(*columns, _BETWEEN, null_handling="replace", null_replacement="")


_Subject = tuple[str, str, tuple[str, ...], tuple[str, ...]]
_Row = dict[str, str | None]


def _left(table: pa.Table, keys: list[str], others: list[str]) -> dict[_Subject, list[_Row]]:
    """Rows of the table without a like one among the others, each of which stands for one only, by subject."""
    import pyarrow as pa

    there = Counter(others)
    places = []
    for place, key in enumerate(keys):
        if there[key]:
            there[key] -= 1
        else:
            places.append(place)
    found: dict[_Subject, list[_Row]] = defaultdict(list)
    for row in table.take(pa.array(places, type=pa.int64())).to_pylist():
        subject = row["prescription_id"], row["check"], members(row["lines"]), tuple(sorted(members(row["drugs"])))
        found[subject].append(row)
    return found


def _of_subject(subject: _Subject, old: list[_Row], new: list[_Row]) -> Iterator[Change]:
    """Verdicts of one rule belong together; of the others the gravest of each side, and so on."""
    left, pairs = list(new), []
    rest = []
    for row in old:
        same = next((other for other in left if other["rule_id"] == row["rule_id"]), None)
        if same is None:
            rest.append(row)
        else:
            left.remove(same)
            pairs.append((row, same))
    rest.sort(key=_grave)
    left.sort(key=_grave)
    both = min(len(rest), len(left))
    pairs += zip(rest[:both], left[:both], strict=True)
    for before, after in pairs:
        one, two = _verdict(before), _verdict(after)
        if one.rank != two.rank:
            kind = ChangeKind.WORSE if two.rank > one.rank else ChangeKind.MILDER
            yield _change(kind, subject, after, one, two)
    for row in rest[both:]:
        yield _change(ChangeKind.GONE, subject, row, _verdict(row), None)
    for row in left[both:]:
        yield _change(ChangeKind.APPEARED, subject, row, None, _verdict(row))


def _verdict(row: _Row) -> Verdict:
    return Verdict(row["rule_id"] or "", Action(row["action"] or ""), Severity(row["severity"] or ""), row["modifier"])


def _grave(row: _Row) -> tuple[int, int, str]:
    action, severity = _verdict(row).rank
    return -action, -severity, row["rule_id"] or ""


def _change(kind: ChangeKind, subject: _Subject, row: _Row, old: Verdict | None, new: Verdict | None) -> Change:
    ident, authored, store, prescriber = (row[name] for name in ABOUT)
    return Change(
        kind, ident or "", authored, store, prescriber, subject[1], subject[2], members(row["drugs"]), old, new
    )
