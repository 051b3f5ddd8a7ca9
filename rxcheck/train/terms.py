"""The closed vocabularies of training."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from rxcheck.kb.terms import LimitKind
from rxcheck.terms import LAB_FACTS, CheckKind, Fact


class Topic(StrEnum):
    """What a case is about; `CLEAN` holds nothing that should be marked."""

    INTERACTION = "interaction"
    DOSE = "dose"
    KIDNEY = "kidney"
    CHILD = "child"
    PREGNANCY = "pregnancy"
    ALLERGY = "allergy"
    DUPLICATE = "duplicate"
    DISEASE = "disease"
    BURDEN = "burden"
    LAW = "law"
    CLEAN = "clean"


class Level(IntEnum):
    """How hard a case is."""

    BEGINNER = 1
    ADVANCED = 2
    EXPERT = 3


class ProblemReason(StrEnum):
    """Why something is a problem: what it rests on, as a trainee names it."""

    INTERACTION = "interaction"
    INCOMPATIBLE = "incompatible"
    SAME_INGREDIENT = "same_ingredient"
    SAME_CLASS = "same_class"
    DOSE_TOO_HIGH = "dose_too_high"
    DOSE_TOO_LOW = "dose_too_low"
    TOO_OFTEN = "too_often"
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    KIDNEY = "kidney"
    LIVER = "liver"
    PREGNANCY = "pregnancy"
    LACTATION = "lactation"
    AGE = "age"
    SEX = "sex"
    DISEASE = "disease"
    LABORATORY = "laboratory"
    NO_INDICATION = "no_indication"
    ALLERGY = "allergy"
    CROSS_ALLERGY = "cross_allergy"
    EXCIPIENT = "excipient"
    BURDEN = "burden"
    CASCADE = "cascade"
    WRITING = "writing"
    REQUIREMENT = "requirement"

    @property
    def check(self) -> CheckKind:
        """The kind of check that finds problems of this reason."""
        return _CHECKS[self]


_OF_CHECK = {
    CheckKind.INTERACTION: (ProblemReason.INTERACTION, ProblemReason.INCOMPATIBLE),
    CheckKind.DUPLICATE: (ProblemReason.SAME_INGREDIENT, ProblemReason.SAME_CLASS),
    CheckKind.LIMIT: (
        ProblemReason.DOSE_TOO_HIGH,
        ProblemReason.DOSE_TOO_LOW,
        ProblemReason.TOO_OFTEN,
        ProblemReason.TOO_LONG,
        ProblemReason.TOO_FAST,
    ),
    CheckKind.CONDITION: (
        ProblemReason.KIDNEY,
        ProblemReason.LIVER,
        ProblemReason.PREGNANCY,
        ProblemReason.LACTATION,
        ProblemReason.AGE,
        ProblemReason.SEX,
        ProblemReason.DISEASE,
        ProblemReason.LABORATORY,
        ProblemReason.NO_INDICATION,
    ),
    CheckKind.ALLERGY: (ProblemReason.ALLERGY, ProblemReason.CROSS_ALLERGY, ProblemReason.EXCIPIENT),
    CheckKind.SET: (ProblemReason.BURDEN, ProblemReason.CASCADE),
    CheckKind.FORM: (ProblemReason.WRITING, ProblemReason.REQUIREMENT),
}
_CHECKS = {reason: check for check, reasons in _OF_CHECK.items() for reason in reasons}

_KIDNEY = (Fact.EGFR, Fact.CRCL, Fact.CREATININE)
_BY_TOPIC: dict[tuple[CheckKind, str], ProblemReason] = {
    (CheckKind.INTERACTION, "drug"): ProblemReason.INTERACTION,
    (CheckKind.INTERACTION, "incompatibility"): ProblemReason.INCOMPATIBLE,
    (CheckKind.DUPLICATE, "ingredient"): ProblemReason.SAME_INGREDIENT,
    (CheckKind.DUPLICATE, "product"): ProblemReason.SAME_INGREDIENT,
    (CheckKind.DUPLICATE, "kinship"): ProblemReason.SAME_INGREDIENT,
    (CheckKind.DUPLICATE, "class"): ProblemReason.SAME_CLASS,
    (CheckKind.DUPLICATE, "effect"): ProblemReason.SAME_CLASS,
    **{
        (CheckKind.LIMIT, kind.value): reason
        for reason, kinds in {
            ProblemReason.DOSE_TOO_HIGH: (
                LimitKind.SINGLE_MAX,
                LimitKind.DAILY_MAX,
                LimitKind.WEEKLY_MAX,
                LimitKind.COURSE_MAX,
            ),
            ProblemReason.DOSE_TOO_LOW: (LimitKind.SINGLE_MIN, LimitKind.DAILY_MIN),
            ProblemReason.TOO_OFTEN: (
                LimitKind.DOSES_PER_DAY_MAX,
                LimitKind.DOSES_PER_WEEK_MAX,
                LimitKind.INTERVAL_MIN,
            ),
            ProblemReason.TOO_LONG: (LimitKind.DURATION_MAX,),
            ProblemReason.TOO_FAST: (LimitKind.RATE_MAX,),
        }.items()
        for kind in kinds
    },
    **{(CheckKind.CONDITION, fact.value): ProblemReason.LABORATORY for fact in LAB_FACTS},
    **{(CheckKind.CONDITION, fact.value): ProblemReason.KIDNEY for fact in _KIDNEY},
    (CheckKind.CONDITION, Fact.CHILD_PUGH.value): ProblemReason.LIVER,
    (CheckKind.CONDITION, Fact.PREGNANCY.value): ProblemReason.PREGNANCY,
    (CheckKind.CONDITION, Fact.LACTATION.value): ProblemReason.LACTATION,
    (CheckKind.CONDITION, Fact.AGE.value): ProblemReason.AGE,
    (CheckKind.CONDITION, Fact.POSTMENSTRUAL.value): ProblemReason.AGE,
    (CheckKind.CONDITION, Fact.GESTATION.value): ProblemReason.AGE,
    (CheckKind.CONDITION, Fact.SEX.value): ProblemReason.SEX,
    (CheckKind.CONDITION, Fact.CONDITION.value): ProblemReason.DISEASE,
    (CheckKind.CONDITION, Fact.WEIGHT.value): ProblemReason.DISEASE,
    (CheckKind.CONDITION, Fact.BMI.value): ProblemReason.DISEASE,
    (CheckKind.CONDITION, Fact.INDICATION.value): ProblemReason.NO_INDICATION,
    (CheckKind.ALLERGY, "same"): ProblemReason.ALLERGY,
    (CheckKind.ALLERGY, "group"): ProblemReason.ALLERGY,
    (CheckKind.ALLERGY, "cross"): ProblemReason.CROSS_ALLERGY,
    (CheckKind.ALLERGY, "excipient"): ProblemReason.EXCIPIENT,
    (CheckKind.SET, "set"): ProblemReason.BURDEN,
    (CheckKind.SET, "cascade"): ProblemReason.CASCADE,
    (CheckKind.FORM, "writing"): ProblemReason.WRITING,
}


def reason_of(check: CheckKind, topic: str) -> ProblemReason:
    """The reason that a rule of a check and topic (`RuleInfo.topic`) stands for."""
    if check is CheckKind.FORM and topic != "writing":
        return ProblemReason.REQUIREMENT
    return _BY_TOPIC[check, topic]
