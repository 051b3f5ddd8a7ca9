"""Tables of prescriptions with linked lines: those lines by their ids, and nothing that concerns them alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from rxcheck.audit.intake import Block
from rxcheck.audit.marks import LINE
from rxcheck.audit.tables import Found
from rxcheck.terms import Action

_BETWEEN = "/"  # prescription and line in the id of a linked line; a prescription's own are numbered
_INTERRUPTING = frozenset(action.value for action in Action if action.interrupts)
_Ids = dict[str, dict[str, str]]  # by prescription: number of a linked line → its id


def is_linked(line: str) -> bool:
    """Whether a line of an audited table, by its id, is one of another prescription."""
    return _BETWEEN in line


def unknown_lines(gaps: pa.Table) -> int:
    """How many lines have a name that is not understood, each counted with its own prescription; `gaps`: the table not_assessed."""
    lines = gaps.filter(pc.is_null(gaps.column("check"))).column("lines")
    return sum(not is_linked(line) for line in pc.list_flatten(lines).to_pylist())


def of_own_lines(found: Found, block: Block) -> Found:
    """What was found without what concerns linked lines only: that was told with their own prescriptions. A linked line whose drug is
    not understood stays among what was not assessed: nothing here was checked against it."""
    ids, places = _linked(block)
    if not ids:
        return found
    tables = {
        "findings": _renamed(found.tables["findings"], ids, lambda row: False),
        "receipts": _without(found.tables["receipts"], ids),
        "not_assessed": _renamed(found.tables["not_assessed"], ids, lambda row: row["check"] is None),
    }
    with_findings, interrupting, complete = found.with_findings.copy(), found.interrupting.copy(), found.complete.copy()
    changed = list(places.values())
    with_findings[changed], interrupting[changed], complete[changed] = False, False, True
    findings = tables["findings"]
    for ident, action in zip(
        findings.column("prescription_id").to_pylist(), findings.column("action").to_pylist(), strict=True
    ):
        if ident in places:
            with_findings[places[ident]] = True
            interrupting[places[ident]] |= action in _INTERRUPTING
    for ident in tables["not_assessed"].column("prescription_id").to_pylist():
        if ident in places:
            complete[places[ident]] = False
    return replace(found, tables=tables, with_findings=with_findings, interrupting=interrupting, complete=complete)


def _linked(block: Block) -> tuple[_Ids, dict[str, int]]:
    """(linked lines of each prescription that has some, the places of those prescriptions)."""
    sheet, line_rx = block.sheet, block.parts.line_rx
    column, idents = sheet.columns[LINE], sheet.columns["prescription_id"]
    ids: _Ids = defaultdict(dict)
    places: dict[str, int] = {}
    for rx, row in zip(line_rx.tolist(), block.rows.tolist(), strict=True):
        line = column.text(row)
        if line:
            ident = idents.text(row)
            places[ident] = rx
            ids[ident][str(row - int(block.first[rx]) + 1)] = line
    return ids, places


def _renamed(table: pa.Table, ids: _Ids, stays: Callable[[dict[str, object]], bool]) -> pa.Table:
    """The table with the ids of linked lines, without rows that name only those unless they stay."""
    keep, lines = [], []
    for row in table.select(["prescription_id", "lines", "check"]).to_pylist():
        mine = ids.get(row["prescription_id"], {})
        named = [mine.get(line, line) for line in row["lines"]]
        keep.append(not named or not all(map(is_linked, named)) or stays(row))
        lines.append(named)
    place = table.schema.get_field_index("lines")
    field = table.schema.field(place)
    return table.set_column(place, field, pa.array(lines, field.type)).filter(pa.array(keep, pa.bool_()))


def _without(receipts: pa.Table, ids: _Ids) -> pa.Table:
    rows = zip(receipts.column("prescription_id").to_pylist(), receipts.column("line").to_pylist(), strict=True)
    return receipts.filter(pa.array([line not in ids.get(ident, ()) for ident, line in rows], pa.bool_()))
