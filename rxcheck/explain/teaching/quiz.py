"""Questions to test oneself on a finding. Each has one right answer; every other choice is wrong by the engine or by the tables.

Nothing is drawn at random: what could be chosen in several ways is chosen, and put in order, by a hash of the rule, the
drugs and the question, so that the same finding always asks the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from rxcheck.explain.teaching.choices import questions_of_tables
from rxcheck.explain.teaching.lesson import Question, QuestionKind
from rxcheck.explain.teaching.rule import finding_name
from rxcheck.explain.teaching.subject import Subject
from rxcheck.explain.teaching.what_if import Check, Outcome, of_flips, outcomes, without_lines
from rxcheck.explain.teaching.words import meaning
from rxcheck.report.words import term
from rxcheck.terms import Action, Severity

_MOST = 4  # questions of a finding
_WRONG = 3  # choices beside the right one
_VERDICTS = (Action.AVOID, Action.MODIFY, Action.MONITOR, Action.INFORM, None)


def questions(subject: Subject, check: Check) -> tuple[Question, ...]:
    """At most four questions, those with an answer by the engine first; one on the severity where there is no other."""
    asked = [*_of_engine(subject, check), *questions_of_tables(subject, Chooser(subject))][:_MOST]
    return tuple(asked) or (_severity(subject),)


class Chooser:
    """Puts what could stand in any order in one that hangs on the finding alone."""

    def __init__(self, subject: Subject) -> None:
        finding = subject.finding
        self._seed = f"{finding.rule_id} {' '.join(sorted(finding.drugs))}"

    def ordered(self, items: Iterable[str], about: str) -> list[str]:
        """The items, each once, in an order that looks arbitrary."""
        return sorted(
            dict.fromkeys(items), key=lambda each: sha256(f"{self._seed}|{about}|{each}".encode()).hexdigest()
        )

    def question(
        self, kind: QuestionKind, text: str, right: str, wrong: Sequence[str], why: str, by_engine: bool = False
    ) -> Question | None:
        """A question with at most three of the wrong choices; None where there is none that can be told from the right one."""
        others = [each for each in dict.fromkeys(wrong) if each != right][:_WRONG]
        if not others:
            return None
        choices = tuple(self.ordered([right, *others], kind.value))
        return Question(kind, text, choices, choices.index(right), why, by_engine)


def _of_engine(subject: Subject, check: Check) -> Iterator[Question]:
    """One hypothesis of those that the finding names, and one line less."""
    chooser = Chooser(subject)
    tried = outcomes(subject, list(of_flips(subject)), check)
    by_change = {each.hypothesis.change: each for each in tried}
    for change in chooser.ordered(by_change, "if")[:1]:
        text = subject.say("ask.verdict_if", rule=finding_name(subject), change=change)
        yield _verdict(subject, QuestionKind.VERDICT_IF, text, by_change[change])
    fewer = {each.hypothesis.line or "": each for each in outcomes(subject, list(without_lines(subject)), check)}
    for line in chooser.ordered(fewer, "without")[:1]:
        drugs = next((each.drugs for each in subject.report.receipt.lines if each.line == line), ())
        names = subject.view.listed(subject.view.names(drugs))
        text = subject.say("ask.without", rule=finding_name(subject), line=line, drugs=names)
        yield _verdict(subject, QuestionKind.WITHOUT, text, fewer[line])


def _verdict(subject: Subject, kind: QuestionKind, text: str, outcome: Outcome) -> Question:
    """All verdicts that there are, in their order: which one holds is what the engine said."""
    choices = tuple(subject.verdict(each) for each in _VERDICTS)
    verdict = subject.view.noted(subject.verdict(outcome.action), outcome.rule_id or "")
    why = subject.say("why.verdict_if", verdict=verdict)
    return Question(kind, text, choices, _VERDICTS.index(outcome.action), why, by_engine=True)


def _severity(subject: Subject) -> Question:
    """What can always be asked."""
    graded = subject.finding.severity
    text = subject.say("ask.severity", rule=finding_name(subject))
    choices = tuple(term(each, subject.lang) for each in Severity)
    why = subject.say("why.severity", means=meaning(graded, subject.lang))
    return Question(QuestionKind.SEVERITY, text, choices, list(Severity).index(graded), why)
