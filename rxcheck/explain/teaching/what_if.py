"""What the engine says of a prescription that differs in one thing: hypotheses of a finding, each checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.checks.flips import CHANGEABLE, Candidate, altered_by
from rxcheck.explain.teaching.subject import Subject
from rxcheck.finding import Comparator, Finding, FlipFact, Report
from rxcheck.kb.compile_codes import MICRO
from rxcheck.kb.schema_rules import ConditionRule, DoseLimit, FormRule, Incompatibility, Rule
from rxcheck.kb.terms import Factor, LimitKind
from rxcheck.model import Age, Allergy, Dosage, MedicationLine, Prescription
from rxcheck.quantity import Dose, Quantity
from rxcheck.report.words import term
from rxcheck.terms import Action, AllergyKind, CheckKind, Fact, Reaction

Check = Callable[[Sequence[Prescription]], list[Report]]
_UPWARD = (Comparator.ABOVE, Comparator.AT_LEAST)
_MARKS = (Fact.LONG_TERM, Fact.JUSTIFICATION)
_LAST_WEEK = 42
_NUDGE = Fraction(1, 1_000_000)  # of a dose: no limit is drawn between
_HOURS_OF_DAY = 24
_DOSES = (Factor.OBJECT_DAILY_DOSE, Factor.PRECIPITANT_DAILY_DOSE)
_AMOUNTS = frozenset(
    {LimitKind.SINGLE_MAX, LimitKind.SINGLE_MIN, LimitKind.DAILY_MAX, LimitKind.DAILY_MIN, LimitKind.WEEKLY_MAX}
    | {LimitKind.COURSE_MAX, LimitKind.RATE_MAX}
)


class Hypothesis(Struct, frozen=True):
    """A prescription that differs in one thing, that thing in words, and what a finding says there will be: `expected` is told of
    changes that the finding names (`is_told`), and unknown of others."""

    change: str
    prescription: Prescription
    is_told: bool = False
    expected: Action | None = None
    line: str | None = None


class Outcome(Struct, frozen=True):
    """What the engine made of a hypothesis, and by which row; None: no finding on the same subject."""

    hypothesis: Hypothesis
    action: Action | None
    rule_id: str | None = None


def outcomes(subject: Subject, hypotheses: Sequence[Hypothesis], check: Check) -> list[Outcome]:
    """Every hypothesis checked again. Those for which the engine does not confirm what the finding says are left out: the change
    could then not be made as it is meant."""
    reports = check([each.prescription for each in hypotheses]) if hypotheses else []
    found = [_outcome(subject, each, report) for each, report in zip(hypotheses, reports, strict=True)]
    return [each for each in found if not each.hypothesis.is_told or each.action is each.hypothesis.expected]


def _outcome(subject: Subject, hypothesis: Hypothesis, report: Report) -> Outcome:
    """The gravest that another report has for what the finding is about."""
    about = _about(subject.finding, subject.tables.rule)
    same = [each for each in report.findings if _about(each, subject.tables.rule) == about]
    worst = max(same, key=lambda each: (each.action.rank, each.severity.rank), default=None)
    return Outcome(hypothesis, worst.action, worst.rule_id) if worst else Outcome(hypothesis, None)


def _about(finding: Finding, rule_of: Callable[[str], Rule | None]) -> tuple[object, ...]:
    """What rows compete for, as in the checks: drugs with the fact, the kind of limit or the pair; a set or group by itself."""
    rule, drugs = rule_of(finding.rule_id), tuple(sorted(finding.drugs))
    if finding.check is CheckKind.INTERACTION:
        return finding.check, drugs, isinstance(rule, Incompatibility)
    if isinstance(rule, ConditionRule):
        return finding.check, drugs, rule.fact, rule.value if rule.fact is Fact.CONDITION else ""
    if isinstance(rule, DoseLimit):
        return finding.check, drugs, rule.limit, rule.subject.startswith("sum:")
    if isinstance(rule, FormRule):
        return finding.check, rule.field, frozenset(finding.lines)
    if finding.check is CheckKind.ALLERGY:
        return finding.check, drugs
    return finding.check, finding.rule_id


def of_flips(subject: Subject) -> Iterator[Hypothesis]:
    """For each change that the finding names: the prescription with it, and where there is a number, one just short of it."""
    for flip in subject.finding.changed_by:
        if flip.fact in CHANGEABLE:
            yield from _measured(subject, flip)
        elif flip.fact is Fact.CONDITION:
            name = subject.catalogue.condition(flip.value, subject.lang)
            yield _told(subject, flip, subject.say("if.condition", name=name), _by(subject, flip, flip.value, 0))
        elif flip.fact in _MARKS:
            name = term(flip.fact, subject.lang)
            yield _told(subject, flip, subject.say("if.mark", fact=name), _by(subject, flip, flip.value, 0))
        elif flip.fact is Fact.AGE:
            yield from _aged(subject, flip)
        elif flip.fact is Fact.REACTION:
            yield from _harmless(subject, flip)
        elif flip.fact is Fact.DAYS:
            yield from _lasting(subject, flip)
        elif flip.fact is Fact.DOSE:
            yield from _dosed(subject, flip)


def _told(subject: Subject, flip: FlipFact, change: str, prescription: Prescription) -> Hypothesis:
    return Hypothesis(change, prescription, True, flip.action)


def _by(subject: Subject, flip: FlipFact, value: str, at: int) -> Prescription:
    change = Candidate(flip.fact, flip.comparator, value, at)
    return altered_by(subject.kb, subject.report.prescription, change)


def _measured(subject: Subject, flip: FlipFact) -> Iterator[Hypothesis]:
    bound = int(Decimal(flip.value) * MICRO)
    step = MICRO if flip.fact is Fact.PREGNANCY else 1  # weeks are whole
    beyond = {Comparator.ABOVE: bound + step, Comparator.BELOW: bound - step}.get(flip.comparator, bound)
    short = {
        Comparator.ABOVE: bound,
        Comparator.BELOW: bound,
        Comparator.AT_LEAST: bound - step,
        Comparator.AT_MOST: bound + step,
    }
    for at, told in ((beyond, True), (short[flip.comparator], False)):
        if at <= 0 or (flip.fact is Fact.PREGNANCY and at > _LAST_WEEK * MICRO):
            continue
        change = _at(subject, flip, at, bound)
        prescription = _by(subject, flip, flip.value, at)
        yield _told(subject, flip, change, prescription) if told else Hypothesis(change, prescription)


def _at(subject: Subject, flip: FlipFact, at: int, bound: int) -> str:
    """`eGFR were just below 30 mL/min/1.73 m²`; weeks of pregnancy are told as they are."""
    if flip.fact is Fact.PREGNANCY:
        return subject.say("if.pregnant", value=subject.view.value(flip.fact, str(at // MICRO), flip.unit))
    key = "if.at" if at == bound else "if.above" if at > bound else "if.below"
    value = subject.view.value(flip.fact, flip.value, flip.unit)
    return subject.say(key, fact=term(flip.fact, subject.lang), value=value)


def _aged(subject: Subject, flip: FlipFact) -> Iterator[Hypothesis]:
    years = Decimal(flip.value)
    if years != years.to_integral_value() or flip.comparator is Comparator.ABOVE:
        return  # months are written in other words than years
    at_least = Age(int(years), int(years * Decimal("365.25")) + 1)
    younger = Age(int(years) - 1, int(years * Decimal("365.25")) - 30)
    up = flip.comparator is Comparator.AT_LEAST
    value, fact = subject.view.value(flip.fact, flip.value, flip.unit), term(flip.fact, subject.lang)
    for age, key in ((at_least, "if.at"), (younger, "if.below")):
        if age.years < 0 or (flip.comparator is Comparator.AT_MOST and key == "if.below"):
            continue
        patient = replace(subject.report.prescription.patient, age=age, birth_date=None)
        prescription = replace(subject.report.prescription, patient=patient)
        change = subject.say(key, fact=fact, value=value)
        told = (key == "if.at") == (up or flip.comparator is Comparator.AT_MOST)
        yield _told(subject, flip, change, prescription) if told else Hypothesis(change, prescription)


def _harmless(subject: Subject, flip: FlipFact) -> Iterator[Hypothesis]:
    """The record of the allergen as that of a side effect."""
    patient, wanted = subject.report.prescription.patient, subject.allergens
    altered = tuple(
        Allergy(each.substance, None, AllergyKind.INTOLERANCE, each.codes)
        if subject.kb.resolver.allergen(each.substance, each.codes) == wanted
        else each
        for each in patient.allergies or ()
    )
    prescription = replace(subject.report.prescription, patient=replace(patient, allergies=altered))
    value = term(Reaction.INTOLERANCE, subject.lang)
    yield _told(subject, flip, subject.say("if.reaction", value=value), prescription)


def _lasting(subject: Subject, flip: FlipFact) -> Iterator[Hypothesis]:
    days = Decimal(flip.value)
    if days != days.to_integral_value() or flip.comparator is not Comparator.AT_MOST:
        return
    mine = set(subject.finding.lines)
    if any(line.dosage.steps for line in subject.lines):
        return
    lines = tuple(
        replace(line, days=int(days), dosage=replace(line.dosage, days=None)) if line.id in mine else line
        for line in subject.report.prescription.lines
    )
    change = subject.say("if.days", value=subject.view.value(Fact.DAYS, flip.value, "d"))
    yield _told(subject, flip, change, replace(subject.report.prescription, lines=lines))


def _dosed(subject: Subject, flip: FlipFact) -> Iterator[Hypothesis]:
    """Doses that come to the bound, and to a millionth more or less: of the whole finding, or of the drug of a pair that a modifier
    looks at."""
    if subject.finding.check is CheckKind.INTERACTION:
        yield from _dosed_of_pair(subject, flip)
        return
    rule, compared = subject.rule, subject.finding.compared
    if (
        compared is None
        or not isinstance(rule, DoseLimit)
        or rule.limit not in _AMOUNTS
        or not Fraction(compared.observed)
    ):
        return
    factor = Fraction(compared.limit) / Fraction(compared.observed)
    yield from _around(subject, flip, factor, subject.finding.lines, "if.amount", "")


def _dosed_of_pair(subject: Subject, flip: FlipFact) -> Iterator[Hypothesis]:
    row = subject.pair
    for modifier in row.modifiers if row else ():
        if row is None or modifier.factor not in _DOSES or modifier.value != flip.value:
            continue
        drug = row.object if modifier.factor is Factor.OBJECT_DAILY_DOSE else row.precipitant
        held = [each.line for each in subject.report.receipt.lines if drug in each.drugs]
        lines = [line for line in subject.lines if line.id in held]
        daily = _daily(lines[0].dosage) if len(held) == len(lines) == 1 else None
        bound = Quantity.of(flip.value, flip.unit.removesuffix("/d"))
        if (
            daily is not None
            and daily > 0
            and lines[0].dosage.dose
            and lines[0].dosage.dose.low.dimension is bound.dimension
        ):
            yield from _around(subject, flip, bound.base / daily, (lines[0].id,), "if.daily", subject.drug(drug))
            return


def _daily(dosage: Dosage) -> Fraction | None:
    """The amount of a day in base units; None where that takes more than a dose and a frequency."""
    dose, frequency = dosage.dose, dosage.frequency
    if dose is None or frequency is None or dosage.steps or dose.basis or dose.rate_hours:
        return None
    return Fraction(dose.most.base * frequency.count * _HOURS_OF_DAY, frequency.hours)


def _around(
    subject: Subject, flip: FlipFact, factor: Fraction, lines: Sequence[str], key: str, drug: str
) -> Iterator[Hypothesis]:
    """Doses times a factor, a millionth beyond and short of the bound; nothing where a line has more than one dose."""
    if not all(_scalable(line) for line in subject.lines if line.id in lines):
        return
    up = flip.comparator in _UPWARD
    value = subject.view.value(Fact.DOSE, flip.value, flip.unit)
    for above, told in ((up, True), (not up, False)):
        prescription = _scaled(subject, factor * (1 + (_NUDGE if above else -_NUDGE)), above, frozenset(lines))
        change = subject.say(f"{key}.{'above' if above else 'below'}", value=value, drug=drug)
        yield _told(subject, flip, change, prescription) if told else Hypothesis(change, prescription)


def _scalable(line: MedicationLine) -> bool:
    dosage = line.dosage
    return dosage.dose is not None and not dosage.steps and dosage.max_per_day is None


def _scaled(subject: Subject, factor: Fraction, up: bool, mine: frozenset[str]) -> Prescription:
    """The prescription with the doses of some lines times a factor, rounded (up, or down) to a base unit."""

    def scaled(amount: Quantity) -> Quantity:
        exact = amount.base * factor
        return Quantity(
            -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator, amount.unit
        )

    def changed(dosage: Dosage) -> Dosage:
        dose = dosage.dose
        assert dose is not None  # noqa: S101 - `_scalable`
        high = scaled(dose.high) if dose.high else None
        return replace(dosage, dose=Dose(scaled(dose.low), high, dose.basis, dose.rate_hours))

    lines = tuple(
        replace(line, dosage=changed(line.dosage)) if line.id in mine else line
        for line in subject.report.prescription.lines
    )
    return replace(subject.report.prescription, lines=lines)


def without_lines(subject: Subject) -> Iterator[Hypothesis]:
    """The prescription without each of the finding's lines, where it has more than two."""
    if len(subject.finding.lines) <= 2:
        return
    for line in subject.finding.lines:
        kept = tuple(each for each in subject.report.prescription.lines if each.id != line)
        yield Hypothesis("", replace(subject.report.prescription, lines=kept), line=line)
