"""Several FHIR dosages → one dosage of steps, where they say without doubt which holds when."""

from __future__ import annotations

from collections.abc import Sequence

from rxcheck.model import Dosage, DoseStep
from rxcheck.sig.steps import duration, highest, largest


def steps_of(numbers: Sequence[int | None], parts: Sequence[Dosage], text: str) -> Dosage | None:
    """The dosage whose steps are `parts`, each with its `sequence` number.

    Equal numbers hold at the same time, higher ones follow. None where that is in doubt: a number, dose, frequency or route is
    missing or differs where it may not, a phase that is followed by another does not state its days, or a part has steps itself.
    """
    if any(number is None or number < 1 for number in numbers) or list(numbers) != sorted(
        numbers, key=lambda n: n or 0
    ):
        return None
    if any(part.dose is None or part.frequency is None or part.steps for part in parts):
        return None
    shared = {(part.route, part.max_per_day, part.sides) for part in parts}
    phases = {number: rank for rank, number in enumerate(dict.fromkeys(numbers), 1)}
    days = {
        number: {part.days for each, part in zip(numbers, parts, strict=True) if each == number} for number in phases
    }
    last = numbers[-1]
    if len(shared) != 1 or any(len(found) != 1 or (number != last and None in found) for number, found in days.items()):
        return None
    steps = tuple(
        DoseStep(
            part.dose,
            part.frequency,
            part.days,
            phases[number],
            as_needed=part.as_needed,
            frequency_low=part.frequency_low,
        )
        for number, part in zip(numbers, parts, strict=True)
    )
    dose, comparable = largest(steps)
    if not comparable:
        return None
    route, most, sides = shared.pop()
    return Dosage(
        dose=dose,
        route=route,
        frequency=highest(steps),
        as_needed=any(step.as_needed for step in steps),
        max_per_day=most,
        days=duration(steps),
        text=text or None,
        steps=steps,
        sides=sides,
    )
