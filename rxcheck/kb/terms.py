"""The closed vocabularies of the tables. Apart from the row models so that a check can start without those."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rxcheck.terms import Action, CheckKind, EvidenceLevel, Fact, Severity, rank_of


class RuleAction(StrEnum):
    """`Action`, or `none`: reviewed and deliberately silent."""

    AVOID = "avoid"
    MODIFY = "modify"
    MONITOR = "monitor"
    INFORM = "inform"
    NONE = "none"

    @property
    def action(self) -> Action | None:
        """The action of a finding; None for a silent row."""
        return None if self is RuleAction.NONE else Action(self.value)

    @property
    def rank(self) -> int:
        """The rank of the action; 0 for a silent row."""
        return rank_of(self.action)


class IssueSeverity(StrEnum):
    """The severities of FHIR's DetectedIssue (http://hl7.org/fhir/detectedissue-severity)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class SourceKind(StrEnum):
    """What sort of publication a source is."""

    LABEL = "label"
    REGULATOR = "regulator"
    GUIDELINE = "guideline"
    COMPENDIUM = "compendium"
    PAPER = "paper"
    CURATOR = "curator"


class NameKind(StrEnum):
    """What sort of name a written name is. An `ambiguous` name has one row for each of its meanings and resolves to none."""

    SYNONYM = "synonym"
    BRAND = "brand"
    ABBREVIATION = "abbreviation"
    SALT = "salt"
    AMBIGUOUS = "ambiguous"


class Kinship(StrEnum):
    """How one ingredient descends from another."""

    PRODRUG = "prodrug"
    METABOLITE = "metabolite"
    ENANTIOMER = "enantiomer"
    MODIFIED = "modified"
    CONSTITUENT = "constituent"


class StructureKind(StrEnum):
    """What a structure row describes: one parent molecule or ion, or a salt that is itself the drug (potassium citrate)."""

    PARENT = "parent"
    SALT = "salt"


class GroupKind(StrEnum):
    """How a structure group is found: a pattern that drugs hold, or what hangs on a common core."""

    SUBSTRUCTURE = "substructure"
    SIDE_CHAIN = "side_chain"


class GroupExtent(StrEnum):
    """What the lint asks of a structure group and its class: that all members hold it, or that nobody else does either."""

    MEMBERS = "members"
    EQUAL = "equal"


class WordKind(StrEnum):
    """What a word beside a drug name is. `prefix` and `suffix` apply to Chinese names, which have no spaces.

    `salt` at the end of a Chinese name is a suffix too. `choice` ("or") and `denial` ("stopped") name nothing that may be
    taken away: beside a name in brackets they leave a question.
    """

    SALT = "salt"
    FORM = "form"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    OTHER = "other"
    CHOICE = "choice"
    DENIAL = "denial"


class ClassKind(StrEnum):
    """What the members of a class share."""

    PHARMACOLOGICAL = "pharmacological"
    MECHANISM = "mechanism"
    EFFECT = "effect"
    ALLERGY = "allergy"
    LEGAL = "legal"


