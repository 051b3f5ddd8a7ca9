"""A bank of cases: a folder with a folder for each topic, and one file for each case."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rxcheck.errors import InputError, Location
from rxcheck.train.case import read_case
from rxcheck.train.model import Case
from rxcheck.train.terms import Level, Topic

_SUFFIX = ".yaml"


class Bank(Struct, frozen=True):
    """Cases by id, in the order of topic, level and id; `folder` is where they were read."""

    folder: Path
    cases: Mapping[str, Case]

    def of(self, topic: Topic | None = None, level: Level | None = None) -> tuple[Case, ...]:
        """The cases of a topic and a level; None for any."""
        return tuple(
            case for case in self.cases.values() if topic in (None, case.topic) and level in (None, case.level)
        )

    def draw(self, topics: Sequence[Topic], level: Level | None, count: int, seed: int) -> tuple[Case, ...]:
        """So many cases of the topics (none: all) in an order that the seed gives."""
        found = [case for case in self.of(level=level) if not topics or case.topic in topics]
        random.Random(seed).shuffle(found)  # noqa: S311 - which case comes first is no secret
        return tuple(found[:count])

    def case(self, ident: str) -> Case:
        """One case.

        Raises:
            InputError: there is none of this id.
        """
        found = self.cases.get(ident)
        if found is None:
            raise InputError(f"holds no case {ident}", Location(str(self.folder)))
        return found


def shipped_folder() -> Path:
    """Where the cases lie that come with the program: inside the installed package, or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    data = package / "_data" / "training"
    return data if data.is_dir() else package.parent / "examples" / "training"


def shipped_bank() -> Bank:
    """The cases that come with the program."""
    return load_bank()


def load_bank(folder: Path | None = None) -> Bank:
    """All cases below a folder; None: those that come with the program.

    The name of a file is the id of its case, and its folder, where it is named after a topic, that topic.

    Raises:
        InputError: the folder holds none, a file is no case, two cases have one id, or file and case differ.
    """
    where = folder or shipped_folder()
    if not where.is_dir():
        raise InputError("is not a folder", Location(str(where)))
    cases: dict[str, Case] = {}
    for path in sorted(where.rglob(f"*{_SUFFIX}")):
        if any(part.startswith(".") for part in path.relative_to(where).parts):
            continue
        case = _filed(path)
        if case.id in cases:
            raise InputError(f"the case {case.id} stands twice in the bank", Location(path.name, None, "id"))
        cases[case.id] = case
    if not cases:
        raise InputError("holds no case", Location(str(where)))
    order = {topic: number for number, topic in enumerate(Topic)}
    ordered = sorted(cases.values(), key=lambda case: (order[case.topic], case.level, case.id))
    return Bank(where, {case.id: case for case in ordered})


def _filed(path: Path) -> Case:
    case = read_case(path)
    if path.name != case.id + _SUFFIX:
        raise InputError(f"the file of case {case.id} is not named after it", Location(path.name, None, "id"))
    if path.parent.name in Topic._value2member_map_ and path.parent.name != case.topic:
        raise InputError(f"lies in the folder {path.parent.name}", Location(path.name, None, "topic"))
    return case
