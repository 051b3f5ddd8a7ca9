"""English words and forms that the judge of paraphrases looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rxcheck.explain.narrative.judging import Unit
from rxcheck.kb.terms import ParaphraseKind as Kind

TOKEN = re.compile(
    r"§\d+§|[A-Za-z][A-Za-z0-9]*(?:['’-][A-Za-z0-9]+)*|[×²³⁰¹⁴-⁹µ°%][^\s,;:()]*|\d[^\s,;:()]*(?:,\d[^\s,;:()]*)*|[,.;:!?()]"
)
PARTICIPLE = re.compile(r"(?:ed|en|wn|nt|pt|ut|ound|eld|ade|ought|aught)$")
BE = frozenset("is are was were be been being gets get".split())
BY = frozenset("by from under with through via".split())
LINKS = frozenset("and so because while which that but when if as since or".split())
LISTING = frozenset({",", "and", "or", "both", "also", "as", "well"})
COMPARING = frozenset(
    "more less higher lower greater fewer slower faster stronger weaker better worse longer shorter".split()
)
ENDS = frozenset(".!?")
CONDITIONS = frozenset("if when after before during between use used using".split())
MOST_JOINTS = 3
LIMITS = frozenset(
    "only if unless until except before after during most mostly part some few little many less small large deep severe severely mild"
    " slow first early late long short often sometimes usually rarely rare never always once twice high low fatal deadly lethal death deaths dangerous serious life-threatening".split()
)
TAKEN = frozenset("given taken used giving taking using administered".split())
OBLIGED = re.compile(r"\b(?:should|must|need|needs|ought|have to|has to|shall|be sure|please)\b", re.IGNORECASE)
BESIDE = frozenset("with in for on to against".split())  # a drug behind one of these does nothing
PARTICLES = {"up": Kind.UP, "down": Kind.DOWN}
MOVING = frozenset(
    "go gone went come came bring brought push drive driven drove send sent shoot shot pull climb".split()
)
WAYS = {"from": "from", "into": "to", "towards": "to", "more": "more", "than": "than"}
NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)
DENYING = re.compile(r"(?:un|non-?|im|ir|in)([a-z]{5,})")  # unusual, non-healing, immature
TIMES = frozenset({"before", "after", "until"})
MAKING = frozenset("cause make lead bring result let give rise".split())
PLAIN_WORD = re.compile(r"[a-z]+(?:[-'’][a-z]+)*")
DRUGLIKE = re.compile(
    r"[a-z]{2,}(?:pril|sartan|statin|olol|dipine|prazole|tidine|floxacin|mycin|cillin|cycline|conazole|vir|mab|nib|gliptin|gliflozin|glitazone"
    r"|glutide|azepam|zolam|barbital|oxetine|triptan|setron|parin|xaban|gatran|grel|profen|oxicam|coxib|thiazide|semide|lactone|solone|caine"
    r"|curium|dronate|phylline|formin|apine|azine|triptyline|codone|morphone|fentanil|cef[a-z]+)s?$"
)
LIGHT = (Kind.FILLER, Kind.NEUTRAL, Kind.SAME)
ADDRESS = re.compile(r"\b(?:you|your|yours|reader|we|our|i|my|me|us)\b")
NAME_WORDS, SHORTEST_NAME = 3, 5
MOST_STRANGE, MOST_TOPICAL = 1, 2  # words that no group has; words about something
LEAST = 2  # words with some weight
SHORT_TURN = 2  # words of a negator or hedge; a longer one holds what it turns
REACH = 4  # units between a word and what it belongs to
THIS_PATIENT = re.compile(
    r"\b(?:this|that|our|your|the present) (?:patient|person|woman|man|child|case)\b|\b(?:he|she|his|her)\b|\b(?:as|like) here\b"
    r"|\bpatient (?:has|had|(?:is|was) (?!(?:\w+ly )?(?:pregnant|aware|told|advised|informed|warned|taught|asked|watched|monitored|followed|observed|hydrated|hard|given|treated|protected|able|unable|no longer))|takes|took|suffers|smokes|drinks|weighs)\b"
)
ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e")),
    *(("ly", ""), ("er", ""), ("er", "e"), ("ier", "y")),
)
SHORTEST_STEM = 3


def moved(units: Sequence[Unit], place: int) -> bool:
    """Whether "up" or "down" tells where something goes: "brings potassium down", not "breaks down"."""
    before = units[max(0, place - REACH) : place]
    return units[place].text in PARTICLES and any(forms_of(unit.text) & MOVING for unit in before)


def either_way(units: Sequence[Unit], place: int) -> bool:
    """Whether a word of direction and its opposite are joined by "or"."""
    ways = {Kind.UP: Kind.DOWN, Kind.DOWN: Kind.UP}
    kind = units[place].kind
    if kind not in (Kind.UP, Kind.DOWN):
        return False
    other = ways[kind]
    near = ((place + 1, place + 2), (place - 1, place - 2))
    return any(
        0 <= way < len(units) and 0 <= link < len(units) and units[link].text == "or" and units[way].kind is other
        for link, way in near
    )


def lists(units: Sequence[Unit]) -> Iterator[tuple[int, int, list[int]]]:
    """(first place, last place, drugs) of drugs that are named one after the other."""
    place = 0
    while place < len(units):
        if units[place].name is None:
            place += 1
            continue
        first = last = place
        names = [units[place].name or 0]
        by = first > 0 and units[first - 1].text in BY  # "impaired by A, B raises": no list
        while place + 1 < len(units) and (units[place + 1].name is not None or units[place + 1].text in LISTING):
            if by and units[place + 1].text == ",":
                break
            place += 1
            if units[place].name is not None:
                last = place
                names.append(units[place].name or 0)
        yield first, last, names
        place = last + 1


@lru_cache(maxsize=1 << 16)
def forms_of(word: str) -> frozenset[str]:
    """A word and what it may be a form of."""
    word = re.sub(r"['’]s?$", "", word)
    found = {word}
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            stem = word.removesuffix(ending) + instead
            found.add(stem)
            if ending in ("ed", "ing") and len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return frozenset(found)
