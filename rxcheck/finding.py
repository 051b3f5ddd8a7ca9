"""What the checks say: findings, what was not assessed, the receipt and the report that holds them.

Four axes are kept apart and never blended: what to do (`Action`), how bad (`Severity`), how well known
(`EvidenceLevel`), and whether it was assessed at all (`NotAssessed` is a type of its own).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from rxcheck.model import Prescription
from rxcheck.site import SitePolicy, Suppressed
from rxcheck.terms import (
    Action,
    CheckKind,
    EvidenceLevel,
    Fact,
    FactBasis,
    Formula,
    NoteKind,
    Reason,
    ResolvedBy,
    RowStatus,
    Severity,
    Slip,
    WeightUsed,
)


class SlotKind(StrEnum):
    """What a slot of a clause is filled with; it decides how each language writes it."""

    DRUG = "drug"
    DRUGS = "drugs"
    CONDITION = "condition"
    ALLERGEN = "allergen"
    AMOUNT = "amount"
    WRITTEN = "written"


class SlotValue(Struct, frozen=True):
    """The filling of one slot: ids that the knowledge names in every language, an amount (number,
    UCUM unit), or texts as written."""

    kind: SlotKind
    values: tuple[str, ...]


class ClauseUse(Struct, frozen=True):
    """A clause of the tables together with what its slots hold."""

    clause_id: str
    slots: tuple[tuple[str, SlotValue], ...] = ()


class Reference(Struct, frozen=True):
    """Where a rule comes from, and how far it has been looked at."""

    source_id: str
    locator: str
    status: RowStatus


class Comparator(StrEnum):
    """How an observed value stands to the limit."""

    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    BETWEEN = "between"
    EQUALS = "="


class Compared(Struct, frozen=True):
    """The comparison behind a finding, as exact decimal texts in `unit` (UCUM)."""

    fact: Fact
    observed: str
    comparator: Comparator
    limit: str
    unit: str


class FactNote(Struct, frozen=True):
    """What is to be said of a value: `days` old, or contradicted by another value (`value unit`, `taken_on`) or by a recorded
    `condition`."""

    kind: NoteKind
    days: int | None = None
    value: str = ""
    unit: str = ""
    taken_on: date | None = None
    condition: str | None = None


class FactUse(Struct, frozen=True):
    """A patient fact that a verdict rests on: `value` (a decimal text, "30-59" where only a range is known) in `unit` (UCUM),
    where it comes from, and what it was calculated from."""

    fact: Fact
    value: str
    unit: str
    basis: FactBasis
    taken_on: date | None = None
    formula: Formula | None = None
    weight: WeightUsed | None = None
    condition: str | None = None
    inputs: tuple[FactUse, ...] = ()
    notes: tuple[FactNote, ...] = ()


class UsualDose(Struct, frozen=True):
    """What is usually given as one dose: from `low` to `high` `unit`, at the shortest every `hours`."""

    low: str
    high: str
    unit: str
    hours: int


class Fragment(Struct, frozen=True):
    """A piece of a line as it was written ("10U"), and the line's id."""

    line: str
    text: str


class FlipFact(Struct, frozen=True):
    """The smallest fact that would change the verdict: if `fact` were `comparator value unit`, the action would be `action` (None: no finding)."""

    fact: Fact
    comparator: Comparator
    value: str
    unit: str
    action: Action | None


class FindingCodes(Struct, frozen=True):
    """The same finding in other people's terms."""

    hl7_act: str | None
    ncpdp: str | None
    cn_review: str | None


class SideChains(Struct, frozen=True):
    """The side chains of two drugs at one place of their common core (`group`), as SMILES with `*` for the cut bond."""

    group: str
    drug: str
    chain: str
    allergen: str
    allergen_chain: str

    @property
    def same(self) -> bool:
        """True where all atoms of the chain are shared."""
        return self.chain == self.allergen_chain


class SourceGrade(Struct, frozen=True):
    """What another source (`source_id`: "pack:…") says of a pair of drugs: its grade in its own words, the action that
    rules/source_grades.csv maps it to (None: silent), where it says so, under which condition, and what it adds."""

    source_id: str
    grade: str
    action: Action | None
    locator: str
    condition: str = ""
    text: str = ""


