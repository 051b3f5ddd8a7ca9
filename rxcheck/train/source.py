"""Where cases come from, and what is true of them: a bank, the generator, audited prescriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from rxcheck.checks.interface import Options
from rxcheck.engine.compiled import Kb
from rxcheck.errors import InputError, Location
from rxcheck.finding import NotAssessed, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.store import Compiled, default_folder, open_compiled
from rxcheck.model import Prescription
from rxcheck.sources.labs import LabTable, load_labs
from rxcheck.terms import CheckKind, Lang, Reason
from rxcheck.train.case import prescription_of
from rxcheck.train.model import Case, Problem
from rxcheck.train.terms import Level, Topic
from rxcheck.train.truth import Truth
from rxcheck.verify import Verifier

# What an author has written and the program did not read.
_NOT_READ = frozenset(
    {
        Reason.UNKNOWN_DRUG,
        Reason.AMBIGUOUS_DRUG,
        Reason.UNPARSABLE,
        Reason.INCOMPARABLE_UNIT,
        Reason.UNKNOWN_CONDITION,
        Reason.UNKNOWN_ALLERGEN,
        Reason.OUT_OF_RANGE,
    }
)


class Told(Struct, frozen=True):
    """A case in one language: as it is written, what the engine says of it, its problems, and what was not understood."""

    prescription: Prescription
    report: Report
    problems: tuple[Problem, ...]
    not_understood: tuple[NotAssessed, ...]


class Exercise(Struct, frozen=True):
    """A case with what is true of it, in both languages."""

    case: Case
    told: Mapping[Lang, Told]

    def prescription(self, lang: Lang) -> Prescription:
        """As it is written in one language."""
        return self.told[lang].prescription

    def report(self, lang: Lang) -> Report:
        """What the engine says of it."""
        return self.told[lang].report

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The answer key, by the engine (of the English text; in a sound case that of the Chinese one is the same)."""
        return self.told[Lang.EN].problems

    @property
    def alike(self) -> bool:
        """True where the problems are the same in both languages."""
        return _essence(self.told[Lang.EN].problems) == _essence(self.told[Lang.ZH].problems)


def _essence(problems: Sequence[Problem]) -> frozenset[tuple[object, ...]]:
    return frozenset((each.kind, each.lines, each.action, each.severity, each.reasons, each.rules) for each in problems)


class CaseSource(Protocol):
    """Gives cases. The same arguments give the same cases while the source and the knowledge are the same."""

    def draw(self, topics: Sequence[Topic], level: Level | None, count: int, seed: int) -> tuple[Case, ...]:
        """So many cases, or as many as there are; no topics: of all."""

    def case(self, ident: str) -> Case:
        """One case by its id.

        Raises:
            InputError: the source has none of this id.
        """


class Judge:
    """Says what is true of cases, by one set of knowledge."""

    def __init__(self, compiled: Compiled, labs: LabTable, folder: Path | None = None) -> None:
        """`folder` is the one with knowledge/ and rules/ that `compiled` was made of; None: the shipped one."""
        self.kb = Kb(compiled)
        self.labs = labs
        self.folder = folder or default_folder()
        self._verifiers: dict[str, Verifier] = {}
        self._truth = Truth(self.kb)
        self._jurisdictions = sorted({rule.jurisdiction or "" for rule in self.kb.rules(CheckKind.FORM)})

    def verifier(self, jurisdiction: str) -> Verifier:
        """The verifier that knows the law of one place, made once.

        Raises:
            InputError: the tables know no such place.
        """
        if jurisdiction not in self._verifiers:
            if jurisdiction not in self._jurisdictions:
                known = ", ".join(self._jurisdictions)
                raise InputError(f"jurisdiction {jurisdiction[:60]} is not known (known: {known})")
            compiled = self.kb.compiled
            self._verifiers[jurisdiction] = Verifier(compiled, Options(jurisdiction), self.folder, suggests=False)
        return self._verifiers[jurisdiction]

    def catalogue(self) -> Catalogue:
        """The names and sentences for people."""
        return self.kb.compiled.text.catalogue()

    def exercise(self, case: Case) -> Exercise:
        """A case with what is true of it.

        Raises:
            InputError: its prescription cannot be read in one of the languages, with the file, the key and the language.
        """
        return self.exercises([case])[0]

    def exercises(self, cases: Sequence[Case]) -> list[Exercise]:
        """The same for many, in order: those of one jurisdiction are verified together."""
        told: dict[int, dict[Lang, Told]] = {number: {} for number in range(len(cases))}
        by_place: dict[str, list[int]] = {}
        for number, case in enumerate(cases):
            by_place.setdefault(case.jurisdiction, []).append(number)
        for place, numbers in by_place.items():
            try:
                verifier = self.verifier(place)
            except InputError as error:
                raise InputError(error.message, Location(_file(cases[numbers[0]]), None, "jurisdiction")) from None
            asked = [(number, lang) for number in numbers for lang in Lang]
            written = [self._written(cases[number], lang) for number, lang in asked]
            for (number, lang), told_here in zip(asked, self.told(written, verifier), strict=True):
                told[number][lang] = told_here
        return [Exercise(case, told[number]) for number, case in enumerate(cases)]

    def told(self, prescriptions: Sequence[Prescription], verifier: Verifier) -> list[Told]:
        """What is true of prescriptions, in order."""
        return [
            Told(report.prescription, report, self._truth.problems(report), not_understood(report.not_assessed))
            for report in verifier.verify(prescriptions)
        ]

    def _written(self, case: Case, lang: Lang) -> Prescription:
        try:
            return prescription_of(case, lang, self.labs)
        except InputError as error:
            column = error.location.column if error.location else None
            place = f"rx.{column}" if column else "rx"
            raise InputError(error.message, Location(_file(case), None, f"{place} ({lang.value})")) from None


def _file(case: Case) -> str:
    return f"{case.id}.yaml"


def not_understood(gaps: Iterable[NotAssessed]) -> tuple[NotAssessed, ...]:
    """Of what was not assessed, what was written and not read; the rest waits for facts that nobody stated."""
    return tuple(gap for gap in gaps if gap.reason in _NOT_READ)


def open_judge(folder: Path | None = None) -> Judge:
    """A judge by the tables of a folder; None: the shipped ones.

    Raises:
        KnowledgeError: the tables are not valid.
    """
    where = folder or default_folder()
    return Judge(open_compiled(where), load_labs(where / "knowledge"), where)
