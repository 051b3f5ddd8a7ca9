"""Names, doses and instructions as a prescriber writes them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from rxcheck.kb import schema as sc
from rxcheck.quantity import UNITS
from rxcheck.terms import Route
from rxcheck.train.making.pool import Stock
from rxcheck.train.making.wish import LineWish, stepped

Both = dict[str, str]
_GRAM = Decimal(1000)

# Route → English, abbreviated English, Chinese, abbreviated Chinese.
ROUTES: Mapping[Route, tuple[str, str, str, str]] = MappingProxyType(
    {
        Route.ORAL: ("by mouth", "PO", "口服", "po"),
        Route.SC: ("subcutaneously", "SC", "皮下注射", "皮下注射"),
        Route.IV: ("intravenously", "IV", "静脉滴注", "静脉滴注"),
        Route.IM: ("intramuscularly", "IM", "肌内注射", "肌内注射"),
    }
)
# Hours between doses → the same.
_FREQUENCIES: Mapping[int, tuple[str, str, str, str]] = MappingProxyType(
    {
        4: ("every 4 hours", "q4h", "每4小时一次", "q4h"),
        6: ("four times daily", "qid", "每日四次", "qid"),
        8: ("three times daily", "tid", "每日三次", "tid"),
        12: ("twice daily", "bid", "每日两次", "bid"),
        24: ("once daily", "qd", "每日一次", "qd"),
        48: ("every other day", "every other day", "隔日一次", "隔日一次"),
        168: ("once weekly", "once weekly", "每周一次", "每周一次"),
        336: ("every 2 weeks", "every 2 weeks", "每2周一次", "每2周一次"),
        672: ("every 4 weeks", "every 4 weeks", "每4周一次", "每4周一次"),
    }
)
_UNITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"mg": (" mg", "mg"), "g": (" g", "g"), "ug": (" mcg", "微克"), "[IU]": (" units", "单位")}
)


def can_write(stock: Stock, usual: sc.UsualDose, hours: int) -> bool:
    """True where there are words for it."""
    return stock.route in ROUTES and usual.unit in _UNITS and hours in _FREQUENCIES


def name_of(stock: Stock, branded: bool) -> Both:
    """The name of a drug, or its brand name."""
    if branded and stock.brand is not None:
        return {"en": stock.brand[0], "zh": stock.brand[1]}
    return {"en": stock.names[0], "zh": stock.names[1]}


def sig_of(amount: Decimal, unit: str, route: Route, hours: int, short: bool) -> Both:
    """One dose, its route, how often."""
    if unit == "mg" and amount >= _GRAM:
        amount, unit = amount / _GRAM, "g"
    number = format(amount.normalize(), "f")
    english, chinese = _UNITS[unit]
    way, often = ROUTES[route], _FREQUENCIES[hours]
    at = 1 if short else 0
    return {
        "en": f"{number}{english} {way[at]} {often[at]}",
        "zh": f"{number}{chinese} {way[2 + at]} {often[2 + at]}",
    }


def open_sig(amount: Decimal, unit: str, route: Route) -> Both:
    """An instruction that leaves the use open."""
    sig = sig_of(amount, unit, route, 24, short=False)
    return {
        "en": sig["en"].replace(_FREQUENCIES[24][0], "as directed"),
        "zh": sig["zh"].replace(_FREQUENCIES[24][2], "遵医嘱"),
    }


def single_dose(usual: sc.UsualDose, weight: Decimal, surface: Decimal, at_most: bool) -> Decimal:
    """One usual dose for this body, at the top of what is usual or at its bottom, as it would be written."""
    amount = usual.single_high if at_most else usual.single_low
    if usual.per:
        amount = _rounded(amount * (weight if usual.per == "kg" else surface), ROUND_HALF_UP)
        if at_most:  # rounding must not lift a usual dose above what is usual
            top = usual.single_high * (weight if usual.per == "kg" else surface)
            amount = amount if amount <= top else _rounded(top * Decimal("0.95"), ROUND_HALF_UP)
    return amount


def beyond(
    wish: LineWish, usual: sc.UsualDose, weight: Decimal, surface: Decimal, hours: int
) -> tuple[Decimal, str] | None:
    """One dose beyond a limit: `wish.amount` is (amount, "unit|per|limit"). None where the units do not fit each other."""
    assert wish.amount is not None  # noqa: S101
    value, told = wish.amount
    unit, per, limit = told.split("|")
    if unit not in _UNITS and unit not in UNITS:
        return None
    amount = value * {"": Decimal(1), "kg": weight, "m2": surface}[per]
    if limit != "single_max":
        amount = amount * hours / (168 if limit == "weekly_max" else 24)
    factor = _factor(unit, usual.unit)
    if factor is None:
        return None
    amount *= factor
    least = amount / wish.over  # the limit itself
    # Multiples of usual doses are what prescribers write; a round number where none of them is near.
    if not usual.per:
        times = [base * factor for base in (usual.single_low, usual.single_high) for factor in _TIMES]
        near = [each for each in times if amount / _NEAR <= each <= amount * _NEAR and each > least]
        if near:
            return min(near, key=lambda each: (abs(each - amount), each)), usual.unit
    return _rounded(amount, ROUND_CEILING), usual.unit


_TIMES = tuple(Decimal(each) for each in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))
_NEAR = Decimal("1.2")


def _factor(unit: str, wanted: str) -> Decimal | None:
    if unit == wanted:
        return Decimal(1)
    masses = {"ug": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}
    return masses[unit] / masses[wanted] if unit in masses and wanted in masses else None


def _rounded(amount: Decimal, rounding: str) -> Decimal:
    """Two significant figures."""
    return stepped(amount, Decimal(1).scaleb(amount.adjusted() - 1), rounding) if amount else amount


def line_document(name: Both, sig: Both, days: int | None, current: bool, refills: int | None = None) -> dict[str, Any]:
    """A line as a case file has it."""
    found: dict[str, Any] = {"drug": name, "sig": sig}
    if days is not None:
        found["days"] = days
    if refills is not None:
        found["refills"] = refills
    if current:
        found["status"] = "current"
    return found
