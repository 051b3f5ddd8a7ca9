"""What a random prescription should have so that rules come into play: drugs that they name, values at bounds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge
from rxcheck.kb.when import parse_term
from rxcheck.terms import Fact, Route
from tests.oracle.tables import Tables


@dataclass(frozen=True)
class LineWish:
    """A drug for a line, with routes and a limit that suit it."""

    drug: str
    routes: tuple[Route, ...] = ()
    limit: sc.DoseLimit | None = None


@dataclass
class Wishes:
    """Lines and patient facts that were asked for."""

    lines: list[LineWish] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    allergens: list[str] = field(default_factory=list)
    bounds: dict[Fact, list[str]] = field(default_factory=dict)


class Wishing:
    """Draws themes from the rules."""

    def __init__(self, knowledge: Knowledge, rng: random.Random) -> None:
        self._rng = rng
        self._tables = Tables(knowledge)
        self._interactions = knowledge.rows(sc.Interaction)
        self._derived = knowledge.rows(sc.DerivedInteraction)
        self._incompatible = knowledge.rows(sc.Incompatibility)
        self._modifiers: dict[str, list[sc.InteractionModifier]] = {}
        for modifier in knowledge.rows(sc.InteractionModifier):
            self._modifiers.setdefault(modifier.rule_id, []).append(modifier)
        self._modified = [row for row in self._interactions if row.rule_id in self._modifiers]
        self.limits = knowledge.rows(sc.DoseLimit)
        self._conditions = knowledge.rows(sc.ConditionRule)
        self._allergies = [row for row in knowledge.rows(sc.AllergyRule) if row.allergen and row.subject]
        self._duplicates = [row for row in knowledge.rows(sc.DuplicateRule) if row.subject]
        self._allowances = knowledge.rows(sc.DuplicateAllowance)
        self._forms = [row for row in knowledge.rows(sc.FormRule) if row.subject]
        self._equivalents = knowledge.rows(sc.Equivalent)
        self._sets = {row.rule_id: row for row in knowledge.rows(sc.SetRule)}
        self._terms: dict[str, list[sc.SetTerm]] = {}
        for term in knowledge.rows(sc.SetTerm):
            self._terms.setdefault(term.rule_id, []).append(term)

    def draw(self, count: int) -> Wishes:
        """`count` themes together."""
        themes = (
            self._interaction,
            self._modified_interaction,
            self._derived_interaction,
            self._incompatibility,
            self._limit,
            self._limit,
            self._condition,
            self._condition,
            self._allergy,
            self._duplicate,
            self._allowance,
            self._same_drug,
            self._set,
            self._form,
        )
        wishes = Wishes()
        for _ in range(count):
            self._rng.choice(themes)(wishes)
        return wishes

    def _form(self, wishes: Wishes) -> None:
        if not self._forms:
            return
        row = self._rng.choice(self._forms)
        self._when(wishes, row.when)
        self._add(wishes, row.subject or "", row.routes)
        if row.field in kt.AMOUNT_FIELDS:
            wishes.bounds.setdefault(Fact.DAYS, []).append(str(row.value))

    def limit_of(self, drug: str) -> sc.DoseLimit | None:
        """One of the limits of a drug."""
        rows = [
            row
            for row in self.limits
            if not row.subject.startswith("sum:") and self._tables.contains(row.subject, drug)
        ]
        return self._rng.choice(rows) if rows else None

    def _member(self, selector: str) -> str | None:
        drugs = sorted(self._tables.drugs_of(selector))
        return self._rng.choice(drugs) if drugs else None

    def _add(
        self, wishes: Wishes, selector: str, cell: tuple[str, ...] = (), limit: sc.DoseLimit | None = None
    ) -> None:
        drug = self._member(selector)
        if drug is not None:
            routes = tuple(sorted(sc.routes_of(cell)))
            wishes.lines.append(LineWish(drug, routes, limit or self.limit_of(drug)))

    def _interaction(self, wishes: Wishes) -> None:
        self._pair(wishes, self._interactions)

    def _modified_interaction(self, wishes: Wishes) -> None:
        self._pair(wishes, self._modified)

    def _derived_interaction(self, wishes: Wishes) -> None:
        self._pair(wishes, self._derived)

    def _incompatibility(self, wishes: Wishes) -> None:
        self._pair(wishes, self._incompatible)

    def _pair(self, wishes: Wishes, rows: Sequence[sc.PairRule]) -> None:
        if not rows:
            return
        row = self._rng.choice(rows)
        self._add(wishes, row.object, row.object_routes)
        self._add(wishes, row.precipitant, row.precipitant_routes)
        for modifier in self._modifiers.get(row.rule_id, ()):
            self._modifier(wishes, modifier)

    def _modifier(self, wishes: Wishes, modifier: sc.InteractionModifier) -> None:
        if modifier.factor is kt.Factor.CO_DRUG:
            if self._rng.random() < 0.5:
                self._add(wishes, self._rng.choice(modifier.value.split(";")))
        elif modifier.factor is kt.Factor.CONDITION:
            wishes.conditions.append(modifier.value)
        elif modifier.factor is kt.Factor.AGE:
            wishes.bounds.setdefault(Fact.AGE, []).append(modifier.value)
        elif modifier.factor in (kt.Factor.POTASSIUM, kt.Factor.SODIUM, kt.Factor.INR, kt.Factor.PLATELETS):
            wishes.bounds.setdefault(Fact(modifier.factor.value), []).append(modifier.value)
        elif modifier.factor is kt.Factor.EGFR:
            wishes.bounds.setdefault(Fact.EGFR, []).append(modifier.value)
        elif modifier.factor is kt.Factor.PRECIPITANT_DAYS:
            wishes.bounds.setdefault(Fact.DAYS, []).append(modifier.value)
        elif modifier.factor in (kt.Factor.OBJECT_DAILY_DOSE, kt.Factor.PRECIPITANT_DAILY_DOSE):
            wishes.bounds.setdefault(Fact.DOSE, []).append(f"{modifier.value} {modifier.unit}")

    def _limit(self, wishes: Wishes) -> None:
        if not self.limits:
            return
        row = self._rng.choice(self.limits)
        self._when(wishes, row.when)
        wishes.conditions += row.indication
        for _ in range(self._rng.choice((1, 1, 2))):
            self._add(wishes, self._of_sum(row.subject), row.routes, row)

    def _of_sum(self, subject: str) -> str:
        """A drug that counts toward a sum; any other subject as it is."""
        if not subject.startswith("sum:"):
            return subject
        counted = [row.subject for row in self._equivalents if f"sum:{row.group_id}" == subject]
        return self._rng.choice(counted)

    def _when(self, wishes: Wishes, cell: Sequence[str]) -> None:
        """What the further terms of a row ask for."""
        for term in map(parse_term, cell):
            if term.kind is kt.TermKind.CONDITION:
                wishes.conditions.append(self._rng.choice(term.names))
            elif term.kind is kt.TermKind.CO_DRUG and self._rng.random() < 0.6:
                self._add(wishes, self._rng.choice(term.names))
            elif term.amount is not None:
                wishes.bounds.setdefault(Fact.DOSE, []).append(f"{term.value} {term.amount.unit.code}")
            elif term.value is not None and term.age_unit in (None, kt.AgeUnit.YEARS):
                wishes.bounds.setdefault(term.fact, []).append(str(term.value))

    def _condition(self, wishes: Wishes) -> None:
        if not self._conditions:
            return
        row = self._rng.choice(self._conditions)
        self._add(wishes, row.subject, row.routes)
        self._when(wishes, row.when)
        if row.fact is Fact.CONDITION:
            wishes.conditions.append(row.value)
        elif row.fact is Fact.INDICATION:
            wishes.conditions += self._rng.choice(([], row.value.split("|")[:1]))
        elif row.op is not kt.Op.IS:
            bounds = [row.value] if row.value_high is None else [row.value, row.value_high]
            wishes.bounds.setdefault(row.fact, []).extend(bounds)

    def _allergy(self, wishes: Wishes) -> None:
        if not self._allergies:
            return
        row = self._rng.choice(self._allergies)
        if row.subject is None or row.allergen is None:
            return
        self._add(wishes, row.subject)
        drug = None if row.allergen.startswith("other:") else self._member(row.allergen)
        wishes.allergens.append(row.allergen if drug is None or self._rng.random() < 0.4 else f"drug:{drug}")

    def _duplicate(self, wishes: Wishes) -> None:
        if not self._duplicates:
            return
        row = self._rng.choice(self._duplicates)
        for _ in range(row.max_count + self._rng.choice((0, 1, 1, 2))):
            self._add(wishes, row.subject or "")

    def _allowance(self, wishes: Wishes) -> None:
        if not self._allowances:
            return
        row = self._rng.choice(self._allowances)
        self._add(wishes, row.first, row.first_routes)
        self._add(wishes, row.second, row.second_routes)

    def _same_drug(self, wishes: Wishes) -> None:
        """A drug twice: one that is there already, or a new one."""
        if not wishes.lines:
            self._limit(wishes)
        if wishes.lines:
            wishes.lines.append(self._rng.choice(wishes.lines))

    def _set(self, wishes: Wishes) -> None:
        if not self._terms:
            return
        rule_id = self._rng.choice(sorted(self._terms))
        self._when(wishes, self._sets[rule_id].when)
        for term in self._terms[rule_id]:
            if term.fact is not None:
                self._when(wishes, (term.fact,))
                continue
            for _ in range(term.min_count + self._rng.choice((0, 0, 1))):
                self._add(wishes, term.selector or "")
