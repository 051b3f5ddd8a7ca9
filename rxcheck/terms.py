"""The closed vocabularies of the program, as enumerations.

Ranks are explicit: no meaning hangs on the order in which members are written.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Lang(StrEnum):
    """Language of what a person reads."""

    EN = "en"
    ZH = "zh"


class Action(StrEnum):
    """What the reader should do about a finding."""

    AVOID = "avoid"
    MODIFY = "modify"
    MONITOR = "monitor"
    INFORM = "inform"

    @property
    def rank(self) -> int:
        """4 for the most urgent action, 1 for the least."""
        return _ACTION_RANK[self]

    @property
    def interrupts(self) -> bool:
        """True for actions that are worth a call to the prescriber."""
        return self in (Action.AVOID, Action.MODIFY)


_ACTION_RANK = {Action.AVOID: 4, Action.MODIFY: 3, Action.MONITOR: 2, Action.INFORM: 1}


def rank_of(action: Action | None) -> int:
    """The rank of an action; 0 for silence."""
    return action.rank if action else 0


class SampleBy(StrEnum):
    """What a sample of prescriptions is stratified by."""

    STORE = "store"
    PRESCRIBER = "prescriber"
    NONE = "none"


class Severity(StrEnum):
    """How bad the consequence is if it happens."""

    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"

    @property
    def rank(self) -> int:
        """4 for the gravest, 1 for the least."""
        return _SEVERITY_RANK[self]


_SEVERITY_RANK = {
    Severity.CONTRAINDICATED: 4,
    Severity.MAJOR: 3,
    Severity.MODERATE: 2,
    Severity.MINOR: 1,
}


class Decision(StrEnum):
    """What a pharmacist did with a finding. `ACCEPTED`: it is right, and the prescriber was called; `CHANGED`: the prescription was."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    OVERRIDDEN = "overridden"
    NOT_APPLICABLE = "not_applicable"

    @property
    def acted(self) -> bool:
        """True where something was done about the finding."""
        return self in (Decision.ACCEPTED, Decision.CHANGED)


class EvidenceLevel(StrEnum):
    """How well the consequence is established."""

    ESTABLISHED = "established"
    PROBABLE = "probable"
    SUSPECTED = "suspected"
    THEORETICAL = "theoretical"


class Audience(StrEnum):
    """Whom a sentence is written for."""

    PHARMACIST = "pharmacist"
    TRAINEE = "trainee"
    PATIENT = "patient"


class RowStatus(StrEnum):
    """How far a knowledge row has been looked at. `IMPORTED` is what a pack brings; no row of the tables may say it."""

    DRAFT = "draft"
    CORROBORATED = "corroborated"
    REVIEWED = "reviewed"
    IMPORTED = "imported"


class Onset(StrEnum):
    """When the effect of an interaction is expected."""

    RAPID = "rapid"
    DELAYED = "delayed"
    UNSPECIFIED = "unspecified"


class CheckKind(StrEnum):
    """The checks, by what they compare."""

    INTERACTION = "interaction"
    DUPLICATE = "duplicate"
    LIMIT = "limit"
    CONDITION = "condition"
    ALLERGY = "allergy"
    SET = "set"
    FORM = "form"


class Sex(StrEnum):
    """Sex as the rules need it."""

    FEMALE = "female"
    MALE = "male"


class LineStatus(StrEnum):
    """Whether a line is being prescribed now or already taken."""

    NEW = "new"
    CURRENT = "current"


class Setting(StrEnum):
    """Where a prescription is written for."""

    OUTPATIENT = "outpatient"
    EMERGENCY = "emergency"
    INPATIENT = "inpatient"
    DISCHARGE = "discharge"


