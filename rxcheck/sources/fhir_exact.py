"""Medication resources that the program has written itself, read without reading their texts again.

The extension `reading` holds what was made of a line and its fingerprint. Where anything that the reading depends on has
been edited since, the fingerprint does not fit, and the resource is read like that of anybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from rxcheck import fhir_terms as ft
from rxcheck.errors import InputError, QuantityError
from rxcheck.model import Dosage, DoseStep, Problem
from rxcheck.quantity import Dose, Frequency, Quantity
from rxcheck.sources.fhir_dosage import dose_of, duration_of, maximum_of, refills_of, supply_of
from rxcheck.sources.fhir_read import Node, first_day
from rxcheck.sources.fields import MAX_DAYS, MAX_REFILLS
from rxcheck.terms import Fact, Reason, Route

_HOURS = {"h": 1, "d": 24, "wk": 168}
_MOST = 100_000
_LONGEST = 1_000  # days of a cycle, steps of an instruction


class Exact(Struct, frozen=True):
    """A line as it was read the first time."""

    dosage: Dosage
    problems: tuple[Problem, ...]
    written: tuple[str, ...]
    start: date | None
    days: int | None
    quantity: Quantity | None
    refills: int | None


class _ForeignError(Exception):
    """The extension is not one that the program writes."""


def extensions(node: Node, url: str) -> list[Node]:
    """The extensions of an element with this address."""
    return [each for each in node.nodes("extension") if each.text("url") == url]


def exact_line(node: Node, key: str) -> Exact | None:
    """What the reading of a resource says; None where there is none, or where it is not that of these elements."""
    readings = extensions(node, ft.READING)
    if len(readings) != 1:
        return None
    (reading,) = readings
    marks = [each.text("valueString") for each in extensions(reading, ft.FINGERPRINT)]
    if marks != [ft.fingerprint(node.value)]:
        return None
    try:
        return _read(node, key, reading)
    except (InputError, QuantityError, _ForeignError):
        return None


def _read(node: Node, key: str, reading: Node) -> Exact:
    request = key == "dosageInstruction"
    days, quantity = supply_of(node) if request else _supply(reading)
    return Exact(
        dosage=_dosage(node.nodes(key), reading),
        problems=problems_of(reading),
        written=tuple(each.text("valueString") for each in extensions(reading, "written")),
        start=first_day(start, "valueDate") if (start := _single(reading, "start")) else None,
        days=days,
        quantity=quantity,
        refills=refills_of(node) if request else _whole(reading, "refills", MAX_REFILLS),
    )


def problems_of(reading: Node) -> tuple[Problem, ...]:
    """What could not be understood.

    Raises:
        InputError: a fact or a reason that the program does not know.
    """
    found = []
    for each in extensions(reading, "problem"):
        values = {part.text("url"): part for part in each.nodes("extension")}
        try:
            fact, reason = Fact(values["fact"].text("valueCode")), Reason(values["reason"].text("valueCode"))
        except (KeyError, ValueError):
            raise each.error("is not an extension of rxcheck") from None
        found.append(Problem(fact, reason, values["text"].text("valueString") if "text" in values else ""))
    return tuple(found)


def whole_number(node: Node, key: str, most: int = _MOST) -> int:
    """A whole number from 0 to `most`.

    Raises:
        InputError: it is none.
    """
    value = node.number(key)
    if value is None or value != int(value) or not 0 <= value <= most:
        raise node.error("is not an extension of rxcheck", key)
    return int(value)


def _single(reading: Node, url: str) -> Node | None:
    found = extensions(reading, url)
    if len(found) > 1:
        raise _ForeignError
    return found[0] if found else None


def _whole(reading: Node, url: str, most: int) -> int | None:
    each = _single(reading, url)
    return whole_number(each, "valueInteger", most) if each else None


def _supply(reading: Node) -> tuple[int | None, Quantity | None]:
    days, stated = _whole(reading, "days", MAX_DAYS), _single(reading, "quantity")
    if stated is None:
        return days, None
    value = stated.node("valueQuantity")
    number = value.number("value") if value else None
    if value is None or number is None:
        raise _ForeignError
    return days, Quantity.of(number, value.text("code"))


def _dosage(nodes: list[Node], reading: Node) -> Dosage:
    stated = _single(reading, "whole")
    if stated is None:
        if len(nodes) > 1:
            raise _ForeignError
        return _one(nodes[0]) if nodes else Dosage()
    whole = stated.node("valueDosage")
    if whole is None:
        raise _ForeignError
    one = _one(whole)
    return Dosage(
        dose=one.dose,
        route=one.route,
        frequency=one.frequency,
        as_needed=one.as_needed,
        max_per_day=one.max_per_day,
        days=one.days,
        text=one.text,
        frequency_low=one.frequency_low,
        steps=tuple(_step(each) for each in nodes),
        sides=one.sides,
    )


def _one(node: Node) -> Dosage:
    frequency, low, days, weekdays = _timing(node)
    if weekdays:
        raise _ForeignError
    return Dosage(
        dose=_dose(node),
        route=_route(node),
        frequency=frequency,
        as_needed=node.value.get("asNeededBoolean") is True,
        max_per_day=_clear(maximum_of, node),
        days=days,
        text=node.text("text") or None,
        frequency_low=low,
        sides=next((whole_number(each, "valueInteger", 2) for each in extensions(node, ft.SIDES)), None),
    )


def _step(node: Node) -> DoseStep:
    frequency, low, days, weekdays = _timing(node)
    on, cycle = weekdays, len(ft.WEEKDAYS) if weekdays else 0
    for each in node.nodes("modifierExtension"):
        if each.text("url") != ft.CYCLE or weekdays:
            raise _ForeignError
        cycle = next((whole_number(part, "valueInteger", _LONGEST) for part in extensions(each, "length")), 0)
        on = tuple(whole_number(part, "valueInteger", cycle - 1) for part in extensions(each, "day"))
    return DoseStep(
        dose=_dose(node),
        frequency=frequency,
        days=days,
        phase=whole_number(node, "sequence", _LONGEST),
        on=on,
        cycle=cycle,
        as_needed=node.value.get("asNeededBoolean") is True,
        frequency_low=low,
    )


def _dose(node: Node) -> Dose | None:
    parts = node.nodes("doseAndRate")
    if len(parts) > 1:
        raise _ForeignError
    return _clear(dose_of, parts[0]) if parts else None


def _clear(read: Callable[[Node, list[Problem]], Dose | None], node: Node) -> Dose | None:
    problems: list[Problem] = []
    found = read(node, problems)
    if problems:
        raise _ForeignError
    return found


def _route(node: Node) -> Route | None:
    concept = node.node("route")
    if concept is None:
        return None
    codes = [each.text("code") for each in concept.nodes("coding")]
    if len(codes) != 1 or codes[0] not in ft.ROUTE_CODES:
        raise _ForeignError
    return ft.ROUTE_CODES[codes[0]]


def _timing(node: Node) -> tuple[Frequency | None, Frequency | None, int | None, tuple[int, ...]]:
    """The highest frequency, the lowest where there are two, the days, and the days of the week."""
    timing = node.node("timing")
    repeat = timing.node("repeat") if timing else None
    if repeat is None:
        return None, None, None, ()
    bounds = repeat.node("boundsDuration")
    days = duration_of(bounds) if bounds else None
    try:
        weekdays = tuple(ft.WEEKDAYS.index(day) for day in repeat.texts("dayOfWeek"))
    except ValueError:
        raise _ForeignError from None
    least, most = repeat.number("frequency"), repeat.number("frequencyMax")
    shortest, longest = repeat.number("period"), repeat.number("periodMax")
    if least is None or shortest is None:
        return None, None, days, weekdays
    unit = _HOURS.get(repeat.text("periodUnit"), 0)
    high = _frequency(most or least, shortest, unit)
    low = _frequency(least, longest or shortest, unit) if most is not None or longest is not None else None
    return high, low, days, weekdays


def _frequency(count: Decimal, period: Decimal, unit: int) -> Frequency:
    if count != int(count) or period != int(period) or max(count, period * unit) > _MOST:
        raise _ForeignError
    return Frequency(int(count), int(period) * unit)
