"""Sheets as CSV, JSON and plain text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from rxcheck.report.layout import cells, pad
from rxcheck.report.pages import columns
from rxcheck.report.plain import harmless, no_formula
from rxcheck.report.words import word
from rxcheck.terms import Lang
from rxcheck.train.sheets.content import Sheet, about, case_notes, tiles, title_of, topic_table

_COLUMNS = (
    "session", "kind", "state", "trainee", "begun", "ended", "seed", "knowledge_hash", "position", "case_id", "case_digest", "topic",
    "level", "case_state", "case_points", "case_possible", "hints", "seconds", "what", "problem", "verdict", "points", "possible",
    "explanation",
)  # fmt: skip


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file that a spreadsheet opens: UTF-8 with its mark, no cell a formula, no control characters."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([no_formula(harmless(cell)) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def sheet_csv(sheet: Sheet) -> str:
    """One row for each problem and false alarm, and one for a case that has neither."""
    session = sheet.session
    first = [
        session.id,
        session.kind.value,
        session.state.value,
        session.user,
        session.begun.isoformat(),
        session.ended.isoformat() if session.ended else "",
        session.plan.seed,
        session.knowledge,
    ]
    rows: list[list[object]] = []
    for case in sheet.cases:
        own = [
            *first, case.position, case.id, case.digest, case.topic.value, case.level, case.state.value, case.points, case.possible,
            case.hints, round(case.seconds, 1),
        ]  # fmt: skip
        for row in case.rows:
            told = " | ".join(
                word("lead", sheet.lang, head=label, text=text) if label.strip() else text for label, text in row.told
            )
            rows.append([*own, "problem", row.problem, row.verdict, row.points, row.possible, told])
        rows += [[*own, "false_alarm", alarm, "", "", "", ""] for alarm in case.alarms]
        if not case.rows and not case.alarms:
            rows.append([*own, "clean", "", "", "", "", ""])
    return csv_text(_COLUMNS, rows)


def sheet_json(sheet: Sheet) -> str:
    """One document."""
    return json_text(sheet)


def json_text(value: Any) -> str:
    """A record as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def sheet_text(sheet: Sheet) -> str:
    """For a terminal: head, sums, topics, and a line or two for each case."""
    lang = sheet.lang
    lines = [
        title_of(sheet),
        *_aligned(about(sheet)),
        "",
        *_aligned([(label, value) for value, label in tiles(sheet)]),
        "",
    ]
    lines += [*grid(*topic_table(sheet), lang), ""]
    for case in sheet.cases:
        lines.append(f"{case.position}. {case.title}  {case.points}/{case.possible}")
        lines.append(f"   {' · '.join(case_notes(case, lang))}")
        for row in case.rows:
            lines += [f"   {row.sign} {row.problem}", f"     {row.verdict}"]
        lines += [f"   ! {alarm}" for alarm in case.alarms]
    return "\n".join(map(harmless, lines)) + "\n"


def grid(header: Sequence[str], rows: Sequence[Sequence[str]], lang: Lang, texts: int = 1) -> list[str]:
    """A table in plain text; the first `texts` columns to the left, figures to the right."""
    return columns([header, *rows], lang, frozenset(range(texts, len(header))))


def _aligned(rows: Iterable[tuple[str, str]]) -> list[str]:
    kept = list(rows)
    room = max(cells(label) for label, _ in kept) + 2
    return [f"{pad(label, room)}{text}" for label, text in kept]
