"""The drugs that the rules are about, as the compiled tables have them."""

from __future__ import annotations

import numpy as np

from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.kb.terms import DuplicateLevel
from rxcheck.terms import CheckKind


def pair_members(kb: Kb, rule: int) -> tuple[BoolArray, BoolArray]:
    """Flags per drug: the objects and the precipitants of an interaction row."""
    start, value = kb.ints("ix_group_start"), kb.ints("ix_group_value")
    row, matrix = kb.ints("ix_row"), kb.ints("ix_group")
    holding = np.searchsorted(start, np.flatnonzero(value == rule * 2), side="right") - 1
    wanted = np.zeros(len(start), dtype=np.bool_)
    wanted[holding] = True
    fits = wanted[matrix]
    named = row > 0
    objects, precipitants = np.logical_or.reduce(fits, axis=1), np.logical_or.reduce(fits, axis=0)
    return objects[row] & named, precipitants[row] & named


def listed_members(kb: Kb, prefix: str, rule: int) -> BoolArray:
    """Flags per drug: those whose list (`<prefix>_start`, `<prefix>_index`) holds a row."""
    start, index = kb.ints(f"{prefix}_start"), kb.ints(f"{prefix}_index")
    found = np.zeros(len(kb.compiled.text.drugs), dtype=np.bool_)
    found[np.searchsorted(start, np.flatnonzero(index == rule), side="right") - 1] = True
    return found


def allergy_pairs(kb: Kb, rule: int) -> tuple[IntArray, IntArray]:
    """(allergen, drug) of every two that an allergy row fits, as codes."""
    start, value = kb.ints("alg_group_start"), kb.ints("alg_group_value")
    groups = np.unique(np.searchsorted(start, np.flatnonzero(value == rule), side="right") - 1)
    keys = kb.ints("alg_key")[np.isin(kb.ints("alg_group"), groups)]
    size = len(kb.compiled.text.drugs)
    return keys // size, keys % size


def selected(kb: Kb, selector: int) -> BoolArray:
    """Flags per drug: those of a selector; all of them for none (-1)."""
    size = len(kb.compiled.text.drugs)
    return np.ones(size, dtype=np.bool_) if selector < 0 else kb.bools("sel_member")[selector]


def members(kb: Kb, check: CheckKind, rule: int) -> BoolArray:
    """Flags per drug: those that a rule names, itself or by a group. A rule about every drug names none."""
    size = len(kb.compiled.text.drugs)
    none = np.zeros(size, dtype=np.bool_)
    if check is CheckKind.INTERACTION:
        objects, precipitants = pair_members(kb, rule)
        return objects | precipitants
    if check is CheckKind.LIMIT:
        return listed_members(kb, "lim", rule)
    if check is CheckKind.CONDITION:
        return listed_members(kb, "cond", rule)
    if check is CheckKind.ALLERGY:
        info = kb.rules(check)[rule]
        if info.subject is None:
            return none
        none[allergy_pairs(kb, rule)[1]] = True
        return none
    if check is CheckKind.SET:
        terms = (kb.ints("term_rule") == rule) & (kb.ints("term_selector") >= 0)
        for selector in kb.ints("term_selector")[terms].tolist():
            none |= kb.bools("sel_member")[selector]
        return none
    name = "dup_selector" if check is CheckKind.DUPLICATE else "form_selector"
    selector = int(kb.ints(name)[rule])
    return none if selector < 0 else selected(kb, selector)


def rules_naming(kb: Kb, check: CheckKind, drugs: IntArray) -> frozenset[int]:
    """The rules of a check that name one of some drugs (codes), themselves or by a group: those of which `members` holds it."""
    if check is CheckKind.INTERACTION:
        rows = kb.ints("ix_row")[drugs]
        groups = np.unique(kb.ints("ix_group")[rows[rows > 0]]).astype(np.int64)
        start, value = kb.ints("ix_group_start"), kb.ints("ix_group_value")
        return frozenset(
            rule for group in groups.tolist() for rule in (value[start[group] : start[group + 1]] >> 1).tolist()
        )
    if check is CheckKind.ALLERGY:
        size = len(kb.compiled.text.drugs)
        groups = np.unique(kb.ints("alg_group")[np.isin(kb.ints("alg_key") % size, drugs)])
        start, value = kb.ints("alg_group_start"), kb.ints("alg_group_value")
        found = {rule for group in groups.tolist() for rule in value[start[group] : start[group + 1]].tolist()}
        return frozenset(rule for rule in found if kb.rules(check)[rule].subject is not None)
    if check in (CheckKind.LIMIT, CheckKind.CONDITION):
        prefix = "lim" if check is CheckKind.LIMIT else "cond"
        start, index = kb.ints(f"{prefix}_start"), kb.ints(f"{prefix}_index")
        return frozenset(rule for drug in drugs.tolist() for rule in index[start[drug] : start[drug + 1]].tolist())
    return frozenset(rule for rule in range(len(kb.rules(check))) if members(kb, check, rule)[drugs].any())


def counts_lines(level: str) -> bool:
    """Whether duplicate rows of a level count lines, not drugs."""
    return level in (DuplicateLevel.PRODUCT.value, DuplicateLevel.INGREDIENT.value)
