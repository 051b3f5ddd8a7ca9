"""The language of the prompt: `1,2 interaction monitor` and commands of one letter. A line is understood in full, or it is no answer.

Words may stand in any order and be cut short as far as they stay plain; English and Chinese may be mixed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from rxcheck.terms import Action, CheckKind
from rxcheck.train.terms import ProblemReason
from rxcheck.train.vocabulary import Member, meant


class Command(Enum):
    """What is not a mark; the words that call it."""

    DONE = ("", "d", "done", "完成", "交")
    HELP = ("?", "？", "help", "帮助")
    HINT = ("h", "hint", "提示一下", "求助")
    UNDO = ("u", "undo", "撤销", "撤回")
    LIST = ("l", "list", "列表", "查看")
    SHOW = ("p", "show", "again", "处方", "重看")
    SKIP = ("s", "skip", "跳过")
    LEAVE = ("q", "quit", "exit", "退出", "离开")


_COMMANDS = {word: command for command in Command for word in command.value}
_YES = frozenset("y yes ok 是 对 确认 没有".split())
_NO = frozenset("n no 否 不 不是".split())
_WHOLE = frozenset("0 all rx whole 整张 全部 全张 整体".split())
_SEPARATORS = re.compile(r"[\s,，、;；+&]+")
_RANGE = re.compile(r"(\d{1,4})[-–~～](\d{1,4})")
# `1,2相互作用` is one word to a computer and two to a Chinese.
_GLUED = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])")
_LINE_PREFIX = re.compile(
    r"第(?=\d)|行(?=\s|$|[\u4e00-\u9fff])|(?<![a-z])lines?(?=\s*\d)|(?<![a-z])l(?=\d)", re.IGNORECASE
)
LONGEST = 500  # characters; nobody marks a problem with more


class Partial(Struct, frozen=True):
    """A mark as far as it is known: None is not said yet; `lines` () is the whole prescription."""

    lines: tuple[str, ...] | None = None
    kind: CheckKind | None = None
    action: Action | None = None
    reason: ProblemReason | None = None


class Fault(Enum):
    """Why a line is not understood."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    NO_LINE = "no_line"
    TWICE = "twice"
    REASON = "reason"


class Complaint(Struct, frozen=True):
    """A line that is not understood: the word at fault and what it could have been."""

    fault: Fault
    word: str
    could_be: tuple[Member, ...] = ()


def command_of(line: str) -> Command | None:
    """The command that a line is; None for everything else."""
    return _COMMANDS.get(line.strip().casefold())


def yes_or_no(line: str) -> bool | None:
    """The answer to a question; None where it is neither."""
    said = line.strip().casefold()
    return True if said in _YES else False if said in _NO else None


def read_mark(line: str, lines: Sequence[str], known: Partial | None = None) -> Partial | Complaint:
    """The mark that a line states, whole or in part, for a prescription with these ids of lines; `known` is what was said before."""
    if len(line) > LONGEST:
        return Complaint(Fault.UNKNOWN, line[:LONGEST])
    found = _Reading(lines, known or Partial())
    text = _GLUED.sub(" ", _LINE_PREFIX.sub(" ", line))
    for word in filter(None, _SEPARATORS.split(text)):
        if complaint := found.take(word):
            return complaint
    return found.mark()


def chosen(line: str, among: Sequence[Member]) -> Member | Complaint:
    """What is chosen from a menu, by its number (from 1) or its name."""
    said = line.strip().rstrip(".、．")
    if said.isdecimal() and 1 <= int(said[:4]) <= len(among):
        return among[int(said[:4]) - 1]
    found = meant(said, among)
    if len(found) == 1:
        return found[0]
    return Complaint(Fault.SEVERAL if found else Fault.UNKNOWN, said[:LONGEST], found)


class _Reading:
    """A line on the way to a mark."""

    def __init__(self, lines: Sequence[str], known: Partial) -> None:
        self._ids = {line.casefold(): line for line in lines}
        self._order = list(lines)
        self._lines: list[str] | None = None if known.lines is None else list(known.lines)
        self._whole = False
        self._kind, self._action, self._reason = known.kind, known.action, known.reason
        self._kind_said = known.kind is not None

    def take(self, word: str) -> Complaint | None:
        if word.casefold() in _WHOLE and word.casefold() not in self._ids:
            if self._lines:
                return Complaint(Fault.TWICE, word)
            self._lines, self._whole = [], True
            return None
        if (ids := self._line_ids(word)) is not None:
            return self._take_lines(word, ids)
        return self._take_word(word)

    def _line_ids(self, word: str) -> list[str] | None:
        """The lines that a word names; None where it names none, [] where it can only mean lines that are not there."""
        if word.casefold() in self._ids:
            return [self._ids[word.casefold()]]
        if span := _RANGE.fullmatch(word):
            first, last = int(span[1]), int(span[2])
            named = [str(number) for number in range(first, min(last, first + len(self._order)) + 1)]
            return named if named and all(each in self._ids for each in named) else []
        return [] if word.isdecimal() else None

    def _take_lines(self, word: str, ids: list[str]) -> Complaint | None:
        if not ids:
            return Complaint(Fault.NO_LINE, word)
        if self._whole:
            return Complaint(Fault.TWICE, word)
        self._lines = [*(self._lines or ()), *(line for line in ids if line not in (self._lines or ()))]
        return None

    def _take_word(self, word: str) -> Complaint | None:
        found = meant(word, (*CheckKind, *Action, *ProblemReason))
        kinds = [each for each in found if isinstance(each, CheckKind)]
        rest = [each for each in found if not isinstance(each, CheckKind)]
        actions = [each for each in rest if isinstance(each, Action)]
        # A word may be both a kind and a reason ("allergy"): the kind comes first, and is the reason when it stands a second time.
        if len(kinds) == 1 and not actions and not self._kind_said and self._kind in (None, kinds[0]):
            self._kind, self._kind_said = kinds[0], True
            return self._fits(word)
        if self._kind is not None and len(rest) > 1:
            rest = [each for each in rest if isinstance(each, Action) or each.check is self._kind] or rest
        if len(rest) == 1:
            return self._take_member(word, rest[0])
        if not found:
            return Complaint(Fault.UNKNOWN, word)
        return Complaint(Fault.SEVERAL if len(found) > 1 else Fault.TWICE, word, found)

    def _take_member(self, word: str, member: Action | ProblemReason) -> Complaint | None:
        if isinstance(member, Action):
            if self._action not in (None, member):
                return Complaint(Fault.TWICE, word)
            self._action = member
            return None
        if self._reason is not None and self._reason is not member:
            return Complaint(Fault.TWICE, word)
        self._reason = member
        if self._kind is None:
            self._kind = member.check
        return self._fits(word)

    def _fits(self, word: str) -> Complaint | None:
        if self._reason is not None and self._kind is not None and self._reason.check is not self._kind:
            return Complaint(Fault.REASON, word, (self._kind,))
        return None

    def mark(self) -> Partial:
        lines = self._lines
        ordered = None if lines is None else tuple(sorted(lines, key=self._order.index))
        return Partial(ordered, self._kind, self._action, self._reason)