class PrescriberTitle(StrEnum):
    """The rank of the prescriber, where a right to prescribe hangs on it (China: 初级, 中级, 高级专业技术职务)."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class AllergyKind(StrEnum):
    """What the record says the reaction was."""

    ALLERGY = "allergy"
    INTOLERANCE = "intolerance"


class Reaction(StrEnum):
    """What kind of reaction a recorded allergy was, as far as its text says. `INTOLERANCE` is no allergy: nausea, cough."""

    ANAPHYLAXIS = "anaphylaxis"
    ANGIOEDEMA = "angioedema"
    URTICARIA = "urticaria"
    BRONCHOSPASM = "bronchospasm"
    SEVERE_CUTANEOUS = "severe_cutaneous"
    ORGAN = "organ"
    RASH = "rash"
    INTOLERANCE = "intolerance"


class Route(StrEnum):
    """Routes of administration that rules tell apart."""

    ORAL = "oral"
    SUBLINGUAL = "sublingual"
    BUCCAL = "buccal"
    IV = "iv"
    IM = "im"
    SC = "sc"
    TRANSDERMAL = "transdermal"
    RECTAL = "rectal"
    INHALED = "inhaled"
    NASAL = "nasal"
    TOPICAL = "topical"
    OPHTHALMIC = "ophthalmic"
    OTIC = "otic"
    VAGINAL = "vaginal"
    INTRAARTICULAR = "intraarticular"
    INTRATHECAL = "intrathecal"
    INTRAVITREAL = "intravitreal"


class DoseForm(StrEnum):
    """Dose forms that a written name may state."""

    TABLET = "tablet"
    ORODISPERSIBLE = "orodispersible"
    EFFERVESCENT = "effervescent"
    CHEWABLE = "chewable"
    CAPSULE = "capsule"
    ORAL_LIQUID = "oral_liquid"
    GRANULES = "granules"
    POWDER = "powder"
    PILL = "pill"
    LOZENGE = "lozenge"
    FILM = "film"
    INJECTION = "injection"
    INHALER = "inhaler"
    NEBULISER_SOLUTION = "nebuliser_solution"
    SPRAY = "spray"
    DROPS = "drops"
    CREAM = "cream"
    OINTMENT = "ointment"
    GEL = "gel"
    LOTION = "lotion"
    FOAM = "foam"
    SHAMPOO = "shampoo"
    MOUTHWASH = "mouthwash"
    PATCH = "patch"
    SUPPOSITORY = "suppository"
    PESSARY = "pessary"
    ENEMA = "enema"
    IMPLANT = "implant"


class Release(StrEnum):
    """How a dose form lets go of its drug, where it is not at once."""

    PROLONGED = "prolonged"
    DELAYED = "delayed"


class RouteGroup(StrEnum):
    """Names for sets of routes that tables may use in place of a list."""

    SYSTEMIC = "systemic"
    PARENTERAL = "parenteral"
    LOCAL = "local"
    ANY = "any"

    @property
    def routes(self) -> frozenset[Route]:
        """The routes in the group."""
        return _ROUTE_GROUPS[self]


_SYSTEMIC = frozenset(
    {
        Route.ORAL,
        Route.SUBLINGUAL,
        Route.BUCCAL,
        Route.IV,
        Route.IM,
        Route.SC,
        Route.TRANSDERMAL,
        Route.RECTAL,
    }
)
_ROUTE_GROUPS = {
    RouteGroup.SYSTEMIC: _SYSTEMIC,
    RouteGroup.PARENTERAL: frozenset({Route.IV, Route.IM, Route.SC}),
    RouteGroup.LOCAL: frozenset(Route) - _SYSTEMIC,
    RouteGroup.ANY: frozenset(Route),
}


class Fact(StrEnum):
    """Patient and prescription facts that a rule may need."""

    AGE = "age_years"
    SEX = "sex"
    WEIGHT = "weight"
    HEIGHT = "height"
    PREGNANCY = "pregnancy_week"
    LACTATION = "lactating"
    CONDITION = "condition"
    ALLERGY = "allergy"
    EGFR = "egfr"
    CREATININE = "creatinine"
    POTASSIUM = "potassium"
    SODIUM = "sodium"
    INR = "inr"
    PLATELETS = "platelets"
    CRCL = "crcl"
    CHILD_PUGH = "child_pugh"
    BMI = "bmi"
    BSA = "bsa"
    GESTATION = "gestation_weeks"
    POSTMENSTRUAL = "postmenstrual_weeks"
    MAGNESIUM = "magnesium"
    CALCIUM = "calcium"
    ALBUMIN = "albumin"
    BILIRUBIN = "bilirubin"
    ALT = "alt"
    AST = "ast"
    CREATINE_KINASE = "creatine_kinase"
    URATE = "urate"
    GLUCOSE = "glucose"
    HBA1C = "hba1c"
    TSH = "tsh"
    HAEMOGLOBIN = "haemoglobin"
    NEUTROPHILS = "neutrophils"
    QTC = "qtc"
    HEART_RATE = "heart_rate"
    SYSTOLIC_BP = "systolic_bp"
    LVEF = "lvef"
    DIGOXIN_LEVEL = "digoxin_level"
    LITHIUM_LEVEL = "lithium_level"
    THEOPHYLLINE_LEVEL = "theophylline_level"
    PHENYTOIN_LEVEL = "phenytoin_level"
    CARBAMAZEPINE_LEVEL = "carbamazepine_level"
    VALPROATE_LEVEL = "valproate_level"
    VANCOMYCIN_TROUGH = "vancomycin_trough"
    INDICATION = "indication"
    REACTION = "reaction"
    DRUG = "drug"
    DOSE = "dose"
    FREQUENCY = "frequency"
    STRENGTH = "strength"
    ROUTE = "route"
    DAYS = "days"
    QUANTITY = "quantity"
    REFILLS = "refills"
    SETTING = "setting"
    PRESCRIBER = "prescriber_title"
    LONG_TERM = "long_term"
    JUSTIFICATION = "justification"


class FactBasis(StrEnum):
    """Where the value of a patient fact comes from. `STOOD_IN`: eGFR within a margin in place of creatinine clearance."""

    RECORDED = "recorded"
    MEASURED = "measured"
    CALCULATED = "calculated"
    IMPLIED = "implied"
    STOOD_IN = "stood_in"


class Formula(StrEnum):
    """How a value was calculated; each stands with its source in `engine/arithmetic.py`."""

    CKD_EPI_2021 = "ckd_epi_2021"
    SCHWARTZ_2009 = "schwartz_2009"
    COCKCROFT_GAULT = "cockcroft_gault"
    MOSTELLER = "mosteller"
    BMI = "bmi"
    CHILD_PUGH = "child_pugh"
    SUM = "sum"


class WeightUsed(StrEnum):
    """Which body weight went into creatinine clearance."""

    ACTUAL = "actual"
    ADJUSTED = "adjusted"


class Slip(StrEnum):
    """What an amount beyond a limit looks like beside the usual dose."""

    TENFOLD = "tenfold"
    HUNDREDFOLD = "hundredfold"
    THOUSANDFOLD = "thousandfold"
    PER_KG = "per_kg"
    DAY_AS_DOSE = "day_as_dose"
    WEEKLY_AS_DAILY = "weekly_as_daily"
    TENTH = "tenth"
    THOUSANDTH = "thousandth"


class NoteKind(StrEnum):
    """What is to be said of a value: it is old, or another one contradicts it."""

    STALE = "stale"
    CONTRADICTED = "contradicted"


# What laboratories and monitors report. Creatinine clearance and Child-Pugh points may be reported as well as calculated.
LAB_FACTS = (
    Fact.CRCL,
    Fact.CHILD_PUGH,
    Fact.EGFR,
    Fact.CREATININE,
    Fact.POTASSIUM,
    Fact.SODIUM,
    Fact.INR,
    Fact.PLATELETS,
    Fact.MAGNESIUM,
    Fact.CALCIUM,
    Fact.ALBUMIN,
    Fact.BILIRUBIN,
    Fact.ALT,
    Fact.AST,
    Fact.CREATINE_KINASE,
    Fact.URATE,
    Fact.GLUCOSE,
    Fact.HBA1C,
    Fact.TSH,
    Fact.HAEMOGLOBIN,
    Fact.NEUTROPHILS,
    Fact.QTC,
    Fact.HEART_RATE,
    Fact.SYSTOLIC_BP,
    Fact.LVEF,
    Fact.DIGOXIN_LEVEL,
    Fact.LITHIUM_LEVEL,
    Fact.THEOPHYLLINE_LEVEL,
    Fact.PHENYTOIN_LEVEL,
    Fact.CARBAMAZEPINE_LEVEL,
    Fact.VALPROATE_LEVEL,
    Fact.VANCOMYCIN_TROUGH,
)


class Reason(StrEnum):
    """Why something was not assessed."""

    UNKNOWN_DRUG = "unknown_drug"
    AMBIGUOUS_DRUG = "ambiguous_drug"
    NOT_CHECKED_KIND = "not_checked_kind"
    MISSING_FACT = "missing_fact"
    UNPARSABLE = "unparsable"
    INCOMPARABLE_UNIT = "incomparable_unit"
    AS_NEEDED_WITHOUT_MAXIMUM = "as_needed_without_maximum"
    UNKNOWN_CONDITION = "unknown_condition"
    UNKNOWN_ALLERGEN = "unknown_allergen"
    NO_RULE = "no_rule"
    OUT_OF_RANGE = "out_of_range"
    AS_DIRECTED = "as_directed"
    SLIDING_SCALE = "sliding_scale"


class WrittenForm(StrEnum):
    """Ways of writing that have been misread; one recogniser each (`sig/writing.py`). Rows say which words."""

    UNIT = "unit"
    WORD = "word"
    NAME = "name"
    TRAILING_ZERO = "trailing_zero"
    NAKED_DECIMAL = "naked_decimal"
    UNGROUPED_NUMBER = "ungrouped_number"


class DrugKind(StrEnum):
    """What an entry of the vocabulary is."""

    DRUG = "drug"
    HERB = "herb"
    FOOD = "food"
    VEHICLE = "vehicle"
    SUPPLY = "supply"
    VACCINE = "vaccine"
    NUTRITION = "nutrition"


# Known, and nothing to be checked as a drug.
NOT_DRUGS = frozenset({DrugKind.VEHICLE, DrugKind.SUPPLY, DrugKind.NUTRITION})


class ResolvedBy(StrEnum):
    """How a written name was understood."""

    CODE = "code"
    EXACT = "exact"
    NORMALISED = "normalised"
    COMBINATION = "combination"
    UNRESOLVED = "unresolved"


class ExitCode(Enum):
    """What the process tells the shell."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    UNREADABLE = 4
    BAD_KNOWLEDGE = 5
    FAULT = 70
