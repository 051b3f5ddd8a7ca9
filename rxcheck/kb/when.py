"""The `when` column of rules: further facts that must all hold for a row to apply, parsed from table text.

A term is one of

- a comparison of a patient fact with a number: `crcl<30`, `potassium>=5.5`, `pregnancy_week<=13`; ages carry their unit
  (`age>=18a`, `age<3mo`, `age<28d`), other facts stand in the unit of knowledge/labs.csv (weight kg, bmi kg/m², bsa m²,
  postmenstrual_weeks and gestation_weeks weeks, crcl mL/min, egfr mL/min/1.73 m², child_pugh points);
- `sex=female`, `sex=male`, `lactating=yes`, `lactating=no`;
- `condition:a` or `condition:a|b`: at least one of them is recorded; `!condition:a`: none is;
- `with:class:x` or `with:drug:x|class:y`: another ingredient of the prescription is one of them; `!with:…`: none is;
- a comparison of the line: `days>28` (days of treatment), `daily_dose>100mg` (of the ingredient, summed over its lines);
- `release=prolonged` or `release=delayed`: the written name says so; `!release=…`: it does not;
- `combined=yes` or `combined=no`: the line holds several ingredients, or one;
- what stands on the prescription: `setting=outpatient|emergency`, `prescriber_title=junior`, `long_term=yes`,
  `justification=yes`; `!setting=inpatient`: unless that is stated.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Struct

from rxcheck.kb.terms import AgeUnit, Op, TermKind
from rxcheck.quantity import Quantity, parse_unit
from rxcheck.terms import LAB_FACTS, Fact, PrescriberTitle, Release, Setting, Sex

# The shape only; `parse_term` knows which words are meant.
When = Annotated[str, msgspec.Meta(pattern=r"^!?[a-z][a-z0-9_]*(:|<=|>=|<|>|=).+$")]


class Term(Struct, frozen=True):
    """One term of a `when` cell.

    `fact` is the patient fact of a comparison (for days and doses of the line the fact that is missing without them);
    `value` its bound, for ages in `age_unit`, for doses the `amount`; `names` are the conditions, selectors or the
    word that it names; a negated term holds where the plain one does not.
    """

    text: str
    kind: TermKind
    fact: Fact
    negated: bool = False
    op: Op | None = None
    value: Decimal | None = None
    age_unit: AgeUnit | None = None
    amount: Quantity | None = None
    names: tuple[str, ...] = ()


_OPS = {"<": Op.LT, "<=": Op.LE, ">": Op.GT, ">=": Op.GE, "=": Op.IS}
_COMPARISON = re.compile(r"([a-z_0-9]+?)(<=|>=|<|>|=)([^<>=]+)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(.*)")
_FACTS = (
    Fact.WEIGHT, Fact.BMI, Fact.BSA, Fact.PREGNANCY, Fact.GESTATION, Fact.POSTMENSTRUAL,
    *LAB_FACTS,
)  # fmt: skip
_BY_NAME = {fact.value: fact for fact in _FACTS}
STATED_WORDS = {
    Fact.SETTING: tuple(setting.value for setting in Setting),
    Fact.PRESCRIBER: tuple(title.value for title in PrescriberTitle),
    Fact.LONG_TERM: ("yes", "no"),
    Fact.JUSTIFICATION: ("yes", "no"),
}
_STATED = {fact.value: fact for fact in STATED_WORDS}
_AGE = "age"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SELECTOR = re.compile(r"(drug|class|role|effect):[a-z0-9]+(-[a-z0-9]+)*")


def parse_term(text: str) -> Term:
    """One term.

    Raises:
        ValueError: what is wrong with it.
    """
    negated, body = text.startswith("!"), text.removeprefix("!")
    if body.startswith("condition:"):
        names = tuple(body.removeprefix("condition:").split("|"))
        _all(names, _SLUG, "a condition id")
        return Term(text, TermKind.CONDITION, Fact.CONDITION, negated, names=names)
    if body.startswith("with:"):
        names = tuple(body.removeprefix("with:").split("|"))
        _all(names, _SELECTOR, "a selector")
        return Term(text, TermKind.CO_DRUG, Fact.DRUG, negated, names=names)
    match = _COMPARISON.fullmatch(body)
    if match is None:
        raise ValueError(f"{text!r} is no term")
    name, op, bound = match.group(1), _OPS[match.group(2)], match.group(3)
    if name == "release":
        if op is not Op.IS or bound not in Release._value2member_map_:
            raise ValueError("release= takes prolonged or delayed")
        return Term(text, TermKind.RELEASE, Fact.DRUG, negated, op, names=(bound,))
    if name in _STATED:
        fact, words = _STATED[name], tuple(bound.split("|"))
        if op is not Op.IS or not set(words) <= set(STATED_WORDS[fact]):
            raise ValueError(f"{name}= takes {', '.join(STATED_WORDS[fact])}")
        return Term(text, TermKind.STATED, fact, negated, op, names=words)
    if negated:
        raise ValueError("only condition:, with:, release= and what stands on the prescription are negated")
    if name == "combined":
        if op is not Op.IS or bound not in ("yes", "no"):
            raise ValueError("combined= takes yes or no")
        return Term(text, TermKind.COMBINED, Fact.DRUG, op=op, names=(bound,))
    if name == "sex":
        if op is not Op.IS or bound not in Sex._value2member_map_:
            raise ValueError("sex= takes female or male")
        return Term(text, TermKind.FACT, Fact.SEX, op=op, names=(bound,))
    if name == "lactating":
        if op is not Op.IS or bound not in ("yes", "no"):
            raise ValueError("lactating= takes yes or no")
        return Term(text, TermKind.FACT, Fact.LACTATION, op=op, names=(bound,))
    return _numeric(text, name, op, bound)


def _numeric(text: str, name: str, op: Op, bound: str) -> Term:
    number = _NUMBER.fullmatch(bound)
    if number is None or op is Op.IS:
        raise ValueError(f"{text!r} compares with no number")
    value, unit = Decimal(number.group(1)), number.group(2)
    if name == "daily_dose":
        amount = Quantity.of(value, parse_unit(unit))
        return Term(text, TermKind.DAILY_DOSE, Fact.DOSE, op=op, value=value, amount=amount)
    if name == _AGE:
        if unit not in AgeUnit._value2member_map_ or value != int(value):
            raise ValueError("age is compared with whole a, mo, wk or d")
        return Term(text, TermKind.FACT, Fact.AGE, op=op, value=value, age_unit=AgeUnit(unit))
    if unit:
        raise ValueError(f"{name} carries no unit here")
    if name == "days":
        return Term(text, TermKind.DAYS, Fact.DAYS, op=op, value=value)
    if name not in _BY_NAME:
        raise ValueError(f"{name!r} is no fact that a row may ask for")
    return Term(text, TermKind.FACT, _BY_NAME[name], op=op, value=value)


def _all(names: tuple[str, ...], pattern: re.Pattern[str], what: str) -> None:
    for name in names:
        if not pattern.fullmatch(name):
            raise ValueError(f"{name!r} is not {what}")


def terms_of(cell: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms of a cell.

    Raises:
        ValueError: what is wrong with one of them.
    """
    return tuple(parse_term(text) for text in cell)
