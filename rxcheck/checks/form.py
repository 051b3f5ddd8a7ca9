"""Form: what the prescription itself must hold, and what the law allows."""

from __future__ import annotations

from rxcheck.checks.amounts import number as plain
from rxcheck.checks.interface import Check, Context, Details
from rxcheck.engine.forms import forms
from rxcheck.engine.hits import Hits
from rxcheck.finding import Comparator, Compared, Fragment, SlotKind, SlotValue
from rxcheck.kb.terms import FormField
from rxcheck.terms import CheckKind, Fact

MOST_SHOWN = 4
# What a number is about, and its unit (UCUM).
COUNTED: dict[FormField | None, tuple[Fact, str]] = {
    FormField.LINES: (Fact.DRUG, ""),
    FormField.DAYS: (Fact.DAYS, "d"),
    FormField.SUPPLY: (Fact.QUANTITY, "d"),
    FormField.DOSES: (Fact.QUANTITY, "{dose}"),
    FormField.REFILLS: (Fact.REFILLS, ""),
    FormField.REFILL_DAYS: (Fact.REFILLS, "d"),
}


def _details(context: Context, hits: Hits, number: int) -> Details:
    rule = context.kb.rules(CheckKind.FORM)[int(hits.rule[number])]
    if hits.texts and hits.texts[number]:
        return _written(context, hits.texts[number])
    drugs = _drugs(context.drugs(hits, number))
    slots = [("drug", SlotValue(SlotKind.DRUGS, drugs))] if drugs else []
    facts = context.used(int(hits.rx[number]), rule)
    compared = _compared(context, hits, number)
    if compared is not None:
        slots.append(("limit", SlotValue(SlotKind.AMOUNT, (compared.limit, compared.unit))))
        slots.append(("observed", SlotValue(SlotKind.AMOUNT, (compared.observed, compared.unit))))
    return Details(drugs, tuple(slots), compared, facts=facts, when=rule.when)


def _drugs(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """The distinct ingredients; what is written unsafely is about none."""
    return tuple(dict.fromkeys(drugs))


def _compared(context: Context, hits: Hits, number: int) -> Compared | None:
    rule = context.kb.rules(CheckKind.FORM)[int(hits.rule[number])]
    observed = hits.observed[number] if hits.observed else None
    if observed is None or rule.value is None:
        return None
    fact, unit = COUNTED[rule.field]
    return Compared(fact, plain(observed), Comparator.ABOVE, rule.value, unit)


def _written(context: Context, texts: tuple[tuple[int, str], ...]) -> Details:
    """Sentences name the first few fragments; the finding holds all of them."""
    fragments = tuple(Fragment(context.lines[line].id, text) for line, text in texts)
    distinct = tuple(dict.fromkeys(text for _, text in texts))
    shown = distinct if len(distinct) <= MOST_SHOWN else (*distinct[: MOST_SHOWN - 1], "…")
    return Details((), (("observed", SlotValue(SlotKind.WRITTEN, shown)),), fragments=fragments)


CHECK = Check(
    CheckKind.FORM,
    lambda batch, kb, options: forms(batch, kb, options.jurisdiction),
    _details,
    _drugs,
    _compared,
    lambda rule: rule.value is not None,
)
