"""What was not assessed, not told or not read, and who says all of this: OperationOutcome, GuidanceResponse, Provenance, Device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rxcheck import fhir_terms as ft
from rxcheck.errors import InputError
from rxcheck.finding import NotAssessed, Report, Versions
from rxcheck.report.error_words import translate
from rxcheck.report.fhir.parts import (
    Ids,
    Json,
    clean,
    coding,
    concept,
    extension,
    filled,
    reference,
    resource,
    urn_of,
)
from rxcheck.report.gaps import gaps
from rxcheck.report.suppressed import rows as suppressed_rows
from rxcheck.report.view import View
from rxcheck.report.words import term
from rxcheck.terms import Lang

_PROGRAM = "rxcheck"


def device_url(versions: Versions) -> str:
    """The address of the program."""
    return urn_of("device", versions.program)


def device_entry(versions: Versions) -> Json:
    """The program that checked."""
    body = {
        "deviceName": [{"name": _PROGRAM, "type": "model-name"}],
        "type": concept("prescription checking software"),
        "version": [{"value": versions.program}],
    }
    return resource("Device", device_url(versions), body)


def outcome_entry(view: View, ids: Ids, lines: Mapping[str, str], places: Mapping[str, int]) -> Json | None:
    """One issue for each thing that could not be assessed (`incomplete`), and for each finding that the policy of the site keeps
    back (`suppressed`); None where there is neither. `places` are the places of the lines in the bundle."""
    issues = [_not_assessed(view, item, lines, places) for item in view.report.not_assessed]
    for each, text in zip(view.report.suppressed, suppressed_rows(view), strict=True):
        body = filled(
            extension=_concerns(each.lines, lines),
            severity="information",
            code="suppressed",
            details=concept(text, [coding(ft.RULE, each.suppression.rule)]),
            expression=_expressions(each.lines, lines, places),
        )
        issues.append(body)
    return resource("OperationOutcome", ids.judged("outcome"), {"issue": issues}) if issues else None


def _not_assessed(view: View, item: NotAssessed, lines: Mapping[str, str], places: Mapping[str, int]) -> Json:
    (gap,) = gaps(_only(view, item), verbose=True)
    codings = [coding(ft.REASON, item.reason.value, term(item.reason, view.lang))]
    if item.fact is not None:
        codings.append(coding(ft.FACT, item.fact.value, term(item.fact, view.lang)))
    waiting = [extension("rule", valueCode=rule) for rule in item.rule_ids]
    if item.worst is not None:
        waiting.append(extension("worst-action", valueCode=item.worst.value))
    return filled(
        extension=[*_concerns(item.lines, lines), *([extension(ft.RULES_WAITING, waiting)] if waiting else [])],
        severity="warning",
        code="incomplete",
        details=concept(view.say("lead", head=gap.title, text=gap.detail) if gap.detail else gap.title, codings),
        expression=_expressions(item.lines, lines, places),
    )


def _only(view: View, item: NotAssessed) -> View:
    from msgspec.structs import replace

    return View(replace(view.report, not_assessed=(item,)), view.catalogue, view.lang)


def _concerns(ids: Sequence[str], lines: Mapping[str, str]) -> list[Json]:
    return [extension(ft.CONCERNS, valueReference=reference(lines[line])) for line in ids if line in lines]


def _expressions(ids: Sequence[str], lines: Mapping[str, str], places: Mapping[str, int]) -> list[str]:
    return [f"Bundle.entry[{places[lines[line]]}].resource" for line in ids if line in lines]


def error_entry(error: InputError, number: int, lang: Lang) -> Json:
    """An input that could not be read, and where it stands."""
    where = clean(str(error.location)) if error.location else None
    issue = filled(
        severity="error",
        code="invalid",
        details=concept(translate(error.message, lang)),
        diagnostics=where,
    )
    return resource("OperationOutcome", urn_of("error", number, where, error.message), {"issue": [issue]})


def response_entry(report: Report, ids: Ids, patient: str, outcome: str | None) -> Json:
    """The answer for one prescription: `success` where everything was assessed, else `data-requested`."""
    versions = report.versions
    body = filled(
        requestIdentifier=filled(system=ft.PRESCRIPTION, value=clean(report.prescription.id)),
        moduleUri=ft.CHECK,
        status="success" if report.complete else "data-requested",
        subject=reference(patient),
        performer=reference(device_url(versions)),
        evaluationMessage=[reference(outcome)] if outcome else None,
    )
    return resource("GuidanceResponse", ids.judged("response"), body)


def provenance_entry(ids: Ids, targets: Sequence[str], prescription: str, versions: Versions, recorded: str) -> Json:
    """What the answers rest on: the prescription, the tables by their hash, packs, and the policy of the site."""
    entities = [{"role": "source", "what": reference(prescription)}]
    known = [(ft.KNOWLEDGE, versions.knowledge_hash, f"knowledge {versions.knowledge}")]
    known += [(ft.PACK, pack.digest, f"{pack.name} {pack.edition}") for pack in versions.packs]
    if versions.policy is not None:
        known.append((ft.POLICY, versions.policy.digest, versions.policy.name))
    for system, value, display in known:
        what = filled(identifier={"system": system, "value": clean(value)}, display=clean(display))
        entities.append({"role": "source", "what": what})
    assembler = concept(None, [coding(ft.PARTICIPANT, "assembler")])
    body = {
        "target": [reference(url) for url in targets],
        "recorded": recorded,
        "agent": [{"type": assembler, "who": reference(device_url(versions))}],
        "entity": entities,
    }
    return resource("Provenance", ids.judged("provenance"), body)
