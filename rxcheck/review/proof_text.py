"""What verifying a log has shown, in words and as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from rxcheck.report.json_ import to_json
from rxcheck.report.pages import fitted
from rxcheck.report.plain import visible
from rxcheck.review.verify import MOST_FAULTS, Fault, FaultKind, Proof
from rxcheck.review.words import say
from rxcheck.terms import Lang


def proof_text(proof: Proof, head: str | None, lang: Lang) -> str:
    """For people; `head` is the earlier head that was asked about."""
    if proof.proven:
        lines = [
            say("proven", lang, n=proof.entries, head=proof.head) if proof.entries else say("proven.empty", lang),
            *([say("proven.head", lang, head=head)] if head else []),
            *([say("keep_head", lang)] if proof.entries else []),
        ]
        return "\n".join(fitted(lines, lang)) + "\n"
    lines = [
        say("unproven" if proof.foreign_layout else "altered", lang),
        *(f"  {fault_text(fault, lang)}" for fault in proof.faults),
    ]
    if len(proof.faults) == MOST_FAULTS:
        lines.append(f"  {say('more_faults', lang, n=MOST_FAULTS)}")
    if proof.foreign_layout:
        written = ", ".join(_version(number) for number in proof.written_by)
        lines.append(say("foreign_layout", lang, written=written, library=_version(proof.library)))
    return "\n".join(fitted(lines, lang)) + "\n"


def fault_text(fault: Fault, lang: Lang) -> str:
    """Where, and what is wrong there."""
    key = f"fault.{fault.kind.value}"
    if fault.kind is FaultKind.MISSING and fault.detail == str(fault.entry):
        key += ".one"
    elif fault.kind is FaultKind.PAGE and fault.detail == "header":
        key += ".header"
    elif fault.kind is FaultKind.UNREADABLE and fault.page is not None:
        key += ".page"
    slots = msgspec.structs.asdict(fault) | {"detail": visible(fault.detail)}
    return say(key, lang, **slots)


def proof_json(proof: Proof) -> str:
    """As JSON."""
    document: dict[str, Any] = {"proven": proof.proven, **msgspec.to_builtins(proof)}
    document["foreign_layout"] = proof.foreign_layout
    return to_json(document) + "\n"


def _version(number: int) -> str:
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
