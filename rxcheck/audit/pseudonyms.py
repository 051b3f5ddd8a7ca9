"""Names of a site → pseudonyms of its key, before anything of a part is written. Pseudonymous is not anonymous: docs/audit-review.md."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rxcheck.errors import AuditError

if TYPE_CHECKING:
    import pyarrow as pa

    from rxcheck.audit.sheet import Sheet

LEAST_BYTES = 32  # of a key
MOST_DAYS = 182  # a date is moved by, either way
_SHOWN = 16  # hexadecimal digits of a pseudonym


class Kind(StrEnum):
    """What is named; the value begins the pseudonym. The same name of two kinds has two pseudonyms."""

    PRESCRIPTION = "rx"
    STORE = "st"
    PRESCRIBER = "dr"


_COLUMNS = {"prescription_id": Kind.PRESCRIPTION, "store": Kind.STORE, "prescriber": Kind.PRESCRIBER}


class SiteKey:
    """The secret of a site. Its bytes are in no text of it: what is logged by mistake does not tell them."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return f"SiteKey({self.fingerprint})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SiteKey) and hmac.compare_digest(self._secret, other._secret)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def _mac(self, use: str, text: str) -> bytes:
        return hmac.digest(self._secret, f"{use}\0{text}".encode(), "sha256")

    @property
    def fingerprint(self) -> str:
        """What tells one key from another, and nothing of the key."""
        return self._mac("fingerprint", "rxcheck").hex()[:_SHOWN]

    def pseudonym(self, kind: Kind, name: str) -> str:
        """`rx-0123456789abcdef`."""
        return f"{kind}-{self._mac(kind, name).hex()[:_SHOWN]}"

    def days(self, patient: str) -> int:
        """By how many days the dates of a patient are moved: from -182 to 182."""
        return int.from_bytes(self._mac("days", patient)[:8], "big") % (2 * MOST_DAYS + 1) - MOST_DAYS

    def keyed(self, use: str, text: str) -> str:
        """64 hexadecimal digits in place of a digest that could be guessed from what it is of."""
        return self._mac(use, text).hex()

    def digest(self, ident: str) -> int:
        """64 bits of the id of a prescription, to see whether one comes back."""
        return int.from_bytes(self._mac("ident", ident)[:8], "little")


def key_in(file: Path) -> SiteKey:
    """The key that a file holds: its bytes as they are.

    Raises:
        AuditError: it cannot be read, others can read it, or it is too short.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            secret = opened.read(1 << 16)
    except OSError as error:
        raise AuditError(f"{file.name} cannot be read: {error.strerror}") from None
    if mode & 0o077:
        raise AuditError(f"{file.name} can be read by others: chmod 600")
    if len(secret) < LEAST_BYTES:
        raise AuditError(f"{file.name} has {len(secret)} bytes: a site key has at least {LEAST_BYTES}")
    return SiteKey(secret)


def patients_in(sheet: Sheet) -> dict[str, str | None]:
    """The patient of each prescription of a sheet, by their ids; None where no row names one."""
    idents, patients = sheet.columns["prescription_id"], sheet.columns.get("patient_id")
    found: dict[str, str | None] = dict.fromkeys(idents.texts)
    if patients is not None:
        pairs = np.unique(np.column_stack([idents.codes, patients.codes]), axis=0)
        for ident, patient in pairs.tolist():
            if patients.texts[patient]:
                found[idents.texts[ident]] = patients.texts[patient]
    return found


def pseudonymised(
    tables: Mapping[str, pa.Table], patients: Mapping[str, str | None], key: SiteKey
) -> dict[str, pa.Table]:
    """The tables of a part under pseudonyms: ids, stores, prescribers, dates; and what was written of a line gives way to the ids of
    its drugs. `patients` are the patients of the prescriptions, by id; one without moves by itself."""
    days = {ident: key.days(patient or f"\0{ident}") for ident, patient in patients.items()}
    named = {column: _Named(key, kind) for column, kind in _COLUMNS.items()}
    return {name: _renamed(table, days, named) for name, table in tables.items()}


class _Named(dict[str, str]):
    """The pseudonyms of a kind, each made once."""

    def __init__(self, key: SiteKey, kind: Kind) -> None:
        super().__init__()
        self._key, self._kind = key, kind

    def __missing__(self, name: str) -> str:
        found = self[name] = self._key.pseudonym(self._kind, name)
        return found


def _renamed(table: pa.Table, days: Mapping[str, int], named: Mapping[str, _Named]) -> pa.Table:
    table = _moved(table, days)
    for column, names in named.items():
        table = _mapped(table, column, names)
    return _known_only(table) if "as_written" in table.column_names else table


def _moved(table: pa.Table, days: Mapping[str, int]) -> pa.Table:
    """Dates moved by the days of their prescription; one that would leave the calendar is left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    idents = table["prescription_id"].combine_chunks().dictionary_encode()
    shifts = pa.array([days[ident] for ident in idents.dictionary.to_pylist()], pa.int32())
    moved = pc.add(table["authored_on"].cast(pa.int32()), shifts.take(idents.indices))
    inside = pc.and_(pc.greater_equal(moved, _FIRST), pc.less_equal(moved, _LAST))
    kept = pc.if_else(inside, moved, pa.scalar(None, pa.int32())).cast(pa.date32())
    return table.set_column(table.schema.get_field_index("authored_on"), table.schema.field("authored_on"), kept)


_FIRST, _LAST = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, in days from 1970-01-01


def _mapped(table: pa.Table, column: str, names: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa

    encoded = table[column].combine_chunks().dictionary_encode()
    renamed = pa.array([names[value] for value in encoded.dictionary.to_pylist()], pa.string())
    values = renamed.take(encoded.indices)
    return table.set_column(table.schema.get_field_index(column), table.schema.field(column), values)


def _known_only(table: pa.Table) -> pa.Table:
    """A line as written may hold anything: the ids of its drugs stand in its place, nothing where none was recognised."""
    import pyarrow as pa
    import pyarrow.compute as pc

    drugs = table["drugs"].combine_chunks()
    known = pc.greater(pc.list_value_length(drugs), 0)
    written = pc.if_else(known, pc.binary_join(drugs, " + "), pa.scalar(None, pa.string()))
    return table.set_column(table.schema.get_field_index("as_written"), table.schema.field("as_written"), written)
