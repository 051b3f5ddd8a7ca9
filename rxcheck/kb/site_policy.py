"""The policy file of a site (`rxcheck.toml`): read strictly, and put into effect on compiled knowledge."""

from __future__ import annotations

import hashlib
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from rxcheck.errors import Location, UsageError
from rxcheck.kb.compiled_text import MustAlertInfo, RuleInfo, RuleList
from rxcheck.kb.store import Compiled
from rxcheck.kb.terms import RuleAction
from rxcheck.kb.without import with_thresholds, without_rules
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import CheckKind, Lang

MOST_YEARS = 2  # ahead of today that a suppression may last
_YEAR = timedelta(days=366)
_PATH = re.compile(r"(?s)(.*?)(?: - at `(?:key in )?\$?\.?(.*?)`)?")
_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    rule: _Words
    reason: _Words
    owner: _Words
    expires: date


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    suppress: list[_Entry] = []
    thresholds: dict[str, Any] = {}


def read_policy(file: Path, compiled: Compiled, today: date, lang: Lang = Lang.EN) -> SitePolicy:
    """A policy as it holds today; `lang` is that of the reasons why a rule cannot be suppressed.

    Raises:
        UsageError: it cannot be read, holds an unknown key or a wrong value, names a rule that there is none of or that must
            alert, lasts too long, or goes beyond the bounds of a threshold; with file and key.
    """
    raw = _raw(file)
    parsed = _converted(raw, file.name)
    held, expired = [], []
    rules = {check: RuleList(packed) for check, packed in compiled.text.rules.items()}
    named: set[str] = set()
    for number, entry in enumerate(parsed.suppress):
        where = Location(file.name, None, f"suppress[{number}].rule")
        if entry.rule in named:
            raise UsageError(f"the rule {entry.rule} stands twice", where)
        named.add(entry.rule)
        for name in ("reason", "owner"):
            if not getattr(entry, name).strip():
                raise UsageError(f"{name} is empty", Location(file.name, None, f"suppress[{number}].{name}"))
        if entry.expires > today + MOST_YEARS * _YEAR:
            message = f"lasts more than {MOST_YEARS} years from today"
            raise UsageError(message, Location(file.name, None, f"suppress[{number}].expires"))
        suppression = Suppression(entry.rule, entry.reason.strip(), entry.owner.strip(), entry.expires)
        if entry.expires < today:
            expired.append(suppression)
            continue
        _require_suppressible(compiled, rules, entry.rule, where, lang)
        held.append(suppression)
    _require_bounds(parsed.thresholds, compiled, file.name)
    held.sort(key=lambda each: each.rule)
    expired.sort(key=lambda each: each.rule)
    thresholds = dict(sorted(parsed.thresholds.items()))
    return SitePolicy(file.name, _digest((*held, *expired), thresholds), today, tuple(held), tuple(expired), thresholds)


def _raw(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("cannot be read: not UTF-8", Location(file.name)) from None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", Location(str(file))) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"is not TOML: {error}", Location(file.name)) from None


def _converted(raw: dict[str, Any], name: str) -> _File:
    try:
        return msgspec.convert(raw, _File)
    except msgspec.ValidationError as error:
        match = _PATH.fullmatch(str(error))
        message, path = (match.group(1), match.group(2)) if match else ("is not valid", None)
        raise UsageError(message[:1].lower() + message[1:], Location(name, None, path or None)) from None


def _require_suppressible(
    compiled: Compiled, rules: dict[CheckKind, RuleList], rule_id: str, where: Location, lang: Lang
) -> None:
    found = numbers_of(rules, [rule_id])
    if not found:
        raise UsageError(f"there is no rule {rule_id} in the tables", where)
    entry = _must_alert(compiled.text.always_alerting(), rule_id)
    if entry is not None:
        reason = entry.reason_zh if lang is Lang.ZH else entry.reason_en
        message = (
            f"the rule {rule_id} must alert and cannot be suppressed: {reason} (rules/must_alert.csv, {entry.entry_id})"
        )
        raise UsageError(message, where)
    (check,) = found
    (number,) = found[check]
    info: RuleInfo = rules[check][number]
    modified = False
    if check is CheckKind.INTERACTION:
        begin, end = compiled.arrays["mod_start"][number : number + 2].tolist()
        modified = begin < end
    if info.action is RuleAction.NONE and not modified:
        raise UsageError(f"the rule {rule_id} never alerts: there is nothing to suppress", where)


def _must_alert(entries: Iterable[MustAlertInfo], rule_id: str) -> MustAlertInfo | None:
    return next((entry for entry in entries if rule_id in entry.rules), None)


def _require_bounds(thresholds: dict[str, Any], compiled: Compiled, name: str) -> None:
    bounds = compiled.text.site_bounds
    for key, value in thresholds.items():
        where = Location(name, None, f"thresholds.{key}")
        if key not in bounds:
            raise UsageError(f"unknown key {key} (allowed: {', '.join(sorted(bounds))})", where)
        if type(value) is not int:
            raise UsageError(f"expected `int`, got `{type(value).__name__}`", where)
        low, high = bounds[key]
        if not low <= value <= high:
            raise UsageError(f"{key} is not between {low} and {high}", where)


def _digest(rules: Iterable[Suppression], thresholds: dict[str, int]) -> str:
    ordered = sorted(rules, key=lambda each: each.rule)
    return hashlib.blake2b(msgspec.json.encode((ordered, thresholds)), digest_size=16).hexdigest()


def numbers_of(rules: dict[CheckKind, RuleList], rule_ids: Iterable[str]) -> dict[CheckKind, tuple[int, ...]]:
    """Check → numbers of those of the rules that it has; each list of rules is sorted by id."""
    found: dict[CheckKind, list[int]] = {}
    for rule_id in rule_ids:
        for check, listed in rules.items():
            number = bisect_left(listed, rule_id, key=lambda info: info.rule_id)
            if number < len(listed) and listed[number].rule_id == rule_id:
                found.setdefault(check, []).append(number)
    return {check: tuple(sorted(numbers)) for check, numbers in found.items()}


class UnderPolicy(Struct, frozen=True):
    """Knowledge under a policy (`held`), the same with its thresholds and all rules (`whole`), and the numbers of those that are
    suppressed."""

    held: Compiled
    whole: Compiled
    numbers: dict[CheckKind, tuple[int, ...]]


def under_policy(compiled: Compiled, policy: SitePolicy) -> UnderPolicy:
    """Put a policy into effect. What `compiled` holds is not changed."""
    whole = with_thresholds(compiled, policy.thresholds) if policy.thresholds else compiled
    rules = {check: RuleList(packed) for check, packed in compiled.text.rules.items()}
    numbers = numbers_of(rules, (each.rule for each in policy.suppress))
    return UnderPolicy(without_rules(whole, numbers), whole, numbers)
