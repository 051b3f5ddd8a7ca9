"""The integer codes of compiled columns. Shared by the compiler and the engine; changing one changes the format."""

from __future__ import annotations

from rxcheck.kb.terms import (
    AgeUnit,
    DuplicateLevel,
    Factor,
    LimitKind,
    Op,
    PathwayRole,
    RoleGrade,
    RuleAction,
    TermKind,
)
from rxcheck.kb.when import STATED_WORDS
from rxcheck.quantity import Basis, Dimension
from rxcheck.terms import Action, Fact, Reaction, Reason, Release, Route, Severity

FORMAT = 18
MICRO = 10**6
ALWAYS_LOW, ALWAYS_HIGH = -(2**62), 2**62
YES, NO = MICRO, 0
FULL_TERM_WEEKS = 42
SEX_CODE = {"female": MICRO, "male": 0}

ACTION_CODE = {action: 0 if action.action is None else action.action.rank for action in RuleAction}
ACTION_OF = {action.rank: action for action in Action}
SEVERITY_CODE = {severity: severity.rank for severity in Severity}
SEVERITY_OF = {severity.rank: severity for severity in Severity}
ROUTE_BIT = {route: 1 << position for position, route in enumerate(Route)}
UNKNOWN_ROUTE_BIT = 1 << len(Route)
DIMENSION_CODE = {dimension: position for position, dimension in enumerate(Dimension)}
BASIS_CODE = {basis: position for position, basis in enumerate(Basis)}
LIMIT_CODE = {kind: position for position, kind in enumerate(LimitKind)}
FACTOR_CODE = {factor: position for position, factor in enumerate(Factor)}
OP_CODE = {op: position for position, op in enumerate(Op)}
DERIVED_SPECIFICITY = 0  # every curated row names a pair more closely
INCOMPATIBILITY_BIT = 1 << 62  # of its own: it neither displaces an interaction nor gives way to one
ROLE_CODE = {role: position for position, role in enumerate(PathwayRole)}
ROLE_OF = tuple(PathwayRole)
GRADE_CODE = {grade: position for position, grade in enumerate(RoleGrade)}
GRADE_OF = tuple(RoleGrade)
FACT_CODE = {fact: position for position, fact in enumerate(Fact)}
TERM_CODE = {kind: position for position, kind in enumerate(TermKind)}
AGE_UNIT_CODE = {unit: position for position, unit in enumerate(AgeUnit)}
STATED_BIT = {(fact, word): 1 << place for fact, words in STATED_WORDS.items() for place, word in enumerate(words)}
RELEASE_CODE = {release.value: 1 << position for position, release in enumerate(Release)}
REASON_CODE = {reason: position for position, reason in enumerate(Reason)}
REASON_OF = tuple(Reason)
FACT_OF = tuple(Fact)
DUPLICATE_CODE = {level: position for position, level in enumerate(DuplicateLevel)}
REACTION_BIT = {reaction: 1 << position for position, reaction in enumerate(Reaction)}
ANY_ALLERGY = sum(bit for reaction, bit in REACTION_BIT.items() if reaction is not Reaction.INTOLERANCE)


# What a record that does not say what happened counts as: severe skin and organ reactions are written down where they were.
UNTOLD = ANY_ALLERGY & ~REACTION_BIT[Reaction.SEVERE_CUTANEOUS] & ~REACTION_BIT[Reaction.ORGAN]


def told_bits(reactions: frozenset[Reaction]) -> int:
    """The bits of what a record tells."""
    return sum(REACTION_BIT[reaction] for reaction in reactions) or UNTOLD


def reaction_bits(reactions: tuple[Reaction, ...]) -> int:
    """The bits of the kinds of reaction for which a row holds; none named: every kind but an intolerance."""
    return sum(REACTION_BIT[reaction] for reaction in reactions) or ANY_ALLERGY
