"""Duplicates: one ingredient on several lines, several ingredients of one class."""

from __future__ import annotations

from rxcheck.checks.interface import Check, Context, Details
from rxcheck.engine.duplicates import duplicates
from rxcheck.engine.hits import Hits
from rxcheck.finding import SlotKind, SlotValue
from rxcheck.terms import CheckKind


def all_drugs(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """The distinct ingredients of all items concerned."""
    return tuple(sorted(set(drugs)))


def several(context: Context, hits: Hits, number: int) -> Details:
    """Details that name them."""
    drugs = all_drugs(context.drugs(hits, number))
    slots = (("drug", SlotValue(SlotKind.DRUG, drugs[:1])), ("drugs", SlotValue(SlotKind.DRUGS, drugs)))
    return Details(drugs, slots)


CHECK = Check(CheckKind.DUPLICATE, lambda batch, kb, options: duplicates(batch, kb), several, all_drugs)