class Finding(Struct, frozen=True):
    """A rule that fired on a prescription.

    `lines` are the ids of the lines concerned; `drugs` the ingredient ids in the rule's order (object before
    precipitant); `also` other rows that match the same lines but gave way to this one; `modifier` the modifier row
    that changed the verdict; `fragments` what was written unsafely, and where. `facts` are the patient facts that the verdict
    rests on, `when` the further terms of the row (`kb/when.py`) that hold; `slip` is what a wrong amount looks like, beside
    what is `usual`. `path` says how an interaction row came to
    fit: the selectors from the object ("drug:x") over those of the row to the precipitant; `derived` that no curated row
    of this nature judges the pair. `grades` are those of the packs that the site asked for; `pack` names the one ("pack:…")
    that a finding comes from which the tables do not make, and `silent` the rows that are silent about it on purpose.
    `evidence` is None where only a pack speaks. `side_chains` are those of a drug and of an allergen that have a core in common.
    """

    id: str
    rule_id: str
    check: CheckKind
    action: Action
    severity: Severity
    evidence: EvidenceLevel | None
    lines: tuple[str, ...]
    drugs: tuple[str, ...]
    mechanism: tuple[ClauseUse, ...]
    harm: tuple[ClauseUse, ...]
    advice: tuple[ClauseUse, ...]
    references: tuple[Reference, ...]
    codes: FindingCodes
    compared: Compared | None = None
    modifier: str | None = None
    also: tuple[str, ...] = ()
    changed_by: tuple[FlipFact, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    facts: tuple[FactUse, ...] = ()
    when: tuple[str, ...] = ()
    slip: Slip | None = None
    usual: UsualDose | None = None
    path: tuple[str, ...] = ()
    derived: bool = False
    grades: tuple[SourceGrade, ...] = ()
    pack: str | None = None
    silent: tuple[str, ...] = ()
    side_chains: tuple[SideChains, ...] = ()


class Mitigation(Struct, frozen=True):
    """What somebody has done about a finding: the action in words, its code (system, code) where there is one, the day, and who.

    The advice of a rule is none: nobody has followed it yet.
    """

    action: str
    code: tuple[str, str] | None = None
    on: date | None = None
    author: str | None = None


class Resemblance(Struct, frozen=True):
    """A drug of the tables that a structure is like: Tanimoto coefficient in percent; `same` where the InChIKeys are equal."""

    drug: str
    percent: int
    same: bool = False


class StructureHint(Struct, frozen=True):
    """What the structure of an unknown drug suggests: inferred, not curated, and never the ground of a finding.

    `groups` are ids of structure groups that it holds; `readable` is False where the SMILES describes no structure.
    """

    readable: bool
    drugs: tuple[Resemblance, ...] = ()
    groups: tuple[str, ...] = ()


class NotAssessed(Struct, frozen=True):
    """Something that could not be judged, and why.

    `rule_ids` are the rules that wait for `fact`; empty when the whole check of the lines is meant. `text` is what was
    written and not understood; `suggestions` are ids of near names, never assumed; `structure` is what the structure of an
    unknown drug resembles, where one was given; `lookalikes` are pairs of confused names that both look like it. `worst` is the gravest
    action among the waiting rules.
    """

    check: CheckKind | None
    reason: Reason
    fact: Fact | None
    lines: tuple[str, ...]
    rule_ids: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    text: str | None = None
    suggestions: tuple[str, ...] = ()
    worst: Action | None = None
    structure: StructureHint | None = None
    lookalikes: tuple[tuple[str, str], ...] = ()


class Outcome(StrEnum):
    """What became of one thing that had to be checked. `NOT_CHECKED` is known and no drug: a solvent, a supply, a feed."""

    CHECKED = "checked"
    FINDING = "finding"
    NOT_ASSESSED = "not_assessed"
    NOT_CHECKED = "not_checked"


class LineReceipt(Struct, frozen=True):
    """How one line was understood."""

    line: str
    as_written: str
    drugs: tuple[str, ...]
    resolved_by: ResolvedBy
    outcome: Outcome


class CheckReceipt(Struct, frozen=True):
    """One check of one subject: a line, a pair of lines, or (no lines) the whole prescription."""

    check: CheckKind
    lines: tuple[str, ...]
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()


class Receipt(Struct, frozen=True):
    """The account of everything on the prescription."""

    lines: tuple[LineReceipt, ...]
    checks: tuple[CheckReceipt, ...]


class Question(Struct, frozen=True):
    """A fact worth asking for, with how many rules wait for it and the worst of their actions."""

    fact: Fact
    lines: tuple[str, ...]
    rules: int
    worst: Action | None


class PackVersion(Struct, frozen=True):
    """A pack that a report was made with."""

    name: str
    title: str
    edition: str
    digest: str


class Influence(Struct, frozen=True):
    """A drug that inhibits or induces an enzyme by which another is cleared (role and grade as the tables have them)."""

    drug: str
    pathway: str
    role: str
    grade: str


class Exposure(Struct, frozen=True):
    """How many times its usual exposure (AUC) a drug is expected to have under all inhibitors and inducers together.

    `low` and `high` are decimal texts, rounded away from each other to two digits: a range, because shares of clearance
    and strengths are ranges. `lines` hold the drug.
    """

    drug: str
    lines: tuple[str, ...]
    low: str
    high: str
    influences: tuple[Influence, ...]


class Pivot(Struct, frozen=True):
    """A line without which the most interaction findings would not be there. A fact about the findings, not advice."""

    line: str
    drugs: tuple[str, ...]
    findings: tuple[str, ...]


class Versions(Struct, frozen=True):
    """What produced a report."""

    program: str
    knowledge: str
    knowledge_hash: str
    packs: tuple[PackVersion, ...] = ()
    policy: SitePolicy | None = None


class Report(Struct, frozen=True):
    """The outcome for one prescription. `pivots` is the line that most interaction findings hang on (several of equal weight), where
    they are at least two; `suppressed` what the policy of the site keeps from being told. `complete` is False when anything was not
    assessed."""

    prescription: Prescription
    findings: tuple[Finding, ...]
    not_assessed: tuple[NotAssessed, ...]
    receipt: Receipt
    questions: tuple[Question, ...]
    versions: Versions
    exposures: tuple[Exposure, ...] = ()
    pivots: tuple[Pivot, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()

    @property
    def complete(self) -> bool:
        """True when everything on the prescription was assessed."""
        return not self.not_assessed
