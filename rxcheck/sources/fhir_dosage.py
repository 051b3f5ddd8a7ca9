"""FHIR Dosage and dispense request → dosage, days and quantity."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from rxcheck.errors import QuantityError
from rxcheck.fhir_terms import ROUTE_CODES
from rxcheck.model import Dosage, Problem
from rxcheck.quantity import Dose, Frequency, Quantity, parse_dose
from rxcheck.sig.frequency import parse_frequency
from rxcheck.sig.parse import SigResult, parse_sig
from rxcheck.sig.routes import parse_route
from rxcheck.sources.fhir_read import Node, first_day, text_of
from rxcheck.sources.fhir_steps import steps_of
from rxcheck.sources.fields import MAX_REFILLS
from rxcheck.terms import Fact, Reason, Route

_MAX_COUNT = 1_000
_MAX_HOURS = 10 * 8_760
_HOURS = {"h": 1, "d": 24, "wk": 168, "mo": 720, "a": 8760, "min": 0, "s": 0}
# EventTiming codes that say a time of day once.
_WHEN = frozenset(
    {"MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early", "EVE.late", "NIGHT",
     "HS", "WAKE", "ACM", "ACD", "ACV", "PCM", "PCD", "PCV", "CM", "CD", "CV"}
)  # fmt: skip
_WHEN_MEALS = frozenset({"C", "AC", "PC"})


def dosage_of(node: Node, key: str) -> tuple[Dosage, tuple[Problem, ...]]:
    """The dosage of a request or statement. Several instructions are steps where they say which holds when, else a problem:
    never a sum, never a guess."""
    instructions = node.nodes(key)
    if not instructions:
        return Dosage(), ()
    if len(instructions) > 1:
        text = (
            "; ".join(item.text("text") for item in instructions if item.text("text")) or f"{len(instructions)} steps"
        )
        read = [_one(item) for item in instructions]
        numbers = [_sequence(item) for item in instructions]
        stepped = steps_of(numbers, [part for part, _ in read], text)
        if stepped is not None and not any(problems for _, problems in read):
            return stepped, ()
        first = read[0][0]
        return Dosage(route=first.route, text=text), (Problem(Fact.DOSE, Reason.UNPARSABLE, text),)
    return _one(instructions[0])


def texts_of(node: Node, key: str) -> tuple[str, ...]:
    """What people wrote of the dosage: its text, and names of timing and route that stand there without a code."""
    found = []
    for item in node.nodes(key):
        timing = item.node("timing")
        for concept in (timing.node("code") if timing else None, item.node("route")):
            if concept is not None and not concept.nodes("coding"):
                found.append(concept.text("text"))
        found.append(item.text("text"))
    return tuple(text for text in found if text)


def _sequence(node: Node) -> int | None:
    number = node.number("sequence")
    return int(number) if number is not None and number == int(number) else None


def _one(node: Node) -> tuple[Dosage, tuple[Problem, ...]]:
    problems: list[Problem] = []
    text = node.text("text")
    if node.nodes("modifierExtension"):
        # Something that changes the meaning of the instruction, which nobody may overlook.
        problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, text or "modifierExtension"))
    dose = _dose(node, problems)
    timing = node.node("timing")
    frequency, days = _timing(timing, problems) if timing else (None, None)
    written = parse_sig(text) if text else SigResult(Dosage())
    read = written.dosage
    changing = written.problems and not (read.dose or read.frequency or written.leftover)
    if not (dose and frequency) or changing:
        # What the structure leaves out is taken from the text; where it leaves nothing out, only a text that says
        # that the dose changes ("then …") counts against it.
        problems.extend(written.problems)
    if frequency and read.frequency and not written.problems and frequency.normalised() != read.frequency.normalised():
        problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, text))
    if dose and read.dose and not written.problems and dose != read.dose and not _generic(dose):
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, text))
    agree = dose in (None, read.dose) and (frequency is None or _same(frequency, read.frequency))
    if read.steps and not agree and not problems:
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, text))
    dosage = Dosage(
        frequency_low=read.frequency_low if agree else None,
        steps=read.steps if agree else (),
        dose=dose or read.dose,
        route=_route(node, problems) or read.route,
        frequency=frequency or read.frequency,
        as_needed=_as_needed(node) or read.as_needed,
        max_per_day=maximum_of(node, problems) or read.max_per_day,
        days=days or read.days,
        text=text or None,
    )
    return dosage, tuple(dict.fromkeys(problems))


def _same(one: Frequency, other: Frequency | None) -> bool:
    return other is not None and one.normalised() == other.normalised()


def _generic(dose: Dose) -> bool:
    return dose.low.unit.code == "{dose}"


def _as_needed(node: Node) -> bool:
    value = node.value.get("asNeededBoolean")
    if value is not None and not isinstance(value, bool):
        raise node.error("is not true or false", "asNeededBoolean")
    return bool(value) or node.node("asNeededCodeableConcept") is not None


def _dose(node: Node, problems: list[Problem]) -> Dose | None:
    found: Dose | None = None
    for part in node.nodes("doseAndRate"):
        dose = dose_of(part, problems)
        if found and dose and dose != found:
            problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, node.text("text") or "several doses"))
            return None
        found = found or dose
    return found


def dose_of(part: Node, problems: list[Problem]) -> Dose | None:
    """The dose of one `doseAndRate`: an amount, a range, an amount per time, or an amount per so many hours."""
    for key in ("doseQuantity", "rateQuantity"):
        if quantity := part.node(key):
            return _amount(quantity, None, problems)
    for key in ("doseRange", "rateRange"):
        if span := part.node(key):
            low, high = span.node("low"), span.node("high")
            return _amount(low, high, problems) if low else _amount(high, None, problems) if high else None
    if ratio := part.node("rateRatio"):
        return _rate(ratio, problems)
    return None


def _rate(ratio: Node, problems: list[Problem]) -> Dose | None:
    top, bottom = ratio.node("numerator"), ratio.node("denominator")
    amount = _amount(top, None, problems) if top else None
    hours = _HOURS.get(bottom.text("code") or bottom.text("unit"), 0) if bottom else 0
    value = bottom.number("value") if bottom else None
    if amount is None or amount.rate_hours is not None or not hours or value is None or value * hours < 1:
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, "rateRatio"))
        return None
    if value * hours != int(value * hours):
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, "rateRatio"))
        return None
    return Dose(amount.low, amount.high, amount.basis, int(value * hours))


def _amount(low: Node, high: Node | None, problems: list[Problem]) -> Dose | None:
    """One amount, or a range of two of one kind; each end in its own unit."""
    ends = [_end(quantity) for quantity in (low, high) if quantity is not None]
    if any(end is not None and end[0] is None for end in ends):
        texts = " - ".join(end[1] for end in ends if end)
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, texts))
        return None
    doses = [end[0] for end in ends if end is not None and end[0] is not None]
    if len(doses) < len(ends):
        return None
    first, last = doses[0], doses[-1]
    try:
        if (first.basis, first.rate_hours) != (last.basis, last.rate_hours):
            raise QuantityError("the ends of a range are not of one kind")
        return Dose(first.low, last.low if high is not None else None, first.basis, first.rate_hours)
    except QuantityError:
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, " - ".join(end[1] for end in ends if end)))
        return None


def _end(quantity: Node) -> tuple[Dose | None, str] | None:
    """The amount of a quantity (None where its unit is not understood) and its text; None where it has no value."""
    value = quantity.number("value")
    if value is None:
        return None
    if value <= 0:
        raise quantity.error("dose is negative" if value < 0 else "dose is zero", "value")
    code, unit = quantity.text("code"), quantity.text("unit")
    text = f"{value:f} {unit or code}".strip()
    for name in dict.fromkeys((code or unit or "{dose}", unit or code or "{dose}")):
        try:
            return parse_dose(f"{value:f}", name), text
        except QuantityError:
            continue
    return None, text


def _timing(timing: Node, problems: list[Problem]) -> tuple[Frequency | None, int | None]:
    repeat, code = timing.node("repeat"), timing.node("code")
    named = text_of(code) if code else ""
    days = _days(repeat) if repeat else None
    frequency = None
    try:
        frequency = _repeat(repeat) if repeat else None
    except QuantityError:
        problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "timing.repeat"))
    if frequency is None and named:
        texts = [named, *(item.text("code") for item in (code.nodes("coding") if code else []))]
        frequency = next((found for text in texts if (found := parse_frequency(text))), None)
        if frequency is None:
            problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, named))
    if frequency is None and not named and timing.texts("event"):
        problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "timing.event"))
    return frequency, days


def _repeat(repeat: Node) -> Frequency | None:
    """The highest frequency: most doses in the shortest period.

    Raises:
        QuantityError: a timing that gives no rate per hour.
    """
    period = repeat.number("period")
    most = repeat.number("frequencyMax") or repeat.number("frequency")
    unit = repeat.text("periodUnit")
    when = repeat.texts("when")
    weekdays = repeat.texts("dayOfWeek")
    clock = repeat.texts("timeOfDay")
    if period is None and most is None:
        times = len(clock) or _times(when)
        if weekdays:
            return Frequency((times or 1) * len(set(weekdays)), 168)
        return Frequency(times, 24) if times else None
    hours = _HOURS.get(unit)
    if not hours or period is None or weekdays or period <= 0 or (most is not None and most <= 0):
        raise QuantityError("timing gives no rate per hour")
    rate = Fraction(most or 1) / (Fraction(period) * hours)
    times = len(clock) or _times(when)
    if times > 1 and most is None:
        rate *= times
    if times > 1 and most is not None and int(most) != times:
        raise QuantityError("timing contradicts itself")
    total = Fraction(period) * hours
    number = rate * total
    whole = number.denominator == 1 and total.denominator == 1
    count, hours = (int(number), int(total)) if whole else (rate.numerator, rate.denominator)
    if count > _MAX_COUNT or hours > _MAX_HOURS:
        raise QuantityError("timing is beyond what can be meant")
    return Frequency(count, hours)


def _times(when: list[str]) -> int:
    known = [code for code in when if code in _WHEN]
    if len(known) < len([code for code in when if code not in _WHEN_MEALS]):
        raise QuantityError("an event that is no time of day")
    return len(set(known)) or (3 if set(when) & _WHEN_MEALS else 0)


def _days(repeat: Node) -> int | None:
    bounds = repeat.node("boundsDuration")
    if bounds is None and (span := repeat.node("boundsRange")):
        bounds = span.node("high")
    if bounds:
        return duration_of(bounds)
    period = repeat.node("boundsPeriod")
    if period and period.text("start") and period.text("end"):
        start, end = first_day(period, "start"), first_day(period, "end")
        if start and end:
            if end < start:
                raise period.error("ends before it starts")
            return (end - start).days + 1
    return None


def duration_of(node: Node) -> int | None:
    """Whole days of a Duration, rounded up; None where it has no value or its unit is not understood."""
    value, unit = node.number("value"), node.text("code") or node.text("unit")
    hours = {**_HOURS, "day": 24, "days": 24, "week": 168, "weeks": 168, "天": 24, "months": 720, "month": 720}.get(
        unit or "d"
    )
    if value is None or not hours:
        return None
    if value <= 0:
        raise node.error("is not positive", "value")
    days = math.ceil(Fraction(value) * hours / 24)
    if days > 36_600:
        raise node.error("is beyond what can be meant", "value")
    return days


def maximum_of(node: Node, problems: list[Problem]) -> Dose | None:
    """The most in a day; a maximum for another period is a problem. R5 gives a list of ratios, R4 one."""
    raw = node.value.get("maxDosePerPeriod")
    if isinstance(raw, list):
        ratio = node.nodes("maxDosePerPeriod")[0] if raw else None
    else:
        ratio = node.node("maxDosePerPeriod")
    if ratio is None:
        return None
    top, bottom = ratio.node("numerator"), ratio.node("denominator")
    amount = _amount(top, None, problems) if top else None
    hours = _HOURS.get(bottom.text("code") or bottom.text("unit"), 0) if bottom else 0
    value = bottom.number("value") if bottom else None
    if amount is None or value is None or value * hours != 24:
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, "maxDosePerPeriod"))
        return None
    return Dose(amount.most, None, amount.basis)


def _route(node: Node, problems: list[Problem]) -> Route | None:
    concept = node.node("route")
    if concept is None:
        return None
    codings = concept.nodes("coding")
    by_code = next((ROUTE_CODES[item.text("code")] for item in codings if item.text("code") in ROUTE_CODES), None)
    texts = [
        concept.text("text"),
        *(item.text("display") for item in codings),
        *(item.text("code") for item in codings),
    ]
    route = by_code or next((found for text in texts if text and (found := parse_route(text))), None)
    if route is None:
        problems.append(Problem(Fact.ROUTE, Reason.UNPARSABLE, text_of(concept)))
    return route


def refills_of(node: Node) -> int | None:
    """How often the amount may be dispensed again."""
    request = node.node("dispenseRequest")
    repeats = request.number("numberOfRepeatsAllowed") if request else None
    if request is None or repeats is None:
        return None
    if repeats != int(repeats) or not 0 <= repeats <= MAX_REFILLS:
        raise request.error(f"refills is not between 0 and {MAX_REFILLS}", "numberOfRepeatsAllowed")
    return int(repeats)


def supply_of(node: Node) -> tuple[int | None, Quantity | None]:
    """Days of supply and the amount to dispense."""
    request = node.node("dispenseRequest")
    if request is None:
        return None, None
    duration, quantity = request.node("expectedSupplyDuration"), request.node("quantity")
    days = duration_of(duration) if duration else None
    value: Decimal | None = quantity.number("value") if quantity else None
    if quantity is None or value is None:
        return days, None
    if value < 0:
        raise quantity.error("quantity is negative", "value")
    unit = quantity.text("unit") or quantity.text("code") or "{dose}"
    for name in (quantity.text("code") or unit, unit, "{dose}"):
        try:
            return days, Quantity.of(value, name)
        except QuantityError:
            continue
    return days, None
