"""The attacks as they were written, each one a line of a file beside this one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def attacks(name: str) -> list[dict[str, Any]]:
    """The lines of `<name>.jsonl`. Lines end in \\n only: some attacks hold other separators."""
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


@cache
def findings() -> dict[str, Any]:
    """The findings that sentences of narrative.jsonl are about: names of drugs, and by alias the texts for pharmacists and trainees."""
    found: dict[str, Any] = json.loads((FOLDER / "findings.json").read_text(encoding="utf-8"))
    return found
