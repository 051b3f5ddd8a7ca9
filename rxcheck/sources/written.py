"""Dose, route, frequency and instruction as written in separate fields → one dosage."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.errors import InputError, Location
from rxcheck.model import Dosage, Problem
from rxcheck.quantity import Dose, Frequency
from rxcheck.sig.parse import SigResult, parse_dose_text, parse_sig
from rxcheck.sig.routes import parse_route
from rxcheck.sources.fields import fold
from rxcheck.terms import Fact, Reason, Route

_SIGNED = re.compile(r"\s*[-−﹣－]\s*[\d.]")
_ZERO = re.compile(r"\s*0*(\.0*)?0\s*(?![\d.,/])")


class Written(Struct, frozen=True):
    """The fields of a line as written; None or blank where there is none."""

    dose: str | None = None
    unit: str | None = None
    route: str | None = None
    frequency: str | None = None
    sig: str | None = None
    as_needed: bool | None = None
    max_per_day: str | None = None
    days: int | None = None


def dosage_of(written: Written, where: Location, dose_field: str = "dose") -> tuple[Dosage, tuple[Problem, ...]]:
    """The dosage, and a problem for every field that is there but not understood.

    Raises:
        InputError: a dose that is negative or zero.
    """
    problems: list[Problem] = []
    sig = _filled(written.sig)
    base = parse_sig(sig) if sig else SigResult(Dosage())
    problems.extend(base.problems)
    dosage = base.dosage
    dose = _dose(written, where, dose_field, problems)
    if dose:
        if dosage.dose and dosage.dose != dose:
            problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, written.sig or ""))
        # Steps that state no dose of their own ("bd for 5 days, then od") take it from its field.
        steps = tuple(replace(step, dose=dose) for step in dosage.steps if step.dose is None)
        kept = dosage.steps if dosage.dose == dose else steps if len(steps) == len(dosage.steps) else ()
        dosage = replace(dosage, dose=dose, steps=kept)
    dosage = _timed(dosage, written, problems)
    if (text := _filled(written.route)) is not None:
        route = parse_route(text)
        if route is None:
            problems.append(Problem(Fact.ROUTE, Reason.UNPARSABLE, text))
        dosage = replace(dosage, route=_agreed(route, dosage.route, text, problems))
    if (text := _filled(written.max_per_day)) is not None:
        dosage = replace(dosage, max_per_day=_most(text, where, problems))
    if written.as_needed is not None:
        dosage = replace(dosage, as_needed=written.as_needed or dosage.as_needed)
    if written.days is not None:
        dosage = replace(dosage, days=written.days)
    shown = _filled(written.sig) or " ".join(filter(None, map(_filled, _parts(written)))) or None
    return replace(dosage, text=shown), tuple(dict.fromkeys(problems))


def texts_of(written: Written) -> tuple[str, ...]:
    """The fields as the prescriber wrote them, the dose with its unit."""
    dose = " ".join(filter(None, map(_filled, (written.dose, written.unit)))) or None
    parts = (dose, written.route, written.frequency, written.sig, written.max_per_day)
    return tuple(text for part in parts if (text := _filled(part)) is not None)


def _parts(written: Written) -> tuple[str | None, ...]:
    return written.dose, written.unit, written.route, written.frequency


def _filled(text: str | None) -> str | None:
    return text.strip() if text is not None and text.strip() else None


def refuse_impossible(text: str, where: Location, what: str = "dose") -> None:
    """Refuses a dose that is negative or zero.

    Raises:
        InputError: it is.
    """
    if _SIGNED.match(text):
        raise InputError(f"{what} is negative", where)
    if _ZERO.match(text):
        raise InputError(f"{what} is zero", where)


def _dose(written: Written, where: Location, field: str, problems: list[Problem]) -> Dose | None:
    text = _filled(written.dose)
    unit = _filled(written.unit)
    if text is None:
        if unit is not None:
            problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, unit))
        return None
    refuse_impossible(text, where, field)
    whole = f"{text} {unit}" if unit else text
    dose = parse_dose_text(whole)
    if dose is None:
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, whole))
    return dose


def _timed(dosage: Dosage, written: Written, problems: list[Problem]) -> Dosage:
    text = _filled(written.frequency)
    if text is None:
        return dosage
    timing = parse_sig(text)
    read = timing.dosage
    if timing.problems or timing.leftover or read.dose is not None or (read.frequency is None and not read.as_needed):
        problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, text))
    agree = not (dosage.frequency and read.frequency) or _same(dosage.frequency, read.frequency)
    if not agree:
        problems.append(Problem(Fact.FREQUENCY, Reason.UNPARSABLE, f"{text}; {written.sig}"))
    steps = tuple(replace(step, dose=dosage.dose) for step in read.steps) if read.dose is None else ()
    return replace(
        dosage,
        frequency_low=read.frequency_low or (None if read.frequency else dosage.frequency_low),
        steps=steps or (dosage.steps if agree else ()),
        frequency=read.frequency or dosage.frequency,
        as_needed=read.as_needed or dosage.as_needed,
        max_per_day=read.max_per_day or dosage.max_per_day,
        days=read.days or dosage.days,
        route=read.route or dosage.route,
    )


def _same(one: Frequency, other: Frequency) -> bool:
    return one.normalised() == other.normalised()


def _agreed(route: Route | None, other: Route | None, text: str, problems: list[Problem]) -> Route | None:
    if route and other and route is not other:
        problems.append(Problem(Fact.ROUTE, Reason.UNPARSABLE, text))
    return route or other


def _most(text: str, where: Location, problems: list[Problem]) -> Dose | None:
    refuse_impossible(text, where, "max_per_day")
    dose = parse_dose_text(text)
    if dose is None or dose.rate_hours not in (None, 24):
        problems.append(Problem(Fact.DOSE, Reason.UNPARSABLE, text))
        return None
    return Dose(dose.most, None, dose.basis)


def number_text(value: Decimal | int) -> str:
    """A number as a person should write it: the zeros behind the point of a number of JSON are nobody's handwriting."""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def status_is_current(text: str, where: Location) -> bool:
    """True for "current", False for "new".

    Raises:
        InputError: any other word.
    """
    folded = fold(text)
    if folded in ("current", "既往", "在用", "正在用药", "taking"):
        return True
    if folded in ("new", "新", "新开", "本次"):
        return False
    raise InputError("status is not understood: write new or current", where)
