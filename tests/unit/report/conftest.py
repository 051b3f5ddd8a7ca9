"""A small catalogue and reports built by hand, so that the forms are tested without knowledge or checks."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from rxcheck.errors import InputError, Location
from rxcheck.finding import (
    CheckReceipt,
    ClauseUse,
    Comparator,
    Compared,
    Finding,
    FindingCodes,
    FlipFact,
    Fragment,
    LineReceipt,
    NotAssessed,
    Outcome,
    Question,
    Receipt,
    Reference,
    Report,
    SlotKind,
    SlotValue,
    Versions,
)
from rxcheck.kb.catalogue import Catalogue, SourceInfo
from rxcheck.kb.terms import IssueSeverity
from rxcheck.model import Age, Allergy, Condition, Lab, MedicationLine, Patient, Prescription
from rxcheck.report.interface import RenderOptions, ReportFormat, get_renderer
from rxcheck.terms import (
    Action,
    CheckKind,
    EvidenceLevel,
    Fact,
    Lang,
    Reason,
    ResolvedBy,
    RowStatus,
    Severity,
    Sex,
)

VERSIONS = Versions("0.1.0", "2026.11", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
EGFR = "mL/min/{1.73_m2}"


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(
        drugs={
            "simvastatin": ("simvastatin", "辛伐他汀"),
            "clarithromycin": ("clarithromycin", "克拉霉素"),
            "metformin": ("metformin", "二甲双胍"),
            "ibuprofen": ("ibuprofen", "布洛芬"),
            "lisinopril": ("lisinopril", "赖诺普利"),
            "rivaroxaban": ("rivaroxaban", "利伐沙班"),
            "ropivacaine": ("ropivacaine", "罗哌卡因"),
        },
        classes={"nsaid": ("NSAIDs", "非甾体抗炎药")},
        groups={"penam": ("penam core", "青霉烷母核")},
        pathways={"cyp3a4": ("CYP3A4", "CYP3A4")},
        selectors={"role:cyp3a4-inhibitor-strong": ("strong CYP3A4 inhibitor", "CYP3A4强抑制剂")},
        conditions={"gout": ("gout", "痛风")},
        clauses={
            "m-cyp3a4": (
                "{precipitant} strongly inhibits CYP3A4 and raises the exposure to {object}.",
                "{precipitant}强效抑制 CYP3A4，使{object}的暴露量升高。",
            ),
            "h-rhabdo": ("Myopathy and rhabdomyolysis may follow.", "可能导致肌病和横纹肌溶解。"),
            "r-suspend": (
                "Do not combine; suspend {object} for the course of {precipitant}, or choose another antibiotic.",
                "不得合用；使用{precipitant}期间停用{object}，或换用其他抗菌药物。",
            ),
            "m-renal": ("{drug} is cleared by the kidney.", "{drug}经肾脏清除。"),
            "h-lactic": ("Accumulation raises the risk of lactic acidosis.", "蓄积会增加乳酸性酸中毒的风险。"),
            "r-limit": ("Keep {drug} at or below {limit}.", "{drug}不得超过 {limit}。"),
            "m-bp": ("{precipitant} opposes {object}.", "{precipitant}削弱{object}的作用。"),
            "r-bp": ("Check blood pressure and creatinine in 1–2 weeks.", "1–2 周内复查血压和肌酐。"),
            "h-food": ("Stomach upset is less common with food.", "随餐服用可减少胃部不适。"),
        },
        sources={
            "label-zocor": SourceInfo("Zocor prescribing information", "Organon", "2023", "NDA019766", "label"),
            "curator": SourceInfo("Curated for rxcheck", "rxcheck", "", "", "curator"),
        },
        issue_severities={
            Severity.CONTRAINDICATED: IssueSeverity.HIGH,
            Severity.MAJOR: IssueSeverity.HIGH,
            Severity.MODERATE: IssueSeverity.MODERATE,
            Severity.MINOR: IssueSeverity.LOW,
        },
    )


def slots(**values: str) -> tuple[tuple[str, SlotValue], ...]:
    return tuple(
        (
            name,
            SlotValue(SlotKind.AMOUNT, tuple(value.split(" ", 1)))
            if name == "limit"
            else SlotValue(SlotKind.DRUG, (value,)),
        )
        for name, value in values.items()
    )


PAIR = slots(object="simvastatin", precipitant="clarithromycin")
AVOID = Finding(
    id="f1",
    rule_id="ixa-simvastatin-cyp3a4-strong",
    check=CheckKind.INTERACTION,
    action=Action.AVOID,
    severity=Severity.CONTRAINDICATED,
    evidence=EvidenceLevel.ESTABLISHED,
    lines=("1", "2"),
    drugs=("simvastatin", "clarithromycin"),
    mechanism=(ClauseUse("m-cyp3a4", PAIR),),
    harm=(ClauseUse("h-rhabdo"),),
    advice=(ClauseUse("r-suspend", PAIR),),
    references=(Reference("label-zocor", "section 4", RowStatus.DRAFT),),
    codes=FindingCodes("DINT", "DD", "2-8"),
    also=("ixa-statin-macrolide",),
)
MODIFY = Finding(
    id="f2",
    rule_id="renal-metformin-45",
    check=CheckKind.LIMIT,
    action=Action.MODIFY,
    severity=Severity.MAJOR,
    evidence=EvidenceLevel.ESTABLISHED,
    lines=("3",),
    drugs=("metformin",),
    mechanism=(ClauseUse("m-renal", slots(drug="metformin")),),
    harm=(ClauseUse("h-lactic"),),
    advice=(ClauseUse("r-limit", slots(drug="metformin", limit="1 g/d")),),
    references=(Reference("curator", "", RowStatus.DRAFT),),
    codes=FindingCodes("DOSEH", "HD", "2-5"),
    compared=Compared(Fact.EGFR, "38", Comparator.BELOW, "45", EGFR),
    modifier="mod-metformin-egfr",
    changed_by=(FlipFact(Fact.EGFR, Comparator.AT_LEAST, "45", EGFR, None),),
)
MONITOR = Finding(
    id="f3",
    rule_id="ixb-nsaid-acei",
    check=CheckKind.INTERACTION,
    action=Action.MONITOR,
    severity=Severity.MODERATE,
    evidence=EvidenceLevel.PROBABLE,
    lines=("4", "5"),
    drugs=("lisinopril", "ibuprofen"),
    mechanism=(ClauseUse("m-bp", slots(object="lisinopril", precipitant="ibuprofen")),),
    harm=(),
    advice=(ClauseUse("r-bp"),),
    references=(Reference("curator", "", RowStatus.REVIEWED),),
    codes=FindingCodes("DINT", "DD", "2-8"),
)
INFORM = replace(
    MONITOR,
    id="f4",
    rule_id="food-ibuprofen",
    check=CheckKind.CONDITION,
    action=Action.INFORM,
    severity=Severity.MINOR,
    evidence=EvidenceLevel.SUSPECTED,
    lines=("4",),
    drugs=("ibuprofen",),
    fragments=(Fragment("4", "10U"),),
    mechanism=(),
    harm=(ClauseUse("h-food"),),
    advice=(),
    codes=FindingCodes(None, None, None),
)
WRITTEN = {
    "1": ("Zocor 40 mg tab", ("simvastatin",)),
    "2": ("clarithromycin 500 mg", ("clarithromycin",)),
    "3": ("metformin 1 g", ("metformin",)),
    "4": ("Ibuprofen 400", ("ibuprofen",)),
    "5": ("lisinopril 10 mg", ("lisinopril",)),
    "6": ("Xarelta 20mg", ()),
}


def receipt_of(written: dict[str, tuple[str, tuple[str, ...]]], outcome: Outcome) -> Receipt:
    lines = tuple(
        LineReceipt(
            line,
            text,
            drugs,
            ResolvedBy.EXACT if drugs else ResolvedBy.UNRESOLVED,
            Outcome.CHECKED if drugs else Outcome.NOT_ASSESSED,
        )
        for line, (text, drugs) in written.items()
    )
    checks = [CheckReceipt(CheckKind.INTERACTION, ("1", "2"), outcome)]
    for line, (_, drugs) in written.items():
        if drugs:
            checks.append(CheckReceipt(CheckKind.LIMIT, (line,), Outcome.CHECKED))
        else:
            checks.append(CheckReceipt(CheckKind.LIMIT, (line,), Outcome.NOT_ASSESSED, (Reason.UNKNOWN_DRUG,)))
    return Receipt(lines, tuple(checks))


PATIENT = Patient(
    id="MRN-77",
    age=Age(78, 28500),
    sex=Sex.FEMALE,
    weight_g=62500,
    allergies=(Allergy("penicillin", "rash"),),
    conditions=(Condition("type 2 diabetes"), Condition("hypertension")),
    labs=(Lab("eGFR", Decimal("38"), EGFR, date(2026, 11, 20), Fact.EGFR),),
)


def prescription(written: dict[str, tuple[str, tuple[str, ...]]], patient: Patient, name: str) -> Prescription:
    return Prescription(
        name,
        tuple(MedicationLine(line, text) for line, (text, _) in written.items()),
        patient,
        date(2026, 11, 22),
    )


@pytest.fixture
def busy() -> Report:
    """Everything at once: four findings, an unknown drug, waiting rules, questions."""
    potassium = tuple(
        NotAssessed(
            CheckKind.CONDITION,
            Reason.MISSING_FACT,
            Fact.POTASSIUM,
            (line,),
            tuple(f"lab-k-{line}-{at}" for at in range(5)),
            (drug,),
        )
        for line, drug in (("3", "metformin"), ("4", "ibuprofen"), ("5", "lisinopril"))
    )
    return Report(
        prescription(WRITTEN, PATIENT, "rx-1"),
        (INFORM, MONITOR, MODIFY, AVOID),
        (
            *potassium,
            NotAssessed(CheckKind.LIMIT, Reason.UNPARSABLE, Fact.FREQUENCY, ("4",), (), ("ibuprofen",), "bidd pc"),
            NotAssessed(CheckKind.LIMIT, Reason.NO_RULE, None, ("5",), (), ("lisinopril",)),
            NotAssessed(
                None,
                Reason.UNKNOWN_DRUG,
                Fact.DRUG,
                ("6",),
                (),
                (),
                "Xarelta 20mg",
                ("rivaroxaban", "ropivacaine"),
            ),
        ),
        receipt_of(WRITTEN, Outcome.FINDING),
        (
            Question(Fact.POTASSIUM, ("3", "4", "5"), 15, Action.AVOID),
            Question(Fact.DRUG, ("6",), 0, None),
            Question(Fact.FREQUENCY, ("4",), 1, Action.MODIFY),
        ),
        VERSIONS,
    )


@pytest.fixture
def clean() -> Report:
    written = {"1": WRITTEN["5"], "2": WRITTEN["3"]}
    return Report(
        prescription(written, Patient(age=Age(40, 14700)), "rx-2"),
        (),
        (),
        receipt_of(written, Outcome.CHECKED),
        (),
        VERSIONS,
    )


@pytest.fixture
def hostile() -> Report:
    """Names that try to act: escape sequences, direction overrides, rich and Markdown markup, HTML, line breaks."""
    text = (
        "\x1b[31mred\x1b[0m \u202egnihton [bold]x[/bold] |*_`#<b>&amp;[a](http://e.vil) www.e.vil\n\n# head\x07\u0085"
    )
    written = {"1": (text, ("metformin",)), "2": (text, ())}
    patient = replace(PATIENT, allergies=(Allergy(text),), conditions=(Condition(text),))
    return Report(
        prescription(written, patient, f"rx{text}"),
        (replace(MODIFY, lines=("1",)), replace(AVOID, lines=("1", "2"))),
        (
            NotAssessed(None, Reason.UNKNOWN_DRUG, Fact.DRUG, ("2",), (), (), text),
            NotAssessed(CheckKind.LIMIT, Reason.UNPARSABLE, Fact.DOSE, ("1",), (), (), text),
        ),
        receipt_of(written, Outcome.CHECKED),
        (Question(Fact.DRUG, ("2",), 0, None),),
        VERSIONS,
    )


@pytest.fixture
def unreadable() -> InputError:
    return InputError("not a number: 'abc'", Location("ward.csv", 3, "dose"))


Render = Callable[..., str]


@pytest.fixture
def render(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Render:
    """Render to a text: render(ReportFormat.TABLE, report, …, errors=(), lang=…, width=…)."""
    for name in ("NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)

    def run(
        form: ReportFormat,
        *reports: Report,
        errors: tuple[InputError, ...] = (),
        lang: Lang = Lang.EN,
        verbose: bool = False,
        quiet: bool = False,
        width: int | None = None,
        colour: bool | None = None,
    ) -> str:
        stream = io.StringIO()
        options = RenderOptions(lang, verbose, quiet, width, colour)
        get_renderer(form, catalogue, options).render(reports, errors, VERSIONS, stream)
        return stream.getvalue()

    return run
