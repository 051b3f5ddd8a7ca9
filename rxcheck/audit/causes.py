"""Why a verdict is another one: the rows of rules that changed, the policy, how a line was understood, or what else is not the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from rxcheck.audit.changes import Change
from rxcheck.audit.edition import Cells, Edition, RuleRow
from rxcheck.audit.stored import Stored, members

# Cells of a row that say why and from where, and change no verdict.
_TOLD = ("harm", "advice", "source_id", "locator", "evidence", "onset")
_SELECTORS = ("subject", "object", "precipitant", "allergen")
_DRUG = "drug:"
_MOST = 3  # rows that are named beside those of the verdicts themselves


class Around(Struct, frozen=True):
    """What else an audit says of one prescription: of each line how it is written and its drugs; (check, reason, fact, lines) of what
    was not assessed. Nothing where there is no such prescription."""

    lines: Mapping[str, tuple[str | None, str | None]] = {}
    gaps: frozenset[tuple[str | None, ...]] = frozenset()


class CauseKind(StrEnum):
    """Kinds of causes, those that explain the most first."""

    PRESCRIPTION_NEW = "prescription_new"
    PRESCRIPTION_LOST = "prescription_lost"
    INPUT_LINE = "input_line"
    SUPPRESSED = "suppressed"
    NOT_SUPPRESSED = "not_suppressed"
    ROW_NEW = "row_new"
    ROW_REMOVED = "row_removed"
    ROW_CHANGED = "row_changed"
    LINE_READ = "line_read"
    NOT_ASSESSED = "not_assessed"
    THRESHOLDS = "thresholds"
    JURISDICTION = "jurisdiction"
    TABLES = "tables"
    PROGRAM = "program"
    INPUT = "input"
    UNKNOWN = "unknown"


class Cause(Struct, frozen=True):
    """A cause; `about` is the rule, line or file concerned, `detail` what was before and is now."""

    kind: CauseKind
    about: str = ""
    detail: str = ""


class Causes:
    """What differs between two audits, to be asked for each change."""

    def __init__(self, old: Stored, new: Stored) -> None:
        self._old, self._new = old, new
        self._rows = dict(_row_changes(old.edition, new.edition))
        self._by_drug: dict[str, list[str]] = defaultdict(list)
        for rule in sorted(self._rows):
            for drug in sorted(_drugs_of(old.edition.rules.get(rule)) | _drugs_of(new.edition.rules.get(rule))):
                self._by_drug[drug].append(rule)
        policies = old.state.policy, new.state.policy
        self._held = [{each.rule: each for each in policy.suppress} if policy else {} for policy in policies]
        self._everywhere = tuple(self._of_the_whole())

    def of(self, change: Change, old: Around, new: Around) -> tuple[Cause, ...]:
        """The causes of a change; `old` and `new` are what else was said of its prescription."""
        if not old.lines or not new.lines:
            return (Cause(CauseKind.PRESCRIPTION_NEW if new.lines else CauseKind.PRESCRIPTION_LOST),)
        causes = (*self._of_lines(change, old, new), *self._of_policy(change), *self._of_rows(change))
        found = tuple(dict.fromkeys(causes)) or self._everywhere
        # What is not assessed any more is no better: it is said whatever the cause is.
        return (*found, *_of_gaps(change, old, new)) or (Cause(CauseKind.UNKNOWN),)

    def _of_lines(self, change: Change, old: Around, new: Around) -> Iterator[Cause]:
        for line in change.lines:
            before, after = old.lines.get(line), new.lines.get(line)
            if before is None or after is None:
                if before is not after:
                    yield Cause(CauseKind.INPUT_LINE, line)
            elif before[0] != after[0]:
                yield Cause(CauseKind.INPUT_LINE, line)
            elif before[1] != after[1]:
                yield Cause(CauseKind.LINE_READ, line, f"{before[1] or '?'} → {after[1] or '?'}")

    def _of_policy(self, change: Change) -> Iterator[Cause]:
        held_old, held_new = self._held
        old, new = change.old, change.new
        if old is not None and (each := held_new.get(old.rule_id)) is not None:
            yield Cause(CauseKind.SUPPRESSED, each.rule, f"{each.reason} ({each.owner}, {each.expires})")
        if new is not None and (each := held_old.get(new.rule_id)) is not None:
            yield Cause(CauseKind.NOT_SUPPRESSED, each.rule)

    def _of_rows(self, change: Change) -> Iterator[Cause]:
        named = [verdict.rule_id for verdict in (change.new, change.old) if verdict is not None]
        found = [self._rows[rule] for rule in dict.fromkeys(named) if rule in self._rows]
        if not found:
            # A row that is silent now, or that another one displaces, stands in no finding: those on just these drugs.
            drugs = set(change.drugs)
            near = dict.fromkeys(rule for drug in change.drugs for rule in self._by_drug[drug])
            found = [self._rows[rule] for rule in near if self._drugs_of_rule(rule) == drugs][:_MOST]
        yield from found

    def _drugs_of_rule(self, rule: str) -> set[str]:
        row = self._new.edition.rules.get(rule) or self._old.edition.rules.get(rule)
        return _drugs_of(row)

    def _of_the_whole(self) -> Iterator[Cause]:
        one, two = self._old.state, self._new.state
        before, after = (state.policy.thresholds if state.policy else {} for state in (one, two))
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                yield Cause(CauseKind.THRESHOLDS, key, f"{before.get(key, '-')} → {after.get(key, '-')}")
        if one.jurisdiction != two.jurisdiction:
            yield Cause(CauseKind.JURISDICTION, "", f"{one.jurisdiction} → {two.jurisdiction}")
        tables = self._old.edition.tables, self._new.edition.tables
        for name in sorted({*tables[0], *tables[1]}):
            if tables[0].get(name) != tables[1].get(name):
                yield Cause(CauseKind.TABLES, name)
        changed = bool(self._rows) or tables[0] != tables[1]
        if one.program != two.program or (one.knowledge != two.knowledge and not changed):
            yield Cause(CauseKind.PROGRAM, "", f"{one.program} → {two.program}")
        if one.plan.digest != two.plan.digest:
            yield Cause(CauseKind.INPUT)


def _of_gaps(change: Change, old: Around, new: Around) -> Iterator[Cause]:
    """Why lines of a verdict that is gone or milder are not assessed, where they were before."""
    if change.kind.graver:
        return
    for check, reason, fact, lines in sorted(new.gaps - old.gaps, key=str):
        mine = set(members(lines)) & set(change.lines)
        if check in (None, change.check) and (mine or not lines):
            yield Cause(CauseKind.NOT_ASSESSED, "", f"{reason} {fact or ''}".rstrip())


def _row_changes(old: Edition, new: Edition) -> Iterator[tuple[str, Cause]]:
    """Rule → what happened to its row, where that may change a verdict."""
    for rule in sorted({*old.rules, *new.rules}):
        before, after = old.rules.get(rule), new.rules.get(rule)
        if before is None:
            yield rule, Cause(CauseKind.ROW_NEW, rule, _verdict(after))
        elif after is None:
            yield rule, Cause(CauseKind.ROW_REMOVED, rule, _verdict(before))
        elif detail := "; ".join(_differences(before, after)):
            yield rule, Cause(CauseKind.ROW_CHANGED, rule, detail)


def _verdict(row: RuleRow | None) -> str:
    return f"{row.cells.get('action', '')} {row.cells.get('severity', '')}" if row else ""


def _differences(before: RuleRow, after: RuleRow) -> Iterator[str]:
    yield from _cells(before.cells, after.cells)
    # Rows that belong to it: modifiers, terms, allowances.
    one, two = ({_name(part): part for part in row.parts} for row in (before, after))
    for name in sorted({*one, *two}):
        for difference in _cells(one.get(name, {}), two.get(name, {})):
            yield f"{name}.{difference}"


def _name(part: Cells) -> str:
    return next(part[column] for column in ("modifier_id", "allowance_id", "term") if column in part)


def _cells(before: Cells, after: Cells) -> Iterator[str]:
    for column in dict.fromkeys((*before, *after)):
        if column not in _TOLD and before.get(column) != after.get(column):
            yield f"{column}: {before.get(column, '-')} → {after.get(column, '-')}"


def _drugs_of(row: RuleRow | None) -> set[str]:
    """The drugs that a row names, if it names nothing else."""
    if row is None:
        return set()
    named = [row.cells[column] for column in _SELECTORS if column in row.cells]
    return {text.removeprefix(_DRUG) for text in named} if all(text.startswith(_DRUG) for text in named) else set()
