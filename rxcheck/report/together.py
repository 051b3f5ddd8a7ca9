"""What holds over several findings, as sentences: expected exposure, and the line that most interaction findings hang on."""

from __future__ import annotations

from rxcheck.finding import Exposure, Pivot
from rxcheck.report.plain import visible
from rxcheck.report.view import View


def together(view: View, verbose: bool) -> list[str]:
    """Exposure under several drugs (with `verbose` also under one), then the lines that most findings hang on."""
    told = [
        exposure_text(view, each)
        for each in view.report.exposures
        if verbose or len({influence.drug for influence in each.influences}) > 1
    ]
    return [*told, *(_pivot(view, each) for each in view.report.pivots)]


def exposure_text(view: View, exposure: Exposure) -> str:
    """The expected exposure of one drug, with who acts on it."""
    parts = view.listed(
        view.noted(
            view.catalogue.drug(each.drug, view.lang),
            view.catalogue.selector(f"role:{each.pathway}-{each.role}-{each.grade}", view.lang),
        )
        for each in exposure.influences
    )
    drug = view.catalogue.drug(exposure.drug, view.lang)
    return view.say("exposure", drug=drug, low=exposure.low, high=exposure.high, parts=parts)


def _pivot(view: View, pivot: Pivot) -> str:
    names = view.say("and_drug").join(view.names(pivot.drugs))
    return view.say(
        "pivot", line=visible(pivot.line), drugs=names, n=len(pivot.findings), findings=view.listed(pivot.findings)
    )
