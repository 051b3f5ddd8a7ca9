"""How many of the sample's instructions are read as the columns beside them say; skipped without the reference data."""

from __future__ import annotations

import pytest

from benchmarks.coverage.sigs import Kind, compare
from tests.support.smart import smart_folder

FOLDER = smart_folder()
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no reference data at {FOLDER}")


def test_every_instruction_equals_its_columns_or_says_why_not() -> None:
    count, equal, exceptions = compare(FOLDER)
    assert count >= 140
    assert count - equal == len(exceptions) <= 22
    assert not [text for text, _, kind in exceptions if kind is None]
    assert len([kind for _, _, kind in exceptions if kind is Kind.COLUMN]) <= 6
