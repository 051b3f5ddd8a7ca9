"""For each topic, what there is to find: rows of the tables, each made into a wish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.terms import AllergyRelation, DuplicateLevel, FormField, LimitKind, Op, RuleAction, SetKind
from rxcheck.kb.when import parse_term
from rxcheck.terms import Action, CheckKind, Fact, Reaction, Route, Setting
from rxcheck.train.making.dice import Dice
from rxcheck.train.making.pool import Pool
from rxcheck.train.making.wish import LineWish, Wish, Wishing
from rxcheck.train.terms import Topic

_KIDNEYS = frozenset({Fact.EGFR, Fact.CRCL, Fact.CREATININE})
_WOMEN = frozenset({Fact.PREGNANCY, Fact.LACTATION})
_AMOUNTS = (LimitKind.SINGLE_MAX, LimitKind.DAILY_MAX, LimitKind.WEEKLY_MAX)
_COUNTS = (LimitKind.DURATION_MAX, LimitKind.INTERVAL_MIN, LimitKind.DOSES_PER_DAY_MAX)
_LOUD = (RuleAction.AVOID, RuleAction.MODIFY, RuleAction.MONITOR)
_GROWN = 18
_DAY, _WEEK = 24, 168
_LAWS = (
    FormField.DIRECTIONS,
    FormField.CONDITION,
    FormField.LINES,
    FormField.DRUG,
    FormField.SUPPLY,
    FormField.REFILLS,
)

Build = Callable[[Wish, sc.TrainingLevel, Dice], bool]


class Target(Struct, frozen=True):
    """Something to find: the check that finds it, what makes a wish hold it, and the row it comes from ("": any)."""

    rule: str
    kind: CheckKind
    build: Build


class Targets:
    """What there is to find, by topic; the same tables give the same lists in the same order."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._wishing = Wishing(pool)
        self._made: dict[tuple[Topic, int], tuple[Target, ...]] = {}

    def of(self, topic: Topic, level: int) -> tuple[Target, ...]:
        """The targets of a topic."""
        key = topic, level
        if key not in self._made:
            make = {
                Topic.INTERACTION: self._interactions,
                Topic.DOSE: self._doses,
                Topic.KIDNEY: self._kidneys,
                Topic.CHILD: self._children,
                Topic.PREGNANCY: self._women,
                Topic.ALLERGY: self._allergies,
                Topic.DUPLICATE: self._duplicates,
                Topic.DISEASE: self._diseases,
                Topic.BURDEN: self._burdens,
                Topic.LAW: self._laws,
            }[topic]
            self._made[key] = tuple(make(level))
        return self._made[key]

    def _interactions(self, level: int) -> list[Target]:
        # For beginners what stops a prescription; later also what has to be watched.
        least = Action.MODIFY.rank if level == 1 else Action.MONITOR.rank
        return [Target("", CheckKind.INTERACTION, self._pair(pair)) for pair in self._pool.pairs(least)]

    @staticmethod
    def _pair(pair: tuple[str, str]) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            for drug in dice.shuffled(pair):
                wish.line(drug)
            return True

        return build

    def _conditions(self, wanted: Callable[[sc.ConditionRule], bool]) -> list[Target]:
        found = []
        for row in sorted(self._pool.knowledge.rows(sc.ConditionRule), key=lambda row: row.rule_id):
            if row.action in _LOUD and wanted(row):
                drugs = self._given(row.subject, row.routes)
                if drugs:
                    found.append(Target(row.rule_id, CheckKind.CONDITION, self._condition(row, drugs)))
        return found

    def _given(self, selector: str, routes: tuple[str, ...]) -> tuple[str, ...]:
        """The drugs of the pool that a row names and that are given by one of its routes."""
        allowed = sc.routes_of(routes)
        return tuple(drug for drug in self._pool.members(selector) if self._pool.stock[drug].route in allowed)

    def _condition(self, row: sc.ConditionRule, drugs: Sequence[str]) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            line = wish.line(dice.pick(drugs))
            if not self._fact(row, wish, dice):
                return False
            return self._all(row.when, wish, line, dice)

        return build

    def _fact(self, row: sc.ConditionRule, wish: Wish, dice: Dice) -> bool:
        if row.fact is Fact.CONDITION:
            known = [name for name in row.value.split("|") if self._pool.condition_names(name)]
            return bool(known) and wish.has_condition(dice.pick(known))
        if row.fact is Fact.LACTATION:
            return self._wishing.holds(parse_term(f"lactating={row.value}"), wish, None, dice)
        if row.fact is Fact.SEX:
            return self._wishing.holds(parse_term(f"sex={row.value}"), wish, None, dice)
        if row.fact is Fact.AGE:
            return wish.bound(Fact.AGE).narrow(row.op, Decimal(row.value), row.value_high)
        return self._wishing.valued(wish, row.fact, row.op, Decimal(row.value), row.value_high)

    def _all(self, when: tuple[str, ...], wish: Wish, line: LineWish | None, dice: Dice) -> bool:
        return all(self._wishing.holds(parse_term(text), wish, line, dice) for text in when)

    def _kidneys(self, level: int) -> list[Target]:
        found = self._conditions(lambda row: row.fact in _KIDNEYS)
        found += self._limits(lambda row: any(parse_term(text).fact in _KIDNEYS for text in row.when))
        return found

    def _women(self, level: int) -> list[Target]:
        return self._conditions(lambda row: row.fact in _WOMEN)

    def _diseases(self, level: int) -> list[Target]:
        other = frozenset({Fact.AGE, Fact.SEX, Fact.INDICATION, Fact.POSTMENSTRUAL, Fact.GESTATION, Fact.CHILD_PUGH})
        return self._conditions(
            lambda row: row.fact not in _KIDNEYS | _WOMEN | other and row.value not in ("pregnancy", "lactation")
        )

    def _children(self, level: int) -> list[Target]:
        found = self._conditions(
            lambda row: row.fact is Fact.AGE and row.op in (Op.LT, Op.LE) and Decimal(row.value) <= _GROWN
        )
        return found + self._limits(lambda row: any(_is_young(text) for text in row.when))

    def _doses(self, level: int) -> list[Target]:
        return self._limits(lambda row: not any(_is_young(text) for text in row.when) and set(row.when) <= {"age>=18a"})

    def _limits(self, wanted: Callable[[sc.DoseLimit], bool]) -> list[Target]:
        found = []
        for row in sorted(self._pool.knowledge.rows(sc.DoseLimit), key=lambda row: row.rule_id):
            fit = row.limit in (*_AMOUNTS, *_COUNTS) and row.action in _LOUD and not row.subject.startswith("sum:")
            if fit and wanted(row):
                drugs = self._given(row.subject, row.routes)
                if drugs:
                    found.append(Target(row.rule_id, CheckKind.LIMIT, self._limit(row, drugs)))
        return found

    def _limit(self, row: sc.DoseLimit, drugs: Sequence[str]) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            line = wish.line(dice.pick(drugs))
            if not self._all(row.when, wish, line, dice):
                return False
            if row.indication and not any(wish.has_condition(name) for name in dice.shuffled(row.indication)):
                return False
            # What is beyond a limit is settled when the patient's weight is known: here only by how much.
            over = 1 + Decimal(dice.between(level.distance_low, level.distance_high)) / 100
            if row.limit is LimitKind.DURATION_MAX:
                line.days = int(row.value * over) + 1
            elif row.limit is LimitKind.INTERVAL_MIN:
                hours = int(row.value) * (_DAY if row.unit == "d" else 1)
                shorter = [each for each in _INTERVALS if each < hours]
                if not shorter:
                    return False
                line.hours = shorter[-1] if level.level > 1 else dice.pick(shorter[-2:])
            elif row.limit is LimitKind.DOSES_PER_DAY_MAX:
                often = [each for each in _INTERVALS if Decimal(_DAY) / each > row.value]
                if not often:
                    return False
                line.hours = often[-1]
            else:
                line.over = over
                line.amount = (row.value * over, f"{row.unit}|{row.per or ''}|{row.limit.value}")
            return True

        return build

    def _allergies(self, level: int) -> list[Target]:
        wanted = (AllergyRelation.GROUP,) if level == 1 else (AllergyRelation.GROUP, AllergyRelation.CROSS)
        found = []
        for row in sorted(self._pool.knowledge.rows(sc.AllergyRule), key=lambda row: row.rule_id):
            if row.relation not in wanted or row.action not in _LOUD or row.allergen is None or row.subject is None:
                continue
            if row.allergen.startswith("other:"):
                continue
            drugs = tuple(
                drug
                for drug in self._pool.members(row.subject)
                if not row.routes or self._pool.stock[drug].route in sc.routes_of(row.routes)
            )
            allergens = [drug for drug in self._pool.all_members(row.allergen) if self._pool.allergen_names(drug)]
            known = [drug for drug in allergens if drug in self._pool.stock] or allergens
            if drugs and known:
                found.append(Target(row.rule_id, CheckKind.ALLERGY, self._allergy(row, drugs, known)))
        return found

    @staticmethod
    def _allergy(row: sc.AllergyRule, drugs: Sequence[str], allergens: Sequence[str]) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            drug = dice.pick(drugs)
            others = [allergen for allergen in allergens if allergen != drug]
            if not others:
                return False
            reaction = dice.pick(row.reactions or (Reaction.RASH, Reaction.URTICARIA))
            wish.line(drug)
            wish.allergies.append((dice.pick(others), reaction.value))
            return True

        return build

    def _duplicates(self, level: int) -> list[Target]:
        found = []
        for row in sorted(self._pool.knowledge.rows(sc.DuplicateRule), key=lambda row: row.rule_id):
            if row.action not in _LOUD:
                continue
            if row.level is DuplicateLevel.INGREDIENT:
                branded = [drug for drug, stock in self._pool.stock.items() if stock.brand]
                found += [Target(row.rule_id, CheckKind.DUPLICATE, self._twice(drug)) for drug in branded]
            elif row.subject is not None and len(self._pool.members(row.subject)) > row.max_count:
                drugs = self._pool.members(row.subject)
                target = Target(row.rule_id, CheckKind.DUPLICATE, self._several(drugs, row.max_count + 1))
                found += [target] * min(3, len(drugs))  # classes with several drugs come more often
        return found

    @staticmethod
    def _twice(drug: str) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            wish.lines += [LineWish(drug, brand=False), LineWish(drug, brand=True)]
            return True

        return build

    @staticmethod
    def _several(drugs: Sequence[str], count: int) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            for drug in dice.shuffled(drugs)[:count]:
                wish.line(drug)
            return True

        return build

    def _burdens(self, level: int) -> list[Target]:
        terms: dict[str, list[sc.SetTerm]] = {}
        for term in self._pool.knowledge.rows(sc.SetTerm):
            terms.setdefault(term.rule_id, []).append(term)
        return [
            Target(row.rule_id, CheckKind.SET, self._burden(row, terms[row.rule_id]))
            for row in sorted(self._pool.knowledge.rows(sc.SetRule), key=lambda row: row.rule_id)
            if row.kind is SetKind.BURDEN and row.action in _LOUD
        ]

    def _burden(self, row: sc.SetRule, terms: Sequence[sc.SetTerm]) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            points = 0
            for term in terms:
                if term.selector is None:
                    if term.fact and self._wishing.holds(parse_term(term.fact), wish, None, dice):
                        points += term.points
                    continue
                drugs = dice.shuffled(self._pool.members(term.selector))[: term.min_count]
                if len(drugs) < term.min_count:
                    return False
                for drug in drugs:
                    wish.line(drug)
                    points += term.points
            paid = [term for term in terms if term.selector and term.points]
            for _ in range(row.min_points):
                if points >= row.min_points or not paid:
                    break
                term = dice.pick(paid)
                drugs = [drug for drug in self._pool.members(term.selector or "") if not _holds(wish, drug)]
                if drugs:
                    wish.line(dice.pick(drugs))
                    points += term.points
            return self._all(row.when, wish, None, dice)

        return build

    def _laws(self, level: int) -> list[Target]:
        found = []
        for row in sorted(self._pool.knowledge.rows(sc.FormRule), key=lambda row: row.rule_id):
            if row.field not in _LAWS or row.action not in _LOUD or row.jurisdiction == "generic":
                continue
            if row.field is FormField.LINES and level == 1:
                continue  # what a beginner gets has few lines
            drugs = self._pool.members(row.subject) if row.subject else self._pool.ids
            routes = sc.routes_of(row.routes) if row.routes else frozenset(Route)
            drugs = tuple(drug for drug in drugs if self._pool.stock[drug].route in routes)
            if drugs:
                found.append(Target(row.rule_id, CheckKind.FORM, self._law(row, drugs)))
        return found

    def _law(self, row: sc.FormRule, drugs: Sequence[str]) -> Build:
        def build(wish: Wish, level: sc.TrainingLevel, dice: Dice) -> bool:
            wish.jurisdiction = row.jurisdiction
            line = wish.line(dice.pick(drugs))
            if not self._all(row.when, wish, line, dice):
                return False
            wish.stated.setdefault(Fact.SETTING, Setting.OUTPATIENT.value)
            over = 1 + Decimal(dice.between(level.distance_low, level.distance_high)) / 100
            value = Decimal(row.value or 0)
            if row.field is FormField.DIRECTIONS:
                line.open_use = True
            elif row.field is FormField.CONDITION:
                if wish.conditions:
                    return False
                wish.no_conditions = True
            elif row.field is FormField.LINES:
                wish.least_lines = int(value) + 1
            elif row.field is FormField.SUPPLY:
                line.days = int(value * over) + 1
            elif row.field is FormField.REFILLS:
                line.refills = int(value * over) + 1
            return True

        return build


_INTERVALS = (4, 6, 8, 12, 24, 48, 168)


def _holds(wish: Wish, drug: str) -> bool:
    return any(line.drug == drug for line in wish.lines)


def _is_young(text: str) -> bool:
    """True for a term that an adult never fulfils."""
    term = parse_term(text)
    if term.fact is not Fact.AGE or term.value is None or term.age_unit is None:
        return False
    return term.op in (Op.LT, Op.LE) and (term.age_unit.value != "a" or term.value <= _GROWN)
