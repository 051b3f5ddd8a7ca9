"""One part of an audit: read, checked, counted and written; its account is written last, so that a part is there or is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, field

from rxcheck.audit.folder import Folder
from rxcheck.audit.intake import Block, Intake
from rxcheck.audit.linked import of_own_lines, unknown_lines
from rxcheck.audit.plan import Part, Plan
from rxcheck.audit.reading import Account, refused, sheet_of
from rxcheck.audit.review import Review
from rxcheck.audit.statistics.keeping import keep_statistics
from rxcheck.audit.tables import SCHEMAS, Found, RuleWords, tables_of
from rxcheck.audit.writing import Form, csv_text, write_table
from rxcheck.checks.interface import Context
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import batch_of
from rxcheck.files import write_bytes_atomically
from rxcheck.report.error_words import translate
from rxcheck.sources.labs import LabTable
from rxcheck.terms import Lang
from rxcheck.verify import Verifier

BATCH = 6_000  # prescriptions that are checked at once: fewer take longer, more take memory


class Counts(Struct):
    """What an audit counts. Keys are values of enums, or rule ids."""

    read: int = 0
    audited: int = 0
    rejected: int = 0
    prescriptions: int = 0
    with_findings: int = 0
    interrupting: int = 0
    complete: int = 0
    action: dict[str, int] = field(default_factory=dict)
    check: dict[str, int] = field(default_factory=dict)
    rule: dict[str, int] = field(default_factory=dict)
    cn_review: dict[str, int] = field(default_factory=dict)
    not_assessed: dict[str, int] = field(default_factory=dict)
    unknown_lines: int = 0
    suppressed: dict[str, int] = field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Take another part's counts in."""
        for name in self.__struct_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            both = dict(sorted((Counter(mine) + Counter(theirs)).items())) if isinstance(mine, dict) else mine + theirs
            setattr(self, name, both)

    @property
    def adds_up(self) -> bool:
        """Whether every line that was read was audited or rejected."""
        return self.read == self.audited + self.rejected


class Auditor:
    """Checks blocks with one set of knowledge; one in each process."""

    def __init__(self, verifier: Verifier, labs: LabTable) -> None:
        self.verifier = verifier
        self.labs = labs
        self.intake = Intake(verifier.kb, labs)
        self._words = RuleWords(verifier.kb)

    def found(self, block: Block, suppressed: Counter[str]) -> Found:
        """The tables of a block; findings that a policy keeps from being told are added to `suppressed`, by rule."""
        kb, options = self.verifier.kb, self.verifier.options
        context = Context(batch_of(block.parts, self.intake.lines, kb), kb)
        hits, gaps = [], []
        for check in CHECKS:
            hit, missed = check.run(context.batch, kb, options)
            hits.append((check, hit))
            gaps.append(missed)
        suppressed.update(self.verifier.withheld(context.batch))
        return tables_of(block, context, self._words, hits, gaps)


def audit_part(
    folder: Folder, plan: Plan, part: Part, auditor: Auditor, form: Form, lang: Lang, review: Review
) -> Counts:
    """Audit one part and write what was found.

    Raises:
        OSError: the disk is full, or the input is gone; the part is not marked as done.
    """
    account, counts, blocks = Account(), Counts(), []
    suppressed: Counter[str] = Counter()
    sheet = sheet_of(folder.table(plan), plan, part, auditor.labs, account)
    for block in auditor.intake.blocks(sheet, BATCH):
        if not isinstance(block, Block):
            refused(sheet, block, plan, auditor.labs, account)
            continue
        found = auditor.found(block, suppressed)
        if plan.linking is not None:
            found = of_own_lines(found, block)
        account.audited += int((sheet.numbers[block.rows] > 0).sum())
        counts.prescriptions += len(block.first)
        counts.with_findings += int(found.with_findings.sum())
        counts.interrupting += int(found.interrupting.sum())
        counts.complete += int(found.complete.sum())
        blocks.append(found.tables)
    whole = {name: _joined(schema, (tables[name] for tables in blocks)) for name, schema in SCHEMAS.items()}
    whole = review.of_part(folder, part.number, whole, sheet)
    for name, table in whole.items():
        write_table(table, folder.part(name, part.number, form.value), form)
    keep_statistics(folder, part.number, whole, auditor.verifier.kb.compiled)
    account.rejects.sort(key=lambda reject: reject.row)
    rejects = csv_text(
        None, ((reject.row, reject.column, translate(reject.reason, lang)) for reject in account.rejects)
    )
    write_bytes_atomically(folder.part("rejects", part.number, "csv"), rejects.encode())
    idents = np.array([review.digest(ident) for ident in account.idents], dtype=np.uint64)
    write_bytes_atomically(folder.part("idents", part.number, "u64"), np.sort(idents).tobytes())
    counts.read, counts.rejected, counts.audited = account.read, len(account.rejects), account.audited
    counts.suppressed = dict(sorted(suppressed.items()))
    _count(counts, whole)
    write_bytes_atomically(folder.part("done", part.number, "json"), msgspec.json.encode(counts))
    return counts


def _joined(schema: pa.Schema, tables: Iterable[pa.Table]) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *tables]).combine_chunks()


def _count(counts: Counts, tables: dict[str, pa.Table]) -> None:
    """How often each value stands in the tables."""
    findings, gaps = tables["findings"], tables["not_assessed"]
    for name, column in (
        ("action", findings.column("action")),
        ("check", findings.column("check")),
        ("rule", findings.column("rule_id")),
        ("cn_review", findings.column("cn_review").drop_null()),
        ("not_assessed", gaps.column("reason")),
    ):
        found = pc.value_counts(column)
        counted = zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True)
        setattr(counts, name, dict(sorted(counted)))
    counts.unknown_lines = unknown_lines(gaps)
