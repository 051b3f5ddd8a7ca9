"""Entries for people and machines: lists, counts, CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from rxcheck.report.json_ import to_json
from rxcheck.report.pages import columns, fitted
from rxcheck.report.plain import no_formula, visible
from rxcheck.report.words import term
from rxcheck.review.deciding import Reasons, standing
from rxcheck.review.dialogue import told
from rxcheck.review.entry import FIELDS, Entry
from rxcheck.review.words import say
from rxcheck.terms import CheckKind, Decision, Lang

_LISTS = ("lines", "drugs")
_COLUMNS = ("entry", "time", "user", "prescription", "finding", "rule", "decision", "text")


def listed_text(entries: Sequence[Entry], reasons: Reasons, lang: Lang) -> str:
    """The entries as a table for a terminal."""
    head = [say(f"column.{name}", lang) for name in _COLUMNS]
    rows = [
        [
            str(entry.sequence),
            visible(entry.recorded_at[:16].replace("T", " ")),
            visible(entry.user),
            visible(entry.prescription_id),
            visible(entry.finding_id),
            visible(entry.rule_id),
            told(entry, reasons, lang),
            visible(entry.note),
        ]
        for entry in entries
    ]
    return "\n".join(columns([head, *rows], lang, frozenset({0}))) + "\n"


def document(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values: all that its hash covers, and the hash."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in FIELDS}
    return values | {name: list(entry.ids(name)) for name in _LISTS}


def json_text(entries: Sequence[Entry]) -> str:
    """The entries as one JSON document."""
    return to_json({"entries": [document(entry) for entry in entries]}) + "\n"


def csv_text(entries: Sequence[Entry]) -> str:
    """The entries as a comma-separated table; what a spreadsheet would compute is made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for entry in entries:
        values = document(entry)
        joined = {name: "; ".join(values[name]) for name in _LISTS}
        writer.writerow(no_formula(str((values | joined)[name])) for name in FIELDS)
    return out.getvalue()


def counts(entries: Sequence[Entry]) -> dict[str, Any]:
    """How many entries, findings and prescriptions there are, and the last decisions on findings by decision, reason and so on."""
    last = standing(entries)

    def by(key: Callable[[Entry], str], chosen: Sequence[Entry] = last) -> dict[str, int]:
        return dict(sorted(Counter(map(key, chosen)).items(), key=lambda item: (-item[1], item[0])))

    return {
        "entries": len(entries),
        "findings": len(last),
        "prescriptions": len({entry.prescription_id for entry in entries}),
        "revised": len(entries) - len(last),
        "decision": by(lambda entry: entry.decision),
        "reason": by(lambda entry: entry.reason, [entry for entry in last if not entry.decided.acted]),
        "check": by(lambda entry: entry.check_kind),
        "user": by(lambda entry: entry.user),
        "group": by(lambda entry: entry.user_group),
    }


def counts_text(counted: dict[str, Any], reasons: Reasons, lang: Lang) -> str:
    """The counts for people."""
    shown = {name: counted[name] for name in ("entries", "findings", "prescriptions", "revised")}
    lines = [say("stats.total", lang, n=shown.pop("entries"), **shown)]
    for group in ("decision", "reason", "check", "user", "group"):
        if not counted[group] or set(counted[group]) == {""}:
            continue
        lines.append(say(f"stats.{group}", lang))
        lines += [f"  {n:>6}  {_name(group, value, reasons, lang)}" for value, n in counted[group].items()]
    return "\n".join(fitted(lines, lang)) + "\n"


def _name(group: str, value: str, reasons: Reasons, lang: Lang) -> str:
    if not value:
        return say("none", lang)
    if group == "reason" and (found := reasons.find(value)):
        return found.name(lang)
    if group == "decision":
        return term(Decision(value), lang)
    return term(CheckKind(value), lang) if group == "check" else visible(value)