class Relation(StrEnum):
    """Whether a member row adds or removes."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


class PathwayKind(StrEnum):
    """What a pathway is."""

    ENZYME = "enzyme"
    TRANSPORTER = "transporter"


class PathwayRole(StrEnum):
    """What a drug is to a pathway."""

    SUBSTRATE = "substrate"
    INHIBITOR = "inhibitor"
    INDUCER = "inducer"


class RoleGrade(StrEnum):
    """How much of it: `sensitive`, `moderate`, `minor` substrates; `strong`, `moderate`, `weak` inhibitors and inducers."""

    SENSITIVE = "sensitive"
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    MINOR = "minor"


class EffectGrade(StrEnum):
    """How much a drug has of an effect, or (QT) how well its torsades are known."""

    KNOWN = "known"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Nature(StrEnum):
    """How an interaction comes about: through concentrations (absorption, metabolism, elimination) or through effects."""

    KINETIC = "kinetic"
    DYNAMIC = "dynamic"


class Contact(StrEnum):
    """Where two preparations must not meet: in one container, at a Y-site, or in the blood as well."""

    MIXTURE = "mixture"
    Y_SITE = "y_site"
    PATIENT = "patient"


class ClauseKind(StrEnum):
    """What a clause says."""

    MECHANISM = "mechanism"
    HARM = "harm"
    ADVICE = "advice"
    PATIENT = "patient"


class Request(StrEnum):
    """What a question asks for. Only CHECK is answered."""

    PRESCRIBE = "prescribe"
    CHOOSE_DRUG = "choose_drug"
    CHOOSE_DOSE = "choose_dose"
    CHANGE = "change"
    OBEY = "obey"
    CHECK = "check"


class ParaphraseKind(StrEnum):
    """What the words of a group of paraphrases do in a sentence."""

    FILLER = "filler"
    NEUTRAL = "neutral"
    WEIGHTY = "weighty"
    SAME = "same"
    CAUSE = "cause"
    UP = "up"
    DOWN = "down"
    NO = "no"
    HEDGE = "hedge"
    ASK = "ask"
    ACT = "act"
    JOINT = "joint"


class AuditField(StrEnum):
    """What a column of another system's table is here: a column of ours; `PER_DAY`, a number of doses in a day; `IGNORED`, nothing."""

    PRESCRIPTION_ID = "prescription_id"
    PATIENT_ID = "patient_id"
    AUTHORED_ON = "authored_on"
    AGE = "age"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    WEIGHT = "weight_kg"
    HEIGHT = "height_cm"
    PREGNANCY_WEEKS = "pregnancy_weeks"
    LACTATING = "lactating"
    CREATININE = "creatinine_umol_l"
    EGFR = "egfr"
    LABS = "labs"
    ALLERGIES = "allergies"
    CONDITIONS = "conditions"
    SETTING = "setting"
    PRESCRIBER_TITLE = "prescriber_title"
    DRUG = "drug"
    STRENGTH = "strength"
    RXCUI = "rxcui"
    DOSE = "dose"
    UNIT = "unit"
    ROUTE = "route"
    FREQUENCY = "frequency"
    PER_DAY = "per_day"
    SIG = "sig"
    DAYS = "days"
    QUANTITY = "quantity"
    REFILLS = "refills"
    STATUS = "status"
    STORE = "store"
    PRESCRIBER = "prescriber"
    IGNORED = "ignored"


class PriorityFeature(StrEnum):
    """What the review of an audit counts in a prescription: findings by a column of theirs; findings that interrupt, but for the
    first (`FURTHER`); what was not assessed by the gravest action that waits (`GAP`); lines by their outcome."""

    ACTION = "action"
    SEVERITY = "severity"
    EVIDENCE = "evidence"
    CHECK = "check"
    FURTHER = "further"
    GAP = "gap"
    LINE = "line"


INTERRUPTS, NOT_ASSESSED = "interrupts", "not_assessed"
PRIORITY_VALUES: Mapping[PriorityFeature, tuple[str, ...]] = MappingProxyType(
    {
        PriorityFeature.ACTION: tuple(Action),
        PriorityFeature.SEVERITY: tuple(Severity),
        PriorityFeature.EVIDENCE: tuple(EvidenceLevel),
        PriorityFeature.CHECK: tuple(CheckKind),
        PriorityFeature.FURTHER: (INTERRUPTS,),
        PriorityFeature.GAP: tuple(Action),
        PriorityFeature.LINE: (NOT_ASSESSED,),
    }
)


class Op(StrEnum):
    """Comparisons that tables may use."""

    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    BETWEEN = "between"
    IS = "is"
    HAS = "has"
    IN = "in"
    PRESENT = "present"
    ABSENT = "absent"


class Factor(StrEnum):
    """What a modifier of an interaction row looks at."""

    OBJECT_ROUTE = "object_route"
    PRECIPITANT_ROUTE = "precipitant_route"
    OBJECT_DAILY_DOSE = "object_daily_dose"
    PRECIPITANT_DAILY_DOSE = "precipitant_daily_dose"
    CO_DRUG = "co_drug"
    AGE = "age_years"
    EGFR = "egfr"
    POTASSIUM = "potassium"
    SODIUM = "sodium"
    INR = "inr"
    PLATELETS = "platelets"
    CONDITION = "condition"
    PRECIPITANT_DAYS = "precipitant_days"


