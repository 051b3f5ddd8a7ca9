"""Written medication name → ingredients, or an honest question.

Order: codes, the exact name, the name without the words that identify nothing (salts, forms, strengths), a combination
of such names. Whatever is left over makes the name *unresolved*: near names are suggested, never assumed.
"""

from __future__ import annotations

import re
from functools import cached_property

import msgspec
from msgspec import Struct

from rxcheck.codes import Code, CodeSystem
from rxcheck.kb.names import Part, Written, compact, dissect, normalise, without_numbers, without_qualifier
from rxcheck.kb.strengths import Variant, listed, partial, totalled
from rxcheck.kb.terms import WordKind
from rxcheck.quantity import Strength
from rxcheck.terms import DoseForm, DrugKind, Reason, Release, ResolvedBy, Route

_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")


SEPARATOR = "|"


class NameIndex(msgspec.Struct, frozen=True):
    """What the resolver needs of the vocabulary; compiled from the tables.

    `names` maps a compact name to its targets ("drug:x", "product:y"; several, joined by SEPARATOR: ambiguous),
    `products` a product to its ingredients, `variants` (decoded when a product is found) to its marketed strengths,
    `codes` ("system:code" → target) is decoded when a line has codes, `words` maps a
    normalised word beside names to (kind, route or ""), `most_a_day` a drug to the highest daily limit of any route.
    """

    names: dict[str, str]
    products: dict[str, tuple[str, ...]]
    variants: msgspec.Raw
    kinds: dict[str, DrugKind]
    codes: msgspec.Raw
    words: dict[str, tuple[str, str]]
    conditions: dict[str, str]
    condition_codes: dict[str, str]
    allergens: dict[str, str]
    similarity: int
    most_a_day: dict[str, tuple[int, str]]


class Ingredient(Struct, frozen=True):
    """An ingredient of a line and its strength as written or fixed."""

    drug: str
    strength: Strength | None = None


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


