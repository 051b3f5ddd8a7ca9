"""What an audit writes of each prescription: findings, lines and what was not assessed, as columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from rxcheck.audit.reading import Written
from rxcheck.finding import Finding, LineReceipt, NotAssessed, Report

_LIST = pa.list_(pa.string())
_TEXT = pa.string()
_ABOUT = [("prescription_id", _TEXT), ("authored_on", pa.date32()), ("store", _TEXT), ("prescriber", _TEXT)]
FINDINGS = pa.schema(
    [
        *_ABOUT,
        ("finding", _TEXT),
        ("check", _TEXT),
        ("action", _TEXT),
        ("severity", _TEXT),
        ("evidence", _TEXT),
        ("rule_id", _TEXT),
        ("modifier", _TEXT),
        ("drugs", _LIST),
        ("lines", _LIST),
        ("observed", _TEXT),
        ("limit", _TEXT),
        ("unit", _TEXT),
        ("hl7_act", _TEXT),
        ("ncpdp", _TEXT),
        ("cn_review", _TEXT),
        ("also", _LIST),
    ]
)
RECEIPTS = pa.schema(
    [
        *_ABOUT,
        ("line", _TEXT),
        ("as_written", _TEXT),
        ("drugs", _LIST),
        ("resolved_by", _TEXT),
        ("outcome", _TEXT),
        ("findings", pa.int32()),
    ]
)
NOT_ASSESSED = pa.schema(
    [
        *_ABOUT,
        ("check", _TEXT),
        ("reason", _TEXT),
        ("fact", _TEXT),
        ("lines", _LIST),
        ("drugs", _LIST),
        ("rules", pa.int32()),
        ("worst", _TEXT),
    ]
)
SCHEMAS = {"findings": FINDINGS, "receipts": RECEIPTS, "not_assessed": NOT_ASSESSED}
Row = tuple[Any, ...]


class Rows:
    """Rows of the three tables, collected."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}

    def add(self, written: Written, report: Report) -> None:
        """What became of one prescription."""
        about = (written.prescription.id, written.prescription.authored_on, *written.groups)
        self.rows["findings"] += [(*about, *_finding(each)) for each in report.findings]
        counts: dict[str, int] = {}
        for finding in report.findings:
            for line in finding.lines:
                counts[line] = counts.get(line, 0) + 1
        self.rows["receipts"] += [(*about, *_line(each, counts.get(each.line, 0))) for each in report.receipt.lines]
        self.rows["not_assessed"] += [(*about, *_gap(each)) for each in report.not_assessed]

    def tables(self) -> dict[str, pa.Table]:
        """Each as a table of its schema."""
        return {name: _table(schema, self.rows[name]) for name, schema in SCHEMAS.items()}


def _table(schema: pa.Schema, rows: Iterable[Row]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _finding(each: Finding) -> Row:
    compared = each.compared
    return (
        each.id,
        each.check.value,
        each.action.value,
        each.severity.value,
        each.evidence.value if each.evidence else None,
        each.rule_id,
        each.modifier,
        list(each.drugs),
        list(each.lines),
        str(compared.observed) if compared else None,
        str(compared.limit) if compared else None,
        compared.unit if compared else None,
        each.codes.hl7_act,
        each.codes.ncpdp,
        each.codes.cn_review,
        list(each.also),
    )


def _line(each: LineReceipt, findings: int) -> Row:
    return (each.line, each.as_written, list(each.drugs), each.resolved_by.value, each.outcome.value, findings)


def _gap(each: NotAssessed) -> Row:
    return (
        each.check.value if each.check else None,
        each.reason.value,
        each.fact.value if each.fact else None,
        list(each.lines),
        list(each.drugs),
        len(each.rule_ids),
        each.worst.value if each.worst else None,
    )
