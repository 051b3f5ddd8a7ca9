"""Words of recall sheets, in English and Chinese."""

from __future__ import annotations

from rxcheck.audit.causes import Cause, CauseKind
from rxcheck.audit.changes import ChangeKind
from rxcheck.report.phrases import Phrases
from rxcheck.report.words import word
from rxcheck.terms import Lang

KINDS = {
    ChangeKind.APPEARED: ("appeared", "新出现"),
    ChangeKind.WORSE: ("worse", "加重"),
    ChangeKind.GONE: ("gone", "消失"),
    ChangeKind.MILDER: ("milder", "减轻"),
}
_CAUSES = {
    CauseKind.PRESCRIPTION_NEW: ("the prescription was not audited before", "此前未审核该处方"),
    CauseKind.PRESCRIPTION_LOST: ("the prescription is not audited now", "现未审核该处方"),
    CauseKind.INPUT_LINE: ("line {about} is written otherwise", "第 {about} 行的内容不同"),
    CauseKind.SUPPRESSED: ("{about} suppressed by policy: {detail}", "{about} 按机构策略停用：{detail}"),
    CauseKind.NOT_SUPPRESSED: ("{about} no longer suppressed by policy", "{about} 不再按机构策略停用"),
    CauseKind.ROW_NEW: ("row {about} is new ({detail})", "新增条目 {about}（{detail}）"),
    CauseKind.ROW_REMOVED: ("row {about} is gone (was {detail})", "条目 {about} 已删除（原为 {detail}）"),
    CauseKind.ROW_CHANGED: ("row {about} changed ({detail})", "条目 {about} 已修改（{detail}）"),
    CauseKind.LINE_READ: ("line {about} is understood otherwise ({detail})", "第 {about} 行的识别不同（{detail}）"),
    CauseKind.NOT_ASSESSED: ("not assessed any more ({detail})", "现未评估（{detail}）"),
    CauseKind.THRESHOLDS: ("threshold {about} of the site ({detail})", "机构界值 {about}（{detail}）"),
    CauseKind.JURISDICTION: ("jurisdiction ({detail})", "适用规范（{detail}）"),
    CauseKind.TABLES: ("{about} changed", "{about} 已修改"),
    CauseKind.PROGRAM: ("version of the program ({detail})", "程序版本（{detail}）"),
    CauseKind.INPUT: ("the table is another one", "输入表不同"),
    CauseKind.UNKNOWN: ("not known", "不明"),
}
_PHRASES = {
    "none": ("No verdict changed.", "结论均未改变。"),
    "sum": ("{n} prescriptions with another verdict: {kinds}", "结论改变的处方 {n} 张：{kinds}"),
    "kind": ("{n} {kind}", "{kind} {n} 项"),
    "before": ("{text} before", "原为{text}"),
    "more": ("… {n} more: -o recall.csv holds all of them", "…… 另有 {n} 项：-o recall.csv 可写出全部"),
    "old": ("old: {text}", "旧：{text}"),
    "new": ("new: {text}", "新：{text}"),
    "edition": ("{folder}, rxcheck {program}, knowledge {hash}", "{folder}，rxcheck {program}，知识库 {hash}"),
    "policy": ("{text}, policy {hash}", "{text}，机构策略 {hash}"),
}
_MOST_FILES = 4


say = Phrases(_PHRASES)


def kind_text(kind: ChangeKind, lang: Lang) -> str:
    """What happened to a verdict."""
    return KINDS[kind][lang is Lang.ZH]


def causes_text(causes: tuple[Cause, ...], lang: Lang) -> str:
    """All causes on one line; of many changed files the first few."""
    said = [_CAUSES[each.kind][lang is Lang.ZH].format(about=each.about, detail=each.detail) for each in causes]
    files = [number for number, each in enumerate(causes) if each.kind is CauseKind.TABLES]
    for number in reversed(files[_MOST_FILES:]):
        del said[number]
    return word("semicolon", lang).join(said) + (" …" if len(files) > _MOST_FILES else "")
