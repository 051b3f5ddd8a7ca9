"""The rows of a part as columns of codes: every distinct text of a column stands once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
from msgspec import Struct

from rxcheck.audit.columns import COUNTED, NATIVE, NOTHING, Columns
from rxcheck.audit.plan import Part, Plan
from rxcheck.audit.records import MOST_BYTES, NEWLINE
from rxcheck.kb.terms import AuditField

if TYPE_CHECKING:
    from rxcheck.engine.compiled import IntArray


class Column(Struct, frozen=True):
    """A code for each row, and the text (without blanks around it) of each code; distinct codes have distinct texts."""

    codes: IntArray
    texts: list[str]

    def text(self, row: int) -> str:
        """What stands in a row."""
        return self.texts[int(self.codes[row])]


class Sheet(Struct, frozen=True):
    """Columns by our names over the rows of a part; `numbers` are the numbers of the rows in the table."""

    numbers: IntArray
    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.numbers)

    def cells(self, row: int) -> dict[str, str]:
        """The cells of a row by our names."""
        return {name: column.text(row) for name, column in self.columns.items()}


def sheet_of_bytes(raw: bytes, plan: Plan, part: Part) -> Sheet | None:
    """The sheet of a part of which every line is a row; None where one is not, or it is not certain (then row by row)."""
    delimiter = plan.dialect.delimiter
    if b"\x00" in raw or (b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n")):
        return None
    quoted = b'"' in raw
    if quoted and b'"' in _quoted_cell(delimiter).sub(b"", raw):
        return None
    lengths = np.diff(np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == NEWLINE), prepend=-1, append=len(raw)) - 1
    if len(lengths) - raw.endswith(b"\n") != part.lines or lengths.max() > MOST_BYTES:
        return None
    try:
        text = raw if plan.dialect.encoding == "utf-8" else raw.decode(plan.dialect.encoding).encode()
        names = [str(place) for place in range(plan.dialect.width)]
        used = {str(place): name for place, name in enumerate(plan.columns.names) if name is not None}
        table = pc.read_csv(
            pa.BufferReader(text),
            pc.ReadOptions(use_threads=False, column_names=names, block_size=max(len(text) + 1, 1 << 16)),
            pc.ParseOptions(delimiter=delimiter, quote_char='"' if quoted else False, newlines_in_values=False),
            pc.ConvertOptions(
                column_types=dict.fromkeys(used, pa.dictionary(pa.int32(), pa.string())),
                include_columns=list(used),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    if table.num_rows != part.lines:
        return None
    columns = {name: _column(table.column(place)) for place, name in used.items()}
    if plan.columns.layout != NATIVE:
        columns |= {name: _stated(column) for name, column in columns.items() if name in COUNTED}
    return Sheet(np.arange(part.first_row, part.first_row + table.num_rows), _frequencies(columns))


def _quoted_cell(delimiter: str) -> re.Pattern[bytes]:
    """A cell in quotes, as all programs read it: on one line, from delimiter to delimiter, quotes in it doubled."""
    mark = re.escape(delimiter.encode())
    # What stands before the quote is looked at behind it: so the search runs from quote to quote, not from byte to byte.
    opened, closed = rb'"(?<![^\n' + mark + rb']")', rb'"(?=[\r\n' + mark + rb"]|\Z)"
    return re.compile(opened + rb'[^"\r\n]*+(?:""[^"\r\n]*+)*+' + closed)


def sheet_of_rows(rows: Sequence[tuple[int, dict[str, str]]], columns: Columns) -> Sheet:
    """The sheet of rows that were read one by one (number, cells by our names)."""
    names = {name for name in columns.names if name is not None and name != AuditField.PER_DAY}
    if AuditField.PER_DAY in columns.names:
        names.add(AuditField.FREQUENCY)
    found = {
        str(name): _column(pa.chunked_array([pa.array([cells.get(name, "") for _, cells in rows], pa.string())]))
        for name in sorted(names)
    }
    return Sheet(np.array([number for number, _ in rows], dtype=np.int64), found)


def _column(values: pa.ChunkedArray) -> Column:
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    values = values.unify_dictionaries().combine_chunks()
    if isinstance(values, pa.ChunkedArray):  # of no chunk, or of one
        values = values.chunk(0) if values.num_chunks else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    codes = values.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    written = [text.strip() for text in values.dictionary.to_pylist()]
    return _merged(codes, written)


def _merged(codes: IntArray, written: list[str]) -> Column:
    """A column of texts that may not be distinct."""
    texts = list(dict.fromkeys(written))
    if len(texts) < len(written):
        place = {text: number for number, text in enumerate(texts)}
        codes = np.array([place[text] for text in written], dtype=np.int64)[codes]
    return Column(codes, texts)


def _stated(column: Column) -> Column:
    """A column of numbers in which nought says nothing."""
    return _merged(column.codes, ["" if text in NOTHING else text for text in column.texts])


def _frequencies(columns: dict[str, Column]) -> dict[str, Column]:
    """A number of doses in a day stands in for a frequency that is not written."""
    doses = columns.pop(AuditField.PER_DAY, None)
    if doses is None:
        return columns
    written = columns.get(AuditField.FREQUENCY)
    if written is None:
        written = Column(np.zeros(len(doses.codes), dtype=np.int64), [""])
    keys, inverse = np.unique(written.codes * len(doses.texts) + doses.codes, return_inverse=True)
    texts: dict[str, int] = {}
    places = []
    for key in keys.tolist():
        frequency, number = written.texts[key // len(doses.texts)], doses.texts[key % len(doses.texts)]
        text = f"{number} times a day" if number and not frequency else frequency
        places.append(texts.setdefault(text, len(texts)))
    columns[AuditField.FREQUENCY] = Column(np.array(places, dtype=np.int64)[inverse], list(texts))
    return columns
