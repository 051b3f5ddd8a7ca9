"""Resolving a chain's lines: a million of them with twenty thousand distinct names cost one look-up for each distinct name.

    python benchmarks/names.py [LINES DISTINCT]

Prints the look-ups, the time with and without remembering names, and fails when a distinct name is looked up twice.
"""

from __future__ import annotations

import random
import resource
import sys
import time

from rxcheck.coverage import cover
from rxcheck.kb import schema as sc
from rxcheck.kb.load import load
from rxcheck.kb.resolution import Resolution
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled

FORMS = ("", " tablet", " 片", " oral", " injection", " 胶囊", " Oral Tablet", " ER")


class Counting(Resolver):
    """Counts what is really looked up."""

    looked_up = 0

    def _resolve(self, text, codes) -> Resolution:  # type: ignore[no-untyped-def]
        self.looked_up += 1
        return super()._resolve(text, codes)


def written(count: int, rng: random.Random) -> list[str]:
    """Distinct names in many spellings, some of them unknown."""
    knowledge = load(default_folder())
    names = [row.name for row in knowledge.rows(sc.Name)]
    names += [name for row in knowledge.rows(sc.Drug) for name in (row.name_en, row.name_zh) if name]
    found: dict[str, None] = {}
    while len(found) < count:
        name = rng.choice(names)
        if rng.random() < 0.02:
            name = "".join(rng.sample(name, len(name)))
        found.setdefault(f"{name}{rng.choice(FORMS)} {rng.randint(1, 999)} mg"[:200])
    return list(found)


def main() -> int:
    lines, distinct = (int(value) for value in (sys.argv[1:3] if len(sys.argv) == 3 else ("1000000", "20000")))
    rng = random.Random(7)
    names = written(distinct, rng)
    column = [*names, *rng.choices(names, k=lines - distinct)]
    rng.shuffle(column)
    resolver = Counting(open_compiled(default_folder()).text.index)
    begin = time.perf_counter()
    coverage = cover(column, resolver)
    took = time.perf_counter() - begin
    sample = rng.sample(names, min(500, distinct))
    fresh = Resolver(open_compiled(default_folder()).text.index)
    begin = time.perf_counter()
    for name in sample:
        fresh.drug(name)
    alone = (time.perf_counter() - begin) / len(sample)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"lines {coverage.lines:,} · distinct names {len(coverage.names):,} · look-ups {resolver.looked_up:,}")
    print(f"{took:.1f} s for all ({coverage.lines / took:,.0f} lines/s) · {alone * 1e6:,.0f} µs a look-up")
    print(f"a look-up for every line would take about {alone * lines:,.0f} s · memory {memory} MB")
    return 0 if resolver.looked_up == len(coverage.names) == distinct and coverage.lines == lines else 1


if __name__ == "__main__":
    sys.exit(main())
