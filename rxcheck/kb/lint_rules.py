"""What must hold among rules: references, comparable units, no two rows that say the same or contradict each other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rxcheck.errors import KnowledgeError, Location, QuantityError
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.compile_common import interval
from rxcheck.kb.lint_clauses import lint_clause_depths, lint_language, lint_patient_clauses
from rxcheck.kb.lint_forms import lint_forms
from rxcheck.kb.lint_patients import lint_patients
from rxcheck.kb.load import Knowledge, Located, at
from rxcheck.kb.must_alert import lint_must_alert
from rxcheck.kb.selectors import Selectors
from rxcheck.quantity import Basis, Dimension, Quantity, parse_unit
from rxcheck.terms import LAB_FACTS, Fact, Route, Severity

Fault = KnowledgeError
_SLOTS: dict[type[sc.Rule], set[str]] = {
    sc.Interaction: {"object", "precipitant"},
    sc.DerivedInteraction: {"object", "precipitant"},
    sc.Incompatibility: {"object", "precipitant"},
    sc.DoseLimit: {"drug", "limit", "observed"},
    sc.ConditionRule: {"drug", "condition", "limit", "observed"},
    sc.AllergyRule: {"drug", "allergen"},
    sc.DuplicateRule: {"drug", "drugs"},
    sc.SetRule: {"drug", "drugs"},
    sc.FormRule: {"drug", "limit", "observed"},
}
_INTERVAL_FACTS = (
    Fact.AGE, Fact.SEX, Fact.WEIGHT, Fact.BMI, Fact.PREGNANCY, Fact.LACTATION, Fact.GESTATION, Fact.POSTMENSTRUAL,
    *LAB_FACTS,
)  # fmt: skip


def lint_rules(knowledge: Knowledge) -> Iterator[Fault]:
    """Every fault among rules."""
    yield from _common(knowledge)
    yield from _interactions(knowledge)
    yield from _modifiers(knowledge)
    yield from _limits(knowledge)
    yield from _conditions(knowledge)
    yield from _allergies(knowledge)
    yield from _duplicates(knowledge)
    yield from _sets(knowledge)
    yield from lint_forms(knowledge)
    yield from lint_clause_depths(knowledge)
    yield from lint_patient_clauses(knowledge)
    yield from lint_language(knowledge)
    yield from _policies(knowledge)
    yield from lint_must_alert(knowledge)
    yield from lint_patients(knowledge)


def _common(knowledge: Knowledge) -> Iterator[Fault]:
    """Ids unique over all rule tables; selectors and clauses exist; clauses of the right kind with slots that get filled."""
    clauses = {row.clause_id: row for row in knowledge.rows(sc.Clause)}
    selectors = Selectors(knowledge)
    groups = {row.group_id for row in knowledge.rows(sc.EquivalentGroup)}
    seen: dict[str, Located] = {}
    used: set[str] = set()
    for kind in sc.RULE_KINDS:
        for item in knowledge.located(kind):
            row = item.row
            assert isinstance(row, sc.Rule)  # noqa: S101
            if row.rule_id in seen:
                yield at(item, f"rule_id stands already in {seen[row.rule_id].file}", "rule_id")
            seen[row.rule_id] = item
            for column in ("subject", "object", "precipitant", "allergen"):
                selector = getattr(row, column, None)
                if selector and selector.startswith("sum:"):
                    if selector.removeprefix("sum:") not in groups:
                        yield at(item, f"{selector} does not exist", column)
                elif selector and not selector.startswith("other:") and selector not in selectors:
                    yield at(item, f"{selector} does not exist", column)
            for column, ids in (("mechanism", row.mechanism), ("harm", row.harm), ("advice", row.advice)):
                used.update(ids)
                yield from _clause_ids(item, column, ids, clauses, _SLOTS[kind])
            action = row.action.action
            if action is not None and not row.advice:
                yield at(item, "a rule that speaks needs an advice clause", "advice")
            if action is not None and action.interrupts and not (row.mechanism or row.harm):
                yield at(item, "a rule that interrupts needs a mechanism or harm clause", "mechanism")
    for item in knowledge.located(sc.InteractionModifier):
        assert isinstance(item.row, sc.InteractionModifier)  # noqa: S101
        used.update(item.row.advice)
        yield from _clause_ids(item, "advice", item.row.advice, clauses, _SLOTS[sc.Interaction])
    for row in knowledge.rows(sc.PatientClause):
        used.add(row.clause_id)
    for item in knowledge.located(sc.Clause):
        if isinstance(item.row, sc.Clause) and item.row.clause_id not in used:
            yield at(item, "no rule uses this clause: remove it", "clause_id")


def _clause_ids(
    item: Located, column: str, ids: Sequence[str], clauses: dict[str, sc.Clause], slots: set[str]
) -> Iterator[Fault]:
    for clause_id in ids:
        clause = clauses.get(clause_id)
        if clause is None:
            yield at(item, f"clause {clause_id!r} is not in knowledge/clauses.csv", column)
        elif clause.kind.value != column:
            yield at(item, f"clause {clause_id!r} is a {clause.kind.value} clause", column)
        elif not set(sc.SLOT.findall(clause.text_en)) <= slots:
            yield at(item, f"clause {clause_id!r} has slots that this kind of rule does not fill", column)


_PAIRS: tuple[type[sc.PairRule], ...] = (sc.Interaction, sc.DerivedInteraction, sc.Incompatibility)


def _interactions(knowledge: Knowledge) -> Iterator[Fault]:
    """No pair of selectors twice in a table, whichever side each stands on, unless the routes tell them apart."""
    for kind in _PAIRS:
        seen: dict[frozenset[str], list[tuple[sc.PairRule, Located]]] = defaultdict(list)
        for item in knowledge.located(kind):
            row = item.row
            assert isinstance(row, sc.PairRule)  # noqa: S101
            if row.object == row.precipitant and row.object.startswith("drug:"):
                yield at(item, "a drug does not interact with itself: use rules/duplicates.csv", "precipitant")
            pair = frozenset((row.object, row.precipitant))
            for other, place in seen[pair]:
                if all(_side_routes(row, side) & _side_routes(other, side) for side in pair):
                    verdict = "contradicts" if other.action is not row.action else "repeats"
                    yield at(item, f"{verdict} {other.rule_id!r} ({place.file}, row {place.line})", "object")
            seen[pair].append((row, item))
    natures = {row.clause_id: row for row in knowledge.rows(sc.Clause)}
    effects = {row.effect_id for row in knowledge.rows(sc.Effect)}
    for item in knowledge.located(sc.Clause):
        clause = natures[getattr(item.row, "clause_id", "")]
        if clause.nature is not None and clause.kind is not kt.ClauseKind.MECHANISM:
            yield at(item, "only a mechanism has a nature", "nature")
        if clause.effect is not None and clause.nature is not kt.Nature.DYNAMIC:
            yield at(item, "only a dynamic mechanism has an effect", "effect")
        elif clause.effect is not None and clause.effect not in effects:
            yield at(item, f"effect {clause.effect!r} is not in knowledge/effects.csv", "effect")


def _side_routes(row: sc.PairRule, side: str) -> frozenset[Route]:
    return sc.routes_of(row.object_routes if side == row.object else row.precipitant_routes)


_NUMERIC = (kt.Op.GT, kt.Op.GE, kt.Op.LT, kt.Op.LE)
_FACTOR_OPS = {
    kt.Factor.OBJECT_ROUTE: (kt.Op.IN,),
    kt.Factor.PRECIPITANT_ROUTE: (kt.Op.IN,),
    kt.Factor.OBJECT_DAILY_DOSE: _NUMERIC,
    kt.Factor.PRECIPITANT_DAILY_DOSE: _NUMERIC,
    kt.Factor.CO_DRUG: (kt.Op.PRESENT, kt.Op.ABSENT),
    kt.Factor.CONDITION: (kt.Op.PRESENT, kt.Op.ABSENT),
    kt.Factor.AGE: _NUMERIC,
    kt.Factor.EGFR: _NUMERIC,
    kt.Factor.POTASSIUM: _NUMERIC,
    kt.Factor.SODIUM: _NUMERIC,
    kt.Factor.INR: _NUMERIC,
    kt.Factor.PLATELETS: _NUMERIC,
    kt.Factor.PRECIPITANT_DAYS: _NUMERIC,
}


def _modifiers(knowledge: Knowledge) -> Iterator[Fault]:
    rules = {row.rule_id for row in knowledge.rows(sc.Interaction)}
    conditions = {row.condition_id for row in knowledge.rows(sc.ConditionEntry)}
    selectors = Selectors(knowledge)
    priorities: set[tuple[str, int]] = set()
    for item in knowledge.located(sc.InteractionModifier):
        row = item.row
        assert isinstance(row, sc.InteractionModifier)  # noqa: S101
        if row.rule_id not in rules:
            yield at(item, f"rule {row.rule_id!r} is not in knowledge/interactions.csv", "rule_id")
        if (row.rule_id, row.priority) in priorities:
            yield at(item, "two modifiers of a rule have the same priority", "priority")
        priorities.add((row.rule_id, row.priority))
        if row.op not in _FACTOR_OPS[row.factor]:
            yield at(item, f"{row.factor.value} takes {', '.join(_FACTOR_OPS[row.factor])}", "op")
            continue
        words = row.value.split(";")
        try:
            if row.factor in (kt.Factor.OBJECT_ROUTE, kt.Factor.PRECIPITANT_ROUTE):
                sc.routes_of(tuple(words))
            elif row.factor in (kt.Factor.OBJECT_DAILY_DOSE, kt.Factor.PRECIPITANT_DAILY_DOSE):
                Quantity.of(row.value, row.unit or "")
            elif row.factor is kt.Factor.CO_DRUG:
                for word in (word for word in words if word not in selectors):
                    yield at(item, f"{word} does not exist", "value")
            elif row.factor is kt.Factor.CONDITION:
                if row.value not in conditions:
                    yield at(item, f"condition {row.value!r} does not exist", "value")
            else:
                interval(Fact.AGE, row.op, row.value, None)
        except (ValueError, ArithmeticError, QuantityError) as error:
            yield at(item, f"value does not fit the factor ({error})", "value")


_WHOLE = (kt.LimitKind.DURATION_MAX, kt.LimitKind.DOSES_PER_DAY_MAX, kt.LimitKind.DOSES_PER_WEEK_MAX)


def _limits(knowledge: Knowledge) -> Iterator[Fault]:
    """Units fit the kind of limit; bands are not empty; one row per ingredient, route, band and kind; single ≤ daily ≤ weekly."""
    seen: dict[tuple[object, ...], sc.DoseLimit] = {}
    amounts: dict[tuple[object, ...], dict[kt.LimitKind, tuple[Quantity, Located]]] = defaultdict(dict)
    for item in knowledge.located(sc.DoseLimit):
        row = item.row
        assert isinstance(row, sc.DoseLimit)  # noqa: S101
        if row.per not in (None, Basis.KG.value, Basis.M2.value):
            yield at(item, "per is blank, kg or m2", "per")
        if row.value <= 0:
            yield at(item, "a limit is above zero", "value")
        band = (row.subject, sc.routes_of(row.routes), frozenset(row.when), frozenset(row.indication), row.per)
        # Two rows of one kind are steps: the higher limit asks for more (50 MME: monitor, 90 MME: modify).
        if (*band, row.limit, row.action) in seen:
            yield at(item, f"repeats or contradicts {seen[(*band, row.limit, row.action)].rule_id!r}", "limit")
        seen[(*band, row.limit, row.action)] = row
        if row.limit in _WHOLE:
            if row.value != int(row.value) or row.per:
                yield at(item, f"{row.limit.value} is a whole number of doses or days", "value")
            continue
        if row.limit is kt.LimitKind.INTERVAL_MIN:
            if row.unit not in kt.INTERVAL_HOURS or row.per:
                yield at(item, "an interval is written in h or d", "unit")
            continue
        try:
            quantity = Quantity.of(row.value, parse_unit(row.unit))
        except QuantityError as error:
            yield at(item, error.message, "unit")
            continue
        if quantity.dimension in (Dimension.FORM, Dimension.VOLUME):
            yield at(item, "limits are amounts of the ingredient, not of forms or volumes", "unit")
        amounts[band][row.limit] = (quantity, item)
    order = (kt.LimitKind.SINGLE_MAX, kt.LimitKind.DAILY_MAX, kt.LimitKind.WEEKLY_MAX)
    for found in amounts.values():
        ordered = [found[kind] for kind in order if kind in found]
        for (low, _), (high, item) in itertools.pairwise(ordered):
            if low.dimension is high.dimension and low.base > high.base:
                yield at(item, "is below the maximum of a shorter time", "value")


def _conditions(knowledge: Knowledge) -> Iterator[Fault]:
    conditions = {row.condition_id for row in knowledge.rows(sc.ConditionEntry)}
    seen: dict[tuple[object, ...], list[tuple[sc.ConditionRule, Located]]] = defaultdict(list)
    for item in knowledge.located(sc.ConditionRule):
        row = item.row
        assert isinstance(row, sc.ConditionRule)  # noqa: S101
        if row.fact is Fact.CONDITION:
            if row.op is not kt.Op.HAS or row.value not in conditions:
                yield at(item, "a condition row says `has` and a condition id", "value")
        elif row.fact is Fact.INDICATION:
            if row.op is not kt.Op.ABSENT or not set(row.value.split("|")) <= conditions:
                yield at(item, "an indication row says `absent` and condition ids joined by |", "value")
        elif row.fact not in _INTERVAL_FACTS:
            yield at(item, f"{row.fact.value} is not a fact of a patient", "fact")
        else:
            try:
                low, high = interval(row.fact, row.op, row.value, row.value_high)
            except (ValueError, ArithmeticError) as error:
                yield at(item, f"{error}", "op")
            else:
                if low >= high:
                    yield at(item, "the interval is empty", "value_high")
        key = (row.subject, row.fact, row.op, row.value, row.value_high, frozenset(row.when))
        for other, place in seen[key]:
            if sc.routes_of(row.routes) & sc.routes_of(other.routes):
                yield at(item, f"repeats or contradicts {other.rule_id!r} ({place.file}, row {place.line})", "subject")
        seen[key].append((row, item))


def _allergies(knowledge: Knowledge) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], sc.AllergyRule] = {}
    for item in knowledge.located(sc.AllergyRule):
        row = item.row
        assert isinstance(row, sc.AllergyRule)  # noqa: S101
        if (row.relation is kt.AllergyRelation.SAME) != (row.allergen is None and row.subject is None):
            yield at(item, "`same` names neither allergen nor subject, the others name both", "allergen")
        thing = (row.allergen or "").startswith("other:")
        if thing and row.relation is not kt.AllergyRelation.EXCIPIENT:
            yield at(item, "only an excipient row names something that is no drug", "allergen")
        key = (row.allergen, row.subject, frozenset(row.reactions), sc.routes_of(row.routes or ("any",)))
        if key in seen:
            yield at(item, f"repeats or contradicts {seen[key].rule_id!r}", "allergen")
        seen[key] = row


def _names_effect(knowledge: Knowledge, subject: str) -> bool:
    """`effect:…`, or a class of kind effect."""
    kind, _, name = subject.partition(":")
    if kind == "class":
        return any(row.class_id == name and row.kind is kt.ClassKind.EFFECT for row in knowledge.rows(sc.DrugClass))
    return kind == "effect"


def _duplicates(knowledge: Knowledge) -> Iterator[Fault]:
    rules = {row.rule_id for row in knowledge.rows(sc.DuplicateRule)}
    selectors = Selectors(knowledge)
    for item in knowledge.located(sc.DuplicateRule):
        row = item.row
        assert isinstance(row, sc.DuplicateRule)  # noqa: S101
        grouped = row.level in (kt.DuplicateLevel.CLASS, kt.DuplicateLevel.EFFECT)
        if grouped is not (row.subject is not None):
            yield at(item, "class and effect rows name their subject, the others name none", "subject")
        elif row.level is kt.DuplicateLevel.EFFECT and not _names_effect(knowledge, row.subject or ""):
            yield at(item, f"{row.subject} is neither an effect nor a class of effects", "subject")
    for item in knowledge.located(sc.DuplicateAllowance):
        allowance = item.row
        assert isinstance(allowance, sc.DuplicateAllowance)  # noqa: S101
        if allowance.rule_id not in rules:
            yield at(item, f"rule {allowance.rule_id!r} does not exist", "rule_id")
        for column in ("first", "second"):
            if getattr(allowance, column) not in selectors:
                yield at(item, f"{getattr(allowance, column)} does not exist", column)


def _sets(knowledge: Knowledge) -> Iterator[Fault]:
    rules = {row.rule_id for row in knowledge.rows(sc.SetRule)}
    selectors = Selectors(knowledge)
    used = set()
    for item in knowledge.located(sc.SetTerm):
        term = item.row
        assert isinstance(term, sc.SetTerm)  # noqa: S101
        used.add(term.rule_id)
        if term.rule_id not in rules:
            yield at(item, f"rule {term.rule_id!r} does not exist", "rule_id")
        if (term.selector is None) is (term.fact is None):
            yield at(item, "a term names a selector or a fact", "selector")
        if term.selector is not None and term.selector not in selectors:
            yield at(item, f"{term.selector} does not exist", "selector")
    for item in knowledge.located(sc.SetRule):
        if getattr(item.row, "rule_id", None) not in used:
            yield at(item, "the set has no terms in rules/set_terms.csv", "rule_id")


def _policies(knowledge: Knowledge) -> Iterator[Fault]:
    found = {row.key for row in knowledge.rows(sc.Policy)}
    for key in kt.PolicyKey:
        if key not in found:
            yield KnowledgeError(f"{key.value} is missing", Location("rules/policy.csv"))
    for item in knowledge.located(sc.Policy):
        number = item.row
        assert isinstance(number, sc.Policy)  # noqa: S101
        if (number.site_low is None) is not (number.site_high is None):
            yield at(item, "site_low and site_high go together", "site_low")
        elif (
            not (number.site_low or 0)
            <= number.value
            <= (number.value if number.site_high is None else number.site_high)
        ):
            yield at(item, "the value does not lie from site_low to site_high", "value")
    graded = {row.severity for row in knowledge.rows(sc.IssueGrade)}
    for severity in Severity:
        if severity not in graded:
            yield KnowledgeError(f"{severity.value} has no row", Location("rules/issue_severities.csv"))
    topics = {f"{row.check.value}.{row.topic}" for row in knowledge.rows(sc.FindingCode)}
    for item in knowledge.located(sc.ConditionRule):
        topic = f"condition.{item.row.fact.value}" if isinstance(item.row, sc.ConditionRule) else ""
        if topic not in topics:
            yield at(item, f"{topic} has no row in rules/finding_codes.csv", "fact")
    for item in knowledge.located(sc.FormRule):
        topic = f"form.{item.row.field.value}" if isinstance(item.row, sc.FormRule) else ""
        if topic not in topics:
            yield at(item, f"{topic} has no row in rules/finding_codes.csv", "field")
