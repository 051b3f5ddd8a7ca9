"""Explanations by a model of this machine: time to the first one, seconds for each finding, memory; the prefix kept and not kept.

python benchmarks/explain.py [--model NAME] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from rxcheck.explain.local import LocalPlanner, chosen_model
from rxcheck.explain.patient import PatientClauses
from rxcheck.explain.plan import Candidate, Plan, grammar
from rxcheck.explain.prompt import PREFIX, rows
from rxcheck.explain.sentences import Sentences, page_of
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.llm.process import LocalModel, ModelFile
from rxcheck.models.store import Shelf
from rxcheck.sources.detect import read
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier

EXAMPLES = Path(__file__).parents[1] / "examples"
Found = list[tuple[Candidate, str]]


def peak_mib(pid: int) -> float:
    """The most memory that a process had, in MiB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


def questions() -> list[Found]:
    """What is asked about every finding of every example."""
    verifier = Verifier(open_compiled(default_folder()))
    said = Sentences(verifier.kb.compiled.text, verifier.catalogue(), Audience.PHARMACIST, Lang.EN)
    asked: list[Found] = []

    def planner(found: Found) -> Plan:
        asked.append(list(found))
        return Plan(tuple(candidate for candidate, _ in found), "none")

    patients = PatientClauses(verifier.kb)
    for path in sorted(EXAMPLES.glob("*/prescription.*")):
        for report in verifier.verify(read(path, path.name).prescriptions):
            page_of(report, said, planner=planner, patients=patients)
    return asked


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    shelf = Shelf()
    model = chosen_model(shelf, given.model)
    file = ModelFile(shelf.path(model), model.sha256)
    asked = questions()
    print(f"{model.title}: {len(asked)} findings of the examples")
    first: dict[str, list[float]] = {"no state on disk": [], "state on disk": []}
    each: dict[bool, list[float]] = {True: [], False: []}
    tokens: dict[bool, list[int]] = {True: [], False: []}
    used = peak = 0.0
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("no state on disk", "state on disk"):
                began = time.perf_counter()
                with LocalModel(file, PREFIX, Path(folder)) as local:
                    plan = LocalPlanner(local, model.title)(asked[0])
                    first[name].append(time.perf_counter() - began)
                    used += plan.fallback is None
            # Side by side: every finding once with the prefix that is kept, once computed anew.
            with LocalModel(file, PREFIX, Path(folder)) as local:
                for found in asked:
                    candidates = [candidate for candidate, _ in found]
                    for reuse in (True, False):
                        began = time.perf_counter()
                        answer = local.ask(rows(found), grammar(candidates), 4 * len(found) + 8, 60, reuse=reuse)
                        each[reuse].append(time.perf_counter() - began)
                        tokens[reuse].append(answer.prompt_tokens - answer.reused)
                if local.pid is not None:
                    peak = max(peak, peak_mib(local.pid))
    for name, seconds in first.items():
        print(f"first explanation, {name}: median {statistics.median(seconds):.2f} s")
    for reuse, seconds in each.items():
        what = "prefix kept" if reuse else "prefix computed anew"
        print(
            f"each finding, {what}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s, "
            f"{statistics.median(tokens[reuse]):.0f} tokens computed"
        )
    print(f"peak memory of the worker: {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
