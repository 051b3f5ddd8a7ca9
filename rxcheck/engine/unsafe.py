"""What is written on new lines in a way that has been misread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import BoolArray, Kb
from rxcheck.engine.hits import Fired
from rxcheck.engine.recalled import lines_where
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import FormField, RuleAction
from rxcheck.model import MedicationLine
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
    key = "unsafe", *(rule for rule, _ in rules)
    # The watch knows the texts that it has read, for as long as the lines are known.
    watches = batch.remembered.setdefault(("watch", *key), {})
    watch: Watch = watches.setdefault(0, Watch(wants))

    def texts(line: MedicationLine) -> tuple[tuple[int, str], ...]:
        return watch.line(line.as_written, line.written) if line.status is LineStatus.NEW else ()

    read = lines_where(batch, key, texts)
    texts_of = batch.remembered[key]
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for line_number in np.flatnonzero(read).tolist():
        for rule, text in texts_of[int(batch.line_of[line_number])]:
            if lines[rule][line_number]:
                found[int(batch.line_rx[line_number]), rule].append((line_number, text))
    return [
        [Fired(rx, rule, (), lines=tuple(dict.fromkeys(line for line, _ in everywhere)), texts=tuple(everywhere))]
        for (rx, rule), everywhere in found.items()
    ]
