"""What `rxcheck audit` shows while it works and when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from rxcheck.report.terminal import plain_of
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.audit.run import Progress, Summary

_WORDS = {
    "auditing": ("Auditing", "审核中"),
    "rate": ("lines/s", "行/秒"),
    "lines": (
        "{read} lines read: {audited} audited, {rejected} rejected (rejects.csv says why)",
        "读取 {read} 行：审核 {audited} 行，拒收 {rejected} 行（原因见 rejects.csv）",
    ),
    "prescriptions": (
        "{all} prescriptions: {found} with findings, {interrupting} of them with one that interrupts; {open} not assessed in full",
        "{all} 张处方：{found} 张有发现，其中 {interrupting} 张需立即处理；{open} 张未能全部评估",
    ),
    "linking": (
        "{linked_lines} lines linked; not linked: {no_patient} lines without a patient, {no_date} without a date, {rejected} rejected, "
        "{too_many} of patients with too many; {no_days} without days run as long as rules/policy.csv says",
        "关联 {linked_lines} 行；未关联：无患者号 {no_patient} 行，无日期 {no_date} 行，拒收 {rejected} 行，患者在用药过多 {too_many} 行；"
        "{no_days} 行无天数，按 rules/policy.csv 的天数计",
    ),
    "suppressed": (
        "{n} findings suppressed by policy (summary.json says how many of each rule)",
        "按机构策略未提示的发现 {n} 项（各规则数目见 summary.json）",
    ),
    "sample": (
        "{drawn} of them drawn at random for review (sample.csv)",
        "随机抽取 {drawn} 张供点评（见 sample.csv）",
    ),
    "report": ("Report to print: {path}", "可打印的报告：{path}"),
}


def _say(key: str, lang: Lang, **values: object) -> str:
    return _WORDS[key][lang is Lang.ZH].format(**values)


@contextmanager
def shown(lang: Lang) -> Iterator[Progress | None]:
    """A bar with rate and time left on a terminal, a line now and then in plain output; nothing elsewhere."""
    from rxcheck.cli.progress import PlainProgress, watched

    if not watched():
        yield None
        return
    if plain_of(None):
        yield PlainProgress(_say("auditing", lang), lang)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Lines in a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f} {_say('rate', lang)}" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(_say("auditing", lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def summary_lines(summary: Summary, lang: Lang) -> Iterator[str]:
    """The account in two lines, and one each of what else was asked for."""
    yield _say("lines", lang, **summary.lines)
    yield _say(
        "prescriptions",
        lang,
        all=summary.prescriptions,
        found=summary.with_findings,
        interrupting=summary.interrupting,
        open=summary.prescriptions - summary.complete,
    )
    if summary.linking is not None:
        yield _say("linking", lang, **asdict(summary.linking))
    if summary.policy is not None:
        from rxcheck.report.suppressed import policy_text

        yield policy_text(summary.policy, lang)
        if summary.suppressed:
            yield _say("suppressed", lang, n=sum(each.fired for each in summary.suppressed.values()))
    if summary.sample is not None:
        yield _say("sample", lang, drawn=summary.sample.drawn)


def report_line(output: Path, lang: Lang) -> str:
    """Where the report stands."""
    return _say("report", lang, path=output / "report.html")
