"""Does the interaction knowledge agree with independent lists of pairs, and is it silent elsewhere?

    python benchmarks/knowledge/agreement.py [--misses FILE.csv] [--show N]

The lists are reference data beside the repository ($RXCHECK_REFERENCE or ../shared/reference); nothing of them is part of
the tables. For each list: pairs, pairs with both drugs known, flagged at any level, flagged as interrupting (avoid or modify),
and every miss, grouped. Each pair is a prescription of two lines without dose, judged without routes, with both lines oral and with
both lines intravenous; the worst counts. Lists whose entries are classes are expanded by the list's own members.

The last two parts are the price: random pairs of common drugs that no list holds, and the alerts on real patients. Ends with
1 when a figure misses its goal, with 0 and a word where the reference data is not there.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec

from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.pairs import interactions
from rxcheck.kb.compile_codes import ACTION_OF
from rxcheck.kb.importers.ansm import LEVELS, read_ansm
from rxcheck.kb.importers.french import plain
from rxcheck.kb.importers.interface import FrenchNames, SourceFile, listed_names
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.model import Dosage, MedicationLine, Patient, Prescription
from rxcheck.terms import Action, CheckKind, Route
from rxcheck.verify import Verifier
from tests.support.smart import read_smart, reference_folder, smart_folder

Pair = tuple[str, str]  # ids of two drugs, sorted
ROUTES: tuple[Route | None, ...] = (None, Route.ORAL, Route.IV)
BATCH = 20_000
RANDOM_PAIRS = 3_000
SEED = 20_261_122


@dataclass(frozen=True)
class Verdict:
    """The worst action on a pair, and its rule."""

    action: Action | None
    rule: str


@dataclass
class PairList:
    """Pairs of one list at one level, by the text that names them there."""

    title: str
    pairs: dict[Pair, str] = field(default_factory=dict)
    total: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


class Judge:
    """Two drugs → the worst interaction finding."""

    def __init__(self) -> None:
        self.compiled = open_compiled(default_folder())
        self.kb = Kb(self.compiled)
        self.rules = self.kb.rules(CheckKind.INTERACTION)
        self._seen: dict[Pair, Verdict] = {}
        self._known: dict[str, frozenset[str]] = {}

    def drugs(self, name: str) -> frozenset[str]:
        """The ingredients that a name stands for; empty where it is not understood."""
        if name not in self._known:
            self._known[name] = self.kb.resolver.drug(name).drugs
        return self._known[name]

    def judge(self, pairs: Iterable[Pair]) -> dict[Pair, Verdict]:
        """The worst verdict of each pair, over all routes tried."""
        wanted = sorted(set(pairs))
        new = [pair for pair in wanted if pair not in self._seen]
        for begin in range(0, len(new), BATCH):
            self._batch(new[begin : begin + BATCH])
        return {pair: self._seen[pair] for pair in wanted}

    def _batch(self, pairs: Sequence[Pair]) -> None:
        worst: dict[Pair, tuple[int, str]] = {}
        for route in ROUTES:
            batch = make_batch([_prescription(pair, route) for pair in pairs], self.kb)
            hits, _ = interactions(batch, self.kb)
            for rx, rule, action in zip(hits.rx.tolist(), hits.rule.tolist(), hits.action.tolist(), strict=True):
                pair = pairs[rx]
                if action > worst.get(pair, (0, ""))[0]:
                    worst[pair] = action, self.rules[rule].rule_id
        for pair in pairs:
            action, rule = worst.get(pair, (0, ""))
            self._seen[pair] = Verdict(ACTION_OF.get(action), rule)


def _prescription(pair: Pair, route: Route | None) -> Prescription:
    lines = tuple(
        MedicationLine(id=f"L{number}", as_written=drug, dosage=Dosage(route=route))
        for number, drug in enumerate(pair, 1)
    )
    return Prescription("pair", lines, Patient())


def read_pairs(judge: Judge, path: Path, title: str, level: str) -> PairList:
    """A list with one pair of names a row."""
    found = PairList(title)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["level"].casefold() == level.casefold():
                found.total += 1
                add(judge, found, row["drug_a"], row["drug_b"], judge.drugs)
    return found


def add(
    judge: Judge, found: PairList, one: str, two: str, drugs: Callable[[str], frozenset[str]], entry: str = ""
) -> None:
    """The pair of two names, where both are understood as drugs and differ; `entry` is what the list calls it."""
    sides = drugs(one), drugs(two)
    for name, side in zip((one, two), sides, strict=True):
        if not side:
            found.unknown[name] += 1
    for first, second in itertools.product(*sides):
        if first != second:
            found.pairs.setdefault((min(first, second), max(first, second)), f"{entry}{one} + {two}")


# ---- the French thesaurus: read as the importer reads it ----


def read_french(judge: Judge, folder: Path) -> dict[str, PairList]:
    """The pairs of each level, both sides of every entry expanded by the thesaurus's own index.

    A pair that an entry gives several levels, by dose, route or kidneys, counts at the least of them there.
    """
    files = tuple(
        SourceFile(name, (folder / name).read_text(encoding="utf-8-sig"))
        for name in ("ansm_2020_entries.csv", "ansm_2020_class_members.csv")
    )
    names = FrenchNames(judge.kb.resolver, listed_names(load(default_folder()), "fr"))
    found = {level: PairList(f"ANSM {level}") for level in LEVELS}
    levels: dict[tuple[str, str, str], int] = {}
    for statement in read_ansm(files).statements:
        grade = plain(statement.grade)
        if grade in LEVELS:
            entry = " + ".join(sorted(statement.locator.split(" + ")))
            for one, two in statement.pairs:
                key = (min(one, two), max(one, two), entry)
                levels[key] = max(levels.get(key, 0), LEVELS.index(grade))

    def drugs(name: str) -> frozenset[str]:
        return frozenset(names.meaning(name).drugs)

    for (one, two, entry), level in levels.items():
        listed = found[LEVELS[level]]
        listed.total += 1
        add(judge, listed, one, two, drugs, f"{entry} | ")
    return found


# ---- what is printed ----


@dataclass(frozen=True)
class Goal:
    """At least (or at most) this share."""

    flagged: float | None = None
    interrupting: float | None = None
    interrupting_at_most: float | None = None


def show(judge: Judge, listed: PairList, goal: Goal, misses: list[dict[str, str]]) -> bool:
    """Print one list's figures; returns whether it met its goal. Misses are appended."""
    verdicts = judge.judge(listed.pairs)
    flagged = sum(verdict.action is not None for verdict in verdicts.values())
    loud = sum(verdict.action is not None and verdict.action.interrupts for verdict in verdicts.values())
    known = len(verdicts)
    print(f"\n{listed.title}")
    print(f"  {listed.total} pairs of names, {known} distinct pairs with both drugs known")
    met = True
    for label, count, least in (("flagged", flagged, goal.flagged), ("interrupting", loud, goal.interrupting)):
        share = count / known if known else 1.0
        text = f"  {label:<13}{count:>7} of {known}  {share:7.2%}"
        if least is not None:
            met &= share >= least
            text += f"   (goal ≥ {least:.0%}{'' if share >= least else ', MISSED'})"
        if label == "interrupting" and goal.interrupting_at_most is not None:
            met &= share <= goal.interrupting_at_most
            text += (
                f"   (goal ≤ {goal.interrupting_at_most:.1%}{'' if share <= goal.interrupting_at_most else ', MISSED'})"
            )
        print(text)
    for name, count in listed.unknown.most_common():
        misses.append({"list": listed.title, "miss": "unknown drug", "pair": name, "listed": str(count), "rule": ""})
    for pair, verdict in verdicts.items():
        quiet = goal.interrupting_at_most is not None
        interrupts = verdict.action is not None and verdict.action.interrupts
        if quiet and interrupts:
            kind = f"interrupts: {verdict.action}"
        elif not quiet and verdict.action is None:
            kind = "silent"
        elif goal.interrupting is not None and not interrupts:
            kind = f"only {verdict.action}"
        else:
            continue
        misses.append(
            {
                "list": listed.title,
                "miss": kind,
                "pair": " + ".join(pair),
                "listed": listed.pairs[pair],
                "rule": verdict.rule,
            }
        )
    return met


