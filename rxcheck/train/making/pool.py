"""The drugs that cases are made with, and what the tables say of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
from msgspec import Struct

from rxcheck.engine.compiled import Kb
from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.kb.terms import Op, TermKind
from rxcheck.kb.when import Term, parse_term
from rxcheck.terms import CheckKind, Fact, Route, Sex

Names = tuple[str, str]  # English, Chinese
_DAYS = {"a": Decimal("365.2425"), "mo": Decimal("30.436875"), "wk": Decimal(7), "d": Decimal(1)}


class Stock(Struct, frozen=True):
    """A drug to write cases with: its names, a brand name, how it is given, for what, for how many days (None: long), to which sex."""

    drug: str
    names: Names
    brand: Names | None
    route: Route
    conditions: tuple[str, ...]
    days: int | None
    sex: Sex | None
    doses: tuple[sc.UsualDose, ...]

    def dose_for(self, age_days: int, weight: Decimal) -> sc.UsualDose | None:
        """What is usual at an age (days) and weight (kg); None where nothing is."""
        return next((row for row in self.doses if _fits(row, age_days, weight)), None)

    def least_dose(self) -> sc.UsualDose | None:
        """The smallest of the doses that are not by weight: what is given to whom nothing is usual for."""
        whole = [row for row in self.doses if not row.per]
        return min(whole, key=lambda row: (row.single_low, row.usual_id), default=None)


def _fits(row: sc.UsualDose, age_days: int, weight: Decimal) -> bool:
    for text in row.when:
        term = parse_term(text)
        if term.kind is not TermKind.FACT or term.value is None:
            return term.kind is TermKind.RELEASE and term.negated
        if term.fact is Fact.AGE:
            found = Decimal(age_days)
            bound = term.value * _DAYS[term.age_unit.value if term.age_unit else "a"]
        elif term.fact is Fact.WEIGHT:
            found, bound = weight, term.value
        else:
            return False
        if not compares(found, term.op, bound):
            return False
    return True


def compares(found: Decimal, op: Op | None, bound: Decimal) -> bool:
    """Whether a value stands to a bound as the operation says."""
    return {Op.LT: found < bound, Op.LE: found <= bound, Op.GT: found > bound, Op.GE: found >= bound}.get(
        op or Op.IS, found == bound
    )


class Pool:
    """Drugs by id, who belongs to what, and which pairs any rule joins."""

    def __init__(self, folder: Path, kb: Kb) -> None:
        """Raises:
        KnowledgeError: the tables are not valid, or hold no drugs for made cases.
        """
        self.knowledge: Knowledge = load(folder)
        self._selectors = Selectors(self.knowledge)
        self._kb = kb
        shown = kb.compiled.text.catalogue()
        self._conditions = shown.conditions
        self._drug_names = shown.drugs
        self._usual: dict[str, list[sc.UsualDose]] = {}
        for usual in self.knowledge.rows(sc.UsualDose):
            self._usual.setdefault(usual.drug, []).append(usual)
        self.stock: dict[str, Stock] = {}
        for row in self.knowledge.rows(sc.TrainingDrug):
            stock = self._stocked(row)
            if stock is not None:
                self.stock[row.drug] = stock
        if not self.stock:
            raise KnowledgeError("holds no row: no case can be made", Location(TABLE_FILES["training_drugs"][0]))
        self.ids = tuple(self.stock)
        self._ranks = self._pair_ranks()
        self._number = {drug: number for number, drug in enumerate(self.ids)}
        self.values = self.knowledge.rows(sc.TrainingValue)
        self.levels = {row.level: row for row in self.knowledge.rows(sc.TrainingLevel)}
        # Weight and height are the patient's own, not a laboratory's.
        self.labs: dict[Fact, sc.LabTest] = {
            row.fact: row for row in self.knowledge.rows(sc.LabTest) if row.fact not in (Fact.WEIGHT, Fact.HEIGHT)
        }

    def members(self, selector: str) -> tuple[str, ...]:
        """The drugs of the pool that a selector holds."""
        held = self._selectors.drugs_of(selector)
        return tuple(drug for drug in self.ids if drug in held)

    def all_members(self, selector: str) -> tuple[str, ...]:
        """All drugs that a selector holds, by id."""
        return tuple(sorted(self._selectors.drugs_of(selector)))

    def rank(self, one: str, other: str) -> int:
        """The rank of the gravest action of any interaction row of two drugs of the pool; 0 for none."""
        return int(self._ranks[self._number[one], self._number[other]])

    def pairs(self, least: int) -> list[tuple[str, str]]:
        """The pairs of which some row is of this rank or graver."""
        first, second = np.nonzero(np.triu(self._ranks >= least, 1))
        return [(self.ids[one], self.ids[two]) for one, two in zip(first.tolist(), second.tolist(), strict=True)]

    def condition_names(self, condition: str) -> Names | None:
        """The names of a condition that are read as it in both languages."""
        names = self._conditions.get(condition)
        if names is None or any(self._kb.resolver.condition(name) != condition for name in names):
            return None
        return names

    def allergen_names(self, drug: str) -> Names | None:
        """The names of a drug as an allergen."""
        names = self._drug_names.get(drug)
        if names is None or any(f"drug:{drug}" not in self._kb.resolver.allergen(name) for name in names):
            return None
        return plain(names[0]), names[1]

    def value_row(self, fact: Fact, age: int, sex: Sex) -> sc.TrainingValue | None:
        """Where a fact lies in a healthy person of this age (years) and sex."""
        return next(
            (
                row
                for row in self.values
                if row.fact is fact and row.sex in (None, sex) and row.age_low <= age < row.age_high
            ),
            None,
        )

    def always(self) -> tuple[Fact, ...]:
        """The facts that stand on every made prescription."""
        return tuple(dict.fromkeys(row.fact for row in self.values if row.always))

    def _stocked(self, row: sc.TrainingDrug) -> Stock | None:
        names = self._drug_names[row.drug]
        if not all(names) or not all(self._is(name, row.drug) for name in names):
            return None
        conditions = tuple(condition for condition in row.conditions if self.condition_names(condition))
        brand = (row.brand_en, row.brand_zh)
        brands = brand if all(brand) and all(self._is(name, row.drug) for name in brand) else None
        doses = tuple(usual for usual in self._usual.get(row.drug, ()) if row.route in sc.routes_of(usual.routes))
        written = (plain(names[0]), names[1])
        return Stock(row.drug, written, brands, row.route, conditions, row.days, row.sex, doses)

    def _is(self, name: str, drug: str) -> bool:
        found = self._kb.resolver.drug(name)
        return found.drugs == {drug} and found.form is None and found.release is None

    def _pair_ranks(self) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
        """pool × pool: the rank of the gravest action of any row."""
        kb = self._kb
        rules = [rule.action.rank for rule in kb.rules(CheckKind.INTERACTION)]
        ranks = np.array(rules, dtype=np.int8)
        start, rows = kb.ints("ix_group_start"), kb.ints("ix_group_value") // 2
        of_group = np.zeros(len(start) - 1, dtype=np.int8)
        np.maximum.at(of_group, np.repeat(np.arange(len(start) - 1), np.diff(start)), ranks[rows])
        place = kb.ints("ix_row")[[kb.drug_code[drug] for drug in self.ids]]
        found: np.ndarray[tuple[int, ...], np.dtype[np.int8]] = of_group[kb.ints("ix_group")[np.ix_(place, place)]]
        return np.maximum(found, found.T)


def plain(name: str) -> str:
    """A name of the tables as it stands within a sentence: without the capital of a title."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def terms_of(texts: Sequence[str]) -> list[Term]:
    """The parsed terms of a row."""
    return [parse_term(text) for text in texts]
