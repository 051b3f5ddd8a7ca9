"""What an audit hands to people: a worklist of the most urgent prescriptions, a sample, both under pseudonyms where asked for.

Of each part only what can be among them is kept, in `.work`; at the end the parts are read one after the other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.audit.folder import MOST, Chosen, Folder
from rxcheck.audit.priority import prescriptions
from rxcheck.audit.pseudonyms import SiteKey, patients_in, pseudonymised
from rxcheck.audit.sampling import Drawn, Sample, allocated, asked, counted, drawn_from, hashed, rows_of, smallest
from rxcheck.audit.writing import csv_text
from rxcheck.files import write_bytes_atomically
from rxcheck.kb.compiled_text import CompiledText, Weight
from rxcheck.terms import Lang

if TYPE_CHECKING:
    import pyarrow as pa

    from rxcheck.audit.run import Summary
    from rxcheck.audit.sheet import Sheet

SHEET_ROWS = 10_000  # of a sample; sample.csv holds all
_URGENT = "urgent"
SAMPLE_COLUMNS = (
    "prescription_id",
    "store",
    "prescriber",
    "authored_on",
    "lines",
    "findings",
    "worst_action",
    "cn_review",
    "stratum_prescriptions",
    "stratum_drawn",
    "reasonable",
    "remark",
)


class Sampled(Struct, frozen=True):
    """A sample that was drawn: its account, and the rows that a sheet shows."""

    account: Drawn
    rows: tuple[tuple[object, ...], ...]


class Review(Struct, frozen=True):
    """What to choose from the prescriptions of an audit, and how to name them. `lines` are those of the whole table."""

    most: int = MOST
    sample: Sample | None = None
    key: SiteKey | None = None
    weights: tuple[Weight, ...] = ()
    lines: int = 0

    @property
    def chosen(self) -> Chosen:
        """As it is written down; of the key its fingerprint."""
        return Chosen(self.most, self.sample, self.key.fingerprint if self.key else None)

    def knowing(self, text: CompiledText, lines: int) -> Review:
        """With the weights of the tables, for a table of so many lines."""
        return replace(self, weights=text.words().priorities, lines=lines)

    def digest(self, ident: str) -> int:
        """64 bits of an id: enough to see whether one comes back."""
        if self.key is not None:
            return self.key.digest(ident)
        return int.from_bytes(hashlib.blake2b(ident.encode(), digest_size=8).digest(), "little")

    def of_part(self, folder: Folder, number: int, tables: dict[str, pa.Table], sheet: Sheet) -> dict[str, pa.Table]:
        """The tables of a part as they are to be written; what of it may come into worklist and sample is kept.

        Raises:
            OSError: the disk is full.
        """
        renamed = tables if self.key is None else pseudonymised(tables, patients_in(sheet), self.key)
        rows = prescriptions(renamed, self.weights)
        top = _top(rows, self.most)
        _write(top, folder.part("worklist", number, "parquet"))
        _write(_of(renamed["findings"], top), folder.part("worklist_findings", number, "parquet"))
        if self.sample is not None:
            candidates = hashed(rows.drop_columns(["score", "counts"]), self.sample)
            strata = msgspec.json.encode(counted(candidates), order="sorted")
            write_bytes_atomically(folder.part("strata", number, "json"), strata)
            kept = smallest(candidates, self.sample.most(self.lines))
            _write(kept, folder.part("sample", number, "parquet"))
        return renamed

    def sampled(self, folder: Folder, numbers: Sequence[int]) -> Sampled | None:
        """Draw the sample and write it as `sample.csv`; None where none was asked for.

        Raises:
            OSError: the disk is full.
        """
        if self.sample is None:
            return None
        strata: Counter[str] = Counter()
        for number in numbers:
            strata.update(msgspec.json.decode(folder.part("strata", number, "json").read_bytes(), type=dict[str, int]))
        most = allocated(self.sample, strata)
        sample = drawn_from((_read(folder.part("sample", number, "parquet")) for number in numbers), most)
        text = csv_text(SAMPLE_COLUMNS, rows_of(sample, strata, most))
        write_bytes_atomically(folder.path / "sample.csv", text.encode())
        drawn = Drawn(asked(self.sample), self.sample.by, self.sample.seed, strata.total(), len(strata), len(sample))
        return Sampled(drawn, tuple(rows_of(sample.slice(0, SHEET_ROWS), strata, most)))

    def report(
        self,
        folder: Folder,
        numbers: Sequence[int],
        summary: Summary,
        sampled: Sampled | None,
        text: CompiledText,
        lang: Lang,
    ) -> None:
        """Write `report.xlsx`.

        Raises:
            OSError: the disk is full.
        """
        import pyarrow as pa

        from rxcheck.audit.workbook import Content, workbook

        parts = [_read(folder.part("worklist", number, "parquet")) for number in numbers[:1]]
        top, urgent = parts[0], _urgent(parts[0])
        for number in numbers[1:]:
            more = _read(folder.part("worklist", number, "parquet"))
            top, urgent = _top(pa.concat_tables([top, more]), self.most), urgent + _urgent(more)
        findings = pa.concat_tables(
            _of(_read(folder.part("worklist_findings", number, "parquet")), top) for number in numbers
        )
        content = Content(
            top.to_pylist(),
            _by_prescription(findings),
            urgent,
            self.weights,
            summary,
            sampled.rows if sampled else None,
        )
        write_bytes_atomically(folder.path / "report.xlsx", workbook(content, text, lang))


def _top(rows: pa.Table, most: int) -> pa.Table:
    """The most urgent prescriptions, most urgent first; of equal ones the first ids."""
    import pyarrow.compute as pc

    urgent = rows.filter(pc.greater(rows["score"], 0))
    order = pc.sort_indices(urgent, sort_keys=[("score", "descending"), ("prescription_id", "ascending")])
    return urgent.take(order[:most]).replace_schema_metadata({_URGENT: str(len(urgent))})


def _urgent(top: pa.Table) -> int:
    """Of how many these are the most urgent ones."""
    return int(top.schema.metadata[_URGENT.encode()])


def _of(findings: pa.Table, rows: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    return findings.filter(pc.is_in(findings["prescription_id"], value_set=rows["prescription_id"].combine_chunks()))


def _by_prescription(findings: pa.Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in findings.to_pylist():
        found.setdefault(row["prescription_id"], []).append(row)
    return found


def _write(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    sink = BytesIO()
    pq.write_table(table, sink, compression="zstd", write_statistics=False)
    write_bytes_atomically(path, sink.getvalue())


def _read(path: Path) -> pa.Table:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return file.read()
