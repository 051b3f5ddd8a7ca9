"""Findings → DetectedIssue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from rxcheck import fhir_terms as ft
from rxcheck.finding import FactUse, Finding, Mitigation
from rxcheck.report.facts import fact_rows
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
)
from rxcheck.report.plain import visible
from rxcheck.report.view import View, worst_first
from rxcheck.report.words import term
from rxcheck.terms import Fact

_DOI = re.compile(r"(?i)^doi:?\s*(10\.\S+)$")
# Rows of the table that say why and what to do; lines, facts, codes and sources have elements of their own.
_TOLD = frozenset("why derived compared chains slip when do changes sources spread".split())
_ON_LINES = frozenset(
    {Fact.DOSE, Fact.FREQUENCY, Fact.STRENGTH, Fact.ROUTE, Fact.DAYS, Fact.QUANTITY, Fact.REFILLS, Fact.DRUG}
)
_PMID = re.compile(r"(?i)^pmid:?\s*(\d+)$")


class IssueWriter(Struct, frozen=True):
    """What all issues of one prescription have in common: addresses of its lines and facts, of the patient and the program."""

    view: View
    ids: Ids
    lines: Mapping[str, str]
    facts: Mapping[Fact, Sequence[str]]
    patient: str
    device: str
    mitigations: Mapping[str, Sequence[Mitigation]]

    def entries(self) -> list[Json]:
        """One entry for each finding, worst first."""
        return [self._issue(finding) for finding in worst_first(self.view.report.findings)]

    def _issue(self, finding: Finding) -> Json:
        view = self.view
        severity = view.catalogue.issue_severities.get(finding.severity)
        sources = [view.catalogue.sources.get(each.source_id) for each in finding.references]
        addresses = [address for source in sources if source and (address := address_of(source.identifier))]
        body = filled(
            extension=self._extensions(finding),
            identifier=[{"system": ft.FINDING, "value": clean(finding.id)}],
            status="final",
            code=self._code(finding),
            severity=severity.value if severity else None,
            patient=reference(self.patient),
            author=reference(self.device),
            implicated=[reference(self.lines[line]) for line in finding.lines if line in self.lines],
            evidence=self._evidence(finding),
            detail=clean(self._detail(finding)),
            reference=addresses[0] if addresses else None,
            mitigation=[_mitigation(each) for each in self.mitigations.get(finding.id, ())],
        )
        return resource("DetectedIssue", self.ids.judged("issue", finding.id), body)

    def _extensions(self, finding: Finding) -> list[Json]:
        found = [extension(ft.ACTION, valueCode=finding.action.value)]
        if finding.evidence is not None:
            found.append(extension(ft.EVIDENCE, valueCode=finding.evidence.value))
        for cited in finding.references:
            source = self.view.catalogue.sources.get(cited.source_id)
            artifact = filled(
                type="citation",
                citation=clean(self.view.reference(cited)),
                url=address_of(source.identifier) if source else None,
            )
            found.append(extension(ft.CITATION, valueRelatedArtifact=artifact))
        return found

    def _code(self, finding: Finding) -> Json:
        codes = finding.codes
        codings = [
            coding(ft.ACT_CODE, codes.hl7_act or ""),
            coding(ft.NCPDP, codes.ncpdp or ""),
            *(coding(ft.CN_REVIEW, item.strip()) for item in (codes.cn_review or "").split(";")),
            coding(ft.RULE, finding.rule_id),
        ]
        heading = f"{term(finding.action, self.view.lang)} · {term(finding.severity, self.view.lang)}"
        text = self.view.say("lead", head=self.view.drugs(finding), text=heading)
        return concept(text, codings)

    def _detail(self, finding: Finding) -> str:
        """Why and what to do, in the rows that a person reads in the table."""
        view = self.view
        rows = [row for row in view.finding_rows(finding) if row[0] in _TOLD]
        return "\n".join(
            text if label == "why" else view.say("lead", head=view.say(f"label.{label}"), text=text)
            for label, text in rows
        )

    def _evidence(self, finding: Finding) -> list[Json]:
        view = self.view
        found = []
        if finding.compared is not None:
            seen = self.facts.get(finding.compared.fact) or _lines_of(finding, self.lines)
            found.append(self._entry(view.compared(finding), seen))
        told = list(fact_rows(finding, view.catalogue, view.lang))
        by_text = dict(zip(told, _told(finding, told, view), strict=True))
        for text, used in by_text.items():
            found.append(self._entry(text, self._behind(used)))
        for fragment in finding.fragments:
            where = [self.lines[fragment.line]] if fragment.line in self.lines else []
            found.append(self._entry(view.line(fragment.line, fragment.text), where))
        return found

    def _entry(self, text: str, urls: Iterable[str]) -> Json:
        return filled(code=[concept(text)], detail=[reference(url) for url in urls])

    def _behind(self, used: FactUse | None) -> list[str]:
        """The resources that hold a fact, and those that hold what it was calculated from."""
        if used is None:
            return []
        urls = list(self.facts.get(used.fact, ()))
        for each in used.inputs:
            urls += self._behind(each)
        return list(dict.fromkeys(urls))


def _lines_of(finding: Finding, lines: Mapping[str, str]) -> list[str]:
    """Where an amount of the prescription itself was compared."""
    if finding.compared is None or finding.compared.fact not in _ON_LINES:
        return []
    return [lines[line] for line in finding.lines if line in lines]


def _told(finding: Finding, told: Sequence[str], view: View) -> list[FactUse | None]:
    """The fact of each row of `fact_rows`, which leaves some out."""
    from msgspec.structs import replace

    found: list[FactUse | None] = []
    for use in finding.facts:
        rows = list(fact_rows(replace(finding, facts=(use,)), view.catalogue, view.lang))
        found += [use] * len(rows)
    return found if len(found) == len(told) else [None] * len(told)


def address_of(identifier: str) -> str | None:
    """The address that a source's identifier is, or that it stands for; None where it has none."""
    text = identifier.strip()
    if re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text
    if match := _DOI.match(text):
        return f"https://doi.org/{match[1]}"
    if match := _PMID.match(text):
        return f"https://pubmed.ncbi.nlm.nih.gov/{match[1]}/"
    return None


def _mitigation(taken: Mitigation) -> Json:
    codings = [coding(*taken.code)] if taken.code else []
    return filled(
        action=concept(taken.action, codings),
        date=taken.on.isoformat() if taken.on else None,
        author=filled(display=clean(visible(taken.author))) if taken.author else None,
    )