# The facts of prescription and patient that factors are, where they are one that findings compare.
FACTOR_FACTS: Mapping[Factor, Fact] = MappingProxyType(
    {
        Factor.OBJECT_DAILY_DOSE: Fact.DOSE,
        Factor.PRECIPITANT_DAILY_DOSE: Fact.DOSE,
        Factor.AGE: Fact.AGE,
        Factor.EGFR: Fact.EGFR,
        Factor.POTASSIUM: Fact.POTASSIUM,
        Factor.SODIUM: Fact.SODIUM,
        Factor.INR: Fact.INR,
        Factor.PLATELETS: Fact.PLATELETS,
        Factor.PRECIPITANT_DAYS: Fact.DAYS,
    }
)
# In which units a modifier writes a number; a daily dose has a unit of its own in each row.
FACTOR_UNITS: Mapping[Factor, str] = MappingProxyType(
    {
        Factor.AGE: "a",
        Factor.EGFR: "mL/min/{1.73_m2}",
        Factor.POTASSIUM: "mmol/L",
        Factor.SODIUM: "mmol/L",
        Factor.INR: "{INR}",
        Factor.PLATELETS: "10*9/L",
        Factor.PRECIPITANT_DAYS: "d",
    }
)


# In which unit (UCUM) the tables and findings write a fact; for laboratory values that of knowledge/labs.csv.
FACT_UNITS: Mapping[Fact, str] = MappingProxyType(
    {
        Fact.AGE: "a",
        Fact.WEIGHT: "kg",
        Fact.HEIGHT: "cm",
        Fact.BMI: "kg/m2",
        Fact.BSA: "m2",
        Fact.PREGNANCY: "wk",
        Fact.GESTATION: "wk",
        Fact.POSTMENSTRUAL: "wk",
        Fact.CRCL: "mL/min",
        Fact.CHILD_PUGH: "{score}",
        Fact.EGFR: "mL/min/{1.73_m2}",
        Fact.CREATININE: "umol/L",
        Fact.POTASSIUM: "mmol/L",
        Fact.SODIUM: "mmol/L",
        Fact.INR: "{INR}",
        Fact.PLATELETS: "10*9/L",
        Fact.MAGNESIUM: "mmol/L",
        Fact.CALCIUM: "mmol/L",
        Fact.ALBUMIN: "g/L",
        Fact.BILIRUBIN: "umol/L",
        Fact.ALT: "U/L",
        Fact.AST: "U/L",
        Fact.CREATINE_KINASE: "U/L",
        Fact.URATE: "umol/L",
        Fact.GLUCOSE: "mmol/L",
        Fact.HBA1C: "%",
        Fact.TSH: "m[IU]/L",
        Fact.HAEMOGLOBIN: "g/L",
        Fact.NEUTROPHILS: "10*9/L",
        Fact.QTC: "ms",
        Fact.HEART_RATE: "/min",
        Fact.SYSTOLIC_BP: "mm[Hg]",
        Fact.LVEF: "%",
        Fact.DIGOXIN_LEVEL: "ug/L",
        Fact.LITHIUM_LEVEL: "mmol/L",
        Fact.THEOPHYLLINE_LEVEL: "mg/L",
        Fact.PHENYTOIN_LEVEL: "mg/L",
        Fact.CARBAMAZEPINE_LEVEL: "mg/L",
        Fact.VALPROATE_LEVEL: "mg/L",
        Fact.VANCOMYCIN_TROUGH: "mg/L",
    }
)


class LimitKind(StrEnum):
    """What a dose limit bounds."""

    SINGLE_MAX = "single_max"
    DAILY_MAX = "daily_max"
    WEEKLY_MAX = "weekly_max"
    DOSES_PER_DAY_MAX = "doses_per_day_max"
    DOSES_PER_WEEK_MAX = "doses_per_week_max"
    DURATION_MAX = "duration_max"
    COURSE_MAX = "course_max"
    INTERVAL_MIN = "interval_min"
    SINGLE_MIN = "single_min"
    DAILY_MIN = "daily_min"
    RATE_MAX = "rate_max"


# Limits that are whole numbers of doses, days or hours, not amounts.
INTERVAL_HOURS = {"h": 1, "d": 24}  # the units a shortest interval is written in
COUNTED_LIMITS = (
    LimitKind.DURATION_MAX,
    LimitKind.DOSES_PER_DAY_MAX,
    LimitKind.DOSES_PER_WEEK_MAX,
    LimitKind.INTERVAL_MIN,
)
# Below the limit is what is reported.
LOWER_LIMITS = (LimitKind.INTERVAL_MIN, LimitKind.SINGLE_MIN, LimitKind.DAILY_MIN)


