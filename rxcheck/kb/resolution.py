"""What became of a written name."""

from __future__ import annotations

from msgspec import Struct

from rxcheck.quantity import Strength
from rxcheck.terms import DoseForm, Reason, Release, ResolvedBy, Route


class Ingredient(Struct, frozen=True):
    """An ingredient of a line and its strength as written or marketed."""

    drug: str
    strength: Strength | None = None


class Told(Struct, frozen=True):
    """What the words beside a name tell."""

    route: Route | None = None
    form: DoseForm | None = None
    release: Release | None = None


class Resolution(Struct, frozen=True):
    """How a name was understood. `reason` is set when it was not.

    `form` and `release` stand in the name itself; `lookalikes` are pairs of names that are taken for each other and that
    both look like an unresolved text.
    """

    how: ResolvedBy
    ingredients: tuple[Ingredient, ...] = ()
    product: str | None = None
    route: Route | None = None
    reason: Reason | None = None
    suggestions: tuple[str, ...] = ()
    form: DoseForm | None = None
    release: Release | None = None
    lookalikes: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> bool:
        """True when the name became ingredients."""
        return bool(self.ingredients)

    @property
    def drugs(self) -> frozenset[str]:
        """The ids of the ingredients."""
        return frozenset(ingredient.drug for ingredient in self.ingredients)
