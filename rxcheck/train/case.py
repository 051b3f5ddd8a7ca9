"""Case files: one YAML file, one case. `examples/training/README.md` describes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from rxcheck.errors import InputError, Location
from rxcheck.model import Prescription
from rxcheck.sources.documents import load_yaml
from rxcheck.sources.labs import LabTable
from rxcheck.sources.native import read_document
from rxcheck.sources.text import decode, read_bytes
from rxcheck.terms import Lang
from rxcheck.train.model import Case, KeyEntry, Texts
from rxcheck.train.terms import Level, Topic

_PATH = re.compile(r"(?s)(.*?)(?: - at `(?:key in )?\$?\.?(.*?)`)?")
_Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")]
_LANGS = frozenset(Lang)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    id: _Id
    topic: Topic
    level: Level
    title: Texts
    story: Texts
    rx: dict[str, Any]
    key: tuple[KeyEntry, ...]
    teaches: Texts | None = None
    jurisdiction: str = "generic"


def read_case(path: Path) -> Case:
    """The case of a file.

    Raises:
        InputError: it cannot be read, is no YAML, or is not a case, with file and key.
    """
    return case_of(load_yaml(decode(read_bytes(path, path.name), path.name), path.name), path.name)


def case_of(value: Any, name: str) -> Case:
    """The case in a decoded document; `name` is that of its file.

    Raises:
        InputError: it is not a case, with file and key.
    """
    try:
        read = msgspec.convert(_with_line_ids(value), _File)
    except msgspec.ValidationError as error:
        match = _PATH.fullmatch(str(error))
        message, path = (match.group(1), match.group(2)) if match else ("is not valid", None)
        raise InputError(message[:1].lower() + message[1:], Location(name, None, path or None)) from None
    for number, entry in enumerate(read.key):
        if entry.reason.check is not entry.kind:
            message = f"the reason {entry.reason.value} is not one of {entry.kind.value}"
            raise InputError(message, Location(name, None, f"key[{number}].reason"))
    return Case(
        read.id,
        read.topic,
        read.level,
        read.title,
        read.story,
        read.rx,
        read.key,
        read.teaches,
        read.jurisdiction,
    )


def _with_line_ids(value: Any) -> Any:
    """Lines of key entries may be written as numbers; ids are texts."""
    if not isinstance(value, dict) or not isinstance(value.get("key"), list):
        return value
    key = [
        {**entry, "lines": [str(line) if type(line) is int else line for line in entry["lines"]]}
        if isinstance(entry, dict) and isinstance(entry.get("lines"), list)
        else entry
        for entry in value["key"]
    ]
    return {**value, "key": key}


def prescription_of(case: Case, lang: Lang, labs: LabTable) -> Prescription:
    """The prescription of a case as it is written in one language.

    Raises:
        InputError: it cannot be read; the file is the id of the case.
    """
    written = {"id": case.id, **in_language(case.rx, lang)}
    result = read_document(written, case.id, labs)
    if result.errors:
        raise result.errors[0]
    return result.prescriptions[0]


def in_language(value: Any, lang: Lang) -> Any:
    """A document with every `{en: …, zh: …}` replaced by what stands for one language."""
    if isinstance(value, dict):
        if set(value) == _LANGS:
            return in_language(value[lang.value], lang)
        return {key: in_language(item, lang) for key, item in value.items()}
    if isinstance(value, list):
        return [in_language(item, lang) for item in value]
    return value
