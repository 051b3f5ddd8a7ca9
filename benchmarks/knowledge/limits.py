"""What the patient tables hold and how they stand to other people's figures.

1. Rows of every table by kind of source and status, and how many interrupt.
2. Daily maxima of adults below the defined daily dose (WHO DDD) of the drug by the same route, each with what is known of why.
3. Antimicrobial rows on kidneys and children beside two lists without sources: drugs that only one side knows.

Why a maximum lies below the DDD is said below for each drug; one that nobody has explained is an error (exit 1). The reference data lies beside the checkout (or in $RXCHECK_REFERENCE); without it the first part is all.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rxcheck.errors import QuantityError
from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import LimitKind, RuleAction
from rxcheck.quantity import Quantity
from tests.support.smart import reference_folder

INTERRUPTING = (RuleAction.AVOID, RuleAction.MODIFY)
PATIENT_TABLES: tuple[type[sc.Rule], ...] = (
    sc.DoseLimit,
    sc.ConditionRule,
    sc.AllergyRule,
    sc.DuplicateRule,
    sc.SetRule,
)


def rows_by_table(knowledge: Knowledge) -> list[str]:
    """A line for each file: rows, rows that interrupt, and both by kind of source and by status."""
    kinds = {row.source_id: row.kind.value for row in knowledge.rows(sc.Source)}
    lines = []
    tables: dict[str, list[sc.Rule]] = {}
    for table in PATIENT_TABLES:
        for item in knowledge.located(table):
            assert isinstance(item.row, sc.Rule)
            tables.setdefault(item.file, []).append(item.row)
    for file, rows in sorted(tables.items()):
        loud = [row for row in rows if row.action in INTERRUPTING]
        by_kind = Counter(kinds[row.source_id] for row in rows)
        cited = sum(kinds[row.source_id] != "curator" for row in loud)
        status = Counter(row.status.value for row in rows)
        shown = ", ".join(f"{kind} {count}" for kind, count in by_kind.most_common())
        lines.append(f"{file:38} {len(rows):5}  interrupting {len(loud):4} ({cited} cited)  {shown}  {dict(status)}")
    return lines


def _ddds(folder: Path) -> dict[tuple[str, str], Quantity]:
    """DDD by name of the drug and route of administration ("O", "P"), the largest where several stand."""
    path = folder / "vocabulary" / "top_drugs.csv"
    found: dict[tuple[str, str], Quantity] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = row.get("name") or row.get("drug") or next(iter(row.values()))
            text = " ".join(value or "" for key, value in row.items() if "ddd" in key.casefold())
            for value, unit, route in re.findall(
                r"([\d.]+)\s*(mg|g|mcg|ug|MU|TU|U)\b[^A-Za-z]*([A-Z][A-Za-z.]*)?", text
            ):
                try:
                    amount = Quantity.of(value, {"mcg": "ug", "U": "[IU]"}.get(unit, unit))
                except (QuantityError, InvalidOperation):
                    continue
                key = name.casefold(), (route or "O")[:1]
                if key not in found or found[key].base < amount.base:
                    found[key] = amount
    return found


# The DDD is an average maintenance dose of the main use, with no regard to salt, release or partner.
WHY = {
    "artemether": "the DDD is of artemether alone; the row is the labelled course with lumefantrine (80 mg twice a day)",
    "estazolam": "does not interrupt: the US maximum; 6 mg is where it interrupts (elsewhere sold up to that)",
    "indapamide": "prolonged release only: 1.5 mg acts as 2.5 mg of the ordinary tablet, which the DDD is of",
    "ketoconazole": "does not interrupt: the US maximum; the DDD is of prostate cancer and Cushing's disease",
    "labetalol": "does not interrupt: the labelled cumulative amount of one treatment with injections; the DDD knows no such course",
    "levodopa": "with a decarboxylase inhibitor; the DDD of 3.5 g is of levodopa alone",
    "medroxyprogesterone": "does not interrupt: gynaecology; the DDD is of oncology",
    "metronidazole": "does not interrupt: the vaginal course; the DDD is of infusions",
    "nintedanib": "lung fibrosis; lung cancer (400 mg) is a row of its own, and the DDD lies between",
    "pilocarpine": "the label's maximum for dry mouth; the listed DDD lies above it",
    "prochlorperazine": "does not interrupt: nausea; the DDD is of psychosis",
    "triamcinolone": "does not interrupt: the nose; the DDD is of injections",
}


def below_ddd(knowledge: Knowledge, folder: Path) -> tuple[list[str], int]:
    """Daily maxima of adults that lie below the DDD, and how many of them nobody has explained."""
    ddds, resolver = _ddds(folder), Resolver(open_compiled(default_folder()).text.index)
    by_drug: dict[tuple[str, str], Quantity] = {}
    for (name, route), amount in ddds.items():
        for drug in resolver.drug(name).drugs:
            by_drug[drug, route] = amount
    lines, compared, open_ones = [], 0, 0
    for item in knowledge.located(sc.DoseLimit):
        row = item.row
        assert isinstance(row, sc.DoseLimit)
        if item.file != "rules/dose_limits.csv" or row.limit is not LimitKind.DAILY_MAX or row.per or row.indication:
            continue
        route = "O" if "oral" in row.routes or not row.routes else "P"
        ddd = by_drug.get((row.subject.removeprefix("drug:"), route))
        if ddd is None:
            continue
        limit = Quantity.of(row.value, row.unit)
        if limit.dimension is not ddd.dimension:
            continue
        compared += 1
        if limit.base < ddd.base:
            why = WHY.get(row.subject.removeprefix("drug:"))
            open_ones += why is None
            ratio = Decimal(limit.base) / Decimal(ddd.base)
            shown = f"{row.value} {row.unit} is {ratio:.2f} of the DDD ({row.action.value}, {row.source_id})"
            lines.append(f"  {row.rule_id}: {shown}: {why or 'NOT EXPLAINED'}")
    return [f"{compared} daily maxima compared with a DDD, {len(lines)} below it", *lines], open_ones


def antimicrobials(knowledge: Knowledge, folder: Path) -> list[str]:
    """Drugs of the two unsourced lists that have no row here."""
    resolver = Resolver(open_compiled(default_folder()).text.index)
    limited = {item.file: set() for item in knowledge.located(sc.DoseLimit)}
    for item in knowledge.located(sc.DoseLimit):
        limited[item.file].add(getattr(item.row, "subject", ""))
    for item in knowledge.located(sc.ConditionRule):
        if item.file == "rules/renal.csv":
            limited.setdefault(item.file, set()).add(getattr(item.row, "subject", ""))
    lines = []
    for name, files in (
        ("antimicrobial_renal_dose_en.txt", ("rules/dose_limits_renal.csv", "rules/renal.csv")),
        ("antimicrobial_pediatric_doses_en.txt", ("rules/dose_limits_children.csv",)),
    ):
        text = (folder / "patient_rules" / name).read_text(encoding="utf-8")
        here = set().union(*(limited.get(file, set()) for file in files))
        missing, known = [], 0
        for written in re.findall(r'"antibiotic_name":\s*"([^"]+)"', text):
            drugs = resolver.drug(written).drugs
            if any(f"drug:{drug}" in here for drug in drugs):
                known += 1
            else:
                missing.append(written)
        lines.append(f"{name}: {known} drugs with a row here, {len(missing)} without: {', '.join(missing)}")
    return lines


def main() -> int:
    """Print all parts; 1 if a contradiction is not explained."""
    unexplained = 0
    knowledge = load(default_folder())
    out = [*rows_by_table(knowledge), ""]
    out.append(f"usual doses {len(knowledge.rows(sc.UsualDose))}, conditions {len(knowledge.rows(sc.ConditionEntry))}")
    folder = reference_folder()
    if (folder / "patient_rules").is_dir():
        below, unexplained = below_ddd(knowledge, folder)
        out += ["", *below, "", *antimicrobials(knowledge, folder)]
    else:
        out.append("reference data is not there: nothing to compare with")
    sys.stdout.write("\n".join(out) + "\n")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
