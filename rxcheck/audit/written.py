"""What receipts say of lines as columns: put together once for each distinct line, whatever block it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from rxcheck.audit.arrays import LIST
from rxcheck.checks.outcomes import line_outcome

if TYPE_CHECKING:
    from rxcheck.engine.batch import Batch
    from rxcheck.engine.compiled import Kb
    from rxcheck.model import MedicationLine

_TYPES = (pa.string(), LIST, pa.string(), pa.string())


class WrittenLines:
    """As written, its drugs, how it was resolved and its outcome, for each of the distinct lines that batches share."""

    def __init__(self, kb: Kb) -> None:
        self._kb = kb
        self._lines: Sequence[MedicationLine] = ()
        self._columns = _none()

    def columns(self, batch: Batch) -> list[pa.Array]:
        """The columns over `batch.lines`; lines that came since the last batch are added to those that were there."""
        if batch.lines is not self._lines:
            self._lines, self._columns = batch.lines, _none()
        known = len(self._columns[0])
        lines, resolutions = batch.lines[known:], batch.resolutions[known:]
        if lines:
            added = (
                [line.as_written for line in lines],
                [[item.drug for item in each.ingredients] for each in resolutions],
                [each.how.value for each in resolutions],
                [line_outcome(self._kb, each).value for each in resolutions],
            )
            self._columns = [
                pa.concat_arrays([column, pa.array(values, form)])
                for column, values, form in zip(self._columns, added, _TYPES, strict=True)
            ]
        return self._columns


def _none() -> list[pa.Array]:
    return [pa.array([], form) for form in _TYPES]
