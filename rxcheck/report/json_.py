"""Reports for machines: one JSON document for any number of prescriptions, or one line for each.

`report.schema.json` beside this file describes both (JSON Schema, draft 2020-12). Enumeration members are their values
and ids are the tables' ids in either language; only names, sentences, messages of errors and source titles follow the
language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from rxcheck.errors import InputError
from rxcheck.finding import (
    ClauseUse,
    Compared,
    Exposure,
    FactUse,
    Finding,
    FlipFact,
    NotAssessed,
    PackVersion,
    Pivot,
    Question,
    Receipt,
    Reference,
    Report,
    SideChains,
    StructureHint,
    UsualDose,
    Versions,
)
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.error_words import translate
from rxcheck.report.interface import RenderOptions
from rxcheck.report.terminal import put_json
from rxcheck.report.view import best_questions, worst_first
from rxcheck.site import SitePolicy, Suppressed, Suppression
from rxcheck.terms import Lang

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")

Document = dict[str, Any]

# Characters that JSON allows unescaped but that would act on a terminal or hide text in an editor (C1 controls,
# direction overrides, zero width, line separators), and halves of surrogate pairs, which UTF-8 cannot write.
_ACTING = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def to_document(report: Report, catalogue: Catalogue, lang: Lang) -> Document:
    """A report as JSON values: the same ids, numbers and codes in both languages."""
    rx = report.prescription
    return {
        "prescription_id": rx.id,
        "authored_on": rx.authored_on.isoformat() if rx.authored_on else None,
        "complete": report.complete,
        "language": lang.value,
        "findings": [_finding(each, catalogue, lang) for each in worst_first(report.findings)],
        "not_assessed": [_not_assessed(each, catalogue, lang) for each in report.not_assessed],
        "receipt": _receipt(report.receipt, catalogue, lang),
        "questions": [_question(each) for each in best_questions(report.questions)],
        "exposures": [_exposure(each, catalogue, lang) for each in report.exposures],
        "pivots": [_pivot(each, catalogue, lang) for each in report.pivots],
        **(
            {"suppressed": [_suppressed(each, catalogue, lang) for each in report.suppressed]}
            if report.versions.policy
            else {}
        ),
        "versions": versions_document(report.versions),
    }


def error_document(error: InputError, lang: Lang) -> Document:
    """An input that could not be read; only the message follows the language."""
    where = error.location
    return {
        "file": where.file if where else None,
        "row": where.row if where else None,
        "column": (where.column or None) if where else None,
        "message": translate(error.message, lang),
    }


def versions_document(versions: Versions) -> Document:
    """What produced the report."""
    return {
        "program": versions.program,
        "knowledge": versions.knowledge,
        "knowledge_hash": versions.knowledge_hash,
        **({"packs": [_pack(pack) for pack in versions.packs]} if versions.packs else {}),
        **({"policy": policy_document(versions.policy)} if versions.policy else {}),
    }


def policy_document(policy: SitePolicy) -> Document:
    """The policy of the site: what it suppresses, what has expired, and its thresholds."""
    return {
        "file": policy.name,
        "hash": policy.digest,
        "as_of": policy.as_of.isoformat(),
        "suppress": [_suppression(each) for each in policy.suppress],
        "expired": [_suppression(each) for each in policy.expired],
        "thresholds": dict(policy.thresholds),
    }


def _suppression(each: Suppression) -> Document:
    return {"rule_id": each.rule, "reason": each.reason, "owner": each.owner, "expires": each.expires.isoformat()}


def _suppressed(each: Suppressed, catalogue: Catalogue, lang: Lang) -> Document:
    return {
        **_suppression(each.suppression),
        "check": each.check.value,
        "action": each.action.value,
        "severity": each.severity.value,
        "lines": list(each.lines),
        "drugs": _drugs(each.drugs, catalogue, lang),
    }


def _pack(pack: PackVersion) -> Document:
    return {"name": pack.name, "title": pack.title, "edition": pack.edition, "hash": pack.digest}


def to_json(document: Document, indent: int | None = 2) -> str:
    """JSON text with sorted keys; Chinese stays readable, characters that act on a terminal are escaped."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=indent)
    return escaped(text)


