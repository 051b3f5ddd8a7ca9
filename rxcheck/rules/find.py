"""Rules and modifiers by their id, and ids that look like one."""

from __future__ import annotations

from msgspec import Struct

from rxcheck.errors import UsageError
from rxcheck.kb.compiled_text import RuleList
from rxcheck.kb.site_policy import numbers_of
from rxcheck.kb.store import Compiled
from rxcheck.terms import CheckKind

_NEAR, _LEAST = 3, 60  # suggestions, and how alike they must be (0-100)


class Found(Struct, frozen=True):
    """A rule, by check and number, and the modifier of it that was asked for (-1: the rule itself)."""

    check: CheckKind
    number: int
    rule_id: str
    modifier: int = -1
    modifier_id: str | None = None


def find_rule(compiled: Compiled, asked: str) -> Found:
    """The rule or modifier of an id.

    Raises:
        UsageError: there is none, with those that look like it.
    """
    rules = {check: RuleList(packed) for check, packed in compiled.text.rules.items()}
    wanted = asked.strip()
    for check, numbers in numbers_of(rules, [wanted]).items():
        return Found(check, numbers[0], wanted)
    for number, modifier in enumerate(compiled.text.modifiers):
        if modifier.modifier_id == wanted:
            row = _row_of(compiled, number)
            rule_id = rules[CheckKind.INTERACTION][row].rule_id
            return Found(CheckKind.INTERACTION, row, rule_id, number, wanted)
    near = _near(wanted, [*(each.rule_id for listed in rules.values() for each in listed), *_modifiers(compiled)])
    if near:
        raise UsageError(f"there is no rule {wanted}; near it are: {', '.join(near)}")
    raise UsageError(f"there is no rule {wanted} in the tables")


def _modifiers(compiled: Compiled) -> list[str]:
    return [each.modifier_id for each in compiled.text.modifiers]


def _row_of(compiled: Compiled, modifier: int) -> int:
    start, index = compiled.arrays["mod_start"].tolist(), compiled.arrays["mod_index"].tolist()
    place = index.index(modifier)
    return next(row for row, end in enumerate(start[1:]) if place < end)


def _near(text: str, ids: list[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(text.casefold(), ids, scorer=fuzz.WRatio, limit=_NEAR, score_cutoff=_LEAST)
    return [each for each, _, _ in found]
