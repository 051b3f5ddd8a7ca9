"""How many English names of the reference data the vocabulary understands, by the text alone (codes are not looked at).

    python benchmarks/coverage/english.py [--all]

Prints for each list how many distinct names and how many lines are understood and every name that is not, with the
reason; of the list of variants also where ours means another drug than the list. `--all` prints variants without a
known canonical name, too. Ends with 1 when fewer than 99 % of the lines of SMART and Synthea are understood, with 2
where there is no reference data ($RXCHECK_REFERENCE).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.sources.detect import read
from tests.support.smart import read_dispensed, read_smart, reference_folder, smart_folder

REQUIRED = 0.99
# Reference names that stand for no medicine of a prescription, and why.
LEFT_OUT = {
    "aluminium": "an element: which salt is not said",
    "cyanocobalamin co-57": "a diagnostic isotope",
    "fluoride ion f-18": "a diagnostic isotope",
    "interferon": "alfa, beta or gamma",
    "meglumine": "a counter-ion",
    "nitrite": "sodium nitrite or amyl nitrite",
}


@dataclass(frozen=True)
class Coverage:
    """What became of the names of one list: how often each occurs, and those that were not understood, with the reason."""

    title: str
    names: Counter[str]
    unresolved: dict[str, str]

    @property
    def lines(self) -> int:
        return self.names.total()

    @property
    def understood(self) -> int:
        """Lines, not distinct names."""
        return self.lines - sum(self.names[name] for name in self.unresolved)

    def __str__(self) -> str:
        share = self.understood / self.lines if self.lines else 0
        distinct = len(self.names) - len(self.unresolved)
        head = f"{self.title}: {self.understood} of {self.lines} lines ({share:.2%}), {distinct} of {len(self.names)} names"
        return "\n".join([head, *(f"    {name}: {why}" for name, why in sorted(self.unresolved.items()))])


@dataclass(frozen=True)
class Agreement:
    """Variants whose canonical name is known: understood as the same, as nothing, or as something else."""

    same: int
    silent: dict[str, str]
    other: dict[str, str]
    unknown: tuple[str, ...]

    def __str__(self) -> str:
        compared = self.same + len(self.silent) + len(self.other)
        lines = [
            f"name_variants: {self.same} of {compared} variants of a known drug mean that drug ({self.same / compared:.2%})"
        ]
        lines += [f"    {name}: {why}" for name, why in sorted(self.silent.items())]
        lines += [f"    {name}: {why}" for name, why in sorted(self.other.items())]
        return "\n".join(
            [*lines, f"    ({len(self.unknown)} variants of canonical names that are no medicine of ours)"]
        )


def why_not(resolver: Resolver, name: str) -> str | None:
    """The reason why a name is not understood, with suggestions; None when it is."""
    found = resolver.drug(name)
    if found.known:
        return None
    listed = LEFT_OUT.get(name.casefold())
    return listed or f"{found.reason.value if found.reason else '?'} ({', '.join(found.suggestions) or 'nothing near'})"


def cover(resolver: Resolver, title: str, names: Iterable[str]) -> Coverage:
    """How many of `names` are understood."""
    counted = Counter(name.strip() for name in names)
    return Coverage(title, counted, {name: why for name in counted if (why := why_not(resolver, name))})


def prescribed(resolver: Resolver) -> list[Coverage]:
    """SMART and Synthea: names on prescriptions. Empty lists where the reference data is absent."""
    smart, synthea = smart_folder(), reference_folder() / "prescriptions" / "synthea_fhir"
    found = []
    if smart.is_dir():
        lines = [line.as_written for item in read_smart(smart) for line in item.lines]
        found.append(cover(resolver, "SMART meds.txt", lines))
        for name in ("ri-meds.txt", "ri-sigs.txt"):
            found.append(cover(resolver, f"SMART {name}", (line.drug for line in read_dispensed(smart, name))))
    for path in sorted(synthea.glob("*.json")):
        result = read(path, path.name, include_inactive=True)
        lines = [line.as_written for item in result.prescriptions for line in item.lines]
        found.append(cover(resolver, f"Synthea {path.stem}", lines))
    return found


def _rows(name: str) -> list[dict[str, str]]:
    path = reference_folder() / "vocabulary" / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def top_drugs(resolver: Resolver) -> Coverage:
    """The most used drugs by name."""
    return cover(resolver, "top_drugs", (row["name"] for row in _rows("top_drugs.csv")))


def agreement(resolver: Resolver) -> Agreement | None:
    """Brand and generic variants against their canonical names; None without the list."""
    rows = _rows("name_variants.csv")
    same, silent, other, unknown = 0, {}, {}, []
    for row in rows:
        right = resolver.drug(row["canonical"])
        if not right.known:
            unknown.append(row["variant"])
            continue
        mine = resolver.drug(row["variant"])
        if not mine.known:
            silent[row["variant"]] = f"not understood; listed as {row['canonical']}"
        elif {item.drug for item in mine.ingredients} == {item.drug for item in right.ingredients}:
            same += 1
        else:
            meant = " + ".join(item.drug for item in mine.ingredients)
            other[row["variant"]] = f"{meant} here; listed as {row['canonical']}"
    return Agreement(same, silent, other, tuple(unknown)) if rows else None


def share(found: Iterable[Coverage]) -> float:
    """Lines understood of all lines."""
    listed = list(found)
    return sum(item.understood for item in listed) / sum(item.lines for item in listed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="print variants of unknown canonical names, too")
    options = parser.parse_args()
    resolver = Resolver(open_compiled(default_folder()).text.index)
    found = prescribed(resolver)
    if not found:
        print(f"no prescriptions below {reference_folder()}: set RXCHECK_REFERENCE", file=sys.stderr)
        return 2
    compared = agreement(resolver)
    for item in (*found, top_drugs(resolver), *([compared] if compared else [])):
        print(item)
    if options.all and compared:
        print("\n".join(compared.unknown))
    reached = share(found)
    print(f"SMART and Synthea: {reached:.2%} of lines (at least {REQUIRED:.0%})")
    return 0 if reached >= REQUIRED else 1


if __name__ == "__main__":
    sys.exit(main())
