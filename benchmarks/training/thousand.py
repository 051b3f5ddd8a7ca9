"""A thousand made cases over all topics and levels: every key checked again from the written file, and what the levels measure.

Each case is written, read back, and verified in both languages by an engine that has not seen it made; every tenth also by the second
implementation (`tests/oracle`). Exit 1 where a key does not hold, a case is not found, or a measure does not rise with the level.

    python benchmarks/training/thousand.py [COUNT]
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rxcheck.checks.interface import Options
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Lang
from rxcheck.train.case import case_text, prescription_of, read_case
from rxcheck.train.difficulty import Measures
from rxcheck.train.generator import Generator
from rxcheck.train.source import open_judge
from rxcheck.train.terms import Level, Topic
from rxcheck.train.truth import Truth, disagreements
from rxcheck.verify import Verifier
from tests.oracle.oracle import Oracle

COUNT = 1_000
ORACLE_EVERY = 10
RISING = ("lines", "problems", "near_misses", "brands", "abbreviations", "facts")


def main(count: int) -> int:
    generator = Generator(open_judge())
    knowledge, labs, compiled = (
        load(default_folder()),
        load_labs(default_folder() / "knowledge"),
        open_compiled(default_folder()),
    )
    verifiers = {place: Verifier(compiled, Options(place)) for place in ("generic", "cn", "us")}
    oracles = {place: Oracle(knowledge, verifier.kb.resolver, place) for place, verifier in verifiers.items()}
    measures: dict[Level, list[Measures]] = {level: [] for level in Level}
    seconds: list[float] = []
    wrong: list[str] = []
    rules: set[str] = set()
    with TemporaryDirectory() as folder:
        for number in range(count):
            topic = list(Topic)[number % len(Topic)]
            level = list(Level)[number // len(Topic) % len(Level)]
            begun = time.perf_counter()
            made = generator.make(topic, level, number)
            seconds.append(time.perf_counter() - begun)
            measures[level].append(made.measures)
            path = Path(folder) / f"{made.case.id}.yaml"
            path.write_text(case_text(made.case), encoding="utf-8")
            case = read_case(path)
            verifier = verifiers[case.jurisdiction]
            rules |= {entry.rule for entry in case.key or () if entry.rule}
            for lang in Lang:
                prescription = prescription_of(case, lang, labs)
                (report,) = verifier.verify([prescription])
                if disagreements(case.key or (), Truth(verifier.kb).problems(report)):
                    wrong.append(f"{case.id} ({lang.value})")
                if number % ORACLE_EVERY == 0:
                    told = oracles[case.jurisdiction].check(prescription).findings
                    if {(f.rule_id, f.action) for f in told} != {(f.rule_id, f.action) for f in report.findings}:
                        wrong.append(f"{case.id} ({lang.value}, oracle)")
    print(f"{count} cases, {len(rules)} different rules, {len(wrong)} keys that do not hold: {wrong[:5]}")
    print(f"seconds for a case: median {median(seconds):.2f}, most {max(seconds):.2f}")
    for level in Level:
        told = ", ".join(f"{name} {mean(getattr(each, name) for each in measures[level]):.2f}" for name in RISING)
        print(f"level {level.value}: {told}, distance {_distance(measures[level]):.1f} %")
    rising = all(
        mean(getattr(each, name) for each in measures[one]) < mean(getattr(each, name) for each in measures[two])
        for name in RISING
        for one, two in pairwise(Level)
    )
    nearer = all(_distance(measures[one]) > _distance(measures[two]) for one, two in pairwise(Level))
    return int(bool(wrong) or not rising or not nearer)


def _distance(measures: list[Measures]) -> float:
    return median(float(each.distance) for each in measures if each.distance is not None)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
