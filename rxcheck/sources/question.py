"""A question in plain words → a prescription of what it names. What was understood is told, and so is what was not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from rxcheck.errors import InputError
from rxcheck.kb.spelling import compact
from rxcheck.kb.vocabulary import NameIndex
from rxcheck.model import Prescription
from rxcheck.sources.fields import MAX_WEEKS
from rxcheck.sources.inline import from_options
from rxcheck.sources.labs import LabTable
from rxcheck.terms import Fact

LONGEST = 2_000  # characters of a question
_WORD = re.compile(r"[A-Za-z0-9µμ%][A-Za-z0-9µμ%'+.-]*[A-Za-z0-9%+]|[A-Za-z0-9%]|[\u4e00-\u9fff]")
_MOST_WORDS = 16  # of a name; a Chinese character is one
_SHORTEST = 3  # letters of a Latin name
_END = re.compile(
    r"[?？!！。；;\n]|\.(?:\s|$)|[,，、](?!\d)|\b(?:and|plus|with|while|but|together|in a|for a|in an)\b|和|与|加|同|联|合|并|及|治|会|是|还|算|超|有|吗"
)
_DOSE = re.compile(r"\d")
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_NUMBER = r"(\d+(?:\.\d+)?)"
_AGE = (
    (
        re.compile(
            r"(\d{1,3})\s*-?\s*(?:years?|yrs?|y)\s*-?\s*old\b|\b(\d{1,3})\s?(?:y/o|yo|yrs?|y)\b|\b(?:aged?|age of|age is)\s*:?\s*(\d{1,3})\b(?!\s*(?:mo|wk|d|w)\b)|(\d{1,3})\s*周?岁",
            re.I,
        ),
        "",
    ),
    (re.compile(r"\b(?:is|was|she's|he's)\s+(\d{2,3})\b(?!\s*(?:[a-z%µ]|\.))", re.I), ""),
    (re.compile(r"(\d{1,3})\s*-?\s*(?:months?|mo)\s*-?\s*old\b|(\d{1,3})\s*个?月(?:大|龄)", re.I), " mo"),
    (re.compile(r"(\d{1,3})\s*-?\s*(?:weeks?|wk)\s*-?\s*old\b|(\d{1,3})\s*周龄", re.I), " wk"),
    (
        re.compile(r"(\d{1,3})\s*-?\s*(?:days?)\s*-?\s*old\b|(\d{1,3})\s*(?:天大|日龄)|出生\s*(\d{1,3})\s*天", re.I),
        " d",
    ),
)
_SEX = (
    (re.compile(r"\b(?:female|woman|girl|mother|mum|mom|wife|grandmother|grandma|lady|sister|daughter)\b|女(?!儿)|孕妇|妈|奶奶|外婆|姥姥|妻子", re.I), "f"),
    (re.compile(r"\b(?:male|man|boy|father|dad|husband|grandfather|grandpa|gentleman|brother)\b|男|爸|爷爷|外公|姥爷|丈夫", re.I), "m"),
)  # fmt: skip
_NOT_PREGNANT = re.compile(r"\bnot pregnant\b|\bnon-pregnant\b|未孕|未怀孕|没有?怀孕|没怀孕|非妊娠|排除妊娠", re.I)
_PREGNANT = re.compile(
    r"\bpregnan(?:t|cy)\b|\bgestation|\btrimester\b|怀孕|妊娠(?!期糖尿病)|孕(?:妇|期|\s*\d|早|中|晚)", re.I
)
_WEEKS = re.compile(
    rf"{_NUMBER}\s*-?\s*(?:weeks?|wks?|w|/40)\s*(?:pregnant|of pregnancy|of gestation|gestation|in pregnancy)|(?:pregnant|pregnancy|gestation)\s*(?:at|of|,)?\s*{_NUMBER}\s*(?:weeks?|wks?|w\b|/40)|(?:孕|怀孕|妊娠)\s*{_NUMBER}\s*周",
    re.I,
)
_LACTATING = re.compile(
    r"\bbreast-?\s?feed|\bnursing (?:a|an|her|mother|my|the)\b|\blactat(?:ing|ion)\b|哺乳|喂奶|母乳", re.I
)
_NOT_LACTATING = re.compile(r"\bnot (?:breast-?\s?feeding|lactating|nursing)\b|未哺乳|不哺乳|没有?哺乳", re.I)
_WEIGHT = re.compile(
    rf"(?<![/\d.]){_NUMBER}\s*(?:kg|公斤|千克)\b(?!\s*/)|(?<![/\d.]){_NUMBER}\s*(?:公斤|千克|kg)(?![/a-z])", re.I
)
_ALLERGY_BEFORE = re.compile(
    r"(?:allerg(?:ic|y) to|anaphyla(?:xis|ctic) (?:to|after|with|from)|hypersensitiv(?:e|ity) to|(?:rash|hives|angio-?oedema|angioedema|SJS|reaction|shock)[^.?!,;]{0,12} (?:to|after|with|from|on)|intolera(?:nt|nce) (?:to|of)|对)\s*(?:a|an|the|some)?\s*$",
    re.I,
)
_ALLERGY_BEHIND = re.compile(
    r"^\s*(?:类|药物)?\s*(?:-\s?)?(?:contrast\s)?(?:allerg(?:y|ic)|anaphyla|hypersensitiv|rash|intoleran|过敏|起疹|皮疹|休克|(?:后)?(?:出现|发生|引起|起)(?:过敏|皮疹|疹))",
    re.I,
)


# Chinese words that look like the name of a drug.
_LIKE_A_DRUG = re.compile(
    r"[^\W\d_A-Za-z和与跟同加及或吃用服的在是对把给了能可以吗有没联并]{1,10}"
    r"(?:单抗|替尼|沙坦|他汀|普利|洛尔|地平|拉唑|西林|霉素|沙星|康唑|洛韦|那韦|替韦|列汀|列净|格雷|沙班|西泮|唑仑|胰岛素|胶囊|注射液|口服液|颗粒|滴丸|软膏|丸|丹|片|散)"
)


class Mention(Struct, frozen=True):
    """A name in a question: where it stands, and what it may be."""

    start: int
    end: int
    text: str
    kind: str


class Facts(Struct):
    """Facts of a patient as the options of the command line have them."""

    age: str | None = None
    sex: str | None = None
    weight: str | None = None
    pregnant: bool | None = None
    pregnant_weeks: int | None = None
    lactating: bool | None = None
    labs: list[str] = field(default_factory=list)

    def told(self) -> Iterator[tuple[str, str]]:
        """(what, value) of those that are known."""
        for name in ("age", "sex", "weight", "pregnant", "pregnant_weeks", "lactating"):
            value = getattr(self, name)
            if value is not None:
                yield name, ("yes" if value else "no") if isinstance(value, bool) else str(value)
        yield from (("lab", lab) for lab in self.labs)


class Asked(Struct, frozen=True):
    """What a question was understood as: the prescription (None: it names no drug), the names of drugs as written, the facts as options of
    the command line, words that were not understood and may be names, and what of it ("doses", "facts") cannot be meant and was set aside."""

    prescription: Prescription | None
    drugs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    set_aside: tuple[str, ...] = ()


class QuestionReader:
    """Reads questions with the names of one index."""

    def __init__(self, index: NameIndex, labs: LabTable, words: frozenset[str], known: frozenset[str]) -> None:
        """`words` are those of questions, which name nothing; a Latin word that is neither a name nor one of the `known` ones (those of
        clauses) is told as not understood."""
        self._index = index
        self._labs = labs
        self._words = words
        self._known = known | words
        measured = (name for name, test in labs.by_name.items() if len(name) > 1 and test.fact is not Fact.WEIGHT)
        names = sorted(measured, key=len, reverse=True)
        spelled = "|".join(re.escape(name) for name in names)
        self._lab = re.compile(
            rf"(?<![a-z0-9])({spelled})(?![a-z])\s*(?:is|of|was|at|only|now|:|=|为|是|值|约|大概|仅|升至|降至|到)?\s*{_NUMBER}\s*(%|×?10\S{{1,3}}/L|[a-zµμ]+(?:/[a-zµμ0-9.]+(?:\s?m[²2])?)*)?",
            re.IGNORECASE,
        )

    def read(self, question: str) -> Asked:
        """What the question names. Never raises: what is not understood is told."""
        text = plain(question[:LONGEST])
        mentions = list(self._mentions(text))
        facts, spans = self._facts(text)
        allergies = [each for each in mentions if each.kind != "condition" and _is_allergy(text, each)]
        drugs = [
            each for each in mentions if each.kind == "drug" and each not in allergies and not _inside(each, spans)
        ]
        conditions = [each for each in mentions if each.kind == "condition" and not _inside(each, spans)]
        told = [*facts.told(), *(("allergy", each.text) for each in allergies)]
        told += [("condition", each.text) for each in conditions]
        unknown = tuple(self._unknown(text, mentions, spans))
        if not drugs:
            return Asked(None, (), tuple(told), unknown)
        names = tuple(each.text for each in drugs)
        lines = [self._line(text, each, drugs) for each in drugs]
        prescription, aside = self._made(lines, names, facts, [a.text for a in allergies], [c.text for c in conditions])
        return Asked(prescription, names, tuple(told), unknown, aside)

    def _made(
        self,
        lines: Sequence[str],
        names: Sequence[str],
        facts: Facts,
        allergies: Sequence[str],
        conditions: Sequence[str],
    ) -> tuple[Prescription | None, tuple[str, ...]]:
        """The prescription, and what was set aside: where something cannot be meant, first the doses, then the facts."""
        for drugs, known, aside in (
            (lines, facts, ()),
            (names, facts, ("doses",)),
            (lines, Facts(), ("facts",)),
            (names, Facts(), ("doses", "facts")),
        ):
            try:
                made = from_options(
                    drugs,
                    age=known.age,
                    sex=known.sex,
                    weight=known.weight,
                    pregnant=known.pregnant,
                    pregnant_weeks=known.pregnant_weeks,
                    lactating=known.lactating,
                    allergies=allergies,
                    conditions=conditions,
                    labs=known.labs,
                    lab_table=self._labs,
                )
            except InputError:
                continue
            return made, aside
        return None, ("doses", "facts")

    def _mentions(self, text: str) -> Iterator[Mention]:
        """Names, from the left, the longest first."""
        words = list(_WORD.finditer(text))
        place = 0
        while place < len(words):
            found = self._longest(text, words, place)
            if found is None:
                place += 1
                continue
            yield found
            while place < len(words) and words[place].start() < found.end:
                place += 1

    def _longest(self, text: str, words: list[re.Match[str]], place: int) -> Mention | None:
        start = words[place].start()
        for last in range(min(place + _MOST_WORDS, len(words)) - 1, place - 1, -1):
            end = words[last].end()
            piece = text[start:end]
            if re.search(r"[?？!！。；;,，]", piece):
                continue
            kind = self._kind(piece)
            if kind:
                return Mention(start, end, piece, kind)
        return None

    def _kind(self, piece: str) -> str:
        latin = piece.isascii()
        key = compact(piece)
        if (latin and len(key) < _SHORTEST) or len(key) < 2 or key.isdigit():
            return ""
        if latin and piece.lower() in self._words and not piece.isupper():
            return ""
        for form in (key, key.removesuffix("s")) if latin and len(key) > 5 else (key,):
            if form in self._index.names:
                return "drug"
            if form in self._index.conditions and not self._is_allergy_of(form):
                return "condition"
            if form in self._index.allergens:
                return "class"
        return ""

    def _is_allergy_of(self, key: str) -> bool:
        """Whether the name of a condition is that of an allergy to something known: then that is what is looked for."""
        found = re.fullmatch(r"(.+?)(?:类|药物)*(?:过敏.*|allergy)", key)
        return found is not None and (found[1] in self._index.names or found[1] in self._index.allergens)

    def _line(self, text: str, mention: Mention, drugs: list[Mention]) -> str:
        """A name with the dose behind it, up to the next name or the end of the phrase."""
        following = min((each.start for each in drugs if each.start >= mention.end), default=len(text))
        rest = text[mention.end : following]
        end = _END.search(rest)
        rest = rest[: end.start()] if end else rest
        return f"{mention.text}{rest}".strip() if _DOSE.search(rest) else mention.text

    def _facts(self, text: str) -> tuple[Facts, list[tuple[int, int]]]:
        facts = Facts()
        spans: list[tuple[int, int]] = []

        def take(found: re.Match[str] | None) -> str | None:
            if found is None:
                return None
            spans.append(found.span())
            return next((group for group in found.groups() if group), found.group())

        for found in self._lab.finditer(text):
            if not _is_dose(found.group(3)):
                facts.labs.append(" ".join(part for part in found.groups() if part))
                spans.append(found.span())
        for pattern, unit in _AGE:
            age = take(next((each for each in pattern.finditer(text) if not _inside_span(each.span(), spans)), None))
            if age:
                facts.age = f"{age}{unit}"
                break
        facts.weight = take(_WEIGHT.search(text))
        facts.sex = next((sex for pattern, sex in _SEX if pattern.search(text)), None)
        if _NOT_PREGNANT.search(text):
            facts.pregnant = False
        elif _PREGNANT.search(text):
            weeks = take(_WEEKS.search(text))
            facts.pregnant, facts.sex = True, "f"
            if weeks and float(weeks) <= MAX_WEEKS:
                facts.pregnant_weeks = int(float(weeks))
        if _NOT_LACTATING.search(text):
            facts.lactating = False
        elif _LACTATING.search(text):
            facts.lactating, facts.sex = True, "f"
        return facts, spans

    def _unknown(self, text: str, mentions: list[Mention], spans: list[tuple[int, int]]) -> Iterator[str]:
        """Latin words that are neither names nor words of questions; what stands in Chinese beside a connector where a name should."""
        told = [(each.start, each.end) for each in mentions] + spans
        for found in _LIKE_A_DRUG.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end in told):
                yield found.group()
        for word in _WORD.finditer(text):
            if _inside_span(word.span(), told):
                continue
            for part in word.group().lower().split("-"):
                plain = part.strip(".+'").removesuffix("'s")
                if not plain.isascii() or not plain.isalpha() or len(plain) <= _SHORTEST:
                    continue
                if not {plain, *(plain.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing"))} & self._known:
                    yield word.group()
                    break


def plain(text: str) -> str:
    """The text in one width, without characters that nobody sees."""
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFKC", text)).split())


def _is_dose(unit: str | None) -> bool:
    """A mass alone is a dose, whatever test has the name of a drug."""
    return unit is not None and unit.lower() in ("mg", "g", "mcg", "ug", "µg", "μg")


def _is_allergy(text: str, mention: Mention) -> bool:
    if mention.kind == "class" and re.search("allerg|过敏", mention.text, re.IGNORECASE):
        return True
    before, behind = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 16]
    return bool(_ALLERGY_BEFORE.search(before) and (not before.rstrip().endswith("对") or "过敏" in behind)) or bool(
        _ALLERGY_BEHIND.match(behind)
    )


def _inside(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return _inside_span((mention.start, mention.end), spans)


def _inside_span(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end or start < span[1] <= end for start, end in spans)
