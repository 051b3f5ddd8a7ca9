"""What is said after an answer: each problem with its verdict and explanation, false alarms, the score."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.report.plain import visible
from rxcheck.report.words import term, word
from rxcheck.terms import Lang
from rxcheck.train.dialogue import lines_text, mark_text
from rxcheck.train.model import Case, Mark, Problem
from rxcheck.train.names import name_of
from rxcheck.train.records import Attempt
from rxcheck.train.scoring import Scored, Verdict
from rxcheck.train.vocabulary import name
from rxcheck.train.words import counted, percent, say

# Signs that a dumb terminal and GBK have, so that nothing is said by colour alone.
FOUND, MISSED, OPTIONAL, ALARM = "+", "-", "o", "!"


def problem_text(problem: Problem, lang: Lang) -> str:
    """`lines 1, 2 · interaction · monitor · major · interaction`."""
    reasons = word("list", lang).join(name_of(reason, lang) for reason in problem.reasons)
    parts = (name(problem.kind, lang), name(problem.action, lang), term(problem.severity, lang), reasons)
    return say("mark", lang, lines=lines_text(problem.lines, lang), parts=" · ".join(parts))


def verdict_text(verdict: Verdict, lang: Lang) -> str:
    """`found, 12/13: action right, reason right`; `MISSED, 0/13`."""
    problem, mark = verdict.problem, verdict.mark
    if mark is None:
        said = say("optional" if problem.optional else "missed", lang)
        return said if problem.optional else f"{said} {verdict.points}/{verdict.possible}"
    notes = []
    if not verdict.lines_exact:
        notes.append(say("lines_other", lang, ids=lines_text(mark.lines, lang)))
    right, said = name(problem.action, lang), name(mark.action, lang)
    notes.append(say("action_right" if verdict.action_right else "action_wrong", lang, right=right, said=said))
    reasons = word("list", lang).join(name_of(reason, lang) for reason in problem.reasons)
    if mark.reason is None:
        notes.append(say("reason_none", lang, right=reasons))
    else:
        key = "reason_right" if verdict.reason_right else "reason_wrong"
        notes.append(say(key, lang, right=reasons, said=name_of(mark.reason, lang)))
    points = "" if problem.optional else f" {verdict.points}/{verdict.possible}"
    return word("lead", lang, head=f"{say('found', lang)}{points}", text=word("semicolon", lang).join(notes))


def sign_of(verdict: Verdict) -> str:
    """The sign of a verdict."""
    return FOUND if verdict.found else OPTIONAL if verdict.problem.optional else MISSED


def alarm_text(mark: Mark, lang: Lang) -> str:
    """`false alarm: line 1 · dose · modify`."""
    return word("lead", lang, head=say("false_alarm", lang), text=mark_text(mark, lang))


def score_text(scored: Scored, lang: Lang) -> str:
    """`12 of 13 points (92 %) · hints taken: 1`."""
    said = say("score", lang, points=scored.points, possible=scored.possible)
    said = word("bracket", lang, text=said, note=percent(scored.points, scored.possible))
    return f"{said} · {say('score.hints', lang, n=scored.hints)}" if scored.hints else said


def feedback(attempt: Attempt, lang: Lang) -> Iterator[tuple[str, str]]:
    """(label, text) of an attempt that is scored; rows without a label are headings, and an empty one parts two problems."""
    scored = attempt.scored
    if scored is None:
        return
    told = attempt.explained.of(lang).problems if attempt.explained else ()
    for number, verdict in enumerate(scored.verdicts):
        yield "", f"{sign_of(verdict)} {problem_text(verdict.problem, lang)}"
        yield "", f"  {verdict_text(verdict, lang)}"
        # What need not be marked and was not is named and no more: three lessons on one triple would bury the first.
        if number < len(told) and (verdict.found or not verdict.problem.optional):
            yield from told[number].rows
        yield "", ""
    if is_clean(scored):
        yield "", say("clean", lang) + ("" if scored.false_alarms else f" {say('clean.known', lang)}")
    for mark in scored.false_alarms:
        yield "", f"{ALARM} {alarm_text(mark, lang)}"
    if attempt.case.teaches:
        yield say("teaches", lang), teaches(attempt.case, lang)
    yield "", score_text(scored, lang)


def is_clean(scored: Scored) -> bool:
    """True where nothing had to be marked."""
    return all(verdict.problem.optional for verdict in scored.verdicts)


def teaches(case: Case, lang: Lang) -> str:
    """What a case is there to teach."""
    return visible(case.teaches.of(lang), 2000) if case.teaches else ""


def total_text(points: int, possible: int, cases: int, lang: Lang) -> str:
    """`So far: 30 of 40 points (75 %) in 4 cases`."""
    return counted("total", cases, lang, points=points, possible=possible, percent=percent(points, possible))
