"""Conditions: one ingredient against one patient fact."""

from __future__ import annotations

from rxcheck.checks.amounts import number
from rxcheck.checks.facts_used import fact_text
from rxcheck.checks.interface import Check, Context, Details, Slots, first_drug
from rxcheck.engine.batch import MISSING
from rxcheck.engine.facts import conditions
from rxcheck.engine.hits import Hits
from rxcheck.finding import Comparator, Compared, SlotKind, SlotValue
from rxcheck.kb.compiled_text import RuleInfo
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
    (drug,) = first_drug(context.drugs(hits, hit))
    slots: Slots = (("drug", SlotValue(SlotKind.DRUG, (drug,))),)
    if rule.fact in (Fact.CONDITION, Fact.INDICATION) or rule.fact is None or rule.op is None:
        named = tuple((rule.value or "").split("|"))
        slots = (*slots, ("condition", SlotValue(SlotKind.CONDITION, named)))
        return Details((drug,), slots, facts=context.used(int(hits.rx[hit]), rule), when=rule.when)
    facts = context.used(int(hits.rx[hit]), rule, rule.fact)
    compared = _compared(context, hits, hit)
    observed, limit, unit = compared.observed if compared else "", _limit(rule), rule.unit or ""
    slots = (
        *slots,
        ("limit", SlotValue(SlotKind.AMOUNT, (limit, unit))),
        ("observed", SlotValue(SlotKind.AMOUNT, (observed, unit))),
    )
    return Details((drug,), slots, compared, facts=facts, when=rule.when)


def _limit(rule: RuleInfo) -> str:
    return f"{rule.value}-{rule.value_high}" if rule.value_high else rule.value or ""


def _compares(rule: RuleInfo) -> bool:
    return rule.fact not in (None, Fact.CONDITION, Fact.INDICATION) and rule.op not in (None, Op.IS)


def _compared(context: Context, hits: Hits, hit: int) -> Compared | None:
    """The value beside the limit; of an age, and where only a range is known, as the fact says it."""
    rule = context.kb.rules(CheckKind.CONDITION)[int(hits.rule[hit])]
    if not _compares(rule):
        return None
    assert rule.fact is not None and rule.op is not None  # noqa: S101 - excluded above
    rx, value = int(hits.rx[hit]), hits.observed[hit] if hits.observed else None
    if value is not None and rule.fact is not Fact.AGE:
        observed = number(value)
    else:
        low, high = int(context.batch.fact_low[rule.fact][rx]), int(context.batch.fact_high[rule.fact][rx])
        observed = "" if low == MISSING else fact_text(rule.fact, low, high)
    return Compared(rule.fact, observed, _COMPARATOR[rule.op], _limit(rule), rule.unit or "")


CHECK = Check(
    CheckKind.CONDITION,
    lambda batch, kb, options: conditions(batch, kb),
    _details,
    first_drug,
    _compared,
    _compares,
)
