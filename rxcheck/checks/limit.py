"""Limits: amounts, frequency and duration of one ingredient, or of a sum of equivalents."""

from __future__ import annotations

from rxcheck.checks.amounts import FACT_OF_LIMIT, in_unit
from rxcheck.checks.duplicate import all_drugs
from rxcheck.checks.interface import Check, Context, Details
from rxcheck.engine.hits import Hits
from rxcheck.engine.limits import limits
from rxcheck.finding import Comparator, Compared, FlipFact, SlotKind, SlotValue
from rxcheck.kb.terms import LOWER_LIMITS, LimitKind
from rxcheck.quantity import Basis
from rxcheck.terms import CheckKind, Fact

_BODY = {Basis.KG.value: (Fact.WEIGHT,), Basis.M2.value: (Fact.WEIGHT, Fact.HEIGHT)}
# What no slip of the pen explains.
_NO_SLIP = (LimitKind.DURATION_MAX, LimitKind.RATE_MAX, LimitKind.COURSE_MAX)


def _details(context: Context, hits: Hits, number: int) -> Details:
    rule = context.kb.rules(CheckKind.LIMIT)[int(hits.rule[number])]
    items = hits.items[number]
    drugs = all_drugs(context.drugs(hits, number))
    compared = _compared(context, hits, number)
    assert rule.limit is not None  # noqa: S101 - limit rules always have one
    fact, observed, limit, unit = compared.fact, compared.observed, compared.limit, compared.unit
    slip, usual = None, None
    if len(items) == 1 and rule.limit not in _NO_SLIP:
        from rxcheck.checks.slips import slip_of

        slip, usual = slip_of(context, items[0], rule.limit)
    return Details(
        drugs,
        (
            ("drug", SlotValue(SlotKind.DRUGS, drugs)),
            ("limit", SlotValue(SlotKind.AMOUNT, (limit, unit))),
            ("observed", SlotValue(SlotKind.AMOUNT, (observed, unit))),
        ),
        compared,
        (
            FlipFact(
                fact,
                Comparator.AT_LEAST if compared.comparator is Comparator.BELOW else Comparator.AT_MOST,
                limit,
                unit,
                None,
            ),
        ),
        facts=context.used(int(hits.rx[number]), rule, *_BODY.get(rule.per or "", ())),
        when=rule.when,
        slip=slip,
        usual=usual,
    )


def _compared(context: Context, hits: Hits, number: int) -> Compared:
    rule = context.kb.rules(CheckKind.LIMIT)[int(hits.rule[number])]
    observed_value = hits.observed[number] if hits.observed else None
    limit_value = hits.limit[number] if hits.limit else None
    assert observed_value is not None and limit_value is not None and rule.limit is not None  # noqa: S101
    observed, unit = in_unit(observed_value, rule)
    limit, _ = in_unit(limit_value, rule)
    comparator = Comparator.BELOW if rule.limit in LOWER_LIMITS else Comparator.ABOVE
    return Compared(FACT_OF_LIMIT[rule.limit], observed, comparator, limit, unit)


CHECK = Check(
    CheckKind.LIMIT, lambda batch, kb, options: limits(batch, kb), _details, all_drugs, _compared, lambda rule: True
)
