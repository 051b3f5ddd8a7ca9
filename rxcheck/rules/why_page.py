"""Answers of `rxcheck rules why` as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from msgspec.structs import replace

from rxcheck.finding import Finding, NotAssessed
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.interface import RenderOptions
from rxcheck.report.json_ import to_document
from rxcheck.report.layout import Page, Piece, Style, cells, pad
from rxcheck.report.modifier_words import condition_text
from rxcheck.report.pages import page_of
from rxcheck.report.plain import visible
from rxcheck.report.terminal import put, put_json
from rxcheck.report.view import View
from rxcheck.report.words import term, word
from rxcheck.rules.answer import Asked, State, Term, Trial, Tried, Verdict, Why
from rxcheck.rules.why_words import why_word
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.kb.schema import InteractionModifier

_LABEL, _STATE = 16, 6
_MOST_TRIALS = 3
_WIDEST_TERM = 44
_STYLES = {State.YES: Style.DIM, State.NO: Style.BOLD, State.UNKNOWN: Style.GAP}
# Verdicts of which the terms that do not hold, or are not known, are the reason.
_DECIDED_BY_TERMS = (
    Verdict.NOT_MET,
    Verdict.NO_LINE,
    Verdict.NOT_UNDERSTOOD,
    Verdict.WAITS,
    Verdict.LACKS,
    Verdict.CHECK_WAITS,
    Verdict.OTHER_JURISDICTION,
)
Modifiers = Mapping[str, "InteractionModifier"]


class WhyPage:
    """Writes one answer. `modifiers` are the rows of those that were tried, by id."""

    def __init__(
        self, why: Why, catalogue: Catalogue, options: RenderOptions, asked: str, modifiers: Modifiers
    ) -> None:
        """`asked` is the jurisdiction that was checked."""
        self._why = replace(why, trials=tuple(_worded(each, catalogue, options.lang, modifiers) for each in why.trials))
        self._catalogue, self._options, self._asked = catalogue, options, asked
        self._view = View(why.report, catalogue, options.lang)

    def _say(self, key: str, **slots: object) -> str:
        return why_word(key, self._options.lang, **slots)

    # --- text

    def text(self, stream: TextIO) -> None:
        """For people."""
        why = self._why
        page = page_of(self._options, stream)
        key = "title" if why.modifier_id is None else "title.modifier"
        verdict = self._say(f"verdict.{why.verdict.value}")
        rx = visible(why.report.prescription.id)
        title = self._say(key, rule=why.rule_id, modifier=why.modifier_id, id=rx, verdict=verdict)
        page.add(Piece(title, Style.BOLD))
        for label, text in self.rows():
            page.labelled(label, _LABEL, Piece(text), indent=2)
        for finding in why.findings:
            self._finding(page, finding)
        most = len(why.trials) if self._options.verbose else _MOST_TRIALS
        for trial in why.trials[:most]:
            self._trial(page, trial)
        if len(why.trials) > most:
            page.blank()
            page.add(Piece(self._say("trial.more", n=len(why.trials) - most), Style.DIM), indent=2)
        put(stream, page.text())

    def rows(self) -> Iterator[tuple[str, str]]:
        """(label, text): what decided, in short."""
        why = self._why
        before = ""
        for label, text in (*self._decisive(), *self._others()):
            yield ("" if label == before else self._say(f"label.{label}")), text
            before = label
        if why.jurisdiction and why.verdict is Verdict.OTHER_JURISDICTION:
            text = self._say("jurisdiction.row", own=why.jurisdiction, asked=self._asked)
            yield self._say("label.jurisdiction"), text

    def _decisive(self) -> Iterator[tuple[str, str]]:
        why = self._why
        if why.verdict in _DECIDED_BY_TERMS and why.trials:
            nearest = why.trials[0]
            for term_ in nearest.failing or nearest.unknown:
                yield "decides", self._decides(term_)
        tried = [each for trial in why.trials for each in trial.modifiers]
        if why.modifier_id and why.verdict in (Verdict.NOT_MET, Verdict.WAITS, Verdict.LACKS):
            tried = [each for each in tried if each.modifier_id == why.modifier_id]
        else:
            tried = [each for each in tried if each.state is State.UNKNOWN and why.waits]
        for each in tried:
            state = self._say(f"state.{each.state.value}")
            yield "decides", self._say("decides.modifier", text=self.modifier(each), state=state)
        silent = (each for trial in why.trials for each in trial.modifiers if each.decided and each.action is None)
        if why.verdict is Verdict.SILENCED:
            for each in silent:
                yield "decides", self.modifier(each)
        if why.verdict is not Verdict.CHECK_WAITS or not why.trials:
            for entry in why.waits:
                yield "waits", self._waits(entry)

    def _decides(self, term_: Term) -> str:
        if term_.state is State.NO:
            return self._say("decides.no", wanted=term_.wanted, seen=term_.seen)
        asks = self._why.verdict in (Verdict.WAITS, Verdict.CHECK_WAITS) and term_.asked is not Asked.POINTS
        return self._say("decides.unknown" if asks else "decides.unasked", wanted=term_.wanted, seen=term_.seen)

    def _others(self) -> Iterator[tuple[str, str]]:
        why = self._why
        for other in why.gave_way_to:
            yield "gave_way", self._say("gave_way.rule", rule=other, text=self._spoke(other))
        if len(why.gave_way_to) > 1:
            yield "gave_way", self._say("gave_way.several")
        for each in why.unread:
            yield "unread", self._view.line(each.line, each.text)
        if why.suppression is not None:
            entry = why.suppression
            said = self._say(
                "policy.row", reason=visible(entry.reason), owner=visible(entry.owner), until=entry.expires
            )
            yield "policy", said
            if why.verdict is not Verdict.SUPPRESSED:
                yield "policy", self._say("policy.also")

    def _spoke(self, rule_id: str) -> str:
        found = next((each for each in self._why.report.findings if rule_id in (each.rule_id, each.modifier)), None)
        if found is None:
            return self._say("gave_way.silent" if rule_id in self._why.silent else "gave_way.quiet")
        lang = self._options.lang
        told = word("comma", lang).join((term(found.action, lang), self._view.drugs(found)))
        return self._say("gave_way.fired", id=found.id, action=told)

    def _waits(self, entry: NotAssessed) -> str:
        lang = self._options.lang
        fact = term(entry.fact, lang) if entry.fact else ""
        lines = self._view.lines(entry.lines) if entry.lines else self._say("waits.prescription")
        return self._say("waits.row", fact=fact, reason=term(entry.reason, lang), lines=lines)

    def modifier(self, tried: Tried) -> str:
        """`mod-x: if the daily dose is above 20 mg: avoid`."""
        action = term(tried.action, self._options.lang) if tried.action else self._say("modifier.silent")
        return self._say("modifier.row", id=tried.modifier_id, wanted=tried.wanted, action=action)

    def _finding(self, page: Page, finding: Finding) -> None:
        page.blank()
        heading = f"{finding.id}  {self._view.heading(finding)}  {self._view.drugs(finding)}"
        page.add(Piece(heading, Style.BOLD), indent=2)
        before = ""
        for label, text in self._view.finding_rows(finding):
            shown = "" if label == before else self._view.say(f"label.{label}")
            page.labelled(shown, _LABEL, Piece(text), indent=4)
            before = label

    def _trial(self, page: Page, trial: Trial) -> None:
        page.blank()
        lines = self._view.lines(trial.lines) if trial.lines else self._say("trial.rx")
        names = word("and_drug", self._options.lang).join(self._view.names(trial.drugs))
        page.add(Piece(f"{lines[:1].upper()}{lines[1:]}  {names}".rstrip(), Style.BOLD), indent=2)
        width = min(_WIDEST_TERM, max((cells(each.wanted) for each in trial.terms), default=0))
        for each in trial.terms:
            state = self._say(f"state.{each.state.value}")
            wanted = pad(each.wanted, width) if cells(each.wanted) <= width and not page.spoken else each.wanted
            seen = Piece(f"  {each.seen}" if not page.spoken else f" · {each.seen}", Style.DIM)
            page.labelled(state, _STATE, Piece(wanted), seen, indent=4, style=_STYLES[each.state])
        for tried in trial.modifiers:
            took = f" ← {self._say('modifier.took')}" if tried.decided else ""
            state = self._say(f"state.{tried.state.value}")
            page.labelled(state, _STATE, Piece(f"{self.modifier(tried)}{took}"), indent=4, style=_STYLES[tried.state])

    # --- JSON

    def json(self, stream: TextIO) -> None:
        """For machines."""
        put_json(stream, json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n")

    def document(self) -> dict[str, Any]:
        """The answer as plain data; findings and what waits are as in a report."""
        why = self._why
        whole = to_document(why.report, self._catalogue, self._options.lang)
        mine = {finding.id for finding in why.findings}
        waits = [number for number, entry in enumerate(why.report.not_assessed) if entry in why.waits]
        return {
            "rule": why.rule_id,
            "modifier": why.modifier_id,
            "check": why.check.value,
            "prescription": why.report.prescription.id,
            "verdict": why.verdict.value,
            "verdict_text": self._say(f"verdict.{why.verdict.value}"),
            "because": [text for _, text in self.rows()],
            "findings": [each for each in whole["findings"] if each["id"] in mine],
            "not_assessed": [whole["not_assessed"][number] for number in waits],
            "gave_way_to": [{"rule": each, "findings": self._ids(each)} for each in why.gave_way_to],
            "trials": [_trial_document(each) for each in why.trials],
            "not_understood": [{"line": each.line, "text": each.text} for each in why.unread],
            "suppression": None
            if why.suppression is None
            else {
                "reason": why.suppression.reason,
                "owner": why.suppression.owner,
                "expires": why.suppression.expires.isoformat(),
            },
            "jurisdiction": why.jurisdiction,
            "versions": whole["versions"],
        }

    def _ids(self, rule_id: str) -> list[str]:
        return [each.id for each in self._why.report.findings if rule_id in (each.rule_id, each.modifier)]


def _trial_document(trial: Trial) -> dict[str, Any]:
    return {
        "lines": list(trial.lines),
        "drugs": list(trial.drugs),
        "terms": [
            {"asked": each.asked.value, "state": each.state.value, "wanted": each.wanted, "seen": each.seen}
            for each in trial.terms
        ],
        "modifiers": [
            {
                "modifier": each.modifier_id,
                "state": each.state.value,
                "condition": each.wanted,
                "action": each.action.value if each.action else None,
                "severity": each.severity.value if each.severity else None,
                "decided": each.decided,
            }
            for each in trial.modifiers
        ],
    }


def _worded(trial: Trial, catalogue: Catalogue, lang: Lang, rows: Modifiers) -> Trial:
    """A trial with the facts of its modifiers in words, and behind them what is missing of an unknown one."""
    if not trial.modifiers:
        return trial
    names = [catalogue.drug(drug, lang) for drug in trial.drugs]

    def said(tried: Tried) -> Tried:
        row = rows[tried.modifier_id]
        text = condition_text(row, names[0], names[-1], catalogue, lang)
        return replace(tried, wanted=word("bracket", lang, text=text, note=tried.wanted) if tried.wanted else text)

    return replace(trial, modifiers=tuple(map(said, trial.modifiers)))


def tried_modifiers(why: Why) -> Iterable[str]:
    """The ids of the modifiers that an answer tells of."""
    return dict.fromkeys(each.modifier_id for trial in why.trials for each in trial.modifiers)
