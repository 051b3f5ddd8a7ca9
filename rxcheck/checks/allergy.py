"""Allergies: a recorded allergen against a prescribed ingredient."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from rxcheck.checks.interface import Check, Context, Details, first_drug
from rxcheck.engine.allergies import allergies
from rxcheck.engine.hits import Hits
from rxcheck.finding import Comparator, FlipFact, SideChains, SlotKind, SlotValue
from rxcheck.kb.compile_codes import ACTION_OF, REACTION_BIT
from rxcheck.terms import Action, CheckKind, Fact, Reaction


def _details(context: Context, hits: Hits, number: int) -> Details:
    (drug,) = first_drug(context.drugs(hits, number))
    rx, extra = int(hits.rx[number]), hits.extra
    allergy = (context.prescriptions[rx].patient.allergies or ())[int(extra[number]) if extra is not None else 0]
    selectors = context.kb.resolver.allergen(allergy.substance, allergy.codes)
    flips: tuple[FlipFact, ...] = ()
    if not context.kb.resolver.reactions(allergy.reaction, allergy.kind):
        # Nobody wrote what happened: a side effect would weigh less.
        flips = (
            FlipFact(
                Fact.REACTION, Comparator.EQUALS, Reaction.INTOLERANCE.value, "", _of_intolerance(context, hits, number)
            ),
        )
    return Details(
        (drug,),
        (
            ("drug", SlotValue(SlotKind.DRUG, (drug,))),
            ("allergen", SlotValue(SlotKind.ALLERGEN, selectors)),
        ),
        changed_by=flips,
        side_chains=tuple(_side_chains(context, drug, selectors)),
    )


def _side_chains(context: Context, drug: str, allergens: tuple[str, ...]) -> Iterator[SideChains]:
    """The side chains of the drug beside those of an allergen with the same core."""
    chains = context.kb.compiled.text.side_chains
    for name in (selector.removeprefix("drug:") for selector in allergens if selector != f"drug:{drug}"):
        for group, chain in sorted(chains.get(drug, {}).items()):
            other = chains.get(name, {}).get(group)
            if other is not None:
                yield SideChains(group, drug, chain, name, other)


def _of_intolerance(context: Context, hits: Hits, number: int) -> Action | None:
    """What would be said if the reaction were a side effect only."""
    batch, kb = context.batch, context.kb
    rx, item, extra = int(hits.rx[number]), hits.items[number][0], hits.extra
    wanted = int(extra[number]) if extra is not None else 0
    mine = replace(batch, allergies=_as_intolerance(batch.allergies, rx, wanted))
    found, _ = allergies(mine, kb)
    for other in range(len(found)):
        if int(found.rx[other]) == rx and found.items[other][0] == item:
            return ACTION_OF[int(found.action[other])]
    return None


def _as_intolerance(
    recorded: tuple[tuple[int, int, int, int], ...], rx: int, number: int
) -> tuple[tuple[int, int, int, int], ...]:
    """One record of one patient alone, as a side effect."""
    bits = REACTION_BIT[Reaction.INTOLERANCE]
    return tuple((*entry[:3], bits) for entry in recorded if entry[:2] == (rx, number))


CHECK = Check(CheckKind.ALLERGY, lambda batch, kb, options: allergies(batch, kb), _details, first_drug)
