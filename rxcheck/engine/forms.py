"""The form kernel: what the prescription itself must hold, by jurisdiction."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct
from rxcheck.engine.compiled import BoolArray, Kb
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import FormField, RuleAction
from rxcheck.terms import CheckKind, LineStatus


def forms(batch: Batch, kb: Kb, jurisdiction: str) -> tuple[Hits, Gaps]:
    """The form check over a batch, with the rows of one jurisdiction."""
    subjects: list[list[Fired]] = []
    absent = _absent(batch)
    unsafe: list[tuple[int, RuleInfo]] = []
    for rule, info in enumerate(kb.rules(CheckKind.FORM)):
        if info.jurisdiction != jurisdiction or info.field is None:
            continue
        if info.written is not None:
            unsafe.append((rule, info))
            continue
        value = int(kb.ints("form_value")[rule])
        lines = batch.line_new & _of_subject(batch, kb, int(kb.ints("form_selector")[rule]))
        # Nobody writes a dose of needles, and a solvent has that of the drug in it.
        lines &= ~_wholly(batch, kb.is_supply if info.field is FormField.LINES else kb.is_no_drug)
        if info.field is FormField.LINES:
            count = np.bincount(batch.line_rx[lines], minlength=len(batch))
            subjects += [
                [_fired(batch, int(rx), rule, lines, Fraction(int(count[rx])), value)]
                for rx in np.flatnonzero(count > value)
            ]
        else:
            bad = lines & (batch.line_days > value if info.field is FormField.DAYS else absent[info.field])
            subjects += [
                [_fired(batch, int(rx), rule, bad, *_longest(batch, bad, int(rx), info.field), value)]
                for rx in distinct(batch.line_rx[bad])
            ]
    subjects += _unsafe(batch, kb, unsafe)
    subjects.sort(key=lambda subject: (subject[0].rx, subject[0].rule))
    return choose(CheckKind.FORM, subjects, kb.ints("form_action"), kb.ints("form_severity")), GapList(
        CheckKind.FORM
    ).gaps()


def _unsafe(batch: Batch, kb: Kb, rules: list[tuple[int, RuleInfo]]) -> list[list[Fired]]:
    """What was written in a way that has been misread, on new lines: one subject per prescription and row."""
    rules = [(rule, info) for rule, info in rules if info.action is not RuleAction.NONE]
    if not rules:
        return []
    from rxcheck.sig.writing import Want, Watch

    values, selectors = kb.ints("form_value"), kb.ints("form_selector")
    wants = [
        Want(rule, info.written, info.words, int(values[rule]), info.field is FormField.WRITING)
        for rule, info in rules
        if info.written is not None
    ]
    watch = Watch(wants)
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    number = 0
    for rx, prescription in enumerate(batch.prescriptions):
        for line in prescription.lines:
            if line.status is LineStatus.NEW:
                for rule, text in watch.line(line.as_written, line.written):
                    found[rx, rule].append((number, text))
            number += 1
    subjects = []
    masks = {rule: _of_subject(batch, kb, int(selectors[rule])) for rule, _ in rules}
    for (rx, rule), everywhere in found.items():
        texts = [(line, text) for line, text in everywhere if masks[rule][line]]
        if texts:
            lines = tuple(dict.fromkeys(line for line, _ in texts))
            subjects.append([Fired(rx, rule, (), lines=lines, texts=tuple(texts))])
    return subjects


def _longest(batch: Batch, bad: BoolArray, rx: int, field: FormField) -> tuple[Fraction | None]:
    if field is not FormField.DAYS:
        return (None,)
    return (Fraction(int(batch.line_days[bad & (batch.line_rx == rx)].max())),)


def _fired(batch: Batch, rx: int, rule: int, lines: BoolArray, observed: Fraction | None, value: int) -> Fired:
    numbers = tuple(np.flatnonzero(lines & (batch.line_rx == rx)).tolist())
    return Fired(rx, rule, (), observed, None if observed is None else Fraction(value), lines=numbers)


def _absent(batch: Batch) -> dict[FormField, BoolArray]:
    """Per line: what a prescriber must write and did not (text that could not be read counts as written)."""
    written = (FormField.DOSE, FormField.FREQUENCY, FormField.ROUTE)
    columns: dict[FormField, list[bool]] = {field: [] for field in written}
    for prescription in batch.prescriptions:
        for line in prescription.lines:
            troubled = {problem.fact.value for problem in line.problems}
            dosage = line.dosage
            columns[FormField.DOSE].append(dosage.dose is None and "dose" not in troubled)
            columns[FormField.FREQUENCY].append(
                dosage.frequency is None
                and not dosage.as_needed
                and not (dosage.dose is not None and dosage.dose.rate_hours)
                and "frequency" not in troubled
            )
            columns[FormField.ROUTE].append(dosage.route is None and "route" not in troubled)
    flags = {field: np.array(values, dtype=np.bool_) for field, values in columns.items()}
    without = np.logical_not(np.logical_or.reduce(batch.has_condition, axis=1))
    for rx, _ in batch.unknown_conditions:
        without[rx] = False  # something is recorded, even if the tables do not know it
    flags[FormField.CONDITION] = without[batch.line_rx]
    return flags


def _wholly(batch: Batch, kind: BoolArray) -> BoolArray:
    """Lines that are understood, all ingredients being of a kind (a flag per drug)."""
    other = np.zeros(len(batch.line_rx), dtype=np.bool_)
    other[batch.item_line[~kind[batch.item_drug]]] = True
    return batch.line_resolved & ~other


def _of_subject(batch: Batch, kb: Kb, selector: int) -> BoolArray:
    lines = np.zeros(len(batch.line_rx), dtype=np.bool_)
    if selector < 0:
        return ~lines
    lines[batch.item_line[kb.bools("sel_member")[selector][batch.item_drug]]] = True
    return lines
