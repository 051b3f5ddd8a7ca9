"""What would interrupt a pharmacist on 43 real outpatients, finding by finding, with the facts that each rests on?

    python benchmarks/knowledge/patients.py [--lang zh] [--all]

The patients are reference data beside the repository ($RXCHECK_REFERENCE or ../shared/reference). Their lists hold what was
dispensed over time as if it were taken together, so that duplicates of one ingredient are many. `--all` prints the findings that
do not interrupt as well. Ends with 0 and a word where the data is not there.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rxcheck.finding import Finding
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.report.facts import fact_rows, when_row
from rxcheck.report.words import term
from rxcheck.terms import Lang
from rxcheck.verify import Verifier
from tests.support.smart import read_smart, smart_folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", choices=[lang.value for lang in Lang], default=Lang.EN.value)
    parser.add_argument("--all", action="store_true", help="findings that do not interrupt, too")
    options = parser.parse_args()
    folder = smart_folder()
    if not folder.is_dir():
        print("the patients are not here: nothing shown")
        return 0
    verifier = Verifier(open_compiled(default_folder()))
    reports = verifier.verify(read_smart(folder))
    catalogue, lang = verifier.catalogue(), Lang(options.lang)
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        for finding in report.findings:
            counts[finding.action.value, finding.check.value] += 1
            if options.all or finding.action.interrupts:
                print(f"{report.prescription.id}: {_shown(finding, catalogue, lang)}")
    lines = sum(len(report.prescription.lines) for report in reports)
    print(f"\n{len(reports)} patients, {lines} lines")
    for (action, check), number in sorted(counts.items()):
        print(f"{number:>5}  {action:8} {check}")
    interrupted = sum(any(each.action.interrupts for each in report.findings) for report in reports)
    print(f"{interrupted} patients with a finding that interrupts")
    return 0


def _shown(finding: Finding, catalogue: Catalogue, lang: Lang) -> str:
    """`modify major dup-statins: Atorvastatin + Simvastatin · compared · holds for · rests on`."""
    drugs = " + ".join(catalogue.drug(drug, lang) for drug in finding.drugs)
    parts = [f"{term(finding.action, lang)} · {term(finding.severity, lang)} · {finding.rule_id}: {drugs}"]
    for use in finding.mechanism or finding.harm:
        parts.append(catalogue.clause(use, lang))
    if finding.compared:
        seen = finding.compared
        parts.append(f"{term(seen.fact, lang)} {seen.observed} {seen.comparator.value} {seen.limit} {seen.unit}")
    parts += [row for row in (when_row(finding, catalogue, lang), *fact_rows(finding, catalogue, lang)) if row]
    return " | ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
