"""Dose limits and usual doses as columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb.compile_codes import BASIS_CODE, DIMENSION_CODE, LIMIT_CODE
from rxcheck.kb.compile_common import Builder, csr, info, route_mask, verdicts
from rxcheck.kb.compile_when import Terms
from rxcheck.kb.compiled_text import PatientClauseInfo, RuleInfo
from rxcheck.kb.terms import COUNTED_LIMITS, INTERVAL_HOURS, LimitKind
from rxcheck.quantity import Basis, Quantity, parse_unit

Array = npt.NDArray[np.generic]
SUM = "sum:"


def limits(builder: Builder, terms: Terms, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Dose limits, with the rows of every drug as offsets and values.

    `lim_base` is the group of rows that an indication row takes the place of (-1: none does): the same kind and terms.
    """
    rows = sorted(builder.knowledge.rows(sc.DoseLimit), key=lambda row: row.rule_id)
    verdicts(arrays, "lim", rows)
    groups = tuple(sorted(row.group_id for row in builder.knowledge.rows(sc.EquivalentGroup)))
    value, dimension = np.zeros(len(rows), np.int64), np.full(len(rows), -1, np.int8)
    base: dict[tuple[object, ...], int] = {}
    for number, row in enumerate(rows):
        if row.limit is LimitKind.INTERVAL_MIN:
            value[number] = int(row.value * INTERVAL_HOURS[row.unit])
        elif row.limit in COUNTED_LIMITS:
            value[number] = int(row.value)
        else:
            quantity = Quantity.of(row.value, parse_unit(row.unit))
            value[number], dimension[number] = quantity.base, DIMENSION_CODE[quantity.dimension]
    arrays["lim_value"], arrays["lim_dimension"] = value, dimension
    arrays["lim_kind"] = np.array([LIMIT_CODE[row.limit] for row in rows], dtype=np.int8)
    arrays["lim_basis"] = np.array([BASIS_CODE[Basis(row.per or "")] for row in rows], dtype=np.int8)
    arrays["lim_routes"] = np.array([route_mask(row.routes) for row in rows], dtype=np.int32)
    arrays["lim_group"] = np.array(
        [groups.index(row.subject.removeprefix(SUM)) if row.subject.startswith(SUM) else -1 for row in rows],
        dtype=np.int32,
    )
    arrays["lim_base"] = np.array(
        [base.setdefault((row.limit, row.subject.startswith(SUM), frozenset(row.when)), len(base)) for row in rows],
        dtype=np.int32,
    )
    terms.columns(arrays, "lim", [row.when for row in rows])
    arrays["lim_indication_start"], arrays["lim_indication_index"] = csr(
        [[builder.condition_code[name] for name in row.indication] for row in rows]
    )
    lists: list[list[int]] = [[] for _ in builder.drugs]
    for number, row in enumerate(rows):
        for code in _subjects(builder, row.subject):
            lists[code].append(number)
    arrays["lim_start"], arrays["lim_index"] = csr(lists)
    return tuple(
        info(
            row,
            row.limit.value,
            subject=row.subject,
            value=format(row.value, "f"),
            unit=row.unit,
            per=row.per,
            limit=row.limit,
            when=row.when,
            indication=row.indication,
        )
        for row in rows
    )


def _subjects(builder: Builder, subject: str) -> list[int]:
    """The drugs of a row; of a sum those that count toward it."""
    if not subject.startswith(SUM):
        return builder.codes_of(subject)
    group = subject.removeprefix(SUM)
    counted = (row.subject for row in builder.knowledge.rows(sc.Equivalent) if row.group_id == group)
    return sorted({code for selector in counted for code in builder.codes_of(selector)})


def patient_clauses(builder: Builder, terms: Terms, arrays: dict[str, Array]) -> tuple[PatientClauseInfo, ...]:
    """What makes harms likelier in some patients: the terms as `said_when_…`, the rest as texts."""
    rows = sorted(builder.knowledge.rows(sc.PatientClause), key=lambda row: row.row_id)
    terms.columns(arrays, "said", [row.when for row in rows])
    return tuple(PatientClauseInfo(row.harms, row.when, row.clause_id) for row in rows)


def usual_doses(builder: Builder, terms: Terms, arrays: dict[str, Array]) -> None:
    """What is usually given, per drug."""
    rows = sorted(builder.knowledge.rows(sc.UsualDose), key=lambda row: row.usual_id)
    low = [Quantity.of(row.single_low, parse_unit(row.unit)) for row in rows]
    high = [Quantity.of(row.single_high, parse_unit(row.unit)) for row in rows]
    arrays["use_low"] = np.array([amount.base for amount in low], dtype=np.int64)
    arrays["use_high"] = np.array([amount.base for amount in high], dtype=np.int64)
    arrays["use_dimension"] = np.array([DIMENSION_CODE[amount.dimension] for amount in low], dtype=np.int8)
    arrays["use_basis"] = np.array([BASIS_CODE[Basis(row.per or "")] for row in rows], dtype=np.int8)
    arrays["use_hours"] = np.array([row.interval_hours for row in rows], dtype=np.int32)
    arrays["use_routes"] = np.array([route_mask(row.routes) for row in rows], dtype=np.int32)
    terms.columns(arrays, "use", [row.when for row in rows])
    lists: list[list[int]] = [[] for _ in builder.drugs]
    for number, row in enumerate(rows):
        lists[builder.drug_code[row.drug]].append(number)
    arrays["use_start"], arrays["use_index"] = csr(lists)
