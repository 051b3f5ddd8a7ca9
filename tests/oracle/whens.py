"""The `when` cells of rows: whether all their terms hold for a patient and an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rxcheck.kb.terms import AgeUnit, Op, TermKind
from rxcheck.kb.when import Term, parse_term
from rxcheck.terms import NOT_DRUGS, Fact, Reason
from tests.oracle.items import Item, Unknown, daily_amount, days_of, missing
from tests.oracle.patient import Answer, Person, Span, answer, compare, table_value
from tests.oracle.tables import Tables


@dataclass(frozen=True)
class Held:
    """The answer to all terms together; where it is UNKNOWN, what the first unknown term needs."""

    answer: Answer
    needs: tuple[Unknown, ...] = ()


def held(cell: Sequence[str], person: Person, items: Sequence[Item], item: Item | None, tables: Tables) -> Held:
    """All terms of a cell, for one item or (None) for the prescription."""
    found = [(term, ask(term, person, items, item, tables)) for term in map(parse_term, cell)]
    if any(said is Answer.NO for _, said in found):
        return Held(Answer.NO)
    needs = tuple(said for _, said in found if isinstance(said, Unknown))
    return Held(Answer.UNKNOWN if needs else Answer.YES, needs[:1])  # one question at a time


def ask(term: Term, person: Person, items: Sequence[Item], item: Item | None, tables: Tables) -> Answer | Unknown:
    """One term: YES, NO, or what is missing."""
    said = _plain(term, person, items, item, tables)
    if not term.negated or isinstance(said, Unknown):
        return said
    return Answer.NO if said is Answer.YES else Answer.YES


def _plain(term: Term, person: Person, items: Sequence[Item], item: Item | None, tables: Tables) -> Answer | Unknown:
    if term.kind is TermKind.FACT:
        return _fact(term, person)
    if term.kind is TermKind.CONDITION:
        if person.conditions is None:
            return missing(Fact.CONDITION)
        return _yes_if(bool(person.conditions & set(term.names)))
    if term.kind is TermKind.CO_DRUG:
        others = {other.drug for other in items} - ({item.drug} if item else set())
        return _yes_if(any(tables.contains(name, drug) for name in term.names for drug in others))
    if term.kind is TermKind.STATED:
        said = person.stated.get(term.fact)
        if said is None and not term.negated:
            return missing(term.fact)
        return _yes_if(said in term.names)
    assert item is not None and term.op is not None
    if term.kind is TermKind.COMBINED:
        several = len({other.drug for other in items if other.line is item.line and other.kind not in NOT_DRUGS}) > 1
        return _yes_if(several is (term.names[0] == "yes"))
    if term.kind is TermKind.RELEASE:
        return _yes_if(item.release is not None and item.release.value in term.names)
    if term.kind is TermKind.DAYS:
        days = days_of(item.line)
        if days is None:
            return missing(Fact.DAYS)
        return _yes_if(compare(Fraction(days), term.op, Fraction(term.value or 0), None, Fact.DAYS))
    return _dose(term, person, items, item)


def _fact(term: Term, person: Person) -> Answer | Unknown:
    assert term.op is not None
    if term.fact is Fact.AGE and term.age_unit is not AgeUnit.YEARS:
        said = answer(_age(term, person), term.op, Fraction(term.value or 0), None, Fact.AGE)
    elif term.fact is Fact.AGE:
        age = person.patient.age  # completed years here, without the fractions of infants
        span = None if age is None else Span(Fraction(age.years), Fraction(age.years))
        said = answer(span, term.op, Fraction(term.value or 0), None, Fact.AGE)
    else:
        low = table_value(term.op, term.names[0] if term.names else str(term.value))
        said = person.ask(term.fact, term.op, low)
    return missing(person.asked_for(term.fact)) if said is Answer.UNKNOWN else said


def _age(term: Term, person: Person) -> Span | None:
    """The age in the unit of the term, in whole ones."""
    age = person.patient.age
    if age is None:
        return None
    most = age.days + age.spare_days
    if term.age_unit is AgeUnit.MONTHS:
        months = age.completed_months
        return Span(Fraction(months), Fraction(max(months, most * 12 * 10_000 // 3_652_425)))
    divisor = 7 if term.age_unit is AgeUnit.WEEKS else 1
    return Span(Fraction(age.days // divisor), Fraction(most // divisor))


def _dose(term: Term, person: Person, items: Sequence[Item], item: Item) -> Answer | Unknown:
    """The threshold against the day's sum of the ingredient over the whole prescription."""
    assert term.amount is not None and term.op is not None
    known, unknown = Fraction(0), None
    for other in items:
        if other.drug != item.drug:
            continue
        daily = daily_amount(other, person.patient)
        if isinstance(daily, Unknown):
            unknown = unknown or Unknown(daily.reason, daily.fact)
        elif daily.dimension is not term.amount.dimension:
            unknown = unknown or Unknown(Reason.INCOMPARABLE_UNIT, Fact.DOSE)
        else:
            known += daily.value
    holds = compare(known, term.op, Fraction(term.amount.base), None, Fact.DOSE)
    if unknown is None or (holds and term.op in (Op.GT, Op.GE)):
        return _yes_if(holds)
    return unknown


def written(item: Item, need: Unknown) -> str | None:
    """What stands on the line where a fact could not be understood."""
    for problem in item.line.problems:
        if problem.fact is need.fact and problem.reason is need.reason:
            return problem.text
    return None


def _yes_if(holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO
