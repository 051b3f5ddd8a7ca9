"""One key for each finding: a pharmacist goes through the findings of a report, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from rxcheck.finding import Finding, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.compiled_text import ReasonInfo
from rxcheck.report.plain import visible
from rxcheck.report.view import View, worst_first
from rxcheck.report.words import term, word
from rxcheck.review.deciding import LONGEST_NOTE, Choice, Reasons, Recorder, decided
from rxcheck.review.entry import Entry
from rxcheck.review.log import ReviewLog
from rxcheck.review.words import say
from rxcheck.terms import Decision, Lang

DECISIONS = {
    "a": Decision.ACCEPTED,
    "c": Decision.CHANGED,
    "o": Decision.OVERRIDDEN,
    "n": Decision.NOT_APPLICABLE,
}
ENTER, BACK, LEAVE, TEXT = ("\r", "\n"), "b", ("q", "\x04"), "t"


class Terminal(Protocol):
    """What the dialogue needs of a terminal."""

    def key(self) -> str:
        """The next key; empty for one that means nothing (an arrow), Ctrl-D at the end of input."""

    def line(self, prompt: str) -> str:
        """A line of text, without its end."""

    def tell(self, text: str, end: str = "\n") -> None:
        """Show a line."""


class Told(Struct, frozen=True):
    """What came of it: what was recorded, how many findings are still open, and whether the pharmacist left early."""

    recorded: tuple[Entry, ...]
    open: int
    left: bool


class Dialogue:
    """Goes through reports one by one; every decision is recorded before the next finding is shown."""

    def __init__(
        self,
        log: ReviewLog,
        recorder: Recorder,
        reasons: Reasons,
        catalogue: Catalogue,
        lang: Lang,
        again: bool = False,
    ) -> None:
        self._log, self._recorder, self._reasons = log, recorder, reasons
        self._catalogue, self._lang, self._again = catalogue, lang, again

    def through(self, reports: Sequence[Report], terminal: Terminal) -> Told:
        """Ask about every finding of the reports; those decided before are shown, and asked about only with `again`.

        Raises:
            ReviewError: an entry cannot be recorded; what was told as recorded is.
        """
        recorded: list[Entry] = []
        open_, left = 0, False
        for report in reports:
            findings = worst_first(report.findings)
            done = decided(self._log.entries(self._recorder.digest(report)), self._recorder.digest(report))
            if not left:
                left = self._report(report, findings, done, recorded, terminal)
            open_ += sum(finding.id not in done for finding in findings)
        return Told(tuple(recorded), open_, left)

    def _report(
        self,
        report: Report,
        findings: Sequence[Finding],
        done: dict[str, Entry],
        recorded: list[Entry],
        terminal: Terminal,
    ) -> bool:
        """True where the pharmacist left. `done` and `recorded` grow."""
        view = View(report, self._catalogue, self._lang)
        if not findings:
            terminal.tell(self._say("nothing", title=view.title()))
            return False
        terminal.tell(self._say("head", title=view.title(), n=len(findings), done=len(done)))
        terminal.tell(self._say("keys"))
        at, returned, note = 0, False, ""
        while at < len(findings):
            finding = findings[at]
            self._show(view, finding, f"[{at + 1}/{len(findings)}]", done.get(finding.id), terminal)
            if finding.id in done and not self._again and not returned:
                at += 1
                continue
            while True:
                terminal.tell("  > ", end="")
                key = terminal.key()
                if key == TEXT:
                    note = self._text(terminal)
                    continue
                if key in (*LEAVE, *ENTER, BACK) or key in DECISIONS:
                    break
                terminal.tell("")
                terminal.tell(f"  {self._say('keys')}")
            if key in LEAVE:
                terminal.tell("")
                return True
            if key == BACK:
                terminal.tell("")
                at, returned = max(0, at - 1), True
                continue
            if key in ENTER:
                terminal.tell(self._say("skipped"))
                at, returned, note = at + 1, False, ""
                continue
            choice = self._choice(DECISIONS[key], note, terminal)
            if choice is None:  # back from the reasons: the same finding again
                returned = True
                continue
            entry = self._log.append(self._recorder.draft(report, finding, choice))
            done[finding.id] = entry
            recorded.append(entry)
            terminal.tell(f"  {self._say('kept', text=self.told(entry), n=entry.sequence)}")
            at, returned, note = at + 1, False, ""
        return False

    def told(self, entry: Entry) -> str:
        """A decision and its reason in words."""
        return told(entry, self._reasons, self._lang)

    def _show(self, view: View, finding: Finding, place: str, before: Entry | None, terminal: Terminal) -> None:
        terminal.tell(f"{place} {finding.id} {view.heading(finding)} · {view.drugs(finding)}")
        if before is not None:
            time = before.recorded_at[:16].replace("T", " ")
            terminal.tell(f"      {self._say('was', text=self.told(before), user=visible(before.user), time=time)}")
            if not self._again:
                return
        rows = (
            ("lines", view.written_lines(finding)),
            ("why", view.why(finding)),
            ("do", view.sentences(finding.advice)),
        )
        for label, text in rows:
            if text:
                terminal.tell(f"      {word('lead', self._lang, head=self._say(label), text=text)}")

    def _choice(self, decision: Decision, note: str, terminal: Terminal) -> Choice | None:
        """The choice with its reason; None where the pharmacist went back."""
        terminal.tell(term(decision, self._lang))
        fitting = self._reasons.of(decision)
        if not fitting:
            return Choice(decision, "", note)
        terminal.tell("    " + "\n    ".join(f"{row.key} {row.name(self._lang)}" for row in fitting))
        needed = decision is Decision.OVERRIDDEN
        reason = self._reason(fitting, needed, terminal)
        if reason is None:
            return None if needed else Choice(decision, "", note)
        while reason.text_needed and not note:
            terminal.tell(f"  {self._say('text_needed')}")
            note = self._text(terminal)
            if not note:
                return None
        return Choice(decision, reason.reason_id, note)

    def _reason(self, fitting: Sequence[ReasonInfo], needed: bool, terminal: Terminal) -> ReasonInfo | None:
        by_key: dict[str, ReasonInfo] = {row.key: row for row in fitting}
        while True:
            terminal.tell(f"  {self._say('ask_reason' if needed else 'ask_reason_or_none')} > ", end="")
            key = terminal.key()
            terminal.tell(by_key[key].name(self._lang) if key in by_key else "")
            if key in by_key:
                return by_key[key]
            if key in (*ENTER, "\x04"):
                return None

    def _text(self, terminal: Terminal) -> str:
        return terminal.line(self._say("ask_text")).strip()[:LONGEST_NOTE]

    def _say(self, key: str, **slots: object) -> str:
        return say(key, self._lang, **slots)


def told(entry: Entry, reasons: Reasons, lang: Lang) -> str:
    """A decision and its reason in words: "overridden: benefit outweighs risk"."""
    decision = term(entry.decided, lang)
    if not entry.reason:
        return decision
    found = reasons.find(entry.reason)
    return say("because", lang, decision=decision, reason=found.name(lang) if found else visible(entry.reason))
