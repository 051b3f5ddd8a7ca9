"""The names to try for a written one: without forms, salts and numbers, without Chinese prefixes and suffixes.

Which words may go stands in the tables. What is left must be a name as a whole: the caller looks each one up.
"""

from __future__ import annotations

from rxcheck.kb.names import Written
from rxcheck.kb.resolution import Told
from rxcheck.kb.spelling import compact, normalise, without_numbers
from rxcheck.kb.terms import WordKind
from rxcheck.kb.vocabulary import Vocabulary
from rxcheck.terms import DoseForm, DrugKind, Release, Route

_MOST_CUTS = 6
_FORM_KINDS = frozenset({WordKind.FORM, WordKind.OTHER})


class NameForms:
    """Takes words away from names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = vocabulary.index.words
        kinds = {word: info.kind for word, info in self._words.items()}
        self._salt_suffixes = frozenset(w for w, kind in kinds.items() if kind is WordKind.SALT and not w.isascii())
        # A way of use stands before a Chinese name or behind it ("口服阿司匹林", "阿司匹林 口服").
        used = {word for word, info in self._words.items() if info.kind is WordKind.PREFIX and info.route}
        self._suffixes = self._salt_suffixes | used | {w for w, kind in kinds.items() if kind is WordKind.SUFFIX}
        self._prefixes = frozenset(word for word, kind in kinds.items() if kind is WordKind.PREFIX)
        self._choices = frozenset(word for word, kind in kinds.items() if kind is WordKind.CHOICE)
        self._phrases = [f" {word} " for word, kind in kinds.items() if " " in word and kind in _FORM_KINDS]
        self._denials = frozenset(compact(word) for word, kind in kinds.items() if kind is WordKind.DENIAL)
        self._longest = max(map(len, self._suffixes | self._prefixes), default=0)
        telling = {word: info for word, info in self._words.items() if info.route or info.form or info.release}
        self._latin = {word: info for word, info in telling.items() if word.isascii()}
        # The longest first: 缓释片 tells more than 片.
        self._chinese = sorted(
            ((word, info) for word, info in telling.items() if not word.isascii()), key=lambda item: -len(item[0])
        )

    def candidates(self, written: Written) -> list[str]:
        """Names to try for the whole text, the fullest first."""
        named = [part.words for part in written.parts if part.words]
        forms = [form for form in self.of(" ".join(named), len(named) > 1) if form]
        # "复方聚乙二醇电解质散(Ⅱ)": the formula of that number, if there is one, before the name alone.
        numbered = [f"{form} {written.numeral}" for form in forms] if written.numeral else []
        return list(dict.fromkeys([*numbered, *forms]))

    def of(self, words: str, several: bool = False) -> list[str]:
        """Names to try for `words`; of several components no Chinese affix is cut, it may be one of them ("呋塞米+钾")."""
        stripped = self.stripped(words)
        bare = stripped if self._holds_salt_drug(stripped) else self.stripped(words, salts=True)
        uncounted = self._uncounted(bare)
        return [
            words,
            *self._tails(words),
            stripped,
            without_numbers(stripped),
            bare,
            without_numbers(bare),
            *uncounted,
            *(() if several else self.chinese(words)),
            *(() if several else self.chinese(stripped)),
            *(() if several else self.chinese("".join(uncounted))),
        ]

    def stripped(self, words: str, salts: bool = False) -> str:
        """`words` without form words and phrases (and salts), unless nothing would be left."""
        kinds = _FORM_KINDS | {WordKind.SALT} if salts else _FORM_KINDS
        spaced = f" {words} "
        for phrase in self._phrases:
            if phrase in spaced:
                spaced = spaced.replace(phrase, " ")
        words = spaced.strip() or words
        kept = [word for word in words.split() if self._kind(word) not in kinds]
        return " ".join(kept) or words

    def chinese(self, words: str) -> list[str]:
        """`words` without Chinese prefixes and suffixes, one more taken away at each step."""
        forms: list[str] = []
        current = words.replace(" ", "") if any("㐀" <= char <= "鿿" for char in words) else ""
        for _ in range(_MOST_CUTS):
            shorter = self._without_suffix(current, 2) or self._without_prefix(current, 2)
            if not shorter:
                break
            ends = (self._without_suffix(current, 1), self._without_prefix(current, 2))
            forms.extend(form for form in ends if form)
            current = shorter
            forms.append(current)
        return forms

    def known_word(self, word: str) -> bool:
        """True for a word of the tables that identifies no drug."""
        return word in self._words

    def denies(self, word: str) -> bool:
        """True for words that take a name back ("stopped", 停用)."""
        return compact(word) in self._denials

    def leaves_choice(self, word: str) -> bool:
        """True for words that put one drug beside another ("or", 或)."""
        return word in self._choices

    def chosen(self, aside: str) -> str:
        """`aside` without the word that makes it the other choice: "or heparin", "或氯吡格雷"."""
        words = normalise(aside)
        first, _, rest = words.partition(" ")
        if first in self._choices:
            return rest
        longest = max(
            (word for word in self._choices if not (word.isascii() and word.isalpha()) and words.startswith(word)),
            key=len,
            default="",
        )
        return words[len(longest) :] if longest else aside

    def told(self, text: str) -> Told:
        """The one route, form and release that the words of a name tell; None where they tell none or several."""
        words = normalise(text)
        found = [self._latin[word] for word in words.split() if word in self._latin]
        left = words
        for word, info in () if words.isascii() else self._chinese:
            if word in left:
                found.append(info)
                left = left.replace(word, " ")  # what is left of a longer word tells nothing of its own
        routes = {Route(info.route) for info in found if info.route}
        if len(routes) > 1:
            routes -= {Route.ORAL}  # "oral inhaler", "oral suspension for nasal use": the narrower word says where
        if len(routes) > 1:
            routes -= {Route.TOPICAL}  # "Ophth Oint", "Vaginal Cream"
        if len(routes) > 1:
            routes -= {Route.INHALED}  # "0.05 MG/ACTUAT Nasal Spray": not every actuation is inhaled
        forms = {DoseForm(info.form) for info in found if info.form}
        if len(forms) > 1:
            forms -= _GENERAL_FORMS  # "chewable tablet", "powder for injection": the narrower word says what
        releases = {Release(info.release) for info in found if info.release}
        return Told(
            routes.pop() if len(routes) == 1 else None,
            forms.pop() if len(forms) == 1 else None,
            releases.pop() if len(releases) == 1 else None,
        )

    def _uncounted(self, words: str) -> list[str]:
        """`words` without the bare number at their end ("Amlong 5", "Urimax 0.4"), unless a name ends in such a number
        ("Tylenol 3", "vitamin B 1")."""
        kept = words.split()
        while kept and kept[-1].isdigit():
            kept.pop()
        plain = " ".join(kept)
        names = self._vocabulary.index.names
        if not plain or plain == words or any(f"{compact(plain)}{digit}" in names for digit in range(10)):
            return []
        return [plain]

    def _kind(self, word: str) -> WordKind | None:
        info = self._words.get(word)
        return info.kind if info else None

    def _tails(self, words: str) -> list[str]:
        """`words` with form words taken from the end one at a time: "fish oil capsule" is "fish oil" before it is "fish".

        Numbers go too, but a single digit may be part of the name ("Tylenol 3" holds codeine).
        """
        kept, forms = words.split(), []
        while len(kept) > 1 and ((kept[-1].isdigit() and len(kept[-1]) > 1) or self._kind(kept[-1]) in _FORM_KINDS):
            kept.pop()
            forms.append(" ".join(kept))
        return forms

    def _holds_salt_drug(self, words: str) -> bool:
        """True when salts beside other words are a drug themselves: "potassium chloride in dextrose" is not dextrose."""
        salts: list[str] = []
        for word in [*words.split(), ""]:
            if self._kind(word) is WordKind.SALT:
                salts.append(word)
            else:
                if salts and self._salt_drug(salts):
                    return True
                salts = []
        return False

    def _salt_drug(self, salts: list[str]) -> bool:
        """A row of salts that is a name ("potassium"), holds a longer one, or two ("calcium magnesium")."""
        names, size = self._vocabulary.index.names, len(salts)
        runs = ("".join(salts[begin:end]) for begin in range(size) for end in range(begin + 2, size + 1))
        return (
            (size == 1 and salts[0] in names) or any(run in names for run in runs) or sum(s in names for s in salts) > 1
        )

    def _without_suffix(self, text: str, left: int) -> str | None:
        """`text` without its longest known suffix, if at least `left` characters stay."""
        for length in range(min(self._longest, len(text) - left), 0, -1):
            if text[-length:] in self._suffixes and not self._second_drug(text[:-length], text[-length:]):
                return text[:-length]
        return None

    def _without_prefix(self, text: str, left: int) -> str | None:
        for length in range(min(self._longest, len(text) - left), 0, -1):
            if text[:length] in self._prefixes and not self._second_drug(text[length:], text[:length]):
                return text[length:]
        return None

    def _second_drug(self, rest: str, affix: str) -> bool:
        """True for a salt of what has none: a salt itself ("氯化钾钠"), a solution that carries the other ("葡萄糖钾",
        "磷酸果糖")."""
        salt = affix in self._salt_suffixes
        targets = self._vocabulary.targets(rest) if salt or affix.endswith("酸") else ()
        if not targets:
            return False
        kinds = {self._vocabulary.kind(drug) for target in targets for drug in self._vocabulary.drugs(target)}
        return DrugKind.DRUG not in kinds or (salt and len(rest) > 1 and rest[-1] in self._salt_suffixes)


_GENERAL_FORMS = frozenset({DoseForm.TABLET, DoseForm.POWDER, DoseForm.ORAL_LIQUID, DoseForm.CAPSULE})
