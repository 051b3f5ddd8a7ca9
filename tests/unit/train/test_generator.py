"""Made cases: their keys hold when they are read again, by the engine and by the oracle; the same seed gives the same case; levels differ."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from rxcheck.checks.interface import Options
from rxcheck.errors import InputError
from rxcheck.kb.load import load
from rxcheck.kb.store import Compiled, default_folder, open_compiled
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Lang
from rxcheck.train.case import case_text, prescription_of, read_case
from rxcheck.train.generator import Generator, Made
from rxcheck.train.model import Case
from rxcheck.train.source import Judge
from rxcheck.train.terms import Level, Topic
from rxcheck.train.truth import Truth, disagreements
from rxcheck.verify import Verifier
from tests.oracle.oracle import Oracle

SEEDS = 2  # for each topic and level; benchmarks/training/thousand.py makes a thousand


@pytest.fixture(scope="module")
def generator(shipped: Compiled) -> Generator:
    return Generator(Judge(shipped, load_labs(default_folder() / "knowledge")))


@pytest.fixture(scope="module")
def made(generator: Generator) -> list[Made]:
    """All topics and levels."""
    return [generator.make(topic, level, seed) for seed in range(SEEDS) for level in Level for topic in Topic]


@pytest.fixture(scope="module")
def read_back(made: list[Made], tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """The cases as their files say."""
    folder: Path = tmp_path_factory.mktemp("made")
    cases = []
    for each in made:
        path = folder / f"{each.case.id}.yaml"
        path.write_text(case_text(each.case), encoding="utf-8")
        cases.append(read_case(path))
    return cases


def test_what_is_read_back_is_what_was_made(made: list[Made], read_back: list[Case]) -> None:
    assert [each.case for each in made] == read_back
    assert len({case.id for case in read_back}) == len(read_back)


def test_keys_hold_by_a_fresh_engine_in_both_languages(read_back: list[Case]) -> None:
    compiled, labs = open_compiled(default_folder()), load_labs(default_folder() / "knowledge")
    verifiers = {place: Verifier(compiled, Options(place)) for place in {case.jurisdiction for case in read_back}}
    for case in read_back:
        verifier = verifiers[case.jurisdiction]
        for lang in Lang:
            (report,) = verifier.verify([prescription_of(case, lang, labs)])
            assert disagreements(case.key or (), Truth(verifier.kb).problems(report)) == (), case.id
            assert all(line.drugs for line in report.receipt.lines), case.id
        assert (case.topic is Topic.CLEAN) == (case.key == ()), case.id


def test_keys_hold_by_the_oracle(read_back: list[Case], shipped: Compiled) -> None:
    """The second implementation of the checks finds the rules of the key, and what it finds besides is told or gives way."""
    knowledge, labs = load(default_folder()), load_labs(default_folder() / "knowledge")
    judge = Judge(shipped, labs)
    for case in read_back[::4]:
        prescription = prescription_of(case, Lang.ZH, labs)
        report = Oracle(knowledge, judge.kb.resolver, case.jurisdiction).check(prescription)
        loud = {finding.rule_id for finding in report.findings if finding.action.interrupts}
        loud |= {finding.rule_id for finding in report.findings if finding.action.value == "monitor"}
        problems = judge.exercise(case).problems
        assert {entry.rule for entry in case.key or ()} <= loud, case.id
        assert loud == {f.rule_id for f in judge.exercise(case).report(Lang.EN).findings if f.rule_id in loud}, case.id
        assert bool(loud) == any(not problem.optional for problem in problems), case.id


def test_the_same_seed_gives_the_same_case(generator: Generator, made: list[Made]) -> None:
    for each in made[:: len(made) // 5]:
        again = generator.case(each.case.id)
        assert again == each.case
        assert case_text(again) == case_text(each.case)
    topic, level = Topic.DOSE, Level.ADVANCED
    assert generator.make(topic, level, 1).case.rx != generator.make(topic, level, 2).case.rx


def test_levels_are_harder_in_what_is_measured(made: list[Made]) -> None:
    by_level = {level: [each.measures for each in made if each.case.level is level] for level in Level}

    def rising(*values: float) -> bool:
        return all(one < two for one, two in pairwise(values))

    assert rising(*(mean(each.lines for each in by_level[level]) for level in Level))
    assert rising(*(mean(each.near_misses for each in by_level[level]) for level in Level))
    assert rising(*(mean(each.brands for each in by_level[level]) for level in Level))
    assert rising(*(mean(each.abbreviations for each in by_level[level]) for level in Level))
    assert rising(*(mean(each.problems for each in by_level[level]) for level in Level))
    near = [mean(float(each.distance) for each in by_level[level] if each.distance is not None) for level in Level]
    assert rising(*reversed(near))


def test_lines_and_problems_are_those_of_the_level(generator: Generator, made: list[Made]) -> None:
    rows = generator.levels
    for each in made:
        row, measures = rows[each.case.level], each.measures
        assert row.lines_low <= measures.lines <= max(row.lines_high, 6), each.case.id
        assert measures.problems <= row.problems or each.case.level is Level.BEGINNER, each.case.id


def test_names_and_instructions_are_written_in_their_language(made: list[Made]) -> None:
    for each in made:
        for line in each.case.rx["lines"]:
            assert line["drug"]["en"].isascii(), each.case.id
            assert not line["drug"]["zh"].isascii(), each.case.id


@pytest.mark.parametrize(
    ("ident", "message"),
    [
        ("gen-x", "is no id of a generated case"),
        ("gen-00000000-gardening-1-1-0", "is no id of a generated case"),
        ("gen-00000000-dose-1-1-0", "was made with other knowledge \\(00000000\\)"),
    ],
)
def test_ids_that_are_refused(generator: Generator, ident: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        generator.case(ident)


def test_draws_go_through_topics_and_levels(generator: Generator) -> None:
    drawn = generator.draw([Topic.ALLERGY, Topic.CLEAN], None, 4, 3)
    assert [(case.topic, int(case.level)) for case in drawn] == [
        (Topic.ALLERGY, 1), (Topic.CLEAN, 1), (Topic.ALLERGY, 2), (Topic.CLEAN, 2),
    ]  # fmt: skip
    assert drawn == generator.draw([Topic.ALLERGY, Topic.CLEAN], None, 4, 3)
