"""What is written on new lines in a way that has been misread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct
from rxcheck.engine.compiled import BoolArray, Kb
from rxcheck.engine.hits import Fired
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import FormField, RuleAction
from rxcheck.terms import LineStatus


def unsafe_writing(
    batch: Batch, kb: Kb, rules: Sequence[tuple[int, RuleInfo]], lines: Mapping[int, BoolArray]
) -> list[list[Fired]]:
    """One subject per prescription and row; `lines` are those that a row is about."""
    rules = [(rule, info) for rule, info in rules if info.action is not RuleAction.NONE]
    if not rules:
        return []
    from rxcheck.sig.writing import Want, Watch

    values = kb.ints("form_value")
    wants = [
        Want(rule, info.written, info.words, int(values[rule]), info.field is FormField.WRITING)
        for rule, info in rules
        if info.written is not None
    ]
    watch = Watch(wants)
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    read = np.zeros(len(batch.lines), dtype=np.bool_)
    texts_of = batch.remembered.setdefault(("unsafe", *(rule for rule, _ in rules)), {})
    for number in distinct(batch.line_of).tolist():
        if number not in texts_of:
            line = batch.lines[number]
            texts_of[number] = watch.line(line.as_written, line.written) if line.status is LineStatus.NEW else ()
        read[number] = bool(texts_of[number])
    for line_number in np.flatnonzero(read[batch.line_of]).tolist():
        for rule, text in texts_of[int(batch.line_of[line_number])]:
            found[int(batch.line_rx[line_number]), rule].append((line_number, text))
    subjects = []
    for (rx, rule), everywhere in found.items():
        texts = [(line, text) for line, text in everywhere if lines[rule][line]]
        if texts:
            concerned = tuple(dict.fromkeys(line for line, _ in texts))
            subjects.append([Fired(rx, rule, (), lines=concerned, texts=tuple(texts))])
    return subjects
