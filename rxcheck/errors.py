"""Errors that a user can act on. Every one says where, and none holds patient data beyond the place."""

from __future__ import annotations

from msgspec import Struct


class Location(Struct, frozen=True):
    """A place in an input: file, 1-based row, column or path inside a document."""

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class RxcheckError(Exception):
    """Base of all errors that are reported without a traceback."""

    def __init__(self, message: str, location: Location | None = None) -> None:
        self.message = message
        self.location = location
        super().__init__(f"{location}: {message}" if location else message)


class QuantityError(RxcheckError):
    """An amount, a unit or a frequency that cannot be understood exactly."""


class StructureError(RxcheckError):
    """A SMILES or SMARTS that describes no structure."""


class InputError(RxcheckError):
    """An input that cannot be read, or one record of it (exit code 4)."""


class AuditError(RxcheckError):
    """An audit that cannot be begun, or cannot be brought to an end (exit code 4)."""


class ReviewError(RxcheckError):
    """A log of decisions that cannot be read or written (exit code 4)."""


class KnowledgeError(RxcheckError):
    """Knowledge or rule tables that are not valid (exit code 5)."""


class ModelError(RxcheckError):
    """A language model that is not to be had, or is not what it should be (exit code 4)."""


class UsageError(RxcheckError):
    """Options that do not fit together (exit code 2)."""


class TrainingError(RxcheckError):
    """What trainees did cannot be read or kept, or is not there (exit code 4)."""
