"""Random patients, often exactly at a bound that the rules ask for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from rxcheck.codes import Code, CodeSystem
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge
from rxcheck.kb.when import Term, parse_term
from rxcheck.model import Age, Allergy, Condition, Lab, Patient, Pregnancy
from rxcheck.terms import LAB_FACTS, AllergyKind, Fact, Sex
from tests.oracle.wishes import Wishes

# Ordinary ranges, in tenths of the table's unit.
USUAL_TENTHS = {
    Fact.EGFR: (50, 1300),
    Fact.CREATININE: (200, 9000),
    Fact.POTASSIUM: (20, 75),
    Fact.SODIUM: (1150, 1600),
    Fact.INR: (8, 90),
    Fact.PLATELETS: (50, 6000),
    Fact.CRCL: (50, 1300),
    Fact.CHILD_PUGH: (50, 150),
    Fact.ALBUMIN: (150, 500),
    Fact.BILIRUBIN: (50, 900),
}
ANY_TENTHS = (1, 2000)
RARELY_MEASURED = 0.15
OFFSETS = ("0", "0", "0", "0.001", "-0.001", "1", "-1")
UNKNOWN_CONDITIONS = ("glimmering of the spleen", "状态不明待查", "R99 unlikely")
REACTIONS = (None, None, "nausea", "anaphylaxis", "SJS; nausea", "恶心", "something odd")
KINDS = (None, None, AllergyKind.ALLERGY, AllergyKind.INTOLERANCE)
UNKNOWN_ALLERGENS = ("zyxolin", "某种药", "the blue one")


class People:
    """Draws patients."""

    def __init__(self, knowledge: Knowledge, rng: random.Random) -> None:
        self._rng = rng
        self._conditions: dict[str, list[str]] = {}
        self._icd10: dict[str, tuple[str, ...]] = {}
        for row in knowledge.rows(sc.ConditionEntry):
            self._conditions[row.condition_id] = [row.name_en, row.name_zh]
            self._icd10[row.condition_id] = row.icd10
        for alias in knowledge.rows(sc.ConditionName):
            self._conditions.setdefault(alias.condition_id, []).append(alias.name)
        self._allergen_names: dict[str, list[str]] = {}
        for name in knowledge.rows(sc.AllergenName):
            self._allergen_names.setdefault(name.target, []).append(name.name)
        self._drug_names = {f"drug:{row.drug_id}": row.name_en for row in knowledge.rows(sc.Drug)}
        self._units = {row.fact: row.unit for row in knowledge.rows(sc.LabTest)}
        self._bounds: dict[Fact, list[str]] = {}
        rules: list[sc.ConditionRule | sc.Coverage] = [*knowledge.rows(sc.ConditionRule), *knowledge.rows(sc.Coverage)]
        for rule in rules:
            if rule.fact not in (Fact.CONDITION, Fact.INDICATION) and rule.op is not kt.Op.IS:
                ends = [rule.value] if rule.value_high is None else [rule.value, rule.value_high]
                self._bounds.setdefault(rule.fact, []).extend(ends)
        for term in self._terms(knowledge):
            if term.kind is kt.TermKind.FACT and term.value is not None and term.age_unit in (None, kt.AgeUnit.YEARS):
                self._bounds.setdefault(term.fact, []).append(str(term.value))

    def draw(self, wishes: Wishes) -> Patient:
        rng = self._rng
        return Patient(
            age=self._age(wishes),
            sex=rng.choice((None, *Sex, *Sex)),
            weight_g=rng.choice((None, rng.randint(500, 180_000), rng.randint(2, 120) * 1000, 50_000, 49_999)),
            height_mm=rng.choice((None, rng.randint(400, 2100), rng.randint(1450, 2000), rng.randint(1450, 2000))),
            pregnancy=self._pregnancy(wishes),
            lactating=rng.choice((None, None, False, True)),
            allergies=self._allergies(wishes),
            conditions=self._recorded(wishes),
            labs=self._labs(wishes),
            gestation_weeks=rng.choice((None, None, 28, 31, 32, 36, 37, 40)),
        )

    def _bound(self, fact: Fact, wishes: Wishes) -> Decimal | None:
        """A bound of this fact in the rules, sometimes a little beside it."""
        rng = self._rng
        wished = wishes.bounds.get(fact)
        bounds = wished if wished and rng.random() < 0.7 else self._bounds.get(fact)
        return Decimal(rng.choice(bounds)) if bounds and rng.random() < 0.6 else None

    def _terms(self, knowledge: Knowledge) -> Iterator[Term]:
        kinds: tuple[type[sc.DoseLimit | sc.ConditionRule | sc.SetRule], ...] = (
            sc.DoseLimit,
            sc.ConditionRule,
            sc.SetRule,
        )
        for kind in kinds:
            for row in knowledge.rows(kind):
                yield from map(parse_term, row.when)
        for term in knowledge.rows(sc.SetTerm):
            if term.fact is not None:
                yield parse_term(term.fact)

    def _age(self, wishes: Wishes) -> Age | None:
        rng = self._rng
        if rng.random() < 0.15:
            return None
        bound = self._bound(Fact.AGE, wishes)
        years = rng.randint(0, 100) if bound is None else max(0, int(bound) + rng.choice((0, 0, -1, 1)))
        if years < 2 or rng.random() < 0.1:
            return self._infant()
        days = years * 365 + years // 4
        return Age(years, days, years * 12, 364) if rng.random() < 0.2 else Age(years, days + rng.randint(0, 364))

    def _infant(self) -> Age:
        """Days, weeks, months or years, known more or less precisely, around the bounds of rows."""
        rng = self._rng
        days = rng.choice((0, 6, 7, 27, 28, 55, 56, 90, 91, 92, 183, 364, 365, 366, 720)) + rng.choice((0, 0, 1))
        spare = rng.choice((0, 0, 0, 6, 29))
        months = rng.choice((None, days * 12 // 365))
        return Age(days // 366, days, months, spare)

    def _pregnancy(self, wishes: Wishes) -> Pregnancy | None:
        rng = self._rng
        kind = rng.random()
        if kind < 0.45:
            return None
        if kind < 0.65:
            return Pregnancy(False)
        if kind < 0.75:
            return Pregnancy(True)
        bound = self._bound(Fact.PREGNANCY, wishes)
        weeks = rng.randint(0, 43) if bound is None else max(0, int(bound) + rng.choice((0, 0, -1, 1)))
        return Pregnancy(True, weeks)

    def _recorded(self, wishes: Wishes) -> tuple[Condition, ...] | None:
        rng = self._rng
        if rng.random() < 0.2:
            return None
        wanted = [name for name in wishes.conditions if name in self._conditions and rng.random() < 0.7]
        others = rng.sample(sorted(self._conditions), min(len(self._conditions), rng.choice((0, 0, 0, 1, 2))))
        recorded = [self._condition(condition) for condition in (*wanted, *others)]
        if rng.random() < 0.1:
            recorded.append(Condition(rng.choice(UNKNOWN_CONDITIONS)))
        rng.shuffle(recorded)
        return tuple(recorded)

    def _condition(self, condition: str) -> Condition:
        rng = self._rng
        name, icd10 = rng.choice(self._conditions[condition]), self._icd10.get(condition, ())
        if icd10 and rng.random() < 0.3:
            code = rng.choice(icd10)
            written = code if "." in code else code + rng.choice(("", ".9", ".0"))
            return Condition(rng.choice((name, "as coded")), (Code(CodeSystem.ICD10, written),))
        return Condition(name)

    def _allergies(self, wishes: Wishes) -> tuple[Allergy, ...] | None:
        rng = self._rng
        if rng.random() < 0.25:
            return None
        substances = [self._allergen(target) for target in wishes.allergens if rng.random() < 0.9]
        if rng.random() < 0.3:
            substances.append(self._allergen(rng.choice(sorted(self._drug_names))))
        if rng.random() < 0.2 and self._allergen_names:
            substances.append(self._allergen(rng.choice(sorted(self._allergen_names))))
        if rng.random() < 0.2 and wishes.lines:
            substances.append(self._allergen(f"drug:{rng.choice(wishes.lines).drug}"))
        if rng.random() < 0.1:
            substances.append(rng.choice(UNKNOWN_ALLERGENS))
        return tuple(Allergy(substance, rng.choice(REACTIONS), rng.choice(KINDS)) for substance in substances)

    def _allergen(self, target: str) -> str:
        names = [*self._allergen_names.get(target, ())]
        if target in self._drug_names:
            names.append(self._drug_names[target])
        return self._rng.choice(names) if names else target.partition(":")[2]

    def _labs(self, wishes: Wishes) -> tuple[Lab, ...]:
        rng = self._rng
        labs = []
        for fact in LAB_FACTS:
            often = fact in USUAL_TENTHS
            counts = (
                (0, 0, 1, 1, 1, 2) if often and fact not in (Fact.CRCL, Fact.CHILD_PUGH, Fact.EGFR) else (0, 0, 0, 1)
            )
            if fact not in self._bounds and not often and rng.random() > RARELY_MEASURED:
                continue
            for _ in range(rng.choice(counts)):
                bound = self._bound(fact, wishes)
                value = Decimal(rng.randint(*USUAL_TENTHS.get(fact, ANY_TENTHS))) / 10
                if bound is not None:
                    value = max(Decimal(0), bound + Decimal(rng.choice(OFFSETS)))
                taken_on = rng.choice((None, date(2026, 1, 1) + timedelta(days=rng.randint(0, 3))))
                labs.append(Lab(fact.value, value, self._units.get(fact, ""), taken_on, fact))
        rng.shuffle(labs)
        return tuple(labs)
