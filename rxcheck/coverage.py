"""Lists of written names → what each became, and how many of them the tables understand: a formulary check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from rxcheck.kb.resolution import Resolution
from rxcheck.kb.resolve import Resolver
from rxcheck.terms import NOT_DRUGS, Reason, ResolvedBy


class Outcome(StrEnum):
    """What became of a written name."""

    RESOLVED = "resolved"
    NOT_CHECKED = "not_checked"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    BLANK = "blank"


class NameResult(Struct, frozen=True):
    """A distinct written name, how often it stands in the list, and what it became."""

    written: str
    lines: int
    outcome: Outcome
    resolution: Resolution | None


class Coverage(Struct, frozen=True):
    """Every distinct name in the order of its first line; `lines` counts all lines, blank ones among them."""

    names: tuple[NameResult, ...]

    @property
    def lines(self) -> int:
        """All lines."""
        return sum(name.lines for name in self.names)

    def lines_of(self, outcome: Outcome) -> int:
        """Lines with one outcome."""
        return sum(name.lines for name in self.names if name.outcome is outcome)

    def names_of(self, outcome: Outcome) -> int:
        """Distinct names with one outcome."""
        return sum(1 for name in self.names if name.outcome is outcome)

    def by_how(self) -> dict[ResolvedBy, int]:
        """Lines by how they were understood."""
        found: Counter[ResolvedBy] = Counter()
        for name in self.names:
            if name.resolution is not None:
                found[name.resolution.how] += name.lines
        return dict(found)

    def not_understood(self) -> Sequence[NameResult]:
        """Ambiguous and unknown names, the most frequent first."""
        left = [name for name in self.names if name.outcome in (Outcome.AMBIGUOUS, Outcome.UNKNOWN)]
        return sorted(left, key=lambda name: (-name.lines, name.written))

    @property
    def complete(self) -> bool:
        """True when every line that holds a name is understood."""
        return not self.not_understood()


def cover(
    names: Iterable[str],
    resolver: Resolver,
    watch: Callable[[Sequence[tuple[str, int]]], Iterable[tuple[str, int]]] = iter,
) -> Coverage:
    """Resolve a list of names; each distinct text is looked up once, however many lines have it.

    `watch` sees the distinct names go by: it may show how far the work is.
    """
    counted = list(Counter(names).items())
    return Coverage(tuple(_result(name, lines, resolver) for name, lines in watch(counted)))


def _result(name: str, lines: int, resolver: Resolver) -> NameResult:
    if not name.strip():
        return NameResult(name, lines, Outcome.BLANK, None)
    found = resolver.drug(name)
    if not found.known:
        ambiguous = found.reason is Reason.AMBIGUOUS_DRUG
        return NameResult(name, lines, Outcome.AMBIGUOUS if ambiguous else Outcome.UNKNOWN, found)
    kinds = {resolver.kind(item.drug) for item in found.ingredients}
    return NameResult(name, lines, Outcome.NOT_CHECKED if kinds <= NOT_DRUGS else Outcome.RESOLVED, found)
