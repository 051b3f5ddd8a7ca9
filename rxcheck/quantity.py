"""Exact amounts, units and frequencies.

Every amount is an integer number of its dimension's base unit, so that sums do not depend on their order and a
comparison with a limit is exact. Unit codes are UCUM (https://ucum.org); what people write (mcg, µg, IU, 片, 毫克)
is understood as an alias.

Base units: mass 1 pg, volume 1 nL, international units 1e-6 [IU], dose forms 1e-6 {unit}, substance 1 nmol,
equivalents 1e-6 meq, radioactivity 1 Bq, energy 1 J.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from rxcheck.errors import QuantityError


class Dimension(StrEnum):
    """What a unit measures. Amounts of different dimensions are never compared."""

    MASS = "mass"
    VOLUME = "volume"
    ACTIVITY = "activity"
    FORM = "form"
    SUBSTANCE = "substance"
    EQUIVALENT = "equivalent"
    RADIOACTIVITY = "radioactivity"
    ENERGY = "energy"


class Basis(StrEnum):
    """What a dose is multiplied by before it is an amount."""

    NONE = ""
    KG = "kg"
    M2 = "m2"


class Unit(Struct, frozen=True):
    """A unit: UCUM code, dimension, and how many base units it holds."""

    code: str
    dimension: Dimension
    scale: int


def _units(dimension: Dimension, scales: dict[str, int]) -> dict[str, Unit]:
    return {code: Unit(code, dimension, scale) for code, scale in scales.items()}


_FORMS = [
    "tablet",
    "capsule",
    "puff",
    "drop",
    "ampule",
    "vial",
    "suppository",
    "patch",
    "sachet",
    "spray",
    "application",
    "bottle",
    "pen",
    "unit_dose",
    "piece",
    "pill",
    "dose",
    "tube",
    "pack",
    "strip",
    "lozenge",
    "film",
    "ring",
    "implant",
    "syringe",
    "bag",
    "pessary",
    "enema",
    "scoop",
    "blister",
]

UNITS: dict[str, Unit] = {
    **_units(
        Dimension.MASS,
        {"pg": 1, "ng": 10**3, "ug": 10**6, "mg": 10**9, "g": 10**12, "kg": 10**15},
    ),
    **_units(Dimension.VOLUME, {"nL": 1, "uL": 10**3, "mL": 10**6, "cL": 10**7, "dL": 10**8, "L": 10**9}),
    **_units(
        Dimension.ACTIVITY,
        {"m[IU]": 10**3, "[IU]": 10**6, "k[IU]": 10**9, "10*4.[IU]": 10**10, "M[IU]": 10**12},
    ),
    **_units(Dimension.SUBSTANCE, {"nmol": 1, "umol": 10**3, "mmol": 10**6, "mol": 10**9}),
    **_units(Dimension.EQUIVALENT, {"meq": 10**6, "eq": 10**9}),
    **_units(Dimension.RADIOACTIVITY, {"Bq": 1, "kBq": 10**3, "MBq": 10**6, "GBq": 10**9, "mCi": 37 * 10**6}),
    **_units(Dimension.ENERGY, {"J": 1, "kJ": 10**3, "kcal": 4184}),
    **_units(Dimension.FORM, {f"{{{name}}}": 10**6 for name in _FORMS}),
}

# Case matters in UCUM ("mg" is not "Mg"); what people type is folded to lower case first, so that only spellings
# without a clash of case stand here.
_ALIASES: dict[str, str] = {
    "microgram": "ug", "micrograms": "ug", "mcg": "ug", "mcgs": "ug", "µg": "ug", "μg": "ug", "ug": "ug",
    "微克": "ug", "纳克": "ng", "nanogram": "ng", "nanograms": "ng",
    "milligram": "mg", "milligrams": "mg", "mgs": "mg", "毫克": "mg", "mg": "mg",
    "gram": "g", "grams": "g", "gm": "g", "gms": "g", "克": "g", "g": "g", "kg": "kg", "公斤": "kg", "千克": "kg",
    "ng": "ng", "pg": "pg",
    "ml": "mL", "cc": "mL", "milliliter": "mL", "milliliters": "mL", "millilitre": "mL", "millilitres": "mL",
    "毫升": "mL", "l": "L", "liter": "L", "litre": "L", "liters": "L", "升": "L", "dl": "dL", "ul": "uL",
    "µl": "uL", "μl": "uL", "微升": "uL",
    "iu": "[IU]", "unit": "[IU]", "units": "[IU]", "unt": "[IU]", "u": "[IU]", "usp units": "[IU]", "usp": "[IU]",
    "international unit": "[IU]", "international units": "[IU]", "单位": "[IU]", "国际单位": "[IU]",
    "[iu]": "[IU]", "[usp'u]": "[IU]", "[arb'u]": "[IU]", "miu": "M[IU]", "million units": "M[IU]",
    "million unit": "M[IU]", "mu": "M[IU]", "ku": "k[IU]", "百万单位": "M[IU]", "万单位": "10*4.[IU]", "万u": "10*4.[IU]",
    "万iu": "10*4.[IU]",
    "mmol": "mmol", "umol": "umol", "µmol": "umol", "μmol": "umol", "毫摩尔": "mmol", "mol": "mol", "nmol": "nmol",
    "meq": "meq", "milliequivalent": "meq", "毫当量": "meq",
    "mbq": "MBq", "mci": "mCi", "gbq": "GBq", "kbq": "kBq", "kcal": "kcal", "kj": "kJ",
    "tablet": "{tablet}", "tablets": "{tablet}", "tab": "{tablet}", "tabs": "{tablet}", "tbl": "{tablet}",
    "片": "{tablet}", "锭": "{tablet}", "pill": "{pill}", "pills": "{pill}", "丸": "{pill}",
    "capsule": "{capsule}", "capsules": "{capsule}", "cap": "{capsule}", "caps": "{capsule}", "粒": "{capsule}",
    "softgel": "{capsule}", "softgels": "{capsule}",
    "puff": "{puff}", "puffs": "{puff}", "actuat": "{puff}", "actuation": "{puff}", "actuations": "{puff}",
    "inhalation": "{puff}", "inhalations": "{puff}", "inh": "{puff}", "揿": "{puff}", "吸": "{puff}", "喷": "{spray}",
    "spray": "{spray}", "sprays": "{spray}", "drop": "{drop}", "drops": "{drop}", "gtt": "{drop}", "gtts": "{drop}",
    "滴": "{drop}", "ampule": "{ampule}", "ampul": "{ampule}", "ampoule": "{ampule}", "ampoules": "{ampule}",
    "amp": "{ampule}", "amps": "{ampule}", "安瓿": "{ampule}", "支": "{ampule}", "vial": "{vial}", "vials": "{vial}",
    "瓶": "{bottle}", "bottle": "{bottle}", "bottles": "{bottle}", "suppository": "{suppository}",
    "suppositories": "{suppository}", "supp": "{suppository}", "枚": "{piece}", "栓": "{suppository}",
    "patch": "{patch}", "patches": "{patch}", "贴": "{patch}", "sachet": "{sachet}", "sachets": "{sachet}",
    "packet": "{sachet}", "packets": "{sachet}", "袋": "{sachet}", "包": "{sachet}", "application": "{application}",
    "applications": "{application}", "pen": "{pen}", "pens": "{pen}", "piece": "{piece}", "pieces": "{piece}",
    "个": "{piece}", "dose": "{dose}", "doses": "{dose}", "ea": "{piece}", "each": "{piece}", "lozenge": "{lozenge}",
    "lozenges": "{lozenge}", "tube": "{tube}", "pack": "{pack}", "盒": "{pack}", "strip": "{strip}", "syringe": "{syringe}",
    "syringes": "{syringe}", "bag": "{bag}", "bags": "{bag}", "film": "{film}", "ring": "{ring}",
    "caplet": "{tablet}", "caplets": "{tablet}", "tabl": "{tablet}", "tabls": "{tablet}",
    "capsul": "{capsule}", "drp": "{drop}", "drps": "{drop}", "suppos": "{suppository}", "supps": "{suppository}",
    "pessary": "{pessary}", "pessaries": "{pessary}", "enema": "{enema}", "enemas": "{enema}", "scoop": "{scoop}",
    "scoops": "{scoop}", "blister": "{blister}", "blisters": "{blister}", "pastille": "{lozenge}",
    "pastilles": "{lozenge}", "squirt": "{spray}", "squirts": "{spray}", "strips": "{strip}", "films": "{film}",
    "rings": "{ring}", "tubes": "{tube}", "packs": "{pack}", "box": "{pack}", "boxes": "{pack}", "plaster": "{patch}", "plasters": "{patch}",
    "iu's": "[IU]",
    # Heparins of low molecular weight are dosed in international units of activity against factor Xa.
    "axaiu": "[IU]", "anti-xa iu": "[IU]", "anti xa iu": "[IU]", "antixa iu": "[IU]", "axa iu": "[IU]", "iu anti-xa": "[IU]",
    "iu anti xa": "[IU]", "iu axa": "[IU]", "anti-xa units": "[IU]", "anti-xa unit": "[IU]", "anti-xa u": "[IU]",
    "抗xa iu": "[IU]", "抗xaiu": "[IU]", "抗-xa iu": "[IU]", "抗xa单位": "[IU]", "抗-xa单位": "[IU]", "抗xa国际单位": "[IU]", "iu抗xa": "[IU]", "mls": "mL",
    "sach": "{sachet}", "sachs": "{sachet}",
}  # fmt: skip

_BODY_UNITS = {"kg": Basis.KG, "公斤": Basis.KG, "千克": Basis.KG, "m2": Basis.M2, "m²": Basis.M2, "㎡": Basis.M2}
_TIME_HOURS = {
    "d": 24, "day": 24, "24h": 24, "天": 24, "日": 24, "h": 1, "hr": 1, "hour": 1, "小时": 1, "min": 0, "分钟": 0,
    "wk": 168, "week": 168, "周": 168,
}  # fmt: skip
_PER_DOSE = frozenset({"dose", "次", "{dose}"})


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """The unit that `text` names, by UCUM code or everyday alias.

    Raises:
        QuantityError: the text names no unit that the program knows.
    """
    stripped = text.strip()
    if stripped in UNITS:
        return UNITS[stripped]
    folded = unicodedata.normalize("NFKC", stripped).casefold().rstrip(".").replace("(s)", "")
    folded = " ".join(folded.split())
    code = _ALIASES.get(folded) or _ALIASES.get(folded.strip("{}"))
    if code is None and folded in _CODES_FOLDED:
        code = _CODES_FOLDED[folded]
    if code is None:
        raise QuantityError(f"unknown unit {text!r}")
    return UNITS[code]


_CODES_FOLDED = {code.casefold(): code for code in UNITS}


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?|[+-]?\.\d+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def parse_number(text: str) -> Decimal:
    """An exact decimal; thousands separators ("50,000"), full-width digits and simple fractions ("1/2") are understood.

    Raises:
        QuantityError: not a finite number in plain notation.
    """
    folded = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).strip().replace("⁄", "/"))
    top, slash, bottom = folded.partition("/")
    try:
        if not _NUMBER.fullmatch(top.strip()):
            raise QuantityError(f"not a number: {text!r}")
        value = Decimal(top.strip())
        if slash:
            if not _NUMBER.fullmatch(bottom.strip()) or Decimal(bottom) == 0:
                raise QuantityError(f"not a number: {text!r}")
            value = value / Decimal(bottom.strip())
    except InvalidOperation:  # pragma: no cover - the pattern admits only what Decimal reads
        raise QuantityError(f"not a number: {text!r}") from None
    return value


class Quantity(Struct, frozen=True):
    """An exact amount: `base` base units of `unit.dimension`, shown in `unit`."""

    base: int
    unit: Unit

    @classmethod
    def of(cls, value: Decimal | int | str, unit: Unit | str) -> Quantity:
        """Build from a decimal value and a unit.

        Raises:
            QuantityError: unknown unit, a negative or non-finite value, or one finer than the base unit.
        """
        resolved = parse_unit(unit) if isinstance(unit, str) else unit
        number = parse_number(value) if isinstance(value, str) else Decimal(value)
        if not number.is_finite():
            raise QuantityError("amount is not a finite number")
        if number < 0:
            raise QuantityError(f"negative amount {number} {resolved.code}")
        scaled = number * resolved.scale
        base = int(scaled)
        if base != scaled:
            # A third of a tablet has no exact decimal: the nearest base unit is 1e-6 of a tablet away at most.
            base = int(scaled.to_integral_value())
        if base > MAX_BASE:
            raise QuantityError(f"amount {number} {resolved.code} is beyond what can be meant")
        return cls(base, resolved)

    @property
    def dimension(self) -> Dimension:
        """The dimension of the unit."""
        return self.unit.dimension

    @property
    def value(self) -> Decimal:
        """The amount in `unit`."""
        return Decimal(self.base) / self.unit.scale

    def __str__(self) -> str:
        return f"{plain_decimal(self.value)} {self.unit.code}"


def parse_amount(text: str) -> Quantity:
    """An amount written as number and unit, "5 mg".

    Raises:
        QuantityError: not a number and a known unit.
    """
    number, _, unit = text.strip().partition(" ")
    return Quantity.of(number, unit)


# Keeps products of an amount with frequencies and weights far inside 64 bits (see engine/limits.py).
MAX_BASE = 10**15


def plain_decimal(value: Decimal) -> str:
    """`value` without exponent, without trailing zeros, at most six significant digits after the point."""
    rounded = round(value, 6)
    text = format(rounded, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text or "0"


class Frequency(Struct, frozen=True):
    """`count` doses in every `hours` hours: bid is (2, 24), q36h is (1, 36), weekly is (1, 168)."""

    count: int
    hours: int

    def __post_init__(self) -> None:
        if self.count <= 0 or self.hours <= 0:
            raise QuantityError("a frequency needs a positive count and period")

    def normalised(self) -> Frequency:
        """The same rate in lowest terms."""
        divisor = math.gcd(self.count, self.hours)
        return Frequency(self.count // divisor, self.hours // divisor)

    def __str__(self) -> str:
        if self.hours == 24:
            return f"{self.count}/d"
        if self.hours == 168:
            return f"{self.count}/wk"
        if self.hours % 24 == 0:
            return f"{self.count}/{self.hours // 24}d"
        return f"{self.count}/{self.hours}h"


class Dose(Struct, frozen=True):
    """One dose as written: an amount or a range of amounts, per kg or per m² when `basis` says so.

    `rate_hours` is set where the writer gave an amount per time (mg/kg/day has 24, mL/h has 1) in place of an amount
    per dose; a rate per minute is stored per hour.
    """

    low: Quantity
    high: Quantity | None = None
    basis: Basis = Basis.NONE
    rate_hours: int | None = None

    def __post_init__(self) -> None:
        if self.high is not None and (self.high.dimension is not self.low.dimension or self.high.base < self.low.base):
            raise QuantityError("a dose range needs two amounts of one kind, the smaller first")

    @property
    def most(self) -> Quantity:
        """The upper end of the range, or the amount."""
        return self.high or self.low

    def __str__(self) -> str:
        low = plain_decimal(self.low.value) if self.high and self.high.unit == self.low.unit else str(self.low)
        amount = low if self.high is None else f"{low}-{self.high}"
        if self.basis:
            amount += f"/{self.basis.value}"
        if self.rate_hours:
            amount += "/d" if self.rate_hours == 24 else f"/{self.rate_hours}h" if self.rate_hours > 1 else "/h"
        return amount


class Strength(Struct, frozen=True):
    """How much of an ingredient is in how much of a product: 5 mg per {tablet}, 250 mg per 5 mL."""

    amount: Quantity
    per: Quantity | None = None


def parse_dose(value: str, unit: str) -> Dose:
    """A dose from a value ("500", "1-2", "1/2") and a unit ("mg", "mg/kg", "mg/kg/day", "片").

    Raises:
        QuantityError: unknown unit, not a number, negative.
    """
    parts = [part.strip() for part in re.split(r"[/／]|\bper\b", unit) if part.strip()]
    if not parts:
        raise QuantityError("a dose needs a unit")
    base_unit = parse_unit(parts[0])
    basis, rate_hours, per_minute = Basis.NONE, None, False
    for part in parts[1:]:
        folded = unicodedata.normalize("NFKC", part).casefold().strip("{}")
        if folded in _BODY_UNITS and basis is Basis.NONE:
            basis = _BODY_UNITS[folded]
        elif folded in _TIME_HOURS and rate_hours is None:
            hours = _TIME_HOURS[folded]
            per_minute, rate_hours = hours == 0, hours or 1
        elif folded in _PER_DOSE:
            continue
        else:
            raise QuantityError(f"unknown unit {unit!r}")
    low_text, _, high_text = _RANGE.sub("~", value.strip(), count=1).partition("~")
    low, high = _amount(low_text, base_unit, per_minute), None
    if high_text:
        high = _amount(high_text, base_unit, per_minute)
    return Dose(low, high, basis, rate_hours)


_RANGE = re.compile(r"(?<=[\d\s])\s*(?:-|–|—|~|～|至|to)\s*(?=[\d.])")


def _amount(text: str, unit: Unit, per_minute: bool) -> Quantity:
    number = parse_number(text)
    return Quantity.of(number * 60 if per_minute else number, unit)
