"""Fractions as columns: whole numbers of 64 bits where they do, fractions of any size where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod

import numpy as np
from msgspec import Struct

from rxcheck.engine.compiled import BoolArray, IntArray

_MOST = 2.0**62


class Exact(Struct, frozen=True):
    """Numerators and denominators (n); a denominator of 0 marks what does not fit, and what there is not."""

    num: IntArray
    den: IntArray

    def reduced(self) -> Exact:
        """In lowest terms."""
        common = np.maximum(np.gcd(self.num, self.den), 1)
        return Exact(self.num // common, self.den // common)

    def times(self, other: Exact) -> Exact:
        """The products, one by one."""
        fits = _fits(self.num, other.num) & _fits(self.den, other.den)
        return Exact(self.num * other.num, np.where(fits, self.den * other.den, 0))

    def below(self, other: Exact) -> tuple[BoolArray, BoolArray]:
        """(less than the other, decided), one by one; what is not decided is not less."""
        decided = (self.den > 0) & (other.den > 0) & _fits(self.num, other.den) & _fits(other.num, self.den)
        return decided & (self.num * other.den < other.num * self.den), decided

    def totals(self, group: IntArray, count: int) -> Exact:
        """Sums of groups (numbers from 0 to `count`); not known where denominators differ."""
        den = np.zeros(count, dtype=np.int64)
        den[group] = self.den
        odd = np.zeros(count, dtype=np.bool_)
        odd[group[self.den != den[group]]] = True
        total = np.zeros(count, dtype=np.int64)
        np.add.at(total, group, self.num)
        odd |= np.bincount(group, weights=np.abs(self.num), minlength=count) > _MOST
        return Exact(total, np.where(odd, 0, den))

    def value(self, place: int) -> Fraction:
        """One of them, which is known."""
        return _fraction(int(self.num[place]), int(self.den[place]))


class Product(Struct, frozen=True):
    """Columns that are multiplied with each other; each of them is known."""

    factors: tuple[Exact, ...]
    exact: Exact

    def value(self, place: int) -> Fraction:
        """One product, however large."""
        return (
            self.exact.value(place)
            if self.exact.den[place]
            else prod((each.value(place) for each in self.factors), start=Fraction(1))
        )


def product(first: Exact, *others: Exact) -> Product:
    """The product of columns."""
    exact = first
    for other in others:
        exact = exact.times(other)
    return Product((first, *others), exact)


def whole(values: IntArray) -> Exact:
    """Whole numbers."""
    return Exact(values, np.ones(len(values), dtype=np.int64))


def total(amounts: Product, places: Sequence[int]) -> Fraction:
    """The sum of some products."""
    return sum((amounts.value(place) for place in places), start=Fraction(0))


def _fits(left: IntArray, right: IntArray) -> BoolArray:
    found: BoolArray = np.abs(left.astype(np.float64) * right) < _MOST
    return found


@lru_cache(maxsize=1 << 14)
def _fraction(num: int, den: int) -> Fraction:
    return Fraction(num, den)
