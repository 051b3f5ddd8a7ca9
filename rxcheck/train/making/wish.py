"""What a prescription must hold for a rule to speak, and how a row of the tables becomes such a wish."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from msgspec import Struct, field

from rxcheck.kb import schema as sc
from rxcheck.kb.terms import Op, TermKind
from rxcheck.kb.when import Term
from rxcheck.terms import Fact, Sex
from rxcheck.train.making.dice import Dice
from rxcheck.train.making.pool import Pool

_YEAR = {"a": Decimal(1), "mo": Decimal(12), "wk": Decimal("52.1775"), "d": Decimal("365.2425")}
_OLDEST, _DEFAULT_STEP = 94, Decimal(1)
_HUNDRED = Decimal(100)


class LineWish(Struct):
    """A line that has to be there. `amount` is one dose as (number, unit), `hours` how often it is given; None: as is usual."""

    drug: str
    amount: tuple[Decimal, str] | None = None
    over: Decimal = Decimal(1)  # how many times the limit `amount` is
    hours: int | None = None
    days: int | None = None
    brand: bool | None = None
    refills: int | None = None
    open_use: bool = False  # "as directed"


class Bounds(Struct):
    """Between what a fact must lie (in the unit of the tables; years for the age): low ≤ x < high."""

    low: Decimal | None = None
    high: Decimal | None = None

    def narrow(self, op: Op | None, value: Decimal, high: str | None = None) -> bool:
        """Take one more condition in; False where nothing is left."""
        if op in (Op.GE, Op.GT):
            self.low = value if self.low is None else max(self.low, value)
        elif op in (Op.LT, Op.LE):
            self.high = value if self.high is None else min(self.high, value)
        elif op is Op.BETWEEN and high is not None:
            return self.narrow(Op.GE, value) and self.narrow(Op.LT, Decimal(high))
        else:
            return False
        return self.low is None or self.high is None or self.low < self.high


class Wish(Struct):
    """What a prescription must hold."""

    lines: list[LineWish] = field(default_factory=list)
    bounds: dict[Fact, Bounds] = field(default_factory=dict)
    sex: Sex | None = None
    pregnant: bool = False
    lactating: bool | None = None
    conditions: list[str] = field(default_factory=list)
    without: set[str] = field(default_factory=set)
    no_conditions: bool = False
    allergies: list[tuple[str, str | None]] = field(default_factory=list)
    stated: dict[Fact, str] = field(default_factory=dict)
    jurisdiction: str = "generic"
    least_lines: int = 0
    calculated: bool = False  # kidney function is to be worked out from creatinine

    def bound(self, fact: Fact) -> Bounds:
        """The bounds of a fact."""
        return self.bounds.setdefault(fact, Bounds())

    def line(self, drug: str) -> LineWish:
        """The line of a drug, made where there is none."""
        for line in self.lines:
            if line.drug == drug:
                return line
        self.lines.append(LineWish(drug))
        return self.lines[-1]

    def has_condition(self, condition: str) -> bool:
        """Wish for a condition; False where it must not be."""
        if condition in self.without or self.no_conditions:
            return False
        if condition not in self.conditions:
            self.conditions.append(condition)
        return True


class Wishing:
    """Rows of the tables → wishes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def holds(self, term: Term, wish: Wish, line: LineWish | None, dice: Dice) -> bool:
        """Wish that a term of a row holds; False where that cannot be wished for."""
        if term.kind is TermKind.FACT:
            return self._fact(term, wish)
        if term.kind is TermKind.CONDITION:
            if term.negated:
                wish.without |= set(term.names)
                return not set(term.names) & set(wish.conditions)
            known = [name for name in term.names if self._pool.condition_names(name)]
            return bool(known) and (bool(set(known) & set(wish.conditions)) or wish.has_condition(dice.pick(known)))
        if term.kind is TermKind.CO_DRUG:
            return True if term.negated else self._beside(term, wish, dice)
        if term.kind is TermKind.DAYS and line is not None and term.value is not None:
            above = term.op in (Op.GT, Op.GE)
            line.days = int(term.value) + dice.between(1, 7) if above else max(1, int(term.value) - 1)
            return True
        if term.kind is TermKind.STATED:
            if term.negated:
                return wish.stated.get(term.fact) not in term.names
            return wish.stated.setdefault(term.fact, dice.pick(term.names)) in term.names
        if term.kind is TermKind.COMBINED:
            return term.names == ("no",)
        return term.kind is TermKind.RELEASE and term.negated

    def _beside(self, term: Term, wish: Wish, dice: Dice) -> bool:
        found = [drug for name in term.names for drug in self._pool.members(name)]
        if found and not any(line.drug in found for line in wish.lines):
            wish.line(dice.pick(found))
        return bool(found)

    def _fact(self, term: Term, wish: Wish) -> bool:
        if term.fact is Fact.SEX:
            return self.sexed(wish, Sex(term.names[0]))
        if term.fact is Fact.LACTATION:
            wish.lactating = term.names == ("yes",)
            return self.sexed(wish, Sex.FEMALE) if wish.lactating else True
        if term.value is None:
            return False
        if term.fact is Fact.AGE:
            years = term.value / _YEAR[term.age_unit.value if term.age_unit else "a"]
            return wish.bound(Fact.AGE).narrow(term.op, years)
        return self.valued(wish, term.fact, term.op, term.value)

    def valued(self, wish: Wish, fact: Fact, op: Op | None, value: Decimal, high: str | None = None) -> bool:
        """Wish for a value of a fact other than the age."""
        if fact is Fact.PREGNANCY:
            wish.pregnant = True
            return self.sexed(wish, Sex.FEMALE) and wish.bound(fact).narrow(op, value, high)
        if fact not in (Fact.WEIGHT, Fact.CRCL) and fact not in self._pool.labs:
            return False
        return wish.bound(fact).narrow(op, value, high)

    def sexed(self, wish: Wish, sex: Sex) -> bool:
        """Wish for a sex."""
        if wish.sex not in (None, sex):
            return False
        wish.sex = sex
        return True


def within(bounds: Bounds, level: sc.TrainingLevel, step: Decimal, dice: Dice) -> Decimal | None:
    """A value within bounds, as far from the threshold as the level has it; None where no step lies between."""
    percent = Decimal(dice.between(level.distance_low, level.distance_high)) / _HUNDRED
    if bounds.high is not None:
        # A value cannot lie more than itself below a threshold: three quarters of the way down is far.
        wanted = bounds.high * (1 - min(percent, Decimal("0.75")))
        if bounds.low is not None:
            wanted = max(wanted, bounds.low + (bounds.high - bounds.low) / 4)
        value = stepped(wanted, step, ROUND_FLOOR)
        while value >= bounds.high:
            value -= step
    elif bounds.low is not None:
        value = stepped(bounds.low * (1 + percent), step, ROUND_CEILING)
        while value <= bounds.low:
            value += step
    else:
        return None
    inside = (bounds.low is None or value >= bounds.low) and (bounds.high is None or value < bounds.high)
    return value if inside and value > 0 else None


def stepped(value: Decimal, step: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """A value in whole steps."""
    return (value / step).to_integral_value(rounding) * step
