"""Taking a written medication name apart: normalisation, strengths, packs, bracketed brands, combinations.

Nothing here knows a drug; words that may be taken away (salts, forms) come from the table name_words. The text is cut
into tokens once and read from left to right: many patterns would cost more to compile than a whole check takes.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

from msgspec import Struct

from rxcheck.errors import QuantityError
from rxcheck.kb.spelling import normalise
from rxcheck.quantity import Quantity, Strength, parse_number

MAX_NAME = 500
_DEEPEST = 3

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[^\W\d_]+|\S")
_ASIDE = re.compile(r"\(([^()]*)\)")
_NUMERAL = re.compile(r"[ivIV]{1,3}")
_AMOUNTS = re.compile(r"\s*[\d.]+\s*[a-zA-Zμµ%]{0,5}(\s*[/:+-]\s*[\d.]+\s*[a-zA-Zμµ%]{0,5})+\s*")
_BRACKET = re.compile(r"\[([^\]]*)\]")
_PACK = re.compile(r"\{(.*)\}", re.DOTALL)
_PACK_PART = re.compile(r"\d+\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")

_LATIN_UNITS = frozenset(
    (
        "microgram micrograms milligram milligrams gram grams mcg ug µg μg mg gm g kg iu u axaiu unt unit units "
        "meq mmol miu mu ku"
    ).split()
)
_AMOUNT_UNITS = frozenset("microgram micrograms milligram milligrams mcg ug µg μg mg g iu unt unit units meq".split())
_LIST_MARKS = frozenset({"/", "-", ":"})
_LATIN_PER = frozenset(
    "ml l mg g actuat actuats actuation actuations act puff inh spray dose hr h hour hours min kg m2 tablet tab capsule".split()
)
_RATES = frozenset("hr h hour hours min kg m2".split())  # of release, of infusion, by weight: no strength of a form
_ONE_WORD = frozenset("sc sl mr ec ed po iv im wo".split())  # "s/c", "m/r", "w/o": no two names
_PERIODS = frozenset({"d", "wk", "wks", "week", "weeks"})  # "x5d" is a duration
_TAKEN = frozenset("tab tabs tablet tablets cap caps capsule capsules puff puffs spray sprays drop drops".split())
_COUNTED = frozenset(
    (
        "actuat actuats actuation actuations hr hour hours day days dose doses ct count tab tabs tablet "
        "tablets cap caps capsule capsules s ml l mm cm"
    ).split()
)
_CJK_UNITS = ("国际单位", "万单位", "万iu", "万u", "单位", "毫克", "微克", "克")  # "80万U" is one token
_CJK_PER = ("毫升", "片", "粒", "支", "瓶", "袋", "丸", "枚", "揿", "喷", "吸", "贴")
_CJK_PACKS = ("盒", "瓶", "板", "袋", "支")
_CJK_COUNTED = (*_CJK_PER, *_CJK_PACKS, "条", "张", "泡", "套", "个", "丸", "次")
_TUBE_TO_DRUG = 10  # a tube weighs at least so many times what it holds of the drug: "20g:0.2g"
_PER_MARKS = frozenset({"/", ":", "per", "in", "每"})
_PER_ALIAS = {"act": "actuat", "inh": "actuat"}
_UNIT_ALIAS = {"axaiu": "iu"}
_JOINERS = frozenset({"+", "&", "、", "and", "with"})


class Part(Struct, frozen=True):
    """One component of a written name: the words left of it and the strengths that stood there."""

    words: str
    strengths: tuple[Strength, ...]


class Written(Struct, frozen=True):
    """A written name taken apart: components of the generic part, names in brackets or parentheses, the strengths
    of a combination written as one list ("5/325"), and the Roman numeral in parentheses that tells formulas apart ("(II)")."""

    parts: tuple[Part, ...]
    brands: tuple[str, ...]
    asides: tuple[str, ...]
    slashed: tuple[Strength, ...]
    unitless: bool
    numeral: str = ""


def dissect(text: str) -> Written:
    """Take a name apart. Never raises; a text longer than MAX_NAME is cut there."""
    text = unicodedata.normalize("NFKC", text[:MAX_NAME])
    brands = tuple(part.strip() for part in _BRACKET.findall(text) if part.strip())
    text = _BRACKET.sub(" ", text)
    if "{" in text:
        text = _PACK.sub(_unpacked, text)
    text = _ASIDE.sub(_opened, text)
    asides: list[str] = []
    for _ in range(_DEEPEST):  # "络活喜(进口)" stands in parentheses itself
        inner = _ASIDE.findall(text)
        if not inner:
            break
        asides += [part.strip() for part in inner if part.strip()]
        text = _ASIDE.sub(" ", text)
    numeral = next((aside.casefold() for aside in asides if _NUMERAL.fullmatch(aside)), "")
    scan = _Scan(text)
    return Written(tuple(scan.parts()), brands, tuple(asides), scan.slashed, scan.unitless, numeral)


def _opened(aside: re.Match[str]) -> str:
    """ "(250/50)", "(5mg:325mg)": strengths in parentheses are strengths; other asides stay, "(1:1)" among them."""
    folded = aside[1].casefold()
    # "(25 g/500 mL)" is the content of the pack that the name has already told the strength of.
    other = "ml" in folded or (":" in folded and not any(char.isalpha() for char in folded))
    return f" {aside[1]} " if _AMOUNTS.fullmatch(aside[1]) and not other else aside[0]


def _unpacked(pack: re.Match[str]) -> str:
    """ "{21 (estradiol 1 MG Oral Tablet) / 7 (inert) }": the components of a pack; what stands around it stays."""
    inner = [part for part in _PACK_PART.findall(pack.group(1)) if "inert" not in part.casefold()]
    beside = _PACK_PART.sub("", pack.group(1)).replace("/", " ")
    return f"{' / '.join(inner)} {beside}"


class _Scan:
    """Reads the tokens of one text: marks what is a strength, a pack or a count, and where components end."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_TOKEN.finditer(text))
        self.tokens = [match.group().casefold() for match in found]
        self.spans = [match.span() for match in found]
        self.taken = [False] * len(found)
        self.strengths: list[tuple[int, Strength]] = []
        self.slashed: tuple[Strength, ...] = ()
        self.unitless = False
        place = 0
        while place < len(self.tokens):
            place = self._read(place)

    def parts(self) -> list[Part]:
        """The components, in order; empty ones are left out."""
        cuts = [place for place in range(len(self.tokens)) if not self.taken[place] and self._joins(place)]
        parts = []
        for begin, end in zip([-1, *cuts], [*cuts, len(self.tokens)], strict=True):
            words = self._words(begin + 1, end)
            strengths = tuple(strength for place, strength in self.strengths if begin < place < end)
            if words or strengths:
                parts.append(Part(words, strengths))
        return parts

    def _words(self, begin: int, end: int) -> str:
        """What is left of the text between two tokens, with its own spacing."""
        pieces, last = [], None
        for place in range(begin, end):
            if self.taken[place]:
                last = None
                pieces.append(" ")
                continue
            start, stop = self.spans[place]
            pieces.append(self.text[start:stop] if last == start else f" {self.text[start:stop]}")
            last = stop
        return normalise("".join(pieces))

    def _joins(self, place: int) -> bool:
        word = self.tokens[place]
        if word in _JOINERS:
            return 0 < place < len(self.tokens) - 1
        if word != "/" or not 0 < place < len(self.tokens) - 1:
            return False
        if self._spaced(place):
            return True
        before, after = self.tokens[place - 1], self.tokens[place + 1]
        return before[-1].isalpha() and after[0].isalpha() and before + after not in _ONE_WORD

    def _spaced(self, place: int) -> bool:
        start, stop = self.spans[place]
        return self.text[start - 1 : start].isspace() and self.text[stop : stop + 1].isspace()

    def _number(self, place: int) -> bool:
        """A number that is not the tail of a word ("B12", "D3")."""
        if not 0 <= place < len(self.tokens) or not self.tokens[place][-1].isdigit():
            return False
        start = self.spans[place][0]
        before = self.text[start - 1 : start]
        return not (before.isascii() and before.isalnum()) or (place > 0 and self.taken[place - 1])

    def _read(self, place: int) -> int:
        """Mark what begins at `place`; the next place to read."""
        word = self.tokens[place]
        if word in ("*", "×", "x") and place and self._digit(place + 1):
            return self._pack(place)
        if not self._number(place):
            if word == "nda" and self._digit(place + 1):
                return self._take(place, place + 2)
            return place + 1
        after = self._liquid_first(place) or self._strength(place) or self._list(place) or self._count(place)
        return after or place + 1

    def _digit(self, place: int) -> bool:
        return place < len(self.tokens) and self.tokens[place][-1].isdigit()

    def _take(self, begin: int, end: int) -> int:
        for place in range(begin, min(end, len(self.tokens))):
            self.taken[place] = True
        return end

    def _unit(self, place: int, latin: frozenset[str], chinese: tuple[str, ...]) -> tuple[str, int] | None:
        """(unit, next place) when the word at `place` is a unit; a run of Chinese is split behind its unit."""
        if place >= len(self.tokens):
            return None
        word = self.tokens[place]
        if word in latin:
            return word, place + 1
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else ""
        if word == "m" and following == "2" and "kg" in latin and "ml" in latin:
            return "m2", place + 2
        if word == "million" and following in ("unit", "units") and "iu" in latin:
            return "million units", place + 2
        if word == "万" and following in ("u", "iu") and "iu" in latin:
            return f"万{following}", place + 2
        for unit in chinese:
            if word.startswith(unit):
                self._split(place, len(unit))
                return unit, place + 1
        return None

    def _split(self, place: int, length: int) -> None:
        start, stop = self.spans[place]
        if stop - start == length:
            return
        word = self.tokens[place]
        self.tokens[place : place + 1] = [word[:length], word[length:]]
        self.spans[place : place + 1] = [(start, start + length), (start + length, stop)]
        self.taken[place : place + 1] = [False, False]

    def _strength(self, place: int) -> int | None:
        if place + 1 < len(self.tokens) and self.tokens[place + 1] == "%":
            return self._keep(place, place + 2, self.tokens[place], "g", ("100", "ml"))
        found = self._unit(place + 1, _LATIN_UNITS, _CJK_UNITS)
        if found is None:
            return None
        unit, after = found
        listed = self._same_unit_list(place, unit, after)
        if listed is not None:
            return listed
        per = self._per(after)
        if per is None:
            return self._keep(place, after, self.tokens[place], unit, None)
        amount, per_unit, end = per
        if per_unit in _RATES:
            return self._take(place, self._rates(end))
        return self._keep(place, end, self.tokens[place], unit, (amount, _PER_ALIAS.get(per_unit, per_unit)))

    def _rates(self, end: int) -> int:
        """The place behind "/min" of "mcg/kg/min"."""
        while (
            end + 1 < len(self.tokens) and self.tokens[end] == "/" and self.tokens[end + 1] in _RATES | {"day", "dose"}
        ):
            end += 2
        return end

    def _same_unit_list(self, place: int, unit: str, after: int) -> int | None:
        """ "30 mg/500 mg", "160 mcg-4.5 mcg/inh", "70mg:5600IU": the strengths of two ingredients, not an amount per amount.

        Behind a slash the unit must be the same ("10 mg/1 g" is an amount per amount); a dash or a colon joins any.
        """
        amounts = [(self.tokens[place], unit)]
        while after + 2 < len(self.tokens) and self.tokens[after] in _LIST_MARKS and self._digit(after + 1):
            same = self.tokens[after] == "/"
            found = self._unit(after + 2, frozenset({unit}) if same else _AMOUNT_UNITS, (unit,) if same else _CJK_UNITS)
            if found is None:
                break
            amounts.append((self.tokens[after + 1], found[0]))
            after = found[1]
        if len(amounts) == 1:
            return None
        per = self._per(after)
        return self._listed(place, per[2] if per else after, amounts, _amount_of(per))

    def _per(self, place: int) -> tuple[str, str, int] | None:
        """(number, unit, next place) of "/5 mL", ":1 ml", "per tablet", "in 1 tablet"."""
        if place >= len(self.tokens):
            return None
        if self.tokens[place].startswith("每"):
            self._split(place, 1)
        if self.tokens[place] not in _PER_MARKS:
            return None
        numbered = self._digit(place + 1)
        if self.tokens[place] == "in" and not numbered:
            return None
        found = self._unit(place + 2 if numbered else place + 1, _LATIN_PER, _CJK_PER)
        return (self.tokens[place + 1] if numbered else "1", *found) if found else None

    def _liquid_first(self, place: int) -> int | None:
        """ "5 mL: 0.25 g"."""
        volume = self._unit(place + 1, frozenset({"ml", "g"}), ("毫升", "克"))
        if volume is None or volume[1] >= len(self.tokens) or self.tokens[volume[1]] != ":":
            return None
        number = volume[1] + 1
        if not self._digit(number):
            return None
        unit = self._unit(number + 1, _LATIN_UNITS, _CJK_UNITS)
        if unit is None or (volume[0] in ("g", "克") and not self._tube(place, number, unit[0])):
            return None
        return self._keep(place, unit[1], self.tokens[number], unit[0], (self.tokens[place], volume[0]))

    def _tube(self, whole: int, part: int, unit: str) -> bool:
        """ "20g:0.2g" is a tube and what it holds; "2g:1g" are two ingredients."""
        if unit not in ("g", "克"):
            return True
        return float(self.tokens[whole]) >= _TUBE_TO_DRUG * float(self.tokens[part])

    def _list(self, place: int) -> int | None:
        """ "5/325", "40/500mg", "80-4.5": strengths of a combination; without a unit they are milligrams by convention."""
        numbers, end = [self.tokens[place]], place + 1
        while end < len(self.tokens) and self.tokens[end] in ("/", "-") and self._digit(end + 1):
            numbers.append(self.tokens[end + 1])
            end += 2
        if len(numbers) < 2:
            return None
        if self._how_many(numbers, end):
            return self._take(place, end)
        if end < len(self.tokens) and self.tokens[end] == "%":
            return self._listed(place, end + 1, [(number, "g") for number in numbers], ("100", "ml"))
        found = self._unit(end, _LATIN_UNITS, _CJK_UNITS)
        unit, end = found or ("mg", end)
        self.unitless = found is None and not self.slashed
        per = self._per(end)
        listed = [(number, unit) for number in numbers]
        return self._listed(place, per[2] if per else end, listed, _amount_of(per))

    def _how_many(self, numbers: list[str], end: int) -> bool:
        """ "1-2 tabs", "2/3 puffs": how many to take, not the strengths of two ingredients."""
        counted = len(numbers) == 2 and end < len(self.tokens) and self.tokens[end] in _TAKEN
        return counted and all(map(str.isdigit, numbers)) and int(numbers[1]) == int(numbers[0]) + 1

    def _listed(self, place: int, end: int, amounts: list[tuple[str, str]], per: tuple[str, str] | None) -> int:
        with suppress(QuantityError):
            self.slashed = self.slashed or tuple(_of(number, unit, per) for number, unit in amounts)
        return self._take(place, end)

    def _count(self, place: int) -> int | None:
        """ "200 actuations", "28 day", "150 ML": how much is in the pack."""
        found = self._unit(place + 1, _COUNTED, _CJK_COUNTED)
        return self._take(place, found[1]) if found else None

    def _pack(self, place: int) -> int:
        """ "*30片/盒", "*7片*1板"."""
        end = place + 2
        found = self._unit(end, _COUNTED | _PERIODS, _CJK_COUNTED)
        end = found[1] if found else end
        if end + 1 < len(self.tokens) and self.tokens[end] == "/":
            box = self._unit(end + 1, frozenset(), _CJK_PACKS)
            end = box[1] if box else end
        return self._take(place, end)

    def _keep(self, place: int, end: int, number: str, unit: str, per: tuple[str, str] | None) -> int:
        with suppress(QuantityError):  # an amount that cannot be meant tells nothing about the name
            self.strengths.append((place, _of(number, unit, per)))
        return self._take(place, end)


def _amount_of(per: tuple[str, str, int] | None) -> tuple[str, str] | None:
    return (per[0], _PER_ALIAS.get(per[1], per[1])) if per else None


def _of(number: str, unit: str, per: tuple[str, str] | None) -> Strength:
    amount = Quantity.of(parse_number(number), _UNIT_ALIAS.get(unit, unit))
    return Strength(amount, Quantity.of(parse_number(per[0]), per[1]) if per else None)
