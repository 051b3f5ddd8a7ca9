"""The shipped tables, and reports of prescriptions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rxcheck.checks.interface import Options
from rxcheck.finding import Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.review.deciding import Reasons
from rxcheck.sources.inline import from_options
from rxcheck.sources.labs import load_labs
from rxcheck.verify import Verifier

Reporting = Callable[..., Report]
MEMORY = Path("/dev/shm")  # noqa: S108


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where that is possible: what is tested is not the disk, and it is synchronised thousands of times."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()), Options("generic"), default_folder())


@pytest.fixture(scope="session")
def reasons(verifier: Verifier) -> Reasons:
    return Reasons(verifier.kb.compiled.text.words().reasons)


@pytest.fixture(scope="session")
def report_of(verifier: Verifier) -> Reporting:
    labs = load_labs(default_folder() / "knowledge")

    def reported(*drugs: str, **options: object) -> Report:
        (report,) = verifier.verify([from_options(drugs, lab_table=labs, **options)])  # type: ignore[arg-type]
        return report

    return reported


@pytest.fixture(scope="session")
def report(report_of: Reporting) -> Report:
    """Several findings."""
    return report_of(
        "warfarin 5 mg PO qd",
        "clarithromycin 500 mg PO bid x7d",
        "simvastatin 40 mg PO qn",
        "ibuprofen 400 mg PO tid",
        age="78",
        sex="f",
    )
