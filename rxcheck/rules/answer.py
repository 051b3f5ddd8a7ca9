"""What `rxcheck rules why` answers: a verdict of the engine on one rule and one prescription, and the terms that it rests on."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from rxcheck.finding import Finding, NotAssessed, Report
from rxcheck.site import Suppressed, Suppression
from rxcheck.terms import Action, CheckKind, Severity


class Verdict(StrEnum):
    """What became of a rule.

    `FIRED`: there is a finding. `SUPPRESSED`: the policy of the site keeps it back. `OTHER_JURISDICTION`: it belongs to another one.
    `GAVE_WAY`: by itself it fires, beside the others not. `OUTRANKED`: by itself it would wait for a fact, beside the others not.
    `WAITS`: it waits for a fact, and the report says so. `SILENCED`: a modifier makes it silent. `ON_PURPOSE`: it fits, and says nothing
    by decision. `CHECK_WAITS`: its whole check is not assessed. `LACKS`: a fact is unknown, and the rule is not one that asks.
    `NOT_UNDERSTOOD`: no line that is understood fits, but some line is not. `NO_LINE`: no line fits. `NOT_MET`: a term does not hold.
    """

    FIRED = "fired"
    SUPPRESSED = "suppressed"
    OTHER_JURISDICTION = "other_jurisdiction"
    GAVE_WAY = "gave_way"
    OUTRANKED = "outranked"
    WAITS = "waits"
    SILENCED = "silenced"
    ON_PURPOSE = "on_purpose"
    CHECK_WAITS = "check_waits"
    LACKS = "lacks"
    NOT_UNDERSTOOD = "not_understood"
    NO_LINE = "no_line"
    NOT_MET = "not_met"


class State(StrEnum):
    """Whether a term holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """What a term asks."""

    SUBJECT = "subject"
    OBJECT = "object"
    PRECIPITANT = "precipitant"
    APART = "apart"
    ROUTE = "route"
    WHEN = "when"
    FACT = "fact"
    INDICATION = "indication"
    AMOUNT = "amount"
    THRESHOLD = "threshold"
    COUNTED = "counted"
    ALLERGEN = "allergen"
    REACTION = "reaction"
    COMPARABLE = "comparable"
    LEVEL = "level"
    ALLOWED = "allowed"
    COUNT = "count"
    POINTS = "points"
    FIELD = "field"
    WRITING = "writing"


class Term(Struct, frozen=True):
    """One thing that must hold for the rule to fire: what it asks (`wanted`) and what is there (`seen`), in words. Where it does not
    weigh, it only adds points to a sum, which is a term of its own."""

    asked: Asked
    state: State
    wanted: str
    seen: str
    weighs: bool = True


class Tried(Struct, frozen=True):
    """A modifier of an interaction row as it was tried: the fact it looks at in words, whether it holds, what it makes of the row
    (`action` None: silence), and whether it decided."""

    modifier_id: str
    state: State
    wanted: str
    action: Action | None
    severity: Severity | None
    decided: bool


class Trial(Struct, frozen=True):
    """One place where the rule was tried: a line, two lines, or the whole prescription (no lines)."""

    lines: tuple[str, ...]
    drugs: tuple[str, ...]
    terms: tuple[Term, ...]
    modifiers: tuple[Tried, ...] = ()

    @property
    def failing(self) -> tuple[Term, ...]:
        """The terms that do not hold."""
        return tuple(term for term in self.terms if term.weighs and term.state is State.NO)

    @property
    def unknown(self) -> tuple[Term, ...]:
        """The terms that nobody can judge."""
        return tuple(term for term in self.terms if term.weighs and term.state is State.UNKNOWN)


class Unread(Struct, frozen=True):
    """A line whose drug is not understood: the rule may be about it."""

    line: str
    text: str


class Why(Struct, frozen=True, kw_only=True):
    """The answer for one rule, or one modifier of it, and one prescription.

    `findings` are those of the rule; `waits` what is not assessed because of it; `gave_way_to` the rules without any one of which it
    would speak, `silent` those of them that say nothing on purpose; `trials` where it was tried, the nearest first; `suppression` stands even where the rule would not have fired.
    """

    rule_id: str
    modifier_id: str | None
    check: CheckKind
    verdict: Verdict
    report: Report
    findings: tuple[Finding, ...] = ()
    waits: tuple[NotAssessed, ...] = ()
    gave_way_to: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
    unread: tuple[Unread, ...] = ()
    suppression: Suppression | None = None
    suppressed: tuple[Suppressed, ...] = ()
    jurisdiction: str | None = None
