"""Chance that falls alike on every platform and in every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from a seed. Only `Random.random` is used, whose sequence Python promises to keep."""

    def __init__(self, *seed: object) -> None:
        self._rng = random.Random("|".join(map(str, seed)))  # noqa: S311 - cases for trainees are no secret

    def below(self, end: int) -> int:
        """A whole number from 0 to below `end`."""
        return int(self._rng.random() * end)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both of them possible."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in so many of 100 cases."""
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        """One of them; there must be one."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of them in another order (Fisher and Yates)."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found

    def value(self, low: Decimal, high: Decimal, step: Decimal) -> Decimal:
        """A number from `low` to `high` in whole steps from `low`."""
        return low + step * self.below(int((high - low) / step) + 1)
