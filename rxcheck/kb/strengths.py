"""The strengths in which a combination is marketed, and which of them a written name means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from msgspec import Struct

from rxcheck.quantity import Dimension, Quantity, Strength, parse_amount, parse_unit

UNSTATED = "?"
# Orders are tried for combinations up to this size: the names of larger ones list no strengths.
_MAX_ORDERED = 4

Coded = tuple[int, str]


class Variant(Struct, frozen=True):
    """One marketed strength: an amount as (base units, unit code) for each ingredient, None where unstated; `per` likewise."""

    amounts: tuple[Coded | None, ...]
    per: Coded | None = None


def variant_of(strengths: Sequence[str], per: str | None) -> Variant:
    """The variant that a row of the table states.

    Raises:
        QuantityError: a cell that is no amount.
    """
    return Variant(
        tuple(None if text == UNSTATED else _code(parse_amount(text)) for text in strengths),
        _code(parse_amount(per)) if per else None,
    )


def in_order(variants: Iterable[Variant], written: Sequence[Strength], unitless: bool) -> tuple[Strength, ...]:
    """The strengths of "250/50" as the one variant states them that has these numbers in this order; else none.

    Without a unit, numbers are compared with the numbers of each variant in its own units. An amount per volume is never
    that of a tablet; a list without a volume is a tablet's where one fits, else a liquid's.
    """
    return _one(variants, [tuple(written)], unitless)


def reordered(variants: Iterable[Variant], written: Sequence[Strength], unitless: bool) -> tuple[Strength, ...]:
    """The same for a list in another order than the table's: "30/500" beside 500 mg + 30 mg."""
    return _one(variants, list(permutations(written)), unitless) if len(written) <= _MAX_ORDERED else ()


def _one(variants: Iterable[Variant], orders: Sequence[Sequence[Strength]], unitless: bool) -> tuple[Strength, ...]:
    fitting = dict.fromkeys(
        variant
        for variant in variants
        for order in orders
        if len(order) == len(variant.amounts) and _fits(variant, order, unitless)
    )
    solid = [variant for variant in fitting if variant.per is None]
    found = solid or list(fitting)
    return strengths(found[0]) if len(found) == 1 else ()


def totalled(variants: Iterable[Variant], written: Strength) -> tuple[Strength, ...]:
    """The strengths of a combination that is named by the sum of its amounts ("co-amoxiclav 625 mg", 4.5 g), where one
    variant alone has that sum and the written amount is not that of an ingredient."""
    if written.per is not None:
        return ()
    found: list[Variant] = []
    for variant in variants:
        if written.amount.base in [amount[0] for amount in variant.amounts if amount]:
            return ()
        quantities = [_quantity(amount) for amount in variant.amounts if amount]
        same = all(quantity.dimension is written.amount.dimension for quantity in quantities)
        total = sum(quantity.base for quantity in quantities)
        if variant.per is None and len(quantities) == len(variant.amounts) and same and total == written.amount.base:
            found.append(variant)
    return strengths(found[0]) if len(found) == 1 else ()


def strengths(variant: Variant) -> tuple[Strength, ...]:
    """The amounts of a variant as strengths; empty where one of them is unstated."""
    stated = partial(variant)
    return tuple(strength for strength in stated if strength) if all(stated) else ()


def partial(variant: Variant) -> tuple[Strength | None, ...]:
    """The same, None for an amount that is unstated."""
    per = _quantity(variant.per) if variant.per else None
    return tuple(Strength(_quantity(amount), per) if amount else None for amount in variant.amounts)


def _fits(variant: Variant, written: Sequence[Strength], unitless: bool) -> bool:
    for amount, strength in zip(variant.amounts, written, strict=True):
        if amount is None:
            return False
        quantity = _quantity(amount)
        if unitless:
            if quantity.value != strength.amount.value:
                return False
        elif quantity.dimension is not strength.amount.dimension or not _same_amount(quantity, variant.per, strength):
            return False
    return True


def _same_amount(quantity: Quantity, per: Coded | None, strength: Strength) -> bool:
    """Equal amounts, of equal volumes where both are per volume (50 mg/5 mL is 10 mg/mL)."""
    if strength.per is None:
        return quantity.base == strength.amount.base
    if per is None:
        # "50 mcg/actuation" of a row that counts one actuation as the dose form is the same thing.
        return strength.per.dimension is Dimension.FORM and quantity.base == strength.amount.base
    mine = _quantity(per)
    if mine.dimension is not strength.per.dimension:
        return False
    return quantity.base * strength.per.base == strength.amount.base * mine.base


def _code(quantity: Quantity) -> Coded:
    return quantity.base, quantity.unit.code


def _quantity(coded: Coded) -> Quantity:
    return Quantity(coded[0], parse_unit(coded[1]))
