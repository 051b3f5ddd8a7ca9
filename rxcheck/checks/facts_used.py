"""The patient facts that a verdict rests on: value, origin, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from rxcheck.checks.amounts import number
from rxcheck.engine.patient import Facts, Known
from rxcheck.finding import FactNote, FactUse
from rxcheck.kb.compile_codes import MICRO
from rxcheck.kb.compiled_text import PatientTables
from rxcheck.kb.terms import FACT_UNITS, PolicyKey, TermKind
from rxcheck.kb.when import parse_term
from rxcheck.model import Lab, Prescription
from rxcheck.quantity import plain_decimal
from rxcheck.terms import Fact, FactBasis, NoteKind, Sex

_MONTHS_ONLY = Fraction(1, 2)  # years; an age that is less certain was stated in years
_OF_KIDNEYS = (Fact.CREATININE, Fact.EGFR, Fact.CRCL)


def facts_of_terms(when: Iterable[str]) -> Iterator[Fact]:
    """The measurable facts that further terms of a row ask for."""
    for text in when:
        term = parse_term(text)
        if term.kind is TermKind.FACT:
            yield term.fact


def facts_used(
    facts: Facts, wanted: Iterable[Fact], prescription: Prescription, tables: PatientTables
) -> tuple[FactUse, ...]:
    """What is known of the wanted facts, each once."""
    reader = _Uses(facts, prescription, tables)
    return tuple(reader.use(facts.known[fact]) for fact in dict.fromkeys(wanted) if fact in facts.known)


class _Uses:
    def __init__(self, facts: Facts, prescription: Prescription, tables: PatientTables) -> None:
        self._facts = facts
        self._prescription = prescription
        self._tables = tables

    def use(self, known: Known) -> FactUse:
        return FactUse(
            fact=known.fact,
            value=fact_text(known.fact, known.low, known.high),
            unit=FACT_UNITS.get(known.fact, ""),
            basis=known.basis,
            taken_on=known.lab.taken_on if known.lab else None,
            formula=known.formula,
            weight=known.weight,
            condition=known.condition,
            inputs=tuple(self.use(each) for each in known.inputs),
            notes=tuple(self._notes(known)),
        )

    def _notes(self, known: Known) -> Iterator[FactNote]:
        if known.basis is FactBasis.MEASURED and known.lab is not None:
            yield from self._stale(known.fact, known.lab)
            yield from self._other_results(known.lab)
        if known.fact is Fact.EGFR and known.basis in (FactBasis.MEASURED, FactBasis.CALCULATED):
            for condition, fact, low, high in self._tables.implied:
                # A diagnosis of reduced function beside a better measured one, or of a better one beside a worse.
                recorded = condition in self._facts.conditions
                if recorded and fact is known.fact and (known.low > high + MICRO or known.high < low):
                    yield FactNote(NoteKind.CONTRADICTED, condition=condition)

    def _stale(self, fact: Fact, lab: Lab) -> Iterator[FactNote]:
        on = self._prescription.authored_on
        key = PolicyKey.CREATININE_STALE_DAYS if fact in _OF_KIDNEYS else PolicyKey.LAB_STALE_DAYS
        if on is not None and lab.taken_on is not None:
            days = (on - lab.taken_on).days
            if days > self._tables.policy[key.value]:
                yield FactNote(NoteKind.STALE, days=days)

    def _other_results(self, lab: Lab) -> Iterator[FactNote]:
        """Results of the same test and day that say something else."""
        told: set[str] = set()
        for other in self._prescription.patient.labs:
            same = other.fact is lab.fact and other.taken_on == lab.taken_on
            value = plain_decimal(other.value)
            if same and other.value != lab.value and value not in told:
                told.add(value)
                yield FactNote(NoteKind.CONTRADICTED, value=value, unit=other.unit, taken_on=other.taken_on)


@lru_cache(maxsize=1 << 14)
def fact_text(fact: Fact, low: int, high: int) -> str:
    """A value between two, in millionths, as it is said: "62", "30-59", "f", "yes"."""
    if fact is Fact.SEX:
        return Sex.FEMALE.value if low else Sex.MALE.value
    if fact is Fact.LACTATION:
        return "yes" if low else "no"
    if fact is Fact.AGE:
        return _age(Fraction(low, MICRO), Fraction(high, MICRO))
    least, most = number(Fraction(low, MICRO)), number(Fraction(high, MICRO))
    return least if least == most else f"{least}-{most}"


def _age(low: Fraction, high: Fraction) -> str:
    """Years as people state them: those completed where no more was recorded; of infants the beginning of what is known."""
    if high - low > _MONTHS_ONLY:
        first, last = floor(low), ceil(high) - 1
        return str(first) if first == last else f"{first}-{last}"
    return number(round(low, 2 if low >= 1 else 3))
