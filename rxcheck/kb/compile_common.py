"""What compiling every kind of rule needs: codes for ids, masks, intervals, lists as offsets and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.compile_codes import (
    ACTION_CODE,
    ALWAYS_HIGH,
    ALWAYS_LOW,
    FULL_TERM_WEEKS,
    MICRO,
    NO,
    ROUTE_BIT,
    SEVERITY_CODE,
    SEX_CODE,
    UNKNOWN_ROUTE_BIT,
    YES,
)
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.load import Knowledge
from rxcheck.kb.selectors import Selectors
from rxcheck.terms import Fact, Route

Array = npt.NDArray[np.generic]


def route_mask(cell: tuple[str, ...]) -> int:
    """The bits of a routes cell. An unknown route is taken for oral, by far the most common one, and for no other."""
    routes = sc.routes_of(cell)
    mask = sum(ROUTE_BIT[route] for route in routes)
    if Route.ORAL in routes:
        mask |= UNKNOWN_ROUTE_BIT
    return mask


class Builder:
    """Codes for drugs, classes, selectors and conditions while the arrays are made."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.drugs = tuple(sorted(row.drug_id for row in knowledge.rows(sc.Drug)))
        self.drug_code = {drug: code for code, drug in enumerate(self.drugs)}
        self.named = Selectors(knowledge)
        self.members = self.named.classes
        self.classes = tuple(sorted(self.members))
        self.conditions = tuple(sorted(row.condition_id for row in knowledge.rows(sc.ConditionEntry)))
        self.condition_code = {condition: code for code, condition in enumerate(self.conditions)}
        self.selectors: dict[str, int] = {}

    def selector(self, text: str) -> int:
        """The row of a selector in `sel_member`, given on first use."""
        return self.selectors.setdefault(text, len(self.selectors))

    def drugs_of(self, selector: str) -> frozenset[str]:
        """The ids of all drugs that a selector names."""
        return self.named.drugs_of(selector)

    def codes_of(self, selector: str) -> list[int]:
        """The same as sorted codes."""
        return sorted(self.drug_code[drug] for drug in self.drugs_of(selector))

    def selector_matrix(self) -> Array:
        """selectors × drugs, true where the selector holds the drug."""
        matrix = np.zeros((len(self.selectors), len(self.drugs)), dtype=np.bool_)
        for text, row in self.selectors.items():
            matrix[row, self.codes_of(text)] = True
        return matrix


def info(row: sc.Rule, topic: str, **more: object) -> RuleInfo:
    """What findings say of a rule; `more` are the fields of RuleInfo that its kind adds."""
    return RuleInfo(
        rule_id=row.rule_id,
        action=row.action,
        severity=row.severity,
        evidence=row.evidence,
        mechanism=row.mechanism,
        harm=row.harm,
        advice=row.advice,
        source_id=row.source_id,
        locator=row.locator,
        status=row.status,
        topic=topic,
        **more,  # type: ignore[arg-type]
    )


def verdicts(arrays: dict[str, Array], prefix: str, rows: Sequence[sc.Rule]) -> None:
    """Action and severity of every rule as `<prefix>_action` and `<prefix>_severity`."""
    arrays[f"{prefix}_action"] = np.array([ACTION_CODE[row.action] for row in rows], dtype=np.int8)
    arrays[f"{prefix}_severity"] = np.array([SEVERITY_CODE[row.severity] for row in rows], dtype=np.int8)


def by_drug(builder: Builder, subjects: Sequence[str | None]) -> list[list[int]]:
    """For every drug the numbers of the rows that name it; a blank subject names all."""
    lists: list[list[int]] = [[] for _ in builder.drugs]
    for number, subject in enumerate(subjects):
        for code in builder.codes_of(subject) if subject else range(len(builder.drugs)):
            lists[code].append(number)
    return lists


def csr(lists: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """Lists as (start offsets with one more at the end, values)."""
    start = np.zeros(len(lists) + 1, dtype=np.int32)
    start[1:] = np.cumsum([len(item) for item in lists], dtype=np.int64) if lists else 0
    return start, np.array([value for item in lists for value in item], dtype=np.int32)


def broader_conditions(rows: Mapping[str, sc.ConditionEntry], condition: str) -> set[str]:
    """Every condition that `condition` implies, at any remove; itself only where the rows lead in a circle."""
    found: set[str] = set()
    todo = list(rows[condition].broader)
    while todo:
        above = todo.pop()
        if above not in found and above in rows:
            found.add(above)
            todo += rows[above].broader
    return found


def micro(text: str | Decimal | int) -> int:
    """A table's number in millionths, the scale of all fact columns."""
    scaled = Decimal(text) * MICRO
    return int(scaled.to_integral_value())


def interval(fact: Fact, op: kt.Op, value: str, value_high: str | None) -> tuple[int, int]:
    """The half-open interval [low, high) of micro-units in which a fact fires a rule.

    Raises:
        ValueError: an operation that the fact does not know.
    """
    if op is kt.Op.IS:
        code = SEX_CODE[value] if fact is Fact.SEX else (YES if value == "yes" else NO)
        return code, code + 1
    number = micro(value)
    # Who is not pregnant or has no liver disease lies below every row.
    lowest = 0 if fact in (Fact.PREGNANCY, Fact.CHILD_PUGH) else ALWAYS_LOW
    if op is kt.Op.LT:
        return lowest, number
    if op is kt.Op.LE:
        return lowest, number + 1
    if op is kt.Op.GT:
        return number + 1, ALWAYS_HIGH
    if op is kt.Op.GE:
        return number, ALWAYS_HIGH
    if op is kt.Op.BETWEEN and value_high is not None:
        # Gestational weeks are completed weeks, so 0..42 takes the 42nd in; other facts are low ≤ x < high.
        if fact is Fact.PREGNANCY and int(value_high) >= FULL_TERM_WEEKS:
            return number, ALWAYS_HIGH  # a row up to term holds beyond it
        return number, micro(value_high) + (1 if fact is Fact.PREGNANCY else 0)
    raise ValueError(f"operation {op.value!r} does not fit {fact.value}")
