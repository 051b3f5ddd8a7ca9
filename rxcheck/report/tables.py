"""What `rxcheck kb stats` and `rxcheck kb diff` say, for people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TextIO

import msgspec

from rxcheck.kb.difference import RowChange, TableChange, VerdictChange
from rxcheck.kb.statistics import Statistics
from rxcheck.kb.terms import RuleAction
from rxcheck.report.pages import fitted
from rxcheck.report.plain import harmless
from rxcheck.report.terminal import plain_of, put, put_json
from rxcheck.report.words import term, word
from rxcheck.terms import Action, Lang, RowStatus

_MOST = 12

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "tables": ("rows of the tables", "各表行数"),
        "drugs": ("drugs", "药物"),
        "drugs.drugs": ("in the vocabulary", "词表中"),
        "drugs.class": ("in a class by name", "按名归类"),
        "drugs.pathway": ("with a role in a pathway", "有代谢或转运角色"),
        "drugs.effect": ("with a graded effect", "有分级效应"),
        "drugs.pair": ("named by a row of pairs", "有药对条目涉及"),
        "pairs": ("pairs of drugs by action (routes and facts aside)", "药对数（不计途径与患者情况）"),
        "interactions": ("curated interactions", "人工评定的相互作用"),
        "derived_interactions": ("derived interactions", "推导的相互作用"),
        "incompatibilities": ("incompatibilities", "配伍禁忌"),
        "action": ("by action", "按处理"),
        "status": ("by status", "按状态"),
        "source": ("by kind of source", "按来源类型"),
        "kind.label": ("labels", "药品说明书"),
        "kind.regulator": ("regulators", "监管机构"),
        "kind.guideline": ("guidelines", "指南"),
        "kind.compendium": ("compendia", "药学汇编"),
        "kind.paper": ("papers", "论文"),
        "kind.curator": ("the curator alone", "仅编者"),
        "added": ("added", "新增"),
        "removed": ("removed", "删除"),
        "changed": ("changed", "修改"),
        "same": ("The tables say the same.", "两套知识表内容相同。"),
        "more": ("… {n} more", "…… 另有 {n} 项"),
        "verdicts": ("pairs of drugs with another verdict: {n}", "结论改变的药对：{n}"),
        "silent": ("silent", "无提示"),
        "not_compiled": (
            "Verdicts were not compared: one of the folders does not hold sound tables of this edition.",
            "未比较结论：其中一个文件夹不是本版本的有效知识表。",
        ),
    }
)


def _say(key: str, lang: Lang, **slots: object) -> str:
    return WORDS[key][lang is Lang.ZH].format(**slots)


def show_statistics(found: Statistics, lang: Lang, as_json: bool, stream: TextIO) -> None:
    """Write the counts to `stream`."""
    if as_json:
        put_json(stream, json.dumps(msgspec.to_builtins(found.groups), indent=2, ensure_ascii=False) + "\n")
        return
    lines = []
    for group, counted in found.groups.items():
        head = " · ".join(_say(part, lang) for part in group.split("."))
        lines.append(head)
        for name, count in counted.items():
            named = _named(group, name, lang)
            lines.append(
                word("lead", lang, head=named, text=str(count)) if plain_of(None) else f"  {count:>7}  {named}"
            )
    put(stream, "\n".join(fitted(lines, lang)) + "\n")


def _named(group: str, name: str, lang: Lang) -> str:
    if group == "drugs":
        return _say(f"drugs.{name}", lang)
    if group == "pairs" or group.endswith(".action"):
        return _action(RuleAction(name).action, lang)
    if group.endswith(".status"):
        return term(RowStatus(name), lang)
    if group.endswith(".source"):
        return _say(f"kind.{name}", lang)
    return name


def show_difference(
    tables: Sequence[TableChange],
    verdicts: Sequence[VerdictChange] | None,
    lang: Lang,
    as_json: bool,
    whole: bool,
    stream: TextIO,
) -> None:
    """Write what changed to `stream`; `verdicts` is None where they could not be compared, `whole` leaves nothing out."""
    if as_json:
        document: dict[str, Any] = {
            "tables": msgspec.to_builtins(tables),
            "verdicts": None if verdicts is None else msgspec.to_builtins(verdicts),
        }
        put_json(stream, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    lines = []
    for table in tables:
        counted = (("added", table.added), ("removed", table.removed), ("changed", table.changed))
        said = ", ".join(f"{_say(key, lang)} {len(rows)}" for key, rows in counted if rows)
        lines.append(f"{table.file}: {said}")
        told = [
            *(f"  + {' · '.join(key)}" for key in table.added),
            *(f"  - {' · '.join(key)}" for key in table.removed),
            *(f"  ~ {_change(each)}" for each in table.changed),
        ]
        lines += _some(told, whole, lang)
    if not tables:
        lines.append(_say("same", lang))
    if verdicts is None:
        lines.append(_say("not_compiled", lang))
    elif tables:
        lines.append(_say("verdicts", lang, n=len(verdicts)))
        kinds = Counter((each.before, each.after) for each in verdicts)
        for (before, after), count in sorted(kinds.items(), key=lambda item: -item[1]):
            lines.append(f"  {count:>7}  {_action(before, lang)} → {_action(after, lang)}")
        told = [
            f"  {each.first} + {each.second}: {_action(each.before, lang)} → {_action(each.after, lang)}"
            for each in verdicts
        ]
        lines += _some(told, whole, lang)
    # Cells of tables that nobody has linted.
    put(stream, "\n".join(fitted(map(harmless, lines), lang)) + "\n")


def _some(lines: list[str], whole: bool, lang: Lang) -> list[str]:
    if whole or len(lines) <= _MOST + 1:
        return lines
    return [*lines[:_MOST], f"  {_say('more', lang, n=len(lines) - _MOST)}"]


def _change(change: RowChange) -> str:
    cells = "; ".join(f"{column}: {before!r} → {after!r}" for column, (before, after) in change.cells.items())
    return f"{' · '.join(change.key)} ({cells})"


def _action(action: Action | None, lang: Lang) -> str:
    return term(action, lang) if action else _say("silent", lang)
