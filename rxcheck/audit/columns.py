"""Foreign column names → ours. A layout is a set of names that a system writes; `rules/audit_columns.csv` holds the ready ones."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rxcheck.errors import AuditError, Location
from rxcheck.sources.csv_long import COLUMNS, REQUIRED

NATIVE = "rxcheck"


class Columns(Struct, frozen=True):
    """For each column of a table our name; None: nothing that is used."""

    layout: str
    names: tuple[str | None, ...]

    def place(self, name: str) -> int:
        """Where a column stands."""
        return self.names.index(name)

    def record(self, cells: Sequence[str]) -> dict[str, str]:
        """Cells by our names."""
        return {name: cell.strip() for name, cell in zip(self.names, cells, strict=True) if name is not None}


def columns_of(header: Sequence[str], layout: str | None, name: str) -> Columns:
    """Our names for a header.

    Raises:
        AuditError: a column is missing, unknown or there twice.
    """
    written = [cell.strip().casefold() for cell in header]
    for column in written:
        if column not in COLUMNS:
            message = f"unknown column (allowed: {', '.join(COLUMNS)})"
            raise AuditError(message, Location(name, 1, column[:60] or "(blank)"))
        if written.count(column) > 1:
            raise AuditError("the column stands twice", Location(name, 1, column))
    for column in REQUIRED:
        if column not in written:
            raise AuditError("the column is missing", Location(name, 1, column))
    return Columns(layout or NATIVE, tuple(written))
