"""Engine and oracle side by side in one run, on the same random prescriptions and the shipped tables.

    python benchmarks/engine.py [--prescriptions 2000] [--oracle 200] [--seed 1]

The oracle is the plain, per-prescription implementation in tests/oracle; it is timed on a sample, whose findings must
equal the engine's. Figures are prescriptions per second of checking, names already read; `reports` adds findings in
words, receipts and questions.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rxcheck.checks.interface import Options
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.verify import Verifier
from tests.oracle.comparing import engine_reports
from tests.oracle.generate import generate
from tests.oracle.oracle import Oracle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prescriptions", type=int, default=2000)
    parser.add_argument("--oracle", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = default_folder()
    knowledge = load(folder)
    compiled = open_compiled(folder)
    prescriptions = generate(knowledge, options.seed, options.prescriptions)
    lines = sum(len(rx.lines) for rx in prescriptions)
    print(f"{len(prescriptions)} prescriptions, {lines} lines, knowledge {compiled.text.content_hash[:12]}")

    sample = prescriptions[: options.oracle]
    kb = Kb(compiled)
    oracle = Oracle(knowledge, kb.resolver)
    start = time.perf_counter()
    wanted = [oracle.check(rx) for rx in sample]
    slow = time.perf_counter() - start

    kb = Kb(compiled)
    start = time.perf_counter()
    batch = make_batch(prescriptions, kb)
    laid_out = time.perf_counter() - start
    start = time.perf_counter()
    found = sum(len(check.run(batch, kb, Options())[0]) for check in CHECKS)
    checked = time.perf_counter() - start

    verifier = Verifier(compiled)
    start = time.perf_counter()
    reports = verifier.verify(prescriptions)
    whole = time.perf_counter() - start

    equal = engine_reports(kb, sample, Options()) == wanted
    print(f"{'':24}{'seconds':>10}{'per second':>12}{'against oracle':>16}")
    rate = len(sample) / slow
    print(f"{'oracle':24}{slow:>10.2f}{rate:>12.0f}{1:>15.1f}x   ({len(sample)} prescriptions)")
    for name, seconds in (
        ("engine, resolve and lay out", laid_out),
        ("engine, kernels", checked),
        ("engine, both", laid_out + checked),
        ("reports", whole),
    ):
        speed = len(prescriptions) / seconds
        print(f"{name:24}{seconds:>10.2f}{speed:>12.0f}{speed / rate:>15.1f}x")
    print(f"findings {found} (reports {sum(len(report.findings) for report in reports)})")
    print(f"equal to the oracle on the sample: {'yes' if equal else 'NO'}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