def common_drugs(judge: Judge, folder: Path) -> list[str]:
    """Ids of the most used drugs."""
    found: set[str] = set()
    with (folder / "top_drugs.csv").open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        column = next(name for name in reader.fieldnames or () if name in {"name", "name_en", "inn", "drug"})
        for row in reader:
            drugs = judge.drugs(row[column])
            if len(drugs) == 1:
                found |= drugs
    return sorted(found)


def random_pairs(judge: Judge, folder: Path, listed: set[Pair]) -> PairList:
    """Pairs of common drugs that no list holds."""
    drugs = common_drugs(judge, folder / "vocabulary")
    chance = random.Random(SEED)
    found = PairList(f"random pairs of {len(drugs)} common drugs, in no list")
    while len(found.pairs) < RANDOM_PAIRS:
        first, second = sorted(chance.sample(drugs, 2))
        if (first, second) not in listed:
            found.pairs[first, second] = ""
    found.total = len(found.pairs)
    return found


def patients(judge: Judge) -> bool:
    """Interrupting interaction alerts on the sample patients, per 100 pairs of lines."""
    verifier = Verifier(judge.compiled)
    met = True
    for title, prescriptions in (("SMART", read_smart(smart_folder())), ("Synthea", list(synthea()))):
        pairs = sum(len(rx.lines) * (len(rx.lines) - 1) // 2 for rx in prescriptions)
        alerts = [
            (report.prescription.id, finding)
            for report in verifier.verify(prescriptions)
            for finding in report.findings
            if finding.check is CheckKind.INTERACTION and finding.action.interrupts
        ]
        rate = 100 * len(alerts) / pairs if pairs else 0.0
        met &= rate <= 1.0
        print(
            f"\n{title}: {len(prescriptions)} prescriptions, {pairs} pairs of lines, {len(alerts)} interrupting: {rate:.2f} per 100"
        )
        for number, (_, finding) in enumerate(alerts, 1):
            print(f"  {number:>3}. {' + '.join(finding.drugs)}: {finding.action} ({finding.rule_id})")
    return met


def synthea() -> Iterator[Prescription]:
    """The synthetic patients, all that is active together."""
    from rxcheck.sources.detect import read

    for path in sorted((reference_folder() / "prescriptions" / "synthea_fhir").glob("*.json")):
        for item in read(path).prescriptions:
            yield msgspec.structs.replace(item, id=path.stem)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--misses", type=Path, help="write every miss to this CSV file")
    parser.add_argument("--show", type=int, default=15, help="how many misses of each list to print, by rule or entry")
    arguments = parser.parse_args()
    folder = reference_folder()
    if not folder.is_dir():
        print(f"no reference data at {folder}")
        return 0
    judge, pairs = Judge(), folder / "interactions"
    french = read_french(judge, pairs)
    lists = (
        (
            read_pairs(judge, pairs / "onc_high_priority_pairs.csv", "ONC high priority", "high priority"),
            Goal(0.98, 0.93),
        ),
        (french[LEVELS[0]], Goal(0.92, 0.85)),
        (french[LEVELS[1]], Goal(0.92)),
        (read_pairs(judge, pairs / "ndfrt_pairs.csv", "NDF-RT critical", "Critical"), Goal(0.92)),
        (
            read_pairs(judge, pairs / "onc_non_interruptive_pairs.csv", "ONC non-interruptive", "non-interruptive"),
            Goal(interrupting_at_most=0.06),
        ),
    )
    others = (
        read_pairs(judge, pairs / "ndfrt_pairs.csv", "NDF-RT significant", "Significant"),
        french[LEVELS[2]],
        french[LEVELS[3]],
    )
    misses: list[dict[str, str]] = []
    met = True
    for listed, goal in lists:
        met &= show(judge, listed, goal, misses)
    for listed in others:
        show(judge, listed, Goal(), [])
    everything = {pair for listed in (*(one for one, _ in lists), *others) for pair in listed.pairs}
    met &= show(judge, random_pairs(judge, folder, everything), Goal(interrupting_at_most=0.015), misses)
    met &= patients(judge)
    print_misses(misses, arguments.show)
    if arguments.misses:
        with arguments.misses.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ("list", "miss", "pair", "listed", "rule"), lineterminator="\n")
            writer.writeheader()
            writer.writerows(misses)
    return 0 if met else 1


def print_misses(misses: Sequence[dict[str, str]], most: int) -> None:
    """Every miss, grouped by list and by what the list calls it."""
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for miss in misses:
        entry = miss["listed"].partition(" | ")[0] if "|" in miss["listed"] else miss["pair"]
        groups[miss["list"], miss["miss"]][f"{entry}{' (' + miss['rule'] + ')' if miss['rule'] else ''}"] += 1
    for (title, kind), entries in groups.items():
        print(f"\n{title}, {kind}: {entries.total()}")
        shown = entries.most_common(most or None)
        for entry, count in shown:
            print(f"  {count:>5}  {entry}")
        if len(shown) < len(entries):
            print(f"         … {len(entries) - len(shown)} more (--show 0)")


if __name__ == "__main__":
    sys.exit(main())
