"""French names of substances respelt by the rules by which French and English forms of one international name differ.

Nothing here knows a drug: a respelling counts only where it is itself a name of the vocabulary. What no rule tells stands in
the table `foreign_names`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

_MOST_WORDS = 5  # a longer name is a description, and its respellings too many to try
# Ending of a French word → the same in English. The word as it stands is always tried first.
_ENDINGS = (
    ("ique", "ic"),
    ("ine", "in"),
    ("eine", "ein"),
    ("me", "m"),
    ("ene", "en"),
    ("ane", "an"),
    ("ile", "il"),
    ("e", ""),
    ("s", ""),
)
_SALTS = {"sodique": "sodium", "calcique": "calcium", "potassique": "potassium", "zincique": "zinc"}
_ACID = re.compile(r"acide (\S+)|(\S+) \(acide\)")
# "sodium (bicarbonate de)", "bicarbonate de sodium", "dinitrate d'isosorbide": English puts the second part first.
_BEHIND = re.compile(r"(?P<base>[^()]+?) ?\( ?(?P<salt>[^()]+?) d(?:e ?|')\)|(?P<salt2>\S+) d(?:e |')(?P<base2>\S+)")
_SALT_WORDS = {
    "chlorhydrate": "hydrochloride",
    "hydroxyde": "hydroxide",
    "oxyde": "oxide",
    "chlorure": "chloride",
    "bromure": "bromide",
    "iodure": "iodide",
}


def plain(text: str) -> str:
    """Lower case, without accents, with single spaces: how names of one source are compared."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def respelt(text: str) -> Iterator[str]:
    """English spellings of a plain French name, the most faithful first."""
    acid = _ACID.fullmatch(text)
    if acid:
        stem = acid[1] or acid[2]
        yield from (f"{form} acid" for form in _forms(stem))
        return
    turned = _BEHIND.fullmatch(text)
    if turned:
        # Without its second part such a name would be another substance, so nothing else is tried.
        yield from _worded(f"{turned['base'] or turned['base2']} {turned['salt'] or turned['salt2']}")
        return
    yield from _worded(text)


def _worded(text: str) -> Iterator[str]:
    words = text.split()
    if "(" in text or len(words) > _MOST_WORDS:
        yield text
        return
    for forms in itertools.product(*map(_forms, words)):
        yield " ".join(forms)


def _forms(word: str) -> tuple[str, ...]:
    if word in _SALTS:
        return (_SALTS[word],)
    if word in _SALT_WORDS:
        return (_SALT_WORDS[word],)
    found = [word]
    for ending, english in _ENDINGS:
        if word.endswith(ending):
            found.append(word.removesuffix(ending) + english)
    return tuple(dict.fromkeys(found))
