"""Lessons of all examples and of cases of every kind of finding, in both languages, made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from rxcheck.checks.interface import Options
from rxcheck.explain.teaching.lesson import Lesson
from rxcheck.explain.teaching.tables import TeachingTables
from rxcheck.explain.teaching.teacher import Teacher
from rxcheck.finding import Finding, Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from rxcheck.terms import Lang
from rxcheck.verify import Verifier
from tests.cases.reading import FOLDER, cases_of, reports_of

ROOT = Path(__file__).resolve().parents[4]
# Files of cases that hold every check, and of each every kind of row.
FILES = (
    "allergy", "allergy_kin", "sets", "duplicates", "writing", "form", "law_cn", "limits/amounts", "renal/heart_blood",
    "pregnancy/other", "lab", "disease/blood", "interactions/derived", "interactions/by_dose", "interactions/by_kidneys", "interactions/by_lab",
    "interactions/by_route", "interactions/incompatible_1", "interactions/hidden_rows", "interactions/qt",
)  # fmt: skip


MOST = 24  # cases of a file


@dataclass(frozen=True)
class Taught:
    """A finding with its report and its lesson."""

    report: Report
    finding: Finding
    lesson: Lesson
    lang: Lang


@pytest.fixture(scope="session")
def verifiers() -> dict[str, Verifier]:
    compiled = open_compiled(default_folder())
    return {name: Verifier(compiled, Options(name)) for name in ("generic", "cn", "us")}


@pytest.fixture(scope="session")
def tables() -> TeachingTables:
    return TeachingTables(default_folder())


@pytest.fixture(scope="session")
def teachers(verifiers: dict[str, Verifier], tables: TeachingTables) -> dict[tuple[str, Lang], Teacher]:
    return {(name, lang): Teacher(verifier, tables, lang) for name, verifier in verifiers.items() for lang in Lang}


@pytest.fixture(scope="session")
def examples(verifiers: dict[str, Verifier]) -> dict[str, Report]:
    """The reports of the examples, by folder; of several prescriptions the first with most findings."""
    found = {}
    for path in sorted((ROOT / "examples").glob("*/prescription.*")):
        reports = verifiers["generic"].verify(read(path, path.name).prescriptions)
        found[path.parent.name] = max(reports, key=lambda report: len(report.findings))
    assert len(found) > 10
    return found


@pytest.fixture(scope="session")
def taught(examples: dict[str, Report], teachers: dict[tuple[str, Lang], Teacher]) -> list[Taught]:
    """Every finding of the examples in both languages; of the cases each rule with each modifier once, the languages by turns."""
    made = [
        Taught(report, finding, teachers["generic", lang].lesson(report, finding), lang)
        for report in examples.values()
        for finding in report.findings
        for lang in Lang
    ]
    seen: set[tuple[str, str | None]] = set()
    for path in (FOLDER / f"{name}.yaml" for name in FILES):
        reports = reports_of(path)
        for case in cases_of(path)[:MOST]:
            report = reports[case.name]
            for finding in report.findings:
                key = finding.rule_id, finding.modifier
                if key not in seen:
                    seen.add(key)
                    lang = list(Lang)[len(seen) % 2]
                    lesson = teachers[case.jurisdiction, lang].lesson(report, finding)
                    made.append(Taught(report, finding, lesson, lang))
    return made
