"""A patient of whom a wish holds, and nothing else is wrong."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

from rxcheck.engine.arithmetic import body_surface_cm2, ckd_epi_2021, cockcroft_gault
from rxcheck.kb import schema as sc
from rxcheck.report.words import term
from rxcheck.terms import Fact, Lang, Reaction, Sex
from rxcheck.train.making.dice import Dice
from rxcheck.train.making.pool import Pool
from rxcheck.train.making.wish import Bounds, Wish, within

ON = date(2026, 11, 20)  # made cases are of one day: what is old of a value is not what they teach
_ADULT, _OLD, _FERTILE, _TERM = 18, 90, (18, 44), 40
_CREATININE = range(35, 900)
_YEAR_DAYS = Decimal("365.2425")


class Person(Struct, frozen=True):
    """A patient: `document` is that of a case file without conditions and allergies."""

    years: Decimal
    sex: Sex
    weight: Decimal
    height: Decimal
    document: dict[str, Any]

    @property
    def age_days(self) -> int:
        """Days since birth."""
        return int(self.years * _YEAR_DAYS)

    @property
    def surface(self) -> Decimal:
        """Body surface in m²."""
        centimetres = body_surface_cm2(int(self.height * 10), int(self.weight * 1000))
        return Decimal(centimetres) / 10_000


def person(wish: Wish, pool: Pool, level: sc.TrainingLevel, asked: Collection[Fact], dice: Dice) -> Person | None:
    """A patient for a wish, with values for the facts that rules have `asked` for; None where nobody is like that."""
    only = {pool.stock[line.drug].sex for line in wish.lines} - {None}
    sex = wish.sex or next(iter(only), None) or dice.pick(tuple(Sex))
    if len(only | {sex}) > 1:
        return None  # a woman with a prostate
    years = _years(wish, level, dice)
    if years is None:
        return None
    weight = _body(Fact.WEIGHT, wish, pool, level, years, sex, dice)
    height = _body(Fact.HEIGHT, wish, pool, level, years, sex, dice)
    if weight is None or height is None:
        return None
    document: dict[str, Any] = {
        "age": _age_text(years),
        "sex": "f" if sex is Sex.FEMALE else "m",
        "weight_kg": weight,
        "height_cm": height,
    }
    if sex is Sex.FEMALE and years >= 10 and not _motherhood(wish, level, document, dice):
        return None
    found = Person(years, sex, weight, height, document)
    labs = _labs(wish, pool, level, asked, found, dice)
    if labs is None:
        return None
    if labs:
        document["labs"] = labs
    return found


def _years(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> Decimal | None:
    bounds = wish.bounds.get(Fact.AGE, Bounds())
    fertile = wish.pregnant or wish.lactating
    low = bounds.low if bounds.low is not None else Decimal(0 if bounds.high is not None else 30)
    high = bounds.high if bounds.high is not None else Decimal(_OLD)
    if fertile:
        low, high = max(low, Decimal(_FERTILE[0])), min(high, Decimal(_FERTILE[1]))
    elif bounds.high is None and low >= _ADULT:
        high = min(high, max(low + 25, Decimal(80)))
    if low >= high:
        return None
    if high <= 2:
        months = [Decimal(month) for month in range(1, 24) if low <= Decimal(month) / 12 < high]
        return dice.pick(months) / 12 if months else None
    years = [year for year in range(int(low), int(high) + 1) if low <= year < high and year >= 1]
    if not years:
        return None
    if bounds.high is not None and not fertile:
        # Near the threshold or far below it, as the level has it.
        years = years[len(years) // 2 :] if level.level > 1 else years[: len(years) // 2 + 1]
    return Decimal(dice.pick(years))


def _age_text(years: Decimal) -> Any:
    if years < 2:
        months = int((years * 12).to_integral_value())
        return {"en": f"{months} mo", "zh": f"{months}个月"}
    return int(years)


def _body(
    fact: Fact, wish: Wish, pool: Pool, level: sc.TrainingLevel, years: Decimal, sex: Sex, dice: Dice
) -> Decimal | None:
    row = pool.value_row(fact, int(years), sex)
    if row is None:
        return None
    bounds = wish.bounds.get(fact)
    if bounds is not None:
        return within(bounds, level, row.step, dice)
    return dice.value(row.low, row.high, row.step)


def _motherhood(wish: Wish, level: sc.TrainingLevel, document: dict[str, Any], dice: Dice) -> bool:
    document["pregnant"] = wish.pregnant
    document["lactating"] = bool(wish.lactating)
    bounds = wish.bounds.get(Fact.PREGNANCY)
    if wish.pregnant:
        low = int(bounds.low) if bounds and bounds.low is not None else 0
        high = int(bounds.high) if bounds and bounds.high is not None else _TERM
        weeks = list(range(max(5, low), min(high, _TERM)))
        if not weeks:
            return False
        document["pregnancy_weeks"] = dice.pick(weeks)
    return True


def _labs(
    wish: Wish, pool: Pool, level: sc.TrainingLevel, asked: Collection[Fact], found: Person, dice: Dice
) -> list[dict[str, Any]] | None:
    """Laboratory values; None where one cannot be had."""
    days = dice.between(1, 14)
    taken = (ON - timedelta(days=days)).isoformat()
    told = [fact for fact in wish.bounds if fact in pool.labs]
    facts = dict.fromkeys([*told, *(f for f in pool.always() if f in pool.labs), *sorted(asked)])
    kidneys = {Fact.EGFR, Fact.CRCL, Fact.CREATININE}
    if wish.calculated and found.years >= _ADULT:
        facts = {fact: None for fact in facts if fact not in kidneys} | {Fact.CREATININE: None}
    elif Fact.CRCL in told:
        # Who has a clearance has no better filtration beside it.
        facts = {fact: None for fact in facts if fact is not Fact.EGFR}
    labs = []
    for fact in facts:
        row = pool.value_row(fact, int(found.years), found.sex)
        lab: sc.LabTest | None = pool.labs.get(fact)
        if lab is None:
            continue
        bounds = wish.bounds.get(fact)
        if fact is Fact.CREATININE and wish.calculated:
            value = _creatinine(wish, level, found, pool, dice)
        elif bounds is not None:
            value = within(bounds, level, row.step if row else Decimal(1), dice)
        elif row is not None:
            value = dice.value(row.low, row.high, row.step)
        else:
            continue
        if value is None:
            return None
        chinese = lab.name_zh.split(";")
        # The second name, where the first is that of the element.
        shown = chinese[1] if len(chinese[0]) == 1 else chinese[0]
        names = {
            "en": _LAB_NAMES.get(fact, lab.name_en.split(";")[0]),
            "zh": _LAB_NAMES.get(fact, shown) if fact is Fact.EGFR else shown,
        }
        labs.append({"name": names, "value": value, "unit": lab.unit.replace("{1.73_m2}", "1.73m2"), "date": taken})
    return labs


_LAB_NAMES = {Fact.EGFR: "eGFR", Fact.INR: "INR", Fact.QTC: "QTc", Fact.HBA1C: "HbA1c", Fact.TSH: "TSH"}
_LAB_NAMES |= {Fact.ALT: "ALT", Fact.AST: "AST", Fact.LVEF: "LVEF"}


def _creatinine(wish: Wish, level: sc.TrainingLevel, found: Person, pool: Pool, dice: Dice) -> Decimal | None:
    """The creatinine (µmol/L) of somebody whose kidney function is as wished, or healthy."""
    wanted: dict[Fact, Decimal] = {}
    for fact in (Fact.EGFR, Fact.CRCL):
        bounds = wish.bounds.get(fact)
        value = within(bounds, level, Decimal(1), dice) if bounds is not None else None
        if value is not None:
            wanted[fact] = value
    if Fact.CREATININE in wish.bounds:
        return within(wish.bounds[Fact.CREATININE], level, Decimal(1), dice)
    if not wanted:
        row = pool.value_row(Fact.EGFR, int(found.years), found.sex)
        if row is None:
            return None
        wanted[Fact.EGFR] = dice.value(row.low, row.high, row.step)

    # Both functions fall as creatinine rises. Where two are wished for, the engine says whether one value fits both.
    fact, aim = next(iter(wanted.items()))
    age, grams = int(found.years), Fraction(found.weight) * 1000

    def fallen(value: int) -> Fraction:
        """How far the function at a creatinine is below the one wanted."""
        if fact is Fact.EGFR:
            return Fraction(aim) - ckd_epi_2021(Decimal(value), age, found.sex)
        return Fraction(aim) - cockcroft_gault(Decimal(value), age, found.sex, grams)

    place = bisect_left(_CREATININE, Fraction(0), key=fallen)
    return Decimal(_CREATININE[min(place, len(_CREATININE) - 1)])


def conditions_document(conditions: Collection[str], pool: Pool) -> list[dict[str, str]]:
    """Conditions as a case file has them."""
    named = [pool.condition_names(condition) for condition in conditions]
    return [{"en": names[0], "zh": names[1]} for names in named if names is not None]


def allergies_document(allergies: Collection[tuple[str, str | None]], pool: Pool) -> Any:
    """Allergies as a case file has them; "none" where there are none."""
    found = []
    for drug, reaction in allergies:
        names = pool.allergen_names(drug)
        if names is None:
            continue
        entry: dict[str, Any] = {"substance": {"en": names[0], "zh": names[1]}, "kind": "allergy"}
        if reaction is not None:
            what = Reaction(reaction)
            entry["reaction"] = {"en": term(what, Lang.EN), "zh": term(what, Lang.ZH)}
        found.append(entry)
    return found or "none"
