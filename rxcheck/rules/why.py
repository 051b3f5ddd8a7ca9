"""Why a rule did or did not speak of a prescription.

The answer is taken from the engine: from the report, from the check with the rule alone, and from the check with the rule beside
some of the others. The terms that are told are those that the kernels look at, as the kernels judge them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from rxcheck.checks.interface import Options
from rxcheck.engine.batch import Batch, make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.finding import Finding, NotAssessed, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.site_policy import under_policy
from rxcheck.kb.store import Compiled
from rxcheck.kb.terms import RuleAction
from rxcheck.model import Prescription
from rxcheck.rules.alone import Alone
from rxcheck.rules.answer import Asked, State, Trial, Tried, Unread, Verdict, Why
from rxcheck.rules.bench import Bench
from rxcheck.rules.find import Found
from rxcheck.rules.trials import trials_of
from rxcheck.rules.trials.interactions import silence
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import CheckKind, Lang, Reason
from rxcheck.verify import Verifier

# What keeps a whole check from being assessed.
_OF_CHECK = (Reason.MISSING_FACT, Reason.UNKNOWN_ALLERGEN, Reason.UNKNOWN_CONDITION)
_SUBJECTS = (Asked.SUBJECT, Asked.OBJECT, Asked.PRECIPITANT)


class Asker:
    """Answers for one set of tables, one policy and one jurisdiction."""

    def __init__(
        self, compiled: Compiled, folder: Path, options: Options, policy: SitePolicy | None = None, lang: Lang = Lang.EN
    ) -> None:
        """`compiled` without the policy, which is put into effect here."""
        self._verifier = Verifier(compiled, options, folder, (), policy)
        under = under_policy(compiled, policy) if policy is not None else None
        self._whole = under.whole if under else compiled
        self._policy, self._options, self._lang = policy, options, lang
        self.catalogue = self._verifier.catalogue()

    def why(self, prescription: Prescription, found: Found) -> Why:
        """The answer on one rule, or on one modifier of it."""
        (report,) = self._verifier.verify([prescription])
        return self.explained(report, found)

    def explained(self, report: Report, found: Found) -> Why:
        """The same for a prescription whose report is there already."""
        case = _Case(self._whole, self._options, report, found, self.catalogue, self._lang)
        answer = case.answer(self._suppression(found.rule_id))
        return case.of_modifier(answer) if found.modifier_id is not None else answer

    def _suppression(self, rule_id: str) -> Suppression | None:
        entries = self._policy.suppress if self._policy else ()
        return next((each for each in entries if each.rule == rule_id), None)


class _Case:
    """One rule and one report."""

    def __init__(
        self,
        whole: Compiled,
        options: Options,
        report: Report,
        found: Found,
        catalogue: Catalogue,
        lang: Lang,
    ) -> None:
        self._report, self._found = report, found
        self._whole, self._options = whole, options
        kb = Kb(whole)
        self._info = kb.rules(found.check)[found.number]
        own = self._info.jurisdiction
        self._own = Options(own) if own else options
        self._batch: Batch = make_batch([report.prescription], kb)
        self._alone = Alone(whole, self._batch, found.check, found.number, self._own)
        self._bench = Bench(
            report.prescription,
            self._batch,
            self._alone,
            self._alone.loud(),
            self._info,
            catalogue,
            lang,
            self._own,
        )

    def answer(self, suppression: Suppression | None) -> Why:
        """The answer on the rule."""
        report, rule_id = self._report, self._found.rule_id
        tried = trials_of(self._bench)
        plain = Why(
            rule_id=rule_id,
            modifier_id=self._found.modifier_id,
            check=self._found.check,
            verdict=Verdict.NOT_MET,
            report=report,
            findings=tuple(each for each in report.findings if each.rule_id == rule_id),
            waits=tuple(each for each in report.not_assessed if rule_id in each.rule_ids),
            trials=tried,
            suppression=suppression,
            suppressed=tuple(each for each in report.suppressed if each.suppression.rule == rule_id),
            jurisdiction=self._info.jurisdiction,
        )
        if plain.findings:
            return replace(plain, verdict=Verdict.FIRED)
        if plain.suppressed:
            return replace(plain, verdict=Verdict.SUPPRESSED)
        if self._own.jurisdiction != self._options.jurisdiction and self._info.jurisdiction:
            return replace(plain, verdict=Verdict.OTHER_JURISDICTION)
        if self._alone.fires(self._alone.kb):
            others = self._alone.kept_down_by(self._alone.fires, self._spoken())
            return self._beside(plain, Verdict.GAVE_WAY, others)
        if plain.waits:
            return replace(plain, verdict=Verdict.WAITS)
        if self._alone.waits(self._alone.kb):
            others = self._alone.kept_down_by(self._alone.waits, self._spoken())
            return self._beside(plain, Verdict.OUTRANKED, others)
        if self._fits_silently(tried):
            found = silence(self._bench, tried) if self._found.check is CheckKind.INTERACTION else Verdict.ON_PURPOSE
            return replace(plain, verdict=found)
        return self._not_fired(plain)

    def _fits_silently(self, tried: Iterable[Trial]) -> bool:
        """Whether only silence keeps the rule from being heard."""
        if self._found.check is CheckKind.INTERACTION:
            return any(not trial.failing and not trial.unknown for trial in tried)
        return self._bench.kb is not self._alone.kb and self._alone.fires(self._bench.kb)

    def _not_fired(self, plain: Why) -> Why:
        """No line, an unknown fact, or a term that does not hold."""
        unread = tuple(_unread(self._report))
        nearest = plain.trials[0]
        if all(_without_line(trial) for trial in plain.trials):
            verdict = Verdict.NOT_UNDERSTOOD if unread and self._found.check is not CheckKind.FORM else Verdict.NO_LINE
            return replace(plain, verdict=verdict, unread=unread)
        if not nearest.failing:
            waits = tuple(each for each in self._report.not_assessed if self._of_check(each))
            if waits:
                return replace(plain, verdict=Verdict.CHECK_WAITS, waits=waits)
            return replace(plain, verdict=Verdict.LACKS)
        return replace(plain, unread=unread)

    def _of_check(self, entry: NotAssessed) -> bool:
        return entry.check is self._found.check and not entry.rule_ids and entry.reason in _OF_CHECK

    def _spoken(self) -> list[int]:
        """The rules of the check that made a finding, the worst first: what the rule most likely gave way to."""
        rules = Kb(self._whole).rules(self._found.check)
        numbers = {info.rule_id: number for number, info in enumerate(rules)} if len(self._report.findings) else {}
        mine = [each for each in self._report.findings if each.check is self._found.check]
        also = [each for each in mine if self._found.rule_id in each.also]
        ordered: list[Finding] = [*also, *(each for each in mine if each not in also)]
        return [numbers[each.rule_id] for each in ordered if each.rule_id in numbers]

    def _beside(self, plain: Why, verdict: Verdict, others: Iterable[int]) -> Why:
        rules = Kb(self._whole).rules(self._found.check)
        named = tuple(rules[number] for number in others)
        silent = tuple(each.rule_id for each in named if each.action is RuleAction.NONE)
        return replace(plain, verdict=verdict, gave_way_to=tuple(each.rule_id for each in named), silent=silent)

    def of_modifier(self, answer: Why) -> Why:
        """The same asked of one modifier: whether it decided, and what it made of the rule."""
        wanted = self._found.modifier_id
        findings = tuple(each for each in answer.findings if each.modifier == wanted)
        if findings:
            return replace(answer, findings=findings)
        tried = [each for trial in answer.trials for each in trial.modifiers if each.modifier_id == wanted]
        decided = [each for each in tried if each.decided]
        if any(each.action is None for each in decided):
            return replace(answer, verdict=Verdict.SILENCED, findings=())
        if decided and answer.verdict is Verdict.FIRED:
            return replace(answer, verdict=Verdict.GAVE_WAY, findings=(), gave_way_to=_shown(answer.findings))
        if not tried or answer.verdict not in (Verdict.FIRED, Verdict.SILENCED, Verdict.ON_PURPOSE, Verdict.WAITS):
            return replace(answer, findings=())
        return replace(answer, verdict=_of_tried(tried, answer), findings=(), gave_way_to=_before(tried, answer))


def _of_tried(tried: list[Tried], answer: Why) -> Verdict:
    """What became of a modifier that did not decide, of a row that fits."""
    if any(each.state is State.YES for each in tried):
        return Verdict.GAVE_WAY
    if any(each.state is State.UNKNOWN for each in tried):
        return Verdict.WAITS if answer.waits else Verdict.LACKS
    return Verdict.NOT_MET


def _before(tried: list[Tried], answer: Why) -> tuple[str, ...]:
    """The modifiers that decided in place of one that holds as well."""
    if all(each.state is not State.YES for each in tried):
        return ()
    decided = (each.modifier_id for trial in answer.trials for each in trial.modifiers if each.decided)
    return tuple(dict.fromkeys(decided))


def _shown(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.modifier or each.rule_id for each in findings))


def _without_line(trial: Trial) -> bool:
    """Whether a side of the rule finds no line at all."""
    return not trial.lines or any(term.asked in _SUBJECTS and term.state is State.NO for term in trial.terms)


def _unread(report: Report) -> Iterable[Unread]:
    for entry in report.not_assessed:
        if entry.check is None and entry.lines:
            yield Unread(entry.lines[0], entry.text or "")
