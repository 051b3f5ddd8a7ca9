"""A finished audit as it lies in its folder, whatever the form of its tables: all cells as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rxcheck.audit.edition import Edition, read_edition
from rxcheck.audit.folder import Folder, State
from rxcheck.audit.writing import Form
from rxcheck.errors import AuditError

if TYPE_CHECKING:
    import pyarrow as pa

ABOUT = ("prescription_id", "authored_on", "store", "prescriber")
FINDINGS = (*ABOUT, "check", "action", "severity", "rule_id", "modifier", "lines", "drugs")
RECEIPTS = ("prescription_id", "line", "as_written", "drugs")
GAPS = ("prescription_id", "check", "reason", "fact", "lines")
COLUMNS = {"findings": FINDINGS, "receipts": RECEIPTS, "not_assessed": GAPS}
_LISTED = "; "  # between the members of a list in CSV
_NEUTRALISED = r"^'([=+\-@\t\r])"


class Stored(Struct, frozen=True):
    """What was audited, with what, and where its tables lie."""

    path: Path
    state: State
    edition: Edition

    @property
    def parts(self) -> tuple[int, ...]:
        """Numbers of its parts."""
        return tuple(part.number for part in self.state.plan.parts)

    def table(self, name: str, number: int) -> pa.Table:
        """One part of "findings", "receipts" or "not_assessed": the columns of `COLUMNS`, null where a cell is blank, lists joined by "; ".

        Raises:
            AuditError: the file is missing or damaged.
        """
        import pyarrow as pa

        form = Form(self.state.form)
        path = self.path / name / f"part-{number:05d}.{form.value}"
        try:
            return _READ[form](path, COLUMNS[name])
        except FileNotFoundError:
            raise AuditError(f"{path} is missing: the audit is not done, or of an older version") from None
        except (pa.ArrowException, OSError, msgspec.DecodeError):
            raise AuditError(f"{path} is damaged: audit into a new folder") from None


def open_stored(path: Path) -> Stored:
    """An audit that is done.

    Raises:
        AuditError: the folder holds none, or one that is not done.
    """
    if not path.is_dir():
        raise AuditError(f"{path} holds no audit")
    state = Folder(path, path).state()
    if state is None:
        raise AuditError(f"{path} holds no audit")
    if not (path / "summary.json").is_file():
        raise AuditError(f"the audit in {path} is not done: finish it with --resume")
    return Stored(path, state, read_edition(path))


def _parquet(path: Path, columns: Sequence[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=list(columns))
    found = []
    for name in columns:
        column = table.column(name)
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, _LISTED)
        found.append(column.cast(pa.string()))
    return pa.table(found, names=list(columns))


def _csv(path: Path, columns: Sequence[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pc_csv

    table = pc_csv.read_csv(
        path,
        parse_options=pc_csv.ParseOptions(newlines_in_values=True),
        convert_options=pc_csv.ConvertOptions(
            include_columns=list(columns),
            column_types=dict.fromkeys(columns, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )
    plain = [pc.replace_substring_regex(table.column(name), _NEUTRALISED, r"\1") for name in columns]
    return pa.table(plain, names=list(columns))


def _jsonl(path: Path, columns: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    with path.open("rb") as file:
        rows = [msgspec.json.decode(line) for line in file]
    found = [pa.array([_text(row.get(name)) for row in rows], type=pa.string()) for name in columns]
    return pa.table(found, names=list(columns))


def _text(value: str | list[str] | None) -> str | None:
    return _LISTED.join(value) if isinstance(value, list) else value


_READ = {Form.PARQUET: _parquet, Form.CSV: _csv, Form.JSONL: _jsonl}


def members(cell: str | None) -> tuple[str, ...]:
    """The members of a list that was joined."""
    return tuple(cell.split(_LISTED)) if cell else ()
