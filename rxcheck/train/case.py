"""Case files: one YAML file, one case. `examples/training/README.md` describes them."""

from __future__ import annotations

import re
from decimal import Decimal
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
from rxcheck.terms import CheckKind, Lang
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
    _refuse_half(read.rx, "rx", name)
    _refuse_unfit(read.key, _line_ids(read.rx, name), name)
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


def _refuse_half(value: Any, path: str, name: str) -> None:
    """Where one language stands, the other must."""
    if isinstance(value, dict):
        languages = set(value) & _LANGS
        if languages and set(value) != _LANGS:
            missing = sorted(_LANGS - languages)
            message = f"{missing[0]} is missing" if missing else "has languages and other keys beside them"
            raise InputError(message, Location(name, None, path))
        for key, item in value.items():
            _refuse_half(item, f"{path}.{key}", name)
    if isinstance(value, list):
        for number, item in enumerate(value):
            _refuse_half(item, f"{path}[{number}]", name)


def _line_ids(rx: dict[str, Any], name: str) -> frozenset[str]:
    """The ids of the lines of a prescription as it is written: their own, else their numbers."""
    lines = rx.get("lines")
    if not isinstance(lines, list) or not lines:
        raise InputError("has no lines", Location(name, None, "rx.lines"))
    own = (line.get("id") if isinstance(line, dict) else None for line in lines)
    return frozenset(
        str(number) if ident is None or not str(ident).strip() else str(ident).strip()
        for number, ident in enumerate(own, start=1)
    )


def _refuse_unfit(key: tuple[KeyEntry, ...], lines: frozenset[str], name: str) -> None:
    """Entries of a key name lines that there are, each problem once, with a reason of its kind."""
    seen: set[tuple[CheckKind, frozenset[str]]] = set()
    for number, entry in enumerate(key):
        if entry.reason.check is not entry.kind:
            message = f"the reason {entry.reason.value} is not one of {entry.kind.value}"
            raise InputError(message, Location(name, None, f"key[{number}].reason"))
        unknown = [line for line in entry.lines if line not in lines]
        if unknown:
            message = f"the prescription has no line {unknown[0][:60]}"
            raise InputError(message, Location(name, None, f"key[{number}].lines"))
        if len(set(entry.lines)) < len(entry.lines):
            raise InputError("names a line twice", Location(name, None, f"key[{number}].lines"))
        named = entry.kind, frozenset(entry.lines)
        if named in seen:
            message = "the same lines and kind stand already in the key"
            raise InputError(message, Location(name, None, f"key[{number}]"))
        seen.add(named)


def document_of(case: Case) -> dict[str, Any]:
    """A case as its file has it; a key that the case has not is empty."""
    texts = {name: {"en": text.en, "zh": text.zh} for name, text in (("title", case.title), ("story", case.story))}
    key = [
        {
            "lines": list(entry.lines),
            "kind": entry.kind.value,
            "action": entry.action.value,
            "reason": entry.reason.value,
        }
        | ({"rule": entry.rule} if entry.rule else {})
        for entry in case.key or ()
    ]
    found: dict[str, Any] = {"id": case.id, "topic": case.topic.value, "level": case.level.value}
    if case.jurisdiction != "generic":
        found["jurisdiction"] = case.jurisdiction
    found |= {**texts, "rx": case.rx, "key": key}
    if case.teaches:
        found["teaches"] = {"en": case.teaches.en, "zh": case.teaches.zh}
    return found


def case_text(case: Case) -> str:
    """A case as YAML, which `read_case` reads as the same case."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Exact numbers, and no aliases."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
        whole = value == value.to_integral_value()
        kind = "int" if whole else "float"
        return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(int(value)) if whole else format(value, "f"))

    Dumper.add_representer(Decimal, number)
    return yaml.dump(document_of(case), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120)


def prescription_of(case: Case, lang: Lang, labs: LabTable) -> Prescription:
    """The prescription of a case as it is written in one language.

    Raises:
        InputError: it cannot be read; the file is the id of the case.
    """
    written = {**in_language(case.rx, lang), "id": case.id}
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
