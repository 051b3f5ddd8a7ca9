"""All that the tables hold of one drug, and what they do not: the card that `rxcheck drug` shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.spelling import compact
from rxcheck.kb.structure_store import GroupName, Structures
from rxcheck.kb.terms import Kinship, NameKind, RuleAction
from rxcheck.terms import CheckKind, DrugKind, Fact, Lang, RowStatus

_SHOWN_NEIGHBOURS = 5


class CardName(Struct, frozen=True):
    """Another written name."""

    name: str
    lang: Lang
    kind: NameKind


class Relative(Struct, frozen=True):
    """A related ingredient: the card's drug is the `relation` of it, or (`reverse`) it is the `relation` of the card's drug."""

    relation: Kinship
    drug: str
    reverse: bool


class CardClass(Struct, frozen=True):
    """A class of the drug; `inherited` when it belongs to it through a subclass."""

    class_id: str
    inherited: bool


class CardProduct(Struct, frozen=True):
    """A fixed combination that holds the drug, and its marketed strengths as the table writes them ("5 mg;160 mg", "5 mL")."""

    product_id: str
    drugs: tuple[str, ...]
    strengths: tuple[tuple[tuple[str, ...], str | None], ...]


class CardStructure(Struct, frozen=True):
    """Structure, groups, the drugs with the same side chain by group, and the nearest other structures (percent)."""

    smiles: str
    inchikey: str
    source_id: str
    locator: str
    status: RowStatus
    groups: tuple[GroupName, ...]
    same_chain: dict[str, tuple[str, ...]]
    neighbours: tuple[tuple[str, int], ...]


class Known(Struct, frozen=True):
    """How many rules of a check (and fact) name the drug or a class of it, by action."""

    check: CheckKind
    fact: Fact | None
    actions: dict[RuleAction, int]

    @property
    def total(self) -> int:
        """All rows, deliberate silences among them."""
        return sum(self.actions.values())


class CardLimit(Struct, frozen=True):
    """A dose limit: kind, value and unit as the table has them, routes, further terms and indications."""

    rule_id: str
    limit: str
    value: str
    unit: str
    per: str | None
    routes: tuple[str, ...]
    when: tuple[str, ...]
    indication: tuple[str, ...]
    source_id: str


class CardUsual(Struct, frozen=True):
    """What is usually given: one dose from `low` to `high`, at the shortest every `hours`."""

    usual_id: str
    low: str
    high: str
    unit: str
    per: str | None
    hours: int
    routes: tuple[str, ...]
    when: tuple[str, ...]
    source_id: str


class Card(Struct, frozen=True, kw_only=True):
    """One ingredient. `pathways` and `effects` are selectors ("role:cyp3a4-inhibitor-strong"). `missing` are the checks and facts that no row speaks of."""

    drug_id: str
    name_en: str
    name_zh: str
    kind: DrugKind
    atc: tuple[str, ...]
    rxcui: str | None
    unii: str | None
    source_id: str
    locator: str
    status: RowStatus
    names: tuple[CardName, ...]
    lookalikes: tuple[str, ...]
    relatives: tuple[Relative, ...]
    classes: tuple[CardClass, ...]
    pathways: tuple[str, ...]
    effects: tuple[str, ...]
    products: tuple[CardProduct, ...]
    structure: CardStructure | None
    known: tuple[Known, ...]
    usual: tuple[CardUsual, ...]
    limits: tuple[CardLimit, ...]
    missing: tuple[tuple[CheckKind, Fact | None], ...]


# What a pharmacist would look for in every drug; a fact without a row is said.
_EXPECTED: tuple[tuple[CheckKind, Fact | None], ...] = (
    (CheckKind.INTERACTION, None),
    (CheckKind.LIMIT, None),
    (CheckKind.CONDITION, Fact.CONDITION),
    (CheckKind.CONDITION, Fact.PREGNANCY),
    (CheckKind.CONDITION, Fact.LACTATION),
    (CheckKind.CONDITION, Fact.EGFR),
    (CheckKind.CONDITION, Fact.AGE),
    (CheckKind.ALLERGY, None),
    (CheckKind.DUPLICATE, None),
)


class CardIndex:
    """Builds cards from one set of tables."""

    def __init__(self, knowledge: Knowledge, structures: Structures) -> None:
        self._knowledge = knowledge
        self._structures = structures
        self._drugs = {row.drug_id: row for row in knowledge.rows(sc.Drug)}
        self._selectors = Selectors(knowledge)
        self._names: dict[str, list[sc.Name]] = defaultdict(list)
        for row in knowledge.rows(sc.Name):
            self._names[row.target].append(row)
        self._parts: dict[str, list[str]] = defaultdict(list)
        for part in sorted(knowledge.rows(sc.ProductIngredient), key=lambda part: part.position):
            self._parts[part.product_id].append(part.drug_id)

    def card(self, drug_id: str) -> Card:
        """The card of an ingredient.

        Raises:
            KeyError: no such drug.
        """
        row = self._drugs[drug_id]
        selectors = self._selectors.of(drug_id)
        known = self._known(selectors)
        told = {(item.check, item.fact) for item in known}
        return Card(
            drug_id=drug_id,
            name_en=row.name_en,
            name_zh=row.name_zh,
            kind=row.kind,
            atc=row.atc,
            rxcui=row.rxcui,
            unii=row.unii,
            source_id=row.source_id,
            locator=row.locator,
            status=row.status,
            names=self.names(f"drug:{drug_id}"),
            lookalikes=self._lookalikes(drug_id),
            relatives=tuple(self._relatives(drug_id)),
            classes=self._card_classes(drug_id),
            pathways=tuple(sorted(each for each in selectors if each.startswith("role:"))),
            effects=tuple(sorted(each for each in selectors if each.startswith("effect:"))),
            products=tuple(self.product(key) for key, drugs in sorted(self._parts.items()) if drug_id in drugs),
            structure=self._structure(drug_id),
            known=known,
            usual=tuple(self._usual(drug_id)),
            limits=tuple(self._limits(selectors)),
            missing=tuple(item for item in _EXPECTED if item not in told),
        )

    def names(self, target: str) -> tuple[CardName, ...]:
        """The other names of a target ("drug:x", "product:x")."""
        return tuple(CardName(row.name, row.lang, row.kind) for row in self._names[target])

    def product(self, product_id: str) -> CardProduct:
        """A combination with its marketed strengths."""
        strengths = tuple(
            (row.strengths, row.per) for row in self._knowledge.rows(sc.ProductStrength) if row.product_id == product_id
        )
        return CardProduct(product_id, tuple(self._parts[product_id]), strengths)

    def product_names(self, product_id: str) -> tuple[str, str]:
        """English and Chinese name of a combination."""
        return next(
            (row.name_en, row.name_zh) for row in self._knowledge.rows(sc.Product) if row.product_id == product_id
        )

    def _classes(self, drug_id: str) -> Iterator[str]:
        return (class_id for class_id, drugs in self._selectors.classes.items() if drug_id in drugs)

    def _card_classes(self, drug_id: str) -> tuple[CardClass, ...]:
        direct = {row.class_id for row in self._knowledge.rows(sc.ClassMember) if row.member == f"drug:{drug_id}"}
        found = (CardClass(class_id, class_id not in direct) for class_id in self._classes(drug_id))
        return tuple(sorted(found, key=lambda item: (item.inherited, item.class_id)))

    def _relatives(self, drug_id: str) -> Iterator[Relative]:
        for row in self._knowledge.rows(sc.RelatedDrug):
            if row.drug_id == drug_id:
                yield Relative(row.relation, row.related, False)
            elif row.related == drug_id:
                yield Relative(row.relation, row.drug_id, True)

    def _lookalikes(self, drug_id: str) -> tuple[str, ...]:
        """The names that are taken for a name of this drug."""
        row = self._drugs[drug_id]
        mine = {compact(name) for name in (row.name_en, row.name_zh, drug_id) if name}
        mine |= {compact(name.name) for name in self._names[f"drug:{drug_id}"]}
        found: dict[str, None] = {}
        for pair in self._knowledge.rows(sc.Lookalike):
            for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
                if compact(one) in mine:
                    found.setdefault(other)
        return tuple(found)

    def _structure(self, drug_id: str) -> CardStructure | None:
        number = self._structures.number(drug_id)
        if number is None:
            return None
        text = self._structures.text
        return CardStructure(
            text.smiles[number],
            text.inchikeys[number],
            *text.sources[number],
            self._structures.groups(number),
            self._structures.same_chain(drug_id),
            tuple((text.drugs[item.number], item.percent) for item in text.neighbours[number][:_SHOWN_NEIGHBOURS]),
        )

    def _known(self, selectors: frozenset[str]) -> tuple[Known, ...]:
        counts: dict[tuple[CheckKind, Fact | None], Counter[RuleAction]] = defaultdict(Counter)
        for check, fact, subjects, action in self._rules():
            if selectors.intersection(subjects):
                counts[check, fact][action] += 1
        order = list(CheckKind)
        facts: list[Fact | None] = [None, *Fact]
        found = (Known(check, fact, dict(actions)) for (check, fact), actions in counts.items())
        return tuple(sorted(found, key=lambda item: (order.index(item.check), facts.index(item.fact))))

    def _rules(self) -> Iterator[tuple[CheckKind, Fact | None, tuple[str | None, ...], RuleAction]]:
        """Check, fact, the selectors that a row names, and its action."""
        rows = self._knowledge.rows
        for pair in (*rows(sc.Interaction), *rows(sc.DerivedInteraction), *rows(sc.Incompatibility)):
            yield CheckKind.INTERACTION, None, (pair.object, pair.precipitant), pair.action
        for limit in rows(sc.DoseLimit):
            yield CheckKind.LIMIT, None, (limit.subject,), limit.action
        for condition in rows(sc.ConditionRule):
            yield CheckKind.CONDITION, condition.fact, (condition.subject,), condition.action
        for allergy in rows(sc.AllergyRule):
            yield CheckKind.ALLERGY, None, (allergy.allergen, allergy.subject), allergy.action
        for duplicate in rows(sc.DuplicateRule):
            yield CheckKind.DUPLICATE, None, (duplicate.subject,), duplicate.action
        actions = {rule.rule_id: rule.action for rule in rows(sc.SetRule)}
        terms: dict[str, list[str]] = defaultdict(list)
        for term in rows(sc.SetTerm):
            if term.selector is not None:
                terms[term.rule_id].append(term.selector)
        for rule_id, subjects in terms.items():
            yield CheckKind.SET, None, tuple(subjects), actions[rule_id]

    def _usual(self, drug_id: str) -> Iterator[CardUsual]:
        for row in self._knowledge.rows(sc.UsualDose):
            if row.drug == drug_id:
                yield CardUsual(
                    row.usual_id,
                    format(row.single_low, "f"),
                    format(row.single_high, "f"),
                    row.unit,
                    row.per,
                    row.interval_hours,
                    row.routes,
                    row.when,
                    row.source_id,
                )

    def _limits(self, selectors: Iterable[str]) -> Iterator[CardLimit]:
        wanted = frozenset(selectors)
        for row in self._knowledge.rows(sc.DoseLimit):
            if row.subject in wanted:
                yield CardLimit(
                    row.rule_id,
                    row.limit.value,
                    format(row.value, "f"),
                    row.unit,
                    row.per,
                    row.routes,
                    row.when,
                    row.indication,
                    row.source_id,
                )
