"""Progress of a trainee as a table, CSV and JSON."""

from __future__ import annotations

from datetime import datetime

from rxcheck.report.plain import harmless
from rxcheck.terms import Lang
from rxcheck.train.figures import Progress, Sum
from rxcheck.train.names import name_of
from rxcheck.train.sheets.tables import csv_text, grid
from rxcheck.train.words import percent, say

_KEYS = ("attempts", "share", "missed", "false_alarms", "hints")


def progress_text(progress: Progress, lang: Lang, now: datetime) -> str:
    """Two tables: by topic, and week by week."""
    lines = [say("progress.title", lang, user=harmless(progress.user)), ""]
    if not progress.sum.cases:
        return "\n".join([*lines, say("progress.none", lang)]) + "\n"
    header = [say("sheet.topic", lang), *(say(f"progress.{key}", lang) for key in (*_KEYS, "level", "trend", "due"))]
    rows = [
        [
            name_of(each.topic, lang),
            *sum_cells(each.sum),
            str(int(each.level)),
            "–" if each.trend is None else f"{each.trend:+d}",
            _due(each.due, now, lang),
        ]
        for each in progress.topics
    ]
    rows.append([say("progress.all", lang), *sum_cells(progress.sum), "", "", ""])
    lines += [say("progress.by_topic", lang), *grid(header, rows, lang), say("progress.trend_note", lang), ""]
    header = [say("progress.week", lang), *(say(f"progress.{key}", lang) for key in _KEYS)]
    weeks = [[each.week, *sum_cells(each.sum)] for each in progress.weeks]
    return "\n".join([*lines, say("progress.over_time", lang), *grid(header, weeks, lang)]) + "\n"


def sum_cells(found: Sum) -> list[str]:
    """Cases, share of the points, missed, false alarms and hints, as cells."""
    share = percent(found.points, found.possible)
    return [str(found.cases), share, str(found.missed), str(found.false_alarms), str(found.hints)]


def _due(due: datetime | None, now: datetime, lang: Lang) -> str:
    if due is None:
        return "–"
    return say("progress.now", lang) if due <= now else due.astimezone().date().isoformat()


def progress_csv(progress: Progress) -> str:
    """One row for each topic and each week."""
    header = (
        "trainee", "by", "key", "cases", "points", "possible", "percent", "missed", "false_alarms", "hints", "level", "trend", "due",
    )  # fmt: skip
    rows: list[list[object]] = [
        [
            *(progress.user, "topic", each.topic.value),
            *_figures(each.sum),
            int(each.level),
            "" if each.trend is None else each.trend,
            each.due.isoformat() if each.due else "",
        ]
        for each in progress.topics
    ]
    rows += [[progress.user, "week", each.week, *_figures(each.sum), "", "", ""] for each in progress.weeks]
    return csv_text(header, rows)


def _figures(found: Sum) -> list[object]:
    share = "" if found.percent is None else found.percent
    return [found.cases, found.points, found.possible, share, found.missed, found.false_alarms, found.hints]
