"""Limits, conditions, allergies, duplicates, sets and form rules as columns."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.compile_codes import DUPLICATE_CODE, FACT_CODE, reaction_bits
from rxcheck.kb.compile_common import Builder, by_drug, csr, info, interval, route_mask, verdicts
from rxcheck.kb.compile_when import Terms
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.displaced import ConditionRows
from rxcheck.kb.when import parse_term
from rxcheck.terms import Fact

Array = npt.NDArray[np.generic]


def conditions(builder: Builder, terms: Terms, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Condition rows, with those of every drug as offsets and values and the routes on which each counts for it (none where
    a more specific row has displaced it)."""
    rows = sorted(builder.knowledge.rows(sc.ConditionRule), key=lambda row: row.rule_id)
    verdicts(arrays, "cond", rows)
    low, high = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    condition = np.full(len(rows), -1, np.int32)
    for number, row in enumerate(rows):
        if row.fact is Fact.CONDITION:
            condition[number] = builder.condition_code[row.value]
        elif row.fact is not Fact.INDICATION:
            low[number], high[number] = interval(row.fact, row.op, row.value, row.value_high)
    arrays["cond_low"], arrays["cond_high"], arrays["cond_condition"] = low, high, condition
    arrays["cond_fact"] = np.array([FACT_CODE[row.fact] for row in rows], dtype=np.int8)
    arrays["cond_row_routes"] = np.array([route_mask(row.routes) for row in rows], dtype=np.int32)
    arrays["cond_own"] = np.array([row.subject.startswith("drug:") for row in rows], dtype=np.bool_)
    terms.columns(arrays, "cond", [row.when for row in rows])
    lists = by_drug(builder, [row.subject for row in rows])
    competing = ConditionRows.of(arrays)
    arrays["cond_start"], arrays["cond_index"] = csr(lists)
    arrays["cond_routes"] = csr([competing.masks(numbers) for numbers in lists])[1]
    fitting = [row.value.split("|") if row.fact is Fact.INDICATION else [] for row in rows]
    arrays["cond_fit_start"], arrays["cond_fit_index"] = csr(
        [[builder.condition_code[name] for name in names] for names in fitting]
    )
    return tuple(
        info(
            row,
            row.fact.value,
            subject=row.subject,
            fact=row.fact,
            op=row.op,
            value=row.value,
            value_high=row.value_high,
            unit=row.unit,
            when=row.when,
        )
        for row in rows
    )


