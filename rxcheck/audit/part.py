"""One part of an audit: read, checked, counted and written; its account is written last, so that a part is there or is not."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import islice

import msgspec
import numpy as np
from msgspec import Struct, field

from rxcheck.audit import tables
from rxcheck.audit.folder import Folder
from rxcheck.audit.plan import Part, Plan
from rxcheck.audit.reading import Account, Written, prescriptions_of
from rxcheck.audit.writing import Form, csv_text, write_table
from rxcheck.files import write_bytes_atomically
from rxcheck.finding import Report
from rxcheck.report.error_words import translate
from rxcheck.sources.labs import LabTable
from rxcheck.terms import Lang
from rxcheck.verify import Verifier

BATCH = 2_000  # prescriptions that are checked at once


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

    def add(self, other: Counts) -> None:
        """Take another part's counts in."""
        for name in self.__struct_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, dict(Counter(mine) + Counter(theirs)) if isinstance(mine, dict) else mine + theirs)

    @property
    def adds_up(self) -> bool:
        """Whether every line that was read was audited or rejected."""
        return self.read == self.audited + self.rejected


class _Tally:
    """Counts while reports pass."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._counters: dict[str, Counter[str]] = {
            name: Counter() for name in ("action", "check", "rule", "cn_review", "not_assessed")
        }

    def report(self, report: Report) -> None:
        counts = self.counts
        counts.prescriptions += 1
        counts.with_findings += bool(report.findings)
        counts.interrupting += any(finding.action.interrupts for finding in report.findings)
        counts.complete += report.complete
        for finding in report.findings:
            self._counters["action"][finding.action.value] += 1
            self._counters["check"][finding.check.value] += 1
            self._counters["rule"][finding.rule_id] += 1
            if finding.codes.cn_review:
                self._counters["cn_review"][finding.codes.cn_review] += 1
        for gap in report.not_assessed:
            self._counters["not_assessed"][gap.reason.value] += 1
            counts.unknown_lines += gap.check is None and bool(gap.lines)

    def finished(self, rows: Account) -> Counts:
        for name, counter in self._counters.items():
            setattr(self.counts, name, dict(sorted(counter.items())))
        self.counts.read, self.counts.audited, self.counts.rejected = rows.read, rows.audited, len(rows.rejects)
        return self.counts


def audit_part(
    folder: Folder, plan: Plan, part: Part, verifier: Verifier, labs: LabTable, form: Form, lang: Lang
) -> Counts:
    """Audit one part and write what was found.

    Raises:
        OSError: the disk is full, or the input is gone; the part is not marked as done.
    """
    account, tally, found = Account(), _Tally(), tables.Rows()
    stream = prescriptions_of(folder.table(plan), plan, part, labs, account)
    while batch := list(islice(stream, BATCH)):
        _check(batch, verifier, tally, found)
    for name, table in found.tables().items():
        write_table(table, folder.part(name, part.number, form.value), form)
    rejects = csv_text(
        None, ((reject.row, reject.column, translate(reject.reason, lang)) for reject in account.rejects)
    )
    write_bytes_atomically(folder.part("rejects", part.number, "csv"), rejects.encode())
    idents = np.array([_digest(ident) for ident in account.idents], dtype=np.uint64)
    write_bytes_atomically(folder.part("idents", part.number, "u64"), np.sort(idents).tobytes())
    counts = tally.finished(account)
    write_bytes_atomically(folder.part("done", part.number, "json"), msgspec.json.encode(counts))
    return counts


def _check(batch: list[Written], verifier: Verifier, tally: _Tally, found: tables.Rows) -> None:
    for written, report in zip(batch, verifier.verify([each.prescription for each in batch]), strict=True):
        tally.report(report)
        found.add(written, report)


def _digest(ident: str) -> int:
    """64 bits of an id: enough to see whether one comes back."""
    return int.from_bytes(hashlib.blake2b(ident.encode(), digest_size=8).digest(), "little")
