"""Which condition rows give way to a more specific one: the routes on which each row of a drug counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from rxcheck.kb.compile_codes import FACT_CODE
from rxcheck.terms import Fact

Array = npt.NDArray[np.generic]
_NAMED = (FACT_CODE[Fact.CONDITION], FACT_CODE[Fact.INDICATION])  # facts without an interval


class ConditionRows(Struct, frozen=True):
    """The columns of condition rows that decide which of them speaks; `own` rows name an ingredient, the others a class."""

    fact: list[int]
    condition: list[int]
    low: list[int]
    high: list[int]
    routes: list[int]
    own: list[bool]
    when: list[frozenset[int]]

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> ConditionRows:
        """From compiled columns."""
        start, terms = arrays["cond_when_start"].tolist(), arrays["cond_when_index"].tolist()
        when = [frozenset(terms[begin:end]) for begin, end in pairwise(start)]
        fact, condition, low, high, routes, own = (
            arrays[f"cond_{name}"].tolist() for name in ("fact", "condition", "low", "high", "row_routes", "own")
        )
        return cls(fact, condition, low, high, routes, own, when)

    def masks(self, numbers: Sequence[int], absent: frozenset[int] = frozenset()) -> list[int]:
        """For the rows of one drug the bits of the routes on which each counts: none for those that are `absent`.

        An ingredient row displaces class rows for the same condition, or for an overlapping interval of the same fact, with the
        same further terms, on the routes that it names.
        """
        own = [number for number in numbers if self.own[number] and number not in absent]
        return [0 if number in absent else self._mask(number, own) for number in numbers]

    def _mask(self, number: int, own: Sequence[int]) -> int:
        mask = self.routes[number]
        if not self.own[number]:
            for other in own:
                if self.about_the_same(number, other):
                    mask &= ~self.routes[other]
        return mask

    def about_the_same(self, one: int, two: int) -> bool:
        """Whether two rows ask for the same condition, or for overlapping intervals of one fact, with the same further terms."""
        if (self.fact[one], self.condition[one], self.when[one]) != (
            self.fact[two],
            self.condition[two],
            self.when[two],
        ):
            return False
        return self.fact[one] in _NAMED or (self.low[one] < self.high[two] and self.low[two] < self.high[one])
