"""From a finding of a report to what is recorded about it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from rxcheck import __version__
from rxcheck.audit.pseudonyms import Kind, SiteKey
from rxcheck.errors import UsageError
from rxcheck.finding import Finding, Report
from rxcheck.kb.compiled_text import ReasonInfo
from rxcheck.report.digest import report_digest
from rxcheck.review.entry import Draft, Entry, listed
from rxcheck.review.verify import library
from rxcheck.terms import Decision

Clock = Callable[[], datetime]
LONGEST_NOTE = 2000


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Choice(Struct, frozen=True):
    """A decision, its reason (an id of rules/override_reasons.csv) and what the pharmacist wrote."""

    decision: Decision
    reason: str = ""
    note: str = ""


class Who(Struct, frozen=True):
    """Who decides, of which group (empty: nobody said)."""

    user: str
    group: str = ""


class Recorder(Struct, frozen=True):
    """Makes drafts. With a key of the site, prescription ids become pseudonyms, and digests of reports are keyed."""

    who: Who
    clock: Clock = now
    key: SiteKey | None = None

    def prescription_id(self, report: Report) -> str:
        """As the log names the prescription."""
        ident = report.prescription.id
        return self.key.pseudonym(Kind.PRESCRIPTION, ident) if self.key else ident

    def digest(self, report: Report) -> str:
        """As the log names the report."""
        found = report_digest(report)
        return self.key.keyed("report", found) if self.key else found

    def draft(self, report: Report, finding: Finding, choice: Choice, once: str | None = None) -> Draft:
        """What is to be recorded; `once` names the decision, so that it is recorded once."""
        versions = report.versions
        return Draft(
            recorded_at=self.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            user=self.who.user,
            user_group=self.who.group,
            prescription_id=self.prescription_id(report),
            report_digest=self.digest(report),
            knowledge=versions.knowledge,
            knowledge_hash=versions.knowledge_hash,
            policy_digest=versions.policy.digest if versions.policy else "",
            program=__version__,
            sqlite=library(),
            once=once or secrets.token_hex(16),
            finding_id=finding.id,
            rule_id=finding.rule_id,
            check_kind=finding.check.value,
            action=finding.action.value,
            severity=finding.severity.value,
            hl7_code=finding.codes.hl7_act or "",
            lines=listed(finding.lines),
            drugs=listed(finding.drugs),
            decision=choice.decision.value,
            reason=choice.reason,
            note=choice.note,
        )


class Reasons:
    """The reasons of rules/override_reasons.csv."""

    def __init__(self, rows: Iterable[ReasonInfo]) -> None:
        self.rows: Sequence[ReasonInfo] = tuple(rows)
        self._by_id = {row.reason_id: row for row in self.rows}

    def of(self, decision: Decision) -> list[ReasonInfo]:
        """Those that go with a decision, in the order of their keys."""
        return [row for row in self.rows if decision in row.decisions]

    def find(self, reason: str) -> ReasonInfo | None:
        """The reason of an id; None for none, and for one that the tables no longer have."""
        return self._by_id.get(reason)

    def checked(self, choice: Choice) -> Choice:
        """The choice, with the blanks around its text gone.

        Raises:
            UsageError: a reason is missing, not known or does not go with the decision; the text is missing or too long.
        """
        fitting = self.of(choice.decision)
        if choice.reason and choice.reason not in {row.reason_id for row in fitting}:
            allowed = ", ".join(row.reason_id for row in fitting)
            if not allowed:
                raise UsageError(f"--reason does not go with the decision {choice.decision.value}")
            raise UsageError(f"no reason {choice.reason} for the decision {choice.decision.value} (allowed: {allowed})")
        if choice.decision is Decision.OVERRIDDEN and not choice.reason:
            allowed = ", ".join(row.reason_id for row in fitting)
            raise UsageError(f"a finding is overridden for a reason: --reason (one of {allowed})")
        note = choice.note.strip()
        if len(note) > LONGEST_NOTE:
            raise UsageError(f"--text has more than {LONGEST_NOTE} characters")
        try:
            note.encode("utf-8")
        except UnicodeEncodeError:
            raise UsageError("--text is not valid text") from None
        found = self._by_id.get(choice.reason)
        if found is not None and found.text_needed and not note:
            raise UsageError(f"the reason {choice.reason} needs a text: --text")
        return Choice(choice.decision, choice.reason, note)


def decided(entries: Iterable[Entry], digest: str) -> dict[str, Entry]:
    """Finding id → the last decision on it in the report of that digest."""
    return {entry.finding_id: entry for entry in entries if entry.report_digest == digest}


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Of every finding of every report the last decision, oldest first: an earlier one was revised."""
    last = {(entry.report_digest, entry.finding_id): entry for entry in entries}
    return sorted(last.values(), key=lambda entry: entry.sequence)