def escaped(text: str) -> str:
    """JSON text with characters that act on a terminal escaped."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class JsonRenderer:
    """One document: `{"reports": [...], "errors": [...], "versions": {...}}`, also for a single prescription."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._lang = options.lang

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write the document to `stream`."""
        document = {
            "reports": [to_document(report, self._catalogue, self._lang) for report in reports],
            "errors": [error_document(error, self._lang) for error in errors],
            "versions": versions_document(versions),
        }
        put_json(stream, to_json(document) + "\n")


class JsonLinesRenderer:
    """One report a line; an input that could not be read is a line `{"error": {...}}`, after the reports."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._lang = options.lang

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write the lines to `stream`; every report carries its own versions."""
        for report in reports:
            put_json(stream, to_json(to_document(report, self._catalogue, self._lang), indent=None) + "\n")
        for error in errors:
            put_json(stream, to_json({"error": error_document(error, self._lang)}, indent=None) + "\n")


def _finding(finding: Finding, catalogue: Catalogue, lang: Lang) -> Document:
    codes = finding.codes
    return {
        "id": finding.id,
        "rule_id": finding.rule_id,
        "check": finding.check.value,
        "action": finding.action.value,
        "severity": finding.severity.value,
        "evidence": finding.evidence.value if finding.evidence else None,
        "lines": list(finding.lines),
        "drugs": _drugs(finding.drugs, catalogue, lang),
        "compared": _compared(finding.compared) if finding.compared else None,
        "facts": [_fact(each) for each in finding.facts],
        "when": list(finding.when),
        "slip": finding.slip.value if finding.slip else None,
        "usual": _usual(finding.usual) if finding.usual else None,
        "mechanism": _clauses(finding.mechanism, catalogue, lang),
        "harm": _clauses(finding.harm, catalogue, lang),
        "advice": _clauses(finding.advice, catalogue, lang),
        "references": [_reference(each, catalogue) for each in finding.references],
        "codes": {"hl7_act": codes.hl7_act, "ncpdp": codes.ncpdp, "cn_review": codes.cn_review},
        "modifier": finding.modifier,
        "also": list(finding.also),
        "derived": finding.derived,
        "path": list(finding.path),
        "changed_by": [_flip(each) for each in finding.changed_by],
        "side_chains": [_side_chains(each) for each in finding.side_chains],
        "fragments": [{"line": each.line, "text": each.text} for each in finding.fragments],
        **({"sources": _side_by_side(finding, catalogue)} if finding.grades else {}),
    }


def _fact(fact: FactUse) -> Document:
    return {
        "fact": fact.fact.value,
        "value": fact.value,
        "unit": fact.unit,
        "basis": fact.basis.value,
        "taken_on": fact.taken_on.isoformat() if fact.taken_on else None,
        "formula": fact.formula.value if fact.formula else None,
        "weight": fact.weight.value if fact.weight else None,
        "condition": fact.condition,
        "inputs": [_fact(each) for each in fact.inputs],
        "notes": [
            {
                "kind": note.kind.value,
                "days": note.days,
                "value": note.value,
                "unit": note.unit,
                "taken_on": note.taken_on.isoformat() if note.taken_on else None,
                "condition": note.condition,
            }
            for note in fact.notes
        ],
    }


def _usual(usual: UsualDose) -> Document:
    return {"low": usual.low, "high": usual.high, "unit": usual.unit, "hours": usual.hours}


def _side_by_side(finding: Finding, catalogue: Catalogue) -> Document:
    from rxcheck.report.side_by_side import spread_of

    spread = spread_of(finding)
    return {
        "pack": finding.pack,
        "silent": list(finding.silent),
        "own": spread.own,
        "lowest": spread.lowest,
        "highest": spread.highest,
        "grades": [
            {
                "source_id": each.source_id,
                "title": catalogue.sources[each.source_id].title if each.source_id in catalogue.sources else None,
                "grade": each.grade,
                "action": each.action.value if each.action else "none",
                "locator": each.locator,
                "condition": each.condition,
                "text": each.text,
            }
            for each in finding.grades
        ],
    }


def _exposure(exposure: Exposure, catalogue: Catalogue, lang: Lang) -> Document:
    return {
        "drug": _drugs([exposure.drug], catalogue, lang)[0],
        "lines": list(exposure.lines),
        "ratio_low": exposure.low,
        "ratio_high": exposure.high,
        "influences": [
            {
                "drug": _drugs([each.drug], catalogue, lang)[0],
                "pathway": each.pathway,
                "role": each.role,
                "grade": each.grade,
            }
            for each in exposure.influences
        ],
    }


def _pivot(pivot: Pivot, catalogue: Catalogue, lang: Lang) -> Document:
    return {
        "line": pivot.line,
        "drugs": _drugs(pivot.drugs, catalogue, lang),
        "findings": list(pivot.findings),
    }


def _drugs(ids: Iterable[str], catalogue: Catalogue, lang: Lang) -> list[Document]:
    return [{"id": drug, "name": catalogue.drug(drug, lang)} for drug in ids]


def _clauses(uses: Iterable[ClauseUse], catalogue: Catalogue, lang: Lang) -> list[Document]:
    return [{"clause_id": use.clause_id, "text": catalogue.clause(use, lang)} for use in uses]


def _compared(compared: Compared) -> Document:
    return {
        "fact": compared.fact.value,
        "observed": compared.observed,
        "comparator": compared.comparator.value,
        "limit": compared.limit,
        "unit": compared.unit,
    }


def _side_chains(chains: SideChains) -> Document:
    return {
        "group": chains.group,
        "same": chains.same,
        "drug": chains.drug,
        "chain": chains.chain,
        "allergen": chains.allergen,
        "allergen_chain": chains.allergen_chain,
    }


def _flip(flip: FlipFact) -> Document:
    return {
        "fact": flip.fact.value,
        "comparator": flip.comparator.value,
        "value": flip.value,
        "unit": flip.unit,
        "action": flip.action.value if flip.action else None,
    }


def _reference(reference: Reference, catalogue: Catalogue) -> Document:
    source = catalogue.sources.get(reference.source_id)
    return {
        "source_id": reference.source_id,
        "title": source.title if source else None,
        "locator": reference.locator,
        "status": reference.status.value,
    }


def _not_assessed(item: NotAssessed, catalogue: Catalogue, lang: Lang) -> Document:
    return {
        "check": item.check.value if item.check else None,
        "reason": item.reason.value,
        "fact": item.fact.value if item.fact else None,
        "lines": list(item.lines),
        "rule_ids": list(item.rule_ids),
        "drugs": _drugs(item.drugs, catalogue, lang),
        "text": item.text,
        "suggestions": _drugs(item.suggestions, catalogue, lang),
        "lookalikes": [list(pair) for pair in item.lookalikes],
        "structure": structure_document(item.structure, catalogue, lang) if item.structure else None,
    }


def structure_document(hint: StructureHint, catalogue: Catalogue, lang: Lang) -> Document:
    """What a structure resembles, as plain data."""
    return {
        "readable": hint.readable,
        "resembles": [
            {**drug, "percent": near.percent, "same": near.same}
            for near, drug in zip(hint.drugs, _drugs([near.drug for near in hint.drugs], catalogue, lang), strict=True)
        ],
        "holds": [{"id": group, "name": catalogue.group(group, lang)} for group in hint.groups],
        "status": "inferred",
    }


def _receipt(receipt: Receipt, catalogue: Catalogue, lang: Lang) -> Document:
    return {
        "lines": [
            {
                "line": each.line,
                "as_written": each.as_written,
                "drugs": _drugs(each.drugs, catalogue, lang),
                "resolved_by": each.resolved_by.value,
                "outcome": each.outcome.value,
            }
            for each in receipt.lines
        ],
        "checks": [
            {
                "check": each.check.value,
                "lines": list(each.lines),
                "outcome": each.outcome.value,
                "reasons": [reason.value for reason in each.reasons],
            }
            for each in receipt.checks
        ],
    }


def _question(question: Question) -> Document:
    return {
        "fact": question.fact.value,
        "lines": list(question.lines),
        "rules": question.rules,
        "worst": question.worst.value if question.worst else None,
    }
