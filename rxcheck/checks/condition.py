"""Conditions: one ingredient against one patient fact."""

from __future__ import annotations

from rxcheck.checks.amounts import number
from rxcheck.checks.interface import Check, Context, Details, Slots
from rxcheck.engine.facts import conditions
from rxcheck.engine.hits import Hits
from rxcheck.finding import Comparator, Compared, FlipFact, SlotKind, SlotValue
from rxcheck.kb.compile_codes import ACTION_OF, ALWAYS_HIGH, ALWAYS_LOW, FACT_CODE
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import Op
from rxcheck.terms import LAB_FACTS, CheckKind, Fact

_COMPARATOR = {
    Op.GT: Comparator.ABOVE,
    Op.GE: Comparator.AT_LEAST,
    Op.LT: Comparator.BELOW,
    Op.LE: Comparator.AT_MOST,
    Op.BETWEEN: Comparator.BETWEEN,
    Op.IS: Comparator.EQUALS,
}
# What a reader can act on: nobody changes an age or a sex.
_CHANGEABLE = (*LAB_FACTS, Fact.WEIGHT, Fact.BMI)


def _details(context: Context, hits: Hits, hit: int) -> Details:
    number_of_rule = int(hits.rule[hit])
    rule = context.kb.rules(CheckKind.CONDITION)[number_of_rule]
    item = hits.items[hit][0]
    drug = context.drug(item)
    slots: Slots = (("drug", SlotValue(SlotKind.DRUG, (drug,))),)
    if rule.fact is Fact.CONDITION or rule.fact is None or rule.op is None:
        slots = (*slots, ("condition", SlotValue(SlotKind.CONDITION, (rule.value or "",))))
        return Details((drug,), slots, facts=context.used(int(hits.rx[hit]), rule), when=rule.when)
    if rule.fact is Fact.INDICATION:
        fits = tuple((rule.value or "").split("|"))
        slots = (*slots, ("condition", SlotValue(SlotKind.CONDITION, fits)))
        return Details((drug,), slots, facts=context.used(int(hits.rx[hit]), rule), when=rule.when)
    limit = f"{rule.value}-{rule.value_high}" if rule.value_high else rule.value or ""
    value = hits.observed[hit] if hits.observed else None
    observed = "" if value is None or rule.op is Op.IS else number(value)
    unit = rule.unit or ""
    compared = None
    if rule.op is not Op.IS:
        compared = Compared(rule.fact, observed, _COMPARATOR[rule.op], limit, unit)
    slots = (
        *slots,
        ("limit", SlotValue(SlotKind.AMOUNT, (limit, unit))),
        ("observed", SlotValue(SlotKind.AMOUNT, (observed, unit))),
    )
    facts = context.used(int(hits.rx[hit]), rule, rule.fact)
    flips = _flips(context, item, rule, number_of_rule)
    return Details((drug,), slots, compared, flips, facts=facts, when=rule.when)


def _flips(context: Context, item: int, rule: RuleInfo, number_of: int) -> tuple[FlipFact, ...]:
    """The bound of the row that a changed value would cross, with the action of whatever row holds beyond it."""
    if rule.fact not in _CHANGEABLE or rule.op not in (Op.LT, Op.LE, Op.GT, Op.GE):
        return ()
    kb = context.kb
    low, high = int(kb.ints("cond_low")[number_of]), int(kb.ints("cond_high")[number_of])
    beyond = high if low == ALWAYS_LOW else low - 1
    if beyond in (ALWAYS_HIGH, ALWAYS_LOW - 1):
        return ()
    drug = int(context.batch.item_drug[item])
    start = kb.ints("cond_start")
    best = 0
    for entry in range(int(start[drug]), int(start[drug + 1])):
        other = int(kb.ints("cond_index")[entry])
        if kb.ints("cond_fact")[other] != FACT_CODE[rule.fact]:
            continue
        if not int(context.batch.item_route[item]) & int(kb.ints("cond_routes")[entry]):
            continue
        if kb.ints("cond_low")[other] <= beyond < kb.ints("cond_high")[other]:
            best = max(best, int(kb.ints("cond_action")[other]))
    opposite = {
        Op.LT: Comparator.AT_LEAST,
        Op.LE: Comparator.ABOVE,
        Op.GT: Comparator.AT_MOST,
        Op.GE: Comparator.BELOW,
    }
    return (FlipFact(rule.fact, opposite[rule.op], rule.value or "", rule.unit or "", ACTION_OF.get(best)),)


CHECK = Check(CheckKind.CONDITION, lambda batch, kb, options: conditions(batch, kb), _details)
