"""The worked cases that name a rule: prescriptions, and that it fires on them, is silent or waits.

The files are large. They are searched as text, and only the entries that name the rule are read, with the patients that they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.terms import Fact

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENTRY = re.compile(r"(?m)^- ")
_CASES = re.compile(r"(?m)^cases:[ \t]*$")


class RuleCase(Struct, frozen=True):
    """A case, as far as it is about one rule. `rx` is the prescription as its file writes it; `fires`, `silent`, `waits` what the case
    says of the rule, `action`, `modifier` and `fact` what goes with it."""

    file: str
    name: str
    rx: dict[str, Any]
    fires: bool = False
    silent: bool = False
    waits: bool = False
    action: str | None = None
    modifier: str | None = None
    fact: Fact | None = None
    jurisdiction: str | None = None


def cases_folder(folder: Path) -> Path | None:
    """Where the cases of the tables in a folder lie: beside them in an installation, among the tests in a checkout."""
    return next((each for each in (folder / "cases", folder / "tests" / "cases") if each.is_dir()), None)


def cases_of_rule(folder: Path, rule_id: str) -> tuple[RuleCase, ...] | None:
    """The cases that name a rule (or a modifier), by file and in their order; None where no cases lie beside the tables.

    Raises:
        KnowledgeError: a file that is no file of cases.
    """
    where = cases_folder(folder)
    if where is None:
        return None
    named = re.compile(rf"(?<![\w-]){re.escape(rule_id)}(?![\w-])")
    return tuple(case for path in sorted(where.rglob("*.yaml")) for case in _of_file(path, where, rule_id, named))


def _of_file(path: Path, where: Path, rule_id: str, named: re.Pattern[str]) -> Iterator[RuleCase]:
    try:
        text = path.read_text(encoding="utf-8")
        if rule_id not in text:
            return
        file = path.relative_to(where).as_posix().removesuffix(".yaml")
        for entry in _entries(text, named):
            case = _case(file, entry, rule_id)
            if case is not None:
                yield case
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError):
        raise KnowledgeError("is no file of cases", Location(path.name)) from None


def _entries(text: str, named: re.Pattern[str]) -> list[dict[str, Any]]:
    """The entries that name the rule, read with what stands above the cases."""
    begin = _CASES.search(text)
    if begin is None:
        return []
    head, body = text[: begin.end()], text[begin.end() :]
    starts = [match.start() for match in _ENTRY.finditer(body)]
    parts = [body[one:two] for one, two in zip(starts, [*starts[1:], len(body)], strict=True)]
    wanted = [part for part in parts if named.search(part)]
    if not wanted:
        return []
    found: list[dict[str, Any]] = yaml.load(f"{head}\n{''.join(wanted)}", Loader=_LOADER)["cases"]  # noqa: S506 - a safe loader
    return found


def _case(file: str, entry: dict[str, Any], rule_id: str) -> RuleCase | None:
    fires = [each for each in entry.get("fires", ()) if rule_id in (each["rule"], each.get("modifier"))]
    silent = [each if isinstance(each, dict) else {"rule": each} for each in entry.get("silent", ())]
    silent = [each for each in silent if rule_id in (each["rule"], each.get("modifier"))]
    waits = [each for each in entry.get("waits", ()) if each["rule"] == rule_id]
    if not (fires or silent or waits):
        return None
    told: dict[str, Any] = next(iter((*fires, *silent)), {})
    return RuleCase(
        file,
        str(entry["name"]),
        dict(entry["rx"]),
        bool(fires),
        bool(silent),
        bool(waits),
        told.get("action"),
        told.get("modifier"),
        Fact(waits[0]["fact"]) if waits else None,
        entry.get("jurisdiction"),
    )
