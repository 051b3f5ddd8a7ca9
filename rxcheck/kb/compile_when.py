"""`when` terms and what is known of patients as columns: every distinct term once, rules as lists of terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb.compile_codes import (
    AGE_UNIT_CODE,
    ALWAYS_HIGH,
    DIMENSION_CODE,
    FACT_CODE,
    OP_CODE,
    RELEASE_CODE,
    STATED_BIT,
    TERM_CODE,
)
from rxcheck.kb.compile_common import Builder, broader_conditions, csr, interval, micro, route_mask
from rxcheck.kb.compiled_text import PatientTables
from rxcheck.kb.load import Knowledge
from rxcheck.kb.terms import AgeUnit, TermKind
from rxcheck.kb.when import Term, parse_term
from rxcheck.quantity import parse_unit

Array = npt.NDArray[np.generic]


class Terms:
    """Numbers for terms while the arrays are made."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._numbers: dict[str, int] = {}
        self._terms: list[Term] = []

    def number(self, text: str) -> int:
        """The number of a term, given on first use."""
        if text not in self._numbers:
            self._numbers[text] = len(self._terms)
            self._terms.append(parse_term(text))
        return self._numbers[text]

    def columns(self, arrays: dict[str, Array], prefix: str, cells: Iterable[Sequence[str]]) -> None:
        """The terms of every rule as `<prefix>_when_start` and `<prefix>_when_index`."""
        lists = [[self.number(text) for text in cell] for cell in cells]
        arrays[f"{prefix}_when_start"], arrays[f"{prefix}_when_index"] = csr(lists)

    def finish(self, arrays: dict[str, Array]) -> None:
        """The terms themselves as `w_…`."""
        terms = self._terms
        arrays["w_kind"] = np.array([TERM_CODE[term.kind] for term in terms], dtype=np.int8)
        arrays["w_negated"] = np.array([term.negated for term in terms], dtype=np.bool_)
        arrays["w_fact"] = np.array([FACT_CODE[term.fact] for term in terms], dtype=np.int8)
        arrays["w_op"] = np.array([-1 if term.op is None else OP_CODE[term.op] for term in terms], dtype=np.int8)
        bounds = [_bounds(term) for term in terms]
        arrays["w_low"] = np.array([low for low, _ in bounds], dtype=np.int64)
        arrays["w_high"] = np.array([high for _, high in bounds], dtype=np.int64)
        arrays["w_age_unit"] = np.array([AGE_UNIT_CODE[term.age_unit or AgeUnit.YEARS] for term in terms], np.int8)
        arrays["w_amount"] = np.array([term.amount.base if term.amount else 0 for term in terms], dtype=np.int64)
        arrays["w_dimension"] = np.array(
            [DIMENSION_CODE[term.amount.dimension] if term.amount else -1 for term in terms], dtype=np.int8
        )
        arrays["w_bits"] = np.array([_bits(term) for term in terms], dtype=np.int8)
        arrays["w_names_start"], arrays["w_names_index"] = csr([self._codes(term) for term in terms])

    def _codes(self, term: Term) -> list[int]:
        if term.kind is TermKind.CONDITION:
            return [self._builder.condition_code[name] for name in term.names]
        if term.kind is TermKind.CO_DRUG:
            return [self._builder.selector(name) for name in term.names]
        return []


def _bits(term: Term) -> int:
    """The words that a term names: of release, of what stands on the prescription, 1 for a line of several ingredients."""
    if term.kind is TermKind.RELEASE:
        return RELEASE_CODE[term.names[0]]
    if term.kind is TermKind.STATED:
        return sum(STATED_BIT[term.fact, name] for name in term.names)
    return int(term.kind is TermKind.COMBINED and term.names[0] == "yes")


def _bounds(term: Term) -> tuple[int, int]:
    """The half-open interval of millionths in which a fact or a number of days fulfils the term."""
    if term.op is None or term.kind not in (TermKind.FACT, TermKind.DAYS):
        return 0, ALWAYS_HIGH
    value = term.names[0] if term.names else format(term.value or 0, "f")
    return interval(term.fact, term.op, value, None)


def patient_tables(knowledge: Knowledge) -> PatientTables:
    """What the reading of a patient needs: which conditions imply which, and what they say of organs."""
    rows = {row.condition_id: row for row in knowledge.rows(sc.ConditionEntry)}
    broader: dict[str, tuple[str, ...]] = {}
    for name in rows:
        found = broader_conditions(rows, name)
        if found:
            broader[name] = tuple(sorted(found))
    organs: dict[str, set[str]] = {}
    for organ in knowledge.rows(sc.OrganCondition):
        organs.setdefault(organ.role.value, set()).add(organ.condition_id)
    return PatientTables(
        broader=broader,
        organs={role: tuple(sorted(names)) for role, names in sorted(organs.items())},
        implied=tuple(
            (row.condition_id, row.fact, micro(format(row.low, "f")), micro(format(row.high, "f")))
            for row in knowledge.rows(sc.ConditionFact)
        ),
        policy={row.key.value: row.value for row in knowledge.rows(sc.Policy)},
        unasked=tuple(sorted(row.fact for row in knowledge.rows(sc.LabTest) if not row.asked)),
    )


def equivalents(builder: Builder, arrays: dict[str, Array], groups: Sequence[str]) -> None:
    """How much of a group one base unit of an ingredient is: per group and drug a list of (routes, dimension, fraction)."""
    units = {row.group_id: parse_unit(row.unit) for row in builder.knowledge.rows(sc.EquivalentGroup)}
    number = {group: index for index, group in enumerate(groups)}
    lists: list[list[tuple[int, ...]]] = [[] for _ in range(len(groups) * len(builder.drugs))]
    for row in builder.knowledge.rows(sc.Equivalent):
        unit, group = parse_unit(row.unit), units[row.group_id]
        numerator, denominator = row.factor.as_integer_ratio()
        numerator, denominator = numerator * group.scale, denominator * unit.scale
        entry = (route_mask(row.routes), DIMENSION_CODE[unit.dimension], numerator, denominator)
        for drug in builder.codes_of(row.subject):
            lists[number[row.group_id] * len(builder.drugs) + drug].append(entry)
    arrays["eq_start"] = csr([[0] * len(entries) for entries in lists])[0]
    flat = np.array([entry for entries in lists for entry in entries], dtype=np.int64).reshape(-1, 4)
    for column, name in enumerate(("routes", "dimension", "num", "den")):
        arrays[f"eq_{name}"] = np.ascontiguousarray(flat[:, column])
