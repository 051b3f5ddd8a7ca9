"""Lines of a patient's earlier prescriptions that still run → current lines of the later ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.audit.marks import FAULT, HEADER, LINKED, marked, marked_columns, marked_dialect
from rxcheck.audit.plan import Linking, Plan
from rxcheck.audit.records import cells_of
from rxcheck.audit.scatter import Entry, regrouped
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.terms import AuditField, PolicyKey
from rxcheck.model import MedicationLine, Prescription
from rxcheck.sources.csv_long import LINE_COLUMNS, prescription_of
from rxcheck.sources.fields import fold
from rxcheck.sources.interface import MAX_LINES
from rxcheck.sources.labs import LabTable
from rxcheck.terms import LineStatus

MOST_CURRENT = 100  # current lines of one patient; with more the id is of many, and nothing more is linked by it
MOST_PRESCRIPTIONS = 5_000  # of one patient in a table; with more nothing is linked by the id
_PERCENT = 100


class _Line(Struct, array_like=True):
    """A line as one of its patient: `cells` are those of a linked copy, `end` is the first day on which it does not run (days
    since 0001-01-01), `drug` is what makes it the same drug as another."""

    ident: str
    cells: list[str]
    drug: str
    begin: int
    end: int
    open: bool  # the end is not stated
    current: bool  # was taken already when it was written


class _Written(Struct, array_like=True):
    """A prescription on its way to the others of its patient: its rows as they stand, and its lines; none where it is not linked."""

    rows: bytes
    ident: str = ""
    begin: int = 0
    lines: list[_Line] = []


class PatientLinker:
    """Links the lines of a table; counts what it could not."""

    def __init__(self, resolver: Resolver, policy: Mapping[str, int], labs: LabTable) -> None:
        """`policy`: the numbers of rules/policy.csv."""
        self._resolver, self._labs = resolver, labs
        self._open_days = policy[PolicyKey.LINK_DAYS.value]
        self._used = policy[PolicyKey.REFILL_USED.value]
        self._counts: Counter[str] = Counter()
        self._place = 0  # of the prescription's id, without the marks

    def counts(self) -> Linking:
        """What was linked, once all rows have passed."""
        return Linking(**self._counts)

    def linked(self, rows: Iterable[Entry], plan: Plan, folder: Path, count: int) -> Iterator[Entry]:
        """Prescriptions in the order in which they came, each with the rows that are linked to it behind its own."""
        self._place = plan.columns.place(AuditField.PRESCRIPTION_ID)
        own = replace(plan, columns=marked_columns(plan.columns), dialect=marked_dialect(plan.dialect.width))
        groups = groupby(rows, key=attrgetter("key"))
        written = (self._written(list(group), own) for _, group in groups)
        return regrouped(written, self._of_patients, folder, count, (MOST_PRESCRIPTIONS, self._of_nobody))

    def _written(self, group: list[Entry], plan: Plan) -> Entry:
        """The rows of a prescription → an entry of its patient, or of nobody."""
        first, rows = group[0].major, b"".join(entry.data for entry in group)
        nobody = Entry(first, 0, b"\0%d" % first, msgspec.msgpack.encode(_Written(rows)))
        cells = [cells_of(entry.data, plan.dialect) or [] for entry in group]
        records = [(entry.minor, plan.columns.record(each)) for entry, each in zip(group, cells, strict=True)]
        ident = records[0][1]["prescription_id"]
        readable = bool(ident) and not any(record[FAULT] for _, record in records)
        found = prescription_of(ident, records, plan.source, self._labs)[0] if readable else None
        if found is None:
            self._counts["rejected"] += len(group)
        elif not found.patient.id:
            self._counts["no_patient"] += len(group)
        elif found.authored_on is None:
            self._counts["no_date"] += len(group)
        else:
            key, begin = found.patient.id.encode("utf-8", "replace"), found.authored_on.toordinal()
            written = _Written(rows, ident, begin, list(self._lines(found, cells, plan, begin)))
            return Entry(first, 0, key, msgspec.msgpack.encode(written))
        return nobody

    def _lines(self, found: Prescription, cells: list[list[str]], plan: Plan, begin: int) -> Iterator[_Line]:
        for line, written in zip(found.lines, cells, strict=True):
            self._counts["no_days"] += line.days is None
            days = self._open_days if line.days is None else line.days
            copied = [cell if name in _COPIED else "" for name, cell in zip(plan.columns.names, written, strict=True)]
            yield _Line(
                f"{found.id}/{line.id}",
                copied[len(HEADER) :],
                self._drug(line),
                begin,
                begin + days,
                line.days is None,
                line.status is LineStatus.CURRENT,
            )

    def _drug(self, line: MedicationLine) -> str:
        """The ingredients and the route; of a name that is not understood, the name."""
        found = self._resolver.drug(line.as_written, line.codes)
        what = "+".join(sorted(found.drugs)) if found.known else f"?{fold(line.as_written)}"
        return f"{what} {line.dosage.route or found.route or ''}"

    def _of_patients(self, entries: list[Entry]) -> Iterator[Entry]:
        decoder = msgspec.msgpack.Decoder(_Written)
        patients: dict[bytes, list[tuple[int, int, _Written]]] = {}
        for entry in entries:
            written = decoder.decode(entry.data)
            patients.setdefault(entry.key, []).append((written.begin, entry.major, written))
        for key, prescriptions in patients.items():
            current: list[_Line] = []
            nobody = False
            # Those of one day in the order of the table.
            for begin, first, written in sorted(prescriptions, key=lambda each: each[:2]):
                current = [line for line in current if line.end > begin and not self._goes_on(line, written)]
                nobody = nobody or len(current) > MOST_CURRENT
                if nobody or len(current) + len(written.lines) > MAX_LINES:
                    self._counts["too_many"] += len(written.lines)
                    yield Entry(first, 0, key, written.rows)
                else:
                    self._counts["linked_lines"] += len(current)
                    copies = (self._copy(line, written) for line in current)
                    yield Entry(first, 0, key, b"".join((written.rows, *copies)))
                current = [] if nobody else current + written.lines

    def _of_nobody(self, entry: Entry) -> Entry:
        """A prescription whose patient has more of them than one patient can have."""
        written = msgspec.msgpack.decode(entry.data, type=_Written)
        self._counts["too_many"] += len(written.lines)
        return entry._replace(data=written.rows)

    def _goes_on(self, line: _Line, written: _Written) -> bool:
        """Whether a line goes on as one of a later prescription: it is stated there as current, or its supply is nearly used up."""
        for other in written.lines:
            if other.drug == line.drug:
                gone = written.begin - line.begin
                if other.current or (
                    gone > 0 and (line.open or gone * _PERCENT >= self._used * (line.end - line.begin))
                ):
                    return True
        return False

    def _copy(self, line: _Line, written: _Written) -> bytes:
        cells = [written.ident if place == self._place else cell for place, cell in enumerate(line.cells)]
        return marked((LINKED, "", line.ident, LineStatus.CURRENT.value), cells)


_COPIED = {*LINE_COLUMNS, AuditField.PER_DAY.value}
