"""What a wrong amount looks like beside the usual dose: ten times too much, milligrams for micrograms, a day's amount at once.

The verdict never depends on it: a limit has fired already, and this says which slip of the pen would explain it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from msgspec import Struct

from rxcheck.checks.amounts import number
from rxcheck.checks.interface import Context
from rxcheck.engine.arithmetic import body_surface_cm2
from rxcheck.engine.when import applied
from rxcheck.finding import UsualDose
from rxcheck.kb.compile_codes import BASIS_CODE, DIMENSION_CODE
from rxcheck.kb.terms import LOWER_LIMITS, LimitKind
from rxcheck.quantity import UNITS, Basis, Dimension
from rxcheck.terms import Slip

_HOURS_OF_DAY = 24
_WEEKLY_HOURS, _DAILY_HOURS = 144, 48  # usual at the shortest every six days, written at least every other day
_TOO_MUCH = ((10, Slip.TENFOLD), (1000, Slip.THOUSANDFOLD), (100, Slip.HUNDREDFOLD))
_TOO_LITTLE = ((10, Slip.TENTH), (1000, Slip.THOUSANDTH))
_DIMENSIONS = tuple(DIMENSION_CODE)
_SHOWN = {
    Dimension.MASS: ("mg", "ug"),
    Dimension.ACTIVITY: ("[IU]",),
    Dimension.SUBSTANCE: ("mmol",),
    Dimension.EQUIVALENT: ("meq",),
}


class _Usual(Struct, frozen=True):
    """A usual dose for this patient: bounds of one dose in base units, and as the row writes them (per kg or m²)."""

    low: Fraction
    high: Fraction
    row_low: int
    row_high: int
    basis: Basis
    hours: int
    dimension: Dimension

    def holds(self, amount: Fraction) -> bool:
        return self.low <= amount <= self.high

    def shown(self) -> UsualDose | None:
        """In a unit in which the numbers are easy to read."""
        for code in _SHOWN.get(self.dimension, ()):
            scale = UNITS[code].scale
            if self.high >= scale or code == _SHOWN[self.dimension][-1]:
                return UsualDose(number(self.low / scale), number(self.high / scale), code, self.hours)
        return None


def slip_of(context: Context, item: int, kind: LimitKind) -> tuple[Slip | None, UsualDose | None]:
    """What the dose of an item looks like, and what is usual; None where the tables do not say."""
    batch = context.batch
    usual = list(_usual_doses(context, item))
    if not usual or not int(batch.single_den[item]):
        return None, usual[0].shown() if usual else None
    observed = Fraction(int(batch.single_num[item]), int(batch.single_den[item]))
    for each in usual:
        found = _slip(context, item, kind, observed, each)
        if found is not None:
            return found, each.shown()
    return None, usual[0].shown()


def _slip(context: Context, item: int, kind: LimitKind, observed: Fraction, usual: _Usual) -> Slip | None:
    batch = context.batch
    if usual.holds(observed):
        count, hours = int(batch.frequency_count[item]), int(batch.frequency_hours[item])
        often = count > 0 and Fraction(hours, count) <= _DAILY_HOURS
        return Slip.WEEKLY_AS_DAILY if often and usual.hours >= _WEEKLY_HOURS else None
    if kind in LOWER_LIMITS:
        if usual.basis is Basis.KG and usual.row_low <= observed <= usual.row_high:
            return Slip.PER_KG
        return next((slip for factor, slip in _TOO_LITTLE if usual.holds(observed * factor)), None)
    dose = batch.line(int(batch.item_line[item])).dosage.dose
    if (
        dose is not None
        and dose.basis is Basis.KG
        and usual.basis is Basis.NONE
        and usual.holds(Fraction(dose.most.base))
    ):
        return Slip.PER_KG
    for factor, slip in _TOO_MUCH:
        if usual.holds(observed / factor):
            return slip
    a_day = Fraction(_HOURS_OF_DAY, usual.hours)
    return Slip.DAY_AS_DOSE if a_day >= 2 and usual.low * a_day <= observed <= usual.high * a_day else None


def _usual_doses(context: Context, item: int) -> Iterator[_Usual]:
    """The rows for the drug, route and patient of an item."""
    batch, kb = context.batch, context.kb
    drug, rx = int(batch.item_drug[item]), int(batch.item_rx[item])
    begin, end = kb.ints("use_start")[drug : drug + 2].tolist()
    rows = kb.ints("use_index")[begin:end].astype(np.int64)
    rows = rows[(kb.ints("use_routes")[rows] & int(batch.item_route[item])) != 0]
    held = applied(batch, kb, "use", rows, np.full(len(rows), item))
    weight, height = int(batch.weight_g[rx]), int(batch.height_mm[rx])
    for row in rows[held.holds].tolist():
        if int(kb.ints("use_dimension")[row]) != int(batch.single_dimension[item]) and int(batch.single_den[item]):
            continue
        basis = tuple(BASIS_CODE)[int(kb.ints("use_basis")[row])]
        if basis is not Basis.NONE and (weight < 0 or (basis is Basis.M2 and height < 0)):
            continue
        size = Fraction(1)
        if basis is Basis.KG:
            size = Fraction(weight, 1000)
        elif basis is Basis.M2:
            size = Fraction(body_surface_cm2(height, weight), 10_000)
        low, high = int(kb.ints("use_low")[row]), int(kb.ints("use_high")[row])
        dimension = _DIMENSIONS[int(kb.ints("use_dimension")[row])]
        yield _Usual(low * size, high * size, low, high, basis, int(kb.ints("use_hours")[row]), dimension)
