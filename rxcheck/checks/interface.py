"""What a check is: a kernel over a batch, and the words of its findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from msgspec import Struct

from rxcheck.engine.batch import Batch, facts_of
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.engine.patient import Facts
from rxcheck.finding import Compared, FactUse, FlipFact, Fragment, Reference, SideChains, SlotValue, UsualDose
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.model import MedicationLine, Prescription
from rxcheck.terms import CheckKind, Fact, Slip

Slots = tuple[tuple[str, SlotValue], ...]


class Options(Struct, frozen=True):
    """What the caller chooses."""

    jurisdiction: str = "generic"


class Context(Struct, frozen=True, dict=True):
    """The batch that hits point into, the knowledge that their codes stand for, and the prescriptions (none where nothing is worded)."""

    batch: Batch
    kb: Kb
    prescriptions: Sequence[Prescription] = ()

    @cached_property
    def lines(self) -> list[MedicationLine]:
        """All lines, by their batch-wide number."""
        return [line for prescription in self.prescriptions for line in prescription.lines]

    @cached_property
    def _facts(self) -> dict[int, Facts]:
        return {}

    def facts(self, rx: int) -> Facts:
        """What is known of the patient of a prescription, read once."""
        if rx not in self._facts:
            self._facts[rx] = facts_of(self.prescriptions[rx].patient, self.kb)
        return self._facts[rx]

    def used(self, rx: int, rule: RuleInfo, *more: Fact) -> tuple[FactUse, ...]:
        """The patient facts that a row and its further terms ask for, and `more`."""
        if not rule.when and not more:
            return ()
        from rxcheck.checks.facts_used import facts_of_terms, facts_used

        wanted = (*more, *facts_of_terms(rule.when))
        return facts_used(self.facts(rx), wanted, self.prescriptions[rx], self.kb.compiled.text.patients)

    def drug(self, item: int) -> str:
        """The ingredient id of an item."""
        return self.kb.compiled.text.drugs[int(self.batch.item_drug[item])]

    def drugs(self, hits: Hits, number: int) -> tuple[str, ...]:
        """The ingredient ids of the items of hit `number`, in their order."""
        return tuple(self.drug(item) for item in hits.items[number])


class Details(Struct, frozen=True):
    """What one check adds to a finding: slots of its clauses, the comparison, what would change the verdict, and what
    was written unsafely; the patient facts it rests on, the further terms of the row, what a wrong amount looks like beside
    what is usual; how the row came to fit (`path`), further references, and side chains of a drug and an allergen."""

    drugs: tuple[str, ...]
    slots: Slots
    compared: Compared | None = None
    changed_by: tuple[FlipFact, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    facts: tuple[FactUse, ...] = ()
    when: tuple[str, ...] = ()
    slip: Slip | None = None
    usual: UsualDose | None = None
    path: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    side_chains: tuple[SideChains, ...] = ()


def first_drug(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """The ingredient of the first item, the only one in most checks."""
    return drugs[:1]


def no_comparison(context: Context, hits: Hits, number: int) -> Compared | None:
    """Of checks that compare nothing."""
    return None


def compares_nothing(rule: RuleInfo) -> bool:
    """Of the same."""
    return False


class Check(Struct, frozen=True):
    """One check: `run` is the kernel, `details` words hit number n. `drugs` are those that a finding names, of the ingredients of its
    items. `compared` is that of the details by itself: it looks at nothing but the batch and the knowledge, and is None for all hits
    of a rule that `compares` nothing."""

    kind: CheckKind
    run: Callable[[Batch, Kb, Options], tuple[Hits, Gaps]]
    details: Callable[[Context, Hits, int], Details]
    drugs: Callable[[tuple[str, ...]], tuple[str, ...]]
    compared: Callable[[Context, Hits, int], Compared | None] = no_comparison
    compares: Callable[[RuleInfo], bool] = compares_nothing
