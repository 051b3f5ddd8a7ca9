"""The interaction thesaurus of the French regulator (ANSM), as two files: its entries, and the index of substances by class.

Both are read as JSON (lists of `{"main_drug", "plus_drug", "severity_levels": [{"level", "info"}], …}` and of
`{"substance", "drug_classes"}`) or as CSV (main, plus, level, level_condition, mechanism, text; substance, class).

An entry stands for every pair of members of its two sides. Where it has several levels, their conditions say which members
have which: a pair has every level whose condition names it, else the level of "the others", else the least.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from rxcheck.errors import InputError, Location
from rxcheck.kb.importers.french import plain
from rxcheck.kb.importers.interface import Read, Reject, RejectReason, SourceFile, Statement
from rxcheck.kb.importers.table import read_rows
from rxcheck.terms import Route, RouteGroup

# From the gravest to the least, as `plain` writes them; a level that is not here counts as graver than all.
LEVELS = ("contre-indication", "association deconseillee", "precaution d'emploi", "a prendre en compte")
_OTHERS = re.compile(r"\bautres\b")
_BETWEEN = re.compile(r"\bentre (.+?) et (.+)", re.DOTALL)
# What stands behind such a word, up to the end of the phrase, is not what the condition is about.
_EXCEPT = r"\b(?:sauf|hors|hormis|excepte|exception|ne concerne pas)\b[^.;)]*"
_WITH = re.compile(r"[\s:–-]*avec\b")
_BRACKET = re.compile(r"\s*\([^)]*\)")
_SHORTEST_CLASS, _SHORTEST_WORD = 8, 6  # letters by which a condition may call a class or a substance
# First words of names that alone name no substance.
_GENERAL = frozenset(
    "acide sodium potassium magnesium calcium insuline interferon vaccin virus sels estrogenes vitamine facteur".split()
)
# Words of a label that tell a route ("sympathomimétiques alpha (voies orale et/ou nasale)").
_ROUTES = (
    (re.compile(r"\bcollyre"), Route.OPHTHALMIC),
    (re.compile(r"\bnasale"), Route.NASAL),
    (re.compile(r"\binhale"), Route.INHALED),
    (re.compile(r"\bvoies? orale"), Route.ORAL),
    (re.compile(r"\bim\b"), Route.IM),
    (re.compile(r"\biv\b"), Route.IV),
    (re.compile(r"\bsous-cutanee"), Route.SC),
    (re.compile(r"\bvoie injectable"), RouteGroup.PARENTERAL),
    (re.compile(r"\b(?:y compris|notamment)\b"), RouteGroup.SYSTEMIC),
)
# How conditions shorten the names of classes.
_SHORT = {"iec": "inhibiteurs de l'enzyme de conversion", "opiaces": "morphiniques"}


class Level(Struct, frozen=True):
    """A level of an entry and the condition under which it holds."""

    grade: str
    condition: str


class Entry(Struct, frozen=True):
    """What the thesaurus says of two substances or classes."""

    file: str
    row: int
    main: str
    plus: str
    levels: tuple[Level, ...]
    text: str

    @property
    def locator(self) -> str:
        """How the thesaurus names the entry."""
        return f"{self.main} + {self.plus}"


class Index(Struct, frozen=True):
    """Class (as `plain` writes it) → names of its members, and member → its classes."""

    members: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, tuple[str, ...]]


def read_ansm(files: tuple[SourceFile, ...]) -> Read:
    """The statements of the thesaurus: one for each level of an entry, with the pairs that have it.

    Raises:
        InputError: not the two files, or not their format.
    """
    entries: list[Entry] = []
    rejects: list[Reject] = []
    pairs: list[tuple[str, str]] = []
    has_index = False
    for file in files:
        found = _json(file) if file.text.lstrip()[:1] in ("[", "{") else _csv(file, rejects)
        if isinstance(found, _Members):
            pairs += found.pairs
            has_index = True
        else:
            entries += found
    if not entries:
        raise InputError("holds no entries of the thesaurus", Location(files[0].name))
    if not has_index:
        raise InputError("give the index of substances and classes too", Location(files[0].name))
    index = _index(pairs)
    statements: list[Statement] = []
    for entry in entries:
        statements += _statements(entry, index, rejects)
    return Read(len(entries), tuple(statements), tuple(rejects))


class _Members(Struct, frozen=True):
    pairs: tuple[tuple[str, str], ...]


def _index(pairs: Sequence[tuple[str, str]]) -> Index:
    members: dict[str, dict[str, None]] = defaultdict(dict)
    classes: dict[str, dict[str, None]] = defaultdict(dict)
    for substance, label in pairs:
        if not plain(substance) or not plain(label):
            continue  # a blank cell names nothing
        members[plain(label)][substance] = None
        classes[plain(substance)][plain(label)] = None
    return Index(
        {label: tuple(names) for label, names in members.items()},
        {name: tuple(labels) for name, labels in classes.items()},
    )


def _csv(file: SourceFile, rejects: list[Reject]) -> list[Entry] | _Members:
    header = file.text.partition("\n")[0].casefold()
    if "substance" in header:
        members = []
        for row in read_rows(file, ("substance", "class")):
            if isinstance(row, Reject):
                rejects.append(row)
            else:
                members.append((row["substance"], row["class"]))
        return _Members(tuple(members))
    levels: dict[tuple[str, str], list[Level]] = defaultdict(list)
    told: dict[tuple[str, str], tuple[int, str]] = {}
    for row in read_rows(file, ("main", "plus", "level"), ("level_condition", "mechanism", "text")):
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        key = row["main"], row["plus"]
        told.setdefault(key, (row.number, row["mechanism"] or row["text"]))
        levels[key].append(Level(row["level"], row["level_condition"]))
    return [
        Entry(file.name, told[key][0], _tidy(key[0]), _tidy(key[1]), tuple(found), _tidy(told[key][1]))
        for key, found in levels.items()
    ]


def _json(file: SourceFile) -> list[Entry] | _Members:
    try:
        read = json.loads(file.text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not JSON: {error.msg} (column {error.colno})", Location(file.name, error.lineno)
        ) from None
    except (RecursionError, ValueError):  # nested without end, or a number of thousands of digits
        raise InputError("is not a list of entries or substances", Location(file.name)) from None
    if not isinstance(read, list):
        raise InputError("is not a list of entries or substances", Location(file.name))
    if read and isinstance(read[0], dict) and "substance" in read[0]:
        found = [
            (_text(file, number, item, "substance"), label)
            for number, item in enumerate(read, 1)
            for label in _list(file, number, item, "drug_classes")
        ]
        if not all(isinstance(label, str) for _, label in found):
            raise InputError("is not a list of entries or substances", Location(file.name))
        return _Members(tuple(found))
    return [_entry(file, number, item) for number, item in enumerate(read, 1)]


def _entry(file: SourceFile, number: int, item: object) -> Entry:
    levels = []
    for level in _list(file, number, item, "severity_levels"):
        levels.append(Level(_text(file, number, level, "level"), _text(file, number, level, "info", "")))
    return Entry(
        file.name,
        number,
        _tidy(_text(file, number, item, "main_drug")),
        _tidy(_text(file, number, item, "plus_drug")),
        tuple(levels),
        _tidy(_text(file, number, item, "interaction_mechanism", "")),
    )


def _text(file: SourceFile, number: int, item: object, key: str, default: str | None = None) -> str:
    found = item.get(key, default) if isinstance(item, dict) else None
    if not isinstance(found, str):
        raise InputError("is missing or not a text", Location(file.name, number, key))
    return found


def _list(file: SourceFile, number: int, item: object, key: str) -> list[Any]:
    found = item.get(key) if isinstance(item, dict) else None
    if not isinstance(found, list):
        raise InputError("is missing or not a list", Location(file.name, number, key))
    return found


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _statements(entry: Entry, index: Index, rejects: list[Reject]) -> Iterator[Statement]:
    sides = _side(entry.main, "", index), _side(entry.plus, entry.main, index)
    by_level: dict[Level, dict[tuple[str, str], None]] = {level: {} for level in entry.levels}
    own = frozenset({plain(entry.main), plain(entry.plus)})
    lost = 0
    for one, two in itertools.product(*sides):
        if plain(one) == plain(two):
            continue  # a class with itself: no substance is a pair with itself
        told = tuple(name for name, side in zip((one, two), sides, strict=True) if len(side) > 1)
        found = _levels(entry, index, _Pair(one, two, told, own, sides[0] == sides[1]))
        lost += not found
        for level in found:
            by_level[level][one, two] = None
    for level, pairs in by_level.items():
        if pairs:
            yield Statement(
                file=entry.file,
                row=entry.row,
                grade=_tidy(level.grade),
                locator=entry.locator,
                pairs=tuple(pairs),
                condition=_tidy(level.condition).lstrip(":- "),
                text=entry.text,
                routes=(_routes(entry.main), _routes(entry.plus)),
            )
    if lost:
        rejects.append(Reject(entry.file, entry.row, entry.locator, RejectReason.NO_LEVEL, lost))


def _routes(label: str) -> tuple[str, ...]:
    """The words of a routes cell that a label tells; none where it tells no route."""
    text = plain(label)
    told = tuple(route.value for pattern, route in _ROUTES if pattern.search(text))
    return () if told == (RouteGroup.SYSTEMIC.value,) else told


def _side(label: str, other: str, index: Index) -> tuple[str, ...]:
    """The substances of one side: members of a class, the parts of a fixed combination ("A + B"), or the substance."""
    name = plain(label)
    if name in index.members:
        return index.members[name]
    if name.startswith("autres "):
        # "other antiarrhythmics" beside "antiarrhythmics": the members of the same class among themselves.
        name = name.removeprefix("autres ")
        if name in index.members or plain(other) in index.members:
            return index.members.get(name) or index.members[plain(other)]
    return tuple(part.strip() for part in label.split(" + "))


class _Pair(Struct, frozen=True):
    """Two substances of an entry. `told` are those whose side holds others too, since only there a name in a condition tells
    something; `own` the labels of the two sides, which in a condition name nobody in particular; `among` says that both
    sides are one class.
    """

    one: str
    two: str
    told: tuple[str, ...]
    own: frozenset[str]
    among: bool


def _levels(entry: Entry, index: Index, pair: _Pair) -> tuple[Level, ...]:
    if len(entry.levels) < 2:
        return entry.levels
    conditions = {level: plain(level.condition) for level in entry.levels}
    named = [level for level, text in conditions.items() if _named(text, index, pair)]
    if named:
        return tuple(named)
    left = [level for level in entry.levels if not _excluded(conditions[level], index, pair)]
    if len(left) < len(entry.levels):
        # Taken out of "the others" and named nowhere: only what holds for all without a condition is left.
        return tuple(level for level in left if not conditions[level])
    others = [level for level in left if _OTHERS.search(conditions[level])]
    return tuple(others[:1] or sorted(left, key=_least_first)[:1])


def _least_first(level: Level) -> int:
    grade = plain(level.grade)
    return -LEVELS.index(grade) if grade in LEVELS else 1


def _named(condition: str, index: Index, pair: _Pair) -> bool:
    about = re.sub(_EXCEPT, " ", condition)
    between = _BETWEEN.search(about)
    if between is not None:
        return any(
            _calls(between[1], first, index, pair.own) and _calls(between[2], second, index, pair.own)
            for first, second in ((pair.one, pair.two), (pair.two, pair.one))
        )
    called = [_calls(about, name, index, pair.own) for name in pair.told]
    # Of a class among itself a condition names all concerned, unless it says with whom.
    return all(called) if pair.among and not _WITH.match(about) else any(called)


def _excluded(condition: str, index: Index, pair: _Pair) -> bool:
    excepted = " ".join(re.findall(_EXCEPT, condition))
    return any(_calls(excepted, name, index, pair.own) for name in pair.told)


def _calls(text: str, name: str, index: Index, own: frozenset[str]) -> bool:
    """Whether a text names a substance, by its name or by that of one of its classes."""
    known = plain(name)
    if not known:  # nothing but accents
        return False
    first = known.split()[0]
    words = [known]
    if len(first) >= _SHORTEST_WORD and first not in _GENERAL:
        words.append(first)
    if any(re.search(rf"\b{re.escape(word)}\b", text) for word in words):
        return True
    for label in index.classes.get(known, ()):
        if label in own:
            continue
        core = _BRACKET.sub("", label)
        if len(core) >= _SHORTEST_CLASS and core in text:
            return True
        if any(re.search(rf"\b{short}\b", text) and whole == core for short, whole in _SHORT.items()):
            return True
    return False
