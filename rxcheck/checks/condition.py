"""Conditions: one ingredient against one patient fact."""

from __future__ import annotations

from fractions import Fraction

from rxcheck.checks.amounts import number
from rxcheck.checks.interface import Check, Context, Details, Slots
from rxcheck.engine.facts import conditions
from rxcheck.engine.hits import Hits
from rxcheck.finding import Comparator, Compared, FactUse, SlotKind, SlotValue
from rxcheck.kb.terms import Op
from rxcheck.terms import CheckKind, Fact

_COMPARATOR = {
    Op.GT: Comparator.ABOVE,
    Op.GE: Comparator.AT_LEAST,
    Op.LT: Comparator.BELOW,
    Op.LE: Comparator.AT_MOST,
    Op.BETWEEN: Comparator.BETWEEN,
    Op.IS: Comparator.EQUALS,
}


def _details(context: Context, hits: Hits, hit: int) -> Details:
    rule = context.kb.rules(CheckKind.CONDITION)[int(hits.rule[hit])]
    item = hits.items[hit][0]
    drug = context.drug(item)
    slots: Slots = (("drug", SlotValue(SlotKind.DRUG, (drug,))),)
    if rule.fact in (Fact.CONDITION, Fact.INDICATION) or rule.fact is None or rule.op is None:
        named = tuple((rule.value or "").split("|"))
        slots = (*slots, ("condition", SlotValue(SlotKind.CONDITION, named)))
        return Details((drug,), slots, facts=context.used(int(hits.rx[hit]), rule), when=rule.when)
    limit = f"{rule.value}-{rule.value_high}" if rule.value_high else rule.value or ""
    facts = context.used(int(hits.rx[hit]), rule, rule.fact)
    value = hits.observed[hit] if hits.observed else None
    observed = "" if rule.op is Op.IS else _observed(value, rule.fact, facts)
    unit = rule.unit or ""
    compared = None
    if rule.op is not Op.IS:
        compared = Compared(rule.fact, observed, _COMPARATOR[rule.op], limit, unit)
    slots = (
        *slots,
        ("limit", SlotValue(SlotKind.AMOUNT, (limit, unit))),
        ("observed", SlotValue(SlotKind.AMOUNT, (observed, unit))),
    )
    return Details((drug,), slots, compared, facts=facts, when=rule.when)


def _observed(value: Fraction | None, fact: Fact, facts: tuple[FactUse, ...]) -> str:
    """The value; of an age, and where only a range is known, as the fact says it."""
    stated = next((use.value for use in facts if use.fact is fact), "")
    return number(value) if value is not None and fact is not Fact.AGE else stated


CHECK = Check(CheckKind.CONDITION, lambda batch, kb, options: conditions(batch, kb), _details)