class Resolver:
    """Resolves names against one index; each distinct text is looked up once."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._seen: dict[tuple[str, tuple[Code, ...]], Resolution] = {}
        words = index.words
        self._suffixes = frozenset(word for word, (kind, _) in words.items() if kind == WordKind.SUFFIX)
        self._prefixes = frozenset(word for word, (kind, _) in words.items() if kind == WordKind.PREFIX)
        self._longest = max(map(len, self._suffixes | self._prefixes), default=0)
        self._latin_routes = {word: Route(route) for word, (_, route) in words.items() if route and word.isascii()}
        self._chinese_routes = [(w, Route(route)) for w, (_, route) in words.items() if route and not w.isascii()]

    @cached_property
    def _codes(self) -> dict[str, str]:
        return msgspec.msgpack.decode(self._index.codes, type=dict[str, str])

    @cached_property
    def _variants(self) -> dict[str, tuple[Variant, ...]]:
        return msgspec.msgpack.decode(self._index.variants, type=dict[str, tuple[Variant, ...]])

    def kind(self, drug_id: str) -> DrugKind:
        """What sort of thing an id of the vocabulary is."""
        return self._index.kinds[drug_id]

    def drug(self, text: str, codes: tuple[Code, ...] = ()) -> Resolution:
        """The ingredients of a written name, or why there are none."""
        key = (text, codes)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._resolve(text, codes)
        return found

    def condition(self, name: str, codes: tuple[Code, ...] = ()) -> str | None:
        """The condition id of a diagnosis; ICD-10 codes match by their longest known prefix."""
        for code in codes:
            if code.system is CodeSystem.ICD10:
                value = code.value.upper().replace(".", "")
                for length in range(len(value), 2, -1):
                    found = self._index.condition_codes.get(value[:length])
                    if found:
                        return found
        return self._index.conditions.get(compact(name)) or self._index.conditions.get(compact(without_qualifier(name)))

    def allergen(self, name: str, codes: tuple[Code, ...] = ()) -> tuple[str, ...]:
        """The selectors ("drug:x", "class:y", "other:…", "none:") of a recorded allergen; empty when not understood."""
        listed = self._index.allergens.get(compact(name))
        if listed:
            return (listed,)
        resolution = self.drug(name, codes)
        return tuple(f"drug:{item.drug}" for item in resolution.ingredients)

    def suggest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Up to `limit` targets whose names look like `text`, best first: for a person to choose from."""
        from rapidfuzz import fuzz, process

        wanted = compact(text)
        hits = process.extract(
            wanted, self._index.names.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=self._index.similarity
        )
        targets: dict[str, None] = {}
        for name, _, _ in hits:
            for target in self._targets(name):
                targets.setdefault(target)
        return tuple(targets)[:limit]

    def _resolve(self, text: str, codes: tuple[Code, ...]) -> Resolution:
        written = dissect(text)
        route = self._route(text)
        by_text = self._by_text(text, written, route)
        other = self._contradiction(by_text, written)
        if other:
            return _contradictory(by_text, other, route)
        by_code = self._by_code(codes, written, route)
        if by_code is None:
            return by_text
        if by_text.known and _drugs(by_text) != _drugs(by_code):
            return _contradictory(by_text, _drugs(by_code), route)
        return by_code

    def _contradiction(self, found: Resolution, written: Written) -> frozenset[str]:
        """The drugs of a name in brackets that is not the rest: a brand of other ingredients ("Metoprolol [Lipitor]"), or
        a name in parentheses that has none in common ("warfarin (aspirin)")."""
        mine = _drugs(found)
        for aside in (*written.brands, *written.asides) if found.known else ():
            targets = self._lookup(dissect(aside))
            meant = frozenset(self._components(targets[0])) if len(targets) == 1 else mine
            if not meant & mine or (aside in written.brands and meant != mine):
                return meant
        return frozenset()

    def _by_code(self, codes: tuple[Code, ...], written: Written, route: Route | None) -> Resolution | None:
        for code in codes:
            target = self._codes.get(f"{code.system.value}:{code.value}") if code.well_formed else None
            if target:
                return self._target(target, written, ResolvedBy.CODE, route)
        return None

    def _by_text(self, text: str, written: Written, route: Route | None) -> Resolution:
        exact = self._targets(text)
        if exact:
            return self._of(exact, written, ResolvedBy.EXACT, route)
        for candidate in self._candidates(written):
            targets = self._targets(candidate)
            if targets:
                return self._of(targets, written, ResolvedBy.NORMALISED, route)
        combined = self._combination(written, route) or self._hyphenated(text, route)
        if combined:
            return combined
        for aside in (*written.brands, *written.asides):
            targets = self._lookup(dissect(aside))
            # A name in parentheses beside a part that was not understood is not enough to go by.
            if targets and (aside in written.brands or not any(part.words for part in written.parts)):
                return self._of(targets, written, ResolvedBy.NORMALISED, route)
        return Resolution(
            ResolvedBy.UNRESOLVED, route=route, reason=Reason.UNKNOWN_DRUG, suggestions=self._suggestions(written, text)
        )

    def _hyphenated(self, text: str, route: Route | None) -> Resolution | None:
        """ "oxycodone-acetaminophen": a combination if every part is a name, and only then."""
        apart = _HYPHEN.sub(" / ", text)
        return self._combination(dissect(apart), route) if apart != text else None

    def _targets(self, name: str) -> tuple[str, ...]:
        """What a name stands for; several targets make it ambiguous."""
        found = self._index.names.get(compact(name))
        return tuple(found.split(SEPARATOR)) if found else ()

    def _suggestions(self, written: Written, text: str) -> tuple[str, ...]:
        plain = " ".join(self._strip(part.words) for part in written.parts) or text
        return self.suggest(plain) or self.suggest(text)

    def _lookup(self, written: Written) -> tuple[str, ...]:
        for candidate in self._candidates(written):
            targets = self._targets(candidate)
            if targets:
                return targets
        return ()

    def _candidates(self, written: Written) -> list[str]:
        """Names to try for the whole text, the fullest first."""
        named = [part.words for part in written.parts if part.words]
        return list(dict.fromkeys(form for form in self._forms(" ".join(named), len(named) > 1) if form))

    def _forms(self, words: str, several: bool = False) -> list[str]:
        """Names to try for `words`; of several components no Chinese affix is cut, it may be one of them ("呋塞米+钾")."""
        stripped = self._strip(words)
        bare = stripped if self._holds_salt_drug(stripped) else self._strip(words, salts=True)
        return [
            words,
            *self._tails(words),
            stripped,
            without_numbers(stripped),
            bare,
            without_numbers(bare),
            *(() if several else self._chinese_forms(words)),
            *(() if several else self._chinese_forms(stripped)),
        ]

    def _tails(self, words: str) -> list[str]:
        """`words` with form words taken from the end one at a time: "fish oil capsule" is "fish oil" before it is "fish".

        Numbers go too, but a single digit may be part of the name ("Tylenol 3" holds codeine).
        """
        kept, forms = words.split(), []
        while len(kept) > 1 and (
            (kept[-1].isdigit() and len(kept[-1]) > 1)
            or self._index.words.get(kept[-1], ("", ""))[0] in ("form", "other")
        ):
            kept.pop()
            forms.append(" ".join(kept))
        return forms

    def _strip(self, words: str, salts: bool = False) -> str:
        """`words` without form words (and salts), unless nothing would be left."""
        kinds = ("form", "other", "salt") if salts else ("form", "other")
        kept = [word for word in words.split() if self._index.words.get(word, ("", ""))[0] not in kinds]
        return " ".join(kept) or words

    def _holds_salt_drug(self, words: str) -> bool:
        """True when salts beside other words are a drug themselves: "potassium chloride in dextrose" is not dextrose."""
        salts: list[str] = []
        for word in [*words.split(), ""]:
            if self._index.words.get(word, ("", ""))[0] == "salt":
                salts.append(word)
            else:
                if salts and "".join(salts) in self._index.names:
                    return True
                salts = []
        return False

    def _chinese_forms(self, words: str) -> list[str]:
        """`words` without Chinese prefixes and suffixes, one more taken away at each step."""
        forms: list[str] = []
        current = words.replace(" ", "") if any("㐀" <= char <= "鿿" for char in words) else ""
        for _ in range(6):
            shorter = self._cut(current)
            if not shorter or shorter == current:
                break
            forms.extend(self._both_ends(current))
            current = shorter
            forms.append(current)
        return forms

    def _both_ends(self, text: str) -> list[str]:
        return [form for form in (self._without_suffix(text, 1), self._without_prefix(text, 1)) if form]

    def _cut(self, text: str) -> str:
        return self._without_suffix(text, 2) or self._without_prefix(text, 2) or text

    def _without_suffix(self, text: str, left: int) -> str | None:
        """`text` without its longest known suffix, if at least `left` characters stay."""
        for length in range(min(self._longest, len(text) - left), 0, -1):
            if text[-length:] in self._suffixes:
                return text[:-length]
        return None

    def _without_prefix(self, text: str, left: int) -> str | None:
        for length in range(min(self._longest, len(text) - left), 0, -1):
            if text[:length] in self._prefixes:
                return text[length:]
        return None

    def _combination(self, written: Written, route: Route | None) -> Resolution | None:
        named = [part for part in written.parts if part.words]
        if len(named) < 2:
            return None
        components = [self._component(part) for part in named]
        in_order = self._listed(written, [found[0] for found in components if found and len(found) == 1])
        ingredients: dict[str, Strength | None] = {}
        for position, (part, found) in enumerate(zip(named, components, strict=True)):
            if found is None:
                return None
            for drug in found:
                strength = part.strengths[0] if len(part.strengths) == 1 and len(found) == 1 else None
                if strength is None and len(in_order) == len(named) and len(found) == 1:
                    strength = in_order[position]
                if drug in ingredients and ingredients[drug] != strength:
                    strength = None  # a pack whose tablets differ has no one strength
                ingredients[drug] = strength
        product = self._product_of(frozenset(ingredients))
        if product and (written.slashed or not any(part.strengths for part in written.parts)):
            drugs = self._index.products[product]
            marketed = self._strengths_of(product, drugs, [], written)
            ingredients |= {drug: strength for drug, strength in zip(drugs, marketed, strict=True) if strength}
        how = ResolvedBy.COMBINATION if len(ingredients) > 1 else ResolvedBy.NORMALISED
        return Resolution(
            how, tuple(Ingredient(drug, strength) for drug, strength in ingredients.items()), product, route
        )

    def _component(self, part: Part) -> tuple[str, ...] | None:
        for form in self._forms(part.words):
            targets = self._targets(form)
            if targets and len(targets) == 1:
                return self._components(targets[0])
            if targets:
                return None
        return None

    def _components(self, target: str) -> tuple[str, ...]:
        kind, _, key = target.partition(":")
        return self._index.products[key] if kind == "product" else (key,)

    def _product_of(self, drugs: frozenset[str]) -> str | None:
        if len(drugs) < 2:
            return None
        return self._combinations.get(drugs)

    @cached_property
    def _combinations(self) -> dict[frozenset[str], str]:
        found: dict[frozenset[str], str] = {}
        for product, components in self._index.products.items():
            found.setdefault(frozenset(components), product)
        return found

    def _of(self, targets: tuple[str, ...], written: Written, how: ResolvedBy, route: Route | None) -> Resolution:
        if len(targets) > 1:
            return Resolution(ResolvedBy.UNRESOLVED, route=route, reason=Reason.AMBIGUOUS_DRUG, suggestions=targets)
        return self._target(targets[0], written, how, route)

    def _target(self, target: str, written: Written, how: ResolvedBy, route: Route | None) -> Resolution:
        kind, _, key = target.partition(":")
        strengths = [strength for part in written.parts for strength in part.strengths]
        if kind == "drug":
            # Two strengths for one ingredient ("100 mg … 5 mL") say nothing certain about a dose form.
            return Resolution(how, (Ingredient(key, strengths[0] if len(strengths) == 1 else None),), None, route)
        drugs = self._index.products[key]
        given = self._strengths_of(key, drugs, strengths, written)
        return Resolution(how, tuple(map(Ingredient, drugs, given)), key, route)

    def _strengths_of(
        self, product: str, drugs: tuple[str, ...], strengths: list[Strength], written: Written
    ) -> tuple[Strength | None, ...]:
        """The strength of each ingredient: as the name writes it, or the only one that is marketed."""
        variants = self._variants.get(product, ())
        if written.slashed:
            return (
                listed(variants, written.slashed, written.unitless)
                or self._listed(written, list(drugs))
                or (None,) * len(drugs)
            )
        if strengths:
            if len(strengths) == len(drugs):
                return listed(variants, strengths, False) or tuple(strengths)
            return (totalled(variants, strengths[0]) if len(strengths) == 1 else ()) or (None,) * len(drugs)
        return partial(variants[0]) if len(variants) == 1 else (None,) * len(drugs)

    def _listed(self, written: Written, drugs: list[str]) -> tuple[Strength, ...]:
        """The strengths of "5/325" in the order of `drugs`, or none where that cannot be meant.

        A number beyond the most of a day stands in another order than the table's; numbers without a unit are
        milligrams only where the most of a day of an ingredient is known and agrees ("Advair 250/50" is micrograms).
        """
        if len(written.slashed) != len(drugs):
            return ()
        if any(self._beyond(drug, strength) for drug, strength in zip(drugs, written.slashed, strict=True)):
            return ()
        if written.unitless and not any(drug in self._index.most_a_day for drug in drugs):
            return ()
        return written.slashed

    def _beyond(self, drug: str, strength: Strength) -> bool:
        """A dose form that holds more than the most of a day."""
        most = self._index.most_a_day.get(drug)
        if most is None or strength.per is not None:
            return False
        base, dimension = most
        return strength.amount.dimension.value == dimension and strength.amount.base > base

    def _route(self, text: str) -> Route | None:
        """The one route that the words of a name tell; None when they tell none or several."""
        words = normalise(text)
        routes = {self._latin_routes[word] for word in words.split() if word in self._latin_routes}
        routes |= {route for word, route in self._chinese_routes if word in words}
        if len(routes) > 1:
            routes -= {Route.ORAL}  # "oral inhaler", "oral suspension for nasal use": the narrower word says where
        if len(routes) > 1:
            routes -= {Route.INHALED}  # "0.05 MG/ACTUAT Nasal Spray": not every actuation is inhaled
        return routes.pop() if len(routes) == 1 else None


def _contradictory(one: Resolution, other: frozenset[str], route: Route | None) -> Resolution:
    """A code or name in brackets that contradicts the rest of the name: somebody has to look."""
    return Resolution(
        ResolvedBy.UNRESOLVED,
        route=route,
        reason=Reason.AMBIGUOUS_DRUG,
        suggestions=tuple(f"drug:{drug}" for drug in sorted(_drugs(one) | other)),
    )


def _drugs(resolution: Resolution) -> frozenset[str]:
    return frozenset(ingredient.drug for ingredient in resolution.ingredients)
