"""What a check of cases found, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rxcheck.errors import InputError
from rxcheck.finding import NotAssessed
from rxcheck.report.errors_text import error_text
from rxcheck.report.plain import visible
from rxcheck.report.words import term
from rxcheck.terms import Lang
from rxcheck.train.check import CaseCheck
from rxcheck.train.model import KeyEntry, Problem
from rxcheck.train.names import name_of
from rxcheck.train.truth import Disagreement

_WORDS = {
    "agrees": ("agrees", "一致"),
    "differs": ("differs", "不一致"),
    "unreadable": ("cannot be read", "无法读取"),
    "key_only": ("the key says, the engine does not: {entry}", "答案有而程序未发现：{entry}"),
    "engine_only": ("the engine says, the key does not: {problem}", "程序发现而答案没有：{problem}"),
    "otherwise": ("the key says {entry}; the engine {problem}", "答案为{entry}；程序为{problem}"),
    "not_understood": ("not understood: {text} ({reason})", "未能识别：{text}（{reason}）"),
    "apart": ("the problems are not the same in English and Chinese", "中英文处方的问题不同"),
    "level": (
        "level {claimed} is claimed; by its measures (effort {effort}) it is {measured}",
        "标为{claimed}，按难度指标（{effort}分）为{measured}",
    ),
    "whole": ("prescription", "处方整体"),
    "lines": ("lines {lines}", "第{lines}行"),
    "line": ("line {lines}", "第{lines}行"),
    "english": ("English", "英文"),
    "chinese": ("Chinese", "中文"),
    "total": (
        "cases: {n}; agree: {agree}; differ: {differ}; cannot be read: {unreadable}",
        "共{n}例：{agree}例一致，{differ}例不一致，{unreadable}例无法读取",
    ),
}


def checks_as_text(checks: Sequence[CaseCheck], errors: Sequence[InputError], lang: Lang) -> str:
    """A line for each case, below it what differs; at the end the sums."""
    lines = []
    for check in checks:
        lines.append(f"{check.case.id}: {_word('agrees' if check.agrees else 'differs', lang)}")
        lines += [f"  {line}" for line in _said(check, lang)]
    lines += [f"{error_text(error, lang)}" for error in errors]
    agree = sum(check.agrees for check in checks)
    numbers = {"n": len(checks) + len(errors), "agree": agree, "differ": len(checks) - agree, "unreadable": len(errors)}
    lines.append(_word("total", lang, **numbers))
    return "\n".join(lines) + "\n"


def checks_as_json(checks: Sequence[CaseCheck], errors: Sequence[InputError], lang: Lang) -> str:
    """The same as one object: `cases`, `errors`."""
    found = {"cases": [_case(check) for check in checks], "errors": [error_text(error, lang) for error in errors]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _word(key: str, lang: Lang, **slots: object) -> str:
    return _WORDS[key][lang is Lang.ZH].format(**slots)


def _said(check: CaseCheck, lang: Lang) -> Iterator[str]:
    texts = {written: [*_of_language(check, written, lang)] for written in Lang}
    if texts[Lang.EN] == texts[Lang.ZH]:
        yield from texts[Lang.EN]
    else:
        for written, name in ((Lang.EN, "english"), (Lang.ZH, "chinese")):
            yield from (f"[{_word(name, lang)}] {text}" for text in texts[written])
    if not check.alike:
        yield _word("apart", lang)
    if check.measured is not check.case.level:
        slots = {"claimed": name_of(check.case.level, lang), "measured": name_of(check.measured, lang)}
        yield _word("level", lang, effort=check.effort, **slots)


def _of_language(check: CaseCheck, written: Lang, lang: Lang) -> Iterator[str]:
    for gap in check.not_understood[written]:
        yield _word("not_understood", lang, text=visible(_gap_text(gap, lang)), reason=term(gap.reason, lang))
    for difference in check.differences[written]:
        entry = _entry(difference.entry, lang) if difference.entry else ""
        problem = _problem(difference.problem, lang) if difference.problem else ""
        key = "otherwise" if entry and problem else "key_only" if entry else "engine_only"
        yield _word(key, lang, entry=entry, problem=problem)


def _gap_text(gap: NotAssessed, lang: Lang) -> str:
    return gap.text or _place(gap.lines, lang)


def _place(lines: Sequence[str], lang: Lang) -> str:
    if not lines:
        return _word("whole", lang)
    return _word("line" if len(lines) == 1 else "lines", lang, lines=", ".join(lines))


def _entry(entry: KeyEntry, lang: Lang) -> str:
    parts = [_place(entry.lines, lang), term(entry.kind, lang), term(entry.action, lang), name_of(entry.reason, lang)]
    return " · ".join([*parts, *([entry.rule] if entry.rule else [])])


def _problem(problem: Problem, lang: Lang) -> str:
    reasons = "/".join(name_of(reason, lang) for reason in problem.reasons)
    return " · ".join(
        [_place(problem.lines, lang), term(problem.kind, lang), term(problem.action, lang), reasons, *problem.rules]
    )


def _case(check: CaseCheck) -> dict[str, Any]:
    measures = check.measures
    return {
        "id": check.case.id,
        "topic": check.case.topic.value,
        "agrees": check.agrees,
        "alike": check.alike,
        "differences": {lang.value: [_difference(each) for each in check.differences[lang]] for lang in Lang},
        "not_understood": {
            lang.value: [
                {"lines": list(gap.lines), "reason": gap.reason.value, "text": gap.text}
                for gap in check.not_understood[lang]
            ]
            for lang in Lang
        },
        "level": {"claimed": int(check.case.level), "measured": int(check.measured), "effort": check.effort},
        "measures": {
            "lines": measures.lines,
            "problems": measures.problems,
            "facts": measures.facts,
            "calculated": measures.calculated,
            "sums": measures.sums,
            "distance_percent": None if measures.distance is None else round(float(measures.distance), 1),
            "near_misses": measures.near_misses,
            "brands": measures.brands,
            "abbreviations": measures.abbreviations,
        },
    }


def _difference(difference: Disagreement) -> dict[str, Any]:
    entry, problem = difference.entry, difference.problem
    return {
        "key": entry
        and {
            "lines": list(entry.lines),
            "kind": entry.kind.value,
            "action": entry.action.value,
            "reason": entry.reason.value,
            "rule": entry.rule,
        },
        "engine": problem
        and {
            "lines": list(problem.lines),
            "kind": problem.kind.value,
            "action": problem.action.value,
            "severity": problem.severity.value,
            "reasons": [reason.value for reason in problem.reasons],
            "rules": list(problem.rules),
        },
    }
