"""The steps of `rxcheck review record` behind its options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct

from rxcheck.errors import UsageError
from rxcheck.report.digest import report_digest
from rxcheck.review.deciding import Choice, Reasons, Recorder, Who, decided
from rxcheck.review.dialogue import Dialogue, Told, told
from rxcheck.review.fhir_out import mitigation_of
from rxcheck.review.listing import document
from rxcheck.review.log import ReviewLog
from rxcheck.review.place import log_path, user_name
from rxcheck.review.words import say
from rxcheck.terms import Decision, Lang

if TYPE_CHECKING:
    from rxcheck.finding import Finding, Mitigation, Report
    from rxcheck.verify import Verifier


class Session(Struct, frozen=True):
    """Who decides, and into which log."""

    log: ReviewLog
    recorder: Recorder
    lang: Lang

    @classmethod
    def begin(cls, user: str | None, group: str | None, log: Path | None, key: Path | None, lang: Lang) -> Session:
        """From the options.

        Raises:
            UsageError: nobody decides.
            AuditError: the key cannot be read.
        """
        from rxcheck.audit.pseudonyms import key_in
        from rxcheck.review.place import group_name

        who = Who(user_name(user), group_name(group))
        return cls(ReviewLog(log_path(log)), Recorder(who, key=key_in(key) if key else None), lang)

    def dialogue(self, verifier: Verifier, again: bool) -> Dialogue:
        """The dialogue over the tables of a verifier."""
        return Dialogue(self.log, self.recorder, reasons_of(verifier), verifier.catalogue(), self.lang, again)


def reasons_of(verifier: Verifier) -> Reasons:
    """The reasons of its tables."""
    return Reasons(verifier.kb.compiled.text.words().reasons)


def mitigations_of(
    log: Path, reports: Sequence[Report], verifier: Verifier, lang: Lang
) -> tuple[tuple[str, str, Mitigation], ...]:
    """What a log holds of the findings of reports: (prescription id, finding id, what was done), oldest first. Where it holds nothing of
    them, that is told: decisions belong to reports of the same tables, policy and program.

    Raises:
        ReviewError: there is no such log, or it cannot be read.
    """
    reasons = reasons_of(verifier)
    of_reports = {report_digest(report): report.prescription.id for report in reports}
    taken = tuple(
        (of_reports[entry.report_digest], entry.finding_id, mitigation_of(entry, reasons, lang))
        for entry in ReviewLog(log).entries_there()
        if entry.report_digest in of_reports
    )
    if not taken:
        typer.echo(f"rxcheck: {say('no_decisions', lang, path=log)}", err=True)
    return taken


def record_one(
    session: Session,
    verifier: Verifier,
    reports: Sequence[Report],
    prescription: str | None,
    findings: Sequence[str],
    chosen: tuple[Decision, str | None, str | None],
    once: str | None,
) -> Told:
    """One decision on one or more findings of one prescription, without a dialogue.

    Raises:
        UsageError: there is no such prescription or finding, or the decision lacks something. Nothing is recorded then.
        ReviewError: an entry cannot be recorded.
    """
    report = _report(reports, prescription)
    by_id = {finding.id: finding for finding in report.findings}
    wanted: list[Finding] = []
    for ident in dict.fromkeys(findings):
        if ident not in by_id:
            raise UsageError(f"no finding {ident}")
        wanted.append(by_id[ident])
    decision, reason, text = chosen
    choice = reasons_of(verifier).checked(Choice(decision, reason or "", text or ""))
    if once is not None and not (once.strip() and len(once) <= 200 and once.isprintable()):
        raise UsageError("--once is no name: at most 200 characters, on one line")
    recorded = tuple(
        # A name for several findings is one for each.
        session.log.append(
            session.recorder.draft(
                report, finding, choice, f"{once.strip()}/{finding.id}" if once is not None else None
            )
        )
        for finding in wanted
    )
    digest = session.recorder.digest(report)
    done = decided(session.log.entries(digest), digest)
    return Told(recorded, sum(finding.id not in done for finding in report.findings), left=False)


def _report(reports: Sequence[Report], prescription: str | None) -> Report:
    found = [report for report in reports if prescription in (None, report.prescription.id)]
    if prescription is not None and not found:
        raise UsageError(f"no prescription {prescription}")
    if len(found) != 1:
        raise UsageError("there are several prescriptions: --prescription says which")
    return found[0]


def summary(session: Session, verifier: Verifier, done: Told, as_json: bool) -> str:
    """What was recorded, and where the chain now stands."""
    if as_json:
        from rxcheck.report.json_ import to_json

        return to_json({"recorded": [document(entry) for entry in done.recorded], "open": done.open}) + "\n"
    reasons, lang = reasons_of(verifier), session.lang
    lines = [
        f"{entry.prescription_id} {entry.finding_id} {say('kept', lang, text=told(entry, reasons, lang), n=entry.sequence)}"
        for entry in done.recorded
    ]
    lines.append(say("decided", lang, n=len(done.recorded), left=done.open))
    if done.recorded:
        last = done.recorded[-1]
        lines.append(say("head_now", lang, path=session.log.path, head=f"{last.sequence}:{last.hash}"))
    from rxcheck.report.plain import visible

    return "".join(f"{visible(line, 1000)}\n" for line in lines)
