"""Hints on a case, made from what is true: each tells more than the one before, and each costs (`rules/training_points.csv`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rxcheck.kb.terms_training import HintStep
from rxcheck.model import Prescription
from rxcheck.report.words import term
from rxcheck.terms import Lang
from rxcheck.train.model import Problem


def hints(problems: Sequence[Problem], prescription: Prescription, lang: Lang) -> tuple[str, ...]:
    """One text for each step, in the order in which they are given. Optional problems are not hinted at.

    A case without problems gets as many, so that their number gives nothing away before the first is paid.
    """
    asked = [problem for problem in problems if not problem.optional]
    tell = {HintStep.COUNT: _count, HintStep.KIND: _kinds, HintStep.LINES: _lines}
    return tuple(tell[step](asked, prescription, lang) for step in HintStep)


def _count(problems: Sequence[Problem], prescription: Prescription, lang: Lang) -> str:
    number = len(problems)
    urgent = sum(problem.action.interrupts for problem in problems)
    if not number:
        return _nothing(lang)
    if lang is Lang.ZH:
        return f"本处方有{number}个问题，其中{urgent}个需联系医师。"
    return f"There {'is' if number == 1 else 'are'} {number} problem{'' if number == 1 else 's'}; {urgent} worth a call to the prescriber."


def _kinds(problems: Sequence[Problem], prescription: Prescription, lang: Lang) -> str:
    if not problems:
        return _nothing(lang)
    counted = Counter(problem.kind for problem in problems)
    kinds = [f"{term(kind, lang)} × {number}" for kind, number in counted.items()]
    return f"问题类型：{'、'.join(kinds)}。" if lang is Lang.ZH else f"Of these kinds: {', '.join(kinds)}."


def _lines(problems: Sequence[Problem], prescription: Prescription, lang: Lang) -> str:
    if not problems:
        return _nothing(lang)
    concerned = {line for problem in problems for line in problem.lines}
    found = [line.id for line in prescription.lines if line.id in concerned]
    whole = any(not problem.lines for problem in problems)
    if lang is Lang.ZH:
        told = ([f"第{'、'.join(found)}行"] if found else []) + (["处方整体"] if whole else [])
        return f"涉及：{'；'.join(told)}。"
    told = [("line " if len(found) == 1 else "lines ") + ", ".join(found)] if found else []
    return f"Look at {' and '.join(told + (['the prescription as a whole'] if whole else []))}."


def _nothing(lang: Lang) -> str:
    return "本处方没有需要标记的问题。" if lang is Lang.ZH else "Nothing on this prescription has to be marked."
