"""Recall sheets: the changes between two audits as text for a terminal, as CSV and as JSON, written as they are read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path

import msgspec

from rxcheck.audit.changes import ChangeKind, Verdict
from rxcheck.audit.recall_words import causes_text, kind_text, say
from rxcheck.audit.replay import Explained, Replay
from rxcheck.audit.stored import Stored
from rxcheck.audit.writing import csv_text
from rxcheck.report.json_ import to_json
from rxcheck.report.pages import fitted
from rxcheck.report.plain import visible
from rxcheck.report.words import term, word
from rxcheck.terms import Lang

_SHOWN = 40  # changes that a terminal shows
_HASH_SHOWN = 12
_CHUNK = 1000
HEADER = (
    *("change", "prescription_id", "authored_on", "store", "prescriber", "check", "lines", "drugs"),
    *("old_action", "old_severity", "old_rule", "new_action", "new_severity", "new_rule", "causes"),
)


class SheetForm(StrEnum):
    """Forms of a recall sheet."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def sheet(replay: Replay, old: Stored, new: Stored, form: SheetForm, lang: Lang) -> Iterator[str]:
    """The sheet, piece by piece."""
    if form is SheetForm.TABLE:
        return _told(_text(replay, old, new, lang), lang)
    return _csv(replay, lang) if form is SheetForm.CSV else _json(replay, old, new, lang)


def _told(lines: Iterable[str], lang: Lang) -> Iterator[str]:
    """The lines as the terminal shows them; in parts, since there may be many changes."""
    for line in lines:
        yield "".join(f"{each}\n" for each in (fitted([line], lang) or [""]))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """A file of them, whole or not at all.

    Raises:
        OSError: the disk is full, or the folder cannot be written; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _text(replay: Replay, old: Stored, new: Stored, lang: Lang) -> Iterator[str]:
    for key, stored in (("old", old), ("new", new)):
        yield say(key, lang, text=_edition(stored, lang))
    kinds = replay.counted.kinds
    if not kinds:
        yield say("none", lang)
        return
    parts = [say("kind", lang, n=kinds[kind], kind=kind_text(kind, lang)) for kind in ChangeKind if kind in kinds]
    yield say("sum", lang, n=replay.counted.prescriptions, kinds=word("comma", lang).join(parts))
    for each in islice(replay.worst_first(), _SHOWN):
        yield ""
        yield from _change(each, lang)
    rest = sum(kinds.values()) - _SHOWN
    if rest > 0:
        yield ""
        yield say("more", lang, n=rest)


def _edition(stored: Stored, lang: Lang) -> str:
    state = stored.state
    text = say(
        "edition", lang, folder=visible(stored.path.name), program=state.program, hash=state.knowledge[:_HASH_SHOWN]
    )
    return say("policy", lang, text=text, hash=state.policy.digest[:_HASH_SHOWN]) if state.policy else text


def _change(each: Explained, lang: Lang) -> Iterator[str]:
    change = each.change
    verdicts = []
    if change.new is not None:
        verdicts.append(_verdict(change.new, lang))
    if change.old is not None:
        verdicts.append(say("before", lang, text=_verdict(change.old, lang)))
    about = (change.prescription_id, change.authored_on, change.store, change.prescriber)
    lines = word("line" if len(change.lines) == 1 else "line.many", lang, ids=word("list", lang).join(change.lines))
    where = " · ".join(visible(text) for text in (*about, lines if change.lines else None) if text)
    drugs = word("and_drug", lang).join(change.drugs)
    said = word("comma", lang).join(verdicts)
    yield f"{kind_text(change.kind, lang).upper()}  {where}  {drugs}".rstrip()
    yield f"  {said}"
    yield f"  {visible(causes_text(each.causes, lang), 500)}"


def _verdict(verdict: Verdict, lang: Lang) -> str:
    return f"{term(verdict.action, lang)} · {term(verdict.severity, lang)} ({verdict.rule_id})"


def _csv(replay: Replay, lang: Lang) -> Iterator[str]:
    yield csv_text(HEADER, ())
    changes = replay.worst_first()
    while chunk := list(islice(changes, _CHUNK)):
        yield csv_text(None, (_row(each, lang) for each in chunk))


def _row(each: Explained, lang: Lang) -> tuple[object, ...]:
    change = each.change
    return (
        change.kind.value,
        change.prescription_id,
        change.authored_on,
        change.store,
        change.prescriber,
        change.check,
        list(change.lines),
        list(change.drugs),
        *_cells(change.old),
        *_cells(change.new),
        causes_text(each.causes, lang),
    )


def _cells(verdict: Verdict | None) -> tuple[str | None, ...]:
    return (verdict.action.value, verdict.severity.value, verdict.rule_id) if verdict else (None, None, None)


def _json(replay: Replay, old: Stored, new: Stored, lang: Lang) -> Iterator[str]:
    head = {
        "old": _stored(old),
        "new": _stored(new),
        "counts": replay.counted,
    }
    yield _object(head)[:-1] + ', "changes": ['
    for number, each in enumerate(replay.worst_first()):
        row = {**msgspec.to_builtins(each.change), "causes": msgspec.to_builtins(each.causes)}
        row["text"] = causes_text(each.causes, lang)
        yield (",\n" if number else "\n") + _object(row)
    yield "\n]}\n"


def _object(document: dict[str, object]) -> str:
    return to_json(msgspec.to_builtins(document), indent=None)


def _stored(stored: Stored) -> dict[str, object]:
    state = stored.state
    return {
        "folder": stored.path.name,
        "program": state.program,
        "knowledge": state.knowledge,
        "input": state.plan.digest,
        "policy": state.policy.digest if state.policy else None,
    }
