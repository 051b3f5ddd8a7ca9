"""What must hold among the tables that rules on patients lean on: `when` terms, usual doses, equivalents, conditions."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.errors import KnowledgeError, QuantityError
from rxcheck.kb import schema as sc
from rxcheck.kb.compile_common import broader_conditions
from rxcheck.kb.load import Knowledge, Located, at
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.terms import FACT_UNITS, TermKind
from rxcheck.kb.when import parse_term
from rxcheck.quantity import Basis, parse_unit
from rxcheck.terms import LAB_FACTS

_OF_LINES = (TermKind.DAYS, TermKind.DAILY_DOSE, TermKind.RELEASE, TermKind.COMBINED)


def lint_patients(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Every fault among them."""
    yield from _labs(knowledge)
    yield from _when(knowledge)
    yield from _usual_doses(knowledge)
    yield from _equivalents(knowledge)
    yield from _conditions(knowledge)


def _labs(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    for item in knowledge.located(sc.LabTest):
        row = item.row
        assert isinstance(row, sc.LabTest)  # noqa: S101
        if FACT_UNITS.get(row.fact) != row.unit:
            yield at(item, f"rules write {row.fact.value} in {FACT_UNITS.get(row.fact)}", "unit")


def _when(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    conditions = {row.condition_id for row in knowledge.rows(sc.ConditionEntry)}
    selectors = Selectors(knowledge)
    for kind in (sc.DoseLimit, sc.PatientClause, sc.UsualDose, sc.ConditionRule, sc.SetRule, sc.SetTerm, sc.FormRule):
        for item in knowledge.located(kind):
            fact = getattr(item.row, "fact", None)
            cells = (("fact", (fact,)),) if kind is sc.SetTerm and fact else (("when", getattr(item.row, "when", ())),)
            for column, cell in cells:
                for text in cell:
                    yield from _term(item, column, text, conditions, selectors)
                    yield from _misplaced(item, column, text)
            for condition in getattr(item.row, "indication", ()):
                if condition not in conditions:
                    yield at(item, f"condition {condition!r} does not exist", "indication")


def _term(
    item: Located, column: str, text: str, conditions: set[str], selectors: Selectors
) -> Iterator[KnowledgeError]:
    try:
        term = parse_term(text)
    except (ValueError, QuantityError) as error:
        yield at(item, str(error), column)
        return
    for name in term.names:
        missing = term.kind is TermKind.CONDITION and name not in conditions
        if missing or (term.kind is TermKind.CO_DRUG and name not in selectors):
            yield at(item, f"{name} does not exist", column)


def _misplaced(item: Located, column: str, text: str) -> Iterator[KnowledgeError]:
    """A term about a line in a row about the whole prescription, or about what stands on it in a row that is not of form."""
    try:
        kind = parse_term(text).kind
    except (ValueError, QuantityError):
        return
    whole = isinstance(item.row, sc.SetRule | sc.SetTerm | sc.PatientClause)
    if isinstance(item.row, sc.FormRule):
        whole = item.row.subject is None
    if whole and kind in _OF_LINES:
        yield at(item, f"{text} is about a line, the row about the whole prescription", column)
    if kind is TermKind.STATED and not isinstance(item.row, sc.FormRule):
        yield at(item, f"{text} goes with rules on the form of prescriptions", column)


def _usual_doses(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    for item in knowledge.located(sc.UsualDose):
        row = item.row
        assert isinstance(row, sc.UsualDose)  # noqa: S101
        if row.drug not in drugs:
            yield at(item, f"{row.drug} is not in knowledge/drugs.csv", "drug")
        if not 0 < row.single_low <= row.single_high:
            yield at(item, "the range is empty", "single_high")
        if row.per not in (None, Basis.KG.value, Basis.M2.value):
            yield at(item, "per is blank, kg or m2", "per")
        yield from _unit(item, row.unit)


def _unit(item: Located, unit: str) -> Iterator[KnowledgeError]:
    try:
        parse_unit(unit)
    except QuantityError as error:
        yield at(item, error.message, "unit")


def _equivalents(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    groups = {row.group_id for row in knowledge.rows(sc.EquivalentGroup)}
    selectors = Selectors(knowledge)
    for item in knowledge.located(sc.EquivalentGroup):
        yield from _unit(item, getattr(item.row, "unit", ""))
    for item in knowledge.located(sc.Equivalent):
        row = item.row
        assert isinstance(row, sc.Equivalent)  # noqa: S101
        if row.group_id not in groups:
            yield at(item, f"{row.group_id} is not in rules/equivalent_groups.csv", "group_id")
        if row.subject not in selectors:
            yield at(item, f"{row.subject} does not exist", "subject")
        if row.factor <= 0:
            yield at(item, "a factor is above zero", "factor")
        yield from _unit(item, row.unit)


def _conditions(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Broader conditions exist and never lead back; what a condition says is a range of something measurable."""
    rows = {row.condition_id: row for row in knowledge.rows(sc.ConditionEntry)}
    for item in knowledge.located(sc.ConditionEntry):
        row = item.row
        assert isinstance(row, sc.ConditionEntry)  # noqa: S101
        for broader in row.broader:
            if broader not in rows:
                yield at(item, f"condition {broader!r} does not exist", "broader")
        if row.condition_id in broader_conditions(rows, row.condition_id):
            yield at(item, "is broader than itself", "broader")
    for item in knowledge.located(sc.ConditionFact):
        fact = item.row
        assert isinstance(fact, sc.ConditionFact)  # noqa: S101
        if fact.condition_id not in rows:
            yield at(item, f"condition {fact.condition_id!r} does not exist", "condition_id")
        if fact.fact not in LAB_FACTS:
            yield at(item, f"{fact.fact.value} is not measured", "fact")
        if fact.low > fact.high:
            yield at(item, "the range is empty", "high")
