"""Links of the pages lead somewhere, and their targets of make are there; test_docs.py runs their commands."""

from __future__ import annotations

import re

import pytest

from tests.support.command import ROOT

PAGES = (
    "docs/tutorial.md",
    "docs/tutorial.zh.md",
    "docs/training.md",
    "docs/review.md",
    "docs/rules.md",
    "docs/fhir.md",
    "README.md",
    "docs/developing.md",
    "docs/formats.md",
    "knowledge/README.md",
    "rules/README.md",
    "docs/architecture.md",
)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_make_targets_of_the_readme() -> None:
    targets = re.findall(r"^\$ make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets == ["demo", "test"]
    assert all(f"\n{target}:" in makefile for target in targets)
