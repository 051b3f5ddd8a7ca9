"""What a check is: a kernel over a batch, and the words of its findings."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.finding import Compared, FlipFact, Fragment, Reference, SlotValue
from rxcheck.terms import CheckKind

Slots = tuple[tuple[str, SlotValue], ...]


class Options(Struct, frozen=True):
    """What the caller chooses."""

    jurisdiction: str = "generic"


class Context(Struct, frozen=True):
    """The batch that hits point into, and the knowledge that their codes stand for."""

    batch: Batch
    kb: Kb

    def drug(self, item: int) -> str:
        """The ingredient id of an item."""
        return self.kb.compiled.text.drugs[int(self.batch.item_drug[item])]


class Details(Struct, frozen=True):
    """What one check adds to a finding: slots of its clauses, the comparison, what would change the verdict, and what
    was written unsafely; how the row came to fit (`path`), and further references."""

    drugs: tuple[str, ...]
    slots: Slots
    compared: Compared | None = None
    changed_by: tuple[FlipFact, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    path: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


class Check(Struct, frozen=True):
    """One check: `run` is the kernel, `details` words hit number n."""

    kind: CheckKind
    run: Callable[[Batch, Kb, Options], tuple[Hits, Gaps]]
    details: Callable[[Context, Hits, int], Details]
