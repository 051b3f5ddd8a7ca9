"""What holds over several findings: expected exposure of each drug, and the line that most interaction findings hang on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from rxcheck.checks.interface import Context as Checked
from rxcheck.engine.exposure import Expected, expected_exposure
from rxcheck.finding import Exposure, Finding, Influence, Pivot
from rxcheck.kb.terms import PolicyKey
from rxcheck.model import Prescription
from rxcheck.quantity import plain_decimal
from rxcheck.terms import CheckKind

_DIGITS = 2
_PERCENT = 100
_LEAST_CLEARED = 2


def exposures(context: Checked) -> dict[int, tuple[Exposure, ...]]:
    """Per prescription the drugs whose exposure may change beyond the bounds of the policy."""
    policy = context.kb.compiled.text.policy
    fall = Fraction(policy[PolicyKey.EXPOSURE_FALL.value], _PERCENT)
    rise = Fraction(policy[PolicyKey.EXPOSURE_RISE.value], _PERCENT)
    found: dict[int, list[Exposure]] = defaultdict(list)
    for expected in expected_exposure(context.batch, context.kb):
        if expected.low <= fall or expected.high >= rise:
            found[expected.rx].append(_exposure(context, expected))
    return {rx: tuple(each) for rx, each in found.items()}


def _exposure(context: Checked, expected: Expected) -> Exposure:
    text, batch = context.kb.compiled.text, context.batch
    lines = sorted({int(batch.item_line[item]) for item in expected.items})
    return Exposure(
        text.drugs[expected.drug],
        tuple(context.lines[line].id for line in lines),
        _rounded(expected.low, ROUND_FLOOR),
        _rounded(expected.high, ROUND_CEILING),
        tuple(
            Influence(text.drugs[each.drug], text.pathways[each.pathway], each.role.value, each.grade.value)
            for each in expected.acting
        ),
    )


def _rounded(value: Fraction, rounding: str) -> str:
    precise = Context(prec=_DIGITS, rounding=rounding)
    return plain_decimal(precise.divide(Decimal(value.numerator), Decimal(value.denominator)))


def pivots(
    prescription: Prescription, found: Sequence[Finding], drugs: dict[str, tuple[str, ...]]
) -> tuple[Pivot, ...]:
    """The line that the most interaction findings need, if they are at least two; `drugs` are the ingredients of each line.

    Of equals the one that more interrupting findings need; several where that is equal, too. What only packs flag does not
    count.
    """
    pairs = [each for each in found if each.check is CheckKind.INTERACTION and each.pack is None]
    needed = {line.id: [each for each in pairs if line.id in each.lines] for line in prescription.lines}

    def weight(line: str) -> tuple[int, int]:
        return len(needed[line]), sum(each.action.interrupts for each in needed[line])

    most = max(map(weight, needed), default=(0, 0))
    if most[0] < _LEAST_CLEARED:
        return ()
    return tuple(
        Pivot(line, drugs.get(line, ()), tuple(each.id for each in mine))
        for line, mine in needed.items()
        if weight(line) == most
    )
