"""What an audit has written against the oracle (tests/oracle), prescription by prescription and exactly.

    python benchmarks/audit/oracle.py [--prescriptions 10000] [--seed 1]
    python benchmarks/audit/oracle.py --table rx.csv --audit out/ [--sample 10000]

Findings: check, rule, action, severity, lines, drugs, modifier, the other rules, and the figures as they are shown. What was
not assessed: check, reason, fact, lines and how many rules wait. Receipts: every line, with its drugs. The first differences
are printed; the exit code is 1 where there is any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.audit.make import write
from rxcheck.audit.run import Asked, audit
from rxcheck.checks.amounts import in_unit, number
from rxcheck.engine.compiled import Kb
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import Op
from rxcheck.model import Prescription
from rxcheck.sources.csv_long import read_csv
from rxcheck.sources.labs import load_labs
from rxcheck.terms import CheckKind, Fact
from tests.oracle.oracle import Oracle, OracleFinding, OracleGap
from tests.oracle.patient import Person, stated_on
from tests.oracle.tables import Tables

SHOWN = 20
TABLES = {
    "findings": (
        "check", "rule_id", "action", "severity", "lines", "drugs", "modifier", "also", "observed", "limit",
    ),
    "not_assessed": ("check", "reason", "fact", "lines", "rules"),
    "receipts": ("line", "as_written", "drugs"),
}  # fmt: skip
Rows = dict[str, Counter[tuple[Any, ...]]]  # by prescription


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prescriptions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--table", type=Path, help="a table in our columns that has been audited")
    parser.add_argument("--audit", type=Path, help="the folder of its audit (Parquet)")
    parser.add_argument("--sample", type=int, help="compare only so many prescriptions, evenly spread")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        table, folder = options.table or Path(name) / "rx.csv", options.audit
        if options.table is None:
            write(table, options.prescriptions, options.seed)
        if folder is None:
            folder = Path(name) / "out"
            audit(Asked(table, folder))
        sys.exit(_compared(table, folder, options.sample))


def _compared(table: Path, folder: Path, sample: int | None) -> int:
    knowledge = load(default_folder())
    kb = Kb(open_compiled(default_folder()))
    oracle = Oracle(knowledge, kb.resolver)
    shown = _Shown(kb, Tables(knowledge))
    source = read_csv(table.read_text("utf-8"), table.name, load_labs(default_folder() / "knowledge"))
    prescriptions = list(source.prescriptions)
    if sample is not None:
        prescriptions = prescriptions[:: max(1, len(prescriptions) // sample)][:sample]
    wanted = {rx.id for rx in prescriptions}
    written = {name: _written(folder / name, columns, wanted) for name, columns in TABLES.items()}
    start, counted, wrong = time.perf_counter(), Counter[str](), 0
    for rx in prescriptions:
        report = oracle.check(rx)
        expected = {
            "findings": Counter(shown.finding(rx, each) for each in report.findings),
            "not_assessed": Counter(_gap(each) for each in report.not_assessed),
            "receipts": Counter(_lines(kb, rx)),
        }
        for name, rows in expected.items():
            found = written[name].get(rx.id, Counter())
            counted[name] += found.total()
            for side, rest in (("audit only", found - rows), ("oracle only", rows - found)):
                for row in rest.elements():
                    wrong += 1
                    if wrong <= SHOWN:
                        print(f"{rx.id} {name}, {side}: {row}")
    print(f"{len(prescriptions)} prescriptions, {sum(len(rx.lines) for rx in prescriptions)} lines;", end=" ")
    print(", ".join(f"{count} {name}" for name, count in counted.items()), end="; ")
    print(f"oracle {time.perf_counter() - start:.0f} s; {len(source.errors)} rows that cannot be read")
    print(f"{wrong} differences" if wrong else "the audit's findings are the oracle's")
    return 1 if wrong or not prescriptions else 0


def _written(folder: Path, columns: Sequence[str], wanted: set[str]) -> Rows:
    """What an audit has written of the wanted prescriptions."""
    import pyarrow.parquet as pq

    rows: Rows = defaultdict(Counter)
    for part in sorted(folder.glob("*.parquet")):
        found = pq.read_table(part, columns=["prescription_id", *columns]).to_pydict()
        for ident, *cells in zip(*found.values(), strict=True):
            if ident in wanted:
                rows[ident][tuple(tuple(cell) if isinstance(cell, list) else cell for cell in cells)] += 1
    return rows


class _Shown:
    """The oracle's findings as an audit writes them: its exact figures in the units of the rules."""

    def __init__(self, kb: Kb, tables: Tables) -> None:
        self._kb, self._tables = kb, tables
        self._rules: dict[tuple[CheckKind, str], RuleInfo] = {}
        for check in kb.compiled.text.rules:
            rules = kb.rules(check)
            self._rules.update({(check, rules[place].rule_id): rules[place] for place in range(len(rules))})

    def finding(self, rx: Prescription, found: OracleFinding) -> tuple[Any, ...]:
        return (
            found.check.value,
            found.rule_id,
            found.action.value,
            found.severity.value,
            found.lines,
            found.drugs,
            found.modifier,
            found.also,
            *self._figures(rx, found),
        )

    def _figures(self, rx: Prescription, found: OracleFinding) -> tuple[str | None, str | None]:
        rule = self._rules[found.check, found.rule_id]
        if found.check is CheckKind.LIMIT:
            assert found.observed is not None
            assert found.limit is not None
            return in_unit(found.observed, rule)[0], in_unit(found.limit, rule)[0]
        if found.check is CheckKind.FORM and found.observed is not None:
            return number(found.observed), rule.value
        if found.check is not CheckKind.CONDITION or rule.fact in (None, Fact.CONDITION, Fact.INDICATION):
            return None, None
        if rule.op in (None, Op.IS):
            return None, None
        limit = f"{rule.value}-{rule.value_high}" if rule.value_high else rule.value
        if rule.fact is Fact.AGE:
            assert rx.patient.age is not None
            return str(rx.patient.age.years), limit
        span = Person(rx.patient, self._kb.resolver, self._tables, stated_on(rx)).span(rule.fact)
        assert span is not None
        return number(span.low) if span.low == span.high else f"{number(span.low)}-{number(span.high)}", limit


def _gap(gap: OracleGap) -> tuple[Any, ...]:
    check = gap.check.value if gap.check is not None else None
    return check, gap.reason.value, gap.fact.value, gap.lines, len(gap.rule_ids)


def _lines(kb: Kb, rx: Prescription) -> Iterator[tuple[Any, ...]]:
    for line in rx.lines:
        found = kb.resolver.drug(line.as_written, line.codes)
        yield line.id, line.as_written, tuple(each.drug for each in found.ingredients)


if __name__ == "__main__":
    main()