def allergies(builder: Builder, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Allergens are drugs (their code), classes (number of drugs + class code) and other things (+ number of classes); each
    pair of allergen and drug that any row fits has a key `allergen · number of drugs + drug` in the sorted column `alg_key`,
    and a group of rows with the rank of each: of those that hold for a record, the highest rank counts."""
    rows = sorted(builder.knowledge.rows(sc.AllergyRule), key=lambda row: row.rule_id)
    verdicts(arrays, "alg", rows)
    size = len(builder.drugs)
    sets = [frozenset({drug}) for drug in builder.drugs] + [builder.members[name] for name in builder.classes]
    sides = [(_drugs_or_none(builder, row.allergen), _drugs_or_none(builder, row.subject)) for row in rows]
    groups: dict[tuple[tuple[int, int], ...], int] = {(): 0}
    cells: dict[tuple[int, int], int] = {}
    for allergen, held in enumerate(sets):
        found: dict[str, list[tuple[tuple[int, ...], int]]] = defaultdict(list)
        for number, (allergens, subjects) in enumerate(sides):
            if allergens is None or subjects is None:
                # The ingredient itself outranks everything; membership of a recorded class is the last resort.
                rank = (1,) if allergen < size else (-1,)
                for drug in held:
                    found[drug].append((rank, number))
            elif held and held <= allergens:
                for drug in subjects:
                    found[drug].append(((0, -len(subjects), -len(allergens)), number))
        for drug, ranked in sorted(found.items()):  # the same bytes whatever the order of sets
            cells[allergen, builder.drug_code[drug]] = groups.setdefault(_graded(ranked), len(groups))
    for place, other in enumerate(other_allergens(builder), start=len(sets)):
        of_drugs: dict[str, list[tuple[tuple[int, ...], int]]] = defaultdict(list)
        for number, row in enumerate(rows):
            subjects = sides[number][1]
            if row.allergen == other and subjects is not None:
                for drug in subjects:
                    of_drugs[drug].append(((0, -len(subjects), -1), number))
        for drug, ranked in sorted(of_drugs.items()):
            cells[place, builder.drug_code[drug]] = groups.setdefault(_graded(ranked), len(groups))
    keys = sorted(cells)
    arrays["alg_key"] = np.array([allergen * size + drug for allergen, drug in keys], dtype=np.int64)
    arrays["alg_group"] = np.array([cells[key] for key in keys], dtype=np.int32)
    arrays["alg_group_start"], arrays["alg_group_value"] = csr([[rule for _, rule in group] for group in groups])
    arrays["alg_group_rank"] = csr([[rank for rank, _ in group] for group in groups])[1]
    arrays["alg_routes"] = np.array([_any_or(row.routes) for row in rows], dtype=np.int32)
    arrays["alg_reactions"] = np.array([reaction_bits(row.reactions) for row in rows], dtype=np.int32)
    return tuple(
        info(row, row.relation.value, subject=row.subject, other=row.allergen, reactions=row.reactions) for row in rows
    )


OTHER = "other:"


def other_allergens(builder: Builder) -> tuple[str, ...]:
    """What is no drug and has rows ("other:egg"), in the order of its codes."""
    found = (row.allergen for row in builder.knowledge.rows(sc.AllergyRule))
    return tuple(sorted({allergen for allergen in found if allergen and allergen.startswith(OTHER)}))


def _graded(ranked: list[tuple[tuple[int, ...], int]]) -> tuple[tuple[int, int], ...]:
    """Ranks as small numbers, with their rows."""
    order = {rank: place for place, rank in enumerate(sorted({rank for rank, _ in ranked}))}
    return tuple(sorted((order[rank], number) for rank, number in ranked))


def _drugs_or_none(builder: Builder, selector: str | None) -> frozenset[str] | None:
    """The drugs of one side; none at all for what is no drug."""
    if selector is None:
        return None
    return frozenset() if selector.startswith(OTHER) else builder.drugs_of(selector)


def duplicates(builder: Builder, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Duplicate rows and their allowances."""
    rows = sorted(builder.knowledge.rows(sc.DuplicateRule), key=lambda row: row.rule_id)
    verdicts(arrays, "dup", rows)
    arrays["dup_selector"] = np.array(
        [builder.selector(row.subject) if row.subject else -1 for row in rows], dtype=np.int32
    )
    arrays["dup_level"] = np.array([DUPLICATE_CODE[row.level] for row in rows], dtype=np.int8)
    code, size = builder.drug_code, len(builder.drugs)
    kin = {
        pair
        for row in builder.knowledge.rows(sc.RelatedDrug)
        if row.relation is not kt.Kinship.CONSTITUENT
        for pair in ((code[row.drug_id], code[row.related]), (code[row.related], code[row.drug_id]))
    }
    arrays["dup_kin"] = np.array(sorted(one * size + two for one, two in kin), dtype=np.int64)
    arrays["dup_max"] = np.array([row.max_count for row in rows], dtype=np.int32)
    number = {row.rule_id: index for index, row in enumerate(rows)}
    allowed = sorted(builder.knowledge.rows(sc.DuplicateAllowance), key=lambda row: row.allowance_id)
    arrays["dup_allow_rule"] = np.array([number[row.rule_id] for row in allowed], dtype=np.int32)
    arrays["dup_allow_first"] = np.array([builder.selector(row.first) for row in allowed], dtype=np.int32)
    arrays["dup_allow_second"] = np.array([builder.selector(row.second) for row in allowed], dtype=np.int32)
    arrays["dup_allow_first_routes"] = np.array([_any_or(row.first_routes) for row in allowed], dtype=np.int32)
    arrays["dup_allow_second_routes"] = np.array([_any_or(row.second_routes) for row in allowed], dtype=np.int32)
    return tuple(info(row, row.level.value, subject=row.subject) for row in rows)


def _any_or(cell: tuple[str, ...]) -> int:
    return route_mask(cell or ("any",))


def sets(builder: Builder, terms: Terms, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Set rows and their terms."""
    rows = sorted(builder.knowledge.rows(sc.SetRule), key=lambda row: row.rule_id)
    verdicts(arrays, "set", rows)
    arrays["set_min_points"] = np.array([row.min_points for row in rows], dtype=np.int32)
    number = {row.rule_id: index for index, row in enumerate(rows)}
    parts = sorted(builder.knowledge.rows(sc.SetTerm), key=lambda row: (number[row.rule_id], row.term))
    arrays["term_rule"] = np.array([number[row.rule_id] for row in parts], dtype=np.int32)
    arrays["term_selector"] = np.array(
        [-1 if row.selector is None else builder.selector(row.selector) for row in parts], dtype=np.int32
    )
    arrays["term_fact"] = np.array(
        [-1 if row.fact is None else terms.number(row.fact) for row in parts], dtype=np.int32
    )
    arrays["term_points"] = np.array([row.points for row in parts], dtype=np.int32)
    arrays["term_min_count"] = np.array([row.min_count for row in parts], dtype=np.int32)
    terms.columns(arrays, "set", [row.when for row in rows])
    selectors: dict[str, list[str]] = defaultdict(list)
    facts: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        if part.selector is not None:
            selectors[part.rule_id].append(part.selector)
        if part.fact is not None:
            facts[part.rule_id].append(part.fact)
    return tuple(
        info(
            row,
            "cascade" if row.kind is kt.SetKind.CASCADE else "set",
            selectors=tuple(selectors[row.rule_id]),
            when=(*row.when, *facts[row.rule_id]),
        )
        for row in rows
    )


def forms(builder: Builder, terms: Terms, arrays: dict[str, Array]) -> tuple[RuleInfo, ...]:
    """Form rows of all jurisdictions."""
    rows = sorted(builder.knowledge.rows(sc.FormRule), key=lambda row: row.rule_id)
    verdicts(arrays, "form", rows)
    arrays["form_selector"] = np.array(
        [builder.selector(row.subject) if row.subject else -1 for row in rows], dtype=np.int32
    )
    arrays["form_value"] = np.array([row.value or 0 for row in rows], dtype=np.int32)
    arrays["form_routes"] = np.array([_any_or(row.routes) for row in rows], dtype=np.int32)
    terms.columns(arrays, "form", [row.when for row in rows])
    return tuple(
        info(
            row,
            row.field.value,
            subject=row.subject,
            op=row.op,
            field=row.field,
            written=row.written,
            words=row.words,
            value=str(row.value) if row.value is not None else None,
            jurisdiction=row.jurisdiction,
            cn_review=row.cn_review,
            when=row.when,
        )
        for row in rows
    )


def coverage(builder: Builder, arrays: dict[str, Array]) -> None:
    """When a drug without a row for a fact counts as not assessed, and which drugs have one: a row that asks for the fact,
    or whose further terms do (for eGFR also those that ask for creatinine clearance)."""
    rows = sorted(builder.knowledge.rows(sc.Coverage), key=lambda row: row.fact.value)
    bounds = [interval(row.fact, row.op, row.value, row.value_high) for row in rows]
    arrays["cov_fact"] = np.array([FACT_CODE[row.fact] for row in rows], dtype=np.int8)
    arrays["cov_low"] = np.array([low for low, _ in bounds], dtype=np.int64)
    arrays["cov_high"] = np.array([high for _, high in bounds], dtype=np.int64)
    asked: dict[Fact, set[str]] = defaultdict(set)
    for kind in (sc.ConditionRule, sc.DoseLimit):
        for rule in builder.knowledge.rows(kind):
            assert isinstance(rule, sc.ConditionRule | sc.DoseLimit)  # noqa: S101
            facts = {term.fact for term in map(parse_term, rule.when) if term.kind is kt.TermKind.FACT}
            if isinstance(rule, sc.ConditionRule):
                facts.add(rule.fact)
            for fact in facts:
                asked[Fact.EGFR if fact is Fact.CRCL else fact].add(rule.subject)
    covered = np.zeros((len(rows), len(builder.drugs)), dtype=np.bool_)
    for number, row in enumerate(rows):
        for subject in asked[row.fact]:
            if not subject.startswith("sum:"):
                covered[number, builder.codes_of(subject)] = True
    arrays["cov_covered"] = covered
