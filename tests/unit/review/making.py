"""Drafts and logs for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rxcheck.review.entry import Draft, Entry
from rxcheck.review.log import ReviewLog
from rxcheck.review.verify import library

PLAIN: dict[str, Any] = {
    "recorded_at": "2026-11-23T08:00:00.000Z",
    "user": "li",
    "user_group": "",
    "report_digest": "a" * 64,
    "knowledge": "2026-11-01",
    "knowledge_hash": "b" * 32,
    "policy_digest": "",
    "program": "0.1.0",
    "sqlite": library(),
    "rule_id": "ddi-warfarin",
    "check_kind": "interaction",
    "action": "avoid",
    "severity": "major",
    "hl7_code": "DINT",
    "lines": '["1","2"]',
    "drugs": '["warfarin","clarithromycin"]',
    "decision": "overridden",
    "reason": "benefit",
    "note": "",
}


def draft(number: int, /, **cells: Any) -> Draft:
    """The draft of a number: prescription, finding and name are made of it."""
    own = {"prescription_id": f"rx-{number}", "finding_id": f"F{number}", "once": f"token-{number}"}
    return Draft(**{**PLAIN, **own, **cells})


def filled(path: Path, count: int, /, **cells: Any) -> list[Entry]:
    """A log with entries 1 to `count`."""
    log = ReviewLog(path)
    return [log.append(draft(number, **cells)) for number in range(1, count + 1)]
