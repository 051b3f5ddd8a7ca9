"""Written medication name → ingredients, or an honest question.

Order: codes, the exact name, the name without the words that identify nothing (salts, forms, strengths), a combination
of such names. Whatever is left over makes the name *unresolved*: near names are suggested, never assumed.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from rxcheck.codes import Code, CodeSystem
from rxcheck.kb.name_forms import NameForms
from rxcheck.kb.name_strengths import NameStrengths
from rxcheck.kb.names import MAX_NAME, Part, Written, dissect
from rxcheck.kb.resolution import Ingredient, Resolution, Told
from rxcheck.kb.spelling import compact, normalise, spelled_alike, struck_out, without_qualifier
from rxcheck.kb.suggest import SUGGESTED, Suggester
from rxcheck.kb.vocabulary import NameIndex, Vocabulary
from rxcheck.terms import AllergyKind, DrugKind, Reaction, Reason, ResolvedBy

_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")
_WHOLE = re.compile(r"(?<![\d.,])\d+(?![\d]|[.,]\d)")
_DIGITS = "0123456789"
_BETWEEN = re.compile(r"[;,/|+、，；。]| and | with |和|及|伴")
_SHORTEST_MISSPELT = 6  # letters; a shorter word is near too many names


class Resolver:
    """Resolves names against one index; each distinct text is looked up once."""

    def __init__(self, index: NameIndex, suggests: bool = True) -> None:
        """`suggests`: whether names that are near are looked for where one is not understood; it takes longer than all else."""
        self._index = index
        self._suggests = suggests
        self._vocabulary = Vocabulary(index)
        self._forms = NameForms(self._vocabulary)
        self._strengths = NameStrengths(self._vocabulary)
        self._suggester = Suggester(self._vocabulary, self._forms)
        self._branded: dict[str, bool] = {}
        self._seen: dict[tuple[str, tuple[Code, ...]], Resolution] = {}

    def kind(self, drug_id: str) -> DrugKind:
        """What sort of thing an id of the vocabulary is."""
        return self._vocabulary.kind(drug_id)

    def drug(self, text: str, codes: tuple[Code, ...] = ()) -> Resolution:
        """The ingredients of a written name, or why there are none."""
        key = (text, codes)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._resolve(text, codes)
        return found

    def is_brand(self, text: str) -> bool:
        """True where a drug is written by a name that a seller gave it and that is none of a substance."""
        if text not in self._branded:
            written = dissect(" ".join(text.split()))
            names = (text, *self._forms.candidates(written))
            named = next((name for name in names if self._vocabulary.targets(name)), None)
            self._branded[text] = named is not None and self._vocabulary.is_brand(named)
        return self._branded[text]

    def condition(self, name: str, codes: tuple[Code, ...] = ()) -> str | None:
        """The condition id of a diagnosis; ICD-10 codes match by their longest known prefix."""
        for code in codes:
            if code.system is CodeSystem.ICD10:
                value = code.value.upper().replace(".", "")
                for length in range(len(value), 2, -1):
                    found = self._index.condition_codes.get(value[:length])
                    if found:
                        return found
        bare = without_qualifier(name)
        keys = (compact(name), compact(bare), spelled_alike(name), spelled_alike(bare))
        return next((found for key in keys if (found := self._index.conditions.get(key))), None)

    def allergen(self, name: str, codes: tuple[Code, ...] = ()) -> tuple[str, ...]:
        """The selectors ("drug:x", "class:y", "other:…", "none:") of a recorded allergen; empty when not understood."""
        listed = self._index.allergens.get(compact(name))
        if listed:
            return (listed,)
        resolution = self.drug(name, codes)
        return tuple(f"drug:{item.drug}" for item in resolution.ingredients)

    def reactions(self, text: str | None, kind: AllergyKind | None) -> frozenset[Reaction]:
        """The kinds of reaction that a record tells; empty where it tells none that is understood."""
        parts = _BETWEEN.split(text.casefold()) if text else []
        known = (self._index.reactions.get(compact(part)) for part in (text or "", *parts))
        found = frozenset(Reaction(reaction) for reaction in known if reaction)
        if found:
            return found
        return frozenset({Reaction.INTOLERANCE}) if kind is AllergyKind.INTOLERANCE else frozenset()

    def suggest(self, text: str, limit: int = SUGGESTED) -> tuple[str, ...]:
        """Up to `limit` targets whose names look like `text`, best first: for a person to choose from."""
        return self._suggester.targets(text, limit)

    def _resolve(self, text: str, codes: tuple[Code, ...]) -> Resolution:
        text = " ".join(text.split())
        told = self._forms.told(text)
        found = self._accepted(text, self._strengths.without_pack(dissect(text), told), codes)
        return replace(found, route=told.route, form=told.form, release=told.release) if told != Told() else found

    def _accepted(self, text: str, written: Written, codes: tuple[Code, ...]) -> Resolution:
        """The resolution by name and codes, where they agree."""
        if len(text) > MAX_NAME or struck_out(text) or self._denied(written):
            near = self.suggest(text) if self._suggests else ()
            return Resolution(ResolvedBy.UNRESOLVED, reason=Reason.UNKNOWN_DRUG, suggestions=near)
        by_text = self._by_text(text, written)
        other = self._contradiction(by_text, written)
        if other:
            return _contradictory(by_text, other)
        by_code = self._by_code(codes, written)
        if by_code is None:
            return by_text
        if by_text.known and by_text.drugs != by_code.drugs:
            return _contradictory(by_text, by_code.drugs)
        return by_code

    def _by_code(self, codes: tuple[Code, ...], written: Written) -> Resolution | None:
        for code in codes:
            target = self._vocabulary.by_code(code)
            if target:
                return self._target(target, written, ResolvedBy.CODE)
        return None

    def _by_text(self, text: str, written: Written) -> Resolution:
        exact = self._vocabulary.targets(text)
        if exact:
            return self._of(exact, written, ResolvedBy.EXACT)
        for candidate in self._forms.candidates(written):
            targets = self._numbered(candidate, text, self._vocabulary.targets(candidate))
            if targets:
                return self._of(targets, written, ResolvedBy.NORMALISED)
        combined = self._combination(written) or self._hyphenated(text) or self._in_vehicle(text)
        if combined:
            return combined
        for aside in (*written.brands, *written.asides):
            targets = self._lookup(dissect(aside))
            # A name in parentheses beside a part that was not understood is not enough to go by.
            if not targets or self._disputed(written, targets):
                continue
            if aside in written.brands or not any(part.words for part in written.parts):
                return self._of(targets, written, ResolvedBy.NORMALISED)
        near, pairs = self._suggester.for_written(written, text) if self._suggests else ((), ())
        return Resolution(ResolvedBy.UNRESOLVED, reason=Reason.UNKNOWN_DRUG, suggestions=near, lookalikes=pairs)

    def _contradiction(self, found: Resolution, written: Written) -> frozenset[str]:
        """The drugs of a name in brackets that is not the rest: a brand of other ingredients ("Metoprolol [Lipitor]"), or
        a name in parentheses that has none in common ("warfarin (aspirin)")."""
        mine = found.drugs
        for aside in (*written.brands, *written.asides) if found.known else ():
            named = self._lookup(dissect(aside))
            targets = named or self._beside(aside, written)
            meant = frozenset(self._vocabulary.drugs(targets[0])) if len(targets) == 1 else mine
            if all(self.kind(drug) is DrugKind.SUPPLY for drug in meant) or self._vocabulary.constituents(meant, mine):
                continue  # "heparin (syringe)", "ferrous sulfate (iron 65 mg)"
            if not meant & mine or (named and aside in written.brands and meant != mine):
                return meant
        return frozenset()

    def _beside(self, aside: str, written: Written) -> tuple[str, ...]:
        """What a name in brackets stands for that is none by itself: another drug behind "or" or "with", part of a longer
        name ("胰岛素(甘精)"), or a misspelling of a name."""
        chosen = self._forms.chosen(aside)
        targets = self._lookup(dissect(chosen)) if chosen != aside else ()
        if targets:  # "(with water)", "(with food)" are no drugs
            drugs = (drug for target in targets for drug in self._vocabulary.drugs(target))
            return targets if any(self.kind(drug) is DrugKind.DRUG for drug in drugs) else ()
        for form in self._forms.candidates(written):
            targets = self._vocabulary.targets(f"{aside}{form}") or self._vocabulary.targets(f"{form} {aside}")
            if targets:
                return targets
        word = normalise(aside)
        plain = word.isascii() and word.isalpha() and len(word) >= _SHORTEST_MISSPELT
        misspelt = plain and not self._forms.known_word(word)
        return self._suggester.targets(word, limit=1, least=self._index.dispute) if misspelt else ()

    def _denied(self, written: Written) -> bool:
        """Words in brackets that take the name back, and nothing else: "warfarin (stopped)", "华法林(已停用)"."""
        return any(self._forms.denies(aside) for aside in (*written.brands, *written.asides))

    def _numbered(self, candidate: str, text: str, targets: tuple[str, ...]) -> tuple[str, ...]:
        """`targets` of a name, and those of the longer name that it makes with the number behind it: "Tylenol 3 tablets"
        may be a count, or holds codeine."""
        name = compact(candidate)
        for number in _WHOLE.finditer(text) if targets else ():
            before = compact(text[: number.start()]).rstrip("#").removesuffix("no")
            unit = compact(text[number.end() :])[:2]
            for longer in {name + number.group(), name.rstrip(_DIGITS) + number.group()} if before == name else ():
                if unit not in ("mg", "mc", "µg", "μg", "毫克", "微克"):
                    targets = tuple(dict.fromkeys((*targets, *self._vocabulary.targets(longer))))
        return targets

    def _disputed(self, written: Written, targets: tuple[str, ...]) -> bool:
        """True when the words beside a name in brackets tell of something else: another drug, or one that looks alike."""
        meant = frozenset(drug for target in targets for drug in self._vocabulary.drugs(target))
        for part in written.parts:
            if any(self._forms.leaves_choice(word) or self._forms.denies(word) for word in part.words.split()):
                return True
            words = self._forms.stripped(part.words).split()
            left = [word for word in words if not self._forms.known_word(word) and not word.isdigit()]
            named = [target for word in left for target in self._vocabulary.targets(word)]
            if left:
                named += self._suggester.targets(" ".join(left), limit=1, least=self._index.dispute)
            if any(drug not in meant for target in named for drug in self._vocabulary.drugs(target)):
                return True
        return False

    def _lookup(self, written: Written) -> tuple[str, ...]:
        for candidate in self._forms.candidates(written):
            targets = self._vocabulary.targets(candidate)
            if targets:
                return targets
        return ()

    def _hyphenated(self, text: str) -> Resolution | None:
        """ "oxycodone-acetaminophen": a combination if every part is a name, and only then."""
        apart = _HYPHEN.sub(" / ", text)
        return self._combination(dissect(apart)) if apart != text else None

    def _in_vehicle(self, text: str) -> Resolution | None:
        """ "vancomycin 1 g in 0.9% sodium chloride 250 mL" is vancomycin; None where what follows is no vehicle."""
        drug, _, rest = text.partition(" in ")
        targets = self._lookup(dissect(rest)) if rest and drug.strip() else ()
        carried = {self.kind(item) for target in targets for item in self._vocabulary.drugs(target)}
        if carried != {DrugKind.VEHICLE}:
            return None
        found = self._by_text(drug, dissect(drug))
        return found if found.known else None

    def _combination(self, written: Written) -> Resolution | None:
        named = [part for part in written.parts if part.words]
        if len(named) < 2:
            return None
        components: list[tuple[str, ...]] = []
        for part in named:
            found = self._component(part)
            if found is None:
                return None
            components.append(found)
        drugs = tuple(dict.fromkeys(drug for found in components for drug in found))
        product = self._vocabulary.product_of(frozenset(drugs))
        strengths = self._strengths.of_parts(named, components, written, product)
        how = ResolvedBy.COMBINATION if len(drugs) > 1 else ResolvedBy.NORMALISED
        return Resolution(how, tuple(Ingredient(drug, strengths.get(drug)) for drug in drugs), product)

    def _component(self, part: Part) -> tuple[str, ...] | None:
        for form in self._forms.of(part.words):
            targets = self._vocabulary.targets(form)
            if targets:
                drugs = self._vocabulary.drugs(targets[0])
                supply = any(self.kind(drug) is DrugKind.SUPPLY for drug in drugs)
                return None if supply or len(targets) > 1 else drugs
        return None

    def _of(self, targets: tuple[str, ...], written: Written, how: ResolvedBy) -> Resolution:
        if len(targets) > 1:
            return Resolution(ResolvedBy.UNRESOLVED, reason=Reason.AMBIGUOUS_DRUG, suggestions=targets)
        return self._target(targets[0], written, how)

    def _target(self, target: str, written: Written, how: ResolvedBy) -> Resolution:
        kind, _, key = target.partition(":")
        if kind == "drug" and not self._strengths.fits_drug(key, written):
            return Resolution(ResolvedBy.UNRESOLVED, reason=Reason.UNKNOWN_DRUG, suggestions=(target,))
        if kind == "drug":
            return Resolution(how, (Ingredient(key, self._strengths.of_drug(key, written)),))
        drugs = self._vocabulary.drugs(target)
        return Resolution(how, tuple(map(Ingredient, drugs, self._strengths.of_product(key, drugs, written))), key)


def _contradictory(one: Resolution, other: frozenset[str]) -> Resolution:
    """A code or name in brackets that contradicts the rest of the name: somebody has to look."""
    return Resolution(
        ResolvedBy.UNRESOLVED,
        reason=Reason.AMBIGUOUS_DRUG,
        suggestions=tuple(f"drug:{drug}" for drug in sorted(one.drugs | other)),
    )
