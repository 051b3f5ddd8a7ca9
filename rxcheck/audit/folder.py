"""The folder of an audit: one run at a time, what is done is known, and nothing stands under its name before it is whole."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from rxcheck.audit.arrange import Arranging
from rxcheck.audit.plan import Plan
from rxcheck.audit.sampling import Sample
from rxcheck.errors import AuditError
from rxcheck.files import write_bytes_atomically
from rxcheck.site import SitePolicy

# What has not got its name yet, of the files that an audit writes.
_UNFINISHED = re.compile(
    r"\.(?:part-\d{5}|audit|summary|rejects|findings|receipts|not_assessed|input|header|report|sample|statistics)\b"
)
MOST = 1_000  # prescriptions of a worklist
_STATE, _LOCK, _WORK, _TABLE = "audit.json", ".lock", ".work", "input"


class Chosen(Struct, frozen=True):
    """What is chosen for review: the length of the worklist, the sample, and whose pseudonyms (a fingerprint of the key)."""

    most: int = MOST
    sample: Sample | None = None
    key: str | None = None


class State(Struct, frozen=True):
    """What a run is, so that it is only continued by the same: the input and how it is cut, the knowledge, the options,
    the policy as it held on the day when it began."""

    plan: Plan
    program: str
    knowledge: str
    form: str
    jurisdiction: str
    policy: SitePolicy | None = None
    review: Chosen = Chosen()


class Folder:
    """Paths of an audit, and the lock on it."""

    def __init__(self, path: Path, source: Path) -> None:
        """`source` is the input; what has to be unpacked lies in the folder until the audit is done."""
        self.path = path
        self.work = path / _WORK
        self._source = source
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Make the folder, and keep every other run out until `close` or the end of the process.

        Raises:
            AuditError: another run is at work in it, or it cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.work.mkdir(exist_ok=True)
            lock = (self.path / _LOCK).open("w")
        except OSError as error:
            raise AuditError(f"{self.path} cannot be written: {error.strerror}") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise AuditError(f"another audit is at work in {self.path}") from None
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        self._sweep()

    def _sweep(self) -> None:
        """Take away what a run or a worker that was killed had not finished writing."""
        for path in self.path.rglob(".*"):
            if path.is_file() and _UNFINISHED.match(path.name):
                path.unlink()
        self.arranging.sweep()

    def close(self) -> None:
        """Let others in; nothing is left of a worker that died while it wrote."""
        if self._lock is not None:
            self._sweep()
            (self.path / _LOCK).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    @property
    def unpacked(self) -> Path:
        """Where a table lies that had to be unpacked."""
        return self.work / _TABLE

    @property
    def arranging(self) -> Arranging:
        """Where a table lies that had to be arranged."""
        return Arranging(self.work)

    def table(self, plan: Plan) -> Path:
        """The table that is read: the input, or what was unpacked or arranged of it."""
        if plan.marked:
            return self.arranging.table
        return self.unpacked if plan.unpacked else self._source

    def part(self, name: str, number: int, suffix: str) -> Path:
        """A file of a part; its folder is made."""
        under = self.path if name in ("findings", "receipts", "not_assessed") else self.work
        folder = under / name
        folder.mkdir(exist_ok=True)
        return folder / f"part-{number:05d}.{suffix}"

    def done(self, number: int) -> Path:
        """The account of a part, there when the part is done."""
        return self.work / "done" / f"part-{number:05d}.json"

    def state(self) -> State | None:
        """What run this folder holds; None for an empty one.

        Raises:
            AuditError: the file of the state is damaged.
        """
        try:
            return msgspec.json.decode((self.path / _STATE).read_bytes(), type=State)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, OSError):
            raise AuditError(f"{self.path / _STATE} is damaged: audit into a new folder") from None

    def keep(self, state: State) -> None:
        """Write the state down."""
        write_bytes_atomically(self.path / _STATE, msgspec.json.format(msgspec.json.encode(state), indent=1))
