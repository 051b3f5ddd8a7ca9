"""What training is made of: cases, the problems that they hold, what a trainee marks, and how it is scored."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from rxcheck.terms import Action, CheckKind, Lang, Severity
from rxcheck.train.terms import Level, ProblemReason, Topic


class Texts(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    zh: str

    def of(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang is Lang.ZH else self.en


class KeyEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A problem as the author of a case states it. `lines` are the ids of the lines concerned (none: the whole prescription),
    `rule` the row that must be what finds it, where the author names one."""

    lines: tuple[str, ...]
    kind: CheckKind
    action: Action
    reason: ProblemReason
    rule: str | None = None


class Case(Struct, frozen=True):
    """A prescription to be judged.

    `rx` is a prescription as `rxcheck check` reads it, in which any value may be `{en: …, zh: …}`. `key` is what its author
    says is wrong with it; None for cases whose key is made by the engine (generated, replayed). `teaches` is told after the answer.
    """

    id: str
    topic: Topic
    level: Level
    title: Texts
    story: Texts
    rx: dict[str, Any]
    key: tuple[KeyEntry, ...] | None = None
    teaches: Texts | None = None
    jurisdiction: str = "generic"


class Problem(Struct, frozen=True):
    """What the engine finds on the same lines by the same kind of check: one thing that a trainee has to see.

    What drugs do together (interaction, duplicate, set) is one problem on the same lines, whichever of its `kinds` a trainee calls it;
    `kind` is that of the gravest finding, `other_kinds` are the others. `action` and `severity` are the gravest, `reasons` those of all
    findings, the gravest first. `part`: it lies within a problem on more lines that asks for as much (a pair of the three that bleed
    together).
    """

    lines: tuple[str, ...]
    kind: CheckKind
    action: Action
    severity: Severity
    reasons: tuple[ProblemReason, ...]
    findings: tuple[str, ...]
    rules: tuple[str, ...]
    other_kinds: tuple[CheckKind, ...] = ()
    part: bool = False

    @property
    def kinds(self) -> tuple[CheckKind, ...]:
        """All that it may be called."""
        return (self.kind, *self.other_kinds)

    @property
    def optional(self) -> bool:
        """True where nothing is lost when it is not marked: it only informs, or is part of another."""
        return self.part or self.action is Action.INFORM


class Mark(Struct, frozen=True):
    """A problem as a trainee marks it; `lines` are ids (none: the whole prescription), `reason` None where none was given."""

    lines: tuple[str, ...]
    kind: CheckKind
    action: Action
    reason: ProblemReason | None = None
