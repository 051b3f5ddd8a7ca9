"""The compiled vocabulary: names → what they stand for, products → ingredients and strengths, codes → drugs."""

from __future__ import annotations

from functools import cached_property

import msgspec
from msgspec import Struct

from rxcheck.codes import Code
from rxcheck.kb.spelling import compact
from rxcheck.kb.strengths import Variant
from rxcheck.kb.terms import WordKind
from rxcheck.terms import DrugKind

SEPARATOR = "|"


class WordInfo(Struct, frozen=True):
    """A word beside names: its kind, and the route, form and release that it tells ("" for none)."""

    kind: WordKind
    route: str = ""
    form: str = ""
    release: str = ""


class NameIndex(Struct, frozen=True):
    """What the resolver needs of the tables.

    `names` maps a compact name to its targets ("drug:x", "product:y"; several, joined by SEPARATOR: ambiguous),
    `products` a product to its ingredients (`co_packs`: those whose ingredients are in different tablets), `words` a normalised word beside names to what it tells, `most_a_day` a drug
    to the highest daily limit of any route as (base units, dimension). Decoded when they are needed: `variants` (product →
    marketed strengths), `codes` ("system:code" → target), `lookalikes` (compact name → (itself, the other) as shown), `brands` (compact names that are brands and nothing else).
    `constituents` maps a salt to the element that labels count ("ferrous-sulfate" → "iron").
    `similarity` is the least of a suggestion, `dispute` that of a text that contests a name in brackets (per cent).
    """

    names: dict[str, str]
    products: dict[str, tuple[str, ...]]
    co_packs: tuple[str, ...]
    variants: msgspec.Raw
    kinds: dict[str, DrugKind]
    codes: msgspec.Raw
    words: dict[str, WordInfo]
    lookalikes: msgspec.Raw
    brands: msgspec.Raw
    constituents: dict[str, tuple[str, ...]]
    conditions: dict[str, str]
    condition_codes: dict[str, str]
    allergens: dict[str, str]
    reactions: dict[str, str]
    similarity: int
    dispute: int
    most_a_day: dict[str, tuple[int, str]]


class Vocabulary:
    """Looks names up; decides nothing."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index

    def targets(self, name: str) -> tuple[str, ...]:
        """What a name stands for; several targets make it ambiguous."""
        found = self.index.names.get(compact(name))
        return tuple(found.split(SEPARATOR)) if found else ()

    def drugs(self, target: str) -> tuple[str, ...]:
        """The ingredients of a target, in the order of the table."""
        kind, _, key = target.partition(":")
        return self.index.products[key] if kind == "product" else (key,)

    def in_one_unit(self, product: str | None) -> bool:
        """False where the ingredients of the product are in different tablets of a pack."""
        return product not in self.index.co_packs

    def kind(self, drug_id: str) -> DrugKind:
        """What sort of thing an id of the vocabulary is."""
        return self.index.kinds[drug_id]

    def constituents(self, parts: frozenset[str], whole: frozenset[str]) -> bool:
        """True where every one of `parts` is a constituent of one of `whole`."""
        held = {part for drug in whole for part in self.index.constituents.get(drug, ())}
        return bool(parts) and parts <= held

    def by_code(self, code: Code) -> str | None:
        """The target of a code that has the shape of its system."""
        return self._codes.get(f"{code.system.value}:{code.value}") if code.well_formed else None

    def product_of(self, drugs: frozenset[str]) -> str | None:
        """The product that holds these ingredients and no others; of several, the one with most marketed strengths."""
        return self._combinations.get(drugs) if len(drugs) > 1 else None

    def variants(self, product: str) -> tuple[Variant, ...]:
        """The marketed strengths of a product."""
        return self._variants.get(product, ())

    def is_brand(self, name: str) -> bool:
        """True for a name that a seller gave and that is none of a substance."""
        return compact(name) in self._brands

    @cached_property
    def _brands(self) -> frozenset[str]:
        return msgspec.msgpack.decode(self.index.brands, type=frozenset[str])

    @cached_property
    def lookalikes(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Compact name → pairs of names as people write them, its own first."""
        return msgspec.msgpack.decode(self.index.lookalikes, type=dict[str, tuple[tuple[str, str], ...]])

    @cached_property
    def _codes(self) -> dict[str, str]:
        return msgspec.msgpack.decode(self.index.codes, type=dict[str, str])

    @cached_property
    def _variants(self) -> dict[str, tuple[Variant, ...]]:
        return msgspec.msgpack.decode(self.index.variants, type=dict[str, tuple[Variant, ...]])

    @cached_property
    def _combinations(self) -> dict[frozenset[str], str]:
        found: dict[frozenset[str], str] = {}
        for product, drugs in self.index.products.items():
            key = frozenset(drugs)
            if key not in found or len(self.variants(product)) > len(self.variants(found[key])):
                found[key] = product
        return found
