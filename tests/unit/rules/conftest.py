"""Answers on the shipped tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rxcheck.checks.interface import Options
from rxcheck.kb.store import Compiled, default_folder
from rxcheck.rules.answer import Why
from rxcheck.rules.find import find_rule
from rxcheck.rules.why import Asker
from rxcheck.sources.inline import from_options
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Lang

Ask = Callable[..., Why]


@pytest.fixture(scope="session")
def folder() -> Path:
    return default_folder()


@pytest.fixture(scope="session")
def ask(shipped: Compiled, folder: Path) -> Ask:
    """Asks of a rule on lines and a patient as on the command line."""
    labs = load_labs(folder / "knowledge")
    askers: dict[tuple[str, Lang], Asker] = {}

    def asked(rule: str, *lines: str, jurisdiction: str = "generic", lang: Lang = Lang.EN, **patient: Any) -> Why:
        key = jurisdiction, lang
        asker = askers.setdefault(key, Asker(shipped, folder, Options(jurisdiction), None, lang))
        named = ("age", "sex", "weight", "height", "egfr", "creatinine", "pregnant", "pregnant_weeks", "lactating")
        told: dict[str, Any] = {name: patient.pop(name, None) for name in named}
        for name in ("allergies", "conditions", "labs"):
            told[name] = patient.pop(name, ())
        assert not patient
        return asker.why(from_options(list(lines), lab_table=labs, **told), find_rule(shipped, rule))

    return asked
