"""No answer contradicts the report: on every rule of the tiny tables, on cases, and on random prescriptions."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from rxcheck.checks.interface import Options
from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.finding import Report
from rxcheck.kb.load import load
from rxcheck.kb.store import Compiled, default_folder, open_compiled
from rxcheck.rules.answer import Verdict
from rxcheck.rules.find import Found, find_rule
from rxcheck.rules.members import rules_naming
from rxcheck.rules.why import Asker
from rxcheck.verify import Verifier
from tests.cases.reading import FOLDER, all_cases, cases_of, files, reports_of
from tests.oracle.generate import generate
from tests.support.tiny import write_tiny
from tests.unit.rules.agreeing import faults


def _check(asker: Asker, compiled: Compiled, options: Options, report: Report, found: Found) -> Verdict:
    why = asker.explained(report, found)
    wrong = list(faults(compiled, options, report, found, why))
    assert not wrong, f"{found.rule_id}: {why.verdict}: {wrong}\n{report.prescription}\n{why.trials}"
    return why.verdict


@pytest.mark.parametrize(("seed", "jurisdiction"), [(1, "cn"), (2, "generic")])
def test_every_rule_of_the_tiny_tables(seed: int, jurisdiction: str, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path)
    compiled, options = open_compiled(folder), Options(jurisdiction)
    kb, asker, seen = Kb(compiled), Asker(compiled, folder, options), Counter[Verdict]()
    rng = random.Random(seed)  # noqa: S311 - test data
    rules = [(check, number, info) for check in compiled.text.rules for number, info in enumerate(kb.rules(check))]
    for report in Verifier(compiled, options, folder).verify(generate(load(folder), seed, 40)):
        also = {also for each in report.findings for also in each.also}
        chosen = [each for each in rules if each[2].rule_id in also]
        for check, number, info in (*chosen, *rng.sample(rules, 10)):
            seen[_check(asker, compiled, options, report, Found(check, number, info.rule_id))] += 1
    assert {Verdict.FIRED, Verdict.WAITS, Verdict.GAVE_WAY, Verdict.NOT_MET, Verdict.NO_LINE} <= set(seen), seen


def test_rules_that_meet_random_prescriptions(shipped: Compiled, folder: Path) -> None:
    options, rng = Options("cn"), random.Random(3)  # noqa: S311 - test data
    kb, asker, seen = Kb(shipped), Asker(shipped, folder, options), Counter[Verdict]()
    for report in Verifier(shipped, options).verify(generate(load(folder), 3, 12)):
        told = {each.rule_id for each in report.findings} | {also for each in report.findings for also in each.also}
        told |= {rule for each in report.not_assessed for rule in each.rule_ids}
        chosen = [find_rule(shipped, rule) for rule in rng.sample(sorted(told), min(4, len(told)))]
        drugs = make_batch([report.prescription], kb).item_drug
        for check in shipped.text.rules:
            near = sorted(rules_naming(kb, check, drugs))
            chosen += [
                Found(check, each, kb.rules(check)[each].rule_id) for each in rng.sample(near, min(1, len(near)))
            ]
        for found in chosen:
            seen[_check(asker, shipped, options, report, found)] += 1
    assert {Verdict.FIRED, Verdict.WAITS, Verdict.NOT_MET} <= set(seen), seen


def test_rules_that_cases_name(shipped: Compiled, folder: Path) -> None:
    """A file of each kind of check, with all that its cases say."""
    chosen = ("allergy_kin", "duplicates_allowed", "sets", "law_cn", "waits", "interactions/by_dose")
    askers: dict[str, Asker] = {}
    count = 0
    for name in chosen:
        path = FOLDER / f"{name}.yaml"
        for case in cases_of(path)[:14]:
            options = Options(case.jurisdiction)
            asker = askers.setdefault(case.jurisdiction, Asker(shipped, folder, options))
            for rule in {each.rule for each in (*case.fires, *case.silent, *case.waits) if each.rule}:
                _check(asker, shipped, options, reports_of(path)[case.name], find_rule(shipped, rule))
                count += 1
    assert count > 60


def test_modifiers_that_cases_name(shipped: Compiled, folder: Path) -> None:
    asker, seen = Asker(shipped, folder, Options()), Counter[Verdict]()
    path = FOLDER / "interactions" / "by_dose.yaml"
    for case in cases_of(path):
        told = [(each.modifier, Verdict.FIRED) for each in case.fires]
        told += [(each.modifier, Verdict.SILENCED) for each in case.silent]
        for modifier, verdict in told:
            if modifier is not None:
                why = asker.explained(reports_of(path)[case.name], find_rule(shipped, modifier))
                assert why.verdict is verdict, (case.name, modifier)
                seen[verdict] += 1
    assert min(seen[Verdict.FIRED], seen[Verdict.SILENCED]) > 2


def test_the_files_of_cases_are_there() -> None:
    assert len(files()) > 30
    assert next(iter(all_cases())).name
    assert FOLDER.is_relative_to(default_folder())
