"""A rule by itself: knowledge in which no other rule of its check speaks, and which of the others keep it from speaking.

Nothing here judges. The kernels are run on reduced knowledge, and what they say is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from rxcheck.checks.interface import Check, Options
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.kb.compile_codes import ACTION_CODE
from rxcheck.kb.store import Compiled
from rxcheck.kb.terms import RuleAction
from rxcheck.kb.without import without_rules
from rxcheck.terms import CheckKind

PREFIX = {
    CheckKind.INTERACTION: "ix",
    CheckKind.DUPLICATE: "dup",
    CheckKind.LIMIT: "lim",
    CheckKind.CONDITION: "cond",
    CheckKind.ALLERGY: "alg",
    CheckKind.SET: "set",
    CheckKind.FORM: "form",
}


def check_of(kind: CheckKind) -> Check:
    """The check of a kind."""
    return next(check for check in CHECKS if check.kind is kind)


class Alone:
    """One rule of one check, on one batch."""

    def __init__(self, compiled: Compiled, batch: Batch, kind: CheckKind, rule: int, options: Options) -> None:
        self.kind, self.rule = kind, rule
        self._compiled, self._batch, self._options = compiled, batch, options
        self._count = len(compiled.text.rules[kind])
        self.kb = self.beside(())

    def beside(self, others: Collection[int]) -> Kb:
        """Knowledge in which of this check the rule and `others` speak."""
        kept = {self.rule, *others}
        gone = [number for number in range(self._count) if number not in kept]
        return Kb(without_rules(self._compiled, {self.kind: gone}))

    def run(self, kb: Kb, options: Options | None = None, batch: Batch | None = None) -> tuple[Hits, Gaps]:
        """The check on some knowledge; on another batch where one is given."""
        return check_of(self.kind).run(batch or self._batch, kb, options or self._options)

    def fires(self, kb: Kb) -> bool:
        """Whether the rule makes a finding."""
        return bool((self.run(kb)[0].rule == self.rule).any())

    def waits(self, kb: Kb) -> bool:
        """Whether the rule waits for a fact."""
        return bool((self.run(kb)[1].rule == self.rule).any())

    def loud(self) -> Kb:
        """The rule alone; where it is silent by decision, as if it spoke."""
        name = f"{PREFIX[self.kind]}_action"
        if int(self.kb.ints(name)[self.rule]) or self.kind is CheckKind.INTERACTION:
            return self.kb
        return self.with_column(self.kb, name, ACTION_CODE[RuleAction.INFORM])

    def with_column(self, kb: Kb, name: str, value: int) -> Kb:
        """Knowledge in which a column of the rule has another value."""
        column = kb.ints(name).astype(np.int64)
        column[self.rule] = value
        return Kb(Compiled({**kb.compiled.arrays, name: column}, kb.compiled.text))

    def without_terms(self, kb: Kb) -> Kb:
        """Knowledge in which no rule of the check has further terms or indications."""
        arrays = dict(kb.compiled.arrays)
        for name in ("when_start", "indication_start"):
            column = f"{PREFIX[self.kind]}_{name}"
            if column in arrays:
                arrays[column] = np.zeros_like(arrays[column])
        return Kb(Compiled(arrays, kb.compiled.text))

    def kept_down_by(self, speaks: Callable[[Kb], bool], preferred: Sequence[int]) -> tuple[int, ...]:
        """A smallest set of other rules beside which the rule does not speak, though by itself it does; of several such sets one with
        rules of `preferred`. Empty where all others together do not keep it down."""
        first = [number for number in dict.fromkeys(preferred) if number != self.rule]
        others = [number for number in range(self._count) if number != self.rule and number not in first]

        def kept_down(rules: Collection[int]) -> bool:
            return not speaks(self.beside(rules))

        if not kept_down([*first, *others]):
            return ()
        return tuple(sorted(smallest(kept_down, first, others)))


def smallest(enough: Callable[[Collection[int]], bool], first: Sequence[int], others: Sequence[int]) -> list[int]:
    """A minimal list of numbers that is enough (QuickXplain, Junker 2004), with those of `first` where they will do.

    `enough` is asked for lists that grow; all numbers together must be enough.
    """
    return _explain(enough, [], False, [*first, *others])


def _explain(
    enough: Callable[[Collection[int]], bool], held: list[int], grown: bool, candidates: list[int]
) -> list[int]:
    if grown and enough(held):
        return []
    if len(candidates) == 1:
        return candidates
    middle = len(candidates) // 2
    front, back = candidates[:middle], candidates[middle:]
    of_back = _explain(enough, [*held, *front], bool(front), back)
    of_front = _explain(enough, [*held, *of_back], bool(of_back), front)
    return [*of_front, *of_back]
