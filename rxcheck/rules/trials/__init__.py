"""Where a rule was tried on a prescription, and how each of its terms stood: a module for each kind of check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from rxcheck.rules.answer import Trial
from rxcheck.rules.bench import Bench
from rxcheck.terms import CheckKind

_MODULES = {
    CheckKind.INTERACTION: "interactions",
    CheckKind.DUPLICATE: "duplicates",
    CheckKind.LIMIT: "limits",
    CheckKind.CONDITION: "conditions",
    CheckKind.ALLERGY: "allergies",
    CheckKind.SET: "sets",
    CheckKind.FORM: "forms",
}


def trials_of(bench: Bench) -> tuple[Trial, ...]:
    """The trials of a rule, those that came nearest first."""
    module = import_module(f"rxcheck.rules.trials.{_MODULES[bench.alone.kind]}")
    made: Callable[[Bench], Iterator[Trial]] = module.trials
    return tuple(sorted(made(bench), key=lambda each: (len(each.failing), len(each.unknown))))
