"""All rules of one set of tables, and those that somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from rxcheck.engine.compiled import Kb
from rxcheck.errors import UsageError
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.store import Compiled
from rxcheck.kb.terms import RuleAction
from rxcheck.rules.members import rules_naming
from rxcheck.terms import CheckKind


class Entry(Struct, frozen=True):
    """A rule in the list."""

    check: CheckKind
    number: int
    info: RuleInfo
    must_alert: bool


class Wanted(Struct, frozen=True):
    """What is looked for; None and False: anything. `drugs` are ids of ingredients, one of which a rule must name, itself or by a group."""

    check: CheckKind | None = None
    topic: str | None = None
    drugs: frozenset[str] | None = None
    action: RuleAction | None = None
    source: str | None = None
    must_alert: bool = False
    jurisdiction: str | None = None


class Book:
    """The rules of compiled tables."""

    def __init__(self, compiled: Compiled) -> None:
        self._kb = Kb(compiled)
        self._must = frozenset(rule for entry in compiled.text.always_alerting() for rule in entry.rules)

    def __len__(self) -> int:
        return sum(len(packed) for packed in self._kb.compiled.text.rules.values())

    def all(self) -> Iterator[Entry]:
        """Every rule, by check and id."""
        for check in self._kb.compiled.text.rules:
            for number, info in enumerate(self._kb.rules(check)):
                yield Entry(check, number, info, info.rule_id in self._must)

    def found(self, wanted: Wanted) -> list[Entry]:
        """The rules that are looked for, by check and id.

        Raises:
            UsageError: no rule has that topic, source or jurisdiction.
        """
        everything = list(self.all())
        _require_known(wanted, everything)
        chosen = [each for each in everything if _fits(each, wanted)]
        if wanted.drugs is None:
            return chosen
        codes = np.array([self._kb.drug_code[drug] for drug in sorted(wanted.drugs)], dtype=np.int64)
        naming = {check: rules_naming(self._kb, check, codes) for check in {each.check for each in chosen}}
        return [each for each in chosen if each.number in naming[each.check]]


def _require_known(wanted: Wanted, entries: list[Entry]) -> None:
    """That some rule has the topic, source and jurisdiction: a slip of the pen must not look like an empty table."""
    if wanted.topic is not None:
        topics = {each.info.topic for each in entries if wanted.check in (None, each.check)}
        if wanted.topic not in topics:
            raise UsageError(f"no rule has the topic {wanted.topic} (known: {', '.join(sorted(topics))})")
    if wanted.source is not None and wanted.source not in {each.info.source_id for each in entries}:
        raise UsageError(f"no rule has the source {wanted.source}")
    if wanted.jurisdiction is not None:
        places = {each.info.jurisdiction for each in entries if each.info.jurisdiction}
        if wanted.jurisdiction not in places:
            raise UsageError(f"no rule has the jurisdiction {wanted.jurisdiction} (known: {', '.join(sorted(places))})")


def _fits(entry: Entry, wanted: Wanted) -> bool:
    info = entry.info
    return (
        wanted.check in (None, entry.check)
        and wanted.topic in (None, info.topic)
        and wanted.action in (None, info.action)
        and wanted.source in (None, info.source_id)
        and wanted.jurisdiction in (None, info.jurisdiction)
        and (entry.must_alert or not wanted.must_alert)
    )


def rows_that_compete(kb: Kb, rule: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(more general, more particular) interaction rows with a topic of this one that fit one of its pairs of drugs."""
    start, value = kb.ints("ix_group_start"), kb.ints("ix_group_value")
    place = np.flatnonzero(value >> 1 == rule)
    groups = np.unique(np.searchsorted(start, place, side="right") - 1)
    others = np.unique(
        np.concatenate([value[start[group] : start[group + 1]] >> 1 for group in groups.tolist()] or [place])
    )
    topics, rank = kb.ints("ix_topics"), kb.ints("ix_specificity")
    others = others[(topics[others] & topics[rule]) != 0]
    return tuple(others[rank[others] < rank[rule]].tolist()), tuple(others[rank[others] > rank[rule]].tolist())
