"""Interactions: two ingredients on two lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rxcheck.checks.interface import Check, Context, Details
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Hits
from rxcheck.engine.pairs import interactions
from rxcheck.finding import Comparator, FlipFact, Reference, SlotKind, SlotValue
from rxcheck.kb.compile_codes import ACTION_OF, DIMENSION_CODE, FACTOR_CODE, MICRO, OP_CODE
from rxcheck.kb.terms import FACTOR_FACTS, FACTOR_UNITS, Factor, Op
from rxcheck.quantity import UNITS, Dimension, Quantity, plain_decimal
from rxcheck.terms import CheckKind, Fact


def _drugs(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """Object and precipitant."""
    return drugs


def _details(context: Context, hits: Hits, number: int) -> Details:
    drugs = _drugs(context.drugs(hits, number))
    slots = (
        ("object", SlotValue(SlotKind.DRUG, drugs[:1])),
        ("precipitant", SlotValue(SlotKind.DRUG, drugs[1:])),
    )
    rule = context.kb.rules(CheckKind.INTERACTION)[int(hits.rule[number])]
    sides = ((drugs[0], rule.subject or ""), (drugs[1], rule.other or ""))
    ends = [f"drug:{drug}" for drug in drugs]
    between = [selector for (_, selector), end in zip(sides, ends, strict=True) if selector != end]
    return Details(
        drugs,
        slots,
        changed_by=_flips(context.kb, hits, number),
        path=(ends[0], *between, ends[1]),
        references=tuple(_grounds(context.kb, sides)),
    )


def _grounds(kb: Kb, sides: tuple[tuple[str, str], ...]) -> Iterator[Reference]:
    """Where it is said that a drug has the role or effect through which a row selects it."""
    for drug, selector in sides:
        if selector.startswith(("role:", "effect:")) and (found := kb.grounds.get(f"{drug} {selector}")):
            yield Reference(*found)


_FACTORS, _OPS = tuple(FACTOR_CODE), tuple(OP_CODE)
_SHOWN = {Dimension.MASS: "mg", Dimension.ACTIVITY: "[IU]", Dimension.SUBSTANCE: "mmol", Dimension.EQUIVALENT: "meq"}
_AS_WRITTEN = {Op.GT: Comparator.ABOVE, Op.GE: Comparator.AT_LEAST, Op.LT: Comparator.BELOW, Op.LE: Comparator.AT_MOST}
_INVERSE = {Op.GT: Comparator.AT_MOST, Op.GE: Comparator.BELOW, Op.LT: Comparator.AT_LEAST, Op.LE: Comparator.ABOVE}


def _flips(kb: Kb, hits: Hits, number: int) -> tuple[FlipFact, ...]:
    """Measurable facts of the row's modifiers that would give another action. A co-drug is never proposed."""
    rule, fired = int(hits.rule[number]), int(hits.modifier[number])
    action, base = int(hits.action[number]), int(kb.ints("ix_action")[rule])
    start = kb.ints("mod_start")
    flips: dict[tuple[Fact, Comparator, str], FlipFact] = {}
    for index in kb.ints("mod_index")[start[rule] : start[rule + 1]].tolist():
        factor = _FACTORS[kb.ints("mod_factor")[index]]
        fact = FACTOR_FACTS.get(factor)
        if fact is None:
            continue
        op = _OPS[kb.ints("mod_op")[index]]
        comparator = (_INVERSE if index == fired else _AS_WRITTEN)[op]
        value, unit = _threshold(kb, index, factor)
        other = base if index == fired else int(kb.ints("mod_action")[index])
        # A modifier that says what holds on the other side of the threshold knows better than the base verdict.
        if other != action and (index != fired or (fact, comparator, value) not in flips):
            flips[fact, comparator, value] = FlipFact(fact, comparator, value, unit, ACTION_OF.get(other))
    return tuple(flips.values())


def _threshold(kb: Kb, index: int, factor: Factor) -> tuple[str, str]:
    value = int(kb.ints("mod_value")[index])
    if factor in FACTOR_UNITS:
        return plain_decimal(Decimal(value) / MICRO), FACTOR_UNITS[factor]
    dimension = next(d for d, code in DIMENSION_CODE.items() if code == kb.ints("mod_dimension")[index])
    unit = UNITS[_SHOWN[dimension]]
    return plain_decimal(Quantity(value, unit).value), f"{unit.code}/d"


CHECK = Check(CheckKind.INTERACTION, lambda batch, kb, options: interactions(batch, kb), _details, _drugs)
