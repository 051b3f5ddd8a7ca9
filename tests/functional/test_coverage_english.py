"""English names of the reference data, by their text alone: nearly all are understood, and each other one has a reason.

test_reference.py checks whole prescriptions, where codes help; here a name stands alone.
"""

from __future__ import annotations

import pytest

from benchmarks.coverage.english import LEFT_OUT, REQUIRED, agreement, prescribed, share, top_drugs
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled
from tests.support.smart import reference_folder

AGREEING = 0.99


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    if not reference_folder().is_dir():
        pytest.skip(f"no reference data at {reference_folder()}: set RXCHECK_REFERENCE")
    return Resolver(open_compiled(default_folder()).text.index)


def test_names_on_prescriptions(resolver: Resolver) -> None:
    found = prescribed(resolver)
    assert sum(item.lines for item in found) > 3000
    assert share(found) >= REQUIRED, "\n".join(map(str, found))


def test_the_most_used_drugs_are_known_but_for_those_left_out(resolver: Resolver) -> None:
    found = top_drugs(resolver)
    assert found.lines == 650
    assert set(found.unresolved) == set(LEFT_OUT)


def test_variants_mean_what_the_list_says(resolver: Resolver) -> None:
    found = agreement(resolver)
    assert found is not None
    assert len(found.other) <= 1, found.other  # vitamin D, which the list takes for D2
    assert found.same / (found.same + len(found.silent) + len(found.other)) >= AGREEING
