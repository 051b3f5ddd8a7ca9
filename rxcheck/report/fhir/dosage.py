"""Dosage → FHIR Dosage: one element, or one for each step of an instruction."""

from __future__ import annotations

import math

from rxcheck import fhir_terms as ft
from rxcheck.model import Dosage, DoseStep
from rxcheck.quantity import Dose, Frequency, Quantity
from rxcheck.report.fhir.parts import Json, clean, coding, concept, extension, filled, measured
from rxcheck.report.words import term
from rxcheck.terms import Lang, Route

_PERIODS = ((168, "wk"), (24, "d"), (1, "h"))
_RATES = {1: "h", 24: "d", 168: "wk"}


def dosages(dosage: Dosage, lang: Lang) -> list[Json]:
    """The dosage instructions: steps in their sequence, those of one phase with the same number. The whole text stands in the
    first."""
    if not dosage.steps:
        one = whole(dosage, lang)
        return [one] if one else []
    found = [_step(step, dosage, lang) for step in dosage.steps]
    text = clean(dosage.text)
    return [{**found[0], "text": text}, *found[1:]] if text else found


def whole(dosage: Dosage, lang: Lang) -> Json:
    """The dosage without its steps."""
    return filled(
        extension=[extension(ft.SIDES, valueInteger=dosage.sides)] if dosage.sides is not None else None,
        text=clean(dosage.text),
        timing=_timing(dosage.frequency, dosage.frequency_low, dosage.days, lang),
        asNeededBoolean=True if dosage.as_needed else None,
        route=_route(dosage.route, lang),
        doseAndRate=[dose_and_rate(dosage.dose, lang)] if dosage.dose else None,
        maxDosePerPeriod=_maximum(dosage.max_per_day, lang) if dosage.max_per_day else None,
    )


def quantity(value: Quantity, lang: Lang, suffix: str = "") -> Json:
    """An amount, with `suffix` behind its unit ("/kg"); dose forms are annotations of UCUM."""
    return measured(value.value, value.unit.code + suffix, lang)


def dose_and_rate(dose: Dose, lang: Lang) -> Json:
    """A dose, a range of doses, or an amount per time."""
    suffix = f"/{dose.basis.value}" if dose.basis else ""
    kind = "dose"
    if dose.rate_hours is not None:
        if dose.rate_hours not in _RATES:
            bottom = measured(dose.rate_hours, "h", lang)
            return {"rateRatio": {"numerator": quantity(dose.most, lang, suffix), "denominator": bottom}}
        kind, suffix = "rate", f"{suffix}/{_RATES[dose.rate_hours]}"
    if dose.high is None:
        return {f"{kind}Quantity": quantity(dose.low, lang, suffix)}
    return {f"{kind}Range": {"low": quantity(dose.low, lang, suffix), "high": quantity(dose.high, lang, suffix)}}


def _maximum(dose: Dose, lang: Lang) -> Json:
    suffix = f"/{dose.basis.value}" if dose.basis else ""
    return {"numerator": quantity(dose.most, lang, suffix), "denominator": measured(1, "d", lang)}


def _route(route: Route | None, lang: Lang) -> Json | None:
    if route is None:
        return None
    return concept(term(route, lang), [coding(ft.SNOMED, ft.CODE_OF_ROUTE[route])])


def _timing(
    frequency: Frequency | None, low: Frequency | None, days: int | None, lang: Lang, weekdays: tuple[int, ...] = ()
) -> Json | None:
    repeat: Json = {}
    if days is not None:
        repeat["boundsDuration"] = measured(days, "d", lang)
    if frequency is not None:
        repeat |= _rate(frequency, low)
    if weekdays:
        repeat["dayOfWeek"] = [ft.WEEKDAYS[day] for day in weekdays]
    return {"repeat": repeat} if repeat else None


def _rate(high: Frequency, low: Frequency | None) -> Json:
    if low is not None and low.hours != high.hours and low.count != high.count:
        hours = math.lcm(low.hours, high.hours)
        high = Frequency(high.count * (hours // high.hours), hours)
        low = Frequency(low.count * (hours // low.hours), hours)
    longest = low.hours if low is not None else high.hours
    hours, unit = next((hours, unit) for hours, unit in _PERIODS if high.hours % hours == 0 and longest % hours == 0)
    return filled(
        frequency=high.count if low is None else low.count,
        frequencyMax=high.count if low is not None and low.count != high.count else None,
        period=high.hours // hours,
        periodMax=longest // hours if longest != high.hours else None,
        periodUnit=unit,
    )


def _step(step: DoseStep, dosage: Dosage, lang: Lang) -> Json:
    weekly = bool(step.on) and step.cycle == len(ft.WEEKDAYS)
    # Who does not know of cycles must not take "every second day" for every day: a modifier says so.
    cycle = None
    if step.cycle and not weekly:
        days = [extension("day", valueInteger=day) for day in step.on]
        cycle = [extension(ft.CYCLE, [extension("length", valueInteger=step.cycle), *days])]
    return filled(
        modifierExtension=cycle,
        sequence=step.phase,
        timing=_timing(step.frequency, step.frequency_low, step.days, lang, step.on if weekly else ()),
        asNeededBoolean=True if step.as_needed else None,
        route=_route(dosage.route, lang),
        doseAndRate=[dose_and_rate(step.dose, lang)] if step.dose else None,
        maxDosePerPeriod=_maximum(dosage.max_per_day, lang) if dosage.max_per_day else None,
    )
