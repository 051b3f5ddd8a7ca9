"""The strength of each ingredient of a combination, as far as the written name tells it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from rxcheck.kb.names import Part, Written
from rxcheck.kb.resolution import Told
from rxcheck.kb.strengths import in_order, partial, reordered, totalled
from rxcheck.kb.vocabulary import Vocabulary
from rxcheck.quantity import Dimension, Strength
from rxcheck.terms import DoseForm, DrugKind, Route

_WHOLE = 100  # parts of a premix
_THICKEST = 10  # gauge; needles are thinner
_GRAM = 10**12  # base units (picograms)
_IN_TUBES = frozenset({DoseForm.CREAM, DoseForm.OINTMENT, DoseForm.GEL, DoseForm.LOTION, DoseForm.FOAM})
Strengths = tuple[Strength | None, ...]


class NameStrengths:
    """Reads strengths with the help of what is marketed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def without_pack(self, written: Written, told: Told) -> Written:
        """`written` without amounts that can only be the weight of a tube: grams of what is put on skin or eye."""
        if told.form not in _IN_TUBES and told.route not in (Route.TOPICAL, Route.OPHTHALMIC):
            return written
        parts = tuple(
            replace(part, strengths=tuple(item for item in part.strengths if not _tube(item))) for part in written.parts
        )
        return replace(written, parts=parts)

    def fits_drug(self, drug: str, written: Written) -> bool:
        """False where a number of the text says that something else is meant: a premix ("insulin 70/30"), or a drug whose
        name is lost beside a supply ("500 mg syringe")."""
        if self._vocabulary.kind(drug) is DrugKind.SUPPLY:
            return not any(_dose_of_drug(item) for part in written.parts for item in part.strengths)
        numbers = [item.amount.value for item in written.slashed]
        if any("mix" in part.words.split() for part in written.parts):
            return True  # the name says so itself
        return not (written.unitless and len(numbers) == 2 and sum(numbers) == _WHOLE)

    def of_drug(self, drug: str, written: Written) -> Strength | None:
        """The strength of a single ingredient; two of them say nothing certain, and the size of a supply is none."""
        strengths = [strength for part in written.parts for strength in part.strengths]
        if len(strengths) != 1 or self._vocabulary.kind(drug) is DrugKind.SUPPLY:
            return None
        return strengths[0]

    def of_product(self, product: str, drugs: tuple[str, ...], written: Written) -> Strengths:
        """The strength of each ingredient of a product that is called by one name."""
        variants = self._vocabulary.variants(product)
        unknown = (None,) * len(drugs)
        if not self._vocabulary.in_one_unit(product):
            return unknown
        if written.slashed:
            given = in_order(variants, written.slashed, written.unitless)
            return given or reordered(variants, written.slashed, written.unitless) or self._plausible(written, drugs)
        strengths = [strength for part in written.parts for strength in part.strengths]
        if len(strengths) == len(drugs):
            return in_order(variants, strengths, False) or reordered(variants, strengths, False) or tuple(strengths)
        if strengths:
            return (totalled(variants, strengths[0]) if len(strengths) == 1 else ()) or unknown
        return partial(variants[0]) if len(variants) == 1 else unknown

    def of_parts(
        self, named: Sequence[Part], components: Sequence[tuple[str, ...]], written: Written, product: str | None
    ) -> dict[str, Strength | None]:
        """Drug → strength where a combination is written name by name, each with the strength beside it, or with a list.

        A list is read in the order of the names; in the order of the pack only where no marketed strength fits that.
        A pack of different tablets has no strength that a number of tablets could be multiplied with.
        """
        found: dict[str, Strength | None] = {}
        if not self._vocabulary.in_one_unit(product):
            return found
        for part, drugs in zip(named, components, strict=True):
            for drug in drugs:
                strength = part.strengths[0] if len(part.strengths) == 1 and len(drugs) == 1 else None
                if drug in found and found[drug] != strength:
                    strength = None  # a pack whose tablets differ has no one strength
                found[drug] = strength
        single = [drugs[0] for drugs in components if len(drugs) == 1]
        if written.slashed and len(single) == len(named) == len(found):
            return self._listed(single, written, product)
        if product and not written.slashed and not any(part.strengths for part in written.parts):
            drugs = self._vocabulary.drugs(f"product:{product}")
            return dict(zip(drugs, self.of_product(product, drugs, written), strict=True))
        return found

    def _listed(self, drugs: list[str], written: Written, product: str | None) -> dict[str, Strength | None]:
        variants = self._vocabulary.variants(product) if product else ()
        packed = self._vocabulary.drugs(f"product:{product}") if product else ()
        if len(written.slashed) == len(drugs) == len(packed):
            by_drug = dict(zip(drugs, written.slashed, strict=True))
            given = in_order(variants, [by_drug[drug] for drug in packed], written.unitless)
            given = given or in_order(variants, written.slashed, written.unitless)
            given = given or reordered(variants, written.slashed, written.unitless)
            if given:
                return dict(zip(packed, given, strict=True))
        return dict(zip(drugs, self._plausible(written, tuple(drugs)), strict=True))

    def _plausible(self, written: Written, drugs: tuple[str, ...]) -> Strengths:
        """The strengths of "5/325" in the order of `drugs`, or none where that cannot be meant.

        A number beyond the most of a day stands in another order than the table's; numbers without a unit are
        milligrams only where the most of a day of an ingredient is known and agrees ("Advair 250/50" is micrograms).
        """
        unknown = (None,) * len(drugs)
        if len(written.slashed) != len(drugs):
            return unknown
        if any(self._beyond(drug, strength) for drug, strength in zip(drugs, written.slashed, strict=True)):
            return unknown
        if written.unitless and not any(drug in self._vocabulary.index.most_a_day for drug in drugs):
            return unknown
        return written.slashed

    def _beyond(self, drug: str, strength: Strength) -> bool:
        """A dose form that holds more than the most of a day."""
        most = self._vocabulary.index.most_a_day.get(drug)
        if most is None or strength.per is not None:
            return False
        base, dimension = most
        return strength.amount.dimension.value == dimension and strength.amount.base > base


def _dose_of_drug(strength: Strength) -> bool:
    """Milligrams, micrograms, a few grams; a needle's "24G" is no mass."""
    if strength.amount.unit.code == "g":
        return strength.amount.value < _THICKEST
    return strength.amount.unit.code in ("mg", "ug")


def _tube(strength: Strength) -> bool:
    """At least a gram, by itself or per tube."""
    whole = strength.per is None or strength.per.dimension is Dimension.FORM
    return whole and strength.amount.dimension is Dimension.MASS and strength.amount.base >= _GRAM
