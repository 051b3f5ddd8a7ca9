"""How many Chinese names of three reference lists the tables understand, with every row they do not.

    python benchmarks/coverage/chinese.py

Essential medicines: the Chinese name means the same ingredients as the English name of the row. Originator brands: the
Chinese generic name means something, and the trade name nothing else. WHO list: the Chinese name means the same as the
English one; headings of the list ("泻药", "Laxatives") are not counted. The lists lie in $RXCHECK_REFERENCE, else in
../shared/reference beside the repository. Exit code 1 when a share falls below its threshold, 2 without the lists.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rxcheck.engine.compiled import Kb
from rxcheck.kb.resolve import Resolution, Resolver
from rxcheck.kb.store import default_folder, open_compiled
from tests.support.smart import reference_folder

# Shares of rows that must be understood.
ESSENTIAL_AT_LEAST = 0.97
ORIGINATOR_AT_LEAST = 0.85
ESSENTIAL, ORIGINATOR, WHO = "cn_essential_medicines_2026.csv", "cn_originator_brands.csv", "who_eml_en_zh.csv"


@dataclass
class Coverage:
    """Rows of one list: how many, and which are not understood or not agreed on (name, reason)."""

    title: str
    rows: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return 1 - len(self.faults) / self.rows if self.rows else 0.0


def vocabulary_folder() -> Path:
    """Where the reference lists lie."""
    return reference_folder() / "vocabulary"


def shipped_resolver() -> Resolver:
    """The resolver of the shipped tables."""
    return Kb(open_compiled(default_folder())).resolver


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a list, by column."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def drugs_of(found: Resolution) -> frozenset[str]:
    """The ingredients of a name; empty when it was not understood."""
    return frozenset(item.drug for item in found.ingredients)


def essential(resolver: Resolver, folder: Path) -> Coverage:
    """The Chinese name against the English name of the row. A row without an English name has to be understood only."""
    found = Coverage("essential medicines: Chinese name agrees with the English one")
    for row in rows_of(folder / ESSENTIAL):
        found.rows += 1
        zh = resolver.drug(row["name_zh"])
        if not row["inn_en"].strip():
            if not zh.known:
                found.faults.append((row["name_zh"], _meaning(zh)))
            continue
        en = resolver.drug(row["inn_en"])
        if not zh.known or drugs_of(zh) != drugs_of(en):
            found.faults.append((row["name_zh"], f"{_meaning(zh)}; {row['inn_en']}: {_meaning(en)}"))
    return found


def originator(resolver: Resolver, folder: Path) -> Coverage:
    """Chinese generic names that mean something. Trade names that mean something else are notes."""
    found = Coverage("originator brands: Chinese generic name understood")
    for row in rows_of(folder / ORIGINATOR):
        found.rows += 1
        generic, trade = resolver.drug(row["generic_name_zh"]), resolver.drug(row["trade_name_zh"])
        if not generic.known:
            found.faults.append((row["generic_name_zh"], _meaning(generic)))
        elif not trade.known:
            found.notes.append((row["trade_name_zh"], f"{_meaning(trade)}; {row['generic_name_zh']}"))
        elif drugs_of(generic) != drugs_of(trade):
            found.notes.append(
                (row["trade_name_zh"], f"{_meaning(trade)}; {row['generic_name_zh']}: {_meaning(generic)}")
            )
    return found


def who(resolver: Resolver, folder: Path) -> Coverage:
    """Rows of which at least one name is understood; the rest (headings, devices, groups) are notes."""
    found = Coverage("WHO essential medicines: Chinese name agrees with the English one")
    for en_name, zh_name in dict.fromkeys((row["en"], row["zh"]) for row in rows_of(folder / WHO)):
        en, zh = resolver.drug(en_name), resolver.drug(zh_name)
        if not en.known and not zh.known:
            found.notes.append((zh_name, f"neither name is a drug of the tables: {en_name}"))
            continue
        found.rows += 1
        if not zh.known or drugs_of(en) != drugs_of(zh):
            found.faults.append((zh_name, f"{_meaning(zh)}; {en_name}: {_meaning(en)}"))
    return found


def main() -> int:
    folder = vocabulary_folder()
    if not folder.is_dir():
        print(f"no reference lists at {folder}: set RXCHECK_REFERENCE", file=sys.stderr)
        return 2
    resolver = shipped_resolver()
    measured = (
        (essential(resolver, folder), ESSENTIAL_AT_LEAST),
        (originator(resolver, folder), ORIGINATOR_AT_LEAST),
        (who(resolver, folder), 0.0),
    )
    for coverage, _ in measured:
        print(f"\n{coverage.title}")
        for name, reason in coverage.faults:
            print(f"  {name}\t{reason}")
        for name, reason in coverage.notes:
            print(f"  (note) {name}\t{reason}")
    print()
    for coverage, least in measured:
        understood = coverage.rows - len(coverage.faults)
        print(f"{coverage.title}: {understood} of {coverage.rows} ({coverage.share:.1%}), at least {least:.0%}")
    return int(any(coverage.share < least for coverage, least in measured))


def _meaning(found: Resolution) -> str:
    """The ingredients, or why there are none, with what is suggested."""
    if found.known:
        return " + ".join(item.drug for item in found.ingredients)
    reason = found.reason.value if found.reason else "unknown"
    return f"{reason} ({', '.join(found.suggestions)})" if found.suggestions else reason


if __name__ == "__main__":
    sys.exit(main())
