"""What must hold of clauses in words for somebody else than a pharmacist: nothing is added, nobody is told to act alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rxcheck.errors import KnowledgeError
from rxcheck.kb import schema as sc
from rxcheck.kb.lint_training import lint_training
from rxcheck.kb.load import Knowledge, Located, at
from rxcheck.kb.terms import PRIORITY_VALUES, ClauseKind, ParaphraseKind
from rxcheck.terms import Audience, Decision, Lang

# No sentence may set a mind at rest, and none may send a patient to act without asking.
_REASSURING = re.compile(
    r"\b(?:safe|safely|harmless|no risk|nothing to fear|do(?:n't| not) worry|guaranteed)\b|安全|无害|放心|没有风险|不用担心",
    re.IGNORECASE,
)
# "Bleeding is harder to stop" tells nobody to act: what counts is who acts on what.
_ACTS = r"(?:stop|start|skip|double|halve|take|use|increase|reduce|lower|change)"
_DIRECTING = re.compile(
    rf"(?:^|[.;:] ){_ACTS}\b|\byou (?:can|may|could|should|must|need to) {_ACTS}\b|\b(?:stop|start) (?:taking|using|{{)|"
    r"停用|停药|停止(?:服|使)用|开始(?:服|使)用|加倍|减半|漏服",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\b(?:do not|don't|never|without)\b|不要|切勿|勿|不得|请勿|自行", re.IGNORECASE)
_TURNS = frozenset(
    {ParaphraseKind.UP, ParaphraseKind.DOWN, ParaphraseKind.NO, ParaphraseKind.HEDGE}
)  # one word does one of these
_MEANING = frozenset(
    {
        ParaphraseKind.SAME,
        ParaphraseKind.CAUSE,
        ParaphraseKind.ACT,
        ParaphraseKind.ASK,
        ParaphraseKind.UP,
        ParaphraseKind.DOWN,
    }
)
_NOES = {
    Lang.EN: ("not", "no", "never", "without", "do not", "does not", "cannot", "must not be", "should not be"),
    Lang.ZH: ("不", "未", "无", "勿", "没有", "不要", "不得", "不应", "不能", "无法", "不会", "避免"),
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def lint_clause_depths(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Every fault among them."""
    parents = {row.clause_id: row for row in knowledge.rows(sc.Clause)}
    for item in knowledge.located(sc.ClauseDepth):
        row = item.row
        assert isinstance(row, sc.ClauseDepth)  # noqa: S101
        parent = parents.get(row.clause_id)
        if parent is None:
            yield at(item, f"clause {row.clause_id!r} is not in knowledge/clauses.csv", "clause_id")
            continue
        if row.audience is Audience.PHARMACIST:
            yield at(item, "the clause itself is what a pharmacist reads", "audience")
        slots = set(sc.SLOT.findall(parent.text_en))
        if set(sc.SLOT.findall(row.text_en)) != set(sc.SLOT.findall(row.text_zh)):
            yield at(item, "the slots of both languages differ", "text_zh")
        known = set(_NUMBER.findall(parent.text_en + parent.text_zh))
        for column, text, whole in (("text_en", row.text_en, parent.text_en), ("text_zh", row.text_zh, parent.text_zh)):
            if not set(sc.SLOT.findall(text)) <= slots:
                yield at(item, "has slots that the clause does not have", column)
            if set(_NUMBER.findall(sc.SLOT.sub("", text))) - known:
                yield at(item, "has a number that the clause does not have", column)
            yield from _tone(item, column, text, whole, row.audience)


def lint_patient_clauses(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Rows of patient clauses name harms, and a clause about patients that needs nothing filled in."""
    clauses = {row.clause_id: row for row in knowledge.rows(sc.Clause)}
    for item in knowledge.located(sc.PatientClause):
        row = item.row
        assert isinstance(row, sc.PatientClause)  # noqa: S101
        for harm in row.harms:
            if harm not in clauses or clauses[harm].kind is not ClauseKind.HARM:
                yield at(item, f"{harm!r} is no harm clause", "harms")
        said = clauses.get(row.clause_id)
        if said is None or said.kind is not ClauseKind.PATIENT:
            yield at(item, f"{row.clause_id!r} is no patient clause", "clause_id")
        elif sc.SLOT.search(said.text_en):
            yield at(item, f"{row.clause_id!r} has slots, and there is nothing to fill them with", "clause_id")
        if not row.when:
            yield at(item, "a patient clause needs a fact of the patient", "when")


def lint_language(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Patterns can be read; weights are of something that there is; groups of paraphrases neither contradict each other nor hold a number."""
    for item in knowledge.located(sc.Refusal):
        row = item.row
        assert isinstance(row, sc.Refusal)  # noqa: S101
        try:
            re.compile(row.pattern)
        except re.error as error:
            yield at(item, f"is no regular expression: {error}", "pattern")
    for item in knowledge.located(sc.AuditPriority):
        row = item.row
        assert isinstance(row, sc.AuditPriority)  # noqa: S101
        if row.value not in PRIORITY_VALUES[row.feature]:
            allowed = ", ".join(PRIORITY_VALUES[row.feature])
            yield at(item, f"{row.value!r} is no value of {row.feature.value} (allowed: {allowed})", "value")
    yield from _reasons(knowledge)
    yield from lint_training(knowledge)
    ways: dict[tuple[str, str], ParaphraseKind] = {}
    for item in knowledge.located(sc.Paraphrase):
        row = item.row
        assert isinstance(row, sc.Paraphrase)  # noqa: S101
        for word in row.words:
            if _NUMBER.search(word):
                yield at(item, f"{word!r} holds a number", "words")
            if row.kind is ParaphraseKind.FILLER and _REASSURING.search(word):
                yield at(item, f"{word!r} reassures", "words")
            if row.kind in _TURNS:
                other = ways.setdefault((row.lang.value, word), row.kind)
                if other is not row.kind:
                    yield at(item, f"{word!r} is {other.value} elsewhere", "words")
        if row.kind in _MEANING:
            apart = " " if row.lang is Lang.EN else ""
            for denied in (f"{no}{apart}{word}" for no in _NOES[row.lang] for word in row.words):
                if denied in row.words:
                    yield at(item, f"{denied!r} stands beside what it denies", "words")


def _reasons(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """A key of the dialogue means one reason of a decision; reasons have a Chinese name, and are about what was not done."""
    keys: dict[tuple[Decision, str], str] = {}
    for item in knowledge.located(sc.OverrideReason):
        row = item.row
        assert isinstance(row, sc.OverrideReason)  # noqa: S101
        if not sc.CHINESE.search(row.name_zh):
            yield at(item, "name_zh is not Chinese", "name_zh")
        for decision in row.decisions:
            if decision.acted:
                yield at(item, f"{decision.value} needs no reason", "decisions")
            before = keys.setdefault((decision, row.key), row.reason_id)
            if before != row.reason_id:
                yield at(item, f"{before} has the same key", "key")


def _tone(item: Located, column: str, text: str, parent: str, audience: Audience) -> Iterator[KnowledgeError]:
    found = _REASSURING.search(text)
    if found and not _REASSURING.search(parent):
        yield at(item, f"reassures ({found.group()!r})", column)
    told = _DIRECTING.search(text)
    if audience is Audience.PATIENT and told and not _ALONE.search(text):
        yield at(item, f"tells a patient to act ({told.group()!r})", column)
