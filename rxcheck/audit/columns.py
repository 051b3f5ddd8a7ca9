"""Foreign column names → ours. A layout is the names that a system writes; `rules/audit_columns.csv` holds the ready ones."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rxcheck.errors import AuditError, Location
from rxcheck.kb.terms import AuditField
from rxcheck.sources.csv_long import COLUMNS, REQUIRED

NATIVE, OWN = "rxcheck", "own"
Layout = Mapping[str, AuditField]
# Other systems write 0 where nobody has said how many days, or how often.
COUNTED, NOTHING = (AuditField.DAYS, AuditField.PER_DAY), frozenset(("0", "0.0", "0.00"))


class Columns(Struct, frozen=True):
    """For each column of a table what it is here (None: nothing that is used), and the names of those that no layout knows."""

    layout: str
    names: tuple[str | None, ...]
    unknown: tuple[str, ...] = ()

    def place(self, name: str) -> int:
        """Where a column stands."""
        return self.names.index(name)

    def record(self, cells: Sequence[str]) -> dict[str, str]:
        """Cells by our names."""
        found = {name: cell.strip() for name, cell in zip(self.names, cells, strict=True) if name is not None}
        if self.layout != NATIVE:
            for name in COUNTED:
                if found.get(name) in NOTHING:
                    found[name] = ""
        doses = found.pop(AuditField.PER_DAY, None)
        if doses and not found.get(AuditField.FREQUENCY):
            found[AuditField.FREQUENCY] = f"{doses} times a day"
        return found


def columns_of(header: Sequence[str], layouts: Mapping[str, Layout], asked: str | None, name: str) -> Columns:
    """Our names for a header: of our own columns, of the layout that is asked for, or of the one that knows most of them.

    Raises:
        AuditError: a column is missing or there twice, or no layout has the names.
    """
    written = [cell.strip().casefold() for cell in header]
    for column in written:
        if column and written.count(column) > 1:
            raise AuditError("the column stands twice", Location(name, 1, column[:60]))
    if asked is None and all(column in written for column in REQUIRED):
        return _native(written, name)
    chosen = asked or _fitting(written, layouts)
    if chosen is None:
        unknown = next((column for column in written if column not in COLUMNS), "")
        known = ", ".join(sorted(layouts))
        raise AuditError(
            f"no layout has these columns (known: rxcheck, {known}): use --columns",
            Location(name, 1, unknown[:60] or None),
        )
    if chosen == NATIVE:
        return _native(written, name)
    fields = [layouts[chosen].get(column) for column in written]
    names = tuple(None if field in (None, AuditField.IGNORED) else str(field) for field in fields)
    for field in names:
        if field is not None and names.count(field) > 1:
            first = written[names.index(field)]
            raise AuditError(f"is {field}, as another column is", Location(name, 1, first))
    for needed in REQUIRED:
        if needed not in names:
            raise AuditError(f"layout {chosen}: no column is {needed}", Location(name, 1))
    unknown_columns = tuple(column for column, field in zip(written, fields, strict=True) if field is None)
    return Columns(chosen, names, unknown_columns)


def _native(written: Sequence[str], name: str) -> Columns:
    for column in written:
        if column not in COLUMNS:
            message = f"unknown column (allowed: {', '.join(COLUMNS)})"
            raise AuditError(message, Location(name, 1, column[:60] or "(blank)"))
    for column in REQUIRED:
        if column not in written:
            raise AuditError("the column is missing", Location(name, 1, column))
    return Columns(NATIVE, tuple(written))


def _fitting(written: Sequence[str], layouts: Mapping[str, Layout]) -> str | None:
    """The layout that knows most of the columns, those that are needed among them."""
    best: tuple[int, str] | None = None
    for layout, fields in sorted(layouts.items()):
        known = [fields[column] for column in written if column in fields]
        if all(AuditField(needed) in known for needed in REQUIRED) and (best is None or len(known) > best[0]):
            best = len(known), layout
    return best[1] if best else None


def layout_in(file: Path) -> dict[str, AuditField]:
    """A layout of one's own: a table of `column` and `field`.

    Raises:
        AuditError: it cannot be read, or names a field that there is none of.
    """
    where = file.name
    try:
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError):
        raise AuditError("cannot be read", Location(where)) from None
    found: dict[str, AuditField] = {}
    for number, row in enumerate(rows, start=2):
        column, field = (row.get("column") or "").strip(), (row.get("field") or "").strip()
        if not column or field not in set(AuditField):
            allowed = ", ".join(AuditField)
            raise AuditError(f"needs a column and a field (one of {allowed})", Location(where, number))
        found[column.casefold()] = AuditField(field)
    if not found:
        raise AuditError("holds no rows below the header", Location(where))
    return found
