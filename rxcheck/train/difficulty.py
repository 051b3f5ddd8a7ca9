"""How hard a case is, measured on what the engine says of it, never on what its author claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.finding import Finding
from rxcheck.kb.load import load_some
from rxcheck.kb.schema import TrainingDifficulty, TrainingLevel
from rxcheck.kb.terms_training import DifficultyFeature
from rxcheck.model import Age, MedicationLine, Patient, Prescription
from rxcheck.quantity import MAX_BASE, Dose, Quantity
from rxcheck.terms import CheckKind, FactBasis, Lang
from rxcheck.train.model import Problem
from rxcheck.train.source import Exercise, Judge
from rxcheck.train.terms import Level

# Latin abbreviations of when and how often, as `sig` reads them in both languages; those of routes stand everywhere.
_ABBREVIATED = re.compile(r"\b(?:q\d+h|q[dnw]|qod|bid|tid|qid|biw|tiw|prn|ac|pc|hs|stat)\b", re.IGNORECASE)
_WHOLE = Fraction(100)


class Measures(Struct, frozen=True):
    """What makes a case hard. Problems are those that have to be marked.

    `facts`: different patient facts that their findings rest on; `calculated`: those of them that nobody stated; `sums`: problems that
    rest on several lines together, other than two that interact; `distance`: how far the nearest value lies beyond its threshold, in
    percent of it (None: no threshold); `near_misses`: problems that a slightly different value or dose would bring.
    """

    lines: int
    problems: int
    facts: int
    calculated: int
    sums: int
    distance: Fraction | None
    near_misses: int
    brands: int
    abbreviations: int


class Scale(Struct, frozen=True):
    """What each measure weighs, and from which effort on a case is of a level."""

    weights: Mapping[DifficultyFeature, int]
    levels: Mapping[Level, int]

    def effort(self, measures: Measures) -> int:
        """All measures as one number."""
        counted = {
            DifficultyFeature.LINE: measures.lines,
            DifficultyFeature.PROBLEM: measures.problems,
            DifficultyFeature.FACT: measures.facts,
            DifficultyFeature.CALCULATED: measures.calculated,
            DifficultyFeature.SUM: measures.sums,
            DifficultyFeature.CLOSE: self._close(measures.distance),
            DifficultyFeature.NEAR_MISS: measures.near_misses,
            DifficultyFeature.BRAND: measures.brands,
            DifficultyFeature.ABBREVIATION: measures.abbreviations,
        }
        return sum(self.weights[feature] * number for feature, number in counted.items())

    def level(self, measures: Measures) -> Level:
        """The level that a case is by its measures."""
        effort = self.effort(measures)
        return max((level for level, least in self.levels.items() if effort >= least), default=Level.BEGINNER)

    def _close(self, distance: Fraction | None) -> int:
        return int(distance is not None and distance <= self.weights[DifficultyFeature.CLOSE_PERCENT])


def scale_of(folder: Path) -> Scale:
    """The scale in the tables of a folder.

    Raises:
        KnowledgeError: a table is not valid.
    """
    tables = load_some(folder, {TrainingDifficulty, TrainingLevel})
    return Scale(
        {row.feature: row.value for row in tables.rows(TrainingDifficulty)},
        {Level(row.level): row.effort for row in tables.rows(TrainingLevel)},
    )


def measure(exercises: Sequence[Exercise], judge: Judge, scale: Scale) -> list[Measures]:
    """The measures of cases, in order; the neighbours of all of them are verified together."""
    nudged: dict[str, list[tuple[int, Prescription]]] = {}
    for number, exercise in enumerate(exercises):
        neighbours = _neighbours(exercise.prescription(Lang.EN), scale)
        nudged.setdefault(exercise.case.jurisdiction, []).extend((number, each) for each in neighbours)
    missed: dict[int, set[tuple[CheckKind, tuple[str, ...]]]] = {number: set() for number in range(len(exercises))}
    for place, asked in nudged.items():
        told = judge.told([neighbour for _, neighbour in asked], judge.verifier(place))
        for (number, _), each in zip(asked, told, strict=True):
            own = {_where(problem) for problem in exercises[number].problems}
            missed[number] |= {_where(problem) for problem in each.problems if not problem.optional} - own
    return [_measured(exercise, len(missed[number]), judge) for number, exercise in enumerate(exercises)]


def _where(problem: Problem) -> tuple[CheckKind, tuple[str, ...]]:
    return problem.kind, problem.lines


def _measured(exercise: Exercise, near_misses: int, judge: Judge) -> Measures:
    prescription, report = exercise.prescription(Lang.EN), exercise.report(Lang.EN)
    asked = [problem for problem in exercise.problems if not problem.optional]
    own = {finding for problem in asked for finding in problem.findings}
    findings = [finding for finding in report.findings if finding.id in own]
    used = [(use.fact, use.condition, use.basis) for finding in findings for use in finding.facts]
    calculated = {fact for fact, _, basis in used if basis in (FactBasis.CALCULATED, FactBasis.STOOD_IN)}
    distances = [distance for distance in map(_distance, findings) if distance is not None]
    resolver = judge.kb.resolver
    return Measures(
        len(prescription.lines),
        len(asked),
        len({(fact, condition) for fact, condition, _ in used}),
        len(calculated),
        sum(_is_sum(problem) for problem in asked),
        min(distances, default=None),
        near_misses,
        sum(resolver.is_brand(line.as_written) for line in prescription.lines),
        sum(bool(_ABBREVIATED.search(" ".join(line.written))) for line in prescription.lines),
    )


def _is_sum(problem: Problem) -> bool:
    several = len(problem.lines) > 1 and problem.kind not in (CheckKind.INTERACTION, CheckKind.DUPLICATE)
    return several or problem.kind is CheckKind.SET


def _distance(finding: Finding) -> Fraction | None:
    """How far a value lies beyond its threshold, in percent."""
    if finding.compared is None:
        return None
    try:
        observed, limit = Fraction(finding.compared.observed), Fraction(finding.compared.limit)
    except ValueError:
        return None  # a range, or a word
    return abs(observed - limit) * _WHOLE / limit if limit else None


def _neighbours(prescription: Prescription, scale: Scale) -> Iterator[Prescription]:
    """The prescription with one thing a little different: a laboratory value, the weight, the age, a dose."""
    patient = prescription.patient
    value = Fraction(scale.weights[DifficultyFeature.NUDGE_VALUE], 100)
    for number, lab in enumerate(patient.labs):
        for way in (1 - value, 1 + value):
            moved = replace(lab, value=_scaled(lab.value, way))
            labs = (*patient.labs[:number], moved, *patient.labs[number + 1 :])
            yield replace(prescription, patient=replace(patient, labs=labs))
    if patient.weight_g is not None:
        for way in (1 - value, 1 + value):
            yield replace(prescription, patient=replace(patient, weight_g=int(patient.weight_g * way)))
    yield from _other_ages(prescription, patient, Fraction(scale.weights[DifficultyFeature.NUDGE_AGE], 100))
    more = 1 + Fraction(scale.weights[DifficultyFeature.NUDGE_DOSE], 100)
    for number, line in enumerate(prescription.lines):
        dosed = _with_dose(line, more)
        if dosed is not None:
            yield replace(prescription, lines=(*prescription.lines[:number], dosed, *prescription.lines[number + 1 :]))


def _other_ages(prescription: Prescription, patient: Patient, share: Fraction) -> Iterator[Prescription]:
    if patient.age is None:
        return
    for way in (1 - share, 1 + share):
        days = int(patient.age.days * way)
        age = Age(days * 10_000 // 3_652_425, days)
        yield replace(prescription, patient=replace(patient, age=age, birth_date=None))


def _with_dose(line: MedicationLine, more: Fraction) -> MedicationLine | None:
    dose = line.dosage.dose
    if dose is None or line.dosage.steps:
        return None
    low = _more(dose.low, more)
    high = _more(dose.high, more) if dose.high is not None else None
    raised = Dose(low, high, dose.basis, dose.rate_hours)
    return replace(line, dosage=replace(line.dosage, dose=raised))


def _more(amount: Quantity, more: Fraction) -> Quantity:
    return Quantity(min(MAX_BASE, int(amount.base * more)), amount.unit)


def _scaled(value: Decimal, way: Fraction) -> Decimal:
    return value * way.numerator / way.denominator
