"""One hash of what a report says: the same in either language, on every day and wherever the input lay."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec.structs import replace

from rxcheck.finding import Report

_TAG = b"rxcheck report 1\n"


def report_digest(report: Report) -> str:
    """SHA-256 (hexadecimal) of prescription, findings, what was not assessed, receipt, questions, and what made the report.

    Records hold ids and exact numbers, never sentences, so no language is in it. The place of the input is left out; of a policy
    its own digest counts, which does not hang on the day.
    """
    policy = report.versions.policy
    bare = replace(
        report,
        prescription=replace(report.prescription, location=None),
        versions=replace(report.versions, policy=None),
    )
    canonical = msgspec.json.encode((bare, policy.digest if policy else None), order="sorted")
    return hashlib.sha256(_TAG + canonical).hexdigest()