class AllergyRelation(StrEnum):
    """How the allergen and the prescribed drug are related in an allergy rule."""

    SAME = "same"
    CAUSE = "cause"
    GROUP = "group"
    CROSS = "cross"
    EXCIPIENT = "excipient"


class DuplicateLevel(StrEnum):
    """What is counted twice."""

    PRODUCT = "product"
    INGREDIENT = "ingredient"
    KINSHIP = "kinship"
    CLASS = "class"
    EFFECT = "effect"


class TermKind(StrEnum):
    """What a term looks at."""

    FACT = "fact"
    CONDITION = "condition"
    CO_DRUG = "co_drug"
    DAYS = "days"
    DAILY_DOSE = "daily_dose"
    RELEASE = "release"
    STATED = "stated"
    COMBINED = "combined"


class AgeUnit(StrEnum):
    """Units in which a bound of age is written: completed years, months, weeks, days."""

    YEARS = "a"
    MONTHS = "mo"
    WEEKS = "wk"
    DAYS = "d"


class OrganRole(StrEnum):
    """What a recorded condition says of kidneys or liver beyond its own name."""

    DIALYSIS = "dialysis"
    LIVER_DISEASE = "liver_disease"
    ASCITES = "ascites"
    ENCEPHALOPATHY = "encephalopathy"


class SetKind(StrEnum):
    """What a set row describes: a burden that adds up, or a drug that treats the side effect of another."""

    BURDEN = "burden"
    CASCADE = "cascade"


class FormField(StrEnum):
    """What a form rule looks at.

    `writing` is all that was written on a line, `instruction` all but the name. `days` are days of treatment, `supply` the
    days that the amount to dispense lasts (or those of treatment, where they are more), `doses` how many doses it is,
    `refill_days` after how many days the last refill falls due. `age_months` and `age_days` are how finely an age is
    written; `unit` is that of the dose, `strength` that of what is dosed by the piece or the millilitre; `directions` are words that leave the use open ("as directed"); `brand` is a name that is none of a
    substance; `drug` is the mere presence of the subject.
    """

    AGE = "age"
    AGE_MONTHS = "age_months"
    AGE_DAYS = "age_days"
    SEX = "sex"
    DATE = "date"
    CONDITION = "condition"
    LINES = "lines"
    DRUG = "drug"
    BRAND = "brand"
    DOSE = "dose"
    UNIT = "unit"
    STRENGTH = "strength"
    FREQUENCY = "frequency"
    ROUTE = "route"
    DIRECTIONS = "directions"
    QUANTITY = "quantity"
    DAYS = "days"
    SUPPLY = "supply"
    DOSES = "doses"
    REFILLS = "refills"
    REFILL_DAYS = "refill_days"
    WRITING = "writing"
    INSTRUCTION = "instruction"


# Fields that are numbers, bounded by the row's value.
COUNTED_FIELDS = (
    FormField.LINES,
    FormField.DAYS,
    FormField.SUPPLY,
    FormField.DOSES,
    FormField.REFILLS,
    FormField.REFILL_DAYS,
)
# Of rows about how much is prescribed the gravest speaks for a line.
AMOUNT_FIELDS = (FormField.DAYS, FormField.SUPPLY, FormField.DOSES)


class PolicyKey(StrEnum):
    """Numbers that steer the program as a whole."""

    FERTILE_AGE_MIN = "fertile_age_min"
    FERTILE_AGE_MAX = "fertile_age_max"
    DISPUTE_SIMILARITY = "dispute_similarity"
    SUGGESTION_SIMILARITY = "suggestion_similarity"
    STRUCTURE_SIMILARITY = "structure_similarity"
    EXPOSURE_FALL = "exposure_fall"
    EXPOSURE_RISE = "exposure_rise"
    MISSING_INDICATION = "missing_indication"
    CRCL_MARGIN = "crcl_margin"
    LAB_STALE_DAYS = "lab_stale_days"
    CREATININE_STALE_DAYS = "creatinine_stale_days"
    WAITING_ACTION = "waiting_action"
    LINK_DAYS = "link_days"
    REFILL_USED = "refill_used"
    TUNE_DECISIONS = "tune_decisions"
    TUNE_VALUE = "tune_value"
