"""A former audit that this one is compared with."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from rxcheck.audit.statistics.model import Statistics
from rxcheck.errors import AuditError

STATISTICS = "statistics.json"


class About(Struct, frozen=True):
    """What an audit was made with."""

    source: str
    digest: str
    layout: str
    program: str
    knowledge: str
    edition: str
    jurisdiction: str

    def like(self, other: About) -> bool:
        """Whether rates of the two can be compared: same program, same knowledge, same rules of form."""
        mine = self.program, self.knowledge, self.jurisdiction
        return mine == (other.program, other.knowledge, other.jurisdiction)


class Counted(Struct, frozen=True):
    """What statistics.json holds."""

    about: About
    statistics: Statistics


def former_of(folder: Path) -> Counted:
    """The statistics of a finished audit.

    Raises:
        AuditError: the folder holds none.
    """
    try:
        return msgspec.json.decode((folder / STATISTICS).read_bytes(), type=Counted)
    except OSError:
        raise AuditError(f"{folder} holds no finished audit to compare with: {STATISTICS} is missing") from None
    except msgspec.DecodeError:
        raise AuditError(f"{folder / STATISTICS} is damaged: it cannot be compared with") from None
