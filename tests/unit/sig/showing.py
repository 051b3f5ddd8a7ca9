"""A reading as one line of text, for tables of instructions."""

from __future__ import annotations

from rxcheck.model import DoseStep
from rxcheck.sig.parse import SigResult
from rxcheck.terms import Reason


def shown(result: SigResult) -> str:
    """Dose · route · frequency · lower frequency · prn · maximum · days, then the steps, problems and leftover words."""
    dosage = result.dosage
    parts = [
        str(dosage.dose) if dosage.dose else "",
        f"{dosage.sides} sides" if dosage.sides else "",
        dosage.route.value if dosage.route else "",
        str(dosage.frequency) if dosage.frequency else "",
        f"low {dosage.frequency_low}" if dosage.frequency_low else "",
        "prn" if dosage.as_needed else "",
        f"max {dosage.max_per_day}" if dosage.max_per_day else "",
        f"{dosage.days}d" if dosage.days else "",
    ]
    text = " · ".join(part for part in parts if part)
    text += "".join(f" | {_step(step)}" for step in dosage.steps)
    for problem in result.problems:
        reason = "" if problem.reason is Reason.UNPARSABLE else f" {problem.reason.value}"
        text += f" !{problem.fact.value}{reason}"
    return (text + (f" [{result.leftover}]" if result.leftover else "")).strip()


def _step(step: DoseStep) -> str:
    days = f"{step.on[0]}-{step.on[-1]}" if len(step.on) > 7 else ",".join(map(str, step.on))
    parts = [
        f"{step.phase}:",
        str(step.dose) if step.dose else "-",
        str(step.frequency) if step.frequency else "-",
        f"low {step.frequency_low}" if step.frequency_low else "",
        f"{step.days}d" if step.days else "",
        f"@{days}/{step.cycle}" if step.cycle else "",
        "prn" if step.as_needed else "",
    ]
    return " ".join(part for part in parts if part)
